"""Plain numbers on several levels of one plan, told apart by how they are printed: chapters 「1.」, fields 「1」, projects 「01」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from graph_build.converters.vision.outline.heading import Heading

INNER = "digit_inner"
"""The kind of numbers that count by themselves inside those that the plan prints first."""
PADDED = "digit_padded"
"""The kind of numbers with a nought in front (01), which count the smallest things."""
_PADDED = re.compile(r"[0０][0-9０-９]")
_DOTTED = re.compile(r"[0-9０-９]+[.．、]")


def with_digit_styles(headings: Sequence[Heading]) -> list[Heading]:
    """The headings, those with numbers in another style than the plan's first as kinds of their own, where each style counts
    by itself and all of them together do not: else a plan only prints its numbers in several ways."""
    digits = [heading for heading in headings if heading.kind == "digit"]
    styles = list(dict.fromkeys(map(_style, digits)))
    by_style = [[one.number for one in digits if _style(one) == style] for style in styles]
    if len(styles) < 2 or not all(map(_counts, by_style)) or _counts(one.number for one in digits):
        return list(headings)
    kinds = {styles[0]: "digit"} | {style: PADDED if style == "padded" else INNER for style in styles[1:]}
    return [
        replace(heading, kind=kinds[_style(heading)]) if heading.kind == "digit" else heading
        for heading in headings
    ]


def _style(heading: Heading) -> str:
    raw = heading.para.marker.raw if heading.para.marker else ""
    if _PADDED.match(raw):
        return "padded"
    return "dotted" if _DOTTED.fullmatch(raw) else "bare"


def _counts(numbers: Iterable[int | None]) -> bool:
    """Whether two numbers or more begin with 1 and each counts on or begins anew."""
    found = list(numbers)
    return (
        len(found) > 1
        and found[0] == 1
        and all(b == 1 or (a is not None and b == a + 1) for a, b in pairwise(found))
    )
