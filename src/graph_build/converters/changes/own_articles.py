"""An amendment written in articles prints articles of two kinds: its own, and those that it puts into the base text."""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.converters.articles import article_number, is_article
from graph_build.converters.changes.sentences import is_change, own_article_mark, steps_of
from graph_build.converters.changes.targets import Places
from graph_build.converters.items import Item, Para
from graph_build.text.numerals import to_int
from graph_build.text.wordings import wording


def own_articles(items: Sequence[Item]) -> frozenset[int] | None:
    """Identities of the paragraphs that begin the instrument's own articles; None if it is not written in articles.

    The first of them changes something. Behind a change that puts articles in, as many articles as it says belong to
    it, behind one that puts a chapter in all that change nothing; of the others those are own that go on counting.
    """
    own: list[Para] = []
    inserted = put_in = 0
    in_chapter = False
    places = Places()
    for i, item in enumerate(items):
        if not isinstance(item, Para):
            continue
        if own_article_mark(item) and is_article(item):
            if inserted:
                inserted -= 1
                continue
            if in_chapter and not is_change(item):
                continue
            if _number(item) != len(own) + 1:
                continue
            if not own and not any(is_change(para) for para in _with_next(items, i)):
                return None
            own.append(item)
        if wording(item.text.text) == "new" and own:
            inserted = put_in  # the same articles once more, in their new wording
        if is_change(item):
            steps = list(steps_of(item, places))
            inserted = put_in = sum(step.articles for step in steps)
            in_chapter = bool(steps) and steps[-1].chapter
    return frozenset(map(id, own)) if own else None


def _number(item: Para) -> int | None:
    number = article_number(item)
    return to_int(number) if "の" not in number else None


def _with_next(items: Sequence[Item], i: int) -> list[Para]:
    return [item for item in items[i : i + 2] if isinstance(item, Para)]
