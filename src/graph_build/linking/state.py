"""A text while it is being changed: its articles, annexes, fields and measures, each with where it comes from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from graph_build.linking.targets import Target, plain
from graph_build.records.agreement import (
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
from graph_build.records.base import Assignment, Record
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
}
"""Where the words of each part stand that a change of a term can touch."""


class Reason(NamedTuple):
    """Why a change cannot be applied."""

    en: str
    ja: str


class NotAppliedError(Exception):
    """A change that cannot be applied exactly."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


NOT_FOUND = Reason("not found", "対象が見つかりません")
AMBIGUOUS = Reason("ambiguous", "対象が複数あります")
NO_WORDS = Reason("no words", "文面がありません")
NOT_UNDERSTOOD = Reason("not understood", "対象を解釈できません")
NO_NUMBER = Reason("no number", "新しい番号がありません")
CLASH = Reason("number twice", "番号が重複します")
IN_ARTICLES = Reason("measures in articles", "条の中に取組があります")


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

    def change(self, proof: Proof | None = None, **values: object) -> None:
        """Put other values into the part, with the place that says so."""
        self.record = dataclasses.replace(self.record, **values)  # type: ignore[arg-type]
        if proof:
            self.proofs = (*self.proofs, proof)


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

    def copy(self) -> State:
        """The same parts; changing one leaves the other."""

        def again(entries: Sequence[Entry]) -> list[Entry]:
            return [dataclasses.replace(one, printed=False, touched=False) for one in entries]

        return State(
            again(self.articles),
            again(self.annexes),
            dict(zip(self.fields, again(tuple(self.fields.values())), strict=True)),
            again(self.measures),
            {name: again(entries) for name, entries in self.inner.items()},
            self.words,
            self.speakers,
        )

    def everything(self) -> Iterator[Entry]:
        """All parts."""
        yield from (*self.articles, *self.annexes, *self.fields.values(), *self.measures)
        for entries in self.inner.values():
            yield from entries

    def article(self, number: str) -> Entry:
        """The article of that number."""
        if any(as_measure(one).part is None for one in self.measures):
            raise NotAppliedError(IN_ARTICLES)
        return only([one for one in self.articles if plain(as_article(one).number) == number])

    def annex(self, number: str | None) -> Entry:
        """The annex of that number, None for the only one."""
        found = [one for one in self.annexes if as_annex(one).number == number]
        return only(found if number or len(self.annexes) == 1 else [])

    def rows(self, target: Target) -> list[Entry]:
        """The measure that an item (項) is, or the measures of the policy field that it is."""
        annex = self.annex(target.annex).record.id
        inside = [one for one in self.measures if as_measure(one).part == annex]
        *around, last = target.items
        found = [
            one
            for one in inside
            if last in (plain(as_measure(one).number), plain(as_measure(one).printed_number))
            and _follows(around, self._numbers(as_measure(one).field))
        ]
        fields = {
            name
            for one in inside
            for name in self._chain(as_measure(one).field)
            if plain(as_field(self.fields[name]).number) == last
            and _follows(around, self._numbers(as_field(self.fields[name]).broader))
        }
        if len(found) + len(fields) != 1:
            raise NotAppliedError(AMBIGUOUS if found or fields else NOT_FOUND)
        return found or [one for one in inside if fields & set(self._chain(as_measure(one).field))]

    def row(self, target: Target) -> Entry:
        """The single measure that an item is, not one of several in a field."""
        found = self.rows(target)
        if len(found) != 1 or target.items[-1] not in (
            plain(as_measure(found[0]).number),
            plain(as_measure(found[0]).printed_number),
        ):
            raise NotAppliedError(AMBIGUOUS)
        return found[0]

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

    def _numbers(self, field_id: str | None) -> list[str]:
        return [plain(one.number) for one in self.chain(field_id)]


def _follows(wanted: Sequence[str], numbers: Sequence[str]) -> bool:
    """Whether the wanted numbers occur among the numbers, in this order."""
    rest = iter(numbers)
    return all(number in rest for number in wanted)


def only(found: Sequence[Entry]) -> Entry:
    """The one that was found.

    Raises:
        NotAppliedError: none was, or several.
    """
    if len(found) != 1:
        raise NotAppliedError(AMBIGUOUS if found else NOT_FOUND)
    return found[0]


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
    return state
