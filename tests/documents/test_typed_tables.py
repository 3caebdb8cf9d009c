"""Tables typed with tabs, blanks or drawn characters in Word files and web pages. All texts are fiction."""

from __future__ import annotations

import html
import io
from collections.abc import Callable

import docx
import pytest

from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.read import read_bytes
from tests.documents.render import typed_docx, typed_html


def word_lines(text: str) -> bytes:
    """All lines in one paragraph, with line breaks (Shift and Enter)."""
    document = docx.Document()
    document.add_paragraph(text.rstrip("\n"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page_lines(text: str) -> bytes:
    """Lines that end in ``<br>``, their blanks as entities."""
    body = html.escape(text.rstrip("\n")).replace("\n", "<br>\n").replace(" ", "&nbsp;")
    return f'<!DOCTYPE html><meta charset="utf-8"><p>{body}</p>'.encode()


def page_paragraphs(text: str) -> bytes:
    body = "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in text.splitlines())
    return f'<!DOCTYPE html><meta charset="utf-8">{body.replace("  ", "&nbsp;&nbsp;")}'.encode()


Way = tuple[str, Callable[[str], bytes]]
WORD: list[Way] = [("a.docx", typed_docx), ("a.docx", word_lines)]
PRE: list[Way] = [("a.html", typed_html)]
LINES: list[Way] = [("a.html", page_lines), ("a.html", page_paragraphs)]


def shown(document: Document) -> list[object]:
    """Paragraphs as text, tables as rows."""
    return [
        [[cell.text.text for cell in block.row(i)] for i in range(block.rows)]
        if isinstance(block, Table)
        else block.text.text
        for block in document.blocks
    ]


TABS = (
    "別表（第3条関係）\n(1) 観光\n取組の内容\t甲の役割\t乙の役割\n"
    "案内板を作る。\t図案を決める。\t場所を貸す。\n祭りを開く。\t費用を出す。\t人を出す。\n\n附則\n"
)


@pytest.mark.parametrize(("name", "write"), WORD + PRE)
def test_columns_kept_apart_by_tabs(name: str, write: Callable[[str], bytes]) -> None:
    document = read_bytes(name, write(TABS))
    assert shown(document) == [
        "別表（第3条関係）",
        "(1) 観光",
        [
            ["取組の内容", "甲の役割", "乙の役割"],
            ["案内板を作る。", "図案を決める。", "場所を貸す。"],
            ["祭りを開く。", "費用を出す。", "人を出す。"],
        ],
        "附則",
    ]
    table = document.blocks[2]
    assert isinstance(table, Table)
    for cell in table.cells:
        assert document.raw[cell.text.start : cell.text.end] == cell.text.text


DRAWN = """別表
┌──────┬──────┐
│取組内容　　│花火を上げる│
│　　　　　　│。　　　　　│
├──────┼──────┤
│甲の役割　　│船を出す。　│
└──────┴──────┘
以上
"""


@pytest.mark.parametrize(("name", "write"), WORD + PRE + LINES)
def test_tables_drawn_with_characters(name: str, write: Callable[[str], bytes]) -> None:
    document = read_bytes(name, write(DRAWN))
    table = [["取組内容", "花火を上げる。"], ["甲の役割", "船を出す。"]]
    assert shown(document) == ["別表", table, "以上"]
    assert {item.reason for item in document.ignored} == {"markup"}


BLANKS = """別表

取組の内容　　　　甲の役割　　　　　乙の役割

川を清める。　　　道具を貸す。　　　人を出す。

木を植える。　　　苗を買う。　　　　土地を貸す。

2　前項の取組は、毎年行う。
"""


@pytest.mark.parametrize(("name", "write"), WORD + PRE + LINES)
def test_columns_kept_apart_by_blanks_below_known_heads(name: str, write: Callable[[str], bytes]) -> None:
    assert shown(read_bytes(name, write(BLANKS)))[1] == [
        ["取組の内容", "甲の役割", "乙の役割"],
        ["川を清める。", "道具を貸す。", "人を出す。"],
        ["木を植える。", "苗を買う。", "土地を貸す。"],
    ]


WORDINGS = (
    "変更前\t変更後\n（目的）\n第1条　甲は、橋を守る。\t（目的）\n第1条　甲及び乙は、橋を守る。\n"
    "（期間）\n第2条　3年とする。\t（期間）\n第2条　5年とする。\n"
)


@pytest.mark.parametrize(("name", "write"), WORD + PRE)
def test_two_wordings_with_cells_of_several_lines(name: str, write: Callable[[str], bytes]) -> None:
    document = read_bytes(name, write(WORDINGS))
    assert shown(document) == [
        [
            ["変更前", "変更後"],
            ["（目的）\n第1条　甲は、橋を守る。", "（目的）\n第1条　甲及び乙は、橋を守る。"],
            ["（期間）\n第2条　3年とする。", "（期間）\n第2条　5年とする。"],
        ]
    ]
    assert [problem.code for problem in document.problems] == ["cells_inferred"]


@pytest.mark.parametrize(("name", "write"), WORD + PRE + [("a.txt", str.encode)])
def test_tabs_behind_numbers_and_before_texts_make_no_table(name: str, write: Callable[[str], bytes]) -> None:
    text = (
        "（目的）\n第1条\tこの協定は、川を守る。\n2\t甲は、乙と話す。\n"
        "\t(1)\t堤を直す。\n\t(2)\t橋を直す。\n（会議）\n第2条\t会を開く。\n"
    )
    assert shown(read_bytes(name, write(text))) == [
        "（目的）",
        "第1条　この協定は、川を守る。",
        "2　甲は、乙と話す。",
        "(1)　堤を直す。",
        "(2)　橋を直す。",
        "（会議）",
        "第2条　会を開く。",
    ]


@pytest.mark.parametrize(("name", "write"), WORD + PRE + [("a.txt", str.encode)])
def test_numbered_titles_above_and_among_rows(name: str, write: Callable[[str], bytes]) -> None:
    text = (
        "1\t観光\n取組内容\t花を植える。\n甲の役割\t苗を買う。\n2\t防災\n取組内容\t堤を守る。\n甲の役割\t土を運ぶ。\n"
        "\t別表第2中「3年」を「5年」に改める。\n"
    )
    assert shown(read_bytes(name, write(text))) == [
        "1　観光",
        [["取組内容", "花を植える。"], ["甲の役割", "苗を買う。"]],
        "2　防災",
        [["取組内容", "堤を守る。"], ["甲の役割", "土を運ぶ。"]],
        "別表第2中「3年」を「5年」に改める。",
    ]


def test_a_tab_alone_in_a_word_file_makes_no_table() -> None:
    assert shown(read_bytes("a.docx", typed_docx("単位\t千円\n費用は、甲が負担する。\n"))) == [
        "単位\t千円",
        "費用は、甲が負担する。",
    ]


def test_a_paragraph_below_the_last_row_is_no_part_of_it() -> None:
    text = "甲の役割\t舟を出す。\n乙の役割\t舟を直す\n費用は、別に定める。\n"
    rows = [["甲の役割", "舟を出す。"], ["乙の役割", "舟を直す"]]
    assert shown(read_bytes("a.docx", typed_docx(text))) == [rows, "費用は、別に定める。"]


def test_paragraphs_that_are_lines_of_a_text_broken_at_a_width() -> None:
    sentence = "甲と乙は、川の上流から下流までの暮らしを守り、ともに豊かになるために力を合わせる"
    text = "".join(f"{sentence}ことを、\n合わせて進めるものとする。\n" for _ in range(6))
    found = [block for block in read_bytes("a.docx", typed_docx(text)).blocks if isinstance(block, Paragraph)]
    assert len(found) == 6


def test_figures_that_single_blanks_keep_apart() -> None:
    text = "市町名 平成27年（2015年） 令和２年（2020年）\n三原市 96,194 90,573\n世羅町 16,337 15,125\n資料：国勢調査\n"
    document = read_bytes("a.txt", text.encode())
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [[cell.text.text for cell in table.row(row)] for row in range(table.rows)] == [
        ["市町名", "平成27年（2015年）", "令和２年（2020年）"],
        ["三原市", "96,194", "90,573"],
        ["世羅町", "16,337", "15,125"],
    ]
    sentence = "甲は 令和５年度 令和６年度\n乙は 90 人を招き\n丙は 20 人を招く\n"
    assert not any(isinstance(block, Table) for block in read_bytes("a.txt", sentence.encode()).blocks)
