"""What stands on the pages of a text and is none of it: numbers of pages and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph_build.documents.lines.page_numbers import WIDE, alone, is_number_label, is_of_text, page_numbers
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Ignored
from graph_build.text.key import matching_key
from graph_build.text.plan_labels import label_kinds

_NUMBERED_HEAD = re.compile(
    r"(?P<words>[^。]{4,40}?)(?:[\s　]{2,}|　|[\s　]*[-－―‐][\s　]*)"
    r"(?P<page>[0-9０-９]{1,3})(?:[\s　]*[-－―‐])?$"
)
_NUMBERED_FOOT = re.compile(
    r"(?:[-－―‐|｜][\s　]*)?(?P<page>[0-9０-９]{1,3})(?:[\s　]{2,}|　|[\s　]*[-－―‐|｜][\s　]*)(?P<words>[^。|｜]{4,40})$"
)
_FIGURE = re.compile("[0-9０-９]")
_TITLE = re.compile(r"(?:協約書?|協定書?|ビジョン|議案第?[0-9]*号?)(?:\(.{1,12}\))?$")
_CHAPTER = re.compile("第[0-9一二三四五六七八九十]+[編章部](?!.*。)")
_ARTICLE = re.compile(r"[\s　]*第[\s　]*[0-9０-９一二三四五六七八九十]+[\s　]*条[\s　]")

_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")


def furniture(lines: Sequence[Line]) -> dict[int, Ignored]:
    """Page numbers and running heads: where the line begins → what is set aside.

    A page number is a number alone on its line, framed (``- 3 -``, ``3/12``, ``p. 3``) or between blank lines; a
    running head is a short line, no end of a sentence, beside a page number or page break that stands beside others too, word
    for word, and not amid the pages again and again, as the heads of tables do;
    where a title, or the name of a chapter, first stands it is that, on whatever page it stands again, but for one amid
    the articles.
    """
    found = {i: Ignored(lines[i].start, lines[i].end, "page_number") for i in page_numbers(lines)}
    found |= {i: Ignored(lines[i].start, lines[i].end, "running_head") for i in _numbered_heads(lines)}
    beside: list[tuple[int, str]] = []
    for i in _page_edges(lines, found):
        key = matching_key(lines[i].text)
        of_text = _in_table(lines, i) or is_of_text(key) or _is_head(lines[i])
        if key and len(key) <= 40 and i not in found and not of_text and not key.endswith("。"):
            beside.append((i, key))
    seen = Counter(key for _, key in set(beside))
    amid = Counter(matching_key(line.text) for line in lines if not line.blank)
    titles = {key: at for key in seen if (_TITLE.search(key) or _CHAPTER.match(key))
              and (at := _first_printed(lines, key)) is not None}  # fmt: skip
    article = next((i for i, line in enumerate(lines) if _ARTICLE.match(line.text)), len(lines))
    for i, key in beside:
        if 2 <= seen[key] >= amid[key] - seen[key] and (titles.get(key) != i or i > article):
            found[i] = Ignored(lines[i].start, lines[i].end, "running_head")
    return {each.start: each for each in found.values()}


def _first_printed(lines: Sequence[Line], key: str) -> int | None:
    """The first line of these words; None where a title of two or three lines prints them further up."""
    first = min(i for i, line in enumerate(lines) if matching_key(line.text).lstrip("#") == key.lstrip("#"))
    keys = [own for line in lines[:first] if (own := matching_key(line.text))]
    broken = any("".join(keys[at : at + count]) == key for at in range(len(keys)) for count in (2, 3))
    return None if broken else first


def _is_head(line: Line) -> bool:
    """Whether a line holds heads of columns apart from each other: a table may begin on each of several pages."""
    parts = [matching_key(part) for part in re.split(r"[ 　]{2,}", line.text.strip())]
    return sum(bool(label_kinds(part) | label_kinds(re.sub(r"\([^()]*\)$", "", part))) for part in parts) > 1


def _numbered_heads(lines: Sequence[Line]) -> Iterator[int]:
    """Running heads that carry the page number: the same words twice and more with rising numbers behind a gap.

    Words that hold figures themselves (（第２次）) count where the line stands alone between blank ones; words behind their
    number (「3　　X市ビジョン」) where they stand as a line of their own, too: else it may number headings. 「事業番号　3」
    says what it counts.
    """
    series: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    own = {matching_key(line.text) for line in lines}
    for i, line in enumerate(lines):
        text, lone = line.text.strip(), alone(lines, i)
        head, foot = _NUMBERED_HEAD.match(text), _NUMBERED_FOOT.match(text) if lone else None
        if "\t" in text or (head and is_number_label(matching_key(head["words"]))):
            continue
        if head and (lone or not _FIGURE.search(head["words"])):
            series.setdefault((matching_key(head["words"]), False), []).append((i, _page_of(head)))
        elif foot and matching_key(foot["words"]) in own:
            series.setdefault((matching_key(foot["words"]), True), []).append((i, _page_of(foot)))
    for places in series.values():
        if len(places) >= 2 and all(after > before for (_, before), (_, after) in pairwise(places)):
            yield from (i for i, _ in places)


def _page_of(found: re.Match[str]) -> int:
    return int(found["page"].translate(WIDE))


def _in_table(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is a row among rows: a head repeated on the next page is the table's, not the page's."""
    around = lines[max(0, i - 1) : i + 2]
    return "\t" in lines[i].text and sum("\t" in line.text for line in around) > 1


def _page_edges(lines: Sequence[Line], numbers: dict[int, Ignored]) -> Iterator[int]:
    """Indexes of the nearest filled lines before and after each page number and form feed; a rule across the page (---) is none."""
    edges = set(numbers) | {i for i, line in enumerate(lines) if "\f" in line.text}
    for i in sorted(edges):
        if "\f" in lines[i].text and not lines[i].blank:
            yield i
        for step in (-1, 1):
            j = i + step
            while 0 <= j < len(lines) and (lines[j].blank or j in numbers or _RULE.fullmatch(lines[j].text)):
                j += step
            if 0 <= j < len(lines):
                yield j
