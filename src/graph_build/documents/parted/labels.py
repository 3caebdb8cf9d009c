"""The known labels of a table's cells, by which tables that a page has parted are told from those that are merely alike."""

from __future__ import annotations

from graph_build.documents.model import Table
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import label_kinds


def heads_values(table: Table) -> bool:
    """Whether a sheet begins with heads over their values (番号 | 事業名 | 関係市町村), its labels below them."""
    heads = [label_kinds(matching_key(cell.text.text)) for cell in table.row(0)]
    first = [cell for row in (1, 2) for cell in table.row(row)[:1] if cell.col == 0]
    labels = [is_label(matching_key(cell.text.text)) for cell in first]
    return any("title" in kinds for kinds in heads) and labels == [False, True]


def labels_of(table: Table) -> set[str]:
    """The words in the first column."""
    return {key for cell in table.cells if cell.col == 0 and (key := matching_key(cell.text.text))}


def is_label(key: str) -> bool:
    """Whether the key of a text is that of a known label."""
    return label_kind(key).kind != "unknown" or bool(label_kinds(key))


def label_columns(table: Table) -> set[int]:
    """The columns that hold labels of contents and roles."""
    kinds = ((cell.col, label_kind(matching_key(cell.text.text)).kind) for cell in table.cells)
    return {col for col, kind in kinds if kind in ("content", "role", "roles")}


def is_sheet(table: Table) -> bool:
    """Whether the rows of a table begin with labels, the first of them and most others known ones."""
    known = [is_label(matching_key(cell.text.text)) for cell in table.cells if cell.col == 0]
    return table.cols > 1 and known[:1] == [True] and sum(known) * 2 > len(known)
