"""Numbers in Chinese and English text: read to exact values with their places, written in the house style.

Chinese counts in 萬 10⁴, 億 10⁸ and 兆 10¹²: 2兆8,250億 is 2.825 trillion, 33萬5,490 is 335,490. Government text mixes
Arabic and Chinese numerals (Executive Yuan rule of 2004: figures and dates Arabic, phrases and names Chinese), so one
number may hold both. A numeral inside a word (統一, 一般, 十分) is no number, and a lone 一 to 十 counts only where its
neighbours say so: a number that is missed is a small loss, a number that is not there is a false alarm.

What a number measures is read by `chinese_quantities` and `english_quantities`, English words by `english_numerals`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its place in code points, its exact value, and `text`, the words at that place."""

    start: int
    end: int
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One piece of a number up to its scale: 8,250億 is (8250, 10⁸). `ellipsis`: 五 after 三萬 stands for 五千."""

    value: Decimal
    scale: Decimal
    ellipsis: bool


SCALES = {"萬": Decimal(10_000), "億": Decimal(100_000_000), "兆": Decimal(1_000_000_000_000)}
ENGLISH_SCALES = {
    "thousand": Decimal(1_000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
}
_DIGITS = {"〇": 0, "零": 0, "兩": 2} | {
    numeral: value for row in ("一二三四五六七八九", "壹貳參肆伍陸柒捌玖") for value, numeral in enumerate(row, 1)
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}

# Longer runs of digits are identifiers, not amounts; the limit also keeps every value exact.
_DIGIT = "[0-9０-９]"
_ARABIC = (
    rf"(?:{_DIGIT}{{1,3}}(?:,{_DIGIT}{{3}}){{1,4}}|[０-９]{{1,3}}(?:，[０-９]{{3}}){{1,4}}|{_DIGIT}{{1,15}})(?!{_DIGIT})"
    rf"(?:[.．]{_DIGIT}{{1,12}}(?![.．]?{_DIGIT}))?"
)
_HAN = f"[{''.join([*_DIGITS, *_UNITS, *_TENS])}]+"
_PART = re.compile(
    rf"(?:(?P<arabic>{_ARABIC})(?P<unit>[百千])?|(?P<han>{_HAN})(?:[點．‧·・](?P<point>[〇零一二三四五六七八九]{{1,12}}))?)?"
    r"(?P<scale>萬|億|兆(?![赫瓦]))?"  # 兆 is also the prefix mega of older engineering texts
)
# Digits that belong to a name (PM2.5, FORMOSAT-5) or to a longer run of digits start no number.
_START = re.compile(rf"(?<![A-Za-z0-9０-９])(?<![A-Za-z]-)(?<!{_DIGIT}[.．])(?={_DIGIT})|(?={_HAN})")
_HAN_RUN = re.compile(_HAN)
# The circle ○ is often set for the zero 〇.
_CIRCLE = re.compile("(?<=[〇一二三四五六七八九○．‧·點])○|○(?=[○〇]*(?:[．‧·點][○〇]*)?[一二三四五六七八九])")

# Words that hold a numeral without counting. Only words whose neighbours would otherwise make it count need a line.
_IDIOMS = re.compile(
    rf"一[般樣致起同定直旦些切律再向併]|(?<!{_DIGIT})(?<![〇零一二兩三四五六七八九十百千萬億兆])(?:"
    "[統唯單逐同專劃齊任某每另不合萬]一|(?<!分)之一(?![點．‧·・])|進一步|一[度時面邊下回體代]|一點(?![〇零一二三四五六七八九])|"
    "(?:星期|禮拜|週|周)[一二三四五六]|三讀|二二八|十分(?!鐘|之)|十足|千萬(?=[別不要勿記])|[數幾][十百千萬億兆]+)"
)
# A lone numeral counts before one of these: what is counted, or how.
_COUNTED = (
    "個位名人次項件案場國家種類年月日天週時分秒歲倍成折元圓角塊條款章節篇頁冊本卷期屆級組隊班所間棟座層樓"
    "臺台架輛艘枚顆枝張片份批套輪步階季號大小公噸坪"
)
_COUNTED_BEFORE = ("分之", "附件", "附表", "附圖", "附錄", "附則")
_FORMAL = "壹貳參肆伍陸柒捌玖"


def read_chinese(text: str) -> list[Number]:
    """The numbers of a Chinese text, from left to right, without overlap."""
    # Masked, not cut out: positions stay those of `text`.
    masked = _IDIOMS.sub(lambda idiom: "\0" * len(idiom[0]), _CIRCLE.sub("〇", text) if "○" in text else text)
    return list(_chinese_numbers(text, masked))


def whole_number(numeral: str) -> int | None:
    """The value of a text that is one whole numeral (115, 一百一十五, 二〇二六), else None."""
    number = _number_at(numeral.replace("○", "〇"), 0)
    if number is None or number.end != len(numeral) or number.value != int(number.value):
        return None
    return int(number.value)


def is_plain(number: Number) -> bool:
    """Whether it is written in digits alone, as years, telephone and article numbers are."""
    return re.fullmatch(_ARABIC, number.text) is not None


def _chinese_numbers(text: str, masked: str) -> Iterator[Number]:
    position = 0
    while start := _START.search(masked, position):
        number = _number_at(masked, start.start())
        if number is None:
            # A run of numerals that is no number is left as a whole: 兩三 must not be read as 2 and 3.
            run = _HAN_RUN.match(masked, start.start())
            position = run.end() if run else start.start() + 1
            continue
        position = number.end
        if _counts(masked, number):
            yield Number(number.start, number.end, number.value, text[number.start : number.end])


def _number_at(text: str, start: int) -> Number | None:
    """The longest number that starts at `start`, whether or not it counts there."""
    parts: list[_Part] = []
    end = start
    while found := _PART.match(text, end):
        part = _part(found, first=not parts)
        if part is None or (parts and not _continues(parts[-1], part)):
            break
        parts.append(part)
        end = found.end()
        if part.scale == 1:
            break
    return Number(start, end, _total(parts), text[start:end]) if parts else None


def _part(found: re.Match[str], first: bool) -> _Part | None:
    """The value and scale of one match of _PART; None if it is empty or no well-formed numeral."""
    scale = SCALES.get(found["scale"] or "", Decimal(1))
    if found["arabic"]:
        digits = re.sub("[,，]", "", found["arabic"]).replace("．", ".")
        return _Part(Decimal(digits) * _UNITS.get(found["unit"] or "", 1), scale, ellipsis=False)
    if found["han"]:
        value = _han_value(found["han"], pointed=bool(found["point"]))
        if value is None:
            return None
        fraction = "".join(str(_DIGITS[numeral]) for numeral in found["point"] or "")
        return _Part(Decimal(f"{value}.{fraction}"), scale, ellipsis=len(found["han"]) == 1 and value < 10)
    # A second scale multiplies the first: 一萬億 is 10¹².
    return None if first or scale == 1 else _Part(Decimal(0), scale, ellipsis=False)


def _han_value(numerals: str, pointed: bool = False) -> int | None:
    """The value of Chinese numerals below 萬, by units (一百一十五) or by digits (二〇二六); None if malformed.

    `pointed`: decimals follow, as in 一二點五.
    """
    if not any(numeral in _UNITS or numeral in _TENS for numeral in numerals):
        # Two digits side by side are an estimate (三四 is "three or four"), unless one of them is a zero.
        if len(numerals) == 2 and not pointed and "〇" not in numerals and "零" not in numerals:
            return None
        return int("".join(str(_DIGITS[numeral]) for numeral in numerals[:15])) if len(numerals) <= 15 else None
    total, pending, last_unit = 0, 0, 10_000
    for numeral in numerals:
        if numeral in _DIGITS:
            if pending:
                return None
            pending = _DIGITS[numeral]
            # After a zero the next digit is a unit: 三百零五 is 305, 三百五 is 350.
            last_unit = 10 if not pending else last_unit
            continue
        step, unit = (_TENS[numeral], 10) if numeral in _TENS else ((pending or 1) * _UNITS[numeral], _UNITS[numeral])
        if (unit > 10 and not pending and total) or (numeral in _TENS and pending):
            return None
        if unit > last_unit or (unit == last_unit and total):
            return None
        total, pending, last_unit = total + step, 0, unit
    return total + pending * (last_unit // 10 if last_unit < 10_000 else 1)


def _continues(before: _Part, part: _Part) -> bool:
    """Whether `part` belongs to the number that `before` leaves open: 2兆 + 8,250億, but not 3億 + 5億."""
    return before.scale != 1 and part.scale != before.scale and part.value < before.scale


def _total(parts: list[_Part]) -> Decimal:
    """The sum of the parts; a scale multiplies all smaller ones before it, as in 二萬三千億."""
    with localcontext(prec=60):
        amounts: list[tuple[Decimal, Decimal]] = []
        for part in parts:
            value = part.value
            while amounts and amounts[-1][1] < part.scale:
                value += amounts.pop()[0]
            if part.ellipsis and part.scale == 1 and amounts:
                value *= amounts[-1][1] / 10
            amounts.append((value * part.scale, part.scale))
        total = sum((amount for amount, _scale in amounts), Decimal(0))
        return Decimal(int(total)) if total == total.to_integral_value() else total


def _counts(text: str, number: Number) -> bool:
    """Whether these numerals count something here. Digits and scales always do; lone Chinese numerals must show it."""
    numeral = number.text
    if re.match(_DIGIT, numeral):
        return True
    before, after = text[max(number.start - 2, 0) : number.start], text[number.end : number.end + 2]
    if numeral[0] in "百佰千仟":
        return numeral[-1] in SCALES or before == "分之"  # 百萬 is a million, 百位 is a way of speaking
    if len(numeral) > 1:
        return True
    if numeral in "〇零" or numeral in _FORMAL:
        return False  # 零件, 參與, 隊伍
    if (
        before.endswith("第")
        or before in _COUNTED_BEFORE
        or after == "親等"
        or after == "分之"
        or (after and after[0] in _COUNTED)
    ):
        return True
    return not _is_han(before[-1:]) and not _is_han(after[:1])


def _is_han(character: str) -> bool:
    return "㐀" <= character <= "鿿" or character == "\0"


_ENGLISH = re.compile(
    r"(?<![A-Za-z0-9.,])(?<![A-Za-z]-)"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,4}(?!,?[0-9])|[0-9]{1,15}(?![0-9]))(?P<fraction>\.[0-9]{1,12}(?![.]?[0-9]))?"
    r"(?:[ \u00a0-](?P<scale>thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)


def read_english(text: str) -> list[Number]:
    """The numbers of an English text written in digits, with the scale word if there is one: 2.825 trillion."""
    numbers = []
    for found in _ENGLISH.finditer(text):
        scale = ENGLISH_SCALES.get((found["scale"] or "").lower(), Decimal(1))
        part = _Part(Decimal(found["digits"].replace(",", "") + (found["fraction"] or "")), scale, ellipsis=False)
        numbers.append(Number(found.start(), found.end(), _total([part]), found[0]))
    return numbers


def english_amount(value: Decimal) -> str:
    """`value` in English: "600 million" from a million on if exact with three decimals, else digits with commas."""
    with localcontext(prec=60):
        for word, scale in reversed(ENGLISH_SCALES.items()):
            scaled = value / scale
            if scale >= 1_000_000 and abs(value) >= scale and scaled == round(scaled, 3):
                return f"{_digits(scaled)} {word}"
    return _digits(value)


def chinese_amount(value: Decimal) -> str:
    """`value` in Chinese: 6億, 2兆8,250億, 33萬5,490; below ten thousand, or not whole, digits with commas."""
    # 33萬5 would be heard as 335,000, so a lone last digit keeps the number in digits.
    if value < 10_000 or value != int(value) or 0 < int(value) % 10_000 < 10:
        return _digits(value)
    written, rest = "", int(value)
    for sign, scale in reversed(SCALES.items()):
        count, rest = divmod(rest, int(scale))
        written += f"{count:,}{sign}" if count else ""
    return written + (f"{rest:,}" if rest else "")


def _digits(value: Decimal) -> str:
    """Digits with thousands commas, and no zeros that say nothing after the decimal point."""
    digits = f"{value:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
