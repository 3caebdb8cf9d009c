"""A page that is a picture: turned, straightened, its tables found by their rules, each line recognised by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium

from graph_build.documents.ocr import OcrLine, OcrWord, Picture, models, recognise
from graph_build.documents.pdf.cells import paragraphs, right_edge
from graph_build.documents.pdf.geometry import Box, Rule
from graph_build.documents.pdf.lattice import Frame, Grid, grids
from graph_build.documents.pdf.layout import Layout, PrintedCell, PrintedTable, Unit
from graph_build.documents.pdf.lines import PrintedLine, is_full
from graph_build.documents.pdf.picture import (
    DARK,
    POINT,
    Grey,
    Mask,
    cleaned,
    drawn,
    straighten,
    without_specks,
)
from graph_build.documents.pdf.rules import clean
from graph_build.documents.pdf.ruling import rules_of, without_rules
from graph_build.documents.pdf.segments import Strip, gutter, runs, strips, usual_height

_UNSURE = 0.6
"""Mean confidence below which a page may stand on its head."""
_SURE = 0.85
"""Mean confidence from which a line is right (of 156 such cells all were, of 87 others 50)."""
_MARGIN = 14
"""White pixels around a line that is given to the program."""
_LINE, _BLOCK, _UPRIGHT_BLOCK = 7, 6, 5
"""Tesseract's page segmentation: one line, one block of lines, one block of upright lines."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A straightened page with its tables; ``upright``: it was turned so that its upright lines lie level."""

    picture: Grey
    tables: tuple[Grid, ...]
    height: float
    upright: bool = False

    @property
    def em(self) -> float:
        """Width of a character in pixels: ink fills most of its square."""
        return 1.08 * self.height

    def pieces(self, x0: int, y0: int, x1: int, y1: int) -> list[Strip]:
        """The lines in a rectangle of pixels."""
        dark = self.picture[y0:y1, x0:x1] < DARK
        return [
            Strip(one.top + y0, one.bottom + y0, one.left + x0, one.right + x0, one.several)
            for one in strips(dark, self.height)
        ]

    def cut(self, strip: Strip) -> Picture:
        """The picture of a line with white around it, as the program has to see it."""
        inside = self.picture[
            max(0, strip.top - 2) : strip.bottom + 2, max(0, strip.left - 2) : strip.right + 2
        ]
        padded = np.pad(inside, _MARGIN, constant_values=255)
        if self.upright:
            padded = np.rot90(padded, -1)
        height, width = padded.shape
        return Picture(width, height, np.ascontiguousarray(padded).tobytes())


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines read one after the other; ``stretch`` maps the x of a column beside another to those of the whole page."""

    pieces: tuple[Strip, ...]
    top: float
    bottom: float
    x0: float = 0.0
    stretch: float = 1.0
    shift: float = 0.0
    place: int = 0

    def key(self, y: float, x: float) -> tuple[float, int, float, float]:
        """What puts the units of a page in reading order: columns side by side one after the other."""
        return self.top, self.place, y, x

    def placed(self, line: PrintedLine) -> PrintedLine:
        """The line as if its column were as wide as the page, so that its end tells whether it is full."""
        x0, x1 = (self.shift + (x - self.x0) * self.stretch for x in (line.box.x0, line.box.x1))
        return replace(line, box=replace(line.box, x0=x0, x1=x1), head=line.head * self.stretch)


def read_scan(document: pdfium.PdfDocument, index: int) -> Layout:
    """Recognise a page of an open document.

    Raises:
        pdfium.PdfiumError: the page cannot be drawn.
    """
    picture = cleaned(drawn(document, index))
    upright = False
    if _is_sideways(picture):
        picture, upright = _turned(picture)
    page = _prepared(picture, upright)
    layout = _read(page, index)
    if not upright and _sureness(layout) < _UNSURE:
        head = _prepared(np.ascontiguousarray(picture[::-1, ::-1]), upright)
        if _sample(head) > max(_UNSURE, _sample(page)):
            layout = _read(head, index)
    return layout


# --- turning ---------------------------------------------------------------------------------------------------------


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


def _turned(picture: Grey) -> tuple[Grey, bool]:
    """The page so that its lines lie level: by the way in which a few of its lines are read with most confidence."""
    ways = [(1, False), (3, False), *([(1, True)] if models(upright=True) else [])]
    turned = [(np.ascontiguousarray(np.rot90(picture, turns)), upright) for turns, upright in ways]
    return max(turned, key=lambda way: _sample(_prepared(*way)))


def _sample(page: _Page) -> float:
    """The mean confidence of the three longest lines of a page."""
    height, width = page.picture.shape
    pieces = [piece for piece in page.pieces(0, 0, width, height) if not piece.several]
    longest = sorted(pieces, key=lambda piece: piece.left - piece.right)[:3]
    return _confidence([line for read in _recognised(page, longest) for line in read])


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


def _prepared(picture: Grey, upright: bool) -> _Page:
    picture = straighten(picture)
    drawing = rules_of(picture)
    picture = without_specks(without_rules(picture, drawing))
    rules = clean(drawing)
    page = _Page(picture, tuple(grids(rules)), usual_height(picture < DARK), upright)
    level = [
        grid for stack in _stacks(page, rules.horizontal) if (grid := _level_table(page, stack)) is not None
    ]
    return replace(page, tables=(*page.tables, *level))


def _stacks(page: _Page, level: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Three or more level rules of one width, outside tables that have rules both ways."""
    groups: list[list[Rule]] = []
    for rule in sorted(level, key=lambda rule: rule.at):
        inside = any(grid.box.holds((rule.start + rule.end) / 2, rule.at) for grid in page.tables)
        if inside or rule.end - rule.start < 100:
            continue
        last = groups[-1][-1] if groups else None
        if last and abs(last.start - rule.start) <= 4 and abs(last.end - rule.end) <= 4:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    yield from (group for group in groups if len(group) >= 3)


