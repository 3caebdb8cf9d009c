"""What a printed indicator measures: its concept, by ``data/vocabulary/vision-indicators.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.records.base import Assignment, Record
from graph_build.records.plan import Kpi, Statistic
from graph_build.text.key import matching_key

_LONGEST_CUE = 20


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-indicators.tsv")
    return tuple((f"indicator-{row['indicator']}", re.compile(row["pattern"])) for row in rows)


def concept_of(name: str) -> tuple[str, str] | None:
    """The concept of an indicator and the words that tell it; None where no word does.

    >>> concept_of("65歳以上人口"), concept_of("星の数")
    (('indicator-population65plus', '65歳以上人口'), None)
    """
    key = matching_key(name)
    for concept, pattern in _patterns():
        found = pattern.search(key)
        if found:
            return concept, found[0][:_LONGEST_CUE]
    return None


def indicators(items: Iterable[Record]) -> list[Assignment]:
    """One assignment for every figure and KPI whose words tell its indicator; a table's name helps out for figures."""
    found: list[Assignment] = []
    for item in items:
        if isinstance(item, Statistic):
            told, sure = concept_of(item.indicator), 1.0
            if told is None:
                told, sure = concept_of(item.table), 0.8
        elif isinstance(item, Kpi):
            told, sure = concept_of(item.name), 0.8
        else:
            continue
        if told is not None:
            found.append(
                Assignment(
                    id=f"{item.id}/assignment/{told[0]}",
                    target=item.id,
                    property="indicator",
                    concept=told[0],
                    rule="indicator.words",
                    confidence=sure,
                    cue=told[1],
                    evidence=item.evidence[:1],
                )
            )
    return found
