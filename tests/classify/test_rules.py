"""The engine of the rules: what a table may say, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.assets import asset
from graph_build.classify import rules as engine
from graph_build.classify.rules import (
    LONGEST_CUE,
    Hit,
    Rule,
    alternatives,
    assigned,
    best,
    first_hits,
    hits,
    rules,
)

TABLES = sorted(
    Path(file.name).stem
    for file in asset("data").joinpath("rules").iterdir()
    if file.name[-4:] == ".tsv" and file.name != "words.tsv"
)
NAMES = (("core", "甲"), ("party", "乙"))
HEAD = "rule\tconcept\tpart\tcue\tneeds\tunless\tconfidence\tnote\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A table of the test's own, called ``own``."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "words.tsv").write_text(
        "word\tpattern\tnote\nend\t(?:する|し)$\t\n", encoding="utf-8"
    )
    monkeypatch.setattr(engine, "asset", lambda kind: tmp_path)
    engine._common_words.cache_clear()
    rules.cache_clear()
    yield tmp_path / "rules" / "own.tsv"
    engine._common_words.cache_clear()
    rules.cache_clear()


def write(table: Path, *rows: str) -> None:
    table.write_text(HEAD + "".join(row.replace("|", "\t") + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_the_project_can_be_read(name: str) -> None:
    assert rules(name, NAMES)


def test_blanks_width_and_breaks_in_a_text_change_nothing(table: Path) -> None:
    write(table, "a|one|text|第3条の費用|||0.9|")
    for printed in ("第３条の費用", "第 3 条 の費 用", "第3条の\n費用"):
        assert [hit.rule.id for hit in hits("own", [("text", printed)])] == ["a"]


def test_the_cue_is_printed_text_and_no_longer_than_a_fact(table: Path) -> None:
    write(table, "a|one|text|第3条.*|||0.9|", "b|two|text|第3条の(?P<cue>費用)|||0.9|")
    first, second = hits("own", [("text", "第３条の費用は甲がすべて負担し、乙は負担を要しないものとする。")])
    assert (first.cue, second.cue) == ("第３条の費用は甲がすべて負担し、乙は負担", "費用")
    assert len(first.cue) == LONGEST_CUE


def test_a_rule_reads_its_part_only_and_keeps_its_conditions(table: Path) -> None:
    write(table, "a|one|title|医療|||0.9|", "b|two|text|医療|介護|保育|0.9|")
    assert [hit.rule.id for hit in hits("own", [("title", "地域医療")])] == ["a"]
    assert hits("own", [("text", "地域医療")]) == []
    assert [hit.rule.id for hit in hits("own", [("text", "医療と介護")])] == ["b"]
    assert hits("own", [("text", "医療と介護と保育")]) == []


def test_the_first_part_with_a_hit_can_decide_alone(table: Path) -> None:
    write(table, "a|one|title|医療|||0.9|", "b|two|text|介護|||0.9|")
    assert [hit.rule.id for hit in first_hits("own", [("title", "医療"), ("text", "介護")])] == ["a"]
    assert [hit.rule.id for hit in first_hits("own", [("title", "福祉"), ("text", "介護")])] == ["b"]


def test_several_concepts_hold_at_once_and_the_surest_rule_of_each_counts(table: Path) -> None:
    write(table, "a|one|text|医療|||0.5|", "b|one|text|地域医療|||0.9|", "c|two|text|地域|||0.7|")
    found = assigned("m", "theme", hits("own", [("text", "地域医療")]))
    assert [(one.concept, one.rule, one.confidence) for one in found] == [
        ("theme-one", "b", 0.9),
        ("theme-two", "c", 0.7),
    ]
    assert found[0].id == "m/assignment/theme-one"


def test_a_pattern_may_use_the_words_of_the_project_and_of_the_document(table: Path) -> None:
    write(table, "a|one|text|<core>が負担<end>|||0.9|")
    core = (("core", alternatives(["熊本市", "甲", ""])),)
    assert [hit.cue for hit in hits("own", [("text", "熊本市が負担する")], core)] == ["熊本市が負担する"]
    assert hits("own", [("text", "玉名市が負担する")], core) == []
    assert hits("own", [("text", "が負担する")], (("core", alternatives([])),)) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a|one|text|(医療|||0.9|", "missing"),
        ("a|one|text|第３条|||0.9|", "matching form"),
        ("a|one|text|医 療|||0.9|", "matching form"),
        ("a|one|text|<who>が|||0.9|", "unknown word <who>"),
        ("a|one|text||||0.9|", "no cue"),
        ("a|one|text|医療|||1.5|", "between 0 and 1"),
        ("a|one|text|医療|||often|", "often"),
    ],
)
def test_a_line_that_is_no_rule_is_refused_with_its_name(table: Path, row: str, message: str) -> None:
    write(table, row)
    with pytest.raises(ValueError, match=rf"rules/own\.tsv: a: .*{message}"):
        rules("own")


def test_a_name_given_twice_is_refused(table: Path) -> None:
    write(table, "a|one|text|医療|||0.9|", "a|two|text|介護|||0.9|")
    with pytest.raises(ValueError, match="a stands twice"):
        rules("own")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0.1, 1))))
def test_one_hit_for_each_concept_and_none_is_surer(given_hits: list[tuple[str, float]]) -> None:
    nothing = re.compile("")
    found = [Hit(Rule("r", concept, ("p",), nothing, None, None, sure), "") for concept, sure in given_hits]
    chosen = best(found)
    assert [hit.rule.concept for hit in chosen] == list(dict.fromkeys(concept for concept, _ in given_hits))
    for hit in chosen:
        assert hit.rule.confidence == max(sure for concept, sure in given_hits if concept == hit.rule.concept)


@pytest.mark.parametrize("name", TABLES)
@given(text=st.text())
def test_no_text_makes_a_rule_fail(name: str, text: str) -> None:
    parts = {part for rule in rules(name, NAMES) for part in rule.parts}
    for hit in hits(name, [(part, text) for part in sorted(parts)], NAMES):
        assert len(hit.cue) <= LONGEST_CUE
