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

PAIRS = [
    *agreement_fixtures.pairs("agreements"),
    *agreement_fixtures.pairs("agreements-heldout"),
    *agreement_fixtures.pairs("agreements-third"),
    *agreement_fixtures.pairs("agreements-fourth"),
    *agreement_fixtures.pairs("agreements-fifth"),
    *agreement_fixtures.pairs("agreements-sixth"),
    *agreement_fixtures.pairs("agreements-letters"),
    *agreement_fixtures.pairs("agreements-typical"),
    *agreement_fixtures.pairs("agreements-changes"),
    *agreement_fixtures.pairs("agreements-uncommon"),
    *agreement_fixtures.pairs("agreements-mixed"),
    *agreement_fixtures.pairs("agreements-seventh"),
    *agreement_fixtures.pairs("agreements-changes-second"),
    *agreement_fixtures.pairs("agreements-usual"),
]


@pytest.mark.parametrize(("document", "expected"), PAIRS, ids=[document.stem for document, _ in PAIRS])
def test_document_gives_the_expected_records(document: Path, expected: Path) -> None:
    assert agreement_fixtures.differences(document, expected) == []
