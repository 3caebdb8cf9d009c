"""Kinds of practice around labels, heads and numbers, each in a small agreement of its own. All texts are fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.release.extract import extract

HEAD = """豊岡市と香美町との定住自立圏の形成に関する協定書

豊岡市（以下「甲」という。）及び香美町（以下「乙」という。）は、次のとおり協定を締結する。

（目的）
第1条　この協定は、但馬圏域の形成を目的とする。
{}（取組）
第{}条　取組は、別表のとおりとする。
（疑義）
第{}条　疑義は、甲及び乙が協議して定める。

令和4年3月1日

甲　兵庫県豊岡市中央町二丁目4番
豊岡市長　城崎　湯
乙　兵庫県美方郡香美町香住区香住870番地
香美町長　余部　橋

"""
ROLES = [{"party": "甲", "text": "医師を出す。"}, {"party": "乙", "text": "場所を貸す。"}]


def read(annex: str, article: str = "", name: str = "fiction.txt") -> dict[str, Any]:
    numbers = (3, 4) if article else (2, 3)
    return extract(convert(read_bytes(name, (HEAD.format(article, *numbers) + annex).encode())))


def only(found: dict[str, Any]) -> tuple[Any, ...]:
    (measure,) = found["measures"]
    return tuple(measure.get(key) for key in ("field_path", "number", "title", "content"))


@pytest.mark.parametrize("label", ["取組事項", "連携事項", "取り組む事項", "施策", "連携する取組"])
@pytest.mark.parametrize("beside", ["連携事業名", "取組名"])
def test_a_label_of_titles_that_tells_a_sentence_announces_the_content(label: str, beside: str) -> None:
    lines = f"{beside}　夜間の診療\n{label}　夜間に診療所を開く。\n甲の役割　医師を出す。\n乙の役割　場所を貸す。\n"
    rows = lines.replace("　", "\t")
    heads = f"{beside}\t{label}\t甲の役割\t乙の役割\n夜間の診療\t夜間に診療所を開く。\t医師を出す。\t場所を貸す。\n"
    for annex in (lines, rows, heads):
        found = read(f"別表（第2条関係）\n\n医療\n\n{annex}")
        assert only(found)[2:] == ("夜間の診療", "夜間に診療所を開く。")
        assert found["measures"][0]["roles"] == ROLES


def test_a_label_of_titles_stays_one_where_another_tells_the_content() -> None:
    annex = "取組事項\t取組の内容\t甲の役割\t乙の役割\n夜間の診療を続ける。\t夜間に診療所を開く。\t医師を出す。\t場所を貸す。\n"
    assert only(read(f"別表（第2条関係）\n\n{annex}"))[2:] == ("夜間の診療を続ける。", "夜間に診療所を開く。")


@pytest.mark.parametrize(
    "line", ["事業番号　1", "取組番号：1", "【番号】1", "No.　1", "整理番号　(1)", "番号　1　夜間の診療"]
)
def test_a_number_on_a_label_line_is_that_of_the_measure_below(line: str) -> None:
    titled = "" if "診療" in line else "事業名　夜間の診療\n"
    annex = "".join(
        f"{line}\n{titled}事業内容　夜間に診療所を開く。\n甲の役割　医師を出す。\n乙の役割　場所を貸す。\n\n".replace(
            "1", n
        )
        for n in "123"
    )
    found = read(f"別表（第2条関係）\n\nⅠ　医療\n\n{annex}")
    assert [(one["field_path"], one["number"], one["title"]) for one in found["measures"]] == [
        (["医療"], f"({n})" if "(" in line else n, "夜間の診療") for n in "123"
    ]


@pytest.mark.parametrize(
    "group",
    ["各市町の役割", "各市の役割", "関係市町の役割", "両市町の役割", "役割分担", "それぞれが担う役割"],
)
@pytest.mark.parametrize("names", [("甲", "乙"), ("豊岡市", "香美町"), ("豊岡市（甲）", "香美町（乙）")])
def test_a_head_over_the_names_of_parties_heads_their_roles(group: str, names: tuple[str, str]) -> None:
    head = (
        f'<tr><td rowspan="2">取組</td><td rowspan="2">内容</td><td colspan="2">{group}</td>'
        f'<td rowspan="2">備考</td></tr><tr><td>{names[0]}</td><td>{names[1]}</td></tr>'
    )
    row = "<tr><td>夜間の診療</td><td>夜間に診療所を開く。</td><td>医師を出す。</td><td>場所を貸す。</td><td></td></tr>"
    found = read(f"別表（第2条関係）\n\n<table>{head}{row}</table>\n", name="fiction.md")
    assert found["measures"][0]["roles"] == ROLES


@pytest.mark.parametrize("head", ["実施主体", "担当", "区分", "市町名", "主体"])
@pytest.mark.parametrize("actors", [("甲", "乙"), ("豊岡市", "香美町")])
@pytest.mark.parametrize("behind", [False, True])
def test_a_column_of_parties_beside_the_roles_says_whose_they_are(
    head: str, actors: tuple[str, str], behind: bool
) -> None:
    def cells(*texts: str) -> str:
        return "".join(f"<td>{text}</td>" for text in (texts[::-1] if behind else texts))

    table = (
        f"<tr><td>取組</td><td>内容</td>{cells(head, '役割')}</tr>"
        f'<tr><td rowspan="2">夜間の診療</td><td rowspan="2">夜間に診療所を開く。</td>{cells(actors[0], "医師を出す。")}</tr>'
        f"<tr>{cells(actors[1], '場所を貸す。')}</tr>"
    )
    found = read(f"別表（第2条関係）\n\n<table>{table}</table>\n", name="fiction.md")
    assert only(found)[2:] == ("夜間の診療", "夜間に診療所を開く。")
    assert found["measures"][0]["roles"] == ROLES


@pytest.mark.parametrize(("number", "field"), [("①", "医療"), ("1-2", None), ("No.3", None), ("ア", "福祉")])
def test_a_number_in_a_cell_that_spans_a_measure_is_no_field(number: str, field: str | None) -> None:
    left = f'<td rowspan="4">{field}</td>' if field else ""
    table = (
        f'<tr>{left}<td rowspan="4">{number}</td><td>取組名</td><td>夜間の診療</td></tr>'
        "<tr><td>取組内容</td><td>夜間に診療所を開く。</td></tr>"
        "<tr><td>甲の役割</td><td>医師を出す。</td></tr><tr><td>乙の役割</td><td>場所を貸す。</td></tr>"
    )
    found = read(f"別表（第2条関係）\n\n<table>{table}</table>\n", name="fiction.md")
    assert only(found) == ([field] if field else [], number, "夜間の診療", "夜間に診療所を開く。")


def test_numbers_that_begin_anew_in_a_sub_field_stay_in_it() -> None:
    measure = "\n取組内容　{0}を開く。\n甲の役割　医師を出す。\n乙の役割　場所を貸す。\n"
    titles = [
        "1　医療\n(1)　外来",
        "(2)　病棟",
        "2　福祉\nア　高齢者\n(1)　相談",
        "(2)　見守り",
        "イ　子ども\n(1)　保育",
        "(2)　教室",
    ]
    annex = "".join(title + measure.format(title[-2:]) for title in titles)
    found = read(f"別表（第2条関係）\n\n{annex}")
    assert [(*one["field_path"], one["number"], one["title"]) for one in found["measures"]] == [
        ("医療", "(1)", "外来"),
        ("医療", "(2)", "病棟"),
        ("福祉", "高齢者", "(1)", "相談"),
        ("福祉", "高齢者", "(2)", "見守り"),
        ("福祉", "子ども", "(1)", "保育"),
        ("福祉", "子ども", "(2)", "教室"),
    ]


MEASURE = "別表第1（第3条関係）\n\n取組内容　夜間に診療所を開く。\n甲の役割　医師を出す。\n乙の役割　場所を貸す。\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "但馬圏域を構成する市町は、別表第2のとおりとする。",
        "但馬圏域の構成市町は別表第2に掲げるものとする。",
        "但馬圏域の区域は、別表第2に掲げる市町の区域とする。",
        "但馬圏域とは、別表第2に定める関係市町で構成する圏域をいう。",
    ],
)
@pytest.mark.parametrize(
    "listed",
    [
        "区分\t市町名\n中心市\t豊岡市\n構成市町\t養父市、朝来市、香美町\n",
        "中心市\t連携市町\n豊岡市\t養父市、朝来市及び香美町\n",
        "豊岡市\n養父市\n朝来市\n香美町\n",
        "中心市　豊岡市\n周辺市町　養父市、朝来市、香美町\n",
        "兵庫県\t豊岡市、養父市、朝来市、香美町\n",
    ],
)
def test_members_stand_in_an_annex_that_an_article_names(sentence: str, listed: str) -> None:
    found = read(f"{MEASURE}別表第2（第2条関係）\n\n{listed}", f"（圏域）\n第2条　{sentence}\n")
    assert [member["name"] for member in found["members"]] == ["豊岡市", "養父市", "朝来市", "香美町"]
    assert "unresolved_block" not in {entry["code"] for entry in found.get("must_report", [])}


@pytest.mark.parametrize(
    "address", ["横浜市中区日本大通1", "神奈川県横浜市中区日本大通1-1", "横浜市中区日本大通１"]
)
def test_an_address_may_do_without_banchi(address: str) -> None:
    text = (
        HEAD.replace("兵庫県豊岡市中央町二丁目4番", address)
        .replace("豊岡市", "神奈川県")
        .replace("神奈川県長", "神奈川県知事")
    )
    annex = "別表（第2条関係）\n\n取組内容　夜間に診療所を開く。\n甲の役割　医師を出す。\n乙の役割　場所を貸す。\n"
    found = extract(convert(read_bytes("fiction.txt", (text.format("", 2, 3) + annex).encode())))
    assert found["signatories"][0]["address"].endswith(address[-4:])


def test_a_head_printed_again_behind_a_page_end_has_its_rule_of_dashes_again() -> None:
    head = "| 取組 | 内容 | 甲の役割 | 乙の役割 |\n| --- | --- | --- | --- |\n"
    row = "| {} | 夜間に診療所を開く。 | 医師を出す。 | 場所を貸す。 |\n"
    annex = f"別表（第2条関係）\n\n{head}{row.format('外来')}\n- 3 -\n\n{head}{row.format('往診')}"
    found = read(annex, name="fiction.md")
    assert [one["title"] for one in found["measures"]] == ["外来", "往診"]


def test_a_title_and_a_number_on_label_lines_are_those_of_the_table_below() -> None:
    rows = "取組内容\t夜間に診療所を開く。\n甲の役割\t医師を出す。\n乙の役割\t場所を貸す。\n\n"
    annex = f"Ⅰ　医療\n\n事業番号：1\n\n【事業名】夜間の診療\n\n{rows}事業番号：2\n\n【事業名】往診\n\n{rows}"
    found = read(f"別表（第2条関係）\n\n{annex}")
    assert [(one["field_path"], one["number"], one["title"]) for one in found["measures"]] == [
        (["医療"], "1", "夜間の診療"),
        (["医療"], "2", "往診"),
    ]


def table(*rows: tuple[str, ...]) -> str:
    lines = ["".join(f"<td>{text}</td>" for text in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>\n"


def test_a_content_that_a_page_cuts_behind_its_title_goes_on_in_the_row_below() -> None:
    rows = (
        ("内容", "甲の役割", "乙の役割"),
        ("(1)　外来<br>夜間に診療所を開く。", "医師を出す。", "場所を貸す。"),
        ("(2)　往診", "医師を出す。", "場所を貸す。"),
        ("家を訪ねる。", "", ""),
        ("(3)　病棟<br>病床を増やす。", "医師を出す。", "場所を貸す。"),
    )
    found = read(f"別表（第2条関係）\n\n{table(*rows)}", name="fiction.md")
    assert [(one["number"], one["title"], one["content"]) for one in found["measures"]] == [
        ("(1)", "外来", "夜間に診療所を開く。"),
        ("(2)", "往診", "家を訪ねる。"),
        ("(3)", "病棟", "病床を増やす。"),
    ]


def test_the_rest_of_a_cell_of_all_roles_goes_on_with_the_last_one_and_with_further_parties() -> None:
    rows = (
        ("取組", "内容", "役割分担"),
        ("外来", "夜間に診療所を開く。", "甲：医師を"),
        ("", "", "出す。<br>乙：場所を貸す。"),
        ("往診", "家を訪ねる。", "甲：医師を出す。<br>乙：場所を貸す。"),
    )
    found = read(f"別表（第2条関係）\n\n{table(*rows)}", name="fiction.md")
    assert [one["roles"] for one in found["measures"]] == [ROLES, ROLES]


def test_two_groups_of_heads_stand_over_the_parties_roles_and_costs() -> None:
    head = (
        '<tr><td rowspan="2">取組</td><td rowspan="2">内容</td><td colspan="2">役割分担</td><td colspan="2">費用負担</td></tr>'
        "<tr><td>甲</td><td>乙</td><td>甲</td><td>乙</td></tr>"
    )
    row = table(
        ("外来", "夜間に診療所を開く。", "医師を出す。", "場所を貸す。", "給与を払う。", "家賃を払う。")
    )
    found = read(f"別表（第2条関係）\n\n<table>{head}{row[7:]}", name="fiction.md")
    assert found["measures"][0]["roles"] == ROLES
