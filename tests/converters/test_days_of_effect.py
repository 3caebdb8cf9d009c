"""Days of effect that a bill lists by a name (変更の期日, 効力発生日); every text here is a fiction."""

from __future__ import annotations

import pytest

from graph_build.converters.convert import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records
from graph_build.release.extract import extract

SHEET = """議案第22号

　松江市と飯南町との定住自立圏の形成に関する協定の変更について

　平成30年3月26日に松江市と飯南町との間で締結した定住自立圏の形成に関する協定を次のとおり変更することについて、議会の議決を求める。

　令和7年3月4日提出

　松江市長　　嫁島　夕日

{list}提案理由
　費用の負担を見直すため、この案を提出するものである。
"""
CHANGE = "１　変更の内容\n　第4条中「甲が負担する」を「甲及び乙が負担する」に改める。\n\n"
ENCLOSED = """
別紙

雲南定住自立圏の形成に関する協定の一部を変更する協定書

　松江市（以下「甲」という。）と飯南町（以下「乙」という。）は、平成30年3月26日に締結した雲南定住自立圏の形成に関する協定の一部を次のとおり変更する。

　第4条中「甲が負担する」を「甲及び乙が負担する」に改める。

　令和　　年　　月　　日

　　　甲　松江市長　　嫁島　夕日
　　　乙　飯南町長　　琴引　山女
"""


def effective(text: str) -> list[str]:
    found = convert(read_bytes("fiction.txt", text.encode()))
    assert isinstance(found, Records)
    return [one["date"] for one in extract(found)["dates"] if one["kind"] == "effective"]


@pytest.mark.parametrize(
    "line",
    [
        "２　変更の期日　　令和7年4月1日",
        "２　変更の期日\n　　令和7年4月1日から",
        "２　変更の期日は、令和7年4月1日とする。",
        "２　施行期日\n　　令和7年4月1日",
        "（２）　変更の効力発生日：令和７年４月１日",
        "２　変更の効力が生ずる日\n　　令和7年4月1日",
        "２　適用年月日　令和7年4月1日",
    ],
)
def test_a_day_of_effect_is_listed_by_its_name(line: str) -> None:
    assert effective(SHEET.format(list=f"{CHANGE}{line}\n\n")) == ["2025-04-01"]
    assert effective(SHEET.format(list=f"{line}\n\n{CHANGE}")) == ["2025-04-01"]
    assert effective(SHEET.format(list=f"{line}\n\n") + ENCLOSED) == ["2025-04-01"]


@pytest.mark.parametrize(
    "line",
    [
        "２　変更の期日　　議会の議決があった日",
        "２　変更年月日　　令和4年3月25日",
        "２　改正法の施行日　　令和7年4月1日",
    ],
)
def test_no_day_of_effect_is_made_of_other_days(line: str) -> None:
    assert effective(SHEET.format(list=f"{CHANGE}{line}\n\n")) == []
