"""One instrument on its way to records: what its ids are, and who owns which statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph_build.converters.bill import BillSheet
from graph_build.converters.collector import Collector
from graph_build.converters.found import FoundParty
from graph_build.converters.instrument import Instrument
from graph_build.converters.items import printed
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.records.evidence import Evidence
from graph_build.text.key import matching_key
from graph_build.text.numerals import to_int

ActKind = Literal["conclusion", "amendment", "repeal"]
ACT_KINDS: dict[str, ActKind] = {"agreement": "conclusion", "amendment": "amendment", "repeal": "repeal"}


@dataclass
class Assembly:
    """Gathers the records of one instrument; the functions of this package add them part by part."""

    collector: Collector
    found: Instrument
    sheet: BillSheet | None = None
    agreement: str = ""
    text: str = ""
    """The id of the version or draft (T of the identifier grammar)."""
    act: str = ""
    bill: str = ""
    area: str | None = None
    field_ids: dict[tuple[str, ...], str] = field(default_factory=dict)
    annex_ids: dict[int, str] = field(default_factory=dict)
    order: int = 0

    def name_texts(self) -> None:
        """Work out the ids of agreement, text, act and bill."""
        found = self.found
        codes = [self.code(party) for party in found.parties]
        self.agreement = ids.agreement(found.scheme, codes, self._subject())
        signed = found.signed.iso if found.signed else None
        if self.sheet:
            submitter = self._submitter_code()
            submitted = self.sheet.submitted_on
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
            signed = self.sheet.submitted_on
        return ids.version_before(self.agreement, found.base.date if found.base else None, signed)

    def _subject(self) -> str:
        """The title without the parties' names: what a plain agreement is about."""
        base = self.found.base.title if self.found.base else None
        title = matching_key(printed(base or self.found.parts.title))
        names = [matching_key(party.name.text) for party in self.found.parties]
        for name in sorted(names, key=len, reverse=True):
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

    @property
    def owner(self) -> str:
        """The text that statements about parties belong to: a repeal has none but the text it ends."""
        return self.base_version if self.found.kind == "repeal" and not self.sheet else self.text

    @property
    def prose_owner(self) -> str:
        """What prose belongs to: the sentences of a repeal are its own, not of the text it ends."""
        return self.act if self.found.kind == "repeal" and not self.sheet else self.text

    def evidence(
        self, rule: str, *parts: Located | None, supports: Sequence[str] = ()
    ) -> tuple[Evidence, ...]:
        """Evidence from the parts that hold text; none when none does."""
        filled = [part for part in parts if part]
        return (self.collector.evidence(rule, *filled, supports=supports),) if filled else ()


def _digits(number: str) -> str | None:
    """The digits of a bill's number: 議案第七号 → 7."""
    found = re.search(r"第?([0-9一二三四五六七八九十百]+)号", matching_key(number))
    value = to_int(found[1]) if found else None
    return str(value) if value is not None else None
