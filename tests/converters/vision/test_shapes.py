"""Small variations of the shapes, each in a plan of a few lines (fictions about real municipalities)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.classify import infer
from graph_build.records.agreement import Area, Measure, PolicyField, RoleStatement
from graph_build.records.base import Assignment
from graph_build.records.document import Records
from graph_build.records.plan import (
    BudgetLine,
    Kpi,
    KpiValue,
    Project,
    ScheduleItem,
    Statistic,
    Subsidy,
    Vision,
)

Convert = Callable[[str], Records]

HEAD = """備後圏域連携中枢都市圏ビジョン（創作）

2021年3月

第1章 圏域

1 構成市町

{members}

2 計画期間

{period}

第2章 具体的取組

1 産業の振興

(1) ものづくり

"""
MEMBERS = "連携中枢都市：福山市\n\n連携市町：三原市、尾道市、府中市、世羅町"
PERIOD = "2021年度から2023年度まで"


def plan(*rows: str, members: str = MEMBERS, period: str = PERIOD) -> str:
    return HEAD.format(members=members, period=period) + "ア 技術の展示会\n\n" + "\n".join(rows) + "\n"


BASE = ("関係市町\t全市町", "事業概要\t展示会を開く。", "期待される効果\t取引が増える。")


@pytest.mark.parametrize(
    "members",
    [
        MEMBERS,
        "福山市、三原市、尾道市、府中市、世羅町",
        "・福山市\n・三原市\n・尾道市\n・府中市\n・世羅町",
        "連携中枢都市\t福山市\n連携市町\t三原市、尾道市、府中市、世羅町",
        "圏域は、福山市、三原市、尾道市、府中市及び世羅町の4市1町で構成する。",
    ],
)
def test_members_in_any_form(convert: Convert, members: str) -> None:
    """府中市 is the one in 広島県: the other members and the area's name say so."""
    (area,) = convert(plan(*BASE, members=members)).of(Area)
    assert [place[-5:] for place in area.members] == ["34207", "34204", "34205", "34208", "34462"]
    assert area.core == ("municipality/34207",)


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("2021年度から2023年度まで", ("2021-04-01", "2024-03-31")),
        ("令和3年度～令和5年度（3年間）", ("2021-04-01", "2024-03-31")),
        ("平成31年4月1日から令和6年3月31日まで", ("2019-04-01", "2024-03-31")),
    ],
)
def test_periods(convert: Convert, printed: str, period: tuple[str, str]) -> None:
    (vision,) = convert(plan(*BASE, period=printed)).of(Vision)
    assert (vision.period_start, vision.period_end) == period


@pytest.mark.parametrize(
    ("head", "values", "expected"),
    [
        (
            "事業費 (千円)\t2021\t2022\t2023\t合計",
            "\t10\t20\t30\t60",
            {2021: 10_000, 2022: 20_000, 2023: 30_000},
        ),
        (
            "事業費（百万円）\tR3\tR4\tR5\t計",
            "\t1\t2.5\t3\t6.5",
            {2021: 1_000_000, 2022: 2_500_000, 2023: 3_000_000},
        ),
        ("事業費(千円)\t平成30年度\t令和元年度\t2年度", "\t1\t2\t3", {2018: 1000, 2019: 2000, 2020: 3000}),
        ("事業費\t2021(R3)\t2022(R4)", "\t5千円\t7千円", {2021: 5000, 2022: 7000}),
        ("事業費\t単位：千円\tR3年度\tR4年度", "\t\t5\t7", {2021: 5000, 2022: 7000}),
        ("事業費（千円）\tR3：1,200、R4：800", None, {2021: 1_200_000, 2022: 800_000}),
    ],
)
def test_budgets(convert: Convert, head: str, values: str | None, expected: dict[int, int]) -> None:
    records = convert(plan(*BASE, head, *([values] if values else [])))
    assert {line.year: line.amount for line in records.of(BudgetLine)} == expected
    assert not [problem for problem in records.problems if problem.severity != "note"]


def test_a_dash_is_neither_zero_nor_blank(convert: Convert) -> None:
    records = convert(plan(*BASE, "事業費(千円)\t2021\t2022\t2023\t合計", "\t-\t\t0\t0"))
    (project,) = records.of(Project)
    assert {line.year: line.amount for line in records.of(BudgetLine)} == {2023: 0}
    assert project.blank_years == (2022,)


