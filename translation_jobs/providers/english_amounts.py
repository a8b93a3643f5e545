"""What number rules make of Chinese text in an English draft: money, shares, ordinals, units, times, list markers.

Money is NT$600 million and US$1.2 billion, without a space; 百分之五, 七成 and 三折 are written in percent. Digits
alone are left to be copied, since 2026 is a year as often as an amount.
"""

import re
import unicodedata
from collections.abc import Iterator

from translation_jobs.providers.word_for_word import Role, Span
from translation_jobs.text.numerals import Number, english_amount, is_plain, read_chinese, whole_number

_CURRENCIES = {
    "美元": "US$",
    "美金": "US$",
    "US$": "US$",
    "歐元": "€",
    "英鎊": "£",
    "日圓": "¥",
    "日元": "¥",
    "人民幣": "RMB",
}
_MODIFIERS = {"約": "about ", "近": "nearly ", "逾": "more than ", "達": "", "超過": "more than ", "": ""}
_CURRENCY_BEFORE = re.compile(
    r"(?:新?[臺台]幣|NT\$|(?P<foreign>美金|美元|歐元|人民幣|US\$)) ?(?P<modifier>約|近|逾|達|超過)?$"
)
_CURRENCY_AFTER = re.compile("(?P<foreign>美元|美金|歐元|英鎊|日圓|日元)|[元圓](?![月件素])")

# What follows a number: what it measures (one, more), or a word that only counts and is not said in English.
_UNITS = {
    "年": ("year", "years"),
    "個月": ("month", "months"),
    "週": ("week", "weeks"),
    "天": ("day", "days"),
    "日": ("day", "days"),
    "小時": ("hour", "hours"),
    "分鐘": ("minute", "minutes"),
    "秒": ("second", "seconds"),
    "人": ("person", "people"),
    "國": ("country", "countries"),
    "次": ("time", "times"),
    "倍": ("times", "times"),
    "公里": ("km", "km"),
    "公尺": ("meter", "meters"),
    "公分": ("cm", "cm"),
    "公斤": ("kg", "kg"),
    "公噸": ("metric ton", "metric tons"),
    "公頃": ("hectare", "hectares"),
    "公升": ("liter", "liters"),
    "坪": ("ping", "ping"),
    "度": ("degree", "degrees"),
    "度電": ("kWh", "kWh"),
    "個百分點": ("percentage point", "percentage points"),
    "百分點": ("percentage point", "percentage points"),
    **dict.fromkeys(("個", "名", "位", "項", "件", "家", "種", "座", "棟", "架", "輛", "艘", "枚", "大"), ("", "")),
}
# What makes of the same character another word: 3年 counts, 1年級 and 1990年代 do not.
_OTHER_WORD = {
    "年": "級度齡代輕",
    "人": "員才力民工類次數口物",
    "國": "家內際防",
    "次": "級要系世數",
    "位": "元於居置移",
}
_OTHER_WORD |= {"度": "假電", "大": "學型眾量幅約", "項": "目", "件": "數", "家": "庭族長", "倍": "數率增"}
_UNIT = re.compile(
    "|".join(
        f"{unit}(?![{_OTHER_WORD[unit]}])" if unit in _OTHER_WORD else unit
        for unit in sorted(_UNITS, key=len, reverse=True)
    )
)
_TENTHS = re.compile("成(?P<fifth>[一二三四五六七八九])?(?![長立為果功員份本效])")
_DAY_OF_MONTH = re.compile("日(?![份前內後以間期])")
_CLOCK = re.compile("(?P<half>上午|凌晨|中午|下午|晚間|晚上)(?P<hour>[0-9]{1,2})時(?:(?P<minute>[0-9]{1,2})分)?")
_LIST_MARKER = re.compile("(?P<bare>[一二三四五六七八九十]{1,3})、|[（(](?P<inside>[一二三四五六七八九十]{1,3})[）)]")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def list_marker(text: str) -> Iterator[Span]:
    """一、 becomes 1. and （一） becomes (1), as in official English texts of law."""
    found = _LIST_MARKER.match(text)
    number = whole_number(found["bare"] or found["inside"]) if found else None
    if found and number is not None:
        yield Span(0, found.end(), f"{number}." if found["bare"] else f"({number})", Role.MARKER)


