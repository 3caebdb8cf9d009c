"""Style sheets, scripts and pictures: each under a name with the digest of its content, kept by browsers for ever."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from fastapi import FastAPI, Request
from fastapi.responses import Response

from service.problems import NOT_FOUND, Problem
from service.sparql.negotiate import accepts_gzip

FOLDERS = ("static", "built")
_MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_KEPT = "public, max-age=31536000, immutable"
_WORTH = 512


@dataclass(frozen=True)
class _File:
    media_type: str
    body: bytes
    packed: bytes | None


class Static:
    """The files of `service/web/static` (written here) and `service/web/built` (made at set-up)."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}
        self._files: dict[str, _File] = {}
        for folder in FOLDERS:
            for name, body in _read(files("service.web") / folder):
                self._add(name, body)

    def __contains__(self, name: str) -> bool:
        return name in self._addresses

    def address(self, name: str) -> str:
        """The path of a file in the service; KeyError when there is none of that name."""
        return self._addresses[name]

    def add_to(self, app: FastAPI) -> None:
        """The route `/static/…`."""
        app.add_api_route("/static/{name:path}", self._answer, methods=["GET"], include_in_schema=False)

    def _add(self, name: str, body: bytes) -> None:
        path = PurePosixPath(name)
        media_type = _MEDIA.get(path.suffix)
        if media_type is None:
            return
        digest = hashlib.sha256(body).hexdigest()[:12]
        address = f"/static/{path.with_name(f'{path.stem}.{digest}{path.suffix}')}"
        packed = gzip.compress(body, 9, mtime=0) if len(body) >= _WORTH else None
        self._addresses[name] = address
        self._files[address] = _File(media_type, body, packed)

    async def _answer(self, request: Request, name: str) -> Response:
        found = self._files.get(f"/static/{name}")
        if found is None:
            raise Problem(NOT_FOUND, "There is no such file.")
        headers = {"cache-control": _KEPT, "vary": "Accept-Encoding"}
        body = found.body
        if found.packed is not None and accepts_gzip(request.headers.get("accept-encoding")):
            body, headers["content-encoding"] = found.packed, "gzip"
        return Response(body, headers=headers, media_type=found.media_type)


def _read(folder: Traversable, below: str = "") -> Iterator[tuple[str, bytes]]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _read(entry, f"{below}{entry.name}/")
        else:
            yield below + entry.name, entry.read_bytes()
