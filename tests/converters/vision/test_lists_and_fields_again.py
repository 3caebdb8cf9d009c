"""Roles by position and words of years in lists, totals across number and title, fields named again, amounts below the years of a
schedule, words in the place of amounts, districts in front of names. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_nested import records, table
from tests.converters.vision.test_values_and_figures import PLAN, told


def listed(plan: str) -> Any:
    """The project of a list, or of several that tell of it."""
    (project,) = [one for one in extract(records(plan))["projects"] if one["title"] == "往診車の共同運行"]
    return project


ROW = "1|往診車の共同運行|往診車を走らせる。|全市町"
LIST = (
    "<table><tr><td rowspan=2>No.</td><td rowspan=2>事業名</td><td rowspan=2>事業の概要</td><td rowspan=2>関係市町</td>"
    "<td colspan=2>役割分担</td><td rowspan=2>年次計画</td></tr><tr><td>{}</td><td>{}</td></tr>"
    f"<tr><td>{ROW.replace('|', '</td><td>')}</td><td>車を買う。</td><td>人を出す。</td><td>{{}}</td></tr></table>"
)


@pytest.mark.parametrize("holders", [("甲", "乙"), ("益田市", "吉賀町"), ("中心市", "連携町")])
def test_roles_below_one_head_are_of_whom_their_columns_name(holders: tuple[str, str]) -> None:
    found = listed(LIST.format(*holders, "R5～R6　運行"))
    assert [(one["party"], one["text"]) for one in found["roles"]] == [
        (holders[0], "車を買う。"),
        (holders[1], "人を出す。"),
    ]


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("R5　調達<br>R6～R7　運行", [("調達", [2023]), ("運行", [2024, 2025])]),
        ("R5　調達R6～R7　運行", [("調達", [2023]), ("運行", [2024, 2025])]),
        ("R5　調達R6、R7　運行", [("調達", [2023]), ("運行", [2024, 2025])]),
        ("研修：R5、R7", [("研修", [2023, 2025])]),
        ("新車種R7の調達", [("新車種R7の調達", [])]),
    ],
)
def test_a_line_of_a_schedule_ends_where_years_begin_right_behind_a_word(
    words: str, items: list[tuple[str, list[int]]]
) -> None:
    found = listed(LIST.format("甲", "乙", words))
    assert [(one["item"], one["marked_years"]) for one in found["schedule"]] == items


def test_amounts_listed_at_the_end_of_a_field_leave_projects_with_their_measures() -> None:
    amounts = table("No.|事業名|R5|R6|計", "1|往診車の共同運行|300|400|700")
    total = "<tr><td colspan=2>分野計</td><td>300</td><td>400</td><td>700</td></tr></table>"
    other = LIST.format("甲", "乙", "R5　調査").replace("往診車の共同運行", "薬の配達").replace(">1<", ">2<")
    found = listed(
        f"{LIST.format('甲', '乙', 'R5　運行')}<p>取組２　薬の広域化</p>{other}"
        f"<p>事業費一覧（単位：千円）</p>{amounts.replace('</table>', total)}"
    )
    assert found["measure"] == "往診の広域化"
    assert (found["budget"], found["total"]) == ({"2023": 300, "2024": 400}, 700)


@pytest.mark.parametrize(
    ("rows", "budget"),
    [
        (["事業費（千円）|総事業費|300||700", "|うち一般財源|100||300"], {"2023": 300}),
        (["事業費（千円）||300|400|700"], {"2023": 300, "2024": 400}),
        (["事業費（千円）|総事業費|未定"], {}),
    ],
)
def test_amounts_below_the_years_of_a_schedule_have_names_or_none(
    rows: list[str], budget: dict[str, int]
) -> None:
    top = table(
        "事業名|往診車の共同運行",
        "事業概要|往診車を走らせる。",
        "年次計画|実施内容|R5|R6|合計",
        "|運行|●|●|",
        *rows,
    )
    found = listed(top)
    assert found["budget"] == budget
    assert [one["item"] for one in found["schedule"]] == ["運行"]


def test_a_field_named_again_for_what_stands_below_it_is_no_further_one(
    convert: Callable[[str], Records],
) -> None:
    behind = """第４章　事業

１　圏域全体の経済成長のけん引に関する事業

番号\t事業名\t事業の内容\t関係市町村
3\t市場の会\t市を開く。\t全市町村
"""
    found = told(convert, behind=behind)
    assert [one["label"] for one in found["policy_fields"]] == ["圏域全体の経済成長のけん引"]
    assert [one["field_path"] for one in found["projects"] if one["title"] == "市場の会"] == [
        ["圏域全体の経済成長のけん引"]
    ]


@pytest.mark.parametrize(
    "listed",
    [
        "中心市\t富山市\n連携市町村\t【平野】滑川市、舟橋村【山】上市町、立山町",
        "　中心市：富山市\n　連携市町村：〔平野〕滑川市、舟橋村〔山〕上市町、立山町",
        "　富山市（連携中枢都市）\n　【平野】滑川市、舟橋村\n　【山】上市町、立山町",
    ],
)
def test_districts_in_front_of_names_are_no_members(convert: Callable[[str], Records], listed: str) -> None:
    plan = PLAN.replace("　富山市（連携中枢都市）、滑川市、舟橋村、上市町、立山町", listed)
    project = "番号\t事業名\t事業の内容\t関係市町村\n7\t市場の会\t市を開く。\t【平野】富山市、滑川市　【山】上市町\n"
    found = extract(convert(plan.format(figures="人は減る。", behind=project, mark="")))
    assert [one["name"] for one in found["members"]] == ["富山市", "滑川市", "舟橋村", "上市町", "立山町"]
    assert found["projects"][-1]["participants"] == ["富山市", "滑川市", "上市町"]


def test_words_down_all_years_stand_in_the_place_of_amounts() -> None:
    rows = [
        "<td>事業名</td><td colspan=2>往診車の共同運行</td>",
        "<td>事業概要</td><td colspan=2>往診車を走らせる。</td>",
        "<td>関係市町</td><td colspan=2>全市町</td>",
        "<td>年度</td><td>実施内容</td><td>事業費（千円）</td>",
        "<td>令和５年度</td><td>調達</td><td rowspan=2>県と協議中</td>",
        "<td>令和６年度</td><td>運行</td>",
        "<td>合計</td><td></td><td>－</td>",
    ]
    found = records("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    (project,) = extract(found)["projects"]
    assert [(one["item"], one["marked_years"]) for one in project["schedule"]] == [
        ("調達", [2023]),
        ("運行", [2024]),
    ]
    assert (project["budget"], project["blank_years"], project["total"]) == ({}, [], None)
    assert found.source.ledger.unresolved == 0
