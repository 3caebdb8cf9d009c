"""The paragraphs (項) of an article: their numbers, the items (号) below each, and what stands behind a caption."""

from __future__ import annotations

import re

from graph_build.converters.found import FoundArticle
from graph_build.converters.items import Para
from graph_build.documents.model import Located

ITEM_KINDS = ("paren_digit", "kana", "kanji", "paren_kanji", "circled", "paren_kana")
_PARAGRAPH = re.compile(r"[\s　]*(?P<number>[0-9０-９]{1,2})[\s　]+")


def paragraphs(article: FoundArticle) -> list[tuple[Para, list[Located]]]:
    """The paragraphs (項) of an article, each with the items (号) below it; empty where an item stands first or none is."""
    found: list[tuple[Para, list[Located]]] = []
    listed = False
    for para in (item for item in article.items if isinstance(item, Para)):
        if para.marker and para.marker.kind in ITEM_KINDS:
            if not found:
                return []
            found[-1][1].append(para.text)
            listed = True
        else:
            found.append((para, []))
    return found if listed else []


def uncounted(text: Located, number: int) -> Located | None:
    """The text behind the number of a paragraph (２　県は、…), if it is this number; None for any other beginning."""
    counted = _PARAGRAPH.match(text.text)
    return text[counted.end() :] if counted and int(counted["number"]) == number else None


def without_caption(body: Located, caption: Located | None) -> Located:
    """The text of an article whose caption stands on its first line."""
    if caption and caption.text and caption.offsets[0] in body.offsets[:3]:
        at = body.text.index(caption.text) + len(caption.text)
        return body[at:][1:].strip() if body.text[at : at + 1] in "）)" else body[at:].strip()
    return body
