"""Changes inside an article: 項, 号, the ア below them, ただし書, 本文, 後段; exactly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_build.linking.state import (
    AMBIGUOUS,
    CLASH,
    NO_RANGE,
    NO_TERM,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    NotAppliedError,
    Reason,
)
from graph_build.linking.targets import Target, arabic, between, plain
from graph_build.linking.wording import with_term
from graph_build.text.key import fold, matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.numerals import KANJI_NUMERALS

_ITEMS = ("paren_digit", "kanji", "paren_kanji", "circled", "kana", "paren_kana")
_PARAGRAPH = re.compile(r"^(?P<number>[0-9０-９]+)(?P<gap>[ \u3000]+)")
_PROVISO = re.compile(r"(?:^|(?<=。))[\s　]*(?:ただし|但し)、")
_LATTER = re.compile(r"(?:^|(?<=。))[\s　]*(?:この場合|前項の場合)")
EVERY = "各号"
"""All the 号 of a paragraph."""

_LEAD = ("各号列記以外の部分", "柱書", "柱書き")
_KANJI = "〇一二三四五六七八九"


@dataclass(slots=True)
class _Item:
    """One 号 (or ア below one): its line with the lines that go on, and what it counts below."""

    number: str
    lines: list[str]
    below: list[_Item] = field(default_factory=list)

    def words(self) -> str:
        """The item as it is written."""
        return "\n".join([*self.lines, *(one.words() for one in self.below)])


@dataclass(slots=True)
class _Paragraph:
    """One 項: its number, its sentences (with the number as printed), and its 号."""

    number: int
    lead: str
    items: list[_Item]

    def words(self) -> str:
        """The paragraph as it is written."""
        return "\n".join([self.lead, *(item.words() for item in self.items)])


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
    def of(cls, words: str, *, changing: bool = False) -> ArticleText:
        """The text of an article.

        Raises:
            NotAppliedError: its paragraphs do not count on from 1 (while an act is ``changing`` it: do not go up).
        """
        found: list[list[str]] = [[]]
        numbers = [1]
        for i, line in enumerate(words.split("\n")):
            printed = _PARAGRAPH.match(line)
            number = int(arabic(matching_key(printed["number"]))) if printed else 0
            if printed and i == 0:
                numbers[0] = number
            elif printed:
                found.append([])
                numbers.append(number)
            found[-1].append(line)
        counted = list(range(1, len(numbers) + 1))
        goes_up = changing and numbers == sorted(set(numbers))
        text = cls([_paragraph(n, lines) for n, lines in zip(numbers, found, strict=True)])
        if (numbers != counted and not goes_up) or text.words() != words:
            raise NotAppliedError(NOT_UNDERSTOOD)
        return text

    def words(self) -> str:
        """The article as it is written."""
        return "\n".join(one.words() for one in self.paragraphs)

    def text(self, target: Target, old: str, new: str) -> None:
        """A term by another inside the target only; in a row of 項 or 号, wherever it stands in them."""
        if target.last:
            return self._text_in_row(target, old, new)
        place = self._at(target)
        if target.part == EVERY:
            self._every(target, _changed(self._every(target), "", old, new).split("\n"))
        elif target.item:
            item = self._item(place, target)
            if target.subitem or not target.part:
                _in_item(item, target.part, old, new)
            else:
                item.lines = _changed("\n".join(item.lines), target.part, old, new).split("\n")
        elif target.part:
            place.lead = _changed(place.lead, target.part, old, new)
        else:
            lines = _changed(place.words(), "", old, new).split("\n")
            self.paragraphs[self.paragraphs.index(place)] = _paragraph(place.number, lines)
        return None

    def _text_in_row(self, target: Target, old: str, new: str) -> None:
        first = target.subitem or target.item or str(target.paragraph)
        numbers = between(first, target.last)
        if numbers is None or target.part:
            raise NotAppliedError(NO_RANGE)
        level = "subitem" if target.subitem else "item"
        done = False
        for number in numbers:
            named = {level: number} if target.item else {"paragraph": int(number)}
            try:
                self.text(replace(target, last="", **named), old, new)
                done = True
            except NotAppliedError as error:
                if error.reason != NO_TERM.of(old):
                    raise
        if not done:
            raise NotAppliedError(NO_TERM.of(old))

    def delete(self, target: Target) -> None:
        """A 項, 号 or ア, all from one to another, or a part of the sentences."""
        if target.part and target.last:
            raise NotAppliedError(NOT_UNDERSTOOD)
        place = self._at(target)
        if target.part == EVERY:
            self._every(target, [])
        elif target.part and not target.item:
            start, end = _span(place.lead, target.part)
            place.lead = (place.lead[:start] + place.lead[end:]).rstrip()
        elif target.part:
            item = self._item(place, target)
            words = "\n".join(item.lines)
            start, end = _span(words, target.part)
            item.lines = (words[:start] + words[end:]).rstrip().split("\n")
        elif target.item:
            items = self._list(place, target)
            gone = _range(items, target.subitem or target.item, target.last)
            items[:] = [one for one in items if not any(one is other for other in gone)]
        else:
            gone_too = self._paragraphs(target)
            self.paragraphs = [one for one in self.paragraphs if not any(one is other for other in gone_too)]
            if not self.paragraphs:
                raise NotAppliedError(NOT_UNDERSTOOD)

    def replace(self, target: Target, new: str) -> None:
        """A 項, 号 or ア (all from one to another) by others of the same numbers, or a part of the sentences."""
        if target.last:
            return self._replace_row(target, new)
        place = self._at(target)
        if target.part == EVERY:
            self._every(target, new.split("\n"))
        elif target.part:
            if target.item or "\n" in new or _PARAGRAPH.match(new):
                raise NotAppliedError(NOT_UNDERSTOOD)
            start, end = _span(place.lead, target.part)
            place.lead = place.lead[:start] + new + place.lead[end:]
        elif target.item:
            items, added = self._list(place, target), _items(new.split("\n"))
            number = target.subitem or target.item
            if [one.number for one in added] != [number]:
                raise NotAppliedError(NOT_UNDERSTOOD)
            items[_index(items, number)] = added[0]
        else:
            lines = new.split("\n")
            printed = _PARAGRAPH.match(lines[0])
            if (int(arabic(matching_key(printed["number"]))) if printed else 1) != place.number:
                raise NotAppliedError(NOT_UNDERSTOOD)
            self.paragraphs[self.paragraphs.index(place)] = _paragraph(place.number, lines)
        return None

    def _replace_row(self, target: Target, new: str) -> None:
        """Several 項 or 号 that follow each other; the block prints each with its number."""
        if target.part:
            raise NotAppliedError(NOT_UNDERSTOOD)
        lines = new.split("\n")
        if not target.item:
            gone = self._paragraphs(target)
            added = _paragraphs_of(lines)
            if [one.number for one in added] != [one.number for one in gone]:
                raise NotAppliedError(NOT_UNDERSTOOD)
            at = self.paragraphs.index(gone[0])
            self.paragraphs[at : at + len(gone)] = added
            return
        items = self._list(self._at(target), target)
        old, put_in = _range(items, target.subitem or target.item, target.last), _items(lines)
        if [one.number for one in put_in] != [one.number for one in old]:
            raise NotAppliedError(NOT_UNDERSTOOD)
        at_item = _index(items, old[0].number)
        items[at_item : at_item + len(old)] = put_in

    def add(self, target: Target, new: str) -> None:
        """ただし書 or 後段 behind the sentences; 号 or 項 beside another, or where their numbers belong."""
        lines = new.split("\n")
        if target.last:
            raise NotAppliedError(NOT_UNDERSTOOD)
        if _PARAGRAPH.match(lines[0]) and not target.item:
            return self._add_paragraphs(target, lines)
        if target.before and not target.item and not _number(lines[0]):
            return self._add_first(target, lines)
        place = self._at(target)
        added = _items(lines)
        if not added:
            return self._add_sentence(place, target, new)
        items, beside = self._beside(place, target, added[0])
        at = _index(items, beside) + (0 if target.before else 1) if beside else _place_of(items, added[0])
        items[at:at] = added
        if _repeated(items):
            raise NotAppliedError(CLASH)
        return None

    def append(self, new: str) -> None:
        """Paragraphs behind the last one; the number of the first of them is not printed in ``new``."""
        number = self.paragraphs[-1].number + 1
        self._put_in(len(self.paragraphs), f"{number} {new}".split("\n"))

    def renumber(self, target: Target, numbers: Mapping[str, str]) -> None:
        """New numbers for 項, 号 or ア; all name the numbers from before the first of them."""
        if not target.item:
            for one, new in [(self._numbered(int(old)), new) for old, new in numbers.items()]:
                one.number = int(new)
                one.lead = _counted(one.lead, one.number, self._style())
            self.paragraphs.sort(key=lambda one: one.number)
            return
        items = self._list(self._at(target), target)
        moved = {_index(items, old): new for old, new in numbers.items()}
        for i, new in moved.items():
            item = items[i]
            marker = parse_marker(item.lines[0])
            assert marker is not None
            item.lines[0] = _written(marker.raw, new) + item.lines[0][len(marker.raw) :]
            item.number = new
        if all(item.number.isdigit() for item in items):
            items.sort(key=lambda item: int(item.number))

    def check(self) -> None:
        """Every number once, in its order; every 号 once.

        Raises:
            NotAppliedError: a number stands twice or out of its order.
        """
        numbers = [one.number for one in self.paragraphs]
        lists = [one.items for one in self.paragraphs]
        lists += [item.below for items in lists for item in items]
        if numbers != sorted(set(numbers)) or any(map(_repeated, lists)):
            raise NotAppliedError(CLASH)

    def _every(self, target: Target, lines: Sequence[str] | None = None) -> str:
        """All the 号 of a paragraph as they are written; others in their place where ``lines`` are given."""
        place = self._at(target)
        if target.item or not place.items:
            raise NotAppliedError(NOT_UNDERSTOOD if target.item else NOT_FOUND)
        words = "\n".join(item.words() for item in place.items)
        if lines is not None:
            again = _items(lines)
            if "\n".join(item.words() for item in again) != "\n".join(lines) or _repeated(again):
                raise NotAppliedError(NOT_UNDERSTOOD)
            place.items = again
        return words

    # --- places ---

    def _numbered(self, number: int) -> _Paragraph:
        found = [one for one in self.paragraphs if one.number == number]
        if len(found) != 1:
            raise NotAppliedError(AMBIGUOUS.times(len(found)) if found else NOT_FOUND)
        return found[0]

    def _at(self, target: Target) -> _Paragraph:
        if target.paragraph:
            return self._numbered(target.paragraph)
        if len(self.paragraphs) > 1:
            inside = target.item or target.part == EVERY
            holding = [one for one in self.paragraphs if inside and one.items]
            if len(holding) != 1:
                raise NotAppliedError(AMBIGUOUS.times(len(self.paragraphs)))
            return holding[0]
        return self.paragraphs[0]

    def _paragraphs(self, target: Target) -> list[_Paragraph]:
        wanted = between(str(target.paragraph), target.last or str(target.paragraph))
        if wanted is None:
            raise NotAppliedError(NO_RANGE)
        return [self._numbered(int(number)) for number in wanted]

    @staticmethod
    def _item(place: _Paragraph, target: Target) -> _Item:
        item = place.items[_index(place.items, target.item)]
        return item.below[_index(item.below, target.subitem)] if target.subitem else item

    @staticmethod
    def _list(place: _Paragraph, target: Target) -> list[_Item]:
        """The list that a 号 or ア is counted in."""
        return place.items[_index(place.items, target.item)].below if target.subitem else place.items

    def _beside(self, place: _Paragraph, target: Target, added: _Item) -> tuple[list[_Item], str]:
        """The list that added items belong to, and the one they stand beside.

        「第2号に次のように加える」 with an ア means the list below 第2号, beside none.
        """
        items = self._list(place, target)
        if target.item and not target.subitem and _kind(items[0]) != _kind(added):
            return items[_index(items, target.item)].below, ""
        return items, target.subitem or target.item

    # --- paragraphs ---

    def _style(self) -> str:
        """How a number stands before a paragraph here: the digits of another, and the blank behind them."""
        printed = (_PARAGRAPH.match(one.lead) for one in self.paragraphs)
        return next((found[0] for found in printed if found), "2 ")

    def _add_sentence(self, place: _Paragraph, target: Target, new: str) -> None:
        if target.item or _PROVISO.search(place.lead) or "\n" in new or not new.endswith("。"):
            raise NotAppliedError(NOT_UNDERSTOOD)
        place.lead += new

    def _add_paragraphs(self, target: Target, lines: Sequence[str]) -> None:
        if target.kind == "paragraph":
            at = self.paragraphs.index(self._numbered(target.paragraph)) + (0 if target.before else 1)
        else:
            at = len(self.paragraphs)
        self._put_in(at, lines)

    def _add_first(self, target: Target, lines: Sequence[str]) -> None:
        """The first paragraph, whose number is not printed."""
        at = self.paragraphs.index(self._numbered(target.paragraph))
        if at or self.paragraphs[0].number == 1:
            raise NotAppliedError(CLASH)
        self._put_in(0, lines)

    def _put_in(self, at: int, lines: Sequence[str]) -> None:
        self.paragraphs[at:at] = _paragraphs_of(lines)
        self.check()


def _paragraphs_of(lines: Sequence[str]) -> list[_Paragraph]:
    """The paragraphs that lines print; one without a number is the first."""
    found = [[lines[0]]]
    for line in lines[1:]:
        if _PARAGRAPH.match(line):
            found.append([])
        found[-1].append(line)
    numbers = [_PARAGRAPH.match(one[0]) for one in found]
    return [
        _paragraph(int(arabic(matching_key(n["number"]))) if n else 1, one)
        for n, one in zip(numbers, found, strict=True)
    ]


def _paragraph(number: int, lines: Sequence[str]) -> _Paragraph:
    begin = next((i for i in range(1, len(lines)) if _number(lines[i])), len(lines))
    return _Paragraph(number, "\n".join(lines[:begin]), _items(lines[begin:]))


def _number(line: str) -> str | None:
    """The number of an item: digits, or the letter itself (ア)."""
    marker = parse_marker(line)
    if marker is None or marker.kind not in _ITEMS or marker.number is None:
        return None
    return marker.label if marker.kind in ("kana", "paren_kana") else str(marker.number)


def _kind(item: _Item) -> str:
    marker = parse_marker(item.lines[0])
    return marker.kind if marker else ""


def _items(lines: Sequence[str]) -> list[_Item]:
    """The items of these lines; the first one's kind of marker is theirs, other markers count below them."""
    first = parse_marker(lines[0]) if lines else None
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        marker, number = parse_marker(line), _number(line)
        if first and marker and number and marker.kind == first.kind:
            found.append((number, [line]))
        elif found:
            found[-1][1].append(line)
        else:
            return []
    return [_one_item(number, own) for number, own in found]


