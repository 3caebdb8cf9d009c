"""A graph that keeps every rule, for the tests of the checks."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from graph_build.rdf.vocabulary import OA, PROV, RK, concept

FICTION = Path(__file__).parent / "every-class.fiction.ttl"
BASE = "https://w3id.org/renkei/"
WITHOUT_EVIDENCE = {RK.Municipality, RK.Prefecture, RK.Document, RK.Assignment, RK.Correspondence, RK.Problem}


def state(graph: Graph, node: Node, line: int) -> None:
    """Give a node its evidence at this line."""
    evidence = URIRef(f"{node}/evidence")
    graph.add((node, PROV.wasQuotedFrom, evidence))
    for kind in (RK.Evidence, OA.SpecificResource):
        graph.add((evidence, RDF.type, kind))
    graph.add((evidence, OA.hasSource, URIRef(f"{BASE}doc/vision/renkei-chusu/43100/2025-03")))
    for term, number in (
        (RK.lineStart, line),
        (RK.lineEnd, line),
        (RK.charStart, line * 100),
        (RK.charEnd, line * 100 + 50),
        (RK.page, 1),
    ):
        graph.add((evidence, term, Literal(number)))
    graph.add((evidence, RK.rule, Literal("fiction.row")))
    graph.add((evidence, RK.method, concept("method", "text")))
    graph.add((evidence, RK.confidence, Literal("1.0", datatype=XSD.decimal)))
    graph.add((evidence, RK.supports, RK.order))


def every_class() -> Graph:
    """One node of every class, all rules kept, each node stated on a line of its own."""
    graph = Graph().parse(FICTION, format="turtle")
    kinds = {kind for kind in graph.objects(None, RDF.type) if str(kind).startswith(str(RK))}
    nodes = {node for kind in kinds - WITHOUT_EVIDENCE for node in graph.subjects(RDF.type, kind)}
    for line, node in enumerate(sorted(nodes, key=str), start=1):
        state(graph, node, line)
    return graph
