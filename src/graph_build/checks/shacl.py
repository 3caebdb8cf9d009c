"""Graph against shapes: what each shape checked, what broke which rule, and where the document says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, TypeAlias

import pyshacl
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from graph_build.assets import asset
from graph_build.rdf.vocabulary import OA, PROV, RK, short
from graph_build.records.problems import Severity

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


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a document says it: lines and page from 1, both lines included; offsets half-open.

    Only the document is known where the node is a document or its evidence is incomplete.
    """

    document: str
    line_start: int | None = None
    line_end: int | None = None
    char_start: int | None = None
    char_end: int | None = None
    page: int | None = None


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
class Violation:
    """One node that breaks a rule.

    ``value`` is the offending term as in Turtle (None: a value is missing or too many are there),
    ``constraint`` the SHACL component (``MinCount``), messages those of the rule with ``{?value}`` and
    ``{?this}`` filled in, ``places`` the lines that state the node.
    """

    focus: str
    value: str | None
    constraint: str
    message_ja: str
    message_en: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule with everything that breaks it, by focus node."""

    rule: Rule
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """How many focus nodes a shape with targets found; 0 means that it checked nothing."""

    shape: str
    name_ja: str
    name_en: str
    focus_nodes: int


@dataclass(frozen=True, slots=True)
class ShaclReport:
    """The outcome of one validation, in the order of the shapes' names."""

    checked: tuple[Checked, ...]
    broken: tuple[Broken, ...]

    @property
    def conforms(self) -> bool:
        """No rule of severity error is broken; warnings and notes do not count."""
        return not self.count("error")

    @property
    def unmatched(self) -> tuple[str, ...]:
        """The shapes that found no node to check."""
        return tuple(item.shape for item in self.checked if not item.focus_nodes)

    def count(self, severity: Severity) -> int:
        """How many violations have this severity."""
        return sum(len(item.violations) for item in self.broken if item.rule.severity == severity)


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
            for target, value in _targets(source, node_shape):
                engine.add((property_shape, target, value))
    return Shapes(source, engine, MappingProxyType(rules))


def validate(graph: Graph, shapes: Shapes) -> ShaclReport:
    """Check a graph; it and the shapes stay as they are. Raises RuntimeError where a shape is malformed."""
    _, results, text = pyshacl.validate(
        graph, shacl_graph=shapes.engine, inference="none", advanced=False, meta_shacl=False
    )
    if not isinstance(results, Graph):  # pySHACL then gives the failure instead
        raise RuntimeError(f"the shapes could not be applied: {text}")  # noqa: TRY004
    found: dict[Rule, set[Violation]] = {}
    for result in results.objects(None, SH.result):
        rule = shapes.rules[_one(results, result, SH.sourceShape)]
        found.setdefault(rule, set()).add(_violation(graph, results, result, rule, shapes.source))
    return ShaclReport(
        checked=_checked(graph, shapes),
        broken=tuple(
            Broken(rule, tuple(sorted(found[rule], key=_by_focus)))
            for rule in sorted(found, key=lambda rule: (rule.shape, rule.path or ""))
        ),
    )


def places(graph: Graph, node: Node, path: Node | None = None) -> tuple[Place, ...]:
    """Where documents state a node: by its evidence, else by that of the nearest owner in its IRI.

    Evidence that supports the property ``path`` is preferred to that of the whole node.

    >>> from rdflib import Graph, URIRef
    >>> graph = Graph().parse(format="turtle", data='''
    ...     @prefix rk: <https://w3id.org/renkei/def#> . @prefix oa: <http://www.w3.org/ns/oa#> .
    ...     @prefix prov: <http://www.w3.org/ns/prov#> .
    ...     <https://x.jp/id/p> prov:wasQuotedFrom <https://x.jp/id/p/evidence> .
    ...     <https://x.jp/id/p/evidence> oa:hasSource <https://x.jp/doc/p> ; rk:lineStart 3 ; rk:lineEnd 5 .
    ...     ''')
    >>> found, = places(graph, URIRef("https://x.jp/id/p/budget/2021"))
    >>> found.document, found.line_start, found.line_end
    ('https://x.jp/doc/p', 3, 5)
    """
    for owner in _owners(node):
        if (owner, OA.hasSource, None) in graph:
            return (_place(graph, owner),)
        if (owner, RDF.type, RK.Document) in graph:
            return (Place(str(owner)),)
        evidence = [*graph.objects(owner, PROV.wasQuotedFrom), *graph.objects(owner, RK.place)]
        if evidence:
            return tuple(
                sorted({_place(graph, item) for item in _proving(graph, evidence, path)}, key=_by_line)
            )
    return ()


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


