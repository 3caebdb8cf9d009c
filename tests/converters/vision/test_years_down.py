"""Sheets with the years down: what is done beside several of them, payers across, amounts in words. All of it is fiction."""

from __future__ import annotations

import pytest

from graph_build.records.document import Records
from graph_build.records.plan import BudgetLine, BudgetShare, Project, ScheduleItem
from tests.converters.vision.test_nested import records

TITLE = "<td>事業名</td><td colspan=5>往診車の共同運行</td>"
CONTENT = "<td>事業概要</td><td colspan=5>往診車を共同で走らせる。</td>"
TOTAL = "<td colspan=2>合計</td><td>500</td><td>200</td><td>700</td>"


def sheet(heads: str, *rows: str) -> Records:
    label = f"<td rowspan={heads.count('<tr>') + 1 + len(rows)}>年度別計画<br>（事業費の単位：千円）</td>"
    told = [TITLE, CONTENT, label + heads, *rows]
    return records("<table>" + "".join(f"<tr>{row}</tr>" for row in told) + "</table>")


ONE_ROW = "<td>年度</td><td>実施内容</td><td>益田市</td><td>吉賀町</td><td>計</td>"
TWO_ROWS = (
    "<td rowspan=2>年度</td><td rowspan=2>実施内容</td><td colspan=3>事業費</td></tr>"
    "<tr><td>益田市</td><td>吉賀町</td><td>計</td>"
)


@pytest.mark.parametrize("heads", [ONE_ROW, TWO_ROWS])
def test_work_beside_several_years_and_payers_across(heads: str) -> None:
    found = sheet(
        heads,
        "<td>令和５年度</td><td>準備</td><td></td><td></td><td></td>",
        "<td>令和６年度</td><td rowspan=2>運行</td><td>200</td><td>100</td><td>300</td>",
        "<td>令和７年度</td><td>300</td><td>100</td><td>400</td>",
        TOTAL,
    )
    assert [(one.label, one.marked_years) for one in found.of(ScheduleItem)] == [
        ("準備", (2023,)),
        ("運行", (2024, 2025)),
    ]
    assert [(line.year, line.amount) for line in found.of(BudgetLine)] == [(2024, 300_000), (2025, 400_000)]
    assert sorted(share.amount for share in found.of(BudgetShare)) == [100_000, 100_000, 200_000, 300_000]
    (project,) = found.of(Project)
    assert (project.total_budget, project.blank_years, project.budget_unit) == (700_000, (2023,), "千円")


def test_words_in_one_cell_beside_all_years_stand_for_their_amounts() -> None:
    found = sheet(
        "<td>年度</td><td>実施内容</td><td colspan=3>事業費</td>",
        "<td>令和５年度</td><td>準備</td><td rowspan=3 colspan=3>予算の範囲内で実施</td>",
        "<td>令和６年度</td><td rowspan=2>運行</td>",
        "<td>令和７年度</td>",
    )
    (project,) = found.of(Project)
    assert (project.notes, project.blank_years, found.of(BudgetLine)) == (("予算の範囲内で実施",), (), ())
    assert [one.marked_years for one in found.of(ScheduleItem)] == [(2023,), (2024, 2025)]


def test_a_figure_beside_several_years_is_shared_among_them_by_nobody() -> None:
    found = sheet(
        "<td>年度</td><td>実施内容</td><td colspan=3>事業費</td>",
        "<td>令和５年度</td><td>準備</td><td rowspan=3 colspan=3>900</td>",
        "<td>令和６年度</td><td rowspan=2>運行</td>",
        "<td>令和７年度</td>",
    )
    assert (found.of(BudgetLine), found.of(ScheduleItem)) == ((), ())
    assert "missing_header" in {problem.code for problem in found.problems}
