"""What a description of a thing contains, defined once: one query behind every format and the page.

A description is about the thing and its parts (roles, budget lines, values of a KPI, signatures …, and of an area
its memberships): what the graph says of them, the places of documents that prove them, the annotations that gave
them their inferred concepts, and the labels of everything that these name.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from graph_build.rdf.prefixes import PREFIXES

PARTS: Final = (
    "rk:hasRole",
    "rk:partyStatement",
    "rk:signature",
    "rk:operation",
    "rk:variant",
    "rk:budgetLine",
    "rk:share",
    "rk:subsidy",
    "rk:scheduleItem",
    "rk:kpiValue",
)
"""The properties from a thing to what exists only as a part of it."""

NAMING: Final = ("skos:prefLabel", "dcterms:title", "rdfs:label")
"""The properties that name a thing, the best first."""

_PART = f"VALUES ?has {{ {' '.join(PARTS)} }} ?thing ?has ?part ."
_SAID = "?node ?property ?value"
LABELS: Final = (
    f"OPTIONAL {{ ?value ?naming ?label FILTER(?property != rdf:type && ?naming IN ({', '.join(NAMING)})) }}"
)
"""The labels of the values of a pattern that binds ?property and ?value."""

# The order inside a branch leads from the thing outwards: engines that keep it answer in a few milliseconds.
_BRANCHES = (
    "?thing ?property ?value BIND(?thing AS ?node)",
    f"VALUES ?has {{ {' '.join(PARTS)} }} ?thing ?has ?node . {_SAID}",
    f"?thing prov:wasQuotedFrom ?node . {_SAID}",
    f"?node oa:hasTarget ?thing . {_SAID}",
    f"{_PART} ?part prov:wasQuotedFrom ?node . {_SAID}",
    f"{_PART} ?node oa:hasTarget ?part . {_SAID}",
    f"?node org:organization ?thing . {_SAID}",
    f"?part org:organization ?thing . ?part prov:wasQuotedFrom ?node . {_SAID}",
)
DESCRIPTION: Final = (
    "CONSTRUCT { ?node ?property ?value . ?value ?naming ?label }\nWHERE {\n  "
    + "\n  UNION\n  ".join(f"{{ {branch}\n    {LABELS} }}" for branch in _BRANCHES)
    + "\n}"
)
"""The query; the variable ?thing is bound to what is described."""

Value: TypeAlias = Any
Node: TypeAlias = Mapping[str, Sequence[Value]]
Graph: TypeAlias = Mapping[str, Node]
"""IRI → property (as a prefixed name where one fits; types under `@type`) → values, each once, in a fixed order.

A value is a JSON-LD value object, `{"@id": …}`, or a string, an integer or a truth value as such.
"""


def about(iri: str) -> str:
    """The query with the thing written in, to be shown and asked again; the IRI holds no `<` or `>`."""
    return DESCRIPTION.replace("?thing", f"<{iri}>")


def read_graph(body: bytes) -> Graph:
    """The nodes of an answer of the engine in JSON-LD."""
    found: dict[str, dict[str, dict[str, Value]]] = defaultdict(lambda: defaultdict(dict))
    for node in json.loads(body)["@graph"]:
        said = found[node["@id"]]
        for name, values in node.items():
            if name != "@id":
                for value in values if isinstance(values, list) else [values]:
                    said[name][json.dumps(value, sort_keys=True, ensure_ascii=False)] = value
    return {
        iri: {name: [values[key] for key in sorted(values)] for name, values in sorted(said.items())}
        for iri, said in found.items()
    }


def label_of(node: Node, language: str) -> tuple[str, str] | None:
    """The best label with its language: in the language asked for, else Japanese, else any but a reading."""
    for wanted in dict.fromkeys((language, "ja", "en", "")):
        for name in NAMING:
            for value in node.get(name, ()):
                text, tag = text_of(value)
                if tag == wanted:
                    return text, tag
    return None


def text_of(value: Value) -> tuple[str, str]:
    """The text of a literal and its language tag, which may be empty."""
    if isinstance(value, dict):
        return str(value.get("@value", value.get("@id", ""))), str(value.get("@language", ""))
    return (str(value).lower() if isinstance(value, bool) else str(value)), ""


REVERSE: Final[Mapping[str, str]] = {"oa:hasTarget": "annotations", "org:organization": "memberships"}
"""The properties that a description follows backwards, with the key under which JSON holds what it finds."""


def expanded(name: str) -> str:
    """The IRI of a name as the nodes have it: a prefixed name, or an IRI already."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name
