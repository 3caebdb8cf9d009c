"""What stands apart from a project's table and belongs to it, and lists with the indicators beside their projects. All of it is
fiction."""

from __future__ import annotations

import pytest

from graph_build.records.plan import BudgetLine, BudgetShare, Kpi, Project, ScheduleItem
from graph_build.release.extract import extract
from tests.converters.vision.test_nested import records, table

SHEET = table("事業名|往診車の共同運行", "事業概要|往診車を共同で走らせる。", "関係市町|全市町")


def _told(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.label, one.marked_years) for one in records(text).of(ScheduleItem)]


def test_years_down_in_a_table_below_the_sheet() -> None:
    years = table(
        "年度|実施内容|事業費（千円）",
        "令和5年度|準備|1,000",
        "令和6年度|運行<br>点検|2,000",
        "令和7年度|運行|2,000",
        "合計||5,000",
    )
    found = records(SHEET + years)
    assert [project.title for project in found.of(Project)] == ["往診車の共同運行"]
    assert _told(SHEET + years) == [("準備", (2023,)), ("運行", (2024, 2025)), ("点検", (2024,))]
    assert [line.amount for line in found.of(BudgetLine)] == [1_000_000, 2_000_000, 2_000_000]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("・講座の開催<br>・相談", ["講座の開催", "相談"]),
        ("講座の開催<br>相談窓口の設置", ["講座の開催", "相談窓口の設置"]),
        ("講座の開催及び<br>相談", ["講座の開催及び\n相談"]),
        ("講座の開催<br>（年２回）", ["講座の開催\n（年２回）"]),
    ],
)
def test_lines_of_a_year_are_items_where_each_is_a_name_of_work(cell: str, told: list[str]) -> None:
    rows = table("年度|令和5年度|令和6年度", f"実施内容|{cell}|", "事業費（千円）|100|100")
    assert [label for label, _ in _told(SHEET + rows)] == told


def test_work_and_amounts_of_payers_below_one_row_of_years() -> None:
    plan = (
        "<p>■ 実施計画と事業費</p><table>"
        "<tr><td colspan=2>区分</td><td>R5</td><td>R6</td><td>合計</td></tr>"
        "<tr><td rowspan=2>実施項目</td><td>準備</td><td>○</td><td></td><td></td></tr>"
        "<tr><td>運行</td><td></td><td>○</td><td></td></tr>"
        "<tr><td rowspan=3>事業費（千円）</td><td>益田市</td><td>200</td><td>300</td><td>500</td></tr>"
        "<tr><td>吉賀町</td><td>100</td><td>100</td><td>200</td></tr>"
        "<tr><td>計</td><td>300</td><td>400</td><td>700</td></tr></table>"
    )
    found = records(SHEET + plan)
    assert _told(SHEET + plan) == [("準備", (2023,)), ("運行", (2024,))]
    assert [line.amount for line in found.of(BudgetLine)] == [300_000, 400_000]
    assert sorted(share.amount for share in found.of(BudgetShare)) == [100_000, 100_000, 200_000, 300_000]


def test_a_number_in_a_table_above_the_heading_of_the_sheet() -> None:
    (project,) = records(table("整理番号|7") + "<p>事業個票</p>" + SHEET).of(Project)
    assert (project.number, project.title) == ("7", "往診車の共同運行")


