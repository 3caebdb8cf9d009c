"""Plans whose tables were copied with one cell per line, cells and labels wrapped: what can be decided is read, the rest reported.
All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

import pytest

from graph_build.records import ids
from graph_build.records.agreement import RoleStatement
from graph_build.records.document import Records
from graph_build.records.plan import BudgetLine, BudgetShare, Kpi, KpiValue, Project, ScheduleItem, Statistic
from tests.converters.vision.test_variants import HEAD

Convert = Callable[[str], Records]

MASUDA, TSUWANO, YOSHIKA = (ids.place(code) for code in ("32204", "32501", "32505"))
AGREED = "取組の内容\n往診の体制を作る。\n甲の役割\n車を用意する。\n乙の役割\n負担金を納める。\n\n"
PLAN = f"{HEAD}取組１　往診の広域化\n\n{AGREED}"
SHEET = "事業名\n往診車運行事業\n関係市町\n全市町\n事業概要\n往診の車を走らせる。\n"


def lines(*cells: str | Iterable[object]) -> str:
    """Cells one below the other; several in one text apart by blanks."""
    return "".join(f"{cell}\n" for row in cells for cell in (row.split() if isinstance(row, str) else row))


def codes(records: Records) -> set[str]:
    return {problem.code for problem in records.problems}


def budget(records: Records) -> dict[int, int]:
    return {line.year: line.amount // 1000 for line in records.of(BudgetLine)}


@pytest.mark.parametrize(
    "label",
    ["経費の\n負担割合", "費用負担に係る\n基本的な\n考え方", "費用負\n担の考え方", "負担の考え\n方"],
)
def test_a_label_cut_by_line_ends(convert: Convert, label: str) -> None:
    (project,) = convert(f"{PLAN}{SHEET}{label}\n人口により負担する。\n").of(Project)
    assert project.cost_sharing_text == "人口により負担する。"


def test_a_label_and_its_value_are_no_label(convert: Convert) -> None:
    """「財源」 / 「国庫補助金」, and the last line of a value above a label."""
    text = f"{PLAN}{SHEET}財源\n国庫補助金\n期待される効果\n受診の機会の増加\n費用負担\n人口割\n"
    (project,) = convert(text).of(Project)
    assert (project.effect, project.cost_sharing_text) == ("受診の機会の増加", "人口割")


def test_a_unit_below_its_label_and_a_title_of_two_lines(convert: Convert) -> None:
    sheet = SHEET.replace("往診車運行事業", "往診車の運行と薬の配達を支える\n事業")
    records = convert(f"{PLAN}{sheet}事業費\n（百万円）\n" + lines("令和５年度 令和６年度 計 12 13 25"))
    (project,) = records.of(Project)
    assert project.title.replace("\n", "") == "往診車の運行と薬の配達を支える事業"
    assert budget(records) == {2023: 12_000, 2024: 13_000}


def test_names_and_sentences_wrapped_in_a_narrow_cell(convert: Convert) -> None:
    sheet = (
        "事業名\n往診車運行事業\n関係市町\n益田市、津和\n野町\n事業概要\n"
        "往診の車を山あいの集落に走ら\nせ、診察と薬の受け渡しを行\nう。\n"
    )
    (project,) = convert(PLAN + sheet + "費用負担\n人口割\n").of(Project)
    assert set(project.participants) == {MASUDA, TSUWANO}
    assert project.text == "往診の車を山あいの集落に走らせ、診察と薬の受け渡しを行う。"


def test_speakers_on_lines_of_their_own(convert: Convert) -> None:
    roles = "役割分担\n益田市\n車を用意する。\n関係町\n負担金を納める。\n参加市町村\n全市町村\n"
    records = convert(PLAN + SHEET.replace("関係市町\n全市町\n", "") + roles)
    (project,) = records.of(Project)
    spoken = [role for role in records.of(RoleStatement) if role.owner == project.id]
    assert [(role.holder_text, role.text) for role in spoken] == [
        ("益田市", "車を用意する。"),
        ("関係町", "負担金を納める。"),
    ]
    assert len(project.participants) == 3


@pytest.mark.parametrize("corner", ["", "負担する市町", "区分"])
@pytest.mark.parametrize("again", ["", "概算事業費（千円） {corner} R5 R6 R7 計"])
def test_amounts_by_payer(convert: Convert, corner: str, again: str) -> None:
    """Four columns, the head printed again behind a page, a name of two lines."""
    rows = (
        "概算事業費（千円）", f"{corner} R5 R6 R7 計", "益田市 300 － 400 700",
        again.format(corner=corner), "津和 野町 100 100 100 300", "合計 400 100 500 1,000",
    )  # fmt: skip
    records = convert(PLAN + SHEET + lines(*rows) + "費用負担\n人口割\n")
    assert budget(records) == {2023: 400, 2024: 100, 2025: 500}
    paid = {(share.payer, share.amount // 1000) for share in records.of(BudgetShare)}
    assert paid == {(MASUDA, 300), (MASUDA, 400), (TSUWANO, 100)}
    assert records.of(Project)[0].cost_sharing_text == "人口割"
    assert "unresolved_block" not in codes(records)


@pytest.mark.parametrize(
    "rows",
    [
        "R5 R6 R7 計 300 400 700",  # an empty cell is lost: which one, nobody can tell
        "市町名 R5 R6 R7 計 益田市 300 400 700 津和野町 100 100 100 300",
        "市町名 R5 R6 R7 計 益田市 300 300 400 1,000 津和野町 100 100 200",
    ],
)
def test_amounts_that_do_not_come_out_are_reported(convert: Convert, rows: str) -> None:
    records = convert(PLAN + SHEET + "事業費（千円）\n" + lines(rows) + "費用負担\n人口割\n")
    assert not records.of(BudgetLine)
    assert not records.of(Statistic)
    assert records.of(Project)[0].total_budget is None
    assert "missing_header" in codes(records)


def test_marks_below_years(convert: Convert) -> None:
    rows = ("スケジュー ル 具体的な項目 R5 R6 R7", "車の購入 ○ － －", "運行 － ○ ○")
    found = convert(PLAN + SHEET + lines(*rows) + "費用負担\n人口割\n").of(ScheduleItem)
    assert {item.label: item.marked_years for item in found} == {"車の購入": (2023,), "運行": (2024, 2025)}


def test_marks_of_which_some_cells_are_lost_are_reported(convert: Convert) -> None:
    records = convert(
        PLAN + SHEET + lines("スケジュール R5 R6 R7 車の購入 → 運行 → →") + "費用負担\n人口割\n"
    )
    assert not records.of(ScheduleItem)
    assert "missing_header" in codes(records)


def kpis(records: Records) -> dict[str, dict[str, Decimal | None]]:
    values = {kpi.id: {one.kind: one.value for one in records.of(KpiValue) if one.kpi == kpi.id}
              for kpi in records.of(Kpi)}  # fmt: skip
    return {kpi.name: {str(kind): value for kind, value in values[kpi.id].items()} for kpi in records.of(Kpi)}


@pytest.mark.parametrize("unit", [False, True])
def test_indicators_with_names_of_several_lines(convert: Convert, unit: bool) -> None:
    heads = (
        "指標名 単位 基準値 （令和３年度） 目標値 （令和９年度）"
        if unit
        else "指標名 基準値 （令和３年度） 目標値 （令和９年度）"
    )
    first, second = ("人 1,234 1,500", "％ 60.5 70.0") if unit else ("1,234 人 1,500人", "60.5％ 70.0％")
    rows = ("成果指標", heads, f"往診を受けた患者の数 {first}", f"圏域の診療所で診 察を受けた割合 {second}")
    found = kpis(convert(PLAN + SHEET + "費用負担\n人口割\n\n" + lines(*rows)))
    assert found == {
        "往診を受けた患者の数": {"baseline": Decimal(1234), "target": Decimal(1500)},
        "圏域の診療所で診察を受けた割合": {"baseline": Decimal("60.5"), "target": Decimal("70.0")},
    }


def test_two_columns_of_words_are_no_name(convert: Convert) -> None:
    """A head that no rule knows stands above the project's name: its lines are not taken for those of a name."""
    rows = "事業名 指標名 現状値 目標値 往診 往診を受けた人の数 12人 30人 救急医療の確保と充実 救急車の出動 50件 40件"
    assert not kpis(convert(PLAN + "成果指標\n" + lines(rows)))


