"""Identifiers lead to descriptions: 303 to data or a page, in every format."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from starlette.requests import Request

from service.language import Language
from service.resources.views import Views, view_of
from tests.service.graphs import BASE, LABEL, RK, release
from tests.service.running import Running

PATH = "/id/municipality/43100"
EXTENSIONS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
}


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_thing_leads_to_its_description(server: Running, extension: str) -> None:
    media, form = EXTENSIONS[extension]
    first = server.client.get(PATH, headers={"accept": media})
    assert (first.status_code, first.headers["location"]) == (303, f"{PATH}.{extension}")
    assert "accept" in first.headers["vary"].lower()
    second = server.client.get(first.headers["location"])
    assert second.headers["content-type"].split(";")[0] == media
    graph = Graph().parse(data=second.content, format=form)
    assert {str(each) for each in graph.objects(URIRef(BASE + PATH[1:]), URIRef(LABEL))} == {
        "熊本市",
        "Kumamoto",
    }


def test_browsers_are_led_to_a_page(server: Running) -> None:
    first = server.client.get(PATH, headers={"accept": "text/html,*/*;q=0.8"})
    assert first.headers["location"] == f"{PATH}.html"
    page = server.client.get(first.headers["location"], params={"view": "data"})
    assert '<h1><span lang="ja">熊本市</span></h1>' in page.text
    assert 'href="/id/municipality/43100.jsonld"' in page.text
    measure = server.client.get("/id/vision/1/measure/0007.html?view=data").text
    assert 'href="/id/vision/0/measure/0008" lang="ja">取組8</a>' in measure


@pytest.mark.parametrize(
    "path", ["/id/municipality/00000", "/id/", "/id/municipality/00000.ttl", "/doc/none", "/id/x%22y"]
)
def test_what_the_graph_does_not_know_is_not_there(server: Running, path: str) -> None:
    answer = server.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_formats_that_are_not_there_are_refused(server: Running) -> None:
    assert server.client.get(PATH, headers={"accept": "image/png"}).status_code == 406
    assert server.client.get(PATH, params={"format": "png"}).status_code == 406


def test_the_start_page_counts_and_names_queries(server: Running) -> None:
    page = server.client.get("/", headers={"accept": "text/html"}).text
    assert re.search(r"<b>300</b>\s*<span>取組</span>|<b>300</b>\s*<span>Measure</span>", page)
    counts = server.client.get("/", headers={"accept": "application/json"}).json()
    assert counts["Triples"] == 1804


def test_health_tells_what_is_served(server: Running) -> None:
    health = server.client.get("/health").json()
    assert (health["status"], health["engine"], health["triples"]) == ("ok", "embedded", 1804)


async def _said(request: Request, path: str, language: Language) -> bytes:
    return f"<h1>{request.url.path} {path} {language}</h1>".encode()


async def _other(request: Request, path: str, language: Language) -> bytes:
    raise AssertionError("a view that stands later was asked")


def test_a_class_may_have_a_page_of_its_own() -> None:
    views: Views = {"https://a.example/A": _said, "https://a.example/B": _other}
    assert view_of(["https://a.example/B", "https://a.example/A"], views) is _said
    assert view_of(["https://a.example/C"], views) is None


def test_the_page_speaks_the_language_of_the_reader(server: Running) -> None:
    page = server.client.get(f"{PATH}.html?view=data", headers={"accept-language": "en"})
    assert '<h1><span lang="en">Kumamoto</span></h1>' in page.text
    assert page.headers["content-language"] == "en"
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in page.headers["vary"].split(",")}
    fallback = server.client.get(
        "/id/vision/1/measure/0007.html?view=data", headers={"accept-language": "en"}
    )
    assert '<h1><span lang="ja">取組7</span></h1>' in fallback.text


def test_the_page_carries_the_data_and_the_query_behind_it(server: Running) -> None:
    page = server.client.get(f"{PATH}.html?view=data").text
    held = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(held) == server.client.get(f"{PATH}.jsonld").json()
    ask = html.unescape(page.partition('<a href="/sparql?')[2].partition('"')[0])
    answer = server.client.get(f"/sparql?{ask}", headers={"accept": "application/n-triples"})
    assert set(answer.text.splitlines()) == set(server.client.get(f"{PATH}.nt").text.splitlines())


def test_what_names_a_thing_is_counted_and_paged(serve: Callable[..., Running], tmp_path: Path) -> None:
    data = tmp_path / "named.fiction.nq"
    lines = [
        f"<{BASE}id/measure/{at:03d}> <{RK}party> <{BASE}id/municipality/43100> <{BASE}graph/x> .\n"
        for at in range(205)
    ]
    data.write_text(release(2) + "".join(lines), encoding="utf-8")
    service = serve(data)
    page = service.client.get(f"{PATH}.html?view=data").text
    assert '<span class="count">205</span>' in page
    assert (page.count('href="/id/measure/'), "/id/measure/010" in page) == (10, False)
    seen: list[str] = []
    address = html.unescape(re.findall(r'href="([^"]*\?in=rk%3Aparty[^"]*)"', page)[0])
    while address:
        page = service.client.get(address).text
        seen += re.findall(r'href="/id/measure/(\d+)"', page)
        following = re.findall(r'rel="next" href="([^"]*)"', page)
        address = html.unescape(following[0]) if following else ""
    assert seen == [f"{at:03d}" for at in range(205)]
    for wrong in ("page=0", "page=x", "in=%3Cx%3E"):
        assert service.client.get(f"{PATH}.html?in=rk:party&{wrong}").status_code == 422


def test_answers_say_where_the_other_forms_are(server: Running) -> None:
    for address in (PATH, f"{PATH}.html", f"{PATH}.ttl"):
        links = server.client.get(address).links
        assert links["canonical"]["url"] == PATH
        assert "describedby" in links
    said = server.client.get(f"{PATH}.html").headers["link"]
    assert f'<{PATH}.jsonld>; rel="alternate"; type="application/ld+json"' in said


def test_who_has_an_answer_already_is_told_so(server: Running) -> None:
    for address in ("/", f"{PATH}.html", f"{PATH}.ttl", f"{PATH}.jsonld", "/queries", "/openapi.json"):
        first = server.client.get(address)
        again = server.client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again.headers["etag"] == first.headers["etag"]
        other = server.client.get(address, headers={"if-none-match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)
