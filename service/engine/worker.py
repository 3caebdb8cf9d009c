"""One worker process: takes jobs from its socket, writes complete answers back, has no other way out."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import json
import os
import resource
import signal
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Protocol

from service.engine.spool import ResultTooLargeError, Spool
from service.problems import INTERNAL, MEMORY_LIMIT, RESULT_LIMIT, Problem

LENGTH = struct.Struct("!I")
HEADER = struct.Struct("!BBQ")
GZIPPED, RETIRING = 1, 2
_SOCKET, _SPOOL = 3, 4
DESCRIPTORS = _SPOOL + 1
_READ = 1 << 16
_PR_SET_PDEATHSIG = 1
_PAGE = resource.getpagesize()
_STACK = 16 << 20


class Outcome(IntEnum):
    """What a worker's message is."""

    INLINE = 0
    IN_FILE = 1
    PROBLEM = 2


class Runner(Protocol):
    """Answers jobs into spools; once it is `spent` its process takes no further job."""

    spent: bool

    def run(self, job: Mapping[str, Any], spool: Spool) -> None:
        """Write the answer; raises `Problem`."""


@dataclass(frozen=True)
class Sandbox:
    """What a worker may use: bytes of memory beyond the graph, bytes of an answer, whether it has a network."""

    memory: int
    result: int
    network: bool


def work(channel: socket.socket, spool_file: int, runner: Runner, sandbox: Sandbox) -> None:
    """Answer jobs until the other side closes; never returns to the caller's program.

    The jobs run in a thread of their own: the random numbers of the engine have one state per thread, and that of the
    thread that forks is the same in every worker, so that UUID() would give the same twice.
    """
    confined = threading.Event()
    threading.stack_size(_STACK)
    jobs = threading.Thread(target=_work_jobs, args=(confined, runner, sandbox))
    jobs.start()  # before the limits are set, so that its stack does not count against them
    _confine(channel, spool_file, sandbox)
    confined.set()
    jobs.join()


def _work_jobs(confined: threading.Event, runner: Runner, sandbox: Sandbox) -> None:
    confined.wait()
    channel = socket.socket(fileno=_SOCKET)
    at_start = _resident()
    while (job := _receive(channel)) is not None:
        spool = Spool(_SPOOL, sandbox.result, job["gzip"])
        outcome, payload = _answer(runner, job, spool)
        retiring = runner.spent or outcome is Outcome.IN_FILE or _resident() - at_start > sandbox.memory // 4
        flags = GZIPPED * spool.compressed | RETIRING * retiring
        length = spool.in_file if outcome is Outcome.IN_FILE else len(payload)
        channel.sendall(HEADER.pack(outcome, flags, length) + payload)
        if retiring:
            return


def _answer(runner: Runner, job: Mapping[str, Any], spool: Spool) -> tuple[Outcome, bytes]:
    try:
        runner.run(job, spool)
        body = spool.finish()
    except Problem as problem:
        return _problem(problem)
    except ResultTooLargeError:
        return _problem(
            Problem(RESULT_LIMIT, "The answer is too large; ask for less, or page with ORDER BY and LIMIT.")
        )
    except MemoryError:
        return _problem(Problem(MEMORY_LIMIT, "The query needs too much memory."))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return _problem(
            Problem(RESULT_LIMIT if full else INTERNAL, f"The answer was not kept: {error.strerror}")
        )
    except Exception as error:
        return _problem(Problem(INTERNAL, f"{type(error).__name__}: {error}"))
    return (Outcome.IN_FILE, b"") if spool.in_file else (Outcome.INLINE, body)


def _problem(problem: Problem) -> tuple[Outcome, bytes]:
    said = {"kind": problem.kind.name, "detail": problem.detail, "extra": dict(problem.extra)}
    return Outcome.PROBLEM, json.dumps(said).encode()


def _receive(channel: socket.socket) -> dict[str, Any] | None:
    """The next job; None when the other side has closed. There is never more than one job under way."""
    data = channel.recv(_READ)
    while len(data) < LENGTH.size or len(data) < LENGTH.size + LENGTH.unpack_from(data)[0]:
        more = channel.recv(_READ)
        if not more:
            return None
        data += more
    job: dict[str, Any] = json.loads(data[LENGTH.size :])
    return job


def _confine(channel: socket.socket, spool_file: int, sandbox: Sandbox) -> None:
    """Give up everything but the socket and the spool: no file and no socket can be opened any more."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with contextlib.suppress(OSError):  # the kernel ends workers before it ends the holder of the graph
        Path("/proc/self/oom_score_adj").write_text("1000")
    _keep_only(channel.detach(), spool_file)
    gc.freeze()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (sandbox.result, sandbox.result))
    space = _address_space() + sandbox.memory
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    if not sandbox.network:
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))


def _keep_only(channel: int, spool_file: int) -> None:
    high = [os.dup(channel), os.dup(spool_file)]
    while min(high) <= _SPOOL:
        high = [os.dup(descriptor) for descriptor in high]
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.dup2(high[0], _SOCKET)
    os.dup2(high[1], _SPOOL)
    os.closerange(_SPOOL + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _statm() -> list[int]:
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - the cheapest way
        return [int(pages) * _PAGE for pages in file.read().split()]


def _address_space() -> int:
    return _statm()[0]


def _resident() -> int:
    """Bytes resident at most, from getrusage: /proc cannot be opened in the sandbox."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
