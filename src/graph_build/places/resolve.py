"""Which place a printed name means: by the name itself, else by what else the document says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from graph_build.places.areas import prefectures_of_area
from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place
from graph_build.places.index import Reading, read_name

Status: TypeAlias = Literal["resolved", "ambiguous", "unknown", "conflict"]


@dataclass(frozen=True, slots=True)
class Clues:
    """What a document says besides the name, strongest first.

    ``addresses`` as printed in the signature block of the named party; ``members``, the other places of the
    document or area that are settled; ``area_name``, the printed name of the area.
    """

    addresses: tuple[str, ...] = ()
    members: tuple[Place, ...] = ()
    area_name: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one printed name.

    *resolved*: ``place`` is it. *ambiguous*: several places have the name and no clue settles it. *conflict*:
    what is printed in front fits no place of the name, or clues disagree. *unknown*: no municipality or
    prefecture has the name. But for *resolved*, ``place`` is None; ``candidates`` are the places in question.
    """

    printed: str
    status: Status
    place: Place | None
    candidates: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name as a document prints it, with the address of the party if the document prints one."""

    printed: str
    address: str | None = None


def resolve(printed: str, clues: Clues = Clues()) -> Resolution:
    """Settle a printed name. Never raises.

    A prefecture or 郡 in front is part of the name: only an address of another place contradicts it, because
    areas cross prefectures. All other clues must point to the same place: two that disagree, or none for a
    name that several places have, choose nothing.

    >>> resolve("美里町").status, resolve("熊本県美里町").status
    ('ambiguous', 'resolved')
    >>> resolve("美里町", Clues(addresses=("埼玉県児玉郡美里町大字木部",))).place.code5
    '11381'
    """
    reading = read_name(printed)
    if reading is None:
        return Resolution(printed, "unknown", None, ())
    if not reading.candidates:
        return Resolution(printed, "conflict", None, reading.namesakes)
    if len(reading.namesakes) == 1:
        return _answer(printed, reading, reading.candidates)
    left = set(reading.candidates)
    for supported in _supported(reading, clues):
        left &= supported
        if not left:
            return Resolution(printed, "conflict", None, reading.namesakes)
    return _answer(printed, reading, tuple(place for place in reading.candidates if place in left))


def resolve_all(
    mentions: Sequence[NameMention], members: Iterable[Place] = (), area_name: str | None = None
) -> tuple[Resolution, ...]:
    """Settle the names of one document together, in their order.

    Names that settle themselves (only one place has them, or their prefix says which) are clues for the
    others, as is the same name printed in full elsewhere. ``members`` are places known to belong to the area.
    The answer does not depend on the order of the mentions.
    """
    alone = [resolve(mention.printed) for mention in mentions]
    settled = (*members, *(answer.place for answer in alone if answer.place))
    addresses = _addresses(mentions)
    clues = [Clues(own, settled, area_name) for own in addresses]
    first = [resolve(mention.printed, clue) for mention, clue in zip(mentions, clues, strict=True)]
    more = (*settled, *(answer.place for answer in first if answer.place))
    return tuple(
        resolve(answer.printed, replace(clue, members=more)) if answer.status == "ambiguous" else answer
        for answer, clue in zip(first, clues, strict=True)
    )


def _answer(printed: str, reading: Reading, left: tuple[Place, ...]) -> Resolution:
    if len(left) > 1:
        return Resolution(printed, "ambiguous", None, left)
    if left[0] not in reading.choosable:
        return Resolution(printed, "unknown", None, left)
    return Resolution(printed, "resolved", left[0], left)


def _supported(reading: Reading, clues: Clues) -> Iterable[set[Place]]:
    """For each clue that says something about the name: the candidates that it admits."""
    for address in clues.addresses:
        admitted = _at_address(reading, address)
        if admitted is not None:
            yield admitted
    if reading.prefixed and len(reading.candidates) == 1:
        return
    yield from _if_one({place for place in reading.candidates if place in clues.members})
    prefectures = {member.prefecture_code for member in clues.members if member not in reading.namesakes}
    yield from _if_one({place for place in reading.candidates if place.prefecture_code in prefectures})
    prefectures = set(prefectures_of_area(clues.area_name)) if clues.area_name else set()
    yield from _if_one({place for place in reading.candidates if place.prefecture_code in prefectures})


def _if_one(places: set[Place]) -> Iterable[set[Place]]:
    # Areas cross prefectures: that no candidate, or more than one, lies in those of the members says nothing.
    return (places,) if len(places) == 1 else ()


def _at_address(reading: Reading, address: str) -> set[Place] | None:
    """The candidates that an address admits; None when it prints no name, or none that is settled."""
    printed = next((mention.printed for mention in find_places(address)), None)
    there = read_name(printed) if printed else None
    if there is None:
        return None
    if there.name == reading.name:
        return {place for place in reading.candidates if place in there.candidates}
    prefectures = {place.prefecture_code for place in there.candidates}
    if len(prefectures) != 1:
        return None
    return {place for place in reading.candidates if place.prefecture_code in prefectures}


def _addresses(mentions: Sequence[NameMention]) -> list[tuple[str, ...]]:
    """For each mention its address; what stands without a prefix shares those of the same bare name."""
    by_name: dict[str, tuple[str, ...]] = defaultdict(tuple)
    bare: list[str | None] = []
    for mention in mentions:
        reading = read_name(mention.printed)
        name = reading.name if reading and not reading.prefixed else None
        bare.append(name)
        if name and mention.address:
            by_name[name] += (mention.address,)
    return [
        by_name[name] if name else (mention.address,) if mention.address else ()
        for name, mention in zip(bare, mentions, strict=True)
    ]
