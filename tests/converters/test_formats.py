"""The same document as text, web page, Word file and PDF gives the same records under the same identifiers.

Every second document of each set is drawn in one of the ways, in turn, and a few plans of different layouts are drawn as PDF
by each program; ``python -m tests.converters.formats_page`` draws every document in every way.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes, read_document
from tests.converters.formats_page import FORMATS as PRINTED
from tests.converters.formats_page import all_sets, differing, fixtures, measure, stated
from tests.documents.render import (
    CHROMIUM,
    Drawn,
    Look,
    drawn,
    to_docx,
    to_html,
    to_markdown,
    to_pdf_reportlab,
    typed_docx,
    typed_html,
)

SHARED = os.environ.get("RENKEI_SHARED")
SOURCES = sorted(Path(SHARED).glob("sources/*.txt")) if SHARED else []
FORMATS: dict[str, Callable[[list[Drawn]], bytes]] = {
    "html": lambda items: to_html(items).encode(),
    "docx": to_docx,
    "pdf": to_pdf_reportlab,
}
WAYS: dict[str, Callable[[list[Drawn]], bytes]] = {
    "html": FORMATS["html"],
    "pdf": to_pdf_reportlab,
    "justified and indented pdf": lambda items: to_pdf_reportlab(items, Look(justified=True, indented=True)),
    "docx": to_docx,
    "md": lambda items: to_markdown(items).encode(),
    "pdf of centred cells": lambda items: to_pdf_reportlab(items, Look(labels="centre", middle=True)),
    "pdf of spread labels": lambda items: to_pdf_reportlab(items, Look(labels="spread", middle=True)),
    "landscape pdf of repeated heads": lambda items: to_pdf_reportlab(
        items, Look(landscape=True, repeated=True, large_titles=True)
    ),
}
SETS = [name for name in all_sets() if name.startswith("agreements") or name == "visions"]
DRAWN = [
    pytest.param(path, way, id=f"{path.stem}-{way.replace(' ', '-')}")
    for name in SETS
    for path, way in zip(fixtures(name)[::2], list(WAYS) * 10, strict=False)
]


@pytest.mark.parametrize(("path", "way"), DRAWN)
def test_a_fixture_states_the_same_in_every_format(path: Path, way: str) -> None:
    text = read_document(path)
    items = drawn(text)
    rendered = read_bytes(f"a.{'pdf' if 'pdf' in way else way}", WAYS[way](items)) if items else text
    assert differing(text, rendered)[1] == []


# Lines broken by hand between letters that blanks keep apart: in Word each line is a paragraph.
BROKEN_BY_HAND = frozenset({"akita-katagami-nested-noise", "n05-ichinoseki-hiraizumi-blanks"})
LINES = [path for name in SETS for path in fixtures(name) if path.suffix == ".txt"]
TYPED = [path for path in LINES if path.stem not in BROKEN_BY_HAND and b"\t" in path.read_bytes()]


@pytest.mark.parametrize("path", TYPED, ids=[path.stem for path in TYPED])
def test_tables_typed_with_tabs_are_tables_in_every_format(path: Path) -> None:
    text = read_document(path)
    way = TYPED.index(path) % 2
    rendered = (
        read_bytes("a.docx", typed_docx(text.raw)) if way else read_bytes("a.html", typed_html(text.raw))
    )
    assert differing(text, rendered)[1] == []


PLANS = {
    "pdf": (
        "d4-tottori-web-pipes",
        "e2-furano-labels",
        "f2-sasebo-wide-lists",
        "v3-yamaguchi-kenou-cards",
    ),
    "chromium.pdf": ("e3-hitoyoshi-matrix-appendix", "fields-himeji", "sheets-koriyama"),
    "libreoffice.pdf": ("d5-shizuoka-matrix-millions", "f4-miyakonojo-third-crossprefecture"),
}
PROGRAMS = {"pdf": "python", "chromium.pdf": CHROMIUM, "libreoffice.pdf": shutil.which("soffice")}


@pytest.mark.parametrize("way", PLANS)
def test_plans_printed_by_different_programs_state_the_same(way: str) -> None:
    if PROGRAMS[way] is None:
        pytest.skip("the program is not installed")
    every = {path.stem: path for name in all_sets() if name.startswith("visions") for path in fixtures(name)}
    with PRINTED[way]() as draw:
        tally = measure([every[stem] for stem in PLANS[way]], way, draw)
    assert (tally.documents, tally.faults) == (len(PLANS[way]), {})


@pytest.mark.skipif(not SOURCES, reason="RENKEI_SHARED is not set")
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", SOURCES, ids=[path.stem[:3] for path in SOURCES])
def test_the_real_documents_state_the_same_in_every_format(path: Path, name: str) -> None:
    text = read_document(path)
    rendered = read_bytes(f"a.{name}", FORMATS[name](drawn(text)))
    mine, other = stated(convert(text)), stated(convert(rendered))
    assert [pair for pair in other if pair not in set(mine)] == []
    assert [pair for pair in mine if pair not in set(other)] == []