def _level_table(page: _Page, stack: Sequence[Rule]) -> Grid | None:
    """The table between level rules: its columns are where the page stays blank from the first rule to the last.

    None if there are no two columns, or most rows have text in one of them only: that is no table.
    """
    left, right = int(stack[0].start / POINT), int(stack[0].end / POINT)
    ys = [rule.at for rule in stack]
    dark = page.picture[int(ys[0] / POINT) : int(ys[-1] / POINT), left:right] < DARK
    columns = runs(dark.sum(axis=0) > 0, int(0.8 * page.em))
    if len(columns) < 2:
        return None
    between = [(left + (end + start) / 2) * POINT for (_, end), (start, _) in pairwise(columns)]
    xs = [stack[0].start, *between, stack[0].end]
    frames = tuple(
        Frame(row, col, 1, 1, Box(x0, y0, x1, y1))
        for row, (y0, y1) in enumerate(pairwise(ys))
        for col, (x0, x1) in enumerate(pairwise(xs))
    )
    filled = [sum(bool(_inside(page, f.box)) for f in frames if f.row == row) for row in range(len(ys) - 1)]
    several = sum(count >= 2 for count in filled)
    return Grid(tuple(xs), tuple(ys), frames, aligned=True) if several > len(filled) / 2 else None


def _free(page: _Page) -> _Page:
    """The page without its tables."""
    picture = page.picture.copy()
    for grid in page.tables:
        _wipe(picture, grid.box)
    return replace(page, picture=picture, tables=())


# --- reading ---------------------------------------------------------------------------------------------------------


def _read(page: _Page, index: int) -> Layout:
    """Everything on a page, in reading order."""
    cells = [[(frame, _inside(page, frame.box)) for frame in grid.frames] for grid in page.tables]
    columns = _columns(page)
    pieces = [piece for table in cells for _, own in table for piece in own]
    pieces += [piece for column in columns for piece in column.pieces]
    read = dict(zip(pieces, _recognised(page, pieces), strict=True))
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


def _inside(page: _Page, box: Box) -> list[Strip]:
    """The lines of a cell."""
    edge = 1.5
    x0, y0 = (max(0, int((at + edge) / POINT)) for at in (box.x0, box.top))
    x1, y1 = (max(0, int((at - edge) / POINT)) for at in (box.x1, box.bottom))
    return page.pieces(x0, y0, x1, y1)


