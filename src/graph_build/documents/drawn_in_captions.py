"""Captions that a program draws into the table below them, as its first row: 「1 医療 ① 救急医療の確保」 across all columns."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_build.documents.model import Located, Table
from graph_build.text.noise import marker_of


def captions_out(table: Table) -> tuple[list[Located], Table]:
    """The captions in a table's first row, and the table below it; none where that row does not number two and more."""
    head = table.row(0)
    if table.rows < 2 or len(head) != 1 or head[0].colspan != table.cols:
        return [], table
    found = [part for para in head[0].paras for part in _numbered(para)]
    if len(found) < 2 or any(marker_of(part.text) is None for part in found):
        return [], table
    cells = tuple(replace(cell, row=cell.row - 1) for cell in table.cells if cell.row)
    return found, replace(table, cells=cells, rows=table.rows - 1)


def _numbered(text: Located) -> list[Located]:
    """A text cut before each number in it that is of another kind than the one before."""
    marker = marker_of(text.text)
    if marker is None or text.text.endswith("。"):
        return [text]
    for blank in re.finditer(r"[ 　\n]+", text.text):
        behind = text[blank.end() :]
        inner = marker_of(behind.text)
        if blank.start() > marker.end and inner and inner.kind != marker.kind and len(behind) > inner.end:
            return [text[: blank.start()], *_numbered(behind)]
    return [text]
