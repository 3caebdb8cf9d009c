"""Kinds of practice in changes, ends, bills and fields, each in a small text of its own. All texts are fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.release.extract import extract

TAIL = """
令和5年3月29日

甲　山形県酒田市本町二丁目2番45号
酒田市長　日和山　灯
乙　山形県飽海郡遊佐町遊佐字舞鶴202番地
遊佐町長　鳥海　月光
"""
PARTIES = "酒田市（以下「甲」という。）及び遊佐町（以下「乙」という。）"
CHANGE = f"庄内北部定住自立圏形成協定の一部を変更する協定書\n\n　{PARTIES}は、{{}}\n\n{{}}\n{TAIL}"
AGREEMENT = f"""庄内北部定住自立圏形成協定書

{PARTIES}は、次のとおり協定を締結する。

（目的）
第1条　この協定は、庄内北部定住自立圏の形成を目的とする。
（取組）
第2条　取組の分野は、次のとおりとし、その内容は当該別表のとおりとする。
(1)　{{}}　別表第1
(2)　生活機能の強化に係る政策分野　別表第2
（疑義）
第3条　疑義は、甲及び乙が協議して定める。
{TAIL}
"""


def read(text: str, name: str = "fiction.txt") -> dict[str, Any]:
    return extract(convert(read_bytes(name, text.encode())))


def changes(body: str, name: str = "fiction.txt", says: str = "") -> list[tuple[str | None, ...]]:
    says = says or "平成25年9月30日に締結した庄内北部定住自立圏形成協定の一部を次のように変更する。"
    found = read(CHANGE.format(says, body), name)
    assert "unresolved_block" not in {entry["code"] for entry in found.get("must_report", [])}
    return [
        tuple(one.get(key) for key in ("op", "target", "new_number", "measure"))
        for one in found["amends"]["operations"]
    ]


@pytest.mark.parametrize(
    "says",
    [
        "平成25年9月30日付けで取り交わした庄内北部定住自立圏形成協定について、その一部を次のように変更する。",
        "平成25年9月30日に結んだ庄内北部定住自立圏形成協定の一部を次のように変更する。",
        "平成25年9月30日付け「庄内北部定住自立圏形成協定」の一部を、次のように変更する。",
        "平成25年9月30日に交わされた庄内北部定住自立圏形成協定の一部を次のように変更する。",
    ],
)
def test_an_agreement_is_named_with_its_day_in_every_word(says: str) -> None:
    amends = read(CHANGE.format(says, "第4条を削る。"))["amends"]
    assert (amends["title"], amends["date"]) == ("庄内北部定住自立圏形成協定", "2013-09-30")


def test_the_date_of_a_guideline_is_not_that_of_the_agreement() -> None:
    says = "平成20年12月26日付け総行応第39号の要綱に基づき、庄内北部定住自立圏形成協定の一部を次のように変更する。"
    assert read(CHANGE.format(says, "第4条を削る。"))["amends"].get("date") is None


@pytest.mark.parametrize("opens", ["第1　原協定第3条を次のように変更する。", "1　第3条を次のとおり改める。"])
@pytest.mark.parametrize("below", ["第3条第1号ア(イ)を削り、同号ア(ウ)を同号ア(イ)とする。"])
def test_an_article_is_opened_for_the_numbered_changes_below_it(opens: str, below: str) -> None:
    mark = "1　" if opens.startswith("第1　") else "(1)　"
    assert changes(f"{opens}\n{mark}{below}") == [
        ("delete", "第3条第1号ア(イ)", None, None),
        ("renumber", "第3条第1号ア(ウ)", "(イ)", None),
    ]


def test_an_article_whose_new_words_stand_below_is_replaced() -> None:
    body = "1　第3条を次のように改める。\n第3条　取組は、次に掲げるものとする。\n(1)　道路の改良\n2　第4条を削る。"
    assert changes(body) == [("replace", "第3条", None, None), ("delete", "第4条", None, None)]


@pytest.mark.parametrize(
    ("place", "measure"), [("1の部(2)の款", "水位の共有"), ("1の部(3)の款", None), ("2の部", None)]
)
def test_a_place_that_ends_with_the_number_of_the_measure_is_the_measure(
    place: str, measure: str | None
) -> None:
    table = "| (2)　水位の共有 | |\n|---|---|\n| 取組の内容 | 水位を見る。 |\n| 甲の役割 | 装置を置く。 |\n| 乙の役割 | 記録を送る。 |"
    body = f"別表第3の{place}を次のように改める。\n\n{table}\n"
    assert changes(body, "fiction.md") == [("replace", f"別表第3の{place}", None, measure)]


@pytest.mark.parametrize("heading", ["1　本則の変更\n\n", ""])
def test_wordings_that_name_their_article_themselves_need_no_column_that_names_it(heading: str) -> None:
    table = (
        "| 条 | 変更前 | 変更後 |\n|---|---|---|\n"
        "| 第5条 | （新設） | （派遣）<br>第5条　職員を派遣する。 |\n"
        "| 第6条 | （秘密）<br>第5条　秘密を守る。 | （秘密）<br>第6条　秘密を守る。 |\n"
        "| 第7条第2項 | 2　会議は春に開く。 | 2　会議は秋に開く。 |\n"
    )
    says = "平成25年9月30日に締結した庄内北部定住自立圏形成協定の一部を次の新旧対照表のとおり変更する。"
    below = "\n2　その他\n\n第7条第3項を削る。\n"
    assert changes(heading + table + below, "fiction.md", says) == [
        ("add", "第5条", None, None),
        ("renumber", "第5条", "6", None),
        ("replace", "第7条第2項", None, None),
        ("delete", "第7条第3項", None, None),
    ]


LETTER = """遊総第12号
令和6年3月22日

