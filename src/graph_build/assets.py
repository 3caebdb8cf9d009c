"""The packaged files: ontology, shapes, queries and data, in a checkout and in the installed wheel."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, TypeAlias, get_args

AssetKind: TypeAlias = Literal["ontology", "shapes", "queries", "data"]


def asset(kind: AssetKind) -> Traversable:
    """The folder of one kind of packaged files.

    The wheel carries the four top-level folders under ``graph_build/assets``; a checkout has them beside
    ``src``.

    Raises ValueError for another kind, FileNotFoundError when the installation lacks the folder.

    >>> asset("data").joinpath("areas.tsv").is_file()
    True
    """
    if kind not in get_args(AssetKind):
        raise ValueError(f"no such kind of packaged files: {kind}")
    package = files("graph_build")
    for folder in (package / "assets" / kind, Path(__file__).parents[2] / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the installation of renkei lacks its folder {kind}")


def tsv(folder: Traversable, *path: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of tab-separated values below ``folder``; the first line names the columns.

    Lines beginning with ``#`` are comments. Raises ValueError for a row with more or fewer cells than
    columns.
    """
    lines = folder.joinpath(*path).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    columns = rows[0]
    for row in rows[1:]:
        if len(row) != len(columns):
            raise ValueError(f"{'/'.join(path)}: {len(columns)} columns expected: {row}")
    return tuple(dict(zip(columns, row, strict=True)) for row in rows[1:])
