"""Words whose contrary in the other language is told by other words: at least and at most, rose and fell, a.m. and p.m.

A few words of each kind, on purpose: what good translators say in many ways cannot be told from its contrary.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Contrary:
    """Chinese words and the English ones that say their contrary; `unless` are words that explain these."""

    chinese: re.Pattern[str]
    chinese_unless: re.Pattern[str]
    english: re.Pattern[str]
    english_unless: re.Pattern[str]


def _contrary(chinese: str, chinese_unless: str, english: str, english_unless: str) -> _Contrary:
    return _Contrary(
        re.compile(chinese),
        re.compile(chinese_unless),
        re.compile(rf"\b(?:{english})", re.IGNORECASE),
        re.compile(rf"\b(?:{english_unless})", re.IGNORECASE),
    )


_MORNING, _AFTERNOON = r"(?<=[0-9] )a\.?m\b|a\.m\.|in the morning", r"(?<=[0-9] )p\.?m\b|p\.m\.|in the (?:after|eve)"
_CONTRARIES = (
    _contrary(
        "至少",
        "至多|最多|以下|以內|以前|上限|不超過|不得超過|逾|最高|不大於",
        r"at most\b|(?:no|not) more than\b",
        r"at least|minimum|no less|not (?:be )?less|no fewer|not fewer|or more|or above|no earlier",
    ),
    _contrary(
        "至多|最多",
        "至少|最少|以上|不得少於|不少於|最低|不得低於|滿",
        r"at least\b|(?:no|not) (?:less|fewer) than\b",
        r"at most|no more|not (?:be )?more|up to|maxim|exceed|no later|limit",
    ),
    _contrary(
        "減少|下降|下滑|衰退",
        "增|成長|上升|提升|提高|升高|加|漲",
        r"rose\b|risen\b|grew\b|increased (?:by|to|from)\b|climbed\b",
        r"decreas|reduc|declin|fell|fall|drop|lower|less|shr[aiu]nk|cut|down|diminish|mitigat|fewer|minus|negative",
    ),
    _contrary(
        "增加|成長|上升|增至|增為",
        "減|降|跌|衰|縮|低|落",
        r"fell (?:by|to|from)\b|decreased\b|declined\b|dropped (?:by|to|from)\b|shrank\b",
        r"increas|ris[ei]|rose|gr[eo]w|add|rais|up\b|more|high|gain|improv|climb|boost|expan",
    ),
    _contrary("上午|凌晨", "下午|晚|夜|午後|中午|正午", _AFTERNOON, rf"{_MORNING}|noon|midnight|morning"),
    _contrary(
        "下午|晚上|晚間",
        "上午|早上|凌晨|午前|中午|正午|次日|翌日",
        _MORNING,
        rf"{_AFTERNOON}|noon|night|evening|afternoon",
    ),
    _contrary(
        "不同意",
        "(?<!不)同意",
        r"agree[sd]?\b",
        r"not\b|n[’']t\b|no\b|never|without|un\w+|dis\w+|refus|reject|object|oppos|declin|fail|if\b|whether",
    ),
)


def contraries(chinese: str, english: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Chinese words beside English ones that say their contrary and that nothing else in either text explains."""
    for one in _CONTRARIES:
        said = one.chinese.search(chinese)
        told = one.english.search(english) if said else None
        if said and told and not one.chinese_unless.search(chinese) and not one.english_unless.search(english):
            yield said, told
