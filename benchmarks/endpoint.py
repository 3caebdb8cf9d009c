"""The endpoint beside others: same data, same queries, one run: `python -m benchmarks.endpoint [--seconds S]`.

Prints one table per kind of query: requests per second, p50 and p99 in ms at 1, 8 and 64 clients, and memory in MiB
(proportional set size of all processes). Systems whose program is not installed are named and left out.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from service.engine.publish import Target, Way, publish
from tests.service import stores
from tests.service.graphs import BASE, RK, release
from tests.service.running import environment

CLIENTS = (1, 8, 64)
MEASURES = 8000
GIVE_UP = 10.0
_RDFLIB = "rdflib-endpoint"
_OWN = """
import sys
from service import serve
from service.settings import Settings
made = serve.create_app
async def empty():
    return {}
def with_empty(settings):
    app = made(settings)
    app.add_api_route("/empty", empty)
    return app
serve.create_app = with_empty
sys.exit(serve.run(Settings.from_environment()))
"""
_PREFIX = f"PREFIX rk: <{RK}> "
_AGGREGATE = (
    _PREFIX + "SELECT ?kind (COUNT(?line) AS ?lines) (SUM(?amount) AS ?total) (MAX(?order) AS ?last) "
    "{ ?line rk:project ?m ; rk:amount ?amount . ?m rk:order ?order ; a ?kind } GROUP BY ?kind"
)


def lookup(number: int) -> str:
    """What one thing says."""
    at = number % MEASURES
    return f"SELECT ?p ?o {{ <{BASE}id/vision/{at % 2}/measure/{at:04d}> ?p ?o }}"


def construct(number: int) -> str:
    """A graph of some 100 triples."""
    low = number % (MEASURES - 30)
    return (
        _PREFIX
        + "CONSTRUCT { ?m rk:order ?order ; rk:next ?n ; a ?kind } WHERE { ?m rk:order ?order ; rk:next ?n ; "
        f"a ?kind FILTER(?order >= {low} && ?order < {low + 30}) }}"
    )


KINDS: dict[str, Callable[[int], str]] = {
    "lookup, each another": lambda number: f"{lookup(number)} # {number}",
    "lookup, repeated": lambda number: lookup(number % 50),
    "aggregate, each another": lambda number: f"{_AGGREGATE} # {number}",
    "aggregate, repeated": lambda _: _AGGREGATE,
    "CONSTRUCT, each another": lambda number: f"{construct(number)} # {number}",
    "full listing": lambda number: f"SELECT ?s ?p ?o {{ ?s ?p ?o }} # {number}",
}


@dataclass(frozen=True)
class System:
    """An endpoint under measurement and the process at the top of its processes."""

    name: str
    url: str
    pid: int
    empty: str = ""


@dataclass
class Measured:
    """Times of right answers in seconds, and what else came."""

    seconds: float
    times: list[float] = field(default_factory=list)
    failed: int = 0

    def row(self) -> str:
        """Requests per second, p50 and p99 in ms."""
        if not self.times:
            return f"– ({self.failed} failed)"
        ordered = sorted(self.times)
        p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 for part in (0.5, 0.99))
        failed = f" ({self.failed} failed)" if self.failed else ""
        return f"{len(ordered) / self.seconds:.0f}/s {p50:.1f} {p99:.1f}{failed}"


async def one_request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, host: str
) -> tuple[bool, bool]:
    """Send a GET and read the whole answer; whether it is a 200, and whether the connection stays open."""
    accept = "text/turtle, application/sparql-results+json;q=0.9, application/json;q=0.8"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    return head.split(b" ", 2)[1] == b"200", b"connection: close" not in head


async def client(url: str, paths: Iterator[str], end: float, measured: Measured) -> None:
    """Ask one after the other until the end."""
    parts = urlsplit(url)
    connection = None
    while time.monotonic() < end:
        begun = time.perf_counter()
        try:
            if connection is None:
                connection = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 22)
            asking = one_request(*connection, next(paths), parts.netloc)
            right, stays = await asyncio.wait_for(asking, GIVE_UP)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, IndexError, ValueError):
            right = stays = False
        if connection is not None and not stays:
            connection[1].close()
            connection = None
        if right:
            measured.times.append(time.perf_counter() - begun)
        else:
            measured.failed += 1
            await asyncio.sleep(0.01)
    if connection is not None:
        connection[1].close()


async def measure(url: str, paths: Iterator[str], clients: int, seconds: float) -> Measured:
    """Some clients at once for some seconds; slow answers count until they are there."""
    begun = time.monotonic()
    measured = Measured(seconds)
    await asyncio.gather(*(client(url, paths, begun + seconds, measured) for _ in range(clients)))
    measured.seconds = time.monotonic() - begun
    return measured


def memory(pid: int) -> int:
    """MiB of a process and all below it, shared pages divided among those that share them."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (entry / "stat").exists():
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for each in family:
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total >> 10


