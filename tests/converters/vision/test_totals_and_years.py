"""Totals by the area's name, subtotals of payers, years behind the names of columns. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_values_and_figures import PLAN, told


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("面積（k㎡）2020年", ("面積", "2020")),
        ("増減 平成27年～ 令和２年", ("増減平成27年～令和２年", None)),
    ],
)
def test_a_year_behind_a_columns_name_is_its_year_but_not_the_end_of_a_range(
    convert: Callable[[str], Records], head: str, expected: tuple[str, str | None]
) -> None:
    table = f"市町村名\t{head}\n富山市\t1,200\n滑川市\t55"
    found = told(convert, figures=table)["statistics"]
    assert {(one["property"], one["as_of"]) for one in found} == {expected}


def test_the_areas_own_name_adds_it_up_unless_a_member_has_it(convert: Callable[[str], Records]) -> None:
    rows = "市町村名\t人口（人）\n富山市\t400\n滑川市\t32\n舟橋村\t3\n上市町\t20\n立山町\t25\n"
    whole = told(convert, figures=f"{rows}富山広域連携中枢都市圏計\t480")["statistics"]
    assert [one["value"] for one in whole] == [400, 32, 3, 20, 25, 480]
    doubtful = told(convert, figures=f"{rows}富山計\t480")["statistics"]
    assert [one["value"] for one in doubtful] == [400, 32, 3, 20, 25]


@pytest.mark.parametrize(("subtotal", "left"), [(100, False), (90, True)])
def test_a_subtotal_of_payers_is_none_and_one_that_does_not_add_up_is_left_unread(
    convert: Callable[[str], Records], subtotal: int, left: bool
) -> None:
    sheet = f"""（ア）創業の塾
事業の内容\t塾を開く。
関係市町村\t富山市、滑川市、上市町
事業費（千円）\t負担者\tR5\tR6\t計
\t富山市\t10\t10\t20
\t滑川市\t60\t60\t120
\t上市町\t40\t40\t80
\t連携市町村小計\t{subtotal}\t{subtotal}\t{2 * subtotal}
\t合計\t110\t110\t220
"""
    records = convert(PLAN.format(figures="人は減る。", behind=sheet, mark=""))
    (project,) = [
        one for one in extract(records)["projects"] if one["content"] == "塾を開く。" and one["total"]
    ]
    assert (project["budget"], project["total"]) == ({"2023": 110, "2024": 110}, 220)
    assert len(project["budget_by_party"]) == 3
    assert (records.source.ledger.unresolved > 0) is left
