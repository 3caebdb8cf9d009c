"""The numbers of pages among the lines of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph_build.documents.lines.physical import Line, columns
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import label_kinds

_PAGE_NUMBER = re.compile(
    r"[-‐‑–—―−－~〜～\s　]*(?:p\.?|P\.?|ページ)?\s*[0-9０-９]{1,4}(?:\s*[/／]\s*[0-9０-９]{1,4})?"
    r"\s*(?:ページ|頁)?[-‐‑–—―−－~〜～\s　]*"
    r"|https?://\S+[\s　]+[0-9]{1,4}/[0-9]{1,4}"
    r"|[-‐‑–—―−－][-‐‑–—―−－\s　]*[0-9０-９]{1,4}(?:の|[-‐‑–—―−－])[0-9０-９]{1,3}[\s　]*[-‐‑–—―−－]+"
    r"|\{[0-9]{1,4}\}-{8,}"
)
_FRAMED = re.compile(r"[-‐‑–—―−－~〜～/／]|[pP]\.|ページ|頁")
_FINAL_SIGNS = "。．.：:」』）)】］]〕》〉0123456789０１２３４５６７８９|"
_BULLET = re.compile("[・○●◆◇■□▼▽※]")
_BARE = re.compile("[0-9]{1,3}|[０-９]{1,3}")
_SERIES, _MISSING = 5, 3
"""How many bare numbers that rise tell that they count pages, and how many may be missing between two of them."""
_HEADED, _MISSING_HEADED = 3, 30
"""The same beside the same words: pages of a chapter that is left out may be missing."""
_FEW = 3
"""Pages that bear their number, from which those of a text that tells its pages do."""
_SHORTEST_HEAD = 5
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
"""Wide figures to narrow ones."""


def is_page_number(text: str) -> bool:
    """Whether a line at the edge of a page is its number: 3, - 3 -, p. 3, 3/12, 3ページ, ― 42の4 ―, the address and number of a
    browser, or what programs that write Markdown print between pages ({3}--------).

    >>> is_page_number("- 3 -"), is_page_number("{3}----------------"), is_page_number("令和3年")
    (True, True, False)
    """
    return bool(text.strip()) and "\t" not in text and _PAGE_NUMBER.fullmatch(text.strip()) is not None


def page_numbers(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that are numbers of pages: framed ones, those where the pages of the text end, else bare ones that rise."""
    paged = _at_page_ends(lines)
    if paged:
        yield from paged
        yield from (
            i
            for i, line in enumerate(lines)
            if is_page_number(line.text) and _FRAMED.search(line.text.strip())
        )
        return
    bare: list[tuple[int, int]] = []
    headed: dict[tuple[str, int], list[tuple[int, int]]] = {}
    """Bare numbers by the one line that touches them and where it stands."""
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not is_page_number(text):
            continue
        framed, lone = _FRAMED.search(text) is not None, alone(lines, i)
        if framed or (lone and _cut_above(lines, i)):
            yield i
        if framed:
            continue
        number = int(re.sub(r"\D", "", text.translate(WIDE)))
        if lone and not _is_told_above(lines, i):
            bare.append((i, number))
        elif not lone and (beside := _only_beside(lines, i)) is not None:
            headed.setdefault(beside, []).append((i, number))
    # A bare number counts only in a rising series: a lone figure between blank lines may be content, and below a label it is.
    for (i, number), (j, after) in pairwise(bare):
        if after == number + 1:
            yield i
            yield j
    rising = [series for series in _rising(bare, _MISSING) if len(series) >= _SERIES]
    rising += [s for places in headed.values() for s in _rising(places, _MISSING_HEADED) if len(s) >= _HEADED]
    for series in rising:
        yield from (i for i, _ in series)
        yield from _last_page(lines, bare, series[-1])


def _last_page(
    lines: Sequence[Line], bare: Sequence[tuple[int, int]], before: tuple[int, int]
) -> Iterator[int]:
    """The number with which the text ends, if it is the next of those that count pages: no running head follows it."""
    i, number = bare[-1] if bare else (0, 0)
    if i > before[0] and number == before[1] + 1 and all(line.blank for line in lines[i + 1 :]):
        yield i


