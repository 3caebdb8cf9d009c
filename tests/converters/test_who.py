"""Who is concerned: parties that are associations, the core city as the text says, the area's name (fictions about real places)."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.agreement import Area
from graph_build.records.document import Records
from graph_build.release.extract import extract

TITLE = "盛岡市と滝沢市との定住自立圏の形成に関する協定書"
PARTIES = "盛岡市（以下「甲」という。）と滝沢市（以下「乙」という。）は、{}次のとおり協定を締結する。"
PURPOSE = "（目的）\n第1条　この協定は、{}を目的とする。\n"
DATE = "\n令和4年3月25日\n"


def read(*lines: str) -> dict[str, Any]:
    return extract(convert(read_bytes("fiction.txt", "\n".join(lines).encode())))


def codes(found: dict[str, Any]) -> list[str]:
    return [entry["code"] for entry in found.get("must_report", [])]


def test_who_declared_itself_central_is_the_core_whatever_brackets_stand_between() -> None:
    declared = "中心市宣言（推進要綱（平成20年通知第39号）第4の規定によるものをいう。）を行った甲と乙とが共に暮らしを守ること"
    found = read(TITLE, "", PARTIES.format(""), "", PURPOSE.format(declared), DATE)
    assert "unknown_core" not in codes(found)


def cores(*lines: str) -> list[tuple[str, ...]]:
    result = convert(read_bytes("fiction.txt", "\n".join(lines).encode()))
    assert isinstance(result, Records)
    return [area.core for area in result.of(Area)]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("連携中枢都市である盛岡市と滝沢市で構成する南部圏域を形成するため、", ["03201"]),
        ("甲及び乙を中心市とする南部圏域を形成するため、", ["03201", "03216"]),
        ("盛岡市及び滝沢市が中心市となる南部圏域を形成するため、", ["03201", "03216"]),
        ("乙を中心市とする南部圏域を形成するため、", ["03216"]),
    ],
)
def test_the_core_is_whom_the_words_name_and_all_of_them(words: str, codes: list[str]) -> None:
    found = cores(TITLE, "", PARTIES.format(words), "", PURPOSE.format("共に暮らしを守ること"), DATE)
    assert found == [tuple(f"municipality/{code}" for code in codes)]


def test_what_two_declared_together_makes_both_the_core() -> None:
    declared = "中心市宣言（推進要綱第4の規定によるものをいう。）を連名で行った甲及び乙が共に暮らしを守ること"
    assert cores(TITLE, "", PARTIES.format(""), "", PURPOSE.format(declared), DATE) == [
        ("municipality/03201", "municipality/03216")
    ]


def test_without_such_words_the_core_stays_open() -> None:
    found = read(TITLE, "", PARTIES.format(""), "", PURPOSE.format("共に暮らしを守ること"), DATE)
    assert "unknown_core" in codes(found)


@pytest.mark.parametrize(
    "words",
    ["連携中枢都市圏である南部圏域を形成するため、", "滝沢市及び雫石町からなる南部圏域を形成するため、"],
)
def test_the_clause_in_front_is_no_part_of_an_areas_name(words: str) -> None:
    found = read(TITLE, "", PARTIES.format(words), "", PURPOSE.format("共に暮らしを守ること"), DATE)
    assert found["area_name"] == "南部圏域"


def test_an_association_of_a_prefectures_towns_is_the_party_and_not_the_prefecture() -> None:
    found = read(
        "特別区長会と岩手県市長会及び岩手県町村会の",
        "交流と協力に関する協定書",
        "特別区長会と岩手県市長会及び岩手県町村会（以下「岩手県の両会」という。）は、次のとおり協定を締結する。",
        "（連携・協力事項）",
        "第1条　両者は、次に掲げる事項について、互いに助け合う。",
        "（1）　北国の酒の紹介に関すること。",
        "（2）　子どもたちの雪遊びに関すること。",
        "（期間）",
        "第2条　この協定の期間は、締結の日から3年間とする。",
        DATE,
    )
    assert found["title"] == "特別区長会と岩手県市長会及び岩手県町村会の交流と協力に関する協定書"
    assert [party["name"] for party in found["parties"]] == ["特別区長会", "岩手県市長会", "岩手県町村会"]
    assert [measure["number"] for measure in found["measures"]] == ["(1)", "(2)"]


def test_fields_that_an_article_lists_with_their_annexes_are_no_measures() -> None:
    found = read(
        TITLE,
        "",
        PARTIES.format(""),
        "（連携する取組）",
        "第1条　甲及び乙が連携する取組は、次に掲げる分野ごとに、別表第1及び別表第2に定める。",
        "（1）　生活機能の強化に係る政策分野（別表第1）",
        "（2）　圏域マネジメント能力の強化に係る政策分野（別表第2）",
        DATE,
    )
    assert "measures" not in found
    assert codes(found).count("missing_annex") == 2
