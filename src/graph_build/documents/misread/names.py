"""Names of municipalities that character recognition misreads, and what they can only be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.places.find import Mention, find_places
from graph_build.places.gazetteer import Place, gazetteer

_LISTED = re.compile(r"(?<![^\W\dぁ-ん])(?P<name>[^\W\dA-Za-zぁ-ヿ]{2,5}[市町村])(?![^\W\dぁ-ん及並])")
_NO_NAMES = re.compile(r"[心携隣係各本両同全他辺属当該構]")
"""Signs of words for municipalities that are no names: 中心市, 連携市町村, 関係町村."""
_NEAR = 4
"""Signs between two names of a list: 「、」, 「及び」, 「並びに」."""


def around(mentions: Sequence[Mention]) -> tuple[Place, ...]:
    """The municipalities of the prefectures in which the places lie whose names leave no doubt."""
    known = {one.candidates[0].prefecture_code for one in mentions if len(one.candidates) == 1}
    return tuple(place for place in gazetteer().municipalities if place.prefecture_code in known)


def known_elsewhere(words: str, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Names that differ in a few signs from one that stands elsewhere in the document, and name nobody else."""
    taken = {i for one in find_places(words) for i in range(one.start, one.end)}
    for name in names:
        size = len(name)
        for at in range(len(words) - size + 1):
            seen, place = words[at : at + size], range(at, at + size)
            apart = sum(a != b for a, b in zip(seen, name, strict=True))
            near = seen[-1] == name[-1] and 1 <= apart <= max(1, (size - 1) // 2)
            if near and seen.isalpha() and not _NO_NAMES.search(seen) and taken.isdisjoint(place):
                taken.update(place)
                yield at, at + size, name


def in_a_list(words: str, places: Sequence[Place]) -> Iterator[tuple[int, int, str]]:
    """Beside names in a list, a name that nobody has, and but for a sign one of these places has.

    Of several that of a district (郡) with another of the list counts.

    >>> words = "新十津川町、浦白町及び雨竜町"
    >>> list(in_a_list(words, around(find_places(words))))
    [(6, 9, '浦臼町')]
    """
    mentions = find_places(words)
    districts = {place.district for one in mentions for place in one.candidates if place.district}
    for found in _LISTED.finditer(words):
        name, start, end = found["name"], *found.span("name")
        if len(name) < 3 or _NO_NAMES.search(name) or any(a.start < end and start < a.end for a in mentions):
            continue
        if not any(0 <= start - one.end <= _NEAR or 0 <= one.start - end <= _NEAR for one in mentions):
            continue
        meant = [place for place in places if _one_other(place.name, name)]
        meant = meant if len(meant) == 1 else [place for place in meant if place.district in districts]
        if len(meant) == 1:
            yield start, end, meant[0].name


def _one_other(name: str, seen: str) -> bool:
    return (
        len(name) == len(seen)
        and name[-1] == seen[-1]
        and sum(a != b for a, b in zip(name, seen, strict=True)) == 1
    )
