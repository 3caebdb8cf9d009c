"""Dumps of a release: made once by a process of their own, without the words of documents unless the operator says so."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graph_build.release.folder import MANIFEST, ReleaseFolder

_INDEX = "dumps.json"
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Dump:
    """One file: its name, media type, what it is packed with, bytes, and SHA-256 in hexadecimal digits."""

    name: str
    media_type: str
    packed: str
    size: int
    sha256: str
    triples: int


class Dumps:
    """The dumps of the release folder that is served; none where single files or a remote engine are served."""

    def __init__(self, data: Sequence[Path], with_text: bool) -> None:
        self._releases = [path for path in data if (path / MANIFEST).is_file()]
        self._with_text = with_text
        self._made: dict[str, tuple[tempfile.TemporaryDirectory[str], list[Dump]]] = {}
        self._lock = asyncio.Lock()

    async def of(self, build: str) -> list[Dump]:
        """The dumps of this build; the first who asks waits until they are made."""
        if len(self._releases) != 1:
            return []
        async with self._lock:
            if build not in self._made:
                folder = tempfile.TemporaryDirectory(prefix="renkei-dumps-")
                command = [
                    sys.executable,
                    "-m",
                    "service.catalogue.dumps",
                    str(self._releases[0]),
                    folder.name,
                ]
                process = await asyncio.create_subprocess_exec(*command, *(["--with-text"] * self._with_text))
                if await process.wait():
                    folder.cleanup()
                    return []
                index = json.loads((Path(folder.name) / _INDEX).read_text(encoding="utf-8"))
                self._made[build] = folder, [Dump(**each) for each in index]
                for old in [each for each in self._made if each != build]:
                    self._made.pop(old)[0].cleanup()
            return self._made[build][1]

    def path(self, build: str, dump: Dump) -> Path:
        """The file of a dump."""
        return Path(self._made[build][0].name) / dump.name


def make(release: ReleaseFolder, out: Path, with_text: bool) -> list[Dump]:
    """Write all dumps of a release to a folder; the same release gives the same bytes."""
    import pyoxigraph as ox

    from graph_build.rdf.mapping import word_properties
    from graph_build.rdf.prefixes import PREFIXES, expand
    from graph_build.release.export import export_csv

    words = frozenset() if with_text else frozenset(f" <{expand(name)}> " for name in word_properties())
    lines = release.graph.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not words or f" {line.split(' ', 2)[1]} " not in words]
    quads = "".join(f"{line}\n" for line in kept).encode()
    triples = sorted({quad.triple for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)}, key=str)
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""
    json_ld = ox.serialize(triples, format=ox.RdfFormat.JSON_LD, prefixes=dict(PREFIXES)) or b""
    export_csv(release, out / "csv")
    count = len(triples)
    dumps = []
    for name, media, content in (
        ("renkei.nq", "application/n-quads", quads),
        ("renkei.ttl", "text/turtle", turtle),
        ("renkei.jsonld", "application/ld+json", json_ld),
    ):
        dumps.append(_written(out, name, media, "", content, count))
        dumps.append(_written(out, f"{name}.gz", media, "gzip", gzip.compress(content, 6, mtime=0), count))
    dumps.append(_written(out, "renkei-csv.zip", "text/csv", "zip", _zipped(out / "csv"), count))
    return dumps


def _written(out: Path, name: str, media: str, packed: str, content: bytes, triples: int) -> Dump:
    (out / name).write_bytes(content)
    return Dump(name, media, packed, len(content), hashlib.sha256(content).hexdigest(), triples)


def _zipped(folder: Path) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name, _EARLIEST), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def main(arguments: Sequence[str]) -> int:
    """The process that makes the dumps: release folder, target folder, `--with-text`."""
    release, out, *options = arguments
    dumps = make(ReleaseFolder(Path(release)), Path(out), with_text="--with-text" in options)
    (Path(out) / _INDEX).write_text(json.dumps([asdict(each) for each in dumps]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
