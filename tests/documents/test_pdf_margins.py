"""Upright and broad pages in one file: each has edges of its own. The file is made here, all texts are fiction."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from graph_build.documents.read import read_bytes
from tests.documents.test_pdf_reader import FONT, texts

LONG = "圏域の市町村は、住民が安心して暮らすことができるよう、互いに力を合わせて取り組む。"


def test_lines_of_upright_pages_go_on_though_those_of_broad_pages_are_longer() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    upright, broad = LONG * 3, LONG * 4
    for size, text, width in ((A4, upright, 47), (landscape(A4), broad, 70)):
        canvas.setPageSize(size)
        canvas.setFont(FONT, 10)
        for k, at in enumerate(range(0, len(text), width)):
            canvas.drawString(60, size[1] - 80 - 15 * k, text[at : at + width])
        canvas.showPage()
    canvas.save()
    assert texts(read_bytes("a.pdf", buffer.getvalue())) == [upright, broad]
