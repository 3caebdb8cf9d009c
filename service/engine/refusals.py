"""What a query is told that gets no answer: too many wait, its time is over, its worker ended, the worker said why."""

from __future__ import annotations

import json
import signal

from service import problems
from service.engine.protocol import Job
from service.problems import Problem, ProblemKind

_KINDS = {kind.name: kind for kind in vars(problems).values() if isinstance(kind, ProblemKind)}


def busy(kind: ProblemKind, detail: str) -> Problem:
    """The engine cannot take the query now; a client may ask again after two seconds."""
    return Problem(kind, detail, headers=(("retry-after", "2"),))


def over_time(job: Job) -> Problem:
    """The query was ended at its time limit."""
    return Problem(
        problems.TIME_LIMIT, f"The query was ended after {job.timeout:g} s.", {"timeout": job.timeout}
    )


def death(ended_by: int) -> Problem:
    """What the signal that ended a worker says: the allocator aborts when the memory limit is reached."""
    if ended_by in (signal.SIGABRT, signal.SIGKILL):
        return Problem(problems.MEMORY_LIMIT, "The query needs more memory than the limit.")
    return Problem(problems.CRASH, "The query ended its worker process; it may be nested too deeply.")


def said_by_worker(payload: bytes) -> Problem:
    """The problem that a worker has found, as it sends it: ``{"kind", "detail", "extra"}``."""
    said = json.loads(payload)
    return Problem(_KINDS[said["kind"]], said["detail"], said["extra"])
