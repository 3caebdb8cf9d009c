"""What make setup builds for the browser: typed, named by content, with the licences of what went in."""

from __future__ import annotations

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


def test_the_build_gives_the_same_bytes_again(tmp_path: Path) -> None:
    out = tmp_path / "again"
    subprocess.run([_node(), FRONTEND / "build.mjs", out], check=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in BUILT.iterdir()
    }


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
