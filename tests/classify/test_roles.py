"""Kinds of roles: which words of a duty tell what its holder does. All sentences are fictions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.classify.around import Around
from graph_build.classify.predicates import clauses_of
from graph_build.classify.roles import role_kinds, roles
from graph_build.records.agreement import RoleStatement
from tests.classify.fictions import converted


def kinds(text: str) -> set[str]:
    return {hit.rule.concept for hit in role_kinds(text)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("圏域の中心となって販路の開拓に取り組む。", {"lead", "implement"}),
        ("市町村間の連絡調整を行う。", {"coordinate"}),
        ("各町の要望を取りまとめる。", {"coordinate"}),
        ("協議会の事務局を担う。", {"coordinate"}),
        ("移動図書館を運行する。", {"implement"}),
        ("案内板を立てる。", {"implement"}),
        ("施設の整備に取り組む。", {"implement"}),
        ("乙の住民に会議室を提供する。", {"provide"}),
        ("乙の患者を受け入れる。", {"provide"}),
        ("船着場を貸す。", {"provide"}),
        ("保健師を派遣する。", {"provide"}),
        ("調査に協力する。", {"cooperate"}),
        ("甲と連携して森林の保全に取り組む。", {"cooperate"}),
        ("甲と連携して診療所を運営する。", {"cooperate", "implement"}),
        ("輪番病院の運営費を補助する。", {"assist"}),
        ("創業者への支援を行う。", {"assist"}),
        ("連絡会に参加する。", {"participate"}),
        ("職員を研修に参加させる。", {"participate"}),
        ("空き家の情報を甲に提供する。", {"shareInformation"}),
        ("調査の結果を互いに報告する。", {"shareInformation", "cooperate"}),
        ("住民への周知を行う。", {"publicise"}),
        ("チラシを配布する。", {"publicise"}),
        ("運行に要する経費の一部を負担する。", {"bearCost"}),
        ("清掃の事務を甲に委託する。", {"entrust"}),
        ("乙から清掃の事務を受託する。", {"accept"}),
        ("別に定める規約の定めるところによる。", {"byRegulation"}),
    ],
)
def test_the_verb_at_the_end_decides(text: str, wanted: set[str]) -> None:
    assert kinds(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲が運営する診療所の周知を行う。", {"publicise"}),  # running it is 甲's work
        ("甲が行う研修に協力する。", {"cooperate"}),
        ("甲が開催する講座に参加する。", {"participate"}),
        ("情報発信の拠点を整備する。", {"implement"}),  # no information is sent
        ("委託業者を選定する。", {"implement"}),
        ("参加者を募集する。", {"publicise"}),
        ("相談支援事業を実施する。", {"implement"}),
        ("住民が制度を利用できるよう、窓口を設ける。", {"implement"}),  # a purpose
        ("乙から申出があった場合は、職員を派遣する。", {"provide"}),  # a condition
    ],
)
def test_what_others_do_and_what_a_thing_is_for_gives_no_kind(text: str, wanted: set[str]) -> None:
    assert kinds(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("催しを開催するとともに、全体の調整を行う。", {"implement", "coordinate"}),
        ("会議に参加し、結果を住民に周知する。", {"participate", "publicise"}),
        ("・会議への参加、運営への協力", {"participate", "cooperate"}),
        ("調査、周知及び情報提供を行う。", {"implement", "publicise", "shareInformation"}),
        ("（1）窓口を設ける。\n（2）費用を負担する。", {"implement", "bearCost"}),
    ],
)
def test_several_kinds_hold_at_once(text: str, wanted: set[str]) -> None:
    assert kinds(text) == wanted


def test_every_kind_has_the_words_that_tell_it() -> None:
    hits = role_kinds("公民館の講座を開催するとともに、町内への周知等を行う。")
    assert [(hit.rule.concept, hit.cue) for hit in hits] == [
        ("implement", "講座を開催"),
        ("publicise", "周知等を行う"),
    ]


@pytest.mark.parametrize("text", ["", "図書館", "未定", "甲乙丙", "－"])
def test_a_text_that_says_no_act_has_no_kind(text: str) -> None:
    assert kinds(text) == set()


def role(order: int, text: str) -> RoleStatement:
    return RoleStatement(
        id=f"m/role/{order}",
        owner="m",
        holders=(),
        holder_text="甲乙"[order - 1],
        order=order,
        text=text,
        text_digest="",
    )


def test_ditto_repeats_the_kinds_above_it_less_surely() -> None:
    above, below = role(1, "住民への周知を行う。"), role(2, "同上")
    around = Around.of((above, below))
    (given_above,), (given_below,) = roles(above, around), roles(below, around)
    assert (given_below.concept, given_below.rule, given_below.cue) == (
        given_above.concept,
        "role.ditto",
        "同上",
    )
    assert given_below.confidence < given_above.confidence


def test_ditto_with_nothing_above_it_says_nothing() -> None:
    alone = role(1, "同上")
    assert roles(alone, Around.of((alone,))) == []


@given(st.text(alphabet="甲乙と連携して調査周知を行う、。し及びに協力する（）(\n ・等提供情報場合はとともに"))
def test_clauses_are_printed_words_in_their_order(text: str) -> None:
    at = 0
    for group in clauses_of(text):
        assert group[0][0] == "clause"
        place = text.find(group[0][1], at)
        assert place >= at
        at = place
        for name, part in group:
            assert part
            assert part in group[0][1], name


def test_nearly_every_duty_of_the_fictional_documents_has_a_kind() -> None:
    without, count = [], 0
    for records in converted("agreements*/*.txt", step=4):
        around = Around.of(records.items)
        for statement in records.of(RoleStatement):
            count += 1
            without += [] if roles(statement, around) else [f"{statement.id}: {statement.text}"]
    assert count > 900
    assert len(without) <= count / 100, without
