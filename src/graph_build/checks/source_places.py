"""Where documents state a node of the graph: the lines of its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from graph_build.rdf.vocabulary import OA, PROV, RK


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a document says it: lines and page from 1, both lines included; offsets half-open.

    Only the document is known where the node is a document or its evidence is incomplete.
    """

    document: str
    line_start: int | None = None
    line_end: int | None = None
    char_start: int | None = None
    char_end: int | None = None
    page: int | None = None


def places(graph: Graph, node: Node, path: Node | None = None) -> tuple[Place, ...]:
    """Where documents state a node: by its evidence, else by that of the nearest owner in its IRI.

    Evidence that supports the property ``path`` is preferred to that of the whole node.

    >>> from rdflib import Graph, URIRef
    >>> graph = Graph().parse(format="turtle", data='''
    ...     @prefix rk: <https://w3id.org/renkei/def#> . @prefix oa: <http://www.w3.org/ns/oa#> .
    ...     @prefix prov: <http://www.w3.org/ns/prov#> .
    ...     <https://x.jp/id/p> prov:wasQuotedFrom <https://x.jp/id/p/evidence> .
    ...     <https://x.jp/id/p/evidence> oa:hasSource <https://x.jp/doc/p> ; rk:lineStart 3 ; rk:lineEnd 5 .
    ...     ''')
    >>> found, = places(graph, URIRef("https://x.jp/id/p/budget/2021"))
    >>> found.document, found.line_start, found.line_end
    ('https://x.jp/doc/p', 3, 5)
    """
    for owner in _owners(node):
        if (owner, OA.hasSource, None) in graph:
            return (_place(graph, owner),)
        if (owner, RDF.type, RK.Document) in graph:
            return (Place(str(owner)),)
        evidence = [*graph.objects(owner, PROV.wasQuotedFrom), *graph.objects(owner, RK.place)]
        if evidence:
            return tuple(
                sorted({_place(graph, item) for item in _proving(graph, evidence, path)}, key=_by_line)
            )
    return ()


def _by_line(place: Place) -> tuple[str, int, int]:
    return place.document, place.char_start or 0, place.line_start or 0


def _owners(node: Node) -> Iterator[Node]:
    """The node and the nodes whose IRI is a path above its own, nearest first."""
    yield node
    iri = str(node) if isinstance(node, URIRef) else ""
    while (iri := iri.rpartition("/")[0]) and not iri.endswith("/"):
        yield URIRef(iri)


def _proving(graph: Graph, evidence: list[Node], path: Node | None) -> list[Node]:
    """Of several places those that state the property, else those of the whole node, else all."""
    exact = [item for item in evidence if path is not None and (item, RK.supports, path) in graph]
    whole = [item for item in evidence if (item, RK.supports, None) not in graph]
    return exact or whole or evidence


def _place(graph: Graph, evidence: Node) -> Place:
    return Place(
        document=str(graph.value(evidence, OA.hasSource) or ""),
        line_start=_integer(graph, evidence, RK.lineStart),
        line_end=_integer(graph, evidence, RK.lineEnd),
        char_start=_integer(graph, evidence, RK.charStart),
        char_end=_integer(graph, evidence, RK.charEnd),
        page=_integer(graph, evidence, RK.page),
    )


def _integer(graph: Graph, node: Node, predicate: URIRef) -> int | None:
    """The number of a property; None where it is missing or, in a damaged graph, no number."""
    numbers = sorted(
        item.value
        for item in graph.objects(node, predicate)
        if isinstance(item, RdfLiteral) and isinstance(item.value, int)
    )
    return numbers[0] if numbers else None
