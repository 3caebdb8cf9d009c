"""No input raises, and what is read always points into the raw text: damaged copies of small files in each format."""

from __future__ import annotations

import io
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from graph_build.cli import main
from graph_build.documents.model import Document, Located, Table
from graph_build.documents.read import read_bytes
from tests.documents.render import Box, Drawn, to_docx, to_html, to_pdf_reportlab

ITEMS: list[Drawn] = [
    "三原市及び世羅町の連携協約（架空）",
    "第1条 甲は、乙と協議する。",
    (Box(0, 0, ("(1) 観光",), 2), Box(0, 1, ("取組",)), Box(0, 2, ("一", "二")), Box(1, 1, ("甲",), 1, 2)),
]
FILES = {
    "a.html": to_html(ITEMS).encode(),
    "a.docx": to_docx(ITEMS),
    "a.pdf": to_pdf_reportlab(ITEMS),
    "a.txt": "取組\t甲\n観光\t計画\n\n第1条 甲は。\n".encode(),
    "a.md": "# 別表\n\n<table><tr><td rowspan=2>観光</td><td>甲&amp;乙</td></tr><tr><td>計画</td></tr></table>\n".encode(),
    "a.mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\n<p>x</p>\r\n--b--",
}


def check(document: Document) -> None:
    """The invariants of every document."""
    for block in document.blocks:
        parts = (
            [text for cell in block.cells for text in (cell.text, *cell.paras)]
            if isinstance(block, Table)
            else [block.text]
        )
        for part in parts:
            points_into(part, document.raw)
        if isinstance(block, Table):
            assert all(
                cell.row + cell.rowspan <= block.rows and cell.col + cell.colspan <= block.cols
                for cell in block.cells
            )
    assert all(0 <= item.start <= item.end <= len(document.raw) for item in document.ignored)
    assert all(a <= b for a, b in pairwise(document.page_starts))
    assert document.blocks or document.problems


def points_into(part: Located, raw: str) -> None:
    assert len(part.text) == len(part.offsets)
    """Every character stands there, but for line feeds, blanks that a line end swallowed or that stand for a tab, and those
    written by name (``&amp;``)."""
    letters = zip(part.text, part.offsets, strict=True)
    assert all(
        raw[at] in (char, "&") or char in "\n " or (raw[at], char) == ("\t", "　") for char, at in letters
    )


@pytest.mark.parametrize("name", FILES)
def test_the_files_themselves(name: str) -> None:
    check(read_bytes(name, FILES[name]))


@pytest.mark.parametrize("name", FILES)
def test_damaged_copies(name: str) -> None:
    source = random.Random(name)
    data = FILES[name]
    for _ in range(60):
        copy = bytearray(data)
        for _ in range(source.choice([1, 3, 20])):
            place = source.randrange(max(1, len(copy)))
            match source.randrange(3):
                case 0:
                    copy[place : place + 1] = bytes([source.randrange(256)])
                case 1:
                    del copy[place : place + source.randrange(1, 30)]
                case _:
                    copy[place:place] = copy[max(0, place - 20) : place]
        check(read_bytes(name, bytes(copy)))
        check(read_bytes(name, bytes(copy[: source.randrange(len(copy) + 1)])))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 600),
            st.integers(0, 860),
            st.text("甲乙の役割取組内容第1条(1)・、。 　120,", max_size=12),
        ),
        max_size=30,
    ),
    st.lists(st.tuples(*[st.integers(-20, 880)] * 4, st.sampled_from("lrf")), max_size=20),
)
def test_any_page(words: list[tuple[int, int, str]], shapes: list[tuple[int, int, int, int, str]]) -> None:
    """Words, rules and filled boxes anywhere on a page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for x0, y0, x1, y1, kind in shapes:
        if kind == "l":
            canvas.line(
                x0, y0, x1 if abs(x1 - x0) > abs(y1 - y0) else x0, y0 if abs(x1 - x0) > abs(y1 - y0) else y1
            )
        else:
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=kind == "r", fill=kind == "f")
    canvas.setFont("HeiseiMin-W3", 10)
    for x, y, text in words:
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    check(read_bytes("a.pdf", buffer.getvalue()))


@pytest.mark.parametrize("name", FILES)
def test_extract_ends_in_an_exit_code_and_a_message(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cut and damaged files at the command line: 0, 1 or 2, and words where something is wrong."""
    data = FILES[name]
    for cut in (0, 3, len(data) // 3, len(data) - 40, len(data)):
        path = tmp_path / name
        path.write_bytes(data[:cut])
        code = main(["extract", str(path)])
        out, err = capsys.readouterr()
        assert code in (0, 1, 2)
        assert "Traceback" not in out + err
        assert code == 0 or (out + err).strip()


TAGS = """
<p> </p> <table> </table> <tr> <td> <td|rowspan=0> <td|colspan=9999> <td|rowspan=99> <th> <li> <ol> <br> <nav> <main>
<div|hidden> <pre> 第1条 甲は (1) あ <img> <span|class=num> &amp; < > \x00 \ufffe
"""
MARKUP = st.lists(st.sampled_from(TAGS.split()), max_size=40)


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_any_markup(tags: list[str]) -> None:
    check(read_bytes("a.html", "".join(tag.replace("|", " ") for tag in tags).encode()))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.pdf", "a.docx", "a.html", "a.txt", "a.md", "a.xyz"]))
def test_any_bytes(data: bytes, name: str) -> None:
    check(read_bytes(name, data))
    check(read_bytes(name, b"%PDF-1.7\n" + data))
    check(read_bytes(name, b"PK\x03\x04" + data))
