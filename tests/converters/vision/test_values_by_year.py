"""Indicators with the years across or down and targets beside results. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.records.base import Passage
from graph_build.records.document import Records
from graph_build.records.plan import Kpi, KpiValue, Statistic
from tests.converters.vision.test_values_and_figures import PLAN

VALUES = {
    "開業の件数": ["interim-2023 15", "interim-2024 20", "target 30", "result-2023 14"],
    "商談の件数": ["interim-2023 50", "interim-2024 60", "target 90", "result-2023 48"],
}
BASELINES = {"開業の件数": "baseline 12", "商談の件数": "baseline 40"}

ROWS = """
指標\t区分\t基準値（R3）\tR5\tR6\tR9
開業の件数（件）\t目標\t12\t15\t20\t30
\t実績\t\t14\t\t
商談の件数（件）\t目標\t40\t50\t60\t90
\t実績\t\t48\t\t
"""
NAME_PRINTED_AGAIN = """
指標\t単位\t現状\t\t令和５年度\t令和６年度\t令和９年度
\t\t令和３年度\t\t\t\t
開業の件数\t件\t－\t目標値\t15\t20\t30
開業の件数\t件\t－\t実績値\t14\t－\t－
商談の件数\t件\t－\t目標値\t50\t60\t90
商談の件数\t件\t－\t実績値\t48\t－\t－
"""
BASE_YEAR_AMONG_THEM = """
指標\t区分\tR3（基準）\tR5\tR6\tR9
開業の件数（件）\t目標\t－\t15\t20\t30
\t実績\t12\t14\t\t
商談の件数（件）\t目標\t－\t50\t60\t90
\t実績\t40\t48\t\t
"""
YEARS_OVER_KINDS = """
指標\t基準値（R3）\tR5\t\tR6\t\tR9\t
\t\t目標\t実績\t目標\t実績\t目標\t実績
開業の件数（件）\t12\t15\t14\t20\t\t30\t
商談の件数（件）\t40\t50\t48\t60\t\t90\t
"""
NAME_ABOVE = """
指標１　開業の件数（件）

年度\tR3（基準）\tR5\tR6\tR9
目標\t－\t15\t20\t30
実績\t12\t14\t\t

指標２　商談の件数（件）

年度\tR3（基準）\tR5\tR6\tR9
目標\t－\t50\t60\t90
実績\t40\t48\t\t
"""
NAME_IN_FIRST_ROW = """
指標名\t開業の件数（件）\t\t\t
年度\tR3（基準）\tR5\tR6\tR9
目標値\t－\t15\t20\t30
実績値\t12\t14\t\t

指標名\t商談の件数（件）\t\t\t
年度\tR3（基準）\tR5\tR6\tR9
目標値\t－\t50\t60\t90
実績値\t40\t48\t\t
"""
YEARS_DOWN = """
成果指標：開業の件数（件）

年度\t目標\t実績
令和５年度\t15\t14
令和６年度\t20\t－
令和９年度\t30\t－

成果指標：商談の件数（件）

年度\t目標\t実績
令和５年度\t50\t48
令和６年度\t60\t－
令和９年度\t90\t－
"""


def records_of(convert: Callable[[str], Records], table: str) -> Records:
    return convert(PLAN.format(figures="人は減る。", behind=table, mark=""))


def values_of(records: Records) -> dict[str, set[str]]:
    names = {one.id: one.name for one in records.items if isinstance(one, Kpi)}
    found: dict[str, set[str]] = {name: set() for name in names.values()}
    for one in records.items:
        if isinstance(one, KpiValue):
            found[names[one.kpi]].add(f"{one.id.rpartition('/')[2]} {one.printed_value}")
    return found


@pytest.mark.parametrize(
    ("table", "with_baseline"),
    [
        pytest.param(ROWS, True, id="a row each for targets and results"),
        pytest.param(
            NAME_PRINTED_AGAIN, False, id="the name in both rows, the column of kinds without a head"
        ),
        pytest.param(BASE_YEAR_AMONG_THEM, True, id="the base year among the years"),
        pytest.param(YEARS_OVER_KINDS, True, id="a year over both"),
        pytest.param(NAME_ABOVE, True, id="one indicator, its name above the table"),
        pytest.param(NAME_IN_FIRST_ROW, True, id="one indicator, its name in the first row"),
        pytest.param(YEARS_DOWN, False, id="one indicator, the years down"),
    ],
)
def test_targets_and_results_of_years(
    convert: Callable[[str], Records], table: str, with_baseline: bool
) -> None:
    records = records_of(convert, table)
    wanted = {
        name: {*values, *([BASELINES[name]] if with_baseline else [])} for name, values in VALUES.items()
    }
    assert values_of(records) == wanted
    assert not [one for one in records.items if isinstance(one, Statistic)]
    assert not [one for one in records.items if isinstance(one, Passage) and "件数" in str(one.text)]
    assert "unresolved_block" not in {problem.code for problem in records.problems}


def test_a_row_that_is_neither_is_reported(convert: Callable[[str], Records]) -> None:
    table = ROWS.replace("\t実績\t\t48\t\t", "\t実績\t\t48\t\t\n\t達成率\t\t96％\t\t")
    records = records_of(convert, table)
    assert "96％" in " ".join(problem.value for problem in records.problems)


def test_a_table_of_one_indicator_that_nothing_names_is_reported(convert: Callable[[str], Records]) -> None:
    records = records_of(convert, "年度\tR5\tR6\tR9\n目標\t15\t20\t30\n実績\t14\t\t")
    assert not values_of(records)
    assert not [one for one in records.items if isinstance(one, Statistic)]
    assert "unresolved_block" in {problem.code for problem in records.problems}


SHEET = """
事業番号\t１
事業名\t起業の塾
事業内容\t塾を開く。
関係市町村\t富山市、滑川市
成果指標\t指標\t区分\tR3（基準）\tR5\tR6\tR9
\t開業の件数（件）\t目標\t－\t15\t20\t30
\t\t実績\t12\t14\t\t
\t商談の件数（件）\t目標\t－\t50\t60\t90
\t\t実績\t40\t48\t\t
事業費（千円）\t\t\tR5\tR6\tR7\t計
\t\t\t100\t100\t100\t300
"""


def test_they_are_read_in_the_sheet_of_a_project(convert: Callable[[str], Records]) -> None:
    records = records_of(convert, SHEET)
    assert values_of(records) == {name: {*VALUES[name], BASELINES[name]} for name in VALUES}
    assert "unresolved_block" not in {problem.code for problem in records.problems}


def test_the_head_of_targets_above_words_is_that_of_the_indicators(convert: Callable[[str], Records]) -> None:
    table = "めざす値\t単位\t令和4年度（現状）\t令和9年度（目標）\n開業の件数\t件\t12\t30\n3歳児の健診\t％\t－\t90\n"
    assert values_of(records_of(convert, table)) == {
        "開業の件数": {"current 12", "target 30"},
        "3歳児の健診": {"target 90"},
    }


def test_the_head_of_targets_above_figures_is_that_of_targets(convert: Callable[[str], Records]) -> None:
    table = "目標\t現状値（R4）\t目標値（R9）\n30\t12\t30\n90\t40\t90\n"
    assert not values_of(records_of(convert, table))
