"""File formats: bytes ⇄ iterators of units. Pure."""
