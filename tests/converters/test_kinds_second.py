"""Further kinds of practice, each in a small agreement of its own. All texts are fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters import convert
from graph_build.converters.changes.sentences import is_change
from graph_build.converters.changes.targets import Places
from graph_build.converters.items import Para
from graph_build.documents.model import Located
from graph_build.documents.read import read_bytes
from graph_build.release.extract import extract

TITLE = "豊岡市と香美町との定住自立圏の形成に関する協定書\n\n"
PARTIES = "豊岡市（以下「甲」という。）及び香美町（以下「乙」という。）は、次のとおり協定を締結する。\n\n"
PURPOSE = "（目的）\n第1条　この協定は、{}の形成を目的とする。\n"
SIGNED = """令和4年3月1日

甲　兵庫県豊岡市中央町二丁目4番
豊岡市長　城崎　湯
乙　兵庫県美方郡香美町香住区香住870番地
香美町長　余部　橋

"""
TABLE = "（取組）\n第2条　取組は、別表のとおりとする。\n（疑義）\n第3条　疑義は、甲及び乙が協議して定める。\n"


def read(*parts: str) -> dict[str, Any]:
    return extract(convert(read_bytes("fiction.txt", "".join(parts).encode())))


@pytest.mark.parametrize(
    "area",
    [
        "豊岡市、養父市、朝来市及び香美町を区域とする但馬圏域",
        "甲並びに養父市、同県朝来市及び乙の区域からなる但馬圏域",
        "豊岡市（以下「中心市」という。）、養父市、朝来市並びに香美町にまたがる但馬圏域",
        "豊岡市・養父市・朝来市・香美町が形成する但馬圏域",
    ],
)
def test_members_are_told_in_any_words_and_the_parties_stand_among_them(area: str) -> None:
    found = read(TITLE, PARTIES, PURPOSE.format(area), TABLE, SIGNED)
    assert {member["name"] for member in found["members"]} == {"豊岡市", "養父市", "朝来市", "香美町"}


def test_who_sits_in_a_conference_is_no_list_of_members() -> None:
    told = "（会議）\n第2条　甲及び乙は、豊岡市、養父市及び朝来市で構成する協議会に加わる。\n"
    found = read(TITLE, PARTIES, PURPOSE.format("但馬圏域"), told, SIGNED)
    assert {member["name"] for member in found["members"]} == {"豊岡市", "香美町"}


def test_articles_below_chapters_are_measures_where_their_paragraphs_have_labels() -> None:
    body = """第2章　暮らし
第1節　医療
（夜間の診療）
第2条　取組の内容　夜間に診療所を開く。
2　甲の役割
医師を出す。
3　乙の役割　場所を貸す。
第2節　福祉
（見守り）
第3条　甲及び乙は、見守りを行う。
2　甲の役割　名簿を作る。
3　乙の役割　家を訪ねる。
第3章　雑則
（疑義）
第4条　疑義は、甲及び乙が協議して定める。
"""
    found = read(TITLE, PARTIES, "第1章　総則\n", PURPOSE.format("但馬圏域"), body, SIGNED)
    assert [(one["field_path"], one["title"], one["content"]) for one in found["measures"]] == [
        (["暮らし", "医療"], "夜間の診療", "夜間に診療所を開く。"),
        (["暮らし", "福祉"], "見守り", "甲及び乙は、見守りを行う。"),
    ]
    assert [len(one["roles"]) for one in found["measures"]] == [2, 2]


def test_lines_that_fill_up_a_row_of_tabs_do_not_cost_its_first_cell() -> None:
    annex = """別表（第2条関係）
取組の内容\t甲の役割\t乙の役割
夜間に診療所を開き、救急の患者を受け入れる体制を整える。\t医師を出す。\t場所を貸す。
往診する。\t・車を買い、運転手を雇う。
・薬を備える。\t・道を直す。
・雪をかく。
見守りを行う。\t名簿を作る。\t家を訪ねる。
"""
    found = read(TITLE, PARTIES, PURPOSE.format("但馬圏域"), TABLE, SIGNED, annex)
    assert [one["content"] for one in found["measures"]][1:] == ["往診する。", "見守りを行う。"]
    assert [role["text"] for role in found["measures"][1]["roles"]] == [
        "・車を買い、運転手を雇う。\n・薬を備える。",
        "・道を直す。\n・雪をかく。",
    ]


def test_rows_that_are_gone_are_neither_measures_nor_fields() -> None:
    annex = """別表（第2条関係）

(令4告示3・令6告示19・一部改正)

取組\t取組の内容\t甲の役割\t乙の役割
(1) 往診\t往診する。\t車を買う。\t道を直す。
(2) 削除\t\t\t
(3) 見守り\t見守りを行う。\t名簿を作る。\t家を訪ねる。
"""
    found = read(TITLE, PARTIES, PURPOSE.format("但馬圏域"), TABLE, SIGNED, annex)
    assert [(one["field_path"], one["title"]) for one in found["measures"]] == [([], "往診"), ([], "見守り")]
    assert "unresolved_block" not in [entry["code"] for entry in found.get("must_report", [])]


@pytest.mark.parametrize("gap", ["\n\t", "\t"])
def test_signatures_in_a_table_row_by_row(gap: str) -> None:
    signed = f"令和4年3月1日\n\n甲\t豊岡市中央町2番4号{gap}豊岡市長　城崎　湯\n乙\t香美町香住870番地{gap}香美町長　余部　橋\n"
    found = read(TITLE, PARTIES, PURPOSE.format("但馬圏域"), TABLE, signed)
    assert [(one["label"], one["party"], one["name"]) for one in found["signatories"]] == [
        ("甲", "豊岡市", "城崎 湯"),
        ("乙", "香美町", "余部 橋"),
    ]


def test_a_bill_that_lists_names_with_values_below_them() -> None:
    bill = """議案第7号

