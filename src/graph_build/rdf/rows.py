"""What a row of the mapping is: the class of a type of record, and how each of its fields is written.

Each value kind is one way to write a term (`graph_build.rdf.writer`). ``concept`` is the concept
``rk:{scheme}-{value}`` where the scheme has the name of the property unless the row says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "ja", "string", "integer", "decimal", "date", "node", "iri", "concept", "concept name", "period"
]


@dataclass(frozen=True, slots=True)
class Property:
    """How one field is written.

    ``name`` is a prefixed name, None where only the ``inverse`` (from the named node to this one) is written;
    ``scheme`` overrides the concept scheme; ``when`` says for which values the row holds.
    """

    field: str
    name: str | None
    kind: Kind
    inverse: str | None = None
    scheme: str | None = None
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A type of record: its class, properties and data set.

    ``class_of`` gives the class where it depends on the record, ``also`` a further class of some records;
    ``data_set`` names the data set of an observation.
    """

    cls: str
    properties: tuple[Property, ...]
    class_of: Callable[[Any], str] | None = None
    also: Callable[[Any], str | None] | None = None
    data_set: str | None = None


P = Property

IN_VERSION = P("version", "rk:inVersion", "node")
ORDER = P("order", "rk:order", "integer")
NUMBER = P("number", "rk:number", "string")
TITLE = P("title", "dcterms:title", "ja")
TEXT = P("text", "rk:text", "ja")
DIGEST = P("text_digest", "rk:textDigest", "string")
LABEL = P("label", "skos:prefLabel", "ja")
PRINTED_VALUE = P("printed_value", "rk:printedValue", "ja")
YEAR = P("year", "rk:year", "integer")
PERIOD = P("period", "rk:period", "period")
