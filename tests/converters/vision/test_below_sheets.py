"""What stands apart from a project's table and belongs to it, and lists with the indicators beside their projects. All of it is
fiction."""

from __future__ import annotations

import pytest

from graph_build.records.plan import BudgetLine, BudgetShare, Kpi, Project, ScheduleItem
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
