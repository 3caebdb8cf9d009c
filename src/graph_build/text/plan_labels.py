"""What the labels of a plan's tables may mean: the list of `data/vocabulary/vision-labels.tsv`, else their forms."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from graph_build.assets import asset, tsv
from graph_build.text.key import matching_key


@cache
def listed_labels() -> dict[str, frozenset[str]]:
    """Matching key of a listed label → what it may mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in tsv(asset("data"), "vocabulary", "vision-labels.tsv"):
        found[matching_key(row["label"])].add(row["kind"])
    return {key: frozenset(kinds) for key, kinds in found.items()}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-label-patterns.tsv")
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows)


@lru_cache(maxsize=4096)
def label_kinds(key: str) -> frozenset[str]:
    """What a label of this matching key may mean, by the list of labels, else by their forms.

    >>> sorted(label_kinds("国県補助事業等の名称・補助率等")), label_kinds("熊本市")
    (['subsidy'], frozenset())
    """
    known = listed_labels().get(key)
    if known:
        return known
    return frozenset(next(([kind] for kind, pattern in _patterns() if pattern.fullmatch(key)), []))
