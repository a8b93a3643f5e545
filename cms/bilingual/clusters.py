"""Children that a page holds in memory until it is saved: comments, tags, rows of inline panels."""

from collections.abc import Callable

from django.db.models import Model


def remember_children(parent: Model) -> Callable[[], None]:
    """A function that puts the children of `parent` back as they are now.

    For a save that was undone: modelcluster has dropped them from memory as written, and Django takes those that were
    new for rows that exist.
    """
    held = {name: list(children) for name, children in getattr(parent, "_cluster_related_objects", {}).items()}
    states = [
        (child, child.pk, child._state.adding, remember_children(child))
        for children in held.values()
        for child in children
    ]

    def put_back() -> None:
        if held:
            parent._cluster_related_objects = held  # type: ignore[attr-defined]
        for child, key, is_new, put_back_its_own in states:
            child.pk, child._state.adding = key, is_new
            put_back_its_own()

    return put_back
