"""From what was found in an instrument to records: ids, evidence and the balance of every character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.bill import BillSheet
from graph_build.converters.clauses import clause_kinds
from graph_build.converters.collector import Collector
from graph_build.converters.core import core_places
from graph_build.converters.found import FoundField, FoundMeasure, FoundParty, FoundRole
from graph_build.converters.furniture import set_furniture_aside
from graph_build.converters.instrument import Instrument
from graph_build.converters.items import Grid, Item, Lost, Para, cell_label, printed
from graph_build.converters.measures.outline import label_at
from graph_build.converters.parties import resolve_members
from graph_build.converters.signatures import person
from graph_build.documents.model import Located
from graph_build.places.gazetteer import Place
from graph_build.records import ids
from graph_build.records.agreement import (
    Act,
    Agreement,
    AgreementVersion,
    Annex,
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
    Assignment,
    NamedArea,
    NamedMember,
    Passage,
    PrintedDate,
    ProposedSignature,
)
from graph_build.records.evidence import Evidence
from graph_build.text.key import fold, matching_key
from graph_build.text.laws import LawCitation, find_law_citations
from graph_build.text.noise import is_gibberish
from graph_build.text.numerals import to_int

_LAW_BASE = "https://laws.e-gov.go.jp/law/"
_POSITIONS = "甲乙丙丁戊己庚辛"


@dataclass(frozen=True, slots=True)
class Basis:
    """What an instrument or bill rests on: printed provisions, IRIs of the laws, where it says so."""

    texts: tuple[str, ...]
    laws: tuple[str, ...]


@dataclass
class Assembly:
    """One instrument on its way to records."""

    collector: Collector
    found: Instrument
    sheet: BillSheet | None = None
    agreement: str = ""
    text: str = ""
    """The id of the version or draft (T of the identifier grammar)."""
    act: str = ""
    bill: str = ""
    field_ids: dict[tuple[str, ...], str] = field(default_factory=dict)
    annex_ids: dict[int, str] = field(default_factory=dict)
    order: int = 0

    # --- ids ---

    def name_texts(self) -> None:
        """Work out the ids of agreement, text, act and bill."""
        found = self.found
        codes = [self.code(party) for party in found.parties]
        self.agreement = ids.agreement(found.scheme, codes, self._subject())
        signed = found.signed.iso if found.signed else None
        if self.sheet:
            submitter = self._submitter_code()
            submitted = self.sheet.submitted[0].iso if self.sheet.submitted else None
            number = _digits(printed(self.sheet.number))
            self.bill = ids.bill(submitter, submitted, number)
            self.text = ids.draft(self.agreement, submitter, submitted, number)
            return
        kind = {"agreement": "conclusion", "amendment": "amendment", "repeal": "repeal"}[found.kind]
        self.act = ids.act(self.agreement, kind, signed)
        self.text = ids.version(self.agreement, signed)

    @property
    def base_version(self) -> str:
        """The id of the text that is changed or ended."""
        found = self.found
        signed = found.signed.iso if found.signed else None
        if self.sheet:
            signed = self.sheet.submitted[0].iso if self.sheet.submitted else None
        return ids.version_before(self.agreement, found.base.date if found.base else None, signed)

    def _subject(self) -> str:
        """The title without the parties' names: what a plain agreement is about."""
        base = self.found.base.title if self.found.base else None
        title = matching_key(printed(base or self.found.parts.title))
        for name in sorted(self.found.names, key=len, reverse=True):
            title = title.replace(name, "")
        return title

    @staticmethod
    def code(party: FoundParty) -> str:
        """code5 of a party, or what stands for an unsettled name."""
        place = party.resolution.place
        return place.code5 if place else ids.unresolved(printed(party.name))

    def _submitter_code(self) -> str:
        sheet = self.sheet
        assert sheet is not None
        office = matching_key(sheet.office.text) if sheet.office else ""
        for party in self.found.parties:
            stem = matching_key(party.name.text)
            if stem[:-1] and stem in office.replace("長", "").replace("知事", ""):
                return self.code(party)
        return ids.unresolved(printed(sheet.office)) if sheet.office else ids.unresolved("")

    # --- records ---

    def build(self) -> None:
        """Add all records in text order."""
        self.name_texts()
        self._bill()
        self._text_and_act()
        self._parties()
        self._area()
        self._agreement()
        self._dates()
        self._articles()
        self._annexes()
        self._fields()
        self._measures()
        self._operations()
        self._prose()
        self._signatures()
        self._set_aside()

    def _evidence(self, rule: str, *parts: Located | None, supports: Sequence[str] = ()) -> tuple[Evidence, ...]:
        filled = [part for part in parts if part]
        return (self.collector.evidence(rule, *filled, supports=supports),) if filled else ()

    def _bill(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        basis = self._basis([*sheet.statement, *sheet.reason])
        submitted = sheet.submitted[0].iso if sheet.submitted else None
        place = next((p.resolution.place for p in self.found.parties if self.code(p) in self.bill), None)
        kind = {"agreement": "conclusion", "amendment": "amendment", "repeal": "repeal"}[self.found.kind]
        evidence = self._evidence("bill.sheet", sheet.number, sheet.title)
        evidence += self._evidence("bill.submitted", sheet.submitted[1] if sheet.submitted else None, supports=("submittedOn",))
        evidence += self._evidence("bill.submitter", sheet.submitter, supports=("submitter",))
        if not evidence:
            evidence = self._evidence("bill.statement", *(para.text for para in sheet.statement[:1]))
        self.collector.add(
            Bill(
                id=self.bill,
                evidence=evidence,
                title=printed(sheet.title) or None,
                proposes=self.text,
                proposed_kind=kind,  # type: ignore[arg-type]
                submitted_on=submitted,
                number=_joined(printed(sheet.number)),
                submitter=ids.place(place.code5) if place else None,
                submitter_office=printed(sheet.office) or None,
                submitter_name=person(sheet.name),
                legal_basis=basis.texts,
                based_on=basis.laws,
            )
        )
        self._passages("bill", self.text, sheet.statement, "議案")
        self._passages("bill.reason", self.text, sheet.reason, "提案理由")
        self.collector.ignore("label", *sheet.markers)
        for item in sheet.comparison:
            self.collector.ignore("comparison_table", *_parts(item))

    def _basis(self, words: Sequence[Para]) -> Basis:
        citations: list[LawCitation] = []
        wanted: list[tuple[LawCitation, str]] = []
        for para in words:
            found = find_law_citations(para.text.text, citations)
            citations += found
            wanted += [(c, para.text.text[c.start : c.end]) for c in found if c.path or c.law.endswith("要綱")]
        texts = dict.fromkeys(_as_printed(citation, text) for citation, text in wanted)
        laws = dict.fromkeys(_LAW_BASE + citation.law_id for citation, _ in wanted if citation.law_id)
        return Basis(tuple(texts), tuple(laws))

    def _text_and_act(self) -> None:
        found, title = self.found, self.found.title
        basis = self._basis(found.parts.preamble)
        evidence = self._evidence("instrument.title", found.parts.title) or self._evidence(
            "instrument.preamble", *(para.text for para in found.parts.preamble[:1])
        )
        signed = found.signed.iso if found.signed else None
        effective = next((date for date in found.dates if date.kind == "effective" and date.iso), None)
        whole = found.kind == "agreement" or (found.kind == "amendment" and not found.operations and bool(found.parts.articles))
        status = "complete" if whole else "partly"
        if found.kind != "agreement":
            self._base()
        if self.sheet:
            missing = not (found.parts.title or found.parts.articles or found.measures or found.operations)
            self.collector.add(
                DraftVersion(
                    id=self.text,
                    evidence=evidence or self.collector.records[-1].evidence[:1],
                    agreement=self.agreement,
                    title=title,
                    text_status="notInCorpus" if missing else status,  # type: ignore[arg-type]
                    legal_basis=basis.texts,
                    based_on=basis.laws,
                    amends=self.base_version if found.kind != "agreement" else None,
                )
            )
            return
        if found.kind != "repeal":
            when = effective.text if effective else (found.signed.text if found.signed else None)
            self.collector.add(
                AgreementVersion(
                    id=self.text,
                    evidence=evidence + self._evidence("date.in_force", when, supports=("validFrom",)),
                    agreement=self.agreement,
                    title=title,
                    text_status=status,  # type: ignore[arg-type]
                    legal_basis=basis.texts,
                    based_on=basis.laws,
                    revision_of=self.base_version if found.kind != "agreement" else None,
                    valid_from=effective.iso if effective else signed,
                    enacted_by=self.act,
                )
            )
        kind = {"agreement": "conclusion", "amendment": "amendment", "repeal": "repeal"}[found.kind]
        repealed = next((date for date in found.dates if date.kind == "repealed" and date.iso), None)
        force = repealed or effective
        self.collector.add(
            Act(
                id=self.act,
                evidence=evidence
                + self._evidence("date.signed", found.signed.text if found.signed else None, supports=("signedOn",))
                + self._evidence("date.effective", force.text if force else None, supports=("effectiveOn",)),
                kind=kind,  # type: ignore[arg-type]
                agreement=self.agreement,
                title=title,
                signed_on=signed,
                effective_on=force.iso if force else None,
                amends=self.base_version if found.kind != "agreement" else None,
            )
        )

    def _base(self) -> None:
        """The text that is changed: known from what this document says about it, its words not in the corpus."""
        base = self.found.base
        assert base is not None
        evidence = self._evidence("base.named", base.title) or self._evidence("base.named", self.found.parts.title)
        evidence = evidence or self._evidence("base.named", *(para.text for para in self.found.parts.preamble[:1]))
        evidence += self._evidence("base.date", base.date_text, supports=("validFrom",))
        self.collector.add(
            AgreementVersion(
                id=self.base_version,
                evidence=evidence,
                agreement=self.agreement,
                title=printed(base.title) or None,
                text_status="notInCorpus",
                valid_from=base.date,
            )
        )

    @property
    def owner(self) -> str:
        """The text that statements about parties belong to: a repeal has none but the text it ends."""
        return self.base_version if self.found.kind == "repeal" and not self.sheet else self.text

    @property
    def prose_owner(self) -> str:
        """What prose belongs to: the sentences of a repeal are its own, not of the text it ends."""
        return self.act if self.found.kind == "repeal" and not self.sheet else self.text

    def _parties(self) -> None:
        for party in self.found.parties:
            answer = party.resolution
            self.collector.add(
                PartyStatement(
                    id=ids.party(self.owner, self.code(party)),
                    evidence=self._evidence("party.defined" if party.position else "party.named", party.extent),
                    version=self.owner,
                    position=party.position,
                    printed_name=printed(party.name),
                    holder=ids.place(answer.place.code5) if answer.place else None,
                    candidates=tuple(ids.place(place.code5) for place in answer.candidates) if not answer.place else (),
                )
            )
            self._report_name(party.name, answer.status, answer.candidates)

    def _report_name(self, name: Located, status: str, candidates: Sequence[Place]) -> None:
        if status in ("ambiguous", "conflict"):
            self.collector.report(
                "ambiguous_municipality", f"{printed(name)}: " + "・".join(p.full_name for p in candidates), name
            )
        elif status == "unknown" and re.search(r"[市町村]$", printed(name)):
            self.collector.report("unknown_municipality", printed(name), name)

    def _area(self) -> None:
        found = self.found
        listed = resolve_members(found.members, found.parties, printed(found.area_name) or None) if found.members else []
        for name, answer in listed:
            self._report_name(name, answer.status, answer.candidates)
        self._noted_area([(name, answer.place) for name, answer in listed])
        if found.scheme not in ("renkei-chusu", "teiju-jiritsu"):
            return
        core = core_places(found, [answer.place for _, answer in listed if answer.place])
        if not core:
            self.collector.report("unknown_core", printed(found.area_name))
            return
        self.area = area = ids.area(found.scheme, [place.code5 for place in core])
        members: dict[str, tuple[Place, Located]] = {}
        for name, answer in listed:
            if answer.place:
                members.setdefault(answer.place.code5, (answer.place, name))
        for party in found.parties:
            place = party.resolution.place
            if place and place.kind != "prefecture":
                members.setdefault(place.code5, (place, party.name))
        where = found.area_name or (found.members.extent if found.members else None) or found.parts.title
        core_ids = tuple(ids.place(place.code5) for place in core)
        self.collector.add(
            Area(
                id=area,
                evidence=self._evidence("area.named", where) or self._evidence("area.parties", found.parties[0].extent),
                scheme=found.scheme,
                name=printed(found.area_name) or None,
                core=core_ids,
                members=tuple(ids.place(code) for code in sorted(members)),
            )
        )
        for code, (_, name) in members.items():
            self.collector.add(
                Membership(
                    id=ids.member(area, code),
                    evidence=self._evidence("area.member", name),
                    area=area,
                    member=ids.place(code),
                    role="core" if ids.place(code) in core_ids else "partner",
                )
            )

    def _noted_area(self, listed: Sequence[tuple[Located, Place | None]]) -> None:
        """The printed name and members, whether or not they settle an area."""
        found, topic = self.found, self.bill or self.act
        if found.area_name:
            self.collector.add(
                NamedArea(id=f"{topic}/area", evidence=self._evidence("area.named", found.area_name), name=printed(found.area_name))
            )
        if not (found.area_name or found.scheme in ("renkei-chusu", "teiju-jiritsu") or listed):
            return
        named = {place.code5 for _, place in listed if place}
        members = [*listed]
        for party in found.parties:
            place = party.resolution.place
            if not (place and (place.code5 in named or place.kind == "prefecture")):
                members.append((party.name, place))
        for n, (name, place) in enumerate(members, start=1):
            self.collector.add(
                NamedMember(
                    id=f"{topic}/member/{n}",
                    evidence=self._evidence("area.member", name),
                    name=place.name if place else printed(name),
                    place=ids.place(place.code5) if place else None,
                )
            )

    def _agreement(self) -> None:
        found = self.found
        parties = [party for party in found.parties if party.resolution.place]
        self.collector.add(
            Agreement(
                id=self.agreement,
                evidence=self._evidence("instrument.title", found.parts.title)
                or self._evidence("party.named", *(party.extent for party in found.parties[:1])),
                scheme=found.scheme,
                parties=tuple(ids.place(p.resolution.place.code5) for p in parties if p.resolution.place),
                area=self.area,
            )
        )

    area: str | None = None

    def _dates(self) -> None:
        dates = list(self.found.dates)
        if self.sheet:
            self.collector.ignore("blank_date", *(date.text for date in dates if date.kind == "signed"))
            dates = [date for date in dates if date.kind != "signed"]
        topic = self.bill or self.act
        for n, date in enumerate(dates, start=1):
            if date.iso is None and date.kind == "signed":
                self.collector.ignore("blank_date", date.text)
                continue
            self.collector.add(
                PrintedDate(
                    id=f"{topic}/date/{date.kind}-{n}",
                    evidence=self._evidence(f"date.{date.kind}", date.text),
                    kind=date.kind,
                    date=date.iso,
                    printed=printed(date.text),
                    note=date.note,
                )
            )
        if self.sheet and self.sheet.submitted:
            submitted, text = self.sheet.submitted
            self.collector.add(
                PrintedDate(
                    id=f"{topic}/date/submitted-0",
                    evidence=self._evidence("date.submitted", text),
                    kind="submitted",
                    date=submitted.iso,
                    printed=printed(text),
                    note=submitted.note,
                )
            )
        elif not self.sheet and not (self.found.signed and self.found.signed.iso):
            self.collector.report("missing_date")

    def _articles(self) -> None:
        consumed = {id(item) for item in self.found.unread}
        for order, article in enumerate(self.found.parts.articles, start=1):
            own = [item for item in article.items if id(item) not in consumed]
            parts = [_article_text(item, article.caption) for item in own if isinstance(item, Para)]
            text = "\n".join(filter(None, (printed(part) for part in parts)))
            heads = [item.text for item in own if isinstance(item, Para)]
            record = self.collector.add(
                Article(
                    id=ids.article(self.owner, article.number),
                    evidence=self._evidence("article", article.caption, *heads),
                    version=self.owner,
                    number=article.number,
                    order=order,
                    title=printed(article.caption) or None,
                    text=text or None,
                    text_digest=ids.text_digest(text),
                )
            )
            for kind in clause_kinds(article):
                concept = f"clauseKind-{kind.kind}"
                self.collector.add(
                    Assignment(
                        id=f"{record.id}/assignment/{concept}",
                        evidence=(),
                        target=record.id,
                        property="clauseKind",
                        concept=concept,
                        rule=kind.rule,
                        confidence=kind.confidence,
                        cue=kind.cue,
                    )
                )

    def _annexes(self) -> None:
        for index, annex in enumerate(self.found.parts.annexes):
            record = self.collector.add(
                Annex(
                    id=ids.annex(self.owner, annex.number),
                    evidence=self._evidence("annex.heading", annex.heading.text),
                    version=self.owner,
                    number=annex.number,
                    order=index + 1,
                    title=printed(annex.heading.text),
                )
            )
            self.annex_ids[index] = record.id

    def _fields(self) -> None:
        for path in self.found.fields:
            for depth in range(1, len(path) + 1):
                self._field(path[:depth])

    def _field(self, path: tuple[FoundField, ...]) -> str:
        labels = tuple(printed(found.label) for found in path)
        if labels not in self.field_ids:
            self.order += 1
            own = path[-1]
            record = self.collector.add(
                PolicyField(
                    id=ids.field(self.text, labels),
                    evidence=self._evidence("field.heading", own.number_text, own.label),
                    version=self.text,
                    label=labels[-1],
                    order=self.order,
                    number=own.number,
                    broader=self._field(path[:-1]) if len(path) > 1 else None,
                )
            )
            self.field_ids[labels] = record.id
        else:
            self.collector.evidence("field.heading", path[-1].number_text, path[-1].label)
        return self.field_ids[labels]

    def _measures(self) -> None:
        titles: dict[tuple[tuple[str, ...], str], int] = {}
        for found in self.found.measures:
            key = (tuple(printed(f.label) for f in found.fields), matching_key(printed(found.title)))
            titles[key] = titles.get(key, 0) + 1
        running: dict[tuple[str, ...], int] = {}
        for order, found in enumerate(self.found.measures, start=1):
            labels = tuple(printed(f.label) for f in found.fields)
            running[labels] = running.get(labels, 0) + 1
            title = printed(found.title) or None
            content = printed(found.content)
            alone = title is not None and titles[(labels, matching_key(title))] == 1
            record = self.collector.add(
                Measure(
                    id=ids.measure(self.text, labels, title, None if alone else content),
                    evidence=self._measure_evidence(found),
                    version=self.text,
                    part=self.annex_ids.get(found.part) if found.part is not None else None,
                    field=self._field(found.fields) if found.fields else None,
                    label=title or f"{labels[-1] if labels else '取組'} {running[labels]}",
                    order=order,
                    number=found.number,
                    printed_number=found.misprinted,
                    title=title,
                    text=content or None,
                    text_digest=ids.text_digest(content),
                    direction=printed(found.direction) or None,
                )
            )
            if found.misprinted:
                self.collector.report("number_misprint", f"{found.misprinted} → {found.number}", found.number_text, about=record.id)
            self._roles(record.id, found.roles)
            if found.cost:
                self._passage("measure.cost", self.text, found.cost, [*labels, title or "", "費用分担"], "費用分担")

    def _measure_evidence(self, found: FoundMeasure) -> tuple[Evidence, ...]:
        evidence = self._evidence(found.rule, found.number_text, found.title, found.content)
        if not evidence and found.roles:
            evidence = self._evidence(found.rule, found.roles[0].text)
        return evidence + self._evidence("measure.direction", found.direction, supports=("direction",))

    def _roles(self, measure: str, roles: Sequence[FoundRole]) -> None:
        for order, role in enumerate(roles, start=1):
            holders, position = self._holders(role.holder)
            text = printed(role.text)
            holder_text = role.holder or "・".join(self._all_positions())
            code = ids.code5(holders[0]) if len(holders) == 1 else ids.unresolved(holder_text)
            self.collector.add(
                RoleStatement(
                    id=ids.role(measure, code),
                    evidence=self._evidence("role.text", role.text) + self._evidence("role.label", role.label, supports=("holder",)),
                    owner=measure,
                    holders=tuple(holders),
                    holder_text=holder_text,
                    order=order,
                    position=position,
                    text=text,
                    text_digest=ids.text_digest(text),
                )
            )

    def _all_positions(self) -> list[str]:
        return list(dict.fromkeys(party.position or printed(party.name) for party in self.found.parties))

    def _holders(self, holder: str) -> tuple[list[str], str | None]:
        """Places behind a printed holder (甲, 甲及び乙, 三原市), and the position if it is a single one."""
        positions = [char for char in holder if char in _POSITIONS]
        defined = {party.position for party in self.found.parties if party.position}
        chosen: list[FoundParty] = []
        if not holder:
            chosen = list(self.found.parties)
        elif positions and re.fullmatch(rf"(?:[{_POSITIONS}]|及び|並びに|・|、|と|又は)+", holder):
            chosen = [party for party in self.found.parties if party.position in positions]
        else:
            chosen = [party for party in self.found.parties if matching_key(party.name.text) in holder or holder.endswith(matching_key(party.name.text))]
        places = list(dict.fromkeys(ids.place(p.resolution.place.code5) for p in chosen if p.resolution.place))
        own = {party.position for party in chosen if party.position}
        return places, (own.pop() if len(own) == 1 and defined else None)

    def _operations(self) -> None:
        owner = self.act or self.text
        for order, found in enumerate(self.found.operations, start=1):
            self.collector.add(
                Operation(
                    id=ids.operation(owner, found.kind, found.target, found.new_text or found.measure_title),
                    evidence=self._evidence(f"operation.{found.kind}", *found.parts),
                    owner=owner,
                    kind=found.kind,
                    target=found.target,
                    order=order,
                    old_text=found.old_text,
                    new_text=found.new_text,
                    new_number=found.new_number,
                    measure_title=found.measure_title,
                    effective_on=found.effective or self._end(found.kind),
                )
            )

    def _end(self, kind: str) -> str | None:
        """A repeal that names no day of its own takes effect when the instrument does."""
        days = [date.iso for date in self.found.dates if date.kind in ("repealed", "effective") and date.iso]
        return days[0] if kind == "repeal" and days else None

    # --- prose ---

    def _prose(self) -> None:
        parts = self.found.parts
        read = {id(item) for item in self.found.unread}
        self._passages("preamble", self.prose_owner, [para for para in parts.preamble if id(para) not in read], None)
        for index, item in self.found.annex_prose:
            if isinstance(item, Para):
                self._passage("annex.prose", self.annex_ids[index], item.text, [printed(parts.annexes[index].heading.text)], None)
        self._passages("supplement", self.prose_owner, [p for p in parts.supplement if not re.match(r"^[附付]則$", p.key.text)], "附則")
        self._passages("closing", self.prose_owner, parts.closing, None)

    def _passages(self, rule: str, owner: str, words: Sequence[Para], title: str | None) -> None:
        for para in words:
            self._passage(rule, owner, para.text, [title] if title else [], title)

    def _passage(self, rule: str, owner: str, part: Located, headings: Sequence[str], title: str | None) -> None:
        text = printed(part)
        base = owner if "/annex/" not in owner else owner.split("/annex/")[0]
        self.order += 1
        self.collector.add(
            Passage(
                id=ids.passage(base, headings, text),
                evidence=self._evidence(f"prose.{rule}", part),
                owner=owner,
                order=self.order,
                title=title,
                text=text,
                text_digest=ids.text_digest(text),
            )
        )

    def _signatures(self) -> None:
        act = self.act
        for found in self.found.signatures:
            party = next((p for p in self.found.parties if self._signs_for(p, found.position, found.party)), None)
            position = found.position or (party.position if party else None)
            evidence = self._evidence("signature", found.label, found.address, found.party, found.office, found.name)
            if not act:
                self.collector.add(
                    ProposedSignature(
                        id=f"{self.bill}/signature/{matching_key(found.party.text)}",
                        evidence=evidence,
                        printed_name=printed(found.party),
                        position=position,
                        office=printed(found.office) or None,
                        signatory_name=person(found.name),
                        address=printed(found.address) or None,
                    )
                )
                continue
            place = party.resolution.place if party else None
            code = place.code5 if place else ids.unresolved(printed(found.party))
            self.collector.add(
                Signature(
                    id=ids.signature(act, code),
                    evidence=evidence,
                    act=act,
                    holder=ids.place(place.code5) if place else None,
                    printed_name=printed(found.party),
                    position=position,
                    office=printed(found.office) or None,
                    signatory_name=person(found.name),
                    address=printed(found.address) or None,
                )
            )

    @staticmethod
    def _signs_for(party: FoundParty, position: str | None, name: Located) -> bool:
        same = matching_key(party.name.text).endswith(matching_key(name.text)) or matching_key(name.text).endswith(matching_key(party.name.text))
        return same if position is None or party.position is None else party.position == position and same

    # --- what is no statement ---

    def _set_aside(self) -> None:
        collector, parts = self.collector, self.found.parts
        for item in self.collector_items():
            if isinstance(item, Grid):
                collector.ignore("label", *(cell.text for cell in item.table.cells if cell_label(cell).kind != "unknown"))
            elif isinstance(item, Para):
                label = label_at(item)
                if item.marker and not label:
                    collector.ignore("number", item.text[: item.marker.end].strip())
                if label:
                    behind = label.inline.offsets[0] if label.inline else item.text.end
                    collector.ignore("label", item.text[: sum(offset < behind for offset in item.text.offsets)])
            elif isinstance(item, Lost):
                collector.ignore("lost_figure", item.text)
        if parts.title:
            self._around_title(parts.title)
        for para in [*parts.supplement, *parts.header, *(i for i in parts.cover if isinstance(i, Para))]:
            if re.match(r"^[附付]則$", para.key.text):
                collector.ignore("heading", para.text)
        collector.ignore("heading", *parts.headings)
        _set_aside_head(collector, parts.header, "header")
        _set_aside_head(collector, [item for item in parts.cover if isinstance(item, Para)], "cover")
        set_furniture_aside(collector, self.collector_items())
        for para in parts.signing:
            for found in re.finditer(r"代表者|立会人|[（(]?(?:公印省略|印|㊞)[)）]?\s*$|以上$", para.text.text):
                collector.ignore("seal", para.text.match(found))

    def _around_title(self, title: Located) -> None:
        """（案） and ○ around the title are no part of it."""
        raw = self.collector.document.raw
        for found in re.finditer(r"[○◎]|[（(]案[)）]", raw[max(0, title.start - 2) : title.end + 6]):
            start = max(0, title.start - 2) + found.start()
            self.collector.ignore("mark", Located.plain(found[0], start))

    def collector_items(self) -> list[Item]:
        """All items of the instrument."""
        parts = self.found.parts
        items: list[Item] = [*parts.cover, *parts.header, *parts.preamble, *parts.supplement, *parts.closing, *parts.signing, *parts.rest]
        items += [item for article in parts.articles for item in article.items]
        items += [item for annex in parts.annexes for item in annex.items]
        return items


def _set_aside_head(collector: Collector, words: Sequence[Para], reason: str) -> None:
    """Lines around the title that only repeat it (cover) or number it (告示第55号); sentences stay unresolved."""
    for para in words:
        if is_gibberish(para.text.text):
            if collector.uncovered(para.text):
                collector.report("corrupt_text", printed(para.text), para.text)
            collector.ignore("corrupt", para.text)
        elif len(para.key.text) <= 60 and not para.key.text.endswith("。"):
            collector.ignore(reason, para.text)


def _article_text(item: Para, caption: Located | None) -> Located:
    """The words of an article's paragraph, without 第n条 and without a caption on the same line."""
    if item.marker is None or item.marker.kind != "article":
        return item.text
    body = item.body
    if caption and body and caption.offsets[0] in body.offsets:
        rest = body[body.offsets.index(caption.offsets[-1]) + 1 :].strip()
        return rest[1:].strip() if rest.text[:1] in ("）", ")") else rest
    return body


def _parts(item: Item) -> list[Located]:
    return item.parts if isinstance(item, Grid) else [item.text]


def _as_printed(citation: LawCitation, text: str) -> str:
    """Law and provision in the printed numerals, the law's number in brackets left out: 地方自治法第二百五十二条の二第一項."""
    key = re.sub(r"\([^()]*\)", "", fold(text).text)
    return key if key.startswith(citation.law) else citation.text


def _digits(number: str) -> str | None:
    """The digits of a bill's number: 議案第七号 → 7."""
    found = re.search(r"第?([0-9一二三四五六七八九十百]+)号", matching_key(number))
    value = to_int(found[1]) if found else None
    return str(value) if value is not None else None


def _joined(number: str) -> str | None:
    return matching_key(number) or None
