"""The grammar of changes: a sentence in, its steps out (kind, target, old, new, number)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.converters import convert
from graph_build.converters.changes.sentences import is_change, steps_of
from graph_build.converters.changes.targets import Places
from graph_build.converters.items import Para
from graph_build.documents.model import Located
from graph_build.documents.read import read_bytes, read_document
from graph_build.records.agreement import Operation
from graph_build.records.document import Records
from graph_build.release.extract import extract

Step = tuple[str, str, str | None, str | None, str | None]


def steps(sentence: str) -> list[Step]:
    para = Para(Located.plain(sentence, 0))
    assert is_change(para)
    return [
        (one.kind, one.target, one.old_text, one.new_text, one.new_number) for one in steps_of(para, Places())
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "第２条第１項中「冬」を「夏」に、同条第２項中「雪」を「海」に改める。",
            [("text", "第2条第1項", "冬", "夏", None), ("text", "第2条第2項", "雪", "海", None)],
        ),
        (
            "第4条を削り、第5条を第4条とし、第6条から第9条までを1条ずつ繰り上げる。",
            [
                ("delete", "第4条", None, None, None),
                ("renumber", "第5条", None, None, "4"),
                ("renumber", "第6条から第9条まで", None, None, "5から8まで"),
            ],
        ),
        (
            "別表第1中1の部(1)の項を削り、同表1の部(2)の項を同部(1)の項とする。",
            [
                ("delete", "別表第1中1の部(1)の項", None, None, None),
                ("renumber", "別表第1の1の部(2)の項", None, None, "(1)"),
            ],
        ),
        (
            "第4条の見出しを削り、同条の前に見出しとして「（費用等）」を付し、同条を同条第2項とする。",
            [
                ("delete", "第4条の見出し", None, None, None),
                ("heading", "第4条", None, "費用等", None),
                ("renumber", "第4条第1項", None, None, "2"),
            ],
        ),
        (
            "第3条第1項第1号イ及び第3号中「道」を「街道」に改める。",
            [
                ("text", "第3条第1項第1号イ", "道", "街道", None),
                ("text", "第3条第1項第3号", "道", "街道", None),
            ],
        ),
        (
            "別表第1の(1)の項を削り、(2)の項を(1)の項とし、(3)の項中「駅」を「港」に改める。",
            [
                ("delete", "別表第1の(1)の項", None, None, None),
                ("renumber", "別表第1の(2)の項", None, None, "(1)"),
                ("text", "別表第1の(3)の項", "駅", "港", None),
            ],
        ),
        (
            "第4条第1項第2号中「道」を「街道」に改め、同号ただし書を削り、同項第3号を同項第2号とする。",
            [
                ("text", "第4条第1項第2号", "道", "街道", None),
                ("delete", "第4条第1項第2号ただし書", None, None, None),
                ("renumber", "第4条第1項第3号", None, None, "2"),
            ],
        ),
        (
            "別表第2の「医療」の項中「病院」及び「医院」を「医療機関」に改め、「等」を削る。",
            [
                ("text", "別表第2の「医療」の項", "病院", "医療機関", None),
                ("text", "別表第2の「医療」の項", "医院", "医療機関", None),
                ("text", "別表第2の「医療」の項", "等", "", None),
            ],
        ),
        (
            "題名中「圏域」とあるのは、「広域圏」とし、前文中「共に」の前に「互いに」を加える。",
            [("text", "題名", "圏域", "広域圏", None), ("text", "前文", "共に", "互いに共に", None)],
        ),
        (
            "附則を附則第1項とし、同項に見出しとして「（施行期日）」を付し、附則に次の1項を加える。",
            [
                ("renumber", "附則", None, None, "1"),
                ("heading", "附則第1項", None, "施行期日", None),
                ("add_paragraph", "附則", None, None, None),
            ],
        ),
        (
            "第5条の見出し及び同条第2項中「冬」を「夏」に改め、同条を第6条とし、同条の次に次の1条を加える。",
            [
                ("text", "第5条の見出し", "冬", "夏", None),
                ("text", "第5条第2項", "冬", "夏", None),
                ("renumber", "第5条", None, None, "6"),
                ("add", "第6条", None, None, None),
            ],
        ),
        (
            "第4条中第2項を第4項とし、第1項の次に次の2項を加え、同条第4項の前に次の1号を加える。",
            [
                ("renumber", "第4条中第2項", None, None, "4"),
                ("add", "第4条中第1項", None, None, None),
                ("add", "第4条第4項の前", None, None, None),
            ],
        ),
        (
            "別表第1の(2)の項から(4)の項までを2項ずつ繰り下げ、別表第2を別表第3とし、別表第1の次に次の1表を加える。",
            [
                ("renumber", "別表第1の(2)の項から(4)の項まで", None, None, "(4)から(6)まで"),
                ("renumber", "別表第2", None, None, "3"),
                ("add", "別表第1", None, None, None),
            ],
        ),
        (
            "別表第1環境の部ごみの款(1)の項中「箱」を「袋」に改め、同款(2)の項を削り、同部を削る。",
            [
                ("text", "別表第1環境の部ごみの款(1)の項", "箱", "袋", None),
                ("delete", "別表第1環境の部ごみの款(2)の項", None, None, None),
                ("delete", "別表第1環境の部", None, None, None),
            ],
        ),
        (
            "前文のうち「海」を「山」に改め、別表中、3の目を2の目とする。",
            [("text", "前文", "海", "山", None), ("renumber", "別表中3の目", None, None, "2")],
        ),
        (
            "第7条及び第8条をそれぞれ第8条及び第9条とする。",
            [("renumber", "第7条", None, None, "8"), ("renumber", "第8条", None, None, "9")],
        ),
    ],
)
def test_a_sentence_gives_its_steps(sentence: str, expected: list[Step]) -> None:
    assert steps(sentence) == expected


def test_a_clause_that_no_rule_understands_gives_no_step() -> None:
    assert steps("第6条に第1節として次の1節を加える。") == []


HEAD = """盛岡市と滝沢市との観光に関する協定の一部を変更する協定

