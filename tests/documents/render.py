"""Renders the blocks of a document as HTML, DOCX and PDF, and compares what readers make of them.

A text file knows no spans. Beside a label the text spans the columns that a row does not have; other short rows end in
empty cells; an empty first cell below a filled one becomes part of that cell's row span, as in tables of real documents.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from graph_build.documents.model import Cell, Document, Figure, Table
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker

LONGEST_MARK = 3
"""Characters up to which a cell holds a mark (→, ○, 実施) and spans nothing."""
MOST_COLUMNS = 7
"""Columns up to which a table is set in the size of the text; wider ones are set in small print."""
if TYPE_CHECKING:
    import docx.document
    import docx.table

    from tests.documents.typeset import Align, Style

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Box:
    """A cell to draw."""

    row: int
    col: int
    paras: tuple[str, ...]
    rowspan: int = 1
    colspan: int = 1
    inner: tuple[tuple[int, int, Grid], ...] = ()
    """Tables inside it, each in the place of the paragraphs from, to (half-open)."""

    @property
    def content(self) -> list[str | Grid]:
        """Its paragraphs and tables from top to bottom."""
        found: list[str | Grid] = []
        at = 0
        for first, end, grid in self.inner:
            found += [*self.paras[at:first], grid]
            at = end
        return [*found, *self.paras[at:]]


class Heading(str):
    """A paragraph that the markup calls a heading."""

    __slots__ = ()


Grid: TypeAlias = tuple[Box, ...]
Drawn: TypeAlias = "str | Grid"


def drawn(document: Document) -> list[Drawn]:
    """Paragraphs and tables to draw."""
    found: list[Drawn] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found.append(_grid(block))
        elif not isinstance(block, Figure):
            # A gap in a PDF is read as so many blanks as it is wide: on another page its line would be too long.
            text = re.sub("　{9,}", "　" * 8, block.text.text)
            found.append(Heading(text) if block.style == "heading" else text)
    return found


def _grid(table: Table) -> Grid:
    if any(cell.rowspan > 1 or cell.colspan > 1 for cell in table.cells):
        return tuple(
            Box(c.row, c.col, _words(c, table), c.rowspan, c.colspan, _inner(c)) for c in table.cells
        )
    boxes: list[Box] = []
    for row in range(table.rows):
        cells = sorted(table.row(row), key=lambda cell: cell.col)
        for cell in cells:
            above = next(
                (i for i, box in enumerate(boxes) if box.col == cell.col == 0 and _touches(box, row)), None
            )
            below = not cell.text and row > 0 and table.cols > 2
            # reportlab keeps a span on one page, so none grows long
            if below and above is not None and boxes[above].paras and boxes[above].rowspan < 8:
                boxes[above] = replace(boxes[above], rowspan=row - boxes[above].row + 1)
                continue
            wide = cell is cells[-1] and len(cells) <= 2 and len(cell.text) > LONGEST_MARK
            cols = table.cols - cell.col if wide else 1
            boxes.append(Box(row, cell.col, _words(cell, table), 1, cols, _inner(cell)))
        if cells and cells[0].col > 0 and row > 0:
            i = next(i for i, box in enumerate(boxes) if box.col == 0 and _touches(box, row))
            boxes[i] = replace(boxes[i], rowspan=row - boxes[i].row + 1)
        taken = {col for box in boxes if box.row <= row < box.row + box.rowspan
                 for col in range(box.col, box.col + box.colspan)}  # fmt: skip
        boxes += [Box(row, col, ()) for col in range(table.cols) if col not in taken]
    return tuple(sorted(boxes, key=lambda box: (box.row, box.col)))


def _words(cell: Cell, table: Table) -> tuple[str, ...]:
    """The paragraphs of a cell; a sign stands for a drawn arrow in each of the cells that it covers."""
    arrows = (other.arrow for other in table.row(cell.row) if other.arrow)
    covered = not cell.text and any(first <= cell.col <= last for first, last in arrows)
    return ("→",) if covered else tuple(para.text for para in cell.paras)


def _inner(cell: Cell) -> tuple[tuple[int, int, Grid], ...]:
    return tuple((one.first, one.end, _grid(one.table)) for one in cell.nested)


def _touches(box: Box, row: int) -> bool:
    return box.row + box.rowspan == row


def to_html(items: Sequence[Drawn], style: str = "") -> str:
    """A page with these paragraphs and tables."""
    body = []
    for item in items:
        if isinstance(item, str):
            tag = "h2" if isinstance(item, Heading) else "p"
            body.append(f"<{tag}>{html.escape(item)}</{tag}>")
            continue
        body.append(_table(item, "\n"))
    css = (
        "table{border-collapse:collapse;width:100%;margin:.6em 0} td{border:1px solid;padding:2px 5px}"
        "p{margin:.6em 0}" + style
    )
    page = "\n".join(body)
    return f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><style>{css}</style></head><body>{page}</body></html>'


def to_markdown(items: Sequence[Drawn]) -> str:
    """A Markdown file as programs that read pages write it: each table as HTML in one line."""
    parts = []
    for item in items:
        if isinstance(item, str):
            parts.append(f"## {item}" if isinstance(item, Heading) else item)
            continue
        parts.append(_table(item))
    return "\n\n".join(parts) + "\n"


def _td(box: Box) -> str:
    spans = f' rowspan="{box.rowspan}"' * (box.rowspan > 1) + f' colspan="{box.colspan}"' * (box.colspan > 1)
    several = len(box.content) > 1 or bool(box.inner)
    inside = "".join(
        (f"<p>{html.escape(part)}</p>" if several else html.escape(part))
        if isinstance(part, str)
        else _table(part)
        for part in box.content
    )
    return f"<td{spans}>{inside}</td>"


def _table(grid: Grid, between: str = "") -> str:
    rows = ["<table>"]
    for row in range(max(box.row for box in grid) + 1):
        cells = "".join(_td(box) for box in grid if box.row == row)
        rows.append(f"<tr>{cells}</tr>")
    return between.join([*rows, "</table>"])


def to_docx(items: Sequence[Drawn], office: bool = False, paged: bool = False) -> bytes:
    """A Word file with these paragraphs and tables; ``office``: A4, Mincho of 10.5 points, lines set to both edges.

    As in Word an empty paragraph keeps two tables apart, or one that holds the end of a page (``paged``).
    """
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    if office:
        _as_offices_do(document)
    for index, item in enumerate(items):
        if isinstance(item, str):
            document.add_paragraph(item, style="Heading 2" if isinstance(item, Heading) else None)
            continue
        if index and not isinstance(items[index - 1], str):
            between = document.add_paragraph()
            if paged:
                between.add_run().add_break(WD_BREAK.PAGE)
        rows, cols = _size(item)
        table = document.add_table(rows, cols, style="Table Grid")
        if office and cols > 1:
            table.autofit = False
            widths = [_LABEL_WIDTH, *[(_TEXT_WIDTH - _LABEL_WIDTH) // (cols - 1)] * (cols - 1)]
            for column, width in zip(table.columns, widths, strict=True):
                column.width = width
            for row in table.rows:
                for cell, width in zip(row.cells, widths, strict=True):
                    cell.width = width
        _fill(table, item, small=office and cols > MOST_COLUMNS)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _size(grid: Grid) -> tuple[int, int]:
    return max(box.row + box.rowspan for box in grid), max(box.col + box.colspan for box in grid)


def _fill(table: docx.table.Table, grid: Grid, small: bool) -> None:
    for box in grid:
        cell = table.cell(box.row, box.col)
        if box.rowspan > 1 or box.colspan > 1:
            cell = cell.merge(table.cell(box.row + box.rowspan - 1, box.col + box.colspan - 1))
        for at, part in enumerate(box.content):
            if not isinstance(part, str):
                inner = cell.add_table(*_size(part))
                inner.style = "Table Grid"
                _fill(inner, part, small)
                cell.add_paragraph()  # as Word wants it behind a table
            elif at:
                cell.add_paragraph(part)
            else:
                cell.paragraphs[0].text = part
        if small:
            for para in cell.paragraphs:
                para.style = "Small"


def typed_docx(text: str) -> bytes:
    """A Word file with a paragraph for each line of a text, its tabs and blanks as they are."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph("".join(char for char in line if char >= " " or char == "\t"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def typed_html(text: str) -> bytes:
    """A page that shows a text as it was typed."""
    page = f'<!DOCTYPE html><meta charset="utf-8"><pre>\n{html.escape(text)}</pre>'
    return page.encode()


