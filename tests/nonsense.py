"""A translation that means nothing, for tests: as a language looks, and always the same.

The same text always becomes the same text, different texts nearly always different ones. Tags, digits, addresses and
text that is in the target language already stay; a run of Chinese becomes English words chosen by its hash, an English
word Chinese characters; the terms of a glossary are put in.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape, unescape

_WORDS = re.findall(
    "[a-z]+",
    "science council research project result budget network campus partner energy quantum climate space "
    "medical digital policy industry talent program support public regional global annual joint future "
    "basic applied advanced open develops promotes announces reviews supports invites presents expands "
    "improves connects explores measures builds shares gathers selects strategy platform laboratory "
    "university agency committee report method material sensor satellite ocean health learning model data "
    "system service center forum award summit vision ",
)
_CHARACTERS = (
    "科學技術研究計畫推動發展國際合作創新人才培育成果應用產業智慧永續資源環境能源太空量子生醫數位平臺服務支持學校團隊"
)
_HAN_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○]+")
_LATIN_WORD = re.compile(r"https?://\S+|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’&-]*")
_TAG = re.compile(r"(<[^<>]+>)")
_ENGLISH_MARKS = str.maketrans(
    {"。": ". ", "｡": ". ", "，": ", ", "、": ", ", "；": "; ", "：": ": ", "！": "! ", "？": "? "}
    | {"（": " (", "）": ") ", "【": " [", "】": "] ", "「": " “", "」": "” ", "『": " ‘", "』": "’ "}
    | {"《": " ", "》": " ", "〈": " ", "〉": " "}
)
_CHINESE_MARKS = {".": "。", ",": "，", "?": "？", "!": "！", ";": "；", ":": "："}


def nonsense(
    text: str, target: str, terms: Mapping[str, str], is_xml: bool = False, known: Mapping[str, str] | None = None
) -> str:
    """The translation of `text` into `target`, a code of DeepL's; with `is_xml` its tags stay where they are.

    What is `known`, between two tags, becomes what stands there: a translation that means something.
    """
    known = known or {}

    def change(part: str, terms: Mapping[str, str]) -> str:
        words = _english if target.startswith("EN") else _chinese
        return known[part] if part in known else words(part, terms)

    if not is_xml:
        return _tidied(change(text, terms), target)
    parts = _TAG.split(text)  # every second one is a tag
    parts[::2] = [escape(change(unescape(part), terms), quote=False) for part in parts[::2]]
    return _tidied("".join(parts), target)


def _with_terms(text: str, terms: Mapping[str, str], change: re.Pattern[str], words: Callable[[str], str]) -> str:
    """`text` with its terms put in, and `words` called for each other match of `change`."""
    if not terms:
        return change.sub(lambda found: words(found.group()), text)
    longest_first = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    parts = re.split(f"({longest_first})", text)
    parts[::2] = [change.sub(lambda found: words(found.group()), part) for part in parts[::2]]
    parts[1::2] = [f" {terms[part]} " for part in parts[1::2]]
    return "".join(parts)


def _english(text: str, terms: Mapping[str, str]) -> str:
    mixed = _with_terms(text, terms, _HAN_RUN, lambda run: f" {_words(run)} ")
    return unicodedata.normalize("NFKC", mixed.translate(_ENGLISH_MARKS))


def _words(run: str) -> str:
    words: list[str] = []
    for byte in hashlib.shake_128(run.encode()).digest(max(2, len(run) // 2)):
        words.append(_WORDS[byte % len(_WORDS)])
        if words[-2:-1] == words[-1:]:  # a doubled word looks like a slip
            words[-1] = _WORDS[(byte + 1) % len(_WORDS)]
    return " ".join(words)


def _chinese(text: str, terms: Mapping[str, str]) -> str:
    mixed = _with_terms(text, terms, _LATIN_WORD, _characters)
    return re.sub(r"([.,?!;:])(?=\s|$)", lambda found: _CHINESE_MARKS[found.group()], mixed)


def _characters(word: str) -> str:
    if word.startswith("http"):
        return word
    return "".join(_CHARACTERS[byte % len(_CHARACTERS)] for byte in hashlib.shake_128(word.lower().encode()).digest(2))


def _tidied(text: str, target: str) -> str:
    """Spaces where the language wants them, also around tags; in English a capital letter at the start of sentences."""
    if not target.startswith("EN"):
        return re.sub(r"(?<=[^\x00-\x7f>]) +| +(?=[^\x00-\x7f<])", "", text)
    text = re.sub(r"[ \t\u3000]+", " ", text)
    text = re.sub(r"(<[a-z]\d+>) ", r" \1", text)
    text = re.sub(r" ((?:</[a-z]\d+>)+)", r"\1 ", text)
    text = re.sub(r" +((?:<[^<>]+>)*[.,;:!?)\]”’])", r"\1", re.sub(" +", " ", text))
    text = re.sub(r"([(\[“‘]) ", r"\1", text)
    start = re.compile(r"((?:^|<s\d+>|[.!?][”’)]*\s+)(?:<[^<>]+>|&\w+;|[^A-Za-z<&])*)([a-z])")
    return start.sub(lambda found: found[1] + found[2].upper(), text).strip()
