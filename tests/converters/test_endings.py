"""Ends of agreements in the words that offices use; every text here is a fiction."""

from __future__ import annotations

import pytest

from graph_build.converters.convert import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records
from graph_build.release.extract import extract

TAIL = """
　この証として、本書2通を作り、甲及び乙が記名押印の上、各自1通を保有する。

　令和7年12月19日

　　　甲　島根県松江市末次町86番地
　　　　　松江市長　　嫁島　夕日
　　　乙　島根県飯石郡飯南町下赤名880番地
　　　　　飯南町長　　琴引　山女
"""
PREAMBLE = """
　松江市（以下「甲」という。）と飯南町（以下「乙」という。）は、平成30年3月26日に締結した雲南定住自立圏の形成に関する協定（以下「原協定」という。）の取扱いについて、次のとおり合意する。
"""


def read(text: str) -> dict[str, object]:
    found = convert(read_bytes("fiction.txt", text.encode()))
    assert isinstance(found, Records)
    got = extract(found)
    return {"doc_kind": got["doc_kind"], "amends": got.get("amends")}


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("雲南定住自立圏の形成に関する協定を廃止する協定書", "原協定は、令和8年3月31日をもって廃止する。"),
        ("雲南定住自立圏の形成に関する協定を解消する協定", "原協定を令和8年3月31日をもって解消する。"),
        (
            "雲南定住自立圏の形成に関する協定の解消に関する協定書",
            "甲及び乙は、令和8年3月31日限り、原協定を解消する。",
        ),
        (
            "雲南定住自立圏の形成に関する協定の終了に関する合意書",
            "原協定は、令和8年3月31日をもって終了する。",
        ),
        (
            "雲南定住自立圏の形成に関する協定の解約に関する覚書",
            "甲と乙は、原協定を令和8年3月31日に解約する。",
        ),
        (
            "雲南定住自立圏の形成に関する協定の失効に関する協定",
            "原協定は、令和8年3月31日限り、その効力を失う。",
        ),
    ],
)
@pytest.mark.parametrize("articles", [True, False])
def test_an_end_is_one_in_every_word_with_its_day(title: str, sentence: str, articles: bool) -> None:
    clauses = (
        f"（終わり）\n第1条　{sentence}\n（協議）\n第2条　この協定に定めのない事項は、甲乙協議して定める。\n"
    )
    got = read(f"{title}\n{PREAMBLE}\n{clauses if articles else '　' + sentence}\n{TAIL}")
    assert got == {
        "doc_kind": "repeal",
        "amends": {
            "title": "雲南定住自立圏の形成に関する協定",
            "date": "2018-03-26",
            "mode": "repeal",
            "operations": [
                {"op": "repeal", "target": "雲南定住自立圏の形成に関する協定", "effective": "2026-03-31"}
            ],
        },
    }


def test_what_an_agreement_wants_to_end_does_not_end_it() -> None:
    got = read(
        "松江市と飯南町との医師の不足の解消に係る連携協約\n"
        "　松江市（以下「甲」という。）と飯南町（以下「乙」という。）は、次のとおり連携協約を締結する。\n"
        "（目的）\n第1条　この協約は、医師の不足を解消することを目的とする。\n"
        "（期間）\n第2条　試行は、令和8年3月31日をもって終了する。\n" + TAIL
    )
    assert got == {"doc_kind": "agreement", "amends": None}
