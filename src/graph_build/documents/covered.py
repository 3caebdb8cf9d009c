"""Which columns of a table a drawn arrow or bar covers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def covered_columns(x0: float, x1: float, edges: Sequence[float]) -> tuple[int, int]:
    """The first and the last column that is covered by more than half, else the one that is covered most; edges rise.

    >>> covered_columns(12, 38, [0, 10, 20, 30, 40])
    (1, 3)
    >>> covered_columns(12, 14, [0, 10, 20, 30, 40])
    (1, 1)
    """
    shares = [
        (min(x1, right) - max(x0, left)) / (right - left) if right > left else 0.0
        for left, right in pairwise(edges)
    ]
    columns = [col for col, share in enumerate(shares) if share > 0.5] or [shares.index(max(shares))]
    return columns[0], columns[-1]
