"""A table of two wordings (変更後 / 変更前): one change for each provision whose wordings differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from graph_build.converters.changes.annex_rows import annex_rows
from graph_build.converters.changes.targets import plain_number
from graph_build.converters.found import FoundOperation
from graph_build.converters.items import Grid, cell_key, printed
from graph_build.documents.model import Cell, Located
from graph_build.text.key import fold, matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.wordings import head_of, is_absent, is_caption, is_left_out, provision_name

# 「第3条　（同左）」 in one wording: the other one says it.
_AS_BESIDE = re.compile(r"^.{0,24}?[(\[]?同[左右][)\]]?$")
_PLACE = re.compile(
    r"^(?:第[0-9一二三四五六七八九十]+[条項号]|別[表紙記]|附則|前文|題名|本則|目次)[^。、]{0,30}$"
)


_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十]+条(?:の[0-9]+)?")
_HAS_PARTS = re.compile(r"第.+条|別[表紙記]")


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
        after = [cell.col for cell in row if head_of(cell_key(cell)) == "new"]
        before = [cell.col for cell in row if head_of(cell_key(cell)) == "old"]
        if after and before:
            return _Columns(after[0], before[0], index + 1)
    return None


@dataclass
class _Provision:
    """The wordings of one provision, paragraph by paragraph, and what it is called in each (empty: not named)."""

    now: str = ""
    before: str = ""
    new: list[Located] = field(default_factory=list)
    old: list[Located] = field(default_factory=list)

    def changes(self, behind: str) -> Iterator[FoundOperation]:
        """What has become of it; ``behind`` is the provision above it."""
        new, old = _words(self.new), _words(self.old)
        parts = (*self.new, *self.old)
        alike = matching_key(new) == matching_key(old) or _as_beside(self.new) or _as_beside(self.old)
        moved = self.now and self.before and self.now != self.before and self._only_moved()
        if alike or (_left_out(self.new) and _left_out(self.old) and not (moved and new and old)):
            return
        below = self._below()
        if below is not None:
            yield from below
        elif not old:
            yield FoundOperation("add", behind or self.now, parts, new_text=new)
        elif not new:
            yield FoundOperation("delete", self.before or behind, parts, old_text=old)
        elif moved:
            yield FoundOperation("renumber", self.before, parts, new_number=plain_number(self.now))
        else:
            yield FoundOperation("replace", self.before or self.now, parts, old_text=old, new_text=new)

    def _below(self) -> list[FoundOperation] | None:
        """The changes of the paragraphs (項) or items (号) of an article whose own words both wordings leave out.

        So with the rows of an annex. None where these do not tell which of them changed: the number or caption of the
        article is another, they are counted differently, or one wording leaves out what the other prints.
        """
        if self.now == self.before and self.now.startswith("別"):
            return annex_rows(self.now, self.new, self.old)
        new, old = _counted_below(self.new), _counted_below(self.old)
        if new is None or old is None or self.now != self.before or new.above != old.above:
            return None
        units = {new.unit, old.unit} - {""}
        if len(units) != 1:
            return None
        (unit,) = units
        found: list[FoundOperation] = []
        for number in sorted({*new.texts, *old.texts}):
            now, was = new.texts.get(number), old.texts.get(number)
            place = f"{self.now}第{number}{unit}"
            if now and was:
                if _left_out([now[0]]) != _left_out([was[0]]):
                    return None
                found += _Provision(place, place, now, was).changes(place)
            elif now and number > max(old.texts, default=1):
                found.append(self._put_behind(number, unit, now))
            elif was and number > max(new.texts, default=1):
                found.append(FoundOperation("delete", place, (*was,), old_text=_words(was)))
            else:
                return None
        return found

    def _put_behind(self, number: int, unit: str, words: Sequence[Located]) -> FoundOperation:
        """A paragraph or item behind the last: 「第4条に次の1項を加える」, which does not say its number."""
        if unit == "号":
            return FoundOperation("add", f"{self.now}第{number - 1}号", (*words,), new_text=_words(words))
        marker = parse_marker(words[0].text)
        bare = [words[0][marker.end if marker else 0 :].strip(), *words[1:]]
        return FoundOperation("add_paragraph", self.now, (*words,), new_text=_words(bare))

    def _only_moved(self) -> bool:
        return matching_key(_words(self.new)).replace(self.now, "", 1) == matching_key(
            _words(self.old)
        ).replace(self.before, "", 1)


@dataclass
class _Below:
    """What stands below the left out words of an article: 項 or 号 by their number; ``above`` is what it begins with."""

    above: str
    unit: str = ""
    texts: dict[int, list[Located]] = field(default_factory=dict)


def _counted_below(side: Sequence[Located]) -> _Below | None:
    """The paragraphs or items below 「第4条　（略）」; None where its words are printed, or something else stands there."""
    at = next((i for i, part in enumerate(side) if provision_name(part.text)), None)
    if at is None or not is_left_out(side[at].text):
        return None
    below = _Below(matching_key(_words(side[: at + 1])))
    for part in (part for part in side[at + 1 :] if not is_absent(part.text)):
        marker = parse_marker(part.text)
        unit = {"digit": "項", "paren_digit": "号"}.get(marker.kind) if marker else None
        if marker is None or marker.number is None or unit is None or unit != (below.unit or unit):
            return None
        below.unit = unit
        below.texts.setdefault(marker.number, []).append(part)
    return below


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
    behind = ""
    for one in _provisions(grid, columns):
        found += one.changes(behind)
        behind = _last_left_out(one) or one.before or one.now or behind
    return found


def _last_left_out(one: _Provision) -> str:
    """The last of several articles that are left out together: 第3条 of 「第2条及び第3条　（略）」."""
    side = one.new or one.old
    named = _ARTICLE.findall(fold(side[0].text).text) if len(side) == 1 and _left_out(side) else []
    return named[-1] if len(named) > 1 else ""


def _provisions(grid: Grid, columns: _Columns) -> Iterator[_Provision]:
    """The provisions of the rows: 第4条 with its caption above and its paragraphs below, in rows of their own or not."""
    current: _Provision | None = None
    captions: tuple[list[Located], list[Located]] = ([], [])
    for row in grid.rows[columns.rows :]:
        cells = {cell.col: cell for cell in row}
        new, old = _paras(cells.get(columns.after)), _paras(cells.get(columns.before))
        if not new and not old:
            continue
        if all(is_caption(part.text) for part in (*new, *old)):
            captions = (new, old)
            continue
        place = _place_beside(row, columns)
        if place and place not in (_name(new), _name(old)):
            if current:
                yield current
            yield _Provision(place, place, new, old)
            current = None
            continue
        for one in _in_row(new, old):
            name = one.now or one.before
            if current and _HAS_PARTS.match(current.now or current.before) and not provision_name(name):
                name = ""  # the items of the article, the rows of the annex
            if name or current is None:
                if current:
                    yield current
                current = _Provision(one.now, one.before, *map(list, captions))
                captions = ([], [])
            current.new += one.new
            current.old += one.old
    if current:
        yield current


def _place_beside(row: Sequence[Cell], columns: _Columns) -> str:
    """The place that a column of its own names for a row: 第4条, 別表第1の2の項.

    Where a wording beside it begins with that place, both say themselves what they are called (第5条 becomes 第6条).
    """
    beside = (cell_key(cell) for cell in row if cell.col not in (columns.after, columns.before))
    return next((key for key in beside if _PLACE.match(key)), "")


def _in_row(new: Sequence[Located], old: Sequence[Located]) -> list[_Provision]:
    """A row's provisions: one, or several that stand in one cell, those of the same name side by side."""
    sides = [_cut(new), _cut(old)]
    if max(map(len, sides)) <= 1:
        return [_Provision(_name(new), _name(old), list(new), list(old))]
    names = [[name for name, _ in side] for side in sides]
    found: list[_Provision] = []
    for _, a, b, c, d in SequenceMatcher(None, names[1], names[0], autojunk=False).get_opcodes():
        for i in range(max(b - a, d - c)):
            was, now = a + i, c + i
            one = _Provision()
            if now < d:
                one.now, one.new = sides[0][now]
            if was < b:
                one.before, one.old = sides[1][was]
            found.append(one)
    return found


