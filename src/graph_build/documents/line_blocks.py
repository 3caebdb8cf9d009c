"""Consecutive lines of any reader to blocks: tables by tabs, pipes, blanks or drawn characters, and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_build.documents.cells_down.tables import Down, cells_down
from graph_build.documents.lines.paragraphs import Flow
from graph_build.documents.lines.physical import Line, is_pipe_row, is_pipe_rule, is_tab_row
from graph_build.documents.model import (
    Block,
    BlockStyle,
    Document,
    Figure,
    Ignored,
    Located,
    Paragraph,
    Table,
)
from graph_build.documents.parted.loose_rows import headed, rest_of_row
from graph_build.documents.parted.plain import rest_joined
from graph_build.documents.spaced.tables import further_rows
from graph_build.documents.tables.captions import captions_out, numbered, without_row_above
from graph_build.documents.tables.cell_lines import with_soft_ends
from graph_build.documents.tables.cut_rows import is_row_across, lines_of_row, with_line
from graph_build.documents.tables.shown import drawn_table, set_with_blanks
from graph_build.documents.tables.tabs import (
    Row,
    continues,
    lost_first_cell,
    make_table,
    paragraphs_of,
    split_row,
)
from graph_build.documents.tables.tagged import tagged_figure, tagged_table
from graph_build.documents.tables.wordings import two_wordings
from graph_build.records.problems import Problem

_FIGURE = re.compile(r"[-－▲△]?[0-9０-９][0-9０-９,，.．]*\s*[%％円]?|[-－ー―─]")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_THEMATIC_BREAK = re.compile(r"\s{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BULLET = re.compile(r"\s*[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"\s{0,3}>(?:[ \t]|(?=　|$))")
_CAPTION = re.compile(r"\s{0,3}(?:Table)?: +(?=\S)")
_MARKUP: tuple[tuple[re.Pattern[str], BlockStyle], ...] = (
    (_HEADING, "heading"),
    (_BULLET, "item"),
    (_QUOTE, "plain"),
)


def cells_inferred(document: Document, heads: Sequence[Line]) -> tuple[Problem, ...]:
    """The document's tables, by the lines of their heads, of which the cells were parted by how they fit together."""
    return tuple(
        Problem("cells_inferred", line.text.strip(), place=document.span(line.start, line.end))
        for line in heads
    )


def cells_unsettled(document: Document, tables: Sequence[Table]) -> tuple[Problem, ...]:
    """The document's tables whose cells stand one below the other and may be parted in no way, or in several."""
    return tuple(
        Problem(
            "cells_unsettled",
            table.cells[0].text.text,
            place=document.span_of(*(c.text for c in table.cells)),
        )
        for table in tables
    )


