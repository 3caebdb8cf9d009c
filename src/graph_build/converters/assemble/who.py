"""Who is concerned: parties, members and area, the agreement between them, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.assemble.assembly import Assembly
from graph_build.converters.core import core_places
from graph_build.converters.found import FoundParty
from graph_build.converters.items import printed
from graph_build.converters.members import resolve_members
from graph_build.converters.parties import bare_name
from graph_build.converters.signatures import person
from graph_build.documents.model import Located
from graph_build.places.gazetteer import Place
from graph_build.records import ids
from graph_build.records.agreement import Agreement, Area, Membership, PartyStatement, Signature
from graph_build.records.base import NamedArea, NamedMember, ProposedSignature
from graph_build.text.key import matching_key


def add_parties(a: Assembly) -> None:
    """Party statements; names that the text does not settle are reported."""
    for party in a.found.parties:
        answer = party.resolution
        a.collector.add(
            PartyStatement(
                id=ids.party(a.owner, a.code(party)),
                evidence=a.evidence("party.defined" if party.position else "party.named", party.extent),
                version=a.owner,
                position=party.position,
                printed_name=_printed_name(party.name, answer.place),
                holder=ids.place(answer.place.code5) if answer.place else None,
                candidates=tuple(ids.place(place.code5) for place in answer.candidates)
                if not answer.place
                else (),
            )
        )
        report_name(a, party.name, answer.status, answer.candidates)


def _printed_name(name: Located, place: Place | None) -> str:
    """A name as printed; in that of a known place a blank is noise wherever it stands (三 朝町 has no number before it)."""
    words = printed(name)
    return matching_key(words) if place and matching_key(words) == place.name else words


def report_name(a: Assembly, name: Located, status: str, candidates: Sequence[Place]) -> None:
    """Report a name that is ambiguous or unknown."""
    if status in ("ambiguous", "conflict"):
        a.collector.report(
            "ambiguous_municipality",
            f"{printed(name)}: " + "・".join(p.full_name for p in candidates),
            name,
        )
    elif status == "unknown" and re.search(r"[市町村]$", printed(name)):
        a.collector.report("unknown_municipality", printed(name), name)


def add_area(a: Assembly) -> None:
    """The area with its memberships, where the core city is known."""
    found = a.found
    listed = (
        resolve_members(found.members, found.parties, printed(found.area_name) or None)
        if found.members
        else []
    )
    a.collector.ignore("label", *(found.members.beside if found.members else ()))
    for name, answer in listed:
        report_name(a, name, answer.status, answer.candidates)
    add_named_area(a, [(name, answer.place) for name, answer in listed])
    if found.scheme not in ("renkei-chusu", "teiju-jiritsu"):
        return
    named = found.members.core if found.members else ()
    core = tuple(answer.place for name, answer in listed if answer.place and name in named)
    core = core or core_places(found, [answer.place for _, answer in listed if answer.place])
    if not core:
        a.collector.report("unknown_core", printed(found.area_name))
        return
    a.area = area = ids.area(found.scheme, [place.code5 for place in core])
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
    a.collector.add(
        Area(
            id=area,
            evidence=a.evidence("area.named", where) or a.evidence("area.parties", found.parties[0].extent),
            scheme=found.scheme,
            name=printed(found.area_name) or None,
            core=core_ids,
            members=tuple(ids.place(code) for code in sorted(members)),
        )
    )
    for code, (_, name) in members.items():
        a.collector.add(
            Membership(
                id=ids.member(area, code),
                evidence=a.evidence("area.member", name),
                area=area,
                member=ids.place(code),
                role="core" if ids.place(code) in core_ids else "partner",
            )
        )


def add_named_area(a: Assembly, listed: Sequence[tuple[Located, Place | None]]) -> None:
    """The printed name and members, whether or not they settle an area."""
    found, topic = a.found, a.bill or a.act
    if found.area_name:
        a.collector.add(
            NamedArea(
                id=f"{topic}/area",
                evidence=a.evidence("area.named", found.area_name),
                name=printed(found.area_name),
            )
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
        a.collector.add(
            NamedMember(
                id=f"{topic}/member/{n}",
                evidence=a.evidence("area.member", name),
                name=_printed_name(bare_name(name, [place] if place else []), place),
                place=ids.place(place.code5) if place else None,
            )
        )


def add_agreement(a: Assembly) -> None:
    """The agreement between the parties."""
    found = a.found
    parties = [party for party in found.parties if party.resolution.place]
    a.collector.add(
        Agreement(
            id=a.agreement,
            evidence=a.evidence("instrument.title", found.parts.title)
            or a.evidence("party.named", *(party.extent for party in found.parties[:1])),
            scheme=found.scheme,
            parties=tuple(ids.place(p.resolution.place.code5) for p in parties if p.resolution.place),
            area=a.area,
        )
    )


def add_signatures(a: Assembly) -> None:
    """Signatures of the act, or signature lines of a draft."""
    act = a.act
    for found in a.found.signatures:
        party = next((p for p in a.found.parties if signs_for(p, found.position, found.party)), None)
        position = found.position or (party.position if party else None)
        evidence = a.evidence("signature", found.label, found.address, found.party, found.office, found.name)
        if not act:
            a.collector.add(
                ProposedSignature(
                    id=f"{a.bill}/signature/{matching_key(found.party.text)}",
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
        a.collector.add(
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


def signs_for(party: FoundParty, position: str | None, name: Located) -> bool:
    """Whether a signature block belongs to a party."""
    same = matching_key(party.name.text).endswith(matching_key(name.text)) or matching_key(
        name.text
    ).endswith(matching_key(party.name.text))
    return same if position is None or party.position is None else party.position == position and same
