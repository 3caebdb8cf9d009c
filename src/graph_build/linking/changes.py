"""The operations of one amending act, applied to a text in their order; exactly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.linking.chapter_changes import ChapterChanges
from graph_build.linking.chapters import is_heading
from graph_build.linking.state import (
    CLASH,
    NOT_UNDERSTOOD,
    NotAppliedError,
    as_article,
)
from graph_build.linking.targets import Target, parse_target
from graph_build.linking.within import ArticleText
from graph_build.records.agreement import (
    Operation,
)


@dataclass(slots=True)
class Changes(ChapterChanges):
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
        self._check_counted(operations[-1])

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
            case "remark":
                return self._remark(one, target)
            case "annex" if one.kind == "add" and (one.new_text or "").startswith("備考"):
                return self._remark(one, target)
            case "chapter":
                return self._chapter(one, target)
            case "heading" if one.kind in ("heading", "replace", "delete"):
                return self._heading(one, target)
            case "within" if self.state.held(self.state.article(target.article)):
                return self._held(one, target)
            case "within" | "paragraph":
                return self._within(one, target)
        if one.kind == "add" and is_heading((one.new_text or "").split("\n")[0]):
            return self._add_headed(one, target)
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

    def _add_headed(self, one: Operation, target: Target) -> None:
        """A heading alone (次の章名を付する), or a chapter, beside an article or behind all."""
        if target.kind not in ("article", "body", "whole"):
            raise NotAppliedError(NOT_UNDERSTOOD)
        if "\n" in (one.new_text or ""):
            self._add_chapter_at(one, target)
        elif target.kind == "article":
            self._name_from(one, target)
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)


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
