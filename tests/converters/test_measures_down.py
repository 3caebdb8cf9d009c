"""Tables of measures copied with one cell per line, heads first: what settles the rows is read, the rest reported. All of it is fiction."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_document
from graph_build.records.agreement import Measure, RoleStatement
from graph_build.records.document import Records

HEADS = "取組の内容\n甲の役割\n乙の役割\n"
AGREEMENT = """萩市と阿武町との定住自立圏の形成に関する協定書

萩市（以下「甲」という。）と阿武町（以下「乙」という。）は、次のとおり協定を締結する。

（取組）
第１条　甲及び乙が連携して行う取組の内容及び役割分担は、別表のとおりとする。

令和５年３月24日

甲　萩市
乙　阿武町

別表（第１条関係）

"""
PLAN = """萩圏域定住自立圏共生ビジョン

令和5年3月

第1章 圏域の名称及び構成市町
圏域を形成する市町
萩市（中心市）、阿武町

第2章 具体的取組

1 生活機能の強化

(1) 図書館の相互利用
"""
WRAPPED = """どちらの町の図書館でも同じ
ように本を借り、返すことが
できるようにする。
資料を運ぶ便を週に二
度走らせる。
図書館を住民に開く。
鳥獣の被害を減らすため、捕
獲を一斉に行う。
捕獲の日程を定める。
捕獲の結果を取りまと
め、甲に知らせる。
"""
FIRST = (
    "どちらの町の図書館でも同じように本を借り、返すことができるようにする。",
    "資料を運ぶ便を週に二度走らせる。",
    "図書館を住民に開く。",
)
SECOND = (
    "鳥獣の被害を減らすため、捕獲を一斉に行う。",
    "捕獲の日程を定める。",
    "捕獲の結果を取りまとめ、甲に知らせる。",
)


def read(text: str, folder: Path) -> Records:
    document = folder / "copied.txt"
    document.write_text(text, encoding="utf-8")
    records = convert(read_document(document))
    assert isinstance(records, Records)
    return records


def told(records: Records) -> list[tuple[str | None, ...]]:
    """Each measure as its content and its roles."""
    return [
        (one.text, *(role.text for role in records.of(RoleStatement) if role.owner == one.id))
        for one in records.of(Measure)
    ]


def codes(records: Records) -> set[str]:
    return {problem.code for problem in records.problems}


def apart(text: str) -> str:
    """The same lines, a blank one behind each sentence."""
    return text.replace("。\n", "。\n\n")


@pytest.mark.parametrize("body", [WRAPPED, apart(WRAPPED)])
@pytest.mark.parametrize(
    "heads", [HEADS, "取組の\n内容\n甲の\n役割\n乙の\n役割\n", "取組の内容 甲の役割 乙の役割\n"]
)
def test_texts_over_several_lines(tmp_path: Path, heads: str, body: str) -> None:
    records = read(AGREEMENT + heads + body, tmp_path)
    assert told(records) == [FIRST, SECOND]
    assert "cells_inferred" in codes(records)


@pytest.mark.parametrize("first", ["図書館の相\n互利用\n", "図書の貸借\n"])
def test_titles_in_a_narrow_column(tmp_path: Path, first: str) -> None:
    body = first + WRAPPED.replace("鳥獣の被害を", "鳥獣の害の\n防止\n鳥獣の被害を")
    records = read(AGREEMENT + "取組\n" + HEADS + body, tmp_path)
    assert told(records) == [FIRST, SECOND]
    assert [one.title for one in records.of(Measure)] == [first.replace("\n", ""), "鳥獣の害の防止"]


@pytest.mark.parametrize(
    "behind", ["", "\n事業名\n図書館車運行事業\n", "具体的な事業\n事業名\n図書館車運行事業\n", "\n- 3 -\n"]
)
@pytest.mark.parametrize("caption", ["", "協定の内容\n", "\n"])
def test_a_table_of_one_measure_in_a_plan(tmp_path: Path, caption: str, behind: str) -> None:
    body = WRAPPED.partition("鳥獣")[0]
    assert told(read(PLAN + caption + HEADS + body + behind, tmp_path)) == [FIRST]


def test_a_page_ends_within_a_text_and_the_heads_are_printed_again(tmp_path: Path) -> None:
    body = WRAPPED.replace("返すことが\n", f"返すことが\n\n- 4 -\n\n{HEADS}")
    assert told(read(AGREEMENT + HEADS + body, tmp_path)) == [FIRST, SECOND]


def test_words_tell_that_a_text_goes_on(tmp_path: Path) -> None:
    body = "本を運ぶ。\n便を走らせる。\nまた、目録を作る。\n① 図書館を開く。\n② 資料を出す。\n"
    assert told(read(AGREEMENT + HEADS + body, tmp_path)) == [
        ("本を運ぶ。", "便を走らせる。\nまた、目録を作る。", "① 図書館を開く。\n② 資料を出す。")
    ]


def test_who_speaks_tells_the_column(tmp_path: Path) -> None:
    body = (
        "本を運ぶ。\n住民に開く。\n甲は、便を走らせる。\n目録を作る。\n乙は、図書館を開く。\n"
        "獣を捕る。\n甲は、日を定める。\n乙は、甲に知らせる。\n"
    )
    assert told(read(AGREEMENT + HEADS + body, tmp_path)) == [
        ("本を運ぶ。\n住民に開く。", "甲は、便を走らせる。\n目録を作る。", "乙は、図書館を開く。"),
        ("獣を捕る。", "甲は、日を定める。", "乙は、甲に知らせる。"),
    ]


def test_speakers_below_one_head_of_roles(tmp_path: Path) -> None:
    body = "取組の内容\n役割分担\n本を運ぶ。\n甲：便を走らせる。\n乙：図書館を開く。\n"
    assert told(read(PLAN + body, tmp_path)) == [("本を運ぶ。", "便を走らせる。", "図書館を開く。")]


@pytest.mark.parametrize(
    "body",
    [
        "本を運ぶ。\n便を走らせる。\n",  # a cell is lost
        "本を運ぶ。\n便を走らせる。\n目録を作る。\n図書館を開く。\n",
        "本を運ぶ。\n・便を走らせる。\n・目録を作る。\n・図書館を開く。\n・資料を出す。\n鳥を追う。\n",
        "本を運ぶ。\n乙は、図書館を開く。\n甲は、便を走らせる。\n",  # not in the order of the heads
        "図書館\nどの町でも本を借りられるようにする。\n便を走らせる。\n図書館を開く。\n",  # a title has no head
    ],
)
@pytest.mark.parametrize("above", [AGREEMENT, PLAN])
def test_what_might_be_parted_otherwise_is_reported(tmp_path: Path, above: str, body: str) -> None:
    records = read(above + HEADS + body, tmp_path)
    assert not records.of(RoleStatement)
    (problem,) = [one for one in records.problems if one.code == "cells_unsettled"]
    assert problem.place is not None
    assert problem.place.line_end > problem.place.line_start
