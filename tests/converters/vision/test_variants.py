"""The rules that the plans of `visions-teiju` led to, in other words and places than theirs."""

from __future__ import annotations

from collections.abc import Callable

from graph_build.records.agreement import Area, Measure, PolicyField, RoleStatement
from graph_build.records.base import PrintedDate
from graph_build.records.document import Records
from graph_build.records.plan import (
    BudgetLine,
    BudgetShare,
    Kpi,
    KpiValue,
    Project,
    ScheduleItem,
    Statistic,
    Vision,
)

Convert = Callable[[str], Records]

HEAD = """石見広域定住自立圏共生ビジョン

令和5年3月

第1章 圏域の名称及び構成市町
圏域を形成する市町
益田市（中心市）、津和野町、吉賀町

第2章 具体的取組

1 生活機能の強化

(1) 医療

"""


def test_a_title_goes_on_from_the_line_that_counts_the_plan_or_names_the_area(convert: Convert) -> None:
    body = HEAD.partition("\n")[2]
    for lines, title in (
        ("第三期\n石見広域定住自立圏共生ビジョン\n", "第三期石見広域定住自立圏共生ビジョン"),
        ("石見広域定住自立圏\n共生ビジョン\n", "石見広域定住自立圏共生ビジョン"),
        ("架空の計画\n石見広域定住自立圏共生ビジョン\n", "石見広域定住自立圏共生ビジョン"),
    ):
        assert convert(lines + body).of(Vision)[0].title == title


def test_cities_made_the_centre_by_a_sentence(convert: Convert) -> None:
    text = HEAD.replace(
        "益田市（中心市）、津和野町、吉賀町",
        "益田市（以下「甲」という。）及び浜田市（以下「乙」という。）を中心市として、津和野町及び吉賀町が圏域を構成する。",
    )
    (area,) = convert(text).of(Area)
    assert [len(area.core), len(area.members)] == [2, 4]


def test_a_line_of_the_cover_that_says_revised_is_no_date_of_issue(convert: Convert) -> None:
    records = convert(HEAD.replace("令和5年3月", "令和2年3月策定\n令和5年3月一部改訂"))
    assert [(one.kind, one.date) for one in records.of(PrintedDate)] == [
        ("established", "2020-03"),
        ("revised", "2023-03"),
    ]


def test_figures_set_with_blanks_below_the_label_of_money_over_a_page_break(convert: Convert) -> None:
    records = convert(
        HEAD
        + """ア 往診車の共同運行

関係市町
　益田市、吉賀町
事業概要
　往診の車を共に走らせる。
事業費（千円）
              令和5年度   令和6年度      合計
益田市            1,200       1,300     2,500

- 4 -

吉賀町              300         200       500
計                1,500       1,500     3,000
費用負担
　人口割
"""
    )
    (project,) = records.of(Project)
    assert (project.printed_total, project.cost_sharing_text) == ("3,000", "人口割")
    assert [line.amount for line in records.of(BudgetLine)] == [1_500_000, 1_500_000]
    assert len(records.of(BudgetShare)) == 4


def test_years_down_and_groups_that_pay_across(convert: Convert) -> None:
    records = convert(
        HEAD
        + "①往診車の共同運行\n関係市町：全市町\n事業概要：往診の車を共に走らせる。\n事業費（千円）\n"
        + "年度\t益田市\t連携町\t合計\n令和5年度\t900\t100\t1,000\n令和6年度\t800\t－\t800\n合計\t1,700\t100\t1,800\n"
        + "役割分担：【益田市】車を出す。／【連携町】場所を貸す。\n"
    )
    shares = [(one.payer_text, one.amount) for one in records.of(BudgetShare)]
    assert shares == [(None, 900_000), ("連携町", 100_000), (None, 800_000)]
    assert [line.amount for line in records.of(BudgetLine)] == [1_000_000, 800_000]
    assert [role.text for role in records.of(RoleStatement)] == ["車を出す。", "場所を貸す。"]


def test_schedule_and_money_in_tables_behind_the_project(convert: Convert) -> None:
    records = convert(
        HEAD
        + "### ア 往診車の共同運行\n\n| 区分 | 内容 |\n| --- | --- |\n| 参加市町 | 益田市、吉賀町 |\n"
        + "| 事業内容 | 車を走らせる。 |\n| 効果 | 通院が減る。 |\n\n"
        + "| 実施スケジュール | 令和5年度 | 令和6年度 |\n| --- | --- | --- |\n| 運行 |  | ◎ |\n\n"
        + "| 概算事業費（千円） | 令和5年度 | 令和6年度 | 計 |\n| --- | --- | --- | --- |\n| 益田市 | 10 | 20 | 30 |\n"
    )
    (project,) = records.of(Project)
    assert project.printed_total == "30"
    assert [(item.label, item.marked_years) for item in records.of(ScheduleItem)] == [("運行", (2024,))]