def _only_beside(lines: Sequence[Line], i: int) -> tuple[str, int] | None:
    """The line of its page that alone touches a line, and on which side: the running head above or below the number of a page.

    A label (番号 above 1) or a row of a table is none.
    """
    above = i > 0 and not lines[i - 1].blank and "\f" not in lines[i].text
    below = i + 1 < len(lines) and not lines[i + 1].blank and "\f" not in lines[i + 1].text
    step = -1 if above else 1
    if above == below or "\t" in lines[i + step].text:
        return None
    key = matching_key(lines[i + step].text)
    return None if len(key) < _SHORTEST_HEAD or is_of_text(key) else (key, step)


def _rising(bare: Sequence[tuple[int, int]], missing: int) -> list[list[tuple[int, int]]]:
    """Numbers of pages one after the other, a few of them missing; as (line, number)."""
    found: list[list[tuple[int, int]]] = []
    for i, number in bare:
        if found and 0 < number - found[-1][-1][1] <= missing + 1:
            found[-1].append((i, number))
        else:
            found.append([(i, number)])
    return found


def alone(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands between blank ones, or where the text or its page begins or ends."""
    above = i == 0 or lines[i - 1].blank or "\f" in lines[i].text
    return above and (i + 1 >= len(lines) or lines[i + 1].blank or "\f" in lines[i + 1].text)


def _is_told_above(lines: Sequence[Line], at: int) -> bool:
    """Whether the last filled line above is a label (番号, No.) of which a number is the text."""
    above = next((line for line in reversed(lines[:at]) if not line.blank), None)
    return above is not None and is_number_label(matching_key(above.text))


def is_number_label(key: str) -> bool:
    """Whether words are the label of a number in the text."""
    return label_kind(key).kind == "number" or "number" in label_kinds(key)


def _cut_above(lines: Sequence[Line], at: int) -> bool:
    """Whether the last filled line above stops in the middle of a sentence, as it does at the end of a page."""
    above = next((line for line in reversed(lines[:at]) if not line.blank), None)
    text = above.text.strip() if above else ""
    return columns(text) >= 30 and "\t" not in text and text[-1] not in _FINAL_SIGNS


def is_of_text(key: str) -> bool:
    """Whether a line is a label (甲の役割) or an item of a list: pages may begin and end with these, too."""
    marker = parse_marker(key)
    words = (key, key[marker.end :] if marker else "")
    return bool(_BULLET.match(key)) or any(label_kind(w).kind != "unknown" or label_kinds(w) for w in words)


def _at_page_ends(lines: Sequence[Line]) -> list[int]:
    """The numbers of pages in a text whose form feeds tell its pages: most of these begin or end with their number.

    Of another page that has one such number alone this is it: programs print what stands at the foot amid what is above it.
    """
    begins = [0, *(i for i, line in enumerate(lines) if "\f" in line.text), len(lines)]
    pages = [[i for i in range(a, b) if not lines[i].blank] for a, b in pairwise(begins)]
    edges = [
        (page, at)
        for page, filled in enumerate(pages)
        for at in dict.fromkeys((*filled[:1], *filled[-1:]))
        if _BARE.fullmatch(lines[at].text.strip())
    ]
    before = Counter((_of_page(lines[at]) - page, _is_wide(lines[at])) for page, at in edges)
    (offset, wide), count = before.most_common(1)[0] if before else ((0, False), 0)
    if count < _FEW or count * 2 <= sum(map(bool, pages)):
        return []
    found: list[int] = []
    for page, filled in enumerate(pages):
        own = [
            i
            for i in filled
            if _BARE.fullmatch(lines[i].text.strip())
            and (_of_page(lines[i]) - page, _is_wide(lines[i])) == (offset, wide)
        ]
        found += [i for i in own if i in (filled[0], filled[-1])][-1:] or (own if len(own) == 1 else [])
    return found


def _of_page(line: Line) -> int:
    return int(line.text.strip().translate(WIDE))


def _is_wide(line: Line) -> bool:
    return not line.text.strip().isascii()
