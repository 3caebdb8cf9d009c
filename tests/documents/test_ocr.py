"""Pages that are pictures: the grid from the picture, each cell recognised by itself, all of it marked. Texts are fiction."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from graph_build.documents import ocr
from graph_build.documents.model import Document, Table
from graph_build.documents.pdf.rules import clean
from graph_build.documents.pdf.scan import rules_of, straighten
from graph_build.documents.read import read_bytes
from graph_build.text.key import matching_key
from tests.documents.render import CHROMIUM, Box, Drawn, to_html, to_pdf_chromium

ITEMS: list[Drawn] = [
    "三原市及び世羅町の連携協約",
    (
        Box(0, 0, ("観光の振興",), 2),
        Box(0, 1, ("取組内容",)),
        Box(0, 2, ("観光の案内を共同で行う。",)),
        Box(1, 1, ("役割分担",)),
        Box(1, 2, ("計画を立てて会議を開く。",)),
    ),
]
needs_tesseract = pytest.mark.skipif(
    ocr.missing() is not None, reason=f"needs tesseract with jpn: {ocr.missing()}"
)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs the program chromium")


def scanned(pdf: bytes, turn: float = 0.0) -> bytes:
    """The first page of a PDF as a PDF of its picture."""
    picture = pdfium.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    picture = picture.rotate(turn, fillcolor=255, resample=3)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.save()
    return buffer.getvalue()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return to_pdf_chromium(to_html(ITEMS, "body{font-size:13pt}"), tmp_path_factory.mktemp("print"))


def table(document: Document) -> Table:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return found


@needs_tesseract
@needs_chromium
@pytest.mark.parametrize("turn", [0.0, 0.8])
def test_a_scan_gives_the_grid_and_most_of_the_words(printed: bytes, turn: float) -> None:
    document = read_bytes("a.pdf", scanned(printed, turn))
    assert document.method == "ocr"
    assert [problem.code for problem in document.problems] == ["read_by_ocr"]
    cells = [(c.row, c.col, c.rowspan, c.colspan) for c in table(document).cells]
    assert cells == [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert all(cell.confidence is not None and 0 < cell.confidence <= 1 for cell in table(document).cells)
    known = set("".join(matching_key(para) for box in ITEMS[1] if isinstance(box, Box) for para in box.paras))
    read = matching_key("".join(cell.text.text for cell in table(document).cells))
    assert sum(char in known for char in read) >= 0.8 * len(read) >= 20


@needs_chromium
def test_without_the_program_the_page_is_reported(printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "missing", lambda: "the program tesseract is not installed")
    document = read_bytes("a.pdf", scanned(printed))
    assert [problem.code for problem in document.problems] == ["scanned_page"]
    assert "tesseract" in document.problems[0].value
    assert not document.blocks


def test_a_layer_of_recognised_text_gets_its_table_from_the_picture_and_is_marked() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    ruled = np.full((1169, 826), 255, dtype=np.uint8)
    for y in (200, 250, 300):
        ruled[y : y + 2, 100:700] = 0
    for x in (100, 400, 700):
        ruled[200:302, x : x + 2] = 0
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    picture = pdfium.PdfBitmap.from_pil(Image.fromarray(ruled)).to_pil()
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    words = canvas.beginText()
    words.setFont("HeiseiMin-W3", 10)
    words.setTextRenderMode(3)
    for x, y, text in (
        (80, 165, "観光の振興"),
        (300, 165, "取組内容"),
        (80, 200, "医療"),
        (300, 200, "役割分担を定める。"),
    ):
        words.setTextOrigin(x, 842 - y)
        words.textOut(text)
    canvas.drawText(words)
    canvas.save()
    document = read_bytes("a.pdf", buffer.getvalue())
    assert [cell.text.text for cell in table(document).cells] == [
        "観光の振興",
        "取組内容",
        "医療",
        "役割分担を定める。",
    ]
    assert document.method == "ocr"
    assert [problem.code for problem in document.problems] == ["read_by_ocr"]


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert ocr.missing.__wrapped__() == "the program tesseract is not installed"


def test_a_program_without_the_language_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert ocr.missing.__wrapped__() == "tesseract has no language jpn"


def test_a_program_that_fails_gives_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert ocr.recognise(ocr.Picture(2, 2, b"\xff" * 4), 6) == []


def drawing(slope: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A grid of three rules each way, drawn with a slope."""
    picture = np.full((900, 1200), 255, dtype=np.uint8)
    along = np.arange(100, 1100)
    for y in (200, 400, 600):
        for thick in range(3):
            picture[(y + thick + (along - 600) * slope).astype(int), along] = 0
    down = np.arange(200, 600)
    for x in (100, 500, 1097):
        for thick in range(3):
            picture[
                (down + (x - 600) * slope).astype(int), (x + thick - (down - 450) * slope).astype(int)
            ] = 0
    return picture


@pytest.mark.parametrize("slope", [0.0, 0.0144, -0.0252])
def test_a_crooked_scan_is_straightened(slope: float) -> None:
    found = clean(rules_of(straighten(drawing(slope))))
    assert [round(rule.at / 0.24 / 20) * 20 for rule in found.horizontal] == [200, 400, 600]
    assert [round(rule.at / 0.24 / 20) * 20 for rule in found.vertical] == [100, 500, 1100]