def _repeated(items: Sequence[_Item]) -> bool:
    return len({one.number for one in items}) < len(items)


def _one_item(number: str, lines: Sequence[str]) -> _Item:
    begin = next((i for i in range(1, len(lines)) if _number(lines[i])), len(lines))
    return _Item(number, list(lines[:begin]), _items(lines[begin:]))


def _index(items: Sequence[_Item], number: str) -> int:
    found = [i for i, item in enumerate(items) if item.number == number]
    if len(found) != 1:
        raise NotAppliedError(AMBIGUOUS.times(len(found)) if found else NOT_FOUND)
    return found[0]


def _range(items: Sequence[_Item], first: str, last: str) -> list[_Item]:
    at = _index(items, first)
    if not last:
        return [items[at]]
    wanted = between(first, last)
    found = list(items[at : at + len(wanted or ())])
    if wanted is None or [one.number for one in found] != wanted:
        raise NotAppliedError(NO_RANGE)
    return found


def _place_of(items: Sequence[_Item], added: _Item) -> int:
    """Where an item of that number belongs: before the first that counts more."""
    if not added.number.isdigit():
        return len(items)
    return next(
        (i for i, one in enumerate(items) if one.number.isdigit() and int(one.number) > int(added.number)),
        len(items),
    )


def _span(lead: str, part: str) -> tuple[int, int]:
    """Where ただし書, 本文, 前段 or 後段 stands in the sentences of a paragraph."""
    if part in _LEAD:
        return 0, len(lead)
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
    raise NotAppliedError(Reason(f"no {part}", f"{part}がありません"))


