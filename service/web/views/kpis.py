"""Indicators: their printed values side by side, and whether the target is met as far as figures tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from graph_build.rdf.prefixes import PREFIXES
from service.web.rows import Row, by, number

Met = Literal["met", "open", "words", "silent"]
_KIND = PREFIXES["rk"] + "valueKind-"


@dataclass(frozen=True)
class Indicator:
    """One indicator: `about` is a row with its names, then its values by kind."""

    about: Row
    baseline: Row | None
    current: Row | None
    target: Row | None

    @property
    def met(self) -> Met:
        """Whether the newest printed value reaches the target.

        A target below the baseline is taken as "less is better"; without a baseline more is. No document says so
        in a figure, and the page tells it. `words`: the target is no figure; `silent`: a value is missing.
        """
        if self.target is None or self.current is None:
            return "silent"
        goal, now = _value(self.target), _value(self.current)
        if goal is None or now is None:
            return "words"
        start = _value(self.baseline) if self.baseline else None
        less = start is not None and goal < start
        return "met" if (now <= goal if less else now >= goal) else "open"

    @property
    def by_kind(self) -> dict[str, Row | None]:
        """The values by the name of their kind."""
        return {"baseline": self.baseline, "current": self.current, "target": self.target}


def indicators(rows: Iterable[Row]) -> list[Indicator]:
    """The indicators of a block with one row for each printed value."""
    found = []
    for values in by(rows, "kpi").values():
        kinds = {row["kind"].removeprefix(_KIND): row for row in values}
        found.append(Indicator(values[0], kinds.get("baseline"), kinds.get("current"), kinds.get("target")))
    return found


def _value(row: Row) -> Decimal | None:
    return number(row["value"])
