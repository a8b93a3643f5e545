"""Units of measure in Chinese and English: what they measure, and how large they are.

Legal units: 法定度量衡單位及其所用之倍數、分數之名稱、定義及代號 (Ministry of Economic Affairs). 1 坪 = 400/121 m².
"""

import re
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `dimension` ("time", "length"), and its size in the unit of that dimension that has size 1."""

    name: str
    dimension: str
    size: Fraction
    chinese: str
    english: str


def _unit(name: str, dimension: str, size: int | str, chinese: str, english: str) -> Unit:
    return Unit(name, dimension, Fraction(size), chinese, english)


PREFIXED = "prefixed"
# `chinese` and `english` are patterns; what follows a number decides, so words that go on otherwise are excluded.
# A month counts as 1/12 year on its own dimension: it is no number of days.
_UNITS = (
    _unit("year", "calendar", 12, "年(?![級齡代輕])|歲|週年|周年", "years?|yrs?|anniversar"),
    _unit("month", "calendar", 1, "個月|月", "months?"),
    _unit("week", "clock", 604800, "週(?!年)|周(?!年)|星期", "weeks?"),
    _unit("day", "clock", 86400, "日|天|個?工作[天日]", "days?"),
    _unit("hour", "clock", 3600, "小時|時(?![代期段])", "hours?|hrs?\\b"),
    _unit("minute", "clock", 60, "分鐘", "minutes?|mins?\\b"),
    _unit("second", "clock", 1, "秒鐘?", "seconds?|secs?\\b"),
    _unit("km", "length", 1000, "公里|千米", "kilomet(?:er|re)s?|kms?\\b"),
    _unit("nautical mile", "length", 1852, "[海浬]里?|海浬", "nautical miles?|n\\.?m\\.?\\b"),
    _unit("mi", "length", "1609.344", "英[里哩]|哩", "miles?\\b"),
    _unit("m", "length", 1, "公尺|米(?!酒)", "met(?:er|re)s?|m\\b"),
    _unit("cm", "length", "0.01", "公分|厘米", "centimet(?:er|re)s?|cms?\\b"),
    _unit("mm", "length", "0.001", "公釐|公厘|毫米", "millimet(?:er|re)s?|mms?\\b"),
    _unit("nm", "length", "0.000000001", "奈米", "nanomet(?:er|re)s?|nm\\b"),
    _unit("km²", "area", 1000000, "平方公里", "square kilomet(?:er|re)s?|km2|km²|sq\\.? ?km"),
    _unit("ha", "area", 10000, "公頃", "hectares?|ha\\b"),
    _unit("acre", "area", "4046.8564224", "英畝", "acres?\\b"),
    _unit("m²", "area", 1, "平方公尺|平方米", "square met(?:er|re)s?|m2\\b|m²|sq\\.? ?m\\b"),
    _unit("ping", "area", "400/121", "坪(?!林)", "pings?\\b"),
    _unit("m³", "volume", 1, "立方公尺|立方米", "cubic met(?:er|re)s?|m3\\b|m³|cu\\.? ?m\\b"),
    _unit("L", "volume", "0.001", "公升|升(?![級等])", "lit(?:er|re)s?|L\\b"),
    _unit("mL", "volume", "0.000001", "毫升|公撮", "millilit(?:er|re)s?|ml\\b"),
    _unit("t", "mass", 1000, "公噸|噸", "(?:metric |gross )?(?:tonnes?|tons?)"),
    _unit("kg", "mass", 1, "公斤|千克", "kilograms?|kilos?|kgs?\\b"),
    _unit("g", "mass", "0.001", "公克|克(?![服制拉])", "grams?|grammes?|g\\b"),
    _unit("mg", "mass", "0.000001", "毫克", "milligrams?|mg\\b"),
    _unit("GHz", "frequency", 10**9, "吉赫|十億赫", "GHz|gigahertz"),
    _unit("MHz", "frequency", 10**6, "兆赫|百萬赫", "MHz|megahertz|mega ?hertz"),
    _unit("kHz", "frequency", 1000, "千赫", "kHz|kilohertz"),
    _unit("Hz", "frequency", 1, "赫", "Hz|hertz"),
    _unit("GeV", "particle energy", 10**9, "十億電子伏", "GeV"),
    _unit("keV", "particle energy", 1000, "千電子伏", "keV"),
    _unit("MeV", "particle energy", 10**6, "百萬電子伏", "MeV"),
    _unit("eV", "particle energy", 1, "電子伏", "eV|electron ?volts?"),
    _unit("kV", "voltage", 1000, "千伏", "kV|kilovolts?"),
    _unit("V", "voltage", 1, "伏", "V\\b|volts?"),
    _unit("MPa", "pressure", 10**6, "百萬帕|兆帕", "MPa|megapascals?"),
    _unit("kPa", "pressure", 1000, "千帕", "kPa|kilopascals?"),
    _unit("Pa", "pressure", 1, "帕", "Pa\\b|pascals?"),
    _unit("kWh", "energy", 1, "度(?=電|用電)|瓩小時|千瓦小?時", "kilowatt[- ]hours?|kWh"),
    _unit("GW", "power", 1000000, "吉瓦|百萬瓩", "gigawatts?|GW\\b"),
    _unit("MW", "power", 1000, "百萬瓦|兆瓦|千瓩", "megawatts?|MW\\b"),
    _unit("kW", "power", 1, "瓩|千瓦(?!小?時)", "kilowatts?|kW\\b"),
    # Any other unit with a prefix: 30億位元組 is 3 gigabytes, so the numbers alone cannot be compared.
    _unit(
        PREFIXED,
        "prefixed",
        1,
        "(?!)",
        "(?:kilo|mega|giga|tera|peta|exa)[a-z]+|[kMGTPE](?:B|bps|b/s|FLOPS|VA|J|cal)\\b",
    ),
    _unit("°C", "temperature", 1, "°C|℃", "degrees? (?:Celsius|centigrade)|° ?C\\b|℃"),
)
UNITS = {unit.name: unit for unit in _UNITS}
_GROUPS = {f"u{index}": unit.name for index, unit in enumerate(_UNITS)}
_ADJECTIVE = r"(?:(?:calendar|working|business|full|consecutive|natural|school|sea|light|mega|more|additional) )?"


# The longer name first: 平方公尺 before 公尺 would be found by its own place, but 日 must not cut 日圓.
CHINESE = "|".join(f"(?P<{group}>{UNITS[name].chinese})" for group, name in _GROUPS.items())
ENGLISH_AFTER = re.compile(
    rf"[ -]?\)?[ -]?{_ADJECTIVE}(?:"
    + "|".join(
        f"(?P<{group}>{UNITS[name].english})"
        for group, name in sorted(_GROUPS.items(), key=lambda item: (item[1] == PREFIXED, -len(item[1])))
    )
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)


def unit_of(group: str | None) -> str:
    """The unit whose pattern matched, by the name of its group; "" if it is not the group of a unit."""
    return _GROUPS.get(group or "", "")


def in_base(value: Fraction, unit: str) -> tuple[str, Fraction] | None:
    """Dimension and value in its base unit, by which equal measures compare equal: 24 hours and one day."""
    known = UNITS.get(unit)
    return (known.dimension, value * known.size) if known else None
