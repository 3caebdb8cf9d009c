"""What all readers of one plan share: who the members are, what ids begin with, and where records go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.collector import Collector
from graph_build.converters.vision.words.short_names import called_so
from graph_build.documents.model import Located
from graph_build.places.gazetteer import Place
from graph_build.places.resolve import Clues, Resolution, resolve
from graph_build.places.spelling import place_key
from graph_build.records import ids
from graph_build.records.agreement import PolicyField
from graph_build.records.base import Passage, Scheme
from graph_build.records.evidence import Evidence
from graph_build.records.plan import Facility, Kpi, KpiValue
from graph_build.text.display import squeeze
from graph_build.text.key import matching_key


@dataclass(frozen=True, slots=True)
class Plan:
    """The edition at hand: id, area, core cities and members (core included)."""

    id: str
    scheme: Scheme
    area: str | None
    area_name: str | None
    core: tuple[Place, ...]
    members: tuple[Place, ...]


@dataclass(slots=True)
class FieldDraft:
    """A policy field in the making: its places and direction are found in several parts of the plan."""

    labels: tuple[str, ...]
    order: int
    number: str | None = None
    evidence: list[Evidence] = field(default_factory=list)
    direction: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """Collects the records of one plan; fields, facilities and KPIs that stand in several places become one record."""

    out: Collector
    plan: Plan
    fields: dict[tuple[str, ...], FieldDraft] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)
    kpis: dict[str, Kpi] = field(default_factory=dict)
    kpi_values: dict[str, KpiValue] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    legend: dict[str, str] = field(default_factory=dict)
    """What signs in tables mean, as the plan explained them last."""
    groups: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    """Groups of members that the plan defines: matching key of the name → members."""
    _order: int = 0
    _places: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place in self.plan.members:
            self._places[place_key(place.name)] = place

    # --- order and words ---

    def next_order(self) -> int:
        """The next position in the text."""
        self._order += 1
        return self._order

    # --- places ---

    @property
    def partners(self) -> tuple[Place, ...]:
        """The members without the core cities."""
        return tuple(place for place in self.plan.members if place not in self.plan.core)

    def member(self, name: str) -> Place | None:
        """The member of this printed name; also without 市, 町, 村 when only one member is called so."""
        key = place_key(name)
        found = self._places.get(key)
        if found is None and (code := called_so(name)) is not None:
            return next((place for place in self.plan.members if place.code5 == code), None)
        if found is None and len(key) >= 2:
            stems = [place for place in self.plan.members if place_key(place.stem) == key]
            found = stems[0] if len(stems) == 1 else None
        return found

    def resolve(self, name: str) -> Resolution:
        """Which place a name means; the members are known and clues."""
        place = self.member(name)
        if place:
            return Resolution(name, "resolved", place, (place,))
        return resolve(name, Clues(members=self.plan.members, area_name=self.plan.area_name))

    def place(self, text: Located) -> Place | None:
        """The place that a name means; one that it does not settle is reported."""
        answer = self.resolve(text.text)
        if answer.place is None:
            self.report_place(answer, text)
        return answer.place

    def report_place(self, answer: Resolution, text: Located) -> None:
        """Report a name that stays open."""
        known = answer.status in ("ambiguous", "conflict")
        self.out.report(
            "ambiguous_municipality" if known else "unknown_municipality", answer.printed.strip(), text
        )

    @property
    def member_keys(self) -> list[str]:
        """Matching keys of the members' names."""
        return list(self._places)

    # --- drafts ---

    def field(self, labels: Sequence[str], place: Located | None, number: str | None = None) -> str:
        """The id of the policy field with these labels from the top; ``place`` is one more place that names it."""
        path = tuple(matching_key(label) for label in labels)
        draft = self.fields.get(path)
        if draft is None:
            draft = self.fields[path] = FieldDraft(tuple(labels), self.next_order())
        draft.number = draft.number or number
        if place:
            draft.evidence.append(self.out.evidence("field.heading", place))
        return ids.field(self.plan.id, labels)

    def facility(self, record: Facility) -> str:
        """Take a facility; the same name at the same place again adds its types and places in the text."""
        known = self.facilities.get(record.id)
        if known:
            types = tuple(dict.fromkeys((*known.types, *record.types)))
            if len(types) > 1:
                types = tuple(kind for kind in types if kind != "facilityType-other")
            record = replace(known, types=types, evidence=(*known.evidence, *record.evidence))
        self.facilities[record.id] = record
        return record.id

    def passage(self, record: Passage) -> None:
        """Take a passage; the same words under the same headings again are one more place of it."""
        known = self.passages.get(record.id)
        self.passages[record.id] = (
            replace(known, evidence=(*known.evidence, *record.evidence)) if known else record
        )

    def flush(self) -> None:
        """Add what was collected from several places."""
        for draft in self.fields.values():
            parent = draft.labels[:-1]
            self.out.add(
                PolicyField(
                    id=ids.field(self.plan.id, draft.labels),
                    version=self.plan.id,
                    label=draft.labels[-1],
                    order=draft.order,
                    number=draft.number,
                    broader=ids.field(self.plan.id, parent) if parent else None,
                    direction="\n".join(draft.direction) or None,
                    evidence=tuple(draft.evidence),
                )
            )
        for records in (self.facilities, self.kpis, self.kpi_values, self.passages):
            for record in records.values():
                self.out.add(record)


def words(text: Located | None) -> str:
    """A running text as printed, without noise blanks; paragraphs stay apart by line feeds."""
    if text is None:
        return ""
    return "\n".join(filter(None, (squeeze(line).strip() for line in text.text.split("\n"))))


def place_ids(places: Iterable[Place]) -> tuple[str, ...]:
    """Place ids, each once, in their order."""
    return tuple(dict.fromkeys(ids.place(place.code5) for place in places))
