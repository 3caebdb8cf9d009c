"""A real browser for the pages: every console error and every request to another host fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from graph_build.release.build import Settings, build
from graph_build.release.folder import ReleaseFolder
from tests.service.graphs import release
from tests.service.running import ROOT, Running, start

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of the system; one per module, for its event loop must not run while other tests use theirs."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def allowed_errors() -> list[str]:
    """Console errors that a test provokes on purpose: what their text begins with."""
    return []


@pytest.fixture
def open_page(browser: Browser, allowed_errors: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages: `open_page(url, language="ja", viewport=DESKTOP, scripts=True)`."""
    contexts: list[BrowserContext] = []
    said: list[str] = []
    hosts: set[str] = set()
    visited: set[str] = set()

    def one(
        url: str, language: str = "ja", viewport: dict[str, int] | None = None, scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            locale=language,
            viewport=viewport or DESKTOP,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        visited.add(urlsplit(url).netloc)
        page.on("console", lambda entry: said.append(entry.text) if entry.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.goto(url)
        return page

    yield one
    for context in contexts:
        context.close()
    assert [text for text in said if not text.startswith(tuple(allowed_errors))] == []
    assert hosts - visited <= {""}  # data: and blob: have no host


@pytest.fixture(scope="session")
def fiction_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with the fictional release."""
    path = tmp_path_factory.mktemp("web") / "fiction.nq"
    path.write_text(release(), encoding="utf-8")
    running = start(path)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def register_server(register_release: ReleaseFolder) -> Iterator[Running]:
    """A service with the facts of the register."""
    running = start(register_release.path)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def full_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with the graph of the register and of the documents behind it, wording included."""
    shared = os.environ.get("RENKEI_SHARED")
    if not shared:
        pytest.skip("RENKEI_SHARED is not set")
    out = tmp_path_factory.mktemp("full") / "release"
    build([ROOT / "data" / "register", Path(shared) / "sources"], out, Settings(cache=out.parent / "cache"))
    running = start(out)
    yield running
    assert running.stop() == 0
