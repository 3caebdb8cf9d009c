"""Which lines are checked together against which shapes, and the answers kept from the last time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from graph_build.checks.outcome import GraphCheck
from graph_build.rdf.iris import Iris
from graph_build.rdf.mapping import SHARED, is_mention
from graph_build.rdf.writer import Written, term
from graph_build.records import ids
from graph_build.records.agreement import AgreementVersion, PolicyField
from graph_build.records.codec import CodecError, codec
from graph_build.records.document import Records
from graph_build.release.cache import Cache, key
from graph_build.release.pool import Answer, Pool

FIXED = ("places",)
"""Graphs that are checked on their own; the ontology is data of the project and has its own tests."""


@dataclass(frozen=True)
class Task:
    """Lines that are one graph to the shapes, in a fixed order."""

    name: str
    profile: Literal["facts", "text", "corpus"]
    lines: tuple[str, ...]

    @cached_property
    def key(self) -> str:
        """What the outcome is kept under: it depends on nothing else."""
        digest = hashlib.sha256("\n".join(self.lines).encode()).hexdigest()
        return key("shapes", self.name, self.profile, digest)


def tasks_of(
    documents: Sequence[Records],
    written: Mapping[str, Written],
    graphs: Mapping[str, tuple[str, ...]],
    iris: Iris,
) -> tuple[Task, ...]:
    """All that is checked of a release."""
    return (
        *_document_tasks(documents, written, graphs["links"], iris),
        *fixed_tasks(graphs),
        _shared_task(documents, graphs, iris),
        Task("corpus", "corpus", tuple(line for lines in graphs.values() for line in lines)),
    )


def fixed_tasks(graphs: Mapping[str, tuple[str, ...]]) -> tuple[Task, ...]:
    """What can be checked before any document is read."""
    return tuple(Task(name, "facts", graphs[name]) for name in FIXED)


def _document_tasks(
    documents: Sequence[Records], written: Mapping[str, Written], links: Sequence[str], iris: Iris
) -> Iterator[Task]:
    """What one document states, what was inferred from it, and how much of its text the corpus has."""
    status = f" {term('rk:textStatus')} "
    known = {_owner(line): line for line in links if status in line}
    for document in documents:
        topic = document.source.topic
        versions = (f"<{iris.node(v.id)}>" for v in document.of(AgreementVersion) if not is_mention(v))
        states = [known[version] for version in versions if version in known]
        lines = (*written[topic].stated, *written[topic].inferred, *states)
        yield Task(topic, document.source.carries, lines)


def _shared_task(documents: Sequence[Records], graphs: Mapping[str, tuple[str, ...]], iris: Iris) -> Task:
    """The links, the nodes that several documents state, and the places and members that tables tell of.

    All with what the documents and the gazetteer say of them, so that the shapes see them whole.
    """
    seen: dict[str, int] = {}
    for document in documents:
        for name in {item.id for item in document.items if isinstance(item, SHARED)}:
            seen[name] = seen.get(name, 0) + 1
    nodes = {f"<{iris.node(name)}>" for name, times in seen.items() if times > 1 or name.startswith("area/")}
    nodes |= _named_fields(documents, graphs["links"], iris)
    sources = {f"<{iris.node(ids.document(document.source.topic))}>" for document in documents}
    lines = [line for d in documents for line in graphs[d.source.topic] if _owner(line) in nodes | sources]
    linked = {_owner(line) for line in graphs["links"]}
    places = [line for line in graphs["places"] if _owner(line) in linked]
    return Task("links", "facts", (*graphs["links"], *lines, *places))


def _named_fields(documents: Sequence[Records], links: Sequence[str], iris: Iris) -> set[str]:
    """The policy fields of the texts that the links tell more of."""
    named = {line.split(" ")[2] for line in links if f" {term('rk:policyField')} " in line}
    texts = {field.rpartition("/field/")[0].removeprefix("<") for field in named}
    fields = (item for document in documents for item in document.of(PolicyField))
    return {f"<{iris.node(item.id)}>" for item in fields if iris.node(item.version) in texts}


def _owner(line: str) -> str:
    """The node that a line is about; of evidence, the node that it proves."""
    subject = line.split(" ", 1)[0]
    return subject.split("/evidence", 1)[0] + ">" if "/evidence" in subject else subject


class Checker:
    """Checks that run beside other work; answers to the same question are kept from earlier builds."""

    def __init__(self, pool: Pool, cache: Cache, watch: Callable[[int, int, str], None]) -> None:
        self._pool, self._cache, self._watch = pool, cache, watch
        self._known: dict[str, GraphCheck] = {}
        self._running: dict[str, Answer[GraphCheck]] = {}

    def begin(self, tasks: Iterable[Task]) -> None:
        """Start what is not known yet, the largest first, so that no process waits long at the end."""
        for task in sorted(tasks, key=lambda task: -len(task.lines)):
            name = task.key
            if name in self._known or name in self._running:
                continue
            kept = _kept(self._cache.get(name))
            if kept is None:
                self._running[name] = self._pool.start(check, task)
            else:
                self._known[name] = kept

    def finish(self, tasks: Sequence[Task]) -> tuple[GraphCheck, ...]:
        """The outcomes of these tasks, in their order."""
        self.begin(tasks)
        for done, (name, answer) in enumerate(self._running.items(), len(self._known) + 1):
            self._known[name] = answer.result()
            self._cache.put(name, json.dumps(codec(GraphCheck)[0](self._known[name])))
            self._watch(done, len(tasks), self._known[name].graph)
        return tuple(self._known[task.key] for task in tasks)


def check(task: Task) -> GraphCheck:
    """The outcome of one task."""
    from graph_build.checks.run import check_lines

    return check_lines(task.name, task.lines, task.profile)


def _kept(text: str | None) -> GraphCheck | None:
    try:
        kept: GraphCheck | None = codec(GraphCheck)[1](json.loads(text)) if text else None
    except (ValueError, CodecError):
        return None
    return kept
