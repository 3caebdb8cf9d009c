"""Cells that character recognition misreads and the other cells of their row settle: years in their order, commas of figures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.documents.model import Cell, Table

_SEEN_AS = str.maketrans("lI|]![iSsTtOoDQZzB", "111111155770000228")
"""Letters that figures were read as."""
_YEAR = re.compile(r"(?P<before>R|H|令和|平成)?(?P<number>[0-9]{1,2}|20[0-9]{2})(?P<behind>年度|年)?")
_LOOKS = re.compile(r"[A-Za-z0-9|\]\[!令和平成年度]{1,7}")
_COUNTED = re.compile(r"[0-9]{1,2}|[lIiｌ|!\]\[+*tTaAzZsSgGqQdDbBoO=>イィアっり]{1,2}")
"""A number of an item, or what one was read as."""
_NUMBER_HEAD = re.compile(r"番号|項番|整理番号|[Nn][Oo][.．]?|№|連番")
_LEAST = 3
"""Years that follow each other in a row, from which the others are known."""
_GROUPED = re.compile(r"[▲△+\-]?[0-9]{1,3}(?:,[0-9]{3})+[^\d.,]{0,3}")
_POINTED = re.compile(
    r"(?P<sign>[▲△+\-]?)(?P<groups>[1-9][0-9]{0,2}(?:[.．、。:;][0-9]{3})+)(?P<unit>[^\d.,]{0,3})"
)
_DECIMAL = re.compile(r"[▲△+\-]?(?:[0-9]+\.[0-9]{1,2}|0\.[0-9]+)[^\d.,]{0,3}")
_FIGURE = re.compile(r"[▲△+\-]?(?=[^,.]*[0-9])[0-9lI|!iSsTOoZB]+(?:[,.][0-9lI|!iSsTOoZB]{3})*")


def settled_cells(table: Table) -> dict[tuple[int, int], str]:
    """The cells, by row and column, that have to be something else than what was read."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    columns: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
        columns[cell.col].append(_text(cell))
    found = {place: text for column in _columns(table) for place, text in _numbers(column)}
    for row in rows.values():
        row.sort(key=lambda cell: cell.col)
        texts = [_text(cell) for cell in row]
        meant = dict(_years(texts)) or dict(_figures(texts, [columns[cell.col] for cell in row]))
        found |= {(row[i].row, row[i].col): text for i, text in meant.items() if text != texts[i]}
    return found


def _columns(table: Table) -> Iterator[list[Cell]]:
    """The cells that begin in each column, top to bottom."""
    for col in range(table.cols):
        yield sorted((cell for cell in table.cells if cell.col == col), key=lambda cell: cell.row)


def _numbers(column: Sequence[Cell]) -> Iterator[tuple[tuple[int, int], str]]:
    """1, 2, |, 4 in a column count from 1 to 4; below a head that says so also 1, 2, 8, 4."""
    cells = [cell for cell in column if _text(cell)]
    counted = bool(cells) and _NUMBER_HEAD.fullmatch(_text(cells[0])) is not None
    if cells and not _COUNTED.fullmatch(_text(cells[0])):
        cells = cells[1:]
    texts = [_text(cell) for cell in cells]
    if not all(map(_COUNTED.fullmatch, texts)):
        return
    right = sum(text == str(number) for number, text in enumerate(texts, 1))
    figures = sum(text.isdecimal() for text in texts)
    others = figures - right
    if right >= 2 and 2 * right >= len(texts) and others <= (right // 3 if counted else 0):
        for number, (cell, text) in enumerate(zip(cells, texts, strict=True), 1):
            if text != str(number):
                yield (cell.row, cell.col), str(number)


def _text(cell: Cell) -> str:
    return cell.text.text.strip() if len(cell.paras) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Order:
    """How the years of a row are written, and the number that the first cell would have."""

    before: str
    behind: str
    start: int

    def text(self, place: int) -> str:
        return f"{self.before}{self.start + place}{self.behind}"


def _years(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """R4, RS, R6, RT, R8 are the years 4 to 8: as far as cells beside them look like years too."""
    known: dict[int, _Order] = {}
    for place, text in enumerate(texts):
        year = _YEAR.fullmatch(text) or _YEAR.fullmatch(text[:1] + text[1:].translate(_SEEN_AS))
        if year and (year["before"] or year["behind"]):
            number = int(year["number"]) - place
            known[place] = _Order(year["before"] or "", year["behind"] or "", number)
    if not known:
        return
    order, count = Counter(known.values()).most_common(1)[0]
    if count < _LEAST:
        return
    sure = [place for place, one in known.items() if one == order]
    first, last = min(sure), max(sure)
    while first > 0 and _is_misread(texts[first - 1], order.text(first - 1)):
        first -= 1
    while last + 1 < len(texts) and _is_misread(texts[last + 1], order.text(last + 1)):
        last += 1
    run = range(first, last + 1)
    if all(_may_be(texts[place], order.text(place)) for place in run):
        yield from ((place, order.text(place)) for place in run)


def _is_misread(text: str, meant: str) -> bool:
    """Whether a text that may be a misread year is none as it stands: beside R5, R6, R7 may be another R1."""
    return not _YEAR.fullmatch(text) and _may_be(text, meant)


def _may_be(text: str, meant: str) -> bool:
    """Whether a text may be a misread year: as long, but for a sign, and with at most one other sign."""
    if not _LOOKS.fullmatch(text) or abs(len(text) - len(meant)) > 1:
        return False
    seen = text[:1] + text[1:].translate(_SEEN_AS)
    left = Counter(meant) - Counter(seen)
    return sum(left.values()) <= 1


def _figures(texts: Sequence[str], columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Where figures of a row or a column have commas between thousands and none has decimals, a point is such a comma."""
    numeric = sum(bool(text) and text.replace(",", "").isdecimal() for text in texts)
    for place, text in enumerate(texts):
        pointed = _POINTED.fullmatch(text)
        if pointed:
            points = sum(bool(_POINTED.fullmatch(other)) for other in columns[place])
            alone = points < 2 and not any(map(_DECIMAL.fullmatch, columns[place]))
            if _has_commas(columns[place]) or (alone and _has_commas(texts)):
                groups = re.sub(r"[.．、。:;]", ",", pointed["groups"])
                yield place, f"{pointed['sign']}{groups}{pointed['unit']}"
        elif numeric >= 2 and not text.isdecimal() and _FIGURE.fullmatch(text):
            digits = text.translate(_SEEN_AS)
            if sum(char.isdecimal() for char in text) >= 2 and "." not in digits:
                yield place, digits


def _has_commas(texts: Sequence[str]) -> bool:
    return any(map(_GROUPED.fullmatch, texts)) and not any(map(_DECIMAL.fullmatch, texts))
