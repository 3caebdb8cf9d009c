"""From a thing to the lines of its document: the places, and the words where the text is at hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from service.web.blocks import Block
from service.web.rows import Row, by
from service.web.visit import Visit

_AROUND = 3
_AT_MOST = 120


@dataclass(frozen=True)
class Line:
    """A line of a document in pieces, each with whether it is quoted; `gap`: lines before it are left out."""

    number: int
    pieces: Sequence[tuple[str, bool]]
    gap: bool = False

    @property
    def hit(self) -> bool:
        """Whether something in it is quoted."""
        return any(quoted for _, quoted in self.pieces)


async def places_of(visit: Visit, item: str) -> dict[str, Any]:
    """The places that state a thing, by document: those of the whole thing first, then the lines of all of them."""
    block: Block = await visit.ask("item-places", item=item)
    found = []
    for said in by(block.rows, "document").values():
        by_place = list(by(said, "place").values())
        places = [
            {"about": rows[0], "properties": [row["property"] for row in rows if row["property"]]}
            for rows in by_place
        ]
        shown = lines_of(visit, [rows[0] for rows in by_place])
        found.append({"about": said[0], "places": places, "lines": shown})
    return {"list": found, "block": block}


def lines_of(visit: Visit, places: Sequence[Row], around: int = _AROUND) -> list[Line]:
    """The lines of places in one document with some around each, the quoted spans marked; [] where there is no text."""
    text = visit.text(places[0]["sha256"])
    if text is None:
        return []
    wanted: set[int] = set()
    for place in places:
        first, last = int(place["line_start"]), int(place["line_end"])
        wanted.update(range(max(1, first - around), min(last + around, first + _AT_MOST) + 1))
    return lines(text, wanted, [(int(place["char_start"]), int(place["char_end"])) for place in places])


def lines(text: str, wanted: Collection[int], spans: Sequence[tuple[int, int]]) -> list[Line]:
    """The wanted lines (1-based) of a text, what lies in one of the half-open spans marked.

    >>> for line in lines("ab\\ncd\\nef\\ngh", {1, 2, 4}, [(1, 4), (9, 10)]):
    ...     print(line.number, line.pieces, line.gap)
    1 [('a', False), ('b', True)] False
    2 [('c', True), ('d', False)] False
    4 [('g', True), ('h', False)] True
    """
    found: list[Line] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        if number in wanted:
            gap = bool(found) and found[-1].number != number - 1
            found.append(Line(number, _pieces(line, at, spans), gap))
        at += len(line) + 1
    return found


def _pieces(line: str, at: int, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A line that begins at this offset, cut where quoted spans begin and end."""
    within = [(max(start - at, 0), min(end - at, len(line))) for start, end in spans]
    within = [(start, end) for start, end in within if start < end]
    cuts = sorted({0, len(line), *(cut for span in within for cut in span)})
    found: list[tuple[str, bool]] = []
    for start, end in pairwise(cuts):
        quoted = any(one <= start and end <= other for one, other in within)
        if found and found[-1][1] == quoted:
            found[-1] = (found[-1][0] + line[start:end], quoted)
        else:
            found.append((line[start:end], quoted))
    return found
