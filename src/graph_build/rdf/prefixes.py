"""The table of prefixes, and which class specialises which: plain text that needs no RDF library."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "rk": "https://w3id.org/renkei/def#",
        "cv": "http://data.europa.eu/m8g/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "rks": "https://w3id.org/renkei/shape#",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
        "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix → namespace, for the writer, the queries, the service and the documentation."""

SPECIALISES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rk:Act": ("eli:LegalResource",),
        "rk:Agreement": ("eli:ComplexWork",),
        "rk:AgreementVersion": ("eli:LegalResource",),
        "rk:Amendment": ("rk:Act", "eli:LegalResource"),
        "rk:Annex": ("eli:LegalResourceSubdivision",),
        "rk:Area": ("org:OrganizationalCollaboration",),
        "rk:Article": ("eli:LegalResourceSubdivision",),
        "rk:Assignment": ("oa:Annotation",),
        "rk:Bill": ("eli-dl:DraftLegislationWork",),
        "rk:BudgetLine": ("qb:Observation",),
        "rk:Conclusion": ("rk:Act", "eli:LegalResource"),
        "rk:Correspondence": ("oa:Annotation",),
        "rk:Document": ("foaf:Document",),
        "rk:Evidence": ("oa:SpecificResource",),
        "rk:Facility": ("schema:Place",),
        "rk:KpiValue": ("qb:Observation",),
        "rk:Membership": ("org:Membership",),
        "rk:Municipality": ("cv:PublicOrganisation",),
        "rk:PartyStatement": ("cv:Participation",),
        "rk:PolicyField": ("skos:Concept",),
        "rk:Prefecture": ("cv:PublicOrganisation",),
        "rk:Project": ("foaf:Project",),
        "rk:Repeal": ("rk:Act", "eli:LegalResource"),
        "rk:RoleStatement": ("cv:Participation",),
        "rk:Statistic": ("qb:Observation",),
    }
)
"""Class → the classes that its instances also get, nearest first; a class that is missing here has none.

A measure of a version or draft is also an ``eli:LegalResourceSubdivision``, one of a vision is not.
"""


@cache
def expand(name: str) -> str:
    """The IRI of a prefixed name.

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'

    Raises:
        KeyError: no such prefix.
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def classes(name: str) -> tuple[str, ...]:
    """A class and what its instances also are.

    >>> classes("rk:Conclusion")
    ('rk:Conclusion', 'rk:Act', 'eli:LegalResource')
    """
    return (name, *SPECIALISES.get(name, ()))


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