_TEXT_WIDTH, _LABEL_WIDTH = 6_120_000, 1_080_000
"""Width of the text and of a column of labels, in English Metric Units (36,000 a millimetre)."""


def _as_offices_do(document: docx.document.Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "IPAMincho", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "IPAMincho")
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    normal.paragraph_format.space_after = Pt(0)
    small = document.styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = normal, Pt(6)


@dataclass(frozen=True)
class Look:
    """Habits of offices in setting documents."""

    justified: bool = False
    indented: bool = False
    """字下げ: the first line of a paragraph begins one letter in, what follows a marker hangs below its text."""
    labels: Align = "left"
    """How the first column is set."""
    middle: bool = False
    """Texts stand in the middle of their cells' height."""
    landscape: bool = False
    repeated: bool = False
    """The first row of a table is printed again on every page."""
    large_titles: bool = False
    """The first paragraph is set large and in the middle, so that it takes two lines."""


def to_pdf_reportlab(items: Sequence[Drawn], look: Look = Look(), font: str = "HeiseiMin-W3") -> bytes:
    """A PDF by reportlab, with a font that is named and not embedded; rows are split at page ends."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate, Spacer

    from tests.documents.typeset import Style, Text

    pdfmetrics.registerFont(UnicodeCIDFont(font))
    style = Style(font, align="justify" if look.justified else "left")
    size = landscape(A4) if look.landscape else A4
    story: list[object] = []
    for index, item in enumerate(items):
        if not isinstance(item, str):
            story += [_platypus(item, style, look, size), Spacer(1, 8)]
        elif look.large_titles and index == 0:
            story += [Text(item, replace(style, size=18.0, leading=27.0, align="centre")), Spacer(1, 6)]
        else:
            large = replace(style, size=12.0, leading=18.0) if isinstance(item, Heading) else style
            story += [Text(item, _indented(item, large) if look.indented else large), Spacer(1, 6)]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=size, leftMargin=55, rightMargin=55, invariant=1).build(
        story, onFirstPage=_page_number, onLaterPages=_page_number
    )
    return buffer.getvalue()


def _indented(text: str, style: Style) -> Style:
    marker = parse_marker(text)
    if marker is None:
        return replace(style, first=style.size if text.endswith("。") else 0.0)
    return replace(style, first=style.size, rest=2 * style.size)


def _platypus(
    grid: Grid, style: Style, look: Look, page: tuple[float, float], width: float | None = None
) -> object:
    """``width`` is that of the cell for a table inside one."""
    from tests.documents.typeset import Ruled, paragraphs

    label_width = 90.0 if width is None else 50.0
    width = page[0] - 122 if width is None else width
    rows, cols = _size(grid)
    data: list[list[object]] = [["" for _ in range(cols)] for _ in range(rows)]
    commands: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if look.middle else "TOP"),
    ]
    if cols > MOST_COLUMNS:
        style = replace(style, size=6.0, leading=9.0)
    widths = [label_width, *[(width - label_width) / (cols - 1)] * (cols - 1)] if cols > 1 else [width]
    for box in grid:
        label = box.col == 0 and box.colspan == 1 and cols > 1
        own = replace(style, align=look.labels) if label else style
        room = sum(widths[box.col : box.col + box.colspan]) - 14
        data[box.row][box.col] = (
            [
                flowable
                for part in box.content
                for flowable in (
                    paragraphs((part,), own)
                    if isinstance(part, str)
                    else [_platypus(part, style, look, page, room)]
                )
            ]
            if box.inner
            else paragraphs(box.paras, own)
        )
        end = (box.col + box.colspan - 1, box.row + box.rowspan - 1)
        if end != (box.col, box.row):
            commands.append(("SPAN", (box.col, box.row), end))
    heads = [box for box in grid if box.row == 0]
    headed = rows > 2 < cols and all(box.rowspan == 1 and box.paras for box in heads)
    head = int(look.repeated and headed)
    if head:  # reportlab draws no rule between a repeated head and the rest of a row
        commands.append(("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"))
    table = Ruled(data, colWidths=widths, style=commands, splitInRow=1, repeatRows=head)
    table.page = page[1] - 156
    return table


def _page_number(canvas: object, template: object) -> None:
    canvas.setFont("Helvetica", 9)  # type: ignore[attr-defined]
    canvas.drawCentredString(template.pagesize[0] / 2, 30, f"- {canvas.getPageNumber()} -")  # type: ignore[attr-defined]


def to_pdf_chromium(page: str, folder: Path) -> bytes:
    """A page printed by Chromium."""
    assert CHROMIUM is not None
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


# --- comparing -------------------------------------------------------------------------------------------------


def expected(items: Sequence[Drawn]) -> list[object]:
    """What any reader has to give for what was drawn: keys of paragraphs, resolved grids of keys."""
    found: list[object] = []
    for item in items:
        if isinstance(item, str):
            if matching_key(item):
                found.append(matching_key(item))
        else:
            found.append(
                _resolved(
                    [(b.row, b.col, b.rowspan, b.colspan, matching_key("".join(b.paras))) for b in item]
                )
            )
    return found


def read(document: Document) -> list[object]:
    """The same form of what a reader gave."""
    found: list[object] = []
    for block in document.blocks:
        if isinstance(block, Table):
            cells = [(c.row, c.col, c.rowspan, c.colspan, matching_key(c.text.text)) for c in block.cells]
            found.append(_resolved(cells))
        elif matching_key(block.text.text):
            found.append(matching_key(block.text.text))
    return found


def _resolved(cells: Sequence[tuple[int, int, int, int, str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of keys, every place of a span filled, columns that never begin a cell left out."""
    places: dict[tuple[int, int], str] = {}
    for row, col, rowspan, colspan, key in cells:
        for r in range(row, row + rowspan):
            for c in range(col, col + colspan):
                places[r, c] = key
    columns = sorted({col for _, col, *_ in cells})
    rows = sorted({row for row, *_ in cells})
    return tuple(tuple(places.get((r, c), "") for c in columns) for r in rows)


