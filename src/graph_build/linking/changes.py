"""The operations of one amending act, applied to a text in their order; exactly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.linking.chapters import (
    heading_of,
    in_chapter,
    name_of,
    outside,
    printed_chapters,
    with_heading,
)
from graph_build.linking.part_changes import PartChanges
from graph_build.linking.state import (
    CLASH,
    IN_ARTICLES,
    NO_TERM,
    NO_WORDS,
    NOT_UNDERSTOOD,
    Entry,
    NotAppliedError,
    as_article,
)
from graph_build.linking.targets import CHAPTER, Target, chapter_number, parse_target
from graph_build.linking.within import ArticleText
from graph_build.linking.wording import with_term
from graph_build.records.agreement import (
    Operation,
)


@dataclass(slots=True)
class Changes(PartChanges):
    """Applies the operations of one act to a state; ``affects`` and ``failed`` tell what came of each."""

    def apply(self, operations: Sequence[Operation]) -> None:
        """Apply all in order; renumberings that follow each other happen at once."""
        for group in _groups(operations):
            if group[0].kind == "renumber":
                self._renumber(group)
            else:
                self._try(group[0])
        for name in sorted(self.opened):
            self._check_numbers(name, operations[-1])

    def _check_numbers(self, name: str, last: Operation) -> None:
        """Whether an article whose inside was changed still counts: every 項 and 号 once, in their order."""
        own = next((entry for entry in self.state.articles if entry.record.id == name), None)
        try:
            if own is not None:
                ArticleText.of(as_article(own).text or "", changing=True).check()
        except NotAppliedError:
            self.failed.append((last, CLASH))

    def _try(self, one: Operation) -> None:
        try:
            self._one(one)
        except NotAppliedError as error:
            self.failed.append((one, error.reason))

    def _one(self, one: Operation) -> None:
        if one.kind == "replace_annexes":
            return self._replace_annexes(one)
        target = parse_target(one.target)
        if target is None:
            raise NotAppliedError(NOT_UNDERSTOOD)
        match target.kind:
            case "title":
                return self._title(one)
            case "contents":
                return None  # the list of chapters (目次) is no part of the text here
            case "preamble":
                return self._preamble(one, target)
            case "supplement" if one.kind != "add" or not self._new_annexes():
                return self._supplement(one, target)
            case "chapter":
                return self._chapter(one, target)
            case "heading" if one.kind in ("heading", "replace", "delete"):
                return self._heading(one, target)
            case "within" if self.state.held(self.state.article(target.article)):
                return self._held(one, target)
            case "within" | "paragraph":
                return self._within(one, target)
        if one.kind == "add_paragraph" or self._adds_inside(one, target):
            return self._within(one, target)
        steps = {
            "text": self._text,
            "heading": self._heading,
            "delete": self._delete,
            "add": self._add,
            "replace": self._replace,
        }
        if one.kind not in steps:
            raise NotAppliedError(NOT_UNDERSTOOD)
        return steps[one.kind](one, target)

    # --- chapters ---

    def _chapter(self, one: Operation, target: Target) -> None:
        """A chapter's name, a term in its articles, all of them; another chapter beside it or in its place."""
        own = in_chapter(self.state.articles, target.path)
        if target.last:
            raise NotAppliedError(NOT_UNDERSTOOD)
        if target.part:
            self._rename_chapter(one, own, target)
        elif one.kind == "text" and one.old_text is not None and one.new_text is not None:
            if not self.state.words:
                raise NotAppliedError(NO_WORDS)
            pairs = [pair for article in own for pair in self._article(article, target)]
            done = [entry for entry, names in pairs if self._replace_term(one, entry, names)]
            if not done:
                raise NotAppliedError(NO_TERM.of(one.old_text))
            self._affect(one, done)
        elif one.kind == "delete":
            gone = [*own, *(held for article in own for held in self.state.held(article))]
            self._drop(gone)
            self._affect(one, gone)
        elif one.kind in ("add", "replace") and not any(map(self.state.held, own)):
            self._put_chapter(one, own, target)
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)

    def _rename_chapter(self, one: Operation, own: Sequence[Entry], target: Target) -> None:
        if any(map(self.state.held, own)):
            raise NotAppliedError(IN_ARTICLES)  # the name may be that of a field
        number = list(re.finditer(CHAPTER, target.path))[-1][0]
        heading = heading_of(own, chapter_number(number))
        printed = re.match(rf"{CHAPTER}[ \u3000]*", heading)
        if printed is None or not one.new_text or one.kind not in ("text", "replace", "heading"):
            raise NotAppliedError(NO_WORDS)
        if one.old_text is None:
            again: str | None = heading[: printed.end()] + re.sub(rf"^{CHAPTER}[ \u3000]*", "", one.new_text)
        else:
            again = with_term(heading, one.old_text, one.new_text)
        if again is None:
            raise NotAppliedError(NO_TERM.of(one.old_text or ""))
        for entry in own:
            with_heading(entry, chapter_number(number), again)
        self._affect(one, own)

    def _put_chapter(self, one: Operation, own: Sequence[Entry], target: Target) -> None:
        if not one.new_text or not self.state.words:
            raise NotAppliedError(NO_WORDS)
        number = chapter_number(list(re.finditer(CHAPTER, target.path))[-1][0])
        around = outside(own[0], number)
        new = []
        for chapters, article in printed_chapters(one.new_text):
            entry = self._new_article(one, article)
            entry.change(chapters=(*around, *chapters))
            new.append(entry)
        told = {name_of(as_article(entry).chapters[len(around)]) for entry in new}
        if one.kind == "replace" and told != {number}:
            raise NotAppliedError(NOT_UNDERSTOOD)
        at = self.state.articles.index(own[0])
        place = at if target.before or one.kind == "replace" else at + len(own)
        self.state.articles[place:place] = new
        if one.kind == "replace":
            self._drop(own)
        self._affect(one, [*(own if one.kind == "replace" else ()), *new])


def _groups(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    group: list[Operation] = []
    for one in operations:
        if one.kind == "renumber" and group and group[-1].kind == "renumber":
            group.append(one)
            continue
        if group:
            yield group
        group = [one]
    if group:
        yield group
