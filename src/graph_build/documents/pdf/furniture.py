"""Page numbers and running heads, known by their words and by standing at one height on several pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from graph_build.documents.lines.page_numbers import is_page_number
from graph_build.documents.lines.paragraphs import is_label
from graph_build.documents.pdf.layout import Layout, PrintedTable
from graph_build.documents.pdf.lines import PrintedLine, in_brackets
from graph_build.text.key import matching_key
from graph_build.text.plan_labels import label_kinds

_MARGIN = 0.11
"""Share of the page's height at top and bottom where heads and numbers stand."""
# A page number in a running head stands at its beginning or end.
_PAGE_PARTS = (re.compile(r"(?<=\D)[-~|]*([0-9]+)[-~|]*$"), re.compile(r"^[-~|]*([0-9]+)[-~|]*(?=\D)"))

_Head: TypeAlias = tuple[str, int, PrintedLine]
"""The key of a line at an edge, the number of its page, and the line."""


def furniture(pages: Sequence[Layout]) -> dict[int, str]:
    """What is set aside: identity of a line → reason.

    A running head has its height for itself: most of what stands there, page by page, are such heads. A heading of
    the text that happens to open several pages stands where other pages have other lines; a label of a measure is none,
    nor is the end of a sentence.
    """
    reasons: dict[int, str] = {}
    heads: list[_Head] = []
    figures = _figures(pages)
    for page in pages:
        for line in _edge_lines(page):
            if id(line) in figures:
                continue
            if is_page_number(line.text):
                reasons[id(line)] = "page_number"
            elif not _is_of_text(line.text):
                heads.append((matching_key(line.text), page.number, line))
    for part in _PAGE_PARTS:
        heads = _without_numbers(heads, part)
    for key, _, line in heads:
        level = [other for other in heads if abs(other[2].box.cy - line.box.cy) <= 3]
        pages_of: dict[str, set[int]] = defaultdict(set)
        for other_key, number, _ in level:
            pages_of[other_key].add(number)
        repeated = sum(len(numbers) for numbers in pages_of.values() if len(numbers) >= 2)
        others = sum(len(numbers) for numbers in pages_of.values()) - repeated
        others += sum(_opens_with_table(page, line) for page in pages)
        if key and len(key) <= 60 and len(pages_of[key]) >= 2 and repeated > 2 * others:
            reasons[id(line)] = "running_head"
    return reasons


def _without_numbers(heads: Sequence[_Head], part: re.Pattern[str]) -> list[_Head]:
    """Heads of one wording that count the pages in one part get one key: most of their numbers are in step with the pages (an
    amount that opens a page, or a year, is not)."""
    steps: dict[str, list[int]] = defaultdict(list)
    for key, number, _ in heads:
        if found := part.search(key):
            steps[part.sub("", key)].append(int(found[1]) - number)
    counted = {key for key, all_steps in steps.items() if 2 * _in_step(all_steps) > len(all_steps)}
    return [
        (bare if (bare := part.sub("", key)) in counted else key, number, line) for key, number, line in heads
    ]


def _in_step(steps: Sequence[int]) -> int:
    """How many of the distances to the page's number are met more than once."""
    return sum(count for count in Counter(steps).values() if count > 1)


def _is_of_text(text: str) -> bool:
    """Whether a line is the end of a sentence, a label, or a text behind a label in brackets."""
    labelled = bool(label_kinds(matching_key(in_brackets(text))))
    return text.endswith("。") or labelled or (is_label(text) and not text.startswith("第"))


def _figures(pages: Sequence[Layout]) -> set[int]:
    """Lines of bare figures at the edges of pages that count no pages: out of step with all others, and nought, larger than the
    page's own number, or beside a number that is in step."""
    bare = [
        (int(line.text), page.number, line)
        for page in pages
        for line in _edge_lines(page)
        if line.text.strip().isdecimal()
    ]
    steps = Counter(step for step, _ in {(figure - number, number) for figure, number, _ in bare})
    counted = {number for figure, number, _ in bare if steps[figure - number] > 1}
    return {
        id(line)
        for figure, number, line in bare
        if steps[figure - number] == 1 and (figure == 0 or figure > number or number in counted)
    }


def _opens_with_table(page: Layout, line: PrintedLine) -> bool:
    """Whether a table of the page begins or ends at the height of a line."""
    return any(
        isinstance(unit, PrintedTable) and unit.box.top - 3 <= line.box.cy <= unit.box.bottom + 3
        for unit in page.units
    )


def _edge_lines(page: Layout) -> list[PrintedLine]:
    """Up to three lines nearest to the top and bottom edge, as far as they stand in the margins."""
    lines = page.text_lines
    first = page.units[0].box.top if page.units else 0.0
    last = max((unit.box.bottom for unit in page.units), default=0.0)
    margin = _MARGIN * page.height
    top = [line for line in lines[:3] if line.box.cy < margin or line.box.top <= first + 2]
    bottom = [
        line for line in lines[-3:] if line.box.cy > page.height - margin or line.box.bottom >= last - 2
    ]
    return [*top, *(line for line in bottom if not any(line is other for other in top))]