盛岡市（以下「甲」という。）と滝沢市（以下「乙」という。）は、盛岡市と滝沢市との観光に関する協定（以下「原協定」という。）の一部を次のように変更する。

"""
SIGNED = """
附　則
この協定は、令和4年4月1日から施行する。

令和4年3月25日

甲　盛岡市長　　南部　鉄瓶
乙　滝沢市長　　西瓜　鈴
"""


def operations(tmp_path: Path, body: str) -> list[tuple[str, str, str | None, str | None]]:
    path = tmp_path / "fiction.txt"
    path.write_text(HEAD + body + SIGNED, encoding="utf-8")
    result = convert(read_document(path))
    assert isinstance(result, Records)
    assert [problem.code for problem in result.problems if problem.severity == "error"] == []
    return [(one.kind, one.target, one.old_text, one.new_text) for one in result.of(Operation)]


def test_a_table_stands_for_the_sentence_that_announces_it(tmp_path: Path) -> None:
    body = """原協定第2条中「冬」を「夏」に改める。
次の表の変更前の欄に掲げる規定を変更後の欄に掲げる規定のように改める。
（下線の部分は変更部分）
変更前\t変更後
（新設）\t第2条の2　雪は、甲が運ぶ。
第3条　海\t第3条　山
原協定第9条を削る。
"""
    assert operations(tmp_path, body) == [
        ("text", "第2条", "冬", "夏"),
        ("add", "第2条の2", None, "第2条の2 雪は、甲が運ぶ。"),
        ("replace", "第3条", "第3条 海", "第3条 山"),
        ("delete", "第9条", None, None),
    ]


def test_a_table_below_complete_sentences_only_repeats_them(tmp_path: Path) -> None:
    body = "原協定第2条中「冬」を「夏」に改める。\n\n変更前\t変更後\n第2条　冬に行う。\t第2条　夏に行う。\n"
    assert operations(tmp_path, body) == [("text", "第2条", "冬", "夏")]


def test_provisions_in_one_cell_are_told_apart_by_their_names(tmp_path: Path) -> None:
    body = """次のように改める。

