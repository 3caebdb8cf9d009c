"""The terms of the ontology as plain records, put together from its triples in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_build.rdf.prefixes import PREFIXES, expand
from service.engine.output import compact
from service.language import LANGUAGES

QUERY: Final = """
SELECT ?term ?property ?value WHERE {
  ?term ?property ?value
  FILTER(STRSTARTS(STR(?term), "https://w3id.org/renkei/def#") && ?property IN (
    rdf:type, rdfs:subClassOf, rdfs:subPropertyOf, rdfs:label, rdfs:comment, rdfs:domain, rdfs:range,
    schema:domainIncludes, schema:rangeIncludes, skos:prefLabel, skos:definition, skos:scopeNote, skos:broader,
    skos:inScheme, skos:notation, owl:versionInfo, owl:versionIRI, dcterms:title, dcterms:description, dcterms:license,
    qb:component, qb:dimension, qb:measure, qb:attribute))
}"""
"""All that the documentation says, as triples; run once for each build."""

Texts = Mapping[str, str]
"""A text in each language that has it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A class, a property or a concept; names are prefixed (`rk:Measure`), sorted, without repetition.

    Several domains or ranges of a property mean *any of these*.
    """

    name: str
    labels: Texts
    comments: Texts
    broader: tuple[str, ...] = ()
    """Superclasses, superproperties or broader concepts."""
    notations: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The part of the IRI behind `#`."""
        return self.name.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Scheme(Term):
    """A concept scheme with its concepts in the order of their names."""

    concepts: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure(Term):
    """A data structure definition (RDF Data Cube) with its components, or a datatype, which has none."""

    components: tuple[tuple[str, str, str], ...] = ()
    """Name, kind (`qb:dimension`, `qb:measure`, `qb:attribute`) and property."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """What the graph of the ontology declares; `links` are object properties, `values` datatype properties."""

    head: Texts
    version: str
    version_iri: str
    licence: str
    titles: Texts
    classes: tuple[Term, ...]
    links: tuple[Term, ...]
    values: tuple[Term, ...]
    schemes: tuple[Scheme, ...]
    structures: tuple[Structure, ...]


Row = Mapping[str, Mapping[str, str]]


class _Triples:
    """The triples by subject and property; literals by language."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._nodes: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in rows:
            key = compact(row["term"]["value"]), compact(row["property"]["value"])
            value = row["value"]
            if language := value.get("xml:lang"):
                self._texts[key][language] = value["value"]
            else:
                is_iri = value["type"] == "uri"
                self._nodes[key].add(compact(value["value"]) if is_iri else value["value"])

    def nodes(self, name: str, *properties: str) -> tuple[str, ...]:
        return tuple(sorted({node for each in properties for node in self._nodes.get((name, each), ())}))

    def text(self, name: str, *properties: str) -> Texts:
        found = next((text for each in properties if (text := self._texts.get((name, each)))), {})
        return {language: found[language] for language in LANGUAGES if language in found}

    def of(self, property: str, value: str) -> Sequence[str]:
        return sorted(
            name for (name, each), nodes in self._nodes.items() if each == property and value in nodes
        )

    def term(self, name: str) -> Term:
        return Term(
            name,
            self.text(name, "rdfs:label", "skos:prefLabel"),
            self.text(name, "rdfs:comment", "skos:definition", "skos:scopeNote"),
            self.nodes(name, "rdfs:subClassOf", "rdfs:subPropertyOf", "skos:broader"),
            self.nodes(name, "skos:notation"),
            self.nodes(name, "rdfs:domain", "schema:domainIncludes"),
            self.nodes(name, "rdfs:range", "schema:rangeIncludes"),
        )


def read(rows: Iterable[Row]) -> Ontology:
    """The ontology from the rows of `QUERY` (SPARQL JSON bindings).

    Raises:
        LookupError: the rows hold no ontology.
    """
    triples = _Triples(rows)
    (head,) = triples.of("rdf:type", "owl:Ontology") or ("",)
    if not head:
        raise LookupError("the graph has no ontology")
    terms = {
        kind: tuple(triples.term(name) for name in triples.of("rdf:type", kind))
        for kind in ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "skos:ConceptScheme")
    }
    schemes = (
        Scheme(
            each.name,
            each.labels,
            each.comments,
            concepts=tuple(triples.term(name) for name in triples.of("skos:inScheme", each.name)),
        )
        for each in terms["skos:ConceptScheme"]
    )

    def said(property: str) -> str:
        return next(iter(triples.nodes(head, property)), "")

    return Ontology(
        head=triples.text(head, "dcterms:description"),
        version=said("owl:versionInfo"),
        version_iri=said("owl:versionIRI"),
        licence=said("dcterms:license"),
        titles=triples.text(head, "dcterms:title"),
        classes=terms["owl:Class"],
        links=terms["owl:ObjectProperty"],
        values=terms["owl:DatatypeProperty"],
        schemes=tuple(schemes),
        structures=tuple(_structures(triples)),
    )


def _structures(triples: _Triples) -> Iterator[Structure]:
    for kind in ("qb:DataStructureDefinition", "rdfs:Datatype"):
        for name in triples.of("rdf:type", kind):
            term = triples.term(name)
            components = tuple(
                (component, part, property)
                for component in triples.nodes(name, "qb:component")
                for part in ("qb:dimension", "qb:measure", "qb:attribute")
                for property in triples.nodes(component, part)
            )
            yield Structure(name, term.labels, term.comments, components=components)


def address(name: str, local: str) -> str:
    """Where a prefixed name leads: an anchor of the page for own terms, else the IRI.

    >>> address("rk:Measure", "/def"), address("eli:LegalResource", "/def")
    ('/def#Measure', 'http://data.europa.eu/eli/ontology#LegalResource')
    """
    prefix, _, rest = name.partition(":")
    if prefix == "rk":
        return f"{local}#{rest}"
    return expand(name) if prefix in PREFIXES else name
