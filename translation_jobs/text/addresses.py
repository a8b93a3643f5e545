"""Web and mail addresses in a text, and whether two of them lead to the same page in two languages. Pure."""

import re
from dataclasses import dataclass

# Only ASCII, and no mark at the end: Chinese text and the sentence's own full stop stand right beside an address.
_ADDRESS = re.compile(
    r"""(?:https?://|www\.)[!#-;=?-~]*[^\s.,;:!?'"<>)\]}\u0080-\U0010ffff]"""
    r"""|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+""",
    re.ASCII | re.IGNORECASE,
)
_CHINESE = "zh-hant-tw|zh-hant|zh-tw|zh_tw|zh|cht|chinese|tchinese|tch|ch|tw"
_ENGLISH = "en-us|en-gb|en_us|english|eng|en"
# A language code counts in a segment of the path (/zh/) and as the value of a parameter that is named for it (?l=ch).
_PLACE = r"(?<=[a-z0-9]/)(?:{codes})(?=[/?#]|$)|(?<=[?&]l=)(?:{codes})(?=[&#]|$)|(?<=[?&]lang=)(?:{codes})(?=[&#]|$)"
_LANGUAGE = re.compile(_PLACE.format(codes=f"{_CHINESE}|{_ENGLISH}"), re.IGNORECASE)
_IN_CHINESE = re.compile(_PLACE.format(codes=_CHINESE), re.IGNORECASE)
_SCHEME = re.compile(r"^https?://(?:www\.)?|^mailto:|^www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextAddress:
    """An address that a reader sees; `start` and `end` are code points."""

    url: str
    start: int
    end: int


def read_addresses(text: str) -> list[TextAddress]:
    """The web and mail addresses of `text`, from left to right."""
    if "@" not in text and "://" not in text and "www." not in text:
        return []
    return [TextAddress(match.group(), match.start(), match.end()) for match in _ADDRESS.finditer(text)]


def page_key(url: str) -> str:
    """What the addresses of one page have in common in all its languages: /zh/news and /en/news, ?l=ch and ?l=en."""
    return _LANGUAGE.sub("*", _SCHEME.sub("", url.strip())).rstrip("/").lower()


def leads_to_chinese(url: str) -> bool:
    """Whether the address names the Chinese version of a page: /zh/, ?l=ch."""
    return _IN_CHINESE.search(url) is not None
