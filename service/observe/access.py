"""The access log: one line of JSON for each request, without addresses and texts unless they are asked for."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from service.settings import Settings


class AccessLog:
    """Writes to a file, to standard output, or nowhere."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.access_log
        self._with = set(settings.access_log_with.replace(",", " ").split())
        self._file: TextIO | None = None
        self.reopen()

    def reopen(self) -> None:
        """Open the file anew, as after a rotation. Raises OSError when it cannot be written."""
        if self._path and self._path != "-":
            opened = Path(self._path).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - kept open
            before, self._file = self._file, opened
            if before is not None:
                before.close()
        elif self._path:
            self._file = sys.stdout

    @property
    def on(self) -> bool:
        """Whether lines are written at all."""
        return self._file is not None

    def write(self, said: Mapping[str, Any], query: str, address: str) -> None:
        """One request; of its query the first 16 hexadecimal digits of its SHA-256."""
        if self._file is None:
            return
        line: dict[str, Any] = {"time": _now(), **said}
        if query:
            line["query"] = hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:16]
            if "query" in self._with:
                line["text"] = query
        if "address" in self._with:
            line["address"] = address
        self._file.write(json.dumps(line, ensure_ascii=True) + "\n")
        if self._file is sys.stdout:
            self._file.flush()


def _now() -> str:
    """The time in UTC with milliseconds (RFC 3339)."""
    now = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"
