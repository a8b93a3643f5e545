from datetime import date

import pytest

from cms.formats import format_date, format_file_size, format_number

MARCH_18 = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("value", "language", "roc", "words"),
    [
        (MARCH_18, "en", False, "March 18, 2026"),
        (MARCH_18, "zh-hant", False, "2026年3月18日"),
        (MARCH_18, "zh-hant", True, "民國115年3月18日"),
        # English pages always use the common era.
        (MARCH_18, "en", True, "March 18, 2026"),
        (date(1912, 1, 1), "zh-hant", True, "民國1年1月1日"),
        (date(1911, 12, 31), "zh-hant", True, "民國前1年12月31日"),
        (date(2026, 12, 5), "zh-hant", True, "民國115年12月5日"),
    ],
)
def test_dates_are_written_as_each_language_does(value: date, language: str, roc: bool, words: str) -> None:
    assert format_date(value, language, roc=roc) == words


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize(("value", "words"), [(7, "7"), (1234567, "1,234,567"), (0.5, "0.5")])
def test_numbers_have_separators(value: float, words: str, language: str) -> None:
    assert format_number(value, language) == words


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 kB"),
        (812, "0.8 kB"),
        (9_400, "9.4 kB"),
        (9_960, "10 kB"),
        (45_400, "45 kB"),
        (999_499, "999 kB"),
        # Never "1000 kB": what rounds up to a thousand is given in the next unit.
        (999_500, "1 MB"),
        (1_234_567, "1.2 MB"),
        (999_960_000, "1 GB"),
        (5_000_000_000_000, "5,000 GB"),
    ],
)
def test_file_sizes_have_the_unit_a_reader_expects(size: int, words: str, language: str) -> None:
    assert format_file_size(size, language) == words
