"""The policy fields around a measure: a stack of headings that list markers push and pop."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_build.converters.found import FoundField
from graph_build.converters.items import Para, printed
from graph_build.documents.model import Located
from graph_build.text.key import fold
from graph_build.text.markers import Marker, parse_marker

# The usual order of markers from the outside in; a document may use any part of it.
_OUTSIDE_IN = (
    "part", "chapter", "section", "annex", "framed_digit", "roman_upper", "digit", "kanji", "paren_digit", "paren_kanji", "circled",
    "kana", "paren_kana", "letter", "roman_lower", "paren_letter", "paren_roman", "bullet",
)  # fmt: skip


def number_of(marker: Marker | None) -> str | None:
    """A printed number in half-width letters: 「（１）」 → (1), 「Ⅰ」 → I; bullets are no numbers.

    >>> number_of(parse_marker("（１）観光"))
    '(1)'
    """
    if marker is None or marker.kind in ("bullet", "angle"):
        return None
    return re.sub(r"[.、:．]+$", "", fold(marker.raw).text) or None


@dataclass(slots=True)
class Level:
    """One open heading."""

    kind: str
    marker: Marker | None
    field: FoundField


@dataclass(slots=True)
class FieldStack:
    """The headings open at this place, outermost first."""

    base: tuple[FoundField, ...] = ()
    levels: list[Level] = field(default_factory=list)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of marker → the kinds open above it where its count began last: how this document nests them there."""
    fresh: bool = False
    """Whether the last thing read was a heading: then an unmarked heading stands inside it."""

    @property
    def fields(self) -> tuple[FoundField, ...]:
        """The path of fields from the top."""
        return (*self.base, *(level.field for level in self.levels))

    def kinds(self) -> list[str]:
        """Marker kinds of the open headings."""
        return [level.kind for level in self.levels]

    def push(self, heading: Para) -> None:
        """Open a heading: one of the same kind takes its place, everything inside it closes.

        A kind that is not open goes inside what is open, unless it goes on counting (not 1) and stands further out in
        the usual order than what is open (「2 …」 after 「(1) …」). A heading without a marker replaces an
        unmarked one, stands inside the heading right above it, and else where the first without a marker stood.
        """
        level = level_of(heading)
        kind, marker = level.kind, level.marker
        kinds = self.kinds()
        if kind in kinds:
            del self.levels[kinds.index(kind) :]
        elif kind == "plain" and self.levels and not self.fresh:
            above = self.parents.get(kind, ())
            while self.levels and tuple(self.kinds()) != above[: len(self.levels)]:
                self.levels.pop()
        elif marker is not None and marker.number != 1 and kind in self.parents:
            above = self.parents[kind]
            while self.levels and tuple(self.kinds()) != above[: len(self.levels)]:
                self.levels.pop()
        elif marker is not None and marker.number != 1:
            while self.levels and self._outside(kind, self.levels[-1].kind):
                self.levels.pop()
        if marker is not None and marker.number == 1:
            self.parents[kind] = tuple(self.kinds())
        self.parents.setdefault(kind, tuple(self.kinds()))
        self.levels.append(level)

    def pop(self) -> FoundField | None:
        """Take the innermost heading back (it was a measure's title)."""
        return self.levels.pop().field if self.levels else None

    @staticmethod
    def _outside(kind: str, other: str) -> bool:
        if kind not in _OUTSIDE_IN or other not in _OUTSIDE_IN:
            return False
        return _OUTSIDE_IN.index(kind) < _OUTSIDE_IN.index(other)


# A heading that a word counts, in brackets or before a blank: 「取組１　休日夜間の診療」, 「施策 2：…」, 「〔その1〕看護師を増やす」.
_COUNTED_WORD = re.compile(
    r"[\s　]*(?P<frame>[【《〈<＜≪\[［〔])?"
    r"(?P<number>(?P<word>[^\W\d_]{1,6}?)[ 　]?(?:[0-9０-９]{1,2}|[①-⑳]))"
    r"(?(frame)[】》〉>＞≫\]］〕][\s　:：]*|[\s　:：]+)(?P<label>[^\W\d_].*)",
    re.DOTALL,
)
_COUNTED = re.compile(
    r"(?:No\.?|№)[0-9]{1,3}|(?:(?:No\.?|№)?[0-9]{1,3}|[IVX]{1,4})(?:[-‐‑–—―−－.][(]?[0-9]{1,3}[)]?)+"
)
_BRACKETED = re.compile(r"^[【《〈<＜≪\[［〔](?P<words>[^】》〉>＞≫\]］〕]+)[】》〉>＞≫\]］〕]$")


def level_of(heading: Para) -> Level:
    """A heading by the marker, the bracket or the word that counts it; ``plain`` is one without any."""
    marker, text = heading.marker, heading.text
    if marker:
        printed_number = text[: marker.end].strip()
        return Level(
            marker.kind, marker, FoundField(number_of(marker), unbracketed(heading.body), printed_number)
        )
    label = unbracketed(text)
    if len(label) < len(text):
        number, number_text, label = split_number(label)
        return Level(f"bracketed {text.text.strip()[:1]}", None, FoundField(number, label, number_text))
    counted = _COUNTED_WORD.match(text.text)
    if counted:
        number_text = text.match(counted, "number")
        found = FoundField(fold(number_text.text).text, text.match(counted, "label"), number_text)
        return Level(f"counted {counted['word']}", None, found)
    return Level("plain", None, FoundField(None, label))


def unbracketed(label: Located) -> Located:
    """A heading without the brackets around it.

    >>> unbracketed(Located.plain("【医療】", 0)).text
    '医療'
    """
    found = _BRACKETED.match(label.text.strip())
    return label.strip().match(found, "words").strip() if found else label


def split_number(text: Located) -> tuple[str | None, Located | None, Located]:
    """A title's printed number, where it stands, and the title without it.

    >>> split_number(Located.plain("(1) 観光の振興", 0))[0]
    '(1)'
    """
    marker = parse_marker(text.text)
    number = number_of(marker)
    if marker is None or (number is None and marker.kind != "bullet"):
        return None, None, text
    rest = text[marker.end :].strip()
    if not rest:
        return None, None, text
    return number, text[: marker.end].strip(), rest


def bare_number(text: Located) -> str | None:
    """The number that a text consists of: a cell that only counts the measure (イ, (1), 二, 1-2, No.3); None for words.

    >>> [bare_number(Located.plain(text, 0)) for text in ("二", "１－２", "No.3", "医療")]
    ['二', '1-2', 'No.3', None]
    """
    key = fold(text.text).text
    if _COUNTED.fullmatch(key):
        return key
    marker = parse_marker(text.text.strip() + "　…")
    return number_of(marker) if marker and marker.end >= len(text.text.strip()) else None


def is_heading(para: Para) -> bool:
    """Whether a paragraph can be a field's heading or a measure's title: short, no sentence.

    >>> is_heading(Para(Located.plain("1 生活機能の強化", 0))), is_heading(Para(Located.plain("甲は、実施する。", 0)))
    (True, False)
    """
    text = printed(para.text)
    return len(text) <= 80 and not re.search(r"[。：:]$|(?:する|いう|とする)。", text)
