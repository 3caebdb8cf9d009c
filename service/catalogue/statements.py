"""The catalogue as statements: DCAT 3 (as DCAT-AP profiles it), VoID with partitions, example queries, prefixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.checks.questions import StoredQuery
from graph_build.rdf.prefixes import PREFIXES, expand, short
from graph_build.release.graphs import LICENCE, TITLES
from service.catalogue.dumps import Dump
from service.engine.protocol import Term

Statement = tuple[str, str, Term]
SPDX = "http://spdx.org/rdf/terms#"
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_W3C = "http://www.w3.org/ns/formats/"
_FEATURES = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_ABOUT = {
    "ja": "連携協約、定住自立圏形成協定、都市圏ビジョンから作った、市町村の広域連携のグラフ。どの記述にも文書の行が付く。非公式。",
    "en": "The knowledge graph of inter-municipal cooperation in Japan, made from agreements, bills and plans; "
    "each statement has its place in a document. Unofficial.",
}
_KEYWORDS = (
    ("広域連携", "ja"),
    ("連携中枢都市圏", "ja"),
    ("定住自立圏", "ja"),
    ("inter-municipal cooperation", "en"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """What is described: sizes by class and property, the dumps, the stored queries."""

    base: str
    origin: str
    triples: int
    classes: Sequence[tuple[str, int]]
    properties: Sequence[tuple[str, int]]
    dumps: Sequence[Dump]
    queries: Sequence[StoredQuery]
    linksets: Sequence[Statement] = ()


def statements(content: Content, address: str) -> Iterator[Statement]:
    """All statements; `address` is that of the catalogue, under which its own nodes are named."""
    dataset, endpoint = f"{content.base}id/dataset/renkei", f"{content.origin}/sparql"
    yield from _catalogue(address, dataset, content)
    yield from _dataset(address, dataset, endpoint, content)
    for at in content.dumps:
        yield from _distribution(address, dataset, content.origin, at)
    yield from _partitions(address, dataset, content)
    yield from _examples(address, endpoint, content)
    yield from content.linksets
    for linkset in dict.fromkeys(subject for subject, _, _ in content.linksets):
        yield _to(dataset, "void:subset", linkset)


def _catalogue(address: str, dataset: str, content: Content) -> Iterator[Statement]:
    catalogue, publisher, service = f"{address}#catalogue", f"{address}#publisher", f"{address}#sparql"
    yield _a(catalogue, "dcat:Catalog")
    yield from _named(catalogue)
    yield _to(catalogue, "dcterms:publisher", publisher)
    yield _to(catalogue, "dcterms:license", LICENCE)
    yield _to(catalogue, "foaf:homepage", content.origin + "/")
    yield _to(catalogue, "dcat:dataset", dataset)
    yield _to(catalogue, "dcat:service", service)
    yield _a(publisher, "foaf:Agent")
    yield publisher, expand("foaf:name"), Term("Renkei 連携", language="ja")
    yield _a(service, "dcat:DataService")
    yield service, expand("dcterms:title"), Term("SPARQL 1.1", language="en")
    yield _to(service, "dcat:endpointURL", f"{content.origin}/sparql")
    yield _to(service, "dcat:endpointDescription", f"{content.origin}/openapi.json")
    yield _to(service, "dcat:servesDataset", dataset)
    yield _to(service, "dcterms:license", LICENCE)
    for language in ("JPN", "ENG"):
        yield _to(catalogue, "dcterms:language", f"{_EU}language/{language}")
        yield _to(dataset, "dcterms:language", f"{_EU}language/{language}")


def _dataset(address: str, dataset: str, endpoint: str, content: Content) -> Iterator[Statement]:
    for kind in ("dcat:Dataset", "void:Dataset"):
        yield _a(dataset, kind)
    yield from _named(dataset)
    for word, language in _KEYWORDS:
        yield dataset, expand("dcat:keyword"), Term(word, language=language)
    yield _to(dataset, "dcterms:publisher", f"{address}#publisher")
    yield _to(dataset, "dcterms:license", LICENCE)
    yield _to(dataset, "dcterms:spatial", f"{_EU}country/JPN")
    yield _to(dataset, "dcat:theme", f"{_EU}data-theme/GOVE")
    yield _to(dataset, "dcat:theme", f"{_EU}data-theme/REGI")
    yield _to(dataset, "dcat:landingPage", content.origin + "/")
    yield _to(dataset, "foaf:homepage", content.origin + "/")
    yield _to(dataset, "void:sparqlEndpoint", endpoint)
    yield dataset, expand("void:uriSpace"), Term(f"{content.base}id/")
    yield _number(dataset, "void:triples", content.triples)
    yield _to(dataset, "void:exampleResource", f"{content.base}id/municipality/43100")
    yield _to(dataset, "void:rootResource", f"{content.origin}/api")
    for name in _FEATURES:
        yield _to(dataset, "void:feature", _W3C + name)
    for vocabulary in sorted({_vocabulary(iri) for iri, _ in (*content.classes, *content.properties)} - {""}):
        yield _to(dataset, "void:vocabulary", vocabulary)


def _distribution(address: str, dataset: str, origin: str, dump: Dump) -> Iterator[Statement]:
    node, target = f"{address}#{dump.name}", f"{origin}/dumps/{dump.name}"
    yield _to(dataset, "dcat:distribution", node)
    yield _a(node, "dcat:Distribution")
    yield node, expand("dcterms:title"), Term(dump.name, language="en")
    yield _to(node, "dcat:accessURL", target)
    yield _to(node, "dcat:downloadURL", target)
    yield _to(node, "dcat:mediaType", _IANA + dump.media_type)
    if dump.packed:
        form = {"gzip": "gzip", "zip": "zip"}[dump.packed]
        yield _to(
            node,
            "dcat:packageFormat" if form == "zip" else "dcat:compressFormat",
            f"{_IANA}application/{form}",
        )
    yield _to(node, "dcterms:license", LICENCE)
    yield node, expand("dcat:byteSize"), Term(str(dump.size), datatype=expand("xsd:nonNegativeInteger"))
    checksum = f"{node}-checksum"
    yield node, f"{SPDX}checksum", Term(checksum, is_iri=True)
    yield checksum, expand("rdf:type"), Term(f"{SPDX}Checksum", is_iri=True)
    yield checksum, f"{SPDX}algorithm", Term(f"{SPDX}checksumAlgorithm_sha256", is_iri=True)
    yield checksum, f"{SPDX}checksumValue", Term(dump.sha256, datatype=expand("xsd:hexBinary"))
    if dump.media_type != "text/csv":
        yield _to(dataset, "void:dataDump", target)


def _partitions(address: str, dataset: str, content: Content) -> Iterator[Statement]:
    for way, counted, rows in (
        ("class", "void:entities", content.classes),
        ("property", "void:triples", content.properties),
    ):
        for iri, count in rows:
            node = f"{address}#{way}-{_fragment(iri)}"
            yield _to(dataset, f"void:{way}Partition", node)
            yield _a(node, "void:Dataset")
            yield _to(node, f"void:{way}", iri)
            yield _number(node, counted, count)


def _examples(address: str, endpoint: str, content: Content) -> Iterator[Statement]:
    prefixes = f"{address}#prefixes"
    yield _a(prefixes, "owl:Ontology")
    for prefix, namespace in PREFIXES.items():
        node = f"{address}#prefix-{prefix}"
        yield _to(prefixes, "sh:declare", node)
        yield _a(node, "sh:PrefixDeclaration")
        yield node, expand("sh:prefix"), Term(prefix)
        yield node, expand("sh:namespace"), Term(namespace, datatype=expand("xsd:anyURI"))
    for query in content.queries:
        node = f"{content.origin}/queries/{query.name}"
        for kind in ("sh:SPARQLExecutable", "sh:SPARQLSelectExecutable"):
            yield _a(node, kind)
        for language, title in query.title.items():
            yield node, expand("rdfs:label"), Term(title, language=language)
        yield node, expand("sh:select"), Term(query.text)
        yield _to(node, "sh:prefixes", prefixes)
        yield _to(node, "schema:target", endpoint)


def _named(node: str) -> Iterator[Statement]:
    for language, title in TITLES.items():
        yield node, expand("dcterms:title"), Term(title, language=language)
    for language, text in _ABOUT.items():
        yield node, expand("dcterms:description"), Term(text, language=language)


def _vocabulary(iri: str) -> str:
    return next((space for space in PREFIXES.values() if iri.startswith(space)), "")


def _fragment(iri: str) -> str:
    return "".join(
        sign if (sign.isalnum() and sign.isascii()) or sign in "-_" else "." for sign in short(iri)
    )


def _a(subject: str, kind: str) -> Statement:
    return _to(subject, "rdf:type", expand(kind))


def _to(subject: str, predicate: str, target: str) -> Statement:
    return subject, expand(predicate), Term(target, is_iri=True)


def _number(subject: str, predicate: str, number: int) -> Statement:
    return subject, expand(predicate), Term(str(number), datatype=expand("xsd:integer"))
