"""Tables cut by page breaks made whole: rows, cells, row spans and repeated heads, columns compared by where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph_build.documents.model import Cell, Ignored, Located, Table
from graph_build.documents.pdf.cells import Ends, unfinished
from graph_build.documents.pdf.layout import PrintedTable
from graph_build.documents.pdf.lines import SENTENCE_ENDS
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import follows, parse_marker

_SAME = 4.0
"""Points within which two edges of tables on two pages are the same."""
_SLIVER = 12.0
"""Points of height up to which an empty row beside a page break is what was left of a row."""
_WITHIN = re.compile(r"[ぁ-ん、。]")
"""With what no text begins behind one that has no end."""
_WITHIN_WORD = re.compile(r"[のをがんっゃゅょァィゥェォッャュョー、。）)」]")
"""With what nobody begins a text: particles, and what may not begin a line."""
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_LABEL = 14
"""Characters of the key of a row label."""


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

    @property
    def breaks_off(self) -> bool:
        """Whether the text stops before its end: a bracket is open, or the last line is full and no sentence closed."""
        text = self.text
        if sum(map(text.count, "（(「<＜")) > sum(map(text.count, "）)」>＞")):
            return True
        if text.endswith(("、", "，")):
            return True
        longer = self.lines > 1 or (len(self.key) > 5 and not self.key[0].isdecimal())
        return bool(self.paras) and self.full and longer and not text.endswith(SENTENCE_ENDS)

    def stands_over(self, other: Piece) -> bool:
        """Whether another cell has the same columns."""
        return abs(self.x0 - other.x0) <= _SAME and abs(self.x1 - other.x1) <= _SAME


@dataclass(slots=True)
class Part:
    """A table as far as it is joined."""

    pieces: list[Piece]
    rows: int
    page: int | None
    dropped: list[Ignored] = field(default_factory=list)

    @classmethod
    def of(cls, table: Table, printed: PrintedTable) -> Part:
        """A written table with its geometry."""
        xs = printed.grid.xs
        pieces = []
        for cell, source in zip(table.cells, printed.cells, strict=True):
            arrow = (xs[cell.arrow[0]], xs[cell.arrow[1] + 1]) if cell.arrow else None
            box = source.frame.box
            pieces.append(
                Piece(
                    cell.row,
                    cell.rowspan,
                    box.x0,
                    box.x1,
                    box.height,
                    list(cell.paras),
                    cell.page,
                    source.ends,
                    source.lines,
                    arrow,
                    cell.confidence,
                    source.frame.open_top,
                    source.frame.open_bottom,
                )
            )
        return cls(pieces, table.rows, table.page)

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
                )
            )
        return Table(tuple(cells), self.rows, len(xs) - 1, self.page)


def join(above: Part, below: Part, words: Words) -> bool:
    """Put the first table of a page behind the last one of the page before, if they are one; whether that was done.

    ``words`` are the document's own labels.
    """
    if not _same_outline(above, below):
        return False
    heads = _repeated_heads(above, below)
    if not heads and _begins_anew(above, below, words):
        return False
    for piece in [piece for piece in below.pieces if piece.row < heads]:
        below.pieces.remove(piece)
        above.dropped += [Ignored(para.start, para.end, "repeated_header") for para in piece.paras]
    for piece in below.pieces:
        piece.row -= heads
    below.rows -= heads
    shift = (
        min(piece.x0 for piece in above.pieces) - min(piece.x0 for piece in below.pieces)
        if below.pieces
        else 0.0
    )
    for piece in below.pieces:
        piece.x0, piece.x1 = piece.x0 + shift, piece.x1 + shift
    pairs = _pairs(above, below)
    if pairs is not None and _row_was_cut(above, below, pairs, words):
        _merge_row(above, below, pairs)
    else:
        _append(above, below, words)
    return True


def _same_outline(above: Part, below: Part) -> bool:
    """Equal width at the same place, or moved sideways together (pages bound left and right)."""
    (a0, a1), (b0, b1) = (
        (min(p.x0 for p in part.pieces), max(p.x1 for p in part.pieces)) for part in (above, below)
    )
    return abs((a1 - a0) - (b1 - b0)) <= _SAME and abs(a0 - b0) <= 60


def _repeated_heads(above: Part, below: Part) -> int:
    """How many rows at the top repeat the head of the table above."""
    count = 0
    while count < min(3, above.rows, below.rows - 1):
        keys = above.keys(count)
        if keys != below.keys(count) or sum(map(bool, keys)) < 2:
            break
        if any(piece.rowspan > 1 for piece in below.starting(count)) and count + 1 >= below.rows - 1:
            break
        count += 1
    return count


def _begins_anew(above: Part, below: Part, words: Words) -> bool:
    """A first label equal to the first label of the table above, or of others, begins a table of the same kind."""
    first, again = above.keys(0)[:1], below.keys(0)[:1]
    if not again or not again[0]:
        return False
    return again[0] in words.openings or (above.rows > 1 and first == again)


def _pairs(above: Part, below: Part) -> list[tuple[Piece, Piece]] | None:
    """The cells of the row above the cut and of the row below it, if they have the same columns."""
    upper, lower = above.last(), below.starting(0)
    if len(upper) != len(lower) or not all(a.stands_over(b) for a, b in zip(upper, lower, strict=True)):
        return None
    return list(zip(upper, lower, strict=True))


def _row_was_cut(above: Part, below: Part, pairs: Sequence[tuple[Piece, Piece]], words: Words) -> bool:
    """Whether the page break went through a row.

    A text that breaks off settles it, a known label that begins settles it the other way. Then boxes left open on
    both pages speak for a cut, unless the row below has all that the row above has, but for columns with row spans.
    """
    first, again = pairs[0]
    filled = [(a, b) for a, b in pairs if b.paras]
    if not filled or not any(a.paras for a, _ in pairs):
        cut_open = all(a.open_bottom and b.open_top for a, b in pairs)
        return cut_open or min(piece.height for pair in pairs for piece in pair) <= _SLIVER
    if first.paras and first.rowspan == 1 and not again.paras and not any(a.paras for a, _ in filled):
        return True  # the label above the cut, texts set in the middle of the row wherever there was room
    rest = [(a, b) for a, b in filled if a is not first]
    if first.paras and again.paras and words.parted(first, again):
        return not rest or any(
            words.breaks_off(a, b) or not a.paras or _stops_short(a, b) or a.may_flow_into(b) for a, b in rest
        )
    if first.paras and again.paras and again.key in words.labels:
        return False
    if first.paras and not any(a.paras for a, _ in pairs[1:]) and parse_marker(again.text):
        return False  # a heading across the table, and the first row below it
    if any(a.paras and _is_label(b) and not words.breaks_off(a, b) for a, b in filled):
        return False
    if first.paras and first.rowspan == 1 and not again.paras and all(_lists_on(a, b) for a, b in filled):
        return True
    breaking = sum(words.breaks_off(a, b) for a, b in filled)
    others = sum(bool(a.paras) and not words.breaks_off(a, b) and not _lists_on(a, b) for a, b in filled)
    ended = any(a.paras and not b.paras for a, b in pairs)
    flowing = ended and all(a.may_flow_into(b) for a, b in filled if a.paras)
    if breaking > others or (breaking and flowing):
        return not (first.paras and again.paras and first.key in words.labels)
    if not again.paras and len(filled) == 1 and _goes_on_alone(above, pairs, *filled[0]):
        return True
    if all(a.open_bottom and b.open_top for a, b in filled):
        spanning = {id(a) for a, _ in pairs if _spans(above, a) or _spans(below, a)}
        fresh = all(b.paras for a, b in pairs if a.paras and id(a) not in spanning)
        return not fresh and all(not a.paras or a.text.endswith(SENTENCE_ENDS) for a, _ in filled)
    return not first.paras and not again.paras and all(not a.paras for a, _ in filled)


def _lists_on(a: Piece, b: Piece) -> bool:
    """Whether a cell begins with the next item of the list in the cell above it: a bullet, the next number."""
    last = parse_marker(a.paras[-1].text) if a.paras else None
    item = parse_marker(b.paras[0].text) if b.paras else None
    if last is None or item is None or last.kind != item.kind:
        return False
    return last.raw == item.raw if item.kind == "bullet" else follows(last, item)


def _stops_short(a: Piece, b: Piece) -> bool:
    """Whether a full line without an end stands above a box that is open to the one below it."""
    return a.full and a.open_bottom and b.open_top and not a.text.endswith(SENTENCE_ENDS)


def _spans(part: Part, piece: Piece) -> bool:
    """Whether the column of a cell has row spans."""
    return any(other.rowspan > 1 for other in part.pieces if other.stands_over(piece))


def _goes_on_alone(above: Part, pairs: Sequence[tuple[Piece, Piece]], a: Piece, b: Piece) -> bool:
    """Whether the only text below the cut belongs to the cell above it, in a row of label and text or a full cell."""
    if _is_row_label(above, b):
        return False
    texts = [piece for piece, _ in pairs[1:] if piece.paras]
    if pairs[0][0].paras and pairs[0][0].rowspan == 1 and texts in ([], [a]):
        return True
    return a.full and not a.text.endswith(SENTENCE_ENDS) and not parse_marker(b.text)


def _is_label(piece: Piece) -> bool:
    return label_kind(piece.key).kind != "unknown"


def _is_row_label(part: Part, piece: Piece) -> bool:
    """Whether a cell is a known label or has a text that stands more than once in its column of the table."""
    keys = [other.key for other in part.pieces if other.stands_over(piece) and other.paras]
    return _is_label(piece) or (len(piece.key) <= _LONGEST_LABEL and keys.count(piece.key) > 1)


@dataclass(frozen=True, slots=True)
class Words:
    """Short texts that come again in the tables of a document, whatever its subject: they are whole as they stand.

    ``labels`` begin rows in two or more tables, ``phrases`` stand anywhere in three or more, ``openings`` begin more
    tables than they stand inside.
    """

    labels: frozenset[str]
    phrases: frozenset[str]
    openings: frozenset[str] = frozenset()

    @classmethod
    def of(cls, parts: Sequence[Part], opening: Iterable[Part] = ()) -> Words:
        """Count the short texts of a document's tables, each once a table; ``opening`` go on with no table above."""
        first: Counter[str] = Counter()
        anywhere: Counter[str] = Counter()
        inside: Counter[str] = Counter()
        for part in parts:
            left = min((piece.x0 for piece in part.pieces), default=0.0)
            short = [piece for piece in part.pieces if 0 < len(piece.key) <= _LONGEST_LABEL]
            begin = [piece for piece in short if piece.x0 - left <= _SAME]
            first.update({piece.key for piece in begin})
            inside.update({piece.key for piece in begin if piece.row})
            anywhere.update({piece.key for piece in short})
        labels = frozenset(key for key, count in first.items() if count >= 2)
        phrases = labels | {key for key, count in anywhere.items() if count >= 3}
        begun = Counter(key for part in opening for key in part.keys(0)[:1])
        openings = frozenset(key for key in begun if begun[key] > inside[key] and _LETTER.match(key))
        return cls(labels, phrases, openings)

    def parted(self, a: Piece, b: Piece) -> bool:
        """Whether two cells are the halves of one of the texts; a number is whole as it stands."""
        return a.key + b.key in self.phrases and not (a.key.isdecimal() and b.key.isdecimal())

    def breaks_off(self, a: Piece, b: Piece) -> bool:
        """Whether the text of a cell goes on in the other one."""
        if not a.paras or not b.paras:
            return False
        if self.parted(a, b):
            return True
        within = a.may_flow_into(b) and _WITHIN_WORD.match(b.text) is not None
        return a.key not in self.phrases and (a.breaks_off or within)


