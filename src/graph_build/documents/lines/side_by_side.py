"""Lines that hold two texts side by side: signature blocks, and pages in two columns of running text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from graph_build.documents.lines.physical import Line, columns, is_pipe_row
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind

_POSITION = re.compile(r"[\s　]*[（(]?[甲乙丙丁戊己庚辛][)）]?(?:[\s　:：]|$)")
_OFFICE = re.compile(r"(?:市長|町長|村長|区長|知事|広域連合長|管理者|理事長)")
_UNIT = re.compile(r"[(（\[［【]?\s*単位\s*[:：]")
_BLANKS = re.compile("[ \u3000\f\v]+")
_WIDE = 3
"""Columns of blanks from which a gap may keep two texts apart."""
_LINES = 5
"""Lines with text on both sides from which running text counts as set in columns."""
_PAGES = 400
"""Lines that are looked at for one pair of columns."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank columns of a line, from ``begin`` up to ``end``."""

    begin: int
    end: int


ENDLESS = 10_000


def gaps(line: Line, *, outer: bool = False, least: int = 2, even: bool = False) -> Sequence[Gap]:
    """The blank stretches of a line inside its text, by display columns; ``outer`` adds those before and behind.

    ``even`` counts every character as one column, as ``pdftotext -layout`` does.
    """
    return _gaps(line.text.rstrip(), outer, least, even)


@lru_cache(maxsize=4 * _PAGES)
def _gaps(text: str, outer: bool, least: int, even: bool) -> tuple[Gap, ...]:
    columns_of = range(len(text) + 1) if even else _columns(text)
    blanks = [(columns_of[found.start()], columns_of[found.end()]) for found in _BLANKS.finditer(text)]
    found = [Gap(a, b) for a, b in blanks if b - a >= least and (outer or a > 0)]
    return (*found, Gap(columns_of[-1], ENDLESS)) if outer else tuple(found)


def shared(ours: Sequence[Gap], theirs: Sequence[Gap], least: int = 1) -> list[Gap]:
    """What is blank in both."""
    both = [Gap(max(a.begin, b.begin), min(a.end, b.end)) for a in ours for b in theirs]
    return sorted((gap for gap in both if gap.end - gap.begin >= least), key=lambda gap: gap.begin)


def cut_at(line: Line, gutters: Sequence[Gap], *, even: bool = False) -> list[Located]:
    """The line's texts between the gutters, which `gaps` has measured likewise."""
    whole = line.located
    cuts = [min(gap.begin, len(line.text)) if even else _index(line.text, gap.begin) for gap in gutters]
    parts = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(line.text)], strict=True)]
    return [part.strip() if i else part for i, part in enumerate(parts)]


def _index(text: str, column: int) -> int:
    """Where in a text a display column is."""
    return min(bisect_left(_columns(text), column), len(text))


@lru_cache(maxsize=4 * _PAGES)
def _columns(text: str) -> tuple[int, ...]:
    """The display column at which each character begins, and the one behind the last; a tab is one wide."""
    return tuple(accumulate((1 if char == "\t" else columns(char) for char in text), initial=0))


def unfolded(
    lines: Sequence[Line], table_at: Callable[[Sequence[Line], int], int | None]
) -> tuple[Line, ...]:
    """The lines with what stands side by side one below the other, the left part first.

    ``table_at`` says where a table that begins at a line ends: its columns are no texts of their own.
    """
    done: list[Line] = []
    i = 0
    while i < len(lines):
        behind = None if lines[i].blank else table_at(lines, i)
        if behind is not None:
            done += lines[i:behind]
            i = behind
            continue
        end, gutter = _columns_at(lines, i)
        running = gutter is not None
        if gutter is None:
            end, gutter = _signatures_at(lines, i)
        if gutter is None:
            done.append(lines[i])
            i += 1
            continue
        left, right = _halves(lines[i:end], gutter)
        if running:
            left, right = _of_one_width(left), _of_one_width(right)
        done += [*_trimmed(left), _blank(lines[end - 1]), *unfolded(_trimmed(right), table_at)]
        i = end
    return tuple(done)


def _halves(lines: Sequence[Line], gutter: Gap) -> tuple[list[Line], list[Line]]:
    left, right = [], []
    for line in lines:
        at = _index(line.text, gutter.begin)
        behind = line.text[at:]
        lead = len(behind) - len(behind.lstrip())
        # Blanks that go beyond the gutter are the right part's own: the indent of its lines.
        own = _index(line.text, gutter.end) - at
        lead = min(lead, own)
        left.append(Line(line.text[:at].rstrip(), line.start))
        right.append(Line(behind[lead:], line.start + at + lead))
    return left, right


