"""The two languages of the site and which of a text's characters belong to each. Pure."""

import re

TRADITIONAL_CHINESE = "zh-hant"
ENGLISH = "en"

# What may not stay as it is in the other language. For Chinese: Han (with extensions), Bopomofo, CJK punctuation and
# full-width forms; "2024" or "COVID-19" has none of these and is carried over by itself. For English: any Latin letter.
_WRITTEN_IN = {
    TRADITIONAL_CHINESE: re.compile(
        r"[\u2e80-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U00020000-\U0003ffff]"
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


def is_scaled_number(text: str, heading: str, language: str) -> bool:
    """Whether `text` is a figure whose size depends on a word in its heading, which other languages count otherwise."""
    return bool(_DIGIT.search(text)) and bool(_SCALES[language].search(heading))


def html_lang(code: str) -> str:
    """The BCP 47 form of a Django language code for `lang` attributes: zh-hant → zh-Hant."""
    return "-".join(part.title() if len(part) == 4 else part for part in code.split("-"))
