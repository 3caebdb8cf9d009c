"""Measures in running text: 「(1) 消防の応援　甲は、…し、乙は、…する。」 — the form of single-subject agreements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.converters.found import FoundArticle, FoundMeasure, FoundRole
from graph_build.converters.items import Para, behind
from graph_build.converters.measures.fields import is_heading, number_of
from graph_build.documents.model import Located
from graph_build.text.key import fold

_POSITION = "[甲乙丙丁戊]"


def read_article(article: FoundArticle, names: Sequence[str]) -> list[FoundMeasure]:
    """The measures of an article in which parties are told what to do; empty when nobody is.

    Each item ((1), ア, 一) that names what parties do is a measure; an article without such items is one measure with
    its caption as title. The title of an item is the short text before the first party.
    """
    blocks = _blocks(article)
    found = [measure for block in blocks if (measure := _measure(block, article, names, alone=len(blocks) == 1))]
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    """An item or the article's own text: heading and sentences."""

    head: Located | None
    number: str | None
    text: tuple[Located, ...]


def _blocks(article: FoundArticle) -> list[_Block]:
    paras = [item for item in article.items if isinstance(item, Para)]
    blocks: list[_Block] = []
    for para in paras:
        marker = para.marker
        if marker and marker.kind in ("paren_digit", "kana", "kanji", "paren_kanji", "circled", "digit"):
            heading = is_heading(para)
            blocks.append(_Block(para.body if heading else None, number_of(marker), () if heading else (para.body,)))
        elif blocks and not (marker and marker.kind == "article"):
            last = blocks[-1]
            blocks[-1] = _Block(last.head, last.number, (*last.text, para.text))
        else:
            blocks.append(_Block(None, None, (para.body,)))
    return blocks


def _measure(block: _Block, article: FoundArticle, names: Sequence[str], *, alone: bool) -> FoundMeasure | None:
    text = Located.joined(list(block.text), "\n")
    if not text:
        return None
    key = fold(text.text)
    marks = list(_speaker(names).finditer(key.text))
    holders = {mark["holder"] for mark in marks}
    if not marks or (block.number is None and len(holders) < 2 and not alone):
        return None
    if len(holders) == 1 and re.search(r"及び|並びに|・", next(iter(holders))) and block.number is None:
        return None  # 「甲及び乙は、…」 alone is the clause itself, no sharing of roles
    lead = behind(text, key, 0, marks[0].start()).strip()
    title = block.head
    if title is None and lead and len(lead) <= 40 and not re.search(r"[。、]", lead.text):
        title, text = lead, behind(text, key, marks[0].start(), len(key.text))
    if title is None and block.number is None:
        title = article.caption
    roles = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(key.text)
        roles.append(FoundRole(mark["holder"], behind(text=_whole(block), key=key, start=mark.start(), end=end).strip()))
    return FoundMeasure((), text, tuple(roles), title, block.number, rule="measure.prose")


def _whole(block: _Block) -> Located:
    return Located.joined(list(block.text), "\n")


def _speaker(names: Sequence[str]) -> re.Pattern[str]:
    joined = rf"{_POSITION}(?:(?:及び|並びに|・|、|と){_POSITION})*"
    holders = "|".join([joined, *sorted((re.escape(name) for name in names), key=len, reverse=True)])
    return re.compile(rf"(?:(?<=^)|(?<=[。、]))(?:また|なお)?、?(?P<holder>{holders})(?=は、?)")
