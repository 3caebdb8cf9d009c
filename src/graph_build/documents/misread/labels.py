"""Row labels that character recognition misreads in one sign."""

from __future__ import annotations

from functools import cache

from graph_build.text.labels import vocabulary
from graph_build.text.plan_labels import listed_labels


@cache
def _labels() -> dict[str, frozenset[str]]:
    """The known labels of agreements and plans, four letters and longer, with what they mean."""
    found = {label: frozenset({str(kind)}) for label, kind in vocabulary().items()}
    return {label: kinds for label, kinds in (found | listed_labels()).items() if len(label) >= 4}


@cache
def nearest_label(key: str) -> str | None:
    """The one known label that differs in a single sign; None if there is none, or several of different kinds."""
    near = sorted(label for label in _labels() if _one_apart(key, label))
    same = [label for label in near if len(label) == len(key)] or near
    return same[0] if same and len({_labels()[label] for label in same}) == 1 else None


def _one_apart(key: str, label: str) -> bool:
    """Whether a label becomes the key by one sign exchanged, added or lost."""
    if abs(len(key) - len(label)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(key, label, strict=False)) if a != b), min(len(key), len(label))
    )
    return key[start + (len(key) >= len(label)) :] == label[start + (len(label) >= len(key)) :]
