"""Lists of projects with a small sheet in the rows of each. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_heads_over_values import PLAN

HEAD = "番号\t事業名\t参加市町村\t区分\tR5\tR6\t計\n"
ROWS = (
    "1\t創業の塾\t富山市、滑川市\t実施内容\t準備\t開講\t\n"
    "\t\t\t事業費（千円）\t100\t200\t300\n"
    "\t\t\tうち県支出金\t{part}\t100\t150\n"
    "\t\t\t費用負担の方法\t人口割\t\t\n"
    "2\t企業の誘致\t全市町村\t実施内容\t見学会\t見学会\t\n"
    "\t\t\t事業費（千円）\t40\t40\t80\n"
    "\t\t\tうち県支出金\t－\t－\t－\n"
)


def projects(convert: Callable[[str], Records], table: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = extract(convert(PLAN.format(behind=table)))["projects"]
    return told


@pytest.mark.parametrize("between", ["", "\n- 3 -\n\n" + HEAD])
def test_rows_of_work_amounts_and_who_pays_are_parts_of_the_project_beside_them(
    between: str, convert: Callable[[str], Records]
) -> None:
    first, behind = ROWS.format(part="50").split("2\t", 1)
    schooling, inviting = projects(convert, f"{HEAD}{first}{between}2\t{behind}")
    assert [one["item"] for one in schooling["schedule"]] == ["準備", "開講"]
    assert schooling["budget"] == {"2023": 100, "2024": 200}
    assert (schooling["total"], schooling["cost_sharing"]) == (300, "人口割")
    assert (inviting["budget"], inviting["total"]) == ({"2023": 40, "2024": 40}, 80)
    assert inviting["schedule"] == [{"item": "見学会", "marked_years": [2023, 2024]}]


@pytest.mark.parametrize(("part", "told"), [("50", False), ("150", True)])
def test_a_part_that_is_more_than_its_whole_is_reported(
    part: str, told: bool, convert: Callable[[str], Records]
) -> None:
    result = convert(PLAN.format(behind=HEAD + ROWS.format(part=part)))
    unread = [one.value for one in result.problems if one.code == "unresolved_block"]
    assert unread == (["うち県支出金\t150\t100\t150"] if told else [])
