"""Which tables list facilities (fictions)."""

from __future__ import annotations

import pytest

from graph_build.converters.items import Grid, items_of
from graph_build.converters.vision.statistics.facilities import is_facility_table
from graph_build.documents.read import read_bytes


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("区分\t名称\n病院\t架空病院\n図書館\t架空図書館\n", True),
        ("名称\t所在地\n架空病院\t札幌市\n架空会館\t石狩市\n", True),
        ("名称\t海の市\n事業内容\t直売の催しを開く。\n", False),
    ],
)
def test_a_sheet_of_labels_is_no_table_of_facilities(table: str, expected: bool) -> None:
    (grid,) = [item for item in items_of(read_bytes("fiction.txt", table.encode())) if isinstance(item, Grid)]
    assert is_facility_table(grid) is expected
