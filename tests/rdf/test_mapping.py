"""The mapping table against the records and the ontology: nothing forgotten, nothing undeclared."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_type_hints

import pyoxigraph as ox
import pytest

from graph_build.assets import asset
from graph_build.rdf.mapping import ROWS, UNWRITTEN
from graph_build.rdf.prefixes import expand
from graph_build.rdf.rows import Property
from graph_build.records import agreement, base
from graph_build.records.base import Assignment, Noted, Record
from graph_build.records.canonical import RECORD_TYPES
from graph_build.records.problem_kinds import KINDS
from tests.strategies import choices

RK = expand("rk:")
RANGES = {"ja": "rdf:langString", "string": "xsd:string", "integer": "xsd:integer", "decimal": "xsd:decimal"}


def _ontology() -> ox.Store:
    store = ox.Store()
    for file in asset("ontology").iterdir():
        if file.name.endswith(".ttl"):
            store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    return store


STORE = _ontology()


def _objects(subject: str, predicate: str) -> set[str]:
    quads = STORE.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(expand(predicate)), None)
    return {str(getattr(quad.object, "value", quad.object)) for quad in quads}


def _declared(iri: str) -> bool:
    return any(True for _ in STORE.quads_for_pattern(ox.NamedNode(iri), None, None))


WRITTEN = [(kind, prop) for kind, row in ROWS.items() for prop in row.properties]


def test_every_type_of_record_has_a_row() -> None:
    noted = {kind for kind in RECORD_TYPES.values() if issubclass(kind, Noted)}
    assert set(RECORD_TYPES.values()) == {*ROWS, Assignment} | noted


def test_every_field_is_written_or_left_out_with_a_reason() -> None:
    fields = {(kind, f.name) for kind in ROWS for f in dataclasses.fields(kind)}
    carried = {f.name for f in dataclasses.fields(Record)}
    written = {(kind, prop.field) for kind, prop in WRITTEN}
    assert {(kind, name) for kind, name in fields - written if name not in carried} == set(UNWRITTEN)
    assert written <= fields


@pytest.mark.parametrize(
    ("kind", "prop"), WRITTEN, ids=lambda x: getattr(x, "field", getattr(x, "__name__", ""))
)
def test_the_ontology_declares_the_property_for_the_class_and_the_value(
    kind: type[Record], prop: Property
) -> None:
    for name in (prop.name, prop.inverse):
        if name is None or not name.startswith("rk:"):
            continue
        assert _declared(expand(name)), name
        if prop.name and prop.kind in RANGES:
            assert _objects(expand(name), "rdfs:range") == {expand(RANGES[prop.kind])}
    if prop.name and prop.name.startswith("rk:"):
        domains = _objects(expand(prop.name), "rdfs:domain") | _objects(
            expand(prop.name), "schema:domainIncludes"
        )
        assert expand(ROWS[kind].cls) in domains, (prop.name, kind.__name__)


@pytest.mark.parametrize(("kind", "prop"), [(k, p) for k, p in WRITTEN if p.kind == "concept"])
def test_every_value_of_a_closed_list_is_a_concept(kind: type[Record], prop: Property) -> None:
    hint: Any = get_type_hints(kind)[prop.field]
    scheme = prop.scheme or str(prop.name).partition(":")[2]
    for value in choices(hint):
        assert _declared(f"{RK}{scheme}-{value}"), f"{scheme}-{value}"


def test_every_problem_code_and_severity_is_a_concept() -> None:
    names = [f"problem-{code}" for code in KINDS] + [f"severity-{s}" for s in ("error", "warning", "note")]
    assert [name for name in names if not _declared(RK + name)] == []


def test_classes_of_acts_are_declared() -> None:
    for kind in get_args(get_type_hints(agreement.Act)["kind"]):
        assert _declared(RK + kind.capitalize())


def test_words_are_written_as_optional_literals_only() -> None:
    words = {(k, f.name) for k in ROWS for f in dataclasses.fields(k) if f.metadata.get("words")}
    assert {(k, p.field) for k, p in WRITTEN if p.kind != "ja"} & words == set()
    assert base.words().metadata == {"words": True}
