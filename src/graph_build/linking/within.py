"""Changes inside an article: 号 of a paragraph, ただし書, 本文, 後段; exactly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_build.linking.state import AMBIGUOUS, CLASH, NOT_FOUND, NOT_UNDERSTOOD, NotAppliedError
from graph_build.linking.targets import Target, plain
from graph_build.linking.wording import paragraphs, with_term
from graph_build.text.key import fold
from graph_build.text.markers import parse_marker
from graph_build.text.numerals import KANJI_NUMERALS

_ITEMS = ("paren_digit", "kanji", "paren_kanji", "circled", "kana")
_PROVISO = re.compile(r"(?:^|(?<=。))[\s　]*(?:ただし|但し)、")
_LATTER = re.compile(r"(?:^|(?<=。))[\s　]*(?:この場合|前項の場合)")
_KANJI = "〇一二三四五六七八九"


@dataclass(slots=True)
class _Item:
    """One 号 with the lines below it."""

    number: str
    lines: list[str]


@dataclass(slots=True)
class _Paragraph:
    """One 項: its sentences, and its 号."""

    lead: str
    items: list[_Item]

    def words(self) -> str:
        """The paragraph as it is written."""
        return "\n".join([self.lead, *("\n".join(item.lines) for item in self.items)])

    def item(self, number: str) -> int:
        """The index of a 号."""
        found = [i for i, item in enumerate(self.items) if item.number == number]
        if len(found) != 1:
            raise NotAppliedError(AMBIGUOUS if found else NOT_FOUND)
        return found[0]


@dataclass(slots=True)
class ArticleText:
    """An article's words as paragraphs and 号.

    >>> text = ArticleText.of("次のとおりとする。ただし、冬を除く。\\n(1) 道路\\n(2) 公園")
    >>> text.delete(Target("within", article="1", item="1")); text.words()
    '次のとおりとする。ただし、冬を除く。\\n(2) 公園'
    >>> text.delete(Target("within", article="1", part="ただし書")); text.words()
    '次のとおりとする。\\n(2) 公園'
    """

    paragraphs: list[_Paragraph]

    @classmethod
    def of(cls, words: str) -> ArticleText:
        """The text of an article; raises where its paragraphs do not count on, or begin with a later one."""
        found = paragraphs(words)
        if found is None:
            raise NotAppliedError(NOT_UNDERSTOOD)
        text = cls([_paragraph(one) for one in found])
        if text.words() != words:
            raise NotAppliedError(NOT_UNDERSTOOD)
        return text

    def words(self) -> str:
        """The article as it is written."""
        return "\n".join(one.words() for one in self.paragraphs)

    def _at(self, target: Target) -> _Paragraph:
        if target.paragraph > len(self.paragraphs):
            raise NotAppliedError(NOT_FOUND)
        if target.paragraph:
            return self.paragraphs[target.paragraph - 1]
        if len(self.paragraphs) > 1:
            holding = [one for one in self.paragraphs if target.item and one.items]
            if len(holding) != 1:
                raise NotAppliedError(AMBIGUOUS)
            return holding[0]
        return self.paragraphs[0]

    def text(self, target: Target, old: str, new: str) -> None:
        """A term by another inside the target only."""
        place = self._at(target)
        if target.item:
            item = place.items[place.item(target.item)]
            item.lines = _changed("\n".join(item.lines), target.part, old, new).split("\n")
        else:
            place.lead = _changed(place.lead, target.part, old, new)

    def delete(self, target: Target) -> None:
        """A 号, or a part of its sentences."""
        place = self._at(target)
        if target.item and not target.part:
            del place.items[place.item(target.item)]
        elif target.part and not target.item:
            start, end = _span(place.lead, target.part)
            place.lead = (place.lead[:start] + place.lead[end:]).rstrip()
        else:
            raise NotAppliedError(NOT_UNDERSTOOD)

    def replace(self, target: Target, new: str) -> None:
        """A 号 by another of the same number."""
        place = self._at(target)
        added = _items(new.split("\n"))
        if not target.item or target.part or [one.number for one in added] != [target.item]:
            raise NotAppliedError(NOT_UNDERSTOOD)
        place.items[place.item(target.item)] = added[0]

    def add(self, target: Target, new: str) -> None:
        """A ただし書 or 後段 behind the sentences, 号 behind another or behind the last."""
        place = self._at(target)
        if _PROVISO.match(new) or _LATTER.match(new):
            if target.item or _PROVISO.search(place.lead) or "\n" in new:
                raise NotAppliedError(NOT_UNDERSTOOD)
            place.lead += new
            return
        added = _items(new.split("\n"))
        if not added:
            raise NotAppliedError(NOT_UNDERSTOOD)
        at = place.item(target.item) + 1 if target.item else len(place.items)
        place.items[at:at] = added
        if len({one.number for one in place.items}) < len(place.items):
            raise NotAppliedError(CLASH)

    def renumber(self, target: Target, numbers: Mapping[str, str]) -> None:
        """New numbers for 号; all name the numbers from before the first of them."""
        place = self._at(target)
        moved = {place.item(old): new for old, new in numbers.items()}
        for i, new in moved.items():
            item = place.items[i]
            marker = parse_marker(item.lines[0])
            assert marker is not None
            item.lines[0] = _written(marker.raw, new) + item.lines[0][len(marker.raw) :]
            item.number = new


def _paragraph(words: str) -> _Paragraph:
    lines = words.split("\n")
    begin = next((i for i in range(1, len(lines)) if _number(lines[i])), len(lines))
    return _Paragraph("\n".join(lines[:begin]), _items(lines[begin:]))


def _number(line: str) -> str | None:
    marker = parse_marker(line)
    if marker is None or marker.kind not in _ITEMS or marker.number is None:
        return None
    return str(marker.number)


def _items(lines: Sequence[str]) -> list[_Item]:
    """The 号 of these lines; the first one's kind of marker is theirs, other markers stand inside them."""
    first = parse_marker(lines[0]) if lines else None
    found: list[_Item] = []
    for line in lines:
        marker, number = parse_marker(line), _number(line)
        if first and marker and number and marker.kind == first.kind:
            found.append(_Item(number, [line]))
        elif found:
            found[-1].lines.append(line)
        else:
            return []
    return found


