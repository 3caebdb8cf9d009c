"""The release that is served, and how a new one takes its place: whole, and without a request that fails."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from graph_build.release.folder import GRAPH, MANIFEST
from graph_build.search.lookup import Index
from service.engine.pool import WorkerPool
from service.engine.protocol import Answer, Engine, EngineInfo, EngineLoad, EngineStartError, Gone, Job
from service.search.source import made_index, ready_index
from service.settings import Settings

Signature = tuple[tuple[str, int, int, int], ...]
State = Literal["starting", "serving", "stopping"]
_ATTEMPTS = 5


@dataclass(eq=False)
class _Generation:
    """One release with its engine and its index, and how many requests are being answered from it."""

    engine: Engine
    index: Index | None = None
    users: int = 0
    left: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Takeovers:
    """How often a new release was taken over, and could not be; what was wrong the last time, empty if nothing."""

    done: int = 0
    failed: int = 0
    problem: str = ""


class Releases:
    """An engine that answers from one release at a time.

    A request that is `held` gets all its answers from the release that was served when it came; the release
    before is put away when nobody needs it any more.
    """

    def __init__(self, settings: Settings, make: Callable[[Settings], Engine] = WorkerPool) -> None:
        self._settings = settings
        self._make = make
        self._now: _Generation | None = None
        self._held: ContextVar[_Generation | None] = ContextVar("held", default=None)
        self._tasks: set[asyncio.Task[None]] = set()
        self._taking = asyncio.Lock()
        self._tried: Signature = ()
        self._ended_before: Counter[str] = Counter()
        self.state: State = "starting"
        self.takeovers = Takeovers()

    # --- Engine ---

    @property
    def info(self) -> EngineInfo:
        """What is served to this request; known after `start`."""
        if (generation := self._mine()) is None:
            raise EngineStartError("the engine has not been started")
        return generation.engine.info

    @property
    def ready(self) -> bool:
        """Whether queries can be answered at the moment."""
        generation = self._mine()
        return generation is not None and generation.engine.ready

    @property
    def load(self) -> EngineLoad:
        """How the engine of the newest release is; ended queries are counted over all releases."""
        if self._now is None:
            raise EngineStartError("the engine has not been started")
        load = self._now.engine.load
        return replace(load, ended=self._ended_before + Counter(load.ended))

    async def start(self) -> None:
        """Load the first release; its search index may be ready a little later. Does nothing when started."""
        if self._now is not None:
            return
        self._tried = self._signature()
        engine = self._make(self._settings)
        await engine.start()
        try:
            self._now = _Generation(engine, ready_index(self._settings, engine.info))
        except EngineStartError:
            await engine.stop()
            raise
        self.state = "serving"
        if self._now.index is None:
            self._in_background(self._index_later(self._now))
        if self._settings.watch:
            self._in_background(self._watch())

    async def stop(self) -> None:
        """Leave no process and no file."""
        self.state = "stopping"
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._now is not None:
            generation, self._now = self._now, None
            await generation.engine.stop()

    async def answer(self, job: Job, gone: Gone) -> Answer:
        """The complete answer of a job; raises `Problem`."""
        if (generation := self._mine()) is None:
            raise EngineStartError("the engine has not been started")
        return await generation.engine.answer(job, gone)

    # --- the release of a request ---

    @property
    def index(self) -> Index | None:
        """The search index of the release of this request; None while it is being made, or when there is none."""
        generation = self._mine()
        return None if generation is None else generation.index

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Within it the release stays the same."""
        generation = self._now
        if generation is None:
            yield
            return
        generation.users += 1
        token = self._held.set(generation)
        try:
            yield
        finally:
            self._held.reset(token)
            generation.users -= 1
            if not generation.users:
                generation.left.set()

    def leave(self) -> None:
        """The service will stop soon: it says so, and goes on answering until it is stopped."""
        self.state = "stopping"

    def _mine(self) -> _Generation | None:
        return self._held.get() or self._now

    # --- a new release ---

    def take_over(self) -> None:
        """Load what the files hold now and serve it as soon as it is ready; what is served stays until then."""
        self._in_background(self._take_over())

    async def _take_over(self) -> None:
        async with self._taking:
            try:
                generation = await self._loaded()
            except (EngineStartError, OSError, TimeoutError) as error:
                self.takeovers.failed += 1
                self.takeovers.problem = str(error)
                self._say(f"the new release is not served, the one before still is: {error}")
                return
            old, self._now = self._now, generation
            self.takeovers.done += 1
            self.takeovers.problem = ""
            self._say(f"now serving {generation.engine.info.release or generation.engine.info.build}")
            if old is not None:
                self._in_background(self._put_away(old))

    async def _loaded(self) -> _Generation:
        """The files as one release: loaded again when they were replaced while they were being read."""
        for _ in range(_ATTEMPTS):
            before = self._tried = self._signature()
            engine = self._make(self._settings)
            try:
                await engine.start()
                index = ready_index(self._settings, engine.info) or await made_index(
                    self._settings, engine.info
                )
                if self._signature() == before:
                    return _Generation(engine, index)
            except EngineStartError:
                if self._signature() == before:
                    raise
            except BaseException:
                await engine.stop()
                raise
            await engine.stop()
        raise EngineStartError("the files change all the time")

    async def _put_away(self, old: _Generation) -> None:
        """End the engine of a release when its last request is answered, or when it takes too long."""
        if old.users:
            old.left.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(old.left.wait(), self._settings.timeout + self._settings.idle_timeout)
        self._ended_before += Counter(old.engine.load.ended)
        try:
            await old.engine.stop()
        finally:
            if old.index is not None and not old.users:
                old.index.close()

    async def _index_later(self, generation: _Generation) -> None:
        generation.index = await made_index(self._settings, generation.engine.info)

    async def _watch(self) -> None:
        """Take over what has changed and then not changed between two looks."""
        seen = self._tried
        while True:
            await asyncio.sleep(self._settings.watch)
            signature = self._signature()
            if signature == seen and signature not in (self._tried, ()):
                await self._take_over()
            seen = signature

    def _signature(self) -> Signature:
        """What tells one state of the files from another; empty when one is missing."""
        files: list[Path] = []
        for path in self._settings.data:
            files += [path / GRAPH, *path.glob(MANIFEST)] if path.is_dir() else [path]
        try:
            found = [(str(file), file.stat()) for file in files]
        except OSError:
            return ()
        return tuple((name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in found)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _say(self, text: str) -> None:
        sys.stderr.write(f"Renkei: {text}\n")
        sys.stderr.flush()
