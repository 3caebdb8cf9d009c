"""The OpenAPI document is true: schemathesis asks every operation and compares."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.service.running import Running
from tests.service.stores import find, missing

SCHEMATHESIS = "schemathesis"
EXAMPLES = "20"


@pytest.mark.skipif(bool(missing(SCHEMATHESIS)), reason=missing(SCHEMATHESIS))
def test_schemathesis_finds_nothing(server: Running) -> None:
    config = Path(__file__).with_name("schemathesis.toml")
    command = [str(find(SCHEMATHESIS)), "--config-file", str(config), "run", f"{server.url}/openapi.json",
               "--max-examples", EXAMPLES, "--seed", "1", "--no-color"]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "200"}
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout or " passed" in done.stdout or "generated" in done.stdout


def test_every_operation_has_its_problems_and_its_name(server: Running) -> None:
    document = server.client.get("/openapi.json").json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert {"/sparql", "/health", "/queries", "/id/{path}", "/doc/{path}"} <= set(document["paths"])
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        assert "application/problem+json" in operation["responses"]["default"]["content"]
