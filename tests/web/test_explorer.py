"""The explorer in a real browser: every kind of page in both languages, on screens large and small, and its main ways."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from urllib.parse import urlencode

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from service.language import LANGUAGES
from service.web.views import VIEWS
from tests.service.running import Running
from tests.web.conftest import PHONE

Opened = Callable[..., Page]
BASE = "https://w3id.org/renkei/"
RK = f"{BASE}def#"
OTHER_PAGES = (
    "/",
    "/queries",
    "/queries/members?area=renkei-chusu/43100",
    "/search?q=%E8%A6%B3%E5%85%89",
    "/search?q=%E3%83%8C%E3%83%8C%E3%83%8C",
    "/compare",
    "compare two",
    "/sparql",
    "/api",
)
ABSENT = ("Repeal",)  # no document of the register ends an agreement: test_changes.py opens such a page
KINDS = (*(name for name in VIEWS if name not in ABSENT), *OTHER_PAGES)


@pytest.fixture(params=["register_server", pytest.param("full_server", marks=pytest.mark.shared)])
def server(request: pytest.FixtureRequest) -> Running:
    running: Running = request.getfixturevalue(request.param)
    return running


def richest(server: Running, name: str) -> str:
    """The path of the thing of a class of which the graph says most."""
    rows = server.rows(
        f"SELECT ?s (COUNT(*) AS ?n) {{ ?s a <{RK}{name}> {{ ?s ?p ?o }} UNION {{ ?q ?r ?s }} }}"
        " GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 1"
    )
    return "/" + rows[0]["s"]["value"].removeprefix(BASE)


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds to be serious or worse on a page."""
    return [
        (each["id"], [node["html"][:200] for node in each["nodes"][:3]])
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def address(server: Running, kind: str) -> str:
    """Where a kind of page is."""
    if kind == "compare two":
        rows = server.rows(
            f"SELECT DISTINCT ?t {{ ?m a <{RK}Measure> ; <{RK}inVersion> ?t }} ORDER BY ?t LIMIT 5"
        )
        texts = [row["t"]["value"].removeprefix(BASE) for row in rows]
        return "/compare?" + urlencode({"a": texts[-1], "b": texts[-2]})
    return kind if kind.startswith("/") else f"{richest(server, kind)}.html"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_page_opens_in_both_languages_and_is_accessible(
    server: Running, open_page: Opened, kind: str
) -> None:
    path = address(server, kind)
    for language in LANGUAGES:
        page = open_page(server.url + path, language=language)
        page.wait_for_selector("html[data-enhanced]")
        assert page.locator("html").get_attribute("lang") == language
        assert (page.locator("h1").first.text_content() or "").strip()
        said = page.locator("main").inner_text()
        assert "None" not in re.sub(r"None\.", "", said)
        assert "def#" not in said
        assert serious(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_pages_fit_a_phone(register_server: Running, open_page: Opened, kind: str) -> None:
    page = open_page(register_server.url + address(register_server, kind), viewport=PHONE)
    page.wait_for_selector("html[data-enhanced]")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_of_a_page_leads_somewhere(register_server: Running, kind: str) -> None:
    path = address(register_server, kind)
    page = register_server.client.get(path, headers={"accept": "text/html"}).text
    links = {html.unescape(each) for each in re.findall(r'(?:href|src)="([^"]+)"', page)}
    ids = set(re.findall(r'id="([^"]+)"', page))
    own = sorted(each for each in links if each.startswith("/"))
    assert all(each.removeprefix("#") in ids for each in links if each.startswith("#"))
    assert all(each.startswith(("/", "#", "http://", "https://", "?")) for each in links)
    for link in own[:: max(1, len(own) // 40)]:
        answer = register_server.client.get(
            link, headers={"accept": "text/html,*/*;q=0.5"}, follow_redirects=True
        )
        assert answer.status_code == 200, link


def test_a_page_works_without_scripts(register_server: Running, open_page: Opened) -> None:
    page = open_page(f"{register_server.url}{richest(register_server, 'Area')}.html", scripts=False)
    figures = page.locator("figure.chart")
    assert figures.count() >= 5
    for at in range(figures.count()):
        if figures.nth(at).locator("details").get_attribute("open") is None:
            figures.nth(at).locator("summary").click()
        assert figures.nth(at).locator("table tbody tr").count() > 0
        expect(figures.nth(at).locator("table").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_each_picture_is_drawn_from_the_rows_of_its_table(
    register_server: Running, open_page: Opened
) -> None:
    page = open_page(f"{register_server.url}{richest(register_server, 'Area')}.html")
    figures = page.locator("figure.chart")
    for at in range(figures.count()):
        figures.nth(at).scroll_into_view_if_needed()
        expect(figures.nth(at)).to_have_attribute("data-drawn", "yes")


def test_from_search_to_the_line_of_the_source(server: Running, open_page: Opened) -> None:
    page = open_page(f"{server.url}/")
    page.locator(".hero input[type=search]").fill("御船町")
    page.locator(".hero button").click()
    page.get_by_role("link", name="御船町", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("御船町")
    project = page.locator("section[aria-labelledby=projects] tbody a").first
    name = project.inner_text()
    project.click()
    expect(page.locator("h1")).to_have_text(name)
    place = page.locator("section[aria-labelledby=source] a[href*='/evidence']").first
    line = re.search(r"\d+", place.inner_text())
    place.click()
    assert line is not None
    expect(page.locator("h1")).to_contain_text(line[0])
    expect(page.locator("dl.facts")).to_contain_text(name)


@pytest.mark.shared
def test_the_words_of_a_source_are_marked_where_they_are_at_hand(
    full_server: Running, open_page: Opened
) -> None:
    path = richest(full_server, "Project")
    page = open_page(f"{full_server.url}{path}/evidence.html")
    quoted = page.locator("ol.lines mark")
    assert quoted.count() > 0
    label = full_server.rows(
        f"SELECT ?l {{ <{BASE}{path[1:]}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?l FILTER(LANG(?l) = 'ja') }}"
    )[0]["l"]["value"]
    assert label[:4] in "".join(quoted.all_inner_texts())


def test_two_texts_are_compared_from_the_form(register_server: Running, open_page: Opened) -> None:
    page = open_page(f"{register_server.url}/compare")
    options = page.locator("select[name=a] option").evaluate_all("all => all.map(one => one.value)")
    agreements = [each for each in options if "/43100-" in each]
    assert len(agreements) >= 2
    page.locator("select[name=a]").select_option(agreements[0])
    page.locator("select[name=b]").select_option(agreements[1])
    page.get_by_role("button", name="比べる").click()
    expect(page.locator(".figures li")).to_have_count(4)
    counts = [int(each) for each in page.locator(".figures b").all_inner_texts()]
    first = page.locator("select[name=a]").input_value()
    total = register_server.number(
        f"SELECT (COUNT(?m) AS ?n) {{ ?m a <{RK}Measure> ; <{RK}inVersion> <{BASE}{first}> }}"
    )
    assert counts[0] + counts[1] + counts[2] == total


def test_an_error_is_a_page_for_readers_and_details_for_programs(
    register_server: Running, open_page: Opened, allowed_errors: list[str]
) -> None:
    allowed_errors.append("Failed to load resource")
    for language, words in (("ja", "お探しのページはありません"), ("en", "There is no such page")):
        page = open_page(f"{register_server.url}/id/nothing", language)
        expect(page.locator("h1")).to_have_text(words)
        assert serious(page) == []
    page.locator("main input[type=search]").fill("御船町")
    page.locator("main button").click()
    expect(page.locator("ol.hits")).to_contain_text("Mifune Town")
    for accept, media in (
        ("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "application/problem+json"),
        ("application/json", "application/problem+json"),
    ):
        answer = register_server.client.get("/id/nothing", headers={"accept": accept}, follow_redirects=True)
        assert (answer.status_code, answer.headers["content-type"]) == (404, media)
        assert answer.headers["cache-control"] == "no-store"


def test_a_text_without_articles_in_the_graph_is_not_said_to_lack_them(register_server: Running) -> None:
    mifune, tamana = "id/agreement/renkei-chusu/43100-43441", "id/agreement/renkei-chusu/43100-43206"
    page = httpx.get(
        f"{register_server.url}/compare?a={mifune}&b={tamana}",
        headers={"accept": "text/html", "accept-language": "en"},
        timeout=60,
    ).text
    articles = page[page.index('id="articles"') : page.index('id="themes"')]
    assert "only in B" not in articles
    assert "The graph has no articles of one of the texts" in articles
    assert "in part" in page[: page.index('id="reworded"')]


def test_a_page_is_used_with_the_keyboard_alone(register_server: Running, open_page: Opened) -> None:
    page = open_page(f"{register_server.url}{richest(register_server, 'Area')}.html", language="en")
    page.wait_for_selector("html[data-enhanced]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    sort = page.locator("section[aria-labelledby=members] th button").nth(1)
    sort.focus()
    page.keyboard.press("Enter")
    head = page.locator("section[aria-labelledby=members] th[aria-sort]")
    expect(head).to_have_attribute("aria-sort", "ascending")
    people = page.locator("section[aria-labelledby=members] .table td:nth-child(2)").all_inner_texts()
    figures = [int(text.replace(",", "")) for text in people]
    assert figures == sorted(figures)
    found = page.locator("section[aria-labelledby=members] [role=status]")
    page.locator("section[aria-labelledby=members]").get_by_label("Filter").fill("Mifune")
    expect(found).to_have_text(f"1 of {len(figures)}")


def test_on_paper_tables_are_whole_and_what_is_only_for_the_screen_is_left_out(
    register_server: Running, open_page: Opened
) -> None:
    page = open_page(f"{register_server.url}{richest(register_server, 'Area')}.html")
    page.wait_for_selector("html[data-enhanced]")
    page.emulate_media(media="print")
    for hidden in ("header.site nav", ".find", ".contents", ".tools", ".table-filter"):
        assert not page.locator(hidden).first.is_visible(), hidden
    box = "section[aria-labelledby=projects] .scroll"
    assert page.eval_on_selector(box, "box => box.scrollHeight <= box.clientHeight + 1")


def test_what_cannot_be_compared_is_said(register_server: Running) -> None:
    answer = register_server.client.get(
        "/compare?a=id/agreement/kyotei/none&b=x", headers={"accept": "text/html"}
    )
    assert answer.status_code == 404
    assert "id/agreement/kyotei/none" in answer.text


def test_tables_come_down_as_csv_also_for_spreadsheets(register_server: Running, open_page: Opened) -> None:
    page = open_page(f"{register_server.url}{richest(register_server, 'Area')}.html")
    with page.expect_download() as started:
        page.locator("section[aria-labelledby=members]").get_by_role("link", name="CSV（表計算用）").click()
    body = started.value.path().read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    plain = register_server.client.get(
        page.locator("section[aria-labelledby=members]")
        .get_by_role("link", name="CSV", exact=True)
        .get_attribute("href")
        or ""
    )
    assert body[3:] == plain.content
    rows = page.locator("section[aria-labelledby=members] .table tbody tr").count()
    assert len(plain.text.strip().splitlines()) == rows + 1


def test_the_query_behind_a_table_gives_its_rows(register_server: Running, open_page: Opened) -> None:
    page = open_page(f"{register_server.url}{richest(register_server, 'Area')}.html")
    section = page.locator("section[aria-labelledby=members]")
    link = section.get_by_role("link", name="クエリ").first.get_attribute("href") or ""
    answer = register_server.client.get(link, headers={"accept": "text/csv"})
    table = register_server.client.get(
        section.get_by_role("link", name="CSV", exact=True).first.get_attribute("href") or ""
    )
    assert sorted(answer.text.splitlines()) == sorted(table.text.splitlines())


def test_nothing_is_shown_of_what_belongs_to_something_else(register_server: Running) -> None:
    """An OPTIONAL about an unbound variable would match all of the graph: an act without operations has none."""
    acts = register_server.rows(f"SELECT ?a ?o {{ ?x <{RK}ofAgreement> ?a ; <{RK}operation> ?o }}")
    stated = {(row["a"]["value"], row["o"]["value"]) for row in acts}
    agreements = register_server.rows(f"SELECT ?a {{ ?a a <{RK}Agreement> }}")
    found = set()
    for row in agreements:
        iri = row["a"]["value"]
        table = register_server.client.get("/tables/agreement-acts.csv", params={"agreement": iri}).text
        found |= {
            (iri, each["operation"]) for each in csv.DictReader(io.StringIO(table)) if each["operation"]
        }
    assert stated
    assert found == stated
