"""One document's records to N-Quads: what the document states, and apart from it what was inferred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graph_build.rdf import nquads
from graph_build.rdf.defaults import with_defaults
from graph_build.rdf.iris import Iris
from graph_build.rdf.mapping import ROWS, is_shared
from graph_build.rdf.periods import period_properties
from graph_build.rdf.prefixes import classes, expand
from graph_build.rdf.rows import Property, Row
from graph_build.records import ids
from graph_build.records.base import Assignment, Noted, Record
from graph_build.records.document import Records, SourceDocument
from graph_build.records.evidence import Evidence, Span
from graph_build.records.problems import Problem

DATA_SETS = "https://w3id.org/renkei/id/dataset/"
"""The data sets stand in the ontology and do not move with the base."""

RIGHTS = {
    "ja": "本文の権利は発行者にあります。",
    "en": "The rights in the text stay with its issuer.",
}
"""What a document that carries its text says about rights."""

_LITERALS: Mapping[str, Callable[[Any], str]] = {
    "ja": nquads.text,
    "string": nquads.string,
    "integer": nquads.integer,
    "decimal": nquads.decimal,
    "date": nquads.date,
    "iri": nquads.iri,
}


@cache
def term(name: str) -> str:
    """A prefixed name as a term."""
    return nquads.iri(expand(name))


def concept(scheme: str, name: str) -> str:
    """The concept ``rk:{scheme}-{name}`` as a term."""
    return nquads.iri(f"{expand('rk:')}{scheme}-{name}")


@dataclass(frozen=True, slots=True)
class Written:
    """The lines of one document's two graphs, each sorted and without repetition."""

    stated: tuple[str, ...]
    inferred: tuple[str, ...]


def write(records: Records, iris: Iris) -> Written:
    """The graphs of one document; the same for the same records and base, whatever else is in the build."""
    topic = records.source.topic
    stated = _Writer(iris, records.source, iris.graph(topic))
    stated.source_document()
    known = {item.id for item in records.items}
    stated.problems(records.problems, known)
    inferred = _Writer(iris, records.source, iris.inferred(topic))
    for item in with_defaults(records.items):
        if isinstance(item, Assignment):
            inferred.assignment(item)
        elif not isinstance(item, Noted):
            stated.record(item)
    return Written(stated.lines(), inferred.lines())


@dataclass(frozen=True, slots=True)
class Derived:
    """A record that follows from several documents: the places behind it, each with the topic of its document."""

    record: Record
    proofs: tuple[tuple[str, Evidence], ...]
    inferred: tuple[Assignment, ...] = ()


def write_derived(parts: Iterable[Derived], sources: Mapping[str, SourceDocument], iris: Iris) -> set[str]:
    """The lines of the links graph that tell of such records; documents by their topics."""
    lines: set[str] = set()
    for part in parts:
        topics = list(dict.fromkeys(topic for topic, _ in part.proofs))
        for topic in topics:
            writer = _Writer(iris, sources[topic], iris.graph("links"))
            if topic == topics[0]:
                writer.record(part.record)
                for one in with_defaults((part.record, *part.inferred)):
                    if isinstance(one, Assignment):
                        writer.assignment(one)
            places = [place for name, place in part.proofs if name == topic]
            writer.evidence(part.record.id, places, shared=topic != topics[0])
            lines.update(writer.lines())
    return lines


def write_proofs(
    node: str, proofs: Iterable[tuple[str, Evidence]], sources: Mapping[str, SourceDocument], iris: Iris
) -> set[str]:
    """The lines of the links graph that tell where something is printed, by the topics of the documents."""
    places: dict[str, list[Evidence]] = {}
    for topic, place in proofs:
        places.setdefault(topic, []).append(place)
    lines: set[str] = set()
    for topic, own in places.items():
        writer = _Writer(iris, sources[topic], iris.graph("links"))
        writer.evidence(node, own, shared=True)
        lines.update(writer.lines())
    return lines


def write_problems(problems: Iterable[Problem], source: SourceDocument, iris: Iris) -> set[str]:
    """The lines of the links graph that tell of what was found wrong in linking a document."""
    writer = _Writer(iris, source, iris.graph("links"))
    given = tuple(problems)
    writer.problems(given, {problem.about for problem in given if problem.about})
    return set(writer.lines())


