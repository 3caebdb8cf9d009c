"""The build: files in, a release folder and a report out; the same bytes however it is run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from graph_build.checks.outcome import BuildReport, DocumentLine, Reported
from graph_build.linking.concordance import Concordance, concord
from graph_build.linking.consolidate import Consolidated, consolidate
from graph_build.linking.mappings import Tables, linkset_triples, load_tables, place_triples
from graph_build.linking.status import Link, link
from graph_build.rdf import nquads
from graph_build.rdf.iris import DEFAULT_BASE, Iris
from graph_build.rdf.writer import Written, write_derived, write_problems, write_proofs
from graph_build.records import ids
from graph_build.records.document import Records
from graph_build.records.problems import Problem
from graph_build.release.cache import Cache
from graph_build.release.checking import Checker, Task, fixed_tasks, tasks_of
from graph_build.release.folder import Release, check_replaceable, write_release
from graph_build.release.graphs import catalogue_graph, fixed_graphs, link_triple, links_graph
from graph_build.release.inputs import InputFile, find_inputs
from graph_build.release.merging import check_nodes, choose, records, titles_differ, without_words
from graph_build.release.pool import Pool
from graph_build.release.reading import Loaded, graph_lines, is_kept, load
from graph_build.search.index import index_of_graph


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a build is: so many of all files read, graphs checked."""

    stage: Literal["read", "check"]
    done: int
    total: int
    name: str


