"""Labels of narrow cells that a line end cuts (費用負担の / 考え方), where each line of a cell stands as a line of its own.

A label is followed by its value, and begins where no value is awaited. What is a label only by that is one wherever the
same lines stand one below the other, as on every sheet of a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.converters.items import Item, Para
from graph_build.converters.vision.words.heads import parse_year, read_head
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.plan_labels import listed_labels

_MOST_LINES = 3
_LONGEST_LINE = 8
"""Characters of a line of a label: its column is narrow."""
_UNFINISHED = re.compile(r"(?:の|される|する|した|な|に係る|[・、])$|(?:及び|並びに)$")
_TAIL = re.compile(
    r"(?:の|等|など|制度|措置|考え方|割合|方法|内訳|見込み?額?|概算額?|名称|名|値|額|率|表|予定|分担(?!金)|負担割合)+"
)
"""With what a label ends and no value begins."""
_BRACKET = re.compile(r"[(（][^()（）]{1,12}[)）]")


def whole_labels(items: Sequence[Item]) -> list[Item]:
    """The items, the lines of a cut label as one paragraph; also a unit or date in brackets below its label."""
    sure = {key for _, _, key in _labels(items, frozenset())}
    found = list(items)
    for begin, end, _ in reversed(list(_labels(items, frozenset(sure)))):
        parts = [item.text.strip() for item in items[begin:end] if isinstance(item, Para)]
        found[begin:end] = [Para(Located.joined(parts, ""))]
    return found


def _labels(
    items: Sequence[Item], known: frozenset[tuple[str, ...]]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where the labels of several lines begin and end (half-open), with their lines; ``known`` ones anywhere."""
    i = 0
    while i < len(items):
        for count in range(_MOST_LINES, 1, -1):
            lines = _lines(items, i, count)
            if lines and (tuple(lines) in known or _is_cut(items, i, lines)):
                i += count - 1
                yield i - count + 1, i + 1, tuple(lines)
                break
        i += 1


def _lines(items: Sequence[Item], begin: int, count: int) -> list[str]:
    """The keys of as many lines, all short and without a marker; none where they are no such lines."""
    group = items[begin : begin + count]
    lines = [matching_key(item.text.text) for item in group if isinstance(item, Para) and _is_plain(item)]
    short = all(
        len(line) <= _LONGEST_LINE or (at and _BRACKET.fullmatch(line)) for at, line in enumerate(lines)
    )
    return lines if len(lines) == count and short else []


def _is_plain(para: Para) -> bool:
    text = para.text.text
    return para.marker is None and para.style == "plain" and not re.search(r"[。:：\t\n]", text)


def _is_cut(items: Sequence[Item], begin: int, lines: Sequence[str]) -> bool:
    """Whether the lines are one label, and neither value and label nor label and value."""
    first, rest = lines[0], "".join(lines[1:])
    if rest in ("年", "年度", "度"):
        return parse_year(first + rest) is not None
    if _BRACKET.fullmatch(lines[-1]):
        above = "".join(lines[:-1])
        dated = read_head(lines[-1][1:-1]).year is not None
        told = read_head(above + lines[-1])
        cut = len(lines) == 2 or _is_cut(items, begin, lines[:-1])
        return cut and (
            (_is_label(above) and bool(told.unit or told.year)) or (dated and parse_year(above) is not None)
        )
    if not _is_label(first + rest) or parse_year(first) is not None:
        return False
    if _TAIL.fullmatch(rest):
        return True
    valued = _is_value(items, begin + len(lines))
    awaited = begin > 0 and _is_label_line(items[begin - 1])
    if _UNFINISHED.search(first):
        return valued
    listed = first + rest in listed_labels()
    if _is_label(first) or _is_label(rest):
        return valued and not awaited and listed
    return listed or (valued and not awaited)


def _is_label(key: str) -> bool:
    head = read_head(key)
    return bool(head.kinds)


def _is_label_line(item: Item) -> bool:
    return isinstance(item, Para) and len(item.text) <= 2 * _LONGEST_LINE and _is_label(item.text.text)


def _is_value(items: Sequence[Item], at: int) -> bool:
    """Whether what stands at a place may be the value of the label above: no other label."""
    return at < len(items) and not _is_label_line(items[at])