@contextmanager
def own(data: Path) -> Iterator[System]:
    """This service with its default settings."""
    process = subprocess.Popen(
        [sys.executable, "-c", _OWN], env=environment(data=data), stderr=subprocess.PIPE, text=True
    )
    try:
        line = process.stderr.readline() if process.stderr else ""
        root = line.split()[2].rstrip("/")
        yield System("this service", f"{root}/sparql", process.pid, f"{root}/empty")
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def rdflib_endpoint(union: Path) -> Iterator[System]:
    """rdflib-endpoint with the union of all graphs."""
    port = stores.free_port()
    command = [str(stores.find(_RDFLIB)), "serve", "--host", "127.0.0.1", "--port", str(port), str(union)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        stores.wait(f"{url}?query=ASK%7B%7D", 120)
        yield System("rdflib-endpoint", url, process.pid)
    finally:
        process.kill()
        process.wait()


def systems(data: Path, union: Path, folder: Path, stack: ExitStack) -> Iterator[System]:
    """Every system that is installed, one after the other, each alone on the machine."""
    yield stack.enter_context(own(data))
    for name, program in (("Oxigraph server", stores.OXIGRAPH), ("Virtuoso", stores.VIRTUOSO)):
        if reason := stores.missing(program):
            print(f"{name}: {reason}")
            continue
        stack.close()
        opened = stores.oxigraph() if program == stores.OXIGRAPH else stores.virtuoso(folder)
        store = stack.enter_context(opened)
        publish([data], Target(store.graph_store, Way.GRAPH_STORE, store.union, store.user, store.password))
        extra = f"?default-graph-uri={quote(store.union, safe='')}" if store.union else ""
        yield System(name, store.query + extra, store.pid)
    if not stores.missing(_RDFLIB):
        stack.close()
        yield stack.enter_context(rdflib_endpoint(union))
    else:
        print(f"{_RDFLIB}: {stores.missing(_RDFLIB)}")


def run(system: System, seconds: float) -> dict[str, list[str]]:
    """All kinds of queries at all numbers of clients."""
    parts = urlsplit(system.url)
    start = f"{parts.path}?{parts.query + '&' if parts.query else ''}query="
    numbers = itertools.count(1)
    rows: dict[str, list[str]] = {}
    for kind, text in KINDS.items():
        cells: list[str] = []
        for clients in CLIENTS:
            if cells and cells[-1].startswith("–"):
                cells.append("–")  # with more clients it gets no better
                continue
            paths = (start + quote(text(number)) for number in numbers)
            cells.append(asyncio.run(measure(system.url, paths, clients, seconds)).row())
        rows[kind] = [*cells, str(memory(system.pid))]
    if system.empty:
        empty = [
            asyncio.run(measure(system.empty, itertools.repeat("/empty"), clients, seconds)).row()
            for clients in CLIENTS
        ]
        rows["empty FastAPI route"] = [*empty, str(memory(system.pid))]
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds of each measurement")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        data, union = folder / "fiction.nq", folder / "union.nt"
        data.write_text(release(MEASURES), encoding="utf-8")
        triples = dict.fromkeys(str(quad.triple) for quad in ox.parse(path=data, format=ox.RdfFormat.N_QUADS))
        union.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
        print(f"{len(triples)} triples, {os.cpu_count()} cores, {seconds:g} s each\n")
        measured = {system.name: run(system, seconds) for system in systems(data, union, folder, stack)}
    for kind in (*KINDS, "empty FastAPI route"):
        print(f"\n| {kind} | {' | '.join(f'{each} clients: rate p50 p99' for each in CLIENTS)} | MiB |")
        print("|---" * (len(CLIENTS) + 2) + "|")
        for name, rows in measured.items():
            if kind in rows:
                print(f"| {name} | {' | '.join(rows[kind])} |")


if __name__ == "__main__":
    main()
