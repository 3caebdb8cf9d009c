"""The parts of a consolidated text as nodes of its version: identifiers, order, and what they come from."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from graph_build.classify import concepts_of
from graph_build.classify.around import Around
from graph_build.classify.clauses import clause_kinds
from graph_build.classify.themes import themes
from graph_build.linking.state import (
    Entry,
    State,
    as_annex,
    as_article,
    as_measure,
    as_passage,
)
from graph_build.linking.status import Link
from graph_build.rdf.writer import Derived
from graph_build.records import ids
from graph_build.records.agreement import Article, Measure, PolicyField
from graph_build.records.base import Assignment, Record
from graph_build.text.key import matching_key


@dataclass(frozen=True, slots=True)
class Whole:
    """A consolidated text: ``parts`` that no document has, ``state`` with the new identifiers."""

    parts: list[Derived]
    links: set[Link]
    state: State
    names: dict[str, str]

    def new_id(self, name: str) -> str:
        """The identifier of a part that is new in this text; of any other node its own."""
        return name if name not in self.names or _in_other_text(name, self.names[name]) else self.names[name]


def _in_other_text(name: str, new: str) -> bool:
    return name.partition("/version/")[2].split("/")[0] != new.partition("/version/")[2].split("/")[0]


def placed(state: State, version: str, known: Collection[str]) -> Whole:
    """Give every part of a changed text its identifier below the version, its order and its origin.

    ``known`` are the nodes that the act's own document states: another part does not get the identifier of one.
    """
    _keep_used_fields(state)
    names = _names(state, version, known)
    found = Whole([], set(), state, names)
    printed = {entry.record.id for entry in state.everything() if entry.printed}
    for name, entry in list(state.fields.items()):
        if names[name] in printed and not entry.printed:
            del state.fields[name]  # the act's document prints a field of the same labels
    every = (state.articles, state.annexes, list(state.fields.values()), state.measures, state.passages)
    for kind in every:
        for order, entry in enumerate(kind, 1):
            _place(found, entry, version, order)
            found.links.add(Link(entry.record.id, "rk:consolidatedOrder", str(order), "integer"))
    for measure in state.inner:
        for entry in state.inner[measure]:
            _place(found, entry, version, None)
    state.inner = {names[name]: inner for name, inner in state.inner.items()}
    _infer_again(state)
    for entry in state.everything():
        if not entry.printed:
            record = entry.record if state.words else _without_words(entry.record)
            found.parts.append(Derived(record, entry.proofs, entry.inferred))
    state.fields = {entry.record.id: entry for entry in state.fields.values()}
    return found


def _keep_used_fields(state: State) -> None:
    """The fields of the measures, in the order in which they come."""
    chains = (state.chain(as_measure(entry).field) for entry in state.measures)
    used = dict.fromkeys(one.id for chain in chains for one in chain)
    state.fields = {name: state.fields[name] for name in used}
    kept = {entry.record.id for entry in state.measures}
    state.inner = {name: inner for name, inner in state.inner.items() if name in kept}


def _names(state: State, version: str, known: Collection[str]) -> dict[str, str]:
    """Old identifier → new one; what the act's document prints keeps its own."""
    printed = {entry.record.id for entry in state.everything() if entry.printed}
    taken = Counter(set(known))
    names = {}
    for old, entry, wanted in _wanted(state, version):
        merged = isinstance(entry.record, PolicyField) and wanted in printed
        names[old] = old if entry.printed else wanted if merged else _numbered(taken, wanted)
    for entry in state.passages:
        passage = as_passage(entry)
        tail = passage.id.rpartition("/")[2]
        if entry.touched:
            tail = ids.passage("", [passage.title] if passage.title else [], passage.text or "").rpartition(
                "/"
            )[2]
        wanted = f"{version}/passage/{tail}"
        names[passage.id] = passage.id if entry.printed else _numbered(taken, wanted)
    for measure, inner in state.inner.items():
        for entry in inner:
            old = entry.record.id
            names[old] = old if entry.printed else names[measure] + old.removeprefix(measure)
    return names


def _numbered(taken: Counter[str], wanted: str) -> str:
    """The identifier, with a running number where another part has it."""
    taken[wanted] += 1
    return wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"


