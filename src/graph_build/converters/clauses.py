"""What an article is about (`rk:clauseKind`): by its caption first, else by its words (``data/rules/clause-kinds.tsv``)."""

from __future__ import annotations

import re

from graph_build.classify.rules import assigned, assignment, first_hits, hits
from graph_build.converters.found import FoundArticle
from graph_build.converters.items import Para
from graph_build.records.base import Assignment
from graph_build.text.key import fold

_TABLE, _PROPERTY = "clause-kinds", "clauseKind"


def clause_kinds(article: FoundArticle, target: str) -> list[Assignment]:
    """All kinds whose rules fit; *other* where none does. A caption decides alone if any of its rules fits."""
    found = first_hits(_TABLE, (("caption", _caption(article)), ("text", _words(article))))
    if found:
        return assigned(target, _PROPERTY, found)
    return [assignment(target, _PROPERTY, "other", "clause.none", 0.5)]


def assigns_work(article: FoundArticle) -> bool:
    """Whether an article may hold measures: it is none of purpose, definition, policy, cost, meeting, change, …"""
    if article.caption is None:
        return all(
            hit.rule.concept in ("measures", "other") for hit in hits(_TABLE, [("text", _words(article))])
        )
    caption = _caption(article)
    kinds = {hit.rule.concept for hit in hits(_TABLE, [("caption", caption)])}
    return kinds <= {"measures"} and not _PROCEDURE.search(fold(caption).text)


def _caption(article: FoundArticle) -> str:
    return article.caption.text if article.caption else ""


def _words(article: FoundArticle) -> str:
    return "".join(item.text.text for item in article.items if isinstance(item, Para))


_PROCEDURE = re.compile(r"手続|通知|秘密|個人情報|権利|準用|保険|損害|報告|届出|委任")
