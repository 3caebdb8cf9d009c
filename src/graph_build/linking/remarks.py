"""Changes of the remarks (備考) of an annex: a term, all of them, one of those that are counted, further ones."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph_build.linking.article_parts import written
from graph_build.linking.prose import Prose
from graph_build.linking.state import (
    AMBIGUOUS,
    CLASH,
    NO_NUMBER,
    NO_RANGE,
    NO_TERM,
    NO_WORDS,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    Entry,
    NotAppliedError,
    as_annex,
    as_passage,
)
from graph_build.linking.targets import Target, arabic, between, new_numbers, plain
from graph_build.records import ids
from graph_build.records.agreement import Operation
from graph_build.records.base import Passage
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker

_HEAD = re.compile(r"^[(\[【〔]?備考[)\]】〕]?")
_FIRST = re.compile(r"^[(\[【〔]?備考[)\]】〕]?[:：]?(?P<number>\(?[0-9一]+\)?)[.．、]?(?![0-9一])")
_COUNTED = ("digit", "paren_digit", "kanji", "paren_kanji")


@dataclass(slots=True)
class _Remark:
    """One counted remark: its line and those below it; without a number what stands in front of the first."""

    number: str
    entries: list[Entry]


@dataclass(slots=True)
class Remarks(Prose):
    """Changes of remarks; ``counted`` are the annexes in which their numbers changed."""

    counted: set[str] = field(default_factory=set)

    def _remark(self, one: Operation, target: Target) -> None:
        """A change inside the remarks of an annex, or of all of them."""
        if not self.state.words:
            raise NotAppliedError(NO_WORDS)
        if one.kind == "add":
            return self._add_remarks(one, target)
        own = self._remarks(target)
        found = _in_a_row(own, target) if target.item else own
        entries = [entry for remark in found for entry in remark.entries]
        match one.kind:
            case "text" if one.old_text is not None and one.new_text is not None:
                done = [entry for entry in entries if self._replace_term(one, entry, ("text",))]
                if not done:
                    raise NotAppliedError(NO_TERM.of(one.old_text))
                self._affect(one, done)
            case "delete":
                _not_in_head(found, target)
                self._drop_passages(one, entries)
                self._affect(one, entries)
            case "replace" | "text" if one.new_text:
                lines = one.new_text.split("\n")
                numbers = [number for number in _numbers(lines) if number]
                if target.item and (numbers != [remark.number for remark in found] or not _numbers(lines)[0]):
                    raise NotAppliedError(NOT_UNDERSTOOD)
                if not target.item and not _HEAD.match(matching_key(lines[0])):
                    raise NotAppliedError(NOT_UNDERSTOOD)
                _not_in_head(found, target)
                self._put_remarks(one, entries[-1], lines)
                self._drop_passages(one, entries)
            case _:
                raise NotAppliedError(NO_WORDS if one.kind in ("replace", "text") else NOT_UNDERSTOOD)
        return None

    def _add_remarks(self, one: Operation, target: Target) -> None:
        """Remarks for an annex that has none, or further ones beside those that it has."""
        if not one.new_text:
            raise NotAppliedError(NO_WORDS)
        lines = one.new_text.split("\n")
        annex = self.state.annex(target.annex)
        if _HEAD.match(matching_key(lines[0])):
            if self._prose_of_remarks(target.annex):
                raise NotAppliedError(CLASH)
            if target.item or target.before:
                raise NotAppliedError(NOT_UNDERSTOOD)
            prose = self.state.prose_of(annex)
            self._put_remarks(one, prose[-1] if prose else None, lines, annex)
            return
        own = self._remarks(target)
        if not _numbers(lines)[0] or target.last:
            raise NotAppliedError(NOT_UNDERSTOOD)
        beside = _in_a_row(own, target)[0] if target.item else own[-1]
        if target.before:
            _not_in_head([beside], target)
            earlier = own[own.index(beside) - 1]
            self._put_remarks(one, earlier.entries[-1], lines)
        else:
            self._put_remarks(one, beside.entries[-1], lines)
        self.counted.add(self.state.annex(target.annex).record.id)

    def _renumber_remarks(self, one: Operation, target: Target, moved: list[Entry]) -> None:
        """Other numbers for counted remarks, those meant that have not moved yet."""
        own = self._remarks(target)
        try:
            still = [r for r in own if not (r.entries[0].added or r.entries[0] in moved)]
            found = _in_a_row(still, target)
        except NotAppliedError:
            found = _in_a_row(own, target)
        numbers = new_numbers(one.new_number) or []
        if len(numbers) != len(found):
            raise NotAppliedError(NO_RANGE if numbers else NO_NUMBER)
        for remark, printed in zip(found, numbers, strict=True):
            entry, number = remark.entries[0], arabic(plain(printed).strip("()"))
            marker = parse_marker(_text(entry))
            if marker is None or not number.isdigit():
                raise NotAppliedError(NO_NUMBER)
            self._reword(one, entry, text=written(marker.raw, number) + _text(entry)[len(marker.raw) :])
            self._affect(one, [entry])
            moved.append(entry)
        self.counted.add(self.state.annex(target.annex).record.id)

    # --- places ---

    def _prose_of_remarks(self, number: str | None) -> list[Entry]:
        """The prose of an annex from the word 備考 on."""
        annex = self.state.annex(number)
        prose = self.state.prose_of(annex)
        heads = [i for i, entry in enumerate(prose) if _HEAD.match(matching_key(_text(entry)))]
        if len(heads) > 1:
            raise NotAppliedError(AMBIGUOUS.times(len(heads)))  # of several tables in one annex
        if not heads:
            return []
        topic, place = prose[heads[0]].proofs[0]
        begins = [
            start for entry in self.state.in_annex(annex) if (start := _begin(entry, topic)) is not None
        ]
        end = min((start for start in begins if start > place.span.start), default=None)
        found = prose[heads[0] :]
        return [one for one in found if end is None or (_begin(one, topic) or 0) < end]

    def _remarks(self, target: Target) -> list[_Remark]:
        """The remarks of an annex, counted as they are printed; what stands in front of the first has no number."""
        entries = self._prose_of_remarks(target.annex)
        if not entries:
            raise NotAppliedError(NOT_FOUND)
        found: list[_Remark] = []
        for number, entry in zip(_numbers(map(_text, entries)), entries, strict=True):
            if number or not found:
                found.append(_Remark(number, []))
            found[-1].entries.append(entry)
        return found

    def _check_counted(self, last: Operation) -> None:
        """Whether remarks whose numbers changed count up once the act is done."""
        for annex in self.state.annexes:
            number = as_annex(annex).number
            if annex.record.id not in self.counted or not self._prose_of_remarks(number):
                continue
            own = self._remarks(Target("remark", annex=number))
            numbers = [int(remark.number) for remark in own if remark.number]
            if numbers != sorted(set(numbers)):
                self.failed.append((last, CLASH))

    def _put_remarks(
        self, one: Operation, behind: Entry | None, lines: Sequence[str], annex: Entry | None = None
    ) -> None:
        """New lines behind a passage of the annex; where it has none, behind all passages of the text."""
        passages = self.state.passages
        at = passages.index(behind) + 1 if behind else len(passages)
        owner = as_passage(behind).owner if behind else annex.record.id if annex else ""
        topic, place = self._proof(one)
        place = dataclasses.replace(place, rule="prose.annex.prose")
        new = [
            Entry(
                Passage(
                    id=f"{self.version}/passage/+{one.order}-{i}",
                    owner=owner,
                    order=0,
                    text=line,
                    text_digest=ids.text_digest(line),
                ),
                ((topic, place),),
                touched=True,
                added=True,
            )
            for i, line in enumerate(lines)
        ]
        passages[at:at] = new
        self._affect(one, new)


def _begin(entry: Entry, topic: str) -> int | None:
    """Where a part begins in the document on a topic, None where it is from another."""
    return next((place.span.start for of, place in entry.proofs[:1] if of == topic), None)


def _text(entry: Entry) -> str:
    return as_passage(entry).text or ""


def _numbers(lines: Iterable[str]) -> list[str]:
    """What each line is counted as, empty for none: the first kind of marker counts, others stand below it.

    「備考１　…」 counts its first line where 2 follows; alone it may be the beginning of a sentence.

    >>> _numbers(["備考", "1 山の地域", "(1) 東", "2 湖の地域"]), _numbers(["備考1山の地域", "2 湖の地域"])
    (['', '1', '', '2'], ['1', '2'])
    """
    every = list(lines)
    inline = _FIRST.match(matching_key(every[0]))
    first = inline["number"].strip("()") if inline else ""
    found: list[str] = []
    kind = ""
    for line in every:
        marker = parse_marker(line)
        counts = marker is not None and marker.kind in _COUNTED and marker.kind == (kind or marker.kind)
        if marker and counts:
            kind = marker.kind
        found.append(str(marker.number) if marker and counts else "")
    if arabic(first) == "1" and next(filter(None, found), "") == "2":
        found[0] = "1"
    return found


def _in_a_row(own: Sequence[_Remark], target: Target) -> list[_Remark]:
    wanted = between(target.item, target.last or target.item)
    if wanted is None:
        raise NotAppliedError(NO_RANGE)
    named = [remark for remark in own if remark.number in wanted]
    if len(named) != len(wanted):
        raise NotAppliedError(NOT_FOUND)
    return named


def _not_in_head(found: Sequence[_Remark], target: Target) -> None:
    """A remark on the line of the word 備考 cannot go or move without it."""
    if target.item and any(_HEAD.match(matching_key(_text(remark.entries[0]))) for remark in found):
        raise NotAppliedError(NOT_UNDERSTOOD)