def _recognised(page: _Page, pieces: Sequence[Strip]) -> list[list[OcrLine]]:
    """What is read in each piece.

    What is read with doubt is read again with its edges smoothed, and the surer reading stays; what is hardly read
    goes to the next model too, whose reading is taken only if it is sure.
    """
    known = models(page.upright)
    if not known:
        return [[] for _ in pieces]
    pictures = [page.cut(piece) for piece in pieces]
    several = [piece.several for piece in pieces]
    found = _run(pictures, several, known[0], page.upright)
    ways = [(known[0], 0.0), *((name, _SURE) for name in known[1:2])]
    for name, least in ways:
        doubtful = [
            i for i, lines in enumerate(found) if _confidence(lines) < (0.7 * _SURE if least else _SURE)
        ]
        smooth = [_smoothed(pictures[i]) for i in doubtful]
        read = _run(smooth, [several[i] for i in doubtful], name, page.upright)
        for i, lines in zip(doubtful, read, strict=True):
            if _confidence(lines) > max(least, _confidence(found[i])):
                found[i] = lines
    return found


def _run(
    pictures: Sequence[Picture], several: Sequence[bool], model: str, upright: bool
) -> list[list[OcrLine]]:
    """The pictures read, two runs of the program at a time."""
    jobs: list[list[int]] = [[], [], []]
    sizes = [0, 0]
    for i, picture in enumerate(pictures):
        lighter = sizes.index(min(sizes))
        jobs[2 if several[i] else lighter].append(i)
        sizes[lighter] += 0 if several[i] else picture.width * picture.height
    found: list[list[OcrLine]] = [[] for _ in pictures]

    def run(job: int) -> None:
        mode = _UPRIGHT_BLOCK if upright else _BLOCK if job == 2 else _LINE
        read = recognise([pictures[i] for i in jobs[job]], mode, model)
        for i, lines in zip(jobs[job], read, strict=True):
            found[i] = lines

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(run, range(3)))
    return found


def _confidence(lines: Sequence[OcrLine]) -> float:
    """The mean confidence of the letters of some lines; 0 if there are none."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def _smoothed(picture: Picture) -> Picture:
    """A picture whose ragged edges are blurred: each pixel the mean of nine."""
    grey = np.frombuffer(picture.data, dtype=np.uint8).reshape(picture.height, picture.width)
    padded = np.pad(grey, 1, mode="edge").astype(np.uint16)
    shifted = [padded[y : y + picture.height, x : x + picture.width] for y in range(3) for x in range(3)]
    return replace(picture, data=np.mean(shifted, axis=0).astype(np.uint8).tobytes())


def _cell(page: _Page, frame: Frame, read: Sequence[tuple[Strip, list[OcrLine]]]) -> PrintedCell:
    if not read:
        return PrintedCell(frame, ())
    lines = [line for piece, found in read for line in _lines(page, piece, found)]
    if not lines:
        return PrintedCell(frame, (), confidence=0.0)
    letters = sum(len(line.text) for line in lines)
    sure = round(sum((line.confidence or 0.0) * len(line.text) for line in lines) / letters, 4)
    full = is_full(lines[-1], right_edge(lines, frame.box))
    return PrintedCell(frame, tuple(paragraphs(lines, frame.box)), full, len(lines), None, sure)


def _lines(page: _Page, piece: Strip, read: Sequence[OcrLine]) -> Iterator[PrintedLine]:
    """The lines read in a piece: one with the piece's own box, or several with those that the program tells."""
    if not read:
        return
    usual = 0.7 * page.height <= piece.height <= 1.35 * page.height or piece.several
    size = (page.em if usual else 1.08 * piece.height) * POINT
    if not piece.several:
        parts = sorted(read, key=lambda line: line.top if page.upright else line.left)
        words = [word for line in parts for word in line.words]
        text = _spaced(words, _gaps(page, piece), page.em, page.upright)
        box = Box(piece.left * POINT, piece.top * POINT, piece.right * POINT, piece.bottom * POINT)
        yield PrintedLine(text, box, size, size, confidence=round(_confidence(read), 4))
        return
    for line in read:
        across, down = (line.top, -line.right) if page.upright else (line.left, line.top)
        width, height = line.right - line.left, line.bottom - line.top
        if page.upright:
            width, height = height, width
            down += piece.height + 2 * _MARGIN
        x0, y0 = (piece.left + across - _MARGIN) * POINT, (piece.top + down - _MARGIN) * POINT
        box = Box(x0, y0, x0 + width * POINT, y0 + height * POINT)
        yield PrintedLine(line.text, box, size, size, confidence=line.confidence)


_LEFT_INK, _RIGHT_INK = "、。，．）」』】〉》〕)],.", "（「『【〈《〔(["
"""Signs whose ink is on the left or right side of their square only."""


