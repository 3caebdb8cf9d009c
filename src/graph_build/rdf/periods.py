"""Periods as nodes: a fiscal year runs from 1 April to 31 March, a year of unknown kind has no days."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_build.rdf import nquads
from graph_build.rdf.prefixes import expand


def period_properties(path: str) -> Iterator[tuple[str, str]]:
    """Property and value of each triple of a period node, from its path.

    >>> [value[:12] for name, value in period_properties("period/fy2021") if name == "dcat:endDate"]
    ['"2022-03-31"']

    Raises:
        ValueError: it is no period of the identifier grammar.
    """
    start, end = bounds(path)
    yield "rdf:type", nquads.iri(expand("dcterms:PeriodOfTime"))
    yield "dcat:startDate", nquads.date(start)
    yield "dcat:endDate", nquads.date(end)


def bounds(path: str) -> tuple[str, str]:
    """First and last day of a period, both included; of a year whose kind is not said, the year itself.

    >>> bounds("period/y2021"), bounds("period/2024-10-01")
    (('2021', '2021'), ('2024-10-01', '2024-10-01'))
    """
    name = path.rpartition("/")[2]
    year = re.fullmatch(r"(fy|cy|y)(\d{4})", name)
    if year is None:
        start, _, end = name.partition("_")
        return start, end or start
    number = int(year[2])
    if year[1] == "fy":
        return f"{number:04}-04-01", f"{number + 1:04}-03-31"
    return (f"{number:04}-01-01", f"{number:04}-12-31") if year[1] == "cy" else (year[2], year[2])
