"""The two languages of the site and which of a text's characters belong to each. Pure."""

import re

TRADITIONAL_CHINESE = "zh-hant"
ENGLISH = "en"

# What may not stay as it is in the other language. For Chinese: Han (with extensions), Bopomofo, CJK punctuation and
# full-width forms; "2024" or "COVID-19" has none of these and is carried over by itself. For English: any Latin letter.
_WRITTEN_IN = {
    TRADITIONAL_CHINESE: re.compile(
        r"[\u2e80-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uffef"
        r"\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
    ),
    ENGLISH: re.compile(r"[A-Za-z\u00c0-\u024f]"),
}


# Words that multiply every number below them: 8,650 under 億元 is 865.0 under "NT$ billion".
_SCALES = {
    TRADITIONAL_CHINESE: re.compile(r"[千萬億兆]"),
    ENGLISH: re.compile(r"\b(?:thousands?|millions?|billions?|trillions?)\b", re.IGNORECASE),
}
_DIGIT = re.compile(r"\d")


def other_language(code: str) -> str:
    """The language that is not `code`: the target of a page whose source is `code`."""
    return ENGLISH if code == TRADITIONAL_CHINESE else TRADITIONAL_CHINESE


def needs_translation(text: str, language: str) -> bool:
    """Whether `text`, written in `language`, holds anything that a reader of the other language could not read."""
    return bool(_WRITTEN_IN[language].search(text))


def scale_of(text: str, heading: str) -> str:
    """The words of a figure's heading on which its size depends ("億", "billion"); "" if `text` is no such figure.

    Languages count in other units, so such a figure is never carried over, and is another text under another heading.
    """
    if not _DIGIT.search(text):
        return ""
    return " ".join(word for scales in _SCALES.values() for word in scales.findall(heading)).lower()


def html_lang(code: str) -> str:
    """The BCP 47 form of a Django language code for `lang` attributes: zh-hant → zh-Hant."""
    return "-".join(part.title() if len(part) == 4 else part for part in code.split("-"))
