"""Blocks of the pages: a query file and its parameters give the rows, the CSV file and the link of the query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote, urlencode

from service.engine.protocol import Term
from service.resources.views import TooLittleError
from service.sparql.lexer import Limits, scan

BOM = "\ufeff".encode()
"""What a CSV file begins with, so that spreadsheets read it as UTF-8."""
_PARAMS = re.compile(r"^#\+ params:((?: [a-z_]+)*)$", re.MULTILINE)
_PATH = re.compile(r"(?:id|doc|graph)/[A-Za-z0-9._~!$&'()*+,;=:@%/-]+")
_LOOSE = Limits(nesting=100, operators=1000)


class UnusableValueError(ValueError):
    """A parameter does not name a thing below the base; the message names it."""


@dataclass(frozen=True)
class BlockQuery:
    """One file of `service/web/queries`: its parameters are variables, each bound to a thing of the graph."""

    name: str
    params: tuple[str, ...]
    text: str
    pattern: int

    def bind(self, given: Mapping[str, str], base: str) -> dict[str, Term]:
        """The terms for these values: IRIs, or paths below the base.

        Raises:
            UnusableValueError: a parameter is missing, unknown or no identifier.
        """
        if set(given) != set(self.params):
            raise UnusableValueError(f"The parameters are: {', '.join(self.params) or 'none'}.")
        bound = {}
        for name in self.params:
            path = given[name].removeprefix(base)
            if not _PATH.fullmatch(path):
                raise UnusableValueError(f"{name}: {given[name][:80]!r} is no identifier below {base}.")
            bound[name] = Term(base + path, is_iri=True)
        return bound

    def bound(self, terms: Mapping[str, Term]) -> str:
        """The query with its parameters as VALUES, for a reader to run and change."""
        head = _PARAMS.sub("", self.text[: self.pattern + 1]).lstrip("\n")
        values = "".join(f"\n  VALUES ?{name} {{ <{term.value}> }}" for name, term in terms.items())
        return f"{head}{values}{self.text[self.pattern + 1 :]}"


@dataclass(frozen=True)
class Block:
    """The answer to a block's query: rows by column ('' where nothing is said) and the addresses of its forms."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    query: str
    given: Mapping[str, str]

    @property
    def first(self) -> Mapping[str, str]:
        """The first row, for blocks that say what a thing is.

        Raises:
            TooLittleError: there is none.
        """
        if not self.rows:
            raise TooLittleError(self.name)
        return self.rows[0]

    @property
    def query_link(self) -> str:
        """The page on which the query can be run and changed."""
        return f"/sparql?{urlencode({'query': self.query}, quote_via=quote)}"

    @property
    def csv(self) -> str:
        """The rows as CSV."""
        return self._table({})

    @property
    def csv_bom(self) -> str:
        """The rows as CSV that spreadsheets read as UTF-8."""
        return self._table({"bom": "1"})

    def _table(self, more: Mapping[str, str]) -> str:
        query = urlencode({**self.given, **more}, safe="/")
        return f"/tables/{self.name}.csv" + (f"?{query}" if query else "")


@cache
def load_blocks() -> Mapping[str, BlockQuery]:
    """The block queries of the package by name; ValueError for a file without the line of its parameters."""
    found = {}
    for entry in sorted((files("service.web") / "queries").iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".rq"):
            name, text = entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8")
            said = _PARAMS.search(text)
            if said is None:
                raise ValueError(f"{entry.name}: there is no line '#+ params:'")
            pattern = scan(text, _LOOSE, "https://w3id.org/renkei/").pattern
            found[name] = BlockQuery(name, tuple(said[1].split()), text, pattern)
    return found
