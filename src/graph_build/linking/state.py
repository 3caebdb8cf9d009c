"""A text while it is being changed: its articles, annexes, fields and measures, each with where it comes from."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from graph_build.linking.rows import Path, Step, columns, leads, ways
from graph_build.linking.targets import Target, between, plain
from graph_build.records.agreement import (
    AgreementVersion,
    Annex,
    Area,
    Article,
    Measure,
    Membership,
    PartyStatement,
    PolicyField,
    RoleStatement,
    TextVariant,
)
from graph_build.records.base import Assignment, Passage, Record
from graph_build.records.document import Records
from graph_build.records.evidence import Evidence

Proof: TypeAlias = tuple[str, Evidence]
"""The topic of a document, and the place in it."""

WORDS: Mapping[type[Record], tuple[str, ...]] = {
    Article: ("title", "text"),
    Annex: ("title",),
    PolicyField: ("label", "direction"),
    Measure: ("title", "text", "direction", "cost_sharing_text"),
    RoleStatement: ("text",),
    TextVariant: ("text",),
    Passage: ("text",),
}
"""Where the words of each part stand that a change of a term can touch."""


class Reason(NamedTuple):
    """Why a change cannot be applied."""

    en: str
    ja: str

    def of(self, what: str) -> Reason:
        """The reason with the words that were looked for."""
        return Reason(f"{self.en}: 「{what}」", f"{self.ja}（「{what}」）") if what else self

    def times(self, count: int) -> Reason:
        """The reason with how many there are."""
        return Reason(f"{self.en} ({count})", f"{self.ja}（{count}か所）")


class NotAppliedError(Exception):
    """A change that cannot be applied exactly."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


NOT_FOUND = Reason("not found", "対象が見つかりません")
NO_TERM = Reason("words not found", "改める字句が見つかりません")
AMBIGUOUS = Reason("ambiguous", "対象が複数あります")
NO_WORDS = Reason("no words", "文面がありません")
NOT_UNDERSTOOD = Reason("not understood", "対象を解釈できません")
NO_NUMBER = Reason("no number", "新しい番号がありません")
NO_RANGE = Reason("not numbers in a row", "番号が続いていません")
CLASH = Reason("number twice", "番号が重複します")
IN_ARTICLES = Reason("measures in the article", "条の中に取組があります")
NAMES_PARTY = Reason("names a party", "当事者の名称が変わります")
JUST_ADDED = Reason("changes what the act adds", "同じ変更で加えた部分を変えています")
SHARED = Reason("field of several annexes", "分野が複数の別表にあります")


@dataclass(slots=True, eq=False)
class Entry:
    """One part; ``record`` has the id of the node it comes from, ``proofs`` are all places behind it.

    ``printed`` says that the amending document has the node itself, ``touched`` that its words were changed;
    ``stated`` is what the document itself says of a printed part.
    """

    record: Record
    proofs: tuple[Proof, ...] = ()
    printed: bool = False
    touched: bool = False
    inferred: tuple[Assignment, ...] = ()
    stated: Record | None = None
    inside: str | None = None
    """The article that a measure without annex stands in."""
    added: bool = False
    """Whether the act that is being applied has put it in."""

    @property
    def prose(self) -> str:
        """What kind of prose a passage is: preamble, supplement, closing, annex.prose, measure.column."""
        return self.proofs[0][1].rule.removeprefix("prose.") if self.proofs else ""

    def change(self, proof: Proof | None = None, **values: object) -> None:
        """Put other values into the part, with the place that says so."""
        self.record = dataclasses.replace(self.record, **values)  # type: ignore[arg-type]
        if proof:
            self.proofs = (*self.proofs, proof)


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a text, and what says so."""

    words: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a path into an annex leads to: measures, or the field that they are in; of which column."""

    measures: tuple[Entry, ...]
    field: Entry | None = None
    column: tuple[str, str | None] | None = None


