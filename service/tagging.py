"""Every complete answer packed where that is wanted and worth it, with a strong ETag; 304 for who has it already.

RFC 9110 §8.8.3 (a packed answer is another representation with another tag), §12.5.3, §13.1.2.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.sparql.negotiate import accepts_gzip

_DROPPED = (b"content-length", b"content-type", b"content-encoding")
_PACKED = (b"text/", b"application/json", b"application/ld+json", b"application/rdf+xml", b"image/svg+xml")
_WORTH = 1024
_LEVEL = 6
_KEPT_BYTES = 16 << 20


class Tagged:
    """Wraps the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packed: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; only GET answers of one piece are tagged and packed."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        wanted = accepts_gzip(_value(scope["headers"], b"accept-encoding"))
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
                    held, message = self._tagged(held, message, asked, wanted)
                await send(held)
            await send(message)

        await self._app(scope, receive, send_on)

    def _tagged(
        self, start: Message, body: Message, asked: set[bytes], wanted: bool
    ) -> tuple[Message, Message]:
        headers = list(start["headers"])
        content = body.get("body", b"")
        said = b"".join(value for name, value in headers if name in (b"content-type", b"content-language"))
        digest = hashlib.sha256(said + content).hexdigest()[:32]
        if _packable(start, content):
            headers = _varying(headers)
            if wanted:
                digest += "-gzip"
                headers.append((b"content-encoding", b"gzip"))
        tag = f'"{digest}"'.encode()
        headers.append((b"etag", tag))
        if not any(name == b"cache-control" for name, _ in headers):
            headers.append((b"cache-control", b"public, no-cache"))
        if tag in asked or b"*" in asked:
            headers = [each for each in headers if each[0] not in _DROPPED]
            return {**start, "status": 304, "headers": headers}, {**body, "body": b""}
        if digest.endswith("-gzip"):
            content = self._pack(digest, content)
            headers = [each for each in headers if each[0] != b"content-length"]
            headers.append((b"content-length", str(len(content)).encode()))
        return {**start, "headers": headers}, {**body, "body": content}

    def _pack(self, digest: str, content: bytes) -> bytes:
        """The packed answer; those asked for last are kept."""
        packed = self._packed.get(digest)
        if packed is None:
            packed = self._packed[digest] = gzip.compress(content, _LEVEL, mtime=0)
            self._size += len(packed)
            while self._size > _KEPT_BYTES:
                self._size -= len(self._packed.popitem(last=False)[1])
        else:
            self._packed.move_to_end(digest)
        return packed


def _packable(start: Message, content: bytes) -> bool:
    media_type = _value(start["headers"], b"content-type") or ""
    return (
        len(content) >= _WORTH
        and not _has(start, b"content-encoding")
        and media_type.encode("latin-1").startswith(_PACKED)
    )


def _varying(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The same headers; `Vary` names the coding too."""
    names = [value.decode("latin-1") for name, value in headers if name == b"vary"]
    if any("accept-encoding" in value.lower() for value in names):
        return headers
    kept = [each for each in headers if each[0] != b"vary"]
    return [*kept, (b"vary", ", ".join([*names, "Accept-Encoding"]).encode("latin-1"))]


def _asked(scope: Scope) -> set[bytes]:
    """The tags of `If-None-Match`, compared weakly."""
    tags = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    return {each.strip().removeprefix(b"W/") for each in tags.split(b",")} - {b""}


def _value(headers: list[tuple[bytes, bytes]], name: bytes) -> str | None:
    found = [value for each, value in headers if each == name]
    return b", ".join(found).decode("latin-1") if found else None


def _has(message: Message, name: bytes) -> bool:
    return any(each == name for each, _ in message["headers"])


def _unstored(message: Message) -> bool:
    return any(name == b"cache-control" and b"no-store" in value for name, value in message["headers"])
