"""Running the service: uvicorn with connections that cannot be held open for nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
import weakref
from functools import partial
from math import ceil
from typing import Any

import uvicorn
from fastapi import FastAPI

from service.app import create_app
from service.engine.protocol import EngineStartError
from service.engine.releases import Releases
from service.observe.access import AccessLog
from service.settings import Settings

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as _Protocol
except ImportError:  # the parser in C is faster, the one in Python does as well
    from uvicorn.protocols.http.h11_impl import H11Protocol as _Protocol  # type: ignore[assignment]

_LOOK = 1.0


def run(settings: Settings) -> int:
    """Serve until the process is told to stop; returns 0, or 1 when the data cannot be served."""
    connections = Connections(settings.idle_timeout)
    try:
        app = create_app(settings)
    except OSError as error:
        sys.stderr.write(f"the access log cannot be written: {error}\n")
        return 1
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=connections.protocol(),
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=max(1, ceil(settings.stop_wait)),
        timeout_keep_alive=int(settings.idle_timeout),
        backlog=2048,
    )
    server = _Server(config, connections, app, settings)
    # uvicorn raises the signal that stopped it once more when everything is put away.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """Starts the engine first, says where it listens, looks after its connections."""

    def __init__(
        self, config: uvicorn.Config, connections: Connections, app: FastAPI, settings: Settings
    ) -> None:
        super().__init__(config)
        self._connections = connections
        self._releases: Releases = app.state.releases
        self._access_log: AccessLog = app.state.access_log
        self._drain = settings.drain
        self._told = False
        self._terminal = sys.stdin is not None and sys.stdin.isatty()

    async def startup(self, sockets: Any = None) -> None:
        try:
            await self._releases.start()
        except EngineStartError as error:
            sys.stderr.write(f"{error}\n")
            self.should_exit = True
            return
        await super().startup(sockets)
        if not self.started:
            await self._releases.stop()
            return
        for each in (each for server in self.servers for each in server.sockets):
            host, port = each.getsockname()[:2]
            sys.stderr.write(f"Renkei serves http://{host}:{port}/\n")
        sys.stderr.flush()
        self._connections.look_after()
        self._loop = asyncio.get_running_loop()
        self._loop.add_signal_handler(signal.SIGHUP, self._hang_up)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Told to stop: no longer healthy at once, no new connections after the time to drain; again: at once."""
        self._releases.leave()
        if self._told or not self._drain or not self.started:
            super().handle_exit(sig, frame)
            return
        self._told = True
        stop = partial(super().handle_exit, sig, frame)
        self._loop.call_soon_threadsafe(self._loop.call_later, self._drain, stop)

    def _hang_up(self) -> None:
        """SIGHUP: the access log is opened anew and a new release is taken over; without its terminal it ends."""
        if self._terminal and _is_gone(sys.stdin):
            self.handle_exit(signal.SIGTERM, None)
            return
        try:
            self._access_log.reopen()
        except OSError as error:
            sys.stderr.write(f"Renkei: the access log stays as it was: {error}\n")
        self._releases.take_over()


def _is_gone(terminal: Any) -> bool:
    """Whether a terminal was closed."""
    try:
        os.tcgetpgrp(terminal.fileno())
    except (OSError, ValueError):
        return True
    return False


class Connections:
    """Ends connections that make no progress: half a request, or an answer that nobody reads."""

    def __init__(self, idle: float) -> None:
        self._idle = idle
        self._open: weakref.WeakSet[Any] = weakref.WeakSet()

    def protocol(self) -> type[asyncio.Protocol]:
        """The protocol class of uvicorn, watched."""
        connections = self._open

        class Watched(_Protocol):
            moved = 0.0
            stuck = False

            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                self.moved = time.monotonic()
                connections.add(self)

            def data_received(self, data: bytes) -> None:
                answering = self.cycle is not None and not self.cycle.more_body
                super().data_received(data)
                if answering and self.cycle is not None:
                    self.moved = time.monotonic()

            def on_response_complete(self) -> None:
                self.moved = time.monotonic()
                super().on_response_complete()

            def pause_writing(self) -> None:
                self.stuck, self.moved = True, time.monotonic()
                super().pause_writing()

            def resume_writing(self) -> None:
                self.stuck = False
                super().resume_writing()

            def idle_since(self) -> float | None:
                """When progress ended, in monotonic seconds; None while the service itself is at work."""
                cycle = self.cycle
                waiting = cycle is None or cycle.response_complete or cycle.more_body or self.stuck
                return self.moved if waiting else None

        return Watched

    def look_after(self) -> None:
        """Look at all connections every second from now on."""
        asyncio.get_running_loop().call_later(_LOOK, self._look)

    def _look(self) -> None:
        oldest = time.monotonic() - self._idle
        for each in list(self._open):
            since = each.idle_since()
            if since is not None and since < oldest and each.transport is not None:
                each.transport.abort()
        self.look_after()
