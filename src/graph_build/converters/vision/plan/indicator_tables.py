"""The tables of indicators met on the walk through a plan, kept until all that they may be of is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from graph_build.converters.items import Grid, Para, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.one_indicator import OneIndicator, named_by
from graph_build.converters.vision.indicators.plain_years import said_columns, tells_targets
from graph_build.converters.vision.indicators.tables import Columns, KpiTable, kpi_columns
from graph_build.converters.vision.indicators.values_by_year import values_side_by_side
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.plan.measure_book import MeasureBook
from graph_build.converters.vision.projects.own_indicators import Sheet
from graph_build.converters.vision.tables.captions import notes_below
from graph_build.converters.vision.tables.signs import Row
from graph_build.documents.model import Located

_LINES_ABOVE = 2
"""How many lines above a table may say what its years are of."""


@dataclass(slots=True)
class IndicatorTables:
    """``sheets`` are those of projects, and the tables of indicators between and behind them, in text order."""

    context: Context
    book: MeasureBook
    tables: list[KpiTable] = field(default_factory=list)
    sheets: list[Sheet | KpiTable] = field(default_factory=list)

    def columns_of(
        self, nodes: Sequence[Node], i: int, claimed: Collection[int]
    ) -> tuple[tuple[Row, ...], tuple[Located, ...], Columns | None]:
        """The rows of the table at ``i`` with their values side by side, the labels that say no more then, and its columns if it is of
        indicators: by its heads, else by what the heading, the lines above it or the notes below it say of its years."""
        grid = nodes[i].item
        assert isinstance(grid, Grid)
        rows, labels = values_side_by_side(grid.rows)
        above = takewhile(
            lambda item: isinstance(item, Para), (nodes[at].item for at in range(i - 1, -1, -1))
        )
        said = [
            item.text
            for item in (*islice(above, _LINES_ABOVE), *notes_below(nodes, i, claimed))
            if isinstance(item, Para)
        ]
        return rows, labels, kpi_columns(rows) or said_columns(rows, said)

    def reports(self, grid: Grid, fields: Sequence[str]) -> bool:
        """Whether a table of indicators has years for heads of which nothing says what their values are; this is reported."""
        if not tells_targets(grid.rows, self.context.plan.id, bool(fields)):
            return False
        heads = [cell.text for cell in grid.rows[0] if cell.text]
        self.context.out.report("missing_header", " | ".join(map(printed, heads)), *heads)
        return True

    def of_list(self, rows: tuple[Row, ...], columns: Columns, path: tuple[Heading, ...]) -> None:
        """Take the indicators beside the projects of a list."""
        quoted = self.book.quoted_above(path)
        self.tables.append(KpiTable(rows, columns, path, None, quoted, listed=True))

    def add(
        self,
        rows: tuple[Row, ...],
        columns: Columns,
        path: tuple[Heading, ...],
        caption: Located | None = None,
        labels: Sequence[Located] = (),
        source: Located | None = None,
    ) -> None:
        """Take a table with its caption, the labels that say no more than its heads, and the source that a line below it names."""
        self.context.out.ignore("label", *labels)
        quoted = self.book.quoted_above(path)
        self.tables.append(KpiTable(rows, columns, path, caption, quoted, source=source))
        self.sheets.append(self.tables[-1])

    def of_one(self, one: OneIndicator, caption: Located | None, path: tuple[Heading, ...]) -> bool:
        """Take a table of one indicator; False where nothing names it."""
        named = named_by(one, caption)
        if named is None:
            return False
        rows, columns, labels = named
        self.add(rows, columns, path, labels=labels)
        return True
