"""One document in every format gives the same blocks: the fixtures of agreements drawn as HTML, DOCX and PDF."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph_build.documents.read import read_bytes, read_document
from tests.documents.render import (
    CHROMIUM,
    compare,
    drawn,
    expected,
    read,
    to_docx,
    to_html,
    to_pdf_chromium,
    to_pdf_reportlab,
)

FOLDER = Path(__file__).parents[1] / "fixtures" / "agreements"
FIXTURES = sorted(
    path for path in FOLDER.glob("*.*") if path.suffix in (".txt", ".md") and path.stem != "README"
)
# Labels with their texts, broken at a width: a line each, as these formats keep them, they are a sheet of two columns.
SHEETS = frozenset({"n2-niigata-agano-width36"})
LAYOUTS = [
    path for path in FIXTURES if path.name.startswith(("a1-oita", "a3-kure", "a5-", "c1-obihiro", "b2-iida"))
]
SHARED = os.environ.get("RENKEI_SHARED")
SOURCES = sorted(Path(SHARED).glob("sources/*.txt")) if SHARED else []


def named(paths: Sequence[Path]) -> list[object]:
    return [pytest.param(path, id=path.stem) for path in paths]


@pytest.mark.parametrize("path", named([path for path in FIXTURES if path.stem not in SHEETS]))
def test_html_docx_and_pdf_give_the_blocks_of_the_text(path: Path) -> None:
    items = drawn(read_document(path))
    wanted = expected(items)
    assert read(read_bytes("a.html", to_html(items).encode())) == wanted
    if items:
        assert read(read_bytes("a.docx", to_docx(items))) == wanted
        assert read(read_bytes("a.pdf", to_pdf_reportlab(items))) == wanted


STYLES = {
    "plain": "body{font-size:10.5pt}",
    "spread labels, middle": "body{font-size:10pt;line-height:1.8;text-align:justify} td{vertical-align:middle}"
    "td:first-child{text-align:center;text-align-last:justify;width:7em}",
    "dotted, landscape": "@page{size:A4 landscape;margin:12mm} body{font-size:9pt} td{border:1px dotted black!important}",
    "open sides": "table{border-left:hidden;border-right:hidden} body{font-size:11pt}",
}


@pytest.mark.skipif(CHROMIUM is None, reason="needs the program chromium")
@pytest.mark.parametrize("style", STYLES)
def test_pages_printed_by_chromium(style: str, tmp_path: Path) -> None:
    """A browser leaves boxes open at page ends and parts rows anywhere: nearly every cell is right all the same."""
    items = [item for path in LAYOUTS for item in drawn(read_document(path))]
    data = to_pdf_chromium(to_html(items, STYLES[style]), tmp_path)
    share, missed = compare(expected(items), read(read_bytes("a.pdf", data)))
    assert share.right_paragraphs >= 0.98 * share.paragraphs, missed
    assert share.right_cells >= 0.97 * share.cells, missed


@pytest.mark.shared
@pytest.mark.skipif(not SOURCES, reason="needs RENKEI_SHARED")
@pytest.mark.parametrize("path", named(SOURCES))
def test_the_real_documents_give_the_same_blocks_in_every_format(path: Path) -> None:
    items = drawn(read_document(path))
    wanted = expected(items)
    assert read(read_bytes("a.html", to_html(items).encode())) == wanted
    assert read(read_bytes("a.docx", to_docx(items))) == wanted
    assert read(read_bytes("a.pdf", to_pdf_reportlab(items))) == wanted
