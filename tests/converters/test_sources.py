"""The four real documents of the agreement family, read against an independent count of their lines."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_document
from graph_build.records.agreement import Area, Article, Measure, PartyStatement, RoleStatement, Signature
from graph_build.records.base import Record
from graph_build.records.document import Records
from graph_build.text.key import matching_key


@dataclass(frozen=True)
class Known:
    """Facts of one document that a reader sees at a glance."""

    topic: str
    parties: tuple[tuple[str, str], ...]
    members: int
    articles: int
    measures: int
    fields: int
    signatures: int


KNOWN = {
    "000": Known("bill/43100/2023-09-04/227", (("甲", "43100"), ("乙", "43206")), 2, 5, 27, 6, 0),
    "001": Known(
        "agreement/renkei-chusu/43100-43441/act/amendment-2025-03-24",
        (("甲", "43100"), ("乙", "43441")),
        2,
        0,
        23,
        6,
        2,
    ),
    "003": Known(
        "agreement/renkei-chusu/40203-40216/act/conclusion-2016-02-23",
        (("甲", "40203"), ("乙", "40216")),
        2,
        5,
        13,
        6,
        2,
    ),
    "004": Known(
        "agreement/renkei-chusu/33100-33346/act/conclusion-2016-10-11",
        (("甲", "33100"), ("乙", "33346")),
        13,
        6,
        14,
        3,
        2,
    ),
}


def source(shared: Path, number: str) -> Path:
    return next((shared / "sources").glob(f"{number}_*.txt"))


@pytest.fixture(params=sorted(KNOWN))
def case(request: pytest.FixtureRequest, shared: Path) -> tuple[str, str, Records]:
    path = source(shared, request.param)
    records = convert(read_document(path))
    assert isinstance(records, Records)
    return request.param, path.read_text(encoding="utf-8"), records


def counted(raw: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Contents and roles as (line, text), found by tabs and labels alone."""
    contents: list[tuple[int, str]] = []
    roles: list[tuple[int, str]] = []
    for number, line in enumerate(raw.split("\n"), start=1):
        fields = [re.sub(r"</?p>", "", field).strip() for field in line.split("\t")]
        if len(fields) == 3 and fields[0].endswith("。"):
            contents.append((number, fields[0]))
            roles += [(number, fields[1]), (number, fields[2])]
            continue
        for label, text in itertools.pairwise(fields):
            if label == "取組内容":
                contents.append((number, text))
            elif label in ("甲の役割", "乙の役割") and text != "乙の役割":
                roles.append((number, text))
    return contents, roles


def lines_of(record: Record) -> tuple[int, int]:
    span = record.evidence[0].span
    return span.line_start, span.line_end


def test_topic_parties_and_counts_are_those_of_the_document(case: tuple[str, str, Records]) -> None:
    number, _, records = case
    known = KNOWN[number]
    assert records.source.topic == known.topic
    assert [
        (p.position, (p.holder or "").removeprefix("municipality/")) for p in records.of(PartyStatement)
    ] == list(known.parties)
    assert [len(area.members) for area in records.of(Area)] == [known.members]
    assert len(records.of(Article)) == known.articles
    assert len(records.of(Measure)) == known.measures
    assert len({measure.field for measure in records.of(Measure)}) <= known.fields
    assert len(records.of(Signature)) == known.signatures


def test_every_measure_and_role_has_the_exact_text_of_its_line(case: tuple[str, str, Records]) -> None:
    _, raw, records = case
    contents, roles = counted(raw)
    assert [matching_key(m.text or "") for m in records.of(Measure)] == [
        matching_key(text) for _, text in contents
    ]
    assert [matching_key(r.text or "") for r in records.of(RoleStatement)] == [
        matching_key(text) for _, text in roles
    ]
    for measure, (line, _) in zip(records.of(Measure), contents, strict=True):
        assert lines_of(measure)[0] <= line <= lines_of(measure)[1]
    for role, (line, _) in zip(records.of(RoleStatement), roles, strict=True):
        assert lines_of(role) == (line, line)


def test_articles_are_all_there_with_caption_and_lines(case: tuple[str, str, Records]) -> None:
    _, raw, records = case
    lines = raw.split("\n")
    heads = [i for i, line in enumerate(lines, start=1) if re.match(r"第\d+条 ", line)]
    captions = [re.sub(r"^[#\s]*（(.*)）$", r"\1", lines[i - 3]) for i in heads]
    assert [(a.number, a.title) for a in records.of(Article)] == [
        (str(n), caption) for n, caption in enumerate(captions, start=1)
    ]
    for article, line in zip(records.of(Article), heads, strict=True):
        assert lines_of(article)[0] <= line <= lines_of(article)[1]


def test_every_character_is_accounted_for_and_none_is_unresolved(case: tuple[str, str, Records]) -> None:
    _, raw, records = case
    assert records.source.ledger.total == len(raw)
    assert records.source.ledger.unresolved == 0
    assert [problem.code for problem in records.problems] == []


def test_every_record_leads_back_to_the_words_it_holds(case: tuple[str, str, Records]) -> None:
    _, raw, records = case
    checked = 0
    for record in records.items:
        text = getattr(record, "text", None)
        if not text:
            continue
        span = record.evidence[0].span
        quoted = matching_key(re.sub(r"</?p>", "", raw[span.start : span.end]))
        for paragraph in text.split("\n"):
            assert matching_key(paragraph) in quoted, record.id
            checked += 1
    assert checked > 40
