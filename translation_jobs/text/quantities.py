"""What a number in a text measures: money, a share, a time, an article of a law, or just how many."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """`MARKER` stands at the head of a list item, `IDENTIFIER` is the number of a document.

    `PERCENT` holds percent (千分之五 is 0.5), `POINTS` percentage points, `FRACTION` a share of one.
    """

    AMOUNT = "amount"
    ORDINAL = "ordinal"
    MONEY = "money"
    MEASURE = "measure"
    PERCENT = "percent"
    POINTS = "points"
    FRACTION = "fraction"
    MULTIPLE = "multiple"
    REFERENCE = "reference"
    MARKER = "marker"
    IDENTIFIER = "identifier"


SHARES = (Kind.PERCENT, Kind.FRACTION, Kind.POINTS)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it measures.

    `start`, `end` and `text` are of the number without its unit, in code points; `unit_start` and `unit_end` of the
    unit, 0 and 0 if there is none. `unit` is a currency ("TWD"; "" where it is not said), a unit of measure ("month",
    "km"), a level of a law ("article", "provision" for what is below it, "chapter"), or "permille", "tenths" (七成)
    and "discount" (三折) of a percent.
    """

    start: int
    end: int
    value: Fraction
    text: str
    kind: Kind = Kind.AMOUNT
    unit: str = ""
    unit_start: int = 0
    unit_end: int = 0

    @property
    def share(self) -> Fraction | None:
        """The part of one that it stands for: 1/2 for 50 percent and for one half; None if it is no share."""
        if self.kind == Kind.PERCENT:
            return self.value / 100
        return self.value if self.kind == Kind.FRACTION else None

    @property
    def decimal(self) -> Decimal:
        """The value as a decimal, rounded where it is none (1/3)."""
        return Decimal(self.value.numerator) / Decimal(self.value.denominator)
