"""A release as tidy tables: one CSV for each kind of thing, a dictionary of columns and a data package.

What the tables hold is data (``data/export/tables.yaml``): a query for each, its columns and keys. The files are
RFC 4180 in UTF-8. A text cell that a spreadsheet would take for a formula begins with an apostrophe; figures
stay figures.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import yaml

from graph_build.assets import asset
from graph_build.rdf.prefixes import expand
from graph_build.release.asking import Graph
from graph_build.release.folder import ReleaseFolder

ColumnType: TypeAlias = Literal["id", "concept", "uri", "string", "integer", "number", "date"]

PACKAGE, DICTIONARY, NAME = "datapackage.json", "dictionary.csv", "renkei"
SEPARATOR = "|"
"""Between the values of a cell that holds several."""

FRICTIONLESS: Mapping[str, str] = {"integer": "integer", "number": "number"}
"""Our types as those of Table Schema; all others are strings (a date may be a year or a month)."""

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
APOSTROPHE = (
    "A text cell that would begin with = + - @, a tab or a line break begins with an apostrophe.",
    "= + - @、タブ又は改行で始まる文字列の前にはアポストロフィを置く。",
)
SOURCES = """
    SELECT ?document ?title ?issuer
    WHERE {
      ?document a rk:Document ; dcterms:title ?title .
      OPTIONAL { ?document rk:issuer/skos:prefLabel ?issuer FILTER(LANG(?issuer) = "ja") }
    }"""

# The full-width forms are begins of formulas to Japanese spreadsheets.
_FORMULA = re.compile(r"[=+@\-\t\r\n＝＋＠－]")
_HARMLESS = re.compile(r"[+\-]?\d[\d,]*(\.\d+)?|[\-－]+")


class TableError(Exception):
    """The graph has not the form that the tables need, or the folder holds something else."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, what it says in both languages, its unit, the table that it refers to."""

    name: str
    type: ColumnType
    ja: str
    en: str
    unit: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its query, the queries of its columns of several values, its columns and key."""

    name: str
    title: Mapping[str, str]
    key: tuple[str, ...]
    query: str
    columns: tuple[Column, ...]
    lists: Mapping[str, str]


Rows: TypeAlias = tuple[tuple[str, ...], ...]


def tables() -> tuple[Table, ...]:
    """The tables in the order of their file."""
    given = yaml.safe_load(asset("data").joinpath("export", "tables.yaml").read_text(encoding="utf-8"))
    return tuple(
        Table(
            name=one["name"],
            title=MappingProxyType(one["title"]),
            key=tuple(one["key"]),
            query=one["query"],
            columns=tuple(Column(**column) for column in one["columns"]),
            lists=MappingProxyType(one.get("lists", {})),
        )
        for one in given
    )


def export_csv(release: ReleaseFolder, out: Path, bom: bool = False) -> dict[str, int]:
    """Write all tables of a release to the folder ``out``; the number of rows of each.

    ``bom`` begins every CSV with a byte order mark, which some spreadsheets need to read UTF-8.

    Raises:
        TableError: ``out`` holds something else than an earlier export, or the graph is not in order.
        OSError: a file cannot be written.
    """
    _check_replaceable(out)
    graph = Graph(release)
    given = tables()
    made = [(table, rows_of(table, graph)) for table in given]
    files = {f"{table.name}.csv": csv_bytes(table, rows, bom) for table, rows in made}
    files[DICTIONARY] = _file(dictionary(given), bom)
    package = describe(given, files, _sources(graph), release.manifest(), bom)
    files[PACKAGE] = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    return {table.name: len(rows) for table, rows in made}


def _check_replaceable(out: Path) -> None:
    if out.is_file():
        raise TableError(f"{out} is a file; name a folder")
    if not out.is_dir() or not any(out.iterdir()):
        return
    try:
        earlier = json.loads((out / PACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        earlier = None
    if not isinstance(earlier, dict) or earlier.get("name") != NAME:
        raise TableError(f"{out} holds something else than an export; name another folder")


def rows_of(table: Table, graph: Graph) -> Rows:
    """The rows of a table, sorted by key, with the values as they stand in the file.

    Raises:
        TableError: two rows have one key: the graph states two values where one may stand.
    """
    several = {name: _ask(graph, query) for name, query in table.lists.items()}
    return tuple(row for _, row in sorted(assembled(table, graph.base, _ask(graph, table.query), several)))


def assembled(
    table: Table,
    base: str,
    rows: Iterable[Mapping[str, str]],
    several: Mapping[str, Iterable[Mapping[str, str]]],
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The rows of a table with their keys, from the solutions of its query and of those of its lists.

    Raises:
        TableError: two rows have one key: the graph states two values where one may stand.
    """
    forms: dict[str, Callable[[str], str]] = {c.name: _form(c, base) for c in table.columns}
    lists = {name: _several(values, forms[name]) for name, values in several.items()}
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in rows:
        cells = {name: forms[name](value) for name, value in row.items() if name in forms}
        for name, values in lists.items():
            cells[name] = SEPARATOR.join(sorted(values.get(row["id"], ())))
        key = tuple(cells[name] for name in table.key)
        if key in found:
            raise TableError(f"{table.name}: two values where one may stand: {' '.join(key)}")
        found[key] = tuple(cells.get(column.name, "") for column in table.columns)
    return list(found.items())


