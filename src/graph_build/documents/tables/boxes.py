"""Tables drawn with characters (┌─┬─┐, │; +---+, |) in a text file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Ignored, Located, Table

_BARS = "│┃｜|║"
_RULE = re.compile(r"\s*[┌┍┎┏├┝┠┣└┕┖┗╔╠╚+][─━═\-=┬┯┳┼┿╋┴┷┻╦╬╩+┌┐├┤└┘┏┓┣┫┗┛┠┨┝┥│┃| ]*[┐┓┤┫┘┛┨┥╗╣╝+]\s*$")
# 「|　　　　|---+---|」: a rule below some of the columns; the others go on.
_PARTIAL = re.compile(rf"\s*[{_BARS}](?=.*[-─━=]{{3}})[-─━=+┼┤├┿ 　{_BARS}]*[+┤┼{_BARS}]\s*$")
_ROW = re.compile(rf"\s*[{_BARS}].*[{_BARS}]\s*$")
_CROSS = re.compile(r"[┬┯┳┼┿╋┴┷┻╦╬╩+]")


def box_table(lines: Sequence[Line], begin: int) -> tuple[int, Table, list[Ignored]] | None:
    """The drawn table that begins with the rule in line ``begin``: line behind it, table, drawn characters.

    A rule ends a row; pieces of a cell on several lines are joined; a row with fewer bars spans to the right.
    """
    if not _RULE.match(lines[begin].text):
        return None
    end = begin
    while end < len(lines) and (_is_rule(lines[end]) or _ROW.match(lines[end].text)):
        end += 1
    cols = (
        max(
            (len(_CROSS.findall(_inner(line.text))) for line in lines[begin:end] if _RULE.match(line.text)),
            default=0,
        )
        + 1
    )
    rows: list[list[list[Located]]] = []
    ignored: list[Ignored] = []
    new = True
    for line in lines[begin:end]:
        if _is_rule(line):
            ignored.append(Ignored(line.start, line.end, "markup"))
            new = True
            continue
        pieces, bars = _pieces(line)
        ignored += bars
        if new or len(pieces) != len(rows[-1]):
            rows.append([[] for _ in pieces])
        for cell, piece in zip(rows[-1], pieces, strict=True):
            cell.append(piece)
        new = False
    if len(rows) < 2 or cols < 2:
        return None
    return end, _table(rows, cols), ignored


def _is_rule(line: Line) -> bool:
    return _RULE.match(line.text) is not None or _PARTIAL.match(line.text) is not None


def _inner(text: str) -> str:
    return text.strip()[1:-1]


def _pieces(line: Line) -> tuple[list[Located], list[Ignored]]:
    """The texts between the bars, and the bars."""
    at = [found.start() for found in re.finditer(f"[{_BARS}]", line.text)]
    whole = line.located
    pieces = [whole[a + 1 : b].strip() for a, b in itertools.pairwise(at)]
    return pieces, [Ignored(line.start + i, line.start + i + 1, "markup") for i in at]


def _table(rows: Sequence[Sequence[Sequence[Located]]], cols: int) -> Table:
    cells: list[Cell] = []
    for row, pieces in enumerate(rows):
        for col, parts in enumerate(pieces):
            text = Located.joined([part for part in parts if part])
            span = cols - col if col == len(pieces) - 1 else 1
            cells.append(Cell(row, col, text, (text,) if text else (), colspan=span))
    return Table(tuple(cells), len(rows), cols)
