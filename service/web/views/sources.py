"""From a thing to the lines of its document: the places, and the words where the text is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.web.blocks import Block
from service.web.rows import Row, by
from service.web.visit import Visit

_AROUND = 3
_AT_MOST = 120


@dataclass(frozen=True)
class Line:
    """A line of a document: what stands before, in and after the quoted span."""

    number: int
    before: str
    marked: str
    after: str
    hit: bool


async def places_of(visit: Visit, item: str) -> dict[str, Any]:
    """The places that state a thing, those of the whole thing first, each with its lines."""
    block: Block = await visit.ask("item-places", item=item)
    found = []
    for rows in by(block.rows, "place").values():
        properties = [row["property"] for row in rows if row["property"]]
        found.append({"about": rows[0], "properties": properties, "lines": lines_of(visit, rows[0])})
    return {"list": found, "block": block}


def lines_of(visit: Visit, place: Row, around: int = _AROUND) -> list[Line]:
    """The lines of a place with some around it and its span marked; none where only facts are at hand."""
    text = visit.text(place["sha256"])
    if text is None:
        return []
    first, last = int(place["line_start"]), int(place["line_end"])
    start, end = int(place["char_start"]), int(place["char_end"])
    return lines(text, max(1, first - around), min(last + around, first + _AT_MOST), [(start, end)])


def lines(text: str, first: int, last: int, spans: Sequence[tuple[int, int]]) -> list[Line]:
    """Lines `first` to `last` (1-based) of a text; of each the part within one of the half-open spans is marked.

    >>> [(line.before, line.marked, line.after) for line in lines("ab\\ncd\\nef", 1, 2, [(1, 4)])]
    [('a', 'b', ''), ('', 'c', 'd')]
    """
    found = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        if first <= number <= last:
            start, end = _within(at, len(line), spans)
            found.append(Line(number, line[:start], line[start:end], line[end:], end > start))
        at += len(line) + 1
    return found


def _within(at: int, length: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the first span that touches a line begins and ends in it."""
    for start, end in spans:
        if start < at + length and end > at:
            return max(0, start - at), min(length, end - at)
    return length, length
