"""What words like 「1の部(3)の項甲の役割の欄」 name in an annex: its fields, its measures, a column of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.linking.targets import plain
from graph_build.records.agreement import Measure, PolicyField
from graph_build.text.key import matching_key
from graph_build.text.labels import is_position, label_kind

_UNIT = re.compile(r"の(?=[部款項欄])|(?<=[)」0-9])(?=[部款項欄号])")
_ITEM = r"(?:\([0-9]+\)|[0-9]+|\([ア-ンa-z]\)|[ア-ンa-z①-⑳]|[一二三四五六七八九十]+)"
_ITEMS = re.compile(rf"^{_ITEM}(?:(?:の|中)?{_ITEM})+$")
_COLUMNS = ("content", "title", "direction", "cost", "role", "roles")
_MOST_UNITS = 8
"""More places than this, one in another, no table has."""


@dataclass(frozen=True, slots=True)
class Step:
    """One name on the way into an annex, with what it is of (部, 款, 項); empty where the words do not say."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Path:
    """A way into an annex; ``column`` is the head of the column at its end, empty for the whole row."""

    steps: tuple[Step, ...]
    column: str = ""


def ways(words: str) -> set[Path]:
    """All ways in which the words can be cut: 「医療の部門連携の項」 may be in a 部 or be a row of that name.

    >>> Path((Step("1", "部"), Step("(3)", "項")), "甲の役割") in ways("1の部(3)の項甲の役割の欄")
    True
    >>> sorted(way.steps[-1].name for way in ways("1の(3)の項"))
    ['(3)', '1の(3)']
    """
    if len(_UNIT.findall(words)) > _MOST_UNITS:
        return set()
    found: set[Path] = set()
    for cut in _cuts(words):
        *before, last = cut
        column = last.name.strip("「」")
        if last.unit == "欄" or (not last.unit and _is_column(column)):
            ends = Path(tuple(before), column)
        else:
            ends = Path(cut)
        if all(step.unit != "欄" for step in ends.steps):
            found.add(ends)
    return found


def _is_column(name: str) -> bool:
    return label_kind(name).kind in _COLUMNS


def _cuts(words: str) -> Iterator[tuple[Step, ...]]:
    words = re.sub(r"^(?:の|中)+", "", words)
    if not words:
        return
    for found in _UNIT.finditer(words):
        name, unit = words[: found.start()], words[found.end()]
        behind = words[found.end() + 1 :]
        if not name:
            continue
        for steps in _split(name, unit):
            if not behind.strip("の中"):
                yield steps
            for more in _cuts(behind):
                yield (*steps, *more)
    if not re.search(r"[部款項欄]$", words):
        yield from _split(words, "")


def _split(name: str, unit: str) -> Iterator[tuple[Step, ...]]:
    """「1の(3)」 is a name by itself or a (3) below a 1."""
    yield (Step(name, unit),)
    if _ITEMS.match(name):
        pieces = re.findall(_ITEM, name)
        yield (*(Step(piece, "") for piece in pieces[:-1]), Step(pieces[-1], unit))


def is_called(name: str, number: str | None, label: str | None) -> bool:
    """Whether a name is that of a part: its number, its label, or both.

    >>> is_called("(1)", "（１）", "観光"), is_called("「観光」", "(1)", "観光"), is_called("(1)観光", "(1)", "観光")
    (True, True, True)
    """
    bare = name.removeprefix("「").removesuffix("」")
    names = {plain(number), matching_key(label or ""), plain(number) + matching_key(label or "")}
    return bool(bare) and (bare in names or plain(bare) in names)


def leads(path: Path, chain: Sequence[PolicyField], measure: Measure | None) -> bool:
    """Whether a path ends at the innermost field of a chain (from the top), or at a measure in it."""
    *around, last = path.steps
    if measure is None and not chain:
        return False
    outer: Sequence[PolicyField]
    if measure is not None:
        if last.unit in ("部", "款"):
            return False
        called = is_called(last.name, measure.number, measure.title) or is_called(
            last.name, measure.printed_number, measure.title
        )
        outer = chain
    else:
        called = is_called(last.name, chain[-1].number, chain[-1].label)
        outer = chain[:-1]
    rest = iter(outer)
    return called and all(
        step.unit != "項" and any(is_called(step.name, one.number, one.label) for one in rest)
        for step in around
    )


def columns(name: str) -> tuple[str, str | None] | None:
    """The kind of a column and, for a column of roles, whose they are (甲, 長野市); None for no column we know.

    >>> columns("甲の役割"), columns("乙"), columns("取組の内容"), columns("備考欄")
    (('role', '甲'), ('role', '乙'), ('content', None), None)
    """
    label = label_kind(name)
    if label.kind == "role":
        return "role", label.holder
    if is_position(name):
        return "role", name
    return (label.kind, None) if label.kind in ("content", "title", "direction", "cost") else None
