"""The same document as text, web page, Word file and PDF gives the same records under the same identifiers."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes, read_document
from graph_build.records.base import Record
from graph_build.records.document import Records, Refusal
from graph_build.text.key import matching_key
from tests.documents.render import Drawn, drawn, to_docx, to_html, to_pdf_reportlab

FOLDER = Path(__file__).parents[1] / "fixtures" / "agreements"
FIXTURES = sorted(path for path in FOLDER.glob("*.txt") if not path.stem.startswith("x"))
SHARED = os.environ.get("RENKEI_SHARED")
SOURCES = sorted(Path(SHARED).glob("sources/*.txt")) if SHARED else []
FORMATS: dict[str, Callable[[list[Drawn]], bytes]] = {
    "html": lambda items: to_html(items).encode(),
    "docx": to_docx,
    "pdf": to_pdf_reportlab,
}


def stated(result: Records | Refusal) -> list[tuple[str, str]]:
    """What a document states, evidence aside: (id, everything else by matching key)."""
    assert isinstance(result, Records)
    return [(item.id, content(item)) for item in result.items]


def content(item: Record) -> str:
    plain = replace(item, evidence=())
    return "|".join(matching_key(str(getattr(plain, field.name))) for field in fields(plain))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", FIXTURES[::3], ids=[path.stem for path in FIXTURES[::3]])
def test_a_fixture_states_the_same_in_every_format(path: Path, name: str) -> None:
    text = read_document(path)
    rendered = read_bytes(f"a.{name}", FORMATS[name](drawn(text)))
    assert stated(convert(rendered)) == stated(convert(text))


@pytest.mark.skipif(not SOURCES, reason="RENKEI_SHARED is not set")
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", SOURCES, ids=[path.stem[:3] for path in SOURCES])
def test_the_real_documents_state_the_same_in_every_format(path: Path, name: str) -> None:
    text = read_document(path)
    rendered = read_bytes(f"a.{name}", FORMATS[name](drawn(text)))
    mine, other = stated(convert(text)), stated(convert(rendered))
    assert [pair for pair in other if pair not in set(mine)] == []
    assert [pair for pair in mine if pair not in set(other)] == []
