"""Plans without tables: label lines wrapped at a fixed width, amounts and indicators in lines; members across, by short
names, several at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from graph_build.records import ids
from graph_build.records.agreement import Measure, RoleStatement
from graph_build.records.document import Records
from graph_build.records.plan import BudgetLine, BudgetShare, Kpi, KpiValue, Project, Statistic, Vision
from tests.converters.vision.test_variants import HEAD as IWAMI

Convert = Callable[[str], Records]

HEAD = f"""{IWAMI}取組１　往診の広域化

"""
AGREED = "{0}取組の内容{1}\n往診の体制を作る。\n{0}甲の役割{1}\n車を用意する。\n{0}乙の役割{1}\n負担金を納める。\n\n"
PROJECT = (
    "事業１－１　往診車の共同運行\n{0}事業の内容{1}\n往診車を共同で走らせ、山あいの集落を週に二回ずつ訪れて診察と薬の受け渡し\n"
    "を行う。\n{0}関係市町{1}\n全市町\n{0}期待される効果{1}\n通院の負担が減る。\n"
)


def shares(records: Records) -> dict[str | None, list[int]]:
    found: dict[str | None, list[int]] = {}
    for share in records.of(BudgetShare):
        found.setdefault(share.payer, []).append(share.amount)
    return found


@pytest.mark.parametrize("frame", [("◆", ""), ("【", "】"), ("（", "）"), ("ア　", ""), ("", "：")])
def test_label_lines_of_measure_and_project_in_any_frame(convert: Convert, frame: tuple[str, str]) -> None:
    records = convert(HEAD + AGREED.format(*frame) + PROJECT.format(*frame))
    (measure,) = records.of(Measure)
    (project,) = records.of(Project)
    assert (measure.title, measure.text) == ("往診の広域化", "往診の体制を作る。")
    assert len(records.of(RoleStatement)) == 2
    assert (project.number, project.title) == ("事業1-1", "往診車の共同運行")
    assert project.text
    assert project.text.endswith("診察と薬の受け渡しを行う。")
    assert project.measure == measure.id


@pytest.mark.parametrize(
    "lines",
    [
        "益田市　R5 300　R6 400　計 700\n吉賀町　R5 100　R6 100　計 200\n合計　R5 400　R6 500　計 900",
        "益田市：令和5年度 300、令和6年度 400\n吉賀町：令和5年度 100、令和6年度 100",
        "（益田市）2023年度：300　2024年度：400\n（吉賀町）2023年度：100　2024年度：100",
    ],
)
def test_amounts_line_by_line_of_who_pays(convert: Convert, lines: str) -> None:
    records = convert(HEAD + PROJECT.format("◆", "") + "◆事業費（千円）\n" + lines + "\n")
    assert [line.amount for line in records.of(BudgetLine)] == [400_000, 500_000]
    assert shares(records) == {
        ids.place("32204"): [300_000, 400_000],
        ids.place("32505"): [100_000, 100_000],
    }


def test_amounts_in_a_line_below_a_line_of_years(convert: Convert) -> None:
    money = "◆事業費（千円）\n令和5年度  令和6年度  合計\n   1,300       400  1,700\n"
    records = convert(HEAD + PROJECT.format("◆", "") + money)
    assert [line.amount for line in records.of(BudgetLine)] == [1_300_000, 400_000]
    assert records.of(Project)[0].total_budget == 1_700_000


@pytest.mark.parametrize("caption", ["◇成果指標", "（ＫＰＩ）", "● 重要業績評価指標（KPI）"])
def test_indicators_in_lines_below_a_line_that_announces_them(convert: Convert, caption: str) -> None:
    line = "往診を受けた人の割合　　46.2％（令和3年度）　⇒　60.0％（令和9年度）"
    records = convert(HEAD + PROJECT.format("◆", "") + f"\n{caption}\n{line}\n")
    (kpi,) = records.of(Kpi)
    assert kpi.name == "往診を受けた人の割合"
    assert kpi.monitors in {records.of(Measure)[0].id, records.of(Project)[0].id}


def test_a_caption_says_of_when_the_values_of_all_indicators_below_it_are(convert: Convert) -> None:
    """One that a line prints beside its value counts first."""
    lines = "・往診件数：基準値 12 件、目標値 30 件\n・車の台数：基準値 1 台（令和４年度）、目標値 3 台\n"
    caption = "◇達成をめざす指標（基準：令和３年度、目標：令和 ９ 年度）"
    records = convert(HEAD + PROJECT.format("◆", "") + f"\n{caption}\n{lines}")
    assert [one.name for one in records.of(Kpi)] == ["往診件数", "車の台数"]
    assert [one.year for one in records.of(KpiValue)] == [2021, 2027, 2022, 2027]


@pytest.mark.parametrize("label", ["目標", "成果指標", "目標値"])
def test_an_indicator_in_a_row_of_a_project(convert: Convert, label: str) -> None:
    sheet = f"事業名\t往診車運行事業\n関係市町\t益田市、吉賀町\n事業概要\t往診の車を走らせる。\n{label}\t往診件数　12件（R2）→ 30件（R8）\n"
    records = convert(HEAD + AGREED.format("【", "】") + sheet)
    assert [one.name for one in records.of(Kpi)] == ["往診件数"]


def test_several_names_speak_together(convert: Convert) -> None:
    roles = "◆役割分担\n益田市：車を用意する。\n津和野町及び吉賀町：運転手を出す。\n"
    records = convert(HEAD + PROJECT.format("◆", "") + roles)
    assert [len(role.holders) for role in records.of(RoleStatement)] == [1, 2]


TABLE = """第3章 圏域の人口

【市町別人口】（単位：人）
"""


@pytest.mark.parametrize("label", ["年", "	"])
def test_figures_with_the_members_across(convert: Convert, label: str) -> None:
    """Below years alone, or below what is counted and years."""
    counted, below = ("人口\t", "\t") if label == "\t" else ("", "")
    table = (
        f"{label}\t益田市\t津和野町\t吉賀町\t計\n{counted}2015年\t47,718\t7,653\t6,374\t61,745\n"
        f"{below}2020年\t45,003\t6,875\t6,077\t57,955\n"
    )
    found = convert(HEAD.partition("第2章")[0] + TABLE + table).of(Statistic)
    assert {(one.indicator, one.unit) for one in found} == {("人口", "人")}
    assert (ids.place("32501"), 2020, Decimal(6875)) in {(one.subject, one.year, one.value) for one in found}
    assert len(found) == 8


def test_members_by_their_short_names_over_columns_of_circles(convert: Convert) -> None:
    rows = (
        "No\t事業名\t事業の概要\t益田\t津和野\t吉賀\n1\t往診車の共同運行\t車を走らせる。\t○\t\t○\n"
        "2\t電話の相談\t電話で答える。\t○\t○\t○\n"
    )
    records = convert(HEAD + rows)
    assert [[place[-5:] for place in one.participants] for one in records.of(Project)] == [
        ["32204", "32505"],
        ["32204", "32501", "32505"],
    ]


def test_a_title_over_three_lines(convert: Convert) -> None:
    body = HEAD.partition("\n")[2]
    assert (
        convert("第２期\n石見広域定住自立圏\n共生ビジョン\n" + body).of(Vision)[0].title
        == "第２期石見広域定住自立圏共生ビジョン"
    )
