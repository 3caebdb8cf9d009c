"""Amendments applied to base texts of the corpus: the whole text that is in force after each of them.

Where the base is not in the corpus the operations stand as operations, and what was looked for is reported. Where one
of them cannot be applied exactly, that is reported and the new text stays as partly known as its document has it. A
base that a page shows as changed already (改正 令和4年3月25日) is the text after that day: changes up to then are not
applied to it again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.linking.changes import Changes
from graph_build.linking.chapters import chapters_count
from graph_build.linking.identity import placed
from graph_build.linking.state import CLASH, Proof, Reason, State, as_article, as_measure, state_of
from graph_build.linking.status import BEFORE, Link, signed
from graph_build.linking.targets import plain
from graph_build.rdf.mapping import is_mention
from graph_build.rdf.writer import Derived
from graph_build.records.agreement import (
    Act,
    AgreementVersion,
    Article,
    Measure,
    Operation,
    PartyStatement,
)
from graph_build.records.base import PrintedDate
from graph_build.records.document import Records
from graph_build.records.problems import Problem

NO_BASE = Reason("base not whole", "変更前の文面が揃いません")
UNREAD = Reason("not wholly read", "読めない部分があります")
OWN_PARTS = Reason("parts without place", "当てはめ先のない部分があります")
SAME_DAY = Reason(
    "another change of the same day, in unknown order", "同じ日の別の変更との順序が分かりません"
)
NO_DATE = Reason("no date of signing", "締結日が書かれていません")
OF_ACT = Reason("changes an amendment, not the text", "変更協約を変更するものです")
_OF_ACT = re.compile(r"(?:変更|改正)する(?:連携)?(?:協約|協定)書?$")


@dataclass(slots=True)
class Consolidated:
    """What applying changes gave: whole texts, their parts, links, and what could not be applied, by document."""

    complete: set[str] = field(default_factory=set)
    parts: list[Derived] = field(default_factory=list)
    links: set[Link] = field(default_factory=set)
    proofs: dict[str, tuple[Proof, ...]] = field(default_factory=dict)
    """Places behind what the links say of a text as a whole (its title)."""
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    def report(self, topic: str, problem: Problem) -> None:
        """Add a problem of the document on a topic."""
        self.problems.setdefault(topic, []).append(problem)


@dataclass(frozen=True, slots=True)
class _Amendment:
    """An act that changes a text, and the text after it."""

    document: Records
    act: Act
    version: AgreementVersion

    @property
    def since(self) -> tuple[str, str]:
        """Its place among the changes of the agreement: the day of effect, then that of signing."""
        return _since(self.version.id, self.act)

    @property
    def operations(self) -> list[Operation]:
        """Its operations in the order of the text."""
        own = [one for one in self.document.of(Operation) if one.owner == self.act.id]
        return sorted(own, key=lambda one: one.order)


def consolidate(documents: Iterable[Records]) -> Consolidated:
    """The texts after all amendments whose base the corpus has; the same for any order of documents."""
    given = sorted(documents, key=lambda one: one.source.topic)
    texts = [_Text(v, d) for d in given for v in d.of(AgreementVersion) if not is_mention(v)]
    found = Consolidated()
    states: dict[str, State] = {}
    for text in texts:
        if text.version.text_status == "complete" and _whole(text.document):
            states[text.version.id] = state_of(text.version.id, text.document)
    for one in sorted(_amendments(given), key=lambda one: (one.since, one.version.id)):
        line = [text for text in texts if text.version.agreement == one.version.agreement]
        state = _after(one, line, states, found)
        if state:
            states[one.version.id] = state
    found.links.update(_repeals(given, texts))
    return found


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the corpus with its document."""

    version: AgreementVersion
    document: Records

    @property
    def shown(self) -> str:
        """The day whose wording it shows: that of signing, or of the last change that its page lists."""
        own = signed(self.version.id)
        whole = self.version.text_status == "complete"
        return max([own, *self.changed]) if whole and own else own

    @property
    def since(self) -> tuple[str, str]:
        """Its place in the line of texts: a change by its day of effect, what a page shows by its last change."""
        act = next((a for a in self.document.of(Act) if a.id == self.version.enacted_by), None)
        if act is None or act.kind != "amendment" or self.shown != signed(self.version.id):
            return self.shown, self.shown
        return _since(self.version.id, act)

    @property
    def changed(self) -> list[str]:
        """The days of changes that the document lists."""
        return [d.date for d in self.document.of(PrintedDate) if d.kind == "amended" and d.date]


