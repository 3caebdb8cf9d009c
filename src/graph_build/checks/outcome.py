"""What a build or check tells its user: plain records, as they stand in ``report.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from graph_build.records.codec import codec
from graph_build.records.document import DocKind, Ledger
from graph_build.records.problem_kinds import Severity
from graph_build.records.problems import Problem


@dataclass(frozen=True, slots=True)
class ShapeCount:
    """How many nodes a shape looked at; 0 means that it checked nothing."""

    shape: str
    name_ja: str
    name_en: str
    focus_nodes: int


@dataclass(frozen=True, slots=True)
class Location:
    """Lines of a document that state a node; only the document where nothing more is known."""

    document: str
    line_start: int | None = None
    line_end: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One node that breaks one rule of the shapes."""

    shape: str
    path: str | None
    severity: Severity
    focus: str
    value: str | None
    constraint: str
    message_ja: str
    message_en: str
    locations: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphCheck:
    """The outcome of the shapes for one graph (a document's path, ``places``, ``links``)."""

    graph: str
    profile: str
    shapes: tuple[ShapeCount, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of the release, with its balance in characters."""

    topic: str
    name: str
    kind: DocKind
    title: str | None
    sha256: str
    carries: str
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Reported:
    """A problem and the name of the file it was found in, None for the build as a whole."""

    problem: Problem
    document: str | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """All that a build has to tell."""

    build: str
    base: str
    documents: tuple[DocumentLine, ...]
    problems: tuple[Reported, ...]
    checks: tuple[GraphCheck, ...]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """A problem of severity error was found, or a rule of that severity is broken."""
        found = [reported.problem.severity for reported in self.problems]
        return "error" in [*found, *(finding.severity for check in self.checks for finding in check.findings)]

    def to_json(self) -> str:
        """The report as ``report.json``."""
        return json.dumps(codec(BuildReport)[0](self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_report(path: Path) -> BuildReport:
    """The report of a release.

    Raises:
        OSError: the file is not there.
        CodecError: it is no such report.
    """
    report: BuildReport = codec(BuildReport)[1](json.loads(path.read_text(encoding="utf-8")))
    return report
