"""The paragraphs (項) of an article: their numbers, the items (号) below each, and whether they tell who does what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.found import FoundArticle
from graph_build.converters.items import Para
from graph_build.converters.measures.speakers import Speakers, opens
from graph_build.documents.model import Located
from graph_build.text.key import fold

ITEM_KINDS = ("paren_digit", "kana", "kanji", "paren_kanji", "circled", "paren_kana")
_PARAGRAPH = re.compile(r"[\s　]*(?P<number>[0-9０-９]{1,2})[\s　]+")


def tell_roles_by_paragraph(articles: Sequence[FoundArticle], names: Sequence[str], parties: int) -> bool:
    """Whether articles, several of them, say in their first paragraph what all do and in each further one what one party does:
    then a further paragraph of all the parties (「２　県及び市は、…」) is a role of each as well."""
    speakers = Speakers(names, parties)

    def about(text: Located) -> str | None:
        key = fold(text.text).text
        mark = next(iter(speakers.marks(key)), None)
        return mark["holder"] if mark and opens(key, mark) else None

    told = 0
    for article in articles:
        below = [about(text) for text in further(article)]
        first = article.items[0] if below else None
        if not (isinstance(first, Para) and all(below)):
            continue
        leading = about(without_caption(first.body, article.caption))
        alone = [holder for holder in below if holder and not speakers.is_all(holder)]
        told += leading is not None and speakers.is_all(leading) and len(alone) == len(below)
    return told > 1


def further(article: FoundArticle) -> list[Located]:
    """The texts of the numbered paragraphs (2, 3, …) of an article, in a row."""
    found: list[Located] = []
    for para in (item for item in article.items[1:] if isinstance(item, Para)):
        text = uncounted(para.text, len(found) + 2)
        if text is not None:
            found.append(text)
    return found


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
