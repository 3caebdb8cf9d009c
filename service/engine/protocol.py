"""What the service asks of a query engine, whatever the engine is."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

Gone = Callable[[], Awaitable[None]]
"""Returns when the client that asked is gone."""


@dataclass(frozen=True)
class Term:
    """An IRI or a literal to which a variable of a stored query is bound."""

    value: str
    is_iri: bool = False
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True)
class Job:
    """One query as an engine gets it: refusals, dataset and format are settled.

    `default_graphs` and `named_graphs` are None for the dataset of the store; else the query sees these graphs
    only. `timeout` is in seconds and counts from the moment at which the engine takes the job, waiting included.
    `implied` are the known prefixes that the query uses undeclared, `pattern` is the offset of its WHERE group.
    """

    text: str
    kind: str
    format: str
    timeout: float
    gzip: bool = False
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    bindings: Mapping[str, Term] | None = None
    implied: tuple[str, ...] = ()
    pattern: int = -1
    base: str | None = None


class SpoolFile:
    """A complete answer in a file that has no name; it is gone when closed."""

    def __init__(self, descriptor: int, length: int, released: Callable[[], None]) -> None:
        self.descriptor = descriptor
        self.length = length
        self._released = released
        self._open = True

    def read(self, at: int, size: int) -> bytes:
        """Up to `size` bytes from offset `at`."""
        return os.pread(self.descriptor, size, at)

    def close(self) -> None:
        """Give back disk and descriptor; may be called again."""
        if self._open:
            self._open = False
            os.close(self.descriptor)
            self._released()


@dataclass(frozen=True)
class Answer:
    """A complete answer: in memory or in a file, as it goes to the client."""

    body: bytes = b""
    file: SpoolFile | None = None
    gzip: bool = False

    @property
    def length(self) -> int:
        """Bytes of the body as it is sent."""
        return self.file.length if self.file else len(self.body)

    def whole(self) -> bytes:
        """The body in memory; gives the file back."""
        if self.file is None:
            return self.body
        try:
            return self.file.read(0, self.file.length)
        finally:
            self.file.close()


@dataclass(frozen=True)
class EngineInfo:
    """What an engine serves.

    `build` is a digest of all data that is served, `release` the build that its manifest names, if there is one;
    `modified` is in seconds since 1970.
    """

    name: str
    build: str
    modified: int
    triples: int
    graphs: frozenset[str]
    release: str = ""


@dataclass(frozen=True)
class EngineLoad:
    """How an engine is at the moment: workers by state, waiting queries by lane, large answers being sent.

    `ended` counts since its start the queries that were ended with their worker, by reason.
    """

    workers: Mapping[str, int]
    waiting: Mapping[str, int]
    downloads: int
    ended: Mapping[str, int]


class Engine(Protocol):
    """Answers queries within the limits of the settings."""

    @property
    def info(self) -> EngineInfo:
        """What is served; known after `start`."""

    @property
    def ready(self) -> bool:
        """Whether queries can be answered at the moment."""

    @property
    def load(self) -> EngineLoad:
        """How it is at the moment."""

    async def start(self) -> None:
        """Make ready; raises `EngineStartError` when the data cannot be served."""

    async def stop(self) -> None:
        """Leave no process and no file."""

    async def answer(self, job: Job, gone: Gone) -> Answer:
        """The complete answer, or a `service.problems.Problem`; ends when the client is gone."""


class EngineStartError(Exception):
    """The engine cannot serve what it was told to serve; the message says why."""


class ClientGoneError(Exception):
    """Nobody waits for the answer any more; the query was ended."""
