"""Queries on their way: one from its arrival to its answer, and which texts were slow before."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from service.engine.link import WorkerLink
from service.engine.protocol import Answer, Gone, Job

_REMEMBERED = 512


@dataclass(eq=False)
class Ticket:
    """A query from its arrival to its answer; times in seconds of the monotonic clock."""

    job: Job
    gone: Gone
    answer: asyncio.Future[Answer]
    arrived: float
    deadline: float
    slow: bool = False
    started: float = 0.0
    worker: WorkerLink | None = None
    watcher: asyncio.Task[None] | None = None


class SlowTexts:
    """The texts of queries that were slow, as many as are worth remembering, the last ones."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, text: str) -> bool:
        return text in self._texts

    def add(self, text: str) -> None:
        """Remember a text."""
        self._texts[text] = None
        self._texts.move_to_end(text)
        if len(self._texts) > _REMEMBERED:
            self._texts.popitem(last=False)

    def forget(self, text: str) -> None:
        """This one was fast."""
        self._texts.pop(text, None)