_MARKER = re.compile(
    r"(?:第[0-9]{1,2}[章節編部条]|[(（](?:[0-9]{1,2}|[ア-ン])[)）]|[①-⑳]|[0-9]{1,2}(?![0-9,.年月日])|[ア-ン](?![ア-ンー]))(?=[^\W0-9ァ-ー])"
)
"""What may open a heading or an item, with a word behind it."""


def _gaps(page: _Page, piece: Strip) -> list[tuple[float, float]]:
    """Middle and width of the blank places inside a line, in pixels of the picture that was cut out."""
    dark = page.picture[piece.top : piece.bottom, piece.left : piece.right] < DARK
    inked = runs(dark.sum(axis=0) > 0)
    offset = _MARGIN + min(piece.left, 2)
    return [((a + b) / 2 + offset, b - a) for (_, a), (b, _) in pairwise(inked) if b - a >= 0.4 * page.em]


def _spaced(words: Sequence[OcrWord], gaps: Sequence[tuple[float, float]], em: float, upright: bool) -> str:
    """The words of a line with full-width blanks where the print leaves the room of one or more characters.

    The gaps are those of the ink: the program's own boxes are not exact enough.
    """
    letters: list[str] = []
    middles: list[float] = []
    for word in words:
        start, stop = (word.top, word.bottom) if upright else (word.left, word.right)
        if letters and _is_latin(letters[-1][-1]) and _is_latin(word.text[0]):
            letters[-1] += " "
        letters += word.text
        middles += [start + (stop - start) * (i + 0.5) / len(word.text) for i in range(len(word.text))]
    opening = _MARKER.match("".join(letters))
    marked = opening.end() if opening else -2
    for middle, width in gaps:
        at = sum(place < middle for place in middles)
        if not 0 < at < len(letters):
            continue
        if abs(at - marked) <= 1:  # behind a marker half a blank counts too
            at, room, least = marked, 0.7 * _room(letters[marked - 1][0], letters[marked][0]), 0.42
        else:
            # The places of the letters are rough: a sign beside the gap that explains it may be one letter off.
            near = range(max(1, at - 1), min(len(letters) - 1, at + 1) + 1)
            room, least = max(_room(letters[i - 1][0], letters[i][0]) for i in near), 0.8
        blank = width / em - room
        if blank >= least:
            letters[at - 1] = letters[at - 1].rstrip() + (
                "　" * min(round(blank), 40) if blank >= 0.8 else " "
            )
    return "".join(letters)


def _room(before: str, after: str) -> float:
    """How much of its square, in em, two neighbours leave blank between them."""
    return 0.5 * (before in _LEFT_INK) + 0.5 * (after in _RIGHT_INK)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


# --- columns ---------------------------------------------------------------------------------------------------------


def _columns(page: _Page) -> list[_Column]:
    """The lines outside tables: one column, or above, left, right, below where a gutter parts the page."""
    rest = _free(page)
    dark = rest.picture < DARK
    height, width = dark.shape
    cut = gutter(dark, page.height)
    if cut is None:
        return [_Column(tuple(rest.pieces(0, 0, width, height)), 0.0, height * POINT)]
    top, bottom, middle = cut
    inked = np.flatnonzero(dark[top:bottom].any(axis=0))
    left, right = int(inked[0]), int(inked[-1])
    found = [_Column(tuple(rest.pieces(0, 0, width, top)), 0.0, top * POINT)]
    for place, (x0, x1) in enumerate(((0, middle), (middle, width))):
        own = rest.pieces(x0, top, x1, bottom)
        starts, ends = min(piece.left for piece in own), max(piece.right for piece in own)
        stretch = (right - left) / max(1, ends - starts)
        found.append(
            _Column(tuple(own), top * POINT, bottom * POINT, starts * POINT, stretch, left * POINT, place)
        )
    return [*found, _Column(tuple(rest.pieces(0, bottom, width, height)), bottom * POINT, height * POINT)]


def _wipe(picture: Grey, box: Box) -> None:
    edge = 3.0
    rows = slice(max(0, int((box.top - edge) / POINT)), int((box.bottom + edge) / POINT))
    columns = slice(max(0, int((box.x0 - edge) / POINT)), int((box.x1 + edge) / POINT))
    picture[rows, columns] = 255
