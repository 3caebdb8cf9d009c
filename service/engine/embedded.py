"""The graph in memory: loading files into one store, and answering one query from it."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from graph_build.rdf.prefixes import PREFIXES
from service.engine.output import term_of, write
from service.engine.protocol import EngineStartError
from service.engine.spool import Spool
from service.problems import DATASET_TOO_LARGE, INVALID, SYNTAX, UNAVAILABLE_FUNCTION, Problem, ProblemKind

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
}
_RELEASE_FILE, _MANIFEST = "renkei.nq", "manifest.json"
_UNION = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_BLANK = "ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }"
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
# The parser's expectations name character classes and inner rules; these are the ones that explain something.
_EXPLAINED = (
    "Prefix not found",
    "The SELECT contains a variable that is unbound",
    "Duplicated variable name in SELECT",
)


class StoreRunner:
    """Holds the store; the workers forked from its process answer from it."""

    def __init__(self, dataset_triples: int) -> None:
        self._store = ox.Store()
        self._dataset_triples = dataset_triples
        self.spent = False

    def load(self, given: Sequence[Path]) -> dict[str, Any]:
        """Load files and release folders, then write the union of all graphs into the default graph.

        The union is stored as triples: pyoxigraph's own union yields a triple once for each graph that has it.
        Returns what `EngineInfo` needs. Raises `EngineStartError` for what cannot be read.
        """
        digest, modified, manifest = hashlib.sha256(ox.__version__.encode()), 0, {}
        for path in (file for each in given for file in _files_of(each)):
            if path.name == _MANIFEST:
                manifest = _read_manifest(path)
                continue
            digest.update(self._load_file(path))
            modified = max(modified, int(path.stat().st_mtime))
        self._store.update(_UNION)
        if self._store.query(_BLANK):
            digest.update(str(time.time_ns()).encode())  # blank nodes are named anew at each start
        return {
            "build": digest.hexdigest()[:16],
            "modified": modified,
            "manifest": manifest,
            "triples": int(next(iter(cast(ox.QuerySolutions, self._store.query(_COUNT))))["n"].value),
            "graphs": sorted(graph.value for graph in self._store.named_graphs()),
        }

    def _load_file(self, path: Path) -> bytes:
        """Load one file; returns the digest of its bytes."""
        form = _FORMATS.get(path.suffix.lower())
        if form is None:
            raise EngineStartError(f"{path}: the name ends in none of {' '.join(_FORMATS)}")
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
            self._store.load(path=path, format=form, base_iri=path.resolve().as_uri())
        except (OSError, SyntaxError) as error:
            raise EngineStartError(f"{path}: {error}") from error
        return digest

    def add(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Add a named graph, without its triples to the default graph."""
        name = ox.NamedNode(graph)
        self._store.extend(ox.Quad(each.subject, each.predicate, each.object, name) for each in triples)

    def run(self, job: Mapping[str, Any], spool: Spool) -> None:
        """Write the answer to one job; raises `Problem` for what the query does wrong."""
        options: dict[str, Any] = {"base_iri": job["base"]}
        if job["implied"]:
            options["prefixes"] = {prefix: PREFIXES[prefix] for prefix in job["implied"]}
        store = self._store
        if job["default_graphs"] is not None:
            store, dataset = self._dataset(job["default_graphs"], job["named_graphs"])
            options.update(dataset)
        if job["bindings"]:
            options["substitutions"] = {
                ox.Variable(name): term_of(term) for name, term in job["bindings"].items()
            }
        try:
            write(store.query(job["text"], **options), job["format"], spool)
        except SyntaxError as error:
            raise syntax_problem(str(error)) from None
        except RuntimeError as error:
            unknown = "function" in str(error)
            raise Problem(UNAVAILABLE_FUNCTION if unknown else INVALID, str(error)) from None
        except ValueError as error:
            raise Problem(INVALID, str(error)) from None

    def _dataset(self, default: Sequence[str], named: Sequence[str]) -> tuple[ox.Store, dict[str, Any]]:
        """The store and options under which a query sees these graphs, each triple once."""
        graphs = [ox.NamedNode(iri) for iri in default]
        options = {"named_graphs": [ox.NamedNode(iri) for iri in named]}
        if len(graphs) < 2:
            return self._store, {**options, "default_graph": graphs}
        small, size = ox.Store(), 0
        for graph, target in [(g, ox.DefaultGraph()) for g in graphs] + [
            (g, g) for g in options["named_graphs"]
        ]:
            for quad in self._store.quads_for_pattern(None, None, None, graph):
                size += 1
                if size > self._dataset_triples:
                    raise Problem(
                        DATASET_TOO_LARGE,
                        f"The graphs that the query puts together have more than {self._dataset_triples} triples;"
                        " leave them out to query the union of all graphs, or name one graph.",
                    )
                small.add(ox.Quad(quad.subject, quad.predicate, quad.object, target))
        return small, {**options, "default_graph": ox.DefaultGraph()}


def syntax_problem(message: str, kind: ProblemKind = SYNTAX) -> Problem:
    """What the parser said, with its 1-based line and column.

    >>> syntax_problem("error at 2:19: expected one of Prefix not found, ['%']").extra
    {'line': 2, 'column': 19}
    """
    found = _PLACE.match(message)
    if found is None:
        return Problem(kind, message)
    line, column, expected = int(found[1]), int(found[2]), found[3]
    reason = next((text for text in _EXPLAINED if text in expected), "")
    if not reason:
        signs = [part for part in re.findall(r'"[^"]+"|\b[A-Z][A-Z_]{2,}\b', expected) if "\\u" not in part]
        reason = f"expected {' or '.join(sorted(set(signs))[:8])}" if signs else "this cannot stand here"
    return Problem(kind, f"line {line}, column {column}: {reason}", {"line": line, "column": column})


def _files_of(given: Path) -> list[Path]:
    if not given.is_dir():
        return [given]
    release = given / _RELEASE_FILE
    if not release.is_file():
        raise EngineStartError(f"{given}: there is no {_RELEASE_FILE} in this folder")
    return [path for path in (release, given / _MANIFEST) if path.is_file()]


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineStartError(f"{path}: {error}") from error
    if not isinstance(manifest, dict):
        raise EngineStartError(f"{path}: not a JSON object")
    return manifest
