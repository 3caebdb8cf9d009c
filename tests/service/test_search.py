"""Search over HTTP: JSON and the page, any input, and the index of whatever is served."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from graph_build.release.build import Settings, build
from graph_build.release.folder import GRAPH, SEARCH
from service.engine.publish import Target, Way, publish
from tests.release.make import FIXTURES
from tests.service import stores
from tests.service.running import Running, start, wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of fictional documents and of the register."""
    out = tmp_path_factory.mktemp("searched") / "release"
    documents = [FIXTURES / "a1-oita-usuki.txt", FIXTURES.parent / "visions" / "kv-sasebo-keyvalue.txt"]
    build([ROOT / "data" / "register", *documents], out, Settings(check=False))
    return out


@pytest.fixture(scope="module")
def searched(release_folder: Path) -> Iterator[Running]:
    """A service of that release."""
    running = start(release_folder)
    yield running
    assert running.stop() == 0


def get(running: Running, q: str, **given: Any) -> dict[str, Any]:
    answer = running.client.get("/search", params={"q": q, **given})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_example_of_the_documentation_is_a_real_answer(searched: Running) -> None:
    example = json.loads(files("service.search").joinpath("example.json").read_text(encoding="utf-8"))
    document = searched.client.get("/openapi.json").json()
    operation = document["paths"]["/search"]["get"]
    assert operation["responses"]["200"]["content"]["application/json"]["example"] == example
    assert get(searched, example["query"], size=example["size"]) == example
    assert example["results"][0]["texts"][0]["place"]["lineStart"] > 1


def test_all_identifiers_and_addresses_of_an_answer_lead_somewhere(searched: Running) -> None:
    answer = get(searched, "観光")
    paths = {each["path"] for each in answer["results"]}
    paths |= {
        text["place"]["path"] for each in answer["results"] for text in each["texts"] if "place" in text
    }
    for path in paths:
        if not path.startswith("/def"):
            followed = searched.client.get(path.partition("#")[0], follow_redirects=True)
            assert followed.status_code == 200, path
    assert all(each["id"].startswith("https://w3id.org/renkei/") for each in answer["results"])


def test_pages_lead_to_one_another(searched: Running) -> None:
    answer = get(searched, "連携", size=7)
    assert answer["total"] > 21
    seen = [each["id"] for each in answer["results"]]
    assert "previous" not in answer
    while "next" in answer:
        answer = searched.client.get(answer["next"]).json()
        seen += [each["id"] for each in answer["results"]]
    assert len(seen) == len(set(seen)) == answer["total"]
    assert answer["page"] == answer["pages"]
    assert get(searched, "連携", page=10_000)["results"] == []


def test_types_narrow(searched: Running) -> None:
    everything = get(searched, "観光")
    for each in everything["types"]:
        only = get(searched, "観光", type=each["type"], size=100)
        assert only["total"] == each["count"]
        assert {found["type"] for found in only["results"]} == {each["type"]}
    assert get(searched, "観光", type=["Measure", "Project"])["type"] == ["Measure", "Project"]


def test_a_client_that_has_the_answer_gets_304(searched: Running) -> None:
    first = searched.client.get("/search", params={"q": "観光"})
    again = searched.client.get(
        "/search", params={"q": "観光"}, headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "given",
    [
        {"q": "あ" * 201},
        {"page": "0"},
        {"page": "x"},
        {"size": "101"},
        {"type": "Signature"},
        {"format": "csv"},
    ],
)
def test_wrong_requests_are_told_what_is_wrong(searched: Running, given: dict[str, str]) -> None:
    answer = searched.client.get("/search", params=given)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert next(iter(given)) in answer.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_search_or_its_page(searched: Running, q: str) -> None:
    given = {"q": q.encode("utf-8", "replace").decode()}
    answer = searched.client.get("/search", params=given)
    assert answer.status_code == 200
    assert answer.json()["query"] == given["q"]
    page = searched.client.get("/search", params={**given, "format": "html"})
    assert page.status_code == 200
    assert page.text.rstrip().endswith("</html>")


def test_bytes_that_are_no_text_do_not_break_it(searched: Running) -> None:
    for raw in ("%ff%fe", "%00", "%ed%a0%80", "a%0d%0ab"):
        for form in ("json", "html"):
            assert searched.client.get(f"/search?q={raw}&format={form}").status_code == 200


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_marks_and_places(searched: Running, language: str) -> None:
    answer = searched.client.get(
        "/search", params={"q": "観光", "lang": language}, headers={"accept": "text/html"}
    )
    assert answer.headers["content-language"] == language
    page = LexborHTMLParser(answer.text)
    assert {node.text() for node in page.css("mark")} == {"観光"}
    field = page.css_first("input[name=q]#q")
    assert field is not None
    assert field.attributes["value"] == "観光"
    places = page.css("blockquote footer a")
    assert places
    assert all("#L" in (node.attributes["href"] or "") for node in places)
    assert not page.css("script:not([src])")
    for link in page.css("main a"):
        address = urlsplit(link.attributes["href"] or "")
        assert not address.netloc
        assert address.path.startswith(("/id/", "/doc/", "/def", "/search"))


def test_hostile_text_stays_text(searched: Running) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = searched.client.get("/search", params={"q": hostile, "format": "html"})
    assert "<script>alert" not in answer.text


def test_of_facts_only_labels_and_names_are_found(searched: Running) -> None:
    answer = get(searched, "東アジア市場")
    assert answer["total"] == 0  # words of a sentence that the register does not carry
    assert get(searched, "物流機能の強化")["results"][0]["match"] == "exact"


def test_files_without_an_index_get_one(
    serve: Callable[..., Running], release_folder: Path, searched: Running
) -> None:
    running = serve(release_folder / GRAPH)
    wait_for("an index", lambda: running.client.get("/search", params={"q": "観光"}).status_code == 200, 60)
    assert get(running, "観光") == get(searched, "観光")


def test_an_index_of_another_build_is_not_used(
    serve: Callable[..., Running], release_folder: Path, release_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / GRAPH).write_bytes(release_file.read_bytes())
    (folder / SEARCH).write_bytes((release_folder / SEARCH).read_bytes())
    running = serve(folder)
    wait_for("an index", lambda: running.client.get("/search", params={"q": "取組"}).status_code == 200, 60)
    assert get(running, "取組")["types"] == [{"type": "Measure", "count": 300}]


@pytest.mark.skipif(bool(stores.missing(stores.OXIGRAPH)), reason=stores.missing(stores.OXIGRAPH))
def test_a_remote_engine_searches_with_the_index_of_the_release(
    serve: Callable[..., Running], release_folder: Path, searched: Running
) -> None:
    with stores.oxigraph() as store:
        publish([release_folder / GRAPH], Target(store.update, Way.UPDATE, None, "", ""))
        without = serve(engine=store.query)
        answer = without.client.get("/search", params={"q": "観光"})
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert "search_index" in answer.json()["detail"]
        assert without.client.get("/health").json()["search"] is False
        with_index = serve(engine=store.query, search_index=release_folder / SEARCH)
        assert get(with_index, "観光") == get(searched, "観光")
        wanted = {"ids": ["municipality/43441"], "properties": [{"id": "labelJa"}, {"id": "area"}]}
        extended = [
            each.client.get("/reconcile", params={"extend": json.dumps(wanted)}).json()
            for each in (with_index, searched)
        ]
        assert extended[0] == extended[1]


def test_an_index_that_cannot_be_used_is_told_at_the_start(release_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "index"
    path.write_bytes(b"something else")
    with pytest.raises(AssertionError, match="the search index cannot be used"):
        start(release_file, search_index=path)
