"""What the mapping tables say: the same municipality elsewhere, its office, distances; goals of the UN beside themes.

Tables are ``data/mappings/*.sssom.tsv`` and ``data/places/offices.tsv``; further ones may be given to a build,
each ``NAME.sssom.tsv`` with the offices of ``NAME.offices.tsv`` beside it, if there is such a file.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from graph_build.assets import asset
from graph_build.classify.themes import GROUP_OF
from graph_build.linking.sssom import MappingError, MappingSet, read_sssom
from graph_build.places.gazetteer import gazetteer
from graph_build.rdf import nquads
from graph_build.rdf.iris import Iris
from graph_build.rdf.prefixes import expand, short
from graph_build.rdf.writer import term
from graph_build.records import ids
from graph_build.records.agreement import Membership
from graph_build.records.document import Records

TABLE, OFFICES = ".sssom.tsv", ".offices.tsv"
PREDICATES = frozenset({expand("schema:sameAs"), expand("rdfs:seeAlso")})
"""What a table may state of a place: the same thing, or more about it. A SKOS match would make it a concept."""

SUBJECTS = "rkid"
"""The prefix of places: what follows is the path below ``id/`` of any base."""

CONCEPTS = "rk"
"""The prefix of themes, which do not move with the base."""

MATCHES = frozenset(expand(f"skos:{name}Match") for name in ("related", "close", "exact", "broad", "narrow"))
"""What a table may state of a theme: it is a concept, and a goal of the UN is no other name of it."""

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of GRS 80 (R1)."""

LATITUDES, LONGITUDES = (Decimal(20), Decimal(46)), (Decimal(122), Decimal(154))
"""Between which Japan lies; the shapes say the same."""

_DEGREES = re.compile(r"\d{1,3}(\.\d{1,12})?")


@dataclass(frozen=True, slots=True)
class Office:
    """Where the main office (庁舎) of a municipality stands: WGS 84, decimal degrees."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a build; ``offices`` by five-digit code."""

    sets: tuple[MappingSet, ...] = ()
    offices: Mapping[str, Office] = field(default_factory=dict)


def load_tables(further: Iterable[Path] = (), without: str = "") -> Tables:
    """The tables of the project, and further ones; ``without`` leaves out one by its file name.

    Raises:
        MappingError: a table is not in order, or two contradict each other.
        OSError: a table cannot be read.
    """
    data = asset("data")
    files: dict[str, tuple[Traversable, Traversable | None]] = {}
    own = [f for f in data.joinpath("mappings").iterdir() if f.name.endswith(TABLE) and f.name != without]
    for file in sorted(own, key=lambda file: file.name):
        beside = data.joinpath("mappings", file.name.removesuffix(TABLE) + OFFICES)
        files[file.name] = (file, beside)
    for path in further:
        if not path.name.endswith(TABLE):
            raise MappingError(f"{path}: the name of a mapping table ends in {TABLE}")
        if path.name in files and files[path.name][0].read_bytes() == path.read_bytes():
            continue
        if path.name in files:
            raise MappingError(f"{path}: there are two mapping tables of this name")
        files[path.name] = (path, path.with_name(path.name.removesuffix(TABLE) + OFFICES))
    sets = tuple(
        read_sssom(file.read_text(encoding="utf-8"), name.removesuffix(TABLE))
        for name, (file, _) in files.items()
    )
    _check_subjects(sets)
    tables = [data.joinpath("places", "offices.tsv")]
    tables += [beside for _, beside in files.values() if beside is not None and beside.is_file()]
    return Tables(sets, MappingProxyType(_offices(tables)))


def _check_subjects(sets: Sequence[MappingSet]) -> None:
    """Every subject is a place that there is, with one partner in each data set, or a theme that there is."""
    partners: dict[tuple[str, str, str], str] = {}
    for one in sets:
        for row in one.rows:
            prefix, _, path = row["subject_id"].partition(":")
            if prefix == CONCEPTS:
                _check_theme(one, path, row["predicate_id"])
                continue
            if prefix != SUBJECTS or not is_place(path):
                raise MappingError(f"{one.name}: no municipality, prefecture or theme: {row['subject_id']}")
            if one.expand(row["predicate_id"]) not in PREDICATES:
                raise MappingError(
                    f"{one.name}: schema:sameAs and rdfs:seeAlso are taken, not {row['predicate_id']}"
                )
            value = one.expand(row["object_id"])
            key = (path, row["predicate_id"], row["object_id"].partition(":")[0])
            if partners.setdefault(key, value) != value:
                raise MappingError(f"{one.name}: {path} is both {partners[key]} and {value}")


def _check_theme(one: MappingSet, name: str, predicate: str) -> None:
    if name.removeprefix("theme-") not in GROUP_OF or one.expand(f"{CONCEPTS}:{name}") != expand(
        f"rk:{name}"
    ):
        raise MappingError(f"{one.name}: no municipality, prefecture or theme: {CONCEPTS}:{name}")
    if one.expand(predicate) not in MATCHES:
        raise MappingError(f"{one.name}: the matches of SKOS are taken for a theme, not {predicate}")


def is_place(path: str) -> bool:
    """Whether this is the id of a municipality or prefecture that exists.

    >>> is_place("municipality/43100"), is_place("municipality/43000"), is_place("area/43100")
    (True, False, False)
    """
    if not re.fullmatch(r"municipality/\d{5}|prefecture/\d\d", path):
        return False
    code = ids.code5(path)
    return ids.place(code) == path and code in gazetteer().by_code


