"""Identifiers lead to descriptions: 303 to data or a page, in every format."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef
from starlette.requests import Request

from service.language import Language
from service.resources.views import Views, view_of
from tests.service.graphs import BASE, LABEL
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
    page = server.client.get(first.headers["location"])
    assert "<h1>熊本市</h1>" in page.text
    assert 'href="/id/municipality/43100.jsonld"' in page.text
    measure = server.client.get("/id/vision/1/measure/0007.html").text
    assert 'href="/id/vision/0/measure/0008">取組8</a>' in measure


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
    assert "<td>300</td>" in page
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