酒田市長　日和山　灯　様

遊佐町長　鳥海　月光

庄内北部定住自立圏形成協定の終了について（{}）

　平成25年9月30日付けで締結した庄内北部定住自立圏形成協定について、下記のとおり{}。

記

1　終了する日　令和8年3月31日
"""


@pytest.mark.parametrize(
    ("called", "tells"),
    [
        ("申出", "終了したいので申し出ます"),
        ("申入れ", "終了したく、申入れをいたします"),
        ("届出", "終了することとしたので届け出ます"),
        ("通告", "終了することを通告します"),
    ],
)
def test_a_letter_tells_the_end_in_every_word(called: str, tells: str) -> None:
    found = read(LETTER.format(called, tells))
    assert found["title"] == "庄内北部定住自立圏形成協定の終了について"
    assert found["amends"]["operations"][0]["effective"] == "2026-03-31"


def test_a_letter_that_asks_to_talk_about_the_end_ends_nothing() -> None:
    assert read(LETTER.format("申入れ", "終了について協議したいので申し入れます")).get("refused")


@pytest.mark.parametrize(
    ("printed", "submitted"),
    [("令和8年　　月　　日", None), ("令和8年3月　　日", "2026-03"), ("令和8年3月2日", "2026-03-02")],
)
def test_a_bill_whose_day_is_blank_has_no_date_of_submission(printed: str, submitted: str | None) -> None:
    sheet = (
        "議案第62号\n\n定住自立圏の形成に関する協定の締結について\n\n"
        "遊佐町と別紙のとおり協定を締結することについて、議会の議決を求める。\n\n"
        f"{printed}提出\n\n酒田市長　日和山　灯\n\n別紙\n\n"
    )
    found = read(sheet + AGREEMENT.format("医療"))
    assert found["bill"].get("date_submitted") == submitted
    assert [one["date"] for one in found.get("dates", [])] == ([submitted] if submitted else [])


MEASURE = "取組の内容　診療所を開く。\n甲の役割　医師を出す。\n乙の役割　場所を貸す。\n"


@pytest.mark.parametrize("frame", ["【{}】", "〔{}〕", "【{}】　"])
def test_a_number_in_a_frame_counts_the_fields(frame: str) -> None:
    annex = "別表第1（第2条関係）\n\n" + "".join(
        f"{frame.format(n)}{name}\nA　{name}の部\n①　{name}の会\n{MEASURE}\n"
        for n, name in ((1, "医療"), (2, "福祉"))
    )
    found = read(AGREEMENT.format("生活") + annex)
    assert [(one["field_path"], one["title"]) for one in found["measures"]] == [
        (["生活", name, f"{name}の部"], f"{name}の会") for name in ("医療", "福祉")
    ]


@pytest.mark.parametrize(
    ("listed", "printed", "path"),
    [
        ("結び付きの強化に係る政策分野", "", ["結び付きの強化に係る政策分野", "交通"]),
        ("結び付きの強化に係る政策分野", "結びつきの強化\n", ["結びつきの強化", "交通"]),
    ],
)
def test_an_article_names_the_field_of_an_annex_that_prints_only_what_stands_in_it(
    listed: str, printed: str, path: list[str]
) -> None:
    annex = f"別表第1（第2条関係）\n\n{printed}(ア)　交通\n①　バスの運行\n{MEASURE}"
    (measure,) = read(AGREEMENT.format(listed) + annex)["measures"]
    assert (measure["field_path"], measure["title"]) == (path, "バスの運行")


def test_an_article_that_speaks_of_the_declaration_makes_none_of_an_agreement() -> None:
    purpose = "この協定は、中心市宣言を行った甲と乙との間で、暮らしに必要な機能を支えることを目的とする。"
    found = read(AGREEMENT.replace("この協定は、庄内北部定住自立圏の形成を目的とする。", purpose))
    assert found["doc_kind"] == "agreement"
    assert [one["number"] for one in found["articles"]] == ["1", "2", "3"]


def test_a_blank_behind_a_numeral_parts_no_name() -> None:
    text = AGREEMENT.replace("酒田市", "三 朝町").replace("遊佐町", "倉 吉 市")
    found = read(text)
    assert [one["name"] for one in found["parties"]] == ["三朝町", "倉吉市"]
    assert [one["name"] for one in found["members"]] == ["三朝町", "倉吉市"]
