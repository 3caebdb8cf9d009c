"""The operations of one amending act, applied to a text in their order; exactly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.linking.rewording import Rewording
from graph_build.linking.state import (
    AMBIGUOUS,
    NO_NUMBER,
    NO_WORDS,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    Entry,
    NotAppliedError,
    as_annex,
    as_article,
    as_measure,
    entry_of,
)
from graph_build.linking.targets import Target, annex_numbers, parse_target, plain
from graph_build.linking.wording import (
    PrintedArticle,
    printed_articles,
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


@dataclass(slots=True)
class Changes(Rewording):
    """Applies the operations of one act to a state; ``affects`` and ``failed`` tell what came of each."""

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
        if target.kind == "within" or self._adds_inside(one, target):
            return self._within(one, target)
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
        inside: dict[tuple[str, int], list[tuple[Operation, Target]]] = {}
        for one in group:
            try:
                target = parse_target(one.target)
                if target and target.kind == "within" and target.item and not target.part:
                    inside.setdefault((target.article, target.paragraph), []).append((one, target))
                    continue
                found.append((one, self._renumbered(one)))
            except NotAppliedError as error:
                self.failed.append((one, error.reason))
        for changes in inside.values():
            self._renumber_items(changes)
        for one, entry in found:
            self._affect(one, [entry])
            cleared = {"printed_number": None} if isinstance(entry.record, Measure) else {}
            entry.change(self._proof(one, "number"), number=one.new_number, **cleared)

    def _renumber_items(self, changes: Sequence[tuple[Operation, Target]]) -> None:
        """The 号 of one paragraph at once."""
        if not all(one.new_number for one, _ in changes):
            self.failed += [(one, NO_NUMBER) for one, _ in changes]
            return
        try:
            entry, text = self._article_text(changes[0][1])
            text.renumber(changes[0][1], {t.item: plain(one.new_number) for one, t in changes})
        except NotAppliedError as error:
            self.failed += [(one, error.reason) for one, _ in changes]
            return
        for one, _ in changes:
            self._reword(one, entry, text=text.words())
            self._affect(one, [entry])

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
