"""A table as it stands on one page, while the parts of several pages are put together: its columns are x-ranges, not indexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

from graph_build.documents.model import Cell, Ignored, Located, Nested, Table
from graph_build.text.key import matching_key

SAME = 4.0
"""Points within which two edges of tables on two pages are the same."""
SENTENCE_ENDS = ("。", "．", "」", "）", "】", ")")


class Ends(Protocol):
    """How the text of a cell begins and ends."""

    @property
    def full(self) -> bool:
        """Whether its last line ran to the right edge, or else its words break off."""

    @property
    def stretched(self) -> bool:
        """Whether its last line shows that its paragraph goes on."""

    def flow_into(self, below: Self) -> bool:
        """Whether what begins another text did not fit behind this one."""

    def fill_the_line_before(self, below: Self) -> bool:
        """Whether not one letter more of another text fitted behind this one."""

    def through(self, below: Self | None) -> Self:
        """The ends of both texts together."""


@dataclass(slots=True)
class Piece:
    """A cell while tables are being joined: its columns are an x-range, not an index."""

    row: int
    rowspan: int
    x0: float
    x1: float
    height: float
    paras: list[Located]
    page: int | None
    ends: Ends | None
    lines: int
    arrow: tuple[float, float] | None
    confidence: float | None
    open_top: bool
    open_bottom: bool
    nested: tuple[NestedPart, ...] = ()
    """The tables inside it, by its paragraphs."""

    @property
    def text(self) -> str:
        """The text of the cell."""
        return "\n".join(para.text for para in self.paras)

    @property
    def key(self) -> str:
        """Its matching key."""
        return matching_key(self.text)

    @property
    def full(self) -> bool:
        """Whether the last line ran to the right edge."""
        return self.ends is not None and self.ends.full

    def may_flow_into(self, other: Piece) -> bool:
        """Whether this text is no whole sentence and what begins another cell did not fit behind it."""
        fits = self.ends is None or other.ends is None or not self.ends.flow_into(other.ends)
        return not fits and not self.text.endswith(SENTENCE_ENDS)

    def fills_its_line_before(self, other: Piece) -> bool:
        """Whether this text stops where not one letter more of another cell fitted."""
        if self.ends is None or other.ends is None:
            return False
        return self.ends.fill_the_line_before(other.ends)

    @property
    def breaks_off(self) -> bool:
        """Whether the text stops before its end: a bracket is open, or the last line is full and no sentence closed."""
        text = self.text
        if self.ends is not None and self.ends.stretched:
            return True
        if sum(map(text.count, "（(「<＜")) > sum(map(text.count, "）)」>＞")):
            return True
        if text.endswith(("、", "，")):
            return True
        longer = self.lines > 1 or (len(self.key) > 5 and not self.key[0].isdecimal())
        return bool(self.paras) and self.full and longer and not text.endswith(SENTENCE_ENDS)

    def take(self, below: Piece, paras: Sequence[Located]) -> None:
        """Go on with the cell below, which gives these paragraphs together with those here."""
        shift = len(paras) - len(below.paras)
        moved = (replace(one, first=one.first + shift, end=one.end + shift) for one in below.nested)
        self.paras, self.nested = list(paras), (*self.nested, *moved)

    @property
    def last_inside(self) -> NestedPart | None:
        """The table inside it with which it ends."""
        return self.nested[-1] if self.nested and self.nested[-1].end == len(self.paras) else None

    @property
    def first_inside(self) -> NestedPart | None:
        """The table inside it with which it begins."""
        return self.nested[0] if self.nested and self.nested[0].first == 0 else None

    def stands_over(self, other: Piece) -> bool:
        """Whether another cell has the same columns."""
        return abs(self.x0 - other.x0) <= SAME and abs(self.x1 - other.x1) <= SAME


@dataclass(frozen=True, slots=True)
class NestedPart:
    """A table inside a cell, as of `Nested`; ``part`` where it is known where its cells stand, so that it may go on."""

    first: int
    end: int
    table: Table
    part: Part | None = None

    def nested(self) -> Nested:
        """As it is told of the cell."""
        return Nested(self.first, self.end, self.table)

    @classmethod
    def of(cls, nested: Nested) -> NestedPart:
        """A table of which only the cells are known."""
        return cls(nested.first, nested.end, nested.table)


@dataclass(slots=True)
class Part:
    """A table as far as it is joined; ``hanging``: how many more of its texts stand at the top of their cells than amid them."""

    pieces: list[Piece]
    rows: int
    page: int | None
    hanging: int = 0
    dropped: list[Ignored] = field(default_factory=list)

    def starting(self, row: int) -> list[Piece]:
        """The cells that begin in a row, left to right."""
        return sorted((piece for piece in self.pieces if piece.row == row), key=lambda piece: piece.x0)

    def keys(self, row: int) -> list[str]:
        """Matching keys of the cells that begin in a row."""
        return [piece.key for piece in self.starting(row)]

    def last(self) -> list[Piece]:
        """The cells that touch the bottom, left to right."""
        touching = (piece for piece in self.pieces if piece.row + piece.rowspan >= self.rows)
        return sorted(touching, key=lambda piece: piece.x0)

    def table(self) -> Table:
        """The joined table."""
        xs = _columns([x for piece in self.pieces for x in (piece.x0, piece.x1)])
        cells = []
        for piece in sorted(self.pieces, key=lambda piece: (piece.row, piece.x0)):
            col, end = _index(xs, piece.x0), _index(xs, piece.x1)
            arrow = (_index(xs, piece.arrow[0]), _index(xs, piece.arrow[1]) - 1) if piece.arrow else None
            whole = Located.joined(piece.paras, "\n")
            cells.append(
                Cell(
                    piece.row,
                    col,
                    whole,
                    tuple(piece.paras),
                    piece.rowspan,
                    max(1, end - col),
                    piece.page,
                    arrow,
                    piece.confidence,
                    tuple(one.nested() for one in piece.nested),
                )
            )
        return Table(tuple(cells), self.rows, len(xs) - 1, self.page)


def _columns(values: Sequence[float]) -> list[float]:
    xs: list[float] = []
    for value in sorted(values):
        if not xs or value - xs[-1] > SAME:
            xs.append(value)
    return xs


def _index(xs: Sequence[float], value: float) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - value))
