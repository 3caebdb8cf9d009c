"""`renkei serve --with FILE…`: the reader's documents in the pages, problems first, nothing of them kept."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.service.running import ROOT, environment
from tests.web.conftest import PHONE
from tests.web.test_explorer import serious

FICTIONS = ROOT / "tests" / "fixtures"
PLAN = FICTIONS / "visions" / "shares-miyakonojo-payers.txt"
AGREEMENT = FICTIONS / "agreements" / "a-bothroles-hachinohe-hashikami.txt"


@dataclass
class Served:
    url: str
    folder: Path
    said: str


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "graph_build.cli", "serve", *map(str, arguments)]


def _environment(folder: Path) -> dict[str, str]:
    return {**environment(), "TMPDIR": str(folder)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The register with two documents that can be read, one that is no agreement and one that is no text."""
    folder = tmp_path_factory.mktemp("own")
    other = folder / "letter.txt"
    other.write_text("拝啓 架空の手紙です。", encoding="utf-8")
    broken = folder / "broken.pdf"
    broken.write_bytes(bytes(range(256)) * 8)
    temporary, work = folder / "temporary", folder / "work"
    temporary.mkdir()
    work.mkdir()
    process = subprocess.Popen(
        _command("--with", PLAN, AGREEMENT, other, broken, "--lang", "en"),
        env=_environment(temporary),
        cwd=work,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stdout is not None
    url = next(line.split()[2].rstrip("/") for line in process.stderr if line.startswith("Renkei serves "))
    said = os.read(process.stdout.fileno(), 1 << 16).decode()
    yield Served(url, temporary, said)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    process.stdout.close()
    process.stderr.close()
    assert list(temporary.iterdir()) == []
    assert list(work.iterdir()) == []


def test_the_terminal_tells_the_problems_of_these_files_only(served: Served) -> None:
    assert "letter.txt: this is no agreement, plan or bill" in served.said
    assert "broken.pdf: the file cannot be read" in served.said
    assert "line 54: the years do not add up" in served.said
    assert "register/" not in served.said


@pytest.mark.parametrize(("language", "worst"), [("ja", "誤り"), ("en", "Error")])
def test_the_page_has_the_problems_first_and_leads_to_their_lines(
    served: Served, open_page: Callable[..., Page], language: str, worst: str
) -> None:
    page = open_page(f"{served.url}/own", language)
    headings = page.locator("h2").all_inner_texts()
    assert [re.sub(r"\s*\d+$", "", text) for text in headings] == (
        ["見つかった問題", "ファイル"] if language == "ja" else ["Problems found", "Files"]
    )
    severities = page.locator("section").first.locator("tbody td:first-child").all_inner_texts()
    assert severities[0] == worst
    assert len(severities) == 4
    line = page.locator("a.source").first
    assert (line.get_attribute("href") or "").endswith("#L54")
    files = page.locator("section").nth(1).locator("tbody tr")
    assert files.count() == 4
    above = page.locator("h1").inner_text()
    files.filter(has_text=PLAN.name).get_by_role("link").first.click()
    expect(page.locator("h1")).not_to_have_text(above)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_accessible_fits_a_phone_and_speaks_one_language(
    served: Served, open_page: Callable[..., Page], language: str
) -> None:
    page = open_page(f"{served.url}/own", language, viewport=PHONE)
    page.wait_for_selector("html[data-enhanced]")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    said = page.locator("section").first.locator("tbody th").all_inner_texts()
    broken = [
        text for text in said if ("ファイルを読めません" if language == "ja" else "cannot be read") in text
    ]
    assert broken
    assert not (language == "ja" and re.search("[a-z]{4}", broken[0]))


def test_the_problems_are_a_csv_file_too(served: Served) -> None:
    with httpx.Client(base_url=served.url) as client:
        plain = client.get("/own/problems.csv", headers={"accept-language": "en"})
        marked = client.get("/own/problems.csv?bom=1", headers={"accept-language": "en"})
        assert marked.content == b"\xef\xbb\xbf" + plain.content
        rows = list(csv.DictReader(io.StringIO(plain.text)))
        assert [row["severity"] for row in rows] == ["error", "error", "warning", "note"]
        assert {row["code"] for row in rows} >= {"not_an_agreement", "unreadable_file"}
        assert rows[2]["line"] == "54"


def test_the_documents_are_in_the_graph_beside_the_register(served: Served) -> None:
    with httpx.Client(base_url=served.url) as client:
        rows = client.get(
            "/sparql",
            params={"query": "SELECT ?d WHERE { ?d a rk:Document } ORDER BY ?d", "format": "csv"},
        ).text.splitlines()[1:]
        own = set(re.findall(r'href="(/doc/[^"#]+)"', client.get("/own").text))
        registered = len(list((ROOT / "data" / "register").glob("*.json")))
        assert len(rows) == registered + 2
        for address in own:
            assert client.get(address).status_code == 200
            assert any(row.endswith(address.removesuffix(".html")) for row in rows)


def test_a_service_without_own_documents_has_no_such_page(fiction_server: object) -> None:
    client: httpx.Client = fiction_server.client  # type: ignore[attr-defined]
    assert client.get("/own").status_code == 404
    assert "/own" not in client.get("/", headers={"accept": "text/html"}).text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--with", "no-such.pdf"], 2, "no-such.pdf: no such file or folder"),
        (["--with", PLAN, "--data", PLAN], 2, "leave out --data and --engine"),
        (["--with", ROOT / "pyproject.toml"], 1, "nothing to show"),
    ],
)
def test_what_cannot_be_served_is_said(arguments: list[object], code: int, said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        _command(*arguments), env=_environment(tmp_path), cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
