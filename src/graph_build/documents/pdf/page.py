"""What pdfium gives of one page: characters with their boxes, straight rules, arrow heads, pictures."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as c

from graph_build.documents.pdf.geometry import Box, Char, Frame
from graph_build.documents.pdf.paths import Drawing, Matrix, Path, read_path

_STEP = 5
"""Font sizes up to which the next column of vertical writing stands on the left of one."""
_LINE_END_HYPHEN = 0x02
"""What pdfium gives for a hyphen at the end of a line, as if it parted a word: in a number (A-⏎1) it is part of it."""
_MOST_OBJECTS = 60_000
"""Path objects of one page that are looked at; maps have more and are no tables."""


@dataclass(slots=True)
class Page:
    """A page turned upright.

    ``lost`` counts characters that the file does not name (unmapped glyphs), ``invisible`` those that are not drawn,
    ``notes`` the filled form fields and typed notes, which lie over the page and are no part of its text.
    """

    number: int
    width: float
    height: float
    chars: list[Char]
    drawing: Drawing
    pictures: list[Box] = field(default_factory=list)
    lost: int = 0
    invisible: int = 0
    notes: int = 0

    @property
    def is_unreadable(self) -> bool:
        """Most characters are without names: only their shapes tell what they are."""
        return self.lost >= 20 and self.lost * 2 > sum(char.text != " " for char in self.chars)

    @property
    def has_layer(self) -> bool:
        """A picture over most of the page with invisible characters on it: somebody's character recognition."""
        return self._covered and self.invisible * 2 > len(self.chars)

    @property
    def _covered(self) -> bool:
        area = sum(box.width * box.height for box in self.pictures)
        return area >= 0.5 * self.width * self.height

    @property
    def is_scan(self) -> bool:
        """A picture over most of the page, and hardly a character."""
        return self._covered and sum(char.text != " " for char in self.chars) < 20


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Read a page of an open document.

    Raises:
        pdfium.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            glyphs = list(_glyphs(text_page.raw))
        finally:
            text_page.close()
        left, bottom, right, top = page.get_cropbox()
        frame = Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)
        frame = frame.turned(_text_turns(glyphs, frame))
        frame = frame.turned(3 if _is_vertical(glyphs, frame) else 0)
        width, height = frame.size
        found = Page(index + 1, width, height, [], Drawing())
        _add_chars(found, glyphs, frame)
        found.notes = _notes(page.raw)
        for count, (kind, item, matrix) in enumerate(_objects(page.raw, Matrix(), 0)):
            if count > _MOST_OBJECTS:
                break
            if kind == c.FPDF_PAGEOBJ_IMAGE:
                found.pictures.append(_picture(item, matrix, frame))
            else:
                found.drawing.add(_path(item), matrix, frame)
        return found
    finally:
        page.close()


Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in the page's own space."""


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character in the page's own space; ``angle`` in quarter turns counter-clockwise."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    angle: int
    drawn: bool


def _glyphs(text_page: c.FPDF_TEXTPAGE) -> Iterator[_Glyph]:
    rect, matrix = c.FS_RECTF(), c.FS_MATRIX()
    high = 0
    for index in range(c.FPDFText_CountChars(text_page)):
        if c.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = c.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if (
            code in (0, 0xFFFE, 0xFFFF)
            or code > 0x10FFFF
            or c.FPDFText_HasUnicodeMapError(text_page, index) == 1
        ):
            code = 0xFFFD
        code = 0x2D if code == _LINE_END_HYPHEN else code
        if code in (0x0A, 0x0D, 0xAD) or not c.FPDFText_GetLooseCharBox(text_page, index, rect):
            continue
        c.FPDFText_GetMatrix(text_page, index, matrix)
        size = c.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
        angle = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        if size > 0 and math.isfinite(size):
            bounds = rect.left, rect.bottom, rect.right, rect.top
            if angle == 0:
                bounds = _whole(text_page, index, bounds, size, unicodedata.east_asian_width(chr(code)))
            yield _Glyph(chr(code), *bounds, size, angle, _is_drawn(text_page, index))


def _whole(text_page: c.FPDF_TEXTPAGE, index: int, bounds: Bounds, size: float, width: str) -> Bounds:
    """The em box of a character of which pdfium gives the ink only; ``width`` is its East Asian width.

    So it does with ``/ActualText``, and for the height in fonts that tell no ascent.
    """
    x, y = ctypes.c_double(), ctypes.c_double()
    left, bottom, right, top = bounds
    narrow, low = width in "WF" and right - left < 0.95 * size, top - bottom < 0.95 * size
    if not (narrow or low) or not c.FPDFText_GetCharOrigin(text_page, index, x, y):
        return bounds
    if not bottom - size < y.value < top:
        return bounds
    if narrow and 0.02 * size < left - x.value < 0.6 * size:
        return x.value, y.value - 0.12 * size, x.value + size, y.value + 0.88 * size
    return (left, y.value - 0.12 * size, right, y.value + 0.88 * size) if low else bounds


