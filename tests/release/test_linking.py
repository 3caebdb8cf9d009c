"""What several documents show together: states of agreements, mentioned texts, what replaced what."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from graph_build.linking.status import Link, link
from graph_build.records.agreement import Area
from graph_build.records.document import Records
from graph_build.records.plan import Vision
from tests.release.make import AGREEMENT, act, agreement, bill, concluded, here, records

BEFORE = f"{AGREEMENT}/version/before-2020-01-01"
FIRST, SECOND = f"{AGREEMENT}/version/2016-03-29", f"{AGREEMENT}/version/2020-01-01"


def amended(base: str) -> Records:
    return records(
        f"{AGREEMENT}/act/amendment-2020-01-01", agreement(), act("amendment", "2020-01-01", base=base)
    )


def proposed(amends: str | None = None) -> Records:
    mention = act("amendment", "2020-01-01", base=amends)[-1:] if amends else ()
    return records("bill/44201/2015-12-01/5", agreement(), bill(amends), mention)


def repealed() -> Records:
    return records(
        f"{AGREEMENT}/act/repeal-2021-01-01", agreement(), act("repeal", "2021-01-01", base=SECOND)
    )


def unsigned() -> Records:
    return records(f"{AGREEMENT}/act/conclusion-undated", agreement(), act("conclusion", None, signed=False))


@pytest.mark.parametrize(
    ("documents", "state"),
    [
        ([proposed()], "proposed"),
        ([concluded()], "concluded"),
        ([proposed(), concluded()], "concluded"),
        ([amended(BEFORE)], "concluded"),
        ([proposed(amends=BEFORE)], "concluded"),
        ([concluded(), repealed()], "repealed"),
        ([repealed()], "repealed"),
        ([unsigned()], "unknown"),
        ([records("t", agreement())], "unknown"),
    ],
)
def test_the_state_of_an_agreement_is_what_the_documents_show(documents: list[Records], state: str) -> None:
    for order in itertools.permutations(documents):
        states = [one for one in link(order) if one.property == "rk:status"]
        assert states == [Link(AGREEMENT, "rk:status", f"status-{state}", "concept")]


def test_a_mentioned_text_that_no_document_has_is_not_in_the_corpus() -> None:
    assert Link(BEFORE, "rk:textStatus", "textStatus-notInCorpus", "concept") in link([amended(BEFORE)])


def test_a_text_mentioned_by_the_act_that_changed_it_is_the_last_one_before() -> None:
    found = link([amended(BEFORE), concluded()])
    assert Link(BEFORE, "prov:alternateOf", FIRST) in found
    assert Link(BEFORE, "rk:textStatus", "textStatus-complete", "concept") in found


def test_a_text_of_the_same_day_or_later_does_not_stand_behind_it() -> None:
    found = link([amended(BEFORE)])
    assert not [one for one in found if one.property == "prov:alternateOf"]


def test_a_text_mentioned_by_its_date_is_the_text_itself() -> None:
    found = link([amended(FIRST), concluded()])
    assert not [one for one in found if one.subject == FIRST and one.property != "dcterms:replaces"]


def test_texts_of_one_agreement_replace_each_other_by_date() -> None:
    assert Link(SECOND, "dcterms:replaces", FIRST) in link([amended(FIRST), concluded()])
    assert not [one for one in link([concluded(), unsigned()]) if one.property == "dcterms:replaces"]


def test_an_area_has_the_label_that_most_documents_print() -> None:
    def named(name: str, topic: str) -> Records:
        items = tuple(replace(i, name=name) if isinstance(i, Area) else i for i in agreement())
        return records(topic, items)

    documents = [named("大分都市広域圏", "a"), named("大分圏域", "b"), named("大分都市広域圏", "c")]
    for order in itertools.permutations(documents):
        labels = [one for one in link(order) if one.property == "skos:prefLabel"]
        assert labels == [Link("area/renkei-chusu/44201", "skos:prefLabel", "大分都市広域圏", "ja")]
    tied = [one.value for one in link(documents[:2]) if one.property == "skos:prefLabel"]
    assert tied == ["大分圏域"]


def test_editions_of_a_plan_replace_each_other_by_date() -> None:
    def edition(issued: str) -> Records:
        vision = Vision(
            id=f"vision/renkei-chusu/44201/{issued}",
            evidence=here(),
            scheme="renkei-chusu",
            title="ビジョン",
            issued=issued,
        )
        return records(vision.id, (vision,))

    found = link([edition("2025-03"), edition("2016-03"), edition("2021-03")])
    assert [(one.subject[-7:], one.value[-7:]) for one in found] == [
        ("2021-03", "2016-03"),
        ("2025-03", "2021-03"),
    ]
