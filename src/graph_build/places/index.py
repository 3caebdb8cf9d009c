"""Names of places by the form in which they are compared, and what a printed name says by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from graph_build.places.gazetteer import Gazetteer, Place, gazetteer
from graph_build.places.spelling import one_spelling
from graph_build.text.key import matching_key

SPECIAL_WARDS = "特別区"
_LONGEST_PREFIX = 6
"""Characters of the longest name of a prefecture, district or island."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed name says by itself.

    ``name`` is the bare name in one spelling. ``namesakes`` are all places that bear it, ``candidates`` those
    of them that the printed prefix (prefecture, district or island) admits: all, when ``prefixed`` is false.
    ``choosable`` leaves out of the candidates what can be no party: wards that share their name with a
    special ward (their city stands for them) and villages without an office.
    """

    name: str
    namesakes: tuple[Place, ...]
    candidates: tuple[Place, ...]
    choosable: tuple[Place, ...]
    prefixed: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Names → places. All keys but those of ``exact`` are in one spelling (鹿嶋市 and 鹿島市 are two cities).

    ``wards`` has each ward with its city in front, ``others`` what a name may mean although no municipality
    is meant.
    """

    exact: Mapping[str, tuple[Place, ...]]
    spelled: Mapping[str, tuple[Place, ...]]
    prefectures: Mapping[str, Place]
    wards: Mapping[str, Place]
    others: Mapping[str, tuple[Place, ...]]
    districts: frozenset[str]
    islands: frozenset[str]


@cache
def names() -> Names:
    """The index over the gazetteer, made once."""
    places = gazetteer()
    towns = (*places.municipalities, *places.without_office)
    return Names(
        exact=_by_name(places.municipalities, matching_key),
        spelled=_by_name(places.municipalities, _spelled),
        prefectures={_spelled(place.name): place for place in places.prefectures},
        wards={_spelled(ward.city.name + ward.name): ward.city for ward in places.wards},
        others=_others(places),
        districts=frozenset(_spelled(place.district) for place in towns if place.district),
        islands=frozenset(places.islands.values()),
    )


def read_name(printed: str) -> Reading | None:
    """Take a printed name apart; None when no place has it.

    >>> reading = read_name("熊本県 下益城郡 美里町")
    >>> reading.name, len(reading.namesakes), [place.code5 for place in reading.candidates]
    ('美里町', 3, ['43348'])
    """
    key = matching_key(printed)
    spelled = one_spelling(key)
    for start in range(len(spelled)):
        bearers = _bearers(key[start:], spelled[start:])
        prefix = _prefix(spelled[:start])
        if bearers and prefix is not None:
            return _reading(spelled[start:], bearers, prefix)
    return None


def split_prefix(text: str) -> int:
    """Where the prefix begins that ends ``text`` (in one spelling): prefecture and district, either, or none.

    >>> split_prefix("並びに熊本県下益城郡"), split_prefix("及び")
    (3, 2)
    """
    index = names()
    end = len(text)
    for part in (index.districts, index.islands, index.prefectures.keys()):
        lengths = range(min(end, _LONGEST_PREFIX), 1, -1)
        end -= next((length for length in lengths if text[end - length : end] in part), 0)
    return end


@dataclass(frozen=True, slots=True)
class _Bearers:
    """Places with one name: in the printed characters, in any spelling, and what is no municipality."""

    exact: tuple[Place, ...]
    spelled: tuple[Place, ...]
    others: tuple[Place, ...]


def _bearers(key: str, spelled: str) -> _Bearers | None:
    index = names()
    single = index.prefectures.get(spelled) or index.wards.get(spelled)
    if single:
        return _Bearers((single,), (), ())
    if spelled == SPECIAL_WARDS:
        wards = tuple(place for place in gazetteer().municipalities if place.kind == "special_ward")
        return _Bearers(wards, (), ())
    found = index.spelled.get(spelled, ())
    others = index.others.get(spelled, ())
    return _Bearers(index.exact.get(key, found), found, others) if found or others else None


def _prefix(spelled: str) -> tuple[str, str] | None:
    """Prefecture and district (or island), each may be empty; None when something else stands there."""
    index = names()
    prefecture = next((name for name in index.prefectures if spelled.startswith(name)), "")
    district = spelled[len(prefecture) :]
    if district and not (district in index.islands or (district.endswith("郡") and len(district) > 1)):
        return None
    return prefecture, district


def _reading(name: str, bearers: _Bearers, prefix: tuple[str, str]) -> Reading:
    def admitted(places: Iterable[Place]) -> tuple[Place, ...]:
        return tuple(place for place in places if _admits(prefix, place))

    choosable = admitted(bearers.exact) or admitted(bearers.spelled)
    return Reading(
        name=name,
        namesakes=(*bearers.exact, *bearers.others),
        candidates=(*choosable, *admitted(bearers.others)),
        choosable=choosable,
        prefixed=any(prefix),
    )


def _admits(prefix: tuple[str, str], place: Place) -> bool:
    prefecture, district = prefix
    if prefecture and prefecture != _spelled(place.prefecture_name):
        return False
    island = gazetteer().islands.get(place.code5)
    return not district or district in (_spelled(place.district or ""), island)


def _spelled(name: str) -> str:
    return one_spelling(matching_key(name))


def _by_name(places: Iterable[Place], form: Callable[[str], str]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        found[form(place.name)].append(place)
    return {name: tuple(bearers) for name, bearers in found.items()}


def _others(places: Gazetteer) -> dict[str, tuple[Place, ...]]:
    special = {place.name for place in places.municipalities if place.kind == "special_ward"}
    found: dict[str, list[Place]] = defaultdict(list)
    for ward in places.wards:
        if ward.name in special:
            found[_spelled(ward.name)].append(ward.city)
    for village in places.without_office:
        found[_spelled(village.name)].append(village)
    return {name: tuple(bearers) for name, bearers in found.items()}
