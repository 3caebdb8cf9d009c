"""Whose indicators stand right behind a project's sheet: the project's, or those of the measure that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.converters.vision.indicators.tables import KpiTable
from graph_build.converters.vision.measures.drafts import MeasureDraft
from graph_build.converters.vision.projects.sheet import ProjectDraft


@dataclass(frozen=True, slots=True)
class Sheet:
    """A project's sheet, and the measure that it stands below."""

    project: ProjectDraft
    measure: MeasureDraft | None


def projects_of(told: Sequence[Sheet | KpiTable]) -> list[tuple[KpiTable, ProjectDraft]]:
    """The tables of indicators of single projects, with the project of each; ``told`` in text order.

    They are a project's where one stands between two sheets of one measure, for those of a measure stand before its projects
    or behind them; then those behind other sheets are, too, unless one stands behind several that have none.
    """
    behind = [
        (at, sheet, table)
        for at, (sheet, table) in enumerate(pairwise(told))
        if isinstance(sheet, Sheet) and isinstance(table, KpiTable)
    ]
    amid = any(_same_measure(told, at, at + 2) for at, _, _ in behind)
    of_several = any(_same_measure(told, at - 1, at) for at, _, _ in behind)
    return [(table, sheet.project) for _, sheet, table in behind] if amid and not of_several else []


def _same_measure(told: Sequence[Sheet | KpiTable], one: int, other: int) -> bool:
    a, b = (told[i] if 0 <= i < len(told) else None for i in (one, other))
    return isinstance(a, Sheet) and isinstance(b, Sheet) and a.measure is not None and a.measure is b.measure
