"""What an article is about (`rk:clauseKind`): by its caption first, else by its words (``data/rules/clause-kinds.tsv``)."""

from __future__ import annotations

from graph_build.classify.rules import assigned, assignment, first_hits
from graph_build.records.base import Assignment

TABLE, PROPERTY = "clause-kinds", "clauseKind"


def clause_kinds(target: str, caption: str, words: str) -> list[Assignment]:
    """All kinds whose rules fit; *other* where none does. A caption decides alone if any of its rules fits.

    >>> [one.concept for one in clause_kinds("a", "（費用の負担）", "")]
    ['clauseKind-cost']
    """
    found = first_hits(TABLE, (("caption", caption), ("text", words)))
    if found:
        return assigned(target, PROPERTY, found)
    return [assignment(target, PROPERTY, "other", "clause.none", 0.5)]
