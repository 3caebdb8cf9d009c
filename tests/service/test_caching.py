"""Answers that a client has already, answers that are asked again, answers that are compressed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from service.sparql.cache import Kept, ResultCache
from tests.service.running import Running

ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
ONE = "SELECT ?o { <id/municipality/43100> rk:code5 ?o }"


def test_a_client_that_has_the_answer_gets_304(server: Running) -> None:
    first = server.query(ONE)
    for known in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = server.client.get("/sparql", params={"query": ONE}, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["vary"] == first.headers["vary"]
    other = server.client.get("/sparql", params={"query": ONE}, headers={"if-none-match": '"other"'})
    assert other.status_code == 200


def test_dates_count_only_without_tags(server: Running) -> None:
    modified = server.query(ONE).headers["last-modified"]
    get = server.client.get
    assert get("/sparql", params={"query": ONE}, headers={"if-modified-since": modified}).status_code == 304
    both = {"if-modified-since": modified, "if-none-match": '"other"'}
    assert get("/sparql", params={"query": ONE}, headers=both).status_code == 200
    assert (
        get("/sparql", params={"query": ONE}, headers={"if-modified-since": "yesterday"}).status_code == 200
    )


def test_tags_differ_by_query_format_and_coding(server: Running) -> None:
    tags = [
        server.client.get(
            "/sparql", params={"query": query}, headers={"accept": accept, "accept-encoding": coding}
        )
        for query in (ALL, ONE + " LIMIT 1")
        for accept in ("text/csv", "application/json")
        for coding in ("gzip", "identity")
    ]
    assert len({answer.headers["etag"] for answer in tags}) == 6  # the small answers are not compressed


def test_tags_are_those_of_the_build(
    server: Running, serve: Callable[..., Running], release_file: Path
) -> None:
    same = serve(release_file)
    assert same.query(ONE).headers["etag"] == server.query(ONE).headers["etag"]
    other_file = release_file.parent / "other.nq"
    other_file.write_text(release_file.read_text().replace("熊本市", "くまもと市"))
    assert serve(other_file).query(ONE).headers["etag"] != server.query(ONE).headers["etag"]


@pytest.mark.parametrize(
    "query", ["SELECT (UUID() AS ?x) {}", "SELECT (NOW() AS ?x) {}", "SELECT (RAND() AS ?x) {}"]
)
def test_what_changes_is_neither_kept_nor_tagged(server: Running, query: str) -> None:
    first, second = server.query(query), server.query(query)
    assert first.content != second.content
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"


def test_gzip_is_the_same_answer(server: Running) -> None:
    plain = server.client.get("/sparql", params={"query": ALL}, headers={"accept-encoding": "identity"})
    for _ in range(2):
        with server.client.stream(
            "GET", "/sparql", params={"query": ALL}, headers={"accept-encoding": "gzip"}
        ) as raw:
            packed = b"".join(raw.iter_raw())
        assert raw.headers["content-encoding"] == "gzip"
        assert int(raw.headers["content-length"]) == len(packed) < len(plain.content) // 4
        assert gzip.decompress(packed) == plain.content


def test_the_cache_is_bounded_in_bytes() -> None:
    cache = ResultCache(100_000)
    for at in range(1000):
        cache.put(at, Kept(str(at), [], bytes(5_000), "query"))
        cache.shorten((str(at).encode(),), at)
    assert 0 < cache.size <= 100_000
    assert cache.get(999) is not None
    assert cache.by_request((b"999",)) is not None
    assert cache.by_request((b"0",)) is None


def test_one_answer_does_not_drive_out_the_others() -> None:
    cache = ResultCache(100_000)
    cache.put("small", Kept("", [], b"x", "query"))
    cache.put("large", Kept("", [], bytes(90_000), "query"))
    assert cache.get("large") is None
    assert cache.get("small") is not None
