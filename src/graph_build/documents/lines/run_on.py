"""Texts whose lines a conversion has run together: 「…する。 ( 費用) 第 4 条 …」 in one line of thousands of letters.

Such a line holds the beginnings of several articles. Then every line is cut where an article, its caption or a list
marker begins: a marker counts when it is the first of its kind or goes on counting, so that no letter between two
blanks is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Block, Paragraph
from graph_build.text.eras import find_dates
from graph_build.text.markers import Marker, follows, parse_marker
from graph_build.text.numerals import narrow, to_int

_ARTICLE = re.compile(r"(?:^|(?<=[。)]))\s*第\s*(?P<number>[0-9]+|[一二三四五六七八九十]+)\s*条(?:\s|(?=\())")
_CAPTION = re.compile(r"(?<=[\s。])\([^()。]{1,24}\)\s*(?=第\s*(?:[0-9]+|[一二三四五六七八九十]+)\s*条[\s(])")
_TITLE = re.compile(r"^[^。]{4,60}?(?:協約|協定)書?\s+(?=\S)")
_PREAMBLE = re.compile(r"(?<=[書約定])\s+(?!書)(?=[^。(]{2,24}\(\s*以\s*下)")
_WORD = re.compile(r"(?<=\s)(?=\S)")
_LISTED = (
    "article", "paren_digit", "circled", "kana", "paren_kana", "letter", "paren_letter", "roman_lower", "paren_roman",
)  # fmt: skip


def cut_run_on(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, cut at their markers where one of them holds several articles; else as they are."""
    if not any(_holds_articles(line) for line in lines):
        return tuple(lines)
    first = next((line for line in lines if not line.blank), None)
    done: list[Line] = []
    for line in lines:
        cuts = sorted({0, *_cuts(line), *(_behind_title(line) if line is first else ()), len(line.text)})
        pieces = [Line(line.text[a:b], line.start + a) for a, b in pairwise(cuts)]
        done += pieces or [line]
    return tuple(done)


def cut_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, their paragraphs cut likewise where one of them holds several articles (one ``<p>`` for a whole text)."""
    as_line = [Line(block.text.text, 0) if isinstance(block, Paragraph) else None for block in blocks]
    run_on = any(line is not None and _holds_articles(line) for line in as_line)
    first = next((line for line in as_line if line is not None), None)
    for block, line in zip(blocks, as_line, strict=True):
        if not run_on or line is None or not isinstance(block, Paragraph):
            yield block
            continue
        cuts = sorted({0, *_cuts(line), *(_behind_title(line) if line is first else ()), len(line.text)})
        yield from (
            replace(block, text=block.text[a:b].strip()) for a, b in pairwise(cuts) if line.text[a:b].strip()
        )


def _holds_articles(line: Line) -> bool:
    numbers = [to_int(found["number"]) for found in _ARTICLE.finditer(narrow(line.text))]
    return "\t" not in line.text and any(b == (a or 0) + 1 for a, b in pairwise(numbers))


def _cuts(line: Line) -> Iterator[int]:
    """Where captions, articles, list markers and the date of signing begin."""
    text = narrow(line.text)
    if "\t" in text:
        return
    yield from (found.start() for found in _CAPTION.finditer(text))
    preamble = _PREAMBLE.search(text)
    if preamble:
        yield preamble.end()
    seen: list[Marker] = []
    for word in _WORD.finditer(text):
        marker = parse_marker(text[word.start() :])
        if marker and _begins(marker, seen, text[: word.start()].rstrip()):
            seen.append(marker)
            yield word.start()
    for date in find_dates(line.text):
        if date.end == len(line.text.rstrip()) and text[: date.start].rstrip().endswith("。"):
            yield date.start


def _begins(marker: Marker, seen: Sequence[Marker], before: str) -> bool:
    if marker.kind == "article":
        return before.endswith(("。", ")"))
    if marker.kind == "digit":
        return before.endswith("。") and (marker.number == 2 or any(follows(other, marker) for other in seen))
    if marker.kind not in _LISTED:
        return False
    return marker.number == 1 or any(follows(other, marker) for other in seen)


def _behind_title(line: Line) -> Iterator[int]:
    found = _TITLE.match(narrow(line.text))
    if found:
        yield found.end()
