"""Roles in running text: who a sentence is about; every text here is a fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters.convert import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records
from graph_build.release.extract import extract

TEXT = """館山市と南房総市との観光に関する連携協約

　館山市（以下「甲」という。）と南房総市（以下「乙」という。）とは、地方自治法第252条の2第1項の規定により、次のとおり連携協約を締結する。

（観光の案内）
第1条　甲及び乙は、海岸を巡る道の案内を行う。
2　{sentence}
3　乙は、職員1名を派遣する。

　令和7年3月25日

　　甲　館山市長　　鏡ヶ浦　波子
　　乙　南房総市長　　枇杷　実
"""


def measure(sentence: str) -> dict[str, Any]:
    found = convert(read_bytes("fiction.txt", TEXT.format(sentence=sentence).encode()))
    assert isinstance(found, Records)
    (only,) = extract(found)["measures"]
    return {"content": only["content"], "roles": [(one["party"], one["text"]) for one in only["roles"]]}


@pytest.mark.parametrize(
    "clause",
    [
        "",
        "より良い情報を旅行者に届けるため、",
        "案内所の運営に当たり、",
        "道が壊れたときは、",
        "費用の負担のほか、",
    ],
)
def test_a_clause_in_front_belongs_to_the_role(clause: str) -> None:
    role = f"{clause}甲は、駅前に案内所を置く。"
    assert measure(role) == {
        "content": "甲及び乙は、海岸を巡る道の案内を行う。",
        "roles": [("甲", role), ("乙", "乙は、職員1名を派遣する。")],
    }


@pytest.mark.parametrize(
    "subject", ["甲の役割は、", "甲の責務は、", "甲が担う役割は、", "また、甲の主な役割は、"]
)
def test_the_subject_may_be_a_party_s_role(subject: str) -> None:
    role = f"{subject}駅前に案内所を置くこととする。"
    assert measure(role) == {
        "content": "甲及び乙は、海岸を巡る道の案内を行う。",
        "roles": [("甲", role), ("乙", "乙は、職員1名を派遣する。")],
    }


@pytest.mark.parametrize("sentence", ["甲の案内所は、駅前に置く。", "甲の事務は、乙が行うことができる。"])
def test_what_belongs_to_a_party_is_no_role_of_it(sentence: str) -> None:
    assert "甲" not in [party for party, _ in measure(sentence)["roles"]]


def test_the_day_in_brackets_behind_a_title_is_none_of_it() -> None:
    title, rest = TEXT.split("\n", 1)
    found = convert(read_bytes("fiction.txt", f"{title}（令和7年3月25日締結）\n{rest}".encode()))
    assert isinstance(found, Records)
    read = extract(found)
    assert (read["title"], read["date_signed"]) == (title, "2025-03-25")


LIST = """館山市と南房総市との観光に関する連携協約

　館山市（以下「甲」という。）と南房総市（以下「乙」という。）とは、地方自治法第252条の2第1項の規定により、次のとおり連携協約を締結する。

（連携する事項）
第1条　甲及び乙は、次に掲げる事項について連携する。
　(1)　道の案内　{first}
　(2)　災害への備え　{second}

　令和7年3月25日

　　甲　館山市長　　鏡ヶ浦　波子
　　乙　南房総市長　　枇杷　実
"""
ROLES_LAST = "海岸を巡る道を案内する。甲は、地図を作る。乙は、職員を派遣する。"
TRAINING = "甲及び乙は、毎年、訓練を実施する。"


def second_of(first: str, second: str) -> tuple[str, list[tuple[str, str]]]:
    found = convert(read_bytes("fiction.txt", LIST.format(first=first, second=second).encode()))
    assert isinstance(found, Records)
    _, measure = extract(found)["measures"]
    return measure["content"], [(one["party"], one["text"]) for one in measure["roles"]]


def test_a_list_that_says_who_last_gives_a_role_to_all() -> None:
    assert second_of(ROLES_LAST, f"平素から備えを整える。{TRAINING}") == (
        "平素から備えを整える。",
        [("甲", TRAINING), ("乙", TRAINING)],
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ROLES_LAST, f"甲及び乙は、備えを整える。{TRAINING}"),  # all the parties from the beginning
        ("甲及び乙は、道を案内する。甲は、地図を作る。", f"備えを整える。{TRAINING}"),  # no such list
        (ROLES_LAST, "備えを整える。甲及び乙の訓練は、毎年行う。"),  # said of what is theirs
    ],
)
def test_elsewhere_what_all_do_is_content(first: str, second: str) -> None:
    content, roles = second_of(first, second)
    assert (content.replace("\n", ""), roles) == (second, [])


def test_a_sentence_that_names_the_parties_in_turn_has_a_clause_of_each() -> None:
    turns = "甲は、土のうを備え、乙は、訓練を行う。"
    content, roles = second_of(ROLES_LAST, f"備えを整える。{turns}")
    assert content.replace("\n", "") == f"備えを整える。{turns}"
    assert roles == [("甲", "甲は、土のうを備え"), ("乙", "乙は、訓練を行う。")]
