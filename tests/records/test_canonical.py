"""The register's form: written and read back the same, facts without sentences, odd files refused."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.records.agreement import Measure, Signature
from graph_build.records.base import Assignment
from graph_build.records.canonical import NotCanonicalError, dumps, facts, header, loads
from graph_build.records.document import Ledger, Records, SourceDocument
from graph_build.records.evidence import Evidence, Span
from graph_build.records.problems import Problem
from tests.strategies import documents

SOURCE = SourceDocument(
    "agreement/x/act/conclusion-2020-01-01", "agreement", "題", "0" * 64, "text/plain", Ledger(9)
)
MEASURE = Measure(
    id="m",
    version="v",
    field=None,
    label="病児保育",
    order=1,
    text="預かる。",
    text_digest="d",
    direction="方向。",
)


@given(documents())
@settings(max_examples=40)
def test_what_is_written_is_read_back_the_same(records: Records) -> None:
    assert loads(dumps(records)) == records


@given(documents())
@settings(max_examples=40)
def test_facts_of_facts_are_the_same_facts(records: Records) -> None:
    once = facts(records)
    assert facts(once) == once
    assert loads(dumps(once)) == once
    assert [item.id for item in once.items] == [item.id for item in records.items]
    assert once.source.carries == "facts"


@given(documents())
@settings(max_examples=40)
def test_one_record_is_one_line(records: Records) -> None:
    lines = dumps(records).split("\n")
    assert dumps(records).endswith("}\n")
    assert sum(line.startswith("{") for line in lines) == 1 + len(records.items) + len(records.problems)


def test_facts_lose_every_field_marked_as_words() -> None:
    person = Signature(
        id="s",
        act="a",
        holder=None,
        printed_name="X市",
        position="甲",
        office="X市長",
        signatory_name="山田",
        address="Y",
    )
    kept = facts(Records(SOURCE, (MEASURE, person))).items
    assert kept == (
        dataclasses.replace(MEASURE, text=None, direction=None),
        dataclasses.replace(person, signatory_name=None, address=None),
    )


@pytest.mark.parametrize(
    ("cue", "kept"), [("提供する", "提供する"), ("あ" * 20, "あ" * 20), ("あ" * 21, None), ("行う。", None)]
)
def test_a_cue_is_a_fact_when_short_and_no_sentence(cue: str, kept: str | None) -> None:
    given_cue = Assignment(
        id="a", target="t", property="roleKind", concept="roleKind-provide", rule="r", confidence=0.9, cue=cue
    )
    (item,) = facts(Records(SOURCE, (given_cue,))).items
    assert isinstance(item, Assignment)
    assert item.cue == kept


def test_a_problem_keeps_its_place_but_not_a_long_value() -> None:
    place = Span(1, 5, 2, 2)
    long, short = (
        Problem("unresolved_block", "あ" * 30, "x", place),
        Problem("number_misprint", "⑩", "y", place),
    )
    kept = facts(Records(SOURCE, (), (long, short))).problems
    assert kept == (dataclasses.replace(long, value=""), short)


def test_the_header_is_read_without_the_rest() -> None:
    assert header(dumps(Records(SOURCE, (MEASURE,))))["source"]["topic"] == SOURCE.topic


def test_defaults_are_left_out_and_places_are_arrays() -> None:
    proven = dataclasses.replace(MEASURE, evidence=(Evidence(Span(0, 4, 1, 1), "measure.row"),))
    line = json.loads(dumps(Records(SOURCE, (proven,))))["items"][0]
    assert line["evidence"] == [{"rule": "measure.row", "span": [0, 4, 1, 1]}]
    assert "title" not in line


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("problems"), "the file must have the keys"),
        (lambda d: d["header"].update(format="renkei-records-0"), "format 'renkei-records-0'"),
        (lambda d: d["items"][0].update(type="Treaty"), "record 1: no known type"),
        (
            lambda d: d["items"][0].update(colour="red"),
            "record 1 (Measure): Measure: unknown or missing colour",
        ),
        (lambda d: d["items"][0].pop("text_digest"), "unknown or missing text_digest"),
        (lambda d: d["items"][0].update(order="1"), "int expected, not '1'"),
        (lambda d: d["items"][0].update(order=True), "int expected, not True"),
        (lambda d: d["items"][0].update(evidence=[{"rule": "r", "span": [1, 2]}]), "Span has 4 to 5 places"),
        (lambda d: d["header"]["source"].update(kind="treaty"), "'treaty' is none of agreement"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_reason(change, said: str) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(dumps(Records(SOURCE, (MEASURE,))))
    change(data)
    with pytest.raises(NotCanonicalError, match=said.replace("(", r"\(").replace(")", r"\)")):
        loads(json.dumps(data))


@given(st.text())
def test_text_that_is_no_register_never_raises_anything_else(text: str) -> None:
    with pytest.raises(NotCanonicalError):
        loads(text)
    with pytest.raises(NotCanonicalError):
        header(text)


def test_an_unknown_kind_of_record_is_a_programming_error() -> None:
    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class Treaty(Measure):
        pass

    stranger = Treaty(**{f.name: getattr(MEASURE, f.name) for f in dataclasses.fields(Measure)})
    with pytest.raises(TypeError, match="not a record of the domain"):
        dumps(Records(SOURCE, (stranger,)))
