"""Labelled lines of a project, and the table of its work and money behind them. All of it is fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.records.document import Records
from graph_build.records.plan import BudgetShare, Project
from graph_build.release.extract import extract
from tests.converters.vision.test_nested import records, table

LABELLED = (
    "事業の内容　　往診車を共同で走らせる。",
    "参加市町　　全市町",
    "役割分担　　益田市：車を用意する。",
    "連携市町：運転手を出す。",
    "費用負担　　均等割",
    "事業の効果　　通院の負担が減る。",
)
AMOUNTS = "事業費（千円）|300|400|400|1,100"
WORK = "実施内容|準備|運行|運行|"


def found(*below: str, title: str = "事業１　往診車の共同運行") -> Records:
    return records("".join(f"<p>{line}</p>" for line in (title, *LABELLED)) + "".join(below))


def project(*below: str, title: str = "事業１　往診車の共同運行") -> dict[str, Any]:
    (one,) = extract(found(*below, title=title))["projects"]
    return dict(one)


def tells_work_and_money(one: dict[str, Any]) -> bool:
    return (one["schedule"], one["budget"], one["total"], one["budget_unit"]) == (
        [{"item": "準備", "marked_years": [2023]}, {"item": "運行", "marked_years": [2024, 2025]}],
        {"2023": 300, "2024": 400, "2025": 400},
        1100,
        "千円",
    )


@pytest.mark.parametrize(
    "below",
    [
        (table("年　度|令和５年度|令和６年度|令和７年度|合　計", WORK, AMOUNTS),),
        (table("年次計画|R5|R6|R7|合計", WORK, AMOUNTS),),
        ("<p>年度別計画</p>", table("年度|R5|R6|R7|計", WORK, AMOUNTS)),
        (table("年度|R5|R6|R7|計", WORK, AMOUNTS, "うち国県支出金|100|200|200|500"),),
        (table("年度|実施内容|事業費（千円）", "R5|準備|300", "R6|運行|400", "R7|運行|400", "合計||1,100"),),
        (
            "<p>年度別計画（単位：千円）</p>",
            table("年|取組の内容|事業費", "2023|準備|300", "2024|運行|400", "2025|運行|400", "計||1,100"),
        ),
    ],
)
def test_work_in_words_and_money_in_a_table_behind_the_labelled_lines(below: tuple[str, ...]) -> None:
    one = project(*below)
    assert tells_work_and_money(one)
    assert [(role["party"], role["text"]) for role in one["roles"]] == [
        ("益田市", "車を用意する。"),
        ("連携市町", "運転手を出す。"),
    ]
    assert one["effect"] == "通院の負担が減る。"


def test_who_pays_below_the_words_of_the_years() -> None:
    rows = ("益田市|200|300|300|800", "連携市町|100|100|100|300", "計|300|400|400|1,100")
    below = ("<p>（単位：千円）</p>", table("年度|R5|R6|R7|合計", WORK, *rows))
    assert tells_work_and_money(project(*below))
    assert len(found(*below).of(BudgetShare)) == 6


def test_the_title_above_labelled_lines_without_a_number() -> None:
    one = project(table("年度|R5|R6|R7|計", WORK, AMOUNTS), title="■往診車の共同運行事業")
    assert one["title"] == "往診車の共同運行事業"
    assert tells_work_and_money(one)


def test_remarks_beside_the_years_are_notes_of_the_project() -> None:
    told = found(
        table(
            "年度|実施内容|事業費（千円）|備考",
            "R5|準備|300|",
            "R6|運行|400|国の内示による",
            "R7|運行|400|",
            "合計||1,100|",
        )
    )
    (one,) = told.of(Project)
    assert one.notes == ("R6：国の内示による",)


def test_a_year_below_the_head_of_years_is_no_number_of_a_project() -> None:
    rows = "".join(
        f"<tr>{row}</tr>"
        for row in (
            "<td>事業名</td><td colspan=2>往診車の共同運行</td>",
            "<td>事業概要</td><td colspan=2>往診車を共同で走らせる。</td>",
            "<td>年度</td><td>実施内容</td><td>事業費（千円）</td>",
            "<td>R5</td><td>準備</td><td rowspan=3>協議中</td>",
            "<td>R6</td><td>運行</td>",
            "<td>R7</td><td>運行</td>",
            "<td>関係市町</td><td colspan=2>全市町</td>",
        )
    )
    (one,) = extract(records(f"<table>{rows}</table>"))["projects"]
    assert one["title"] == "往診車の共同運行"
    assert [item["item"] for item in one["schedule"]] == ["準備", "運行"]
    assert (one["budget"], one["participants_raw"]) == ({}, "全市町")
