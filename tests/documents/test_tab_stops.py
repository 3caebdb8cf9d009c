"""Tabs in Word files: how many are typed says nothing where a short text takes more of them to its column. All texts are fiction."""

from __future__ import annotations

import io

import docx
from docx.shared import Pt

from graph_build.documents.model import Document, Table
from graph_build.documents.read import read_bytes


def word(rows: list[str], stops: tuple[int, ...] = (), size: int | None = 10) -> Document:
    """A Word file with a paragraph for each row; stops in points."""
    source = docx.Document()
    source.add_paragraph("次の表のとおりとする。")
    for row in rows:
        para = source.add_paragraph()
        run = para.add_run(row)
        run.font.size = Pt(size) if size else None
        for stop in stops:
            para.paragraph_format.tab_stops.add_tab_stop(Pt(stop))
    buffer = io.BytesIO()
    source.save(buffer)
    return read_bytes("a.docx", buffer.getvalue())


def cells(document: Document) -> list[list[str]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text.text for cell in table.row(row)] for table in tables for row in range(table.rows)]


WHOLE = [
    ["分野", "取組の内容", "甲の役割"],
    ["救急医療の充実と確保", "病院を守る。", "医師を置く。"],
    ["観光", "湖を巡る道を作る。", "道を直す。"],
]


def test_texts_that_begin_at_one_stop_are_one_column() -> None:
    """Letters of 10 points, default stops every 36: the columns begin at 0, 108 and 216 points."""
    document = word(
        [
            "分野\t\t\t取組の内容\t\t甲の役割",
            "救急医療の充実と確保\t病院を守る。\t\t医師を置く。",
            "観光\t\t\t湖を巡る道を作る。\t道を直す。",
        ]
    )
    assert document.problems == ()
    assert cells(document) == WHOLE


def test_stops_of_the_paragraph_count_before_default_ones() -> None:
    document = word(["\t".join(row) for row in WHOLE[:2]] + ["観光\t\t道を直す。"], (120, 240))
    assert document.problems == ()
    assert cells(document) == [*WHOLE[:2], ["観光", "", "道を直す。"]]


def test_rows_with_as_many_tabs_keep_their_empty_cells() -> None:
    document = word(["分野\t2025\t2026\t計", "観光の道\t5\t\t5", "交通\t\t7\t7"])
    assert document.problems == ()
    assert cells(document)[1:] == [["観光の道", "5", "", "5"], ["交通", "", "7", "7"]]


def test_columns_that_no_stop_settles_are_told() -> None:
    document = word(
        [
            "分野\t\t取組の内容\t\t甲の役割",
            "救急医療の充実と確保\t病院を守る。\t\t医師を置く。",
            "観光\t湖を巡る道を作る。\t道を直す。",
        ]
    )
    assert [problem.code for problem in document.problems] == ["tab_columns_unknown"] * 2
    assert [problem.place.line_start for problem in document.problems if problem.place] == [2, 3]