def _is_drawn(text_page: c.FPDF_TEXTPAGE, index: int) -> bool:
    item = c.FPDFText_GetTextObject(text_page, index)
    return not item or c.FPDFTextObj_GetTextRenderMode(item) != c.FPDF_TEXTRENDERMODE_INVISIBLE


def _text_turns(glyphs: list[_Glyph], frame: Frame) -> int:
    """Clockwise quarter turns that bring most characters upright."""
    angles = Counter((glyph.angle - frame.turns) % 4 for glyph in glyphs if not glyph.text.isspace())
    most = angles.most_common(1)
    return most[0][0] if most and most[0][1] * 2 > angles.total() else 0


def _is_vertical(glyphs: list[_Glyph], frame: Frame) -> bool:
    """Whether most characters stand below the one before them, and lines go on to the left: 縦書き.

    In cells so narrow that each letter is a line of its own, what follows begins to the right. A page of one column is
    vertical where this stands on the right side, as the first one does.
    """
    down = across = left = right = 0
    last = 0.0
    for a, b in pairwise(glyphs):
        (ax, ay), (bx, by) = (frame.point((g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2) for g in (a, b))
        dx, dy, size = bx - ax, by - ay, max(a.size, b.size)
        down += abs(dx) < 0.3 * size and 0.5 * size < dy < 2.5 * size
        across += abs(dy) < 0.3 * size and 0.2 * size < dx < 2.5 * size
        last = bx if abs(dx) < 0.3 * size and dy > 0.5 * size else last
        if dy < -0.5 * size:
            left += -_STEP * size < dx < -0.5 * size
            right += dx > 0.5 * size
    beside = left > right or (not right and last > frame.size[0] / 2)
    return down >= 20 and down > 2 * across and beside


def _add_chars(page: Page, glyphs: list[_Glyph], frame: Frame) -> None:
    seen: dict[tuple[str, int, int], Box] = {}
    for glyph in glyphs:
        box = frame.box(glyph.x0, glyph.y0, glyph.x1, glyph.y1)
        if not (-1 <= box.cx <= page.width + 1 and -1 <= box.cy <= page.height + 1):
            continue
        # Bold made by printing twice: the same character almost on itself.
        key = (glyph.text, round(box.cx / 2), round(box.cy / 2))
        if key in seen and glyph.text != "\ufffd" and abs(seen[key].cx - box.cx) < 0.15 * glyph.size:
            continue
        seen[key] = box
        page.lost += glyph.text == "\ufffd"
        page.invisible += not glyph.drawn
        page.chars.append(Char(" " if glyph.text in "\t\xa0" else glyph.text, box, glyph.size))


_TYPED = (c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_WIDGET)


def _notes(page: c.FPDF_PAGE) -> int:
    """How many form fields and typed notes of a page hold words."""
    count = 0
    for index in range(min(c.FPDFPage_GetAnnotCount(page), 1000)):
        note = c.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        if c.FPDFAnnot_GetSubtype(note) in _TYPED:
            # Lengths are in bytes of UTF-16, the zero at the end counted.
            count += any(c.FPDFAnnot_GetStringValue(note, key, None, 0) > 2 for key in (b"V", b"Contents"))
        c.FPDFPage_CloseAnnot(note)
    return count


def _objects(
    container: object, matrix: Matrix, depth: int
) -> Iterator[tuple[int, c.FPDF_PAGEOBJECT, Matrix]]:
    """Paths and pictures of a page, those inside forms too, each with the matrix of the forms around it."""
    counted, get = (
        (c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject)
        if depth
        else (c.FPDFPage_CountObjects, c.FPDFPage_GetObject)
    )
    for index in range(counted(container)):
        item = get(container, index)
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_FORM and depth < 8:
            yield from _objects(item, _matrix(item).then(matrix), depth + 1)
        elif kind in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
            yield kind, item, matrix


def _matrix(item: c.FPDF_PAGEOBJECT) -> Matrix:
    raw = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(item, raw)
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _picture(item: c.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame) -> Box:
    bounds = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(item, *bounds)
    left, bottom, right, top = (bound.value for bound in bounds)
    return frame.box(*matrix.point(left, bottom), *matrix.point(right, top))


def _path(item: c.FPDF_PAGEOBJECT) -> Path:
    return read_path(item, _matrix(item))
