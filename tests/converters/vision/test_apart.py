"""What belongs to a project and stands apart from its table: its title, its amounts, the rows that tell what an amount is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.records.agreement import Measure, RoleStatement
from graph_build.records.document import Records
from graph_build.records.plan import BudgetLine, BudgetShare, Project, Statistic

Convert = Callable[[str], Records]

HEAD = """# 石見広域定住自立圏共生ビジョン

令和5年3月

## 第1章 圏域の名称及び構成市町

### 圏域を形成する市町

益田市（中心市）、津和野町、吉賀町

## 第2章 具体的取組

### 1 生活機能の強化

#### (1) 医療

##### ア 往診の広域化

"""
SHEET = """| 事業の内容 | 往診車を共同で走らせる。 |
| --- | --- |
| 関係市町 | 全市町 |
| 期待される効果 | 通院の負担が減る。 |
"""
MONEY = """| 令和5年度 | 令和6年度 | 計 |
| --- | --- | --- | --- |
| 益田市 | 300 | 400 | 700 |
| 吉賀町 | 100 | 100 | 200 |
"""


def amounts(records: Records) -> list[int]:
    return [line.amount for line in records.of(BudgetLine)]


@pytest.mark.parametrize(
    "line", ["**【事業名】往診車の共同運行**", "**往診車の共同運行**", "● 往診車の共同運行"]
)
def test_the_line_right_above_a_sheet_without_a_title_is_its_title(convert: Convert, line: str) -> None:
    records = convert(f"{HEAD}{line}\n\n{SHEET}")
    assert [project.title for project in records.of(Project)] == ["往診車の共同運行"]
    assert [measure.title for measure in records.of(Measure)] == ["往診の広域化"]


def test_a_row_across_the_top_of_a_sheet_is_its_title(convert: Convert) -> None:
    sheet = "| 往診車の共同運行 | |\n| --- | --- |\n" + SHEET.replace("| --- | --- |\n", "")
    assert [project.title for project in convert(HEAD + sheet).of(Project)] == ["往診車の共同運行"]


@pytest.mark.parametrize(
    "money",
    [
        "（単位：千円）\n\n| 市町 " + MONEY,
        "事業費の見込額（千円）\n\n| 区分 " + MONEY,
        "| 市町（千円） " + MONEY,
        "| 事業費（千円） " + MONEY,
    ],
)
def test_amounts_below_a_sheet_are_the_projects_and_no_statistics(convert: Convert, money: str) -> None:
    records = convert(f"{HEAD}**往診車の共同運行**\n\n{SHEET}\n{money}")
    assert amounts(records) == [400_000, 500_000]
    assert len(records.of(BudgetShare)) == 4
    assert not records.of(Statistic)


def test_figures_below_a_sheet_that_are_no_money_are_no_amounts(convert: Convert) -> None:
    records = convert(f"{HEAD}**往診車の共同運行**\n\n{SHEET}\n（単位：人）\n\n| 市町 {MONEY}")
    assert amounts(records) == []


def test_amounts_that_stand_apart_from_any_project_are_reported(convert: Convert) -> None:
    sheet = f"**往診車の共同運行**\n\n{SHEET}\n往診車は、市町が交代で走らせる。\n\n（単位：千円）\n\n| 市町 {MONEY}"
    records = convert(HEAD + sheet)
    assert not records.of(Statistic)
    assert any("益田市" in problem.value for problem in records.problems)


FUNDS = """事業１	往診車の共同運行
事業の内容	往診車を走らせる。
関係市町	全市町
期待される効果	通院の負担が減る。
事業費（千円）	区分	令和5年度	令和6年度
"""


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "\t総事業費	300	400\n	国庫補助金	100	150\n	一般財源	200	250\n",
            [300_000, 400_000],
        ),
        (
            "\t県補助金	100	150\n	地方債	－	50\n	その他	200	200\n	合計	300	400\n",
            [300_000, 400_000],
        ),
        (
            "\t必要な額	300	400\n	国費	100	150\n	残りの額	200	250\n",
            [300_000, 400_000],
        ),
    ],
)
def test_rows_that_add_up_to_the_amount_do_not_replace_it(
    convert: Convert, rows: str, told: list[int]
) -> None:
    records = convert(HEAD + FUNDS + rows)
    assert amounts(records) == told
    assert not [problem for problem in records.problems if problem.code == "unresolved_block"]


def test_rows_that_add_up_to_no_row_are_reported(convert: Convert) -> None:
    records = convert(HEAD + FUNDS + "\t車両の費用	100	150\n	燃料の費用	200	250\n")
    assert amounts(records) == []
    assert any("燃料の費用" in problem.value for problem in records.problems)


def test_a_label_beside_content_and_roles_is_the_caption_of_a_measure(convert: Convert) -> None:
    records = convert(
        HEAD
        + "形成協定\t取組の内容\t往診の体制を作る。\n\t甲の役割\t車を用意する。\n\t乙の役割\t負担金を納める。\n"
    )
    assert [measure.text for measure in records.of(Measure)] == ["往診の体制を作る。"]
    assert len(records.of(RoleStatement)) == 2
