"""Tables cut by page breaks made whole: rows, cells, row spans and repeated heads, columns compared by where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph_build.documents.model import Ignored, Located
from graph_build.documents.parted.cuts import (
    Words,
    announces,
    is_row_label,
    lacks_its_text,
    row_was_cut,
    spans_left_open,
)
from graph_build.documents.parted.pieces import SAME, NestedPart, Part, Piece
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import label_kinds

_WITHIN = re.compile(r"[ぁ-ん、。]")
"""With what no text begins behind one that has no end."""


def join(above: Part, below: Part, words: Words) -> bool:
    """Put the first table of a page behind the last one of the page before, if they are one; whether that was done.

    ``words`` are the document's own labels.
    """
    if not _same_outline(above, below):
        return False
    heads = _repeated_heads(above, below)
    unruled = _heads_above_rest(above, below) if not heads else False
    if not heads and not unruled and _begins_anew(above, below, words):
        return False
    for piece in below.starting(0) if unruled else ():
        head, *piece.paras = piece.paras
        piece.lines, piece.ends = piece.lines - 1, piece.ends if piece.paras else None
        above.dropped.append(Ignored(head.start, head.end, "repeated_header"))
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
    pairs = paired(above, below)
    if pairs is not None and row_was_cut(above, below, pairs, words):
        _merge_row(above, below, pairs, words)
    else:
        _append(above, below, words)
    above.hanging += below.hanging
    return True


def _same_outline(above: Part, below: Part) -> bool:
    """Equal width at the same place, or moved sideways together (pages bound left and right)."""
    (a0, a1), (b0, b1) = (
        (min(p.x0 for p in part.pieces), max(p.x1 for p in part.pieces)) for part in (above, below)
    )
    return abs((a1 - a0) - (b1 - b0)) <= SAME and abs(a0 - b0) <= 60


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


def _heads_above_rest(above: Part, below: Part) -> bool:
    """Whether the first row repeats the heads above the rest of a cut row, with no rule between them."""
    heads, first = above.starting(0), below.starting(0)
    if len(heads) != len(first) or len(heads) < 2 or not all(piece.paras for piece in (*heads, *first)):
        return False
    again = all(matching_key(b.paras[0].text) == a.key for a, b in zip(heads, first, strict=True))
    return again and any(len(piece.paras) > 1 for piece in first)


def _begins_anew(above: Part, below: Part, words: Words) -> bool:
    """A first label equal to the first label of the table above, or of others, begins a table of the same kind."""
    first, again = above.keys(0)[:1], below.keys(0)[:1]
    if not again or not again[0]:
        return False
    return again[0] in words.openings or (above.rows > 1 and first == again)


def paired(above: Part, below: Part) -> list[tuple[Piece, Piece]] | None:
    """The cells of the row above the cut and of the row below it, if they have the same columns."""
    upper, lower = above.last(), below.starting(0)
    if len(upper) != len(lower) or not all(a.stands_over(b) for a, b in zip(upper, lower, strict=True)):
        return None
    return list(zip(upper, lower, strict=True))


def _merge_row(above: Part, below: Part, pairs: Sequence[tuple[Piece, Piece]], words: Words) -> None:
    for a, b in pairs:
        _go_on(above, below, a, b, words)
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


def _go_on(above: Part, below: Part, a: Piece, b: Piece, words: Words) -> None:
    """Let a cell take what stands in it below the cut: of two tables inside it the second may be the rest of the first."""
    inner, rest = a.last_inside, b.first_inside
    if inner and rest and inner.part and rest.part and join(inner.part, rest.part, words):
        above.dropped += inner.part.dropped
        inner.part.dropped = []
        table = inner.part.table()
        whole = [*a.paras[: inner.first], *table.as_lines()]
        a.paras, a.nested = whole, (*a.nested[:-1], NestedPart(inner.first, len(whole), table, inner.part))
        b.paras = b.paras[rest.end :]
        b.nested = tuple(
            replace(one, first=one.first - rest.end, end=one.end - rest.end) for one in b.nested[1:]
        )
        a.take(b, [*a.paras, *b.paras])
        return
    tables = inner is not None or rest is not None
    apart = tables or (bool(b.paras) and lacks_its_text(above, below, a, b))
    a.take(b, [*a.paras, *b.paras] if apart else _merged(a, b))


def _merged(a: Piece, b: Piece) -> list[Located]:
    if not a.paras or not b.paras:
        return a.paras + b.paras
    short = a.lines <= 3 and len(a.key) <= 14 and len(b.key) <= 14  # a label parted inside its cell
    amid = a.open_bottom and b.open_top and _WITHIN.match(b.text) is not None
    marked = parse_marker(b.paras[0].text) is not None and not unfinished(a.text)
    if (
        marked
        or announces(a, b)
        or not (a.full or a.may_flow_into(b) or short or amid)
        or a.text.endswith("。")
    ):
        return a.paras + b.paras
    return [*a.paras[:-1], Located.joined([a.paras[-1], b.paras[0]]), *b.paras[1:]]


def _append(above: Part, below: Part, words: Words) -> None:
    """Rows go below rows; a cell that the page end left open goes on, as does a first cell if a label follows."""
    for a, b in _spans_going_on(above, below, words):
        _go_on(above, below, a, b, words)
        a.rowspan += b.rowspan
        below.pieces.remove(b)
    for piece in below.pieces:
        piece.row += above.rows
    above.pieces += below.pieces
    above.rows += below.rows


def _spans_going_on(above: Part, below: Part, words: Words) -> list[tuple[Piece, Piece]]:
    """The cells above with those below that only go on with them."""
    upper, lower = above.last(), below.starting(0)
    beside = [(a, b) for a in upper for b in lower if a.stands_over(b)]
    first = _first_going_on(above, upper, lower, words)
    return spans_left_open(beside) or _spans_of_rows(upper, beside, words) or ([first] if first else [])


def _spans_of_rows(
    upper: Sequence[Piece], beside: Sequence[tuple[Piece, Piece]], words: Words
) -> list[tuple[Piece, Piece]]:
    """The cells beside rows of their own (事業名, 内容 beside the amounts of each payer, heads beside years) that a page end
    parts, though rules close all of them there: some ended above it, and the texts of the others break off, or two of them
    stop where nothing more fitted, and no other one begins below."""
    differ = len(beside) < len(upper)
    spans = [(a, b) for a, b in beside if max(a.rowspan, b.rowspan) > 1] or (beside if differ else [])
    texts = [(a, b) for a, b in spans if b.paras]
    flowing = [a.paras and a.may_flow_into(b) and b.key not in words.phrases for a, b in texts]
    whole = all(flows or _is_parted_label(a, b) for flows, (a, b) in zip(flowing, texts, strict=True))
    told = sum(map(bool, flowing)) > 1 or any(words.breaks_off(a, b) for a, b in texts)
    ended = any(a.paras and not b.paras for a, b in spans)
    return list(spans) if len(spans) < len(upper) and ended and whole and told else []


def _is_parted_label(a: Piece, b: Piece) -> bool:
    return bool(label_kinds(a.key + b.key)) and not label_kinds(a.key)


def _first_going_on(
    above: Part, upper: Sequence[Piece], lower: Sequence[Piece], words: Words
) -> tuple[Piece, Piece] | None:
    """The first cell above and below, if the one below only goes on with it: empty, or the rest of its label.

    A label in the middle of its span may also stand below the cut, the cell above it left open and empty.
    """
    if len(lower) < 2 or not upper or not upper[0].stands_over(lower[0]):
        return None
    if not upper[0].paras:
        label_below = lower[0].paras and upper[0].open_bottom and lower[0].open_top
        filled = all(piece.paras for piece in upper[1:])
        return (upper[0], lower[0]) if label_below and filled and len(upper) > 1 else None
    if lower[0].paras:
        return (upper[0], lower[0]) if words.parted(upper[0], lower[0]) else None
    spanning = upper[0].rowspan > 1 or lower[0].rowspan > 1
    goes_on = spanning or is_row_label(above, lower[1]) or (len(lower) > 2 and upper[0].row > 0)
    return (upper[0], lower[0]) if goes_on else None


def unfinished(text: str) -> bool:
    """Whether a text stops inside brackets or a fraction, so that no list item can begin behind it."""
    opened = sum(map(text.count, "（(「『")) - sum(map(text.count, "）)」』"))
    return (opened > 0 and len(text) < 400) or text.endswith(("、", "，", "/", "／"))
