"""Signs that character recognition misreads and the words around them settle; each is told, the raw text stays. Texts are fiction."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph_build.converters import convert
from graph_build.documents.misread.signs import corrected
from graph_build.documents.model import Cell, Document, Paragraph, Recognised, Table
from graph_build.documents.read import read_bytes
from graph_build.records.agreement import PartyStatement
from graph_build.records.document import Records

PARTIES = "三原市(以下「甲」という。)及び世羅町(以下「乙」という。)は、次のとおり連携協約を締結する。\n\n"
THREE = "三原市(以下「甲」という。)、世羅町(以下「乙」という。)及び尾道市(以下「丙」という。)は、次のとおり連携協約を締結する。\n\n"


def recognised(text: str, confidence: float = 0.8) -> Document:
    """A text as if it had been recognised in a picture."""
    document = read_bytes("a.txt", text.encode())
    cells = [
        replace(block, cells=tuple(replace(cell, confidence=confidence) for cell in block.cells))
        if isinstance(block, Table)
        else block
        for block in document.blocks
    ]
    return replace(
        document,
        blocks=tuple(cells),
        method="ocr",
        recognised=(Recognised(0, len(document.raw), confidence),),
    )


def texts(document: Document) -> list[str]:
    """The paragraphs and cells."""
    found: list[str] = []
    for block in document.blocks:
        found += [cell.text.text for cell in block.cells] if isinstance(block, Table) else [block.text.text]
    return found


def told(document: Document) -> list[str]:
    """What was exchanged."""
    return [one.value.split(":")[0] for one in document.problems if one.code == "reading_corrected"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("第2条　甲及びとは、観光を共に進める。", "第2条　甲及び乙は、観光を共に進める。"),
        ("第2条　甲及びは、観光を共に進める。", "第2条　甲及び乙は、観光を共に進める。"),
        ("費用は、毎年度、甲とが協議して定める。", "費用は、毎年度、甲と乙が協議して定める。"),
        ("(2)　るは、町民に知らせる。", "(2)　乙は、町民に知らせる。"),
        ("四及び乙は、協議する。", "甲及び乙は、協議する。"),
        ("選　広島県世羅郡世羅町大字西上原1番地", "乙　広島県世羅郡世羅町大字西上原1番地"),
        ("第2条　甲ととるは、観光を共に進める。", "第2条　甲と乙は、観光を共に進める。"),
        ("本書2通を作成し、甲選記名押印の上、保有する。", "本書2通を作成し、甲乙記名押印の上、保有する。"),
        ("協定の-部を次のとおり変更する。", "協定の一部を次のとおり変更する。"),
        ("第二百五十二条の二第-項", "第二百五十二条の二第一項"),
        ("令和二年二月ニ十一日", "令和二年二月二十一日"),
        ("今和5年3月1日", "令和5年3月1日"),
        ("連携中枢都市園の形成に係る取組", "連携中枢都市圏の形成に係る取組"),
    ],
)
def test_a_sign_that_the_words_around_it_settle_is_read_so(read: str, meant: str) -> None:
    document = recognised(PARTIES + read)
    result = corrected(document)
    assert texts(result)[-1] == meant
    assert len(told(result)) == 1
    assert result.raw == document.raw
    (problem,) = [one for one in result.problems if one.code == "reading_corrected"]
    assert problem.place is not None
    assert problem.place.line_start == 3


@pytest.mark.parametrize(
    "text",
    [
        "甲と市の関係者は、協議する。",
        "甲との間で締結した協定",
        "これとは別に、甲と県は、協議する。",
        "地域及び流域の環境を守る。",
        "と　いう字",
        "第2条　甲及び乙は、協議する。",
        "平和5年計画",
    ],
)
def test_words_that_need_no_other_reading_stay(text: str) -> None:
    document = recognised(PARTIES + text)
    assert corrected(document) == document


def test_definitions_in_a_wrong_place_are_misread_and_tell_how_the_position_looks() -> None:
    title = "三原市、世羅町及び尾道市における観光の振興に係る連携協約\n\n"
    document = recognised(
        title + THREE.replace("「丙」", "「ね」") + "第1条　甲、乙及びねは、費用を負担する。"
    )
    result = corrected(document)
    assert texts(result)[-1] == "第1条　甲、乙及び丙は、費用を負担する。"
    assert told(result) == ["ね → 丙", "ね → 丙"]
    parties = convert(result)
    assert isinstance(parties, Records)
    assert [one.position for one in parties.of(PartyStatement)] == ["甲", "乙", "丙"]


def test_definitions_that_are_no_positions_are_left_alone() -> None:
    document = recognised(
        "三原市(以下「市」という。)及び世羅町(以下「町」という。)は、定める。\n\n市及びとは、協議する。"
    )
    assert corrected(document) == document


def test_labels_beside_known_labels_are_read_as_the_label_they_miss_by_a_sign() -> None:
    table = "取組\t取紺内容\t甲の役割\tとの役割\n観光の振興\t案内を行う。\t計画する。\t知らせる。\n"
    result = corrected(recognised(PARTIES + table))
    assert texts(result)[1:5] == ["取組", "取組内容", "甲の役割", "乙の役割"]
    assert told(result) == ["取紺内容 → 取組内容", "との役割 → 乙の役割"]


def test_a_label_without_its_position_is_that_of_the_party_that_is_left() -> None:
    result = corrected(
        recognised(PARTIES + "取組\t取組内容\t甲の役割\tの役割\n観光\t案内。\t計画。\t周知。\n")
    )
    assert "乙の役割" in texts(result)
    two_left = corrected(
        recognised(THREE + "取組\t取組内容\t甲の役割\tの役割\n観光\t案内。\t計画。\t周知。\n")
    )
    assert "の役割" in texts(two_left)


def test_cells_that_were_read_with_confidence_and_titles_stay() -> None:
    table = "取組\t取紺内容\t甲の役割\t乙の役割\n観光の振典\t案内を行う。\t計画する。\t知らせる。\n"
    document = recognised(PARTIES + table, confidence=0.95)
    assert corrected(document) == document
    assert "観光の振典" in texts(corrected(recognised(PARTIES + table)))


def test_articles_go_on_in_their_order() -> None:
    lines = ["第1条　目的を定める。", "第2休　甲は、行う。", "第。条　乙は、行う。", "第4条　定める。"]
    result = corrected(recognised(PARTIES + "\n\n".join(lines)))
    assert [text[:3] for text in texts(result)[1:]] == ["第1条", "第2条", "第3条", "第4条"]
    gap = corrected(recognised(PARTIES + "第1条　目的。\n\n第5休　甲は、行う。"))
    assert texts(gap)[-1].startswith("第5休")


def test_what_was_corrected_counts_as_little_sure() -> None:
    document = recognised(PARTIES + "甲及びとは、協議する。", confidence=0.9)
    result = corrected(document)
    assert isinstance(result.blocks[-1], Paragraph)
    assert result.reading_of(result.blocks[-1].text) == ("ocr", 0.5)


def test_a_cell_keeps_its_place_and_its_offsets() -> None:
    result = corrected(
        recognised(PARTIES + "取組\t取組内容\t甲の役割\tとの役割\n観光\t案内。\t計画。\t周知。\n")
    )
    cell = next(
        cell
        for block in result.blocks
        if isinstance(block, Table)
        for cell in block.cells
        if cell.text.text == "乙の役割"
    )
    assert isinstance(cell, Cell)
    assert "".join(result.raw[offset] for offset in cell.text.offsets) == "との役割"


def test_labels_of_plans_are_known_too() -> None:
    table = "関係市町\t三原市、世羅町\nスケジューール\t令和5年度\n関係市町の役割分揚\t三原市が行う。\n"
    result = corrected(recognised(table))
    assert "スケジュール" in texts(result)
    assert "関係市町の役割分担" in texts(result)


def test_arrows_between_figures_and_circled_numbers_in_their_order() -> None:
    lines = ["⑪観光の振興", "②医療", "利用者数　150人(R1)っ180人(R7)", "⑪福祉", "⑫交通", "使った人は、"]
    result = corrected(recognised("\n\n".join(lines)))
    assert texts(result) == [
        "①観光の振興",
        "②医療",
        "利用者数　150人(R1)→180人(R7)",
        "①福祉",
        "②交通",
        "使った人は、",
    ]
    ten = [f"{sign}取組" for sign in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"]
    assert texts(corrected(recognised("\n\n".join(ten)))) == ten


def test_a_name_that_stands_elsewhere_in_the_document_settles_a_doubtful_one() -> None:
    text = PARTIES + "世維町は、案内を行う。\n\n広島県三源市港町"
    assert texts(corrected(recognised(text)))[1:] == ["世羅町は、案内を行う。", "広島県三原市港町"]
    assert corrected(recognised(text, confidence=0.9)).blocks == recognised(text, confidence=0.9).blocks
    others = PARTIES + "三次市及び府中町は、案内を行う。"  # names of others
    assert texts(corrected(recognised(others)))[1] == "三次市及び府中町は、案内を行う。"


def test_a_dash_that_opens_an_item_is_one_where_the_list_goes_on_with_two() -> None:
    assert texts(corrected(recognised("ー　職員の派遣\n\n二　物資の提供")))[0] == "一　職員の派遣"
    assert texts(corrected(recognised("ー　職員の派遣\n\nー　物資の提供")))[0] == "ー　職員の派遣"


def test_positions_that_are_made_in_a_sentence_count_too() -> None:
    text = "三原市を甲とし、世羅町を選るとして、次のとおり協定を締結する。\n\n甲選間の費用は、甲が負担する。"
    result = corrected(recognised(text))
    assert texts(result) == [
        "三原市を甲とし、世羅町を乙として、次のとおり協定を締結する。",
        "甲乙間の費用は、甲が負担する。",
    ]
    other = recognised("三原市を市とし、世羅町を町として、次のとおり定める。\n\n市と町は、協議する。")
    assert corrected(other) == other


def test_numbers_in_brackets_go_on_in_their_order() -> None:
    lines = ["(一)観光の振興", "()空港の利用", "(ニ)道路の整備", "(1)医療", "(|)福祉", "(目的)"]
    result = corrected(recognised("\n\n".join(lines)))
    assert [text[:3] for text in texts(result)] == ["(一)", "(二)", "(三)", "(1)", "(2)", "(目的"]
    assert texts(corrected(recognised("()空港の利用"))) == ["()空港の利用"]


def test_years_of_a_row_go_on_in_their_order_and_another_year_beside_them_stays() -> None:
    table = "区分\tR4\tRS\tR6\tR7\tRB\n事業費\t3.200\t3,200\t900\t1,000\t0\n人数\t1\t2\t3\t4\t5\n"
    result = corrected(recognised(table))
    assert texts(result)[:12] == [
        "区分",
        "R4",
        "R5",
        "R6",
        "R7",
        "R8",
        "事業費",
        "3,200",
        "3,200",
        "900",
        "1,000",
        "0",
    ]
    assert told(result) == ["RS → R5", "RB → R8", "3.200 → 3,200"]
    beside = recognised("区分\tR1\tR5\tR6\tR7\n人口\t1\t2\t3\t4\n世帯\t1\t2\t3\t4\n")
    assert corrected(beside) == beside


def test_a_point_in_figures_with_decimals_or_with_a_nought_before_it_stays() -> None:
    table = "市町\t人口\t指数\n三原市\t90,573\t0.567\n世羅町\t15.125\t0.312\n尾道市\t131,170\t1.024\n"
    assert told(corrected(recognised(table))) == ["15.125 → 15,125"]


def test_numbers_of_items_go_on_in_their_order_and_counts_stay() -> None:
    table = "番号\t取組\t回数\n1\t観光\t1\n|\t医療\t2\n3\t福祉\t8\n4\t交通\t4\n"
    result = corrected(recognised(table))
    assert told(result) == ["| → 2"]


def test_units_and_shares_that_nothing_else_is_written_as() -> None:
    lines = {
        "事業費(子円)": "事業費(千円)",
        "面積(knf)": "面積(km²)",
        "成果指標(KP)": "成果指標(KPI)",
        "目標値CR8年度)": "目標値(R8年度)",
        "県の補助金(県112)": "県の補助金(県1/2)",
        "練習を行3": "練習を行う。",
    }
    assert texts(corrected(recognised("\n\n".join(lines)))) == list(lines.values())


def test_a_name_in_a_list_that_nobody_has_is_that_of_the_only_municipality_it_can_be() -> None:
    result = corrected(recognised("滝川市、新十津川町、浦白町及び雨竜町で構成する。", confidence=0.95))
    assert told(result) == ["浦白町 → 浦臼町"]
    plain = recognised("中心市及び中津市、連携市町村、滝川市及び周辺町で構成する。")
    assert corrected(plain) == plain


ROLES = "(1)　{0}\n取組の内容　{0}を支える。\n甲の役割　{0}を配る。\n乙の役割　{0}を知らせる。\n"
MISREAD_FILE = PARTIES + "".join(map(ROLES.format, ("研修", "講座", "見学", "催し")))


@pytest.mark.parametrize(
    ("right", "read", "signs"),
    [
        ("甲の役割　講座", "申の役割　講座", ["申 → 甲"]),
        ("乙の役割　催し", "Zの役割　催し", ["Z → 乙"]),
        ("取組の内容　見学", "取組の内客　見学", ["客 → 容"]),
        (
            "甲の役割　講座を配る。\n乙の役割",
            "申の役割　講座を配る。\nZの役割",
            ["申 → 甲", "Z → 乙"],
        ),
        ("甲の役割　研修", "(イ)　申の役割：研修", ["申 → 甲"]),
        ("甲の役割　研修", "| 申の役割 | 研修", ["申 → 甲"]),
        # a label more, and none that is missing; a label of somebody else; words that are no label
        ("甲の役割　講座", "取組の内訳　講座の数\n甲の役割　講座", []),
        ("乙の役割　催し", "乙の役割　催し\n県の役割　催し", []),
        ("甲の役割　研修", "研修の役割は、甲の役割　研修", []),
    ],
)
def test_a_label_of_a_text_file_is_settled_by_the_labels_around_it(
    right: str, read: str, signs: list[str]
) -> None:
    text = MISREAD_FILE.replace(right, read, 1)
    assert text != MISREAD_FILE
    document = read_bytes("a.txt", text.encode())
    assert told(document) == signs
    assert document.raw == text


def test_misread_labels_of_a_text_file_give_the_records_of_the_right_ones() -> None:
    read = MISREAD_FILE.replace("甲の役割　講座", "申の役割　講座").replace("乙の役割　催し", "Zの役割　催し")
    first, second = (convert(read_bytes("a.txt", text.encode())) for text in (MISREAD_FILE, read))
    assert isinstance(first, Records)
    assert isinstance(second, Records)
    assert [item.id for item in first.items] == [item.id for item in second.items]
    assert [one.code for one in second.problems if one not in first.problems].count("reading_corrected") == 2