@pytest.mark.parametrize(
    ("participants", "scope", "codes"),
    [
        ("全市町", "all", ["34207", "34204", "34205", "34208", "34462"]),
        ("福山市、世羅町", "listed", ["34207", "34462"]),
        ("福山市及び尾道市", "listed", ["34207", "34205"]),
        ("福山市・三原市・尾道市", "listed", ["34207", "34204", "34205"]),
        ("全市町（府中市を除く）", "except", ["34207", "34204", "34205", "34462"]),
        ("世羅町を除く全市町", "except", ["34207", "34204", "34205", "34208"]),
        ("連携市町", "listed", ["34204", "34205", "34208", "34462"]),
    ],
)
def test_participants(convert: Convert, participants: str, scope: str, codes: list[str]) -> None:
    (project,) = convert(plan(f"関係市町\t{participants}", *BASE[1:])).of(Project)
    assert project.participant_scope == scope
    assert [place[-5:] for place in project.participants] == codes


@pytest.mark.parametrize(
    ("cell", "speakers"),
    [
        ("<福山市> 開く。 <連携市町> 集う。", ["福山市", "連携市町"]),
        ("＜福山市＞ 開く ＜連携市町＞ 集う", ["福山市", "連携市町"]),
        ("<p>【福山市】</p><p>開く。</p><p>【連携市町】</p><p>集う。</p>", ["福山市", "連携市町"]),
        ("福山市は、開く。三原市は、集う。", ["福山市", "三原市"]),
        ("<p>福山市：開く。</p><p>連携市町：集う。</p>", ["福山市", "連携市町"]),
        ("共に開く。", ["役割分担"]),
    ],
)
def test_speakers(convert: Convert, cell: str, speakers: list[str]) -> None:
    records = convert(plan(*BASE, f"役割分担\t{cell}"))
    assert [role.holder_text for role in records.of(RoleStatement)] == speakers


@pytest.mark.parametrize(
    ("rows", "items"),
    [
        (
            ("スケジュール\t項目\tR3\tR4\tR5", "\t準備\t→\t\t", "\t開催\t\t→\t→"),
            {"準備": (2021,), "開催": (2022, 2023)},
        ),
        (("スケジュール\tR3\tR4\tR5", "\t準備\t開催\t→"), {"準備": (2021,), "開催": (2022, 2023)}),
        (("スケジュール\tR3\tR4\tR5", "\t→\t→\t"), {"スケジュール": (2021, 2022)}),
    ],
)
def test_schedules(convert: Convert, rows: tuple[str, ...], items: dict[str, tuple[int, ...]]) -> None:
    records = convert(plan(*BASE, *rows))
    assert {item.label: item.marked_years for item in records.of(ScheduleItem)} == items


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("交付金甲（国1/2）", [("交付金甲", "national", "0.5", ())]),
        (
            "交付金甲(国1/2、県1/4)",
            [("交付金甲", "national", "0.5", ()), ("交付金甲", "prefectural", "0.25", ())],
        ),
        ("R3～R5 交付金甲(国10/10)", [("交付金甲", "national", "1", (2021, 2022, 2023))]),
        (
            "交付金甲(国) 令和3年度 交付金乙(50%)",
            [("交付金甲", "national", None, (2021,)), ("交付金乙", "notStated", "0.5", ())],
        ),
        ("利用料収入、地方債", [("利用料収入", "other", None, ()), ("地方債", "other", None, ())]),
        ("/", []),
        ("※事業費は概算である。", []),
    ],
)
def test_subsidies(
    convert: Convert, cell: str, expected: list[tuple[str, str, str | None, tuple[int, ...]]]
) -> None:
    records = convert(plan(*BASE, f"補助制度等\t{cell}"))
    found = [
        (s.label, s.grantor, str(s.rate) if s.rate is not None else None, s.years)
        for s in records.of(Subsidy)
    ]
    assert found == expected
    (project,) = records.of(Project)
    assert project.notes == (("※事業費は概算である。",) if cell.startswith("※") else ())


def test_purpose_and_outline_are_one_text(convert: Convert) -> None:
    (project,) = convert(plan("事業の目的\t取引を増やす。", *BASE)).of(Project)
    assert project.text == "取引を増やす。\n展示会を開く。"


def test_a_label_that_is_not_known_is_reported_and_not_lost(convert: Convert) -> None:
    records = convert(plan(*BASE, "天気\t晴れの予定である。"))
    (problem,) = [problem for problem in records.problems if problem.code == "unresolved_block"]
    assert "晴れ" in problem.value


