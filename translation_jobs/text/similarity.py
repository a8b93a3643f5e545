"""How alike two texts are."""

from rapidfuzz import fuzz


def similarity(one: str, other: str) -> float:
    """0 (nothing in common) to 100 (the same), by the share of characters that an edit would keep (indel ratio)."""
    return float(fuzz.ratio(one, other))
