"""A strong ETag for every complete answer that has none, and 304 for who has it already (RFC 9110 §8.8.3, §13.1.2)."""

from __future__ import annotations

import hashlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DROPPED = (b"content-length", b"content-type", b"content-encoding")


class Tagged:
    """Wraps the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; only GET answers of one piece are tagged."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        start: Message | None = None

        async def send_on(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if message["status"] == 200 and not _has(message, b"etag") and not _unstored(message):
                    start = message
                    return
            elif start is not None:
                held, start = start, None
                if not message.get("more_body"):
                    held, message = _tagged(held, message, asked)
                await send(held)
            await send(message)

        await self._app(scope, receive, send_on)


def _tagged(start: Message, body: Message, asked: set[bytes]) -> tuple[Message, Message]:
    headers = list(start["headers"])
    said = b"".join(value for name, value in headers if name in (b"content-type", b"content-language"))
    tag = b'"' + hashlib.sha256(said + body.get("body", b"")).hexdigest()[:32].encode() + b'"'
    headers.append((b"etag", tag))
    if not any(name == b"cache-control" for name, _ in headers):
        headers.append((b"cache-control", b"public, no-cache"))
    if tag in asked or b"*" in asked:
        headers = [each for each in headers if each[0] not in _DROPPED]
        return {**start, "status": 304, "headers": headers}, {**body, "body": b""}
    return {**start, "headers": headers}, body


def _asked(scope: Scope) -> set[bytes]:
    """The tags of `If-None-Match`, compared weakly."""
    tags = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    return {each.strip().removeprefix(b"W/") for each in tags.split(b",")} - {b""}


def _has(message: Message, name: bytes) -> bool:
    return any(each == name for each, _ in message["headers"])


def _unstored(message: Message) -> bool:
    return any(name == b"cache-control" and b"no-store" in value for name, value in message["headers"])