def _cut(side: Sequence[Located]) -> list[tuple[str, list[Located]]]:
    """The paragraphs of a cell by the provisions that they begin; a caption belongs to what follows."""
    pieces: list[tuple[str, list[Located]]] = []
    captions: list[Located] = []
    for part in side:
        named = provision_name(part.text)
        caption = is_caption(part.text) and not is_absent(part.text)
        if caption or (not pieces and len(side) > 1 and _as_beside([part])):
            captions.append(part)
        elif named or not pieces:
            pieces.append((named, [*captions, part]))
            captions = []
        else:
            pieces[-1][1].extend([*captions, part])
            captions = []
    if captions:
        pieces.append(("", captions))
    return pieces


def _paras(cell: Cell | None) -> list[Located]:
    return [part for part in cell.paras if part] if cell and cell.text else []


def _name(side: Sequence[Located]) -> str:
    """The provision that a cell begins with, its caption in the same cell or not."""
    for part in side[:2]:
        named = provision_name(part.text)
        if named:
            return named
        marker = parse_marker(part.text)
        if marker and marker.kind in ("paren_digit", "circled"):
            return fold(marker.raw).text
    return ""


def _words(side: Sequence[Located]) -> str:
    return "\n".join(printed(part) for part in side if not is_absent(part.text))


def _as_beside(side: Sequence[Located]) -> bool:
    return bool(side) and all(_AS_BESIDE.match(fold(part.text).text) for part in side)


def _left_out(side: Sequence[Located]) -> bool:
    return all(is_left_out(part.text) for part in side)