def _since(version: str, act: Act) -> tuple[str, str]:
    """A change takes effect on its printed day (施行の順), not before its signing; on the same day, by signing."""
    day = signed(version)
    return max(day, act.effective_on or ""), day


def _after(
    one: _Amendment, line: Sequence[_Text], states: dict[str, State], found: Consolidated
) -> State | None:
    """The text after an amendment, reported where it cannot be told."""
    topic, day = one.document.source.topic, signed(one.version.id)
    others = [text for text in line if text.version.id != one.version.id]
    if not others:
        found.report(topic, _missing_base(one))
        return None
    included = next((text for text in others if signed(text.version.id) < day <= text.shown), None)
    if included and day:
        found.report(topic, Problem("change_included", day, one.act.id))
        found.links.add(Link(one.version.id, "prov:alternateOf", included.version.id))
        return states.get(included.version.id) if day == included.shown else None
    why = _hindrance(one, others)
    base = None if why else _base(one, others)
    if base is None and why is None:
        found.report(topic, _missing_base(one))
        return None
    if base is None or base.version.id not in states or not _history_known(one, line):
        found.report(topic, _problem(one.act.id, why or NO_BASE))
        return None
    return _apply(one, states[base.version.id], found)


def _missing_base(one: _Amendment) -> Problem:
    """What was looked for: the day that the act names, the parties, the title."""
    document = one.document
    named = next((v for v in document.of(AgreementVersion) if v.id == one.act.amends), None)
    of_act = [s.printed_name for s in document.of(PartyStatement) if s.version == one.version.id]
    parties = "・".join(dict.fromkeys(of_act))
    title = f"「{named.title}」" if named and named.title else ""
    words = " ".join(filter(None, (named.signed_on if named else None, parties, title)))
    place = next((place.span for place in (named or one.act).evidence), None)
    return Problem("missing_base", words or one.act.agreement, one.act.id, place)


def _hindrance(one: _Amendment, others: Sequence[_Text]) -> Reason | None:
    """Why an amendment is none of a text that the corpus may have."""
    named = [v for v in one.document.of(AgreementVersion) if v.id == one.act.amends]
    if any(v.title and _OF_ACT.search(v.title) for v in named):
        return OF_ACT
    if not signed(one.version.id):
        return NO_DATE
    return SAME_DAY if any(text.since == one.since for text in others) else None


def _amendments(documents: Sequence[Records]) -> Iterator[_Amendment]:
    """Amendments with operations; a text that an amendment prints as a whole is whole without any."""
    for document in documents:
        acts = {act.id: act for act in document.of(Act) if act.kind == "amendment"}
        for version in document.of(AgreementVersion):
            if version.enacted_by in acts and version.text_status == "partly":
                one = _Amendment(document, acts[version.enacted_by], version)
                if one.operations:
                    yield one


def _base(one: _Amendment, others: Sequence[_Text]) -> _Text | None:
    """The last text of the agreement before the act; none where the text that the act names is not there."""
    line = [text for text in others if text.shown and text.since < one.since]
    named = (one.act.amends or "").rpartition("/")[2]
    if not named.startswith(BEFORE) and named not in {signed(text.version.id) for text in line}:
        return None
    return max(line, key=_latest, default=None)


def _latest(text: _Text) -> tuple[str, ...]:
    return (*text.since, text.version.id)


