"""Jobs on several processors, in a fixed order of answers; alone when there is little to do."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


def default_workers() -> int:
    """As many processes as this one may use processors."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Answer(Protocol[R_co]):
    """What a job will give."""

    def result(self) -> R_co:
        """The answer, waited for."""


class Pool:
    """Worker processes that are started at the first job that is worth it; use it as a context."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def start(self, job: Callable[[T], R], task: T) -> Answer[R]:
        """Begin a job in another process; with one worker it is done when its answer is asked for."""
        if self._workers < 2:
            return _Later(job, task)
        return self._started().submit(job, task)

    def map(self, job: Callable[[T], R], tasks: Sequence[T], heavy: int) -> Iterator[R]:
        """The answers in the order of the tasks; ``heavy`` says how many of them take long."""
        if self._workers < 2 or heavy < 2:
            return map(job, tasks)
        return self._started().map(job, tasks)

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._workers, mp_context=_context())
        return self._executor


class _Later(Generic[T, R]):
    """An answer that is worked out when it is asked for."""

    def __init__(self, job: Callable[[T], R], task: T) -> None:
        self._job, self._task = job, task

    def result(self) -> R:
        return self._job(self._task)


def _context() -> multiprocessing.context.BaseContext:
    """Forked where that is the custom: the modules are then loaded already."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods and os.name == "posix" else None)