| 改正後 | 改正前 |
|---|---|
| （海）<br>第2条　海<br>（山）<br>第3条　山 | （海）<br>第2条　海<br>第3条　川<br>第4条　雪 |
"""
    assert [(kind, target) for kind, target, _, _ in operations(tmp_path, body)] == [
        ("replace", "第3条"),
        ("delete", "第4条"),
    ]


BELOW = "次のように改める。\n\n| 改正後 | 改正前 |\n|---|---|\n| （費用）<br>第4条　（略）<br>{} | （費用）<br>第4条　（略）<br>{} |\n"


@pytest.mark.parametrize(
    ("new", "old", "told"),
    [
        ("2　夏に払う。", "2　冬に払う。", [("replace", "第4条第2項", "2 冬に払う。", "2 夏に払う。")]),
        (
            "2　（略）<br>3　夏に払う。",
            "2　（略）<br>3　冬に払う。",
            [("replace", "第4条第3項", "3 冬に払う。", "3 夏に払う。")],
        ),
        ("2　（略）<br>3　夏に払う。", "2　（略）", [("add_paragraph", "第4条", None, "夏に払う。")]),
        ("2　夏に払う。", "", [("add_paragraph", "第4条", None, "夏に払う。")]),
        ("(1)　海<br>(2)　山", "(1)　海", [("add", "第4条第1号", None, "(2) 山")]),
        ("2　（略）", "2　（略）<br>3　冬に払う。", [("delete", "第4条第3項", "3 冬に払う。", None)]),
    ],
)
def test_below_an_article_that_is_left_out_its_paragraphs_change(
    tmp_path: Path, new: str, old: str, told: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert operations(tmp_path, BELOW.format(new, old)) == told


def test_paragraphs_that_do_not_tell_which_of_them_changed_stay_one_article(tmp_path: Path) -> None:
    body = BELOW.format("2　夏に払う。<br>3　（略）", "2　（略）")
    assert [(kind, target) for kind, target, _, _ in operations(tmp_path, body)] == [("replace", "第4条")]


ROWS = "次のように改める。\n\n| 改正後 | 改正前 |\n|---|---|\n| 別表第1（第3条関係）<br>{} | 別表第1（第3条関係）<br>{} |\n"
LABELLED = "(2)　夏の市<br>取組の内容　{}。<br>甲の役割　人を招く。<br>乙の役割　場所を貸す。"


@pytest.mark.parametrize(
    ("new", "old", "told"),
    [
        (
            f"(1)　（略）<br>{LABELLED.format('店を出す')}",
            f"(1)　（略）<br>{LABELLED.format('店を開く')}",
            [("replace", "別表第1(2)の項", None, None)],
        ),
        (
            f"(1)　（略）<br>{LABELLED.format('店を出す')}",
            "(1)　（略）<br>（新設）",
            [("add", "別表第1(1)の項", None, None)],
        ),
        ("1　（略）<br>2　山", "1　（略）<br>2　海", [("replace", "別表第1の2の項", "2 海", "2 山")]),
        ("(1)　（略）<br>（削る）", "(1)　（略）<br>(2)　海", [("delete", "別表第1(2)の項", "(2) 海", None)]),
    ],
)
def test_of_an_annex_that_leaves_rows_out_the_others_change(
    tmp_path: Path, new: str, old: str, told: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert operations(tmp_path, ROWS.format(new, old)) == told


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("(1)　山<br>(2)　（略）<br>(3)　空", "(1)　（略）<br>(2)　空"),  # a row put in amid others
        ("1　福祉<br>(1)　（略）<br>(2)　山", "1　福祉<br>(1)　（略）<br>(2)　海"),  # left out inside a row
        ("(1)　空<br>(2)　山", "(1)　空<br>(2)　海"),  # nothing left out: the annex is printed whole
    ],
)
def test_rows_of_an_annex_that_do_not_tell_which_of_them_changed_are_one(
    tmp_path: Path, new: str, old: str
) -> None:
    told = operations(tmp_path, ROWS.format(new, old))
    assert [(kind, target) for kind, target, _, _ in told] == [("replace", "別表第1")]


def test_the_end_of_the_text_ends_its_last_block(tmp_path: Path) -> None:
    body = "原協定第9条の次に次の1条を加える。\n（広報）\n第10条　甲は、広報を行う。\n"
    assert operations(tmp_path, body) == [("add", "第9条", None, "（広報）\n第10条 甲は、広報を行う。")]


def test_a_sentence_opens_the_place_for_those_below_it(tmp_path: Path) -> None:
    body = "原協定別表第2の一部を次のように改める。\n(2)の項を削る。\n(4)の項中「駅」を「港」に改める。\n"
    assert operations(tmp_path, body) == [
        ("delete", "別表第2の(2)の項", None, None),
        ("text", "別表第2の(4)の項", "駅", "港"),
    ]


@pytest.mark.parametrize(("before", "after"), [("【変更前】", "【変更後】"), ("（現行）", "（改正案）")])
def test_wordings_below_each_other(tmp_path: Path, before: str, after: str) -> None:
    body = (
        f"原協定第2条第1項を次のとおり変更する。\n{before}\n催しは、冬に行う。\n{after}\n催しは、夏に行う。\n"
    )
    assert operations(tmp_path, body) == [
        ("replace", "第2条第1項", "催しは、冬に行う。", "催しは、夏に行う。")
    ]


BESIDE = """酒田市と遊佐町との定住自立圏形成協定の一部を変更する協定書

酒田市（以下「甲」という。）及び遊佐町（以下「乙」という。）は、平成25年9月30日に締結した定住自立圏形成協定の一部を変更する協定を、次のとおり締結する。

変更前\t変更後
（費用）\t（費用）
第5条　費用は、協議して定める。\t第5条　費用は、甲及び乙が受ける利益に応じて定める。

{}中「6月前」を「1年前」に改める。

令和5年3月29日

甲　山形県酒田市本町二丁目2番45号
酒田市長　日和山　灯
乙　山形県飽海郡遊佐町遊佐字舞鶴202番地
遊佐町長　鳥海　月光
"""


@pytest.mark.parametrize(
    ("place", "operations"),
    [("第7条", [("replace", "第5条"), ("text", "第7条")]), ("第5条第2項", [("text", "第5条第2項")])],
)
def test_a_table_of_two_wordings_repeats_only_the_provisions_that_sentences_change(
    place: str, operations: list[tuple[str, str]]
) -> None:
    """Fiction. Of other provisions it tells the changes itself, although no sentence announces it."""
    found = extract(convert(read_bytes("fiction.txt", BESIDE.format(place).encode())))
    assert [(one["op"], one["target"]) for one in found["amends"]["operations"]] == operations
