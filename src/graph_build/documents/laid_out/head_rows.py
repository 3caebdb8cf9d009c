"""The known heads of a laid-out table of measures: in one row, or with the parties below a head over all their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.documents.laid_out.columns import runs_of
from graph_build.documents.laid_out.words import Measure, Word, fields, text_of, words
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.labels import is_position, label_kind, named_holder

SPEAKS = ("content", "role", "roles")
_HEAD_LINES = 2
_ROWS_LINES = 3
"""Lines of two rows of heads: those that span both may stand beside either or between them."""
_PLACE = re.compile(r"[^。、()]{1,7}[都道府県市区町村]")
Run = Sequence[Word]


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of columns, each with its lines; ``size`` is how many lines of the page they take."""

    columns: Sequence[Sequence[Run]]
    size: int
    over: Run = ()
    """What stands over the last columns together (役割分担 over 甲 and 乙)."""
    parties: int = 0
    """How many columns stand below it."""

    @property
    def starts(self) -> list[int]:
        """The columns of the file where the heads begin."""
        return [head[0][0].begin for head in self.columns]

    @property
    def speaking(self) -> list[int]:
        """The columns of sentences."""
        first = len(self.columns) - self.parties
        return [col for col, head in enumerate(self.columns) if col >= first or _kind(head) in SPEAKS]

    @property
    def shared(self) -> range | None:
        """The columns that a text may stand across: what the parties do together."""
        return range(len(self.columns) - self.parties, len(self.columns)) if self.parties else None

    @property
    def rows(self) -> int:
        """How many rows of the table they are."""
        return 2 if self.parties else 1

    def cells(self) -> list[Cell]:
        """The heads as cells, those beside the one over the parties down both rows."""
        if not self.parties:
            return [_cell(0, col, _text(head)) for col, head in enumerate(self.columns)]
        first = len(self.columns) - self.parties
        beside = [_cell(0, col, _text(head), rowspan=2) for col, head in enumerate(self.columns[:first])]
        below = [_cell(1, col, _text(head)) for col, head in enumerate(self.columns[first:], start=first)]
        return [*beside, _cell(0, first, text_of(self.over), colspan=self.parties), *below]


def heads_at(lines: Sequence[Line], begin: int, measure: Measure) -> Heads | None:
    """The heads that begin in a line: one line, or two, or three, that hold nothing but known ones; None for others."""
    return _with_parties(lines, begin, measure) or _in_one_row(lines, begin, measure)


def _in_one_row(lines: Sequence[Line], begin: int, measure: Measure) -> Heads | None:
    single = runs_of(words(lines[begin], measure), numbered=False)
    for cut in (fields(lines[begin], measure), single):
        heads: list[list[Run]] = [[run] for run in cut]
        if _are_known(heads):
            return Heads(heads, 1)
        if len(heads) > 1 and begin + 1 < len(lines):
            for run in runs_of(words(lines[begin + 1], measure), numbered=False):
                nearest = min(heads, key=lambda head: abs(head[0][0].begin - run[0].begin))
                nearest.append(run)
            if _are_known(heads):
                return Heads(heads, max(map(len, heads)))
    return None


def _with_parties(lines: Sequence[Line], begin: int, measure: Measure) -> Heads | None:
    """Heads of which the last, 役割分担, stands over the names of the parties, in a line of their own or beside the other heads."""
    for size in range(2, _ROWS_LINES + 1):
        *above, below = (fields(line, measure) for line in lines[begin : begin + size])
        parties = [run for run in below if _names_party(run)]
        if len(parties) < 2 or below[-len(parties) :] != parties or not all(above):
            continue
        runs = [part for line in above for run in line for part in _known_parts(run)]
        over = [run for run in runs if _kind([run]) == "roles"]
        if len(over) != 1:
            continue
        plain = sorted(([run] for run in runs if run not in over), key=lambda head: head[0][0].begin)
        beside = below[: len(below) - len(parties)]
        among = parties[0][0].begin <= over[0][-1].end and over[0][0].begin <= parties[-1][-1].end
        for heads in (_beside(plain, beside), _below(plain, beside)):
            kinds = [_kind(head) for head in heads]
            left = all(run[-1].end < parties[0][0].begin for head in heads for run in head)
            if among and left and "unknown" not in kinds and "content" in kinds:
                return Heads([*heads, *([run] for run in parties)], size, over[0], len(parties))
    return None


def _known_parts(run: Run) -> list[Run]:
    """A text of a line of heads, or its words where one blank parts two known heads (分野 取組の名称)."""
    words_apart: list[Run] = [[word] for word in run]
    known = _kind([run]) == "unknown" and all(_kind([word]) != "unknown" for word in words_apart)
    return words_apart if known else [run]


def _beside(heads: Sequence[Sequence[Run]], runs: Sequence[Run]) -> list[Sequence[Run]]:
    """The heads with further ones beside them."""
    return sorted([*heads, *([run] for run in runs)], key=lambda head: head[0][0].begin)


def _below(heads: Sequence[Sequence[Run]], runs: Sequence[Run]) -> list[Sequence[Run]]:
    """The heads, each text below as the second line of the one that is nearest."""
    found = [list(head) for head in heads]
    for run in runs:
        min(found, key=lambda head: abs(head[0][0].begin - run[0].begin)).append(run)
    return [*found]


def _names_party(run: Run) -> bool:
    """「甲」, 「甲（出雲市）」, 「出雲市」, 「乙の役割」."""
    key = matching_key(text_of(run).text)
    label = label_kind(key)
    named = is_position(key) or named_holder(key) is not None or (label.kind == "role" and bool(label.holder))
    return named or _PLACE.fullmatch(key) is not None


def _are_known(heads: Sequence[Sequence[Run]]) -> bool:
    kinds = [_kind(head) for head in heads]
    whole = all(len(head) <= _HEAD_LINES for head in heads)
    return whole and len(kinds) > 1 and "unknown" not in kinds and sum(kind in SPEAKS for kind in kinds) >= 2


def _text(head: Sequence[Run]) -> Located:
    return Located.joined([text_of(run) for run in head])


def _kind(head: Sequence[Run]) -> str:
    return label_kind(matching_key(_text(head).text)).kind


def _cell(row: int, col: int, text: Located, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(row, col, text, (text,), rowspan, colspan)
