"""Cells of tab-separated tables whose text runs over several lines of the file. All texts are fiction."""

from __future__ import annotations

import pytest

from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.read import read_bytes

HEAD = "取組\t取組の内容\t甲の役割\t乙の役割"


def read(*lines: str) -> Document:
    return read_bytes("a.txt", "\n".join(lines).encode())


def rows(document: Document) -> list[list[str]]:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text.text for cell in found.row(row)] for row in range(found.rows)]


def words(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def test_bullets_in_two_cells_of_one_row() -> None:
    document = read(
        HEAD,
        "ア　医師\t守る。\t・招く。",
        "・育てる。\t・広める。",
        "・送る。",
        "イ　保健\t支える。\t開く。\t加わる。",
    )
    assert rows(document)[1:] == [
        ["ア　医師", "守る。", "・招く。\n・育てる。", "・広める。\n・送る。"],
        ["イ　保健", "支える。", "開く。", "加わる。"],
    ]


def test_sentences_without_bullets() -> None:
    document = read(
        HEAD,
        "医師\t守る。",
        "育てる。\t招く。",
        "学ばせる。\t広める。",
        "送る。",
        "保健\t支える。\t開く。\t加わる。",
    )
    assert rows(document)[1] == ["医師", "守る。\n育てる。", "招く。\n学ばせる。", "広める。\n送る。"]
    assert len(rows(document)) == 3


def test_a_sentence_cut_in_the_middle_is_one() -> None:
    document = read(
        HEAD, "医師\t医師を守るため、国に\t招く。\t広", "める。", "保健\t支える。\t開く。\t加わる。"
    )
    assert rows(document)[1] == ["医師", "医師を守るため、国に", "招く。", "広める。"]
    document = read(HEAD, "医師\t医師を守るため、国に", "働き掛ける。\t招く。\t広める。")
    assert rows(document)[1] == ["医師", "医師を守るため、国に働き掛ける。", "招く。", "広める。"]


def test_numbered_lists_in_cells_count_on() -> None:
    document = read(
        HEAD, "医師\t守る。\t①　招く。", "②　育てる。\t次のことを行う。", "(1)　広める。", "(2)　送る。"
    )
    assert rows(document)[1:] == [
        ["医師", "守る。", "①　招く。\n②　育てる。", "次のことを行う。\n(1)　広める。\n(2)　送る。"]
    ]


def test_the_last_row_goes_on_below_labels_of_rows() -> None:
    document = read(
        "(1) 観光\t取組内容\t広める。",
        "\t甲の役割\t・計画する。",
        "・知らせる。",
        "\t乙の役割\t・加わる。",
        "・配る。",
        "",
        "終わり",
    )
    assert [row[2] for row in rows(document)] == [
        "広める。",
        "・計画する。\n・知らせる。",
        "・加わる。\n・配る。",
    ]
    assert words(document) == ["終わり"]


def test_a_heading_between_two_tables_of_row_labels_stays_a_heading() -> None:
    document = read(
        "取組内容\t広める。",
        "甲の役割\t計画する。",
        "知らせる。",
        "②　防災",
        "取組内容\t備える。",
        "甲の役割\t集める。",
    )
    assert words(document) == ["②　防災"]
    assert sum(isinstance(block, Table) for block in document.blocks) == 2


@pytest.mark.parametrize("across", ["（２）福祉", "福祉", "（２）福祉\t\t\t"])
def test_words_between_two_rows_below_heads_are_a_row_across(across: str) -> None:
    document = read(HEAD, "医師\t守る。\t招く。\t広める。", across, "療育\t支える。\t開く。\t加わる。")
    assert rows(document)[2][0] == across.strip()
    assert rows(document)[3] == ["療育", "支える。", "開く。", "加わる。"]


@pytest.mark.parametrize("behind", ["２　前項の費用は、甲が負担する。", "別表第２", "(目的)", "## 次"])
def test_what_counts_on_outside_the_table_is_not_drawn_in(behind: str) -> None:
    document = read(HEAD, "医師\t守る。\t招く。\t広める。", behind, "", "終わり")
    assert rows(document)[-1] == ["医師", "守る。", "招く。", "広める。"]
    assert len(words(document)) == 2


def test_short_rows_of_figures_are_rows() -> None:
    document = read("区分\t令和2年\t令和3年\t備考", "三原市\t10\t20", "世羅町\t5\t7", "合計\t15\t27")
    assert [row[0] for row in rows(document)] == ["区分", "三原市", "世羅町", "合計"]


@pytest.mark.parametrize("head", [(), (HEAD,)])
def test_a_page_cuts_through_all_cells_of_a_row(head: tuple[str, ...]) -> None:
    document = read(
        HEAD,
        "医師\t医師を守る。\t医師を招く。\t広める。",
        "保健\t保健師の活動を\t職員の研修及び\t町の保健施設を",
        "",
        "－４－",
        "",
        *head,
        "\t支える。\t講習を開く。\t貸し出す。",
        "福祉\t介護を支える。\t施設を開く。\t加わる。",
    )
    assert rows(document)[2:] == [
        ["保健", "保健師の活動を支える。", "職員の研修及び講習を開く。", "町の保健施設を貸し出す。"],
        ["福祉", "介護を支える。", "施設を開く。", "加わる。"],
    ]


def test_a_page_behind_a_whole_row_or_the_heads_cuts_none() -> None:
    first, second = "\t守る。\t招く。\t広める。", "\t支える。\t開く。\t加わる。"
    assert len(rows(read(HEAD, "医師" + first, "", "－４－", "", second))) == 3
    assert len(rows(read(HEAD, "", "－４－", "", "医師" + first, second))) == 3
    assert len(rows(read(HEAD, "医師" + first, "", "－４－", "", HEAD))) == 2


LISTED = "番号\t事業名及び内容\t関係市町\t役割分担\t経費の負担"


def test_below_heads_that_number_the_rows_a_number_and_its_text_begin_one() -> None:
    """Else they are a title: above rows of labels."""
    document = read(
        LISTED,
        "1\t診療所の運営",
        "夜も開く。\t全市町\t東市：人を置く。",
        "関係町：住民に知らせる。\t人口割",
        "2\t病児の預かり",
        "施設で預かる。\t東市、西町\t東市：契約を結ぶ。",
        "関係町：受け付ける。\t均等割",
    )
    assert rows(document)[1:] == [
        ["1", "診療所の運営\n夜も開く。", "全市町", "東市：人を置く。\n関係町：住民に知らせる。", "人口割"],
        [
            "2",
            "病児の預かり\n施設で預かる。",
            "東市、西町",
            "東市：契約を結ぶ。\n関係町：受け付ける。",
            "均等割",
        ],
    ]
    sheet = read("1\t診療所の運営", "取組の内容\t夜も開く。", "甲の役割\t人を置く。", "乙の役割\t知らせる。")
    assert words(sheet) == ["1　診療所の運営"]


def test_the_dates_of_two_heads_on_lines_of_their_own() -> None:
    document = read("指標\t基準値", "（令和５年度）\t目標値", "（令和11年度）", "診療日数（日）\t366\t365")
    assert [cell.replace("\n", "") for cell in rows(document)[0]] == [
        "指標",
        "基準値（令和５年度）",
        "目標値（令和11年度）",
    ]


def test_no_sentence_goes_on_with_a_list_of_names() -> None:
    names = "関係町\t東町、西町及び南町"
    document = read("中心市\t北市", names, "期間は、令和７年度から５年間とする。")
    assert words(document) == ["期間は、令和７年度から５年間とする。"]
    document = read("中心市\t北市", names, "の全域とする。")
    assert words(document) == []


def test_a_caption_with_the_unit_at_its_right_end_is_no_row() -> None:
    document = read("表１　人口の推移\t（単位：人）", "市町\t平成27年\t令和２年", "北市\t30,000\t29,000")
    assert words(document) == ["表１　人口の推移　（単位：人）"]
    assert rows(read("事業費\t（単位：千円）", "補助金\tなし"))[0] == ["事業費", "（単位：千円）"]
