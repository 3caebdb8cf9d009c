"""What the query editor completes: prefixes, classes, properties and concepts, read from ontology and shapes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

import pyoxigraph as ox

from graph_build.assets import asset
from graph_build.rdf.prefixes import PREFIXES, expand
from service.engine.output import compact

_LANGUAGES = ("ja", "en")
_KINDS = {
    expand("owl:Class"): "class",
    expand("owl:ObjectProperty"): "property",
    expand("owl:DatatypeProperty"): "property",
    expand("skos:Concept"): "concept",
}
_TYPE = expand("rdf:type")
_PARENT = expand("rdfs:subClassOf")
_LABELS = (expand("rdfs:label"), expand("skos:prefLabel"))
_COMMENTS = (expand("rdfs:comment"), expand("skos:definition"))
_DOMAINS = (expand("rdfs:domain"), expand("schema:domainIncludes"))

_Nodes = Mapping[str, Mapping[str, list[Any]]]


def vocabulary(base: str) -> bytes:
    """The vocabulary as JSON: `{"base", "prefixes", "terms": [{"name", "kind", "ja", "en", …}]}`.

    A term of another vocabulary that only the shapes name has its own name for a label.
    """
    nodes = _read([asset("ontology"), asset("shapes")])
    having = _having(nodes)
    terms = {name: dict(term) for name, term in _own_terms(nodes, having)}
    for iri, classes in having.items():
        _add_foreign(terms, iri, "property", of=sorted(classes))
    for parent in {each.value for said in nodes.values() for each in said.get(_PARENT, ()) if _is_iri(each)}:
        _add_foreign(terms, parent, "class")
    body = {
        "base": base,
        "prefixes": dict(PREFIXES),
        "terms": [terms[name] for name in sorted(terms)],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _add_foreign(terms: dict[str, dict[str, Any]], iri: str, kind: str, **more: Any) -> None:
    name = compact(iri)
    if name != iri and name not in terms:
        local = name.partition(":")[2]
        terms[name] = {"name": name, "kind": kind, "ja": local, "en": local, **more}


def _own_terms(nodes: _Nodes, having: Mapping[str, set[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for iri, said in nodes.items():
        kind = next((_KINDS[each.value] for each in said.get(_TYPE, ()) if each.value in _KINDS), None)
        name = compact(iri)
        if kind is None or name == iri:
            continue
        term: dict[str, Any] = {"name": name, "kind": kind}
        for language in _LANGUAGES:
            term[language] = _text(said, _LABELS, language) or name.partition(":")[2]
            if comment := _text(said, _COMMENTS, language):
                term[f"comment_{language}"] = comment
        if kind == "property":
            domains = {compact(each.value) for key in _DOMAINS for each in said.get(key, ())}
            if classes := domains | having.get(iri, set()):
                term["of"] = sorted(classes)
        if kind == "concept":
            term["scheme"] = name.partition(":")[2].partition("-")[0]
        yield name, term


def _having(nodes: _Nodes) -> Mapping[str, set[str]]:
    """Property → the classes whose shapes name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for said in nodes.values():
        for target in said.get(expand("sh:targetClass"), ()):
            for shape in said.get(expand("sh:property"), ()):
                for path in nodes.get(shape.value, {}).get(expand("sh:path"), ()):
                    if _is_iri(path):
                        found[path.value].add(compact(target.value))
    return found


def _read(folders: Iterable[Traversable]) -> _Nodes:
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for folder in folders:
        for file in sorted(_turtle(folder), key=lambda each: each.name):
            for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE):
                nodes[_name(quad.subject)][_name(quad.predicate)].append(quad.object)
    return nodes


def _is_iri(node: Any) -> bool:
    return isinstance(node, ox.NamedNode)


def _name(node: Any) -> str:
    return str(node.value) if _is_iri(node) else str(node)


def _turtle(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _turtle(entry)
        elif entry.name.endswith(".ttl"):
            yield entry


def _text(said: Mapping[str, list[Any]], properties: Iterable[str], language: str) -> str:
    """The text in a language; "" when there is none."""
    for name in properties:
        for term in said.get(name, ()):
            if isinstance(term, ox.Literal) and term.language == language:
                return term.value
    return ""
