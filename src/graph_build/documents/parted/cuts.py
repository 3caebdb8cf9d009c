"""Whether a page break went through a row of a table or between two rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from graph_build.documents.parted.labels import is_label
from graph_build.documents.parted.pieces import SAME, SENTENCE_ENDS, Part, Piece
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import follows, parse_marker

_SLIVER = 12.0
"""Points of height up to which an empty row beside a page break is what was left of a row."""
_WITHIN_WORD = re.compile(r"[のをがんっゃゅょァィゥェォッャュョー、。）)」]")
"""With what nobody begins a text: particles, and what may not begin a line."""
_LETTER = re.compile(r"[^\W\d_]")
_Pairs: TypeAlias = Sequence[tuple[Piece, Piece]]
"""The cells above a page end, each with the one below it that has the same columns."""
_FIGURE = re.compile("[▲△-]?[0-9]{1,3}(?:[,、][0-9]{3})*(?:[.。][0-9]+)?")
"""The key of a figure that is whole as it stands: 「1,5」 above 「00」 is none."""
_YEAR = re.compile("(?:令和|平成|昭和)?[0-9元]{1,4}年度?|[rhsRHS][0-9]{1,2}(?:年度?)?")
_TITLE = re.compile(r"[〈《【［〔<＜\[][^〈《【［〔<＜\[\]>＞〕］】》〉]+[\]>＞〕］】》〉]")
_BRACKETED = ("angle", "lenticular", "square")
"""Kinds of markers that hold words: who speaks, of what."""
_ANNOUNCING = ("content", "role", "roles", "cost")
"""Kinds of labels that stand above their text."""
_MANY = 3
"""Texts of a row that stop where not one letter more fitted: too many for an accident, be they of a letter or two."""
_LONGEST_LABEL = 14
"""Characters of the key of a row label."""


@dataclass(frozen=True, slots=True)
class Words:
    """Short texts that come again in the tables of a document, whatever its subject: they are whole as they stand.

    ``labels`` begin rows in two or more tables, ``phrases`` stand anywhere in three or more, ``openings`` begin more
    tables than they stand inside.
    """

    labels: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
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
            begin = [piece for piece in short if piece.x0 - left <= SAME]
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
        within = a.may_flow_into(b) and within_word(b.text)
        whole = a.key in self.phrases or _is_label(a)
        return not whole and (a.breaks_off or within)


def within_word(text: str) -> bool:
    """Whether a text begins as none does: with a particle, or with what may not begin a line."""
    return _WITHIN_WORD.match(text) is not None


def row_was_cut(above: Part, below: Part, pairs: _Pairs, words: Words) -> bool:
    """Whether the page break went through a row.

    Cells that a rule closes at the page end beside others left open tell that only those go on, as row spans do. A
    text that breaks off settles it, a known label that begins settles it the other way. Then boxes left open on both
    pages speak for a cut, unless the row below has all that the row above has, but for columns with row spans.
    """
    if spans_left_open(pairs):
        return False
    filled = [(a, b) for a, b in pairs if b.paras]
    if not filled or not any(a.paras for a, _ in pairs):
        return _left_open(pairs) or min(piece.height for pair in pairs for piece in pair) <= _SLIVER
    if any(lacks_its_text(above, below, a, b) for a, b in filled):
        return True
    if _many_figures(pairs) and any(max(a.rowspan, b.rowspan) > 1 for a, b in pairs):
        return False  # what another payer bears, beside cells of all the payers
    told = _told_by_labels(pairs, filled, words)
    return _told_by_texts(above, below, pairs, filled, words) if told is None else told


def lacks_its_text(above: Part, below: Part, a: Piece, b: Piece) -> bool:
    """Whether a title in brackets (〈図書館の利用〉) stands alone where such titles have a text below them in all other cells of
    the column, and the cell below the page end begins with none."""
    if len(a.paras) != 1 or not _TITLE.fullmatch(a.text.strip()) or _TITLE.match(b.text):
        return False
    others = [piece for part in (above, below) for piece in part.pieces if piece not in (a, b)]
    titled = [piece for piece in others if piece.stands_over(a) and piece.paras and _TITLE.match(piece.text)]
    return bool(titled) and all(len(one.paras) > 1 and _TITLE.fullmatch(one.paras[0].text) for one in titled)


def _told_by_labels(pairs: _Pairs, filled: _Pairs, words: Words) -> bool | None:
    """Whether a row was cut, as its first cell, labels and lists tell; None where they do not."""
    first, again = pairs[0]
    labelled = bool(first.paras) and first.rowspan == 1 and not again.paras
    if labelled and not any(a.paras for a, _ in filled):
        return True  # the label above the cut, texts set in the middle of the row wherever there was room
    rest = [(a, b) for a, b in filled if a is not first]
    if not again.paras and any(announces(a, b) for a, b in rest):
        return True
    if first.paras and again.paras:
        if words.parted(first, again):
            return not _heads_of_years(rest) and (
                not rest
                or any(
                    words.breaks_off(a, b) or not a.paras or _stops_short(a, b) or a.may_flow_into(b)
                    for a, b in rest
                )
            )
        if again.key in words.labels:
            return False
        closed = rest and not _left_open(pairs)
        if not any(a.paras for a, _ in pairs[1:]) and (closed or parse_marker(again.text)):
            return False  # a heading across the table, and the first row below it
        if len(pairs) > 1 and not rest and not _left_open(pairs) and _is_numbered(first, again):
            return False  # the same, the heading below the page end
    if any(a.paras and _is_label(b) and not words.breaks_off(a, b) for a, b in filled):
        return False
    return True if labelled and _all_go_on(pairs, filled, words) else None


def _heads_of_years(pairs: _Pairs) -> bool:
    """Whether years stand above and something else below: a head of a year is whole as it stands, so a label beside it spans rows."""
    years = [b for a, b in pairs if _YEAR.fullmatch(a.key)]
    return len(years) > 1 and not any(_YEAR.fullmatch(b.key) or b.key == "度" for b in years)


def _told_by_texts(above: Part, below: Part, pairs: _Pairs, filled: _Pairs, words: Words) -> bool:
    """Whether a row was cut, as the ends of its texts and boxes left open tell."""
    first, again = pairs[0]
    breaking = sum(words.breaks_off(a, b) for a, b in filled)
    hanging = above.hanging + below.hanging > 0  # then no cell of a cut row is empty above and filled below
    others = sum(
        (bool(a.paras) or hanging) and not words.breaks_off(a, b) and not _lists_on(a, b) for a, b in filled
    )
    ended = any(a.paras and not b.paras for a, b in pairs)
    flowing = ended and all(a.may_flow_into(b) if a.paras else not hanging for a, b in filled)
    many = _many_fill_their_lines(pairs, words)
    left_open = _left_open(filled)
    if breaking + (breaking > 0 and left_open) > others or (flowing and (breaking or many)):
        return not (first.paras and again.paras and first.key in words.labels)
    if not again.paras and len(filled) == 1 and _goes_on_alone(above, pairs, *filled[0]):
        return True
    if left_open:
        spanning = {id(a) for a, _ in pairs if _spans(above, a) or _spans(below, a)}
        fresh = all(b.paras for a, b in pairs if a.paras and id(a) not in spanning)
        return not fresh and all(not a.paras or a.text.endswith(SENTENCE_ENDS) for a, _ in filled)
    return not first.paras and not again.paras and all(not a.paras for a, _ in filled)


def _many_figures(pairs: _Pairs) -> bool:
    """Whether whole figures stand below whole figures: they are rows of their own."""
    return sum(bool(_FIGURE.fullmatch(a.key) and _FIGURE.fullmatch(b.key)) for a, b in pairs) >= _MANY


def _many_fill_their_lines(pairs: _Pairs, words: Words) -> bool:
    """Whether texts of a row filled their lines beside others of that row alone that ended; whole figures never go on."""
    ended = any(a.paras and not b.paras and a.rowspan == 1 for a, b in pairs)
    figures = any(_FIGURE.fullmatch(a.key) and _FIGURE.fullmatch(b.key) for a, b in pairs)
    full = [b for a, b in pairs if b.paras and a.fills_its_line_before(b) and b.key not in words.phrases]
    return ended and not figures and len(full) >= _MANY


def _left_open(pairs: _Pairs) -> bool:
    """Whether no rule closes any of the cells at the page end."""
    return all(a.open_bottom and b.open_top for a, b in pairs)


def spans_left_open(pairs: _Pairs) -> list[tuple[Piece, Piece]]:
    """The cells that go on behind the page end while others of the row end at a rule there; none where all are alike."""
    going_on = [(a, b) for a, b in pairs if a.open_bottom and b.open_top]
    return going_on if any(not a.open_bottom for a, _ in pairs) else []


def _all_go_on(pairs: _Pairs, filled: _Pairs, words: Words) -> bool:
    """Whether every cell below goes on with a list above it, or several with lines that were full, beside some that ended."""
    if all(_lists_on(a, b) for a, b in filled):
        return True
    ended = any(a.paras and not b.paras for a, b in pairs[1:])
    flowing = all(a.paras and a.may_flow_into(b) and b.key not in words.phrases for a, b in filled)
    return ended and flowing and len(filled) > 1


def _lists_on(a: Piece, b: Piece) -> bool:
    """Whether a cell begins with the next item of the list in the cell above it: a bullet, the next number or speaker."""
    last = parse_marker(a.paras[-1].text) if a.paras else None
    item = parse_marker(b.paras[0].text) if b.paras else None
    if last is None or item is None or last.kind != item.kind:
        return False
    if item.kind in _BRACKETED:
        return last.label != item.label
    return last.raw == item.raw if item.kind == "bullet" else follows(last, item)


def _is_numbered(a: Piece, b: Piece) -> bool:
    """Whether a cell begins with a number, and not with that of the next item of a list in the cell above it."""
    marker = parse_marker(b.text)
    return marker is not None and marker.number is not None and not _lists_on(a, b)


def _stops_short(a: Piece, b: Piece) -> bool:
    """Whether a full line without an end stands above a box that is open to the one below it."""
    return a.full and a.open_bottom and b.open_top and not a.text.endswith(SENTENCE_ENDS)


def _spans(part: Part, piece: Piece) -> bool:
    """Whether the column of a cell has row spans."""
    return any(other.rowspan > 1 for other in part.pieces if other.stands_over(piece))


def _goes_on_alone(above: Part, pairs: _Pairs, a: Piece, b: Piece) -> bool:
    """Whether the only text below the cut belongs to the cell above it, in a row of label and text or a full cell."""
    if is_row_label(above, b):
        return False
    texts = [piece for piece, _ in pairs[1:] if piece.paras]
    if pairs[0][0].paras and pairs[0][0].rowspan == 1 and texts in ([], [a]):
        return True
    return a.full and not a.text.endswith(SENTENCE_ENDS) and not parse_marker(b.text)


def _is_label(piece: Piece) -> bool:
    return label_kind(piece.key).kind != "unknown"


def announces(a: Piece, b: Piece) -> bool:
    """Whether a cell ends in a label, 「乙の役割」, and the one below it begins with a text that the label can announce."""
    if not a.paras or not b.paras:
        return False
    above, below = (matching_key(para.text) for para in (a.paras[-1], b.paras[0]))
    parted = label_kind(above + below).kind != "unknown"  # 「甲の役割⏎及び費用負担」
    return label_kind(above).kind in _ANNOUNCING and not is_label(below) and not parted


def is_row_label(part: Part, piece: Piece) -> bool:
    """Whether a cell is a known label or has a text that stands more than once in its column of the table."""
    keys = [other.key for other in part.pieces if other.stands_over(piece) and other.paras]
    return _is_label(piece) or (len(piece.key) <= _LONGEST_LABEL and keys.count(piece.key) > 1)