def _history_known(one: _Amendment, line: Sequence[_Text]) -> bool:
    """Whether the corpus has, or shows, every earlier amendment that the act's document names."""
    days = {signed(text.version.id) for text in line}
    days |= {day for text in line if text.version.text_status == "complete" for day in text.changed}
    named = [d.date for d in one.document.of(PrintedDate) if d.kind == "amended" and d.date]
    return all(day in days for day in named)


def _whole(document: Records) -> bool:
    """Whether nothing of a document is unread or lost."""
    lost = any(problem.severity == "error" for problem in document.problems)
    return not lost and not document.source.ledger.unresolved


def _apply(one: _Amendment, base: State, found: Consolidated) -> State | None:
    topic = one.document.source.topic
    if not _whole(one.document):
        found.report(topic, _problem(one.act.id, UNREAD))
        return None
    state = base.copy()
    state.words = state.words and one.document.source.carries == "text"
    changes = Changes(state, one.document, one.version.id)
    changes.apply(one.operations)
    for operation, why in changes.failed:
        found.report(topic, _problem(operation.id, why, operation))
    why_not = None if changes.failed else _wrong(one, base, state, changes.dropped)
    if why_not:
        found.report(topic, _problem(one.act.id, why_not))
    if changes.failed or why_not:
        return None
    whole = placed(state, one.version.id, {item.id for item in one.document.items})
    found.complete.add(one.version.id)
    found.parts += whole.parts
    if state.title:
        found.links.add(Link(one.version.id, "rk:consolidatedTitle", state.title.words, "ja"))
        found.proofs[one.version.id] = tuple(
            (of, replace(place, supports=("consolidatedTitle",))) for of, place in state.title.proofs
        )
    later = sorted({o.effective_on for o in one.operations if o.effective_on} - {one.version.valid_from})
    if later:
        found.report(topic, Problem("later_effect", ", ".join(filter(None, later)), one.act.id))
    found.links |= whole.links
    found.links.update(Link(name, "rk:affects", whole.new_id(part)) for name, part in changes.affects)
    found.links.update(
        Link(whole.new_id(name), "prov:wasDerivedFrom", origin) for name, origin in changes.derived
    )
    return whole.state


def _wrong(one: _Amendment, base: State, state: State, dropped: Collection[str]) -> Reason | None:
    """What shows that the result is not the text: a number twice, or something printed that has no place in it."""
    if len(set(_numbers(state))) < len(_numbers(state)) and len(set(_numbers(base))) == len(_numbers(base)):
        return CLASH
    if not chapters_count(state.articles) and chapters_count(base.articles):
        return CLASH
    own = {item.id for item in one.document.of(Measure) if item.version == one.version.id}
    articles = [item for item in one.document.of(Article) if item.version == one.version.id]
    used = {entry.record.id for entry in state.measures if entry.printed}
    return OWN_PARTS if own - set(dropped) != used or articles else None


def _numbers(state: State) -> list[tuple[str | None, ...]]:
    articles = [("article", plain(as_article(entry).number)) for entry in state.articles]
    measures = [as_measure(entry) for entry in state.measures]
    return [*articles, *((m.part, m.field, plain(m.number)) for m in measures if m.number)]


def _problem(about: str, why: Reason, operation: Operation | None = None) -> Problem:
    place = operation.evidence[0].span if operation and operation.evidence else None
    en, ja = (f"{operation.target}: {why.en}", f"{operation.target}：{why.ja}") if operation else why
    return Problem("change_not_applied", en, about, place, value_ja=ja)


def _repeals(documents: Sequence[Records], texts: Sequence[_Text]) -> Iterator[Link]:
    """A repeal touches the text that it ends: the last of the corpus before it, else the one that it names."""
    for document in documents:
        acts = {act.id: act for act in document.of(Act)}
        for one in document.of(Operation):
            act = acts.get(one.owner)
            if one.kind != "repeal" or act is None or not act.amends:
                continue
            day = act.signed_on or ""
            line = [t for t in texts if t.version.agreement == act.agreement and "" < t.shown <= day]
            last = max(line, key=_latest, default=None)
            yield Link(one.id, "rk:affects", last.version.id if last else act.amends)
