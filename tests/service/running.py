"""A real service over a real socket, as the tests see it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from service.serve import run
from service.settings import Settings
sys.exit(run(Settings.from_environment()))
"""


@dataclass
class Running:
    """A service that was started for tests."""

    process: subprocess.Popen[str]
    url: str
    client: httpx.Client
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def query(self, text: str, accept: str = "*/*", **parameters: str | Sequence[str]) -> httpx.Response:
        """A query by GET."""
        return self.client.get("/sparql", params={"query": text, **parameters}, headers={"accept": accept})

    def rows(self, text: str, **parameters: str | Sequence[str]) -> list[dict[str, dict[str, str]]]:
        """The rows of a SELECT."""
        answer = self.client.get("/sparql", params={"query": text, **parameters})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
        return found

    def number(self, text: str, **parameters: str | Sequence[str]) -> int:
        """The one number of a query that selects ?n."""
        return int(self.rows(text, **parameters)[0]["n"]["value"])

    def family(self) -> set[int]:
        """The process ids of the service and of all that it started."""
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
        found = {self.process.pid}
        while more := {child for child, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def stop(self) -> int:
        """End the service as a user does; returns its exit code."""
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            if self.process.stderr:
                self.process.stderr.close()


def environment(**settings: object) -> dict[str, str]:
    """The environment of a service with these settings."""
    given = {f"RENKEI_{name.upper()}": str(value) for name, value in settings.items()}
    path = os.pathsep.join(str(part) for part in (ROOT / "src", ROOT))
    return {**os.environ, "PYTHONPATH": path, "RENKEI_PORT": "0", **given}


def start(
    *data: Path, temporary: Path | None = None, by_command: bool = False, **settings: object
) -> Running:
    """Start a service on a free port; fails with what it said when it does not start.

    `by_command` starts it as `renkei serve --data FILE…`.
    """
    files = os.pathsep.join(str(path) for path in data)
    told = environment(**settings) if by_command else environment(data=files, **settings)
    command = [sys.executable, "-c", PROGRAM]
    if by_command:
        command = [sys.executable, "-m", "graph_build.cli", "serve", "--data", *map(str, data)]
    if temporary is not None:
        told["TMPDIR"] = str(temporary)
    process = subprocess.Popen(command, env=told, stderr=subprocess.PIPE, text=True)
    said: list[str] = []
    assert process.stderr is not None
    while line := process.stderr.readline():
        said.append(line)
        if line.startswith("Renkei serves "):
            url = line.split()[2].rstrip("/")
            return Running(process, url, httpx.Client(base_url=url, timeout=60), said)
    raise AssertionError(f"the service ended with {process.wait(10)}: {''.join(said)}")


def wait_for(what: str, condition: object, seconds: float = 10.0) -> None:
    """Wait until a condition holds; it is an error if it does not within a generous time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")
