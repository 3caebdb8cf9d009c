"""The operations of one amending act, applied to a text in their order; exactly, or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph_build.linking.state import (
    AMBIGUOUS,
    CLASH,
    NO_NUMBER,
    NO_WORDS,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    WORDS,
    Entry,
    NotAppliedError,
    Proof,
    Reason,
    State,
    as_annex,
    as_article,
    as_measure,
    entry_of,
)
from graph_build.linking.targets import Target, annex_numbers, parse_target, plain
from graph_build.linking.wording import (
    PrintedArticle,
    paragraphs,
    printed_articles,
    with_paragraphs,
    with_term,
)
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
from graph_build.records.document import Records
from graph_build.text.key import fold


@dataclass(slots=True)
class Changes:
    """Applies the operations of one act to a state; ``affects`` and ``failed`` tell what came of each."""

    state: State
    document: Records
    version: str
    affects: list[tuple[str, str]] = field(default_factory=list)
    derived: list[tuple[str, str]] = field(default_factory=list)
    """New node of the act's own document → id of the part it comes in for."""
    failed: list[tuple[Operation, Reason]] = field(default_factory=list)

    def apply(self, operations: Sequence[Operation]) -> None:
        """Apply all in order; renumberings that follow each other happen at once."""
        for group in _groups(operations):
            if group[0].kind == "renumber":
                self._renumber(group)
            else:
                self._try(group[0])

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
        steps = {
            "text": self._text,
            "heading": self._heading,
            "add_paragraph": self._add_paragraph,
            "delete": self._delete,
            "add": self._add,
            "replace": self._replace,
        }
        if one.kind not in steps:
            raise NotAppliedError(NOT_UNDERSTOOD)
        return steps[one.kind](one, target)

    # --- words ---

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

    # --- whole parts ---

    def _delete(self, one: Operation, target: Target) -> None:
        if target.kind == "article":
            gone = [self.state.article(target.article)]
        elif target.kind == "item":
            gone = self.state.rows(target)
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)
        self._drop(gone)
        self._affect(one, gone)

    def _drop(self, gone: Sequence[Entry]) -> None:
        self.state.articles = [one for one in self.state.articles if one not in gone]
        self.state.measures = [one for one in self.state.measures if one not in gone]
        for one in gone:
            self.state.inner.pop(one.record.id, None)

    def _add(self, one: Operation, target: Target) -> None:
        if target.kind == "article":
            new = self._new_articles(one)
            at = self.state.articles.index(self.state.article(target.article)) + 1
            self.state.articles[at:at] = new
        elif target.kind in ("item", "annex"):
            new = self._printed(one)
            anchor = self.state.row(target) if target.kind == "item" else self._last_of(target, new)
            self._put_in(new, anchor, self.state.measures.index(anchor) + 1)
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)
        self._affect(one, new)

    def _last_of(self, target: Target, new: Sequence[Entry]) -> Entry:
        """The last measure of an annex to which measures are added at the end: its number is the one before."""
        annex = self.state.annex(target.annex).record.id
        inside = [one for one in self.state.measures if as_measure(one).part == annex]
        if not inside:
            raise NotAppliedError(NOT_FOUND)
        fields = {as_measure(one).field for one in inside}
        before, after = plain(as_measure(inside[-1]).number), plain(as_measure(new[0]).number)
        digits = [number.strip("()") for number in (before, after)]
        if len(fields) > 1 and not (
            all(d.isdigit() for d in digits) and int(digits[1]) == int(digits[0]) + 1
        ):
            raise NotAppliedError(AMBIGUOUS)
        return inside[-1]

    def _put_in(self, new: Sequence[Entry], like: Entry, at: int) -> None:
        """Printed measures beside one of the text: its annex, and its field where they print none."""
        for entry in new:
            record = as_measure(entry)
            if record.field is None:
                entry.change(field=as_measure(like).field)
            if record.part is None:
                entry.change(part=as_measure(like).part)
        self.state.measures[at:at] = new

    def _replace(self, one: Operation, target: Target) -> None:
        if target.kind == "item":
            old, new = self.state.row(target), self._printed(one)
            self._put_in(new, old, self.state.measures.index(old))
            if len(new) == 1:
                self.derived.append((new[0].record.id, old.record.id))
            self._drop([old])
            self._affect(one, [old, *new])
        elif target.kind == "article":
            entry, articles = self.state.article(target.article), self._new_articles(one)
            if len(articles) != 1 or as_article(articles[0]).number != target.article:
                raise NotAppliedError(NOT_UNDERSTOOD)
            new_article = as_article(articles[0])
            entry.change(
                title=new_article.title or as_article(entry).title,
                text=new_article.text,
                text_digest=new_article.text_digest,
            )
            entry.proofs, entry.touched = (*entry.proofs, self._proof(one, "dcterms:title", "text")), True
            self._affect(one, [entry])
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)

    def _new_articles(self, one: Operation) -> list[Entry]:
        if not one.new_text or not self.state.words:
            raise NotAppliedError(NO_WORDS)
        found = printed_articles(one.new_text)
        if not found:
            raise NotAppliedError(NOT_UNDERSTOOD)
        return [self._new_article(one, article) for article in found]

    def _new_article(self, one: Operation, article: PrintedArticle) -> Entry:
        record = Article(
            id=ids.article(self.version, article.number),
            version=self.version,
            number=article.number,
            order=0,
            title=article.title,
            text=article.text,
            text_digest=ids.text_digest(article.text),
        )
        return Entry(record, (self._proof(one),), touched=True)

    def _printed(self, one: Operation) -> list[Entry]:
        """The measures that stand in the operation's own lines, with their roles."""
        spans = [place.span for place in one.evidence]
        found = [
            measure
            for measure in self.document.of(Measure)
            if any(s.start <= p.span.start and p.span.end <= s.end for s in spans for p in measure.evidence)
        ]
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
            self.state.fields[name] = self._entry(fields[name])
            name = fields[name].broader
        return self._entry(record)

    def _entry(self, record: Annex | Measure | PolicyField | RoleStatement | TextVariant) -> Entry:
        return entry_of(record, self.document, printed=True)

    def _replace_annexes(self, one: Operation) -> None:
        numbers = annex_numbers(one.target)
        if numbers is None:
            raise NotAppliedError(NOT_UNDERSTOOD)
        new = {annex.number: annex for annex in self.document.of(Annex)}
        old = [self.state.annex(number) for number in numbers]
        if any(number not in new for number in numbers):
            raise NotAppliedError(NO_WORDS)
        for entry in old:
            gone = [m for m in self.state.measures if as_measure(m).part == entry.record.id]
            at = self.state.measures.index(gone[0]) if gone else None
            annex = new[as_annex(entry).number]
            own = [self._own(m) for m in self.document.of(Measure) if m.part == annex.id]
            if at is None or not own:
                raise NotAppliedError(NOT_FOUND)
            self._drop(gone)
            self.state.measures[at:at] = own
            self.state.annexes[self.state.annexes.index(entry)] = self._entry(annex)
            self.derived.append((annex.id, entry.record.id))
            self.affects.append((one.id, entry.record.id))
            self.affects.append((one.id, annex.id))

    # --- numbers ---

    def _renumber(self, group: Sequence[Operation]) -> None:
        """Renumberings that follow each other all name the numbers from before the first of them."""
        found: list[tuple[Operation, Entry]] = []
        for one in group:
            try:
                found.append((one, self._renumbered(one)))
            except NotAppliedError as error:
                self.failed.append((one, error.reason))
        for one, entry in found:
            self._affect(one, [entry])
            cleared = {"printed_number": None} if isinstance(entry.record, Measure) else {}
            entry.change(self._proof(one, "number"), number=one.new_number, **cleared)

    def _renumbered(self, one: Operation) -> Entry:
        target = parse_target(one.target)
        if target is None or target.kind not in ("article", "item"):
            raise NotAppliedError(NOT_UNDERSTOOD)
        if not one.new_number:
            raise NotAppliedError(NO_NUMBER)
        article = target.kind == "article"
        entry = self.state.article(target.article) if article else self.state.row(target)
        if entry.printed:
            raise NotAppliedError(AMBIGUOUS)
        return entry

    # --- what came of it ---

    def _proof(self, one: Operation, *supports: str) -> Proof:
        place = one.evidence[0]
        return self.document.source.topic, dataclasses.replace(place, supports=supports)

    def _affect(self, one: Operation, entries: Sequence[Entry]) -> None:
        self.affects += [(one.id, entry.record.id) for entry in entries]


_TERMS = {"title": "dcterms:title", "label": "skos:prefLabel"}
"""Properties outside the project's own namespace that words are written to."""


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
