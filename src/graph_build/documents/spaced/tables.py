"""Tables whose columns are kept apart by blanks only, as text extraction lays them out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graph_build.documents.lines.physical import Gap as GapAbove
from graph_build.documents.lines.physical import Line
from graph_build.documents.lines.side_by_side import ENDLESS, Gap, cut_at, gaps, shared
from graph_build.documents.model import Cell, Located, Table
from graph_build.documents.spaced.tight import FIGURE, table_of, tight_table
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import PARTS_OF_PROJECTS, YEAR_HEAD, label_kinds

_SPEAKS = ("content", "role", "roles")
_SPACED = re.compile(r"\S+(?:[ 　]\S+)*")
"""A text that two blanks or more end."""


def spaced_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none.

    Only a line of known heads (取組の内容, 甲の役割) begins one. It goes on as long as its gutters stay blank, over
    the lines of the page (``aside``: where they begin) too. Blank lines divide the rows; without any, a row begins
    where all its columns do and the one above ends its sentences.
    """
    heads = _heads(lines[begin])
    if heads is None:
        return None
    found = []
    for even in (False, True):
        read = _Columns(heads, even).read(lines, begin, aside)
        if read is not None:
            found.append((read[0], _below_heads(lines[begin : read[0]], even), read[1]))
    if not found:
        return None
    end, _, rows = max(found, key=lambda one: one[:2])
    return end, table_of(rows)


def _below_heads(lines: Sequence[Line], even: bool) -> int:
    """How many texts of these lines begin where a head of the first one does."""
    begins = [{gap.end for gap in gaps(line, even=even)} for line in lines if not line.blank]
    return sum(len(begins[0] & found) for found in begins[1:])


def _heads(line: Line) -> list[str] | None:
    """The kinds of the heads in a line of nothing but known ones; None for others."""
    if "\t" in line.text or line.blank:
        return None
    words = [part.text for part in cut_at(line, gaps(line))]
    kinds = [label_kind(matching_key(word)).kind for word in words]
    speaking = sum(kind in _SPEAKS for kind in kinds)
    return list(kinds) if len(words) >= 2 and "unknown" not in kinds and speaking >= 2 else None


@dataclass(slots=True)
class _Columns:
    """Reads the rows below a line of heads; ``even``: every character is one column wide."""

    kinds: Sequence[str]
    even: bool
    gutters: Sequence[Gap] = ()

    def read(
        self, lines: Sequence[Line], begin: int, aside: Collection[int]
    ) -> tuple[int, list[list[Located]]] | None:
        """The line behind the table, and its rows, the heads first; None where the gutters do not stay blank."""
        end = self._extent(lines, begin, aside)
        if len(self.gutters) != len(self.kinds) - 1:
            return None
        rows = [self._row(group) for group in self._groups(lines[begin + 1 : end], aside)]
        return (end, [[part.strip() for part in self._parts(lines[begin])], *rows]) if rows else None

    def _parts(self, line: Line) -> list[Located]:
        return cut_at(line, self.gutters, even=self.even)

    def _extent(self, lines: Sequence[Line], begin: int, aside: Collection[int]) -> int:
        """Find the gutters that stay blank; the line behind the last that keeps them."""
        self.gutters = gaps(lines[begin], even=self.even)
        end = begin + 1
        for i in range(begin + 1, len(lines)):
            line = lines[i]
            if line.blank or line.start in aside:
                continue
            if "\t" in line.text or matching_key(line.text) == matching_key(lines[begin].text):
                break
            if lines[i - 1].blank and _begins_sheet(line):
                break
            narrowed = shared(self.gutters, gaps(line, outer=True, even=self.even))
            alone = sum(bool(part.text.strip()) for part in cut_at(line, narrowed, even=self.even)) == 1
            if len(narrowed) < len(self.kinds) - 1 or (alone and parse_marker(line.text.strip())):
                break
            self.gutters, end = narrowed, i + 1
        return end

    def _groups(self, lines: Sequence[Line], aside: Collection[int]) -> Iterator[list[Line]]:
        """The lines of each row; one that goes on behind the end of a page has nothing in its first column there."""
        spaced = list(_with_gaps(lines, aside))
        divided = any(gap == "blank" for gap, _ in spaced)
        group: list[Line] = []
        for gap, line in spaced:
            if gap == "furniture":
                begins = bool(self._parts(line)[0].text.strip())
            else:
                begins = gap == "blank" or (not divided and bool(group) and self._begins_row(line, group))
            if group and begins:
                yield group
                group = []
            group.append(line)
        if group:
            yield group

    def _begins_row(self, line: Line, group: Sequence[Line]) -> bool:
        """Whether all contents and roles begin in a line, and those above have ended their sentences."""
        speaking = [col for col, kind in enumerate(self.kinds) if kind in _SPEAKS]
        here, above = self._parts(line), self._row(group)
        ended = all(above[col].text.rstrip().endswith("。") for col in speaking if above[col])
        return ended and all(here[col].text.strip() for col in speaking)

    def _row(self, group: Sequence[Line]) -> list[Located]:
        columns = list(zip(*(self._parts(line) for line in group), strict=True))
        return [Located.joined([part.strip() for part in column if part.text.strip()]) for column in columns]


