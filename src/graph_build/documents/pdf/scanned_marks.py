"""Marks that stand alone in a cell, told by their shape: arrows, circles and dashes, which the program takes for letters."""

from __future__ import annotations

import numpy as np

from graph_build.documents.pdf.picture import Mask
from graph_build.documents.pdf.segments import runs

SURE = 0.9
"""Confidence of a mark told by its shape."""


def mark(ink: Mask, em: float) -> str | None:
    """The mark that the ink of a piece is; ``em`` is the width of a character in pixels. None for anything else."""
    ys, xs = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(ys) or len(runs(ink.any(axis=0))) > 1:
        return None
    shape = ink[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    height, width = shape.shape
    if width > 1.3 * em or width < 0.35 * em:
        return None
    if height <= max(3.0, 0.14 * em):
        return "－" if width >= 3 * height else None
    return _arrow(shape) or _circle(shape)


def _arrow(shape: Mask) -> str | None:
    """A shaft through most of the width, and a head at one end that grows towards its middle."""
    height, width = shape.shape
    if not 0.2 * width <= height <= 0.95 * width:
        return None
    shaft = shape.sum(axis=1) >= 0.85 * width
    bars = runs(shaft)
    if len(bars) != 1 or bars[0][1] - bars[0][0] > 0.3 * height:
        return None
    middle = (bars[0][0] + bars[0][1]) / 2 / height
    tall = np.array(
        [column[-1] - column[0] + 1 if len(column) else 0 for column in map(np.flatnonzero, shape.T)]
    )
    third = width // 3
    left, right = tall[:third].max(), tall[-third:].max()
    thick = bars[0][1] - bars[0][0] + 2
    if not 0.35 <= middle <= 0.65:
        return None
    if right >= 0.8 * height and left <= thick:
        return "→"
    return "←" if left >= 0.8 * height and right <= thick else None


def _circle(shape: Mask) -> str | None:
    """One ring, two rings, or a full disk, by the share of ink at each distance from the middle."""
    height, width = shape.shape
    if not 0.85 <= width / height <= 1.18 or height < 12:
        return None
    y, x = np.ogrid[:height, :width]
    away = np.hypot((y - (height - 1) / 2) / (height / 2), (x - (width - 1) / 2) / (width / 2))
    bands = [shape[(away >= low) & (away < low + 0.1)] for low in np.arange(0.0, 1.0, 0.1)]
    shares = [float(band.mean()) if band.size else 0.0 for band in bands]
    if shape[away > 1.06].any():
        return None
    if all(share > 0.9 for share in shares[:8]):
        return "●"
    inked = runs(np.array([share > 0.5 for share in shares]))
    even = min(shares[start] for start, _ in inked) if inked else 0.0
    blank = all(share < 0.06 for share in shares[:3])
    if len(inked) == 1 and blank and inked[0][0] >= 6 and even > 0.5 and sum(shares[:5]) < 0.1:
        return "○"
    return "◎" if len(inked) == 2 and inked[1][0] >= 6 and sum(shares[:2]) < 0.2 else None
