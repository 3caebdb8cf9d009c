"""A page that is a picture: turned the right way up, each line recognised by itself, with its confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pypdfium2 as pdfium

from graph_build.documents.ocr import OcrLine, OcrWord, line_of, models
from graph_build.documents.pdf.cells import Ends, paragraphs
from graph_build.documents.pdf.geometry import Box
from graph_build.documents.pdf.lattice import Frame
from graph_build.documents.pdf.layout import Layout, PrintedCell, PrintedTable, Unit
from graph_build.documents.pdf.lines import PrintedLine
from graph_build.documents.pdf.picture import DARK, POINT, Grey, Mask, cleaned, drawn
from graph_build.documents.pdf.recognition import confidence_of, recognised
from graph_build.documents.pdf.ruling import rules_of, without_rules
from graph_build.documents.pdf.scanned_blanks import gaps, spaced
from graph_build.documents.pdf.scanned_marks import SURE, mark
from graph_build.documents.pdf.scanned_page import MARGIN, ZOOM, ScannedPage, columns_of, is_small, prepared
from graph_build.documents.pdf.segments import Strip

_MANY = 5
"""Lines of small print for which a page is drawn a second time."""
_UNSURE = 0.6
"""Mean confidence below which a page may stand on its head."""


def read_scan(document: pdfium.PdfDocument, index: int) -> Layout:
    """Recognise a page of an open document.

    Raises:
        pdfium.PdfiumError: the page cannot be drawn.
    """
    picture = cleaned(drawn(document, index))
    turns, upright = _turns(picture) if _is_sideways(picture) else (0, False)

    def finer(turns: int) -> Grey:
        return _turned(cleaned(drawn(document, index, ZOOM)), turns)

    page = prepared(_turned(picture, turns), upright)
    layout = _read(page, index, lambda: finer(turns))
    if not upright and _sureness(layout) < _UNSURE:
        head = prepared(_turned(picture, turns + 2), upright)
        if _sample(head) > max(_UNSURE, _sample(page)):
            layout = _read(head, index, lambda: finer(turns + 2))
    return layout


def _is_sideways(picture: Grey) -> bool:
    """Whether the lines run up and down: a page lying on its side, or upright writing."""
    dark = without_rules(picture, rules_of(picture)) < DARK
    return _waves(dark.T) > 1.2 * _waves(dark)


def _waves(dark: Mask) -> float:
    """How sharply ink and blank rows alternate, in strips narrow enough for a crooked page."""
    total = 0.0
    for part in np.array_split(dark, 10, axis=1):
        profile = np.convolve(part.sum(axis=1, dtype=float), np.ones(5) / 5, mode="same")
        total += float(np.square(np.diff(profile)).sum()) / max(1, part.shape[1])
    return total


def _turned(picture: Grey, turns: int) -> Grey:
    """A page turned by so many right angles against the clock."""
    return np.ascontiguousarray(np.rot90(picture, turns))


def _turns(picture: Grey) -> tuple[int, bool]:
    """How the page has to be turned so that its lines lie level, and whether its writing is upright.

    Of the ways that there are the one in which a few of its lines are read with most confidence.
    """
    ways = [(1, False), (3, False), *([(1, True)] if models(upright=True) else [])]
    return max(ways, key=lambda way: _sample(prepared(_turned(picture, way[0]), way[1])))


def _sample(page: ScannedPage) -> float:
    """The mean confidence of the three longest lines of a page."""
    height, width = page.picture.shape
    pieces = [piece for piece in page.pieces(0, 0, width, height) if not piece.several]
    longest = sorted(pieces, key=lambda piece: piece.left - piece.right)[:3]
    read = recognised(page, [[piece] for piece in longest])
    return confidence_of([line for lines in read.values() for line in lines])


def _sureness(layout: Layout) -> float:
    """The mean confidence of the letters of a page; 1 if it has none."""
    read: list[tuple[int, float]] = []
    for unit in layout.units:
        if isinstance(unit, PrintedTable):
            read += [(sum(map(len, cell.paras)), cell.confidence or 0.0) for cell in unit.cells]
        else:
            read.append((len(unit.text), unit.confidence or 0.0))
    letters = sum(count for count, _ in read)
    return sum(count * sure for count, sure in read) / letters if letters else 1.0


def _read(page: ScannedPage, index: int, finer: Callable[[], Grey]) -> Layout:
    """Everything on a page, in reading order; ``finer`` draws it with more pixels, for small print."""
    cells = [[(frame, page.inside(frame.box)) for frame in grid.frames] for grid in page.tables]
    columns = columns_of(page)
    read = {own[0]: found for table in cells for _, own in table if (found := _mark(page, own))}
    groups = [own for table in cells for _, own in table if not own or own[0] not in read]
    groups += [[piece] for column in columns for piece in column.pieces]
    if not page.upright and sum(is_small(piece) for group in groups for piece in group) >= _MANY:
        page = page.refined(finer())
    read |= recognised(page, groups)
    ordered: list[tuple[tuple[float, int, float, float], Unit]] = []
    for grid, table in zip(page.tables, cells, strict=True):
        filled = [_cell(page, frame, [(piece, read[piece]) for piece in own]) for frame, own in table]
        filled.sort(key=lambda cell: (cell.frame.row, cell.frame.col))
        top = grid.box.top
        # A table between two columns stands in the one that holds its middle.
        beside = [c for c in columns if c.top <= top < c.bottom]
        column = next((c for c in reversed(beside) if c.x0 <= grid.box.cx), beside[0])
        ordered.append((column.key(top, grid.box.x0), PrintedTable(grid, tuple(filled))))
    for column in columns:
        for piece in column.pieces:
            for line in _lines(page, piece, read[piece]):
                ordered.append((column.key(line.box.cy, line.box.x0), column.placed(line)))
    height, width = page.picture.shape
    units = [unit for _, unit in sorted(ordered, key=lambda entry: entry[0])]
    return Layout(index + 1, width * POINT, height * POINT, units, scanned=True)


def _mark(page: ScannedPage, own: Sequence[Strip]) -> list[OcrLine]:
    """The mark that stands alone in a cell, as a line; none if there is anything else."""
    if len(own) != 1 or page.upright:
        return []
    (piece,) = own
    sign = mark(page.picture[piece.top : piece.bottom, piece.left : piece.right] < DARK, page.em)
    box = (MARGIN, MARGIN, MARGIN + piece.right - piece.left, MARGIN + piece.height)
    return [line_of([OcrWord(sign, *box, SURE)])] if sign else []


def _cell(page: ScannedPage, frame: Frame, read: Sequence[tuple[Strip, list[OcrLine]]]) -> PrintedCell:
    if not read:
        return PrintedCell(frame, ())
    lines = [line for piece, found in read for line in _lines(page, piece, found)]
    if not lines:
        return PrintedCell(frame, (), confidence=0.0)
    letters = sum(len(line.text) for line in lines)
    sure = round(sum((line.confidence or 0.0) * len(line.text) for line in lines) / letters, 4)
    ends = Ends.of(lines, frame.box)
    return PrintedCell(frame, tuple(paragraphs(lines, frame.box)), ends, len(lines), None, sure)


def _lines(page: ScannedPage, piece: Strip, read: Sequence[OcrLine]) -> Iterator[PrintedLine]:
    """The lines read in a piece: one with the piece's own box, or several with those that the program tells."""
    if not read:
        return
    usual = 0.7 * page.height <= piece.height <= 1.35 * page.height or piece.several
    size = (page.em if usual else 1.08 * piece.height) * POINT
    if not piece.several:
        parts = sorted(read, key=lambda line: line.top if page.upright else line.left)
        words = [word for line in parts for word in line.words]
        text = spaced(words, gaps(page, piece), page.em, page.upright)
        box = Box(piece.left * POINT, piece.top * POINT, piece.right * POINT, piece.bottom * POINT)
        yield PrintedLine(text, box, size, size, confidence=round(confidence_of(read), 4))
        return
    for line in read:
        across, down = (line.top, -line.right) if page.upright else (line.left, line.top)
        width, height = line.right - line.left, line.bottom - line.top
        if page.upright:
            width, height = height, width
            down += piece.height + 2 * MARGIN
        x0, y0 = (piece.left + across - MARGIN) * POINT, (piece.top + down - MARGIN) * POINT
        box = Box(x0, y0, x0 + width * POINT, y0 + height * POINT)
        yield PrintedLine(line.text, box, size, size, confidence=line.confidence)
