"""How things are measured here: whole processes with their peak memory, and repeated calls by their median."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One finished process: wall seconds and peak memory in MiB (the largest process among its children counts)."""

    seconds: float
    peak_mib: float


def process(code: str, *arguments: str) -> Run:
    """Run Python code in a fresh process and wait for it; raises if it fails."""
    wrapped = (
        f"{code}\nimport resource as _r\n"
        "print(max(_r.getrusage(w).ru_maxrss for w in (_r.RUSAGE_SELF, _r.RUSAGE_CHILDREN)) / 1024)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", wrapped, *arguments], check=True, capture_output=True, text=True
    )
    return Run(time.perf_counter() - start, float(done.stdout.strip().splitlines()[-1]))


def median_run(code: str, *arguments: str, runs: int = 3) -> Run:
    """The median of several runs after one that does not count."""
    process(code, *arguments)
    found = [process(code, *arguments) for _ in range(runs)]
    return Run(
        statistics.median(run.seconds for run in found), statistics.median(run.peak_mib for run in found)
    )


def median_call(call: Callable[[], object], runs: int = 30) -> float:
    """Median seconds of a call after a warm-up."""
    for _ in range(3):
        call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows), ""])


def machine() -> str:
    """What the figures were taken on, as far as it matters."""
    return f"Python {sys.version.split()[0]}, {resource.getpagesize()} byte pages"