def _span(lead: str, part: str) -> tuple[int, int]:
    """Where ただし書, 本文, 前段 or 後段 stands in the sentences of a paragraph."""
    proviso, latter = _PROVISO.search(lead), _LATTER.search(lead)
    end_of_main = proviso.start() if proviso else len(lead)
    if part == "ただし書" and proviso:
        return proviso.start(), len(lead)
    if part == "本文" and proviso:
        return 0, end_of_main
    if part == "後段" and latter and latter.start() < end_of_main:
        return latter.start(), end_of_main
    if part == "前段" and latter:
        return 0, latter.start()
    raise NotAppliedError(NOT_FOUND)


def _changed(words: str, part: str, old: str, new: str) -> str:
    start, end = _span(words, part) if part else (0, len(words))
    changed = with_term(words[start:end], old, new)
    if changed is None:
        raise NotAppliedError(NOT_FOUND)
    return words[:start] + changed + words[end:]


def _written(raw: str, number: str) -> str:
    """A number in the script of a marker: 3 like （２） → （３）, 3 like 二 → 三.

    >>> _written("（２）", "3"), _written("二", "10"), _written("⑵", "3")
    ('（３）', '十', '(3)')
    """
    inner = raw.strip("()（）.．、")
    if inner and all(char in KANJI_NUMERALS for char in inner):
        value = int(number)
        tens, ones = divmod(value, 10)
        if value > 99:
            raise NotAppliedError(NOT_UNDERSTOOD)
        kanji = ("" if not tens else "十" if tens == 1 else _KANJI[tens] + "十") + (
            _KANJI[ones] if ones else ""
        )
        return raw.replace(inner, kanji)
    if inner.isdigit() and len(inner) < len(raw) and fold(raw).text != raw:
        return raw.replace(inner, number.translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    if inner.isdecimal() and inner in raw:
        return raw.replace(inner, number)
    return f"({plain(number)})"
