"""The rules in the picture of a page: long runs of dark pixels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium

from graph_build.documents.pdf.geometry import Rule
from graph_build.documents.pdf.paths import Drawing
from graph_build.documents.pdf.picture import POINT, Grey, Mask, cleaned, drawn

_LONG_ACROSS, _LONG_UP = 36.0, 14.0
"""Points from which a dark run is a rule and no stroke of a character."""
_DARK = 190
"""A rule may be paler than ink: thin lines lose most in a scan."""


def drawn_rules(document: pdfium.PdfDocument, index: int) -> Drawing:
    """The rules in the picture of a page whose characters are known.

    Raises:
        pdfium.PdfiumError: the page cannot be drawn.
    """
    return rules_of(cleaned(drawn(document, index)))


def rules_of(picture: Grey) -> Drawing:
    """The rules of a picture, in points."""
    dark = picture < _DARK
    drawing = Drawing()
    drawing.horizontal.extend(_runs(dark, _LONG_ACROSS))
    drawing.vertical.extend(_runs(dark.T, _LONG_UP))
    return drawing


def _runs(dark: Mask, shortest: float) -> Iterator[Rule]:
    """Runs of at least so many points, gaps of up to three pixels filled."""
    wanted = int(shortest / POINT)
    for row in np.flatnonzero(dark.sum(axis=1) >= wanted):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], dark[row].astype(np.int8), [0]))))
        starts, ends = edges[::2], edges[1::2]
        breaks = np.flatnonzero(starts[1:] - ends[:-1] > 3)
        starts = starts[np.concatenate(([0], breaks + 1))]
        ends = ends[np.concatenate((breaks, [len(ends) - 1]))]
        for start, end in zip(starts, ends, strict=True):
            if end - start >= wanted:
                yield Rule(float(row) * POINT, float(start) * POINT, float(end) * POINT)


def without_rules(picture: Grey, rules: Drawing) -> Grey:
    """The picture with its rules made white."""
    out = picture.copy()
    for rule in rules.horizontal:
        row = round(rule.at / POINT)
        out[max(0, row - 1) : row + 2, round(rule.start / POINT) : round(rule.end / POINT)] = 255
    for rule in rules.vertical:
        if rule.end - rule.start >= _LONG_ACROSS:  # a shorter one may be a stroke of large print
            column = round(rule.at / POINT)
            out[round(rule.start / POINT) : round(rule.end / POINT), max(0, column - 1) : column + 2] = 255
    return out
