"""Tables inside the cells of a table on a printed page. All texts are fiction."""

from __future__ import annotations

from graph_build.documents.model import Cell, Document, Table
from tests.documents.test_pdf_reader import Sheet, grids, read, rows, texts

OUTER = [60.0, 160.0, 520.0]
INNER = [170.0, 240.0, 510.0]


def _sheet_above(sheet: Sheet, bottom: float) -> None:
    """A sheet of labels that ends with the cell from 700 on."""
    sheet.text(60, 60, "海辺市の計画")
    sheet.grid(OUTER, [680, 700, bottom])
    sheet.row(OUTER, 680, "事業名", "渡船の運航")
    sheet.row(OUTER, 700, "事業費", "")


def _inside(document: Document) -> list[tuple[int, int, list[list[str]]]]:
    """The tables inside the cells of the only table: paragraphs from, to, and rows."""
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return [
        (one.first, one.end, [[cell.text.text for cell in one.table.row(r)] for r in range(one.table.rows)])
        for cell in table.cells
        for one in cell.nested
    ]


def _cell(document: Document, row: int, col: int) -> Cell:
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    found = table.at(row, col)
    assert found is not None
    return found


def test_a_table_between_the_rules_of_a_cell_belongs_to_it() -> None:
    def draw(sheet: Sheet) -> None:
        _sheet_above(sheet, 780)
        sheet.text(163, 713, "単位は千円とする。")
        sheet.grid(INNER, [722, 740, 758])
        sheet.row(INNER, 722, "海辺市", "1,200")
        sheet.row(INNER, 740, "山手町", "800")
        sheet.text(163, 774, "運賃の収入を除く。")

    document = read(draw)
    assert [para.text for para in _cell(document, 1, 1).paras] == [
        "単位は千円とする。",
        "海辺市　1,200",
        "山手町　800",
        "運賃の収入を除く。",
    ]
    assert _inside(document) == [(1, 3, [["海辺市", "1,200"], ["山手町", "800"]])]


def test_an_arrow_in_a_table_inside_a_cell_covers_the_columns_of_that_table() -> None:
    years = [170.0, 250.0, 330.0, 410.0, 490.0]

    def draw(sheet: Sheet) -> None:
        _sheet_above(sheet, 780)
        sheet.grid(years, [710, 730, 750])
        sheet.row(years, 710, "工程", "R6", "R7", "R8")
        sheet.row(years, 730, "検討")
        sheet.arrow(335, 488, 740)

    cell = _cell(read(draw), 1, 1)
    assert cell.arrow is None
    assert [one.arrow for one in cell.nested[0].table.row(1) if one.arrow] == [(2, 3)]


def test_cells_that_hold_nothing_but_tables_are_a_frame() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.grid(OUTER, [80, 200])
        for y, name in ((90, "海辺市"), (145, "山手町")):
            sheet.grid(INNER, [y, y + 20, y + 40])
            sheet.row(INNER, y, name, "市民課")
            sheet.row(INNER, y + 20, "電話", "一番")

    assert [[cell[-1] for cell in table] for table in grids(read(draw))] == [
        ["海辺市", "市民課", "電話", "一番"],
        ["山手町", "市民課", "電話", "一番"],
    ]


def test_a_table_inside_a_cell_goes_on_with_it_over_the_page_end() -> None:
    def above(sheet: Sheet) -> None:
        _sheet_above(sheet, 780)
        sheet.grid(INNER, [710, 730, 750, 770])
        sheet.row(INNER, 710, "市町名", "令和6年度")
        sheet.row(INNER, 730, "海辺市", "1,200")
        sheet.row(INNER, 750, "山手町", "800")

    def below(sheet: Sheet) -> None:
        sheet.grid(OUTER, [80, 140, 160])
        sheet.grid(INNER, [90, 110, 130])
        sheet.row(INNER, 90, "市町名", "令和6年度")
        sheet.row(INNER, 110, "川上村", "300")
        sheet.row(OUTER, 140, "負担の考え方", "人口による。")

    document = read(above, below)
    inside = [["市町名", "令和6年度"], ["海辺市", "1,200"], ["山手町", "800"], ["川上村", "300"]]
    assert _inside(document) == [(0, 4, inside)]
    assert [row[0] for row in rows(document)] == ["事業名", "事業費", "負担の考え方"]
    assert [one.reason for one in document.ignored] == ["repeated_header", "repeated_header"]


def test_a_cell_and_the_table_inside_it_both_open_at_the_page_end_stay_two() -> None:
    def above(sheet: Sheet) -> None:
        sheet.text(60, 60, "海辺市の計画")
        sheet.grid(OUTER, [680, 700])
        sheet.row(OUTER, 680, "事業名", "渡船の運航")
        for x in OUTER:
            sheet.rule(x, 700, x, 786)
        sheet.grid(INNER, [710, 730, 750])
        for x in INNER:
            sheet.rule(x, 750, x, 786)
        sheet.row(OUTER, 700, "役割", "")
        sheet.row(INNER, 710, "海辺市", "船を出す。")
        sheet.row(INNER, 730, "山手町", "桟橋を直す。")
        sheet.row(
            INNER,
            750,
            "川上村",
            "運ぶ人と荷を取りまとめ、船の出る時刻を浜と沖の住民に知\nらせ、雨の日は港まで住民を送",
        )

    def below(sheet: Sheet) -> None:
        for x in OUTER:
            sheet.rule(x, 80, x, 140)
        for x in INNER:
            sheet.rule(x, 80, x, 110)
        sheet.rule(60, 140, 520, 140)
        sheet.rule(170, 110, 510, 110)
        sheet.row(INNER, 80, "", "る。")
        sheet.text(60, 200, "終わり")

    document = read(above, below)
    ((first, end, inside),) = _inside(document)
    assert (first, end, [row[0] for row in inside]) == (0, 3, ["海辺市", "山手町", "川上村"])
    assert inside[2][1].endswith("雨の日は港まで住民を送る。")
    assert _cell(document, 1, 1).paras[2].text == "　".join(inside[2])
    assert texts(document) == ["海辺市の計画", "終わり"]


def test_a_strip_between_the_rules_of_a_cell_and_of_a_table_that_touches_them_is_no_column() -> None:
    """The table inside begins 2 points below the upper rule of the cell, and 6 beside its left one."""
    xs, inner = [60.0, 160.0, 340.0], [346.0, 400.0, 514.0]

    def draw(sheet: Sheet) -> None:
        sheet.grid([*xs, 520.0], [80, 100, 150])
        sheet.row(xs, 80, "取組", "内容", "役割")
        sheet.row(xs, 100, "観光", "道を結ぶ。")
        sheet.grid(inner, [102, 122, 142])
        sheet.row(inner, 102, "甲", "案内する。")
        sheet.row(inner, 122, "乙", "人を送る。")

    assert [cell for cell in grids(read(draw))[0] if cell[-1]] == [
        (0, 0, 1, 1, "取組"),
        (0, 1, 1, 1, "内容"),
        (0, 2, 1, 2, "役割"),
        (1, 0, 3, 1, "観光"),
        (1, 1, 3, 1, "道を結ぶ。"),
        (1, 2, 1, 1, "甲"),
        (1, 3, 1, 1, "案内する。"),
        (2, 2, 1, 1, "乙"),
        (2, 3, 1, 1, "人を送る。"),
    ]
