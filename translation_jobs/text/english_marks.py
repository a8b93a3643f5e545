"""Chinese punctuation and full-width forms, and what English writes instead, with its spaces. Pure.

Sources: conventions "Text form", punctuation: ，、；：「」『』（）…… → , ; : " " ' ' ( ) …; The Unicode Standard, block
Halfwidth and Fullwidth Forms: each of U+FF01 to U+FF5E is an ASCII character 0xFEE0 below it.
"""

import re

HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3007]"
# Radicals, CJK punctuation, Bopomofo and Kana, enclosed letters, compatibility and full-width forms; no Han.
MARKS = (
    "[\u2e80-\u3006\u3008-\u33ff\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uffef]"
    "|[\uff10-\uff19]+|[\uff21-\uff3a\uff41-\uff5a]+"
)

# A space follows, unless white space, a closing mark or the end does.
_STOPS = {
    "，": ",",
    "、": ",",
    "。": ".",
    "；": ";",
    "：": ":",
    "！": "!",
    "？": "?",
    "．": ".",
    "｡": ".",
    "､": ",",
    "﹐": ",",
}
_STOPS |= {"﹑": ",", "﹔": ";", "﹕": ":", "﹖": "?", "﹗": "!", "﹒": "."}
# A space stands before them after a letter or figure; brackets and quotes.
_OPENING = {
    "（": "(",
    "「": "“",
    "『": "‘",
    "《": "“",
    "〈": "‘",
    "【": "[",
    "［": "[",
    "〔": "[",
    "｛": "{",
    "﹙": "(",
}
_OPENING |= {"〝": "“", "﹁": "“", "﹃": "‘"}
# A space stands after them before a letter or figure.
_CLOSING = {
    "）": ")",
    "」": "”",
    "』": "’",
    "》": "”",
    "〉": "’",
    "】": "]",
    "］": "]",
    "〕": "]",
    "｝": "}",
    "﹚": ")",
}
_CLOSING |= {"〞": "”", "﹂": "”", "﹄": "’", "〟": "”"}
_OTHERS = {
    "\u3000": " ",
    "～": "–",
    "〜": "–",
    "〇": "0",
    "％": "%",
    "‧": "·",
    "･": "·",
    "＄": "$",
    "﹪": "%",
    "〃": "”",
}


def replace_mark(text: str, mark: re.Match[str]) -> str | None:
    """What English writes for `mark`, a match of `MARKS` in `text`, with the spaces around it; None if unknown."""
    found = mark.group()
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if found in _STOPS:
        return _stop(_STOPS[found], before, after)
    if found in _OPENING:
        return (" " if before.isalnum() or (before in ",;:.)%" and before) else "") + _OPENING[found]
    if found in _CLOSING:
        return _CLOSING[found] + (" " if after.isalnum() else "")
    if found in _OTHERS:
        return _OTHERS[found]
    if all("\uff01" <= character <= "\uff5e" for character in found):
        return "".join(chr(ord(character) - 0xFEE0) for character in found)
    return None


def _stop(stop: str, before: str, after: str) -> str:
    if not after or after.isspace() or after in ".,;:!?)]}”’\"'" or _is_mark(after):
        return stop
    # 3．14, 10：30 and http：// are written without a space.
    if (before.isdigit() and after.isdigit() and stop in ".:,") or after == "/":
        return stop
    return f"{stop} "


def _is_mark(character: str) -> bool:
    return character in _STOPS or character in _CLOSING or character == "\u3000"
