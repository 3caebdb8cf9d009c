"""The matching form of a text: what patterns are matched on, with a way back, and what ids are made from.

NFKC on a whole string is wrong here (``①５事業`` → ``15事業``, ``～`` and ``ー`` get mixed, ``⻑野市`` stays
apart from ``長野市``), so the fold goes character by character:

1. white space, control characters, variation selectors and other invisible characters are dropped;
2. the signs of `graph_build.text.characters` are folded: dashes to ``-`` (never the long vowel ー), wave
   dashes to ``~``, middle dots to ``・``, 〇 and ◯ to ``○``, ``，`` to ``、``, curly quotes to straight ones,
   CJK radicals to their ideographs;
3. enclosed markers (``①``, ``㋐``, ``ⓐ``, ``⒈``) stay as they are;
4. everything else takes its NFKC form: full-width letters, digits and brackets, half-width kana, ``㎡``,
   ``⑴``, ``Ⅲ``, ``㈱``, ``㍻``, Kangxi radicals, CJK compatibility ideographs;
5. what then stands as letter and combining mark is composed (``ｶ`` + ``ﾞ`` → ``ガ``).

Case is kept, numerals are kept (``第三条`` is not ``第3条``), kanji variants are kept (``髙`` is not ``高``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from graph_build.text.characters import BLANKS, FOLDED, KEPT, KEPT_TAGS
from graph_build.text.display import display as display
from graph_build.text.display import display_map as display_map
from graph_build.text.display import squeeze as squeeze
from graph_build.text.display import squeeze_map as squeeze_map

_INNERMOST = re.compile(r"\([^()]*\)")
_DROPPED_CATEGORIES = ("Cc", "Cf", "Zs", "Zl", "Zp")
_VARIATION_SELECTORS = "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))))
_MORE_DROPPED = frozenset(BLANKS + _VARIATION_SELECTORS + "\u034f")


@dataclass(frozen=True, slots=True)
class Key:
    """A folded text whose characters know what they came from.

    ``starts[i]`` and ``ends[i]`` bound the half-open range of the raw text behind ``text[i]``; neither ever
    decreases.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the raw text behind ``text[start:end]``; an empty range for an empty slice.

        >>> key = fold("（ 第１ 条 ）")
        >>> key.text, key.raw_range(1, 4)
        ('(第1条)', (2, 6))
        """
        if start < end:
            return self.starts[start], self.ends[end - 1]
        place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
        return place, place


def fold(raw: str) -> Key:
    """The matching form of a text, with the way back to it. Never fails; folding twice changes nothing.

    >>> fold("①５事業 ～ ⻑野市").text
    '①5事業~長野市'
    >>> fold("ｶﾞｲﾄﾞ").ends
    (2, 3, 5)
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(raw):
        for folded in _FORMS[ord(char)]:
            chars.append(folded)
            starts.append(index)
            ends.append(index + 1)
    text = "".join(chars)
    if unicodedata.is_normalized("NFC", text):
        return Key(text, tuple(starts), tuple(ends))
    return _composed(text, starts, ends)


def matching_key(text: str) -> str:
    """What identifiers and digests are made from: equal for one wording in every rendering of it.

    The form of `fold`, and besides, because the same document prints them differently from file to file:
    every comma (``,`` ``，`` ``､``) is ``、``, every full stop (``.`` ``．`` ``｡``) is ``。``. Never change
    this: every published identifier rests on it.

    >>> matching_key("Ⅰ　圏域の　経済 （1，000人）") == matching_key("I 圏域の経済(１,０００人)")
    True
    """
    key = text.translate(_FORMS)
    if not unicodedata.is_normalized("NFC", key):
        key = unicodedata.normalize("NFC", key)
    return key.translate(_STOPS)


_STOPS = str.maketrans({",": "、", ".": "。"})


class _Forms(dict[int, str]):
    """Code point → its form, worked out when first asked for (`str.translate` reads it as a table)."""

    def __missing__(self, code: int) -> str:
        form = _form(chr(code))
        self[code] = form
        return form


_FORMS = _Forms()


def _form(char: str) -> str:
    """Steps 1–4 for one character; every character of the result is its own form."""
    if _is_dropped(char):
        return ""
    if unicodedata.category(char) == "Cs":
        return "\ufffd"  # a lone surrogate cannot be encoded, so no digest could be made of it
    if char in FOLDED:
        return FOLDED[char]
    if char in KEPT or unicodedata.decomposition(char).startswith(KEPT_TAGS):
        return char
    normal = unicodedata.normalize("NFKC", char)
    if normal == char:
        return char
    if len(normal) > 1 and normal[0] == " ":
        return char  # a spacing accent; its mark alone would join the letter before it
    return "".join(_FORMS[ord(part)] for part in normal)


def _is_dropped(char: str) -> bool:
    return (
        char.isspace()
        or char in _MORE_DROPPED
        or unicodedata.category(char) in _DROPPED_CATEGORIES
        or 0xE0000 <= ord(char) <= 0xE0FFF
    )


def _composed(text: str, starts: list[int], ends: list[int]) -> Key:
    """Step 5: a character and the marks behind it are composed and stand for the range of all of them."""
    chars: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    begin = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _joins(text[index]):
            continue
        run = unicodedata.normalize("NFC", text[begin:index])
        chars.append(run)
        new_starts.extend([starts[begin]] * len(run))
        new_ends.extend([ends[index - 1]] * len(run))
        begin = index
    return Key("".join(chars), tuple(new_starts), tuple(new_ends))


def _joins(char: str) -> bool:
    """Whether a character may be composed with the one before it (marks; vowels and finals of Hangul)."""
    return (
        unicodedata.category(char).startswith("M")
        or unicodedata.combining(char) != 0
        or 0x1161 <= ord(char) <= 0x1175
        or 0x11A8 <= ord(char) <= 0x11C2
    )


def outside_brackets(text: str) -> str:
    """A folded text without what stands in round brackets, nested ones too.

    >>> outside_brackets("中心市宣言(要綱(平成20年通知)第4の規定によるもの)を行った甲")
    '中心市宣言を行った甲'
    """
    while (shorter := _INNERMOST.sub("", text)) != text:
        text = shorter
    return text
