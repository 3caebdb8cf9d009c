"""Sheets of a measure or project: labels down the left, beside each its text, or years with what stands below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from graph_build.documents.cells_down.texts import is_holder
from graph_build.documents.laid_out.beside import (
    are_heads,
    are_values,
    is_label_beside,
    is_text,
    name_before,
    values_below,
    wrapped,
    years_down,
)
from graph_build.documents.laid_out.cells import Paras, is_heading, table_of, together
from graph_build.documents.laid_out.columns import runs_of
from graph_build.documents.laid_out.grids import Grid, Run, year_heads
from graph_build.documents.laid_out.indicators import laid_out_indicators
from graph_build.documents.laid_out.labels import kinds
from graph_build.documents.laid_out.placed_years import placed_years
from graph_build.documents.laid_out.stops import fitted
from graph_build.documents.laid_out.titles import is_title, title_above
from graph_build.documents.laid_out.words import (
    Measure,
    Word,
    ems,
    fields,
    is_justified,
    measures,
    text_of,
    words,
)
from graph_build.documents.lines.paragraphs import starts_anew
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located, Table
from graph_build.text.key import matching_key
from graph_build.text.money import unit_of_label
from graph_build.text.plan_labels import PARTS_OF_PROJECTS

_PROJECT = frozenset(("participants", "budget", "schedule", "subsidy"))
_SENTENCES = frozenset(("content", "role", "roles", "effect"))
_DATED = frozenset(("budget", "schedule"))
_ENDS = tuple("。．）)」』】－―-")
_SHORT = 1.6
_LABEL_LINES = 3
_SHORTEST = 4
"""Letters in the first line of a label that goes on."""
_ROLE_LINES = 6
"""Lines that may stand above a label of roles beside the middle of them."""


@dataclass(slots=True)
class _Row:
    label: list[Sequence[Word]]
    body: list[Run] = field(default_factory=list)
    beside: list[Line] = field(default_factory=list)
    """The lines of the body, blanks in the place of the label."""
    titled: bool = False
    """Whether it is the title above a measure's labels."""

    def add(self, line: Line, body: Run) -> None:
        """Take what stands beside the label in a line."""
        if body:
            at = body[0].text.start - line.start
            paged = len(line.text) - len(line.text.lstrip("\f"))
            self.body.append(body)
            self.beside.append(Line("\f" * paged + " " * (at - paged) + line.text[at:], line.start))

    @property
    def text(self) -> Located:
        return Located.joined([text_of(run) for run in self.label])

    @property
    def kinds(self) -> frozenset[str]:
        return kinds(self.text.text)


def labelled_sheet(
    lines: Sequence[Line], begin: int, aside: Collection[int] = ()
) -> tuple[int, Table] | None:
    """The sheet whose first label, or the title above it, stands in line ``begin``: the line behind it and the table;
    None if there is none, or its rows are not settled."""
    line = lines[begin]
    if "\t" in line.text or line.blank:
        return None
    for measure in measures(lines):
        first = words(line, measure)
        sheet = _Sheet(first[0].begin, measure)
        end = sheet.take(lines, begin, aside)
        rows = sheet.cells() if end else None
        if end and rows:
            return end, table_of(rows)
    return None


