"""The rows (項) of an annex in a table of two wordings that leaves some of them out: 「別表第2⏎(1)　（略）⏎(2)　観光の振興⏎…」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.found import FoundOperation
from graph_build.converters.items import printed
from graph_build.documents.model import Located
from graph_build.text.key import fold, matching_key
from graph_build.text.markers import Marker, follows, parse_marker
from graph_build.text.wordings import is_absent, is_left_out, provision_name


@dataclass
class _Rows:
    """One wording of an annex: what stands above its rows, and the rows by their number, in text order."""

    above: list[Located]
    rows: dict[str, list[Located]] = field(default_factory=dict)


def annex_rows(name: str, new: Sequence[Located], old: Sequence[Located]) -> list[FoundOperation] | None:
    """The changes of an annex row by row; None where the wordings do not tell which of its rows changed.

    They do where each numbers its rows alike and leaves at least one out: a row that both print differs or not, one
    that only the new wording prints behind the last comes behind that, one that only the old wording prints at the end
    is gone.
    """
    after, before = _rows(new), _rows(old)
    if after is None or before is None or _words(after.above) != _words(before.above):
        return None
    common = [number for number in after.rows if number in before.rows]
    numbers = [*after.rows], [*before.rows]
    if not common or any(side[: len(common)] != common for side in numbers):
        return None  # rows put in or gone amid others: these count differently from there on
    found: list[FoundOperation] = []
    for number in common:
        now, was = after.rows[number], before.rows[number]
        if is_left_out(now[0].text) != is_left_out(was[0].text):
            return None
        if _words(now) != _words(was):
            found.append(_operation("replace", _place(name, number), now, was))
    behind = common[-1]
    for number in numbers[0][len(common) :]:
        found.append(_operation("add", _place(name, behind), after.rows[number], []))
        behind = number
    for number in numbers[1][len(common) :]:
        found.append(_operation("delete", _place(name, number), [], before.rows[number]))
    return found


def _rows(side: Sequence[Located]) -> _Rows | None:
    """The rows of a wording; None where it leaves none out, or numbers inside a row or twice."""
    present = [part for part in side if not is_absent(part.text)]
    head = next((i for i, part in enumerate(present) if provision_name(part.text)), None)
    if head is None:
        return None
    found = _Rows(list(present[: head + 1]))
    last: Marker | None = None
    row: list[Located] | None = None
    for part in present[head + 1 :]:
        marker = parse_marker(part.text)
        if marker is not None and marker.number is not None and (last is None or last.kind == marker.kind):
            if last is not None and not follows(last, marker):
                return None
            last = marker
            row = found.rows[fold(marker.raw).text] = []
            for number in _left_out_with(part, marker):
                last = replace(marker, number=number)
                found.rows[fold(marker.raw).text.replace(str(marker.number), str(number))] = [part]
        elif is_left_out(part.text):
            return None  # what is left out inside a row is not known to be the same
        (found.above if row is None else row).append(part)
    return found if any(is_left_out(row[0].text) for row in found.rows.values()) else None


_FURTHER = re.compile(r"(?P<joined>[、,・]|及び|並びに|から|[~〜～])[(]?(?P<number>[0-9]{1,2})[)]?")


_THROUGH = ("から", "~", "〜", "～")


def _left_out_with(part: Located, marker: Marker) -> Iterator[int]:
    """The numbers of the rows that are left out together with the first: 「(1)及び(2)　（略）」, 「(4)から(7)まで　（略）」."""
    if marker.number is None or not is_left_out(part.text):
        return
    last = marker.number
    for found in _FURTHER.finditer(fold(part.text).text):
        number = int(found["number"])
        yield from range(last + 1 if found["joined"] in _THROUGH else number, number + 1)
        last = number


def _place(name: str, number: str) -> str:
    """別表第2(2)の項, 別表第2の2の項."""
    return f"{name}{'' if re.match('[(]', number) else 'の'}{number}の項"


def _operation(kind: str, target: str, now: Sequence[Located], was: Sequence[Located]) -> FoundOperation:
    new, old = ("\n".join(map(printed, side)) or None for side in (now, was))
    return FoundOperation(kind, target, (*now, *was), old_text=old, new_text=new, row=tuple(now))


def _words(side: Sequence[Located]) -> str:
    return matching_key("\n".join(part.text for part in side))
