"""One plan as text and as a web page with spanning cells: the same records under the same ids."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from graph_build.converters.items import items_of
from graph_build.converters.vision import convert_vision
from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.read import read_bytes, read_document

FIXTURES = Path(__file__).parents[2] / "fixtures" / "visions"
PLANS = sorted(
    path for path in FIXTURES.iterdir() if path.suffix in (".txt", ".md") and path.stem != "README"
)


def web_page(document: Document) -> str:
    """The plan as a web page; a row label spans the rows that go on below it."""
    parts = ['<html><head><meta charset="utf-8"></head><body>']
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(f"<p>{html.escape(block.text.text)}</p>")
        elif isinstance(block, Table):
            parts.append(f"<table>{''.join(rows(block))}</table>")
    return "\n".join([*parts, "</body></html>"])


def rows(table: Table) -> list[str]:
    """The rows of a table; an empty first cell is covered by the label above it, if there is one."""
    found, spanned = [], set()
    for index in range(table.rows):
        cells = []
        for cell in table.row(index):
            if (index, cell.col) in spanned:
                continue
            span = 1
            if cell.col == 0 and cell.text and table.cols > 2:
                while index + span < table.rows and empty_label(table, index + span):
                    spanned.add((index + span, 0))
                    span += 1
            inner = "".join(f"<p>{html.escape(para.text)}</p>" for para in cell.paras)
            cells.append(f'<td rowspan="{span}">{inner}</td>')
        found.append(f"<tr>{''.join(cells)}</tr>")
    return found


def empty_label(table: Table, row: int) -> bool:
    cells = table.row(row)
    return any(cell.text for cell in cells) and not any(cell.text for cell in cells if cell.col == 0)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_same_ids_from_text_and_web_page(path: Path) -> None:
    document = read_document(path)
    page = read_bytes("plan.html", web_page(document).encode())
    as_text = convert_vision(document, items_of(document))
    as_page = convert_vision(page, items_of(page))
    assert {item.id for item in as_page.items} == {item.id for item in as_text.items}
    assert as_page.source.ledger.unresolved == 0
