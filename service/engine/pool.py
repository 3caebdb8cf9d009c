"""The engine as the web process sees it: a fast lane that is never blocked, few slow queries, hard limits."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections import Counter, deque
from dataclasses import asdict

from service import problems
from service.engine.link import HolderLink, WorkerLink
from service.engine.protocol import (
    Answer,
    ClientGoneError,
    EngineInfo,
    EngineLoad,
    EngineStartError,
    Gone,
    Job,
    SpoolFile,
)
from service.engine.refusals import busy, death, over_time, said_by_worker
from service.engine.tickets import SlowTexts, Ticket
from service.engine.worker import GZIPPED, RETIRING, Outcome
from service.problems import Problem
from service.settings import Settings

_TICK = 0.01
_WATCH_AFTER = 0.1
_FORK_PAUSE = 0.1
_START_TIMEOUT = 3600.0


class WorkerPool:
    """Queries go to worker processes; one that is over a limit is ended and replaced.

    A query that takes longer than `slow_after` leaves the fast lane: its worker goes on with less priority
    and another one takes its place. When all slow slots are taken it is ended and waits for one; a query that
    was slow before waits from the start. Who waits longer than `queue_wait` is refused.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._info: EngineInfo | None = None
        self._holder: HolderLink | None = None
        self._idle: deque[WorkerLink] = deque()
        self._running: dict[WorkerLink, Ticket] = {}
        self._dying: dict[int, Ticket] = {}
        self._waiting: dict[bool, deque[Ticket]] = {True: deque(), False: deque()}
        self._known_slow = SlowTexts()
        self._spawning = 0
        self._slow = 0
        self._downloads = 0
        self._ended: Counter[str] = Counter()
        self._ticking = False
        self._stopping = False
        self._restarts: set[asyncio.Task[None]] = set()

    # --- Engine ---

    @property
    def info(self) -> EngineInfo:
        """What is served; known after `start`."""
        if self._info is None:
            raise EngineStartError("the engine has not been started")
        return self._info

    @property
    def ready(self) -> bool:
        """Whether queries can be answered at the moment."""
        return self._holder is not None and not self._stopping

    @property
    def load(self) -> EngineLoad:
        """How it is at the moment."""
        slow = sum(ticket.slow for ticket in self._running.values())
        return EngineLoad(
            {
                "idle": len(self._idle),
                "fast": len(self._running) - slow,
                "slow": slow,
                "starting": self._spawning,
            },
            {"slow": len(self._waiting[True]), "fast": len(self._waiting[False])},
            self._downloads,
            dict(self._ended),
        )

    async def start(self) -> None:
        """Start the holder, load the data, fork the workers; raises `EngineStartError`.

        Does nothing when it is started already.
        """
        if self._holder is not None:
            return
        holder = HolderLink(self._settings, self._on_worker, self._on_death, self._on_holder_lost)
        try:
            served = await asyncio.wait_for(holder.start(), _START_TIMEOUT)
        except BaseException:
            await holder.stop()
            raise
        if "error" in served:
            await holder.stop()
            raise EngineStartError(served["error"])
        if (base := served["manifest"].get("base", self._settings.base)) != self._settings.base:
            await holder.stop()
            raise EngineStartError(f"the release was built with the base {base}: serve it with that base")
        self._holder = holder
        name = self._settings.engine or "embedded"
        self._info = EngineInfo(
            name,
            served["build"],
            served["modified"],
            served["triples"],
            frozenset(served["graphs"]),
            str(served["manifest"].get("build", "")),
        )
        self._fill()

    async def stop(self) -> None:
        """End all processes; queries under way are refused."""
        self._stopping = True
        for task in self._restarts:
            task.cancel()
        self._refuse_all()
        if self._holder is not None:
            holder, self._holder = self._holder, None
            await holder.stop()

    async def answer(self, job: Job, gone: Gone) -> Answer:
        """The complete answer of a job; raises `Problem`."""
        if not self.ready:
            raise busy(problems.STOPPED, "The engine is starting.")
        now = time.monotonic()
        slow = job.text in self._known_slow
        queue = self._waiting[slow]
        if len(queue) >= self._settings.queue and not (self._idle and not slow):
            raise busy(problems.BUSY, "Too many queries are waiting.")
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        ticket = Ticket(job, gone, future, now, now + job.timeout, slow)
        queue.append(ticket)
        self._dispatch()
        self._tick_on()
        try:
            return await future
        finally:
            if ticket.watcher is not None:
                ticket.watcher.cancel()
            if future.cancelled():
                self._give_up(ticket)

    # --- lanes ---

    def _dispatch(self) -> None:
        """Give waiting queries to idle workers, as far as their lane allows; slow ones first, since few may run."""
        for slow, queue in self._waiting.items():
            while queue and self._idle and not (slow and self._slow >= self._settings.slow_slots):
                ticket = queue.popleft()
                if ticket.answer.done():
                    continue
                self._run(ticket, self._idle.popleft())

    def _run(self, ticket: Ticket, worker: WorkerLink) -> None:
        ticket.worker, ticket.started = worker, time.monotonic()
        self._running[worker] = ticket
        if ticket.slow:
            self._leave_fast_lane(worker)
        message = asdict(ticket.job) if ticket.job.bindings else vars(ticket.job)
        worker.send(json.dumps(message).encode())

    def _leave_fast_lane(self, worker: WorkerLink) -> None:
        self._slow += 1
        if self._holder is not None:
            self._holder.order(f"slow {worker.pid}")
        self._fill()

    def _fill(self) -> None:
        """Have as many workers in the fast lane as the settings say."""
        fast = len(self._idle) + self._spawning + sum(not ticket.slow for ticket in self._running.values())
        for _ in range(self._settings.fast_workers - fast):
            if self._holder is not None:
                self._spawning += 1
                self._holder.order("spawn")

    def _drop(self, worker: WorkerLink) -> None:
        """End a worker; whoever takes its ticket has done so."""
        worker.close()
        if self._holder is not None:
            self._holder.order(f"kill {worker.pid}")
        self._fill()

    def _release(self, ticket: Ticket) -> None:
        """The ticket no longer occupies its worker."""
        if ticket.worker is not None and self._running.pop(ticket.worker, None) is not None and ticket.slow:
            self._slow -= 1

    def _give_up(self, ticket: Ticket) -> None:
        if ticket.worker in self._running:
            self._release(ticket)
            self._drop(ticket.worker)
        else:
            with contextlib.suppress(ValueError):
                self._waiting[ticket.slow].remove(ticket)
        self._dispatch()

    def _begin_again_later(self, ticket: Ticket) -> None:
        """All places for slow queries are taken: this one waits for one, its work so far is lost."""
        worker, ticket.worker = ticket.worker, None
        if worker is None or len(self._waiting[True]) >= self._settings.queue:
            self._refuse(ticket, busy(problems.BUSY, "All places for slow queries are taken."))
            return
        del self._running[worker]
        self._ended["displaced"] += 1
        ticket.slow, ticket.arrived = True, time.monotonic()
        self._waiting[True].append(ticket)
        self._drop(worker)
        self._dispatch()

    def _refuse(self, ticket: Ticket, problem: Problem) -> None:
        if not ticket.answer.done():
            ticket.answer.set_exception(problem)
            self._ended[problem.kind.name] += ticket.worker in self._running
        self._give_up(ticket)

    def _refuse_all(self) -> None:
        waiting = [ticket for queue in self._waiting.values() for ticket in queue]
        for ticket in [*self._running.values(), *waiting, *self._dying.values()]:
            if not ticket.answer.done():
                ticket.answer.set_exception(busy(problems.STOPPED, "The engine is stopping."))
        for worker in [*self._running, *self._idle]:
            worker.close()
        self._running.clear()
        self._idle.clear()
        self._dying.clear()
        self._slow = self._spawning = 0
        for queue in self._waiting.values():
            queue.clear()

    # --- time ---

    def _tick_on(self) -> None:
        if not self._ticking:
            self._ticking = True
            asyncio.get_running_loop().call_later(_TICK, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        now = time.monotonic()
        for ticket in list(self._running.values()):
            self._check_running(ticket, now)
        for queue in self._waiting.values():
            for ticket in list(queue):
                self._check_waiting(ticket, now)
        if self._running or self._dying or any(self._waiting.values()):
            self._tick_on()

    def _check_running(self, ticket: Ticket, now: float) -> None:
        if now >= ticket.deadline:
            self._known_slow.add(ticket.job.text)
            self._refuse(ticket, over_time(ticket.job))
        elif not ticket.slow and now - ticket.started > self._settings.slow_after:
            self._known_slow.add(ticket.job.text)
            if self._slow >= self._settings.slow_slots:
                self._begin_again_later(ticket)
            elif ticket.worker is not None:
                ticket.slow = True
                self._leave_fast_lane(ticket.worker)
        self._watch(ticket, now)

    def _check_waiting(self, ticket: Ticket, now: float) -> None:
        if now >= ticket.deadline:
            self._refuse(ticket, over_time(ticket.job))
        elif now - ticket.arrived > self._settings.queue_wait:
            self._refuse(ticket, busy(problems.BUSY, "No worker became free in time."))
        self._watch(ticket, now)

    def _watch(self, ticket: Ticket, now: float) -> None:
        """Look after the client of a query that is not answered at once."""
        if ticket.watcher is None and not ticket.answer.done() and now - ticket.arrived > _WATCH_AFTER:
            ticket.watcher = asyncio.get_running_loop().create_task(self._await_gone(ticket))

    async def _await_gone(self, ticket: Ticket) -> None:
        await ticket.gone()
        if not ticket.answer.done():
            ticket.answer.set_exception(ClientGoneError())
            self._ended["client-gone"] += ticket.worker in self._running
            self._give_up(ticket)

    # --- workers ---

    def _on_worker(self, worker: WorkerLink | None) -> None:
        """A worker is there, or (None) could not be forked."""
        self._spawning = max(0, self._spawning - 1)
        if worker is None:
            asyncio.get_running_loop().call_later(_FORK_PAUSE, self._fill)
            return
        worker.listen(self._on_message, self._on_close)
        self._idle.append(worker)
        self._dispatch()

    def _on_message(self, worker: WorkerLink, outcome: int, flags: int, length: int, payload: bytes) -> None:
        ticket = self._running.get(worker)
        if ticket is None:
            return
        self._release(ticket)
        if time.monotonic() - ticket.started < self._settings.slow_after:
            self._known_slow.forget(ticket.job.text)
        if not ticket.answer.done():
            self._settle(ticket, worker, outcome, flags, length, payload)
        if ticket.slow or flags & RETIRING:
            self._drop(worker)
        else:
            self._idle.append(worker)
        self._dispatch()

    def _settle(
        self, ticket: Ticket, worker: WorkerLink, outcome: int, flags: int, length: int, payload: bytes
    ) -> None:
        gzip = bool(flags & GZIPPED)
        if outcome == Outcome.INLINE:
            ticket.answer.set_result(Answer(payload, gzip=gzip))
        elif outcome == Outcome.IN_FILE:
            if self._downloads >= self._settings.downloads:
                ticket.answer.set_exception(busy(problems.BUSY, "Too many large answers are being sent."))
                return
            self._downloads += 1
            file = SpoolFile(os.dup(worker.spool), length, self._download_ended)
            ticket.answer.set_result(Answer(file=file, gzip=gzip))
        else:
            ticket.answer.set_exception(said_by_worker(payload))

    def _download_ended(self) -> None:
        self._downloads -= 1

    def _on_close(self, worker: WorkerLink) -> None:
        """A worker ended by itself: its death is reported by the holder, which knows why."""
        worker.close()
        ticket = self._running.get(worker)
        if ticket is not None:
            self._release(ticket)
            self._dying[worker.pid] = ticket
        with contextlib.suppress(ValueError):
            self._idle.remove(worker)
        self._drop(worker)

    def _on_death(self, pid: int, ended_by: int) -> None:
        ticket = self._dying.pop(pid, None)
        if ticket is None:
            for worker in [each for each in (*self._running, *self._idle) if each.pid == pid]:
                worker.drain()
            ticket = self._dying.pop(pid, None)
        if ticket is not None and not ticket.answer.done():
            problem = death(ended_by)
            self._ended[problem.kind.name] += 1
            ticket.answer.set_exception(problem)
        self._fill()
        self._dispatch()

    def _on_holder_lost(self) -> None:
        """The process that holds the graph is gone: refuse what was under way and start another."""
        if self._holder is None:
            return
        lost, self._holder = self._holder, None
        lost.disconnect()
        self._refuse_all()
        if not self._stopping:
            task = asyncio.get_running_loop().create_task(self._restart(lost))
            self._restarts.add(task)
            task.add_done_callback(self._restarts.discard)

    async def _restart(self, lost: HolderLink) -> None:
        await lost.stop()
        pause = 0.1
        while not self._stopping:
            try:
                await self.start()
            except (EngineStartError, OSError, TimeoutError):
                await asyncio.sleep(pause)
                pause = min(30.0, pause * 2)
            else:
                return
