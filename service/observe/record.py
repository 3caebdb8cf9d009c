"""What the routes note about a request, for the metrics and the access log."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

_KEY = "renkei.record"


@dataclass
class Record:
    """One request: the query that was asked, whether its answer was kept, the kind of problem that was answered."""

    query: str = ""
    cache: str = ""
    problem: str = ""


def begin(scope: MutableMapping[str, Any]) -> Record:
    """The record of a request that begins."""
    record = scope[_KEY] = Record()
    return record


def record_of(scope: MutableMapping[str, Any]) -> Record:
    """The record of a request under way; one that nobody reads where nothing is observed."""
    found: Record = scope.get(_KEY) or Record()
    return found
