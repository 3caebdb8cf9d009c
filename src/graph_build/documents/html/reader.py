"""Web pages to blocks: pages of 例規集 (statute books), of municipalities' sites, and old pages of bare paragraphs.

The parser is selectolax (lexbor, HTML5): 「<熊本市>」 in a text stays text. Bytes are decoded here, never by the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import compat32

from selectolax.lexbor import LexborHTMLParser, LexborNode

from graph_build.documents.coloured import with_bars
from graph_build.documents.decode import Decoded, codec, decode
from graph_build.documents.html.colours import Colours
from graph_build.documents.html.furniture import Furniture
from graph_build.documents.html.grid import Placed, defined, is_layout, place
from graph_build.documents.linear import GridCell, GridTable, Linear, rows_as_text
from graph_build.documents.lines.physical import Gap, split_lines
from graph_build.documents.model import BlockStyle, Document
from graph_build.records.problems import Problem
from graph_build.text.markers import parse_marker

_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,40})""", re.IGNORECASE)
_DEEPEST_TABLE = 8
"""Tables inside tables that are read as tables; deeper ones give their text."""
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_INVISIBLE = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "svg",
        "iframe",
        "object",
        "math",
        "audio",
        "video",
        "canvas",
        "rt",
        "rp",
        "rtc",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "caption",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
    ]
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_PAGE_END = re.compile(r"(?:page-)?break-(?:before|after)\s*:\s*(?:always|page)", re.IGNORECASE)
_PAGES = frozenset(("page", "pagebreak", "page-break", "page_break"))
"""Classes of what holds a page, or parts two."""
_WIDE = "\u02ff"
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_html(name: str, sha256: str, data: bytes, charset: str | None = None) -> Document:
    """Read a page; ``charset`` is what the HTTP header said, if the page came with one."""
    decoded = decode_html(data, charset)
    out = Linear()
    out.problems.extend(decoded.problems)
    if decoded.text is not None:
        tree = LexborHTMLParser(decoded.text)
        root = tree.body or tree.root
        if root is not None:
            _write(_Walker(Furniture.of(root), Colours.of(tree)).walk(root), out)
            drawn = sum(map(_shows, root.css("td svg, th svg, td canvas, th canvas")))
            if drawn:
                out.problems.append(Problem("part_not_read", f"{drawn} × drawing in a table cell"))
    return out.document(name, sha256, "text/html")


def _shows(drawing: LexborNode) -> bool:
    """Whether a drawing (an arrow over years, a mark) says something: an icon of a link does not."""
    node: LexborNode | None = drawing
    while node is not None and node.tag not in ("td", "th"):
        if node.tag in ("a", "button", "nav") or node.attributes.get("aria-hidden") == "true":
            return False
        node = node.parent
    return True


