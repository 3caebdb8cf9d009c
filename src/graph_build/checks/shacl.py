"""Graph against shapes: what each shape checked, what broke which rule, and where the document says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyshacl
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from graph_build.checks.shapes import Rule, Shapes, required, targets_of
from graph_build.checks.source_places import Place, places
from graph_build.records.problem_kinds import Severity


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


def validate(graph: Graph, shapes: Shapes) -> ShaclReport:
    """Check a graph; it and the shapes stay as they are. Raises RuntimeError where a shape is malformed."""
    _, results, text = pyshacl.validate(
        graph, shacl_graph=shapes.engine, inference="none", advanced=False, meta_shacl=False
    )
    if not isinstance(results, Graph):  # pySHACL then gives the failure instead
        raise RuntimeError(f"the shapes could not be applied: {text}")  # noqa: TRY004
    found: dict[Rule, set[Violation]] = {}
    for result in results.objects(None, SH.result):
        rule = shapes.rules[required(results, result, SH.sourceShape)]
        found.setdefault(rule, set()).add(_violation(graph, results, result, rule))
    return ShaclReport(
        checked=_checked(graph, shapes),
        broken=tuple(
            Broken(rule, tuple(sorted(found[rule], key=_by_focus)))
            for rule in sorted(found, key=lambda rule: (rule.shape, rule.path or ""))
        ),
    )


def _checked(graph: Graph, shapes: Shapes) -> tuple[Checked, ...]:
    counted = []
    for shape, rule in shapes.rules.items():
        targets = tuple(targets_of(shapes.source, shape))
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


def _violation(graph: Graph, results: Graph, result: Node, rule: Rule) -> Violation:
    focus, value = required(results, result, SH.focusNode), results.value(result, SH.value)
    component = str(required(results, result, SH.sourceConstraintComponent))
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
