"""Pages that are pictures: the grid from the picture, each cell recognised by itself, all of it marked. Texts are fiction."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from graph_build.documents import ocr
from graph_build.documents.model import Document, Located, Recognised, Table
from graph_build.documents.pdf.picture import DPI, Grey, cleaned, drawn, straighten, without_specks
from graph_build.documents.pdf.rules import clean
from graph_build.documents.pdf.ruling import rules_of
from graph_build.documents.pdf.scanned_blanks import spaced
from graph_build.documents.pdf.segments import gutter, strips
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
    return paged(picture.rotate(turn, fillcolor=255, resample=3, expand=turn % 90 == 0))


def paged(picture: Image.Image, dpi: int = 200) -> bytes:
    """A PDF with one picture that fills its page."""
    width, height = picture.width * 72 / dpi, picture.height * 72 / dpi
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, width, height)
    canvas.save()
    return buffer.getvalue()


def blank(height: int = 900, width: int = 700, grey: int = 255) -> Grey:
    """An empty page."""
    return np.full((height, width), grey, dtype=np.uint8)


def lettered(page: Grey, top: int, left: int, letters: int, ink: int = 0) -> None:
    """Stands for a line of print: squares of 30 pixels with holes in them."""
    for x in range(left, left + 33 * letters, 33):
        page[top : top + 30, x : x + 30] = ink
        page[top + 8 : top + 22, x + 8 : x + 22] = page.max()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return to_pdf_chromium(to_html(ITEMS, "body{font-size:13pt}"), tmp_path_factory.mktemp("print"))


def table(document: Document) -> Table:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return found


@needs_tesseract
@needs_chromium
@pytest.mark.parametrize("turn", [0.0, 3.1, 90.0, 180.0])
def test_a_scan_gives_the_grid_and_most_of_the_words(printed: bytes, turn: float) -> None:
    document = read_bytes("a.pdf", scanned(printed, turn))
    assert document.method == "ocr"
    assert {problem.code for problem in document.problems} <= {
        "read_by_ocr",
        "doubtful_reading",
        "reading_corrected",
    }
    assert "read_by_ocr" in {problem.code for problem in document.problems}
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
    assert ocr.recognise([ocr.Picture(2, 2, b"\xff" * 4)] * 3, 6, "jpn") == [[], [], []]


def test_pictures_go_to_the_program_as_the_pages_of_one_file() -> None:
    pictures = [
        ocr.Picture(3, 2, bytes(range(6))),
        ocr.Picture(1, 1, b"\x07"),
        ocr.Picture(2, 2, b"\0\1\2\3"),
    ]
    with Image.open(io.BytesIO(ocr.tiff(pictures))) as file:
        assert getattr(file, "n_frames", 1) == 3
        for number, picture in enumerate(pictures):
            file.seek(number)
            assert (file.size, file.tobytes()) == ((picture.width, picture.height), picture.data)


def test_what_is_recognised_says_how_sure_it_is() -> None:
    """Evidence from several lines is as sure as the least sure of them; text beside a picture is text."""
    document = Document(
        "a",
        "",
        "application/pdf",
        "甲の役割と乙",
        (),
        recognised=(Recognised(0, 4, 0.9), Recognised(4, 5, 0.4)),
    )
    assert document.reading_of(Located.plain("甲の", 0)) == ("ocr", 0.9)
    assert document.reading_of(Located.plain("割と", 3)) == ("ocr", 0.4)
    assert document.reading_of(Located.plain("乙", 5)) == ("text", None)


@needs_tesseract
@needs_chromium
def test_every_fact_of_a_scan_tells_its_confidence_and_doubts_are_reported(printed: bytes) -> None:
    document = read_bytes("a.pdf", scanned(printed))
    cell = table(document).cells[2]
    assert document.reading_of(cell.text) == ("ocr", cell.confidence)
    told = [problem.place for problem in document.problems if problem.code == "doubtful_reading"]
    doubtful = [one for one in document.recognised if one.confidence is not None and one.confidence < 0.8]
    assert told == [document.span(one.start, one.end) for one in doubtful]


def test_grey_ground_and_faint_ink_become_white_and_black() -> None:
    page = blank(grey=170)
    page -= np.linspace(0, 60, 700).astype(np.uint8)[None, :]
    lettered(page, 300, 100, 10, ink=80)
    clean_page = cleaned(page)
    assert clean_page[:250].min() > 200
    assert np.percentile(clean_page[300:330, 100:400], 20) < 60


def test_the_borders_of_the_scanner_and_punch_holes_are_wiped_and_print_stays() -> None:
    page = blank()
    page[:, :20] = 10
    y, x = np.ogrid[:900, :700]
    page[(y - 450) ** 2 + (x - 70) ** 2 < 24**2] = 0
    lettered(page, 300, 200, 5)
    wiped = cleaned(page)
    assert wiped[:, :180].min() > 200
    assert (wiped[300:330, 200:360] < 100).sum() == (page[300:330, 200:360] < 100).sum()


def test_specks_are_wiped_and_full_stops_stay() -> None:
    page = blank()
    page[100:102, 100:103] = 0
    page[200:208, 200:208] = 0
    wiped = without_specks(page, 30.0)
    assert (wiped[:150] < 150).sum() == 0
    assert (wiped[150:] < 150).sum() == 64


def test_a_red_seal_vanishes_and_the_print_under_it_stays() -> None:
    grey = np.full((600, 600), 255, dtype=np.uint8)
    lettered(grey, 200, 100, 8)
    colours = np.stack([grey] * 3, axis=-1)
    seal = np.zeros((600, 600), dtype=bool)
    seal[170:270, 180:280] = True
    seal[178:262, 188:272] = False
    colours[seal & (grey > 0)] = (215, 60, 50)
    line_of_red = np.zeros((600, 600), dtype=bool)
    line_of_red[400:412, 50:500] = True
    colours[line_of_red] = (215, 60, 50)
    document = pdfium.PdfDocument(paged(Image.fromarray(colours), DPI))
    page = drawn(document, 0)
    assert (page[170:190, 180:280] < 200).sum() == 0
    assert (page[200:230, 100:364] < 100).sum() == (grey[200:230, 100:364] < 100).sum()
    assert (page[402:410, 60:490] < 200).all()  # red print is no seal


def test_lines_are_found_and_dirt_beside_them_left_out() -> None:
    page = blank()
    lettered(page, 100, 100, 10)
    lettered(page, 150, 100, 2)
    page[160:166, 600:606] = 0
    found = list(strips(page < 150, 30.0))
    assert [(one.top, one.bottom, one.left, one.right) for one in found] == [
        (100, 130, 100, 427),
        (150, 180, 100, 163),
    ]


def test_two_columns_are_parted_by_their_gutter_and_a_table_without_rules_is_not() -> None:
    page = blank(height=1200, width=1400)
    for i in range(14):
        lettered(page, 100 + 50 * i, 60, 18)
        lettered(page, 110 + 50 * i, 730, 18)
    found = gutter(page < 150, 30.0)
    assert found is not None
    assert 650 < found[2] < 730
    ragged = blank(height=1200, width=1400)
    for i in range(14):
        lettered(ragged, 100 + 50 * i, 60, 4 + i % 3)
        lettered(ragged, 100 + 50 * i, 730, 9)
    assert gutter(ragged < 150, 30.0) is None


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
    found = clean(rules_of(straighten(drawing(slope))[0]))
    assert [round(rule.at * DPI / 72 / 20) * 20 for rule in found.horizontal] == [200, 400, 600]
    assert [round(rule.at * DPI / 72 / 20) * 20 for rule in found.vertical] == [100, 500, 1100]


def test_a_scan_turned_by_degrees_is_straightened() -> None:
    turned = np.asarray(
        Image.fromarray(drawing(0.0)).rotate(-4, fillcolor=255, resample=Image.Resampling.BICUBIC)
    )
    found = clean(rules_of(straighten(turned)[0]))
    assert [round(b.at - a.at) for a, b in pairwise(found.horizontal)] == [67, 67]
    assert [round((b.at - a.at) / 5) for a, b in pairwise(found.vertical)] == [27, 40]


def line_of(text: str, gaps: list[tuple[float, float]]) -> str:
    """A line of letters 30 pixels wide, one word each, with these gaps of the ink (before which letter, pixels)."""
    words, left, at = [], 0.0, dict(gaps)
    middles = []
    for i, letter in enumerate(text):
        left += at.get(i, 3.0)
        if i in at:
            middles.append((left - at[i] / 2, at[i]))
        words.append(ocr.OcrWord(letter, int(left), 0, int(left) + 30, 30, 0.9))
        left += 30
    return spaced(words, middles, 30.0, False)


def test_blanks_come_from_the_gaps_of_the_ink() -> None:
    assert line_of("甲三原市", [(1, 33.0)]) == "甲　三原市"
    assert line_of("三原市長備後鯛", [(4, 63.0)]) == "三原市長　　備後鯛"
    assert line_of("あ、い", [(2, 18.0)]) == "あ、い"  # a comma leaves half of its square blank
    assert line_of("ア観光の振興", [(1, 17.0)]) == "ア 観光の振興"
    assert line_of("観光の振興", [(1, 17.0)]) == "観光の振興"  # no marker


@needs_tesseract
def test_a_table_with_level_rules_only_is_read_by_its_columns_and_told() -> None:
    font = next(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"), None)
    assert font is not None
    letters = ImageFont.truetype(str(font), 30)
    page = Image.new("L", (1300, 700), 255)
    draw = ImageDraw.Draw(page)
    rows = [("取組内容", "甲の役割", "乙の役割"), ("観光の振興", "計画を立てる", "住民に知らせる")]
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            draw.text((120 + 380 * j, 118 + 80 * i), words, font=letters, fill=0)
    for y in (100, 180, 260):
        draw.rectangle((100, y, 1200, y + 2), fill=0)
    document = read_bytes("a.pdf", paged(page, DPI))
    assert [(cell.row, cell.col) for cell in table(document).cells] == [
        (r, c) for r in (0, 1) for c in (0, 1, 2)
    ]
    assert "table_without_rules" in {problem.code for problem in document.problems}
    assert table(document).cells[0].text.text == "取組内容"
