"""What an article consists of: 項, 号 and ア below them, and their sentences, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.linking.state import (
    AMBIGUOUS,
    NO_RANGE,
    NO_TERM,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    NotAppliedError,
    Reason,
)
from graph_build.linking.targets import arabic, between, plain
from graph_build.linking.wording import with_term
from graph_build.text.key import fold, matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.numerals import KANJI_NUMERALS

_ITEMS = ("paren_digit", "kanji", "paren_kanji", "circled", "kana", "paren_kana")
PARAGRAPH = re.compile(r"^(?P<number>[0-9０-９]+)(?P<gap>[ \u3000]+)")
PROVISO = re.compile(r"(?:^|(?<=。))[\s　]*(?:ただし|但し)、")
_LATTER = re.compile(r"(?:^|(?<=。))[\s　]*(?:この場合|前項の場合)")
_LEAD = ("各号列記以外の部分", "柱書", "柱書き")
_KANJI = "〇一二三四五六七八九"


@dataclass(slots=True)
class Item:
    """One 号 (or ア below one): its line with the lines that go on, and what it counts below."""

    number: str
    lines: list[str]
    below: list[Item] = field(default_factory=list)

    def words(self) -> str:
        """The item as it is written."""
        return "\n".join([*self.lines, *(one.words() for one in self.below)])


@dataclass(slots=True)
class Paragraph:
    """One 項: its number, its sentences (with the number as printed), and its 号."""

    number: int
    lead: str
    items: list[Item]

    def words(self) -> str:
        """The paragraph as it is written."""
        return "\n".join([self.lead, *(item.words() for item in self.items)])


def paragraphs_of(lines: Sequence[str]) -> list[Paragraph]:
    """The paragraphs that lines print; one without a number is the first."""
    found = [[lines[0]]]
    for line in lines[1:]:
        if PARAGRAPH.match(line):
            found.append([])
        found[-1].append(line)
    numbers = [PARAGRAPH.match(one[0]) for one in found]
    return [
        paragraph_of(int(arabic(matching_key(n["number"]))) if n else 1, one)
        for n, one in zip(numbers, found, strict=True)
    ]


def paragraph_of(number: int, lines: Sequence[str]) -> Paragraph:
    """The paragraph of that number that lines print."""
    begin = next((i for i in range(1, len(lines)) if number_at(lines[i])), len(lines))
    return Paragraph(number, "\n".join(lines[:begin]), items_of(lines[begin:]))


def number_at(line: str) -> str | None:
    """The number of an item: digits, or the letter itself (ア)."""
    marker = parse_marker(line)
    if marker is None or marker.kind not in _ITEMS or marker.number is None:
        return None
    return marker.label if marker.kind in ("kana", "paren_kana") else str(marker.number)


def kind_of(item: Item) -> str:
    """The kind of marker that an item has."""
    marker = parse_marker(item.lines[0])
    return marker.kind if marker else ""


def items_of(lines: Sequence[str]) -> list[Item]:
    """The items of these lines; the first one's kind of marker is theirs, other markers count below them."""
    first = parse_marker(lines[0]) if lines else None
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        marker, number = parse_marker(line), number_at(line)
        if first and marker and number and marker.kind == first.kind:
            found.append((number, [line]))
        elif found:
            found[-1][1].append(line)
        else:
            return []
    return [_one_item(number, own) for number, own in found]


def is_repeated(items: Sequence[Item]) -> bool:
    """Whether two items have one number."""
    return len({one.number for one in items}) < len(items)


def _one_item(number: str, lines: Sequence[str]) -> Item:
    begin = next((i for i in range(1, len(lines)) if number_at(lines[i])), len(lines))
    return Item(number, list(lines[:begin]), items_of(lines[begin:]))


def index_of(items: Sequence[Item], number: str) -> int:
    """Where the item of that number is; `NotAppliedError` if there is none, or more than one."""
    found = [i for i, item in enumerate(items) if item.number == number]
    if len(found) != 1:
        raise NotAppliedError(AMBIGUOUS.times(len(found)) if found else NOT_FOUND)
    return found[0]


def items_between(items: Sequence[Item], first: str, last: str) -> list[Item]:
    """The items from one number to another, or the one; `NotAppliedError` where they do not stand in a row."""
    at = index_of(items, first)
    if not last:
        return [items[at]]
    wanted = between(first, last)
    found = list(items[at : at + len(wanted or ())])
    if wanted is None or [one.number for one in found] != wanted:
        raise NotAppliedError(NO_RANGE)
    return found


def place_of(items: Sequence[Item], added: Item) -> int:
    """Where an item of that number belongs: before the first that counts more."""
    if not added.number.isdigit():
        return len(items)
    return next(
        (i for i, one in enumerate(items) if one.number.isdigit() and int(one.number) > int(added.number)),
        len(items),
    )


def span_of(lead: str, part: str) -> tuple[int, int]:
    """Where ただし書, 本文, 前段 or 後段 stands in the sentences of a paragraph."""
    if part in _LEAD:
        return 0, len(lead)
    proviso, latter = PROVISO.search(lead), _LATTER.search(lead)
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


def changed_words(words: str, part: str, old: str, new: str) -> str:
    """Words with one term for another, in the part that is named; `NotAppliedError` where the term does not stand there."""
    start, end = span_of(words, part) if part else (0, len(words))
    changed = with_term(words[start:end], old, new)
    if changed is None:
        raise NotAppliedError(NO_TERM.of(old))
    return words[:start] + changed + words[end:]


def change_item(item: Item, part: str, old: str, new: str) -> None:
    """A term inside an item with all that is counted below it."""
    if part:
        item.lines = changed_words("\n".join(item.lines), part, old, new).split("\n")
        return
    again = _one_item(item.number, changed_words(item.words(), "", old, new).split("\n"))
    item.lines, item.below = again.lines, again.below


def counted_lead(lead: str, number: int, style: str) -> str:
    """The sentences of a paragraph under another number; the first paragraph prints none.

    >>> counted_lead("甲が行う。", 2, "２　"), counted_lead("2 甲が行う。", 1, "2 "), counted_lead("２　甲", 3, "")
    ('２　甲が行う。', '甲が行う。', '３　甲')
    """
    printed = PARAGRAPH.match(lead)
    body = lead[printed.end() :] if printed else lead
    if number == 1:
        return body
    like = printed[0] if printed else style
    digits = like.strip(" \u3000")
    return written(digits, str(number)) + like[len(digits) :] + body


def written(raw: str, number: str) -> str:
    """A number in the script of a marker: 3 like （２） → （３）, 3 like 二 → 三.

    >>> written("（２）", "3"), written("二", "10"), written("⑵", "3"), written("ア", "イ"), written("２", "3")
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
