"""What an article is about (`rk:clauseKind`): by its caption first, else by its words; rules are data with their cue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.found import FoundArticle
from graph_build.converters.items import Para
from graph_build.text.key import fold


@dataclass(frozen=True, slots=True)
class ClauseKind:
    """A kind with the words that gave it away (at most 20 characters) and how sure the rule is (0–1)."""

    kind: str
    cue: str | None
    rule: str
    confidence: float


@cache
def _rules() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (row["kind"], row["where"], re.compile(row["pattern"]))
        for row in tsv(asset("data"), "vocabulary", "clause-kinds.tsv")
    )


def clause_kinds(article: FoundArticle) -> list[ClauseKind]:
    """All kinds whose rules fit; *other* where none does. A caption decides alone if any of its rules fits."""
    caption = fold(article.caption.text).text if article.caption else ""
    words = "".join(item.key.text for item in article.items if isinstance(item, Para))
    for where, text, confidence in (("caption", caption, 0.95), ("text", words, 0.8)):
        found: dict[str, ClauseKind] = {}
        for kind, rule_where, pattern in _rules():
            cue = pattern.search(text) if rule_where == where else None
            if cue:
                known = "other" if kind == "definition" else kind
                found.setdefault(known, ClauseKind(known, cue[0][:20], f"clause.{where}.{kind}", confidence))
        if found:
            return list(found.values())
    return [ClauseKind("other", None, "clause.none", 0.5)]


def assigns_work(article: FoundArticle) -> bool:
    """Whether an article may hold measures: it is none of purpose, definition, policy, cost, meeting, change, …"""
    if article.caption is None:
        return all(kind.kind in ("measures", "other") for kind in clause_kinds(article))
    caption = fold(article.caption.text).text
    kinds = {kind for kind, where, pattern in _rules() if where == "caption" and pattern.search(caption)}
    return kinds <= {"measures"} and not _PROCEDURE.search(caption)


_PROCEDURE = re.compile(r"手続|通知|秘密|個人情報|権利|準用|保険|損害|報告|届出|委任")
