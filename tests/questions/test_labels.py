"""Everything that the register names has an English name too, and no label is left of what is no longer there."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.assets import tsv
from graph_build.records.agreement import Measure, PolicyField
from graph_build.records.base import Record
from graph_build.records.canonical import loads
from graph_build.records.plan import Kpi, Project
from tests.questions.conftest import REGISTER, ROOT

LABELS = ROOT / "data" / "labels"
OWN_TABLES = ("municipalities.tsv", "areas.tsv")
"""Places and areas: of more than the register names."""


def japanese(item: Record) -> str | None:
    if isinstance(item, Measure | PolicyField):
        return item.label
    if isinstance(item, Project):
        return item.title
    return item.name if isinstance(item, Kpi) else None


@pytest.fixture(scope="module")
def named() -> dict[str, str]:
    """Fields, measures, projects and indicators of the register, by id."""
    items = (
        item for file in REGISTER.glob("*.json") for item in loads(file.read_text(encoding="utf-8")).items
    )
    return {item.id: name for item in items if (name := japanese(item))}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    files = (file for file in LABELS.glob("*.tsv") if file.name not in OWN_TABLES)
    return [row for file in files for row in tsv(LABELS, file.name)]


def test_every_named_thing_has_one_english_label(named: dict[str, str], rows: list[dict[str, str]]) -> None:
    ids = [row["id"] for row in rows]
    assert sorted(ids) == sorted(named)


def test_the_note_is_the_japanese_name(named: dict[str, str], rows: list[dict[str, str]]) -> None:
    wrong = {row["id"]: row["note"] for row in rows if named.get(row["id"], row["note"]) != row["note"]}
    assert wrong == {}


def test_equal_names_have_equal_labels(rows: list[dict[str, str]]) -> None:
    english: dict[str, set[str]] = {}
    for row in rows:
        english.setdefault(row["note"], set()).add(row["en"])
    assert {name: labels for name, labels in english.items() if len(labels) > 1} == {}


@pytest.mark.parametrize("file", sorted(LABELS.glob("*.tsv")), ids=lambda file: file.stem)
def test_tables_are_sorted_by_id_and_english_is_latin(file: Path) -> None:
    table = tsv(LABELS, file.name)
    if file.name not in OWN_TABLES:
        assert [row["id"] for row in table] == sorted(row["id"] for row in table)
    assert all(row["en"] and max(row["en"]) < "\u3000" for row in table)
