"""Navigation and contact lines around a document: known forms (`data/vocabulary/page-furniture.tsv`), set aside by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.collector import Collector
from graph_build.converters.items import Grid, Item, Para
from graph_build.text.key import matching_key

PAGE_NUMBER = re.compile(r"-?[0-9]{1,3}-?")
"""A figure alone in its paragraph: in an instrument, whose text has no such lines, the number of a page."""

_ADDRESS = re.compile(
    r"[^。、]{2,20}[市区町村][^。、]{1,30}[0-9一二三四五六七八九十](?:番地?|丁目|号|-[0-9]+)[^。、]{0,16}"
)
"""An address, which below a line of contact is one of that office."""


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "page-furniture.tsv")
    return tuple((row["reason"], re.compile(row["pattern"])) for row in rows)


def furniture_reason(key: str) -> str | None:
    """Why a line (as matching key) is no part of the document; None if it may be.

    >>> furniture_reason("このページの先頭へ"), furniture_reason("第1条")
    ('navigation', None)
    >>> furniture_reason("[協約(PDF)](a.pdf)"), furniture_reason("[別表第1](第3条関係)")
    ('navigation', None)
    """
    return next((reason for reason, pattern in _rules() if len(key) <= 80 and pattern.search(key)), None)


def line_reason(para: Para) -> str | None:
    """Why a paragraph is no part of the document, a bullet or arrow in front of it or not (「▲ ページの先頭へ」)."""
    bullet = para.marker is not None and para.marker.kind == "bullet"
    return furniture_reason(para.key.text) or (furniture_reason(para.body_key) if bullet else None)


def set_furniture_aside(collector: Collector, items: Iterable[Item], title: str = "") -> None:
    """Ignore the lines that no other rule has claimed and that are navigation or contact, or only repeat the title."""
    again = matching_key(title)
    above: str | None = None
    linking = False
    for item in items:
        if isinstance(item, Para):
            reason = "running_head" if again and item.key.text == again else line_reason(item)
            if reason is None and above == "contact" and _ADDRESS.fullmatch(item.key.text):
                reason = above
            linking = (linking and item.style == "item") or (
                reason == "navigation" and item.style == "heading"
            )
            if linking:  # 「関連リンク」 and the pages that it leads to
                reason = reason or "navigation"
            above = reason
            # Of 「（令和4年3月28日一部変更）」 a rule takes the date only.
            if reason and (reason == "revision_note" or collector.uncovered(item.body)):
                collector.ignore(reason, item.text)
        elif isinstance(item, Grid):  # a bar of links, set as a table
            reasons = [line_reason(line) for line in item.lines]
            if all(reasons) and all(map(collector.uncovered, item.parts)):
                for reason, line in zip(reasons, item.lines, strict=True):
                    collector.ignore(reason or "navigation", line.text)
