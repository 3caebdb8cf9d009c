"""Style sheets, scripts and pictures: each under a name with the digest of its content, kept by browsers for ever."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from fastapi import FastAPI, Request
from fastapi.responses import Response

from service.problems import NOT_FOUND, Problem
from service.sparql.negotiate import accepts_gzip

_WRITTEN, _BUILT = "static", "built"
_MANIFEST = "manifest.json"
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
    """The files of `service/web/static` (written here) and `service/web/built` (made at set-up).

    The built ones have the digest in their names already; `manifest.json` says which name a page uses for which.
    """

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}
        self._files: dict[str, _File] = {}
        for name, body in _read(files("service.web") / _WRITTEN):
            self.add(name, body)
        built = dict(_read(files("service.web") / _BUILT))
        names = {made: name for name, made in json.loads(built.pop(_MANIFEST, b"{}")).items()}
        for made, body in built.items():
            self._add(names.get(made, made), made, body)

    def __contains__(self, name: str) -> bool:
        return name in self._addresses

    def address(self, name: str) -> str:
        """The path of a file in the service; KeyError when there is none of that name."""
        return self._addresses[name]

    def find(self, name: str) -> str | None:
        """The path of a file that may be missing, as the built ones are before `make setup`."""
        return self._addresses.get(name)

    def add(self, name: str, body: bytes) -> None:
        """One more file, served under a name with the digest of its content."""
        self._add(name, _digested(name, body), body)

    def add_to(self, app: FastAPI) -> None:
        """The route `/static/…`."""
        app.add_api_route("/static/{name:path}", self._answer, methods=["GET"], include_in_schema=False)

    def _add(self, name: str, served: str, body: bytes) -> None:
        media_type = _MEDIA.get(PurePosixPath(served).suffix)
        if media_type is None:
            return
        address = f"/static/{served}"
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


def _digested(name: str, body: bytes) -> str:
    path = PurePosixPath(name)
    digest = hashlib.sha256(body).hexdigest()[:12]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


def _read(folder: Traversable, below: str = "") -> Iterator[tuple[str, bytes]]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _read(entry, f"{below}{entry.name}/")
        else:
            yield below + entry.name, entry.read_bytes()
