"""Single kinds of practice, each in a small agreement of its own. All texts are fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters import convert
from graph_build.converters.area import find_area_name
from graph_build.converters.found import Parts
from graph_build.converters.items import Para, printed
from graph_build.documents.model import Located
from graph_build.documents.read import read_bytes
from graph_build.release.extract import extract

TITLE = "姫路市と福崎町との定住自立圏の形成に関する協定書\n\n"
PARTIES = "姫路市（以下「甲」という。）及び福崎町（以下「乙」という。）は、播磨圏域の形成に関し、次のとおり協定を締結する。\n\n"
ARTICLES = """（目的）
第1条　この協定は、圏域の住民のために結ぶ。
（取組）
第2条　甲及び乙が連携する取組及び役割は、別表のとおりとする。

"""
SIGNED = """令和4年3月1日

甲　兵庫県姫路市安田四丁目1番地
姫路市長　播磨　太郎

乙　兵庫県神崎郡福崎町南田原3116番地1
福崎町長　福崎　花子

"""


def read(text: str) -> dict[str, Any]:
    return extract(convert(read_bytes("a.txt", text.encode())))


def annexed(table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(TITLE + PARTIES + ARTICLES + SIGNED + "別表（第2条関係）\n" + table)[
        "measures"
    ]
    return found


def roles(measure: dict[str, Any]) -> list[tuple[str, str]]:
    return [(role["party"], role["text"]) for role in measure["roles"]]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("福崎町及び太子町で構成される播磨圏域において", "播磨圏域"),
        ("姫路市及びたつの市の区域からなるはりま連携中枢都市圏", "はりま連携中枢都市圏"),
        ("甲と乙が連携してみやざき共創都市圏を形成し", "みやざき共創都市圏"),
        ("互いに支え合う北いわて定住自立圏の形成に関し", "北いわて定住自立圏"),
        ("海に面した南あわじ圏域の発展のため", "南あわじ圏域"),
        ("連携して圏域の魅力を高める", None),
    ],
)
def test_area_names_begin_behind_the_sentence(sentence: str, name: str | None) -> None:
    found = find_area_name(Parts(preamble=(Para(Located.plain(sentence, 0)),)))
    assert (printed(found) or None) == name


@pytest.mark.parametrize(
    "label",
    [
        "両市町の役割",
        "双方の役割",
        "共通の役割",
        "甲・乙共通の役割",
        "市と町が共に担う役割",
        "甲及び乙の役割",
    ],
)
def test_what_all_do_is_a_role_of_each(label: str) -> None:
    head = f"取組\t内容\t甲の役割\t乙の役割\t{label}\n"
    (measure,) = annexed(head + "診療\t休日に行う。\t建てる。\t負担する。\t知らせる。\n")
    assert roles(measure) == [
        ("甲", "建てる。"),
        ("乙", "負担する。"),
        ("甲", "知らせる。"),
        ("乙", "知らせる。"),
    ]


@pytest.mark.parametrize(
    "heads", ["甲（姫路市）の役割\t乙（福崎町）の役割", "姫路市（甲）が担う役割\t福崎町（乙）が担う役割"]
)
def test_a_head_may_name_position_and_party(heads: str) -> None:
    (measure,) = annexed(f"取組\t内容\t{heads}\n診療\t休日に行う。\t建てる。\t負担する。\n")
    assert roles(measure) == [("甲", "建てる。"), ("乙", "負担する。")]


@pytest.mark.parametrize("above", ["〔休日の診療〕", "(1)　休日の診療", "【休日の診療】"])
def test_a_title_on_the_first_line_of_the_content(above: str) -> None:
    table = f"分野\t取組内容\t甲の役割\t乙の役割\n医療\t{above}\n休日に診療を行う医療機関を決める。\t建てる。\t負担する。\n"
    (measure,) = annexed(table)
    assert (measure["title"], measure["content"]) == ("休日の診療", "休日に診療を行う医療機関を決める。")
    assert measure["field_path"] == ["医療"]


def test_a_cell_across_the_columns_of_all_roles() -> None:
    (measure,) = annexed("取組\t内容\t甲の役割\t乙の役割\n要望\t求める。\t甲及び乙は、年に一度要望する。\t\n")
    assert roles(measure) == [
        ("甲", "甲及び乙は、年に一度要望する。"),
        ("乙", "甲及び乙は、年に一度要望する。"),
    ]


def test_rows_across_one_above_the_other_are_nested_fields() -> None:
    found = annexed(
        "連携する取組\t概要\t甲の役割\t乙の役割\nⅠ　経済成長\n(1)　産業\n起業\t支える。\t置く。\t知らせる。\n"
        "(2)　観光\n周遊\t進める。\t作る。\t招く。\nⅡ　都市機能\n(1)　医療\n救急\t保つ。\t支える。\t呼び掛ける。\n"
    )
    assert [measure["field_path"] for measure in found] == [
        ["経済成長", "産業"],
        ["経済成長", "観光"],
        ["都市機能", "医療"],
    ]


def test_a_field_behind_its_label() -> None:
    found = annexed("政策分野：医療\n取組項目　休日の診療\n取組内容：行う。\n甲：建てる。\n乙：負担する。\n")
    assert [(m["field_path"], m["title"]) for m in found] == [(["医療"], "休日の診療")]


def test_roles_listed_below_the_sentence_of_an_article() -> None:
    articles = """（目的）