def _offices(tables: Iterable[Traversable]) -> dict[str, Office]:
    found: dict[str, Office] = {}
    for table in tables:
        for code, office in read_offices(table.read_text(encoding="utf-8"), table.name).items():
            if found.setdefault(code, office) != office:
                raise MappingError(f"{table.name}: {code} has its office at another place in another table")
    return found


def read_offices(text: str, name: str) -> dict[str, Office]:
    """The offices of a table with the columns code5, name, latitude, longitude.

    Raises:
        MappingError: a row is not in order.
    """
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    if not lines or lines[0] != ["code5", "name", "latitude", "longitude"]:
        raise MappingError(f"{name}: the columns are code5, name, latitude, longitude")
    found: dict[str, Office] = {}
    for cells in lines[1:]:
        office = office_of(*cells[2:]) if len(cells) == 4 else None
        if office is None or cells[0] not in gazetteer().by_code or cells[0] in found:
            raise MappingError(f"{name}: not an office: {' '.join(cells)}")
        found[cells[0]] = office
    return found


def office_of(latitude: str, longitude: str) -> Office | None:
    """An office at these degrees; None unless both are figures within Japan.

    >>> office_of("32.80333333", "130.7080556")
    Office(latitude=Decimal('32.80333333'), longitude=Decimal('130.7080556'))
    >>> office_of("130.7080556", "32.80333333") is None
    True
    """
    if not (_DEGREES.fullmatch(latitude) and _DEGREES.fullmatch(longitude)):
        return None
    office = Office(Decimal(latitude), Decimal(longitude))
    inside = LATITUDES[0] <= office.latitude <= LATITUDES[1]
    return office if inside and LONGITUDES[0] <= office.longitude <= LONGITUDES[1] else None


def distance_km(one: Office, other: Office) -> Decimal:
    """The great-circle distance of two offices in kilometres, one decimal (haversine formula).

    >>> distance_km(Office(Decimal(33), Decimal(130)), Office(Decimal(34), Decimal(130)))
    Decimal('111.2')
    """
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    half_lat, half_long = (lat2 - lat1) / 2, math.radians(other.longitude - one.longitude) / 2
    root = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_long) ** 2
    exact = 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, root)))
    return Decimal(exact).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)


def place_triples(tables: Tables, documents: Iterable[Records], iris: Iris) -> tuple[str, ...]:
    """What the tables add to the links graph, as subject, property and value, sorted."""
    found = {triple for one in tables.sets for _, triple in _links(one, iris)}
    for code, office in tables.offices.items():
        place = nquads.iri(iris.node(ids.place(code)))
        found.add(f"{place} {term('rk:officeLat')} {nquads.decimal(office.latitude)}")
        found.add(f"{place} {term('rk:officeLong')} {nquads.decimal(office.longitude)}")
    for name, distance in distances(documents, tables.offices).items():
        membership = nquads.iri(iris.node(name))
        found.add(f"{membership} {term('rk:distanceToCore')} {nquads.decimal(distance)}")
    return tuple(sorted(found))


def _links(one: MappingSet, iris: Iris) -> Iterator[tuple[str, str]]:
    """The property and the whole triple of each row."""
    for row in one.rows:
        prefix, _, path = row["subject_id"].partition(":")
        subject = nquads.iri(one.expand(row["subject_id"]) if prefix == CONCEPTS else iris.node(path))
        name = short(one.expand(row["predicate_id"]))
        yield name, f"{subject} {term(name)} {nquads.iri(one.expand(row['object_id']))}"


def distances(documents: Iterable[Records], offices: Mapping[str, Office]) -> dict[str, Decimal]:
    """For each membership as a partner its distance to the core in kilometres, where both offices are known.

    An area with several core cities has no distances: nothing says to which of them.
    """
    memberships = {one.id: one for document in documents for one in document.of(Membership)}
    cores: dict[str, set[str]] = {}
    for one in memberships.values():
        if one.role == "core":
            cores.setdefault(one.area, set()).add(ids.code5(one.member))
    found = {}
    for one in memberships.values():
        core = cores.get(one.area, set())
        here, there = offices.get(ids.code5(one.member)), offices.get(next(iter(core), ""))
        if one.role != "core" and len(core) == 1 and here and there:
            found[one.id] = distance_km(here, there)
    return found


def linkset_triples(tables: Tables, iris: Iris) -> Iterator[str]:
    """The tables as VoID linksets, one for each table and property, as subject, property and value."""
    whole = nquads.iri(iris.node("dataset/renkei"))
    graph = nquads.iri(iris.graph("links"))
    for one in tables.sets:
        counts = Counter(name for name, _ in set(_links(one, iris)))
        for name, triples in sorted(counts.items()):
            suffix = "" if len(counts) == 1 else "-" + name.partition(":")[2]
            node = nquads.iri(iris.node(f"dataset/{one.name}{suffix}"))
            yield f"{graph} {term('void:subset')} {node}"
            yield f"{node} {term('rdf:type')} {term('void:Linkset')}"
            yield f"{node} {term('void:linkPredicate')} {term(name)}"
            yield f"{node} {term('void:triples')} {nquads.integer(triples)}"
            yield f"{node} {term('void:subjectsTarget')} {whole}"
            yield f"{node} {term('dcterms:license')} {nquads.iri(one.slots['license'])}"
            if "mapping_set_title" in one.slots:
                yield f"{node} {term('dcterms:title')} {nquads.text(one.slots['mapping_set_title'], 'en')}"
            targets = {
                row["object_source"]
                for row in one.rows
                if row.get("object_source") and short(one.expand(row["predicate_id"])) == name
            }
            for source in targets:
                yield f"{node} {term('void:objectsTarget')} {nquads.iri(one.expand(source))}"
