"""The namespaces of the table of prefixes as rdflib knows them, for the code that reads graphs."""

from __future__ import annotations

from rdflib import Namespace, URIRef

from graph_build.rdf.prefixes import PREFIXES

DCTERMS = Namespace(PREFIXES["dcterms"])
ELI = Namespace(PREFIXES["eli"])
OA = Namespace(PREFIXES["oa"])
PROV = Namespace(PREFIXES["prov"])
QB = Namespace(PREFIXES["qb"])
RK = Namespace(PREFIXES["rk"])
SCHEMA = Namespace(PREFIXES["schema"])
SKOS = Namespace(PREFIXES["skos"])


def concept(scheme: str, name: str) -> URIRef:
    """A concept of the ontology's schemes.

    >>> str(concept("roleKind", "lead"))
    'https://w3id.org/renkei/def#roleKind-lead'
    """
    return RK[f"{scheme}-{name}"]


def short(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> short("http://www.w3.org/2004/02/skos/core#prefLabel"), short("https://example.org/x")
    ('skos:prefLabel', 'https://example.org/x')
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?"):
            return f"{prefix}:{local}"
    return iri
