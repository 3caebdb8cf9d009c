"""Chapters (編, 章, 節, 款): which articles stand in one, its name, and what changes of it do to them.

An article knows the headings above it (第2章　事務の分担), the outermost first; a chapter is its articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from graph_build.linking.state import (
    AMBIGUOUS,
    NO_RANGE,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    Entry,
    NotAppliedError,
    as_article,
)
from graph_build.linking.targets import CHAPTER, Target, between, chapter_number
from graph_build.linking.wording import PrintedArticle, printed_articles
from graph_build.text.key import matching_key

Names: TypeAlias = tuple[str, ...]
"""Headings by what they are counted as: 第1編, 第2章."""


def name_of(heading: str) -> str:
    """What a heading is counted as, in digits.

    >>> name_of("第二章　事務"), name_of("第３章の２ 会議")
    ('第2章', '第3章の2')
    """
    found = re.match(CHAPTER, matching_key(heading))
    return chapter_number(found[0]) if found else ""


def in_chapter(articles: Sequence[Entry], path: str) -> list[Entry]:
    """The articles of a chapter (第2章, 第1編第2章); they follow each other.

    Raises:
        NotAppliedError: none stands in it, or several chapters are counted so.
    """
    wanted = [chapter_number(found[0]) for found in re.finditer(CHAPTER, path)]
    found = [one for one in articles if _within(_names(one), wanted)]
    above = {_names(one)[: _names(one).index(wanted[-1])] for one in found}
    if not found:
        raise NotAppliedError(NOT_FOUND)
    first = articles.index(found[0])
    if len(above) > 1 or list(articles[first : first + len(found)]) != found:
        raise NotAppliedError(AMBIGUOUS.times(max(len(above), 2)))
    return found


def in_a_row(articles: Sequence[Entry], target: Target) -> list[tuple[str, list[Entry]]]:
    """Each chapter that a target names with its articles; several follow each other with none between.

    Raises:
        NotAppliedError: one is not there, or their numbers or places do not follow each other.
    """
    *around, own = (found[0] for found in re.finditer(CHAPTER, target.path))
    number = chapter_number(own)
    if not target.last:
        return [(number, in_chapter(articles, target.path))]
    unit = number[-1]
    counted = between(number[1:-1], target.last)
    if counted is None:
        raise NotAppliedError(NO_RANGE)
    names = [f"第{n}{unit}" for n in counted]
    found = [(name, in_chapter(articles, "".join([*around, name]))) for name in names]
    every = [entry for _, entries in found for entry in entries]
    first = articles.index(every[0])
    if list(articles[first : first + len(every)]) != every:
        raise NotAppliedError(NO_RANGE)
    return found


def numbers_printed(articles: Sequence[Entry], depth: int) -> list[str]:
    """What the chapters that articles stand in are counted as, each once, with ``depth`` headings around them."""
    return list(dict.fromkeys(name_of(as_article(one).chapters[depth]) for one in articles))


def chapters_count(articles: Sequence[Entry]) -> bool:
    """Whether no two chapters are counted alike, and each is in one place."""
    headings = [as_article(one).chapters for one in articles]
    runs = [one for i, one in enumerate(headings) if i == 0 or one != headings[i - 1]]
    return len({tuple(map(name_of, one)) for one in runs}) == len(runs)


def heading_of(entries: Sequence[Entry], number: str) -> str:
    """The heading of a chapter as its first article has it."""
    return next(one for one in as_article(entries[0]).chapters if name_of(one) == number)


def outside(entry: Entry, number: str) -> tuple[str, ...]:
    """The headings around a chapter."""
    chapters = as_article(entry).chapters
    return chapters[: [name_of(one) for one in chapters].index(number)]


def printed_chapters(words: str) -> list[tuple[tuple[str, ...], PrintedArticle]]:
    """The articles of a block that begins with the heading of a chapter, each with the headings above it.

    Raises:
        NotAppliedError: the block does not begin with one, or is not made of articles.
    """
    found: list[tuple[tuple[str, ...], PrintedArticle]] = []
    above: tuple[str, ...] = ()
    lines: list[str] = []

    def close() -> None:
        articles = printed_articles("\n".join(lines)) if lines else []
        if lines and not articles:
            raise NotAppliedError(NOT_UNDERSTOOD)
        found.extend((above, article) for article in articles)
        lines.clear()

    for line in words.split("\n"):
        if is_heading(line):
            close()
            above = (*(one for one in above if rank(one) < rank(line)), line)
        else:
            lines.append(line)
    close()
    if not found or not all(chapters for chapters, _ in found):
        raise NotAppliedError(NOT_UNDERSTOOD)
    return found


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a chapter (第2章　事務), not a sentence or a place."""
    return re.match(rf"{CHAPTER}(?![第の中]|及び|から)", matching_key(line)) is not None and "。" not in line


def rank(heading: str) -> int:
    """How far inside a heading stands: 編 0, 章 1, 節 2, 款 3."""
    return "編章節款".index(re.sub(r"の.*", "", name_of(heading))[-1])


def _names(entry: Entry) -> Names:
    return tuple(map(name_of, as_article(entry).chapters))


def _within(names: Names, wanted: Sequence[str]) -> bool:
    rest = iter(names)
    return all(name in rest for name in wanted)