def _merge_row(above: Part, below: Part, pairs: Sequence[tuple[Piece, Piece]]) -> None:
    for a, b in pairs:
        a.paras = _merged(a, b)
        a.rowspan += b.rowspan - 1
        a.lines += b.lines
        a.ends = a.ends.through(b.ends) if a.ends else b.ends
        a.arrow = a.arrow or b.arrow
        a.open_bottom = b.open_bottom
        below.pieces.remove(b)
    offset = above.rows - 1
    for piece in below.pieces:
        piece.row += offset
    above.pieces += below.pieces
    above.rows += below.rows - 1


def _merged(a: Piece, b: Piece) -> list[Located]:
    if not a.paras or not b.paras:
        return a.paras + b.paras
    short = a.lines <= 3 and len(a.key) <= 14 and len(b.key) <= 14  # a label parted inside its cell
    amid = a.open_bottom and b.open_top and _WITHIN.match(b.text) is not None
    marked = parse_marker(b.paras[0].text) is not None and not unfinished(a.text)
    if marked or not (a.full or a.may_flow_into(b) or short or amid) or a.text.endswith("。"):
        return a.paras + b.paras
    return [*a.paras[:-1], Located.joined([a.paras[-1], b.paras[0]]), *b.paras[1:]]


def _append(above: Part, below: Part, words: Words) -> None:
    """Rows go below rows; where the first cell is empty and a label follows, the span of the cell above goes on."""
    span = _span_going_on(above, below, words)
    if span is not None:
        a, b = span
        a.paras = _merged(a, b)
        a.rowspan += b.rowspan
        below.pieces.remove(b)
    for piece in below.pieces:
        piece.row += above.rows
    above.pieces += below.pieces
    above.rows += below.rows


