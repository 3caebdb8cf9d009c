"""Physical lines of a text file, and the page furniture among them: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from graph_build.documents.model import BlockStyle, Ignored, Located
from graph_build.text.characters import VERTICAL
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import label_kinds

_PAGE_NUMBER = re.compile(
    r"[-‐‑–—―−－~〜～\s　]*(?:p\.?|P\.?|ページ)?\s*[0-9０-９]{1,4}(?:\s*[/／]\s*[0-9０-９]{1,4})?"
    r"\s*(?:ページ|頁)?[-‐‑–—―−－~〜～\s　]*"
    r"|https?://\S+[\s　]+[0-9]{1,4}/[0-9]{1,4}"
    r"|[-‐‑–—―−－][-‐‑–—―−－\s　]*[0-9０-９]{1,4}(?:の|[-‐‑–—―−－])[0-9０-９]{1,3}[\s　]*[-‐‑–—―−－]+"
)
_NUMBERED_HEAD = re.compile(
    r"(?P<words>[^。]{4,40}?)(?:[\s　]{2,}|　|[\s　]*[-－―‐][\s　]*)"
    r"(?P<page>[0-9０-９]{1,3})(?:[\s　]*[-－―‐])?$"
)
_NUMBERED_FOOT = re.compile(
    r"(?:[-－―‐|｜][\s　]*)?(?P<page>[0-9０-９]{1,3})(?:[\s　]{2,}|　|[\s　]*[-－―‐|｜][\s　]*)(?P<words>[^。|｜]{4,40})$"
)
_FIGURE = re.compile("[0-9０-９]")
_FRAMED = re.compile(r"[-‐‑–—―−－~〜～/／]|[pP]\.|ページ|頁")
_FINAL_SIGNS = "。．.：:」』）)】］]〕》〉0123456789０１２３４５６７８９|"
_BULLET = re.compile("[・○●◆◇■□▼▽※]")
_TITLE = re.compile(r"(?:協約書?|協定書?|ビジョン|議案第?[0-9]*号?)(?:\(.{1,12}\))?$")
_CHAPTER = re.compile("第[0-9一二三四五六七八九十]+[編章部](?!.*。)")
_HARD_SPACES = " \t　\f\v"

Gap: TypeAlias = Literal["", "paragraph", "blank", "furniture"]
"""Nothing; the end of a paragraph; a blank line; what is set aside, or the end of a page."""


_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*\|?\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without the line end, and where it begins in the raw text."""

    text: str
    start: int
    width: int | None = None
    """Columns of the text column it stands in, where a page has several."""
    gap: Gap = ""
    """What the format says stands before it."""
    style: BlockStyle = "plain"
    flush: bool | None = None
    """As of `Flow.add`: None where the format has no layout."""

    @property
    def end(self) -> int:
        """Raw offset behind the last character."""
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """No character but white space."""
        return not self.text.strip()

    @property
    def located(self) -> Located:
        """The whole line as text with offsets."""
        return Located.plain(self.text, self.start)

    @property
    def indent(self) -> int:
        """Columns of leading white space; a full-width blank is two."""
        lead = self.text[: len(self.text) - len(self.text.lstrip(_HARD_SPACES))]
        return columns(lead)


def columns(text: str) -> int:
    """Width on a terminal: characters beyond Latin count two.

    >>> columns("第1条")
    5
    """
    return sum(2 if char > "\u02ff" else 1 for char in text)


def split_lines(raw: str) -> tuple[Line, ...]:
    r"""The lines of a text whatever its line ends; a form feed at a line's beginning stays in the line's text.

    Signs of vertical writing become the ordinary ones, so that every reader of the text knows them.

    >>> [line.text for line in split_lines("a\r\nb\nc")]
    ['a', 'b', 'c']
    """
    text = raw.translate(VERTICAL)
    lines, start = [], 0
    for found in re.finditer(r"\r\n?|\n", raw):
        lines.append(Line(text[start : found.start()], start))
        start = found.end()
    lines.append(Line(text[start:], start))
    return tuple(lines)


