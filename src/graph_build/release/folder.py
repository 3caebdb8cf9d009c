"""The release folder: written beside the old one and put in its place, and read again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_build.checks.outcome import BuildReport, DocumentLine, read_report
from graph_build.records.codec import codec

GRAPH, MANIFEST, REPORT, TEXTS, SEARCH = "renkei.nq", "manifest.json", "report.json", "texts", "search.sqlite"


class FolderError(Exception):
    """A folder that is no release, or not one that may be replaced."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a release folder holds; ``texts`` are the documents' linear texts by sha256, ``search`` is the index."""

    graph: str
    report: BuildReport
    texts: Mapping[str, str] = field(default_factory=dict)
    search: bytes = b""


def write_release(release: Release, out: Path) -> None:
    """Write a release to ``out``, all or nothing.

    `check_replaceable` has to be asked before.

    Raises:
        OSError: the disk does not take it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    draft, old = (out.with_name(f".{out.name}.{what}-{os.getpid()}") for what in ("new", "old"))
    shutil.rmtree(draft, ignore_errors=True)
    try:
        (draft / TEXTS).mkdir(parents=True)
        for name, text in _files(release):
            (draft / name).write_bytes(text.encode())
        (draft / SEARCH).write_bytes(release.search)
        if out.exists():
            out.rename(old)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def check_replaceable(out: Path) -> None:
    """Make sure that a build does not delete what it has not made.

    Raises:
        FolderError: it would.
    """
    if out.is_file():
        raise FolderError(f"{out} is a file; name a folder with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise FolderError(f"{out} holds something else than a release; name another folder with --out")


def _files(release: Release) -> Iterator[tuple[str, str]]:
    yield GRAPH, release.graph
    yield REPORT, release.report.to_json()
    yield MANIFEST, json.dumps(manifest(release.report), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    for sha256, text in release.texts.items():
        yield f"{TEXTS}/{sha256}", text


def manifest(report: BuildReport) -> dict[str, Any]:
    """What a release is, without a clock: build, base, counts, documents."""
    write = codec(DocumentLine)[0]
    return {
        "build": report.build,
        "base": report.base,
        "counts": report.counts,
        "documents": [write(line) for line in report.documents],
    }


@dataclass(frozen=True, slots=True)
class ReleaseFolder:
    """A release on disk."""

    path: Path

    def __post_init__(self) -> None:
        if not (self.path / MANIFEST).is_file():
            raise FolderError(f"{self.path} is no release; make one with: renkei build --out {self.path}")

    @property
    def graph(self) -> Path:
        """The N-Quads of all graphs."""
        return self.path / GRAPH

    def manifest(self) -> dict[str, Any]:
        """The manifest as it was written."""
        found: dict[str, Any] = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        return found

    def report(self) -> BuildReport:
        """The report of the build."""
        return read_report(self.path / REPORT)

    def text(self, sha256: str) -> str | None:
        """The linear text of a document; None where only its facts are known."""
        path = self.path / TEXTS / sha256
        # A digest comes from the graph; it must not lead out of the folder.
        if not sha256.isalnum() or not path.is_file():
            return None
        return path.read_bytes().decode("utf-8")
