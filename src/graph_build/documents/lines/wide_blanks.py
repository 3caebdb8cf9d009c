"""What a wide blank parts in a line stands on lines of its own, apart from each other, where a program has taken text out of a page
(``pdftotext``): the number of a heading and its title, the letters of a name on the cover (上　越　市).

「第１」 and 「１」 above each other stand before 「はじめに」 and 「名称」, in this order. A number counts where it goes on counting those
before it, so that no figure of a table is taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.text.key import matching_key
from graph_build.text.markers import Marker, parse_marker
from graph_build.text.plan_labels import label_kinds

_BLANK = " "
_TITLE = f"{_BLANK}見出し"
_KINDS = frozenset(
    (
        "part", "chapter", "section", "ordinal", "digit", "digit_multi", "digit_close", "paren_digit", "circled", "roman_upper",
        "kana", "paren_kana", "kanji", "letter_upper",
    )
)  # fmt: skip
_LETTER = re.compile(r"[一-鿿々ぁ-んァ-ヶ]")
_CAPTIONS = ("図表", "表", "図")
_CAPTION = re.compile(r"(?P<word>図表|表|図)[\s　]*(?P<n>[0-9０-９]{1,2})")
_FIGURE = re.compile(r"[-－―▲△+]?[0-9０-９][0-9０-９,，.．]*[^\s0-9０-９]{0,4}|[-－―ー○●◎→]")
_NOTE = re.compile("[※*＊・(（【〔]|(?:資料|出典|出所|注)[：:]")
_ENDED = ("。", "。）", "。)", "」", "）", ")")
_NEAR = 12
"""Lines above a number in which the head of a column of numbers may stand."""
_LONGEST_NUMBER = 6
_LEAST = 3
"""Numbers apart from which a text is one of these."""
_LONGEST = 45


@dataclass(frozen=True, slots=True)
class _Number:
    line: int
    kind: str
    number: int


def rejoined(lines: Sequence[Line], aside: Container[int]) -> tuple[Line, ...]:
    """The lines with such numbers in front of their titles, and with such names; ``aside`` are lines that are no content, by where
    they begin."""
    return _with_titles(_with_names(lines), aside)


def _with_names(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, the letters of a municipality's name as one line where each stands alone between blank ones on the first page."""
    page = next((i for i, line in enumerate(lines) if "\f" in line.text), 0)
    filled = [i for i in range(page) if not lines[i].blank]
    done = list(lines)
    for single, group in groupby(filled, lambda i: _LETTER.fullmatch(lines[i].text.strip()) is not None):
        run = list(group)
        words = Located.joined([lines[i].located.strip() for i in run])
        if single and len(run) > 1 and _is_name(words.text):
            done[run[0]] = replace(lines[run[0]], text=words.text, words=words)
            for i in run[1:]:
                done[i] = replace(lines[i], text="")
    return tuple(done)


def _is_name(text: str) -> bool:
    return any(one.end - one.start == len(text) for one in find_places(text))


def _with_titles(lines: Sequence[Line], aside: Container[int]) -> tuple[Line, ...]:
    """The lines, numbers that stand apart from their titles in front of these; ``aside`` are lines that are no content, by where
    they begin."""
    filled = [i for i, line in enumerate(lines) if not line.blank and line.start not in aside]
    numbers = {i: found for i in filled if (found := _number(lines, i))}
    beside = Counter(_kind_before(lines[i].text) for i in filled if i not in numbers)
    apart = Counter(one.kind for one in numbers.values())
    numbers = {i: one for i, one in numbers.items() if apart[one.kind] > beside[one.kind]}
    reader = _Reader(lines, filled, numbers)
    taken = dict(reader.joined())
    if len(taken) < _LEAST:
        return tuple(lines)
    done = list(lines)
    for at, title in taken.items():
        words = Located.joined([lines[at].located.strip(), lines[title].located.strip()], _BLANK)
        done[title] = replace(lines[title], text=words.text, words=words)
        done[at] = replace(lines[at], text="")
    return tuple(done)


