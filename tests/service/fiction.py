"""A small release of fiction: one node of every class beside the real ontology."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyoxigraph as ox

from graph_build.rdf.iris import Iris
from graph_build.release.graphs import ontology_graph
from tests.checks.fiction import BASE, every_class

GRAPH = ox.NamedNode(f"{BASE}graph/vision/renkei-chusu/43100/2025-03")


def every_class_release(path: Path) -> Path:
    """N-Quads of the fiction and of the ontology."""
    triples = ox.parse(every_class().serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
    fiction = [str(ox.Quad(each.subject, each.predicate, each.object, GRAPH)) + " ." for each in triples]
    path.write_text("\n".join([*sorted(fiction), *ontology_graph(Iris(BASE))]) + "\n", encoding="utf-8")
    return path


def things() -> list[str]:
    """The paths below the base of all nodes of the fiction."""
    return sorted({str(node).removeprefix(BASE) for node in every_class().subjects()})


def loader(client: httpx.Client) -> object:
    """A loader of pyld that asks the service."""

    def load(url: str, _: object) -> dict[str, object]:
        answer = client.get(url)
        answer.raise_for_status()
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": answer.json(),
            "contentType": answer.headers["content-type"],
        }

    return load


def triples(data: str | bytes, form: ox.RdfFormat) -> set[str]:
    """The triples of a document, written out."""
    return {str(quad.triple) for quad in ox.parse(data, format=form)}
