"""One document per topic; what is said about the others; two documents never contradict each other in one node."""

from __future__ import annotations

import dataclasses

import pytest

from graph_build.records.agreement import Measure
from graph_build.records.canonical import facts
from graph_build.records.document import Refusal
from graph_build.records.evidence import Evidence, Span
from graph_build.records.problems import Problem
from graph_build.release.inputs import InputFile
from graph_build.release.merging import (
    ConflictError,
    check_nodes,
    choose,
    differences,
    titles_differ,
    without_words,
)
from graph_build.release.reading import Loaded
from tests.release.make import AGREEMENT, act, agreement, bill, concluded, loaded, measure, records

VERSION = f"{AGREEMENT}/version/2016-03-29"


def test_of_two_texts_on_one_topic_the_smaller_digest_is_used() -> None:
    one, other = (
        loaded(concluded(sha256="b" * 64), "one.txt"),
        loaded(concluded(sha256="c" * 64), "other.txt"),
    )
    for order in ((one, other), (other, one)):
        chosen = choose(order)
        assert chosen.used == (one,)
        assert chosen.problems == (Problem("duplicate_document", "one.txt", "other.txt"),)


def test_a_text_beats_its_register_entry_and_agrees_with_it() -> None:
    text, entry = loaded(concluded(sha256="f" * 64)), loaded(facts(concluded(sha256="a" * 64)), "entry.json")
    assert choose([entry, text]) == choose([text, entry])
    assert choose([entry, text]).used == (text,)
    assert choose([entry, text]).problems == ()


def test_places_are_not_compared_with_the_register() -> None:
    entry = facts(concluded(measure(VERSION)))
    moved = dataclasses.replace(measure(VERSION), evidence=(Evidence(Span(900, 950, 90, 91, 3), "pdf.row"),))
    assert list(differences(concluded(moved), entry)) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ([measure(VERSION)], [measure(VERSION, label="病後児保育")], "label, title"),
        ([], [measure(VERSION)], "only in the register"),
        ([measure(VERSION)], [], "only in the document"),
    ],
)
def test_every_differing_fact_is_reported_and_the_document_wins(
    ours: list[Measure], theirs: list[Measure], said: str
) -> None:
    text, entry = loaded(concluded(*ours)), loaded(facts(concluded(*theirs)), "entry.json")
    chosen = choose([text, entry])
    assert chosen.used == (text,)
    assert chosen.problems == (Problem("register_differs", said, f"{VERSION}/measure/0123456789"),)


def test_many_differences_are_counted() -> None:
    many = [dataclasses.replace(measure(VERSION), id=f"{VERSION}/measure/{n:010}") for n in range(25)]
    found = list(differences(concluded(*many), facts(concluded())))
    assert len(found) == 21
    assert found[-1].value == "5 more records"


def test_a_refused_file_is_reported_under_its_name() -> None:
    refusal = Refusal("x.txt", "", (Problem("not_an_agreement", "a press notice"),))
    chosen = choose([Loaded(InputFile(__import__("pathlib").Path("x.txt"), "x.txt", "document"), refusal)])
    assert chosen.used == ()
    assert chosen.problems == (Problem("not_an_agreement", "a press notice", "x.txt"),)


def test_without_words_a_document_is_its_facts() -> None:
    one = without_words(loaded(concluded(measure(VERSION))))
    assert not isinstance(one.result, Refusal)
    assert one.result.of(Measure)[0].text is None
    assert one.raw is None


def test_documents_may_share_areas_and_mentions() -> None:
    amendment = records(
        "t", agreement(), act("amendment", "2020-01-01", base=f"{AGREEMENT}/version/2016-03-29")
    )
    check_nodes([concluded(), amendment, records("bill/44201/2015-12-01/5", agreement(), bill())])


def test_two_documents_that_contradict_each_other_in_one_node_stop_the_build() -> None:
    one, other = concluded(measure(VERSION)), records("t", (measure(VERSION, label="別の名"),))
    with pytest.raises(
        ConflictError, match=f"{VERSION}/measure/0123456789 is stated differently.*conclusion"
    ):
        check_nodes([one, other])


def test_a_text_mentioned_under_another_title_is_a_note() -> None:
    amendment = records("t", act("amendment", "2020-01-01", base=VERSION))
    other_title = dataclasses.replace(
        amendment, items=tuple(_renamed(item, "連携中枢都市圏形成に係る連携協約") for item in amendment.items)
    )
    assert list(titles_differ([concluded(), amendment])) == []
    (problem,) = titles_differ([concluded(), other_title])
    assert (problem.code, problem.severity, problem.about) == ("title_differs", "note", VERSION)


def _renamed(item, title: str):  # type: ignore[no-untyped-def]
    return dataclasses.replace(item, title=title) if item.id == VERSION else item
