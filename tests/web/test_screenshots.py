"""The pictures of docs/explorer.md, taken from the register: `RENKEI_SCREENSHOTS=1 pytest tests/web/test_screenshots.py`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.service.running import ROOT, Running
from tests.web.conftest import DESKTOP, PHONE

FOLDER = ROOT / "docs" / "explorer"
TEXT = (ROOT / "docs" / "explorer.md").read_text(encoding="utf-8")
AREA = "/id/area/renkei-chusu/43100.html"
MIFUNE, TAMANA = "id/agreement/renkei-chusu/43100-43441", "id/agreement/renkei-chusu/43100-43206"
# Name → address, language, screen, what is scrolled to.
PICTURES = {
    "start": ("/", "en", DESKTOP, ""),
    "area": (AREA, "ja", DESKTOP, ""),
    "money": (AREA, "en", DESKTOP, "#money"),
    "agreement": (f"/{MIFUNE}.html", "en", DESKTOP, "#measures"),
    "compare": (f"/compare?a={MIFUNE}&b={TAMANA}", "ja", DESKTOP, ""),
    "participation": (AREA, "ja", DESKTOP, "#participation"),
    "targets": (AREA, "en", DESKTOP, "#kpis"),
    "municipality": ("/id/municipality/43441.html", "ja", DESKTOP, "#roles"),
    "document": ("/doc/vision/renkei-chusu/43100/2025-03.html", "en", DESKTOP, ""),
    "phone": (f"/{MIFUNE}.html", "ja", PHONE, ""),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_documentation_can_be_taken_anew(
    register_server: Running, open_page: Callable[..., Page], tmp_path: Path, name: str
) -> None:
    path, language, screen, anchor = PICTURES[name]
    page = open_page(register_server.url + path, language=language, viewport=screen)
    page.wait_for_selector("html[data-enhanced]")
    if anchor:
        page.locator(anchor).scroll_into_view_if_needed()
        page.evaluate("anchor => document.querySelector(anchor).scrollIntoView()", anchor)
    page.wait_for_timeout(300)
    for figure in page.locator("figure.chart").all():
        box = figure.bounding_box()
        if box is not None and 0 <= box["y"] < screen["height"]:
            page.wait_for_function("figure => figure.dataset.drawn === 'yes'", arg=figure.element_handle())
    if anchor:  # pictures above it have been drawn meanwhile and have moved it
        page.evaluate("anchor => document.querySelector(anchor).scrollIntoView()", anchor)
        page.wait_for_timeout(1000)
    folder = FOLDER if os.environ.get("RENKEI_SCREENSHOTS") else tmp_path
    folder.mkdir(exist_ok=True)
    picture = page.screenshot(path=folder / f"{name}.png")
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000


def test_the_documentation_shows_all_pictures() -> None:
    shown = re.findall(r"!\[[^]]+\]\(explorer/([a-z]+)\.png\)", TEXT)
    assert sorted(shown) == sorted(PICTURES)
    assert all((FOLDER / f"{name}.png").is_file() for name in PICTURES)
