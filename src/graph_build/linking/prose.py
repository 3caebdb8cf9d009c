"""Changes of the preamble (前文) and of the supplementary provisions (附則)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.linking.rewording import Rewording
from graph_build.linking.state import (
    AMBIGUOUS,
    CLASH,
    NO_NUMBER,
    NO_TERM,
    NO_WORDS,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    Entry,
    NotAppliedError,
    as_passage,
)
from graph_build.linking.targets import Target, arabic
from graph_build.records import ids
from graph_build.records.agreement import Operation
from graph_build.records.base import Passage
from graph_build.text.key import matching_key

_NUMBER = re.compile(r"^(?P<number>[0-9０-９]+)(?P<behind>[.．、]?[ \u3000]*)")


@dataclass(slots=True)
class Prose(Rewording):
    """Changes of prose that stands outside the articles."""

    def _preamble(self, one: Operation, target: Target) -> None:
        """A term of the preamble, or all of it."""
        own = self._of("preamble")
        if one.kind == "text" and one.old_text is not None and one.new_text is not None:
            self._term(one, own)
        elif one.kind in ("replace", "text") and one.new_text:
            self._put_prose(one, own, one.new_text.split("\n"))
            self._drop_passages(one, own)
        else:
            raise NotAppliedError(NO_WORDS if one.kind in ("replace", "text") else NOT_UNDERSTOOD)

    def _supplement(self, one: Operation, target: Target) -> None:
        """A term of the supplementary provisions, one of their paragraphs, or further ones."""
        every = self._of("supplement")
        numbers = [_number_of(entry) for entry in every]
        told = [number for number in numbers if number]
        if told != sorted(set(told)):
            raise NotAppliedError(AMBIGUOUS)  # several 附則, of the text and of its amendments
        own = every if not target.paragraph else self._paragraph(every, target.paragraph)
        new = one.new_text or ""
        match one.kind:
            case "text" if one.old_text is not None and one.new_text is not None:
                self._term(one, own)
            case "add_paragraph" | "add" if new and not target.before:
                behind = own if target.paragraph else every
                number = (_number_of(behind[-1]) or 1) + 1
                lines = new.split("\n")
                first = lines[0] if _NUMBER.match(lines[0]) else f"{number} {lines[0]}"
                self._put_prose(one, behind[-1:], [first, *lines[1:]])
            case "replace" if new and target.paragraph:
                self._put_prose(one, own, [new])
                self._drop_passages(one, own)
            case "delete" if target.part and target.paragraph:
                self._uncount(one, own[0])
            case "delete" if target.paragraph:
                self._drop_passages(one, own)
                self._affect(one, own)
            case "renumber" if target.paragraph:
                self._count(one, own[0])
            case _:
                raise NotAppliedError(NO_WORDS if one.kind in ("text", "add", "replace") else NOT_UNDERSTOOD)
        left = [number for entry in self._of("supplement") if (number := _number_of(entry))]
        if len(left) > len(set(left)) and one.kind != "renumber":
            raise NotAppliedError(CLASH)

    def _of(self, prose: str) -> list[Entry]:
        found = [entry for entry in self.state.passages if entry.prose == prose]
        if not found:
            raise NotAppliedError(NOT_FOUND)
        if not self.state.words:
            raise NotAppliedError(NO_WORDS)
        return found

    @staticmethod
    def _paragraph(every: Sequence[Entry], number: int) -> list[Entry]:
        """The paragraph of that number with the lines below it; the only one has none."""
        if number == 1 and len(every) == 1:
            return list(every)
        at = [i for i, entry in enumerate(every) if _number_of(entry) == number]
        if len(at) != 1:
            raise NotAppliedError(AMBIGUOUS.times(len(at)) if at else NOT_FOUND)
        end = next((i for i in range(at[0] + 1, len(every)) if _number_of(every[i])), len(every))
        if end > at[0] + 1:
            raise NotAppliedError(NOT_UNDERSTOOD)  # a caption or list whose place is not certain
        return [every[at[0]]]

    def _term(self, one: Operation, own: Sequence[Entry]) -> None:
        done = [entry for entry in own if self._replace_term(one, entry, ("text",))]
        if not done:
            raise NotAppliedError(NO_TERM.of(one.old_text or ""))
        self._affect(one, done)

    def _put_prose(self, one: Operation, like: Sequence[Entry], lines: Sequence[str]) -> None:
        """New prose behind that which is there, of the same kind."""
        at = self.state.passages.index(like[-1]) + 1
        model = as_passage(like[-1])
        topic, place = self._proof(one)
        place = dataclasses.replace(place, rule=f"prose.{like[-1].prose}")
        new = []
        for i, line in enumerate(lines):
            record = Passage(
                id=f"{self.version}/passage/+{one.order}-{i}",
                owner=model.owner,
                order=0,
                title=model.title,
                text=line,
                text_digest=ids.text_digest(line),
            )
            new.append(Entry(record, ((topic, place),), touched=True))
        self.state.passages[at:at] = new
        self._affect(one, new)

    def _drop_passages(self, one: Operation, gone: Sequence[Entry]) -> None:
        self.state.passages = [entry for entry in self.state.passages if entry not in gone]

    def _count(self, one: Operation, entry: Entry) -> None:
        """Another number for a paragraph of the supplementary provisions."""
        text = as_passage(entry).text or ""
        printed = _NUMBER.match(text)
        if not one.new_number or not one.new_number.isdigit():
            raise NotAppliedError(NO_NUMBER)
        behind = printed["behind"] if printed else " "
        words = f"{one.new_number}{behind}{text[printed.end() if printed else 0 :]}"
        self._reword(one, entry, text=words)
        self._affect(one, [entry])

    def _uncount(self, one: Operation, entry: Entry) -> None:
        """No number any more (項番号を削る): for a paragraph that is left alone."""
        text = as_passage(entry).text or ""
        printed = _NUMBER.match(text)
        if printed is None:
            raise NotAppliedError(NO_NUMBER)
        self._reword(one, entry, text=text[printed.end() :])
        self._affect(one, [entry])


def _number_of(entry: Entry) -> int:
    """The number that a paragraph begins with, 0 for none."""
    found = _NUMBER.match(as_passage(entry).text or "")
    return int(arabic(matching_key(found["number"]))) if found and found["behind"] else 0
