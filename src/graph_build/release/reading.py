"""One file to records and graph lines, in any process, kept in the cache by the bytes of the file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from graph_build.rdf.iris import Iris
from graph_build.rdf.writer import Written, write
from graph_build.records.canonical import NotCanonicalError, dumps, loads
from graph_build.records.codec import CodecError, codec
from graph_build.records.document import Records, Refusal
from graph_build.records.problems import Problem
from graph_build.release.cache import Cache, key
from graph_build.release.inputs import InputFile


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one file gave; ``raw`` is a document's linear text, None for a register entry or a refusal."""

    file: InputFile
    result: Records | Refusal
    raw: str | None = None

    @property
    def sha256(self) -> str:
        """Of the file's bytes; of a register entry, of the document that it was made from."""
        return self.result.sha256 if isinstance(self.result, Refusal) else self.result.source.sha256


def load(file: InputFile, cache: Cache) -> Loaded:
    """Read one file. Nothing is raised for what is wrong with it: the answer is then a refusal."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        problem = Problem("unreadable_file", error.strerror or "cannot be opened", file.name)
        return Loaded(file, Refusal(file.name, "", (problem,)))
    if file.kind == "register":
        return Loaded(file, _register(file, data))
    name = key("document", file.path.name, hashlib.sha256(data).hexdigest())
    return _kept(file, cache.get(name)) or _convert(file, data, name, cache)


def is_kept(file: InputFile, cache: Cache) -> bool:
    """Whether `load` will be quick."""
    try:
        digest = hashlib.sha256(file.path.read_bytes()).hexdigest()
    except OSError:
        return True
    return file.kind == "register" or cache.get(key("document", file.path.name, digest)) is not None


def _register(file: InputFile, data: bytes) -> Records | Refusal:
    try:
        return loads(data.decode("utf-8"))
    except (UnicodeDecodeError, NotCanonicalError) as error:
        problem = Problem("unreadable_file", f"no register file: {error}", file.name)
        return Refusal(file.name, hashlib.sha256(data).hexdigest(), (problem,))


def _convert(file: InputFile, data: bytes, name: str, cache: Cache) -> Loaded:
    from graph_build.converters import convert
    from graph_build.documents.read import read_bytes

    try:
        document = read_bytes(file.path.name, data)
        result = convert(document)
    except Exception as error:  # a fault of the program must not cost the user the other documents
        problem = Problem("converter_failed", f"{type(error).__name__}: {error}", file.name)
        return Loaded(file, Refusal(file.name, hashlib.sha256(data).hexdigest(), (problem,)))
    raw = document.raw if isinstance(result, Records) else None
    cache.put(name, _frozen(result, raw))
    return Loaded(file, result, raw)


def _frozen(result: Records | Refusal, raw: str | None) -> str:
    if isinstance(result, Records):
        return json.dumps({"records": dumps(result), "raw": raw})
    return json.dumps({"refusal": codec(Refusal)[0](result)})


def _kept(file: InputFile, text: str | None) -> Loaded | None:
    """What the cache holds; a damaged entry counts as none."""
    try:
        entry = json.loads(text) if text else {}
        if "records" in entry:
            return Loaded(file, loads(entry["records"]), entry["raw"])
        return Loaded(file, codec(Refusal)[1](entry["refusal"])) if "refusal" in entry else None
    except (ValueError, CodecError, KeyError):
        return None


def graph_lines(records: Records, iris: Iris, cache: Cache) -> Written:
    """The lines of the document's two graphs, from the cache where the same records were written before."""
    name = key("lines", iris.base, hashlib.sha256(dumps(records).encode()).hexdigest())
    kept = cache.get(name)
    if kept is not None and kept.endswith("\n"):
        parts = kept[:-1].split("\n\n") if "\n\n" in kept else [kept[:-1], ""]
        stated, inferred = parts[0].split("\n"), [line for line in parts[1].split("\n") if line]
        return Written(tuple(stated), tuple(inferred))
    written = write(records, iris)
    cache.put(name, "\n".join(written.stated) + "\n\n" + "\n".join(written.inferred) + "\n")
    return written


def read_path(path: Path) -> Loaded:
    """One file outside a build."""
    kind = "register" if path.suffix.lower() == ".json" else "document"
    return load(InputFile(path, path.name, kind), Cache(None))  # type: ignore[arg-type]
