"""The formats of answers: the table behind negotiation, headers, help and the service description."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The query forms of SPARQL 1.1."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph (else it is a table or a truth value)."""
        return self in (Kind.CONSTRUCT, Kind.DESCRIBE)


@dataclass(frozen=True)
class Format:
    """One format: its short name for `?format=`, its media types (the first is written), its W3C IRI."""

    name: str
    media_types: tuple[str, ...]
    iri: str = ""
    aliases: tuple[str, ...] = ()


_W3C = "http://www.w3.org/ns/formats/"
HTML = Format("html", ("text/html",))
JSON = Format(
    "json", ("application/sparql-results+json", "application/json"), _W3C + "SPARQL_Results_JSON", ("srj",)
)
CSV = Format("csv", ("text/csv",), _W3C + "SPARQL_Results_CSV")
TURTLE = Format("turtle", ("text/turtle",), _W3C + "Turtle", ("ttl",))
N_TRIPLES = Format("ntriples", ("application/n-triples", "text/plain"), _W3C + "N-Triples", ("nt",))
JSON_LD = Format("jsonld", ("application/ld+json", "application/json"), _W3C + "JSON-LD", ("json-ld", "json"))

# The first of each list is the default.
TABLE_FORMATS = (
    JSON,
    Format(
        "xml", ("application/sparql-results+xml", "application/xml"), _W3C + "SPARQL_Results_XML", ("srx",)
    ),
    CSV,
    Format("tsv", ("text/tab-separated-values",), _W3C + "SPARQL_Results_TSV"),
    HTML,
)
GRAPH_FORMATS = (
    TURTLE,
    N_TRIPLES,
    Format("rdfxml", ("application/rdf+xml", "application/xml"), _W3C + "RDF_XML", ("rdf", "xml", "rdf+xml")),
    JSON_LD,
    Format("trig", ("application/trig",), _W3C + "TriG"),
    Format("nquads", ("application/n-quads",), _W3C + "N-Quads", ("nq",)),
    HTML,
)


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """The formats in which the answer to a query form can be written, the default first."""
    return GRAPH_FORMATS if kind.is_graph else TABLE_FORMATS


def by_name(name: str, offered: tuple[Format, ...]) -> Format | None:
    """The format of a `?format=` value or file extension: short name, alias or media type.

    >>> by_name("ttl", GRAPH_FORMATS).name
    'turtle'
    >>> by_name("text/csv", GRAPH_FORMATS) is None
    True
    """
    wanted = name.strip().lower()
    for each in offered:
        if wanted == each.name or wanted in each.aliases:
            return each
    return next((each for each in offered if wanted in each.media_types), None)
