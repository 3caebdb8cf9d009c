"""Indicators: their printed values side by side, and whether the target is met as far as figures tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph_build.rdf.prefixes import PREFIXES
from service.web.rows import Row, by, number

Met = Literal["met", "open", "words", "silent"]
Direction = Literal["more", "less", "unknown"]
_AT_MOST, _AT_LEAST = re.compile("以下|以内|未満"), re.compile("以上")
# Names of what a municipality wants less of, where the name ends with how much of it there is.
_BAD = re.compile(
    "(?:待機児童|排出|事故|死傷者|死亡|死者|自殺|犯罪|刑法犯認知|火災|被害|空き?家|転出超過|滞納|不登校|荒廃農地|耕作放棄地)"
    "(?:発生)?(?:者|件|戸)?(?:の?総?)(?:数|量|率|額|面積)$"
)
_ASIDE = re.compile(r"[(（][^)）]*[)）]|\s")
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

        `words`: the target or the value is no figure; `silent`: one of them is missing.
        """
        if self.target is None or self.current is None:
            return "silent"
        goal, now = number(self.target["value"]), number(self.current["value"])
        if goal is None or now is None:
            return "words"
        return "met" if (now <= goal if self.direction == "less" else now >= goal) else "open"

    @property
    def direction(self) -> Direction:
        """Which way the target lies, as far as the document tells: in words at the target, by the baseline, by the name.

        `unknown` is compared as "more is better", and the page says so.
        """
        said = self.target["printed"] if self.target else ""
        if found := _AT_MOST.search(said) or _AT_LEAST.search(said):
            return "less" if found.re is _AT_MOST else "more"
        start = number(self.baseline["value"]) if self.baseline else None
        goal = number(self.target["value"]) if self.target else None
        if start is not None and goal is not None and start != goal:
            return "less" if goal < start else "more"
        return "less" if _BAD.search(_ASIDE.sub("", self.about["name"])) else "unknown"

    @property
    def assumed(self) -> bool:
        """Whether figures were compared in a direction that nothing in the document tells."""
        return self.met in ("met", "open") and self.direction == "unknown"

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