def clock_times(text: str) -> Iterator[Span]:
    """上午9時30分 becomes 9:30 a.m., 下午5時 5:00 p.m., 中午12時 12:00 noon."""
    for found in _CLOCK.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if hour > 12 or minute > 59:
            continue
        half = "a.m." if found["half"] in ("上午", "凌晨") else "noon" if found["half"] == "中午" else "p.m."
        yield Span(found.start(), found.end(), f"{hour}:{minute:02} {half}")


def amounts(text: str) -> Iterator[Span]:
    """The numbers of the text that are not copied as they are, with the words that belong to them."""
    numbers = read_chinese(text)
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        span = (
            _money(text, number)
            or _share(text, number)
            or _fraction(text, number, following)
            or _ordinal(text, number)
            or _measured(text, number)
        )
        if span:
            yield span


def _money(text: str, number: Number) -> Span | None:
    before = _CURRENCY_BEFORE.search(text[max(number.start - 8, 0) : number.start])
    after = _CURRENCY_AFTER.match(text, number.end)
    if not before and not after:
        return None
    foreign = (before and before["foreign"]) or (after and after["foreign"])
    symbol = _CURRENCIES[foreign] if foreign else "NT$"
    modifier = _MODIFIERS[before["modifier"] or ""] if before else ""
    start = number.start - len(before[0]) if before else number.start
    return Span(start, after.end() if after else number.end, f"{modifier}{symbol}{english_amount(number.value)}")


def _share(text: str, number: Number) -> Span | None:
    """百分之五 and 七成 in percent; 三折 is the price that is left."""
    if text.endswith("百分之", 0, number.start):
        return Span(number.start - 3, number.end, f"{english_amount(number.value)} percent")
    if len(number.text) > 1 or not 1 <= number.value <= 9:
        return None
    tenths = _TENTHS.match(text, number.end)
    if tenths:
        fifth = whole_number(tenths["fifth"]) if tenths["fifth"] else 0
        return Span(number.start, tenths.end(), f"{number.value * 10 + (fifth or 0)} percent")
    if text.startswith("折", number.end):
        return Span(number.start, number.end + 1, f"{number.value * 10} percent of the price")
    return None


def _fraction(text: str, number: Number, following: Number | None) -> Span | None:
    """三分之二 becomes 2/3."""
    if not following or text[number.end : following.start] != "分之":
        return None
    return Span(number.start, following.end, f"{_in_digits(following)}/{_in_digits(number)}")


def _ordinal(text: str, number: Number) -> Span | None:
    """第二 becomes second, 第12 12th; 18日 without a month is the 18th."""
    day = _DAY_OF_MONTH.match(text, number.end)
    first = text.startswith("第", number.start - 1) if number.start else False
    if number.value != int(number.value) or not (first or (day and 1 <= number.value <= 31)):
        return None
    value = int(number.value)
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    if first:
        written = _ORDINALS[value - 1] if 1 <= value <= len(_ORDINALS) else f"{value:,}{ending}"
        return Span(number.start - 1, number.end, written)
    return Span(number.start, number.end + 1, f"{value}{ending}")


def _measured(text: str, number: Number) -> Span | None:
    """A number with its unit; None for digits alone, which are copied: 2026 is a year as often as an amount."""
    unit = _UNIT.match(text, number.end)
    if unit:
        word = _UNITS[unit[0]][0 if number.value == 1 else 1]
        return Span(number.start, unit.end(), f"{_in_digits(number)} {word}".strip())
    return None if is_plain(number) else Span(number.start, number.end, _in_digits(number))


def _in_digits(number: Number) -> str:
    return unicodedata.normalize("NFKC", number.text) if is_plain(number) else english_amount(number.value)
