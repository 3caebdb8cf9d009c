"""Sentences that somebody broke with the Enter key in a Word file. All texts are fiction."""

from __future__ import annotations

import io

import docx
import pytest

from graph_build.documents.model import Paragraph
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
