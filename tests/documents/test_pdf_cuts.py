"""Rows of tables at page ends: what the rules, the places of texts and their words tell. All texts are fiction."""

from __future__ import annotations

import pytest

from tests.documents.test_pdf_reader import Draw, Sheet, grids, read, rows, texts

LONG = "圏域の市町村は、住民が安心して暮らすことができるよう、互いに力を合わせて取り組む。"
EDGES = [60.0, 172.0, 284.0, 396.0]


def _open(sheet: Sheet, xs: list[float], top: float, bottom: float, ruled: float) -> None:
    """A grid of one row without its level rule at one of its ends."""
    for x in xs:
        sheet.rule(x, top, x, bottom)
    sheet.rule(xs[0], ruled, xs[-1], ruled)


def test_cells_closed_by_a_rule_beside_others_left_open_end_the_row() -> None:
    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(EDGES, [720, 740])
        sheet.row(EDGES, 720, "事業名", "項目", "令和6年度")
        _open(sheet, EDGES[:2], 740, 780, 740)
        sheet.grid(EDGES[1:], [740, 760, 780])
        sheet.row(EDGES, 740, "地域医療を支える", "設計", "→")
        sheet.row(EDGES[1:], 760, "運用を続ける事業", "→")

    def below(sheet: Sheet) -> None:
        _open(sheet, EDGES[:2], 80, 100, 100)
        sheet.grid(EDGES[1:], [80, 100])
        sheet.row(EDGES, 80, "医師の確保", "事業費", "18,000")
        sheet.text(60, 160, LONG)

    assert grids(read(above, below))[0][3:] == [
        (1, 0, 3, 1, "地域医療を支える医師の確保"),
        (1, 1, 1, 1, "設計"),
        (1, 2, 1, 1, "→"),
        (2, 1, 1, 1, "運用を続ける事業"),
        (2, 2, 1, 1, "→"),
        (3, 1, 1, 1, "事業費"),
        (3, 2, 1, 1, "18,000"),
    ]


def _pages(upper: list[str], lower: list[str], opened: bool = False) -> tuple[Draw, Draw]:
    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(EDGES, [700, 720])
        sheet.row(EDGES, 700, "取組", "甲の役割", "乙の役割")
        sheet.grid(EDGES, [720, 760])
        sheet.row(EDGES, 720, "産業", "店を出す。", "費用を払う。")
        if opened:
            _open(sheet, EDGES, 760, 780, 760)
        else:
            sheet.grid(EDGES, [760, 780])
        sheet.row(EDGES, 760, *upper)

    def below(sheet: Sheet) -> None:
        if opened:
            _open(sheet, EDGES, 80, 120, 120)
        else:
            sheet.grid(EDGES, [80, 120])
        sheet.row(EDGES, 80, *lower)
        sheet.text(60, 160, LONG)

    return above, below


HALF = "消防及び上下水道の技術"


def test_boxes_left_open_settle_what_half_of_the_texts_say() -> None:
    upper, lower = [HALF, "講師を招く。", "場所を貸す。"], ["者の研修", "費用を払う。", ""]
    assert len(rows(read(*_pages(upper, lower, opened=True)))) == 3
    assert len(rows(read(*_pages(upper, lower)))) == 4


def test_a_cell_that_is_empty_above_the_page_end_was_not_cut_where_texts_stand_at_the_top() -> None:
    found = rows(
        read(*_pages(["(4)　人材の育成する者", "", ""], ["（庶務を行う者）", "（庶務を行う者）", ""]))
    )
    assert [row[0] for row in found] == ["取組", "産業", "(4)　人材の育成する者", "（庶務を行う者）"]


def test_the_next_speaker_in_brackets_goes_on_with_the_row() -> None:
    above, below = _pages(
        ["移住の相談", "【海辺市】窓を開く。", "住む人が増える。"], ["", "【関係町】人を送る。", ""]
    )
    assert rows(read(above, below))[2][1] == "【海辺市】窓を開く。\n【関係町】人を送る。"


def test_a_cell_that_ends_in_a_label_goes_on_with_what_it_announces() -> None:
    upper = ["移住の相談", "窓を開く。", "乙の役割"]
    assert rows(read(*_pages(upper, ["", "", "人を送る。"])))[2][2] == "乙の役割\n人を送る。"
    assert len(rows(read(*_pages(upper, ["", "", "甲及び乙の役割"])))) == 4


def test_cells_of_one_full_line_each_go_on_where_the_others_ended() -> None:
    xs = [60.0, 96.0, 132.0, 168.0, 204.0]

    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(xs, [740, 760, 780])
        sheet.row(xs, 740, "取組", "事業", "主体", "額")
        sheet.row(xs, 760, "観光", "五能線", "海辺市", "360")

    def below(sheet: Sheet) -> None:
        sheet.grid(xs, [80, 120])
        sheet.row(xs, 80, "", "沿線の", "山手町\n川上町", "")
        sheet.text(60, 160, LONG)

    assert rows(read(above, below))[1:] == [["観光", "五能線沿線の", "海辺市山手町川上町", "360"]]


