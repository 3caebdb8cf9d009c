"""What several views do with the rows of their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from service.language import Language

Row = Mapping[str, str]


def name(row: Row, key: str, language: Language) -> str:
    """The label of a row in a language, in Japanese where there is no English one.

    >>> name({"title": "橋", "title_en": ""}, "title", "en")
    '橋'
    """
    return (row[f"{key}_en"] if language == "en" else "") or row[key]


def grouped(rows: Iterable[Row], *keys: str) -> list[tuple[Row, list[Row]]]:
    """Rows that follow each other with the same values of the keys; the first row stands for its group."""
    found = []
    for _, group in groupby(rows, key=lambda row: tuple(row[key] for key in keys)):
        members = list(group)
        found.append((members[0], members))
    return found


def by(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """The rows by their value of a key, in the order of their first row."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def distinct(rows: Iterable[Row], *keys: str) -> list[Row]:
    """The first row for each combination of values of the keys."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), row)
    return list(found.values())


def largest(rows: Sequence[Row], key: str) -> int:
    """The largest whole number of a column; 0 where there is none."""
    return max((int(row[key]) for row in rows if row[key]), default=0)


def number(text: str) -> Decimal | None:
    """A figure of the graph as a number.

    >>> number("29.5"), number("")
    (Decimal('29.5'), None)
    """
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def tidy(rows: Iterable[Row], **columns: Callable[[Row], Any]) -> list[dict[str, Any]]:
    """The rows of a picture: one value for each column, as the script reads them."""
    return [{column: value(row) for column, value in columns.items()} for row in rows]
