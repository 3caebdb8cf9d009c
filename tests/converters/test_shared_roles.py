"""Words that give a role to all the parties, or to some of them; every text here is a fiction."""

from __future__ import annotations

import pytest

from graph_build.converters.convert import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records
from graph_build.release.extract import extract

TEXT = """館山市と南房総市との観光に関する連携協約

　館山市（以下「甲」という。）と南房総市（以下「乙」という。）{third}とは、地方自治法第252条の2第1項の規定により、次のとおり連携協約を締結する。

（連携する事項）
第1条　連携する事項は、別表のとおりとする。
（疑義）
第2条　疑義が生じたときは、協議して定める。

　令和7年3月25日

　　甲　館山市長　　鏡ヶ浦　波子
　　乙　南房総市長　　枇杷　実

別表（第1条関係）
"""
LISTED = """１　道の案内
【取組の概要】
　海岸を巡る道を案内する。
【役割の分担】
（甲）
・地図を作る。
{all}
・職員を派遣する。
２　海岸の保全
【取組の概要】
　海岸を守る。
【役割の分担】
{all}
・浜を掃く。
"""
CELL = "取組\t取組の内容\t役割分担\n道の案内\t海岸を巡る道を案内する。\t<p>【甲】地図を作る。</p><p>{all}職員を派遣する。</p>\n"
THIRD = "と鴨川市（以下「丙」という。）"


def roles(annex: str, third: str = "") -> list[tuple[str, str]]:
    found = convert(read_bytes("fiction.txt", (TEXT.format(third=third) + annex).encode()))
    assert isinstance(found, Records)
    return [(role["party"], role["text"]) for one in extract(found)["measures"] for role in one["roles"]]


@pytest.mark.parametrize(
    "word", ["（共通）", "【共通】", "〔両市〕", "（甲・乙共通）", "（甲及び乙）", "＜双方＞", "（共通事項）"]
)
def test_below_the_roles_of_one(word: str) -> None:
    assert roles(LISTED.format(all=word)) == [
        ("甲", "・地図を作る。"),
        ("甲", "・職員を派遣する。"),
        ("乙", "・職員を派遣する。"),
        ("甲", "・浜を掃く。"),
        ("乙", "・浜を掃く。"),
    ]


@pytest.mark.parametrize("word", ["（共通）", "【両市】", "【甲・乙共通】", "【甲乙】", "共通："])
def test_in_one_cell(word: str) -> None:
    assert roles(CELL.format(all=word)) == [
        ("甲", "地図を作る。"),
        ("甲", "職員を派遣する。"),
        ("乙", "職員を派遣する。"),
    ]


def test_positions_are_these_only_where_there_are_others() -> None:
    of_two, of_all = (LISTED.format(all=word) for word in ("（甲・乙共通）", "（共通）"))
    assert [party for party, _ in roles(of_two, THIRD)] == [*"甲甲乙甲乙"]
    assert [party for party, _ in roles(of_all, THIRD)] == [*"甲甲乙丙甲乙丙"]
