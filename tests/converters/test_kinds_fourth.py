"""Kinds of practice around conjunctions, parts, definitions, heads and points, each in a small text of its own. All texts are fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.base import Passage
from graph_build.records.document import Records
from graph_build.release.extract import extract

SIGNED = """
令和4年3月1日

甲　兵庫県豊岡市中央町二丁目4番
豊岡市長　城崎　湯
乙　兵庫県美方郡香美町香住区香住870番地
香美町長　余部　橋

"""
OPENING = """豊岡市と香美町との連携に関する協約

豊岡市（以下「甲」という。）および香美町（以下「乙」という。）は、次のとおり協約を締結する。

"""


def read(text: str, name: str = "fiction.txt") -> dict[str, Any]:
    return extract(convert(read_bytes(name, text.encode())))


def agreement(articles: str, annex: str = "") -> dict[str, Any]:
    return read(OPENING + articles + SIGNED + annex)


@pytest.mark.parametrize("conjunction", ["及び", "および", "ならびに"])
def test_conjunctions_may_be_written_in_kana(conjunction: str) -> None:
    purpose = (
        f"（目的）\n第1条　甲が養父市、朝来市{conjunction}香美町と形成する但馬定住自立圏を豊かにする。\n"
    )
    work = "（取組）\n第2条　取組は、別表のとおりとする。\n"
    annex = f"別表（第2条関係）\n\n診療所の共同運営\n取組の内容\t診療所を開く。\n甲{conjunction}乙の役割\t医師を出す。\n"
    found = agreement(purpose + work, annex)
    assert [member["name"] for member in found["members"]] == ["養父市", "朝来市", "香美町", "豊岡市"]
    roles = [{"party": party, "text": "医師を出す。"} for party in "甲乙"]
    assert found["measures"][0]["roles"] == roles


WORK = """（除雪）
第{}条　町道の雪を除く。
2　甲は、機械を出す。
3　乙は、費用を負担する。
"""


def test_a_single_part_that_holds_the_work_is_no_field() -> None:
    chapters = "第1章　道路\n" + WORK.format(1) + "第2章　橋\n" + WORK.format(2)
    found = agreement(f"第1編　連携\n{chapters}第2編　雑則\n（疑義）\n第3条　甲乙協議して定める。\n")
    assert [measure["field_path"] for measure in found["measures"]] == [["道路"], ["橋"]]


def test_several_parts_divide_the_work_by_subject() -> None:
    found = agreement(
        f"第1編　冬の暮らし\n{WORK.format(1)}第2編　夏の暮らし\n{WORK.format(2)}第3編　雑則\n（疑義）\n第3条　甲乙協議して定める。\n"
    )
    assert [field["label"] for field in found["policy_fields"]] == ["冬の暮らし", "夏の暮らし"]


def test_what_a_term_means_is_no_measure() -> None:
    meaning = "（語句の定義）\n第1条　次に掲げる語句の意味は、次に定めるところによる。\n(1)　連携事務　次条に定める事務をいう。\n"
    found = agreement(meaning + WORK.format(2))
    assert [measure["title"] for measure in found["measures"]] == ["除雪"]


@pytest.mark.parametrize(
    ("caption", "count"), [("実施の計画", 1), ("事業計画の作成", 1), ("地域公共交通計画の策定", 2)]
)
def test_a_plan_for_the_year_is_no_measure(caption: str, count: int) -> None:
    found = agreement(f"{WORK.format(1)}（{caption}）\n第2条　甲及び乙は、計画を共同で作成する。\n")
    assert len(found["measures"]) == count


def test_heads_below_a_head_that_spans_them() -> None:
    annex = """別表（第1条関係）

