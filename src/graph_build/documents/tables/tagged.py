"""Tables written as HTML inside a text file, as programs that turn PDF into Markdown put them: ``<table><tr><td>…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import pairwise

from graph_build.documents.html.grid import spread
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Ignored, Located, Nested, Table
from graph_build.documents.tables.tabs import paragraphs_of
from graph_build.text.key import matching_key

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col)(?P<attributes>(?:\s[^<>]*)?)/?>",
    re.IGNORECASE,
)
_FRAME = r"</?(?:html|body|head|div|center|section|article|figcaption)(?:\s[^<>]*)?>"
_FIGURE_TAG = r"</?figure(?:\s[^<>]*)?>"
_EDGE = re.compile(rf"(?=<table[\s>])|(?<=</table>)|{_FRAME}|{_FIGURE_TAG}", re.IGNORECASE)
_FIGURE = re.compile(r"\s*<figure[\s>]", re.IGNORECASE)
_OF_FIGURE = re.compile(_FIGURE_TAG, re.IGNORECASE)
_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_SPAN = re.compile(r"(?P<name>rowspan|colspan)\s*=\s*[\"']?\s*(?P<number>\d+)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_BEGINS = re.compile(r"\s*<table[\s>]", re.IGNORECASE)
_ENDS = re.compile(r"</table>\s*$", re.IGNORECASE)
_NAMES = re.compile(r"^(?!.*単位).*(?:協約|協定|ビジョン|圏.*計画|議案)")
_COMMENT = re.compile(rf"\s*<!--.*?-->\s*|\s*!\[[^\[\]]*\]\([^()\s]*\)\s*|(?:\s*{_FRAME})+\s*", re.IGNORECASE)


def comments(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines outside tables that are comments for programs (``<!-- PageBreak -->``), the name of a picture, or a tag
    around others; also ``<figure>`` around a table."""
    for line in without_tables(lines):
        if _COMMENT.fullmatch(line.text):
            yield line
    for i in range(len(lines)):
        end = _figure_end(lines, i)
        if end is not None and any(map(_BEGINS.match, (line.text for line in lines[i:end]))):
            yield from (line for line in lines[i:end] if _OF_FIGURE.fullmatch(line.text.strip()))


def at_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines, each table that is written in tags on lines of its own."""
    cut: list[Line] = []
    for line in lines:
        edges = [edge for found in _EDGE.finditer(line.text) for edge in found.span()]
        bounds = sorted({0, *edges, len(line.text)})
        pieces = [replace(line, text=line.text[a:b], start=line.start + a) for a, b in pairwise(bounds)]
        cut += [piece for piece in pieces if not piece.blank] or [line]
    return cut


def without_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines that stand in no such table."""
    left: list[Line] = []
    behind = 0
    for i, line in enumerate(lines):
        if i >= behind:
            end = table_end(lines, i)
            behind = end or 0
            if end is None:
                left.append(line)
    return left


@dataclass(frozen=True, slots=True)
class Tagged:
    """A table written in tags: the line behind it, what it holds, its caption's paragraphs, its tags."""

    end: int
    table: Table
    caption: tuple[Located, ...]
    ignored: list[Ignored]


def tagged_figure(lines: Sequence[Line], begin: int) -> tuple[int, Located, list[Ignored]] | None:
    """A picture (``<figure>``) with the words that a program has read in it: the line behind it, the words, its tags."""
    end = _figure_end(lines, begin)
    if end is None:
        return None
    words: list[Located] = []
    ignored: list[Ignored] = []
    for line in lines[begin:end]:
        at = 0
        for tag in _TAGS.finditer(line.text):
            words.append(line.located[at : tag.start()].strip())
            ignored.append(Ignored(line.start + tag.start(), line.start + tag.end(), "markup"))
            at = tag.end()
        words.append(line.located[at:].strip())
    return end, Located.joined([word for word in words if word], "\n"), ignored


def _figure_end(lines: Sequence[Line], begin: int) -> int | None:
    """The line behind the tag that ends the figure of line ``begin``; None where none begins or it never ends."""
    if not _FIGURE.match(lines[begin].text):
        return None
    return next((i + 1 for i in range(begin, len(lines)) if "</figure" in lines[i].text.lower()), None)


def tagged_table(lines: Sequence[Line], begin: int) -> Tagged | None:
    """The table whose tag begins line ``begin``; None if none begins there."""
    end = table_end(lines, begin)
    if end is None:
        return None
    reader = _Reader(Located.joined([line.located for line in lines[begin:end]], "\n"))
    reader.read()
    return Tagged(end, reader.table(), tuple(reader.caption), reader.ignored)


