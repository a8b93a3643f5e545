"""Dates, numbers and file sizes as the readers of each language write them. Pure."""

from datetime import date

from babel import Locale
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal
from babel.units import format_unit

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE

_LOCALES = {TRADITIONAL_CHINESE: Locale("zh", "TW", script="Hant"), ENGLISH: Locale("en", "US")}
# The year that the Republic of China's calendar counts as its first.
_FIRST_ROC_YEAR = 1912
_SIZE_UNITS = ("kilobyte", "megabyte", "gigabyte")


def format_date(value: date, language: str, roc: bool = False) -> str:
    """The date in words: March 18, 2026; 2026年3月18日; with `roc`, on Chinese pages only, 民國115年3月18日."""
    if roc and language == TRADITIONAL_CHINESE:
        return f"{_roc_year(value.year)}{value.month}月{value.day}日"
    return babel_date(value, format="long", locale=_LOCALES[language])


def _roc_year(year: int) -> str:
    if year >= _FIRST_ROC_YEAR:
        return f"民國{year - _FIRST_ROC_YEAR + 1}年"
    return f"民國前{_FIRST_ROC_YEAR - year}年"


def format_number(value: int | float, language: str) -> str:
    """The number with the language's separators: 1,234,567."""
    return format_decimal(value, locale=_LOCALES[language])


def format_file_size(size: int, language: str) -> str:
    """The size of a file of `size` bytes, in units of a thousand: 0.8 kB, 45 kB, 1.2 MB."""
    amount = size / 1000
    for unit in _SIZE_UNITS:
        # One decimal, and none for whole kilobytes from ten on, as file managers show it.
        rounded = round(amount) if unit == "kilobyte" and amount >= 10 else round(amount, 1)
        if rounded < 1000:
            break
        amount /= 1000
    return format_unit(rounded, f"digital-{unit}", length="short", locale=_LOCALES[language])
