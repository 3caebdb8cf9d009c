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


def nested(items: str) -> list[tuple[str, str | None, str | None, str, str]]:
    text = LIST[: LIST.index("　(1)")] + items + LIST[LIST.index("\n　令和") :]
    found = convert(read_bytes("fiction.txt", text.encode()))
    assert isinstance(found, Records)
    return [
        (
            "/".join(one["field_path"]),
            one["number"],
            one["title"],
            one["content"],
            "".join(role["party"] for role in one["roles"]),
        )
        for one in extract(found)["measures"]
    ]


GUIDE = "海岸を巡る道を案内する。甲は、地図を作る。乙は、職員を派遣する。"
DRILL = "備えを整える。甲及び乙は、訓練を行う。"


@pytest.mark.parametrize(
    "items",
    [
        f"　(1)　観光\n　　ア　道の案内\n　　　{GUIDE}\n　(2)　防災\n　　ア　訓練の実施\n　　　{DRILL}\n",
        f"　(1)　観光\n　　ア　道の案内　{GUIDE}\n　(2)　防災\n　　ア　訓練の実施　{DRILL}\n",
        # what a field is for, above its first heading
        f"　(1)　観光\n　　客を増やす。\n　　ア　道の案内\n　　　{GUIDE}\n　(2)　防災\n　　命を守る。\n　　ア　訓練の実施\n　　　{DRILL}\n",
        # a further paragraph of the article
        f"　(1)　観光\n　　ア　道の案内\n　　　{GUIDE}\n　(2)　防災\n　　ア　訓練の実施\n　　　{DRILL}\n２　費用は、甲が負担する。\n",
    ],
)
def test_headings_around_the_innermost_are_fields(items: str) -> None:
    assert nested(items) == [
        ("観光", "ア", "道の案内", "海岸を巡る道を案内する。", "甲乙"),
        ("防災", "ア", "訓練の実施", "備えを整える。", "甲乙"),
    ]


def test_items_that_say_what_and_who_are_measures_without_a_title() -> None:
    assert nested(f"　(1)　観光\n　　ア　{GUIDE}\n　　イ　浜を掃く。甲は、道具を貸す。\n") == [
        ("観光", "ア", None, "海岸を巡る道を案内する。", "甲乙"),
        ("観光", "イ", None, "浜を掃く。", "甲"),
    ]


def test_a_list_inside_a_text_stays_in_it() -> None:
    listed = "海岸を守る。甲は、次のことを行う。\n　　　①　掃除\n　　　②　見回り"
    (guide, coast) = nested(f"　(1)　観光\n　　ア　道の案内　{GUIDE}\n　　イ　海岸の保全　{listed}\n")
    assert (guide[2], coast[2], coast[4]) == ("道の案内", "海岸の保全", "甲")


def test_items_of_one_depth_are_read_as_before() -> None:
    (only,) = nested("　(1)　観光\n　　ア　甲は、地図を作る。\n　　イ　乙は、職員を派遣する。\n")
    assert (only[0], only[4]) == ("観光", "甲乙")
