"""Running the service: metrics, access log, security headers, stopping, and a new release under load."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from graph_build.release.build import Settings, build
from service.settings import SettingError
from service.settings import Settings as ServiceSettings
from tests.release.make import FIXTURES
from tests.service.bombs import SLOW
from tests.service.running import PROGRAM, Running, environment, wait_for

ONE, OTHER = FIXTURES / "a1-oita-usuki.txt", FIXTURES / "a2-takamatsu-miki.txt"
AGREEMENTS = "SELECT ?a { ?a a rk:Agreement }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small release that tests may replace."""
    out = tmp_path / "release"
    build([ONE], out, Settings(check=False))
    return out


def metrics(running: Running) -> dict[tuple[str, ...], float]:
    """All samples by name and values of labels; fails for text that is not in the format of Prometheus."""
    answer = running.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


# --- metrics ---


def test_metrics_count_requests_answers_and_refusals(
    serve: Callable[..., Running], release_file: Path
) -> None:
    running = serve(release_file, timeout=0.5, slow_after=0.1)
    for _ in range(3):
        assert running.query("SELECT * { ?s ?p ?o } LIMIT 1").status_code == 200
    assert running.query("SELECT").status_code == 400
    assert running.query(SLOW["cross product"]).status_code == 504
    assert running.client.get("/nothing/here").status_code == 404
    counted = metrics(running)
    assert counted["renkei_requests_total", "/sparql", "200"] == 3
    assert counted["renkei_requests_total", "/sparql", "504"] == 1
    assert counted["renkei_requests_total", "other", "404"] == 1
    assert counted["renkei_request_seconds_count", "/sparql"] == 5
    assert counted["renkei_cache_answers_total", "hit"] == 2
    assert counted["renkei_problems_total", "time-limit"] == 1
    assert counted["renkei_problems_total", "syntax-error"] == 1
    assert counted["renkei_workers_ended_total", "time-limit"] == 1
    assert counted["renkei_ready",] == 1
    assert counted["renkei_triples",] > 100
    assert counted["renkei_requests_under_way",] == 1
    assert counted["process_resident_memory_bytes",] > 1 << 20
    wait_for("idle workers", lambda: metrics(running)["renkei_workers", "idle"] == 2)


def test_paths_make_no_new_metrics(server: Running) -> None:
    for at in range(20):
        server.client.get(f"/made/up/{at}")
        server.client.get(f"/id/made/up/{at}")
    routes = {key[1] for key in metrics(server) if key[0] == "renkei_requests_total"}
    assert len(routes) < 20
    assert {"/id", "other"} <= routes