def test_indicators_below_heads_of_their_own_are_of_the_project_beside_them() -> None:
    heads = (
        "<tr><td rowspan=2>事業名</td><td rowspan=2>事業概要</td><td colspan=2>事業費（千円）</td>"
        "<td colspan=3>成果指標</td></tr>"
        "<tr><td>R5</td><td>R6</td><td>指標</td><td>基準値（R4）</td><td>目標値（R9）</td></tr>"
    )
    first = "<tr><td>往診車の運行</td><td>走らせる。</td><td>100</td><td>200</td>"
    second = "<tr><td>研修</td><td>学ぶ。</td><td>10</td><td>20</td>"
    own = (
        "<td>往診の回数（回）</td><td>5</td><td>9</td></tr>",
        "<td>受講者数（人）</td><td>3</td><td>8</td></tr>",
    )
    found = records(f"<table>{heads}{first}{own[0]}{second}{own[1]}</table>")
    ids = [project.id for project in found.of(Project)]
    assert [(kpi.name, kpi.monitors) for kpi in found.of(Kpi)] == [
        ("往診の回数", ids[0]),
        ("受講者数", ids[1]),
    ]
    of_both = "<td rowspan=2>往診の回数（回）</td><td rowspan=2>5</td><td rowspan=2>9</td></tr>"
    (kpi,) = records(f"<table>{heads}{first}{of_both}{second}</tr></table>").of(Kpi)
    assert kpi.monitors not in ids


def _titles_and_money(text: str) -> tuple[list[str], list[int], list[str]]:
    found = records(text)
    codes = [
        problem.code
        for problem in found.problems
        if problem.code not in ("no_plan_name", "blank_budget_cell")
    ]
    return [one.title for one in found.of(Project)], [line.amount for line in found.of(BudgetLine)], codes


def test_labels_that_group_the_labels_of_a_sheet_are_none_of_its_own() -> None:
    rows = "".join(
        f"<tr>{row}</tr>"
        for row in (
            "<td rowspan=3>概要</td><td>事業名</td><td colspan=4>往診車の共同運行</td>",
            "<td>事業内容</td><td colspan=4>往診車を共同で走らせる。</td>",
            "<td>期待する効果</td><td colspan=4>通院の負担が減る。</td>",
            "<td>体制</td><td>関係市町</td><td colspan=4>全市町</td>",
            "<td rowspan=2>工程</td><td>実施項目</td><td>令和5年度</td><td>令和6年度</td><td>令和7年度</td><td></td>",
            "<td>運行</td><td></td><td>○</td><td>○</td><td></td>",
            "<td rowspan=3>経費</td><td>事業費（千円）</td><td>令和5年度</td><td>令和6年度</td><td>令和7年度</td><td>合計</td>",
            "<td>計</td><td>100</td><td>200</td><td>200</td><td>500</td>",
            "<td>費用の分担</td><td colspan=4>均等割</td>",
        )
    )
    sheet = f"<table>{rows}</table>"
    assert _titles_and_money(sheet) == (["往診車の共同運行"], [100_000, 200_000, 200_000], [])
    assert _told(sheet) == [("運行", (2024, 2025))]


def test_figures_in_brackets_below_the_amounts_are_parts_of_them() -> None:
    rows = "".join(
        f"<tr>{row}</tr>"
        for row in (
            "<td>事業名</td><td colspan=3>往診車の共同運行</td>",
            "<td>関係市町</td><td colspan=3>全市町</td>",
            "<td rowspan=2>実施工程</td><td>令和5年度</td><td>令和6年度</td><td>合計</td>",
            "<td colspan=2>運行</td><td></td>",
            "<td rowspan=2>事業費（千円）</td><td>8,400</td><td>8,800</td><td>17,200</td>",
            "<td>(4,200)</td><td>(4,400)</td><td>(8,600)</td>",
        )
    )
    assert _titles_and_money(f"<table>{rows}</table>") == (["往診車の共同運行"], [8_400_000, 8_800_000], [])


def test_whose_role_it_is_side_by_side_over_their_texts() -> None:
    quoted = (
        "<table><tr><td>取組の内容</td><td colspan=2>往診を広域で行う。</td></tr>"
        "<tr><td colspan=2>益田市の役割</td><td>連携町の役割</td></tr>"
        "<tr><td colspan=2>車を用意する。</td><td>運転手を出す。</td></tr></table>"
    )
    (one,) = [each for each in extract(records(quoted + SHEET))["measures"] if each["content"]]
    assert one["content"] == "往診を広域で行う。"
    assert [(role["party"], role["text"]) for role in one["roles"]] == [
        ("益田市", "車を用意する。"),
        ("連携町", "運転手を出す。"),
    ]
