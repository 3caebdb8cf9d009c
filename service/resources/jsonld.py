"""Descriptions as JSON-LD with the published context: a tree from the thing, usable as plain JSON.

References are objects with `id` and the labels that the description has; texts are maps by language; what may be
several is an array. Decimals are strings, so that no digit changes. A date has the key of its precision: `signedOn`
is a day, `signedOnMonth` a month, `signedOnYear` a year. Properties that the context does not know keep their
prefixed name and the long form of values, so that nothing depends on the context being complete.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from service.resources.description import NAMING, PARTS, REVERSE, Graph, Value

VERSION: Final = "v1"
CONTEXT_PATH: Final = f"/api/context/{VERSION}.jsonld"
"""Where the service publishes the context. What is published under a version does not change."""

_LAST = (1 << 62,)
_WHOLE = frozenset((*PARTS, "prov:wasQuotedFrom"))
_NAMES = frozenset(NAMING)


@dataclass(frozen=True, slots=True)
class Term:
    """A key of the context: its coercion (a datatype or `@id`, or none) and how it holds values."""

    key: str
    type: str
    language: bool
    several: bool


@cache
def context_bytes(version: str = VERSION) -> bytes | None:
    """The context as it is published; None for a version that there is not."""
    file = files("service.resources").joinpath("context", f"{version}.jsonld")
    return file.read_bytes() if version.isalnum() and file.is_file() else None


@cache
def _terms() -> tuple[Mapping[str, Sequence[Term]], Mapping[str, str]]:
    """The terms of each property, and the key of each class and property that has no coercion."""
    given = json.loads(context_bytes() or b"{}")["@context"]
    terms: dict[str, list[Term]] = {}
    keys: dict[str, str] = {}
    for key, said in given.items():
        if isinstance(said, str) and ":" in said and not said.endswith(("/", "#")):
            terms.setdefault(said, []).append(Term(key, "", language=False, several=False))
            keys[said] = key
        elif isinstance(said, dict) and "@id" in said:
            container = said.get("@container", ())
            held = {container} if isinstance(container, str) else set(container)
            term = Term(key, said.get("@type", ""), "@language" in held, "@set" in held)
            terms.setdefault(said["@id"], []).append(term)
    return terms, keys


def document(graph: Graph, root: str, context: str) -> dict[str, Any]:
    """The description of `root` as one tree with a reference to the context at that address.

    What the tree does not reach stands under `included`, so that it has exactly the triples of the graph.
    """
    tree = Tree(graph)
    made = {"@context": context, **tree.node(root)}
    rest = sorted(graph.keys() - tree.seen)
    included = [tree.node(iri) for iri in rest]
    return {**made, "included": included} if included else made


class Tree:
    """Nests the nodes of a graph; `seen` are those that were written."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.seen: set[str] = set()
        self._from: dict[tuple[str, str], list[str]] = {}
        for iri, node in graph.items():
            for name in REVERSE:
                for value in node.get(name, ()):
                    self._from.setdefault((name, value["@id"]), []).append(iri)

    def node(
        self, iri: str, path: frozenset[str] = frozenset(), known: tuple[str, str] | None = None
    ) -> dict[str, Any]:
        """A node with what it names inside it; `known` is the statement by which it was reached backwards."""
        made: dict[str, Any] = {"id": iri}
        said = self._graph.get(iri)
        if said is None or iri in path:
            return made
        self.seen.add(iri)
        path |= {iri}
        types = said.get("@type")
        if types:
            made["type"] = [_class(name) for name in sorted(types, key=_own_first)]
        for name, values in said.items():
            if name != "@type":
                kept = [value for value in values if (name, _reference(value)) != known]
                self._put(made, name, kept, path)
        for name, key in REVERSE.items():
            found = [
                self.node(each, path, (name, iri))
                for each in sorted(self._from.get((name, iri), ()))
                if each not in path
            ]
            if found:
                made[key] = found
        return made

    def _named(self, name: str, iri: str, path: frozenset[str]) -> dict[str, Any]:
        """A value: a part with all that it says, any other thing with its labels."""
        said = self._graph.get(iri, {})
        if name in _WHOLE or said.keys() <= _NAMES:
            return self.node(iri, path)
        made: dict[str, Any] = {"id": iri}
        if iri not in path:
            for label in NAMING:
                self._put(made, label, said.get(label, ()), path)
        return made

    def _put(self, made: dict[str, Any], name: str, values: Sequence[Value], path: frozenset[str]) -> None:
        for value in values:
            term = _term(name, value)
            if term is None:
                long = self._named(name, value["@id"], path) if _reference(value) else value
                made.setdefault(name, []).append(long)
            elif term.language:
                texts = made.setdefault(term.key, {})
                tag, text = value["@language"], value["@value"]
                texts.setdefault(tag, []).append(text)
            elif term.type == "@id":
                made.setdefault(term.key, []).append(self._named(name, value["@id"], path))
            else:
                plain = value["@value"] if isinstance(value, dict) else value
                made.setdefault(term.key, []).append(plain)
        for term in (*_terms()[0].get(name, ()), Term(name, "", language=False, several=False)):
            _settle(made, term)


def _settle(made: dict[str, Any], term: Term) -> None:
    """Leave lists only where there may be several values or are."""
    held = made.get(term.key)
    if isinstance(held, dict) and term.language:
        made[term.key] = {tag: _one(texts, term.several) for tag, texts in sorted(held.items())}
    elif isinstance(held, list):
        made[term.key] = _one(sorted(held, key=_place), term.several)


def _one(values: list[Any], several: bool) -> Any:
    return values if several or len(values) != 1 else values[0]


def _place(value: Any) -> tuple[int, ...]:
    """Things that have a place in the text stand in that order, all else stays as it is."""
    order = value.get("order") if isinstance(value, dict) else None
    return (order,) if isinstance(order, int) else _LAST


def _term(name: str, value: Value) -> Term | None:
    """The term that holds the value without loss."""
    tagged = isinstance(value, dict) and "@language" in value
    coerced = "@id" if _reference(value) else value.get("@type", "") if isinstance(value, dict) else ""
    for term in _terms()[0].get(name, ()):
        if term.language == tagged and term.type == coerced:
            return term
    return None


def _class(name: str) -> str:
    return _terms()[1].get(name, name)


def _own_first(name: str) -> tuple[bool, str]:
    return not name.startswith("rk:"), name


def _reference(value: Value) -> str:
    return value.get("@id", "") if isinstance(value, dict) else ""
