"""The page that documents the ontology: diagrams, classes, properties, concept schemes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from starlette.requests import HTTPConnection

from graph_build.rdf.prefixes import PREFIXES
from service.language import language_of
from service.web.ontology.diagrams import diagrams, svg
from service.web.ontology.terms import Ontology, address
from service.web.pages import Pages
from service.web.words import word


def ontology_page(pages: Pages, ontology: Ontology, request: HTTPConnection, page: str = "/def") -> bytes:
    """The documentation in the language of the request; `page` is the path that it is served at."""
    language = language_of(request)
    properties = sorted((*ontology.links, *ontology.values), key=lambda term: term.name)
    values = {
        "ontology": ontology,
        "properties": properties,
        "described": _by((name, term.name) for term in properties for name in term.domain),
        "pointed": _by((name, term.name) for term in ontology.links for name in term.range),
        "pictures": [
            (each.name, svg(each, language, page, word(language, f"ontology.diagram.{each.name}")))
            for each in diagrams(ontology)
        ],
        "address": address,
        "namespace": PREFIXES["rk"],
        "page": page,
    }
    return pages.render("ontology.html", values, request)


def _by(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
