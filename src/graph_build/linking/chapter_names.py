"""Headings of chapters: another name or number for one, also where it is the policy field of the measures in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.linking.chapters import name_of
from graph_build.linking.remarks import Remarks
from graph_build.linking.state import (
    JUST_ADDED,
    SHARED,
    Entry,
    NotAppliedError,
    as_article,
    as_field,
    as_measure,
)
from graph_build.linking.targets import CHAPTER, chapter_number
from graph_build.records.agreement import Operation
from graph_build.text.key import matching_key


@dataclass(slots=True)
class ChapterNames(Remarks):
    """Gives chapters other headings."""

    def _with_added(self, own: Sequence[Entry], name: str) -> list[Entry]:
        """The articles of a chapter with those beside them that the act has put in under its heading."""
        prefix = _prefix(own[0], name)
        every = self.state.articles
        start, end = every.index(own[0]), every.index(own[-1]) + 1
        while start and _is_added_under(prefix, every[start - 1]):
            start -= 1
        while end < len(every) and _is_added_under(prefix, every[end]):
            end += 1
        return every[start:end]

    def _rehead(self, one: Operation, own: Sequence[Entry], name: str, heading: str) -> None:
        """Another heading for the chapter counted as ``name`` in all its articles, and for the field that it names."""
        depth = len(_prefix(own[0], name)) - 1
        field = self._field_of(own, as_article(own[0]).chapters[depth])
        for entry in own:
            chapters = as_article(entry).chapters
            entry.change(chapters=(*chapters[:depth], heading, *chapters[depth + 1 :]))
        if field:
            printed = re.match(rf"{CHAPTER}[ \\u3000]*", heading)
            label = heading[printed.end() :] if printed else heading
            if matching_key(label) != matching_key(as_field(field).label):
                self._reword(one, field, label=label)
            number = re.match(CHAPTER, matching_key(heading))
            field.change(self._proof(one, "number"), number=number[0] if number else None)
        self._affect(one, [*own, *([field] if field else ())])

    def _field_of(self, own: Sequence[Entry], heading: str) -> Entry | None:
        """The policy field that a chapter is: of the measures in it, with its number and its name.

        Raises:
            NotAppliedError: measures outside it are in that field too, or the act itself prints it.
        """
        held = [measure for article in own for measure in self.state.held(article)]
        wanted = _called(heading)
        for name, entry in self.state.fields.items():
            record = as_field(entry)
            if (chapter_number(matching_key(record.number or "")), matching_key(record.label)) != wanted:
                continue
            inside = [one for one in self.state.measures if name in self._fields_around(one)]
            if not any(one in held for one in inside):
                continue
            if any(one not in held for one in inside):
                raise NotAppliedError(SHARED)
            if entry.printed:
                raise NotAppliedError(JUST_ADDED)
            return entry
        return None

    def _fields_around(self, measure: Entry) -> set[str]:
        return {field.id for field in self.state.chain(as_measure(measure).field)}


def _prefix(article: Entry, name: str) -> tuple[str, ...]:
    """The headings above an article down to the one counted so."""
    chapters = as_article(article).chapters
    return chapters[: [name_of(one) for one in chapters].index(name) + 1]


def _is_added_under(prefix: tuple[str, ...], entry: Entry) -> bool:
    return entry.added and as_article(entry).chapters[: len(prefix)] == prefix


def _called(heading: str) -> tuple[str, str]:
    """Number and name of a heading, as matching keys."""
    key = matching_key(heading)
    return name_of(heading), re.sub(rf"^{CHAPTER}", "", key)
