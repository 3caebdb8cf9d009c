"""Lists of the API: one selection of things, written as framed JSON-LD or as rows of the export tables."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from starlette.requests import Request

from graph_build.checks.parameters import ParameterError, json_schema, read_value
from graph_build.checks.questions import Param, ParamType
from graph_build.rdf.prefixes import PREFIXES
from graph_build.release.export import Table, assembled, csv_bytes
from service.engine.protocol import Term
from service.problems import INVALID, Problem
from service.resources.asking import Asking
from service.resources.description import LABELS, read_graph
from service.resources.jsonld import Tree
from service.resources.kinds import Filter, Kind
from service.sparql.endpoint import Endpoint
from service.sparql.formats import CSV, JSON_LD

LIMIT, MOST = 50, 200
"""Things on a page of JSON when nothing is said, and at most."""
MOST_ROWS: Final = 10_000
"""Things in a CSV answer when nothing is said, and at most."""
FARTHEST: Final = 1_000_000
"""The largest offset."""

_PATH = "(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+"
_NAME = "[A-Za-z0-9_-]+"
_SELECT = re.compile(r"SELECT (?P<variables>[^{]*?)\s*WHERE\s*{", re.DOTALL)
_ITEMS = (
    "CONSTRUCT {{ ?id ?property ?value . ?value ?naming ?label }} WHERE {{ {{ {page} }} "
    f"?id ?property ?value {LABELS.replace('{', '{{').replace('}', '}}')} }}}}"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Some things of a kind in an order: filters with their values, and which part of them is asked for."""

    kind: Kind
    bound: Mapping[str, Term]
    sort: str
    offset: int
    limit: int

    @property
    def variables(self) -> str:
        """The bound variables, which every query has to select."""
        return "".join(f"?{name} " for name in sorted(self.bound))

    def pattern(self) -> str:
        """What holds for the things."""
        # A filter that several share stands once, so that they speak of the same role.
        chosen = [each.pattern for each in self.kind.filters if each.variable in self.bound]
        return " ".join([self.kind.pattern, *chosen])

    def page(self, variable: str = "id") -> str:
        """The query for the things of this page, in order."""
        descending = self.sort.startswith("-")
        key = self.kind.sorts[self.sort.removeprefix("-")]
        place = "?place " if "?place" in key else ""
        order = " ".join(f"{'DESC' if descending else 'ASC'}({each})" for each in ["?key", *place.split()])
        return (
            f"SELECT DISTINCT (?id AS ?{variable}) {self.variables}?key {place}WHERE {{ {self.pattern()} {key} }} "
            f"ORDER BY {order} ASC(?id) LIMIT {self.limit} OFFSET {self.offset}"
        ).replace("(?id AS ?id)", "?id")

    def count(self) -> str:
        """The query for how many things there are on all pages."""
        grouped = f" GROUP BY {self.variables}" if self.bound else ""
        return f"SELECT {self.variables}(COUNT(DISTINCT ?id) AS ?n) WHERE {{ {self.pattern()} }}{grouped}"

    def narrowed(self, query: str) -> str:
        """A query of the export tables for the things of this page only."""
        page = self.page(self.kind.column)
        return _SELECT.sub(
            lambda found: f"SELECT {self.variables}{found['variables']} WHERE {{ {{ {page} }} ",
            query,
            count=1,
        )


def select(kind: Kind, given: Mapping[str, str], base: str, most: int, usual: int) -> Selection:
    """The selection that parameters ask for; `Problem` names the one that cannot be used."""
    known = {each.name: each for each in kind.filters}
    if unknown := sorted(set(given) - {*known, "sort", "offset", "limit"}):
        names = [*known, "sort", "offset", "limit", "format"]
        raise Problem(INVALID, f"There is no parameter {', '.join(unknown)[:200]}.", {"parameters": names})
    if missing := [each.name for each in kind.filters if each.required and not given.get(each.name)]:
        raise Problem(INVALID, f"The parameter {', '.join(missing)} is missing.", {"missing": missing})
    bound = {
        known[name].variable: _read(known[name], text, base) for name, text in given.items() if name in known
    }
    sort = given.get("sort", next(iter(kind.sorts)))
    if sort.removeprefix("-") not in kind.sorts:
        allowed = [sign + name for name in kind.sorts for sign in ("", "-")]
        raise Problem(
            INVALID, f"sort: one of {', '.join(allowed)}.", {"parameter": "sort", "expected": allowed}
        )
    offset = _number("offset", given.get("offset", "0"), 0, FARTHEST)
    limit = _number("limit", given.get("limit", str(usual)), 1, MOST_ROWS)
    return Selection(kind, bound, sort, offset, min(limit, most))


