"""Members that a plan's tables call by their names without 市, 町, 村 (富山 | 滑川 | 計)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from graph_build.converters.items import Grid
from graph_build.documents.model import Cell
from graph_build.places.gazetteer import Place
from graph_build.text.key import matching_key

_called: ContextVar[Mapping[str, str]] = ContextVar("short_names", default=MappingProxyType({}))
_FEWEST_SIGNS = 3
"""Members that a row or column calls by one letter each, at least."""


@contextmanager
def members_called(names: Mapping[str, str]) -> Iterator[None]:
    """The plan at hand calls its members so: matching key of the short name → code."""
    token = _called.set(names)
    try:
        yield
    finally:
        _called.reset(token)


def is_short_name(text: str) -> bool:
    """Whether the plan at hand calls a member so.

    >>> with members_called({"富山": "16201"}):
    ...     is_short_name("富 山"), is_short_name("高岡")
    (True, False)
    """
    names = _called.get()
    return bool(names) and matching_key(text) in names


def called_so(text: str) -> str | None:
    """The code of the member that the plan at hand calls so."""
    return _called.get().get(matching_key(text))


def short_names(grids: Iterable[Grid], members: Iterable[Place]) -> dict[str, str]:
    """The short names of members that stand alone in cells, two different ones at least in a row or column of one table; of names
    of one letter (富 | 滑 | 舟), all cells of the row or column below or beside a label but three at least. A word that may
    be the name of two members is none."""
    places = list(members)
    stems = _unique((matching_key(place.stem), place.code5) for place in places)
    letters = _unique((matching_key(place.name)[0], place.code5) for place in places)
    found: dict[str, str] = {}
    for grid in grids:
        lines: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for cell in grid.table.cells:
            if cell.text:
                lines["row", cell.row].append(_key(cell))
                lines["col", cell.col].append(_key(cell))
        for keys in lines.values():
            named = {key for key in keys if key in stems}
            signs = [key for key in keys if len(key) == 1]
            if len(named) > 1:
                found |= {key: stems[key] for key in named}
            if _FEWEST_SIGNS <= len(signs) == len(set(signs)) and all(sign in letters for sign in signs):
                found |= {sign: letters[sign] for sign in signs}
    return found


def _unique(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names of one member only, with its code."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in names:
        codes[name].add(code)
    return {name: next(iter(those)) for name, those in codes.items() if len(those) == 1}


def _key(cell: Cell) -> str:
    return matching_key(cell.text.text) if len(cell.text) <= 12 else ""
