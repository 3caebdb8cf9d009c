"""Changes of words in the parts of a text: terms, headings, and what is inside an article."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.linking.state import (
    AMBIGUOUS,
    IN_ARTICLES,
    JUST_ADDED,
    NAMES_PARTY,
    NO_TERM,
    NO_WORDS,
    NOT_UNDERSTOOD,
    SHARED,
    WORDS,
    Entry,
    Found,
    NotAppliedError,
    Proof,
    Reason,
    State,
    Title,
    as_article,
    as_measure,
    only,
)
from graph_build.linking.targets import Target
from graph_build.linking.within import ArticleText
from graph_build.linking.wording import printed_articles, with_term
from graph_build.records import ids
from graph_build.records.agreement import Measure, Operation, PartyStatement, RoleStatement
from graph_build.records.document import Records
from graph_build.text.key import fold, matching_key

_TERMS = {"title": "dcterms:title", "label": "skos:prefLabel"}
"""Properties outside the project's own namespace that words are written to."""

COLUMNS = {"content": "text", "title": "title", "direction": "direction", "cost": "cost_sharing_text"}
"""Which words of a measure a column holds."""


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
    dropped: set[str] = field(default_factory=set)
    """What the act puts in and takes out again."""
    opened: set[str] = field(default_factory=set)
    """Articles whose paragraphs this act changes: their numbers need not count on until it is done."""

    # --- terms ---

    def _text(self, one: Operation, target: Target) -> None:
        """A term by another, wherever it stands in the target."""
        if not self.state.words or one.old_text is None or one.new_text is None:
            raise NotAppliedError(NO_WORDS)
        if target.kind == "whole":
            self._not_a_party(one.old_text)
        entries = self._scope(target, one.old_text)
        done = [entry for entry, names in entries if self._replace_term(one, entry, names)]
        titled = target.kind == "whole" and self._replace_in_title(one)
        if not done and not titled:
            raise NotAppliedError(NO_TERM.of(one.old_text))
        self._affect(one, done)

    def _not_a_party(self, old: str) -> None:
        """A term that names a party would change who is meant, not only the words."""
        named = [s.printed_name for s in self.state.speakers if isinstance(s, PartyStatement)]
        if any(matching_key(old) in matching_key(name) for name in named):
            raise NotAppliedError(NAMES_PARTY.of(old))

    def _scope(self, target: Target, old: str) -> list[tuple[Entry, tuple[str, ...]]]:
        """The parts in which a term is replaced, and in which of their words.

        The caption of an article is changed only where the words say so (見出し, 見出しを含む), and by a change of the
        whole text: the practice of Japanese amendments.
        """
        every = ("title", "label", "text", "direction", "cost_sharing_text")
        match target.kind:
            case "whole":
                return [(one, every) for one in self.state.everything()]
            case "body":
                return self._body(old, every)
            case "heading":
                return [(self.state.article(target.article), ("title",))]
            case "article":
                return [
                    pair for one in self.state.row_of_articles(target) for pair in self._article(one, target)
                ]
            case "item":
                return self._found(self.state.find(target), target, every)
            case "annex":
                return [
                    pair for annex in self.state.row_of_annexes(target) for pair in self._annex(annex, every)
                ]
        raise NotAppliedError(NOT_UNDERSTOOD)

    def _article(self, article: Entry, target: Target) -> list[tuple[Entry, tuple[str, ...]]]:
        held = self.state.held(article)
        every = ("title", "label", "text", "direction", "cost_sharing_text")
        fields = {f.id for one in held for f in self.state.chain(as_measure(one).field)}
        inside = [*(self.state.fields[name] for name in sorted(fields)), *self.state.with_inner(held)]
        return [
            (article, ("title", "text") if target.headed else ("text",)),
            *((one, every) for one in inside),
        ]

    def _body(self, old: str, every: tuple[str, ...]) -> list[tuple[Entry, tuple[str, ...]]]:
        """The articles; where the term stands elsewhere too, 本則 does not say whether that is meant."""
        held = [one for article in self.state.articles for one in self.state.held(article)]
        body = [*self.state.articles, *self.state.with_inner(held)]
        others = [one for one in self.state.everything() if one not in body]
        if any(_has(one, old) for one in others):
            raise NotAppliedError(AMBIGUOUS)
        return [(one, every) for one in body]

    def _annex(self, annex: Entry, every: tuple[str, ...]) -> list[tuple[Entry, tuple[str, ...]]]:
        inside = self.state.in_annex(annex)
        fields = {f.id for one in inside for f in self.state.chain(as_measure(one).field)}
        if self.state.in_other_annexes(fields, annex):
            raise NotAppliedError(SHARED)
        named = [entry for name, entry in self.state.fields.items() if name in fields]
        parts = [annex, *named, *self.state.with_inner(inside), *self.state.prose_of(annex)]
        return [(one, every) for one in parts]

    def _found(
        self, found: Found, target: Target, every: tuple[str, ...]
    ) -> list[tuple[Entry, tuple[str, ...]]]:
        measures = found.measures
        if target.last:
            measures = tuple(self.state.row_of_measures(target))
        if found.column:
            return [pair for one in measures for pair in self._column(one, found.column)]
        own: list[Entry] = []
        if found.field:
            if self.state.in_other_annexes({found.field.record.id}, self.state.annex(target.annex)):
                raise NotAppliedError(SHARED)
            chains = [self.state.chain(as_measure(one).field) for one in measures]
            below = {f.id for chain in chains for f in chain[_depth(chain, found.field) :]}
            own = [self.state.fields[name] for name in sorted(below)]
        return [(one, every) for one in (*own, *self.state.with_inner(measures))]

    def _column(self, measure: Entry, column: tuple[str, str | None]) -> list[tuple[Entry, tuple[str, ...]]]:
        kind, holder = column
        if kind in COLUMNS:
            return [(measure, (COLUMNS[kind],))]
        return [(one, ("text",)) for one in self._roles(measure, holder)]

    def _roles(self, measure: Entry, holder: str | None) -> list[Entry]:
        """The roles of one holder in a measure; of all where the head of the column names none."""
        inner = [one for one in self.state.inner.get(measure.record.id, ()) if _is_role(one)]
        return [one for one in inner if holder is None or _is_of(one, holder)]

    def _replace_term(self, one: Operation, entry: Entry, names: Sequence[str]) -> bool:
        old, new = one.old_text or "", one.new_text or ""
        changed: dict[str, str] = {}
        for name in WORDS[type(entry.record)]:
            words = getattr(entry.record, name)
            if words and name in names and (again := with_term(words, old, new)) is not None:
                changed[name] = again
        holder = entry.record.holder_text if isinstance(entry.record, RoleStatement) else ""
        category = (entry.record.category or "") if isinstance(entry.record, Measure) else ""
        if names != ("text",) and fold(old).text in fold(holder).text + "\n" + fold(category).text:
            raise NotAppliedError(NAMES_PARTY.of(old))  # who it is, or a tag, would change with the words
        if changed and entry.printed:
            raise NotAppliedError(JUST_ADDED)
        self._reword(one, entry, **changed)
        return bool(changed)

    def _reword(self, one: Operation, entry: Entry, **changed: str | None) -> None:
        """New words of a part, with their digest and what they are read from."""
        if not changed:
            return
        values: dict[str, object] = dict(changed)
        if "text" in changed:
            values["text_digest"] = ids.text_digest(changed["text"] or "")
        if changed.get("title") and isinstance(entry.record, Measure):
            values["label"] = changed["title"]
        entry.change(self._proof(one, *(_TERMS.get(name, name) for name in changed)), **values)
        entry.touched = True

    # --- title ---

    def _replace_in_title(self, one: Operation) -> bool:
        title = self.state.title
        again = with_term(title.words, one.old_text or "", one.new_text or "") if title else None
        if again is None:
            return False
        self._retitle(one, again)
        return True

    def _retitle(self, one: Operation, words: str) -> None:
        before = self.state.title.proofs if self.state.title else ()
        self.state.title = Title(words, (*before, self._proof(one)))
        self.affects.append((one.id, self.version))

    def _title(self, one: Operation) -> None:
        """The title of the text (題名): a term in it, or another title."""
        if one.kind in ("text", "replace") and one.old_text is None and one.new_text:
            if "\n" in one.new_text:
                raise NotAppliedError(NOT_UNDERSTOOD)
            self._retitle(one, one.new_text)
        elif one.kind == "text" and one.old_text and one.new_text is not None:
            if not self._replace_in_title(one):
                raise NotAppliedError(NO_TERM.of(one.old_text))
        else:
            raise NotAppliedError(NO_WORDS if one.kind in ("text", "replace") else NOT_UNDERSTOOD)

    # --- articles ---

    def _heading(self, one: Operation, target: Target) -> None:
        if target.kind not in ("article", "heading"):
            raise NotAppliedError(NOT_UNDERSTOOD)
        entry = self.state.article(target.article)
        if one.kind == "delete":
            entry.change(self._proof(one, "dcterms:title"), title=None)
            entry.touched = True
        elif one.new_text:
            self._reword(one, entry, title=one.new_text)
        else:
            raise NotAppliedError(NO_WORDS)
        self._affect(one, [entry])

    def _adds_inside(self, one: Operation, target: Target) -> bool:
        """Whether ただし書, 後段, 号 or 項 come into an article (not an article behind it)."""
        inside = target.kind == "paragraph" or not printed_articles(one.new_text or "")
        return one.kind == "add" and target.kind in ("article", "paragraph") and bool(one.new_text) and inside

    def _within(self, one: Operation, target: Target) -> None:
        """A change of 項, 号, ただし書 and other parts of an article's sentences."""
        entry, text = self._article_text(target)
        new = one.new_text or ""
        if one.kind in ("add", "replace", "add_paragraph") and not new:
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
            case "add_paragraph" if target.kind == "article":
                text.append(new)
            case "add_paragraph":
                text.add(dataclasses.replace(target, item=""), new)
            case _:
                raise NotAppliedError(NOT_UNDERSTOOD)
        self._reword(one, entry, text=text.words())
        self._affect(one, [entry])

    def _article_text(self, target: Target) -> tuple[Entry, ArticleText]:
        entry = self.state.article(target.article)
        text = as_article(entry).text
        if self.state.held(entry):
            raise NotAppliedError(IN_ARTICLES)
        if target.subsubitem:
            raise NotAppliedError(NOT_UNDERSTOOD)
        if not self.state.words or text is None:
            raise NotAppliedError(NO_WORDS)
        changing = entry.record.id in self.opened
        self.opened.add(entry.record.id)
        return entry, ArticleText.of(text, changing=changing)

    # --- what came of it ---

    def _proof(self, one: Operation, *supports: str) -> Proof:
        place = one.evidence[0]
        return self.document.source.topic, dataclasses.replace(place, supports=supports)

    def _affect(self, one: Operation, entries: Sequence[Entry]) -> None:
        self.affects += [(one.id, entry.record.id) for entry in entries]

    def _replace_column(self, one: Operation, found: Found) -> None:
        """What stands in one column of one row, by other words."""
        if len(found.measures) != 1 or found.column is None:
            raise NotAppliedError(AMBIGUOUS.times(len(found.measures)))
        if not one.new_text or not self.state.words:
            raise NotAppliedError(NO_WORDS)
        entry, names = only_pair(self._column(found.measures[0], found.column))
        if entry.printed:
            raise NotAppliedError(JUST_ADDED)
        self._reword(one, entry, **{names[0]: one.new_text})
        self._affect(one, [entry])


def only_pair(found: Sequence[tuple[Entry, tuple[str, ...]]]) -> tuple[Entry, tuple[str, ...]]:
    """The one part that was found, with its words.

    Raises:
        NotAppliedError: none was, or several.
    """
    only([entry for entry, _ in found])
    return found[0]


def _depth(chain: Sequence[object], field_entry: Entry) -> int:
    return next((i for i, one in enumerate(chain) if one == field_entry.record), 0)


def _has(entry: Entry, term: str) -> bool:
    words = [getattr(entry.record, name) or "" for name in WORDS[type(entry.record)]]
    return any(fold(term).text in fold(one).text for one in words)


def _is_role(entry: Entry) -> bool:
    return isinstance(entry.record, RoleStatement)


def _is_of(entry: Entry, holder: str) -> bool:
    role = entry.record
    assert isinstance(role, RoleStatement)
    return holder in (role.position, matching_key(role.holder_text))
