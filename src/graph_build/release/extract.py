"""One document's records in the exchange form of ``renkei extract --json``.

All of it is a view of the records. Keys have a fixed order; empty ones are left out at the top, inside lists
every key is there, None where the document says nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from graph_build.places.gazetteer import gazetteer
from graph_build.records import ids
from graph_build.records.agreement import (
    Act,
    AgreementVersion,
    Area,
    Article,
    Bill,
    DraftVersion,
    Measure,
    Membership,
    Operation,
    PartyStatement,
    PolicyField,
    RoleStatement,
    Signature,
)
from graph_build.records.base import (
    ActArticle,
    NamedArea,
    NamedMember,
    PrintedDate,
    ProposedSignature,
    Record,
)
from graph_build.records.document import Records, Refusal
from graph_build.records.plan import Vision
from graph_build.records.problems import Problem
from graph_build.release import extract_plan
from graph_build.text.joining import AND

R = TypeVar("R", bound=Record)


_POSITION = "甲乙丙丁戊己庚辛"
_POSITIONS = re.compile(rf"[{_POSITION}](?:(?:{AND}|・|、|と|又は)*[{_POSITION}])*")


def extract(result: Records | Refusal) -> dict[str, Any]:
    """What ``renkei extract --json`` prints for one document."""
    if isinstance(result, Refusal):
        return {"refused": True, "message": result.message}
    return {key: value for key, value in _Extract(result).items() if value not in (None, [], {})}


@dataclass(slots=True)
class _Extract:
    """The view of one document."""

    records: Records
    roles: dict[str, list[RoleStatement]] = field(init=False)
    positions: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.roles = defaultdict(list)
        for role in self.records.of(RoleStatement):
            self.roles[role.owner].append(role)
        self.positions = {
            party.holder: party.position
            for party in self.records.of(PartyStatement)
            if party.holder and party.position
        }

    def items(self) -> Iterator[tuple[str, Any]]:
        source, act = self.records.source, self.first(Act)
        text = self.text()
        yield "doc_kind", source.kind
        yield "inner_kind", source.inner_kind
        yield "title", text.title if text else act.title if act else source.title
        yield "area_name", self.area_name()
        yield "date_signed", act.signed_on if act and source.kind not in ("bill", "vision") else None
        yield "dates", [{"kind": d.kind, "date": d.date, "text": d.printed} for d in self.dates()]
        yield "parties", [self.party(party) for party in self.records.of(PartyStatement)]
        yield "members", self.members()
        yield "legal_basis", self.legal_basis()
        yield "amends", self.amends()
        yield "bill", self.bill()
        yield "policy_fields", self.fields(None)
        yield "measures", [self.measure(measure) for measure in self.records.of(Measure)]
        articles: list[Article | ActArticle] = [*self.records.of(Article), *self.records.of(ActArticle)]
        yield "articles", [{"number": a.number, "heading": a.title} for a in articles]
        signed, proposed = self.records.of(Signature), self.records.of(ProposedSignature)
        yield "signatories", [*map(_signatory, signed), *map(_signatory, proposed)]
        yield from extract_plan.items(self.records, self.field_path)
        yield "must_report", [_told(problem) for problem in self.records.problems]

    def first(self, kind: type[R]) -> R | None:
        return next(iter(self.records.of(kind)), None)

    def text(self) -> AgreementVersion | DraftVersion | Vision | None:
        """The text that the document itself is: not one that it only mentions."""
        topic = self.records.source.topic
        for item in self.records.items:
            if isinstance(item, DraftVersion) or (item.id == topic and isinstance(item, Vision)):
                return item
            if isinstance(item, AgreementVersion) and item.enacted_by == topic:
                return item
        return None

    def area_name(self) -> str | None:
        """As printed, also where the text does not settle which area it is."""
        named, area = self.first(NamedArea), self.first(Area)
        return named.name if named else area.name if area else None

    def dates(self) -> list[PrintedDate]:
        return sorted(
            self.records.of(PrintedDate), key=lambda d: min((e.span.start for e in d.evidence), default=0)
        )

    def party(self, party: PartyStatement) -> dict[str, Any]:
        return {"label": party.position, **_named(party.printed_name, party.holder)}

    def members(self) -> list[dict[str, Any]]:
        """Of the area as the text has it; they are known even where its core, and so the area, is not."""
        named = [_named(one.name, one.place) for one in self.records.of(NamedMember)]
        return named or [_named(_place_name(one.member), one.member) for one in self.records.of(Membership)]

    def legal_basis(self) -> list[str]:
        texts = [bill.legal_basis for bill in self.records.of(Bill)]
        texts += [act.legal_basis for act in self.records.of(Act)]
        text = self.text()
        if text is not None:
            texts.append(text.legal_basis)
        return list(dict.fromkeys(basis for one in texts for basis in one))

    def amends(self) -> dict[str, Any] | None:
        operations = sorted(self.records.of(Operation), key=lambda one: one.order)
        base_id = next((one.amends for one in self.amenders() if one.amends), None)
        if base_id is None:
            return None
        base = next((v for v in self.records.of(AgreementVersion) if v.id == base_id), None)
        return {
            "title": base.title if base else None,
            "date": base.signed_on if base else None,
            "mode": self.mode(operations),
            "operations": [_operation(one) for one in operations],
        }

    def amenders(self) -> tuple[Act | DraftVersion, ...]:
        return (*self.records.of(Act), *self.records.of(DraftVersion))

    def mode(self, operations: list[Operation]) -> str:
        source = self.records.source
        if "repeal" in (source.kind, source.inner_kind):
            return "repeal"
        kinds = {one.kind for one in operations}
        return "replace_annexes" if kinds == {"replace_annexes"} else "item_changes"

    def bill(self) -> dict[str, Any] | None:
        bill = self.first(Bill)
        if bill is None:
            return None
        return {
            "number": bill.number,
            "title": bill.title,
            "date_submitted": bill.submitted_on,
            "submitter": bill.submitter_office,
            "submitter_name": bill.submitter_name,
        }

    def fields(self, broader: str | None) -> list[dict[str, Any]]:
        tree = []
        for one in sorted(self.records.of(PolicyField), key=lambda one: one.order):
            if one.broader == broader:
                below = self.fields(one.id)
                tree.append(
                    {"number": one.number, "label": one.label, **({"children": below} if below else {})}
                )
        return tree

    def field_path(self, innermost: str | None) -> list[str]:
        """The labels of a field and those around it, from the top."""
        known = {one.id: one for one in self.records.of(PolicyField)}
        labels: list[str] = []
        while innermost is not None:
            labels.insert(0, known[innermost].label)
            innermost = known[innermost].broader
        return labels

    def measure(self, measure: Measure) -> dict[str, Any]:
        return {
            "field_path": self.field_path(measure.field),
            "number": measure.number,
            "title": measure.title,
            "content": measure.text,
            "roles": [entry for role in self.whole_roles(measure.id) for entry in self.role(role)],
        }

    def whole_roles(self, owner: str) -> list[RoleStatement]:
        """The roles of a measure; wordings for groups of members are one role again, as printed."""
        whole: dict[tuple[int, str], RoleStatement] = {}
        for role in self.roles[owner]:
            known = whole.get((role.order, role.holder_text))
            text = "\n".join(filter(None, (known.text, role.text))) if known else role.text
            whole[role.order, role.holder_text] = replace(known or role, text=text)
        return list(whole.values())

    def role(self, role: RoleStatement) -> list[dict[str, Any]]:
        """A role, once for each holder where the document gives its parties positions."""
        if role.position:
            return [{"party": role.position, "text": role.text}]
        if role.owner and _POSITIONS.fullmatch(role.holder_text):
            return [{"party": char, "text": role.text} for char in role.holder_text if char in _POSITION]
        held = [self.positions[holder] for holder in role.holders if holder in self.positions]
        joint = held if len(held) == len(role.holders) else []
        return [{"party": party, "text": role.text} for party in joint or _each(role.holder_text)]


_JOINT = re.compile(rf"{AND}|、|・|と")
_HOLDER = re.compile(r".{0,12}(?:[市町村区県府都道会団]|連合|組合)")


def _each(holder: str) -> list[str]:
    """「市及び組合」 are two holders; what is no list of them is one."""
    parts = _JOINT.split(holder)
    return parts if all(_HOLDER.fullmatch(part) for part in parts) else [holder]


def _named(name: str, place: str | None) -> dict[str, Any]:
    code = ids.code5(place) if place else None
    return {
        "name": name,
        "code5": code,
        "prefecture": gazetteer().place(code).prefecture_name if code else None,
    }


def _place_name(place: str) -> str:
    return gazetteer().place(ids.code5(place)).name


def _operation(one: Operation) -> dict[str, Any]:
    entry: dict[str, Any] = {"op": one.kind, "target": one.target}
    further = {
        "new_text": one.new_text,
        "old_text": one.old_text,
        "new_number": one.new_number if one.new_number and "から" not in one.new_number else None,
        "measure": one.measure_title,
        "effective": one.effective_on,
    }
    return entry | {key: value for key, value in further.items() if value is not None}


def _signatory(one: Signature | ProposedSignature) -> dict[str, Any]:
    return {
        "label": one.position,
        "party": one.printed_name,
        "address": one.address,
        "office": one.office,
        "name": one.signatory_name,
    }


def _told(problem: Problem) -> dict[str, Any]:
    lines = f" (line {problem.place.line_start})" if problem.place else ""
    about = problem.value or problem.about
    return {"code": problem.code, "about": about, "detail": problem.message() + lines}


def as_json(values: Iterable[dict[str, Any]] | dict[str, Any]) -> str:
    """The exchange form as text."""
    import json

    return json.dumps(values, ensure_ascii=False, indent=1)
