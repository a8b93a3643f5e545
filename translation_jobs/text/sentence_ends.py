"""How an English text ends: with an end mark, with a word that needs another one, or in the middle. Pure."""

import re

# What closes a sentence or an item of a list, and the brackets, quotes and tags after it.
END_MARK = re.compile(r"[.;:!?…。；：！？][)\]}”’\"'）」』》\s]*$|[)\]”\"»]\s*$")
# Words that another one must follow. Not those that may end a sentence: "in charge of" may, but rarely, and "at will".
_NEEDS_MORE = frozenset(
    "the a an of to from with within into upon nor than which who whose whom if when where while whether because "
    "unless until"
    " shall may will must should would could can is are was were be being been has have had its their his her our "
    "your this"
    " these those such any each every between among during including pursuant regarding concerning through via per "
    "as for on"
    " by at or and but also not no according relevant following aforementioned either neither both all".split()
)
_LAST_WORD = re.compile(r"([A-Za-z’'-]+)[\s,]*$")
# "…; and" and "…, or" lead from one item of a list to the next.
_LEADS_ON = re.compile(r"[;,.]\s*(?:and|or|and/or|but)\s*$", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:shall|may|must|is|are|was|were|has|have|had|will|should|can|does|do|means?|refers?)\b")


def has_end_mark(text: str) -> bool:
    """Whether `text` ends in an end mark, or in a closing bracket or quote."""
    return END_MARK.search(text) is not None


def leads_on(text: str) -> bool:
    """Whether `text` ends as the items of a list do before the last one: "…; and"."""
    return _LEADS_ON.search(text) is not None


def needs_more(text: str) -> str:
    """The last word of `text` if another one must follow it ("of", "shall"), else ""."""
    word = _LAST_WORD.search(text)
    return word.group(1) if word and word.group(1).lower() in _NEEDS_MORE and not leads_on(text) else ""


def has_finite_verb(text: str) -> bool:
    """Whether `text` has a verb that makes it a sentence, and not only a name of something."""
    return _FINITE.search(text) is not None
