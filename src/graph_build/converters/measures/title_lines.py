"""Titles of a table whose lines were copied as they stand: cut where their column ends, or on one line with what stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph_build.converters.items import Item, Para
from graph_build.converters.measures.fields import is_heading
from graph_build.documents.lines.physical import columns
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind

_LEAST_WIDTH, _RAGGED = 12, 2
"""Columns of a line that its column's width cuts, and those by which such lines differ."""
_MOST_LINES = 2
"""Lines that may stand below the first one of a title."""
_WITHIN = re.compile(r"[のにをがはとでなれりしうきーッャュョっゃゅょ・、]$")
_GOES_ON = re.compile(r"^(?:[ぁ-んァィゥェォッャュョー・、]|及び|並びに|等|.$)")


def whole_titles(items: Sequence[Item]) -> list[Item]:
    """The items of an annex, each title one paragraph: lines that a column's width cut joined, and a title taken out of the line
    of its content's label (「(2) 企業の誘致 取組の内容 …」).

    Lines count as cut only where they are equally wide, no title is wider, and one of them ends within words.
    """
    lines = [part for item in items for part in parted(item)]
    cut = dict(_cut_titles(lines))
    widths = [columns(first.text.text.strip()) for at in cut if isinstance(first := lines[at], Para)]
    if not cut or max(widths) - min(widths) > _RAGGED or not any(_breaks(lines, at) for at in cut):
        return lines
    whole: list[Item] = []
    behind = 0
    for at, item in enumerate(lines):
        if at < behind:
            continue
        behind = cut.get(at, at + 1)
        texts = [line.text.strip() for line in lines[at:behind] if isinstance(line, Para)]
        whole.append(Para(Located.joined(texts, "")) if len(texts) > 1 else item)
    return whole


def parted(item: Item) -> Iterator[Item]:
    """A paragraph, or its title and the label with its text behind it."""
    found = _labelled_behind(item) if isinstance(item, Para) else None
    if found is None or not isinstance(item, Para):
        yield item
        return
    yield Para(item.text[:found].strip(), item.style, item.indent)
    yield Para(item.text[found:].strip(), "plain", item.indent)


def _labelled_behind(para: Para) -> int | None:
    """Where the label of a content begins behind a number and a title."""
    if para.marker is None or para.marker.kind == "bullet":
        return None
    words = list(re.finditer(r"\S+", para.text.text[para.marker.end :]))
    for word, text in pairwise(words[1:]):
        label = label_kind(matching_key(word[0]))
        title = para.text.text[: para.marker.end + word.start()]
        if label.kind == "content" and len(text[0]) > 4 and is_heading(Para(Located.plain(title.strip(), 0))):
            return para.marker.end + word.start()
    return None


def _cut_titles(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """The paragraphs with a number that may be the first line of a title, and what stands behind its last line."""
    for at, item in enumerate(items):
        if not isinstance(item, Para) or item.marker is None or not is_heading(item):
            continue
        if columns(item.text.text.strip()) < _LEAST_WIDTH:
            continue
        for behind in range(at + 2, at + 2 + _MOST_LINES):
            lines = items[at + 1 : behind]
            if (
                behind < len(items)
                and all(_may_end_title(line, item) for line in lines)
                and _begins_content(items[behind])
            ):
                yield at, behind


def _may_end_title(line: Item, first: Para) -> bool:
    if not isinstance(line, Para) or line.marker is not None or not is_heading(line):
        return False
    return label_kind(line.key.text).kind == "unknown" and columns(line.text.text.strip()) <= columns(
        first.text.text
    )


def _begins_content(item: Item) -> bool:
    """Whether a paragraph is the label of a content with its text."""
    if not isinstance(item, Para):
        return False
    word, _, text = item.text.text.strip().replace("　", " ").partition(" ")
    return bool(text) and label_kind(matching_key(word)).kind == "content"


def _breaks(items: Sequence[Item], at: int) -> bool:
    """Whether a line ends within words, or the next one begins there."""
    here, below = items[at], items[at + 1]
    if not isinstance(here, Para) or not isinstance(below, Para):
        return False
    return bool(_WITHIN.search(here.text.text.strip()) or _GOES_ON.match(below.text.text.strip()))
