"""Tables about the making of a plan are set aside by name, and are content of nothing. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.records.document import Records
from graph_build.release.extract import extract
from tests.converters.vision.test_own_words import SHEET, plan

Convert = Callable[[str], Records]

PLAN = plan(SHEET) + "\n"

HISTORIES = (
    "資料１　策定の経過\n年月日\t内容\n令和４年８月３日\t第１回懇談会\n令和５年２月１日～15日\t意見の公募\n",
    "資料１　懇談会の開催\n回\t開催日\t主な議題\n第１回\tR4.8.3\t素案について\n第２回\tR5.2.1\t案について\n",
    "資料１　圏域の沿革\n平成28年２月\t中心市宣言\n平成28年10月\t形成協定の締結\n",
    "資料１　検討の経緯\n年度\t期日\t会議名\t協議内容\n令和４年度\t８月３日\t推進協議会\t骨子\n\t２月１日\t推進協議会\t案\n",
)
COMMITTEES = (
    "資料２　懇談会委員名簿（敬称略）\n氏名\t所属\n浅井　敏明\t商工会議所　専務理事\n小坂　直樹\t大学　教授\n",
    "資料２　懇談会の構成\n分野\t団体等\t人数\n産業\t商工会議所\t３人\n医療\t医師会\t２人\n",
)


@pytest.mark.parametrize("table", [*HISTORIES, *COMMITTEES])
def test_they_are_set_aside_by_name(convert: Convert, table: str) -> None:
    plain, records = convert(PLAN), convert(PLAN + table)
    reason = "history" if table in HISTORIES else "committee"
    assert records.source.ledger.unresolved == 0
    assert records.source.ledger.ignored[reason] > 20
    assert reason not in plain.source.ledger.ignored
    assert extract(records)["dates"] == extract(plain)["dates"]
    kinds = [[type(one).__name__ for one in found.items] for found in (plain, records)]
    assert kinds[0] == kinds[1]


def test_other_tables_of_days_are_reported(convert: Convert) -> None:
    table = "資料３　催しの予定\n期日\t内容\n令和４年８月３日\t花火\n令和４年10月１日\t朝市\n"
    assert convert(PLAN + table).source.ledger.unresolved > 0
