"""How long a text is, so that Chinese and English can be compared. Pure.

Official English has 5.3 letters and signs for a Chinese character (median of 28,128 pairs of the law); half of all
pairs are between 4.5 and 6.1. Numerals and the names of the calendar and the currency are left out of that count:
中華民國一百零一年七月十一日 is 14 characters and "July 11, 2012".
"""

import re

_HAN = re.compile("[\u3400-\u9fff]")
_COUNTED_AS_ONE = re.compile("[〇零一二三四五六七八九十百千萬億兆]{2,}|中華民國|新臺幣|新台幣")
_DATE = re.compile(
    "(?:中華民國|民國)?[〇零一二三四五六七八九十百]{1,7}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_CARRIED_OVER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,/:%+-]*")
_LETTER = re.compile("[A-Za-z]{2}")
_LIST_MARKER = re.compile(
    r"^[^\S\n]*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[甲乙丙丁])[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|[●•◎○■□◆▪\-–]\s)"
)


def han_count(chinese: str) -> int:
    """The Chinese characters of a text, a number or 中華民國 counted as one, a date as three."""
    return len(_HAN.findall(_COUNTED_AS_ONE.sub("一", _DATE.sub("年月日", chinese))))


def letters_per_han(chinese: str, english: str) -> float:
    """Letters, signs and single spaces of the English for each Chinese character; 0 without Chinese.

    Words and figures that the Chinese has in Latin letters are carried over and counted on neither side.
    """
    count = han_count(chinese)
    carried = sum(map(len, _CARRIED_OVER.findall(chinese)))
    return max(len(" ".join(english.split())) - carried, 0) / count if count else 0.0


def written_lines(text: str) -> list[str]:
    """The lines of a text that hold something to read."""
    return [line for line in text.splitlines() if _HAN.search(line) or _LETTER.search(line)]


def list_items(text: str) -> list[str]:
    """The lines that begin as an item of a list: 一、 （一） 1. (1) ●."""
    return [line for line in text.splitlines() if _LIST_MARKER.match(line)]
