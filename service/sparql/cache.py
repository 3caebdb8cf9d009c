"""Answers kept for repeated queries, bounded in bytes; the least recently used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

Headers = list[tuple[bytes, bytes]]
_OVERHEAD = 1024
_SHORTCUTS = 4096
_LONGEST_SHORTCUT = 8192


@dataclass(frozen=True)
class Kept:
    """A complete answer with its headers."""

    etag: str
    headers: Headers
    body: bytes
    query: str = ""

    @property
    def size(self) -> int:
        """Bytes that it takes, estimated."""
        return len(self.body) + len(self.query) + _OVERHEAD


class ResultCache:
    """Answers by what was asked, and shortcuts from the bytes of a request to what it asked."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._answers: OrderedDict[Hashable, Kept] = OrderedDict()
        self._shortcuts: OrderedDict[tuple[bytes, ...], Hashable] = OrderedDict()

    @property
    def size(self) -> int:
        """Bytes that the kept answers take, estimated."""
        return self._size

    def get(self, key: Hashable) -> Kept | None:
        """The answer kept for what was asked."""
        kept = self._answers.get(key)
        if kept is not None:
            self._answers.move_to_end(key)
        return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer unless it alone would take more than an eighth of the room."""
        if kept.size > self._capacity // 8 or key in self._answers:
            return
        self._answers[key] = kept
        self._size += kept.size
        while self._size > self._capacity:
            self._size -= self._answers.popitem(last=False)[1].size

    def by_request(self, request: tuple[bytes, ...]) -> Kept | None:
        """The answer kept for exactly this request."""
        key = self._shortcuts.get(request)
        return None if key is None else self.get(key)

    def shorten(self, request: tuple[bytes, ...], key: Hashable) -> None:
        """Remember what a request asked."""
        if sum(map(len, request)) <= _LONGEST_SHORTCUT:
            self._shortcuts[request] = key
            if len(self._shortcuts) > _SHORTCUTS:
                self._shortcuts.popitem(last=False)
