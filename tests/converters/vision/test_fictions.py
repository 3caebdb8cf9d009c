"""Every shape of plan, once: a fiction beside the records that a careful reader of it would write down.

An expected file is compared as a whole: what it does not hold must not be found.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_build.converters.items import items_of
from graph_build.converters.vision import convert_vision
from graph_build.documents.read import read_document
from graph_build.records.document import Records

FIXTURES = Path(__file__).parents[2] / "fixtures"
PLANS = sorted(
    path
    for folder in ("visions", "visions-second")
    for path in (FIXTURES / folder).iterdir()
    if path.suffix in (".txt", ".md", ".html") and path.stem != "README"
)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_fiction(path: Path, summary: Callable[[Records], dict[str, Any]]) -> None:
    document = read_document(path)
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = summary(convert_vision(document, items_of(document)))
    for key in expected | found:
        assert found.get(key) == expected.get(key), key


def test_every_fiction_balances() -> None:
    for path in PLANS:
        document = read_document(path)
        ledger = convert_vision(document, items_of(document)).source.ledger
        assert (ledger.total, ledger.unresolved) == (len(document.raw), 0), path.name
