"""Tables of contents: drawn as a table, or with the pages on lines of their own, as a viewer's copy has them, each beside its
entry again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number

_LONGEST = 40
_WITHOUT_PAGE = 3
"""Entries in a row that may have no page of their own."""


def with_pages(items: Sequence[Item]) -> list[Item]:
    """The items; below 「目次」 an entry and the number alone on the line below it are one line."""
    start = next((i for i, item in enumerate(items) if _announces(item)), None)
    if start is None:
        return list(items)
    ends = list(_pages(items, start + 1))
    found: list[Item] = []
    for i, item in enumerate(items):
        above = found[-1] if found else None
        if i in ends and isinstance(item, Para) and isinstance(above, Para):
            found[-1] = replace(above, text=Located.joined([above.text, item.text], "\t"))
        else:
            found.append(item)
    return found


def lists_contents(grid: Grid) -> bool:
    """Whether the first head of a table says that it is one of contents: 目次 | 頁."""
    heads = [cell for cell in grid.rows[0] if cell.text] if len(grid.rows) > 1 else []
    return bool(heads) and heads[0].col == 0 and _announces(Para(heads[0].text))


def _announces(item: Item) -> bool:
    return (
        isinstance(item, Para)
        and heading_role(matching_key(item.text.text.strip("＜＞<>【】[]〔〕 　"))) == "contents"
    )


def _pages(items: Sequence[Item], start: int) -> Iterator[int]:
    """Where the numbers of pages stand: they do not fall, and no more than a few short lines stand between two of them."""
    page, entries = 0, 0
    for i in range(start, len(items)):
        item = items[i]
        if not isinstance(item, Para) or len(item.text) > _LONGEST or entries > _WITHOUT_PAGE:
            return
        number = _page(item)
        if number is None:
            entries += 1
        elif entries and number >= page:
            yield i
            page, entries = number, 0
        else:
            return


def _page(para: Para) -> int | None:
    """The number that a line consists of."""
    text = para.text.text.strip()
    number = parse_number(text)
    whole = number is not None and number.value is not None and number.end >= len(text) and not number.unit
    return int(number.value) if whole and number and number.value is not None and len(text) <= 3 else None
