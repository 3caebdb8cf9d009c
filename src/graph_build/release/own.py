"""The documents that a user brought to a release of the register: which they are, what was found about them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph_build.checks.outcome import BuildReport, DocumentLine, Finding, GraphCheck, Reported
from graph_build.checks.report import SEVERITIES
from graph_build.documents.read import SUFFIXES
from graph_build.release.folder import ReleaseFolder
from graph_build.release.inputs import find_inputs

OWN = "own.json"
"""The file of a release folder that names the user's own files."""


@dataclass(frozen=True, slots=True)
class Own:
    """The part of a report that is about the user's own files; problems and findings begin with the worst."""

    files: tuple[str, ...]
    documents: tuple[DocumentLine, ...]
    problems: tuple[Reported, ...]
    checks: tuple[GraphCheck, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What breaks the shapes."""
        found = [finding for check in self.checks for finding in check.findings]
        return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.severity)))

    @property
    def refused(self) -> tuple[str, ...]:
        """The files of which no document came."""
        built = {line.name for line in self.documents}
        return tuple(name for name in self.files if name not in built)


def mark_own(release: Path, paths: Iterable[Path]) -> Own:
    """Note in a release folder which of its files are the user's; returns what was found about them.

    Raises:
        OSError: the disk does not take it.
    """
    given = tuple(paths)
    files = [one.name for one in find_inputs(given, SUFFIXES).files]
    named = {"files": files, "given": [str(path) for path in given]}
    (release / OWN).write_text(json.dumps(named, ensure_ascii=False) + "\n", encoding="utf-8")
    return _own(ReleaseFolder(release).report(), named)


def read_own(release: Path) -> Own | None:
    """What was found about the user's own files of a release; None when it has none."""
    if not (release / OWN).is_file():
        return None
    named = json.loads((release / OWN).read_text(encoding="utf-8"))
    return _own(ReleaseFolder(release).report(), named)


def _own(report: BuildReport, named: dict[str, list[str]]) -> Own:
    files = frozenset(named["files"])
    documents = tuple(line for line in report.documents if line.name in files)
    topics = {line.topic for line in documents}
    # A file of which no document came is what the problem is about.
    about = files.union(named["given"])
    problems = [one for one in report.problems if one.document in files or one.problem.about in about]
    return Own(
        tuple(named["files"]),
        documents,
        tuple(sorted(problems, key=lambda one: SEVERITIES.index(one.problem.severity))),
        tuple(check for check in report.checks if check.graph.removesuffix("/inferred") in topics),
    )
