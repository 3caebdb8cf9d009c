"""A table of two wordings (変更後 / 変更前): one change for each provision whose wordings differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph_build.converters.found import FoundOperation
from graph_build.converters.items import Grid, cell_key, printed
from graph_build.documents.model import Cell, Located
from graph_build.text.key import fold, matching_key
from graph_build.text.markers import parse_marker

_AFTER = re.compile(r"^(?:変更|改正|改定)(?:後|案)(?:\(案\))?$|^新$|^案$|^(?:新協[約定]|変更後の.{0,12})$")
_BEFORE = re.compile(r"^(?:変更|改正|改定)前$|^旧$|^現行$|^(?:旧協[約定]|現行の.{0,12}|変更前の.{0,12})$")
_ABSENT = re.compile(r"^[(\[]?(?:新設|新規|削る|削除|追加)[)\]]?$|^[-―]*$")
_LEFT_OUT = re.compile(r"^(?:.{0,24}[(\[]?(?:略|同左|同右)[)\]]?)$")
_NAMED = re.compile(
    r"^(?P<name>(?:第[0-9一二三四五六七八九十]+条(?:の[0-9一二三四五六七八九十]+)*|別[表紙記](?:第?[0-9一二三四五六七八九十]+)?(?:の[0-9]+)?|附則|前文|題名))"
)


@dataclass(frozen=True, slots=True)
class _Columns:
    after: int
    before: int
    rows: int


def is_comparison(grid: Grid) -> bool:
    """Whether a table sets two wordings side by side."""
    return _columns(grid) is not None


def _columns(grid: Grid) -> _Columns | None:
    for index, row in enumerate(grid.rows[:2]):
        after = [cell.col for cell in row if _AFTER.match(cell_key(cell))]
        before = [cell.col for cell in row if _BEFORE.match(cell_key(cell))]
        if after and before:
            return _Columns(after[0], before[0], index + 1)
    return None


@dataclass
class _Provision:
    """The wordings of one provision, paragraph by paragraph."""

    target: str
    new: list[Located] = field(default_factory=list)
    old: list[Located] = field(default_factory=list)


def comparison_heads(grid: Grid) -> list[Located]:
    """The cells that say which wording stands below."""
    columns = _columns(grid)
    return [cell.text for row in grid.rows[: columns.rows] for cell in row] if columns else []


def compared(grid: Grid) -> list[FoundOperation]:
    """The changes that a table of two wordings tells; provisions printed alike, or left out (略), give none."""
    columns = _columns(grid)
    if columns is None:
        return []
    found: list[FoundOperation] = []
    before = ""
    for one in _provisions(grid, columns):
        new, old = (_words(side) for side in (one.new, one.old))
        if matching_key(new) != matching_key(old) and not (_left_out(one.new) and _left_out(one.old)):
            kind = "replace" if new and old else "add" if new else "delete"
            found.append(
                FoundOperation(
                    kind,
                    (before or one.target) if kind == "add" else one.target,
                    (*one.new, *one.old),
                    old_text=old or None,
                    new_text=new or None,
                )
            )
        before = one.target or before
    return found


def _provisions(grid: Grid, columns: _Columns) -> Iterator[_Provision]:
    """Rows gathered under the provision they begin: 第4条 with its caption above and its paragraphs below."""
    current: _Provision | None = None
    captions: tuple[list[Located], list[Located]] = ([], [])
    for row in grid.rows[columns.rows :]:
        cells = {cell.col: cell for cell in row}
        new, old = _paras(cells.get(columns.after)), _paras(cells.get(columns.before))
        if not new and not old:
            continue
        if all(re.fullmatch(r"\([^()]{1,40}\)", fold(part.text).text) for part in (*new, *old)):
            captions = (new, old)
            continue
        name = _name(new) or _name(old)
        if current and re.match(r"第.+条", current.target) and not _NAMED.match(name):
            name = ""  # the items of the article
        if name or current is None:
            if current:
                yield current
            current = _Provision(name, *map(list, captions))
            captions = ([], [])
        current.new += new
        current.old += old
    if current:
        yield current


def _paras(cell: Cell | None) -> list[Located]:
    return [part for part in cell.paras if part] if cell and cell.text else []


def _name(side: Sequence[Located]) -> str:
    """The provision that a cell begins with, its caption in the same cell or not."""
    for part in side[:2]:
        found = _NAMED.match(fold(part.text).text)
        if found:
            return found["name"]
        marker = parse_marker(part.text)
        if marker and marker.kind in ("paren_digit", "circled"):
            return fold(marker.raw).text
    return ""


def _words(side: Sequence[Located]) -> str:
    return "\n".join(printed(part) for part in side if not _ABSENT.match(fold(part.text).text))


def _left_out(side: Sequence[Located]) -> bool:
    return all(_LEFT_OUT.match(fold(part.text).text) for part in side)
