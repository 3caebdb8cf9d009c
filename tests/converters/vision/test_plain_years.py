"""Indicators below plain years: what the plan says of these, and what it leaves open. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_values_and_figures import PLAN

Convert = Callable[[str], Records]
TABLE = "指標\t{}\t{}\t単位\n開業の件数\t12\t30\t件\n商談の件数\t－\t90\t件\n"


def read(convert: Convert, behind: str) -> tuple[Records, dict[str, Any]]:
    records = convert(PLAN.format(figures="人は減る。", behind=behind, mark=""))
    return records, extract(records)


@pytest.mark.parametrize(
    "behind",
    [
        "表１　成果指標（R4は現状値、R9は目標値）\n" + TABLE.format("R4", "R9"),
        "成果指標の現状値と目標値\n" + TABLE.format("令和４年度", "令和９年度"),
        "現状値は令和４年度、目標値は令和９年度のものである。\n\n" + TABLE.format("2022", "2027"),
        TABLE.format("R4", "R9") + "\n※　R4は現状、R9は目標\n",
    ],
)
def test_a_line_beside_the_table_says_which_year_is_the_present_one(convert: Convert, behind: str) -> None:
    _, found = read(convert, behind)
    assert [(one["name"], one["baseline"], one["target"], one["target_at"]) for one in found["kpis"]] == [
        ("開業の件数", 12, 30, "2027"),
        ("商談の件数", None, 90, "2027"),
    ]


@pytest.mark.parametrize(
    "behind",
    [
        TABLE.format("R4", "R9"),
        "表１　成果指標\n" + TABLE.format("R4", "R9"),
        "表１　成果指標（R3は現状値、R9は目標値）\n" + TABLE.format("R4", "R9"),
        "現状値と目標値\n" + TABLE.format("R4\tR6", "R9").replace("\t12\t", "\t12\t20\t"),
    ],
)
def test_else_nothing_is_read_and_the_heads_are_reported(convert: Convert, behind: str) -> None:
    records, found = read(convert, behind)
    assert not found.get("kpis")
    assert not found.get("statistics")
    assert "missing_header" in {problem.code for problem in records.problems}


def test_years_that_are_past_are_those_of_figures(convert: Convert) -> None:
    _, found = read(convert, "指標\tH27\tR2\n開業の件数（件）\t12\t30\n商談の件数（件）\t40\t90\n")
    assert not found.get("kpis")
    assert [(one["property"], one["as_of"], one["value"]) for one in found["statistics"]][:2] == [
        ("開業の件数（件）", "2015", 12),
        ("開業の件数（件）", "2020", 30),
    ]