def page_starts(raw: str) -> tuple[int, ...]:
    """Raw offsets of pages, where form feeds divide the text; empty where there are none."""
    feeds = [found.end() for found in re.finditer("\f", raw)]
    return (0, *feeds) if feeds else ()


def is_page_number(text: str) -> bool:
    """Whether a line at the edge of a page is its number: 3, - 3 -, p. 3, 3/12, 3ページ, ― 42の4 ―, or the address and number of a browser.

    >>> is_page_number("- 3 -"), is_page_number("令和3年")
    (True, False)
    """
    return bool(text.strip()) and "\t" not in text and _PAGE_NUMBER.fullmatch(text.strip()) is not None


def furniture(lines: Sequence[Line]) -> dict[int, Ignored]:
    """Page numbers and running heads: where the line begins → what is set aside.

    A page number is a number alone on its line, framed (``- 3 -``, ``3/12``, ``p. 3``) or between blank lines; a
    running head is a short line, no end of a sentence, beside a page number or page break that stands beside others too, word
    for word, and not amid the pages again and again, as the heads of tables do;
    where a title, or the name of a chapter, first stands it is that, on whatever page it stands again, but for one amid
    the articles.
    """
    found = {i: Ignored(lines[i].start, lines[i].end, "page_number") for i in _page_numbers(lines)}
    found |= {i: Ignored(lines[i].start, lines[i].end, "running_head") for i in _numbered_heads(lines)}
    beside: list[tuple[int, str]] = []
    for i in _page_edges(lines, found):
        key = matching_key(lines[i].text)
        of_text = _in_table(lines, i) or _is_of_text(key) or _is_head(lines[i])
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
    first = min(i for i, line in enumerate(lines) if matching_key(line.text) == key)
    keys = [own for line in lines[:first] if (own := matching_key(line.text))]
    broken = any("".join(keys[at : at + count]) == key for at in range(len(keys)) for count in (2, 3))
    return None if broken else first


def _is_of_text(key: str) -> bool:
    """Whether a line is a label (甲の役割) or an item of a list: pages may begin and end with these, too."""
    marker = parse_marker(key)
    words = (key, key[marker.end :] if marker else "")
    return bool(_BULLET.match(key)) or any(label_kind(w).kind != "unknown" or label_kinds(w) for w in words)


def _is_head(line: Line) -> bool:
    """Whether a line holds heads of columns apart from each other: a table may begin on each of several pages."""
    parts = [matching_key(part) for part in re.split(r"[ 　]{2,}", line.text.strip())]
    return sum(bool(label_kinds(part) | label_kinds(re.sub(r"\([^()]*\)$", "", part))) for part in parts) > 1


def _page_numbers(lines: Sequence[Line]) -> Iterator[int]:
    bare: list[tuple[int, int]] = []
    headed: dict[tuple[str, int], list[tuple[int, int]]] = {}
    """Bare numbers by the one line that touches them and where it stands."""
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not is_page_number(text):
            continue
        framed, alone = _FRAMED.search(text) is not None, _alone(lines, i)
        if framed or (alone and _cut_above(lines, i)):
            yield i
        if framed:
            continue
        number = int(re.sub(r"\D", "", text.translate(_WIDE)))
        if alone:
            bare.append((i, number))
        elif (beside := _only_beside(lines, i)) is not None:
            headed.setdefault(beside, []).append((i, number))
    # A bare number counts only in a rising series: a lone figure between blank lines may be content.
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
    return None if len(key) < _SHORTEST_HEAD or _is_of_text(key) else (key, step)


def _rising(bare: Sequence[tuple[int, int]], missing: int) -> list[list[tuple[int, int]]]:
    """Numbers of pages one after the other, a few of them missing; as (line, number)."""
    found: list[list[tuple[int, int]]] = []
    for i, number in bare:
        if found and 0 < number - found[-1][-1][1] <= missing + 1:
            found[-1].append((i, number))
        else:
            found.append([(i, number)])
    return found


