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


ADDED_UP = """
事業名\t図書の事業
概要\t図書館の貸出を共同で行う。
参加団体\t富山市、滑川市
事業費\t令和5年度\t令和6年度\t令和7年度
（千円）\t100\t200\t300
総事業費\t600千円
"""
BELOW_NAMES = """
事業名\t図書の事業
事業概要\t図書館の貸出を共同で行う。
役割分担\t富山市\t滑川市・舟橋村
\tシステムを運用する。\t貸出を行う。
関係市町村\t富山市、滑川市、舟橋村
"""
BY_LETTERS = """
番号\t事業名\t概要\t参加市町村\t\t\t\t\t事業費（千円）
\t\t\t富\t滑\t舟\t上\t立\t
3\t図書の事業\t図書館の貸出を共同で行う。\t○\t○\t\t\t\t1,000
4\t山の事業\t山に登る。\t○\t○\t○\t○\t○\t3,000
"""


def test_a_row_that_adds_up_the_amounts_above_gives_their_total(convert: Callable[[str], Records]) -> None:
    project, _, problems = told(convert, ADDED_UP)
    assert (project["budget"], project["total"]) == ({"2023": 100, "2024": 200, "2025": 300}, 600)
    assert problems == []


def test_a_second_total_takes_nothing_from_the_years(convert: Callable[[str], Records]) -> None:
    sheet = ADDED_UP.replace("令和7年度\n", "令和7年度\t計\n").replace("300\n", "300\t600\n", 1)
    for printed, reported in (("600千円", []), ("700千円", ["total_mismatch"])):
        project, _, problems = told(convert, sheet.replace("600千円", printed))
        assert (project["budget"], project["total"]) == ({"2023": 100, "2024": 200, "2025": 300}, 600)
        assert problems == reported


def test_roles_below_a_row_of_names(convert: Callable[[str], Records]) -> None:
    project, _, problems = told(convert, BELOW_NAMES)
    assert project["roles"] == [
        {"party": "富山市", "text": "システムを運用する。"},
        {"party": "滑川市・舟橋村", "text": "貸出を行う。"},
    ]
    assert problems == []


def test_members_by_one_letter_each(convert: Callable[[str], Records]) -> None:
    project, everything, problems = told(convert, BY_LETTERS)
    assert project["participants"] == ["富山市", "滑川市", "舟橋村", "上市町", "立山町"]
    assert everything["projects"][-2]["participants"] == ["富山市", "滑川市"]
    assert problems == []
