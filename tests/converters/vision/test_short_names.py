"""Amounts of members in columns and rows, by their names or by what the plan's tables call them. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_values_and_figures import PLAN

ROWS = """
事業番号\t３
事業名\t起業の塾
事業内容\t塾を開く。
関係市町村\t富山市、滑川市
事業費（千円）\t区分\tR5\tR6\t計
\t富山\t100\t100\t200
\t滑川\t50\t50\t100
\t計\t150\t150\t300
国・県補助制度等\t－
"""
YEARS_DOWN = """
事業番号\t３
事業名\t起業の塾
事業内容\t塾を開く。
関係市町村\t富山市、滑川市
事業費（千円）\t年度\t富山\t滑川\t計
\tR5\t100\t50\t150
\tR6\t100\t50\t150
国・県補助制度等\t－
"""
BELOW_YEARS = """
（単位：千円）
番号\t事業名\t事業の内容\t関係市町村\tR5\t\t\tR6\t\t\t計
\t\t\t\t富山市\t滑川市\t計\t富山市\t滑川市\t計\t
3\t起業の塾\t塾を開く。\t富山市、滑川市\t100\t50\t150\t100\t50\t150\t300
"""


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(ROWS, id="a row each"),
        pytest.param(YEARS_DOWN, id="years down, members across"),
        pytest.param(BELOW_YEARS, id="members below each year of a list"),
        pytest.param(
            BELOW_YEARS.replace("富山市\t滑川市\t計", "富山\t滑川\t計"), id="so by their short names"
        ),
    ],
)
def test_amounts_of_members(convert: Callable[[str], Records], table: str) -> None:
    records = convert(PLAN.format(figures="人は減る。", behind=table, mark=""))
    project = extract(records)["projects"][-1]
    assert project["participants"] == ["富山市", "滑川市"]
    assert project["budget"] == {"2023": 150, "2024": 150}
    assert project["budget_by_party"] == {
        "富山市": {"2023": 100, "2024": 100},
        "滑川市": {"2023": 50, "2024": 50},
    }
    assert "unresolved_block" not in {problem.code for problem in records.problems}


def test_columns_of_amounts_beside_a_column_of_participants_are_no_marks(
    convert: Callable[[str], Records],
) -> None:
    table = (
        "番号\t事業名\t事業の内容\t事業費（千円）\t\t\t参加市町村\n\t\t\t富山\t滑川\t計\t\n"
        "3\t起業の塾\t塾を開く。\t100\t－\t100\t全市町村\n"
    )
    records = convert(PLAN.format(figures="人は減る。", behind=table, mark=""))
    project = extract(records)["projects"][-1]
    assert (project["scope"], project["total"]) == ("all", 100)
    assert [problem.value for problem in records.problems] == ["100\t－"]
