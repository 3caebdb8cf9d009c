"""A damaged plan gets exactly the problems that belong to the damage: on a fiction everywhere, on the real plan where it is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from graph_build.records.agreement import RoleStatement
from graph_build.records.document import Records
from graph_build.records.plan import BudgetLine, Project, ScheduleItem, Statistic

Convert = Callable[[str], Records]
Damage = tuple[str, str, dict[str, int]]


def codes(records: Records) -> Counter[str]:
    return Counter(problem.code for problem in records.problems)


def news(text: str, pattern: str, replacement: str, convert: Convert) -> tuple[Counter[str], Records]:
    """The problems that a change adds and takes away (negative), and the changed plan's records."""
    damaged, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1
    before, after = convert(text), convert(damaged)
    difference = codes(after)
    difference.subtract(codes(before))
    return Counter({code: n for code, n in difference.items() if n}), after


FICTION: dict[str, Damage] = {
    "wrong total": (r"3,000\t4,200$", "3,000\t4,300", {"total_mismatch": 1}),
    "unknown municipality": (
        r"佐世保市、西海市、大村市",
        "佐世保市、西界市、大村市",
        {"unknown_municipality": 1},
    ),
    "budget without its head": (r"^事業費 .*\n(?=\t1,200)", "", {"missing_header": 1, "unresolved_block": 1}),
    "schedule without its head": (
        r"^スケジュール.*\n(?=\t券面)",
        "",
        {"missing_header": 1, "unresolved_block": 2},
    ),
    "figures without their head": (r"^市町名\t.*\n", "", {"missing_header": 1, "unresolved_block": 8}),
    "heads of two years swapped": (r"令和4年度\t5年度", "令和5年度\t令和4年度", {"unordered_years": 1}),
    "value and total swapped": (r"3,000\t4,200$", "4,200\t3,000", {"total_mismatch": 1}),
    "two cells of a municipality swapped": (
        r"30,000\t235.12",
        "235.12\t30,000",
        {"statistics_total_mismatch": 2},
    ),
    "a figure of a municipality changed": (r"21,500", "21,501", {"statistics_total_mismatch": 1}),
    "a municipality misspelt in a table": (
        r"^東彼杵町\t",
        "東彼杵待\t",
        {"unknown_municipality": 1, "unresolved_block": 1},
    ),
    "a blank cell": (r"\t100\t100\t100\t400", "\t100\t\t100\t400", {"blank_budget_cell": 1}),
    "a blank cost": (r"^費用負担\tなし$", "費用負担\t", {"blank_cost_sharing": 1}),
    "a title worded otherwise": (r"^①\t観光の広域化", "①\t観光の広域連携化", {"title_differs": 1}),
    "another figure in the second table": (
        r"^① 観光の広域化\t周遊券の販売数",
        "1 経済をけん引する取組\t宿泊者数",
        {"kpi_differs": 1},
    ),
    "no unit": (
        r"^事業費 \(千円\)(?=\t令和4年度\t5年度\t6年度\t合計\n\t1,200)",
        "事業費",
        {"missing_unit": 1, "unresolved_block": 1},
    ),
    "a heading missing": (r"^第2章 圏域の現況\n", "", {"missing_section": 1}),
}


@pytest.mark.parametrize("name", FICTION)
def test_damage_to_a_fiction(name: str, convert: Convert, fiction: Callable[[str], str]) -> None:
    pattern, replacement, expected = FICTION[name]
    found, _ = news(fiction("kv-"), pattern, replacement, convert)
    assert found == expected


SOURCE: dict[str, Damage] = {
    "wrong total": (r"6,669\t29,582$", "6,669\t29,583", {"total_mismatch": 1}),
    "unknown municipality": (r"^(関係市町村\t熊本市、荒尾)市", r"\1布", {"unknown_municipality": 1}),
    "budget without its head": (r"^事業費.*\n(?=\t5,334)", "", {"missing_header": 1, "unresolved_block": 1}),
    "schedule without its head": (r"^スケジュール.*\n", "", {"missing_header": 1, "unresolved_block": 1}),
    "figures without their head": (r"^市町村\t人口.*\n", "", {"missing_header": 1, "unresolved_block": 27}),
    "heads of two years swapped": (r"^(事業費.*)2022\t2023", r"\g<1>2023\t2022", {"unordered_years": 1}),
    "value and total swapped": (r"\t6,669\t29,582$", "\t29,582\t6,669", {"total_mismatch": 1}),
    "a figure of a municipality changed": (
        r"^荒尾市\t48,294",
        "荒尾市\t48,295",
        {"statistics_total_mismatch": 1},
    ),
    "a misprint put right": (r"^⑩ (?=ICT)", "⑯ ", {"number_misprint": -1}),
    "a blank filled with zero": (r"^\t\t5,992", "\t0\t5,992", {"blank_budget_cell": -1}),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", SOURCE)
def test_damage_to_the_real_plan(name: str, convert: Convert, source_text: str) -> None:
    pattern, replacement, expected = SOURCE[name]
    found, _ = news(source_text, pattern, replacement, convert)
    assert found == expected


def test_columns_swapped_with_their_heads_change_nothing(
    convert: Convert, fiction: Callable[[str], str]
) -> None:
    """Where values and heads move together every value stays under its name, and there is nothing to report."""

    def figures(records: Records) -> set[tuple[str, str, str]]:
        return {(one.subject, one.indicator, one.printed_value) for one in records.of(Statistic)}

    text = fiction("kv-")
    start, end = text.index("市町名\t"), text.index("\n\n※資料")
    rows = [row.split("\t") for row in text[start:end].split("\n")]
    swapped = text[:start] + "\n".join("\t".join((a, c, b)) for a, b, c in rows) + text[end:]
    assert figures(convert(swapped)) == figures(convert(text))
    assert codes(convert(swapped)) == codes(convert(text))


def test_values_without_a_head_are_not_put_under_any_year(
    convert: Convert, fiction: Callable[[str], str]
) -> None:
    text = fiction("kv-")
    whole = convert(text)
    found, damaged = news(text, r"^事業費 .*\n(?=\t1,200)", "", convert)
    assert found["missing_header"] == 1
    assert len(damaged.of(BudgetLine)) == len(whole.of(BudgetLine)) - 3
    assert damaged.of(ScheduleItem) != ()
    assert {item.label for item in damaged.of(ScheduleItem)} == {
        item.label for item in whole.of(ScheduleItem)
    }


def test_inserting_a_project_moves_no_other_id(convert: Convert, fiction: Callable[[str], str]) -> None:
    text = fiction("kv-")
    at = text.index("ア 技能研修")
    table = text[at : text.index("2 暮らしを支える施策", at)]
    more = text.replace(table, table + table.replace("ア 技能研修", "イ 新しい事業"))
    before, after = convert(text), convert(more)
    new = {item.id for item in after.items} - {item.id for item in before.items}
    assert {item.id for item in before.items} <= {item.id for item in after.items}
    (project,) = [item for item in after.of(Project) if item.id in new]
    assert all(identity.startswith(project.id) for identity in new)
    assert len([role for role in after.of(RoleStatement) if role.owner == project.id]) == 2
