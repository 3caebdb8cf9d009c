"""The index as one SQLite file: the things, their texts, and which pairs of characters stand in which thing.

SQLite's own trigram tokenizer finds no word of two characters (医療), and most Japanese words have two. So the
index lists bigrams; a word is looked up by its rarest bigrams and then compared as a whole. Single characters
are listed for labels and names only. The same entries give the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from graph_build.rdf.iris import DEFAULT_BASE
from graph_build.search.entries import Entry, Role, entries
from graph_build.search.fold import search_key
from graph_build.search.words import bigrams

FORMAT = "2"
"""Counted up when the tables or the folding change: an index of another format is not read."""

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  label_ja TEXT, label_en TEXT, context_ja TEXT, context_en TEXT
);
CREATE TABLE document (path TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passage (
  entry INTEGER NOT NULL, number INTEGER NOT NULL, role INTEGER NOT NULL, key TEXT NOT NULL,
  text TEXT NOT NULL, language TEXT NOT NULL, node TEXT NOT NULL, prop TEXT NOT NULL,
  document TEXT, line_start INTEGER, line_end INTEGER, page INTEGER, PRIMARY KEY (entry, number)
) WITHOUT ROWID;
CREATE TABLE gram (gram TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (gram, entry)) WITHOUT ROWID;
CREATE TABLE frequency (gram TEXT PRIMARY KEY, entries INTEGER NOT NULL) WITHOUT ROWID;
"""


def index_of_graph(graph: bytes, build: str, base: str = DEFAULT_BASE) -> bytes:
    """The index of a release's N-Quads as the bytes of an SQLite file."""
    return index_of(entries(ox.parse(graph, format=ox.RdfFormat.N_QUADS), base), build, base)


def index_of_files(paths: Sequence[Path], build: str, base: str = DEFAULT_BASE) -> bytes:
    """The index of RDF files of any format that their names tell."""
    quads = (quad for path in paths for quad in ox.parse(path=path))
    return index_of(entries(quads, base), build, base)


def index_of(found: Iterable[Entry], build: str, base: str) -> bytes:
    """The index of entries in their order; `build` names the graph that they are of."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript(_TABLES)
        database.execute("BEGIN")
        grams: defaultdict[str, set[int]] = defaultdict(set)
        documents: dict[str, str] = {}
        for number, entry in enumerate(found):
            _write_entry(database, number, entry)
            _write_passages(database, number, entry, grams)
            documents |= {each.place.document: each.place.title for each in entry.passages if each.place}
        about = {"format": FORMAT, "build": build, "base": base}
        database.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        database.executemany("INSERT INTO document VALUES (?, ?)", sorted(documents.items()))
        database.executemany(
            "INSERT INTO gram VALUES (?, ?)",
            ((gram, entry) for gram in sorted(grams) for entry in sorted(grams[gram])),
        )
        database.executemany(
            "INSERT INTO frequency VALUES (?, ?)", ((gram, len(grams[gram])) for gram in sorted(grams))
        )
        database.execute("COMMIT")
        return database.serialize()


def _write_entry(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    labels = (entry.label.get("ja"), entry.label.get("en"))
    contexts = (entry.context.get("ja"), entry.context.get("en"))
    database.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", (number, entry.path, entry.kind, *labels, *contexts)
    )


def _write_passages(
    database: sqlite3.Connection, number: int, entry: Entry, grams: defaultdict[str, set[int]]
) -> None:
    for position, passage in enumerate(entry.passages):
        key, place = search_key(passage.text), passage.place
        where = (place.document, place.line_start, place.line_end, place.page) if place else (None,) * 4
        what = (passage.role, key, passage.text, passage.language, passage.node, passage.prop)
        database.execute(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, position, *what, *where),
        )
        for gram in bigrams(key) if passage.role is Role.TEXT else bigrams(key) | set(key):
            grams[gram].add(number)