def _targets(source: Graph, shape: Node) -> Iterator[tuple[URIRef, Node]]:
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
        and any(_targets(source, shape))
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


def _one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
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
    choices = Collection(source, _one(source, path, SH.alternativePath))
    return f"({'|'.join(_path(source, choice) for choice in choices)})"


def _checked(graph: Graph, shapes: Shapes) -> tuple[Checked, ...]:
    counted = []
    for shape, rule in shapes.rules.items():
        targets = tuple(_targets(shapes.source, shape))
        if targets:
            nodes = {node for target, value in targets for node in _focus_nodes(graph, target, value)}
            counted.append(Checked(rule.shape, rule.name_ja, rule.name_en, len(nodes)))
    return tuple(sorted(counted, key=lambda item: item.shape))


def _focus_nodes(graph: Graph, target: URIRef, value: Node) -> Iterable[Node]:
    """The nodes that a target selects (SHACL §2.1.3); subclasses count where the graph itself names them."""
    if target == SH.targetNode:
        return (value,)
    if target == SH.targetSubjectsOf:
        return graph.subjects(value, None)
    if target == SH.targetObjectsOf:
        return graph.objects(None, value)
    classes = set(graph.transitive_subjects(RDFS.subClassOf, value))
    return (node for kind in classes for node in graph.subjects(RDF.type, kind))


def _violation(graph: Graph, results: Graph, result: Node, rule: Rule, source: Graph) -> Violation:
    focus, value = _one(results, result, SH.focusNode), results.value(result, SH.value)
    component = str(_one(results, result, SH.sourceConstraintComponent))
    path = results.value(result, SH.resultPath)
    filled = {"{?this}": str(focus), "{$this}": str(focus), "{?value}": str(value or "")}
    return Violation(
        focus=str(focus),
        value=None if value is None else value.n3(),
        constraint=component.rpartition("#")[2].removesuffix("ConstraintComponent"),
        message_ja=_fill(rule.message_ja, filled),
        message_en=_fill(rule.message_en, filled),
        places=places(graph, focus, path),
    )


def _fill(message: str, values: Mapping[str, str]) -> str:
    for placeholder, value in values.items():
        message = message.replace(placeholder, value)
    return message


def _by_focus(violation: Violation) -> tuple[str, str, str]:
    return violation.focus, violation.constraint, violation.value or ""


def _by_line(place: Place) -> tuple[str, int, int]:
    return place.document, place.char_start or 0, place.line_start or 0


def _owners(node: Node) -> Iterator[Node]:
    """The node and the nodes whose IRI is a path above its own, nearest first."""
    yield node
    iri = str(node) if isinstance(node, URIRef) else ""
    while (iri := iri.rpartition("/")[0]) and not iri.endswith("/"):
        yield URIRef(iri)


def _proving(graph: Graph, evidence: list[Node], path: Node | None) -> list[Node]:
    """Of several places those that state the property, else those of the whole node, else all."""
    exact = [item for item in evidence if path is not None and (item, RK.supports, path) in graph]
    whole = [item for item in evidence if (item, RK.supports, None) not in graph]
    return exact or whole or evidence


def _place(graph: Graph, evidence: Node) -> Place:
    return Place(
        document=str(graph.value(evidence, OA.hasSource) or ""),
        line_start=_integer(graph, evidence, RK.lineStart),
        line_end=_integer(graph, evidence, RK.lineEnd),
        char_start=_integer(graph, evidence, RK.charStart),
        char_end=_integer(graph, evidence, RK.charEnd),
        page=_integer(graph, evidence, RK.page),
    )


def _integer(graph: Graph, node: Node, predicate: URIRef) -> int | None:
    """The number of a property; None where it is missing or, in a damaged graph, no number."""
    numbers = sorted(
        item.value
        for item in graph.objects(node, predicate)
        if isinstance(item, RdfLiteral) and isinstance(item.value, int)
    )
    return numbers[0] if numbers else None
