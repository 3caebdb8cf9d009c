"""Fixtures typeset by somebody else, in many looks and by several programs, state what their text states."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.converters import agreement_fixtures
from tests.converters.vision import plan_records

FIXTURES = Path(__file__).parents[1] / "fixtures"
FILES = sorted(path for path in (FIXTURES / "typeset").iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("document", FILES, ids=lambda path: path.name)
def test_the_records_are_those_of_the_text(document: Path) -> None:
    stem = document.name.partition(".")[0]
    (expected,) = FIXTURES.glob(f"*/{stem}.expected.json")
    if expected.parent.name.startswith("visions"):
        found = [
            fault for tally in plan_records.compare(document, expected).values() for fault in tally.faults
        ]
    else:
        found = agreement_fixtures.differences(document, expected)
    assert not found