def _several(rows: Iterable[Mapping[str, str]], form: Callable[[str], str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["id"]].add(form(row["value"]))
    return dict(found)


def _ask(graph: Graph, query: str) -> Iterator[dict[str, str]]:
    """The solutions of a query; a variable without value is an empty text."""
    yield from csv.DictReader(io.StringIO("".join(graph.run(query, {}, "csv")), newline=""))


def _form(column: Column, base: str) -> Callable[[str], str]:
    """How a value of a column is written."""
    start, concepts = base + "id/", expand("rk:")
    match column.type:
        case "id":
            return lambda value: value.removeprefix(start)
        case "concept":
            return lambda value: value.removeprefix(concepts)
        case "string":
            return safe
        case _:
            return lambda value: value


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; figures and lone dashes are left as they are.

    >>> safe("=SUM(A1)"), safe("-1,234"), safe("－"), safe("＋Ａ")
    ("'=SUM(A1)", '-1,234', '－', "'＋Ａ")
    """
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def csv_bytes(table: Table, rows: Iterable[Sequence[str]], bom: bool) -> bytes:
    """The file of a table; ``bom`` as for `export_csv`."""
    return _file([[column.name for column in table.columns], *rows], bom)


def _file(rows: Sequence[Sequence[str]], bom: bool) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def dictionary(given: Sequence[Table]) -> list[list[str]]:
    """The data dictionary: one row for each column of each table, after the header."""
    found = [
        ["table", "column", "type", "several", "unit", "refers_to", "key", "description_ja", "description_en"]
    ]
    for table in given:
        for c in table.columns:
            several, key = str(c.name in table.lists).lower(), str(c.name in table.key).lower()
            found.append([table.name, c.name, c.type, several, c.unit, c.to, key, safe(c.ja), safe(c.en)])
    return found


def _sources(graph: Graph) -> list[dict[str, str]]:
    """The documents behind the tables: title and issuer as printed, and the IRI."""
    found = [
        {"title": " ".join(filter(None, (row["issuer"], row["title"]))), "path": row["document"]}
        for row in _ask(graph, SOURCES)
    ]
    return sorted(found, key=lambda one: (one["path"], one["title"]))


def describe(
    given: Sequence[Table],
    files: Mapping[str, bytes],
    sources: Sequence[Mapping[str, str]],
    manifest: Mapping[str, Any],
    bom: bool = False,
) -> dict[str, Any]:
    """The Frictionless Data Package of the tables; ``*_ja`` are the same in Japanese."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "id": f"{manifest['base']}id/dataset/renkei",
        "version": str(manifest["build"])[:16],
        "title": "Renkei: regional cooperation between Japan's municipalities",
        "title_ja": "連携：市町村の広域連携",
        "description": f"Ids are paths after {manifest['base']}id/. {APOSTROPHE[0]}",
        "description_ja": f"識別子は {manifest['base']}id/ の後の部分。{APOSTROPHE[1]}",
        "licenses": [LICENCE],
        "sources": list(sources),
        "resources": [
            *(_resource(t.name, files[f"{t.name}.csv"], t.title, _schema(t), bom) for t in given),
            _resource("dictionary", files[DICTIONARY], DICTIONARY_TITLE, _dictionary_schema(given), bom),
        ],
    }


DICTIONARY_TITLE = {"ja": "列の説明", "en": "Data dictionary"}


def _resource(
    name: str, content: bytes, title: Mapping[str, str], schema: Mapping[str, Any], bom: bool
) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": title["en"],
        "title_ja": title["ja"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if bom else "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n", "quoteChar": '"'},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _schema(table: Table) -> dict[str, Any]:
    references = [
        {
            "fields": column.name,
            "reference": {"resource": "" if column.to == table.name else column.to, "fields": "id"},
        }
        for column in table.columns
        if column.to
    ]
    return {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"foreignKeys": references} if references else {}),
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    several = column.name in table.lists
    more_en, more_ja = (
        (f" (several, joined by {SEPARATOR})", f"（複数、{SEPARATOR} 区切り）") if several else ("", "")
    )
    found: dict[str, Any] = {
        "name": column.name,
        "type": "string" if several else FRICTIONLESS.get(column.type, "string"),
        "description": column.en + more_en,
        "description_ja": column.ja + more_ja,
    }
    if column.type == "uri" and not several:
        found["format"] = "uri"
    if column.unit:
        found["unit"] = column.unit
    if column.name in table.key:
        found["constraints"] = {"required": True, **({"unique": True} if len(table.key) == 1 else {})}
    return found


def _dictionary_schema(given: Sequence[Table]) -> dict[str, Any]:
    return {
        "fields": [{"name": name, "type": "string"} for name in dictionary(given)[0]],
        "missingValues": [""],
        "primaryKey": ["table", "column"],
    }
