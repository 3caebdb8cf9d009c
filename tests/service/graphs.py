"""Made-up graphs in the shape of a release: fiction about real places."""

from __future__ import annotations

from collections.abc import Iterator

BASE = "https://w3id.org/renkei/"
RK = f"{BASE}def#"
XSD = "http://www.w3.org/2001/XMLSchema#"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def release(measures: int = 300) -> str:
    """N-Quads: measures of two visions, budget lines, and a links graph that repeats some of their triples."""
    return "".join(_quads(measures))


def _quads(measures: int) -> Iterator[str]:
    kumamoto = f"<{BASE}id/municipality/43100>"
    places = f"<{BASE}graph/places>"
    yield f"{kumamoto} <{TYPE}> <{RK}Municipality> {places} .\n"
    yield f'{kumamoto} <{LABEL}> "熊本市"@ja {places} .\n'
    yield f'{kumamoto} <{LABEL}> "Kumamoto"@en {places} .\n'
    yield f'{kumamoto} <{RK}code5> "43100" {places} .\n'
    for at in range(measures):
        graph, measure = f"<{BASE}graph/vision/{at % 2}>", f"<{BASE}id/vision/{at % 2}/measure/{at:04d}>"
        yield f"{measure} <{TYPE}> <{RK}Measure> {graph} .\n"
        yield f"{measure} <{TYPE}> <{RK}Measure> <{BASE}graph/links> .\n"
        yield f'{measure} <{LABEL}> "取組{at}"@ja {graph} .\n'
        yield f'{measure} <{RK}order> "{at}"^^<{XSD}integer> {graph} .\n'
        following = f"<{BASE}id/vision/{(at + 1) % measures % 2}/measure/{(at + 1) % measures:04d}>"
        yield f"{measure} <{RK}next> {following} <{BASE}graph/links> .\n"
        line = f"<{BASE}id/vision/{at % 2}/measure/{at:04d}/budget/2021>"
        for copy in (graph, f"<{BASE}graph/links>"):
            yield f"{line} <{RK}project> {measure} {copy} .\n"
            yield f'{line} <{RK}amount> "1000"^^<{XSD}integer> {copy} .\n'