def _wanted(state: State, version: str) -> Iterator[tuple[str, Entry, str]]:
    for entry in state.articles:
        yield entry.record.id, entry, ids.article(version, as_article(entry).number or "")
    for entry in state.annexes:
        yield entry.record.id, entry, ids.annex(version, as_annex(entry).number)
    for name, entry in state.fields.items():
        yield name, entry, ids.field(version, [one.label for one in state.chain(name)])
    titles = Counter(_title(state, as_measure(entry)) for entry in state.measures)
    for entry in state.measures:
        measure = as_measure(entry)
        labels = [one.label for one in state.chain(measure.field)]
        alone = measure.title is not None and titles[_title(state, measure)] == 1
        if alone:
            wanted = ids.measure(version, labels, measure.title)
        elif state.words:
            wanted = ids.measure(version, labels, measure.title, measure.text or "")
        else:  # the words that the identifier is made from are not at hand, and cannot have changed
            wanted = f"{version}/measure/{measure.id.rpartition('/')[2].partition('-')[0]}"
        yield measure.id, entry, wanted


def _title(state: State, measure: Measure) -> tuple[str, ...]:
    return (*(one.label for one in state.chain(measure.field)), matching_key(measure.title or ""))


def _place(found: Whole, entry: Entry, version: str, order: int | None) -> None:
    """Rename one part; what no document prints becomes a node, what one prints gets its place in the text."""
    old, names = entry.record, found.names
    new_id = names[old.id]
    if entry.inside:
        entry.inside = names.get(entry.inside)
    moved: dict[str, Any] = {
        name: names.get(value, value)
        for name in ("field", "part", "broader", "owner", "measure")
        if isinstance(value := getattr(old, name, None), str)
    }
    if entry.printed:
        _fill_in(found, entry, moved)
        entry.change(**moved)
        return
    if hasattr(old, "version"):
        moved["version"] = version
    if order is not None:
        moved["order"] = order
    entry.change(id=new_id, evidence=(), **moved)
    entry.inferred = tuple(_moved(one, new_id) for one in entry.inferred)
    if old.id != new_id and _in_other_text(old.id, new_id):
        found.links.add(Link(new_id, "prov:wasDerivedFrom", old.id))


def _infer_again(state: State) -> None:
    """What follows from changed words; without them, only what labels and titles say.

    The places of those words stand beside the changed part, not beside what follows from it.
    """
    around = Around.of((*state.speakers, *(entry.record for entry in state.everything())))
    for entry in state.everything():
        inner = state.inner.get(entry.record.id, ())
        if entry.printed or not (entry.touched or any(one.touched or one.printed for one in inner)):
            continue
        record = entry.record
        if not state.words:
            entry.inferred = tuple(themes(_without_words(record), around))
        elif isinstance(record, Article):
            kinds = clause_kinds(record.id, record.title or "", record.text or "")
            again = Around.of((*around.values(), *kinds))
            entry.inferred = (*kinds, *concepts_of(record, again))
        else:
            entry.inferred = tuple(concepts_of(record, around))
        entry.inferred = tuple(dataclasses.replace(one, evidence=()) for one in entry.inferred)


def _fill_in(found: Whole, entry: Entry, moved: dict[str, str]) -> None:
    """The field and annex of a measure, the field around a field, that its own document prints without them."""
    stated = entry.stated
    if isinstance(stated, PolicyField) and stated.broader is None and "broader" in moved:
        found.links.add(Link(entry.record.id, "skos:broader", moved["broader"]))
    if not isinstance(entry.record, Measure):
        return
    for name, prop in (("field", "rk:policyField"), ("part", "rk:inPart")):
        if name in moved and getattr(entry.stated, name) is None:
            found.links.add(Link(entry.record.id, prop, moved[name]))


def _moved(one: Assignment, target: str) -> Assignment:
    return dataclasses.replace(one, id=f"{target}/assignment/{one.concept}", target=target, evidence=())


def _without_words(record: Record) -> Record:
    words = {f.name: f.default for f in dataclasses.fields(record) if f.metadata.get("words")}
    return dataclasses.replace(record, **words)  # type: ignore[arg-type]
