"""Other SPARQL stores, started for tests and benchmarks when their programs are installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

VIRTUOSO = "virtuoso-t"
OXIGRAPH = "oxigraph"
_INI = """
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = {sql}
ServerThreads = {threads}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = {port}
ServerThreads = {threads}
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = {limit}
"""


@dataclass(frozen=True)
class Store:
    """A running store: where it answers queries, where it takes graphs, which graph is its union."""

    name: str
    query: str
    graph_store: str
    update: str
    union: str | None
    user: str
    password: str
    pid: int


def find(program: str) -> str | None:
    """Where a program is: on the path, beside this Python, or among the Node programs of the tests."""
    own = (Path(sys.executable).parent, Path(__file__).parent / "node_modules" / ".bin")
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, own)]))


def missing(program: str) -> str:
    """Why tests of a program cannot run; empty when they can."""
    return "" if find(program) else f"the program {program} is not installed"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def oxigraph(timeout: int | None = None) -> Iterator[Store]:
    """Oxigraph server with an empty store in memory."""
    url = f"127.0.0.1:{free_port()}"
    command = [
        str(find(OXIGRAPH)),
        "serve",
        "--bind",
        url,
        *(["--timeout-s", str(timeout)] if timeout else []),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait(f"http://{url}/query?query=ASK%7B%7D")
        root = f"http://{url}"
        yield Store(
            "Oxigraph server", f"{root}/query", f"{root}/store", f"{root}/update", None, "", "", process.pid
        )
    finally:
        process.kill()
        process.wait()


@contextmanager
def virtuoso(folder: Path, limit: int = 400, threads: int = 100) -> Iterator[Store]:
    """Virtuoso with an empty database in a folder."""
    port, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _INI.format(
            folder=folder, port=port, sql=sql, limit=limit, threads=threads, buffers=60000, dirty=40000
        )
    )
    command = [str(find(VIRTUOSO)), "+foreground", "+configfile", str(ini)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        root = f"http://127.0.0.1:{port}"
        wait(f"{root}/sparql?query=ASK%7B%7D", 120)
        union = "https://w3id.org/renkei/graph/union"
        crud = f"{root}/sparql-graph-crud-auth"
        yield Store(
            "Virtuoso", f"{root}/sparql", crud, f"{root}/sparql-auth", union, "dba", "dba", process.pid
        )
    finally:
        process.kill()
        process.wait()


def wait(url: str, seconds: float = 30) -> None:
    """Until a store answers; an error if it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if httpx.get(url, timeout=5).status_code < 500:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {seconds} s")