def read_mhtml(name: str, sha256: str, data: bytes) -> Document:
    """Read a page saved with its pictures (MHTML): its first HTML part."""
    message = message_from_bytes(data, policy=compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return read_html(name, sha256, body, part.get_content_charset())
    out = Linear(problems=[Problem("unreadable_file", "MHTML without a page", value_ja="ページのない MHTML")])
    return out.document(name, sha256, "multipart/related")


def decode_html(data: bytes, charset: str | None = None) -> Decoded:
    """Bytes of a page to text: byte order mark, HTTP charset, ``<meta charset>``, then the guesses of `decode`.

    >>> decode_html('<meta charset="Shift_JIS">①㈱'.encode("cp932")).text
    '<meta charset="Shift_JIS">①㈱'
    """
    if data.startswith(_MARKS):
        return decode(data)
    declared = _META.search(data[:4096])
    for label in (charset, declared.group(1).decode("ascii") if declared else None):
        if label:
            try:
                return Decoded(data.decode(codec(label)), codec(label))
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    style: BlockStyle
    gap: Gap


@dataclass(frozen=True, slots=True)
class _Aside:
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Image:
    alt: str


@dataclass(frozen=True, slots=True)
class _Grid:
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class _PageEnd:
    """The end of a page as it is to be printed."""


_Event = _Text | _Aside | _Image | _Grid | _PageEnd


def _write(events: Iterator[_Event], out: Linear) -> None:
    for event in events:
        match event:
            case _Text(text, style, gap):
                out.line(text, style, gap)
            case _Aside(text, reason):
                out.aside(text, reason)
            case _Image(alt):
                out.figure(alt)
            case _Grid(cells):
                out.table(cells)
            case _PageEnd():
                out.page_end()


@dataclass(slots=True)
class _Walker:
    """Goes through a tree in order and gives its lines, tables and pictures."""

    furniture: Furniture
    colours: Colours
    depth: int = 0
    parts: list[str] = field(default_factory=list)
    styles: list[BlockStyle] = field(default_factory=lambda: ["plain"])
    gap: Gap = "paragraph"
    images: list[str] = field(default_factory=list)
    lists: int = 0

    def walk(self, root: LexborNode) -> Iterator[_Event]:
        """The events below ``root``, without recursion: pages in the wild are nested thousands deep."""
        stack: list[tuple[LexborNode, bool]] = [(child, False) for child in _children(root)][::-1]
        while stack:
            node, leaving = stack.pop()
            tag = node.tag or ""
            if leaving:
                yield from self._leave(node, tag)
            elif tag == "-text":
                self.parts.append(node.text_content or "")
            elif tag == "br":
                yield from self._line("")
            elif tag == "img":
                self._image(node)
            elif tag and tag not in _INVISIBLE and not tag.startswith(("-", "_", "!")):
                if _PAGE_END.search(node.attributes.get("style") or "") or _PAGES.intersection(
                    _classes(node)
                ):
                    yield _PageEnd()
                whole = self._whole(node, tag)
                if whole is not None:
                    yield from self._line("paragraph")
                    yield from whole
                    continue
                if tag in _BLOCKS:
                    yield from self._enter(node, tag)
                stack.append((node, True))
                stack.extend((child, False) for child in _children(node)[::-1])
        yield from self._line("paragraph")

    def _whole(self, node: LexborNode, tag: str) -> Iterable[_Event] | None:
        """The events of a node that is read as a whole: set aside, a table, or kept as typed; else None."""
        reason = self.furniture.reason(node)
        if reason:
            inside = _Walker(Furniture.none(), self.colours, self.depth + 1).walk(node)
            return (aside for event in inside for aside in _as_aside(event, reason))
        if tag == "table" and self.depth < _DEEPEST_TABLE:
            placed = place(node)
            if not is_layout(node, placed):
                colours = {(cell.row, cell.col): self.colours.behind(cell.node) for cell in placed}
                cells = with_bars([self._cell(cell) for cell in placed], colours)
                return [*self._caption(node), _Grid(tuple(cells))]
        if tag == "dl" and (terms := defined(node)):
            return [_Grid(tuple(map(self._cell, terms)))]
        if tag == "pre":
            return self._as_typed(node)
        return None

    def _caption(self, table: LexborNode) -> Iterator[_Event]:
        """The lines of a table's own caption, which stand above it."""
        for child in _children(table):
            if child.tag == "caption":
                yield from _Walker(Furniture.none(), self.colours, self.depth + 1).walk(child)

    def _as_typed(self, node: LexborNode) -> Iterator[_Event]:
        yield from self._line("paragraph")
        for line in split_lines((node.text() or "").removeprefix("\n")):
            yield from self._line("", line.text)
        yield from self._line("paragraph")

    def _enter(self, node: LexborNode, tag: str) -> Iterator[_Event]:
        yield from self._line("paragraph")
        if tag in _HEADINGS:
            self.styles.append("heading")
        elif tag == "li":
            self.styles.append("item")
            self.parts.append("　" * (self.lists - 1) + _list_label(node))
        elif tag in ("ul", "ol", "menu", "dir"):
            self.lists += 1

    def _leave(self, node: LexborNode, tag: str) -> Iterator[_Event]:
        if tag == "span" and "num" in _classes(node):
            self.parts.append("\x00")  # a blank, unless one follows
        if tag not in _BLOCKS:
            return
        yield from self._line("paragraph")
        if tag in _HEADINGS or tag == "li":
            self.styles.pop()
        elif tag in ("ul", "ol", "menu", "dir"):
            self.lists -= 1

    def _line(self, gap_after: Gap, text: str | None = None) -> Iterator[_Event]:
        """End the open line; ``gap_after`` is what stands behind it."""
        text = inline("".join(self.parts)) if text is None else text
        self.parts.clear()
        if text.strip():
            yield _Text(text, self.styles[-1], self.gap)
            self.gap = gap_after
        elif text or not gap_after:
            self.gap = (
                self.gap if self.gap == "furniture" else "blank"
            )  # line ends in a row, or a paragraph of a blank
        elif self.gap != "blank":
            self.gap = gap_after
        for alt in self.images:
            yield _Image(alt)
        self.images.clear()

    def _image(self, node: LexborNode) -> None:
        alt = node.attributes.get("alt")
        if alt is None or len(alt.strip()) > 2:
            self.images.append((alt or "").strip())
        else:
            self.parts.append(alt)  # a picture of one character (外字)

    def _cell(self, cell: Placed) -> GridCell:
        paras: list[str] = []
        nested: list[GridTable] = []
        for event in _Walker(Furniture.none(), self.colours, self.depth + 1).walk(cell.node):
            match event:
                case _Text(text):
                    paras.append(text.strip())
                case _Image(alt) if alt:
                    paras.append(alt)
                case _Grid(cells):
                    nested.append(GridTable(len(paras), cells))
                    paras.extend(rows_as_text(cells))
        return GridCell(cell.row, cell.col, tuple(paras), cell.rowspan, cell.colspan, nested=tuple(nested))


def inline(text: str) -> str:
    r"""White space as a browser shows it; a source line end between two full-width characters is none.

    >>> inline("  甲及び\n  乙は A\n B ")
    '甲及び乙は A B'
    """

    def blank(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        soft = "\n" in found[0] and before > _WIDE and after > _WIDE
        return "" if soft else " "

    text = re.sub("\x00(?=\\s|\x00|$)", "", text).replace("\x00", " ") if "\x00" in text else text
    return _BLANKS.sub(blank, text).strip(" ")


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").lower().split()


def _list_label(item: LexborNode) -> str:
    """The number that a browser prints before an item of ``<ol>``; none where the items bring their own."""
    parent = item.parent
    if parent is None or parent.tag != "ol" or "none" in (parent.attributes.get("style") or ""):
        return ""
    items = [node for node in parent.iter() if node.tag == "li"]
    if any(parse_marker((node.text() or "").strip()) for node in items):
        return ""
    first = parent.attributes.get("start") or "1"
    place_of = next((i for i, node in enumerate(items) if node.mem_id == item.mem_id), 0)
    number = (int(first) if re.fullmatch(r"-?\d{1,6}", first) else 1) + place_of
    kind = parent.attributes.get("type") or "1"
    if kind in "aA" and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}. "
    return f"{number}. "


def _as_aside(event: _Event, reason: str) -> Iterator[_Event]:
    match event:
        case _Text(text) | _Image(text) | _Aside(text):
            yield _Aside(text, reason)
        case _Grid(cells):
            yield from (_Aside(text, reason) for text in rows_as_text(cells))