@dataclass(slots=True)
class LineBlocks:
    """Reads ``lines``, blank ones among them, into ``blocks``; ``ignored``, ``inferred`` and ``unsettled`` are what it has to tell."""

    lines: Sequence[Line]
    flow: Flow
    starts: Sequence[int] = ()
    """Raw offsets of the pages; empty: no pages known."""
    as_typed: bool = True
    """Whether blanks, tabs and Markdown are the author's: those of a PDF are not, its tables are told by where texts stand."""
    plain: bool = False
    """Whether this is a text file: it may hold tags, and a line of one blank stands for a lost figure."""
    laid_out: bool = False
    """Whether blanks of a text file show its pages as they were, column by column."""
    aside: Mapping[int, Ignored] = field(default_factory=dict)
    """Lines that are no content, by where they begin."""
    blocks: list[Block] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    inferred: list[Line] = field(default_factory=list)
    """Heads of tables of which the cells were parted by how they fit together."""
    unsettled: list[Table] = field(default_factory=list)
    """Tables whose cells stand one below the other and could not be parted: they have one column."""
    repeats: bool = False
    """Whether the text comes from a program that prints merged cells in each of their places."""
    broken: bool = False
    """Whether the cells of its rows keep the ends of the printed lines."""
    rows: list[Row] = field(default_factory=list)
    behind: str = ""
    """What stands between the first of them and the block above: the end of a page (``furniture``), a blank line, nothing."""
    wide: int = 0
    """The columns of an open table without heads, by the rule above it; rows that are short of them lie beside spanning cells."""
    gap: str = ""
    cut: int = 0
    """The line behind those that go on with the last row."""

    def read(self) -> LineBlocks:
        """Take all lines."""
        behind = 0
        for i, line in enumerate(self.lines):
            if i < behind:
                continue
            if line.blank:
                self._blank(line)
            elif self.as_typed and line.text.strip() == ">":
                self.ignored.append(Ignored(line.start, line.end, "markup"))
                self._blank(line)
            elif line.start in self.aside:
                self.ignored.append(self.aside[line.start])
                self.gap = "furniture"
            elif (taken := self._row_ended(i) or self._laid_out(i)) is not None:
                behind = taken
            else:
                self._filled(i, line)
        self._close()
        return self

    def _blank(self, line: Line) -> None:
        self.gap = self.gap or "blank"
        if self.plain and line.text.strip("\f") == " " and not self.rows:
            self._close()
            self.blocks.append(Figure(line.located))

    def _laid_out(self, i: int) -> int | None:
        """Take the table drawn with characters or blanks that begins or goes on here; the line behind it."""
        if is_pipe_row(self.lines[i]):
            return None
        last = self.blocks[-1] if self.blocks and not self.rows and not self.flow.open else None
        if isinstance(last, Table) and self.gap == "furniture":
            further = further_rows(self.lines, i, last)
            if further is not None:
                self.blocks[-1], self.gap = further[1], "blank"
                return further[0]
        if self.plain and (figure := tagged_figure(self.lines, i)):
            return self._figure(*figure)
        if self.plain and (tagged := tagged_table(self.lines, i)):
            self.ignored += tagged.ignored
            self._close()
            self.blocks += [Paragraph(text) for text in tagged.caption]
            return self._table(i, tagged.end, with_soft_ends(tagged.table) if self.broken else tagged.table)
        drawn = drawn_table(self.lines, i)
        if drawn is None and (drawn := two_wordings(self.lines, i)):
            self.inferred.append(self.lines[i])
        spaced = None
        if self.as_typed and not drawn:
            spaced = set_with_blanks(self.lines, i, self.aside, laid_out=self.laid_out)
        if drawn:
            end, table, markup = drawn
            self.ignored += markup
        elif spaced:
            end, table, inferred = spaced
            self.inferred += [self.lines[i]] * inferred
        elif self.as_typed and (down := cells_down(self.lines, i, self.aside)):
            return self._down(i, down)
        else:
            return None
        self._close()
        return self._table(i, end, table)

    def _figure(self, end: int, words: Located, markup: Sequence[Ignored]) -> int:
        """Take a picture in tags; the line behind it."""
        self._close()
        self.ignored += markup
        if words:
            self.blocks.append(Figure(words))
        self.gap = "blank"
        return end

    def _table(self, i: int, end: int, table: Table) -> int:
        """Take the table of lines ``i`` to ``end``, or add it to the one that it goes on with; the line behind it."""
        self.ignored += [self.aside[line.start] for line in self.lines[i:end] if line.start in self.aside]
        last = self.blocks[-1] if self.blocks else None
        whole = rest_joined(last, table, paged=self.gap == "furniture") if isinstance(last, Table) else None
        if whole:
            self.blocks[-1] = whole[0]
            self.ignored += whole[1]
        else:
            self.blocks.append(table)
        self.gap = "blank"
        return end

    def _down(self, i: int, down: Down) -> int:
        """Take a table whose cells stand one below the other; the line behind it."""
        self.ignored += down.repeated
        self._close()
        if down.settled:
            self.inferred.append(self.lines[i])
            return self._table(i, down.end, down.table)
        self.ignored += [
            self.aside[line.start] for line in self.lines[i : down.end] if line.start in self.aside
        ]
        self.unsettled.append(down.table)
        self.blocks.append(down.table)
        self.gap = "blank"
        return down.end

    def _filled(self, i: int, line: Line) -> None:
        if is_pipe_rule(line) and self._below_head():
            self.ignored.append(Ignored(line.start, line.end, "markup"))
            self._without_empty_head()
        elif self.as_typed and _THEMATIC_BREAK.match(line.text):
            self._close()
            self.ignored.append(Ignored(line.start, line.end, "markup"))
        elif self.rows and not self.gap and self._in_row(i):
            self.rows[-1] = with_line(self.rows[-1], self.lines[i - 1], line)
        elif self.wide and not self.gap and is_pipe_row(line):
            row = split_row(line)
            short = max(0, self.wide - len(row.fields))
            self.rows.append(replace(row, shift=short, spanned=short > 0))
        elif is_pipe_row(line) or (is_tab_row(line) and self._belongs_to_table(i)):
            self._row(split_row(line), i + 1)
        elif self.rows and not self.gap and (self._short_row(i) or is_row_across(self.rows, self.lines, i)):
            self._row(Row((line.located,)), i + 1)
        elif not self._caption(line):
            self._text(line)
        self.gap = ""

    def _belongs_to_table(self, i: int) -> bool:
        """A line that only begins with one tab is a row beside other rows, and indented text elsewhere."""
        line = self.lines[i]
        if not self.plain and not self.rows and self._alone(i):
            return False
        if "\t" in line.text.lstrip("\t") or line.text.startswith("\t\t"):
            return True
        following = next((other for other in self.lines[i + 1 :] if not other.blank), None)
        return bool(self.rows) or (self.plain and following is not None and is_tab_row(following))

    def _alone(self, i: int) -> bool:
        """Whether no other row stands below, up to a blank line or right behind it: a tab alone makes no table.

        A row of three cells or more is one (of an annex, in the words of an amendment).
        """
        if sum(bool(part.strip()) for part in self.lines[i].text.split("\t")) > 2:
            return False
        below = self.lines[i + 1 :]
        end = next((k for k, line in enumerate(below) if line.blank), len(below))
        behind = next((line for line in below[end:] if not line.blank and line.start not in self.aside), None)
        return not any(map(is_tab_row, below[:end])) and not (behind and is_tab_row(behind))

    def _heads_table(self, i: int) -> bool:
        """Whether a piped row has the rule of dashes below it: in Markdown it is the head of a table."""
        return i + 1 < len(self.lines) and is_pipe_row(self.lines[i]) and is_pipe_rule(self.lines[i + 1])

    def _below_head(self) -> bool:
        """Whether the last row is a head: the first of its table, or the same printed again behind the end of a page."""
        again = len(self.rows) > 1 and not self.gap and self.rows[-1].keys == self.rows[0].keys
        return len(self.rows) == 1 or again

    def _without_empty_head(self) -> None:
        """Drop a head without words, as a program puts it above a table that has none: it only tells how wide the table is."""
        head = self.rows[0]
        if len(self.rows) == 1 and not any(head.keys):
            self.rows, self.wide = [], len(head.fields)
            self.ignored += [Ignored(field.start, field.end, "markup") for field in head.fields if field]

    def _row(self, row: Row, below: int) -> None:
        """Take a row; ``below`` is the line under it, which may go on with its last cell."""
        if self.rows and self.gap:
            head = self._heads_table(below - 1) and row.keys != self.rows[0].keys
            joined = None if head else continues(self.rows, row, over_page=self.gap == "furniture")
            if joined is None:
                self._close()
            row = replace(joined, paged=self.gap == "furniture") if joined else row
        elif self.rows and lost_first_cell(self.rows, row) and not self._filled_below(row, below):
            row = Row(row.fields, shift=1)
        if not self.rows:
            self._close()
            self.behind = self.gap
        self.rows.append(row)

    def _filled_below(self, row: Row, below: int) -> bool:
        """Whether the lines under a row that is short of cells bring the rest of them."""
        lines = self.lines
        return (
            below < len(lines)
            and not lines[below].blank
            and lines_of_row([*self.rows, row], lines, below) > 0
        )

    def _in_row(self, i: int) -> bool:
        """Whether a line goes on with the row above: known from that row's first further line on; no figure goes on."""
        figure = _FIGURE.fullmatch(self.rows[-1].fields[-1].text.strip())
        if i >= self.cut and not figure and not _HEADING.match(self.lines[i].text):
            self.cut = i + lines_of_row(self.rows, self.lines, i)
        return i < self.cut

    def _row_ended(self, i: int) -> int | None:
        """Take the lines behind the end of a page that are the rest of the last row above it; the line behind them."""
        behind_page = (
            self.rows[-1:]
            and self.rows[-1].piped
            and (self.repeats or self.broken or self.gap == "furniture")
        )
        found = rest_of_row(self.rows, self.lines, i) if behind_page and self.gap else None
        if found is None:
            return None
        self.rows[-1] = found[1]
        return found[0]

    def _short_row(self, i: int) -> bool:
        """Whether a line without tabs between two rows is a row that holds nothing but its label: figures do not wrap."""
        last = self.rows[-1].fields[-1].text.strip()
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        framed = following is not None and is_tab_row(following) and self._belongs_to_table(i + 1)
        return (
            framed and _FIGURE.fullmatch(last) is not None and not _FIGURE.match(self.lines[i].text.strip())
        )

    def _caption(self, line: Line) -> bool:
        """Take the caption that pandoc prints below a table, as the paragraph above it."""
        found = _CAPTION.match(line.text) if self.plain and self.gap == "blank" else None
        if found is None or self.flow.open:
            return False
        self._close()
        if not self.blocks or not isinstance(self.blocks[-1], Table):
            return False
        self.ignored.append(Ignored(line.start, line.start + found.end(), "markup"))
        self.blocks.insert(-1, Paragraph(line.located[found.end() :].strip()))
        return True

    def _text(self, line: Line) -> None:
        if self.rows or self.wide:
            self._close()
        gap = "blank" if line.gap == "paragraph" else self.gap or line.gap
        page = self._page(line.start)
        text, style = self._without_markup(line) if self.as_typed else (line.located, line.style)
        paras, tags = paragraphs_of(text) if self.plain else ((text.strip(),), [])
        self.ignored += tags
        if style == "heading":
            paras = tuple(part for para in paras for part in numbered(para))
        for para in paras:
            self.flow.add(line, para, style, page, gap, line.flush)
            gap = "blank"

    def _without_markup(self, line: Line) -> tuple[Located, BlockStyle]:
        """A line's text without the Markdown that begins it, and what that says of it."""
        text = line.located
        for pattern, style in _MARKUP:
            found = pattern.match(text.text)
            if found:
                self.ignored.append(Ignored(text.offsets[0], text.offsets[found.end() - 1] + 1, "markup"))
                return text[found.end() :], style
        return text, line.style

    def _page(self, offset: int) -> int | None:
        return bisect_right(self.starts, offset) or None

    def _append(self, table: Table, piped: bool) -> None:
        """Take a table of rows; one that a page has cut goes on with what stands above it."""
        last = self.blocks[-1] if self.blocks and piped else None
        captions, table = captions_out(table) if piped else ([], table)
        whole = None
        if isinstance(last, Table) and not captions:
            if again := without_row_above(last, table):
                markup, captions, table = again
                self.ignored += markup
            elif joined := rest_joined(last, table, paged=self.behind == "furniture"):
                whole = joined[0]
                self.ignored += joined[1]
        elif isinstance(last, Paragraph) and not captions and (found := headed(self.blocks, table)):
            whole = found[1]
            del self.blocks[len(self.blocks) - found[0] + 1 :]
        if whole is None:
            self.blocks += [*map(Paragraph, captions), table]
        else:
            self.blocks[-1] = whole

    def _close(self) -> None:
        self.blocks += self.flow.taken()
        if self.rows:
            begin = next((part.start for row in self.rows for part in row.fields if part), 0)
            table, ignored = make_table(self.rows, self._page(begin), self.repeats)
            self._append(with_soft_ends(table) if self.broken else table, self.rows[0].piped)
            self.ignored += ignored
            self.rows.clear()
        self.wide = 0
