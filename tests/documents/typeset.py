"""Japanese text set in PDF the way offices set it: every blank kept, 禁則, justified, indented, centred or spread lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Table

_CLOSING = "、。，．）」』】〉》〕］｝)]},.・：；！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_OPENING = "「『（【〈《〔［｛(["
_UNIT = re.compile(r"[!-~]{1,30}|.", re.DOTALL)

Align = Literal["left", "centre", "right", "justify", "spread"]


@dataclass(frozen=True)
class Style:
    """How a paragraph is set; ``first`` and ``rest`` indent its first and its further lines, in points."""

    font: str
    size: float = 10.0
    leading: float = 15.0
    align: Align = "left"
    first: float = 0.0
    rest: float = 0.0
    before: float = 0.0


class Text(Flowable):  # type: ignore[misc]
    """A paragraph."""

    def __init__(self, text: str, style: Style) -> None:
        super().__init__()
        self.text, self.style = text, style
        self.lines: list[str] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the lines; width and height in points."""
        self.width = width
        self.lines = list(self._broken(width))
        self.height = len(self.lines) * self.style.leading + self.style.before
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits into a height, and the rest; a table's width holds its padding, so the lines stay."""
        if not self.lines:
            self.wrap(width, height)
        fitting = int((height - self.style.before) / self.style.leading)
        if fitting < 1 or fitting >= len(self.lines):
            return []
        head, tail = "".join(self.lines[:fitting]), "".join(self.lines[fitting:])
        whole = Text(head, self.style) if self.style.align != "justify" else _Unended(head, self.style)
        return [whole, Text(tail, replace(self.style, first=self.style.rest, before=0.0))]

    def draw(self) -> None:
        """Draw the lines."""
        y = self.height - self.style.before - self.style.size
        for index, line in enumerate(self.lines):
            self._draw_line(line, y, index)
            y -= self.style.leading

    def _draw_line(self, line: str, y: float, index: int) -> None:
        style = self.style
        indent = style.rest if index else style.first
        filled = line.rstrip(" 　")
        free = self.width - indent - self._long(filled)
        last = index == len(self.lines) - 1 and not isinstance(self, _Unended)
        x, apart = indent, 0.0
        if style.align == "centre":
            x += free / 2
        elif style.align == "right":
            x += free
        elif (style.align == "spread" and len(filled) > 1) or (
            style.align == "justify" and not last and len(filled) > 1
        ):
            apart = max(free, 0.0) / (len(filled) - 1)
        self.canv.setFont(style.font, style.size)
        self.canv.drawString(x, y, line, charSpace=apart)

    def _broken(self, width: float) -> Iterator[str]:
        line: list[str] = []
        used = self.style.first
        for unit in self._units(width):
            wide = self._long(unit)
            if line and used + wide > width and not unit.isspace():
                down: list[str] = []
                if unit in _CLOSING and len(line) > 1:
                    down.insert(0, line.pop())
                while len(line) > 1 and line[-1] in _OPENING:
                    down.insert(0, line.pop())
                yield "".join(line)
                line = down
                used = self.style.rest + self._long("".join(down))
            line.append(unit)
            used += wide
        yield "".join(line)

    def _units(self, width: float) -> Iterator[str]:
        """What is not parted at line ends: letters, words and figures, as far as they are shorter than a line."""
        for unit in _UNIT.findall(self.text):
            yield from [unit] if self._long(unit) < width - self.style.rest else unit

    def _long(self, text: str) -> float:
        return float(pdfmetrics.stringWidth(text, self.style.font, self.style.size))


class _Unended(Text):
    """The first part of a paragraph that goes on with the next page: its last line is full."""


class Ruled(Table):  # type: ignore[misc]
    """A table of reportlab, which forgets when it splits a row that a cell may span columns, and breaks its lines anew.

    Nor does it split the text of a cell that spans rows above the one it splits, but lets it run over the page's edge:
    rows that such a cell ties together stay on one page if they fit on one of ``page`` points.
    """

    page = 0.0

    def onSplit(self, T: Ruled, byRow: int = 1) -> None:  # noqa: N802, N803
        """Hand the page on to the parts."""
        T.page = self.page

    def _splitRows(self, availHeight: float, doInRowSplit: int = 0) -> list[object]:  # noqa: N802, N803
        tied = 1 + max((end for _, begin, _, end in self._row_spans() if begin == 0), default=0)
        heights = self._rowHeights[:tied]
        if doInRowSplit and tied > 1 and None not in heights and sum(heights) <= self.page:
            return []
        return list(super()._splitRows(availHeight, doInRowSplit))

    def _row_spans(self) -> Iterator[tuple[int, int, int, int]]:
        """Columns and rows, from and to, of the cells that span any."""
        yield from (span for span in getattr(self, "_spanRanges", {}).values() if span is not None)

    def _splitCell(  # noqa: N802
        self, value: object, style: object, old_height: float, new_height: float, width: float
    ) -> object:
        for (col, row), span in getattr(self, "_spanRanges", {}).items():
            if span is not None and self._cellvalues[row][col] is value:
                width = sum(self._colWidths[span[0] : span[2] + 1])
        return super()._splitCell(value, style, old_height, new_height, width)


def paragraphs(texts: Sequence[str], style: Style) -> list[Text]:
    """The paragraphs of a cell."""
    return [Text(text, style) for text in texts]
