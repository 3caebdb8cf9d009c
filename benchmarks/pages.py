"""What a reader waits for: bytes, requests and time to content of every kind of page, in headless Chromium.

Times are ratios to an empty page of a bare FastAPI application, opened by the same browser in the same run; bytes are
those sent (packed), with an empty cache and again with a full one. `python -m benchmarks pages`.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import machine, table
from graph_build.assets import asset
from graph_build.release.build import Settings, build
from tests.service.running import Running, start

RUNS = 5
PAGES: Mapping[str, str] = {
    "start": "/",
    "search": "/search?q=%E7%92%B0%E5%A2%83",
    "area": "/id/area/renkei-chusu/43100.html",
    "municipality": "/id/municipality/43441.html",
    "agreement": "/id/agreement/renkei-chusu/33100-33346.html",
    "plan": "/id/vision/renkei-chusu/43100/2025-03.html",
    "comparison": "/compare",
    "document": "/doc/agreement/renkei-chusu/33100-33346/act/conclusion-2016-10-11.html",
    "questions": "/queries",
    "one question": "/queries/cost-by-year?vision=renkei-chusu/43100/2025-03",
    "query editor": "/sparql",
}
_EMPTY = """
import sys, uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
app = FastAPI()
page = "<!doctype html><meta charset=utf-8><title>-</title><link rel=icon href=data:,><h1>empty</h1>"
app.add_api_route("/", lambda: HTMLResponse(page))
uvicorn.run(app, fd=int(sys.argv[1]), log_level="warning")
"""
# Bytes received with their headers; what came from the cache of the browser has none.
_SENT = """() => {
  const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const sent = all.filter((each) => each.transferSize > 0 && !each.name.startsWith("data:"));
  return [sent.reduce((sum, each) => sum + each.transferSize, 0), sent.length, paint ? paint.startTime : NaN];
}"""


@dataclass(frozen=True)
class Visit:
    """One page opened once: bytes received, headers included, requests, ms to the first content and to all pictures."""

    sent: int
    requests: int
    content: float
    done: float


def main() -> str:
    """Measure and write the table."""
    with served() as running, empty() as peer, chromium() as browser:
        base = statistics.median(visit(browser, peer)[0].content for _ in range(RUNS))
        rows = []
        for name, path in PAGES.items():
            seen = [visit(browser, running.url + path) for _ in range(RUNS)]
            first, again = ([pair[place] for pair in seen] for place in (0, 1))
            rows.append(
                [
                    name,
                    f"{statistics.median(each.sent for each in first) / 1024:.0f}",
                    f"{statistics.median(each.requests for each in first):.0f}",
                    f"{statistics.median(each.sent for each in again) / 1024:.0f}",
                    f"{statistics.median(each.content for each in first) / base:.1f}",
                    f"{statistics.median(each.done for each in first) / base:.1f}",
                ]
            )
    head = ["page", "KiB", "requests", "KiB again", "first content", "first pictures or editor"]
    title = f"Pages, times as multiples of an empty page of FastAPI ({machine()})"
    return table(title, head, rows)


def visit(browser: Browser, url: str) -> tuple[Visit, Visit]:
    """A page opened with an empty cache, and once more."""
    context = browser.new_context(locale="ja", viewport={"width": 1280, "height": 900})
    try:
        return _open(context.new_page(), url), _open(context.new_page(), url)
    finally:
        context.close()


def _open(page: Page, url: str) -> Visit:
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{url}: {answer.status if answer else 'no answer'}")
    if page.locator('script[type="module"]').count():
        page.locator("html[data-enhanced]").wait_for(state="attached")
    for figure in page.locator("figure.chart").all()[:1]:
        figure.scroll_into_view_if_needed()
        page.locator("figure.chart[data-drawn=yes]").first.wait_for()
    done = float(page.evaluate("performance.now()"))
    sent, requests, content = page.evaluate(_SENT)
    page.close()
    return Visit(int(sent), int(requests), float(content), done)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the system."""
    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@contextmanager
def served() -> Iterator[Running]:
    """A service with the facts of the register."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "release"
        build([Path(str(asset("data").joinpath("register")))], out, Settings())
        running = start(out)
        try:
            yield running
        finally:
            running.stop()


@contextmanager
def empty() -> Iterator[str]:
    """A FastAPI application with one empty page."""
    listening = socket.create_server(("127.0.0.1", 0))
    os.set_inheritable(listening.fileno(), True)
    command = [sys.executable, "-c", _EMPTY, str(listening.fileno())]
    process = subprocess.Popen(command, pass_fds=[listening.fileno()])
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        process.terminate()
        process.wait(10)
        listening.close()
