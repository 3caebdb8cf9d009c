"""The graph of all municipalities and prefectures, from the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator

from graph_build.places.gazetteer import Gazetteer, Place, gazetteer
from graph_build.rdf import nquads
from graph_build.rdf.iris import Iris
from graph_build.rdf.prefixes import classes
from graph_build.rdf.writer import term
from graph_build.records.ids import place as place_id

STANDARD_AREA = "http://data.e-stat.go.jp/lod/sac/C"


def places_graph(iris: Iris) -> tuple[str, ...]:
    """The lines of ``graph/places``, sorted."""
    known = gazetteer()
    graph = nquads.iri(iris.graph("places"))
    return tuple(
        sorted(
            f"{nquads.iri(iris.node(place_id(place.code5)))} {term(name)} {value} {graph} ."
            for place in (*known.prefectures, *known.municipalities)
            for name, value in _properties(place, known, iris)
        )
    )


def _properties(place: Place, known: Gazetteer, iris: Iris) -> Iterator[tuple[str, str]]:
    prefecture = place.kind == "prefecture"
    for cls in classes("rk:Prefecture" if prefecture else "rk:Municipality"):
        yield "rdf:type", term(cls)
    yield "skos:prefLabel", nquads.text(place.name)
    yield "skos:prefLabel", nquads.text(place.kana, "ja-Kana")
    yield "rk:code5", nquads.string(place.code5)
    yield "rk:code6", nquads.string(place.code6)
    yield "rk:corporateNumber", nquads.string(place.corporate_number)
    yield "rk:standardAreaCode", nquads.iri(STANDARD_AREA + place.code5)
    if not prefecture:
        yield "rk:inPrefecture", nquads.iri(iris.node(place_id(known.prefecture_of(place).code5)))
