"""Tables of laid-out pages whose columns are told by the places where texts begin. Texts are fiction."""

from __future__ import annotations

from graph_build.documents.laid_out.indicators import laid_out_indicators
from graph_build.documents.laid_out.listed import listed_table
from graph_build.documents.laid_out.sheets import labelled_sheet
from graph_build.documents.laid_out.year_tables import place_table, year_table
from graph_build.documents.lines.physical import Line, split_lines
from graph_build.documents.model import Table
from graph_build.documents.tables.shown import set_with_blanks


def _laid(starts: list[int], *rows: str) -> tuple[Line, ...]:
    """Lines whose cells, parted by bars, begin at these places, or one blank behind a cell that reaches further."""
    lines = []
    for row in rows:
        line = ""
        for start, cell in zip(starts, row.split("|"), strict=False):
            if cell:
                line = line + " " * max(start - len(line), 1 if line else start) + cell
        lines.append(line)
    return split_lines("\n".join(lines) + "\n")


def _rows(found: tuple[int, Table] | None) -> list[list[str]]:
    assert found is not None
    return [[cell.text.text for cell in found[1].row(row)] for row in range(found[1].rows)]


def test_a_wide_list_has_a_row_for_each_number_and_one_in_it_for_each_that_pays() -> None:
    lines = _laid(
        [0, 5, 12, 19, 25, 33, 41, 49],
        "番号|事業名|事業内|区分|事業費|||国県補",
        "||容||（千円）|||助等",
        "||||R6|R7|計",
        "1|雪まつ|雪の像|甲市|21,00|21,00|42,00|－",
        "|りの開|を並べ||0|0|0",
        "|催|る。",
        "|||乙町|500|500|1,000",
        "2|図書の|本を積|甲市||900|900|県の補",
        "|車|む。|||||助金",
    )
    assert _rows(listed_table(lines, 0)) == [
        ["番号", "事業名", "事業内容", "区分", "事業費（千円）", "国県補助等"],
        ["R6", "R7", "計"],
        ["1", "雪まつりの開催", "雪の像を並べる。", "甲市", "21,000", "21,000", "42,000", "－"],
        ["乙町", "500", "500", "1,000"],
        ["2", "図書の車", "本を積む。", "甲市", "", "900", "900", "県の補助金"],
    ]


def test_heads_and_texts_that_one_blank_parts_are_cut_where_columns_are_full() -> None:
    lines = _laid(
        [0, 13, 26, 38],
        "取組|指標|基 準 値 （ 令 和|目 標 値 （ 令 和",
        "||元年度）|７年度）",
        "雪 ま つ り の 催|客 と し て 来 た|38 人|40 人",
        "しの広がり|人の数",
        "|像の数と広さ|12 基|20 基",
    )
    assert _rows(laid_out_indicators(lines, 0)) == [
        ["取組", "指標", "基準値（令和元年度）", "目標値（令和７年度）"],
        ["雪まつりの催しの広がり", "客として来た人の数", "38 人", "40 人"],
        ["", "像の数と広さ", "12 基", "20 基"],
    ]


def test_a_unit_one_blank_behind_a_name_is_no_part_of_it() -> None:
    lines = _laid(
        [0, 11, 20, 35],
        "指標|単位|基準値（R2）|目標値（R8）",
        "図書の車の利用 人||120|200",
        "者数",
        "雪の像の数|基|12|20",
    )
    rows = _rows(laid_out_indicators(lines, 0))
    assert rows[1:] == [["図書の車の利用者数", "人", "120", "200"], ["雪の像の数", "基", "12", "20"]]


def test_the_rest_of_a_label_that_spans_rows_is_told_by_the_words_of_the_document() -> None:
    heading = "１ 雪と氷の催しの広がり"
    rows = (
        "取組|指標|基準値|目標値",
        "雪と氷の催しの|客として来た人の数|3 人|4 人",
        "広がり|雪の像の数|1 基|2 基",
    )
    starts = [0, 8, 21, 30]
    assert _rows(laid_out_indicators(_laid(starts, heading, *rows), 1))[1:] == [
        ["雪と氷の催しの広がり", "客として来た人の数", "3 人", "4 人"],
        ["", "雪の像の数", "1 基", "2 基"],
    ]
    assert laid_out_indicators(_laid(starts, *rows), 0) is None


def test_amounts_stand_below_the_years_that_are_clear_and_nowhere_else() -> None:
    head = "市町名|令和 4 年度 令和 5 年度||令和 6 年度|計"
    lines = _laid([0, 10, 22, 34, 46], head, "甲市||600|600|1,200", "乙町||200|200|400")
    assert _rows(year_table(lines, 0)) == [
        ["市町名", "令和 4 年度", "令和 5 年度", "令和 6 年度", "計"],
        ["甲市", "", "600", "600", "1,200"],
        ["乙町", "", "200", "200", "400"],
    ]
    moved = split_lines(
        lines[0].text + "\n甲市           600     600      1,200\n乙町          200    200      400\n"
    )
    assert set_with_blanks(moved, 0, laid_out=True) is None


def test_marks_below_municipalities() -> None:
    lines = _laid(
        [0, 10, 18, 26],
        "事業名|甲市|乙町|丙村",
        "雪まつりの開催|○|○|○",
        "図書の車の運転|○||○",
        "の手伝い",
    )
    assert _rows(place_table(lines, 0))[1:] == [
        ["雪まつりの開催", "○", "○", "○"],
        ["図書の車の運転の手伝い", "○", "", "○"],
    ]


def test_a_sheet_takes_no_heading_above_its_labels_and_no_table_of_those_who_pay_below_them() -> None:
    lines = _laid(
        [0, 8, 16, 24],
        "（１）雪と氷の催しの広がり",
        "協定に定める内容の全て",
        "取組内容|客を迎える。",
        "甲の役割|像を並べる。",
        "乙の役割|雪を運ぶ。",
        "事業費の見込み（単位：千円）",
        "市町名|R4|R5|計",
        "甲市|100|100|200",
    )
    assert labelled_sheet(lines, 0) is None
    found = labelled_sheet(lines, 2)
    assert found is not None
    assert found[0] == 5
