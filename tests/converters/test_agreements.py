"""Agreements, amendments, repeals and bills in every layout: a document in, the expected records and problems out."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location(
    "agreement_fixtures", Path(__file__).with_name("agreement_fixtures.py")
)
assert _spec is not None
assert _spec.loader is not None
agreement_fixtures = importlib.util.module_from_spec(_spec)
sys.modules["agreement_fixtures"] = agreement_fixtures
_spec.loader.exec_module(agreement_fixtures)

SETS = (
    "agreements",
    "agreements-heldout",
    "agreements-third",
    "agreements-fourth",
    "agreements-fifth",
    "agreements-sixth",
    "agreements-letters",
    "agreements-typical",
    "agreements-changes",
    "agreements-uncommon",
    "agreements-mixed",
    "agreements-seventh",
    "agreements-eighth",
    "agreements-ninth",
    "agreements-tenth",
    "agreements-eleventh",
    "agreements-twelfth",
    "agreements-thirteenth",
    "agreements-fourteenth",
    "agreements-fifteenth",
    "agreements-sixteenth",
    "agreements-seventeenth",
    "agreements-eighteenth",
    "agreements-published",
    "agreements-published-second",
    "agreements-published-third",
    "agreements-published-fourth",
    "agreements-published-fifth",
    "agreements-converted",
    "agreements-converted-second",
    "agreements-changes-second",
    "agreements-changes-third",
    "agreements-changes-fourth",
    "agreements-changes-fifth",
    "agreements-changes-sixth",
    "agreements-changes-seventh",
    "agreements-usual",
    "agreements-native",
)
PAIRS = [pair for name in SETS for pair in agreement_fixtures.pairs(name)]


@pytest.mark.parametrize(("document", "expected"), PAIRS, ids=[document.stem for document, _ in PAIRS])
def test_document_gives_the_expected_records(document: Path, expected: Path) -> None:
    assert agreement_fixtures.differences(document, expected) == []
