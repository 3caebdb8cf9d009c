"""A page that is a picture: straightened, its rules found by run lengths, each cell recognised by itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from graph_build.documents.ocr import OcrLine, Picture, recognise
from graph_build.documents.pdf.geometry import Box, Rule
from graph_build.documents.pdf.lattice import Frame, Grid, grids
from graph_build.documents.pdf.layout import Layout, PrintedCell, PrintedTable, Unit, paragraphs, right_edge
from graph_build.documents.pdf.lines import PrintedLine, is_full
from graph_build.documents.pdf.paths import Drawing
from graph_build.documents.pdf.rules import clean

Grey = NDArray[np.uint8]
_DPI = 300
_POINT = 72 / _DPI
_DARK = 150
_LONG_ACROSS, _LONG_UP = 36.0, 14.0
"""Points from which a dark run is a rule and no stroke of a character."""
_CONFIDENT = 0.3
"""Lines recognised with less are specks and seals."""


def read_scan(document: pdfium.PdfDocument, index: int) -> Layout:
    """Recognise a page of an open document.

    Raises:
        pdfium.PdfiumError: the page cannot be drawn.
    """
    page = document[index]
    try:
        bitmap = page.render(scale=_DPI / 72, grayscale=True)
        picture = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)[
            :, :, 0
        ]
    finally:
        page.close()
    picture = straighten(picture)
    height, width = picture.shape
    tables = grids(clean(rules_of(picture)))
    with ThreadPoolExecutor(max_workers=2) as pool:
        units: list[Unit] = [_table(picture, grid, pool) for grid in tables]
    for grid in tables:
        _wipe(picture, grid.box)
    units += [
        _printed(line, 0, 0)[0] for line in recognise(_cut(picture), 4) if line.confidence >= _CONFIDENT
    ]
    units.sort(
        key=lambda unit: (unit.box.top if isinstance(unit, PrintedTable) else unit.box.cy, unit.box.x0)
    )
    return Layout(index + 1, width * _POINT, height * _POINT, units, scanned=True)


def drawn_rules(document: pdfium.PdfDocument, index: int) -> Drawing:
    """The rules in the picture of a page whose characters are known.

    Raises:
        pdfium.PdfiumError: the page cannot be drawn.
    """
    return rules_of(_drawn(document, index))


def _drawn(document: pdfium.PdfDocument, index: int) -> Grey:
    page = document[index]
    try:
        bitmap = page.render(scale=_DPI / 72, grayscale=True)
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
    finally:
        page.close()


def straighten(picture: Grey) -> Grey:
    """Take out a skew of up to two degrees, by shearing both ways; the angle is the one with the sharpest lines."""
    small = (picture[::4, ::4] < _DARK).astype(np.int32)
    best, sharpest = 0.0, -1.0
    for slope in sorted(np.arange(-20, 21) * 0.0018, key=abs):
        profile = _sheared(small, float(slope)).sum(axis=1)
        sharpness = float(np.square(np.diff(profile)).sum())
        if sharpness > sharpest:
            best, sharpest = float(slope), sharpness
    if abs(best) < 0.001:
        return picture
    across = _sheared(picture, best, fill=255)
    return np.ascontiguousarray(_sheared(across.T, -best, fill=255).T).astype(np.uint8)


def _sheared(picture: NDArray[np.generic], slope: float, fill: int = 0) -> NDArray[np.generic]:
    """Columns moved up or down in proportion to their place."""
    out = np.full_like(picture, fill)
    width = picture.shape[1]
    shifts = np.round((np.arange(width) - width / 2) * slope).astype(int)
    for shift in np.unique(shifts):
        columns = shifts == shift
        if shift > 0:
            out[:-shift, columns] = picture[shift:, columns]
        elif shift < 0:
            out[-shift:, columns] = picture[:shift, columns]
        else:
            out[:, columns] = picture[:, columns]
    return out


def rules_of(picture: Grey) -> Drawing:
    """The rules of a picture: long runs of dark pixels, in points."""
    dark = picture < _DARK
    drawing = Drawing()
    drawing.horizontal.extend(_runs(dark, _LONG_ACROSS))
    drawing.vertical.extend(_runs(dark.T, _LONG_UP))
    return drawing


def _runs(dark: NDArray[np.bool_], shortest: float) -> Iterator[Rule]:
    """Runs of at least so many points, gaps of up to three pixels filled."""
    wanted = int(shortest / _POINT)
    for row in np.flatnonzero(dark.sum(axis=1) >= wanted):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], dark[row].astype(np.int8), [0]))))
        starts, ends = edges[::2], edges[1::2]
        breaks = np.flatnonzero(starts[1:] - ends[:-1] > 3)
        starts = starts[np.concatenate(([0], breaks + 1))]
        ends = ends[np.concatenate((breaks, [len(ends) - 1]))]
        for start, end in zip(starts, ends, strict=True):
            if end - start >= wanted:
                yield Rule(float(row) * _POINT, float(start) * _POINT, float(end) * _POINT)


def _table(picture: Grey, grid: Grid, pool: ThreadPoolExecutor) -> PrintedTable:
    cells = pool.map(lambda frame: _cell(picture, frame), grid.frames)
    return PrintedTable(grid, tuple(sorted(cells, key=lambda cell: (cell.frame.row, cell.frame.col))))


def _cell(picture: Grey, frame: Frame) -> PrintedCell:
    """One cell: cut out inside its rules, recognised with a white margin around."""
    edge = 2.0
    x0, y0 = int((frame.box.x0 + edge) / _POINT), int((frame.box.top + edge) / _POINT)
    x1, y1 = int((frame.box.x1 - edge) / _POINT), int((frame.box.bottom - edge) / _POINT)
    inside = picture[y0:y1, x0:x1]
    if inside.size == 0 or (inside < _DARK).sum() < 30:
        return PrintedCell(frame, ())
    margin = 20
    found = recognise(_cut(np.pad(inside, margin, constant_values=255)), 6)
    printed = [_printed(line, x0 - margin, y0 - margin) for line in found if line.confidence >= _CONFIDENT]
    if not printed:
        return PrintedCell(frame, (), confidence=0.0)
    lines = sorted((line for line, _ in printed), key=lambda line: line.box.cy)
    sure = round(sum(confidence for _, confidence in printed) / len(printed), 4)
    full = is_full(lines[-1], right_edge(lines, frame.box))
    return PrintedCell(frame, tuple(paragraphs(lines, frame.box)), full, len(lines), None, sure)


def _printed(line: OcrLine, left: int, top: int) -> tuple[PrintedLine, float]:
    box = Box(
        (left + line.left) * _POINT,
        (top + line.top) * _POINT,
        (left + line.right) * _POINT,
        (top + line.bottom) * _POINT,
    )
    size = min(box.height, 1.3 * box.width / len(line.text))
    return PrintedLine(line.text, box, size, size), line.confidence


def _cut(picture: Grey) -> Picture:
    height, width = picture.shape
    return Picture(width, height, picture.tobytes())


def _wipe(picture: Grey, box: Box) -> None:
    edge = 3.0
    rows = slice(max(0, int((box.top - edge) / _POINT)), int((box.bottom + edge) / _POINT))
    columns = slice(max(0, int((box.x0 - edge) / _POINT)), int((box.x1 + edge) / _POINT))
    picture[rows, columns] = 255