def _number(name: str, text: str, low: int, high: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not low <= int(text) <= high:
        raise Problem(INVALID, f"{name}: a number from {low} to {high}.", {"parameter": name})
    return int(text)


def _read(given: Filter, text: str, base: str) -> Term:
    """The term that a value stands for."""
    if given.type in ("municipality", "area", "agreement", "vision", "year"):
        try:
            value = read_value(given.name, _known(given).type, text, base)
        except ParameterError as error:
            raise Problem(INVALID, str(error), dict(error.details)) from None
        return Term(value.value, value.is_iri, value.datatype)
    if not re.fullmatch(schema_of(given, base)["pattern"], text):
        detail = f"{given.name}: {text[:80]!r} is not of type {given.type}; for example {given.example}."
        raise Problem(INVALID, detail, {"parameter": given.name, "expected": given.type})
    if given.type == "thing":
        return Term(base + "id/" + text.removeprefix(base).removeprefix("id/"), is_iri=True)
    name = text.removeprefix(PREFIXES["rk"])
    return Term(
        PREFIXES["rk"] + (name if name.startswith(given.scheme) else given.scheme + name), is_iri=True
    )


def schema_of(given: Filter, base: str) -> dict[str, Any]:
    """The JSON Schema of a filter's values: whole IRIs, or the part that tells them apart."""
    if given.type in ("municipality", "area", "agreement", "vision", "year"):
        return json_schema(_known(given), base)
    start, body = (base, _PATH) if given.type == "thing" else (PREFIXES["rk"], _NAME)
    escaped = re.escape(start).replace("\\-", "-").replace("\\#", "#")
    return {"type": "string", "pattern": f"^(?:{escaped})?{body}$"}


def _known(given: Filter) -> Param:
    """A filter whose type the parameters of the stored queries have too."""
    return Param(given.name, cast(ParamType, given.type), given.example)


class Lister:
    """Answers selections."""

    def __init__(self, endpoint: Endpoint, base: str) -> None:
        self._endpoint = endpoint
        self._asking = Asking(endpoint)
        self._base = base

    async def total(self, request: Request, selection: Selection) -> int:
        """How many things there are on all pages."""
        return await self._asking.number(request, selection.count(), selection.bound)

    async def ids(self, request: Request, selection: Selection) -> list[str]:
        """The things of this page, in order."""
        rows = await self._asking.rows(request, selection.page(), selection.bound)
        return list(dict.fromkeys(row["id"]["value"] for row in rows))

    async def items(self, request: Request, selection: Selection) -> list[dict[str, Any]]:
        """The things of this page as JSON-LD without context: what is said of them, with the labels of what they name."""
        text = _ITEMS.format(page=selection.page())
        ids, answer = await asyncio.gather(
            self.ids(request, selection), self._endpoint.run(text, JSON_LD, request.receive, selection.bound)
        )
        tree = Tree(read_graph(answer.whole()))
        return [tree.node(iri) for iri in ids]

    async def rows(self, request: Request, selection: Selection, table: Table, bom: bool) -> bytes:
        """The things of this page as rows of their export table."""
        ids = await self.ids(request, selection)
        rows, *lists = await asyncio.gather(
            self._solutions(request, selection, table.query),
            *(self._solutions(request, selection, query) for query in table.lists.values()),
        )
        at = next(at for at, column in enumerate(table.columns) if column.name == selection.kind.column)
        start = self._base + "id/"
        place = {iri.removeprefix(start): number for number, iri in enumerate(ids)}
        made = assembled(table, self._base, rows, dict(zip(table.lists, lists, strict=True)))
        made.sort(key=lambda one: (place.get(one[1][at], len(place)), one[0]))
        return csv_bytes(table, [row for _, row in made], bom)

    async def _solutions(self, request: Request, selection: Selection, query: str) -> list[dict[str, str]]:
        answer = await self._endpoint.run(selection.narrowed(query), CSV, request.receive, selection.bound)
        return list(_read_csv(answer.whole()))


def _read_csv(body: bytes) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""))