def test_a_coloured_head_ends_where_its_colour_and_its_upright_rules_end() -> None:
    """A program left out the rule between a head that it printed again and the rest of a row that the page cut."""

    def below(sheet: Sheet) -> None:
        sheet.canvas.setFillColorRGB(0.85, 0.85, 0.95)
        sheet.canvas.rect(EDGES[0], 842 - 100, EDGES[-1] - EDGES[0], 20, stroke=0, fill=1)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        for top, bottom in ((80, 100), (100, 120)):
            for x in EDGES:
                sheet.rule(x, top, x, bottom)
        for y in (80, 120):
            sheet.rule(EDGES[0], y, EDGES[-1], y)
        sheet.row(EDGES, 80, "取組", "甲の役割", "乙の役割")
        sheet.row(EDGES, 100, "", "助ける。", "")
        sheet.text(60, 160, LONG)

    assert rows(read(below)) == [["取組", "甲の役割", "乙の役割"], ["", "助ける。", ""]]


def test_a_row_across_all_columns_alone_at_a_page_end_is_one_of_the_table() -> None:
    def title(sheet: Sheet, y: float) -> None:
        sheet.grid([EDGES[0], EDGES[-1]], [y, y + 20])
        sheet.row(EDGES[:1], y, "(3)　湖の船の旅")

    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        title(sheet, 760)
        sheet.text(280, 810, "- 1 -")

    def below(sheet: Sheet) -> None:
        sheet.grid([EDGES[0], EDGES[1], EDGES[-1]], [60, 80, 100])
        sheet.row(EDGES, 60, "取組の内容", "船を出す。")
        sheet.row(EDGES, 80, "甲の役割", "港を整える。")
        sheet.text(280, 810, "- 2 -")

    table = [["(3)　湖の船の旅"], ["取組の内容", "船を出す。"], ["甲の役割", "港を整える。"]]
    assert rows(read(above, below)) == table

    def framed(sheet: Sheet) -> None:
        title(sheet, 700)
        sheet.text(60, 760, LONG)

    assert rows(read(framed, below)) == table[1:]


def test_a_numbered_heading_across_the_table_below_a_page_end_is_a_row() -> None:
    upper = ["オ　図書館の相互利", "本を貸す。", "本を運ぶ。"]
    assert len(rows(read(*_pages(upper, ["（４）産業", "", ""])))) == 4


def test_a_row_of_narrow_cells_is_cut_where_each_of_three_texts_filled_its_line() -> None:
    edges = [60.0, 106.0, 142.0, 178.0, 214.0, 250.0]
    """The first column spans rows; three letters fit into each of the others."""

    def pages(*upper: str) -> list[str]:
        def above(sheet: Sheet) -> None:
            sheet.text(60, 60, LONG)
            sheet.grid(edges, [720, 740, 780])
            sheet.row(edges, 720, "分野", "事業名", "内容", "担当者", "費用")
            sheet.row(edges, 740, "医療")
            sheet.rule(edges[1], 760, edges[-1], 760)
            sheet.row(edges[1:], 740, "検診", "会場", "町役場", "200")
            sheet.row(edges[1:], 760, *upper, "600")

        def below(sheet: Sheet) -> None:
            sheet.grid(edges, [80, 120])
            sheet.row(edges, 80, "", "診療所", "派遣す\nる", "病院", "")
            sheet.text(60, 160, LONG)

        return [text for row in rows(read(above, below))[2:] for text in row]

    assert pages("夜間の", "医師を", "海辺の") == ["夜間の診療所", "医師を派遣する", "海辺の病院", "600"]
    assert "町" in pages("夜間の", "医師を", "町")


def test_years_and_what_stands_below_them_are_two_rows_though_their_label_is_parted() -> None:
    edges = [60.0, 126.0, 172.0, 218.0]
    label = "事業費見込み（千円）"

    def above(sheet: Sheet) -> None:
        for top in (60, 120):
            sheet.grid([60, 172, 300], [top, top + 20])
            sheet.row([60, 172], top, label, "未定")
            sheet.text(60, top + 40, LONG)
        sheet.grid([60, 126, 218], [720, 760])
        sheet.row([60, 126], 720, "事業名", "海辺の店")
        sheet.grid(edges, [760, 780])
        sheet.row(edges, 760, "事業費見込", "令和6年", "令和7年")

    def below(sheet: Sheet) -> None:
        sheet.grid(edges, [80, 120])
        sheet.row(edges, 80, "み（千円）", "1,200", "3,000")
        sheet.text(60, 160, LONG)

    document = read(above, below)
    (table,) = [table for table in grids(document) if len(table) > 2]
    assert table[2:] == [
        (1, 0, 2, 1, label),
        (1, 1, 1, 1, "令和6年"),
        (1, 2, 1, 1, "令和7年"),
        (2, 1, 1, 1, "1,200"),
        (2, 2, 1, 1, "3,000"),
    ]


