"""The SHACL shapes of a profile, made ready for pySHACL, and the rules in them by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, TypeAlias

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from graph_build.assets import asset
from graph_build.rdf.vocabulary import short
from graph_build.records.problem_kinds import Severity

Profile: TypeAlias = Literal["facts", "text", "corpus"]
"""``facts`` holds for every document's graph, ``text`` adds what one with the document's words must have;
``corpus`` is for all documents with places and links together: references known, one state for each text."""

FOLDERS: Mapping[Profile, tuple[str, ...]] = MappingProxyType(
    {"facts": ("",), "text": ("", "text"), "corpus": ("corpus",)}
)

SEVERITIES: Mapping[Node, Severity] = MappingProxyType(
    {SH.Violation: "error", SH.Warning: "warning", SH.Info: "note"}
)
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
EMBEDDING = (SH.node, SH["not"], SH.qualifiedValueShape)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a shape with its path (None: the node itself), its name and its message in ja and en.

    ``shape`` is the prefixed name of the shape; an anonymous one is called after the shape around it.
    """

    shape: str
    path: str | None
    severity: Severity
    name_ja: str
    name_en: str
    message_ja: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes made ready by `prepare`.

    ``source`` is as written; ``engine`` is the same rules as pySHACL gets them: targets moved to the property
    shapes (it then checks all nodes of a class at once, five times as fast) and without messages, because
    pySHACL 0.40.1 fails on a backslash in a value when a message holds ``{?value}`` and drops the language of
    such messages.
    """

    source: Graph
    engine: Graph
    rules: Mapping[Node, Rule]


@lru_cache
def load_shapes(profile: Profile) -> Shapes:
    """The packaged shapes of a profile.

    A document's graph and its inferred graph are checked together: role kinds and the like are in the second.
    """
    graph = Graph(bind_namespaces="none")
    for folder in FOLDERS[profile]:
        for file in _turtle(asset("shapes").joinpath(folder) if folder else asset("shapes")):
            graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return prepare(graph)


def prepare(source: Graph) -> Shapes:
    """Make a graph of shapes ready for `validate`; the graph is not changed.

    Raises ValueError where a shape names a property shape that has no path.
    """
    for owner, shape in source.subject_objects(SH.property):
        if (shape, SH.path, None) not in source:
            raise ValueError(
                f"{_name(source, owner)} names the property shape {short(str(shape))} without a path"
            )
    rules = {shape: _rule(source, shape) for shape in _shapes(source)}
    engine = Graph(bind_namespaces="none")
    moved = _movable(source)
    for subject, predicate, value in source:
        if predicate == SH.message or (predicate == SH.property and subject in moved):
            continue
        engine.add((subject, predicate, value))
    for node_shape in moved:
        for property_shape in source.objects(node_shape, SH.property):
            for target, value in targets_of(source, node_shape):
                engine.add((property_shape, target, value))
    return Shapes(source, engine, MappingProxyType(rules))


def _turtle(folder: Traversable) -> list[Traversable]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".ttl")), key=lambda file: file.name
    )


def _shapes(source: Graph) -> set[Node]:
    kinds = (SH.NodeShape, SH.PropertyShape)
    return {
        *(shape for kind in kinds for shape in source.subjects(RDF.type, kind)),
        *(shape for target in TARGETS for shape in source.subjects(target, None)),
        *source.objects(None, SH.property),
    }


def targets_of(source: Graph, shape: Node) -> Iterator[tuple[URIRef, Node]]:
    """The targets of a shape (SHACL §2.1.3): the kind of target and its value."""
    for target in TARGETS:
        for value in source.objects(shape, target):
            yield target, value
    if (shape, RDF.type, RDFS.Class) in source:
        yield SH.targetClass, shape


def _movable(source: Graph) -> set[Node]:
    """Node shapes whose properties can carry the targets themselves: no other shape uses them as a whole."""
    embedded = {shape for use in EMBEDDING for shape in source.objects(None, use)}
    for use in (SH["and"], SH["or"], SH.xone):
        for members in source.objects(None, use):
            embedded.update(Collection(source, members))
    return {
        shape
        for shape in source.subjects(SH.property, None)
        if shape not in embedded
        and (shape, SH.path, None) not in source
        and (shape, SH.deactivated, RdfLiteral(True)) not in source
        and any(targets_of(source, shape))
    }


def _rule(source: Graph, shape: Node) -> Rule:
    path = source.value(shape, SH.path)
    severity = source.value(shape, SH.severity) or SH.Violation
    return Rule(
        shape=_name(source, shape),
        path=None if path is None else _path(source, path),
        severity=SEVERITIES.get(severity, "error"),
        name_ja=_words(source, shape, SH.name, "ja"),
        name_en=_words(source, shape, SH.name, "en"),
        message_ja=_words(source, shape, SH.message, "ja"),
        message_en=_words(source, shape, SH.message, "en"),
    )


def _name(source: Graph, shape: Node) -> str:
    if not isinstance(shape, BNode):
        return short(str(shape))
    around = sorted(str(owner) for owner, _ in source.subject_predicates(shape) if isinstance(owner, URIRef))
    return short(around[0]) if around else "(anonymous)"


def required(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    """The value that SHACL requires; ValueError: it is missing."""
    value = graph.value(subject, predicate)
    if value is None:
        raise ValueError(f"{short(str(subject))} has no {short(str(predicate))}")
    return value


def _words(source: Graph, shape: Node, predicate: URIRef, lang: str) -> str:
    """The literal in this language, else the one without language, else the other one, else nothing."""
    literals = sorted(item for item in source.objects(shape, predicate) if isinstance(item, RdfLiteral))
    ranked = sorted(literals, key=lambda item: (item.language != lang, item.language is not None))
    return str(ranked[0]) if ranked else ""


def _path(source: Graph, path: Node) -> str:
    """A property path as SPARQL writes it."""
    if isinstance(path, URIRef):
        return short(str(path))
    if (path, RDF.first, None) in source:
        return "/".join(_path(source, step) for step in Collection(source, path))
    for predicate, before, after in (
        (SH.inversePath, "^", ""),
        (SH.zeroOrMorePath, "", "*"),
        (SH.oneOrMorePath, "", "+"),
        (SH.zeroOrOnePath, "", "?"),
    ):
        inner = source.value(path, predicate)
        if inner is not None:
            return f"{before}{_path(source, inner)}{after}"
    choices = Collection(source, required(source, path, SH.alternativePath))
    return f"({'|'.join(_path(source, choice) for choice in choices)})"
