"""Members that a plan's tables call by their names without 市, 町, 村 (富山 | 滑川 | 計)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from graph_build.converters.items import Grid
from graph_build.documents.model import Cell
from graph_build.places.gazetteer import Place
from graph_build.text.key import matching_key

_called: ContextVar[frozenset[str]] = ContextVar("short_names", default=frozenset())


@contextmanager
def members_called(names: frozenset[str]) -> Iterator[None]:
    """The plan at hand calls its members so, by matching key."""
    token = _called.set(names)
    try:
        yield
    finally:
        _called.reset(token)


def is_short_name(text: str) -> bool:
    """Whether the plan at hand calls a member so.

    >>> with members_called(frozenset({"富山"})):
    ...     is_short_name("富 山"), is_short_name("高岡")
    (True, False)
    """
    names = _called.get()
    return bool(names) and matching_key(text) in names


def short_names(grids: Iterable[Grid], members: Iterable[Place]) -> frozenset[str]:
    """The short names of members that stand alone in cells, two different ones at least in a row or column of one table; a
    word that may be the name of two members is none."""
    stems: defaultdict[str, set[str]] = defaultdict(set)
    for place in members:
        stems[matching_key(place.stem)].add(place.code5)
    known = {stem for stem, codes in stems.items() if len(codes) == 1}
    found: set[str] = set()
    for grid in grids:
        lines: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        for cell in grid.table.cells:
            if (key := _key(cell)) in known:
                lines["row", cell.row].add(key)
                lines["col", cell.col].add(key)
        found |= {key for keys in lines.values() if len(keys) > 1 for key in keys}
    return frozenset(found)


def _key(cell: Cell) -> str:
    return matching_key(cell.text.text) if len(cell.text) <= 12 else ""
