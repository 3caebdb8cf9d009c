"""Sheets that tell year by year, name the unit in a row of its own, or label inside a cell. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_values_and_figures import PLAN

SHEET = "事業名\t創業の塾\n事業概要\t塾を開く。\n連携市町村\t富山市、滑川市\n"
Convert = Callable[[str], Records]


def records(convert: Convert, rows: str) -> Records:
    return convert(PLAN.format(figures="人は減る。", behind=SHEET + rows, mark=""))


def project(convert: Convert, rows: str) -> dict[str, Any]:
    return next(one for one in extract(records(convert, rows))["projects"] if one["title"] == "創業の塾")


def test_what_is_done_and_what_it_costs_year_by_year(convert: Convert) -> None:
    rows = "年度\t実施内容\t事業費（千円）\n令和5年度\t準備\t1,000\n令和6年度\t開講\t2,000\n令和7年度\t開講\t2,000\n合計\t\t5,000\n"
    one = project(convert, rows)
    assert one["schedule"] == [
        {"item": "準備", "marked_years": [2023]},
        {"item": "開講", "marked_years": [2024, 2025]},
    ]
    assert one["budget"] == {"2023": 1000, "2024": 2000, "2025": 2000}
    assert (one["total"], one["budget_unit"]) == (5000, "千円")


def test_amounts_called_by_how_they_were_found_below_heads_that_a_page_prints_again(convert: Convert) -> None:
    head = "年次計画\t年度\t行うこと\t見込額（千円）\n"
    rows = f"{head}\t令和5年度\t準備\t1,000\n\n－ 3 －\n\n{head}\t令和6年度\t開講\t\n\t計\t\t1,000\n"
    one = project(convert, rows)
    assert one["schedule"] == [
        {"item": "準備", "marked_years": [2023]},
        {"item": "開講", "marked_years": [2024]},
    ]
    assert (one["budget"], one["blank_years"], one["total"]) == ({"2023": 1000}, [2024], 1000)


def test_a_column_of_something_else_is_no_schedule_and_the_rows_are_reported(convert: Convert) -> None:
    rows = "年度\t参加者数\t事業費（千円）\n令和5年度\t10\t1,000\n令和6年度\t20\t2,000\n"
    found = records(convert, rows)
    assert [problem.code for problem in found.problems].count("unresolved_block") >= 2
    assert "schedule" not in project(convert, rows) or not project(convert, rows)["schedule"]


def test_the_unit_in_a_row_of_its_own(convert: Convert) -> None:
    one = project(convert, "単位\t千円\n年度\tR5\tR6\t計\n事業費\t1,000\t1,500\t2,500\n")
    assert one["budget"] == {"2023": 1000, "2024": 1500}
    assert one["budget_unit"] == "千円"


def test_a_total_without_years_stays_where_shares_of_members_without_years_are_reported(
    convert: Convert,
) -> None:
    rows = "事業費（千円）\t総額\t5,000\n市町村別負担額（千円）\t富山市\t3,000\n\t滑川市\t2,000\n"
    assert project(convert, rows)["total"] == 5000
    assert "missing_header" in {problem.code for problem in records(convert, rows).problems}


def test_a_total_above_is_compared_with_the_years_below(convert: Convert) -> None:
    rows = "事業費（千円）\t総額\t5,000\n年度別事業費（千円）\tR5\tR6\n\t1,000\t1,500\n"
    assert project(convert, rows)["total"] == 5000
    assert "total_mismatch" in {problem.code for problem in records(convert, rows).problems}


def test_an_indicator_labelled_inside_the_cell_beside_kpi(convert: Convert) -> None:
    rows = "ＫＰＩ\t指標\t創業者数\n\t基準値\t12人（R4）\n\t目標値\t30人（R9）\n"
    (kpi,) = extract(records(convert, rows))["kpis"]
    assert (kpi["name"], kpi["baseline"], kpi["target"], kpi["target_at"]) == ("創業者数", 12, 30, "2027")


AMOUNTS = "区分\tR5\tR6\t計\n事業費\t1,000\t1,500\t2,500\n財源内訳\t国・県支出金\t400\t500\t900\n\t一般財源\t600\t1,000\t1,600\n"


def test_a_table_of_amounts_behind_the_sheet_is_the_projects(convert: Convert) -> None:
    one = project(convert, "\n（単位：千円）\n" + AMOUNTS)
    assert (one["budget"], one["total"], one["budget_unit"]) == ({"2023": 1000, "2024": 1500}, 2500, "千円")


def test_schedule_and_amounts_below_one_row_of_years(convert: Convert) -> None:
    rows = "\n年度別の計画（単位：千円）\n項目\tR5\tR6\n準備\t→\t\n開講\t\t→\n事業費\t1,000\t1,500\n"
    one = project(convert, rows)
    assert [(item["item"], item["marked_years"]) for item in one["schedule"]] == [
        ("準備", [2023]),
        ("開講", [2024]),
    ]
    assert (one["budget"], one["budget_unit"]) == ({"2023": 1000, "2024": 1500}, "千円")


def test_boxes_before_names_tick_who_takes_part(convert: Convert) -> None:
    sheet = SHEET.replace("富山市、滑川市", "■富山市　□滑川市　■立山町").replace("創業の塾", "夜の塾")
    found = convert(PLAN.format(figures="人は減る。", behind=sheet, mark=""))
    one = next(one for one in extract(found)["projects"] if one["title"] == "夜の塾")
    assert (one["participants"], one["scope"]) == (["富山市", "立山町"], "listed")


def test_a_bound_is_the_figure_and_its_words(convert: Convert) -> None:
    rows = "\n成果指標\n\n指標名\t現状値（R4）\t目標値（R9）\n参加者の満足度\t82％\t90％以上\n"
    (kpi,) = extract(records(convert, rows))["kpis"]
    assert (kpi["target"], kpi["target_text"]) == (90, "90％以上")


def test_amounts_and_parts_of_them_below_a_head_of_the_schedule(convert: Convert) -> None:
    rows = (
        "\n年次計画\tR5\tR6\t合計\n準備\t○\t\t\n開講\t\t○\t\n事業費（千円）\t1,000\t1,500\t2,500\n"
        "　うち富山市\t600\t900\t1,500\n　うち滑川市\t400\t600\t1,000\n"
    )
    one = project(convert, rows)
    assert [item["item"] for item in one["schedule"]] == ["準備", "開講"]
    assert one["budget"] == {"2023": 1000, "2024": 1500}
    assert one["budget_by_party"] == {
        "富山市": {"2023": 600, "2024": 900},
        "滑川市": {"2023": 400, "2024": 600},
    }


def test_captions_alone_are_no_content_of_a_measure(convert: Convert) -> None:
    behind = (
        "（２）人の育成\n\n■連携協約の内容\n\n■連携事業\n\n"
        "【連携事業1】夜の塾\n・関係市町村：富山市、滑川市\n・事業の概要：夜に開く。\n"
    )
    found = extract(convert(PLAN.format(figures="人は減る。", behind=behind, mark="")))
    assert "連携事業" not in {one["content"] for one in found["measures"]}
    assert not any("■" in (one["content"] or "") for one in found["measures"])


def test_words_below_years_are_what_is_done_then_a_sentence_over_the_whole_row_is_not(
    convert: Convert,
) -> None:
    years = "年度\tR5\tR6\t計\n"
    one = project(convert, years + "実施内容\t準備\t開講\t\n事業費（千円）\t1,000\t1,500\t2,500\n")
    assert one["schedule"] == [
        {"item": "準備", "marked_years": [2023]},
        {"item": "開講", "marked_years": [2024]},
    ]
    assert (one["content"], one["budget"]) == ("塾を開く。", {"2023": 1000, "2024": 1500})


def test_a_label_without_value_behind_a_label_with_one(convert: Convert) -> None:
    one = project(convert, "負担の考え方\t均等割\t国・県補助\t\n")
    assert (one["cost_sharing"], one["subsidy"]) == ("均等割", None)


def test_rows_of_marks_and_a_row_called_money_below_a_schedules_years(convert: Convert) -> None:
    rows = "年次計画\t区分\tR5\tR6\t計\n\t準備\t○\t\t\n\t開講\t\t○\t\n\t事業費（千円）\t1,000\t1,500\t2,500\n"
    one = project(convert, rows)
    assert [item["item"] for item in one["schedule"]] == ["準備", "開講"]
    assert (one["budget"], one["budget_unit"]) == ({"2023": 1000, "2024": 1500}, "千円")