@dataclass(slots=True)
class State:
    """The parts of a text in their order; ``inner`` are the roles and variants by their measure."""

    articles: list[Entry] = field(default_factory=list)
    annexes: list[Entry] = field(default_factory=list)
    fields: dict[str, Entry] = field(default_factory=dict)
    measures: list[Entry] = field(default_factory=list)
    inner: dict[str, list[Entry]] = field(default_factory=dict)
    words: bool = True
    """Whether every document behind it carries its words."""
    speakers: tuple[Record, ...] = ()
    """The parties, area and members of the text: who its words speak of."""
    passages: list[Entry] = field(default_factory=list)
    title: Title | None = None
    hidden: Callable[[Entry], bool] = lambda entry: False
    """Parts that are not looked up: a renumbering means neither what the act adds nor what has moved there."""

    def copy(self) -> State:
        """The same parts; changing one leaves the other."""

        def again(entries: Sequence[Entry]) -> list[Entry]:
            return [dataclasses.replace(one, printed=False, touched=False, added=False) for one in entries]

        return State(
            again(self.articles),
            again(self.annexes),
            dict(zip(self.fields, again(tuple(self.fields.values())), strict=True)),
            again(self.measures),
            {name: again(entries) for name, entries in self.inner.items()},
            self.words,
            self.speakers,
            again(self.passages),
            self.title,
        )

    def everything(self) -> Iterator[Entry]:
        """All parts."""
        yield from (*self.articles, *self.annexes, *self.fields.values(), *self.measures, *self.passages)
        for entries in self.inner.values():
            yield from entries

    def article(self, number: str) -> Entry:
        """The article of that number."""
        return only([one for one in self._known(self.articles) if plain(as_article(one).number) == number])

    def _known(self, parts: Sequence[Entry]) -> list[Entry]:
        return [one for one in parts if not self.hidden(one)]

    def row_of_articles(self, target: Target) -> list[Entry]:
        """The article, or all from one to another whose numbers follow each other."""
        first = self.article(target.article)
        if not target.last:
            return [first]
        wanted = between(target.article, target.last)
        beside = self._known(self.articles)
        beside = beside[beside.index(first) :]
        return _in_a_row(beside, [plain(as_article(one).number) for one in beside], wanted)

    def held(self, article: Entry) -> list[Entry]:
        """The measures that stand in an article."""
        return [one for one in self.measures if one.inside == article.record.id]

    def annex(self, number: str | None) -> Entry:
        """The annex of that number, None for the only one."""
        found = [one for one in self._known(self.annexes) if as_annex(one).number == number]
        return only(found if number or len(self.annexes) == 1 else [])

    def row_of_annexes(self, target: Target) -> list[Entry]:
        """The annex, or all from one to another."""
        first = self.annex(target.annex)
        if not target.last:
            return [first]
        beside = self._known(self.annexes)
        beside = beside[beside.index(first) :]
        numbers = [as_annex(one).number or "" for one in beside]
        return _in_a_row(beside, numbers, between(target.annex or "", target.last))

    def in_annex(self, annex: Entry) -> list[Entry]:
        """The measures of an annex."""
        return [one for one in self._known(self.measures) if as_measure(one).part == annex.record.id]

    def prose_of(self, part: Entry) -> list[Entry]:
        """The prose that stands in a part."""
        return [one for one in self.passages if as_passage(one).owner == part.record.id]

    def find(self, target: Target) -> Found:
        """What the words behind an annex name: exactly one thing, however they can be read."""
        inside = self.in_annex(self.annex(target.annex))
        found = {key: one for path in ways(target.path) for key, one in self._led(path, inside)}
        if len(found) != 1:
            raise NotAppliedError(AMBIGUOUS.times(len(found)) if found else NOT_FOUND)
        return next(iter(found.values()))

    def _led(self, path: Path, inside: Sequence[Entry]) -> Iterator[tuple[tuple[str, str], Found]]:
        column = columns(path.column) if path.column else None
        if path.column and column is None:
            return
        if not path.steps:
            yield ("", path.column), Found(tuple(inside), None, column)
            return
        chains = {id(one): self.chain(as_measure(one).field) for one in inside}
        for one in inside:
            if leads(path, chains[id(one)], as_measure(one)):
                yield (one.record.id, path.column), Found((one,), None, column)
        for name in dict.fromkeys(item.id for chain in chains.values() for item in chain):
            if not self.hidden(self.fields[name]) and leads(path, self.chain(name), None):
                below = tuple(one for one in inside if name in {item.id for item in chains[id(one)]})
                yield (name, path.column), Found(below, self.fields[name], column)

    def find_held(self, target: Target, article: Entry) -> Found:
        """What a 号 of an article is whose 号 are measures: a measure, or a field with its measures."""
        names = [target.item, target.subitem, target.subsubitem]
        if not target.item or target.part or target.last or (target.subsubitem and not target.subitem):
            raise NotAppliedError(IN_ARTICLES)
        found: dict[str, Found] = {}
        held = self.held(article)
        for first in (names[0], f"({names[0]})"):
            path = Path(tuple(Step(name, "") for name in (first, *names[1:]) if name))
            chains = [(one, self.chain(as_measure(one).field)) for one in held]
            for one, chain in chains:
                if len(chain) + 1 == len(path.steps) and leads(path, chain, as_measure(one)):
                    found[one.record.id] = Found((one,))
                for depth in range(1, len(chain) + 1):
                    if depth == len(path.steps) and leads(path, chain[:depth], None):
                        name = chain[depth - 1].id
                        below = tuple(m for m, c in chains if name in {item.id for item in c})
                        found[name] = Found(below, self.fields[name])
        if len(found) != 1:
            raise NotAppliedError(AMBIGUOUS.times(len(found)) if found else NOT_FOUND)
        return next(iter(found.values()))

    def row_of_measures(self, target: Target) -> list[Entry]:
        """The measure, or all from one to another of the same field; not a field, not a column."""
        found = self.find(target)
        if found.field or found.column or len(found.measures) != 1:
            raise NotAppliedError(AMBIGUOUS)
        if not target.last:
            return list(found.measures)
        first = as_measure(found.measures[0])
        beside = [
            one
            for one in self._known(self.measures)
            if (as_measure(one).part, as_measure(one).field) == (first.part, first.field)
        ]
        beside = beside[beside.index(found.measures[0]) :]
        numbers = [plain(as_measure(one).number) for one in beside]
        return _in_a_row(beside, numbers, between(plain(first.number), target.last))

    def in_other_annexes(self, names: set[str], annex: Entry) -> bool:
        """Whether fields hold measures outside an annex too."""
        elsewhere = [one for one in self.measures if as_measure(one).part != annex.record.id]
        return any(names & {f.id for f in self.chain(as_measure(one).field)} for one in elsewhere)

    def with_inner(self, measures: Sequence[Entry]) -> list[Entry]:
        """Measures with their roles and variants."""
        return [one for m in measures for one in (m, *self.inner.get(m.record.id, ()))]

    def _chain(self, field_id: str | None) -> list[str]:
        """The ids of a field and those around it, the innermost first."""
        chain: list[str] = []
        while field_id in self.fields and field_id not in chain:
            chain.append(field_id)
            field_id = as_field(self.fields[field_id]).broader
        return chain

    def chain(self, field_id: str | None) -> list[PolicyField]:
        """The fields from the top down to this one."""
        return [as_field(self.fields[name]) for name in reversed(self._chain(field_id))]


