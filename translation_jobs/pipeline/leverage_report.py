"""What the translation memory saves: drafts by month and by what they were made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from translation_jobs.models import Leverage, LeverageKind, ReleaseLevel
from translation_jobs.pipeline.budget import price

_CENTS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LeverageRow:
    """Drafts of one month from one kind of source, by one provider if there was one.

    `share` (0–1) is that of the characters of all rows. `saved`: no provider was asked for these characters.
    """

    month: date
    kind: str
    provider: str
    segments: int
    characters: int
    share: float

    @property
    def kind_label(self) -> str:
        return str(LeverageKind(self.kind).label)

    @property
    def saved(self) -> bool:
        return self.kind != LeverageKind.PROVIDER

    @property
    def money_saved(self) -> Decimal | None:
        """What these characters would have cost; None where no price is set, or where a provider was asked."""
        return price_of(self.characters) if self.saved else None


@dataclass(frozen=True, slots=True)
class LeverageTotals:
    """All rows together."""

    segments: int
    characters: int
    characters_saved: int

    @property
    def share_saved(self) -> float | None:
        """Of all characters (0–1); None without any."""
        return self.characters_saved / self.characters if self.characters else None

    @property
    def money_saved(self) -> Decimal | None:
        return price_of(self.characters_saved)


def price_of(characters: int) -> Decimal | None:
    """What the first provider of public texts that costs anything would take, in TRANSLATION_CURRENCY; None without."""
    for name in settings.TRANSLATION_PROVIDERS_BY_LEVEL[ReleaseLevel.RELEASED.value]:
        if price(name, 1_000_000):
            return price(name, characters).quantize(_CENTS, rounding=ROUND_HALF_UP)
    return None


def leverage_rows(drafts: "QuerySet[Leverage]") -> list[LeverageRow]:
    """The newest month first; in a month, as `LeverageKind` orders them."""
    summed = (
        drafts.order_by()
        .annotate(month=TruncMonth("at"))
        .values_list("month", "kind", "provider")
        .annotate(Sum("segments"), Sum("characters"))
    )
    found = [(month.date(), kind, provider, segments, count) for month, kind, provider, segments, count in summed]
    everything = sum(row[-1] for row in found)
    order = {kind: place for place, kind in enumerate(LeverageKind.values)}
    return sorted(
        (LeverageRow(*row, share=row[-1] / everything if everything else 0.0) for row in found),
        key=lambda row: (-row.month.toordinal(), order[row.kind], row.provider),
    )


def totals_of(rows: Sequence[LeverageRow]) -> LeverageTotals:
    return LeverageTotals(
        segments=sum(row.segments for row in rows),
        characters=sum(row.characters for row in rows),
        characters_saved=sum(row.characters for row in rows if row.saved),
    )