def test_a_measure_quoted_in_columns_and_one_in_label_lines(convert: Convert) -> None:
    columns = "取組内容\t中心市の役割\t連携町の役割\n往診を支える。\t車を出す。\t場所を貸す。\n"
    lines = "取組内容\n往診を支える。\n中心市の役割\n車を出す。\n連携町の役割\n場所を貸す。\n"
    for quoted in (columns, lines):
        records = convert(HEAD + "①往診の確保\n\n＜形成協定＞\n" + quoted)
        assert [measure.text for measure in records.of(Measure)] == ["往診を支える。"]
        roles = [(role.holder_text, role.text) for role in records.of(RoleStatement)]
        assert roles == [("中心市", "車を出す。"), ("連携町", "場所を貸す。")]


def test_an_indicator_below_its_name(convert: Convert) -> None:
    records = convert(
        HEAD
        + "①往診の確保\n\n取組内容\n往診を支える。\n中心市の役割\n車を出す。\n\n"
        + "数値目標\n　往診の回数\n　基準値（令和3年度） 40回 → 目標値（令和9年度） 増加\n"
    )
    assert [(kpi.name, kpi.unit) for kpi in records.of(Kpi)] == [("往診の回数", "回")]


def test_what_a_table_counts_and_whose_total_it_is(convert: Convert) -> None:
    figures = "区分\t平成27年\t令和2年\n益田市\t47,718\t45,003\n津和野町\t7,653\t6,875\n吉賀町\t6,374\t6,077\n３市町計\t61,745\t57,955\n"
    records = convert(HEAD.replace("第2章", "構成市町の世帯の動向（単位：世帯）\n" + figures + "\n第2章"))
    found = records.of(Statistic)
    assert {one.indicator for one in found} == {"世帯"}
    assert {one.unit for one in found} == {"世帯"}
    assert len(found) == 8


SHEET = """事業名            当番医の運営
関係市町          全3市町
事業の概要        休日の診療を当番で行い、どの町からも
                  通えるようにする。
実施年度              R5        R6        R7        計
診療                  －        ○        ○
事業費（千円）        未定       200       300      未定
"""


def test_a_sheet_of_labels_and_texts_that_blanks_keep_apart(convert: Convert) -> None:
    records = convert(HEAD + SHEET)
    (project,) = records.of(Project)
    assert (project.title, project.text) == (
        "当番医の運営",
        "休日の診療を当番で行い、どの町からも通えるようにする。",
    )
    assert (project.participant_scope, len(project.participants)) == ("all", 3)
    assert [line.amount for line in records.of(BudgetLine)] == [200_000, 300_000]
    assert [(item.label, item.marked_years) for item in records.of(ScheduleItem)] == [("診療", (2024, 2025))]


def test_a_labelled_line_of_a_project_is_no_text_of_a_measure(convert: Convert) -> None:
    records = convert(
        HEAD
        + "取組内容        医療の体制を守る。\n益田市の役割    病院を支える。\n\n"
        + SHEET
        + "\n(2) 福祉\n\n費用分担        人口の割合により負担する。\n\n"
        + "取組内容        暮らしを支える。\n益田市の役割    窓口を置く。\n"
    )
    assert [measure.text for measure in records.of(Measure)] == ["医療の体制を守る。", "暮らしを支える。"]
    assert "人口の割合" not in "".join(str(one) for one in records.of(Project))


def test_numbers_of_a_group_that_are_not_those_of_the_members_are_reported(convert: Convert) -> None:
    records = convert(HEAD + SHEET.replace("全3市町", "2市町"))
    assert records.of(Project)[0].participants == ()
    assert [problem.code for problem in records.problems] == ["unknown_municipality"]


def test_columns_of_roles_below_one_head_in_a_list_of_projects(convert: Convert) -> None:
    records = convert(
        HEAD
        + "事業名\t関係市町\t概要\t役割\t\t事業費（千円）\t\n\t\t\t中心市\t連携町\tR5\tR6\n"
        + "往診車\t益田市、吉賀町\t車を走らせる。\t車を出す。\t場所を貸す。\t10\t20\n"
    )
    assert records.of(Project)[0].participants_text == "益田市、吉賀町"
    assert [(role.holder_text, role.text) for role in records.of(RoleStatement)] == [
        ("中心市", "車を出す。"),
        ("連携町", "場所を貸す。"),
    ]


def test_indicators_with_their_dates_in_columns_of_their_own(convert: Convert) -> None:
    records = convert(
        HEAD
        + SHEET
        + "\n〈生活機能の強化〉における目標指標\n"
        + "指標\t基準年度\t基準値\t目標値\t目標年度\n受診者数（人）\t令和4年度\t120\t200\t令和9年度\n"
    )
    assert [(value.kind, value.year, str(value.value)) for value in records.of(KpiValue)] == [
        ("baseline", 2022, "120"),
        ("target", 2027, "200"),
    ]
    (kpi,) = records.of(Kpi)
    assert kpi.monitors == records.of(PolicyField)[0].id