# --- access log ---


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_access_log_has_neither_addresses_nor_texts(
    serve: Callable[..., Running], release_file: Path, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    running = serve(release_file, access_log=log)
    query = "SELECT ?secret { ?secret ?p ?o } LIMIT 1"
    running.query(query)
    running.query(query)
    running.client.post("/sparql", data={"query": query})
    running.client.get("/search", params={"q": "秘密"})
    running.client.get("/health")
    wait_for("all lines", lambda: len(lines(log)) == 5)
    assert "secret" not in log.read_text()
    assert "秘密" not in log.read_text()
    assert "127.0.0.1" not in log.read_text()
    first, second, third, search, health = lines(log)
    digest = hashlib.sha256(query.encode()).hexdigest()[:16]
    assert [each["query"] for each in (first, second, third)] == [digest] * 3
    assert (first["cache"], second["cache"]) == ("miss", "hit")
    assert search["query"] == hashlib.sha256("秘密".encode()).hexdigest()[:16]
    assert "query" not in health
    for each in lines(log):
        assert {"time", "method", "path", "status", "ms", "bytes"} <= set(each)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", each["time"])
        assert each["ms"] >= 0


def test_addresses_and_texts_come_when_they_are_asked_for(
    serve: Callable[..., Running], release_file: Path, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    running = serve(release_file, access_log=log, access_log_with="address query")
    running.client.get("/search", params={"q": '改行\n"引用'})
    wait_for("a line", lambda: len(lines(log)) == 1)
    assert lines(log)[0]["text"] == '改行\n"引用'
    assert lines(log)[0]["address"] == "127.0.0.1"


def test_a_rotated_log_is_opened_anew(
    serve: Callable[..., Running], release_file: Path, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    running = serve(release_file, access_log=log)
    log.rename(tmp_path / "access.log.1")
    running.process.send_signal(signal.SIGHUP)
    wait_for("a new file", log.exists)
    running.client.get("/health")
    wait_for("a line", lambda: len(lines(log)) == 1)


def test_what_the_log_cannot_have_is_refused() -> None:
    with pytest.raises(SettingError, match="cookies"):
        ServiceSettings(access_log_with="address,cookies")


# --- headers ---


def test_every_answer_has_security_headers(server: Running) -> None:
    for path, accept in (
        ("/", "text/html"),
        ("/search?q=a", "text/html"),
        ("/search?q=a", "application/json"),
        ("/sparql", "text/turtle"),
        ("/metrics", "*/*"),
        ("/nothing", "*/*"),
        ("/openapi.json", "*/*"),
    ):
        headers = server.client.get(path, headers={"accept": accept}, follow_redirects=False).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin"
        assert "geolocation=()" in headers["permissions-policy"]
        assert headers["cross-origin-resource-policy"] == "cross-origin"
        assert headers["access-control-allow-origin"] == "*"
        assert len(headers.get_list("content-security-policy")) == 1
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        if headers["content-type"].startswith("text/html"):
            assert headers["cross-origin-opener-policy"] == "same-origin"


# --- stopping ---


def test_answers_under_way_are_finished_and_health_says_so_first(
    serve: Callable[..., Running], release_file: Path
) -> None:
    running = serve(release_file, drain=1.5, timeout=60, stop_wait=60)
    sleep = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) > 1000) }"
    )
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(httpx.get, f"{running.url}/sparql", params={"query": sleep}, timeout=90)
        wait_for("a slow query", lambda: metrics(running)["renkei_workers", "slow"] == 1)
        running.process.send_signal(signal.SIGTERM)
        wait_for("no health", lambda: running.client.get("/health").status_code == 503, 1)
        assert running.client.get("/health").json()["detail"] == "The engine is stopping."
        assert running.query("ASK {}").status_code == 200
        assert slow.result().status_code == 200
    assert running.process.wait(90) == 0


def test_no_answer_is_waited_for_longer_than_the_limit(
    serve: Callable[..., Running], release_file: Path
) -> None:
    running = serve(release_file, timeout=60, stop_wait=1)
    with socket.create_connection(("127.0.0.1", running.port)) as connection:
        query = SLOW["cross product"].encode()
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
            b"content-length: %d\r\n\r\n%s" % (len(query), query)
        )
        wait_for("a slow query", lambda: metrics(running)["renkei_workers", "slow"] == 1)
        before = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(15)
        assert time.monotonic() - before < 10


def test_a_service_ends_with_its_terminal(release_file: Path) -> None:
    ours, theirs = pty.openpty()

    def own_terminal() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started the tests may ignore it (nohup)
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    told = environment(data=release_file)
    command = [sys.executable, "-c", PROGRAM]
    process = subprocess.Popen(
        command, env=told, stdin=theirs, stderr=subprocess.PIPE, text=True, preexec_fn=own_terminal
    )
    os.close(theirs)
    assert process.stderr is not None
    while not process.stderr.readline().startswith("Renkei serves "):
        assert process.poll() is None
    os.close(ours)
    assert process.wait(20) in (0, -signal.SIGHUP)
    process.stderr.close()


# --- a new release ---


def served(running: Running) -> set[str]:
    return {row["a"]["value"].rpartition("/")[2] for row in running.rows(AGREEMENTS)}


class Load:
    """Clients that ask all the time; each answer is noted."""

    def __init__(self, running: Running, clients: int = 6) -> None:
        self._running = running
        self._ended = threading.Event()
        self.answers: Counter[tuple[str, int]] = Counter()
        self.problems: list[str] = []
        self._threads = [threading.Thread(target=self._ask, args=(at,)) for at in range(clients)]

    def __enter__(self) -> Load:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for each in self._threads:
            each.join()

    def _ask(self, number: int) -> None:
        paths = ("/sparql", "/search", "/health", "/reconcile/suggest/entity")
        with httpx.Client(base_url=self._running.url, timeout=30) as client:
            at = number
            while not self._ended.is_set():
                at += 1
                path = paths[at % len(paths)]
                given = {"/sparql": {"query": f"{AGREEMENTS} #{at % 7}"}, "/search": {"q": "連携"}}.get(
                    path, {"prefix": "大分"}
                )
                try:
                    answer = client.get(path, params=given)
                    answer.json()
                    self.answers[path, answer.status_code] += 1
                except (httpx.HTTPError, ValueError) as error:
                    self.problems.append(f"{path}: {error!r}")


