"""A crawler that follows only links from the start page reaches everything and finds nothing broken."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest

from graph_build.cli import main
from tests.checks.fiction import BASE
from tests.service.fiction import every_class_release, things
from tests.service.running import Running, start

ROOT = Path(__file__).parents[2]
MOST = 2500
_LINK = re.compile(r"<([^>]*)>")
MEDIA = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".html": "text/html",
}
# Without these the crawl would be of questions, not of resources: each leads to as many as one likes.
QUESTIONS = ("/sparql?", "/search?", "/compare?", "/reconcile", "/queries/")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def links_of(answer: httpx.Response) -> Iterator[str]:
    """What an answer links to: hrefs of pages, `Link` headers, redirects, addresses inside JSON."""
    yield from _LINK.findall(answer.headers.get("link", ""))
    if "location" in answer.headers:
        yield answer.headers["location"]
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        parser = _Links()
        parser.feed(answer.text)
        yield from parser.found
    elif "json" in kind:
        yield from _strings(answer.json())


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if (
                isinstance(each, str)
                and each.startswith(("http", "/"))
                and key
                in (
                    "id",
                    "@id",
                    "url",
                    "next",
                    "prev",
                    "path",
                    "context",
                    "@context",
                    "openapi",
                    "catalogue",
                    "ontology",
                    "queries",
                )
            ):
                yield each
            else:
                yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(every_class_release(tmp_path_factory.mktemp("crawl") / "every-class.fiction.nq"))
    yield running
    assert running.stop() == 0


def known() -> set[str]:
    """The things that the fiction describes; it also names some that it says nothing of."""
    return {f"/{path}" for path in things()}


def crawl(service: Running) -> dict[str, httpx.Response]:
    """Every address that is reached, with its answer."""
    own, seen, waiting = urlsplit(service.url).netloc, {}, ["/"]
    described = known()
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        try:
            answer = service.client.get(address, headers={"accept": "text/html, */*;q=0.5"})
        except httpx.HTTPError as error:
            raise AssertionError(address) from error
        seen[address] = answer
        assert answer.status_code < 500, address
        assert len(seen) < MOST, "the crawl does not end"
        for link in links_of(answer):
            target = urldefrag(urljoin(service.url + address, link))[0]
            if target.startswith(BASE) and not target.startswith(BASE + "def"):
                target = f"{service.url}/{target.removeprefix(BASE)}"
                if urlsplit(target).path not in described:
                    continue
            parts = urlsplit(target)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            plain = re.sub(r"\.(html|ttl|nt|rdf|jsonld)$", "", parts.path)
            dangling = plain.startswith(("/id/", "/doc/")) and plain not in described
            if (
                parts.netloc == own
                and not dangling
                and not path.startswith(QUESTIONS)
                and "lang=" not in path
            ):
                waiting.append(path)
    return seen


def test_a_crawler_reaches_every_resource_and_finds_nothing_broken(service: Running) -> None:
    seen = crawl(service)
    wrong = {
        address: answer.status_code
        for address, answer in seen.items()
        if answer.status_code not in (200, 303)
    }
    assert not wrong
    missing = [path for path in known() if not {path, f"{path}.html"} & set(seen)]
    assert not missing
    assert len(seen) > len(known())
    for address, answer in seen.items():
        if answer.status_code == 303:
            assert "accept" in answer.headers["vary"].lower(), address
            continue
        assert answer.headers["content-type"], address
        if not address.startswith("/static/") and "no-store" not in answer.headers.get("cache-control", ""):
            assert answer.headers.get("etag"), address
        suffix = Path(urlsplit(address).path).suffix
        if address.startswith(("/id/", "/doc/")) and suffix in MEDIA:
            assert answer.headers["content-type"].startswith(MEDIA[suffix]), address
            assert "accept" in answer.headers["vary"].lower(), address


def test_a_sample_of_the_register_has_no_broken_link(tmp_path: Path) -> None:
    """Every kind of address, also with parameters: of those waiting any may be next, in the order of a fixed seed."""
    release = tmp_path / "release"
    assert main(["build", str(ROOT / "data" / "register"), "--out", str(release)]) == 0
    service = start(release)
    own, chance, waiting = urlsplit(service.url).netloc, random.Random(7), ["/"]
    seen: dict[str, int] = {}
    while waiting and len(seen) < 400:
        address = waiting.pop(chance.randrange(len(waiting)))
        if address in seen:
            continue
        answer = service.client.get(address, headers={"accept": "text/html, */*;q=0.5"})
        seen[address] = answer.status_code
        for link in links_of(answer):
            target = urldefrag(urljoin(service.url + address, link))[0]
            if target.startswith(BASE) and not target.startswith(BASE + "def"):
                target = f"{service.url}/{target.removeprefix(BASE)}"
            if urlsplit(target).netloc == own and "lang=" not in target:
                waiting.append(target.removeprefix(service.url))
    assert service.stop() == 0
    assert {address: status for address, status in seen.items() if status not in (200, 303)} == {}
    assert len(seen) == 400
