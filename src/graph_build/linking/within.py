"""Changes inside an article: 項, 号, the ア below them, ただし書, 本文, 後段; exactly, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_build.linking.article_parts import (
    PARAGRAPH,
    PROVISO,
    Item,
    Paragraph,
    change_item,
    changed_words,
    counted_lead,
    index_of,
    is_repeated,
    items_between,
    items_of,
    kind_of,
    number_at,
    paragraph_of,
    paragraphs_of,
    place_of,
    span_of,
    written,
)
from graph_build.linking.state import (
    AMBIGUOUS,
    CLASH,
    NO_RANGE,
    NO_TERM,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    NotAppliedError,
)
from graph_build.linking.targets import Target, arabic, between
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker

EVERY = "各号"
"""All the 号 of a paragraph."""


@dataclass(slots=True)
class ArticleText:
    """An article's words as paragraphs and 号.

    >>> text = ArticleText.of("次のとおりとする。ただし、冬を除く。\\n(1) 道路\\n(2) 公園")
    >>> text.delete(Target("within", article="1", item="1")); text.words()
    '次のとおりとする。ただし、冬を除く。\\n(2) 公園'
    >>> text.delete(Target("within", article="1", part="ただし書")); text.words()
    '次のとおりとする。\\n(2) 公園'
    """

    paragraphs: list[Paragraph]

    @classmethod
    def of(cls, words: str, *, changing: bool = False) -> ArticleText:
        """The text of an article.

        Raises:
            NotAppliedError: its paragraphs do not count on from 1 (while an act is ``changing`` it: do not go up).
        """
        found: list[list[str]] = [[]]
        numbers = [1]
        for i, line in enumerate(words.split("\n")):
            printed = PARAGRAPH.match(line)
            number = int(arabic(matching_key(printed["number"]))) if printed else 0
            if printed and i == 0:
                numbers[0] = number
            elif printed:
                found.append([])
                numbers.append(number)
            found[-1].append(line)
        counted = list(range(1, len(numbers) + 1))
        goes_up = changing and numbers == sorted(set(numbers))
        text = cls([paragraph_of(n, lines) for n, lines in zip(numbers, found, strict=True)])
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
            self._every(target, changed_words(self._every(target), "", old, new).split("\n"))
        elif target.item:
            item = self._item(place, target)
            if target.subitem or not target.part:
                change_item(item, target.part, old, new)
            else:
                item.lines = changed_words("\n".join(item.lines), target.part, old, new).split("\n")
        elif target.part:
            place.lead = changed_words(place.lead, target.part, old, new)
        else:
            lines = changed_words(place.words(), "", old, new).split("\n")
            self.paragraphs[self.paragraphs.index(place)] = paragraph_of(place.number, lines)
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
            start, end = span_of(place.lead, target.part)
            place.lead = (place.lead[:start] + place.lead[end:]).rstrip()
        elif target.part:
            item = self._item(place, target)
            words = "\n".join(item.lines)
            start, end = span_of(words, target.part)
            item.lines = (words[:start] + words[end:]).rstrip().split("\n")
        elif target.item:
            items = self._list(place, target)
            gone = items_between(items, target.subitem or target.item, target.last)
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
            if target.item or "\n" in new or PARAGRAPH.match(new):
                raise NotAppliedError(NOT_UNDERSTOOD)
            start, end = span_of(place.lead, target.part)
            place.lead = place.lead[:start] + new + place.lead[end:]
        elif target.item:
            items, added = self._list(place, target), items_of(new.split("\n"))
            number = target.subitem or target.item
            if [one.number for one in added] != [number]:
                raise NotAppliedError(NOT_UNDERSTOOD)
            items[index_of(items, number)] = added[0]
        else:
            lines = new.split("\n")
            printed = PARAGRAPH.match(lines[0])
            if (int(arabic(matching_key(printed["number"]))) if printed else 1) != place.number:
                raise NotAppliedError(NOT_UNDERSTOOD)
            self.paragraphs[self.paragraphs.index(place)] = paragraph_of(place.number, lines)
        return None

    def _replace_row(self, target: Target, new: str) -> None:
        """Several 項 or 号 that follow each other; the block prints each with its number."""
        if target.part:
            raise NotAppliedError(NOT_UNDERSTOOD)
        lines = new.split("\n")
        if not target.item:
            gone = self._paragraphs(target)
            added = paragraphs_of(lines)
            if [one.number for one in added] != [one.number for one in gone]:
                raise NotAppliedError(NOT_UNDERSTOOD)
            at = self.paragraphs.index(gone[0])
            self.paragraphs[at : at + len(gone)] = added
            return
        items = self._list(self._at(target), target)
        old, put_in = items_between(items, target.subitem or target.item, target.last), items_of(lines)
        if [one.number for one in put_in] != [one.number for one in old]:
            raise NotAppliedError(NOT_UNDERSTOOD)
        at_item = index_of(items, old[0].number)
        items[at_item : at_item + len(old)] = put_in

    def add(self, target: Target, new: str) -> None:
        """ただし書 or 後段 behind the sentences; 号 or 項 beside another, or where their numbers belong."""
        lines = new.split("\n")
        if target.last:
            raise NotAppliedError(NOT_UNDERSTOOD)
        if PARAGRAPH.match(lines[0]) and not target.item:
            return self._add_paragraphs(target, lines)
        if target.before and not target.item and not number_at(lines[0]):
            return self._add_first(target, lines)
        place = self._at(target)
        added = items_of(lines)
        if not added:
            return self._add_sentence(place, target, new)
        items, beside = self._beside(place, target, added[0])
        at = index_of(items, beside) + (0 if target.before else 1) if beside else place_of(items, added[0])
        items[at:at] = added
        if is_repeated(items):
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
                one.lead = counted_lead(one.lead, one.number, self._style())
            self.paragraphs.sort(key=lambda one: one.number)
            return
        items = self._list(self._at(target), target)
        moved = {index_of(items, old): new for old, new in numbers.items()}
        for i, new in moved.items():
            item = items[i]
            marker = parse_marker(item.lines[0])
            assert marker is not None
            item.lines[0] = written(marker.raw, new) + item.lines[0][len(marker.raw) :]
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
        if numbers != sorted(set(numbers)) or any(map(is_repeated, lists)):
            raise NotAppliedError(CLASH)

    def _every(self, target: Target, lines: Sequence[str] | None = None) -> str:
        """All the 号 of a paragraph as they are written; others in their place where ``lines`` are given."""
        place = self._at(target)
        if target.item or not place.items:
            raise NotAppliedError(NOT_UNDERSTOOD if target.item else NOT_FOUND)
        words = "\n".join(item.words() for item in place.items)
        if lines is not None:
            again = items_of(lines)
            if "\n".join(item.words() for item in again) != "\n".join(lines) or is_repeated(again):
                raise NotAppliedError(NOT_UNDERSTOOD)
            place.items = again
        return words

    # --- places ---

    def _numbered(self, number: int) -> Paragraph:
        found = [one for one in self.paragraphs if one.number == number]
        if len(found) != 1:
            raise NotAppliedError(AMBIGUOUS.times(len(found)) if found else NOT_FOUND)
        return found[0]

    def _at(self, target: Target) -> Paragraph:
        if target.paragraph:
            return self._numbered(target.paragraph)
        if len(self.paragraphs) > 1:
            inside = target.item or target.part == EVERY
            holding = [one for one in self.paragraphs if inside and one.items]
            if len(holding) != 1:
                raise NotAppliedError(AMBIGUOUS.times(len(self.paragraphs)))
            return holding[0]
        return self.paragraphs[0]

    def _paragraphs(self, target: Target) -> list[Paragraph]:
        wanted = between(str(target.paragraph), target.last or str(target.paragraph))
        if wanted is None:
            raise NotAppliedError(NO_RANGE)
        return [self._numbered(int(number)) for number in wanted]

    @staticmethod
    def _item(place: Paragraph, target: Target) -> Item:
        item = place.items[index_of(place.items, target.item)]
        return item.below[index_of(item.below, target.subitem)] if target.subitem else item

    @staticmethod
    def _list(place: Paragraph, target: Target) -> list[Item]:
        """The list that a 号 or ア is counted in."""
        return place.items[index_of(place.items, target.item)].below if target.subitem else place.items

    def _beside(self, place: Paragraph, target: Target, added: Item) -> tuple[list[Item], str]:
        """The list that added items belong to, and the one they stand beside.

        「第2号に次のように加える」 with an ア means the list below 第2号, beside none.
        """
        items = self._list(place, target)
        if target.item and not target.subitem and kind_of(items[0]) != kind_of(added):
            return items[index_of(items, target.item)].below, ""
        return items, target.subitem or target.item

    # --- paragraphs ---

    def _style(self) -> str:
        """How a number stands before a paragraph here: the digits of another, and the blank behind them."""
        printed = (PARAGRAPH.match(one.lead) for one in self.paragraphs)
        return next((found[0] for found in printed if found), "2 ")

    def _add_sentence(self, place: Paragraph, target: Target, new: str) -> None:
        if target.item or PROVISO.search(place.lead) or "\n" in new or not new.endswith("。"):
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
        self.paragraphs[at:at] = paragraphs_of(lines)
        self.check()
