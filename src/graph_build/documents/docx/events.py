"""What the body of a Word file holds, in order, and what a cell makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from graph_build.documents.docx.shapes import Shape
from graph_build.documents.docx.tab_stops import TabStops, by_stops
from graph_build.documents.linear import GridCell, GridTable, rows_as_text
from graph_build.documents.model import BlockStyle


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, its lines as broken by hand."""

    lines: tuple[str, ...]
    style: BlockStyle
    stops: TabStops | None = None
    """The tab stops, where it holds tabs."""
    unsettled: frozenset[int] = frozenset()
    """Lines of which the tabs do not settle the columns."""
    paged: bool = False
    """Whether a page ends before or in it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    cells: tuple[GridCell, ...]
    paged: bool = False
    """Whether it begins a page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is not read, with what the file says that it shows."""

    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow or bar, which says something only in a table."""

    shape: Shape
    text: str


Event: TypeAlias = Para | Grid | Picture | Drawn


def content(
    events: Iterator[Event],
) -> tuple[tuple[str, ...], tuple[GridTable, ...], list[tuple[int, Drawn]]]:
    """The paragraphs of a cell, the tables inside it, which give one a row, and the shapes with their paragraph."""
    texts: list[str] = []
    nested: list[GridTable] = []
    drawn: list[tuple[int, Drawn]] = []
    count = 0
    for event in events:
        match event:
            case Para(lines):
                count += 1
                texts += (line for line in lines if line.strip())
            case Grid(cells):
                nested.append(GridTable(len(texts), cells))
                texts += rows_as_text(cells)
            case Picture(text) if text:
                texts.append(text)
            case Drawn():
                drawn.append((max(0, count - 1), event))
    return tuple(texts), tuple(nested), drawn


def extended(cell: GridCell, texts: tuple[str, ...], nested: tuple[GridTable, ...]) -> GridCell:
    """A cell with what stands in the part of it below or beside."""
    moved = tuple(replace(table, first=table.first + len(cell.paras)) for table in nested)
    return replace(cell, paras=cell.paras + texts, nested=cell.nested + moved)


def on_stops(events: Iterator[Event]) -> Iterator[Event]:
    """The events, paragraphs with tabs that follow each other set anew where their tab stops say how they part."""
    run: list[Para] = []
    for event in events:
        if isinstance(event, Para) and event.stops:
            run.append(event)
            continue
        yield from _set_anew(run)
        run = []
        yield event
    yield from _set_anew(run)


def _set_anew(run: Sequence[Para]) -> Iterator[Para]:
    lines, unsettled = by_stops([(line, para.stops or TabStops()) for para in run for line in para.lines])
    at = 0
    for para in run:
        end = at + len(para.lines)
        doubtful = frozenset(i - at for i in unsettled if at <= i < end)
        yield replace(para, lines=tuple(lines[at:end]), unsettled=doubtful)
        at = end
