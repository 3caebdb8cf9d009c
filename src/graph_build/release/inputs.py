"""What the user named, as a list of files: folders searched, missing and unknown paths reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph_build.records.problems import Problem

REGISTER_SUFFIX = ".json"
REGISTER_MARK = b'"format":"renkei-records-'
READ_ME = ("readme", "license", "notes")
"""File names (without ending) that lie about in folders and are no documents."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read; ``name`` is how messages call it: as given, or below the folder that was given."""

    path: Path
    name: str
    kind: Literal["document", "register"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files in a fixed order, and what could not be taken."""

    files: tuple[InputFile, ...]
    problems: tuple[Problem, ...]


def find_inputs(paths: Iterable[Path], document_suffixes: frozenset[str]) -> Inputs:
    """The files behind some paths, each once; a folder is searched to its bottom, hidden files left out.

    A path that is missing or of an unknown kind is a problem, never an exception.
    """
    files: dict[Path, InputFile] = {}
    problems: list[Problem] = []
    for given in paths:
        for path, name in _expand(given, problems):
            named = path == given
            if not named and path.stem.lower() in READ_ME:
                continue
            kind = _kind(path, document_suffixes, named)
            if kind:
                files.setdefault(path.resolve(), InputFile(path, name, kind))
            else:
                problems.append(_unknown(name, named))
    ordered = sorted(files.values(), key=lambda file: (file.kind, file.name))
    return Inputs(tuple(ordered), tuple(problems))


def _expand(given: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    try:
        if given.is_dir():
            found = sorted(path for path in given.rglob("*") if path.is_file())
            inside = [(path, path.relative_to(given)) for path in found]
            shown = [(path, below) for path, below in inside if not _hidden(below)]
            if not shown:
                problems.append(
                    Problem(
                        "unreadable_file",
                        "a folder without files",
                        str(given),
                        value_ja="ファイルのないフォルダー",
                    )
                )
            yield from ((path, f"{given.name}/{below.as_posix()}") for path, below in shown)
        elif given.is_file():
            yield given, given.name
        else:
            problems.append(
                Problem(
                    "unreadable_file",
                    "no such file or folder",
                    str(given),
                    value_ja="ファイルもフォルダーもありません",
                )
            )
    except OSError as error:
        problems.append(Problem("unreadable_file", error.strerror or "cannot be opened", str(given)))


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _kind(
    path: Path, document_suffixes: frozenset[str], named: bool
) -> Literal["document", "register"] | None:
    """By the ending; JSON that lies in a folder may be anything, so its beginning has to say what it is."""
    suffix = path.suffix.lower()
    if suffix == REGISTER_SUFFIX:
        return "register" if named or _is_register(path) else None
    return "document" if suffix in document_suffixes else None


def _is_register(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return REGISTER_MARK in file.read(200)
    except OSError:
        return True  # reading it will say what is wrong


def _unknown(name: str, named: bool) -> Problem:
    """A file of an unknown kind: an error when it was named, a warning when it lay in a folder."""
    what = f"unknown kind of file {Path(name).suffix or 'without ending'}"
    return Problem("unreadable_file", what, name, override=None if named else "warning")