@pytest.mark.parametrize("note", ["", "資料：国勢調査\n"])
def test_figures_by_municipality(convert: Convert, note: str) -> None:
    rows = (
        "市町名 人口（人） 65歳以上 （人） 面積（k㎡） 益田市 45,003 17,500 733.19",
        "津和 野町 6,875 3,420 307.03 計 51,878 20,920 1,040.22",
    )
    text = (
        HEAD.partition("第2章")[0]
        + f"２ 圏域の現状\n\n圏域の人口（令和2年）\n{lines(*rows)}{note}\n３ 産業\n\n農業が盛んである。\n"
    )
    found = {(one.subject, one.indicator): one.value for one in convert(text).of(Statistic)}
    assert found[TSUWANO, "面積"] == Decimal("307.03")
    assert found[MASUDA, "65歳以上"] == Decimal(17500)
    assert len(found) == 9


def test_figures_by_municipality_that_do_not_come_out_are_reported(convert: Convert) -> None:
    rows = "市町名 平成27年 令和2年 益田市 47,718 45,003 津和野町 7,653 吉賀町 6,374 6,077"
    text = HEAD.partition("第2章")[0] + f"２ 圏域の現状\n\n圏域の人口（人）\n{lines(rows)}\n３ 産業\n"
    records = convert(text)
    assert not records.of(Statistic)
    assert "cells_unsettled" in codes(records)