@pytest.mark.parametrize("how", ["SIGHUP", "watched"])
def test_a_new_release_is_taken_over_without_a_failed_request(
    serve: Callable[..., Running], folder: Path, how: str
) -> None:
    running = serve(folder, watch=0.2 if how == "watched" else 0)
    assert served(running) == {"44201-44206"}
    assert running.client.get("/search", params={"q": "三木町", "type": "Agreement"}).json()["total"] == 0
    build_before = running.client.get("/health").json()["release"]
    before = running.query(AGREEMENTS).headers["etag"]
    with Load(running) as load:
        wait_for("some load", lambda: load.answers.total() > 50)
        build([ONE, OTHER], folder, Settings(check=False))
        if how == "SIGHUP":
            running.process.send_signal(signal.SIGHUP)
        wait_for(
            "the new release", lambda: running.client.get("/health").json()["release"] != build_before, 60
        )
        seen = load.answers.total()
        wait_for("more load", lambda: load.answers.total() > seen + 50, 30)
    assert load.problems == []
    assert {status for _, status in load.answers} == {200}
    assert {path for path, _ in load.answers} == {
        "/sparql",
        "/search",
        "/health",
        "/reconcile/suggest/entity",
    }
    assert served(running) == {"44201-44206", "37201-37341"}
    assert running.query(AGREEMENTS).headers["etag"] != before
    assert running.client.get("/search", params={"q": "三木町", "type": "Agreement"}).json()["total"] == 1
    counted = metrics(running)
    assert counted["renkei_takeovers_total", "done"] == 1
    assert counted["renkei_takeovers_total", "failed"] == 0
    wait_for("only one holder of a graph is left", lambda: len(holders(running)) == 1, 30)


def holders(running: Running) -> set[int]:
    """Children of the service itself: holders of graphs."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == running.process.pid:
                found.add(int(entry.name))
    return found


def test_a_release_that_cannot_be_served_leaves_the_one_before(
    serve: Callable[..., Running], folder: Path
) -> None:
    running = serve(folder, watch=0)
    whole = (folder / "renkei.nq").read_bytes()
    (folder / "renkei.nq").write_bytes(whole[:-40])
    running.process.send_signal(signal.SIGHUP)
    wait_for("the failure", lambda: running.client.get("/health").json()["takeovers"]["failed"] == 1)
    health = running.client.get("/health").json()
    assert health["status"] == "ok"
    assert "renkei.nq" in health["takeovers"]["problem"]
    assert served(running) == {"44201-44206"}
    (folder / "renkei.nq").write_bytes(whole)
    running.process.send_signal(signal.SIGHUP)
    wait_for("the success", lambda: running.client.get("/health").json()["takeovers"]["done"] == 1)
    assert running.client.get("/health").json()["takeovers"]["problem"] == ""


def test_answers_under_way_come_from_the_release_that_was_asked(
    serve: Callable[..., Running], folder: Path
) -> None:
    running = serve(folder, watch=0, timeout=120)
    slow = (
        "SELECT (COUNT(DISTINCT ?g) AS ?n) { ?g a rk:Agreement . ?k skos:prefLabel ?a . ?l a rk:Prefecture ; skos:prefLabel ?b "
        "FILTER(STRLEN(CONCAT(?a, ?b)) > 2) }"
    )
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(httpx.get, f"{running.url}/sparql", params={"query": slow}, timeout=150)
        wait_for("a slow query", lambda: metrics(running)["renkei_workers", "slow"] == 1)
        build([ONE, OTHER], folder, Settings(check=False))
        running.process.send_signal(signal.SIGHUP)
        wait_for("the new release", lambda: len(served(running)) == 2, 30)
        answer = asked.result()
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "1"
