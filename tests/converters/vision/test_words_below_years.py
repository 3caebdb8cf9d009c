"""Sheets that tell in words below the years what is done, above the amounts of the same years. All of it is fiction."""

from __future__ import annotations

import pytest

from graph_build.records.plan import BudgetLine, BudgetShare, Project, ScheduleItem
from tests.converters.vision.test_nested import records


def sheet(*works: str) -> str:
    """A sheet whose one label 工程 spans the rows of works, as 実施年度及び事業費 spans them and the amounts."""
    beside = [f"<td>{work.replace('|', '</td><td>')}</td>" for work in works]
    rows = [
        "<td>事業名</td><td colspan=5>往診車の共同運行</td>",
        "<td>事業概要</td><td colspan=5>往診車を共同で走らせる。</td>",
        f"<td rowspan={len(works) + 4}>実施年度及び事業費（千円）</td>"
        "<td>年度</td><td>R5</td><td>R6</td><td>R7</td><td>合計</td>",
        f"<td rowspan={len(works)}>工　程</td>{beside[0]}<td rowspan={len(works)}></td>",
        *beside[1:],
        "<td>益田市</td><td>200</td><td>300</td><td>300</td><td>800</td>",
        "<td>吉賀町</td><td>100</td><td>100</td><td>100</td><td>300</td>",
        "<td>計</td><td>300</td><td>400</td><td>400</td><td>1,100</td>",
    ]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize(
    ("works", "told"),
    [
        (("準備|→|",), [("準備", (2023, 2024))]),
        (("準備||", "|運行|→"), [("準備", (2023,)), ("運行", (2024, 2025))]),
        (("運行|→|→", "説明会||説明会"), [("運行", (2023, 2024, 2025)), ("説明会", (2023, 2025))]),
    ],
)
def test_words_beside_the_label_of_the_schedule_are_its_items(
    works: tuple[str, ...], told: list[tuple[str, tuple[int, ...]]]
) -> None:
    found = records(sheet(*works))
    assert [(item.label, item.marked_years) for item in found.of(ScheduleItem)] == told
    assert [line.amount for line in found.of(BudgetLine)] == [300_000, 400_000, 400_000]
    assert len(found.of(BudgetShare)) == 6
    assert found.of(Project)[0].notes == ()
