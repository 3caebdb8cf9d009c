"""The rules that the third sets of plans led to, in other words and places, and where they must not hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.converters.items import Para
from graph_build.converters.vision.outline.tree import read_outline
from graph_build.converters.vision.statistics.topics import captioned
from graph_build.converters.vision.tables.captions import is_caption
from graph_build.documents.model import Located
from graph_build.records.agreement import Area
from graph_build.records.document import Records
from graph_build.records.plan import BudgetShare, Project, ScheduleItem
from tests.converters.vision.test_variants import HEAD

Convert = Callable[[str], Records]

PROJECT = """① 救急医療の確保

事業名	病院の当番
関係市町	{participants}
事業概要	当番の病院を決める。
スケジュール	項目	令和5年度	令和6年度
	助成	○	○
事業費（千円）	負担する市町	令和5年度	令和6年度	計
{payers}
効果	休日も安心できる。
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("構成市町の人口、世帯数及び面積（令和2年国勢調査）", True),
        ("圏域の人口は減少し、", False),
        ("人口の減少が進んでおり、高齢化率が高い", False),
        ("益田市、津和野町、吉賀町", False),
    ],
)
def test_a_caption_may_name_several_things(line: str, expected: bool) -> None:
    assert is_caption(Para(Located.plain(line, 0))) is expected


def test_a_source_and_a_unit_behind_a_caption() -> None:
    topic = captioned(Located.plain("表３　圏域の人口の推移（住民基本台帳）　単位：人", 0), (), None)
    assert (topic.name, topic.unit) == ("圏域の人口の推移", "人")
    assert captioned(Located.plain("人口（推計）", 0), (), None).name == "人口（推計）"


def test_a_prefecture_in_front_of_a_line_settles_its_names(convert: Convert) -> None:
    lines = "島根県：益田市（中心市）、津和野町\n埼玉県：美里町、本庄市"
    (area,) = convert(HEAD.replace("益田市（中心市）、津和野町、吉賀町", lines)).of(Area)
    assert "municipality/11381" in area.members


def paths(*lines: str) -> list[list[str]]:
    """The titles of the headings above each line, its own included."""
    nodes = read_outline([Para(Located.plain(line, 0)) for line in lines])
    return [[heading.title for heading in node.path] for node in nodes]


def test_a_verb_may_end_a_heading_but_no_entry_of_a_list() -> None:
    assert paths("１　会社を応援する", "〈連携協約の内容〉")[0] == ["会社を応援する"]
    assert paths("１　会社を応援する", "会社を広く応援します。")[0] == []
    assert paths("１　相談の窓口を開設する", "２　会社を応援する", "〈連携協約の内容〉")[1] == []


def test_a_chapter_behind_pillars_counts_on() -> None:
    found = paths(
        "６　取組", "章の文。", "柱１　経済", "１　産業", "一つ目の文。", "２　観光", "二つ目の文。", "柱２　暮らし",
        "（１）福祉", "３　介護", "三つ目の文。", "７　推進の体制",
    )  # fmt: skip
    assert found[10] == ["暮らし", "福祉", "介護"]
    assert found[-1] == ["推進の体制"]


def test_a_group_pays_and_a_word_for_subsidies_is_an_item(convert: Convert) -> None:
    body = PROJECT.format(
        participants="全市町",
        payers="	益田市	100	100	200\n	連携町	50	50	100\n	計	150	150	300",
    )
    records = convert(HEAD + body)
    (project,) = records.of(Project)
    assert (project.total_budget, project.participant_scope) == (300_000, "all")
    assert {one.payer_text for one in records.of(BudgetShare)} == {None, "連携町"}
    assert [one.label for one in records.of(ScheduleItem)] == ["助成"]


def test_the_blanks_of_the_only_payer_are_those_of_the_project(convert: Convert) -> None:
    body = PROJECT.format(participants="益田市、吉賀町", payers="	益田市	100		100")
    (project,) = convert(HEAD + body).of(Project)
    assert (project.blank_years, project.total_budget) == ((2024,), 100_000)


def test_marks_below_names_say_who_takes_part(convert: Convert) -> None:
    body = PROJECT.format(
        participants="益田市	津和野町	吉賀町\n	◎	－	○",
        payers="	益田市	100	100	200",
    )
    (project,) = convert(HEAD + body).of(Project)
    assert [len(project.participants), project.participants_text] == [2, None]


def test_shares_do_not_add_up(convert: Convert) -> None:
    table = """
第3章 現状

表１　構成市町の人口と高齢化率
市町名	人口（人）	高齢化率
益田市	100	30.0
津和野町	20	40.0
吉賀町	10	50.0
合計	131	33.0
"""
    told = [one.value for one in convert(HEAD + table).problems if one.code == "statistics_total_mismatch"]
    assert told == ["人口: 130 ≠ 131"]
