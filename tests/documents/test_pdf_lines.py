"""Lines of a PDF: the blanks in them, where paragraphs of a cell end, what is no head of a page. All texts are fiction."""

from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.documents.test_pdf_reader import FONT, Draw, Sheet, read, rows, texts

LONG = "圏域の市町は、住民が安心して暮らせるように力を合わせ、計画を毎年度見直すとともに議会に報告する。"


def _spread(sheet: Sheet, x: float, y: float, text: str, step: float) -> None:
    """Letters set one by one, each so many points behind the one before it."""
    for i, char in enumerate(text):
        sheet.text(x + step * i, y, char)


def test_a_blank_of_the_file_as_wide_as_all_gaps_of_its_line_is_none() -> None:
    def draw(sheet: Sheet) -> None:
        step = 10 + stringWidth(" ", FONT, 10)
        _spread(sheet, 60, 60, "乙湖南町山手", step)
        sheet.text(60 + 6 * step, 60, "七 番")
        sheet.text(60 + 8 * step, 60, "地")
        sheet.text(60, 80, LONG[:40])

    assert texts(read(draw))[0] == "乙湖南町山手七番地"


def _cell(*lines: str, across: bool = False) -> list[str]:
    """The paragraphs of a cell of eleven letters; ``across``: letters stand as far apart as lines up to both edges need."""

    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 100, 217], [80, 100 + 13 * len(lines)])
        sheet.text(63, 93, "湖")
        for i, line in enumerate(lines):
            step = 100 / (len(line) - 1) if across and len(line) > 9 else 10
            _spread(sheet, 103, 93 + 13 * i, line, step)

    return rows(read(draw))[0][1].split("\n")


def test_a_line_that_is_not_stretched_ends_its_paragraph_among_lines_set_to_both_edges() -> None:
    lines = ["湖を渡る船と港を結ぶ", "小さな湖の旅の案内", "船着き場を整え、旅の案", "内を置く。"]
    assert _cell(*lines, across=True) == [
        "湖を渡る船と港を結ぶ小さな湖の旅の案内",
        "船着き場を整え、旅の案内を置く。",
    ]
    assert len(_cell("湖を渡る船と港を結ぶ", "小さな湖の旅の案内を", "置く。", across=True)) == 1


@pytest.mark.parametrize("label", ["取組の内容", "甲の役割"])
def test_a_label_before_its_text_begins_a_paragraph(label: str) -> None:
    title = "②　湖の船の旅の案内"
    assert _cell(title, f"{label}　船を出", "す。") == [title, f"{label}　船を出す。"]


def test_the_items_of_a_list_that_go_on_inside_the_lines_go_on_over_a_line_end() -> None:
    found = _cell("次の事務を行う。", "・会費及び参加料の集金", "・船の手配　・港の掃除", "と見回り")
    assert found == ["次の事務を行う。", "・会費及び参加料の集金　・船の手配　・港の掃除と見回り"]
    assert _cell("次の事務を行う。", "・会費を集める。", "・船の手配及び港の掃除", "と見回り")[1:] == [
        "・会費を集める。",
        "・船の手配及び港の掃除と見回り",
    ]


@pytest.mark.parametrize(("above", "parts"), [("湖と山の均等割は", 1), ("均等割", 2)])
def test_a_number_is_not_parted_from_the_per_cent_behind_it(above: str, parts: int) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid([60, 100, 217], [80, 126])
        sheet.text(63, 93, "湖")
        sheet.text(103, 93, above)
        sheet.text(103, 106, "30％、人口割は70％")

    assert len(rows(read(draw))[0][1].split("\n")) == parts


def test_a_municipality_below_an_address_is_no_part_of_it() -> None:
    assert _cell("乙　湖南町字山手７番地", "湖南町") == ["乙　湖南町字山手７番地", "湖南町"]


def test_the_end_of_a_sentence_is_no_running_head() -> None:
    def page(begin: str) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.text(60, 40, "を進める。")
            sheet.text(60, 70, f"{begin}　{LONG[:36]}")
            for i in range(3):
                sheet.text(60, 700 + 17 * i, LONG[:47])

        return draw

    found = texts(read(page("２"), page("３"), page("４")))
    assert sum(text.endswith("を進める。") for text in found) == 3


def _page(across: bool) -> list[str]:
    """Two paragraphs of lines of 44 letters, 9 points less than the text is wide; ``across``: set to both edges."""
    full = "海辺の市と山手の町と川上の村は、船と鉄道と道路とを結び、住民が長くともに暮らせるよう力を"
    last = "合わせ、港と駅と診療所と学校と図書館を互いに使えるようにし、計画を毎年度見直すものです。"

    def draw(sheet: Sheet) -> None:
        for i, line in enumerate([full, full, full, last, "その額は予算により変わることがあります。"]):
            stretched = across and line == full
            _spread(sheet, 60, 60 + 17 * i, line, 10 + 9 / (len(line) - 1) if stretched else 10)

    return texts(read(draw))


def test_a_paragraph_that_nearly_fills_its_last_line_ends_where_the_others_are_stretched_to_the_edge() -> (
    None
):
    assert len(_page(across=True)) == 2
    assert len(_page(across=False)) == 1
