"""Which things a printed name may mean. A name that several bear is left to the user; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph_build.places.codes import code6
from graph_build.places.gazetteer import Place, gazetteer
from graph_build.places.index import names, read_name
from graph_build.places.resolve import resolve
from graph_build.places.spelling import place_key
from graph_build.search.fold import search_key
from graph_build.search.lookup import Hit, Index, Match
from graph_build.search.words import LONGEST, Word, Words
from service.reconcile.schema import PROPERTIES, TYPES

SURE, NAMESAKE, NEAR, CONTRADICTED = 100.0, 80.0, 40.0, 20.0
"""Scores: the one that is meant; one of several of the name; a similar name; a name that something contradicts."""

Certainty = Literal["settled", "open", "doubtful"]
"""Whether the name says by itself which place is meant, other properties may say it, or nothing can."""

_SIMILAR = 10
_CODE = re.compile("[0-9]{4,6}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reconciliation query: a name, types (none: all), values of properties."""

    query: str
    types: tuple[str, ...] = ()
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limit: int = 10

    def given(self, name: str) -> tuple[str, ...] | None:
        """The values given for a property; None when there are none."""
        found = [values for pid, values in self.properties if pid == name]
        return tuple(value for values in found for value in values) if found else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant, how likely, and whether no other can be."""

    hit: Hit
    score: float

    @property
    def match(self) -> bool:
        """Whether a client may take it without asking."""
        return self.score == SURE


def candidates(index: Index, wanted: Wanted, seconds: float) -> list[Candidate]:
    """The candidates for one query, best first; at most one of them matches."""
    if not wanted.query.strip():
        return _without_name(index, wanted, seconds)
    types = [each for each in TYPES if not wanted.types or each in wanted.types]
    found: dict[str, Candidate] = {}
    if entity := _by_identifier(index, wanted.query, types):
        found[entity.path] = Candidate(entity, NAMESAKE if wanted.properties else SURE)
    if "Municipality" in types:
        for each in _municipalities(index, wanted):
            found.setdefault(each.hit.path, each)
    for each in _by_label(
        index, wanted, [each for each in types if each != "Municipality" or not found], seconds
    ):
        found.setdefault(each.hit.path, each)
    ranked = sorted(found.values(), key=lambda each: -each.score)
    unused = any(pid not in PROPERTIES or not PROPERTIES[pid].narrows for pid, _ in wanted.properties)
    if unused or sum(each.score >= NAMESAKE for each in ranked) > 1:
        ranked = [Candidate(each.hit, min(each.score, SURE - 1)) for each in ranked]
    return ranked[: wanted.limit]


def _without_name(index: Index, wanted: Wanted, seconds: float) -> list[Candidate]:
    """Only a code finds a thing without its name."""
    codes = [*(wanted.given("code5") or ()), *(wanted.given("code6") or ())]
    if not codes or not codes[0].strip():
        return []
    return candidates(index, replace(wanted, query=codes[0]), seconds)


def _by_identifier(index: Index, query: str, types: Sequence[str]) -> Hit | None:
    path = query.strip().removeprefix(index.base).removeprefix("id/")
    hit = index.entry(f"id/{path}") if "/" in path else None
    return hit if hit is not None and hit.kind.partition(":")[2] in types else None


# --- municipalities ---


def _municipalities(index: Index, wanted: Wanted) -> list[Candidate]:
    """Places of the name or code, each of them only if the graph knows it."""
    places, certainty = _places(wanted.query)
    admitted = [place for place in places if _admits(place, wanted)]
    settled = certainty == "settled" or (certainty == "open" and len(admitted) < len(places))
    found = []
    for place in places:
        hit = index.entry(f"id/municipality/{place.code5}")
        if hit is None:
            continue
        if place not in admitted:
            score = CONTRADICTED
        else:
            score = SURE if settled and len(admitted) == 1 else NAMESAKE
        found.append(Candidate(hit, score))
    return found


def _places(query: str) -> tuple[tuple[Place, ...], Certainty]:
    """The places that a name, a reading or a code may mean."""
    text = search_key(query)
    if _CODE.fullmatch(text):
        return _by_code(text)
    answer, reading = resolve(query), read_name(query)
    places = tuple(place for place in answer.candidates if place.kind != "prefecture")
    if answer.status == "conflict" or (reading is not None and reading.name in names().wards):
        return places, "doubtful"
    if places:
        return places, "settled" if answer.status == "resolved" else "open"
    read = tuple(place for place in gazetteer().municipalities if search_key(place.kana) == text)
    return read, "settled" if len(read) == 1 else "open"


def _by_code(text: str) -> tuple[tuple[Place, ...], Certainty]:
    """The place of a code of five or six digits; without its leading zero, as spreadsheets leave it, in doubt."""
    by_code = gazetteer().by_code
    ways: tuple[tuple[str, Certainty], ...] = ((text, "settled"), (f"0{text}", "doubtful"))
    for code, certainty in ways:
        five = code[:5]
        if five in by_code and by_code[five].kind != "prefecture" and code in (five, code6(five)):
            return (by_code[five],), certainty
    return (), "open"


def _admits(place: Place, wanted: Wanted) -> bool:
    """Whether no property of the query contradicts a place; of several values one has to fit."""
    for pid, known in (
        ("prefecture", _prefecture_names(place)),
        ("code5", {place.code5}),
        ("code6", {place.code6}),
    ):
        given = wanted.given(pid)
        if given is not None and not set(map(place_key, given)) & set(map(place_key, known)):
            return False
    return True


def _prefecture_names(place: Place) -> set[str]:
    prefecture, code = gazetteer().prefecture_of(place), place.prefecture_code
    return {prefecture.name, prefecture.stem, code, prefecture.code5, prefecture.code6, f"prefecture/{code}"}


# --- everything else ---


def _by_label(index: Index, wanted: Wanted, types: Sequence[str], seconds: float) -> list[Candidate]:
    """Things with the query as their label, then things whose label has it inside."""
    key = search_key(wanted.query)
    if not key or len(wanted.query) > LONGEST or not types:
        return []
    kinds = [f"rk:{each}" for each in types]
    hits = index.search(Words((Word(key),), key), kinds, limit=1000, seconds=seconds, texts=0).hits
    exact = [hit for hit in hits if hit.match is Match.EXACT]
    fitting = [hit for hit in exact if _within(hit, wanted)]
    # English names of places are no keys: of several places of one name in Latin letters only some have one.
    certain = len(fitting) == 1 and fitting[0].kind != "rk:Municipality"
    scores = [CONTRADICTED if hit not in fitting else SURE if certain else NAMESAKE for hit in exact]
    similar = [hit for hit in hits if Match.EXACT < hit.match <= Match.LABEL and _within(hit, wanted)]
    return [
        *map(Candidate, exact, scores),
        *(Candidate(hit, NEAR - 5 * (hit.match - 1)) for hit in similar[:_SIMILAR]),
    ]


def _within(hit: Hit, wanted: Wanted) -> bool:
    """Whether the agreement or plan that the query gives is the one that has the thing."""
    given = wanted.given("inVersion")
    if given is None:
        return True
    context = {search_key(label) for label in hit.context.values()}
    return any(
        hit.path.startswith(f"id/{value.strip('/')}/") or search_key(value) in context for value in given
    )


def values_of(given: object) -> tuple[str, ...]:
    """The values of a property in a query: strings, numbers, booleans, entities, or an array of these.

    >>> values_of(["広島県", {"id": "prefecture/34"}, 34])
    ('広島県', 'prefecture/34', '34')

    Raises ValueError for anything else.
    """
    if isinstance(given, list):
        return tuple(value for each in given for value in values_of(each))
    if isinstance(given, Mapping) and isinstance(given.get("id"), str):
        return (given["id"],)
    if isinstance(given, (str, int, float)):
        return (str(given),)
    raise ValueError("a value is a string, a number, a boolean or an object with an id")
