"""Days of effect in the supplements (附則) of a text with a history; every text here is a fiction."""

from __future__ import annotations

import pytest

from graph_build.converters.convert import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records
from graph_build.release.extract import extract

TEXT = """○松江市と飯南町との定住自立圏の形成に関する協定

平成23年3月29日
告示第45号
改正　平成28年3月25日告示第38号
令和3年3月30日告示第38号

　松江市（以下「甲」という。）と飯南町（以下「乙」という。）は、次のとおり協定を締結する。

（目的）
第1条　この協定は、甲及び乙が連携することを目的とする。

附　則
この協定は、平成23年4月1日から効力を生ずる。

附　則{act}
この協定は、公布の日から施行する。
"""


def effective(act: str) -> list[str]:
    found = convert(read_bytes("fiction.txt", TEXT.format(act=act).encode()))
    assert isinstance(found, Records)
    return [one["date"] for one in extract(found)["dates"] if one["kind"] == "effective"]


@pytest.mark.parametrize(
    ("act", "day"),
    [
        ("(平成28年告示第38号)", "2016-03-25"),
        ("（令和３年告示第３８号）", "2021-03-30"),
        ("(令和3年3月30日告示第38号)", "2021-03-30"),
    ],
)
def test_a_change_takes_effect_on_the_day_of_its_own_notice(act: str, day: str) -> None:
    assert effective(act) == ["2011-04-01", day]


@pytest.mark.parametrize("act", ["(令和3年告示第52号)", "(令和2年告示第38号)", "(第2次変更)"])
def test_a_change_that_the_history_does_not_name_has_no_known_day(act: str) -> None:
    assert effective(act) == ["2011-04-01"]