def _of_one_width(lines: Sequence[Line]) -> list[Line]:
    width = max(columns(line.text.rstrip()) for line in lines)
    return [replace(line, width=width) for line in lines]


def _trimmed(lines: Sequence[Line]) -> list[Line]:
    filled = [i for i, line in enumerate(lines) if not line.blank]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _blank(after: Line) -> Line:
    return Line("", after.end)


def _signatures_at(lines: Sequence[Line], begin: int) -> tuple[int, Gap | None]:
    """Signature blocks side by side: in one of their lines a position, or an office, stands on both sides."""
    end = begin
    while end < len(lines) and not lines[end].blank and "\t" not in lines[end].text:
        end += 1
    for stop in range(end, begin, -1) if end - begin <= 8 else ():
        for gutter in _gutters(lines[begin:stop]):
            halves = [(_text(line, gutter, 0), _text(line, gutter, 1)) for line in lines[begin:stop]]
            if any(_both_sign(left, right) for left, right in halves) and halves[0][1]:
                return stop, gutter
    return begin, None


def _gutters(lines: Sequence[Line]) -> list[Gap]:
    """What is blank in all lines between their texts, the widest first."""
    common: Sequence[Gap] | None = None
    for line in lines:
        own = gaps(line, outer=True)
        common = own if common is None else shared(common, own)
    wide = [
        gap for gap in common or [] if gap.begin > 0 and gap.end < ENDLESS and gap.end - gap.begin >= _WIDE
    ]
    return sorted(wide, key=lambda gap: gap.begin - gap.end)  # the widest first


def _text(line: Line, gutter: Gap, side: int) -> str:
    at = _index(line.text, gutter.begin)
    return line.text[:at].strip() if side == 0 else line.text[at:].strip()


def _both_sign(left: str, right: str) -> bool:
    positions = _POSITION.match(left) and _POSITION.match(right)
    offices = _OFFICE.search(left) and _OFFICE.search(right) and not re.search(r"[。、]", left + right)
    return bool(positions or offices)


def _columns_at(lines: Sequence[Line], begin: int) -> tuple[int, Gap | None]:
    """Running text in two columns from this line on: the line behind it and the gutter between them."""
    if lines[begin].blank or not gaps(lines[begin], least=_WIDE):
        return begin, None
    for first in gaps(lines[begin], least=_WIDE):
        gutter, end = first, begin
        for i, narrowed in _while_open(lines, begin, first):
            # Behind the last line of the right column, the left one goes on up to the next blank line.
            if (
                not _text(lines[i], narrowed, 1)
                and lines[i - 1].blank
                and not _right_below(lines, i, narrowed)
            ):
                break
            gutter, end = narrowed, i + 1
        if _is_running_text(lines[begin:end], gutter):
            return end, gutter
    return begin, None


def _right_below(lines: Sequence[Line], begin: int, gutter: Gap) -> bool:
    """Whether the right column goes on in the paragraph that begins here, or right behind it."""
    blanks = 0
    for line in lines[begin:]:
        blanks += line.blank
        kept = [gutter] if line.blank else shared([gutter], gaps(line, outer=True), _WIDE)
        if blanks > 1 or not kept:
            return False
        gutter = kept[0]
        right = "" if line.blank else _text(line, gutter, 1)
        if right and not _UNIT.match(right):  # 「（単位：人）」 at the right edge is of the table below
            return True
    return False


def _while_open(lines: Sequence[Line], begin: int, gutter: Gap) -> Iterator[tuple[int, Gap]]:
    for i in range(begin, min(len(lines), begin + _PAGES)):
        line = lines[i]
        if line.blank:
            continue
        if "\t" in line.text or is_pipe_row(line):
            return
        narrowed = shared([gutter], gaps(line, outer=True), _WIDE)
        if not narrowed:
            return
        gutter = narrowed[0]
        yield i, gutter


def _is_running_text(lines: Sequence[Line], gutter: Gap) -> bool:
    """Enough lines with sentences on both sides; heads of a table, signatures and short labels are none."""
    sides = [(_text(line, gutter, 0), _text(line, gutter, 1)) for line in lines if not line.blank]
    both = [(left, right) for left, right in sides if left and right]
    if len(both) < _LINES:
        return False
    for side in (0, 1):
        texts = [pair[side] for pair in sides if pair[side]]
        wide = sorted(columns(text) for text in texts)[len(texts) // 2] >= 16
        if not wide or sum(text.count("。") for text in texts) < 2:
            return False
    words = [re.split(r"[\s　]{2,}", text)[0] for pair in both for text in pair]
    return not any(label_kind(matching_key(word)).kind in ("content", "role", "roles") for word in words)