def _changed(words: str, part: str, old: str, new: str) -> str:
    start, end = _span(words, part) if part else (0, len(words))
    changed = with_term(words[start:end], old, new)
    if changed is None:
        raise NotAppliedError(NO_TERM.of(old))
    return words[:start] + changed + words[end:]


def _in_item(item: _Item, part: str, old: str, new: str) -> None:
    """A term inside an item with all that is counted below it."""
    if part:
        item.lines = _changed("\n".join(item.lines), part, old, new).split("\n")
        return
    again = _one_item(item.number, _changed(item.words(), "", old, new).split("\n"))
    item.lines, item.below = again.lines, again.below


def _counted(lead: str, number: int, style: str) -> str:
    """The sentences of a paragraph under another number; the first paragraph prints none.

    >>> _counted("甲が行う。", 2, "２　"), _counted("2 甲が行う。", 1, "2 "), _counted("２　甲", 3, "")
    ('２　甲が行う。', '甲が行う。', '３　甲')
    """
    printed = _PARAGRAPH.match(lead)
    body = lead[printed.end() :] if printed else lead
    if number == 1:
        return body
    like = printed[0] if printed else style
    digits = like.strip(" \u3000")
    return _written(digits, str(number)) + like[len(digits) :] + body


def _written(raw: str, number: str) -> str:
    """A number in the script of a marker: 3 like （２） → （３）, 3 like 二 → 三.

    >>> _written("（２）", "3"), _written("二", "10"), _written("⑵", "3"), _written("ア", "イ"), _written("２", "3")
    ('（３）', '十', '(3)', 'イ', '３')
    """
    inner = raw.strip("()（）.．、")
    if not number.isdigit():
        return raw.replace(inner, number)
    if inner and all(char in KANJI_NUMERALS for char in inner):
        value = int(number)
        tens, ones = divmod(value, 10)
        if value > 99:
            raise NotAppliedError(NOT_UNDERSTOOD)
        kanji = ("" if not tens else "十" if tens == 1 else _KANJI[tens] + "十") + (
            _KANJI[ones] if ones else ""
        )
        return raw.replace(inner, kanji)
    if inner.isdigit() and fold(inner).text != inner and inner[0] in "０１２３４５６７８９":
        return raw.replace(inner, number.translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    if inner.isdecimal() and inner in raw:
        return raw.replace(inner, number)
    return f"({plain(number)})"
