"""Tables of two wordings in tab text whose cells run over several lines (fictions)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.documents.model import Table
from graph_build.documents.read import read_bytes

NEW, GONE = "（新設）", "（削る）"


def rows(text: str) -> list[list[str]]:
    """The cells of the one table of a text."""
    document = read_bytes("fiction.txt", text.encode())
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    found = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row][cell.col] = "\n".join(part.text for part in cell.paras)
    return found


def behind(text: str) -> list[str]:
    """The paragraphs of a text that stand in no table."""
    document = read_bytes("fiction.txt", text.encode())
    return [block.text.text for block in document.blocks if not isinstance(block, Table)]


def test_cells_that_begin_above_the_tab() -> None:
    text = (
        "現行\t改正案\n（費用）\n第4条　費用は、甲が払う。\t（費用の分担）\n第4条　費用は、甲及び乙が払う。\n"
        "２　割合は、毎年定める。\n（会議）\n第5条　会議を開く。\t（会議）\n第5条　会議を毎月開く。"
    )
    assert rows(text)[1:] == [
        [
            "（費用）\n第4条　費用は、甲が払う。",
            "（費用の分担）\n第4条　費用は、甲及び乙が払う。\n２　割合は、毎年定める。",
        ],
        ["（会議）\n第5条　会議を開く。", "（会議）\n第5条　会議を毎月開く。"],
    ]


def test_the_new_wording_on_the_left() -> None:
    text = (
        "変更後\t変更前\n（記録）\n第3条の2　甲は、記録を残す。\t（新設）\n"
        "（公表）\n第4条　甲は、次の資料を公表する。\n(1)　決算\n(2)　評価\t（公表）\n第4条　甲は、資料を公表する。\n"
        "（削る）\t（雑則）\n第9条　必要なことは、甲が定める。"
    )
    assert rows(text)[1:] == [
        ["（記録）\n第3条の2　甲は、記録を残す。", NEW],
        [
            "（公表）\n第4条　甲は、次の資料を公表する。\n(1)　決算\n(2)　評価",
            "（公表）\n第4条　甲は、資料を公表する。",
        ],
        [GONE, "（雑則）\n第9条　必要なことは、甲が定める。"],
    ]


def test_lines_of_one_side_only() -> None:
    text = (
        "変更前\t変更後\n第2条　次のことを行う。\t第2条　次のことを行う。\n(1)　教育\n"
        "\t第2条の2　甲は、乙に知らせる。\n２　乙は、これを記録する。\n第7条　乙は、報告する。\t\n"
    )
    assert rows(text)[1:] == [
        ["第2条　次のことを行う。", "第2条　次のことを行う。\n(1)　教育"],
        ["", "第2条の2　甲は、乙に知らせる。\n２　乙は、これを記録する。"],
        ["第7条　乙は、報告する。", ""],
    ]


def test_rows_behind_blank_lines_and_the_text_behind_the_table() -> None:
    text = (
        "変更前\t変更後\n\n（目的）\n第1条　暮らしを守る。\t（目的）\n第1条　暮らしと産業を守る。\n\n"
        "（雑則）\n第5条　甲が定める。\t（削る）\n\n附　則\n\nこの協約は、令和5年4月1日から施行する。\n"
    )
    assert rows(text)[1:] == [
        ["（目的）\n第1条　暮らしを守る。", "（目的）\n第1条　暮らしと産業を守る。"],
        ["（雑則）\n第5条　甲が定める。", GONE],
    ]
    assert behind(text) == ["附　則", "この協約は、令和5年4月1日から施行する。"]


def test_a_sentence_right_below_the_last_row_is_none_of_its_cell() -> None:
    text = (
        "変更前\t変更後\n（目的）\n第1条　暮らしを守る。\t（目的）\n第1条　産業を守る。\n"
        "この変更は、令和5年4月1日から適用する。\n"
    )
    assert len(rows(text)) == 2
    assert behind(text) == ["この変更は、令和5年4月1日から適用する。"]


def test_lines_cut_at_a_width_on_both_sides() -> None:
    text = (
        "変更前\t変更後\n（費用の負担）\t（費用の分担）\n"
        "第4条　連携する事務に要する費\t第4条　連携する事務に要する費\n"
        "用は、甲が負担する。\t用は、甲及び乙が分け合って負\n\t担する。\n"
        "第5条　甲は、報告する。\t第5条　乙は、報告する。\n"
    )
    assert rows(text)[1:] == [
        ["（費用の負担）", "（費用の分担）"],
        [
            "第4条　連携する事務に要する費用は、甲が負担する。",
            "第4条　連携する事務に要する費用は、甲及び乙が分け合って負担する。",
        ],
        ["第5条　甲は、報告する。", "第5条　乙は、報告する。"],
    ]


def test_a_column_of_places_beside_the_wordings() -> None:
    text = (
        "箇所\t変更前\t変更後\n第4条\t（費用）\n第4条　費用は、甲が払う。\t（費用の分担）\n"
        "第4条　費用は、甲及び乙が払う。\n２　割合は、毎年定める。\n第6条第2項\t2　甲は、公表する。\t（削除）\n"
    )
    assert rows(text)[1:] == [
        [
            "第4条",
            "（費用）\n第4条　費用は、甲が払う。",
            "（費用の分担）\n第4条　費用は、甲及び乙が払う。\n２　割合は、毎年定める。",
        ],
        ["第6条第2項", "2　甲は、公表する。", "（削除）"],
    ]


@pytest.mark.parametrize("heads", ["新\t旧", "改正後（案）\t現行", "【変更後】\t【変更前】"])
def test_heads_in_many_forms(heads: str) -> None:
    text = f"{heads}\n（目的）\n第1条　産業を守る。\t（目的）\n第1条　暮らしを守る。\n"
    assert rows(text)[1] == ["（目的）\n第1条　産業を守る。", "（目的）\n第1条　暮らしを守る。"]


SENTENCE = st.sampled_from(
    ["甲は、記録を残す。", "乙は、毎年報告する。", "費用は、協議して定める。", "会議を開く。"]
)
CAPTION = st.sampled_from(["（記録）", "（報告）", "（費用の分担）", "（会議）"])
ITEMS = st.lists(st.sampled_from(["医療", "観光の案内", "道路の管理"]), max_size=3)
PROVISION = st.tuples(CAPTION, SENTENCE, ITEMS, st.booleans())
KINDS = st.sampled_from(["both", "both", "new", "gone", "left out"])


def cell(number: int, provision: tuple[str, str, list[str], bool]) -> str:
    caption, sentence, items, more = provision
    lines = [caption, f"第{number}条　{sentence}", *(f"({n})　{item}" for n, item in enumerate(items, 1))]
    return "\n".join([*lines, *(["２　前項は、毎年見直す。"] if more else [])])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, PROVISION, PROVISION), min_size=1, max_size=6), st.booleans())
def test_any_articles_side_by_side_come_out_as_they_were_put_in(
    provisions: list[tuple[str, tuple[str, str, list[str], bool], tuple[str, str, list[str], bool]]],
    old_first: bool,
) -> None:
    put_in = []
    for number, (kind, old, new) in enumerate(provisions, 2):
        left_out = f"第{number}条　（略）"
        before = NEW if kind == "new" else left_out if kind == "left out" else cell(number, old)
        after = GONE if kind == "gone" else left_out if kind == "left out" else cell(number, new)
        put_in.append([before, after] if old_first else [after, before])
    head = "変更前\t変更後" if old_first else "変更後\t変更前"
    text = "\n".join([head, *("\t".join(row) for row in put_in)])
    assert rows(text + "\n")[1:] == put_in


def test_cells_that_were_parted_by_how_they_fit_are_told() -> None:
    cut = "現行\t改正案\n（費用）\n第4条　甲が払う。\t（費用）\n第4条　甲及び乙が払う。\n"
    whole = "現行\t改正案\n第4条　甲が払う。\t第4条　甲及び乙が払う。\n"
    codes = [
        [problem.code for problem in read_bytes("a.txt", text.encode()).problems] for text in (cut, whole)
    ]
    assert codes == [["cells_inferred"], []]
