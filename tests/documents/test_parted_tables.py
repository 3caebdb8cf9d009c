"""Tables that the end of a page parts in Word files and web pages, and tables that are only alike. All texts are fiction."""

from __future__ import annotations

import io

import pytest

from graph_build.documents.model import Document, Table
from graph_build.documents.read import read_bytes

HEADS = ["取組", "取組の内容", "甲の役割", "乙の役割"]
ROWS = [
    ["医療", "病院を共に使い、夜間の診療を続ける。", "医師を招く。", "費用を払う。"],
    ["観光", "港と山を巡る旅を広く知らせる。", "催しを開く。", "宿を整える。"],
]
Rows = list[list[str]]


def word(*tables: Rows, between: str = "") -> Document:
    """Tables of a Word file with an empty paragraph between two, a page break, or a line of text."""
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    for number, rows in enumerate(tables):
        if number:
            paragraph = document.add_paragraph(between if between != "page" else "")
            if between == "page":
                paragraph.add_run().add_break(WD_BREAK.PAGE)
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in enumerate(rows):
            for col, text in enumerate(texts):
                table.cell(row, col).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return read_bytes("a.docx", buffer.getvalue())


def page(*tables: Rows, between: str = "") -> Document:
    """Tables of a web page."""
    parts = [
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
        + "</table>"
        for rows in tables
    ]
    return read_bytes("a.html", f"<meta charset=utf-8>{between.join(parts)}".encode())


def grids(document: Document) -> list[Rows]:
    return [
        [[cell.text.text for cell in block.row(row)] for row in range(block.rows)]
        for block in document.blocks
        if isinstance(block, Table)
    ]


@pytest.mark.parametrize("between", ["", "page"])
def test_rows_below_heads_go_on_in_a_second_table(between: str) -> None:
    assert grids(word([HEADS, ROWS[0]], [ROWS[1]], between=between)) == [[HEADS, *ROWS]]


def test_heads_printed_again_are_set_aside() -> None:
    document = page([HEADS, ROWS[0]], [HEADS, ROWS[1]])
    assert grids(document) == [[HEADS, *ROWS]]
    assert [each.reason for each in document.ignored] == ["repeated_header"] * 4


def test_a_row_that_a_page_cuts_is_one() -> None:
    content, first, second = ROWS[0][1:]
    above = [HEADS, ROWS[1], ["医療", content[:9], first, second[:3]]]
    below = [
        ["", content[9:], "", second[3:]],
        ["道路", "県道の改良を共に求める。", "資料を作る。", "意見を集める。"],
    ]
    assert grids(word(above, below)) == [[HEADS, ROWS[1], ROWS[0], below[1]]]
    assert grids(page(above, [HEADS, *below])) == [[HEADS, ROWS[1], ROWS[0], below[1]]]


def test_figures_go_on_below_heads_that_nobody_knows() -> None:
    above = [["町の名", "人の数", "家の数"], ["東浜町", "12,345", "5,678"], ["西浜町", "2,345", "978"]]
    below = [["南浜町", "34,210", "12,004"], ["計", "48,900", "18,660"]]
    assert grids(page(above, below)) == [above + below]


def test_a_sheet_goes_on_amid_its_labels_but_not_into_the_next_one() -> None:
    above = [["事業名", "病院の運営"], ["事業概要", "夜間の診療を続ける。"], ["関係市町村", "全市町村"]]
    below = [["事業費", "1,200千円"], ["期待される効果", "安心して暮らせる。"]]
    other = [["事業名", "港の祭り"], ["事業概要", "祭りを開く。"], ["関係市町村", "全市町村"]]
    assert grids(word(above, below, other, between="page")) == [above + below, other]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([["事業名", "病院の運営"], ["事業費", "100"]], [["事業名", "港の祭り"], ["事業費", "200"]]),
        (
            [["甲", "A県B市1番地", "印"], ["", "B市長", "東浜　一郎"]],
            [["乙", "A県C町2番地", "印"], ["", "C町長", "西浜　花子"]],
        ),
        (
            [["指標", "現状値", "目標値"], ["病院の数", "3", "4"]],
            [["回", "開いた日", "話したこと"], ["1", "令和5年3月1日", "案について"]],
        ),
        (
            [["事業名", "病院の運営", ""], ["事業費", "100", ""], ["根拠", "協定別表第1", ""]],
            [["成果指標", "基準値（H30）", "目標値（R6）"], ["患者の数", "120", "100"]],
        ),
        (
            [["事業費", "R4", "R5"], ["東浜市", "100", "200"]],
            [["スケジュール", "R4", "R5"], ["工事", "→", "→"]],
        ),
    ],
)
def test_tables_that_are_alike_stay_two(first: Rows, second: Rows) -> None:
    for between in ("", "page"):
        assert grids(word(first, second, between=between)) == [first, second]
    assert grids(page(first, second, between='<div style="page-break-after: always"></div>')) == [
        first,
        second,
    ]


def test_text_parts_tables_and_page_numbers_do_not() -> None:
    assert len(grids(word([HEADS, ROWS[0]], [ROWS[1]], between="次の取組は町が行う。"))) == 2
    numbered = page([HEADS, ROWS[0]], [ROWS[1]], between="<p>- 3 -</p>")
    assert grids(numbered) == [[HEADS, *ROWS]]
