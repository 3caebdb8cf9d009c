"""Articles by their first line: 第1条, its caption, and the headings of chapters above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Item, Para, behind
from graph_build.documents.model import Located
from graph_build.text.key import fold
from graph_build.text.numerals import to_int

CAPTION = re.compile(r"^\((?P<caption>[^()]{1,40})\)$")
_CHAPTERS = ("part", "chapter", "section", "subsection")
"""From the outside in."""
_BARE_ARTICLE = re.compile(r"^第(?P<number>[0-9一二三四五六七八九十]+)\((?P<caption>[^()]{1,24})\)")


def article_number(item: Para) -> str:
    """3 of 第3条, 3の2 of 第3条の2, 1 of 「第1（目的）」."""
    bare = _BARE_ARTICLE.match(item.key.text)
    if item.marker is not None and item.marker.kind == "article":
        return item.marker.label
    return (plain_number(bare["number"]) or bare["number"]) if bare else ""


def is_article(item: Item) -> bool:
    """A paragraph that begins with 第n条 as the article's own number, not as a reference (第3条に規定する…)."""
    if isinstance(item, Para) and _BARE_ARTICLE.match(item.key.text):
        return True
    if not isinstance(item, Para) or item.marker is None or item.marker.kind != "article":
        return False
    rest = item.body_key
    return not re.match(
        r"(?:に|の(?!規定に基づ)|を|中(?=[「第、])|第[0-9一二三四五六七八九十]+[項号]|及び|から|、)", rest
    )


def is_chapter(item: Para) -> bool:
    """Whether a line is the heading of a part, chapter or section."""
    return item.marker is not None and item.marker.kind in _CHAPTERS and len(item.key.text) <= 40


def under(headings: Sequence[Located], heading: Located) -> tuple[Located, ...]:
    """The headings open below a further one: it closes those of its own depth and deeper."""
    return (*(other for other in headings if _depth(other) < _depth(heading)), heading)


def _depth(heading: Located) -> int:
    marker = Para(heading).marker
    return _CHAPTERS.index(marker.kind) if marker and marker.kind in _CHAPTERS else len(_CHAPTERS)


def inline_caption(item: Para) -> Located | None:
    """The caption behind the number: 「第1条（目的）…」, or 「第1条 目的」 alone on its line."""
    bare = _BARE_ARTICLE.match(item.key.text)
    if bare:
        return item.part(bare, "caption")
    key = fold(item.body.text)
    found = re.match(r"^\((?P<caption>[^()]{1,30})\)", key.text)
    if found:
        return behind(item.body, key, *found.span("caption"))
    if 0 < len(key.text) <= 20 and not re.search(r"[。、]|する$|とする$", key.text):
        return None if key.text == "削除" else item.body
    return None


def plain_number(text: str) -> str | None:
    """Digits of a number in any script; None for none."""
    value = to_int(text) if text else None
    return str(value) if value is not None else (text or None)