<table><tr><th rowspan="2">分野</th><th colspan="2">連携する取組</th><th colspan="2">役割分担</th></tr>
<tr><th>取組名</th><th>取組の概要</th><th>甲（豊岡市）</th><th>乙（香美町）</th></tr>
<tr><td>医療</td><td>診療所の運営</td><td>診療所を開く。</td><td>医師を出す。</td><td>場所を貸す。</td></tr></table>
"""
    found = read(OPENING + "（取組）\n第1条　取組は、別表のとおりとする。\n" + SIGNED + annex, "fiction.md")
    (measure,) = found["measures"]
    assert (measure["field_path"], measure["title"], measure["content"]) == (
        ["医療"],
        "診療所の運営",
        "診療所を開く。",
    )


POINTS = """<main><h1>ごみの処理に関する連携協約書</h1><p>ページ番号：1234　更新日：2022年4月1日</p>
<p>豊岡市及び香美町（以下「市町」という。）は、次の事項を内容とする連携協約を{}。</p>
<p>記</p><h3>１．目的</h3><p>処理の体制を築く。</p><h3>２．連携する事務</h3><h4>（１）収集</h4><p>ごみを集める。</p>
<ul><li>ア　豊岡市は、時間を割り振る。</li><li>イ　豊岡市及び香美町は、車を出す。</li></ul>
<h3>３．その他</h3><p>話し合って決める。</p><p>令和4年2月14日</p>
<p>豊岡市長　城崎　湯</p><p>香美町長　余部　橋</p></main><p>このページに関するお問い合わせ</p>"""


def test_points_below_a_note_sign_are_the_terms_of_parties_without_positions() -> None:
    (measure,) = read(POINTS.format("締結する"), "fiction.html")["measures"]
    assert (measure["number"], measure["title"], measure["content"]) == ("(1)", "収集", "ごみを集める。")
    both = "豊岡市及び香美町は、車を出す。"
    assert measure["roles"] == [
        {"party": "豊岡市", "text": "豊岡市は、時間を割り振る。"},
        {"party": "豊岡市", "text": both},
        {"party": "香美町", "text": both},
    ]


def test_a_page_that_tells_of_an_agreement_is_none() -> None:
    assert read(POINTS.format("締結しました"), "fiction.html")["refused"]


def test_a_polite_sentence_above_the_title_is_no_preamble() -> None:
    page = "香美町との協定\n\n豊岡市は、香美町との間で協定を結び、連携しています。協定の全文は次のとおりです。\n\n"
    found = read(page + OPENING + WORK.format(1) + SIGNED)
    assert found["title"] == "豊岡市と香美町との連携に関する協約"


def test_a_title_may_break_behind_what_it_ends() -> None:
    body = OPENING.split("\n", 1)[1].replace("協約を締結する", "協定を締結する")
    end = "（廃止）\n第1条　但馬の協定は、令和7年3月31日をもって廃止する。\n"
    found = read("但馬定住自立圏の形成に関する協定を\n廃止する協定書\n" + body + end + SIGNED)
    assert (found["doc_kind"], found["title"]) == (
        "repeal",
        "但馬定住自立圏の形成に関する協定を廃止する協定書",
    )


def test_a_polite_sentence_begins_no_text_whose_annexes_follow() -> None:
    page = "香美町との協定\n\n豊岡市は、香美町と協定を結びました。\n\n別表\n\n"
    found = read(page + OPENING + WORK.format(1) + SIGNED)
    assert [article["heading"] for article in found["articles"]] == ["除雪"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ("豊岡市及び香美町における但馬の広", "域連携に係る協約"),
            "豊岡市及び香美町における但馬の広域連携に係る協約",
        ),
        (("豊岡市及び香美町における連携", "但馬広域連携協約"), "但馬広域連携協約"),
        (
            ("豊岡市及び香美町における但馬の海", "豊岡市と香美町との但馬広域連携協約"),
            "豊岡市と香美町との但馬広域連携協約",
        ),
    ],
)
def test_a_title_broken_amid_what_the_parties_agree_on(lines: tuple[str, str], title: str) -> None:
    found = read("\n".join(lines) + "\n" + OPENING.split("\n", 1)[1] + WORK.format(1) + SIGNED)
    assert found["title"] == title


@pytest.mark.parametrize(
    "roles",
    ["甲の役割\t医師を出す。\n乙の役割\t場所を貸す。", "甲の役割\t乙の役割\n医師を出す。\t場所を貸す。"],
)
def test_roles_in_a_table_below_a_labelled_content_are_of_its_measure(roles: str) -> None:
    article = "（取組）\n第1条　取組は、別表のとおりとする。\n"
    lines = "別表（第1条関係）\n(1)　医療\nア　診療所\n取組の内容　診療所を開く。\n\n{0}\n\nイ　巡回\n取組の内容　車で診る。\n\n{0}\n"
    found = agreement(article, lines.format(roles))["measures"]
    assert [(one["field_path"], one["title"], len(one["roles"])) for one in found] == [
        (["医療"], "診療所", 2),
        (["医療"], "巡回", 2),
    ]


def test_the_number_of_a_page_among_sentences_is_no_passage() -> None:
    bill = "議案第3号\n豊岡市と香美町との連携に関する協約の締結について\n協約を結ぶため、議会の議決を求める。\n令和4年2月25日提出\n"
    reason = "連携を始めるため、この議案を提出するものである。"
    found = convert(
        read_bytes("a.txt", f"{bill}提案理由\n{reason}\n1\n別紙\n{OPENING}{WORK.format(1)}".encode())
    )
    assert isinstance(found, Records)
    assert [one.text for one in found.of(Passage) if one.title == "提案理由"] == [reason]
