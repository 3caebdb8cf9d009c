"""The shapes on lines of N-Quads: from the text of a graph to rdflib and back to plain records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, Graph, URIRef

from graph_build.checks.outcome import Finding, GraphCheck, Location, ShapeCount
from graph_build.checks.shacl import Broken, Place, Profile, Shapes, Violation, load_shapes, validate

_TYPE = RDF.type.n3()


def check_lines(name: str, lines: Iterable[str], profile: Profile) -> GraphCheck:
    """Check lines of N-Quads, taken together as one graph."""
    shapes = load_shapes(profile)
    if profile == "corpus":
        lines = _named_in(shapes, lines)
    graph = Graph(bind_namespaces="none")
    triples = sorted({line[: line.rindex(" <")] + " ." for line in lines})
    graph.parse(data="\n".join(triples), format="nt")
    report = validate(graph, shapes)
    return GraphCheck(
        graph=name,
        profile=profile,
        shapes=tuple(ShapeCount(c.shape, c.name_ja, c.name_en, c.focus_nodes) for c in report.checked),
        findings=tuple(
            _finding(broken, violation) for broken in report.broken for violation in broken.violations
        ),
    )


def _named_in(shapes: Shapes, lines: Iterable[str]) -> Iterator[str]:
    """The lines whose property or class the shapes name: of a whole corpus, a small part."""
    names = {part.n3() for triple in shapes.source for part in triple if isinstance(part, URIRef)}
    for line in lines:
        _, name, value = line.split(" ", 2)
        if name in names and (name != _TYPE or value.split(" ", 1)[0] in names):
            yield line


def _finding(broken: Broken, violation: Violation) -> Finding:
    return Finding(
        shape=broken.rule.shape,
        path=broken.rule.path,
        severity=broken.rule.severity,
        focus=violation.focus,
        value=violation.value,
        constraint=violation.constraint,
        message_ja=violation.message_ja,
        message_en=violation.message_en,
        locations=tuple(_location(place) for place in violation.places),
    )


def _location(place: Place) -> Location:
    return Location(place.document, place.line_start, place.line_end, place.page)