def test_chapters_in_roman_numerals_with_the_pillars_as_chapters(convert: Convert) -> None:
    text = plan(*BASE).replace("第1章 圏域", "Ⅰ 圏域").replace("第2章 具体的取組", "Ⅱ 経済の活性化")
    records = convert(text)
    assert [field.label for field in records.of(PolicyField)] == ["経済の活性化", "産業の振興"]
    assert [measure.title for measure in records.of(Measure)] == ["ものづくり"]


@pytest.mark.parametrize(
    "head", ["指標\t基準値(R2)\t目標値(R5)\t単位", "KPI\t現状値(2020年度)\t目標値(2023年度)\t単位"]
)
def test_kpi_tables_of_a_measure(convert: Convert, head: str) -> None:
    records = convert(plan(*BASE).replace("ア 技術", f"[KPI]\n\n{head}\n出展者数\t40\t60\t社\n\nア 技術"))
    (kpi,) = records.of(Kpi)
    (measure,) = records.of(Measure)
    assert (kpi.name, kpi.unit, kpi.monitors) == ("出展者数", "社", measure.id)
    assert [(str(value.value), value.year) for value in records.of(KpiValue)] == [("40", 2020), ("60", 2023)]


def test_figures_by_year(convert: Convert) -> None:
    table = "[人口の推移]\n\n市町\t2010年\t2020年\n福山市\t460\t450\n三原市\t100\t90\n合計\t560\t540\n\n"
    records = convert(plan(*BASE).replace("2 計画期間", f"2 人口\n\n{table}3 計画期間"))
    found = {(s.subject, s.year): s.value for s in records.of(Statistic)}
    assert found["municipality/34207", 2010] == 460
    assert found["municipality/34204", 2020] == 90
    assert len(found) == 6


def test_a_list_of_projects_with_their_kpis(convert: Convert) -> None:
    table = (
        "事業名\t事業内容\t関係市町\tKPI\t基準値(R2)\t目標値(R5)\n"
        "展示会の開催\t展示会を開く。\t全市町\t出展者数(社)\t40\t60\n"
        "職人の育成\t技を伝える。\t福山市\t修了者数(人)\t5\t10\n"
    )
    text = plan(*BASE)
    records = convert(text[: text.index("ア 技術")] + table)
    first, second = records.of(Project)
    assert [first.title, second.title] == ["展示会の開催", "職人の育成"]
    assert [(kpi.name, kpi.unit, kpi.monitors) for kpi in records.of(Kpi)] == [
        ("出展者数", "社", first.id),
        ("修了者数", "人", second.id),
    ]
    assert records.source.ledger.unresolved == 0


def test_a_kpi_table_that_names_projects_is_no_list_of_projects(convert: Convert) -> None:
    text = (
        plan(*BASE)
        + "\n3 進行管理\n\n事業\tKPI\t現状値(2020)\t目標値(2023)\t備考\nものづくり\t出展者数\t40\t60\t市調べ\n"
    )
    records = convert(text)
    assert len(records.of(Project)) == 1
    (kpi,) = records.of(Kpi)
    assert kpi.monitors == records.of(Measure)[0].id


def test_two_measures_of_one_title_keep_their_roles_apart(convert: Convert) -> None:
    table = "[連携協約]\n\n取組内容\t{}\n福山市の役割\t{}\n連携市町の役割\t加わる。\n\n"
    text = plan(*BASE)
    again = (
        table.format("技を磨く。", "教える。") + "(2) ものづくり\n\n" + table.format("物を売る。", "売る。")
    )
    records = convert(text.replace("ア 技術", again + "ア 技術"))
    first, second = records.of(Measure)
    assert first.id != second.id
    said = {role.owner: role.text for role in records.of(RoleStatement) if role.holder_text == "福山市"}
    assert said == {first.id: "教える。", second.id: "売る。"}
    assert not [problem for problem in records.problems if problem.code == "duplicate_id"]


def test_a_quoted_measure_keeps_its_words_on_costs_and_their_kind(convert: Convert) -> None:
    table = "[連携協約]\n\n取組内容\t技を磨く。\n福山市の役割\t教える。\n費用負担\t福山市が負担する。\n\n"
    records = convert(plan(*BASE).replace("ア 技術", table + "ア 技術"))
    (measure,) = records.of(Measure)
    assert measure.cost_sharing_text == "福山市が負担する。"
    kinds = [one.concept for one in infer(records.items) if isinstance(one, Assignment)]
    assert "costSharingKind-coreCity" in kinds
    assert not records.source.ledger.unresolved
