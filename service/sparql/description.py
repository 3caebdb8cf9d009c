"""The SPARQL 1.1 Service Description of the endpoint, with its limits and what is known of its data."""

from __future__ import annotations

from collections.abc import Iterator

from graph_build.rdf.prefixes import expand
from service.engine.output import graph
from service.engine.protocol import EngineInfo, Term
from service.settings import Settings, table
from service.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS, Format

Statement = tuple[str, str, Term]


def describe(form: Format, endpoint: str, info: EngineInfo, settings: Settings) -> bytes:
    """The description of the endpoint at this address, in one of the graph formats."""
    return graph(_statements(endpoint, info, settings), form.name)


def _statements(endpoint: str, info: EngineInfo, settings: Settings) -> Iterator[Statement]:
    service, dataset, default = f"{endpoint}#service", f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield _a(service, "sd:Service")
    yield _link(service, "sd:endpoint", endpoint)
    yield _link(service, "sd:supportedLanguage", expand("sd:SPARQL11Query"))
    for each in dict.fromkeys((*TABLE_FORMATS, *GRAPH_FORMATS)):
        if each.iri:
            yield _link(service, "sd:resultFormat", each.iri)
    yield _link(service, "sd:feature", expand("sd:UnionDefaultGraph"))
    yield _link(service, "sd:defaultDataset", dataset)
    for row in table():
        if row.is_limit:
            limit = f"{endpoint}#limit-{row.name.replace('_', '-')}"
            yield _link(service, "schema:additionalProperty", limit)
            yield _a(limit, "schema:PropertyValue")
            yield _text(limit, "schema:name", row.name)
            yield _text(limit, "schema:description", row.help)
            value = f"{getattr(settings, row.name):.15g}"
            yield limit, expand("schema:value"), Term(value, datatype=expand("xsd:decimal"))
    yield _a(dataset, "sd:Dataset")
    yield _link(dataset, "sd:defaultGraph", default)
    yield _a(default, "sd:Graph")
    yield _text(default, "rdfs:comment", "The set union of all named graphs: each triple once.")
    yield default, expand("void:triples"), Term(str(info.triples), datatype=expand("xsd:integer"))
    for at, iri in enumerate(sorted(info.graphs)):
        node = f"{endpoint}#graph-{at + 1}"
        yield _link(dataset, "sd:namedGraph", node)
        yield _a(node, "sd:NamedGraph")
        yield _link(node, "sd:name", iri)


def _a(subject: str, kind: str) -> Statement:
    return _link(subject, "rdf:type", expand(kind))


def _link(subject: str, predicate: str, target: str) -> Statement:
    return subject, expand(predicate), Term(target, is_iri=True)


def _text(subject: str, predicate: str, text: str) -> Statement:
    return subject, expand(predicate), Term(text, language="en")