def running_heads(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines between two such tables that stand there again, word for word, and name the document: heads of pages.

    年度別の計画（単位：千円） above each of several tables is a caption.
    """
    filled = [i for i, line in enumerate(lines) if not line.blank]
    found: dict[str, list[Line]] = {}
    for before, at, after in zip(filled, filled[1:], filled[2:], strict=False):
        between = _ENDS.search(lines[before].text) and _BEGINS.match(lines[after].text)
        if between and _NAMES.search(lines[at].text):
            found.setdefault(matching_key(lines[at].text), []).append(lines[at])
    for again in found.values():
        if len(again) > 1:
            yield from again


def table_end(lines: Sequence[Line], begin: int) -> int | None:
    """The line behind the tag that ends the table of line ``begin``; of one that never ends, behind its last tag."""
    if not _BEGINS.match(lines[begin].text):
        return None
    depth, last = 0, begin
    for i in range(begin, len(lines)):
        for tag in _TAG.finditer(lines[i].text):
            last = i
            if tag["name"].lower() == "table":
                depth += -1 if tag["close"] else 1
                if depth == 0:
                    return i + 1
    return last + 1


def line_ends(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """The line ends inside the cells of such tables: the signs before and behind each."""
    end = 0
    for i, (line, following) in enumerate(pairwise(lines)):
        end = max(end, table_end(lines, i) or 0)
        above, below = line.text.strip(), following.text.strip()
        if i + 1 < end and above and below and not above.endswith(">") and not below.startswith("<"):
            yield above[-1], below[0]


@dataclass(frozen=True, slots=True)
class _Content:
    """The paragraphs of a cell, and the tables inside it, the rows of which are paragraphs, too."""

    paras: tuple[Located, ...]
    nested: tuple[Nested, ...]


@dataclass(slots=True)
class _Reader:
    """Goes through the tags of one table; ``groups`` are its rows by head and body, each cell with its spans."""

    text: Located
    groups: list[list[list[tuple[_Content, str, str]]]] = field(default_factory=lambda: [[]])
    ignored: list[Ignored] = field(default_factory=list)
    depth: int = 0
    begin: int | None = None
    """Where the open cell's content begins."""
    spans: dict[str, str] = field(default_factory=dict)
    caption: list[Located] = field(default_factory=list)
    captioned: int | None = None
    """Where the open caption begins."""
    inner: list[re.Match[str]] = field(default_factory=list)
    """The tags of tables inside the open cell."""

    def table(self) -> Table:
        """What was read."""
        cells = [
            Cell(
                row,
                col,
                Located.joined(list(content.paras), "\n"),
                content.paras,
                rowspan,
                colspan,
                nested=content.nested,
            )
            for content, row, col, rowspan, colspan in spread(self.groups)
        ]
        rows = max((cell.row + cell.rowspan for cell in cells), default=0)
        cols = max((cell.col + cell.colspan for cell in cells), default=0)
        return Table(tuple(cells), rows, cols)

    def read(self) -> None:
        """Take all tags."""
        for tag in _TAG.finditer(self.text.text):
            self.ignored.append(self._markup(tag.start(), tag.end()))
            name = tag["name"].lower()
            outer = self.depth == 1
            if name == "table":
                self.depth += -1 if tag["close"] else 1
                if self.depth == 0:
                    self._close(tag.start())
                    break
            if self.depth > 1 or not outer:
                self.inner.append(tag)
                continue
            self._outer(tag, name)
        self._close(len(self.text))

    def _outer(self, tag: re.Match[str], name: str) -> None:
        self._close(tag.start())
        if self.captioned is not None:
            self.caption += self._paragraphs(self.captioned, tag.start())
        self.captioned = tag.end() if name == "caption" and not tag["close"] else None
        if name in ("thead", "tbody", "tfoot") and self.groups[-1]:
            self.groups.append([])
        elif name == "tr" and not tag["close"]:
            self.groups[-1].append([])
        elif name in ("td", "th") and not tag["close"]:
            self.begin = tag.end()
            self.spans = {span["name"].lower(): span["number"] for span in _SPAN.finditer(tag["attributes"])}
            if not self.groups[-1]:
                self.groups[-1].append([])

    def _close(self, end: int) -> None:
        """End the open cell."""
        if self.begin is not None:
            spans = (self.spans.get("rowspan", "1"), self.spans.get("colspan", "1"))
            self.groups[-1][-1].append((self._content(self.begin, end), *spans))
        self.begin, self.inner = None, []

    def _content(self, begin: int, end: int) -> _Content:
        """The paragraphs of a cell and the tables inside it."""
        paras: list[Located] = []
        nested: list[Nested] = []
        tables = [tag for tag in self.inner if tag["name"].lower() == "table"]
        depth = 0
        for tag in tables:
            depth += -1 if tag["close"] else 1
            if depth == 1 and not tag["close"]:
                paras += self._paragraphs(begin, tag.start())
                begin = tag.start()
            elif depth == 0 or tag is tables[-1]:
                inner = self._nested(begin, tag.end() if depth == 0 else end)
                paras += inner.caption
                first = len(paras)
                paras += (table := inner.table()).as_lines()
                nested.append(Nested(first, len(paras), table))
                begin = tag.end() if depth == 0 else end
        paras += self._paragraphs(begin, end)
        return _Content(tuple(paras), tuple(nested))

    def _nested(self, begin: int, end: int) -> _Reader:
        """The table inside the open cell that stands there."""
        inner = _Reader(self.text[begin:end])
        inner.read()
        known = {(one.start, one.end) for one in self.ignored}
        self.ignored += [one for one in inner.ignored if (one.start, one.end) not in known]
        return inner

    def _paragraphs(self, begin: int, end: int) -> Sequence[Located]:
        """The paragraphs of a part of a cell that holds no table."""
        part = self._decoded(begin, end)
        if not part.strip():
            return ()
        paras, markup = paragraphs_of(part)
        self.ignored += markup
        return paras

    def _decoded(self, begin: int, end: int) -> Located:
        """A part of the text, each character that is written as a name (``&amp;``) as itself."""
        parts: list[Located] = []
        for found in _ENTITY.finditer(self.text.text, begin, end):
            offset = self.text.offsets[found.start()]
            letters = unescape(found[0])
            parts += [self.text[begin : found.start()], Located(letters, (offset,) * len(letters))]
            self.ignored.append(self._markup(found.start() + (not letters.isspace()), found.end()))
            begin = found.end()
        return Located.joined([*parts, self.text[begin:end]])

    def _markup(self, begin: int, end: int) -> Ignored:
        return Ignored(self.text.offsets[begin], self.text.offsets[end - 1] + 1, "markup")
