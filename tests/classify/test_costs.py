"""Kinds of cost sharing: who pays, by the words on costs. All sentences are fictions."""

from __future__ import annotations

import pytest

from graph_build.classify.around import Around
from graph_build.classify.costs import cost_kinds, costs, names_of
from graph_build.classify.rules import assignment
from graph_build.records.agreement import Area, Article, Measure, PartyStatement
from graph_build.records.base import Record
from graph_build.records.plan import Project

CORE, OTHER = "municipality/34100", "municipality/34302"


def party(place: str, position: str, name: str) -> PartyStatement:
    return PartyStatement(
        id=f"v/party/{position}", version="v", position=position, printed_name=name, holder=place
    )


PARTIES: tuple[Record, ...] = (
    Area(id="area", scheme="renkei-chusu", name=None, core=(CORE,)),
    party(CORE, "甲", "広島市"),
    party(OTHER, "乙", "府中町"),
)


def kinds(text: str) -> set[str]:
    return {hit.rule.concept for hit in cost_kinds(text, names_of(Around.of(PARTIES)))}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("教室の費用は、広島市が負担する。", {"coreCity"}),
        ("甲が全額を負担する。", {"coreCity"}),
        ("連携中枢都市が負担する。", {"coreCity"}),
        ("乙が全額を負担する。", {"oneParty"}),
        ("費用は、それぞれが負担する。", {"eachOwn"}),
        ("講座の費用は、講座を開催した市町村が負担する。", {"eachOwn"}),
        ("費用は、関係市町が人口割によりそれぞれ負担する。", {"byPopulation"}),
        ("人口割及び均等割により算出した額を負担する。", {"byPopulationAndEqual"}),
        ("利用者数に応じて負担する。", {"byUse"}),
        ("援助を受けた市町が負担する。", {"beneficiary"}),
        ("負担は、別に結ぶ覚書による。", {"byOtherAgreement"}),
        ("費用は、2分の1ずつを負担する。", {"fixedShare"}),
        ("費用の一部を参加市町で負担する。", {"shared"}),
        ("広島市及び広島県が負担する。", {"withPrefecture"}),
        ("費用は、別途協議する。", {"toBeDiscussed"}),
        ("甲及び乙が協議して定める。", {"toBeDiscussed"}),
        ("なし", {"none"}),
        ("費用負担を求めない。", {"none"}),
        ("催しの費用は甲が負担し、広報の費用は各自が負担する。", {"coreCity", "eachOwn"}),
        ("原則として広島市が負担する。ただし、増額の分は別途協議する。", {"coreCity", "toBeDiscussed"}),
        ("会場は駅前とする。", set()),
    ],
)
def test_the_words_tell_who_pays(text: str, wanted: set[str]) -> None:
    assert kinds(text) == wanted


def test_without_a_known_core_city_nobody_is_taken_for_it() -> None:
    around = Around.of(PARTIES[1:])
    assert [hit.rule.concept for hit in cost_kinds("甲が負担する。", names_of(around))] == ["oneParty"]


def article(text: str) -> Article:
    return Article(id="v/article/4", version="v", number="4", order=4, text=text, text_digest="")


def test_only_a_clause_on_costs_is_read_and_one_that_tells_nothing_says_so() -> None:
    clause, silent = article("費用は、各自が負担する。"), article("経費の精算は、翌月に行う。")
    kind = assignment(clause.id, "clauseKind", "cost", "clause.caption.cost", 0.9)
    assert costs(clause, Around.of((*PARTIES, clause))) == []
    assert [one.concept for one in costs(clause, Around.of((*PARTIES, clause, kind)))] == [
        "costSharingKind-eachOwn"
    ]
    (found,) = costs(silent, Around.of((*PARTIES, silent, kind)))
    assert (found.concept, found.rule) == ("costSharingKind-notStated", "cost.not-stated")


def test_measures_and_projects_are_read_by_their_own_words_on_costs() -> None:
    measure = Measure(
        id="m", version="v", field=None, label="祭り", order=1, text_digest="", cost_sharing_text="折半する。"
    )
    project = Project(id="p", version="v", measure=None, title="祭り", order=1)
    assert [one.concept for one in costs(measure, Around.of((*PARTIES, measure)))] == [
        "costSharingKind-fixedShare"
    ]
    assert costs(project, Around.of((*PARTIES, project))) == []
