"""One document's records: the unit that is extracted, cached, registered and written as one named graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeVar

from graph_build.records.base import IsoDate, Record
from graph_build.records.problems import Problem

R = TypeVar("R", bound=Record)

DocKind = Literal["agreement", "amendment", "repeal", "vision", "bill"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The balance of one document, in characters of its raw text: mapped + ignored + unresolved = total."""

    mapped: int
    ignored: dict[str, int] = field(default_factory=dict)
    unresolved: int = 0

    @property
    def total(self) -> int:
        """All characters of the document."""
        return self.mapped + sum(self.ignored.values()) + self.unresolved


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The file behind a topic (``rk:Document``); ``issuer`` is a place id or None."""

    topic: str
    kind: DocKind
    title: str | None
    sha256: str
    media_type: str
    ledger: Ledger
    issuer: str | None = None
    inner_kind: DocKind | None = None
    issued: IsoDate | None = None
    carries: Literal["facts", "text"] = "text"


@dataclass(frozen=True, slots=True)
class Records:
    """All that one document states, in text order, with what had to be reported about it."""

    source: SourceDocument
    items: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of one type, in text order."""
        return tuple(item for item in self.items if isinstance(item, kind))

    def get(self, kind: type[R], record_id: str) -> R:
        """The record with this id.

        Raises:
            KeyError: there is none of this type.
        """
        for item in self.items:
            if item.id == record_id and isinstance(item, kind):
                return item
        raise KeyError(record_id)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is none of the kinds, or holds no text: its problems say why."""

    name: str
    sha256: str
    problems: tuple[Problem, ...]

    @property
    def message(self) -> str:
        """Why it was refused, in English, with what to do."""
        return " ".join(f"{problem.message()}: {problem.todo()}" for problem in self.problems)
