"""Signs for what stands above in the tables of a plan. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_values_and_figures import PLAN

Convert = Callable[[str], Records]
LIST = """事業費（単位：千円）
番号\t事業名\t事業の内容\t関係市町村\t費用負担\tR5\tR6
3\t起業の会\t会を開く。\t富山市、滑川市\t均等に負担する。\t100\t200
4\t商いの会\t店を開く。\t〃\t同上\t〃\t300
"""
SHEET = """事業名\t起業の会
事業概要\t会を開く。
連携市町村\t富山市、滑川市
事業費（千円）\t\tR5\tR6
\t富山市\t100\t150
\t滑川市\t〃\t〃
\t計\t200\t300
"""
INDICATORS = """指標\t単位\t現状値（R4）\t目標値（R9）
開業の件数\t件\t12\t30
商談の件数\t〃\t40\t〃
出店の件数\t〃\t－\t〃
"""


def extracted(convert: Convert, behind: str) -> dict[str, Any]:
    return extract(convert(PLAN.format(figures="人は減る。", behind=behind, mark="")))


def project(convert: Convert, behind: str, title: str) -> dict[str, Any]:
    return next(one for one in extracted(convert, behind)["projects"] if one["title"] == title)


def test_members_and_amounts_of_a_list_are_those_above_and_sentences_stay_as_printed(
    convert: Convert,
) -> None:
    one = project(convert, LIST, "商いの会")
    assert (one["participants"], one["participants_raw"]) == (["富山市", "滑川市"], "富山市、滑川市")
    assert one["budget"] == {"2023": 100, "2024": 300}
    assert one["cost_sharing"] == "同上"


def test_what_a_payer_bears_is_that_of_the_payer_above(convert: Convert) -> None:
    assert project(convert, SHEET, "起業の会")["budget_by_party"]["滑川市"] == {"2023": 100, "2024": 150}


def test_units_and_values_of_indicators(convert: Convert) -> None:
    found = {one["name"]: one for one in extracted(convert, INDICATORS)["kpis"]}
    assert [(one["unit"], one["target"]) for one in found.values()] == [("件", 30)] * 3
    assert (found["商談の件数"]["baseline"], found["出店の件数"]["baseline"]) == (40, None)


def test_a_sign_below_a_head_means_nothing_and_is_not_made_into_an_amount(convert: Convert) -> None:
    one = project(convert, SHEET.replace("富山市\t100", "富山市\t〃"), "起業の会")
    assert "2023" not in one["budget_by_party"].get("滑川市", {})