def _alone(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands between blank ones, or where the text or its page begins or ends."""
    above = i == 0 or lines[i - 1].blank or "\f" in lines[i].text
    return above and (i + 1 >= len(lines) or lines[i + 1].blank or "\f" in lines[i + 1].text)


def _cut_above(lines: Sequence[Line], at: int) -> bool:
    """Whether the last filled line above stops in the middle of a sentence, as it does at the end of a page."""
    above = next((line for line in reversed(lines[:at]) if not line.blank), None)
    text = above.text.strip() if above else ""
    return columns(text) >= 30 and "\t" not in text and text[-1] not in _FINAL_SIGNS


def _numbered_heads(lines: Sequence[Line]) -> Iterator[int]:
    """Running heads that carry the page number: the same words twice and more with rising numbers behind a gap.

    Words that hold figures themselves (（第２次）) count where the line stands alone between blank ones; words behind their
    number (「3　　X市ビジョン」) where they stand as a line of their own, too: else it may number headings. 「事業番号　3」
    says what it counts.
    """
    series: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    own = {matching_key(line.text) for line in lines}
    for i, line in enumerate(lines):
        text, alone = line.text.strip(), _alone(lines, i)
        head, foot = _NUMBERED_HEAD.match(text), _NUMBERED_FOOT.match(text) if alone else None
        if "\t" in text or (head and _counts(matching_key(head["words"]))):
            continue
        if head and (alone or not _FIGURE.search(head["words"])):
            series.setdefault((matching_key(head["words"]), False), []).append((i, _page_of(head)))
        elif foot and matching_key(foot["words"]) in own:
            series.setdefault((matching_key(foot["words"]), True), []).append((i, _page_of(foot)))
    for places in series.values():
        if len(places) >= 2 and all(after > before for (_, before), (_, after) in pairwise(places)):
            yield from (i for i, _ in places)


def _counts(key: str) -> bool:
    """Whether words are the label of a number in the text."""
    return label_kind(key).kind == "number" or "number" in label_kinds(key)


def _page_of(found: re.Match[str]) -> int:
    return int(found["page"].translate(_WIDE))


def _in_table(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is a row among rows: a head repeated on the next page is the table's, not the page's."""
    around = lines[max(0, i - 1) : i + 2]
    return "\t" in lines[i].text and sum("\t" in line.text for line in around) > 1


def _page_edges(lines: Sequence[Line], numbers: dict[int, Ignored]) -> Iterator[int]:
    """Indexes of the nearest filled lines before and after each page number and form feed."""
    edges = set(numbers) | {i for i, line in enumerate(lines) if "\f" in line.text}
    for i in sorted(edges):
        if "\f" in lines[i].text and not lines[i].blank:
            yield i
        for step in (-1, 1):
            j = i + step
            while 0 <= j < len(lines) and (lines[j].blank or j in numbers):
                j += step
            if 0 <= j < len(lines):
                yield j


_SERIES, _MISSING = 5, 3
"""How many bare numbers that rise tell that they count pages, and how many may be missing between two of them."""
_HEADED, _MISSING_HEADED = 3, 30
"""The same beside the same words: pages of a chapter that is left out may be missing."""
_SHORTEST_HEAD = 5
_ARTICLE = re.compile(r"[\s　]*第[\s　]*[0-9０-９一二三四五六七八九十]+[\s　]*条[\s　]")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def is_pipe_row(line: Line) -> bool:
    """A Markdown table row."""
    return _PIPE_ROW.match(line.text) is not None


def is_pipe_rule(line: Line) -> bool:
    """The row of dashes below a Markdown table's head."""
    return _PIPE_RULE.match(line.text) is not None


def is_tab_row(line: Line) -> bool:
    """A tab-separated row: a tab behind some text, or a tab before it."""
    return "\t" in line.text and bool(line.text.strip())
