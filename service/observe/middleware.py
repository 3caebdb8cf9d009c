"""Measures every request from its arrival to the end of its answer."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.observe.access import AccessLog
from service.observe.metrics import Metrics
from service.observe.record import begin

_CLIENT_GONE, _DEFECT = 499, 500


class Observed:
    """Wraps everything else; `routes` are the first parts of paths that have a label of their own."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log: AccessLog, routes: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        record = begin(scope)
        started = time.perf_counter()
        status, size = 0, 0

        async def send_on(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, send_on)
        except BaseException:
            status = status or _DEFECT
            raise
        finally:
            self._metrics.under_way.dec()
            seconds = time.perf_counter() - started
            status = status or _CLIENT_GONE
            first = scope["path"].split("/", 2)[1] if "/" in scope["path"] else ""
            route = f"/{first}" if first in self._routes else "other"
            self._metrics.count(route, status, seconds, size, record.problem, record.cache)
            if self._log.on:
                said = {
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                    "bytes": size,
                    **({"cache": record.cache} if record.cache else {}),
                    **({"problem": record.problem} if record.problem else {}),
                }
                self._log.write(said, record.query, (scope.get("client") or ("",))[0])