def test_signs_below_a_row_that_has_none_there_begin_another_row() -> None:
    edges = [60.0, 106.0, 182.0, 218.0, 254.0]

    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(edges, [740, 760, 780])
        sheet.row(edges, 740, "工程", "項目", "R7", "R8")
        sheet.row(edges, 760, "回収", "海辺市での回収", "→", "")

    def below(sheet: Sheet) -> None:
        sheet.grid(edges, [80, 120])
        sheet.row(edges, 80, "", "圏域での回収", "", "→")
        sheet.text(60, 160, LONG)

    assert [row[-3:] for row in rows(read(above, below))[1:]] == [
        ["海辺市での回収", "→", ""],
        ["圏域での回収", "", "→"],
    ]


def test_cells_beside_rows_of_their_own_go_on_behind_a_page_end_that_rules_close() -> None:
    edges = [60.0, 106.0, 142.0, 218.0, 290.0, 336.0]
    """Three letters fit into the second column, seven into the third."""

    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(edges, [740, 760, 780])
        sheet.row(edges, 740, "番号", "名称", "内容", "負担する者", "費用")
        sheet.row(edges, 760, "14", "夜間の", "医師を島に派遣", "海辺市", "900")

    def below(sheet: Sheet) -> None:
        sheet.grid(edges[:4], [80, 120])
        sheet.grid(edges[3:], [80, 100, 120])
        sheet.row(edges, 80, "", "診療所", "する。", "山里町", "600")
        sheet.row(edges[3:], 100, "計", "1,500")
        sheet.text(60, 160, LONG)

    assert grids(read(above, below))[0][5:] == [
        (1, 0, 3, 1, "14"),
        (1, 1, 3, 1, "夜間の診療所"),
        (1, 2, 3, 1, "医師を島に派遣する。"),
        (1, 3, 1, 1, "海辺市"),
        (1, 4, 1, 1, "900"),
        (2, 3, 1, 1, "山里町"),
        (2, 4, 1, 1, "600"),
        (3, 3, 1, 1, "計"),
        (3, 4, 1, 1, "1,500"),
    ]


@pytest.mark.parametrize(("across", "count"), [(True, 3), (False, 4)])
def test_a_last_line_stretched_to_the_edge_of_its_cell_goes_on_behind_the_page_end(
    across: bool, count: int
) -> None:
    """Where lines are set to both edges, the last one of a paragraph is not."""

    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, LONG)
        sheet.grid(EDGES, [700, 720, 780])
        sheet.row(EDGES, 700, "変更前", "変更後", "備考")
        sheet.row(EDGES, 720, "別表", "別表\n(1)　港の窓口", "")
        for i, char in enumerate("港の窓口（本庁）"):
            sheet.text(63 + i * (96 / 7 if across else 10), 746, char)

    def below(sheet: Sheet) -> None:
        sheet.grid(EDGES, [80, 100, 120])
        sheet.row(EDGES, 80, "（略）", "", "")
        sheet.row(EDGES, 100, "(2)　駅の窓口", "(2)　駅の窓口", "")
        sheet.text(60, 160, LONG)

    found = rows(read(above, below))
    assert len(found) == count
    assert (found[1][0] == "別表\n港の窓口（本庁）（略）") is across


def test_the_next_paragraph_of_a_cell_runs_over_the_page_end_where_another_cell_of_its_row_does() -> None:
    def above(overrun: str) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.text(60, 60, LONG)
            sheet.grid(EDGES, [680, 700])
            sheet.row(EDGES, 680, "取組", "役割", "備考")
            _open(sheet, EDGES, 700, 731, 700)
            sheet.row(EDGES, 700, "船の運航", "【海辺市】船を出して\n荷を運ぶ。", overrun)
            sheet.text(EDGES[1] + 3, 747, "【山手町】人を送る。")

        return draw

    def below(sheet: Sheet) -> None:
        _open(sheet, EDGES, 80, 90, 90)
        sheet.text(60, 160, LONG)

    (found,) = grids(read(above("冬は海が荒れる日が\n多く、月に十日ほど\n休む。"), below))
    assert [cell[-1] for cell in found[4:]] == [
        "【海辺市】船を出して荷を運ぶ。\n【山手町】人を送る。",
        "冬は海が荒れる日が多く、月に十日ほど休む。",
    ]
    assert "【山手町】人を送る。" in texts(read(above("冬は休む。"), below))
