"""Plans written by people who had not seen the converter: every kind of record of every plan, as a careful reader wrote it down."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.converters.vision.plan_records import ALIKE, Tally, compare, pairs

FIXTURES = Path(__file__).parents[2] / "fixtures"
SETS = (
    "visions-teiju",
    "visions-chusu",
    "visions-mixed",
    "visions-chusu-second",
    "visions-teiju-second",
    "visions-typical",
    "visions-native",
    "visions-own-words",
    "visions-chusu-third",
    "visions-teiju-third",
    "visions-usual",
    "visions-uncommon",
    "visions-converted",
    "visions-converted-second",
    "visions-common",
    "visions-common-second",
    "visions-pdf",
    "visions-uncommon-second",
    "visions-cities",
    "visions-published",
    "visions-common-third",
    "visions-common-fourth",
    "visions-common-fifth",
    "visions-common-sixth",
    "visions-common-seventh",
    "visions-common-eighth",
    "visions-common-ninth",
    "visions-published-second",
    "visions-published-third",
    "visions-published-fourth",
    "visions-published-fifth",
    "visions-published-sixth",
    "visions-published-seventh",
    "visions-published-eighth",
)

PLANS = {
    document.stem: (document, expected) for name in SETS for document, expected in pairs(FIXTURES / name)
}


@cache
def tallies(plan: str) -> dict[str, Tally]:
    return compare(*PLANS[plan])


@pytest.mark.parametrize("kind", ["single", *ALIKE])
@pytest.mark.parametrize("plan", PLANS)
def test_plan_gives_the_expected_records(plan: str, kind: str) -> None:
    tally = tallies(plan).get(kind)
    if tally is None:
        pytest.skip("not asserted")
    assert tally.faults == []
