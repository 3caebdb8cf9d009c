"""Every kind of picture in a real browser: as many marks as rows, words in both languages, keys, small screens."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from tests.web import demo
from tests.web.conftest import PHONE

MARKS = {
    "bars": ('[aria-label="bar"] rect', len(demo.BARS)),
    "bars-grouped": ('[aria-label="bar"] rect', len(demo.BARS)),
    "bars-lying": ('[aria-label="bar"] rect', 3),  # one amount is blank
    "heatmap": ('[aria-label="cell"] rect', len(demo.HEATMAP)),
    "timeline": ('[aria-label="rect"] rect, [aria-label="dot"] circle, [aria-label="dot"] path', 3),
    "map": ('[aria-label="dot"] circle, [aria-label="dot"] path', len(demo.TOWNS)),
    "matrix": ("td.yes", len(demo.MATRIX)),
}


@pytest.fixture(scope="module")
def demo_url() -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(demo.create_app(), port=0, log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def _drawn(page: Page) -> None:
    for name in page.locator("figure.chart").all():
        name.scroll_into_view_if_needed()
    page.locator("figure.chart[data-drawn=yes]").nth(len(demo.KINDS) - 1).wait_for()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("viewport", [None, PHONE])
def test_every_kind_is_drawn_with_all_its_marks(
    demo_url: str, open_page: Callable[..., Page], language: str, viewport: dict[str, int] | None
) -> None:
    page = open_page(f"{demo_url}/{language}", language, viewport)
    _drawn(page)
    for name, (marks, count) in MARKS.items():
        assert page.locator(f"#{name} .canvas").locator(marks).count() == count, name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    described = page.locator("#bars svg.plot").get_attribute("aria-label") or ""
    assert ("棒グラフ" in described) == (language == "ja")
    assert page.locator("#bars svg.plot").get_attribute("role") == "img"
    unit = page.locator("#bars svg").get_by_text("百万円" if language == "ja" else "¥ million", exact=True)
    assert unit.count() == 1
    assert page.locator("#network canvas").count() > 0
    missing = page.locator("#map .remark, #dots .remark, #timeline .remark")
    assert missing.count() == 3


def test_a_picture_fits_its_box_when_the_window_changes(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/en", "en")
    _drawn(page)
    page.set_viewport_size({"width": 500, "height": 800})
    expect(page.locator("#bars svg")).to_have_attribute("width", re.compile("^4[0-9]{2}$"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_matrix_sorts_filters_and_is_walked_with_keys(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{demo_url}/en", "en")
    _drawn(page)
    matrix = page.locator("#matrix")
    matrix.get_by_label("Filter rows").fill("事業1")
    names = matrix.locator("tbody th").all_inner_texts()
    assert names
    assert all(name.startswith("事業1") for name in names)
    matrix.get_by_label("Filter rows").fill("")
    town = matrix.locator("thead button").nth(1).inner_text()
    matrix.get_by_role("button", name=town, exact=True).click()
    column = matrix.locator("tbody tr td:nth-child(3)").all_inner_texts()
    assert column == sorted(column, key=lambda mark: mark == "")
    assert matrix.locator("thead th[aria-sort=descending]").inner_text() == town
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    first = matrix.locator("tbody th").first.inner_text()
    third = matrix.locator("thead button").nth(2).inner_text()
    assert page.evaluate("document.activeElement.title") == f"{first} × {third}"


def test_a_table_sorts_by_its_figures_and_filters(demo_url: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{demo_url}/en", "en")
    page.wait_for_selector("html[data-enhanced]")
    table = page.locator("#sorted")
    table.get_by_role("button", name="figure").click()
    figures = [
        int(text.replace(",", "").rstrip("円")) for text in table.locator("td:nth-child(2)").all_inner_texts()
    ]
    assert figures == sorted(figures)
    table.get_by_role("button", name="figure").click()
    assert table.locator("td:nth-child(2)").first.inner_text() == f"{max(figures):,}円"
    page.get_by_label("Filter", exact=True).fill("架空市")
    assert table.locator("tbody tr:visible").count() == 2


def test_a_page_loads_no_more_code_than_its_pictures_need(
    demo_url: str, open_page: Callable[..., Page]
) -> None:
    sizes = {}
    for kind in ("matrix", "bars", "network"):
        page = open_page(f"{demo_url}/en?kind={kind}", "en")
        page.wait_for_selector("figure[data-drawn=yes]")
        script = "performance.getEntriesByType('resource').filter(e => e.name.endsWith('.js'))"
        sizes[kind] = page.evaluate(f"{script}.reduce((sum, e) => sum + e.encodedBodySize, 0)")
    assert sizes["matrix"] < 12_000
    assert sizes["bars"] < 130_000
    assert sizes["network"] < 160_000