連携協約の廃止について

豊岡市と香美町との間で締結した連携協約を廃止することについて、次のとおり協議する。

令和7年6月6日提出

豊岡市長　城崎　湯

1　廃止する連携協約の名称
　　豊岡市及び香美町における図書館の利用に係る連携協約
2　締結の年月日
　　平成29年2月20日
3　廃止の期日
　　令和8年3月31日
"""
    found = read(bill)
    assert found["amends"]["title"] == "豊岡市及び香美町における図書館の利用に係る連携協約"
    assert found["amends"]["date"] == "2017-02-20"
    assert found["amends"]["operations"][0]["effective"] == "2026-03-31"


def test_the_name_of_what_is_changed_is_no_part_of_a_place() -> None:
    assert Places().full("但馬定住自立圏形成協定別表第2(3)の項") == "別表第2(3)の項"
    places = Places()
    places.full("別表第2の2情報通信の部")
    assert places.full("同表の3の部") == "別表第2の3の部"


def test_a_sentence_on_when_a_change_takes_effect_is_no_change() -> None:
    told = "2　前項の規定にかかわらず、別表第4を加える変更は、令和5年10月1日から施行する。"
    assert not is_change(Para(Located.plain(told, 0)))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("第5条の次に1条を加える改正規定は、令和5年10月1日から施行する。", "2023-10-01"),
        (
            "第9条の改正規定及び第5条の次に1条を加える変更に係る部分は、令和5年10月1日から効力を生ずる。",
            "2023-10-01",
        ),
        ("第6条の改正規定は、令和5年10月1日から施行する。", None),
    ],
)
def test_what_is_put_in_takes_effect_on_its_own_day(words: str, day: str | None) -> None:
    change = "　第5条の次に次の1条を加える。\n　（検証）\n第5条の2　甲及び乙は、取組の成果を検証する。\n"
    head = "豊岡市と香美町との定住自立圏の形成に関する協定の一部を変更する協定書\n\n"
    found = read(
        head,
        PARTIES,
        "　協定の一部を次のように変更する。\n",
        change,
        "附　則\nただし、" + words + "\n\n",
        SIGNED,
    )
    assert [one.get("effective") for one in found["amends"]["operations"]] == [day]


def test_rows_without_heads_may_begin_with_a_number() -> None:
    change = "　別表第2の2の項の次に次のように加える。\n\n3\t空き家\t情報を共有する。\t登録簿を作る。\t家を調べる。\n\n"
    head = "豊岡市と香美町との定住自立圏の形成に関する協定の一部を変更する協定書\n\n"
    found = read(head, PARTIES, "　協定の一部を次のように変更する。\n", change, SIGNED)
    assert [(one["number"], one["title"], one["field_path"]) for one in found["measures"]] == [
        ("3", "空き家", [])
    ]


def test_an_annex_is_changed_by_the_items_below_the_sentence_that_names_it() -> None:
    change = """1　協定第2条中「催し」を「行事」に改める。
2　協定別表第1を次のとおり変更する。
(1)　「2　港」の項中、甲の役割の欄の「貸す」を「直す」に改める。
(2)　「3　朝市」の項を削除する。
(3)　「4　灯台」の項を「3　灯台」の項とし、その次に次の項を加える。

4　空き家\t取組内容\t情報を共有する。
\t甲の役割\t登録簿を作る。
\t乙の役割\t家を調べる。

"""
    head = "豊岡市と香美町との観光に関する協定の一部を変更する協定書\n\n"
    found = read(head, PARTIES, "　協定の一部を次のように変更する。\n", change, SIGNED)
    assert [(one["op"], one["target"]) for one in found["amends"]["operations"]] == [
        ("text", "第2条"),
        ("text", "別表第1の「2港」の項中甲の役割の欄"),
        ("delete", "別表第1の「3朝市」の項"),
        ("renumber", "別表第1の「4灯台」の項"),
        ("add", "別表第1の「3灯台」の項"),
    ]


@pytest.mark.parametrize("row", ["番号\t3", "政策分野\t医療"])
def test_a_row_of_number_or_field_below_the_title_leaves_the_title(row: str) -> None:
    annex = f"""別表（第2条関係）

取組名\t往診
{row}
取組の内容\t往診する。
甲の役割\t車を買う。
乙の役割\t道を直す。
"""
    found = read(TITLE, PARTIES, PURPOSE.format("但馬圏域"), TABLE, SIGNED, annex)
    (measure,) = found["measures"]
    assert measure["title"] == "往診"
    assert (measure["number"], measure["field_path"]) == (("3", []) if "番号" in row else (None, ["医療"]))
