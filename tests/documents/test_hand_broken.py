"""Sentences that somebody broke with the Enter key in a Word file. All texts are fiction."""

from __future__ import annotations

import io

import docx
import pytest

from graph_build.documents.model import Paragraph, Table
from graph_build.documents.read import read_bytes


def word(lines: list[str]) -> tuple[str, bytes]:
    source = docx.Document()
    for line in lines:
        source.add_paragraph(line)
    buffer = io.BytesIO()
    source.save(buffer)
    return "a.docx", buffer.getvalue()


def paragraphs(name: str, data: bytes) -> list[str]:
    return [block.text.text for block in read_bytes(name, data).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "lines",
    [
        ["第3条　甲及び乙は、", "次の取組を行う。"],
        [
            "　長野市（以下「甲」という。）及び",
            "小布施町（以下「乙」という。）は、次のとおり",
            "協定を結ぶ。",
        ],
        ["２　前項の費用は、甲が", "別に定める。"],
        ["２　前項の費用は、地方自治法（", "昭和22年法律第67号）により支払う。"],
        ["２　前項の費用は、地方自治法（昭和22", "年法律第67号。", "以下「法」という。）により支払う。"],
        ["３　この協約の取組を", "別紙のとおり定める。"],
        ["３　甲は、山あいの集落の高齢", "者を見守る。"],
        ["取組を進める。また、甲は毎年度の結果を議会に", "報告する。"],
    ],
)
def test_a_sentence_goes_on_where_it_was_broken(lines: list[str]) -> None:
    whole = "".join(line.strip() for line in lines)
    assert paragraphs(*word(lines)) == [whole]
    assert paragraphs(*word(["（目的）", *lines, "（期間）"])) == ["（目的）", whole, "（期間）"]


@pytest.mark.parametrize(
    "lines",
    [
        ["１　人口の見通し", "若い世代の転出が重なり、人口は減る。"],
        ["誰もが安心して暮らせるまちへ", "圏域の将来像を定める。"],
        ["１　山形連携中枢都市圏とは", "山形市を中心に、六つの市町で構成する。"],
        ["甲は、研修会を開催する", "乙は、研修会に参加する。"],
        ["長野市及び小布施町における", "連携中枢都市圏の形成に係る", "連携協約"],
        ["甲及び乙は、次に掲げる事務を行う", "（1）　計画の案を作る。"],
        ["海と島がつながり、世界の人をもてなす圏域", "３　将来の見通し"],
        ["取組の内容", "湖の水を守る。"],
    ],
)
def test_what_may_stand_by_itself_stays_a_paragraph(lines: list[str]) -> None:
    assert paragraphs(*word(lines)) == lines


def test_an_empty_paragraph_ends_a_sentence_that_breaks_off() -> None:
    lines = ["第3条　甲及び乙は、", "", "次の取組を行う。"]
    assert paragraphs(*word(lines)) == [lines[0], lines[2]]


def test_a_heading_by_its_style_goes_on_with_nothing() -> None:
    source = docx.Document()
    source.add_heading("暮らしの", 1)
    source.add_paragraph("安心を守る。")
    buffer = io.BytesIO()
    source.save(buffer)
    assert paragraphs("a.docx", buffer.getvalue()) == ["暮らしの", "安心を守る。"]


def test_what_stands_right_below_the_text_behind_a_label_goes_on_with_it() -> None:
    lines = [
        "１　終了の日　　　令和8年3月31日",
        "２　終了の理由　　　船の事業が終わり、その目的を",
        "　　　　　　　　　　達したため",
        "担当　船係",
    ]
    whole = [lines[0], lines[1] + "達したため", lines[3]]
    assert paragraphs(*word(lines)) == whole
    shifted = [*lines[:2], "達したため", lines[3]]
    assert paragraphs(*word(shifted)) == shifted


def test_a_few_long_lines_that_all_break_off_at_one_edge_tell_that_a_text_was_broken_there() -> None:
    labels = [f"（{i}）　{word}の支度" for i, word in enumerate(["港", "宿", "店", "橋", "道"] * 9, start=1)]
    begun = [
        f"{season}の船の旅を楽しむ人が安心して一日を過ごせるように港と宿と店の案" for season in "春夏秋冬朝"
    ]
    lines = [*labels, *(line for text in begun for line in (text, "内を続けて整える。"))]
    assert paragraphs(*word(lines)) == [*labels, *(f"{text}内を続けて整える。" for text in begun)]
    assert paragraphs(*word([*labels, *lines[-8:]])) == [*labels, *lines[-8:]]  # four may do so by chance


def test_cells_one_below_the_other_are_a_table_in_a_word_file_too() -> None:
    heads = ["取組の名称", "取組の内容", "甲の役割", "乙の役割"]
    first = [
        "湖の船の旅",
        "湖を巡る船の旅を、両市町の港を結んで続ける。",
        "甲は、船を出す。",
        "乙は、港を整える。",
    ]
    second = [
        "森の学校",
        "森で学ぶ場を、両市町の子どものために開く。",
        "甲は、講師を招く。",
        "乙は、森を守る。",
    ]
    name, data = word([*heads, *first, *second])
    (table,) = [block for block in read_bytes(name, data).blocks if isinstance(block, Table)]
    assert [[cell.text.text for cell in table.row(row)] for row in range(table.rows)] == [
        heads,
        first,
        second,
    ]
    document = read_bytes(*word([*heads, *first, *second[:3]]))
    assert [problem.code for problem in document.problems] == ["cells_unsettled"]
