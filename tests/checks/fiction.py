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


INFERRED = (RK.clauseKind, RK.costSharingKind, RK.roleKind, RK.roleSymmetry, RK.theme)


def explain(graph: Graph) -> None:
    """Give every inferred concept its assignment."""
    for prop in INFERRED:
        for node, body in sorted(graph.subject_objects(prop), key=str):
            if any((one, OA.hasBody, body) in graph for one in graph.subjects(OA.hasTarget, node)):
                continue
            one = URIRef(f"{node}/assignment/{str(body).rpartition('#')[2]}")
            for kind in (RK.Assignment, OA.Annotation):
                graph.add((one, RDF.type, kind))
            graph.add((one, OA.hasTarget, node))
            graph.add((one, OA.hasBody, body))
            graph.add((one, RK.cue, Literal("架空", lang="ja")))
            graph.add((one, RK.rule, Literal("fiction.rule")))
            graph.add((one, RK.confidence, Literal("0.9", datatype=XSD.decimal)))


def every_class() -> Graph:
    """One node of every class, all rules kept, each node stated on a line of its own."""
    graph = Graph().parse(FICTION, format="turtle")
    explain(graph)
    kinds = {kind for kind in graph.objects(None, RDF.type) if str(kind).startswith(str(RK))}
    nodes = {node for kind in kinds - WITHOUT_EVIDENCE for node in graph.subjects(RDF.type, kind)}
    for line, node in enumerate(sorted(nodes, key=str), start=1):
        state(graph, node, line)
    return graph