@dataclass(slots=True)
class _Sheet:
    """Gathers the rows of a sheet, then makes their cells."""

    margin: int
    measure: Measure
    rows: list[_Row] = field(default_factory=list)
    width: float = 0.0
    """Ems of the widest line of a text."""
    column: int = 0
    """Where the texts beside the labels begin."""

    # --- rows ---

    def take(self, lines: Sequence[Line], begin: int, aside: Collection[int]) -> int | None:
        """Take the lines from ``begin`` on as far as they go; the line behind them, None if they are no sheet."""
        end = begin
        for i in together(lines, begin, aside):
            if not self._takes(lines, i, aside):
                break
            end = i + 1
        behind = next((line for line in lines[end:] if not line.blank and line.start not in aside), None)
        captioned = behind is not None and _heads_payers(words(behind, self.measure))
        while self.rows and (self.rows[-1].titled or (captioned and not self.rows[-1].body)):
            end -= len(self.rows.pop().label)
        return end if self._is_told() else None

    def _takes(self, lines: Sequence[Line], i: int, aside: Collection[int]) -> bool:
        line = words(lines[i], self.measure)
        last = self.rows[-1] if self.rows else None
        if last is not None and (are_heads(fields(lines[i], self.measure)) or _heads_payers(line)):
            return False
        if line[0].begin > self.margin + 1:
            if last is None:
                return False
            if last.label and last.body and self._begins_roles(lines, i):
                last = _Row([])
                self.rows.append(last)
            last.add(lines[i], line)
            return True
        label = tuple(runs_of(line, numbered=False)[0])
        body = line[len(label) :]
        if last is not None and not last.label:
            last.label.append(label)
            last.add(lines[i], body)
            return True
        own = text_of(label).text
        heading = is_heading(lines[i], self.measure) and not kinds(own) and unit_of_label(own) is None
        rest = last is not None and bool(last.body) and not last.kinds and self._goes_on(last, label)
        if not heading and not rest and body and (year_heads(body) or self._labels(lines, i, label)):
            self.rows.append(_Row([label]))
            self.rows[-1].add(lines[i], body)
        elif not heading and last is not None and last.body and self._goes_on(last, label):
            last.label.append(label)
            last.add(lines[i], body)
        elif last is not None and not body and self._is_empty(lines, i):
            self.rows.append(_Row([label]))
        elif self._titles(lines, i, aside):
            anew = (
                last is None
                or last.body
                or not self._fills(last.label[-1])
                or starts_anew(text_of(line).text)
            )
            if anew:
                self.rows.append(_Row([line], titled=True))
            elif last is not None:
                last.label.append(line)
        else:
            return False
        return True

    def _begins_roles(self, lines: Sequence[Line], i: int) -> bool:
        """Whether a line is who does what, above the label of roles that stands beside the middle of such lines."""
        line = words(lines[i], self.measure)
        begin = name_before(line)
        name = "".join(word.text.text for word in line if begin is not None and word.begin < begin)
        if not is_holder(matching_key(name)) or self.rows[-1].kinds & {"role", "roles"}:
            return False
        below = (words(one, self.measure) for one in lines[i + 1 : i + 1 + _ROLE_LINES] if not one.blank)
        label = next((one for one in below if one[0].begin <= self.margin + 1), ())
        return bool(label) and "roles" in kinds(text_of(runs_of(label, numbered=False)[0]).text)

    def _goes_on(self, row: _Row, label: Sequence[Word]) -> bool:
        rest = text_of(label)
        if label[-1].end >= max((line[0].begin for own in self.rows for line in own.body), default=0):
            return False  # it reaches into the column of the texts
        broken = self._fills(row.label[-1]) or rest.text.startswith(
            ("(", "（")
        )  # 「事業費」 above 「（千円）」
        whole = Located.joined([row.text, rest])
        broken = broken or not (row.kinds or row.text.text in ("年度", "年"))
        return len(row.label) < _LABEL_LINES and broken and bool(kinds(whole.text))

    def _is_empty(self, lines: Sequence[Line], i: int) -> bool:
        """Whether a line is a label of a project with nothing beside it: the next one begins at the margin, too."""
        below = next((words(line, self.measure) for line in lines[i + 1 :] if not line.blank), ())
        at_margin = not below or below[0].begin <= self.margin + 1
        return at_margin and bool(kinds(lines[i].text.strip()) & PARTS_OF_PROJECTS)

    def _labels(self, lines: Sequence[Line], i: int, label: Sequence[Word]) -> bool:
        """Whether a text at the margin is a known label, or begins one that goes on in the lines below."""
        parts = [text_of(label).text]
        if kinds(parts[0]):
            return True
        for line in () if len(parts[0]) < _SHORTEST else lines[i + 1 : i + 1 + _LABEL_LINES]:
            below = words(line, self.measure)
            if below and below[0].begin <= self.margin + 1:
                parts.append(text_of(runs_of(below, numbered=False)[0]).text)
                if kinds("".join(parts)):
                    return True
        return False

    def _titles(self, lines: Sequence[Line], i: int, aside: Collection[int]) -> bool:
        """Whether a line is one of a title above the first label of a measure."""
        titles = title_above(lines, i, aside, self.margin, self.measure)
        widest = max((ems(run) for row in self.rows for run in row.label), default=0.0)
        return is_title(titles, widest)

    def _fills(self, title: Sequence[Word]) -> bool:
        widest = max(ems(run) for row in self.rows for run in row.label)
        return is_justified(title) or ems(title) >= widest - _SHORT

    def _is_told(self) -> bool:
        if not all(row.label for row in self.rows):
            return False
        apart = any(row.body and row.body[0][0].begin - row.label[0][-1].end > 1 for row in self.rows)
        if not apart and all(len(row.body) < 2 for row in self.rows):
            return False  # one blank between a label and its text is no column
        said = {kind for row in self.rows for kind in row.kinds}
        labelled = sum(bool(row.body) for row in self.rows)
        return ("content" in said and bool(said & {"role", "roles"})) or (
            labelled >= 3 and bool(said & _PROJECT)
        )

    # --- cells ---

    def cells(self) -> list[list[Paras]] | None:
        """The cells of the rows; None where lines contradict the way they were read."""
        texts = [line for row in self.rows for line in row.body if not year_heads(line)]
        self.width = max((ems(line) for line in texts if is_text(line)), default=0.0)
        begins = Counter(line[0].begin for row in self.rows for line in row.body)
        self.column = max(begins, key=lambda at: begins[at], default=0)
        grid: Grid | None = None
        done: list[list[Paras]] = []
        behind = 0
        for at, row in enumerate(self.rows):
            if at < behind:
                continue
            placed = self._placed_years(at)
            if placed:
                behind = at + len(placed)
                for own, below in zip(self.rows[at:behind], placed, strict=True):
                    done += [[[own.text] if i == 0 else [], *cells] for i, cells in enumerate(below)]
                continue
            found = self._cells(row, grid)
            if found is None:
                return None
            grid, cells = found
            done += cells
        return done

    def _placed_years(self, at: int) -> list[list[list[Paras]]] | None:
        """The cells beside a label with years, and beside those below it that have theirs under these years."""
        first = self.rows[at]
        if "kpi" in first.kinds or not first.body or not _may_be_years(first.body[0]):
            return None
        end = at + 1
        while (
            end < len(self.rows) and self.rows[end].kinds & _DATED and not year_heads(self.rows[end].body[0])
        ):
            end += 1
        for behind in range(end, at, -1):
            found = placed_years([row.beside for row in self.rows[at:behind]], self.measure, self.column)
            if found and (behind == end or self._placed_years(behind)):
                return found
        return None

    def _cells(self, row: _Row, grid: Grid | None) -> tuple[Grid | None, list[list[Paras]]] | None:
        """The cells of a row below the years of a grid, or of its own, and the years for the rows behind."""
        heads = year_heads(row.body[0]) if row.body else []
        grid = Grid(heads) if heads else grid
        if not row.body:
            cells: list[list[Paras]] | None = [[[row.text], []]]
        elif "kpi" in row.kinds and len(row.body) > 1:
            cells = _indicators(row, self.column, self.measure)
        elif heads and grid:
            first: list[Paras] = [[text_of(head)] for head in heads]
            below = values_below(grid, row.body[1:])
            cells = None if below is None else [[[row.text], *first], *([[], *one] for one in below)]
        elif grid and row.kinds & _DATED and are_values(row.body[0]) and not self._is_one_text(row):
            below = values_below(grid, row.body)
            cells = None if not below else [[[row.text], *below[0]], *([[], *one] for one in below[1:])]
        elif row.kinds & _DATED and (down := years_down(row.beside, self.measure)):
            cells = [[[row.text] if at == 0 else [], *line] for at, line in enumerate(down)]
        else:
            cells = self._texts(row)
        return None if cells is None else (grid, cells)

    def _is_one_text(self, row: _Row) -> bool:
        """Whether words (調整中), no figure, stand where the texts beside labels begin."""
        alone = len(row.body) == len(row.body[0]) == 1
        return alone and row.body[0][0].text.text.isalpha() and row.body[0][0].begin == self.column

    def _texts(self, row: _Row) -> list[list[Paras]] | None:
        """The rows of a label with one text, with names and a text for each, or with another label and its text."""
        first = row.body[0]
        beside = next((at for at in range(1, len(first) - 1) if is_label_beside(first, at)), 0)
        if beside:
            cut = first[beside].begin
            values = [tuple(word for word in line if word.begin < cut) for line in row.body]
            others = [tuple(word for word in line if word.begin >= cut) for line in row.body]
            label, others[0] = others[0][0], others[0][1:]
            return [[[row.text], *wrapped(values), [label.text], *wrapped(others)]]
        named = name_before(first) if row.kinds & {"roles"} else None
        if named is not None:
            return self._named(row, named)
        paras = self._paras(row.body, sentences=bool(row.kinds & _SENTENCES))
        return None if paras is None else [[[row.text], paras]]

    def _named(self, row: _Row, begin: int) -> list[list[Paras]] | None:
        """A row for each name, whose text begins in a column of its own; a name goes on where it fills its column."""
        columns = fitted(row.beside, self.measure, 1, self.column)
        parted = columns is not None and len(columns[0].starts) == 2 and len(columns[1]) == len(row.body)
        found: list[tuple[list[Sequence[Word]], list[tuple[Word, ...]]]] = []
        for at, line in enumerate(row.body):
            name = tuple(word for word in line if word.begin < begin - 1)
            if parted and columns is not None:
                name = columns[1][at][0]
            if name:
                found.append(([name], []))
            found[-1][1].append(line[len(name) :])
        rows: list[list[Paras]] = []
        for names, texts in found:
            whole = Located.joined([text_of(name) for name in names])
            rows.append([[] if rows else [row.text], [whole], *wrapped(texts)])
        return rows

    def _paras(self, body: Sequence[Run], *, sentences: bool) -> Paras | None:
        """The paragraphs of a text; None where a line goes on with one that did not fill its column."""
        paras: Paras = []
        above: Run = ()
        for line in body:
            text = text_of(line)
            full = bool(above) and (is_justified(above) or ems(above) >= self.width - _SHORT)
            ended = bool(above) and paras[-1].text.endswith(_ENDS)
            if not above or (ended and (not full or starts_anew(text.text))):
                paras.append(text)
            elif full:
                paras[-1] = Located.joined([paras[-1], text])
            elif sentences:
                paras[-1] = Located.joined([paras[-1], text])  # somebody broke the line
            else:
                return None
            above = line
        open_end = sentences and (is_justified(above) or ems(above) >= self.width - _SHORT)
        return None if open_end and len(body) > 1 and not paras[-1].text.endswith(_ENDS) else paras


def _heads_payers(line: Run) -> bool:
    """Whether a line is the head of a table of its own: of those who pay (市町名), and of years."""
    return bool(line) and bool(kinds(line[0].text.text) & {"payer", "place"}) and bool(year_heads(line[1:]))


def _may_be_years(line: Run) -> bool:
    """Whether a line may be one of heads of years: it holds figures, and no sentence."""
    text = text_of(line).text
    return "。" not in text and any(sign.isdigit() for sign in text)


def _indicators(row: _Row, first: int, measure: Measure) -> list[list[Paras]] | None:
    """The cells of a table of indicators beside a label."""
    found = laid_out_indicators(row.beside, 0, (), first, (measure,))
    if found is None or found[0] < len(row.beside):
        return None
    table = found[1]
    rows = [[list(cell.paras) for cell in table.row(at)] for at in range(table.rows)]
    return [[[row.text], *rows[0]], *([[], *cells] for cells in rows[1:])]
