"""A table that goes on over pages of a laid-out text: the columns of each, heads that are printed again set aside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from graph_build.documents.laid_out.cells import is_heading, is_labelled, together
from graph_build.documents.laid_out.columns import Placed
from graph_build.documents.laid_out.grids import is_figure, places_below
from graph_build.documents.laid_out.stops import Stops, fitted
from graph_build.documents.laid_out.words import Measure, fields, text_of, words
from graph_build.documents.lines.physical import Line


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a table by column, with the columns of the page of each, and their places in the file."""

    placed: list[Placed]
    stops: list[Stops]
    at: list[int]

    def is_full(self, line: int, col: int) -> bool:
        """Whether the text of a line fills its column."""
        return self.stops[line].is_full(col, self.placed[line][col])

    def is_open(self, col: int) -> bool:
        """Whether the last text of a column fills it."""
        last = next((i for i in range(len(self.placed) - 1, -1, -1) if self.placed[i][col]), None)
        return last is not None and self.is_full(last, col)


def body_up_to_heading(
    lines: Sequence[Line], begin: int, aside: Collection[int], measure: Measure
) -> list[int]:
    """The lines that a table with heads in line ``begin`` may take, up to a heading at its margin."""
    if begin >= len(lines) or lines[begin].blank:
        return []
    margin = words(lines[begin], measure)[0].begin

    def is_next(i: int) -> bool:
        at_margin = words(lines[i], measure)[0].begin <= margin
        return i > begin and at_margin and (is_heading(lines[i], measure) or is_labelled(lines[i], measure))

    return list(takewhile(lambda i: not is_next(i), together(lines, begin, aside)))


def table_lines(
    lines: Sequence[Line],
    body: Sequence[int],
    heads: int,
    measure: Measure,
    begun: int = 0,
    first: int = 0,
) -> Lines | None:
    """The lines of a table whose first ones, ``heads``, are its heads; None where no page tells their columns.

    A page that has other columns, or none, ends it, and None where its first line may go on with the table.
    In the first lines of each, ``begun``, every text begins a column.
    """
    found = Lines([], [], [])
    for page in pages(lines, body):
        columns = fitted([lines[i] for i in page], measure, begun, first)
        if columns and found.stops and len(columns[0].starts) < len(found.stops[0].starts):
            columns = _rest(columns, found)
        if columns is None or (found.stops and len(columns[0].starts) != len(found.stops[0].starts)):
            if found.placed and _may_go_on(lines[page[0]], found, measure):
                return None
            break
        stops, placed = columns
        again = bool(found.placed) and _keys(placed[:heads]) == _keys(found.placed[:heads])
        begin = heads * again
        found.placed.extend(placed[begin:])
        found.stops.extend([stops] * (len(placed) - begin))
        found.at.extend(page[begin : len(placed)])
        if len(placed) < len(page):
            break
    return found if len(found.placed) > heads else None


def _rest(columns: tuple[Stops, list[Placed]], found: Lines) -> tuple[Stops, list[Placed]] | None:
    """The lines of a page that hold the rest of some columns: or further rows of some: figures below figures, texts
    below those that break off, or beside figures; None where it is not clear below which they stand."""
    stops, placed = columns
    above = found.stops[-1]
    size = len(above.starts)
    last = [next((line[col] for line in reversed(found.placed) if line[col]), ()) for col in range(size)]
    beside = any(run and is_figure(run) for run in placed[0])

    def fits(value: int, col: int) -> bool:
        run = next(line[value] for line in placed if line[value])
        if is_figure(run) or is_figure(last[col]):
            return is_figure(run) == is_figure(last[col])
        return beside or found.is_open(col)

    places = places_below([(at, at) for at in stops.starts], [[(at, at) for at in above.starts]], fits)
    if places is None:
        return None
    spread = [
        tuple(dict(zip(places, line, strict=True)).get(col, ()) for col in range(size)) for line in placed
    ]
    return Stops(above.starts, above.widths, above.measure), spread


def _may_go_on(line: Line, found: Lines, measure: Measure) -> bool:
    """Whether the first line of a page whose columns nothing tells may be of the table above it."""
    texts = fields(line, measure)
    return (
        len(texts) > 1 or texts[0][0].begin > found.stops[0].starts[0] or found.is_full(len(found.at) - 1, 0)
    )


def pages(lines: Sequence[Line], body: Sequence[int]) -> list[list[int]]:
    """Lines by the page on which they stand."""
    found: list[list[int]] = []
    for above, i in zip([*body[:1], *body], body, strict=False):
        ends = any("\f" in line.text for line in lines[above + 1 : i + 1])
        if not found or ends:
            found.append([])
        found[-1].append(i)
    return found


def _keys(placed: Sequence[Placed]) -> list[list[str]]:
    return [[text_of(run).text for run in line] for line in placed]
