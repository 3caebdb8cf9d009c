"""Gathers what a converter finds: records under unique ids, their evidence, and the balance of every character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from graph_build.documents.model import Document, Located
from graph_build.records.base import Record
from graph_build.records.document import Ledger
from graph_build.records.evidence import Evidence, Span
from graph_build.records.problem_kinds import Severity
from graph_build.records.problems import Problem

R = TypeVar("R", bound=Record)

_UNRESOLVED, _MAPPED = 0, 1


@dataclass
class Collector:
    """One document's records in the making.

    A character of the raw text is mapped when some evidence was taken from it, ignored when a rule set it aside with a
    reason, white space when nothing else claims it, and unresolved otherwise: the balance adds up by construction.
    """

    document: Document
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _marks: bytearray = field(init=False)
    _reasons: list[str] = field(default_factory=lambda: ["", ""])
    _taken: dict[str, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._marks = bytearray(len(self.document.raw))
        self.problems += self.document.problems

    # --- places ---

    def evidence(self, rule: str, *parts: Located | None, supports: Iterable[str] = ()) -> Evidence:
        """Evidence from these parts of the text; their characters count as mapped.

        Raises:
            ValueError: no part holds any text.
        """
        filled = [part for part in parts if part]
        span = self.document.span_of(*filled)
        for part in filled:
            for offset in part.offsets:
                self._marks[offset] = _MAPPED
        return Evidence(span, rule, tuple(supports), *self.document.reading_of(*filled))

    def ignore(self, reason: str, *parts: Located | None) -> None:
        """Set characters aside; evidence taken from them, before or after, counts more."""
        mark = self._reason(reason)
        for part in parts:
            for offset in part.offsets if part else ():
                if self._marks[offset] == _UNRESOLVED:
                    self._marks[offset] = mark

    def _reason(self, reason: str) -> int:
        if reason not in self._reasons:
            self._reasons.append(reason)
        return self._reasons.index(reason)

    def place(self, *parts: Located | None) -> Span | None:
        """The place of these parts; None when they hold no text."""
        filled = [part for part in parts if part]
        return self.document.span_of(*filled) if filled else None

    # --- records ---

    def add(self, record: R) -> R:
        """Take a record; a second one under the same id gets ``-2``, ``-3`` and is reported (`duplicate_id`)."""
        if record.id in self._taken:
            wanted, n = record.id, 2
            while f"{wanted}-{n}" in self._taken:
                n += 1
            record = replace(record, id=f"{wanted}-{n}")
            place = record.evidence[0].span if record.evidence else None
            self.problems.append(Problem("duplicate_id", record.id, about=record.id, place=place))
        self._taken[record.id] = record
        self.records.append(record)
        return record

    def add_once(self, record: R) -> R:
        """Take a record unless one with its id is there (an area named twice is one area)."""
        if record.id not in self._taken:
            return self.add(record)
        return record

    def report(
        self,
        code: str,
        value: str = "",
        *parts: Located | None,
        about: str | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Report a problem at the place of these parts."""
        self.problems.append(Problem(code, value, about, self.place(*parts), severity))

    # --- balance ---

    def close(self) -> tuple[Ledger, tuple[Problem, ...]]:
        """The balance, and all problems with one more for every unresolved block, in text order."""
        for item in self.document.ignored:
            mark = self._reason(item.reason)
            self._marks[item.start : item.end] = bytes([mark]) * (item.end - item.start)
        raw, space = self.document.raw, self._reason("white_space")
        for offset, mark in enumerate(self._marks):
            if mark == _UNRESOLVED and (raw[offset].isspace() or raw[offset] == "\ufeff"):
                self._marks[offset] = space
        for start, end in list(self._blocks()):
            if not any(char.isalnum() for char in raw[start:end]):
                mark = self._reason("punctuation")
                for offset in range(start, end):
                    self._marks[offset] = mark if self._marks[offset] == _UNRESOLVED else self._marks[offset]
        counts = {reason: self._marks.count(i) for i, reason in enumerate(self._reasons) if i > _MAPPED}
        ledger = Ledger(
            mapped=self._marks.count(_MAPPED),
            ignored={reason: count for reason, count in sorted(counts.items()) if count},
            unresolved=self._marks.count(_UNRESOLVED),
        )
        blocks = [
            Problem("unresolved_block", raw[s:e].strip(), place=self.document.span(s, e))
            for s, e in self._blocks()
        ]
        return ledger, (*self.problems, *blocks)

    def _blocks(self) -> Iterable[tuple[int, int]]:
        """Runs of unresolved characters; white space does not divide them, line ends do."""
        start: int | None = None
        end = 0
        for offset, mark in enumerate(self._marks):
            if mark == _UNRESOLVED:
                start = offset if start is None else start
                end = offset + 1
            elif start is not None and (
                self._reasons[mark] != "white_space" or self.document.raw[offset] in "\r\n"
            ):
                yield start, end
                start = None
        if start is not None:
            yield start, end

    def uncovered(self, part: Located) -> bool:
        """Whether no rule has claimed any of these characters yet."""
        return all(self._marks[offset] == _UNRESOLVED for offset in part.offsets)
