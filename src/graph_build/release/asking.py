"""Queries on a release, answered in this process by pyoxigraph: for the command line and the checks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import pyoxigraph as ox

from graph_build.checks.parameters import ParameterError, Value, read_values
from graph_build.checks.questions import StoredQuery, Table
from graph_build.rdf.prefixes import PREFIXES, expand, short
from graph_build.release.folder import ReleaseFolder

Term: TypeAlias = ox.NamedNode | ox.Literal
Format: TypeAlias = Literal["csv", "json"]


class QueryError(ValueError):
    """The query cannot be parsed or evaluated, or a parameter has no such value."""


class Graph:
    """A release in memory; its default graph is the union of all graphs, each triple once."""

    def __init__(self, release: ReleaseFolder) -> None:
        self.base: str = release.manifest()["base"]
        self._store = ox.Store()
        self._store.bulk_load(path=str(release.graph), format=ox.RdfFormat.N_QUADS)
        self._store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")

    def ask(self, query: StoredQuery, values: Mapping[str, str]) -> Table:
        """The answer to a stored query as a table: paths for nodes of this build, prefixed names for others.

        Raises:
            QueryError: as `run`; also for a parameter that the query does not have.
        """
        solutions = self._query(query.text, self.bindings(query, values))
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError(f"{query.path}: a stored query is a SELECT query")
        columns = tuple(variable.value for variable in solutions.variables)
        rows = tuple(tuple(self._cell(value) for value in solution) for solution in solutions)
        return Table(columns, rows)

    def bindings(self, query: StoredQuery, values: Mapping[str, str]) -> dict[str, Term]:
        """Values of parameters as terms of the declared types.

        Raises:
            QueryError: an unknown or missing parameter, a value of another type, or a query that asks another
                server too.
        """
        if query.federated:
            raise QueryError(f"{query.path} also asks another server: run its text in a client of your own")
        try:
            read = read_values(query, values, self.base)
        except ParameterError as error:
            raise QueryError(str(error)) from None
        return {name: _term(value) for name, value in read.items()}

    def guessed(self, value: str) -> Term:
        """A value of an undeclared parameter: an IRI, a number, else a plain string.

        Raises:
            QueryError: it begins as an IRI and is none.
        """
        if value.startswith(("http://", "https://")):
            try:
                return ox.NamedNode(value)
            except ValueError as error:
                raise QueryError(f"{value}: {error}") from None
        if value.lstrip("+-").isdecimal() and value.isascii():
            return ox.Literal(value, datatype=ox.NamedNode(expand("xsd:integer")))
        return ox.Literal(value)

    def run(self, text: str, bindings: Mapping[str, Term], form: Format) -> Iterator[str]:
        """The answer to any query: a table as CSV or JSON, a graph as N-Triples, yes or no.

        Raises:
            QueryError: the query cannot be parsed or evaluated.
        """
        answer = self._query(text, bindings)
        if isinstance(answer, ox.QueryTriples):
            yield from (f"{triple} .\n" for triple in answer)
        elif form == "json":
            yield (answer.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode() + "\n"
        elif isinstance(answer, ox.QuerySolutions):
            yield from _csv(answer)
        else:
            yield f"{str(bool(answer)).lower()}\n"

    def _query(
        self, text: str, bindings: Mapping[str, Term]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        terms: dict[ox.Variable, Any] = {ox.Variable(name): term for name, term in bindings.items()}
        try:
            return self._store.query(text, prefixes=dict(PREFIXES), substitutions=terms)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from None

    def _cell(self, value: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> str:
        if not isinstance(value, ox.NamedNode):
            return "" if value is None else str(getattr(value, "value", value))
        prefixed = short(value.value)
        if prefixed == value.value and value.value.startswith(self.base):
            return value.value.removeprefix(self.base).removeprefix("id/")
        return prefixed


def _term(value: Value) -> Term:
    if value.is_iri:
        return ox.NamedNode(value.value)
    return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype or expand("xsd:string")))


def _csv(solutions: ox.QuerySolutions) -> Iterator[str]:
    line = io.StringIO()
    write = csv.writer(line, lineterminator="\n").writerow
    for row in (
        [v.value for v in solutions.variables],
        *([getattr(t, "value", t) for t in s] for s in solutions),
    ):
        write(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()
