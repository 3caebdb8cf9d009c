"""Answers to the questions on roles and cost from the labels that were given by hand, before any rule was written.

Who holds a role of what is a matter of the register; which kinds it has only of the labels. Where the reader says that
a kind is arguable, the answers with and without it are both right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product
from pathlib import Path

from graph_build.records.agreement import Area, Measure, RoleStatement
from graph_build.records.canonical import loads
from graph_build.records.plan import Project
from tests.classify.quality import Reading, readings

REGISTER = Path(__file__).parents[2] / "data" / "register"
LESSER = frozenset({"publicise", "participate", "assist"})
GREATER = frozenset({"lead", "coordinate", "implement", "provide", "bearCost", "entrust", "accept"})

Row = tuple[str, ...]
Kinds = frozenset[str]


@dataclass(frozen=True)
class Statement:
    """A role: of what text and title, who holds it, whether the core city does, and what the reader found."""

    text: str
    owner: str
    title: str
    holder: str
    core: bool
    reading: Reading


@cache
def statements() -> tuple[Statement, ...]:
    """Every role statement of the register with its label."""
    labels = readings("roles-seen.tsv", "kinds") | readings("roles-unseen.tsv", "kinds")
    return tuple(
        Statement(owner.version, owner.id, title, role.holder_text, core in role.holders, labels[role.id])
        for owner, title, core, role in _roles()
    )


def _roles() -> Iterator[tuple[Measure | Project, str, str, RoleStatement]]:
    for file in sorted(REGISTER.glob("*.json")):
        records = loads(file.read_text(encoding="utf-8"))
        (core,) = {core for area in records.of(Area) for core in area.core}
        owners: dict[str, Measure | Project] = {one.id: one for one in records.of(Measure)}
        owners.update((one.id, one) for one in records.of(Project))
        for role in records.of(RoleStatement):
            owner = owners[role.owner]
            title = owner.label if isinstance(owner, Measure) else owner.title
            yield owner, title, core, role


def readable(reading: Reading) -> list[Kinds]:
    """The kinds that careful readers may find."""
    firm, open_ = reading.concepts - reading.arguable, sorted(reading.arguable)
    subsets = chain.from_iterable(combinations(open_, n) for n in range(len(open_) + 1))
    return [firm | frozenset(subset) for subset in subsets]


def sorted_out(
    groups: dict[str, list[Statement]], row: Callable[[Statement], Row], holds: Callable[[Kinds], bool]
) -> tuple[list[Row], list[Row]]:
    """The rows of groups in which a statement surely is what is asked for, and those in which one may be."""
    sure: list[Row] = []
    open_: list[Row] = []
    for group in groups.values():
        answers = [[holds(kinds) for kinds in readable(one.reading)] for one in group]
        if any(all(each) for each in answers):
            sure.append(row(group[0]))
        elif any(any(each) for each in answers):
            open_.append(row(group[0]))
    return sure, open_


def by_owner(core: bool) -> dict[str, list[Statement]]:
    """The statements of one side, by measure or project."""
    found: dict[str, list[Statement]] = {}
    for one in statements():
        if one.core is core:
            found.setdefault(one.owner, []).append(one)
    return found


def each_of_partners() -> dict[str, list[Statement]]:
    return {str(n): [one] for n, one in enumerate(statements()) if not one.core}


def leading() -> tuple[list[Row], list[Row]]:
    return sorted_out(by_owner(True), lambda one: ("core leads", one.text, one.title), lambda k: "lead" in k)


def coordinating() -> tuple[list[Row], list[Row]]:
    return sorted_out(by_owner(True), lambda one: (one.text, one.title), lambda kinds: "coordinate" in kinds)


def lesser() -> tuple[list[Row], list[Row]]:
    return sorted_out(each_of_partners(), _of_holder, lambda kinds: bool(kinds) and kinds <= LESSER)


def greater() -> tuple[list[Row], list[Row]]:
    return sorted_out(each_of_partners(), _of_holder, lambda kinds: bool(kinds & GREATER))


def _of_holder(one: Statement) -> Row:
    return one.text, one.title, one.holder


def acting(amounts: dict[str, int]) -> tuple[list[Row], list[Row]]:
    """Who acts in each project, who pays by the labels of cost clauses, and the amount of the project."""
    costs = readings("cost-seen.tsv", "kinds")
    sides = {core: by_owner(core) for core in (True, False)}
    sure: list[Row] = []
    open_: list[Row] = []
    for name in amounts:
        acts = [_acts(sides[core].get(name, [])) for core in (True, False)]
        paid = {
            kind: kind not in costs[name].arguable for kind in costs[name].concepts | costs[name].arguable
        }
        names = {(True, True): "both", (True, False): "core", (False, True): "partners"}
        said = {names.get((core, partner), "neither") for core, partner in product(*acts)}
        title = next(one.title for one in statements() if one.owner == name)
        for side, (kind, firm) in product(sorted(said), sorted(paid.items())):
            row = (title, side, f"rk:costSharingKind-{kind}", str(amounts[name]))
            (sure if firm and len(said) == 1 else open_).append(row)
    return sure, open_


def _acts(side: list[Statement]) -> set[bool]:
    """Whether a side acts; both answers where it is arguable."""
    answers = [{bool(kinds & GREATER) for kinds in readable(one.reading)} for one in side]
    if any(each == {True} for each in answers):
        return {True}
    return {True, False} if any(True in each for each in answers) else {False}