def _number(lines: Sequence[Line], i: int) -> _Number | None:
    """The number that a line is and nothing else: 「第１」, 「（２）」, 「表３」."""
    text = lines[i].text.strip()
    caption = _CAPTION.fullmatch(text)
    if caption:
        return _Number(i, caption["word"], int(caption["n"]))
    marker = parse_marker(f"{text}{_TITLE}") if len(text) <= _LONGEST_NUMBER else None
    if marker is None or marker.number is None or marker.end != len(text) + len(_BLANK):
        return None
    return _Number(i, _kind(marker, text), marker.number) if marker.kind in _KINDS else None


def _kind(marker: Marker, text: str) -> str:
    """The kind of a number; figures of one byte are told apart from wide ones, for cells hold those, too."""
    return f"{marker.kind} ascii" if marker.kind == "digit" and text.isascii() else marker.kind


def _kind_before(text: str) -> str:
    """The kind of the number with which a line begins; empty for none."""
    text = text.strip()
    caption = _CAPTION.match(text)
    marker = parse_marker(text)
    if caption:
        return caption["word"]
    return _kind(marker, marker.raw) if marker else ""


@dataclass(slots=True)
class _Reader:
    """Goes through the numbers in text order."""

    lines: Sequence[Line]
    filled: Sequence[int]
    numbers: Mapping[int, _Number]
    last: dict[str, int] = field(default_factory=dict)
    """What each kind has counted so far."""
    nested: list[str] = field(default_factory=list)
    """The kinds of the headings above, outermost first."""
    titles: set[int] = field(default_factory=set)

    def joined(self) -> Iterator[tuple[int, int]]:
        """The numbers that count, each with the line of its title."""
        at = 0
        while at < len(self.filled):
            end = at
            while end < len(self.filled) and self.filled[end] in self.numbers:
                end += 1
            above = [self.numbers[i] for i in self.filled[at:end]]
            titles = self._titles(end, len(above)) if above else []
            if titles and self._may_stand(at) and self._count(above):
                self.titles |= {*titles}
                yield from zip(self.filled[at:end], titles, strict=True)
            at = max(end, at + 1)

    def _titles(self, at: int, count: int) -> list[int]:
        """The first lines of as many blocks of text, all but the last of a single line; empty where one is no title."""
        found: list[int] = []
        while len(found) < count and at < len(self.filled):
            begin = self.filled[at]
            end = at + 1
            while end < len(self.filled) and self.filled[end] == self.filled[end - 1] + 1:
                end += 1
            last = len(found) == count - 1
            if not _is_title(self.lines[begin].text) or (end - at > 1 and not last):
                return []
            found.append(begin)
            at = end
        return found if len(found) == count else []

    def _may_stand(self, at: int) -> bool:
        """Whether a heading may stand behind what is above a number: a plain figure below a label is its value, or one of the cells of
        a column of numbers."""
        if not self.numbers[self.filled[at]].kind.endswith("ascii") or not at:
            return True
        above = self.filled[at - 1]
        text = self.lines[above].text.strip()
        ended = text.endswith(_ENDED) or _NOTE.match(text) or _FIGURE.fullmatch(text) or above in self.titles
        near = [self.lines[i].text for i in self.filled[max(0, at - _NEAR) : at]]
        return bool(ended) and not any("number" in label_kinds(matching_key(line)) for line in near)

    def _count(self, above: Sequence[_Number]) -> bool:
        """Whether all numbers go on counting, or begin with 1 below one of another kind; they are taken then."""
        last, nested = dict(self.last), list(self.nested)
        for one in above:
            if one.number != last.get(one.kind, 0) + 1 and (one.number != 1 or one.kind in nested):
                return False
            last[one.kind] = one.number
            inside = nested.index(one.kind) if one.kind in nested else len(nested)
            nested = [*nested[:inside], one.kind] if one.kind not in _CAPTIONS else nested
        if len({one.kind for one in above}) < len(above):
            return False
        self.last, self.nested = last, nested
        return True


def _is_title(text: str) -> bool:
    text = text.strip()
    ended = text.endswith(("。", "、", "，"))
    return 1 < len(text) <= _LONGEST and not ended and _FIGURE.fullmatch(text) is None
