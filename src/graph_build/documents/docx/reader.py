"""The body of a Word document in order: paragraphs with their automatic numbers, tables with merged cells, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graph_build.documents.coloured import colour, with_bars
from graph_build.documents.docx.arrows import Anchored, Measures, twips, with_arrows
from graph_build.documents.docx.events import Drawn, Event, Grid, Para, Picture, content, extended, on_stops
from graph_build.documents.docx.numbering import Numbering
from graph_build.documents.docx.package import DamagedPackage, Element, Package
from graph_build.documents.docx.pages import begins_page, ends_page
from graph_build.documents.docx.shapes import read_shape
from graph_build.documents.docx.styles import Styles
from graph_build.documents.docx.tab_stops import TabStops, tab_stops
from graph_build.documents.linear import GridCell, Linear
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import BlockStyle, Document
from graph_build.records.problems import Problem

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Deleted or moved away, and what Word shows only on demand.
_GONE = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "instrText",
        "rt",
        "rubyPr",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
    ]
)
_WRAPPERS = frozenset(
    [
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
        "AlternateContent",
    ]
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_NOTES = {"footnote": "footnotes", "endnote": "endnotes"}
_DEEPEST = 60


def read_docx(name: str, sha256: str, data: bytes) -> Document:
    """Read a Word file: revisions accepted, ruby dropped, numbers computed, notes behind the text."""
    out = Linear()
    try:
        package = Package.of(data)
        reader = _Reader(
            package, Styles.of(package.related("styles")), Numbering.of(package.related("numbering"))
        )
        settings = package.related("settings")
        reader.tab_every = settings.value("defaultTabStop") if settings is not None else None
        body = package.document().child("body")
        if body is not None:
            reader.write(body, out)
    except DamagedPackage as error:
        out.problems.append(Problem("unreadable_file", str(error), value_ja=error.ja))
    return out.document(name, sha256, MEDIA_TYPE)


@dataclass(slots=True)
class _Reader:
    package: Package
    styles: Styles
    numbering: Numbering
    notes: list[tuple[str, str]] = field(default_factory=list)
    before: str = ""
    """Text of paragraphs whose ends were deleted, for the next one."""
    missed: set[str] = field(default_factory=set)
    tab_every: str | None = None
    """Twips between the default tab stops, as the settings print them."""

    def write(self, body: Element, out: Linear) -> None:
        for event in on_stops(self._blocks(body, 0)):
            _write(self._settled(event), out)
        if self.before:
            out.line(self.before)
        self._write_notes(out)
        out.problems.extend(Problem("part_not_read", part) for part in sorted(self.missed))

    def _settled(self, event: Event) -> Para | Grid | Picture:
        """An event outside tables: a shape there is a picture that is not read."""
        if not isinstance(event, Drawn):
            return event
        self.missed.add("drawing")
        return Picture(event.text)

    def _write_notes(self, out: Linear) -> None:
        parts = {kind: self.package.related(part) for kind, part in _NOTES.items()}
        for count, (kind, note_id) in enumerate(self.notes, start=1):
            part = parts[kind]
            note = (
                next((item for item in part.children if item.get("id") == note_id), None)
                if part is not None
                else None
            )
            if note is None:
                out.problems.append(Problem("part_not_read", f"{kind} {note_id}"))
                continue
            text = " ".join(content(self._blocks(note, 1))[0])
            out.line(f"※{count} {text}")

    def _blocks(self, parent: Element, depth: int) -> Iterator[Event]:
        """Paragraphs and tables below an element, in order."""
        if depth > _DEEPEST:
            self.missed.add("deeply nested content")
            return
        for element in _visible(parent):
            if element.name == "p":
                yield from self._paragraph(element, depth)
            elif element.name == "tbl":
                yield from self._table(element, depth)
            elif element.name == "altChunk":
                self.missed.add("altChunk")
            elif element.name in _WRAPPERS:
                yield from self._blocks(element, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Event]:
        run = _Run(self)
        run.read(element, 0)
        properties = element.child("pPr")
        if properties is not None and properties.child("rPr", "del") is not None:
            self.before += "".join(run.parts)  # the end of the paragraph was deleted: the next one goes on
            return
        listed = self.styles.numbering(properties)
        lines = (self.before + "".join(run.parts)).split("\n")
        self.before = ""
        label = self.numbering.label(*listed) if listed is not None else ""
        style: BlockStyle = "plain"
        if any(line.strip() for line in lines):
            bulleted = label and not any(map(str.isalnum, label))  # a number is part of the text, as if typed
            style = "heading" if self.styles.is_heading(properties) else "item" if bulleted else "plain"
            lines[0] = label + lines[0]
        tabbed = any("\t" in line for line in lines)
        stops = self._stops(element, properties) if tabbed else None
        yield Para(tuple(lines), style, stops, paged=ends_page(element))
        for box in run.boxes:
            yield from self._blocks(box, depth + 1)
        yield from run.drawn

    def _stops(self, element: Element, properties: Element | None) -> TabStops:
        sizes = (run.value("rPr", "sz") for run in element.children if run.name == "r")
        size = next(filter(None, sizes), None) or self.styles.size(properties)
        return tab_stops(self.styles.properties(properties), self.tab_every, size)

    def _table(self, element: Element, depth: int) -> Iterator[Event]:
        rows = [row for row in _flat(element, "tr") if row.child("trPr", "del") is None]
        single = len(rows) == 1 and len(list(_flat(rows[0], "tc"))) == 1
        if single:
            yield from self._blocks(next(_flat(rows[0], "tc")), depth + 1)  # a frame around running text
            return
        cells: list[GridCell] = []
        shapes: list[Anchored] = []
        open_cells: dict[int, int] = {}
        grid = element.child("tblGrid")
        widths = [twips(column.get("w")) for column in grid.children] if grid is not None else []
        measures: list[Measures] = []
        grounds: dict[tuple[int, int], str] = {}
        for number, row in enumerate(rows):
            places = self._row(row, number, cells, open_cells, shapes, depth)
            grounds |= {(number, col): _ground(cell) for col, _, cell in places}
            measures.append(Measures.of(row, places, widths))
        cells, unread = with_arrows(cells, shapes, measures)
        if cells:
            yield Grid(tuple(with_bars(cells, grounds)), begins_page(rows[0]))
        yield from (Drawn(one.shape, one.text) for one in unread)

    def _row(
        self,
        row: Element,
        number: int,
        cells: list[GridCell],
        open_cells: dict[int, int],
        shapes: list[Anchored],
        depth: int,
    ) -> list[tuple[int, int, Element]]:
        """One row, of which the places of its cells are given back.

        ``open_cells`` holds column → index of the cell that a vertical merge may go on with; ``shapes`` are added to.
        """
        col = _count(row.value("trPr", "gridBefore"), 0)
        places: list[tuple[int, int, Element]] = []
        for element in _flat(row, "tc"):
            span = max(1, _count(element.value("tcPr", "gridSpan"), 1))
            merge = element.child("tcPr", "vMerge")
            texts, nested, drawn = content(self._blocks(element, depth + 1))
            places.append((col, span, element))
            shapes += [Anchored(one.shape, number, col, at, one.text) for at, one in drawn]
            level = element.child("tcPr", "hMerge")  # how old versions merge
            beside = cells[-1] if cells and cells[-1].row == number else None
            if level is not None and level.get("val", "continue") == "continue" and beside is not None:
                cells[-1] = replace(extended(beside, texts, nested), colspan=beside.colspan + span)
                col += span
                continue
            above = open_cells.get(col)
            if merge is not None and merge.get("val", "continue") == "continue" and above is not None:
                whole = extended(cells[above], texts, nested)
                cells[above] = replace(whole, rowspan=number - whole.row + 1)
            else:
                if merge is not None:
                    open_cells[col] = len(cells)
                else:
                    open_cells.pop(col, None)
                cells.append(GridCell(number, col, texts, 1, span, nested=nested))
            col += span
        return places


@dataclass(slots=True)
class _Run:
    """The text of one paragraph, with what floats beside it."""

    reader: _Reader
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    drawn: list[Picture | Drawn] = field(default_factory=list)

    def read(self, parent: Element, depth: int) -> None:
        """Take the text below an element."""
        if depth > _DEEPEST:
            self.reader.missed.add("deeply nested content")
            return
        for element in _visible(parent):
            name = element.name
            if name == "t":
                self.parts.append(element.text.replace("\n", " "))
            elif name in ("br", "cr"):
                self.parts.append("\n" if element.get("type") in ("", "textWrapping") else "")
            elif name in _CHARACTERS:
                self.parts.append(_CHARACTERS[name])
            elif name == "sym":
                self.parts.append(_symbol(element))
            elif name in ("footnoteReference", "endnoteReference"):
                self.reader.notes.append((name.removesuffix("Reference"), element.get("id")))
            elif name in ("drawing", "pict", "object"):
                self._drawing(element)
            elif name == "r" and element.on("rPr", "vanish"):
                continue
            else:
                self.read(element, depth + 1)  # runs, ruby and its base, links, fields, content controls

    def _drawing(self, element: Element) -> None:
        boxes = list(_boxes(element, 0))
        self.boxes += boxes
        if boxes and not _holds_picture(element, 0):
            return
        described = (Element(node) for node in element.node.iter() if Element(node).name == "docPr")
        text = next((item.get("descr") for item in described if item.get("descr")), "")
        if (shape := read_shape(element)) is not None:
            self.drawn.append(Drawn(shape, text))
            return
        self.drawn.append(Picture(text))
        self.reader.missed.add("drawing")


def _boxes(parent: Element, depth: int) -> Iterator[Element]:
    """The texts of a shape, or of the shapes of a group; of alternatives only one, none from inside another."""
    for element in _visible(parent):
        if element.name == "txbxContent":
            yield element
        elif depth < _DEEPEST:
            yield from _boxes(element, depth + 1)


def _holds_picture(parent: Element, depth: int) -> bool:
    """Whether a group of shapes has a picture beside its texts."""
    return any(
        element.name in ("pic", "imagedata")
        or (element.name != "txbxContent" and depth < _DEEPEST and _holds_picture(element, depth + 1))
        for element in _visible(parent)
    )


def _write(event: Para | Grid | Picture, out: Linear) -> None:
    match event:
        case Para(lines, style):
            if event.paged:
                out.page_end()
            for index, line in enumerate(lines):
                out.line(line, style if not index else "plain", "" if index else "paragraph")
                if index in event.unsettled and isinstance(last := out.items[-1], Line):
                    out.unsettled.append(last)
        case Grid(cells):
            if event.paged:
                out.page_end()
            out.table(cells)
        case Picture(text):
            out.figure(text)


def _visible(parent: Element) -> Iterator[Element]:
    """Child elements that are printed; of alternatives only one."""
    for element in parent.children:
        if element.name == "AlternateContent":
            chosen = element.child("Choice") or element.child("Fallback")
            if chosen is not None:
                yield from _visible(chosen)
        elif element.name and element.name not in _GONE:
            yield element


def _flat(parent: Element, name: str, depth: int = 0) -> Iterator[Element]:
    """Rows of a table or cells of a row, content controls and inserted revisions opened."""
    for element in _visible(parent):
        if element.name == name:
            yield element
        elif element.name in _WRAPPERS and depth < _DEEPEST:
            yield from _flat(element, name, depth + 1)


def _ground(cell: Element) -> str:
    """The colour behind a cell; empty for none."""
    shading = cell.child("tcPr", "shd")
    return colour(shading.get("fill")) if shading is not None else ""


def _symbol(element: Element) -> str:
    """A character of a symbol font: its code in the private use area."""
    try:
        code = int(element.get("char"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""


def _count(text: str | None, otherwise: int) -> int:
    return min(int(text), 1000) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
