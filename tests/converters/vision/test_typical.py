"""Kinds that usual plans have: a table that quotes one measure above its projects, members in rows by prefecture, an edition below the
title, groups of members in other words, notes on sources over several lines. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.converters.items import Para
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.statistics.lost import _ends_source
from graph_build.converters.vision.words.heads import read_head
from graph_build.documents.model import Located
from graph_build.records.document import Records
from graph_build.release.extract import extract

PLAN = """石見広域定住自立圏共生ビジョン
{edition}
令和５年３月

第１章　圏域の名称及び構成市町

構成市町
県名\t市町名
島根県\t益田市（中心市）、津和野町、吉賀町

第２章　具体的取組

１　生活機能の強化

（１）医療

■ 協定の規定
取組\t取組の内容\t甲の役割\t乙の役割
往診の広域化\t往診の体制を作る。\t車を用意する。\t負担金を納める。
{second}
■ 具体的な事業
共同で行う事業の名称\t往診車の運行
関係市町\t{everyone}
事業の概要\t往診車を走らせる。
事業費（千円）\t市町名\tR5\tR6\t計
\t益田市\t10\t20\t30

■ 成果指標
指標\t単位\t基準値（R4）\t目標値（R6）
往診の回数\t回\t10\t20

（２）福祉

■ 協定の規定
取組\t取組の内容\t甲の役割\t乙の役割
相談の充実\t相談を受ける。\t窓口を置く。\t住民に知らせる。
見守り\t家を訪ねる。\t人を置く。\t住民に知らせる。

■ 具体的な事業
共同で行う事業の名称\t相談の窓口
関係市町\t益田市
事業の概要\t窓口を開く。
事業費（千円）\t市町名\tR5\tR6\t計
\t益田市\t1\t2\t3
"""
SECOND = "夜間の診療\t夜間も診る。\t医師を置く。\t住民に知らせる。\n"


def plan(edition: str = "", second: str = "", everyone: str = "全市町") -> str:
    return PLAN.format(edition=edition, second=second, everyone=everyone)


def test_what_stands_below_the_only_quoted_measure_of_a_field_is_its(
    convert: Callable[[str], Records],
) -> None:
    told = extract(convert(plan()))
    assert [(one["title"], one["measure"]) for one in told["projects"]] == [
        ("往診車の運行", "往診の広域化"),
        ("相談の窓口", None),
    ]
    assert [(one["name"], one["measure"]) for one in told["kpis"]] == [("往診の回数", "往診の広域化")]


def test_two_quoted_measures_leave_open_which_of_them_it_is(convert: Callable[[str], Records]) -> None:
    told = extract(convert(plan(second=SECOND)))
    assert len(told["measures"]) == 4
    assert [one["measure"] for one in told["projects"]] == [None, None]
    assert [(one["measure"], one["field"]) for one in told["kpis"]] == [(None, "医療")]


def test_members_in_rows_by_prefecture_with_the_centre_marked(convert: Callable[[str], Records]) -> None:
    told = extract(convert(plan()))
    assert [one["name"] for one in told["members"]] == ["益田市", "津和野町", "吉賀町"]


@pytest.mark.parametrize(
    ("edition", "title"),
    [
        ("（第２期）", "石見広域定住自立圏共生ビジョン（第２期）"),
        ("【改訂版】", "石見広域定住自立圏共生ビジョン【改訂版】"),
        ("（令和５年度改訂）", "石見広域定住自立圏共生ビジョン"),
        ("", "石見広域定住自立圏共生ビジョン"),
    ],
)
def test_an_edition_below_the_title_belongs_to_it(
    convert: Callable[[str], Records], edition: str, title: str
) -> None:
    assert extract(convert(plan(edition)))["title"] == title


@pytest.mark.parametrize(
    "everyone",
    ["圏域内の全市町", "定住自立圏を構成する全ての市町", "石見広域定住自立圏の全市町", "すべての市町"],
)
def test_all_members_in_other_words(convert: Callable[[str], Records], everyone: str) -> None:
    project = extract(convert(plan(everyone=everyone)))["projects"][0]
    assert (project["scope"], project["participants"]) == ("all", ["益田市", "津和野町", "吉賀町"])


def test_an_area_alone_is_no_group_and_a_fund_no_project() -> None:
    assert group_of("定住自立圏") is None
    assert read_head("連携して実施する事業の名称").means("title")
    assert not read_head("活用する事業の名称").means("title")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("資料：甲調べ\n<全国>乙統計\n(年次)を基に作成", True),
        ("本文である。\n人口の推移", False),
        ("資料：甲調べ\n\n人口の推移", False),
    ],
)
def test_the_rest_of_a_source_note_is_no_caption(text: str, rest: bool) -> None:
    lines, at = [], 0
    for line in text.split("\n"):
        lines += [Para(Located.plain(line, at))] if line else []
        at += len(line) + 1
    assert _ends_source(lines) is rest
