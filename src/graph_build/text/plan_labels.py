"""What the labels of a plan's tables may mean: the list of `data/vocabulary/vision-labels.tsv`, else their forms, else the words that they
consist of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from types import MappingProxyType

from graph_build.assets import asset, tsv
from graph_build.text.key import matching_key

_LONGEST = 24
PARTS_OF_PROJECTS = frozenset(
    ("participants", "roles", "budget", "schedule", "subsidy", "cost", "effect", "contact")
)
"""Kinds of labels that only parts of a project have."""
YEAR_HEAD = re.compile(
    r"(?:令和|平成|[RH])[.]?(?:[0-9]{1,2}|元)(?:年度?)?|20[0-9]{2}(?:年度?)?|[0-9]{1,2}年度"
)
"""A year over a column of amounts or marks, as folded."""


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


@cache
def _words() -> dict[str, str]:
    """Matching key of a word that labels are made of → its kind, empty where it only modifies."""
    rows = tsv(asset("data"), "vocabulary", "vision-label-words.tsv")
    return {matching_key(row["word"]): row["kind"].strip("-") for row in rows}


def _kind_by_words(key: str) -> str | None:
    """The kind of a label that consists of such words and of nothing else: that of its last word that has one.

    >>> _kind_by_words("国・県の財源"), _kind_by_words("事業の実施に要する費用の負担割合"), _kind_by_words("移住支援事業の概要")
    ('subsidy', 'cost', None)
    """
    words = _words()
    longest = max(map(len, words))
    kinds: list[str | None] = ["", *[None] * len(key)]
    """For each length of the beginning that words fill: the kind so far (longer words before shorter ones)."""
    for end in range(1, len(key) + 1):
        for start in range(max(0, end - longest), end):
            before, kind = kinds[start], words.get(key[start:end])
            if before is not None and kind is not None:
                kinds[end] = kind or before
                break
    return kinds[len(key)] or None


@lru_cache(maxsize=4096)
def label_kinds(key: str) -> frozenset[str]:
    """What a label of this matching key may mean, by the list of labels, else by their forms, else by their words.

    >>> sorted(label_kinds("国県補助事業等の名称・補助率等")), label_kinds("熊本市")
    (['subsidy'], frozenset())
    >>> [sorted(label_kinds(key)) for key in ("財源の名称", "想定される財源の内訳", "取組に要する経費の見込額")]
    [['subsidy'], ['subsidy'], ['budget']]
    >>> sorted(label_kinds("事業名及び内容"))
    ['content', 'title']
    """
    known = listed_labels().get(key)
    if known:
        return known
    alike = next((kinds for kinds, pattern in _patterns() if pattern.fullmatch(key)), None)
    kinds = alike or (_kind_by_words(key) if len(key) <= _LONGEST else None)
    return frozenset(kinds.split()) if kinds else frozenset()


_NONE: Mapping[str, str] = MappingProxyType({})
_OWN: ContextVar[Mapping[str, str]] = ContextVar("a plan's own labels", default=_NONE)


@contextmanager
def plan_labels_of_its_own(kinds: Mapping[str, str]) -> Iterator[None]:
    """While a plan is read that has labels of its own: matching key → kind."""
    token = _OWN.set(kinds)
    try:
        yield
    finally:
        _OWN.reset(token)


def own_label_kinds() -> Mapping[str, str]:
    """Matching key of a label that no rule knows → what it announces in the plan that is read.

    >>> with plan_labels_of_its_own({"お金": "budget"}):
    ...     own_label_kinds()["お金"]
    'budget'
    """
    return _OWN.get()
