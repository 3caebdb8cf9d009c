"""The query page as its reader uses it: write, complete, run, look, take along; and without scripts."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from graph_build.checks.questions import load_queries
from tests.service.running import Running
from tests.web.conftest import PHONE

QUERIES = tuple(query for query in load_queries() if not query.federated)
MEASURES = "SELECT ?m ?n WHERE { ?m a rk:Measure ; rk:order ?n } ORDER BY ?m"
GRAPH = "CONSTRUCT { ?a rk:party ?p } WHERE { ?a rk:party ?p }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

Open = Callable[..., Page]


def _editor(open_page: Open, server: Running, query: str = "", language: str = "en", **more: object) -> Page:
    page = open_page(f"{server.url}/sparql{query}", language, **more)
    page.locator("html[data-enhanced]").wait_for()
    return page


def _write(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def _run(page: Page, text: str) -> None:
    _write(page, text)
    page.keyboard.press("Control+Enter")


def _text(page: Page) -> str:
    return "\n".join(line.strip("\n") for line in page.locator(".cm-line").all_inner_texts())


def test_an_edited_query_is_run_by_a_key_and_its_answer_is_a_table(
    register_server: Running, open_page: Open
) -> None:
    page = _editor(open_page, register_server)
    _run(page, MEASURES)
    count = register_server.number("SELECT (COUNT(*) AS ?n) { ?m a rk:Measure ; rk:order ?o }")
    expect(page.locator(".count")).to_have_text(f"{count} rows")
    assert page.locator("table.results tbody tr").count() == min(count, 100)
    link = page.locator("table.results a").first
    assert (link.get_attribute("href") or "").startswith("/id/")
    page.get_by_role("button", name="n", exact=True).click()
    figures = [int(text) for text in page.locator("table.results td.number").all_inner_texts()]
    assert figures == sorted(figures)
    page.get_by_role("button", name="Next →").click()
    assert page.locator("table.results tbody tr").count() == count - 100
    assert parse_qs(urlsplit(page.url).query) == {"query": [MEASURES]}


def test_a_link_to_a_query_shows_its_answer(register_server: Running, open_page: Open) -> None:
    page = _editor(open_page, register_server, "?" + urlencode({"query": MEASURES}))
    expect(page.locator(".count")).to_contain_text("rows")
    assert _text(page) == MEASURES


def test_the_answer_is_downloaded_as_csv_also_for_spreadsheets(
    register_server: Running, open_page: Open
) -> None:
    page = _editor(open_page, register_server)
    _run(page, MEASURES)
    expected = register_server.query(MEASURES, "text/csv").content
    for name, mark in (("CSV", b""), ("CSV for spreadsheets", b"\xef\xbb\xbf")):
        with page.expect_download() as started:
            page.get_by_role("button", name=name, exact=True).click()
        assert Path(started.value.path()).read_bytes() == mark + expected
        assert started.value.suggested_filename == "renkei.csv"


@pytest.mark.parametrize(
    ("written", "offered", "chosen"),
    [
        ("SELECT * { ?x a rk:Mea", "rk:Measure", "rk:Measure"),
        ("SELECT * { ?x a rk:Project ; budget", "rk:budgetLine", "rk:budgetLine"),
        ("SELECT * { ?x rk:roleKind le", "rk:roleKind-lead", "rk:roleKind-lead"),
        ("PREFIX sko", "skos:", "skos: <http://www.w3.org/2004/02/skos/core#>"),
    ],
)
def test_names_of_the_ontology_are_completed(
    fiction_server: Running, open_page: Open, written: str, offered: str, chosen: str
) -> None:
    page = _editor(open_page, fiction_server)
    _write(page, "")
    page.keyboard.type(written)
    option = page.locator(".cm-tooltip-autocomplete li").first
    expect(option).to_contain_text(offered)
    page.wait_for_timeout(150)  # the list takes no key in its first moments, so that typing is not disturbed
    page.keyboard.press("Enter")
    assert chosen in _text(page)
    if chosen.startswith("rk:"):
        assert _text(page).startswith("PREFIX rk: <https://w3id.org/renkei/def#>")


def test_labels_in_the_language_of_the_page_are_completed_too(
    fiction_server: Running, open_page: Open
) -> None:
    page = _editor(open_page, fiction_server, language="ja")
    _write(page, "SELECT * { ?x a 取")
    page.keyboard.type("組")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("rk:Measure")


def test_a_syntax_error_is_shown_where_it_is(
    fiction_server: Running, open_page: Open, allowed_errors: list[str]
) -> None:
    allowed_errors.append("Failed to load resource")
    page = _editor(open_page, fiction_server)
    wrong = "SELECT ?s\nWHERE { ?s ?p ?o\n  FILTER(?o = ) }"
    _run(page, wrong)
    said = fiction_server.query(wrong).json()
    expect(page.locator(".problem")).to_contain_text(said["detail"][:60])
    page.get_by_role("button", name=f"Go to line {said['line']}, column {said['column']}").click()
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()


def test_a_refused_query_says_why(
    fiction_server: Running, open_page: Open, allowed_errors: list[str]
) -> None:
    allowed_errors.append("Failed to load resource")
    page = _editor(open_page, fiction_server)
    _run(page, "DELETE WHERE { ?s ?p ?o }")
    expect(page.locator(".problem h2")).to_have_text("This endpoint only reads")


def test_a_running_query_is_cancelled(register_server: Running, open_page: Open) -> None:
    page = _editor(open_page, register_server)
    _run(page, SLOW)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("form.sparql .actions .state")).to_have_text("Cancelled.")
    _run(page, MEASURES)
    expect(page.locator(".count")).to_contain_text("rows")


def test_figures_are_drawn_and_a_graph_is_a_network(register_server: Running, open_page: Open) -> None:
    page = _editor(open_page, register_server)
    _run(page, "SELECT ?class (COUNT(*) AS ?count) { ?x a ?class } GROUP BY ?class")
    page.get_by_role("tab", name="Chart").click()
    count = int(page.locator(".count").inner_text().split()[0])
    expect(page.locator('.canvas [aria-label="bar"] rect')).to_have_count(min(count, 60))
    _run(page, GRAPH)
    page.get_by_role("tab", name="Graph").click()
    expect(page.locator(".network canvas").first).to_be_visible()
    links = register_server.number("SELECT (COUNT(*) AS ?n) { ?a rk:party ?p }")
    ends = register_server.number(
        "SELECT (COUNT(DISTINCT ?x) AS ?n) { { ?x rk:party ?p } UNION { ?a rk:party ?x } }"
    )
    network = page.locator(".network")
    expect(network).to_have_attribute("aria-label", f"Network of {ends} nodes and {links} links.")


def test_a_truth_value_is_said(fiction_server: Running, open_page: Open) -> None:
    page = _editor(open_page, fiction_server)
    _run(page, "ASK { ?s ?p ?o }")
    expect(page.locator("p.answer")).to_have_text("true")


def _shared(page: Page, name: str) -> str:
    page.get_by_role("button", name=name, exact=True).click()
    return page.locator("pre.shared").inner_text()


def test_what_is_copied_gives_the_same_answer_elsewhere(register_server: Running, open_page: Open) -> None:
    page = _editor(open_page, register_server)
    query = """SELECT ?m ("it's \\"so\\"" AS ?said) WHERE { ?m a rk:Kpi } ORDER BY ?m"""
    _run(page, query)
    expected = register_server.query(query, "text/csv").text
    rows = list(csv.DictReader(io.StringIO(expected)))
    shell = subprocess.run(["bash", "-c", _shared(page, "curl")], capture_output=True, text=True, check=True)
    assert list(csv.DictReader(io.StringIO(shell.stdout))) == rows
    python = subprocess.run(
        [sys.executable, "-c", _shared(page, "Python")], capture_output=True, text=True, check=True
    )
    assert python.stdout.splitlines() == [str(row) for row in rows]
    assert register_server.client.get(_shared(page, "Link")).status_code == 200
    in_r = _shared(page, "R")
    assert f'r"({query})"' in in_r or f'r"-({query})-"' in in_r


def test_every_example_in_the_editor_asks_what_its_page_asks(
    register_server: Running, open_page: Open
) -> None:
    page = _editor(open_page, register_server)
    for query in QUERIES:
        page.locator(".examples select").select_option(query.name)
        given = {p.name: str(p.example) for p in query.params}
        asked = register_server.client.get(f"/queries/{query.name}", params={**given, "format": "csv"})
        assert asked.status_code == 200
        text = parse_qs(urlsplit(_shared(page, "Link")).query)["query"][0]
        filled = register_server.query(text, "text/csv")
        assert filled.status_code == 200, filled.text
        assert sorted(filled.text.split()) == sorted(asked.text.split()), query.name


def test_a_parameter_of_a_wrong_form_is_marked(register_server: Running, open_page: Open) -> None:
    page = _editor(open_page, register_server, "#example=members")
    field = page.locator(".parameters input").first
    expect(field).to_have_attribute("aria-invalid", "false")
    field.fill("<> { } DROP ALL")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "DROP" not in _text(page)


def test_the_page_of_a_stored_query_has_the_same_views(register_server: Running, open_page: Open) -> None:
    page = open_page(f"{register_server.url}/queries/cost-by-year?vision=renkei-chusu/43100/2025-03", "en")
    expect(page.locator(".count")).to_have_text("5 rows")
    page.get_by_role("tab", name="Chart").click()
    expect(page.locator('.canvas [aria-label="bar"] rect').first).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert started.value.suggested_filename == "cost-by-year.csv"


def test_without_scripts_the_form_and_its_table_work(register_server: Running, open_page: Open) -> None:
    page = open_page(f"{register_server.url}/sparql", "en", scripts=False)
    page.get_by_label("Query").fill(MEASURES)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("table tbody tr").nth(100)).to_be_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_fits_a_phone(register_server: Running, open_page: Open, language: str) -> None:
    page = _editor(open_page, register_server, "#example=cost", language, viewport=PHONE)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".count")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_text("30秒" if language == "ja" else "30 seconds").count() == 1