@dataclass
class Share:
    """Counts of equal paragraphs, cells and rows."""

    paragraphs: int = 0
    right_paragraphs: int = 0
    cells: int = 0
    right_cells: int = 0
    rows: int = 0
    right_rows: int = 0


def compare(wanted: Sequence[object], given: Sequence[object]) -> tuple[Share, list[str]]:
    """How much of what was drawn was read, and what was not."""
    import difflib

    share, missed = Share(), []
    for paragraphs in (True, False):
        a = _units(wanted, paragraphs)
        b = _units(given, paragraphs)
        matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
        right = sum(block.size for block in matcher.get_matching_blocks())
        if paragraphs:
            share.paragraphs, share.right_paragraphs = len(a), right
        else:
            share.rows, share.right_rows = len(a), right
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal":
                missed.append(f"{tag}: {a[i1:i2]} / {b[j1:j2]}")
    flat_a = [key for block in wanted if isinstance(block, tuple) for row in block for key in row]
    flat_b = [key for block in given if isinstance(block, tuple) for row in block for key in row]
    matcher = difflib.SequenceMatcher(None, flat_a, flat_b, autojunk=False)
    share.cells, share.right_cells = len(flat_a), sum(block.size for block in matcher.get_matching_blocks())
    return share, missed


def _units(blocks: Sequence[object], paragraphs: bool) -> list[object]:
    if paragraphs:
        return [block for block in blocks if isinstance(block, str)]
    return [row for block in blocks if isinstance(block, tuple) for row in block]