def _in_a_row(parts: Sequence[Entry], numbers: Sequence[str], wanted: Sequence[str] | None) -> list[Entry]:
    """The first parts, whose numbers are all that are wanted, in this order and with none between."""
    if wanted is None or list(numbers[: len(wanted)]) != list(wanted):
        raise NotAppliedError(NO_RANGE)
    return list(parts[: len(wanted)])


def only(found: Sequence[Entry]) -> Entry:
    """The one that was found.

    Raises:
        NotAppliedError: none was, or several.
    """
    if len(found) != 1:
        raise NotAppliedError(AMBIGUOUS.times(len(found)) if found else NOT_FOUND)
    return found[0]


def as_passage(entry: Entry) -> Passage:
    """The record of an entry that is prose."""
    assert isinstance(entry.record, Passage)
    return entry.record


def as_article(entry: Entry) -> Article:
    """The record of an entry that is an article."""
    assert isinstance(entry.record, Article)
    return entry.record


def as_annex(entry: Entry) -> Annex:
    """The record of an entry that is an annex."""
    assert isinstance(entry.record, Annex)
    return entry.record


def as_field(entry: Entry) -> PolicyField:
    """The record of an entry that is a policy field."""
    assert isinstance(entry.record, PolicyField)
    return entry.record


def as_measure(entry: Entry) -> Measure:
    """The record of an entry that is a measure."""
    assert isinstance(entry.record, Measure)
    return entry.record


def entry_of(record: Record, document: Records, *, printed: bool = False) -> Entry:
    """A record of a document with its places and what was inferred from it."""
    topic = document.source.topic
    return Entry(
        record,
        tuple((topic, place) for place in record.evidence),
        printed=printed,
        added=printed,
        stated=record if printed else None,
        inferred=tuple(one for one in document.of(Assignment) if one.target == record.id),
    )


def state_of(version: str, document: Records) -> State:
    """A text as its own document has it."""

    def entries(kind: type[Article] | type[Annex] | type[PolicyField] | type[Measure]) -> list[Entry]:
        return [entry_of(item, document) for item in document.of(kind) if item.version == version]

    state = State(
        entries(Article),
        entries(Annex),
        {one.record.id: one for one in entries(PolicyField)},
        entries(Measure),
        words=document.source.carries == "text",
        speakers=(*document.of(PartyStatement), *document.of(Area), *document.of(Membership)),
    )
    for role in document.of(RoleStatement):
        state.inner.setdefault(role.owner, []).append(entry_of(role, document))
    for variant in document.of(TextVariant):
        state.inner.setdefault(variant.measure, []).append(entry_of(variant, document))
    owners = {version, *(one.record.id for one in (*state.articles, *state.annexes))}
    state.passages = [entry_of(one, document) for one in document.of(Passage) if one.owner in owners]
    _place_measures(state)
    for text in document.of(AgreementVersion):
        if text.id == version and text.title:
            proofs = tuple((document.source.topic, place) for place in text.evidence if not place.supports)
            state.title = Title(text.title, proofs)
    return state


def _place_measures(state: State) -> None:
    """Which article a measure without annex stands in: the last that begins before it."""
    begins = sorted((one.proofs[0][1].span.start, one.record.id) for one in state.articles if one.proofs)
    for measure in state.measures:
        if as_measure(measure).part is None and measure.proofs:
            at = measure.proofs[0][1].span.start
            before = [name for start, name in begins if start <= at]
            measure.inside = before[-1] if before else None
