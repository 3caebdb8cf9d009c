"""Sheets of projects as offices lay them out: whose rows, marks and words say what. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_values_and_figures import PLAN

INDENTED = """
事業名\t(1) 図書の事業
\t取組内容\t図書館の貸出を共同で行う。
\t参加市町村\t圏域全市町村
\t事業費見込額\t年度\t令和5\t令和6\t計
\t\t金額（千円）\t150\t150\t300
\t財源\t国庫補助金 1/2
"""
CIRCLED = """
区分\t内容
事業の名称\t図書の事業
関係する市町村\t◎富山市、○滑川市
事業の内容\t図書館の貸出を共同で行う。
年次計画\t令和5年度\t準備
\t令和6年度\t試行
\t令和7年度以降\t本格実施
"""
LINES = """
① 図書の事業

【事業概要】
図書館の貸出を共同で行う。

【関係市町村】
富山市、滑川市

【役割分担】
〇富山市
システムを運用する。
〇連携市町村
貸出を行う。

【費用負担】
人口割による。
"""
ACTORS = """
No.\t3-1
連携事業名\t図書の事業
実施主体\t富山市、滑川市
事業概要\t図書館の貸出を共同で行う。
概算事業費（千円）\tR5\tR6\t計
\t100\t100\t200
KPI\t貸出冊数：10,000冊（R4）→12,000冊（R9）
"""


def told(convert: Callable[[str], Records], sheet: str) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """The last project, everything, and what was reported."""
    records = convert(PLAN.format(figures="人は減る。", behind=sheet, mark=""))
    everything = extract(records)
    return everything["projects"][-1], everything, [problem.code for problem in records.problems]


def test_labels_may_stand_one_column_behind_the_title(convert: Callable[[str], Records]) -> None:
    project, _, problems = told(convert, INDENTED)
    assert (project["number"], project["title"], project["scope"]) == ("(1)", "図書の事業", "all")
    assert (project["budget"], project["total"]) == ({"2023": 150, "2024": 150}, 300)
    assert problems == []


def test_circles_before_names_and_years_down_a_schedule(convert: Callable[[str], Records]) -> None:
    project, _, problems = told(convert, CIRCLED)
    assert project["participants"] == ["富山市", "滑川市"]
    assert [(item["item"], item["marked_years"]) for item in project["schedule"]] == [
        ("準備", [2023]),
        ("試行", [2024]),
        ("本格実施", [2025]),
    ]
    assert problems == []


def test_a_group_that_speaks_is_no_label_of_participants(convert: Callable[[str], Records]) -> None:
    project, _, problems = told(convert, LINES)
    assert project["participants"] == ["富山市", "滑川市"]
    assert [role["party"] for role in project["roles"]] == ["富山市", "連携市町村"]
    assert problems == []


def test_members_beside_the_actor_take_part_and_kpi_is_no_number(convert: Callable[[str], Records]) -> None:
    project, everything, problems = told(convert, ACTORS)
    assert project["participants"] == ["富山市", "滑川市"]
    assert [(kpi["name"], kpi["baseline"], kpi["target"]) for kpi in everything["kpis"]] == [
        ("貸出冊数", 10000, 12000)
    ]
    assert problems == []