def _begins_sheet(line: Line) -> bool:
    """Whether a line is a label of a project with its text beside it."""
    fields = _fields(line)
    return len(fields) == 2 and not label_kinds(matching_key(fields[0])).isdisjoint(
        ("title", *PARTS_OF_PROJECTS)
    )


def _with_gaps(lines: Sequence[Line], aside: Collection[int]) -> Iterator[tuple[GapAbove, Line]]:
    """The filled lines, each with what stands above it."""
    gap: GapAbove = ""
    for line in lines:
        if line.start in aside:
            gap = "furniture"
        elif line.blank:
            gap = gap or "blank"
        else:
            yield gap, line
            gap = ""


def figure_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table of figures whose head is line ``begin`` (and the next, if that is a head, too): the line behind it and
    the table; None if there is none.

    Its rows are a label and two figures or more (one below 市町村名), apart by two blanks or more, under heads for all of
    them, which one wide blank may keep apart. Where every line has as many texts as the head, they are the columns in
    order; else the columns lie between what stays blank.
    """
    if _is_year_line(lines[begin]) and _is_bare_figures(lines, begin + 1, len(_fields(lines[begin]))):
        end = begin + 2
        while _is_bare_figures(lines, end, len(_fields(lines[begin]))):
            end += 1
        return end, table_of(_in_order(lines[begin:end], len(_fields(lines[begin]))))
    tight = tight_table(lines, begin, aside)
    if tight is not None:
        return tight
    least = 1 if "place" in label_kinds(matching_key(next(iter(_fields(lines[begin])), ""))) else 2
    body = next((begin + rows for rows in (1, 2) if _is_figure_line(lines, begin + rows, least)), None)
    if body is None or _is_figure_line(lines, begin):
        return None
    wide = len(_fields(lines[body]))
    end = body
    while _is_figure_line(lines, end, least) or (end < len(lines) and len(_fields(lines[end])) == wide > 2):
        end += 1
    heads = lines[begin:body]
    if any(not _heads_columns(head, wide) or "。" in head.text for head in heads):
        return None
    rows = _in_order(lines[begin:end], wide) or _at_gutters(lines[begin:end], wide)
    if not rows:
        return None
    return end, table_of(rows)


def _is_year_line(line: Line) -> bool:
    """Whether a line holds nothing but years, three or more, or two and their total."""
    keys = [fold(field).text for field in _fields(line)]
    years = [YEAR_HEAD.fullmatch(key) is not None for key in keys]
    return (
        sum(years) >= 2
        and len(keys) >= 3
        and all(year or "total" in label_kinds(key) for key, year in zip(keys, years, strict=True))
    )


def _is_bare_figures(lines: Sequence[Line], at: int, wide: int) -> bool:
    """Whether a line holds this many figures and no label."""
    fields = _fields(lines[at]) if at < len(lines) else []
    return len(fields) == wide and all(map(FIGURE.fullmatch, fields))


def _in_order(lines: Sequence[Line], wide: int) -> list[list[Located]]:
    """The texts of each line, where all lines have as many; else none."""
    rows = [
        [line.located[found.start() : found.end()] for found in _SPACED.finditer(line.text)] for line in lines
    ]
    return rows if all(len(row) == wide for row in rows) else []


def _at_gutters(lines: Sequence[Line], wide: int) -> list[list[Located]]:
    """The parts of each line between the columns that are blank in all of them; none where these are too few or many."""
    gutters = gaps(lines[0], outer=True, least=1)
    for line in lines[1:]:
        gutters = shared(gutters, gaps(line, outer=True, least=1))
    inner = [gap for gap in gutters if gap.begin > 0 and gap.end < ENDLESS]
    return (
        [[part.strip() for part in cut_at(line, inner)] for line in lines] if len(inner) == wide - 1 else []
    )


def _fields(line: Line) -> list[str]:
    """The texts of a line that two blanks or more keep apart."""
    return re.split(r"[ 　]{2,}", line.text.strip()) if not line.blank and "\t" not in line.text else []


def _heads_columns(line: Line, wide: int) -> bool:
    """Whether a line has a head for each column (but for that of the labels), apart by two blanks or by a wide one."""
    return any(
        wide - 1 <= len(fields) <= wide
        for fields in (_fields(line), re.split(r"[ 　]{2,}|　", line.text.strip()))
    )


def _is_figure_line(lines: Sequence[Line], at: int, least: int = 2) -> bool:
    """Whether a line is a label with figures behind it (``least``), and nothing that reads like a sentence."""
    fields = _fields(lines[at]) if at < len(lines) else []
    if len(fields) < least + 1 or FIGURE.fullmatch(fields[0]) or any("。" in field for field in fields):
        return False
    return sum(FIGURE.fullmatch(field) is not None for field in fields[1:]) >= least


def further_rows(lines: Sequence[Line], begin: int, table: Table) -> tuple[int, Table] | None:
    """A table of figures with the rows that go on behind a page break, without their head; None if none does."""
    end = begin
    while _is_figure_line(lines, end) and len(_fields(lines[end])) == table.cols:
        end += 1
    cells = list(table.cells)
    for row, line in enumerate(lines[begin:end], start=table.rows):
        for col, found in enumerate(_SPACED.finditer(line.text)):
            text = line.located[found.start() : found.end()]
            cells.append(Cell(row, col, text, (text,)))
    return (end, Table(tuple(cells), table.rows + end - begin, table.cols)) if end > begin else None
