"""Physical lines of a text file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from graph_build.documents.model import BlockStyle, Located
from graph_build.text.characters import VERTICAL

_HARD_SPACES = " \t　\f\v"

Gap: TypeAlias = Literal["", "paragraph", "blank", "furniture"]
"""Nothing; the end of a paragraph; a blank line; what is set aside, or the end of a page."""


_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*\|?\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without the line end, and where it begins in the raw text."""

    text: str
    start: int
    width: int | None = None
    """Columns of the text column it stands in, where a page has several."""
    gap: Gap = ""
    """What the format says stands before it."""
    style: BlockStyle = "plain"
    flush: bool | None = None
    """As of `Flow.add`: None where the format has no layout."""
    words: Located | None = None
    """Its text, where parts of it stand at other places."""

    @property
    def end(self) -> int:
        """Raw offset behind the last character."""
        return self.words.end if self.words else self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """No character but white space."""
        return not self.text.strip()

    @property
    def located(self) -> Located:
        """The whole line as text with offsets."""
        return self.words or Located.plain(self.text, self.start)

    @property
    def indent(self) -> int:
        """Columns of leading white space; a full-width blank is two."""
        lead = self.text[: len(self.text) - len(self.text.lstrip(_HARD_SPACES))]
        return columns(lead)


def columns(text: str) -> int:
    """Width on a terminal: characters beyond Latin count two.

    >>> columns("第1条")
    5
    """
    return sum(2 if char > "\u02ff" else 1 for char in text)


def split_lines(raw: str) -> tuple[Line, ...]:
    r"""The lines of a text whatever its line ends; a form feed at a line's beginning stays in the line's text.

    Signs of vertical writing become the ordinary ones, so that every reader of the text knows them.

    >>> [line.text for line in split_lines("a\r\nb\nc")]
    ['a', 'b', 'c']
    """
    text = raw.translate(VERTICAL)
    lines, start = [], 0
    for found in re.finditer(r"\r\n?|\n", raw):
        lines.append(Line(text[start : found.start()], start))
        start = found.end()
    lines.append(Line(text[start:], start))
    return tuple(lines)


def page_starts(raw: str) -> tuple[int, ...]:
    """Raw offsets of pages, where form feeds divide the text; empty where there are none."""
    feeds = [found.end() for found in re.finditer("\f", raw)]
    return (0, *feeds) if feeds else ()


def is_pipe_row(line: Line) -> bool:
    """A Markdown table row."""
    return _PIPE_ROW.match(line.text) is not None


def is_pipe_rule(line: Line) -> bool:
    """The row of dashes below a Markdown table's head."""
    return _PIPE_RULE.match(line.text) is not None


def is_tab_row(line: Line) -> bool:
    """A tab-separated row: a tab behind some text, or a tab before it."""
    return "\t" in line.text and bool(line.text.strip())
