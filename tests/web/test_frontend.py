"""What make setup builds for the browser: typed, named by content, with the licences of what went in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.service.running import ROOT, Running

FRONTEND = ROOT / "service" / "web" / "frontend"
BUILT = ROOT / "service" / "web" / "built"


def _node() -> str:
    found = shutil.which("node", path=str(ROOT / ".venv" / "bin")) or shutil.which("node")
    if found is None or not (FRONTEND / "node_modules").is_dir():
        pytest.skip("Node or the npm packages are not installed: make setup")
    return found


def test_the_scripts_have_no_type_error() -> None:
    compiler = FRONTEND / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run([_node(), compiler, "--project", FRONTEND], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_functions_without_a_page(tmp_path: Path) -> None:
    """The tests of service/web/frontend/test, by the test runner of Node."""
    bundle = tmp_path / "pure.test.mjs"
    page = "globalThis.document={createElement:()=>({getContext:()=>null}),documentElement:{lang:'ja'}};"
    tests = sorted((FRONTEND / "test").glob("*.test.ts"))
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning", f"--banner:js={page}"]
    esbuild = FRONTEND / "node_modules" / "esbuild" / "bin" / "esbuild"
    subprocess.run([_node(), esbuild, *tests, *options, f"--outfile={bundle}"], check=True)
    done = subprocess.run([_node(), "--test", bundle], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    passed = re.search(r"pass (\d+)", done.stdout)
    assert passed is not None
    assert int(passed[1]) == sum(path.read_text().count("\ntest(") for path in tests)


def test_the_build_gives_the_same_bytes_again(tmp_path: Path) -> None:
    out = tmp_path / "again"
    subprocess.run([_node(), FRONTEND / "build.mjs", out], check=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in BUILT.iterdir()
    }


def test_every_bundled_package_has_its_licence_in_the_build() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text())
    notices = (BUILT / manifest["third-party-licences.txt"]).read_text()
    for package in ("@codemirror/view", "@observablehq/plot", "cytoscape", "d3-array"):
        assert re.search(rf"^{package} [0-9.]+ \((MIT|ISC)\)$", notices, re.MULTILINE)
    assert "GPL" not in notices


def test_the_scripts_are_served_for_ever(fiction_server: Running) -> None:
    page = fiction_server.client.get("/sparql", headers={"accept": "text/html"}).text
    address = re.findall(r'<script type="module" src="(/static/main-[A-Z0-9]+\.js)">', page)[0]
    answer = fiction_server.client.get(address)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


def test_a_page_runs_its_scripts_under_the_content_security_policy(
    fiction_server: Running, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{fiction_server.url}/sparql")
    page.wait_for_selector("html[data-enhanced]")


def test_a_page_that_the_browser_keeps_works_when_it_is_asked_for_again(
    fiction_server: Running, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{fiction_server.url}/")
    again = page.goto(f"{fiction_server.url}/")
    assert again is not None
    page.locator("html[data-enhanced]").wait_for(state="attached")
    first = fiction_server.client.get("/", headers={"accept": "text/html"})
    asked = {"accept": "text/html", "if-none-match": first.headers["etag"]}
    known = fiction_server.client.get("/", headers=asked)
    assert known.status_code == 304
    assert "content-security-policy" not in known.headers
