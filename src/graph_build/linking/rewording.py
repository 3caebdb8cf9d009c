"""Changes of words in the parts of a text: terms, headings, paragraphs, 号 and ただし書."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.linking.state import (
    AMBIGUOUS,
    CLASH,
    NO_WORDS,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    WORDS,
    Entry,
    NotAppliedError,
    Proof,
    Reason,
    State,
    as_article,
    as_measure,
)
from graph_build.linking.targets import Target
from graph_build.linking.within import ArticleText
from graph_build.linking.wording import paragraphs, printed_articles, with_paragraphs, with_term
from graph_build.records import ids
from graph_build.records.agreement import Measure, Operation, RoleStatement
from graph_build.records.document import Records
from graph_build.text.key import fold

_TERMS = {"title": "dcterms:title", "label": "skos:prefLabel"}
"""Properties outside the project's own namespace that words are written to."""


@dataclass(slots=True)
class Rewording:
    """What the changes of one act have done so far, and those that change words."""

    state: State
    document: Records
    version: str
    affects: list[tuple[str, str]] = field(default_factory=list)
    derived: list[tuple[str, str]] = field(default_factory=list)
    """New node of the act's own document → id of the part it comes in for."""
    failed: list[tuple[Operation, Reason]] = field(default_factory=list)

    def _text(self, one: Operation, target: Target) -> None:
        """A term by another, wherever it stands in the target."""
        if not self.state.words or one.old_text is None or one.new_text is None:
            raise NotAppliedError(NO_WORDS)
        if target.kind == "paragraph":
            return self._text_of_paragraph(one, target)
        entries, names = self._scope(target)
        done = [entry for entry in entries if self._replace_term(one, entry, names)]
        if not done:
            raise NotAppliedError(NOT_FOUND)
        self._affect(one, done)
        return None

    def _scope(self, target: Target) -> tuple[list[Entry], tuple[str, ...]]:
        """The parts in which a term is replaced, and in which of their words."""
        every = ("title", "label", "text", "direction")
        if target.kind == "whole":
            return list(self.state.everything()), every
        if target.kind in ("article", "heading"):
            return [self.state.article(target.article)], ("title",) if target.kind == "heading" else every
        if target.kind == "item":
            return self.state.with_inner(self.state.rows(target)), every
        annex = self.state.annex(target.annex)
        inside = [one for one in self.state.measures if as_measure(one).part == annex.record.id]
        fields = {f.id for one in inside for f in self.state.chain(as_measure(one).field)}
        elsewhere = [one for one in self.state.measures if one not in inside]
        if fields & {f.id for one in elsewhere for f in self.state.chain(as_measure(one).field)}:
            raise NotAppliedError(AMBIGUOUS)
        named = [entry for name, entry in self.state.fields.items() if name in fields]
        return [annex, *named, *self.state.with_inner(inside)], every

    def _replace_term(self, one: Operation, entry: Entry, names: Sequence[str]) -> bool:
        changed: dict[str, str] = {}
        for name in WORDS[type(entry.record)]:
            words = getattr(entry.record, name)
            new = (
                with_term(words, one.old_text or "", one.new_text or "") if words and name in names else None
            )
            if new is not None:
                changed[name] = new
        holder = entry.record.holder_text if isinstance(entry.record, RoleStatement) else ""
        category = (entry.record.category or "") if isinstance(entry.record, Measure) else ""
        if fold(one.old_text or "").text in fold(holder).text + "\n" + fold(category).text:
            raise NotAppliedError(AMBIGUOUS)  # who it is, or a tag, would change with the words
        if changed and entry.printed:
            raise NotAppliedError(AMBIGUOUS)  # the act would change what it has just put in
        self._reword(one, entry, **changed)
        return bool(changed)

    def _reword(self, one: Operation, entry: Entry, **changed: str) -> None:
        """New words of a part, with their digest and what they are read from."""
        if not changed:
            return
        values: dict[str, object] = dict(changed)
        if "text" in changed:
            values["text_digest"] = ids.text_digest(changed["text"])
        if "title" in changed and isinstance(entry.record, Measure):
            values["label"] = changed["title"]
        entry.change(self._proof(one, *(_TERMS.get(name, name) for name in changed)), **values)
        entry.touched = True

    def _text_of_paragraph(self, one: Operation, target: Target) -> None:
        entry, parts = self._paragraphs(target)
        new = with_term(parts[target.paragraph - 1], one.old_text or "", one.new_text or "")
        if new is None:
            raise NotAppliedError(NOT_FOUND)
        parts[target.paragraph - 1] = new
        self._reword(one, entry, text="\n".join(parts))
        self._affect(one, [entry])

    def _paragraphs(self, target: Target) -> tuple[Entry, list[str]]:
        """An article with its paragraphs, at least as many as the target's."""
        entry = self.state.article(target.article)
        text = as_article(entry).text
        if not self.state.words or text is None:
            raise NotAppliedError(NO_WORDS)
        parts = paragraphs(text)
        if parts is None or target.paragraph > len(parts):
            raise NotAppliedError(NOT_FOUND)
        return entry, parts

    def _heading(self, one: Operation, target: Target) -> None:
        if target.kind != "article":
            raise NotAppliedError(NOT_UNDERSTOOD)
        if not one.new_text:
            raise NotAppliedError(NO_WORDS)
        entry = self.state.article(target.article)
        self._reword(one, entry, title=one.new_text)
        self._affect(one, [entry])

    def _add_paragraph(self, one: Operation, target: Target) -> None:
        if target.kind != "article":
            raise NotAppliedError(NOT_UNDERSTOOD)
        entry = self.state.article(target.article)
        text = as_article(entry).text
        if not self.state.words or text is None or not one.new_text:
            raise NotAppliedError(NO_WORDS)
        whole = with_paragraphs(text, one.new_text)
        if whole is None:
            raise NotAppliedError(CLASH)
        self._reword(one, entry, text=whole)
        self._affect(one, [entry])

    @staticmethod
    def _adds_inside(one: Operation, target: Target) -> bool:
        """Whether ただし書, 後段 or 号 come into an article (not an article behind it)."""
        inside = target.kind == "paragraph" or not printed_articles(one.new_text or "")
        return one.kind == "add" and target.kind in ("article", "paragraph") and bool(one.new_text) and inside

    def _within(self, one: Operation, target: Target) -> None:
        """A change of 号, ただし書 and other parts of an article's sentences."""
        entry, text = self._article_text(target)
        new = one.new_text or ""
        if one.kind in ("add", "replace") and not new:
            raise NotAppliedError(NO_WORDS)
        match one.kind:
            case "text" if one.old_text is not None:
                text.text(target, one.old_text, new)
            case "delete":
                text.delete(target)
            case "replace":
                text.replace(target, new)
            case "add":
                text.add(target, new)
            case _:
                raise NotAppliedError(NOT_UNDERSTOOD)
        self._reword(one, entry, text=text.words())
        self._affect(one, [entry])

    def _article_text(self, target: Target) -> tuple[Entry, ArticleText]:
        entry = self.state.article(target.article)
        text = as_article(entry).text
        if not self.state.words or text is None:
            raise NotAppliedError(NO_WORDS)
        return entry, ArticleText.of(text)

    # --- what came of it ---

    def _proof(self, one: Operation, *supports: str) -> Proof:
        place = one.evidence[0]
        return self.document.source.topic, dataclasses.replace(place, supports=supports)

    def _affect(self, one: Operation, entries: Sequence[Entry]) -> None:
        self.affects += [(one.id, entry.record.id) for entry in entries]