@dataclass(slots=True)
class _Writer:
    """Collects the lines of one graph."""

    iris: Iris
    source: SourceDocument
    graph: str
    found: set[str] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)

    def lines(self) -> tuple[str, ...]:
        for period in sorted(self.periods):
            for name, value in period_properties(period):
                self.add(self.node(period), name, value)
        return tuple(sorted(self.found))

    def add(self, subject: str, name: str, value: str) -> None:
        self.found.add(f"{subject} {term(name)} {value} <{self.graph}> .")

    def node(self, path: str) -> str:
        return nquads.iri(self.iris.node(path))

    def types(self, subject: str, cls: str) -> None:
        for one in classes(cls):
            self.add(subject, "rdf:type", term(one))

    def record(self, item: Record) -> None:
        """One record by its row of the mapping.

        Raises:
            TypeError: its type has no row.
        """
        row = ROWS.get(type(item))
        if row is None:
            raise TypeError(f"no row in the mapping for {type(item).__name__}")
        subject = self.node(item.id)
        self._classes(subject, row, item)
        for prop in row.properties:
            for value in _values(getattr(item, prop.field)):
                if prop.when is None or prop.when(value):
                    self._property(subject, prop, value)
        self.evidence(item.id, item.evidence, shared=is_shared(item))

    def _classes(self, subject: str, row: Row, item: Record) -> None:
        self.types(subject, row.class_of(item) if row.class_of else row.cls)
        further = row.also(item) if row.also else None
        if further:
            self.add(subject, "rdf:type", term(further))
        if row.data_set:
            self.add(subject, "qb:dataSet", nquads.iri(DATA_SETS + row.data_set))

    def _property(self, subject: str, prop: Property, value: Any) -> None:
        written = self._value(prop, value)
        if prop.name:
            self.add(subject, prop.name, written)
        if prop.inverse:
            self.add(written, prop.inverse, subject)

    def _value(self, prop: Property, value: Any) -> str:
        if prop.kind in _LITERALS:
            return _LITERALS[prop.kind](value)
        if prop.kind == "concept":
            return concept(prop.scheme or (prop.name or "").partition(":")[2], value)
        if prop.kind == "concept name":
            return term(f"rk:{value}")
        if prop.kind == "period":
            self.periods.add(value)
        return self.node(value)

    def assignment(self, item: Assignment) -> None:
        """An inferred concept: the annotation and the direct triple beside it."""
        subject, target, body = self.node(item.id), self.node(item.target), term(f"rk:{item.concept}")
        self.add(target, f"rk:{item.property}", body)
        self.types(subject, "rk:Assignment")
        self.add(subject, "oa:hasTarget", target)
        self.add(subject, "oa:hasBody", body)
        self.add(subject, "rk:rule", nquads.string(item.rule))
        self.add(subject, "rk:confidence", nquads.decimal(item.confidence))
        if item.cue:
            self.add(subject, "rk:cue", nquads.text(item.cue))
        self.evidence(item.id, item.evidence)

    def evidence(self, path: str, places: Iterable[Evidence], shared: bool = False) -> None:
        """The places that prove a node; where several documents may state it, the topic tells them apart."""
        apart = f"In{ids.h10(self.source.topic)}" if shared else ""
        seen: Counter[str] = Counter()
        for one in places:
            for name in one.supports or (None,):
                where = _numbered(seen, "/".join([f"{path}/evidence", *_last_segment(name, apart)]))
                self.add(self.node(path), "prov:wasQuotedFrom", self.node(where))
                self._place(where, one.span, one.rule, one.method)
                if name:
                    self.add(self.node(where), "rk:supports", term(name if ":" in name else f"rk:{name}"))
                if one.confidence is not None:
                    self.add(self.node(where), "rk:confidence", nquads.decimal(one.confidence))

    def _place(self, path: str, span: Span, rule: str, method: str = "text") -> None:
        subject = self.node(path)
        self.types(subject, "rk:Evidence")
        self.add(subject, "oa:hasSource", self.node(ids.document(self.source.topic)))
        self.add(subject, "rk:rule", nquads.string(rule))
        self.add(subject, "rk:method", concept("method", method))
        figures = {
            "rk:lineStart": span.line_start,
            "rk:lineEnd": span.line_end,
            "rk:charStart": span.start,
            "rk:charEnd": span.end,
            "rk:page": span.page,
        }
        for name, value in figures.items():
            if value is not None:
                self.add(subject, name, nquads.integer(value))

    def source_document(self) -> None:
        """The file behind the topic, with its balance."""
        source, subject = self.source, self.node(ids.document(self.source.topic))
        ledger = source.ledger
        self.types(subject, "rk:Document")
        self.add(subject, "foaf:primaryTopic", self.node(source.topic))
        self.add(subject, "rk:sha256", nquads.string(source.sha256))
        self.add(subject, "dcterms:format", nquads.string(source.media_type))
        self.add(subject, "rk:carries", concept("carries", source.carries))
        self.add(subject, "rk:charsMapped", nquads.integer(ledger.mapped))
        self.add(subject, "rk:charsIgnored", nquads.integer(sum(ledger.ignored.values())))
        self.add(subject, "rk:charsUnresolved", nquads.integer(ledger.unresolved))
        if source.title:
            self.add(subject, "dcterms:title", nquads.text(source.title))
        if source.issued:
            self.add(subject, "dcterms:issued", nquads.date(source.issued))
        if source.carries == "text":
            for lang, words in RIGHTS.items():
                self.add(subject, "dcterms:rights", nquads.text(words, lang))
        if source.issuer:
            self.add(subject, "rk:issuer", self.node(source.issuer))

    def problems(self, problems: Iterable[Problem], known: set[str]) -> None:
        """What has to be told about the document; the same code and subject again gets a running number."""
        seen: Counter[str] = Counter()
        for problem in problems:
            about = ids.h10(problem.code, problem.about or "")
            path = _numbered(seen, f"{ids.document(self.source.topic)}/problem/{about}")
            subject = self.node(path)
            self.types(subject, "rk:Problem")
            self.add(subject, "rk:code", concept("problem", problem.code))
            self.add(subject, "rk:severity", concept("severity", problem.severity))
            if problem.detail_ja:
                self.add(subject, "rk:detail", nquads.text(problem.detail_ja))
            if problem.about in known:
                self.add(subject, "rk:about", self.node(str(problem.about)))
            if problem.place:
                where = f"{path}/evidence"
                self.add(subject, "rk:place", self.node(where))
                self._place(where, problem.place, f"problem.{problem.code}")


def _values(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _numbered(seen: Counter[str], path: str) -> str:
    """The path, with a running number from its second use on."""
    seen[path] += 1
    return path if seen[path] == 1 else f"{path}-{seen[path]}"


def _last_segment(supported: str | None, apart: str) -> tuple[str, ...]:
    """What the path of a place has below ``evidence``: the property, or nothing for the whole node.

    >>> _last_segment("dcterms:title", ""), _last_segment("coreCity", "In0a"), _last_segment(None, "In0a")
    (('title',), ('coreCityIn0a',), ('in0a',))
    """
    if supported:
        return (supported.rpartition(":")[2] + apart,)
    return (apart[0].lower() + apart[1:],) if apart else ()
