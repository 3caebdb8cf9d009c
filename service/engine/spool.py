"""The answer of a worker until it is complete: memory first, then a file that was opened beforehand."""

from __future__ import annotations

import os
import zlib
from typing import Any

IN_MEMORY = 1 << 20
SMALLEST_COMPRESSED = 1024
_GZIP = 16 + zlib.MAX_WBITS


class ResultTooLargeError(Exception):
    """The answer passed its cap."""


class Spool:
    """A binary writer that keeps up to 1 MiB in memory and the rest in `descriptor`.

    `cap` is in bytes before compression. Answers of 1 KiB and less are not compressed.
    """

    def __init__(self, descriptor: int, cap: int, compress: bool) -> None:
        self._descriptor = descriptor
        self._cap = cap
        self._compress = compress
        self._compressor: Any = None
        self._written = 0
        self._parts: list[bytes] = []
        self._in_memory = 0
        self.in_file = 0

    @property
    def compressed(self) -> bool:
        """Whether the content is gzip."""
        return self._compressor is not None

    def write(self, data: bytes) -> int:
        """Take bytes of the answer; raises `ResultTooLargeError`."""
        self._written += len(data)
        if self._written > self._cap:
            raise ResultTooLargeError
        if self._compress and self._compressor is None and self._written > SMALLEST_COMPRESSED:
            self._compressor = zlib.compressobj(level=5, wbits=_GZIP)
            small, self._parts, self._in_memory = b"".join(self._parts), [], 0
            self._keep(self._compressor.compress(small))
        self._keep(self._compressor.compress(data) if self._compressor else bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back; writers of pyoxigraph call it."""

    def finish(self) -> bytes:
        """The content if it stayed in memory, else empty: then `in_file` bytes are in the file."""
        if self._compressor is not None:
            self._keep(self._compressor.flush())
        if self.in_file:
            self._spill()
            return b""
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        if data:
            self._parts.append(data)
            self._in_memory += len(data)
            if self._in_memory > IN_MEMORY:
                self._spill()

    def _spill(self) -> None:
        data = memoryview(b"".join(self._parts))
        self._parts, self._in_memory = [], 0
        while data:
            written = os.write(self._descriptor, data)
            self.in_file += written
            data = data[written:]
