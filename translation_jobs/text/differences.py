"""What changed between two wordings of a sentence, for people to see."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Han are compared one by one, Latin words and figures as a whole.
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+|[0-9][0-9,.]*|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that is the same in both ("same"), only in the old wording ("gone") or only in the new ("new")."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Change]:
    """The stretches that lead from `old` to `new`: "same" and "new" joined are the new wording."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    changes: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(after[new_start:new_end])))
            continue
        if old_end > old_start:
            changes.append(Change("gone", "".join(before[old_start:old_end])))
        if new_end > new_start:
            changes.append(Change("new", "".join(after[new_start:new_end])))
    return changes