def _span_going_on(above: Part, below: Part, words: Words) -> tuple[Piece, Piece] | None:
    """The first cell above and below, if the one below only goes on with it: empty, or the rest of its label.

    A label in the middle of its span may also stand below the cut, the cell above it left open and empty.
    """
    upper, lower = above.last(), below.starting(0)
    if len(lower) < 2 or not upper or not upper[0].stands_over(lower[0]):
        return None
    if not upper[0].paras:
        label_below = lower[0].paras and upper[0].open_bottom and lower[0].open_top
        filled = all(piece.paras for piece in upper[1:])
        return (upper[0], lower[0]) if label_below and filled and len(upper) > 1 else None
    if lower[0].paras:
        return (upper[0], lower[0]) if words.parted(upper[0], lower[0]) else None
    spanning = upper[0].rowspan > 1 or lower[0].rowspan > 1
    goes_on = spanning or _is_row_label(above, lower[1]) or (len(lower) > 2 and upper[0].row > 0)
    return (upper[0], lower[0]) if goes_on else None


def _columns(values: Sequence[float]) -> list[float]:
    xs: list[float] = []
    for value in sorted(values):
        if not xs or value - xs[-1] > _SAME:
            xs.append(value)
    return xs


def _index(xs: Sequence[float], value: float) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - value))
