"""Core cities of an area (圏域) by the area's name: by rule, or from the table ``data/areas.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.places.gazetteer import Place, gazetteer
from graph_build.places.index import names
from graph_build.places.spelling import one_spelling, place_key

# What every area's name may end with; two names that differ only here name one area.
_GENERIC_END = re.compile(
    r"(?:連携中枢都市圏|中枢都市圏|定住自立圏|広域都市圏|都市圏域?|広域圏|広域連携|広域|圏域|圏|地域|地方|地区|連携)+$"
)
# Behind a stem these make another name of it: 鳥取＋県中部, 淡路＋島.
_OTHER_NAME = tuple("県府都島湾川湖")


def core_from_area_name(area_name: str, members: Sequence[Place]) -> tuple[Place, ...] | None:
    """The cities among the members whose names, without 市, begin the area's name, in its order, or None.

    Further cities follow only after ・ (山口・宇部). A stem that goes on into another name does not count.

    >>> members = [gazetteer().place(code) for code in ("43100", "43204")]
    >>> [city.name for city in core_from_area_name("熊本連携中枢都市圏", members) or ()]
    ['熊本市']
    """
    rest = place_key(area_name)
    core: list[Place] = []
    while city := _city_at_start(rest, members):
        core.append(city)
        rest = rest[len(city.stem) :].removeprefix("市")
        if not rest.startswith("・"):
            break
        rest = rest[1:]
    return tuple(core) or None


def core_from_table(area_name: str, scheme: str | None = None) -> tuple[Place, ...] | None:
    """The core cities of an area that ``data/areas.tsv`` lists, by code; None for any other area.

    The generic end of the name (連携中枢都市圏, 圏域 …) may differ. Without a scheme an area must have the
    same core in all.

    >>> [city.name for city in core_from_table("備後圏域") or ()]
    ['福山市']
    """
    name = _distinctive(area_name)
    found = {
        core
        for (row_scheme, row_name), core in _table().items()
        if row_name == name and scheme in (None, row_scheme)
    }
    if len(found) != 1:
        return None
    return tuple(gazetteer().place(code) for code in found.pop())


def prefectures_of_area(area_name: str) -> frozenset[str]:
    """The two-digit codes of the prefectures that an area's name points to; empty when it points nowhere.

    By the table, by a prefecture that begins it, by a city whose name begins it and is the only one of that
    name.
    """
    table = core_from_table(area_name)
    if table:
        return frozenset(city.prefecture_code for city in table)
    key = place_key(area_name)
    for name, prefecture in names().prefectures.items():
        if key.startswith(name):
            return frozenset((prefecture.prefecture_code,))
    cities = [place for place in gazetteer().municipalities if place.kind in ("city", "designated_city")]
    return frozenset(city.prefecture_code for city in core_from_area_name(area_name, cities) or ())


def _city_at_start(text: str, members: Iterable[Place]) -> Place | None:
    """The city with the longest stem that begins the text; None when two share it."""
    found = [
        place
        for place in members
        if place.kind in ("city", "designated_city")
        and text.startswith(stem := one_spelling(place.stem))
        and (not text.startswith(_OTHER_NAME, len(stem)) or text.startswith("都市圏", len(stem)))
    ]
    longest = max((len(place.stem) for place in found), default=0)
    cities = {place for place in found if len(place.stem) == longest}
    return cities.pop() if len(cities) == 1 else None


def _distinctive(area_name: str) -> str:
    key = place_key(area_name)
    return _GENERIC_END.sub("", key) or key


@cache
def _table() -> dict[tuple[str, str], tuple[str, ...]]:
    """Scheme and distinctive name → codes of the core cities."""
    return {
        (row["scheme"], _distinctive(row["name"])): tuple(sorted(row["core"].split("-")))
        for row in tsv(asset("data"), "areas.tsv")
    }
