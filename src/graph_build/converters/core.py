"""The core city of an area: as the text says, else by the area's name, else the first of the listed members."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.instrument import Instrument
from graph_build.converters.items import Para, printed
from graph_build.places.areas import core_from_area_name, core_from_table
from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place
from graph_build.text.joining import AND
from graph_build.text.key import matching_key, outside_brackets

_ROLE = r"(?:連携中枢都市|中心市)"
_AND = f"(?:{AND}|と|・)"
_WHO = rf"(?P<who>[甲乙丙丁](?:{_AND}[甲乙丙丁])*|[^、。()「」はがをに]{{2,20}}?[市町])"
_SAID_AFTER = re.compile(
    rf"{_WHO}(?:(?:を|が)(?:中心|{_ROLE})(?:とする|とした|として|である|と位置|となる|宣言)"
    # 「X市は、連携中枢都市であるY市と…」 says it of Y市.
    rf"|は、?{_ROLE}(?:として|であり|であって|である。|となる。))"
)
_SAID_BEFORE = re.compile(rf"{_ROLE}(?:である|の|となる|たる|宣言を行った|として){_WHO}")
_DECLARED = re.compile(rf"{_ROLE}(?:宣言|としての?宣言)を?(?:連名で|共同で|共に)?(?:行っ|し|公表し)た{_WHO}")


def core_places(found: Instrument, members: Sequence[Place]) -> tuple[Place, ...]:
    """The core cities; empty where neither the text nor the table of areas says who they are. Never "甲" as such."""
    parties = [party.resolution.place for party in found.parties if party.resolution.place]
    said = _said(found)
    if said:
        return said
    name = printed(found.area_name) or None
    everyone = [*parties, *members]
    if name:
        by_name = core_from_area_name(name, everyone)
        if by_name:
            return by_name
    if members and found.members:
        return (members[0],)
    return (core_from_table(name, found.scheme) or ()) if name else ()


def _said(found: Instrument) -> tuple[Place, ...]:
    words = [
        *found.parts.preamble,
        *(p for a in found.parts.articles[:3] for p in a.items if isinstance(p, Para)),
    ]
    for para in words:
        text = outside_brackets(para.key.text)
        for pattern in (_SAID_AFTER, _DECLARED, _SAID_BEFORE):
            for said in pattern.finditer(text):
                places = _who(found, said["who"])
                if places:
                    return places
    return ()


def _who(found: Instrument, who: str) -> tuple[Place, ...]:
    """The places that these words name, all of them, by position or name; none where one is not settled."""
    places = [_named(found, word) for word in re.split(_AND, who)]
    return tuple(place for each in places for place in each) if all(places) else _last(who)


def _named(found: Instrument, word: str) -> tuple[Place, ...]:
    named = [p for p in found.parties if p.position == word or word.endswith(matching_key(p.name.text))]
    return tuple(p.resolution.place for p in named if p.resolution.place)


def _last(who: str) -> tuple[Place, ...]:
    settled = [mention.candidates[0] for mention in find_places(who) if len(mention.candidates) == 1]
    return tuple(settled[-1:])
