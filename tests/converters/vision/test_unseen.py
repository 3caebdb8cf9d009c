"""Plans written by people who had not seen the converter: every kind of record of every plan, as a careful reader wrote it down."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.converters.vision.plan_records import ALIKE, Tally, compare, pairs

FIXTURES = Path(__file__).parents[2] / "fixtures"
SETS = ("visions-teiju", "visions-chusu")
BY_BLANKS = "labels and texts in columns that only blanks keep apart"
NOT_READ = {
    ("v6-fukui-reihoku-blanks", "measures"): BY_BLANKS,
    ("v6-fukui-reihoku-blanks", "projects"): BY_BLANKS,
    ("v6-fukui-reihoku-blanks", "kpis"): BY_BLANKS,
}
"""What no rule reads right yet, by plan and kind of record; strict, so that the table cannot outlive its truth."""

PLANS = {
    document.stem: (document, expected) for name in SETS for document, expected in pairs(FIXTURES / name)
}


@cache
def tallies(plan: str) -> dict[str, Tally]:
    return compare(*PLANS[plan])


@pytest.mark.parametrize("kind", ["single", *ALIKE])
@pytest.mark.parametrize("plan", PLANS)
def test_plan_gives_the_expected_records(plan: str, kind: str, request: pytest.FixtureRequest) -> None:
    if (plan, kind) in NOT_READ:
        request.applymarker(pytest.mark.xfail(reason=NOT_READ[plan, kind], strict=True))
    tally = tallies(plan).get(kind)
    if tally is None:
        pytest.skip("not asserted")
    assert tally.faults == []