def test_heads_whose_columns_nobody_could_part_are_reported(convert: Convert) -> None:
    rows = "1     往診車運行事業     往診の車を、坂の上     4,000\n      （継続）           の集落まで走らせる     4,200\n"
    records = convert(f"{PLAN}No.     事業名         事業の内容          国県補助\n{rows}")
    assert not records.of(Project)
    assert "cells_unsettled" in codes(records)


def test_a_schedule_in_words_and_heads_of_years_that_are_none(convert: Convert) -> None:
    """「販路の開拓：R4、R6」 are an item and its years; 「項目 R3 R4」 is the head of a table, and no item."""
    for sign in ("：", " "):
        records = convert(f"{PLAN}{SHEET}実施時期\n車の購入{sign}R4\n往診{sign}令和５年度～令和７年度\n")
        (project,), items = records.of(Project), records.of(ScheduleItem)
        assert {(item.label, item.marked_years) for item in items} == {
            ("車の購入", (2022,)),
            ("往診", (2023, 2024, 2025)),
        }
        assert project.id in items[0].id
    table = convert(f"{PLAN}{SHEET}スケジュール 項目 R5 R6 R7\n車の購入 ○ － －\n往診 － ○ ○\n").of(
        ScheduleItem
    )
    assert {(item.label, item.marked_years) for item in table} == {
        ("車の購入", (2023,)),
        ("往診", (2024, 2025)),
    }


@pytest.mark.parametrize(
    "schedule",
    [
        "車の購入：R4、R6\nその後は毎年見直す\n",
        "車の購入：R4、R6、R8\n往診：随時\n",
        "車の購入 R4 往診 R5～R7\n",
    ],
)
def test_a_line_is_no_item_of_the_years_at_the_end_of_the_line_above(convert: Convert, schedule: str) -> None:
    items = convert(f"{PLAN}{SHEET}実施時期\n{schedule}").of(ScheduleItem)
    printed = "".join(item.label for item in items)
    assert printed == schedule.rstrip("\n").replace(" ", "")
    assert all(not item.marked_years for item in items)


@pytest.mark.parametrize(("total", "read"), [("400\n500\n900\n計\n", True), ("410\n500\n910\n計\n", False)])
def test_a_total_whose_label_stands_behind_it_is_one_where_it_adds_up(
    total: str, read: bool, convert: Convert
) -> None:
    rows = "負担者\nR4\nR5\n計\n益田市\n300\n400\n700\n吉賀町\n100\n100\n200\n"
    records = convert(f"{PLAN}{SHEET}事業費（千円）\n{rows}{total}国・県の補助\nなし\n")
    assert [line.amount for line in records.of(BudgetLine)] == ([400_000, 500_000] if read else [])
    assert len(records.of(BudgetShare)) == (4 if read else 0)


def test_what_is_done_may_be_called_like_a_label(convert: Convert) -> None:
    (item,) = convert(f"{PLAN}{SHEET}実施時期\n助成（R4～R6）\n国・県の補助\nなし\n").of(ScheduleItem)
    assert (item.label, item.marked_years) == ("助成", (2022, 2023, 2024))


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ("車の購入（R4）、往診（R5～R6）", [("車の購入", (2022,)), ("往診", (2023, 2024))]),
        ("車の購入（R4・R6、R8）", [("車の購入", (2022, 2024, 2026))]),
        ("人選、車の購入（令和4年度）", [("人選、車の購入", (2022,))]),
        ("車の購入（R4）、往診（随時）", [("車の購入（R4）、往診（随時）", ())]),
        ("往診（R4の計画による）", [("往診（R4の計画による）", ())]),
    ],
)
def test_years_and_nothing_else_in_brackets_are_those_of_the_words_before_them(
    schedule: str, told: list[tuple[str, tuple[int, ...]]], convert: Convert
) -> None:
    items = convert(f"{PLAN}{SHEET}実施時期\n{schedule}\n").of(ScheduleItem)
    assert [(item.label, item.marked_years) for item in items] == told


INDICATOR = "成果指標{0}往診の件数{1}基準値（R3）{0}120人{1}目標値（R8）{0}200人{1}"


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        (SHEET, INDICATOR.format("\n", "\n")),
        (SHEET, INDICATOR.format("　", "\n")),
        (
            "事業名\t往診車運行事業\n関係市町\t全市町\n事業概要\t車を走らせる。\n",
            INDICATOR.format("\t", "\n"),
        ),
    ],
    ids=["a cell a line", "label and cell on a line", "rows of a table"],
)
def test_an_indicator_whose_values_stand_below_its_name(convert: Convert, sheet: str, shown: str) -> None:
    records = convert(f"{PLAN}{sheet}{shown}")
    (indicator,) = records.of(Kpi)
    assert (indicator.name, indicator.unit) == ("往診の件数", "人")
    assert {(one.kind, one.value, one.year) for one in records.of(KpiValue)} == {
        ("baseline", Decimal(120), 2021),
        ("target", Decimal(200), 2026),
    }
