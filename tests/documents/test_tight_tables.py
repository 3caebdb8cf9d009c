"""Tables as ``pdftotext -raw`` prints them, one blank between cells and none for an empty one. Texts are fiction."""

from __future__ import annotations

import pytest

from graph_build.documents.model import Paragraph, Table
from graph_build.documents.read import read_bytes

HEADS = "年度 R4 R5 R6 合計\n"


def tables(text: str) -> list[list[list[str]]]:
    blocks = read_bytes("a.txt", text.encode()).blocks
    return [
        [[cell.text.text for cell in block.row(row)] for row in range(block.rows)]
        for block in blocks
        if isinstance(block, Table)
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "事業費（千\n円）\n100 200 300 600\n",
        "事業費（千\n100 200 300 600\n円）\n",
        "事業費（千円）\n100 200 300 600\n",
    ],
)
def test_the_label_of_amounts_on_lines_of_its_own(rows: str) -> None:
    found = tables(f"実施工程 R4年度 準備\nR5～R6年度 実施\n{HEADS}{rows}国県補助 －\n")
    assert found == [[["年度", "R4", "R5", "R6", "合計"], ["事業費（千円）", "100", "200", "300", "600"]]]


@pytest.mark.parametrize(
    "rows",
    [
        "事業費（千\n円）\n100 200 300\n",
        "費用負担\n人口割\n100 200 300 600\n",
        "事業費（千\n100 200 300 600\n",
    ],
)
def test_figures_that_do_not_fill_the_years_or_are_no_amounts_make_no_table(rows: str) -> None:
    assert not tables(f"{HEADS}{rows}国県補助 －\n")


def test_a_row_behind_the_running_head_at_the_foot_of_a_page() -> None:
    """A bare number below the plan's name, right above a form feed, is that of the page; the table goes on behind it."""
    foot = "海の里定住自立圏共生ビジョン\n{}\n\f"
    pages = ["１ 現状\n人口が減っている。\n", "２ 将来像\n船が通う里とする。\n", "指標 現状値 目標値\n"]
    text = "".join(page + foot.format(number) for number, page in enumerate(pages, start=2))
    assert tables(f"{text}船の便数 12便 14便\n乗客の数 300人 現状維持\n") == [
        [["指標", "現状値", "目標値"], ["船の便数", "12便", "14便"], ["乗客の数", "300人", "現状維持"]]
    ]


def test_lines_that_tell_years_do_not_go_on_with_each_other() -> None:
    text = "実施工程 2026～2030年度 冬の道を開く除雪の車の運行\n2026、2028、2030年度 運転をする人の研修\n"
    blocks = read_bytes("a.txt", text.encode()).blocks
    assert [block.text.text for block in blocks if isinstance(block, Paragraph)] == text.splitlines()
