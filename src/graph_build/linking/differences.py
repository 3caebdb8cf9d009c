"""Where two wordings differ, shown as briefly as can be."""

from __future__ import annotations

from difflib import SequenceMatcher

CONTEXT = 2
"""Characters shown on both sides of a difference."""

LONGEST = 12
"""Characters of a difference, on either side, up to which it is shown."""

MOST = 3
"""Differences up to which they are shown."""


def difference(old: str, new: str) -> str:
    """What stands in place of what; nothing where the two are equal, or too far apart to be shown.

    >>> difference("事業の再構築等を行う。", "事業の再構築等、を行う。")
    '築等を行→築等、を行'
    """
    changes = _changes(old, new)
    if len(changes) > MOST or any(max(i2 - i1, j2 - j1) > LONGEST for i1, i2, j1, j2 in changes):
        return ""
    return " ".join(
        f"{old[max(i1 - CONTEXT, 0) : i2 + CONTEXT]}→{new[max(j1 - CONTEXT, 0) : j2 + CONTEXT]}"
        for i1, i2, j1, j2 in changes
    )


def _changes(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """The half-open ranges that differ; two with no more than the context between them are one."""
    found: list[tuple[int, int, int, int]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if found and i1 - found[-1][1] <= CONTEXT:
            first, _, other, _ = found.pop()
            found.append((first, i2, other, j2))
        else:
            found.append((i1, i2, j1, j2))
    return found
