"""The heads of tables of indicators (政策分野, 指標, 基準値, 目標値), and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.documents.laid_out.words import Word, text_of
from graph_build.text.key import fold, matching_key
from graph_build.text.plan_labels import label_kinds

VALUES = frozenset(("baseline", "current", "target"))
NAMES = frozenset(("kpi", "title"))
SPANNING = frozenset(("field", "measure", "direction_item", "schedule_item", "project"))
_FIGURE = re.compile("[0-9０-９]")
_WORDS = (
    "維持",
    "増加",
    "減少",
    "向上",
    "以上",
    "以下",
    "未定",
    "改善",
    "現状",
    "皆増",
    "皆減",
    "－",
    "―",
    "-",
    "ー",
)
"""What stands in the place of a value without figures."""

_BARE = re.compile(r"(?:延べ|述べ|約|年間?|月|累計|計|平均|[-－−+＋▲△]|マイナス)?\s*[0-9０-９].*")
"""A value: a figure, with no more than such a word before it."""


_DATED = re.compile(r"\([^()]*[0-9][^()]*\)$")


def head_kinds(text: str) -> frozenset[str]:
    """What a head may mean, the date in brackets behind it aside."""
    key = matching_key(text)
    if key.count("(") != key.count(")"):
        return frozenset()
    return label_kinds(key) | label_kinds(re.sub(r"\([^()]*\)$", "", fold(key).text))


def are_heads_of_indicators(texts: Sequence[str]) -> bool:
    """Whether texts are such heads, all of them known; a date stands below a value, not below a name (指標名（R4））."""
    kinds = [head_kinds(text) for text in texts]
    if any(kind & NAMES and _DATED.search(fold(text).text) for kind, text in zip(kinds, texts, strict=True)):
        return False
    known = len(texts) > 2 and all(kinds) and any("target" in kind for kind in kinds)
    return known and any(kind & NAMES for kind in kinds)


def is_value(run: Sequence[Word]) -> bool:
    """Whether a text is the value of an indicator."""
    text = text_of(run).text if run else ""
    return _FIGURE.search(text) is not None or any(word in text for word in _WORDS)


def is_bare_value(run: Sequence[Word]) -> bool:
    """Whether a text is nothing but the value of an indicator."""
    text = text_of(run).text if run else ""
    return _BARE.fullmatch(text) is not None or any(text.startswith(word) for word in _WORDS)
