"""What the articles of an instrument are about, as far as its reading depends on it."""

from __future__ import annotations

import re

from graph_build.classify.clauses import TABLE, clause_kinds
from graph_build.classify.rules import hits
from graph_build.converters.found import FoundArticle
from graph_build.converters.items import Para
from graph_build.records.base import Assignment
from graph_build.text.key import fold


def kinds_of(article: FoundArticle, target: str) -> list[Assignment]:
    """The kinds of clause that an article is."""
    return clause_kinds(target, _caption(article), _words(article))


def assigns_work(article: FoundArticle) -> bool:
    """Whether an article may hold measures: it is none of purpose, definition, policy, cost, meeting, change, …"""
    if article.caption is None:
        found = hits(TABLE, [("text", _words(article))])
        return all(hit.rule.concept in ("measures", "other") for hit in found)
    caption = _caption(article)
    kinds = {hit.rule.concept for hit in hits(TABLE, [("caption", caption)])}
    return kinds <= {"measures"} and not _PROCEDURE.search(fold(caption).text)


def defines_terms(article: FoundArticle) -> bool:
    """Whether an article only says what its terms mean: 「連携事務　次編に定める事務をいう。」 is no work."""
    found = hits(TABLE, [("caption", _caption(article))])
    return any(hit.rule.id == "clause.caption.definition" for hit in found)


def _caption(article: FoundArticle) -> str:
    return article.caption.text if article.caption else ""


def _words(article: FoundArticle) -> str:
    return "".join(item.text.text for item in article.items if isinstance(item, Para))


_PROCEDURE = re.compile(r"手続|通知|秘密|個人情報|権利|準用|保険|損害|報告|届出|委任")
