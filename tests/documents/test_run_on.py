"""Texts whose lines were run together by a conversion. All texts are fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.documents.model import Document, Paragraph
from graph_build.documents.read import read_bytes
from tests.documents.render import Look, to_docx, to_html, to_pdf_reportlab


def texts(text: str) -> list[str]:
    return paragraphs(read_bytes("a.txt", text.encode()))


def paragraphs(document: Document) -> list[str]:
    return [block.text.text.strip() for block in document.blocks if isinstance(block, Paragraph)]


def test_articles_captions_and_list_markers_begin_lines() -> None:
    run_on = (
        "( 目的) 第 1 条 この協定は、住民のために結ぶ。 2 甲は、平成 20 年 2 月の宣言を守る。"
        " ( 取組) 第 2 条 取組は、次のとおりとする。 (1) 医療 ア 休日の診療 (ア) 取組の内容 診療を行う。"
        " (イ) 甲の役割 甲は、B 型の検査を行う。 イ 夜間の診療"
    )
    assert texts(run_on) == [
        "( 目的)",
        "第 1 条 この協定は、住民のために結ぶ。",
        "2 甲は、平成 20 年 2 月の宣言を守る。",
        "( 取組)",
        "第 2 条 取組は、次のとおりとする。",
        "(1) 医療",
        "ア 休日の診療",
        "(ア) 取組の内容 診療を行う。",
        "(イ) 甲の役割 甲は、B 型の検査を行う。",
        "イ 夜間の診療",
    ]


WHOLE = (
    "第1条　この協定は、住民が安心して暮らすために結ぶ。 （取組） 第2条　取組は、次のとおりとする。 (1)　医療 ア　休日の診療"
    " イ　夜間の診療 （費用） 第3条　費用は、甲と乙が均等に分ける。 第4条　定めのない事項は、甲乙が協議する。"
)


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("a.html", lambda items: to_html(items).encode()),
        ("a.docx", to_docx),
        ("a.pdf", to_pdf_reportlab),
        ("a.pdf", lambda items: to_pdf_reportlab(items, Look(justified=True))),
    ],
)
def test_a_whole_text_in_one_paragraph_is_cut_in_every_format(
    name: str, draw: Callable[[list[str]], bytes]
) -> None:
    found = paragraphs(read_bytes(name, draw(["三原圏域の形成に関する協定書", WHOLE])))
    assert found == [
        "三原圏域の形成に関する協定書",
        "第1条　この協定は、住民が安心して暮らすために結ぶ。",
        "（取組）",
        "第2条　取組は、次のとおりとする。",
        "(1)　医療",
        "ア　休日の診療",
        "イ　夜間の診療",
        "（費用）",
        "第3条　費用は、甲と乙が均等に分ける。",
        "第4条　定めのない事項は、甲乙が協議する。",
    ]


def test_title_and_date_leave_the_lines_of_their_neighbours() -> None:
    run_on = (
        "三原圏域の形成に関する協定書 三原市と世羅町は、協定を結ぶ。 第 1 条 共に働く。 第 2 条 費用を分ける。"
        "\n\nこの証として2通を作る。 令和 3 年 4 月 1 日"
    )
    found = texts(run_on)
    assert found[0] == "三原圏域の形成に関する協定書"
    assert found[-2:] == ["この証として2通を作る。", "令和 3 年 4 月 1 日"]


def test_lines_that_hold_one_article_are_left_alone() -> None:
    line = "第1条 甲は、次の事務を行う。 (1) 受付 (2) 交付 ア 市内の窓口 イ 町内の窓口 とし、第 2 条 の規定による。"
    assert texts(line) == [line]


def test_a_preamble_leaves_the_line_of_the_title_above_it() -> None:
    cover = "三原圏域の形成に関する協定書 平成 21 年 10 月 三 原 圏域の形成に関す る 協定 書"
    preamble = "三 原 市 (以 下 「甲」とい う。)と世羅町は、次のとおり結ぶ。"
    run_on = f"{cover} {preamble} (目 的) 第 1 条 共に働く。 (費 用) 第 2 条 費用を分ける。"
    assert texts(run_on)[:3] == [
        "三原圏域の形成に関する協定書",
        "平成 21 年 10 月 三 原 圏域の形成に関す る 協定 書",
        preamble,
    ]
