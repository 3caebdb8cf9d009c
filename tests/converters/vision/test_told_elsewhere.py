"""Parts of projects and measures that stand where the usual labels are not: who pays in a chapter behind, work and money in rows of
their own, titles beside labels. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_build.records.document import Records
from graph_build.records.plan import KpiValue
from graph_build.release.extract import extract
from tests.converters.vision.test_values_and_figures import PLAN

Convert = Callable[[str], Records]

PAYERS = """
第４章　負担額の内訳

{name}（単位：千円）
市町村\tR5\tR6\t計
富山市\t60\t70\t130
滑川市\t40\t50\t90
計\t100\t{sum}\t{total}
"""
LIST = """
番号\t事業名\t事業の内容\t関係市町村\t\tR5\tR6\t計
3\t朝の市\t市を開く。\t全市町村\t工程\t準備\t→\t
"""
COST = "\t\t\t\t費用（千円）\t100\t200\t300\n"


def records(convert: Convert, behind: str) -> Records:
    return convert(PLAN.format(figures="人は減る。", behind=behind, mark=""))


def project(found: Records, title: str) -> dict[str, Any]:
    return next(one for one in extract(found)["projects"] if one["title"] == title)


def codes(found: Records) -> set[str]:
    return {problem.code for problem in found.problems}


def test_who_pays_below_number_and_title_in_a_chapter_behind(convert: Convert) -> None:
    found = records(convert, PAYERS.format(name="1　創業の塾", sum="120", total="220"))
    one = project(found, "創業の塾")
    assert one["budget_by_party"] == {
        "富山市": {"2023": 60, "2024": 70},
        "滑川市": {"2023": 40, "2024": 50},
    }
    assert (one["budget"], one["total"]) == ({"2023": 100, "2024": 120}, 220)
    assert not extract(found).get("statistics")
    assert codes(found).isdisjoint({"total_mismatch", "unresolved_block"})


def test_what_payers_do_not_add_up_to_is_reported(convert: Convert) -> None:
    assert "total_mismatch" in codes(
        records(convert, PAYERS.format(name="1　創業の塾", sum="125", total="220"))
    )


def test_amounts_of_a_project_that_the_plan_does_not_tell_are_no_figures_and_reported(
    convert: Convert,
) -> None:
    found = records(convert, PAYERS.format(name="9　夜の市", sum="120", total="220"))
    assert not extract(found).get("statistics")
    assert "unresolved_block" in codes(found)
    assert len(extract(found)["projects"]) == 2


def test_a_number_of_another_project_gives_it_nothing(convert: Convert) -> None:
    found = records(convert, PAYERS.format(name="2　創業の塾", sum="120", total="220"))
    assert not any(one.get("budget") for one in extract(found)["projects"])
    assert "unresolved_block" in codes(found)


def test_a_row_of_work_and_a_row_of_money(convert: Convert) -> None:
    one = project(records(convert, LIST + COST), "朝の市")
    assert one["schedule"] == [{"item": "準備", "marked_years": [2023, 2024]}]
    assert (one["budget"], one["total"]) == ({"2023": 100, "2024": 200}, 300)


def test_a_measure_with_number_and_title_beside_labels(convert: Convert) -> None:
    for rows in ("施策番号\t1-2\n施策名\t商談の支援\n", "施策番号\t1-2\t施策名\t商談の支援\n"):
        sheet = f"\n２　高次の都市機能の集積・強化\n\n{rows}連携して行う取組\t商談を支える。\n富山市の役割\t場を設ける。\n"
        measure = extract(records(convert, sheet))["measures"][-1]
        assert (measure["number"], measure["title"], measure["content"]) == (
            "1-2",
            "商談の支援",
            "商談を支える。",
        )
        assert measure["field_path"] == ["高次の都市機能の集積・強化"]


def test_a_value_on_the_way_stands_beside_a_target_only(convert: Convert) -> None:
    table = "指標\t基準値（R5）\t中間値（R7）\t{last}\n開業の件数\t12件\t15件\t30件\n"
    kinds = [
        [one.kind for one in records(convert, table.format(last=last)).of(KpiValue)]
        for last in ("目標値（R9）", "備考")
    ]
    assert "interim" in kinds[0]
    assert "interim" not in kinds[1]


def test_a_dash_as_cost_sharing_says_nothing_and_a_slash_stays(convert: Convert) -> None:
    sheet = "事業名\t朝の市\n事業概要\t市を開く。\n連携市町村\t富山市、滑川市\n費用負担\t{said}\n"
    found = [records(convert, sheet.format(said=said)) for said in ("－", "/")]
    assert [project(one, "朝の市")["cost_sharing"] for one in found] == [None, "/"]
    assert ["blank_cost_sharing" in codes(one) for one in found] == [True, False]