Watcher = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to build. ``workers`` 1 means no further process; ``cache`` None keeps nothing between builds.

    ``facts_only`` leaves out the words of the documents, as the register does. ``mappings`` are mapping tables
    besides those of the project.
    """

    base: str = DEFAULT_BASE
    workers: int = 1
    cache: Path | None = None
    check: bool = True
    facts_only: bool = False
    mappings: tuple[Path, ...] = ()
    watch: Watcher = field(default=lambda progress: None)


def build(paths: Iterable[Path], out: Path, settings: Settings) -> BuildReport:
    """Build a release of documents and register entries; the folder ``out`` is replaced as a whole.

    Files that cannot be read or are no documents of the families are in the report; the others are built.

    Raises:
        ConflictError: two documents state different things of one node; ``out`` stays as it was.
        FolderError: ``out`` holds something else than a release.
        ValueError: the base is no IRI that ends in a slash, or a mapping table is not in order.
    """
    from graph_build.documents.read import SUFFIXES

    iris, cache = Iris(settings.base), Cache(settings.cache)
    check_replaceable(out)
    tables = load_tables(settings.mappings)
    inputs = find_inputs(paths, SUFFIXES)
    with Pool(settings.workers) as pool:
        checker = Checker(pool, cache, partial(_checked, settings.watch))
        if settings.check:
            checker.begin(fixed_tasks(fixed_graphs(iris, cache)))
        loaded = _read(inputs.files, pool, cache, settings.watch)
        chosen = choose(map(without_words, loaded) if settings.facts_only else loaded)
        release = assemble([records(one) for one in chosen.used], iris, cache, tables)
        checks = checker.finish(release.tasks if settings.check else ())
    report = BuildReport(
        build=release.build,
        base=settings.base,
        documents=tuple(_line(one) for one in chosen.used),
        problems=tuple(_problems(chosen.used, (*inputs.problems, *chosen.problems), release.problems)),
        checks=checks,
        counts=release.counts,
    )
    texts = {one.sha256: one.raw for one in chosen.used if one.raw is not None}
    index = index_of_graph(release.text.encode(), release.build, iris.base)
    write_release(Release(release.text, report, texts, index), out)
    cache.drop_others()
    return report


@dataclass(frozen=True, slots=True)
class Assembled:
    """All graphs as one file's text, and what has to be checked."""

    text: str
    tasks: tuple[Task, ...]
    counts: dict[str, int]
    problems: dict[str, list[Problem]]
    """What was found wrong in linking, by the topic of the document."""

    @property
    def build(self) -> str:
        """The name of the build: the digest of its graph."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def assemble(
    documents: Sequence[Records], iris: Iris, cache: Cache, tables: Tables | None = None
) -> Assembled:
    """All graphs of a release from the records of its documents, one per topic, and the mapping tables.

    Raises:
        ConflictError: two documents state different things of one node.
    """
    check_nodes(documents)
    written = {document.source.topic: graph_lines(document, iris, cache) for document in documents}
    tables = tables or Tables()
    found = consolidate(documents)
    same = concord(documents, [part.record for part in found.parts])
    links = [*link(documents, found.complete), *same.links]
    graphs = dict(_named(written, links, place_triples(tables, documents, iris), iris, cache))
    problems = _found_in_linking(found, same)
    graphs["links"] = tuple(
        sorted(
            {*graphs["links"], *_consolidated(found, documents, iris), *_reported(problems, documents, iris)}
        )
    )
    sizes = {name: len(lines) for name, lines in graphs.items() if lines}
    topics = {one.source.topic: ids.document(one.source.topic) for one in documents}
    graphs["catalogue"] = catalogue_graph(sizes, topics, iris, linkset_triples(tables, iris))
    text = nquads.document(line for lines in graphs.values() for line in lines)
    return Assembled(
        text=text,
        tasks=tasks_of(documents, written, graphs, iris),
        counts=_counts(documents, text, graphs),
        problems=problems,
    )


def _named(
    written: dict[str, Written], links: Sequence[Link], places: Sequence[str], iris: Iris, cache: Cache
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for topic, one in written.items():
        yield topic, one.stated
        yield f"{topic}/inferred", one.inferred
    yield from fixed_graphs(iris, cache).items()
    yield "links", links_graph(links, iris, places)


def _consolidated(found: Consolidated, documents: Sequence[Records], iris: Iris) -> set[str]:
    """What amendments and their base texts give together."""
    sources = {document.source.topic: document.source for document in documents}
    lines = {f"{link_triple(one, iris)} {nquads.iri(iris.graph('links'))} ." for one in found.links}
    for node, proofs in found.proofs.items():
        lines |= write_proofs(node, proofs, sources, iris)
    return lines | write_derived(found.parts, sources, iris)


def _found_in_linking(found: Consolidated, same: Concordance) -> dict[str, list[Problem]]:
    topics = sorted({*found.problems, *same.problems})
    return {topic: [*found.problems.get(topic, ()), *same.problems.get(topic, ())] for topic in topics}


def _reported(
    problems: Mapping[str, Sequence[Problem]], documents: Sequence[Records], iris: Iris
) -> set[str]:
    sources = {document.source.topic: document.source for document in documents}
    return {line for topic, own in problems.items() for line in write_problems(own, sources[topic], iris)}


def _counts(documents: Sequence[Records], text: str, graphs: dict[str, tuple[str, ...]]) -> dict[str, int]:
    counts = {"quads": text.count("\n"), "graphs": sum(bool(lines) for lines in graphs.values())}
    counts["documents"] = len(documents)
    for item in (item for document in documents for item in document.items):
        name = type(item).__name__
        counts[name] = counts.get(name, 0) + 1
    return counts


def _read(files: Sequence[InputFile], pool: Pool, cache: Cache, watch: Watcher) -> tuple[Loaded, ...]:
    heavy = sum(not is_kept(file, cache) for file in files)
    loaded = []
    for one in pool.map(partial(_load, cache=cache), files, heavy):
        loaded.append(one)
        watch(Progress("read", len(loaded), len(files), one.file.name))
    return tuple(loaded)


def _load(file: InputFile, cache: Cache) -> Loaded:
    return load(file, cache)


def _checked(watch: Watcher, done: int, total: int, name: str) -> None:
    watch(Progress("check", done, total, name))


def _line(one: Loaded) -> DocumentLine:
    source = records(one).source
    return DocumentLine(
        topic=source.topic,
        name=one.file.name,
        kind=source.kind,
        title=source.title,
        sha256=source.sha256,
        carries=source.carries,
        ledger=source.ledger,
    )


def _problems(
    used: Sequence[Loaded], others: Iterable[Problem], linked: Mapping[str, Sequence[Problem]]
) -> Iterator[Reported]:
    for one in used:
        for problem in (*records(one).problems, *linked.get(records(one).source.topic, ())):
            yield Reported(problem, one.file.name)
    for problem in (*others, *titles_differ([records(one) for one in used])):
        yield Reported(problem)
