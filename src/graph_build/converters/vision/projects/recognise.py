"""Which tables are of projects, by the labels of their rows, and where such a table prints the titles."""

from __future__ import annotations

from graph_build.converters.items import Grid
from graph_build.converters.vision.outline.tree import is_place_name
from graph_build.converters.vision.tables.blocks import is_numbered_row
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.tables.yearly import is_year_label
from graph_build.converters.vision.tables.years import years_below_head
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Cell

# Rows that only projects have, and all rows that a project's table may have.
_TELLING = ("participants", "budget", "schedule", "subsidy", "effect", "title")
INDICATORS = ("kpi", "target", "current", "baseline")
KNOWN = (
    *_TELLING,
    *INDICATORS,
    "content",
    "roles",
    "role",
    "cost",
    "note",
    "number",
    "measure",
    "field",
    "contact",
    "other",
)


def is_project_table(grid: Grid) -> bool:
    """A table with the row labels of projects in its first column."""
    labels = [row[0] for row in grid.rows if row and row[0].col == 0 and row[0].text]
    own = [cell for cell in labels if not is_place_name(cell.text.text) and not is_year_label(cell.text.text)]
    heads = [head_of(cell) for cell in own]  # those left out say who pays, and when
    known = [head for head in heads if head.means(*KNOWN)]
    kinds = {kind for head in known for kind in head.kinds}
    telling = len(kinds.intersection(_TELLING)) >= 2 or kinds >= {"participants", "content"}
    return telling and len(known) * 2 > len(heads) and len(known) >= 3


def title_cells(grid: Grid) -> list[Cell]:
    """The cells that print the titles of a table's projects: beside 事業名 or a number, else rows that are nothing else."""
    years = years_below_head(grid.rows)
    labelled = [
        row[1]
        for at, row in enumerate(grid.rows)
        if len(row) > 1
        and row[1].text
        and (head_of(row[0]).means("title") or (is_numbered_row(row) and at not in years))
    ]
    if labelled or grid.table.cols < 2:
        return labelled
    alone = [row[0] for row in grid.rows if row and _is_alone(row)]
    return alone if alone and alone[0].row == 0 else []


def _is_alone(row: Row) -> bool:
    """Whether a row is a short text across the table that is no label."""
    filled = [cell for cell in row if cell.text]
    if len(filled) != 1 or filled[0].col or filled[0].text.text.endswith("。"):
        return False
    head = head_of(filled[0])
    return bool(head.key) and not head.kinds and head.year is None
