"""What an act does to chapters (編, 章, 節): terms in them, their names, all of one, another beside it or in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.linking.chapters import (
    heading_of,
    in_a_row,
    is_heading,
    name_of,
    numbers_printed,
    outside,
    printed_chapters,
    rank,
)
from graph_build.linking.part_changes import PartChanges
from graph_build.linking.state import (
    IN_ARTICLES,
    NO_TERM,
    NO_WORDS,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    Entry,
    NotAppliedError,
    as_article,
)
from graph_build.linking.targets import CHAPTER, Target
from graph_build.linking.wording import with_term
from graph_build.records.agreement import Operation
from graph_build.text.key import matching_key


@dataclass(slots=True)
class ChapterChanges(PartChanges):
    """Changes chapters and their names."""

    def _chapter(self, one: Operation, target: Target) -> None:
        """What is aimed at a chapter, or at several that follow each other."""
        if target.part:
            return self._name(one, target)
        found = in_a_row(self.state.articles, target)
        own = [article for _, articles in found for article in articles]
        match one.kind:
            case "text" if one.old_text is not None and one.new_text is not None:
                self._term_in(one, own, target)
            case "delete":
                gone = [*own, *(held for article in own for held in self.state.held(article))]
                self._drop(gone)
                self._affect(one, gone)
            case "replace":
                self._replace_chapters(one, [name for name, _ in found], own)
            case "add" if not target.last:
                self._add_to_chapter(one, own, target)
            case _:
                raise NotAppliedError(NOT_UNDERSTOOD)
        return None

    def _term_in(self, one: Operation, own: Sequence[Entry], target: Target) -> None:
        if not self.state.words:
            raise NotAppliedError(NO_WORDS)
        pairs = [pair for article in own for pair in self._article(article, target)]
        done = [entry for entry, names in pairs if self._replace_term(one, entry, names)]
        if not done:
            raise NotAppliedError(NO_TERM.of(one.old_text or ""))
        self._affect(one, done)

    # --- names ---

    def _name(self, one: Operation, target: Target) -> None:
        """The name of a chapter: a term in it, another one, or none any more."""
        old = one.old_text or ""
        articles = _headed(self.state.articles, old) if is_heading(old) else self.state.articles
        if target.last:
            raise NotAppliedError(NOT_UNDERSTOOD)
        ((name, own),) = in_a_row(articles, target)
        if one.kind == "delete":
            return self._unname(one, own, name)
        heading = heading_of(own, name)
        printed = re.match(rf"{CHAPTER}[ \u3000]*", heading)
        if printed is None or not one.new_text or one.kind not in ("text", "replace", "heading"):
            raise NotAppliedError(NO_WORDS)
        if one.old_text is not None:
            again = with_term(heading, old, one.new_text)
        elif is_heading(one.new_text) and name_of(one.new_text) != name:
            raise NotAppliedError(NOT_UNDERSTOOD)
        else:
            again = heading[: printed.end()] + re.sub(rf"^{CHAPTER}[ \u3000]*", "", one.new_text)
        if again is None:
            raise NotAppliedError(NO_TERM.of(old))
        self._rehead(one, own, name, again)
        return None

    def _unname(self, one: Operation, own: Sequence[Entry], name: str) -> None:
        """Without its heading a chapter's articles stand under what is printed above them."""
        if any(map(self.state.held, own)):
            raise NotAppliedError(IN_ARTICLES)  # they would be in another field
        first = self.state.articles.index(own[0])
        around = outside(own[0], name)
        above = as_article(self.state.articles[first - 1]).chapters if first else around
        if above[: len(around)] != around:
            above = around
        for entry in own:
            inner = as_article(entry).chapters[len(around) + 1 :]
            entry.change(chapters=(*_above(above, inner), *inner))
        self._affect(one, own)

    def _name_from(self, one: Operation, target: Target) -> None:
        """A heading put in before an article (or behind it): what follows stands under it up to the next of its rank."""
        heading = one.new_text or ""
        at = self._place(target)
        if at == len(self.state.articles):
            raise NotAppliedError(NOT_FOUND)  # no article would stand under it
        chapters = as_article(self.state.articles[at]).chapters
        around = tuple(other for other in chapters if rank(other) < rank(heading))
        before = as_article(self.state.articles[at - 1]).chapters if at else ()
        if len(chapters) > len(around) + 1 and before == chapters:
            raise NotAppliedError(NOT_UNDERSTOOD)  # inside a 節
        same = _same_rank(chapters, heading)
        if (same and _same_rank(before, heading) != same) or (
            not target.before and before[: len(around)] != around
        ):
            raise NotAppliedError(NOT_UNDERSTOOD)  # another heading stands there
        own = []
        for entry in self.state.articles[at:]:
            others = as_article(entry).chapters
            if others[: len(around)] != around or _same_rank(others, heading) != same:
                break
            own.append(entry)
        if any(map(self.state.held, own)):
            raise NotAppliedError(IN_ARTICLES)  # they would be in another field
        for entry in own:
            inner = [other for other in as_article(entry).chapters if rank(other) > rank(heading)]
            entry.change(chapters=(*around, heading, *inner))
        self._affect(one, own)

    # --- chapters as a whole ---

    def _add_to_chapter(self, one: Operation, own: Sequence[Entry], target: Target) -> None:
        """A chapter beside another, a 節 at the end of a 章, or articles at its end (第3章に次の1条を加える)."""
        last = self.state.articles.index(own[-1]) + 1
        if not one.new_text or not self.state.words:
            raise NotAppliedError(NO_WORDS)
        wanted = list(re.finditer(CHAPTER, target.path))[-1][0]
        first = one.new_text.split("\n")[0]
        if not is_heading(first):
            if target.before:
                raise NotAppliedError(NOT_UNDERSTOOD)
            new = self._new_articles(one)
            for entry in new:
                entry.change(chapters=as_article(own[-1]).chapters)
        elif rank(first) > rank(wanted):
            around = outside(own[-1], name_of(wanted))
            new = self._printed_chapters(one, as_article(own[-1]).chapters[: len(around) + 1])
            if target.before or any(_skips(as_article(entry).chapters, around) for entry in new):
                raise NotAppliedError(NOT_UNDERSTOOD)
        else:
            new = self._printed_chapters(one, outside(own[0], name_of(wanted)))
        self._insert(one, new, self.state.articles.index(own[0]) if target.before else last)

    def _add_chapter_at(self, one: Operation, target: Target) -> None:
        """A chapter behind the last article of another (第4条の次に次の1章を加える), or behind all articles."""
        at = len(self.state.articles) if target.kind in ("body", "whole") else self._place(target)
        first = (one.new_text or "").split("\n")[0]
        before = as_article(self.state.articles[at - 1]).chapters if at else ()
        around = tuple(other for other in before if rank(other) < rank(first))
        behind = as_article(self.state.articles[at]).chapters if at < len(self.state.articles) else ()
        if behind[: len(around)] == around and _same_rank(behind, first) == _same_rank(before, first) != "":
            raise NotAppliedError(NOT_UNDERSTOOD)  # it would divide a chapter
        self._insert(one, self._printed_chapters(one, around), at)

    def _replace_chapters(self, one: Operation, names: Sequence[str], own: Sequence[Entry]) -> None:
        if any(map(self.state.held, own)):
            raise NotAppliedError(IN_ARTICLES)
        around = outside(own[0], names[0])
        new = self._printed_chapters(one, around)
        if numbers_printed(new, len(around)) != list(names):
            raise NotAppliedError(NOT_UNDERSTOOD)
        at = self.state.articles.index(own[0])
        self._drop(own)
        self._affect(one, own)
        self._insert(one, new, at)

    def _printed_chapters(self, one: Operation, around: tuple[str, ...]) -> list[Entry]:
        """The articles that an act prints under headings of their own."""
        if not one.new_text or not self.state.words:
            raise NotAppliedError(NO_WORDS)
        new = []
        for chapters, article in printed_chapters(one.new_text):
            entry = self._new_article(one, article)
            entry.change(chapters=(*around, *chapters))
            new.append(entry)
        return new

    def _insert(self, one: Operation, new: Sequence[Entry], at: int) -> None:
        self.state.articles[at:at] = new
        self._affect(one, new)

    def _place(self, target: Target) -> int:
        """Where something beside an article comes."""
        return self.state.articles.index(self.state.article(target.article)) + (0 if target.before else 1)


def _headed(articles: Sequence[Entry], heading: str) -> list[Entry]:
    """The articles under a heading that is quoted whole (「第3章　雑則」)."""
    wanted = matching_key(heading)
    found = [one for one in articles if wanted in map(matching_key, as_article(one).chapters)]
    if not found:
        raise NotAppliedError(NO_TERM.of(heading))
    return found


def _above(above: tuple[str, ...], inner: Sequence[str]) -> tuple[str, ...]:
    """The headings above a place that still count where others of lower rank follow."""
    return tuple(one for one in above if not inner or rank(one) < rank(inner[0]))


def _same_rank(chapters: Sequence[str], heading: str) -> str:
    """The heading of the same rank among those above an article, empty for none."""
    return next((one for one in chapters if rank(one) == rank(heading)), "")


def _skips(chapters: Sequence[str], around: Sequence[str]) -> bool:
    """Whether below a chapter another rank follows than it has so far."""
    return len(chapters) < len(around) + 2
