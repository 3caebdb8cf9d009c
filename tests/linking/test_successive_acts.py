"""Several acts on one text: one after the other, an act on an act, effects on different days, an end."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from graph_build.linking.consolidate import consolidate
from graph_build.records.agreement import AgreementVersion, Operation, RoleStatement
from graph_build.records.document import Records
from tests.linking.texts import HEAD, SIGNERS, TAIL, amendment, lines_of, read_text

BASE = (Path(__file__).parents[1] / "fixtures" / "consolidation" / "cases" / "base.txt").read_text("utf-8")
AGREEMENT = "agreement/renkei-chusu/32201-32386"
NAME = "松江市及び飯南町における連携中枢都市圏の形成に係る連携協約"
FIRST = (
    "　第5条及び第6条をそれぞれ1条ずつ繰り下げ、第4条の次に次の1条を加える。\n（基金）\n第5条　基金を置く。"
)
SECOND = "　第6条中「連絡会議」を「調整会議」に改め、第5条を削り、第6条及び第7条を1条ずつ繰り上げる。"


def act(sentences: str, date: str = "令和5年3月20日") -> Records:
    return read_text(amendment(sentences, date))


def version(day: str) -> str:
    return f"{AGREEMENT}/version/{day}"


def outcome(*documents: Records) -> tuple[set[str], list[tuple[str, str]]]:
    """The texts that are whole, by day, and what was reported."""
    found = consolidate(documents)
    days = {name.rpartition("/")[2] for name in found.complete}
    return days, [(one.code, one.value) for own in found.problems.values() for one in own]


def test_the_second_act_counts_from_the_numbers_after_the_first() -> None:
    documents = [read_text(BASE), act(FIRST), act(SECOND, "令和6年3月22日")]
    for order in itertools.permutations(documents):
        found = consolidate(order)
        assert found.complete == {version("2023-03-20"), version("2024-03-22")}
        after = lines_of(documents[2], found, version("2024-03-22"))
        heads = [line.partition("）")[0] for line in after if re.match("第[0-9]", line)]
        assert heads[3:] == ["第4条（費用", "第5条（連絡会議", "第6条（疑義"]
        assert (
            "第5条（連絡会議） 甲及び乙の長は、毎年1回調整会議を開く。／2 調整会議の庶務は、甲が行う。"
            in after
        )


def test_an_act_between_that_is_missing_is_missed() -> None:
    named = act(SECOND, "令和6年3月22日")
    head = HEAD.replace("に係る連携協約の一部を次の", "に係る連携協約（令和5年3月20日変更）の一部を次の")
    assert head != HEAD
    telling = read_text(head + SECOND + TAIL.replace("{date}", "令和6年3月22日"))
    assert outcome(read_text(BASE), telling) == (set(), [("change_not_applied", "base not whole")])
    # A text that names no act in between is taken at its word.
    assert outcome(read_text(BASE), named)[1][0][1] == "第7条: not found"


def test_a_change_of_an_amending_agreement_is_none_of_the_text() -> None:
    head = HEAD.replace(NAME, f"{NAME}の一部を変更する連携協約").replace("令和3年3月24日", "令和5年3月20日")
    second = read_text(head + "　第6条を削る。" + TAIL.replace("{date}", "令和5年6月1日"))
    named = [one for one in second.of(AgreementVersion) if not one.enacted_by]
    assert [one.title for one in named] == [f"{NAME}の一部を変更する連携協約"]
    days, why = outcome(read_text(BASE), act(FIRST), second)
    assert days == {"2023-03-20"}
    assert why == [("change_not_applied", "changes an amendment, not the text")]
    # What comes later does not build on a text of which it is not known what it is.
    later = act("　第3条を削る。", "令和6年3月22日")
    assert outcome(read_text(BASE), act(FIRST), second, later)[0] == {"2023-03-20"}


def test_an_act_without_a_day_is_not_placed() -> None:
    undated = act(FIRST, "令和　年　月　日")
    assert outcome(read_text(BASE), undated) == (set(), [("change_not_applied", "no date of signing")])


@pytest.mark.parametrize("printed", ["令和三年三月二十四日", "２０２１年３月２４日", "令和３年 ３月２４日"])
def test_the_day_of_the_base_in_any_script(printed: str) -> None:
    changed = read_text(amendment(FIRST).replace("令和3年3月24日", printed))
    assert outcome(read_text(BASE), changed) == ({"2023-03-20"}, [])


def test_a_base_of_another_day_is_not_taken() -> None:
    changed = read_text(amendment(FIRST).replace("令和3年3月24日", "令和2年12月1日"))
    days, _ = outcome(read_text(BASE), changed)
    assert days == set()


def test_a_name_in_another_spelling_is_the_same_base() -> None:
    other = "松江市と飯南町との連携中枢都市圏形成に係る連携協約書"
    changed = read_text(amendment(FIRST).replace(NAME, other))
    assert outcome(read_text(BASE), changed) == ({"2023-03-20"}, [])


def page(history: str, body: str) -> Records:
    """The agreement as a page of 例規集 shows it."""
    title, _, rest = body.partition("\n\n")
    text, _, below = rest.partition("この連携協約が成立した証として")
    annexes = below[below.index("別表第1（") :]
    return read_text(f"○{title}\n令和3年3月24日\n協約第2号\n{history}\n\n{text}{annexes}")


def test_a_page_that_shows_a_change_is_not_changed_again() -> None:
    shown = page("改正　令和5年3月20日協約第3号", BASE.replace("毎年1回", "毎年2回"))
    first = act("　第5条中「毎年1回」を「毎年2回」に改める。")
    later = act("　第5条中「毎年2回」を「毎年3回」に改める。", "令和6年3月22日")
    assert outcome(shown, first) == (set(), [("change_included", "2023-03-20")])
    for documents in ([shown, first, later], [shown, later]):
        found = consolidate(documents)
        assert found.complete == {version("2024-03-22")}
        assert (
            "第5条（連絡会議） 甲及び乙の長は、毎年3回連絡会議を開く。／2 連絡会議の庶務は、甲が行う。"
            in lines_of(later, found, version("2024-03-22"))
        )


def test_changes_that_take_effect_later_have_their_own_day() -> None:
    sentences = (
        "　第5条中「毎年1回」を「毎年2回」に改める。\n　別表第2の1の部を削る。\n"
        "　別表第2の2の部(2)の項中「合同」を「共同」に改める。\n\n　附則\n\n"
        "　この連携協約は、令和5年4月1日から施行する。ただし、別表第2の改正規定は、令和6年4月1日から施行する。"
    )
    changed = act(sentences)
    days = [(one.target, one.effective_on) for one in changed.of(Operation)]
    assert days == [
        ("第5条", None),
        ("別表第2の1の部", "2024-04-01"),
        ("別表第2の2の部(2)の項", "2024-04-01"),
    ]
    assert outcome(read_text(BASE), changed) == ({"2023-03-20"}, [("later_effect", "2024-04-01")])


def test_an_end_ends_the_text_after_the_last_change() -> None:
    end = f"""{NAME}を廃止する協約

