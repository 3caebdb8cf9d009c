"""The tables of indicators met on the walk through a plan, kept until all that they may be of is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.one_indicator import OneIndicator, named_by
from graph_build.converters.vision.indicators.tables import Columns, KpiTable
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.plan.measure_book import MeasureBook
from graph_build.converters.vision.projects.own_indicators import Sheet
from graph_build.converters.vision.tables.blocks import Row
from graph_build.documents.model import Located


@dataclass(slots=True)
class IndicatorTables:
    """``sheets`` are those of projects, and the tables of indicators between and behind them, in text order."""

    context: Context
    book: MeasureBook
    tables: list[KpiTable] = field(default_factory=list)
    sheets: list[Sheet | KpiTable] = field(default_factory=list)

    def of_list(self, rows: tuple[Row, ...], columns: Columns, path: tuple[Heading, ...]) -> None:
        """Take the indicators beside the projects of a list: their labels are those of the projects."""
        quoted = self.book.quoted_above(path)
        self.tables.append(KpiTable(rows, columns, path, None, quoted, labelled=False))

    def add(
        self,
        rows: tuple[Row, ...],
        columns: Columns,
        path: tuple[Heading, ...],
        caption: Located | None = None,
        labels: Sequence[Located] = (),
    ) -> None:
        """Take a table with its caption, and the labels that say no more than its heads."""
        self.context.out.ignore("label", *labels)
        self.tables.append(KpiTable(rows, columns, path, caption, self.book.quoted_above(path)))
        self.sheets.append(self.tables[-1])

    def of_one(self, one: OneIndicator, caption: Located | None, path: tuple[Heading, ...]) -> bool:
        """Take a table of one indicator; False where nothing names it."""
        named = named_by(one, caption)
        if named is None:
            return False
        rows, columns, labels = named
        self.add(rows, columns, path, labels=labels)
        return True
