"""Sheets of projects whose cells hold tables of their own: years with marks, amounts below their unit, who does what."""

from __future__ import annotations

import pytest

from graph_build.converters import convert as convert_any
from graph_build.documents.read import read_bytes
from graph_build.records.agreement import RoleStatement
from graph_build.records.document import Records
from graph_build.records.plan import BudgetLine, BudgetShare, Kpi, Project, ScheduleItem
from tests.converters.vision.test_variants import HEAD

_HEAD = "".join(f"<p>{line}</p>" for line in HEAD.split("\n") if line)


def table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def records(sheet: str) -> Records:
    document = read_bytes("a.html", f"<body>{_HEAD}<p>取組１　往診の広域化</p>{sheet}</body>".encode())
    found = convert_any(document)
    assert isinstance(found, Records)
    return found


SCHEDULE = table("項目|R5|R6|R7", "調査|○||", "実施||○|○")
AMOUNTS = table("R5|R6|R7|計", "300|400|500|1,200")


@pytest.mark.parametrize("unit", ["（単位：千円）", "<p>（千円）</p>"])
def test_years_amounts_and_roles_in_tables_of_their_own(unit: str) -> None:
    found = records(
        table(
            "事業名|往診車の共同運行|関係市町|全市町",
            "事業概要|往診車を共同で走らせる。",
            f"実施時期|{SCHEDULE}",
            f"事業費|{unit}{AMOUNTS}",
            f"役割分担|{table('益田市|車を用意する。', '吉賀町|運転手を出す。')}",
            "期待する効果|通院の負担が減る。",
        )
    )
    (project,) = found.of(Project)
    assert (project.title, project.effect) == ("往診車の共同運行", "通院の負担が減る。")
    assert [(item.label, item.marked_years) for item in found.of(ScheduleItem)] == [
        ("調査", (2023,)),
        ("実施", (2024, 2025)),
    ]
    assert [line.amount for line in found.of(BudgetLine)] == [300_000, 400_000, 500_000]
    assert (project.total_budget, project.blank_years) == (1_200_000, ())
    assert [role.text for role in found.of(RoleStatement)] == ["車を用意する。", "運転手を出す。"]


def test_a_note_behind_an_inner_table_and_a_table_of_prose() -> None:
    days = table("曜日|集落", "月|山田")
    found = records(
        table(
            "事業名|往診車の共同運行",
            f"事業概要|次の曜日に走らせる。{days}",
            "関係市町|全市町",
            f"事業費（千円）|{AMOUNTS}<p>※令和７年度は見込み</p>",
        )
    )
    (project,) = found.of(Project)
    assert project.text == "次の曜日に走らせる。\n曜日 集落\n月 山田"
    assert [line.amount for line in found.of(BudgetLine)] == [300_000, 400_000, 500_000]
    assert project.notes == ("※令和７年度は見込み",)


def test_payers_and_indicators_in_tables_of_their_own() -> None:
    payers = table("区分|R5|R6|計", "益田市|200|300|500", "吉賀町|100|100|200", "計|300|400|700")
    indicators = table("指標名|基準値（R4）|目標値（R7）", "往診の回数（回）|10|20")
    found = records(
        table(
            "事業名|往診車の共同運行",
            "事業概要|往診車を走らせる。",
            "関係市町|全市町",
            f"事業費（千円）|{payers}",
            f"成果指標|{indicators}",
        )
    )
    assert [share.amount for share in found.of(BudgetShare)] == [200_000, 300_000, 100_000, 100_000]
    assert [(kpi.name, kpi.unit) for kpi in found.of(Kpi)] == [("往診の回数", "回")]
