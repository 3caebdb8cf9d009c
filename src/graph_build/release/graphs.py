"""The named graphs that belong to no single document: ontology, places, labels, links, catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from graph_build.assets import asset, tsv
from graph_build.checks.questions import load_queries
from graph_build.linking.status import Link
from graph_build.places.gazetteer import gazetteer
from graph_build.places.labels import english_label
from graph_build.rdf import nquads
from graph_build.rdf.iris import Iris
from graph_build.rdf.places import places_graph
from graph_build.rdf.prefixes import PREFIXES, expand
from graph_build.rdf.writer import term
from graph_build.records import ids
from graph_build.release.cache import Cache, key

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TITLES = {"ja": "Renkei（連携）：市町村の広域連携のグラフ", "en": "Renkei: the graph of regional cooperation"}
PLACE_FOLDERS = ("municipality/", "prefecture/")


def fixed_graphs(iris: Iris, cache: Cache) -> dict[str, tuple[str, ...]]:
    """The graphs that depend on code and tables only, by their names."""
    made = {"ontology": ontology_graph, "places": places_graph, "labels": labels_graph}
    found = {}
    for name, make in made.items():
        kept = cache.get(key(name, iris.base))
        if kept is None:
            kept = "\n".join(make(iris))
            cache.put(key(name, iris.base), kept)
        found[name] = tuple(kept.split("\n")) if kept else ()
    return found


def ontology_graph(iris: Iris) -> tuple[str, ...]:
    """Ontology and concepts as they stand in their files; their IRIs do not move with the base.

    Raises:
        ValueError: they hold a blank node.
    """
    import pyoxigraph as ox

    graph = nquads.iri(iris.graph("ontology"))
    files = sorted((f for f in asset("ontology").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name)
    triples = [
        quad.triple for file in files for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    ]
    if any(isinstance(part, ox.BlankNode) for triple in triples for part in (triple.subject, triple.object)):
        raise ValueError("the ontology holds a blank node")
    return tuple(sorted({f"{triple} {graph} ." for triple in triples}))


def labels_graph(iris: Iris) -> tuple[str, ...]:
    """English labels: of places (`graph_build.places.labels`), and by id those of ``data/labels``."""
    graph = nquads.iri(iris.graph("labels"))
    folder = asset("data").joinpath("labels")
    rows = [row for file in folder.iterdir() if file.name.endswith(".tsv") for row in tsv(folder, file.name)]
    label = term("skos:prefLabel")
    named = [(row["id"], row["en"]) for row in rows if not row["id"].startswith(PLACE_FOLDERS)]
    known = gazetteer()
    for place in (*known.prefectures, *known.municipalities):
        english = english_label(place)
        if english:
            named.append((ids.place(place.code5), english))
    return tuple(
        sorted(
            f"{nquads.iri(iris.node(name))} {label} {nquads.text(en, 'en')} {graph} ." for name, en in named
        )
    )


def links_graph(links: Iterable[Link], iris: Iris, triples: Iterable[str] = ()) -> tuple[str, ...]:
    """What follows from several documents, and ``triples`` of the mapping tables."""
    graph = nquads.iri(iris.graph("links"))
    found = {*(link_triple(one, iris) for one in links), *triples}
    return tuple(sorted(f"{triple} {graph} ." for triple in found))


def link_triple(one: Link, iris: Iris) -> str:
    """A link as subject, property and value."""
    values = {
        "node": lambda: nquads.iri(iris.node(one.value)),
        "concept": lambda: term(f"rk:{one.value}"),
        "term": lambda: term(one.value),
        "string": lambda: nquads.string(one.value),
        "decimal": lambda: nquads.decimal(Decimal(one.value)),
        "ja": lambda: nquads.text(one.value),
        "date": lambda: nquads.date(one.value),
        "integer": lambda: nquads.integer(int(one.value)),
    }
    return f"{nquads.iri(iris.node(one.subject))} {term(one.property)} {values[one.kind]()}"


def catalogue_graph(
    graphs: Mapping[str, int], topics: Mapping[str, str], iris: Iris, linksets: Iterable[str] = ()
) -> tuple[str, ...]:
    """The data set and its named graphs: how many triples each has, and which document it is of.

    ``graphs`` are names with sizes, ``topics`` the graphs of documents with the path of the document,
    ``linksets`` the triples that describe the links to other data sets.
    """
    graph = nquads.iri(iris.graph("catalogue"))
    whole = nquads.iri(iris.node("dataset/renkei"))
    triples = [*linksets, *_examples(iris), *(f"{whole} {name} {value}" for name, value in _whole())]
    for name in sorted(graphs):
        part = nquads.iri(iris.graph(name))
        triples.append(f"{whole} {term('void:subset')} {part}")
        triples.append(f"{part} {term('rdf:type')} {term('void:Dataset')}")
        triples.append(f"{part} {term('void:triples')} {nquads.integer(graphs[name])}")
        if name in topics:
            triples.append(f"{part} {term('dcterms:source')} {nquads.iri(iris.node(topics[name]))}")
    return tuple(sorted(f"{triple} {graph} ." for triple in triples))


def _examples(iris: Iris) -> Iterator[str]:
    """The prefixes (`sh:declare`) and the stored questions as executable examples, for clients that offer them."""
    catalogue = iris.graph("catalogue")
    prefixes = nquads.iri(f"{catalogue}#prefixes")
    for prefix, namespace in PREFIXES.items():
        node = nquads.iri(f"{catalogue}#prefix-{prefix}")
        yield f"{prefixes} {term('sh:declare')} {node}"
        yield f"{node} {term('rdf:type')} {term('sh:PrefixDeclaration')}"
        yield f"{node} {term('sh:prefix')} {nquads.string(prefix)}"
        yield f"{node} {term('sh:namespace')} {nquads.string(namespace)}"
    for query in load_queries():
        node = nquads.iri(f"{catalogue}#query-{query.name}")
        for kind in ("sh:SPARQLExecutable", "sh:SPARQLSelectExecutable"):
            yield f"{node} {term('rdf:type')} {term(kind)}"
        for language, title in sorted(query.title.items()):
            yield f"{node} {term('dcterms:title')} {nquads.text(title, language)}"
        yield f"{node} {term('sh:select')} {nquads.string(query.text)}"
        yield f"{node} {term('sh:prefixes')} {prefixes}"


def _whole() -> Iterator[tuple[str, str]]:
    for cls in ("dcat:Dataset", "void:Dataset"):
        yield term("rdf:type"), term(cls)
    for lang, title in TITLES.items():
        yield term("dcterms:title"), nquads.text(title, lang)
    yield term("dcterms:license"), nquads.iri(LICENCE)
    yield term("void:vocabulary"), nquads.iri(expand("rk:"))
