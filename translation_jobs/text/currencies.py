"""Names and signs of currencies in Chinese and English, by ISO 4217 code.

元 and 圓 alone are not a currency here: in Taiwan they mean New Taiwan dollars, after a foreign name that currency.
"dollars" and "$" alone likewise have the code "" (not said).
"""

import re

# Longest first where one name begins another.
_CHINESE_NAMES = {
    "TWD": ("新臺幣", "新台幣", "臺幣", "台幣"),
    "USD": ("美元", "美金", "美圓"),
    "EUR": ("歐元",),
    "JPY": ("日圓", "日元", "日幣"),
    "GBP": ("英鎊",),
    "CNY": ("人民幣",),
    "HKD": ("港幣", "港元"),
    "KRW": ("韓元", "韓圜", "韓幣"),
    "AUD": ("澳幣", "澳元"),
    "CAD": ("加幣", "加元", "加拿大幣"),
    "SGD": ("新加坡幣", "星幣", "新加坡元"),
    "CHF": ("瑞士法郎",),
    "XSY": ("銀元", "銀圓"),  # the silver yuan of older laws, three New Taiwan dollars
    "XDR": ("特別提款權",),
}
_ENGLISH_SIGNS = {
    "TWD": (r"NT ?\$", "N\\.T\\.? ?\\$", "NTD\\$?", "TWD\\$?", "NT(?= ?[0-9])", r"\$ ?NT"),
    "USD": (r"US ?\$", r"U\.S\.? ?\$", "USD\\$?"),
    "EUR": ("€", "EUR"),
    "JPY": ("JP¥", "JPY", "¥"),
    "GBP": ("£", "GBP"),
    "CNY": ("RMB ?¥?", "CNY"),
    "HKD": (r"HK ?\$", "HKD"),
    "KRW": ("₩", "KRW"),
    "AUD": (r"AU? ?\$", "AUD"),
    "CAD": (r"CA? ?\$", "CAD"),
    "SGD": (r"S\$", "SGD"),
    "CHF": ("CHF",),
    "XDR": ("SDRs?", "XDR"),
    "": (r"\$",),
}
_ENGLISH_WORDS = {
    "TWD": (
        r"(?:New[ -])?Taiwan(?:ese)?(?: |-)(?:dollars?|currency)|N\.?T\.?D?(?: |-)?dollars?|Taiwan NT dollars?",
        r"(?:New )?Taiwan \$|NTD\b|TWD\b|NT\$|dollars? of New Taiwan currency|N\.T\.?\b(?=[,.; ])",
    ),
    "USD": (r"U\.?S\.?D?(?: |-)?dollars?|United States(?: |-)dollars?|American dollars?|USD\b|US\$",),
    "EUR": (r"euros?\b|EUR\b",),
    "JPY": (r"(?:Japanese )?yen\b|JPY\b",),
    "GBP": (r"(?:British )?pounds? sterling|British pounds?|GBP\b",),
    "CNY": (r"renminbi\b|RMB\b|CNY\b|Chinese yuan",),
    "HKD": (r"Hong Kong dollars?|HKD\b",),
    "KRW": (r"(?:South )?Korean won|KRW\b",),
    "AUD": (r"Australian dollars?|AUD\b",),
    "CAD": (r"Canadian dollars?|CAD\b",),
    "SGD": (r"Singapore(?:an)? dollars?|SGD\b",),
    "CHF": (r"Swiss francs?|CHF\b",),
    "XSY": (r"silver (?:yuan|dollars?)",),
    "XDR": (r"Special Drawing Rights?|SDRs?\b",),
    "": (r"dollars?\b|yuan\b",),
}


def _by_length(names: dict[str, tuple[str, ...]]) -> str:
    pairs = [(code, name) for code, of_code in names.items() for name in of_code]
    return "|".join(re.escape(name) for _code, name in sorted(pairs, key=lambda pair: -len(pair[1])))


def _grouped(names: dict[str, tuple[str, ...]]) -> str:
    return "|".join(f"(?P<{code or 'any'}>{'|'.join(alternatives)})" for code, alternatives in names.items())


CODES = {name: code for code, names in _CHINESE_NAMES.items() for name in names}
CHINESE = re.compile(_by_length(_CHINESE_NAMES))
SIGN_BEFORE = re.compile(rf"(?:{_grouped(_ENGLISH_SIGNS)})[ ()]*$")
WORD_AFTER = re.compile(rf"[ -]?\(?(?:{_grouped(_ENGLISH_WORDS)})", re.IGNORECASE)
_ALL_ENGLISH = {code: (*_ENGLISH_SIGNS.get(code, ()), *_ENGLISH_WORDS.get(code, ())) for code in _ENGLISH_WORDS if code}
_ENGLISH = re.compile(rf"(?<![A-Za-z])(?:{_grouped(_ALL_ENGLISH)})")


def code_of(found: re.Match[str]) -> str:
    """The code of a match of SIGN_BEFORE or WORD_AFTER; "" where no currency is said."""
    name = found.lastgroup or ""
    return "" if name == "any" else name


def chinese_currencies(text: str) -> list[tuple[int, int, str]]:
    """The currencies that a Chinese text names: start, end, code."""
    return [(*found.span(), CODES[found.group()]) for found in CHINESE.finditer(text)]


def english_currencies(text: str) -> list[tuple[int, int, str]]:
    """The currencies that an English text names, by sign, code or word: start, end, code."""
    return [(*found.span(), code_of(found)) for found in _ENGLISH.finditer(text)]
