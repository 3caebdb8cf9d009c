"""Whole parts that an act deletes, adds or replaces: articles, rows of annexes with their roles, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.linking.numbering import Numbering, counted
from graph_build.linking.state import (
    AMBIGUOUS,
    CLASH,
    IN_ARTICLES,
    NO_TERM,
    NO_WORDS,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    SHARED,
    Entry,
    Found,
    NotAppliedError,
    as_annex,
    as_article,
    as_field,
    as_measure,
    as_passage,
    entry_of,
)
from graph_build.linking.targets import Target, annex_numbers, plain
from graph_build.linking.wording import PrintedArticle, printed_articles
from graph_build.records import ids
from graph_build.records.agreement import (
    Annex,
    Article,
    Measure,
    Operation,
    PolicyField,
    RoleStatement,
    TextVariant,
)
from graph_build.records.base import Passage
from graph_build.text.key import matching_key

_GONE = re.compile(r"^.{0,8}?削除$")
"""What stands in the place of something whose number is kept: 「第4条 削除」."""


@dataclass(slots=True)
class PartChanges(Numbering):
    """Takes whole parts out of a state, and puts in those that the act prints."""

    def _held(self, one: Operation, target: Target) -> None:
        """A 号 of an article whose 号 are measures: a term, all of it, or another behind it."""
        found = self.state.find_held(target, self.state.article(target.article))
        measures = list(found.measures)
        if one.kind == "text" and one.old_text is not None and one.new_text is not None:
            if not self.state.words:
                raise NotAppliedError(NO_WORDS)
            every = ("title", "label", "text", "direction", "cost_sharing_text")
            parts = [*([found.field] if found.field else []), *self.state.with_inner(measures)]
            done = [part for part in parts if self._replace_term(one, part, every)]
            if not done:
                raise NotAppliedError(NO_TERM.of(one.old_text))
            self._affect(one, done)
        elif one.kind == "delete":
            self._drop(measures)
            self._affect(one, measures)
        elif one.kind in ("replace", "add") and found.field is None:
            new = self._printed(one)
            at = self.state.measures.index(measures[0])
            self._put_in(new, measures[0], at + (one.kind == "add" and not target.before))
            if one.kind == "replace":
                self._drop(measures)
            self._affect(one, new)
        else:
            raise NotAppliedError(IN_ARTICLES)

    def _delete(self, one: Operation, target: Target) -> None:
        match target.kind:
            case "article":
                articles = self.state.row_of_articles(target)
                gone = [*articles, *(held for article in articles for held in self.state.held(article))]
            case "annex":
                annexes = self.state.row_of_annexes(target)
                gone = [part for annex in annexes for part in (annex, *self.state.in_annex(annex))]
            case "item":
                found = self.state.find(target)
                if found.column:
                    raise NotAppliedError(NOT_UNDERSTOOD)
                gone = self.state.row_of_measures(target) if target.last else list(found.measures)
            case _:
                raise NotAppliedError(NOT_UNDERSTOOD)
        self._drop(gone)
        self._affect(one, gone)

    def _drop(self, gone: Sequence[Entry]) -> None:
        names = {one.record.id for one in gone}
        self.state.articles = [one for one in self.state.articles if one not in gone]
        self.state.annexes = [one for one in self.state.annexes if one not in gone]
        self.state.measures = [one for one in self.state.measures if one not in gone]
        self.state.passages = [one for one in self.state.passages if as_passage(one).owner not in names]
        self.dropped |= {one.record.id for one in gone if one.printed}
        for name in names:
            self.state.inner.pop(name, None)

    def _add(self, one: Operation, target: Target) -> None:
        annexes = self._new_annexes() if target.kind in ("annex", "supplement", "whole", "body") else []
        if annexes and not self._own_measures(one):
            return self._add_annexes(one, target, annexes)
        if target.kind == "article":
            new = self._new_articles(one)
            beside = self.state.article(target.article)
            for entry in new:
                entry.change(chapters=as_article(beside).chapters)
            at = self.state.articles.index(beside) + (0 if target.before else 1)
            self.state.articles[at:at] = new
        elif target.kind in ("body", "whole"):
            new = self._new_articles(one)
            self._put_last(new)
        elif target.kind == "item":
            new = self._printed(one)
            self._add_rows(new, self.state.find(target), target)
        elif target.kind == "annex":
            new = self._printed(one)
            anchor = self._last_of(target, new)
            self._put_in(new, anchor, self.state.measures.index(anchor) + 1)
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)
        self._affect(one, new)
        return None

    def _put_last(self, new: Sequence[Entry]) -> None:
        """Articles behind the last (本則に次の1条を加える), whose numbers count on from it."""
        before = counted(as_article(self.state.articles[-1]).number) if self.state.articles else ()
        numbers = [counted(as_article(one).number) for one in new]
        if not before or [before, *numbers] != sorted({before, *numbers}):
            raise NotAppliedError(CLASH)
        for entry in new:
            entry.change(chapters=as_article(self.state.articles[-1]).chapters)
        self.state.articles += new

    def _add_rows(self, new: Sequence[Entry], found: Found, target: Target) -> None:
        """Rows beside a row, at the end of a field, or with a field of their own beside a field."""
        if found.column or not found.measures:
            raise NotAppliedError(NOT_UNDERSTOOD)
        first, last = found.measures[0], found.measures[-1]
        if found.field is None and len(found.measures) > 1:
            raise NotAppliedError(AMBIGUOUS.times(len(found.measures)))
        anchor = first if target.before else last
        at = self.state.measures.index(anchor) + (0 if target.before else 1)
        if found.field is not None and self._own_field(new, found.field):
            self._put_in(new, anchor, at, as_field(found.field).broader)
        elif found.field is None or not target.before:
            self._put_in(new, anchor, at)
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)

    def _own_field(self, new: Sequence[Entry], beside: Entry) -> bool:
        """Whether rows print a field of their own, not the one that they come into."""
        labels = {
            matching_key(chain[0].label) for one in new if (chain := self.state.chain(as_measure(one).field))
        }
        return bool(labels) and labels != {matching_key(as_field(beside).label)}

    def _last_of(self, target: Target, new: Sequence[Entry]) -> Entry:
        """The last measure of an annex to which measures are added at the end: its number is the one before."""
        inside = self.state.in_annex(self.state.annex(target.annex))
        if not inside or target.before:
            raise NotAppliedError(NOT_FOUND)
        fields = {as_measure(one).field for one in inside}
        before, after = plain(as_measure(inside[-1]).number), plain(as_measure(new[0]).number)
        digits = [number.strip("()") for number in (before, after)]
        goes_on = all(d.isdigit() for d in digits) and int(digits[1]) == int(digits[0]) + 1
        if len(fields) > 1 and as_measure(new[0]).field is None and not goes_on:
            raise NotAppliedError(AMBIGUOUS)
        return inside[-1]

    def _put_in(self, new: Sequence[Entry], like: Entry, at: int, broader: str | None = None) -> None:
        """Printed measures beside one of the text: its annex, and its field where they print none."""
        for entry in new:
            record = as_measure(entry)
            if record.field is None:
                entry.change(field=as_measure(like).field)
            elif broader and (top := self.state.fields[self.state.chain(record.field)[0].id]).printed:
                top.change(broader=broader)
            if record.part is None:
                entry.change(part=as_measure(like).part)
            entry.inside = like.inside
        self.state.measures[at:at] = new

    def _replace(self, one: Operation, target: Target) -> None:
        if target.kind == "item":
            self._replace_rows(one, target)
        elif target.kind == "article":
            self._replace_articles(one, target)
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)

    def _replace_rows(self, one: Operation, target: Target) -> None:
        found = self.state.find(target)
        if found.column:
            return self._replace_column(one, found)
        old = self.state.row_of_measures(target) if found.field is None else list(found.measures)
        if found.field and self.state.in_other_annexes(
            {found.field.record.id}, self.state.annex(target.annex)
        ):
            raise NotAppliedError(SHARED)
        if one.new_text and _GONE.match(matching_key(one.new_text)) and found.field is None:
            self._drop(old)
            return self._affect(one, old)
        new = self._printed(one)
        broader = as_field(found.field).broader if found.field else None
        if found.field and not all(as_measure(entry).field for entry in new):
            raise NotAppliedError(NO_WORDS)  # a 部 is printed with its name
        self._put_in(new, old[0], self.state.measures.index(old[0]), broader)
        if len(new) == 1 == len(old):
            self.derived.append((new[0].record.id, old[0].record.id))
        self._drop(old)
        self._affect(one, [*old, *new])
        return None

    def _replace_articles(self, one: Operation, target: Target) -> None:
        entries, articles = self.state.row_of_articles(target), self._new_articles(one)
        if [as_article(new).number for new in articles] != [plain(as_article(old).number) for old in entries]:
            raise NotAppliedError(NOT_UNDERSTOOD)
        if any(self.state.held(entry) for entry in entries):
            raise NotAppliedError(IN_ARTICLES)
        for entry, new in zip(entries, articles, strict=True):
            record = as_article(new)
            gone = _GONE.match(matching_key(record.text or "")) is not None
            entry.change(
                title=None if gone else record.title or as_article(entry).title,
                text=record.text,
                text_digest=record.text_digest,
            )
            entry.proofs, entry.touched = (*entry.proofs, self._proof(one, "dcterms:title", "text")), True
        self._affect(one, entries)

    def _new_articles(self, one: Operation) -> list[Entry]:
        if not one.new_text or not self.state.words:
            raise NotAppliedError(NO_WORDS)
        found = printed_articles(one.new_text)
        if not found:
            raise NotAppliedError(NOT_UNDERSTOOD)
        return [self._new_article(one, article) for article in found]

    def _new_article(self, one: Operation, article: PrintedArticle) -> Entry:
        record = Article(
            # Its own until the act is done: a later change may give another article this number.
            id=f"{ids.article(self.version, article.number)}+{one.order}",
            version=self.version,
            number=article.number,
            order=0,
            title=article.title,
            text=article.text,
            text_digest=ids.text_digest(article.text),
        )
        return Entry(record, (self._proof(one),), touched=True, added=True)

    def _own_measures(self, one: Operation) -> list[Measure]:
        """The measures that stand in the operation's own lines."""
        spans = [place.span for place in one.evidence]
        return [
            measure
            for measure in self.document.of(Measure)
            if any(s.start <= p.span.start and p.span.end <= s.end for s in spans for p in measure.evidence)
        ]

    def _printed(self, one: Operation) -> list[Entry]:
        """The measures of an operation, with their roles."""
        found = self._own_measures(one)
        if not found:
            raise NotAppliedError(NO_WORDS)
        return [self._own(measure) for measure in found]

    def _own(self, record: Measure) -> Entry:
        """A measure of the act's document, with what belongs to it and the fields around it."""
        roles = [self._entry(role) for role in self.document.of(RoleStatement) if role.owner == record.id]
        variants = [self._entry(one) for one in self.document.of(TextVariant) if one.measure == record.id]
        self.state.inner[record.id] = [*roles, *variants]
        fields = {item.id: item for item in self.document.of(PolicyField)}
        name = record.field
        while name is not None:
            self.state.fields.setdefault(name, self._entry(fields[name]))
            name = fields[name].broader
        return self._entry(record)

    def _entry(self, record: Annex | Measure | Passage | PolicyField | RoleStatement | TextVariant) -> Entry:
        return entry_of(record, self.document, printed=True)

    # --- annexes ---

    def _new_annexes(self) -> list[Annex]:
        """The annexes that the act prints and that have not come into the text yet."""
        used = {one.record.id for one in self.state.annexes}
        return [annex for annex in self.document.of(Annex) if annex.id not in used]

    def _add_annexes(self, one: Operation, target: Target, new: Sequence[Annex]) -> None:
        """Annexes behind (or before) another, or behind all; their numbers must be free."""
        taken = {as_annex(entry).number for entry in self.state.annexes}
        replaced = {number for other in self._replacing() for number in other}
        added = [annex for annex in new if annex.number not in taken and annex.number not in replaced]
        if not added:
            raise NotAppliedError(NO_WORDS)
        at = len(self.state.annexes)
        if target.kind == "annex":
            at = self.state.annexes.index(self.state.annex(target.annex)) + (0 if target.before else 1)
        behind = {entry.record.id for entry in self.state.annexes[at:]}
        self.state.annexes[at:at] = [self._entry(annex) for annex in added]
        measures = [self._own(m) for a in added for m in self.document.of(Measure) if m.part == a.id]
        first = next(
            (i for i, entry in enumerate(self.state.measures) if as_measure(entry).part in behind),
            len(self.state.measures),
        )
        self.state.measures[first:first] = measures
        self._take_prose(added)
        self.affects += [(one.id, annex.id) for annex in added]

    def _replacing(self) -> list[tuple[str | None, ...]]:
        own = (one for one in self.document.of(Operation) if one.kind == "replace_annexes")
        return [numbers for one in own if (numbers := annex_numbers(one.target))]

    def _take_prose(self, annexes: Sequence[Annex]) -> None:
        names = {annex.id for annex in annexes}
        own = [one for one in self.document.of(Passage) if one.owner in names]
        self.state.passages += [self._entry(one) for one in own]

    def _replace_annexes(self, one: Operation) -> None:
        numbers = annex_numbers(one.target)
        if numbers is None:
            raise NotAppliedError(NOT_UNDERSTOOD)
        new = {annex.number: annex for annex in self.document.of(Annex)}
        old = [self.state.annex(number) for number in numbers]
        if all(number in new for number in numbers):
            for entry in old:
                self._put_annexes(one, [entry], [new[as_annex(entry).number]])
        elif self._count_changes(numbers, list(new)):
            self._put_annexes(one, old, list(new.values()))
        else:
            raise NotAppliedError(NO_WORDS)

    def _count_changes(self, old: Sequence[str | None], new: Sequence[str | None]) -> bool:
        """Whether all that an act prints are several annexes for the only one, or one without number for several."""
        alone = sum(one.kind == "replace_annexes" for one in self.document.of(Operation)) == 1
        merged = len(old) > 1 and list(new) == [None]
        divided = list(old) == [None] and len(new) > 1 and None not in new
        return alone and (merged or divided)

    def _put_annexes(self, one: Operation, old: Sequence[Entry], new: Sequence[Annex]) -> None:
        """Annexes in the place of others, with all that stands in them."""
        gone = [part for entry in old for part in (entry, *self.state.in_annex(entry))]
        names = {annex.id for annex in new}
        own = [self._own(m) for annex in new for m in self.document.of(Measure) if m.part == annex.id]
        filled = {m.part for m in self.document.of(Measure)} | {p.owner for p in self.document.of(Passage)}
        if names - filled:
            raise NotAppliedError(NO_WORDS)
        place = self.state.annexes.index(old[0])
        later = {other.record.id for other in self.state.annexes[place:]}
        at = next(
            (i for i, m in enumerate(self.state.measures) if as_measure(m).part in later),
            len(self.state.measures),
        )
        self.state.measures[at:at] = own
        self._drop(gone)
        self.state.annexes[place:place] = [self._entry(annex) for annex in new]
        self._take_prose(new)
        self.derived += [(annex.id, entry.record.id) for annex in new for entry in old]
        self.affects += [(one.id, name) for name in (*(entry.record.id for entry in old), *sorted(names))]
