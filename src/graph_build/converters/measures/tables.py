"""Measures in tables: labels down a column, or across the head of the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.found import FoundMeasure
from graph_build.converters.items import Grid
from graph_build.converters.measures.column_heads import column_heads, with_actors
from graph_build.converters.measures.column_table import ColumnTable
from graph_build.converters.measures.fields import FieldStack
from graph_build.converters.measures.row_table import RowTable, label_column
from graph_build.converters.measures.transposed import is_transposed, read_transposed


def read_table(grid: Grid, stack: FieldStack, names: Sequence[str]) -> list[FoundMeasure] | None:
    """The measures of a table; None if it is no table of measures.

    ``stack`` holds the headings above; a heading right above a table that names no title and holds one measure is that
    measure's title (it leaves the stack).
    """
    if is_transposed(grid):
        return read_transposed(grid, stack.fields, names)
    head = column_heads(grid)
    column = None if head else label_column(grid)
    if head:
        measures = ColumnTable(grid, with_actors(grid, head), stack.fields, names).measures()
    elif column is not None:
        measures = RowTable(grid, column, stack.fields, names).measures()
    else:
        return None
    only = measures[0] if len(measures) == 1 else None
    if only and only.title is None and only.number is None and only.fields == stack.fields and stack.levels:
        heading = stack.pop()
        assert heading is not None
        return [
            replace(
                only,
                fields=stack.fields,
                title=heading.label,
                number=heading.number,
                number_text=heading.number_text,
                heading_title=heading,
            )
        ]
    return measures
