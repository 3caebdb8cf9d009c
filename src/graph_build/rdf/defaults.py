"""Inferences that hold where no rule found anything: every role, cost sharing and figure has a kind, every measure and project a theme."""

from __future__ import annotations

from collections.abc import Iterable

from graph_build.records.agreement import Measure, RoleStatement
from graph_build.records.base import Assignment, Record
from graph_build.records.plan import Project, Statistic

DEFAULTS: tuple[tuple[type[Record], str, str], ...] = (
    (RoleStatement, "roleKind", "roleKind-unspecified"),
    (Project, "costSharingKind", "costSharingKind-notStated"),
    (Statistic, "indicator", "indicator-other"),
    (Measure, "theme", "theme-unspecified"),
    (Project, "theme", "theme-unspecified"),
)
"""Type of record, property that it must have, and the concept if nothing was inferred."""

RULE = "default.no-cue"


def with_defaults(items: Iterable[Record]) -> tuple[Record, ...]:
    """The records, and the assignments that complete them.

    >>> role = RoleStatement(
    ...     id="m/role/43100", owner="m", holders=(), holder_text="甲", order=1, text_digest=""
    ... )
    >>> with_defaults([role])[1].concept
    'roleKind-unspecified'
    """
    given = tuple(items)
    have = {(item.target, item.property) for item in given if isinstance(item, Assignment)}
    added = []
    for item in given:
        for kind, prop, concept in DEFAULTS:
            if isinstance(item, kind) and (item.id, prop) not in have:
                added.append(_default(item.id, prop, concept))
    return (*given, *added)


def _default(target: str, prop: str, concept: str) -> Assignment:
    return Assignment(
        id=f"{target}/assignment/{concept}",
        target=target,
        property=prop,
        concept=concept,
        rule=RULE,
        confidence=1.0,
    )
