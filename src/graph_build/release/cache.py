"""Results kept between builds, by what they were made from; losing them costs time only."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from graph_build.assets import AssetKind, asset

VERSION_FOLDER = "v-"
ASSETS: tuple[AssetKind, ...] = ("data", "ontology", "shapes")


@cache
def code_digest() -> str:
    """A digest of the installed package and its tables: what it made, other code may make otherwise."""
    digest = hashlib.sha256()
    roots = [files("graph_build"), *(asset(kind) for kind in ASSETS)]
    for name, data in sorted(entry for root in roots for entry in _contents(root, root.name)):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _contents(folder: Traversable, name: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        inside = f"{name}/{entry.name}"
        if entry.is_dir():
            # The register is input, not code; assets inside the package are walked on their own.
            if entry.name not in {"__pycache__", "register", "assets"}:
                yield from _contents(entry, inside)
        elif entry.name.endswith((".py", ".tsv", ".ttl")):
            yield inside, entry.read_bytes()


def key(*parts: str) -> str:
    """The name of a result: a digest of everything that decides it."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Cache:
    """A folder of results for one state of the code; with folder None nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder / (VERSION_FOLDER + code_digest()[:16])

    def get(self, name: str) -> str | None:
        """The result of this name, or None."""
        if self._folder is None:
            return None
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, name: str, text: str) -> None:
        """Keep a result; a cache that cannot be written is no error."""
        if self._folder is None:
            return
        draft = self._folder / f"{name}.{os.getpid()}"
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_text(text, encoding="utf-8")
            draft.replace(self._folder / name)

    def drop_others(self) -> None:
        """Remove what other states of the code have left."""
        if self._folder is None or not self._folder.parent.is_dir():
            return
        for other in self._folder.parent.glob(VERSION_FOLDER + "*"):
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
