"""Where tables, cells and paragraphs of a PDF end: sides, lower rules, titles, blanks that the file does not hold. All texts are
fiction."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth

from graph_build.documents.model import Paragraph
from tests.documents.test_pdf_reader import FONT, Draw, Sheet, grids, read, rows, texts

LONG = "圏域の市町は、住民が安心して暮らせるように力を合わせ、計画を毎年度見直すとともに議会に報告する。"


def _apart(*lines: tuple[str, ...], gap: float) -> Draw:
    """Lines whose parts stand apart without a blank of the file."""

    def page(sheet: Sheet) -> None:
        for i, line in enumerate(lines):
            x = 60.0
            for part in line:
                sheet.text(x, 80 + 40 * i, part)
                x += stringWidth(part, FONT, 10) + gap

    return page


def test_gaps_between_japanese_letters_show_how_wide_a_blank_is() -> None:
    dates = [("令和", "5", "年", "10", "月の港の会")] * 2
    articles = [("第", "3", "条", "甲は港を開く。")] * 6
    assert texts(read(_apart(*dates, *articles, gap=2.2)))[0] == "令和 5 年 10 月の港の会"
    assert (
        texts(read(_apart(*dates, *[("第", "3", "条甲は港を開く。")] * 3, gap=2.2)))[0]
        == "令和5年10月の港の会"
    )


def test_rules_that_begin_at_one_place_in_two_tables_have_no_side_between_them() -> None:
    def sheet_at(sheet: Sheet, top: float) -> None:
        for x in (60, 300, 500):
            sheet.rule(x, top, x, top + 40)
        sheet.rule(120, top, 120, top + 40)
        for x0, y in ((60, top), (120, top + 20), (60, top + 40)):
            sheet.rule(x0, y, 500, y)
        sheet.row([60, 120, 300], top, "役割", "甲", "港を開く。")
        sheet.row([120, 300], top + 20, "乙", "港を守る。")

    def page(sheet: Sheet) -> None:
        sheet_at(sheet, 80)
        sheet.grid([60, 200, 500], [124 + 20 * i for i in range(29)])
        for i in range(28):
            sheet.row([60, 200], 124 + 20 * i, f"{i + 1}そう目", "みなと丸")
        sheet_at(sheet, 688)

    roles = ["役割", "甲", "港を開く。", "乙", "港を守る。"]
    told = [[text for *_, text in table] for table in grids(read(page))]
    assert (told[0], len(told[1]), told[2]) == (roles, 56, roles)


def test_a_line_that_the_lower_rule_strikes_stands_in_the_cell_above() -> None:
    def page(sheet: Sheet) -> None:
        sheet.grid([60, 150, 260], [80, 124])
        sheet.row([60], 80, "役割")
        for i, line in enumerate(("港の使い方を住民の", "皆さんと話し合い決", "める。")):
            sheet.text(153, 97 + 15.5 * i, line)
        sheet.text(60, 160, LONG)

    assert rows(read(page)) == [["役割", "港の使い方を住民の皆さんと話し合い決める。"]]


def test_a_title_in_brackets_and_its_text_behind_the_page_end_are_one_cell() -> None:
    edges = [60.0, 180.0, 320.0, 460.0]

    def above(sheet: Sheet) -> None:
        sheet.grid(edges, [600, 660, 700])
        sheet.row(edges, 600, "〈港の利用〉\n船を着けやすくし、\n荷を降ろす。", "岸を直す。", "費用を払う。")
        sheet.row(edges, 660, "〈島の見守り〉", "巡視船を出す。", "見張りを置く。")

    def below(sheet: Sheet) -> None:
        sheet.grid(edges, [80, 120])
        sheet.row(edges, 80, "島を巡り、困り事を\n聞く。")
        sheet.text(60, 160, LONG)

    found = rows(read(above, below))
    assert found[1] == ["〈島の見守り〉\n島を巡り、困り事を聞く。", "巡視船を出す。", "見張りを置く。"]


def test_a_large_line_alone_on_a_page_further_back_is_a_heading() -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, LONG[:40])
        sheet.text(60, 96, LONG[40:])

    document = read(page, lambda sheet: sheet.text(60, 80, "港についてお聞かせください", 16))
    styles = [block.style for block in document.blocks if isinstance(block, Paragraph)]
    assert styles == ["plain", "heading"]


def test_lines_of_names_and_years_are_paragraphs_though_they_fill_their_line() -> None:
    amounts = [
        "湖北市　R5 1,200　R6 1,200　R7 1,300　R8 1,300　R9 1,300　計 6,300",
        "湖南町　R5 200　R6 200　計 400",
    ]

    def page(sheet: Sheet) -> None:
        for i, line in enumerate(amounts):
            sheet.text(60, 80 + 14 * i, line)

    assert texts(read(page)) == amounts


def test_a_wider_line_below_shows_that_the_one_above_it_ended() -> None:
    lines = [
        "名称：湖の圏域",
        "中心市：湖北市",
        "構成市町：湖北市及び湖南町",
        "期間：令和5年4月1日から令和10年3月31日までの5年度",
    ]

    def page(sheet: Sheet) -> None:
        for i, line in enumerate([*lines, f"根拠：{LONG[:40]}"]):
            sheet.text(60, 80 + 14 * i, line)

    assert texts(read(page))[:4] == lines


def test_heads_of_single_columns_between_heads_over_several_are_whole() -> None:
    def sheet(page: Sheet) -> None:
        xs = (60, 140, 200, 260, 340, 420, 480, 540)
        for y in (80, 140, 180):
            page.rule(60, y, 540, y)
        for x in (60, 140, 260, 340, 420, 540):
            page.rule(x, 80, x, 180)
        for x in (200, 480):
            page.rule(x, 110, x, 180)
        page.rule(140, 110, 260, 110)
        page.rule(420, 110, 540, 110)
        for x, y, text in (
            (140, 98, "事業費"),
            (420, 98, "成果指標"),
            (60, 113, "事業名"),
            (260, 113, "費用分担"),
        ):
            page.text(x + 4, y, text)
        for y, text in ((106, "国・県補助"), (120, "等")):
            page.text(344, y, text)
        for x, text in ((140, "R6"), (200, "R7"), (420, "基準値"), (480, "目標値")):
            page.text(x + 4, 128, text)
        for x, text in zip(xs, ("往診", "10", "20", "均等割", "－", "3", "5"), strict=False):
            page.text(x + 4, 163, text)

    (table,) = grids(read(sheet))
    heads = {text: (row, rowspan, colspan) for row, _, rowspan, colspan, text in table if row < 2}
    assert heads["費用分担"] == heads["国・県補助等"] == heads["事業名"] == (0, 2, 1)
    assert heads["事業費"] == heads["成果指標"] == (0, 1, 2)