第1条　この協定は、圏域の住民のために結ぶ。
（休日の診療）
第2条　甲及び乙は、休日の診療を行う。
(1)　甲の役割
ア　建てる。
イ　医師を置く。
(2)　双方の役割　知らせる。
（療育）
第3条　甲及び乙は、療育を行う。
(1)　甲の役割　施設を置く。
(2)　乙の役割　利用を調整する。

"""
    first, second = read(TITLE + PARTIES + articles + SIGNED)["measures"]
    assert (first["title"], first["content"]) == ("休日の診療", "甲及び乙は、休日の診療を行う。")
    assert roles(first) == [
        ("甲", "ア 建てる。\nイ 医師を置く。"),
        ("甲", "知らせる。"),
        ("乙", "知らせる。"),
    ]
    assert roles(second) == [("甲", "施設を置く。"), ("乙", "利用を調整する。")]


def test_chapters_and_sections_are_fields_and_general_ones_are_none() -> None:
    articles = """第1章　総則
第1条（目的）　この協定は、住民のために結ぶ。
第2章　生活機能の強化
第1節　医療
第2条（診療）　甲及び乙は、診療を行う。
2　甲は、建てる。
3　乙は、負担する。
第2節　福祉
第3条（療育）　甲及び乙は、療育を行う。
2　甲は、置く。
3　乙は、送る。

"""
    found = read(TITLE + PARTIES + articles + SIGNED)["measures"]
    assert [measure["field_path"] for measure in found] == [
        ["生活機能の強化", "医療"],
        ["生活機能の強化", "福祉"],
    ]


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("令和4年3月1日\n", {"signed"}),
        ("令和4年3月1日\n告示第12号\n", {"signed", "published"}),
        ("令和4年4月1日告示第12号\n", {"signed", "published"}),
    ],
)
def test_dates_above_the_preamble(header: str, kinds: set[str]) -> None:
    dates = read("○" + TITLE + header + "\n" + PARTIES + ARTICLES + SIGNED)["dates"]
    assert {date["kind"] for date in dates} == kinds


def test_several_municipalities_under_one_position() -> None:
    parties = "姫路市（以下「甲」という。）とたつの市及び福崎町（以下これらの市町を「乙」という。）は、次のとおり協定を締結する。\n\n"
    found = read(TITLE + parties + ARTICLES)["parties"]
    assert [(party["label"], party["name"]) for party in found] == [
        ("甲", "姫路市"),
        ("乙", "たつの市"),
        ("乙", "福崎町"),
    ]