松江市（以下「甲」という。）と飯南町（以下「乙」という。）とは、令和3年3月24日付けで締結した{NAME}について、次のとおり廃止する。

1 {NAME}は、令和7年3月31日をもって廃止する。

令和7年3月3日

{SIGNERS}
"""
    ended = read_text(end)
    (operation,) = ended.of(Operation)
    for documents, day in (([], "2021-03-24"), ([act(FIRST)], "2023-03-20")):
        found = consolidate([read_text(BASE), *documents, ended])
        touched = [link.value for link in found.links if link.subject == operation.id]
        assert touched == [version(day)]


def test_the_only_annex_may_be_divided() -> None:
    first, _, second = BASE.rpartition("別表第2（第2条関係）")
    single = first.replace("別表第1及び別表第2", "別表").replace("別表第1（第2条関係）", "別表（第2条関係）")
    annexes = "別表第1（第2条関係）\n\n1 教育\n\n{}\n\n別表第2（第2条関係）" + second.replace(
        "2 防災", "2 減災"
    )
    row = "(1) 図書の貸出し\t取組内容\t図書を貸す。\n\t甲の役割\t目録を作る。\n\t乙の役割\t図書を運ぶ。"
    changed = act("　別表を次のように改める。\n\n" + annexes.format(row))
    assert outcome(read_text(single), changed) == ({"2023-03-20"}, [])
    after = lines_of(changed, consolidate([read_text(single), changed]), version("2023-03-20"))
    heads = [line for line in after if line.startswith("別表")]
    assert heads == [
        *("別表第1（第2条関係）", "別表第1 1 教育"),
        *("別表第2（第2条関係）", "別表第2 1 医療", "別表第2 2 減災"),
    ]


NESTED = f"""定住自立圏の形成に関する協定書

松江市（以下「甲」という。）と飯南町（以下「乙」という。）は、定住自立圏の形成に関し、次のとおり協定を締結する。

（目的）
第１条　この協定は、暮らしを支えることを目的とする。
（取組の内容）
第２条　取組の内容及び役割分担は、次のとおりとする。
（１）　生活機能の強化に係る政策分野
　ア　医療
　　（ア）　夜間の診療
　　　ａ　取組の内容
　　　　　夜間に診る診療所を運営する。
　　　ｂ　甲の役割
　　　　　医師を確保する。
　　　ｃ　乙の役割
　　　　　経費の一部を負担する。
　　（イ）　医師の研修
　　　ａ　取組の内容
　　　　　医師の研修を行う。
　　　ｂ　甲の役割
　　　　　研修の計画を立てる。
　　　ｃ　乙の役割
　　　　　医師を参加させる。
　イ　福祉
　　（ア）　子育ての支援
　　　ａ　取組の内容
　　　　　子育ての相談に応じる。
　　　ｂ　甲の役割
　　　　　相談員を置く。
　　　ｃ　乙の役割
　　　　　場所を用意する。
（費用）
第３条　費用は、甲及び乙が協議して定める。

この協定が成立した証として、本書2通を作り、甲及び乙が記名押印の上、各自1通を保有する。

令和3年3月24日

{SIGNERS}
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "第2条第1号ア(ア)中「医師」を「医師及び看護師」に改める。",
            ["医師及び看護師を確保する。", "研修の計画を立てる。", "相談員を置く。"],
        ),
        (
            "第2条第1号ア中「医師」を「医師等」に改める。",
            ["医師等を確保する。", "研修の計画を立てる。", "相談員を置く。"],
        ),
        ("第2条第1号ア(イ)を削る。", ["医師を確保する。", "相談員を置く。"]),
        ("第2条第1号イを削る。", ["医師を確保する。", "研修の計画を立てる。"]),
        ("第3条を削る。", ["医師を確保する。", "研修の計画を立てる。", "相談員を置く。"]),
    ],
)
def test_the_items_of_an_article_may_be_measures(sentence: str, expected: list[str]) -> None:
    base = read_text(NESTED)
    words = (
        amendment(f"　{sentence}")
        .replace(NAME, "定住自立圏の形成に関する協定書")
        .replace("連携協約", "協定書")
    )
    changed = read_text(words)
    found = consolidate([base, changed])
    assert found.problems == {}
    roles = [
        p.record for p in found.parts if isinstance(p.record, RoleStatement) and p.record.position == "甲"
    ]
    assert sorted(one.text or "" for one in roles) == sorted(expected)
