"""The form in which texts are searched: width, kana, case and variants of characters made one."""

from __future__ import annotations

from graph_build.places.spelling import one_spelling
from graph_build.text.key import Key, fold

_TO_KATAKANA = {code: chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_STOPS = {ord(","): "、", ord("."): "。"}


class _OneCase(dict[int, str]):
    """Code point → its form without case, where that is one character (the length stays)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char.casefold()
        self[code] = form = folded if len(folded) == 1 else char
        return form


_CASE = _OneCase()


def search_fold(raw: str) -> Key:
    """The searched form of a text, with the way back to it; never fails.

    To the matching form of `graph_build.text.key` come katakana for hiragana, one case, and one spelling for
    the variants of `data/places/characters.tsv`.

    >>> search_fold("ＩＣＴ がくどう").text, search_fold("檮原町").text
    ('ictガクドウ', '梼原町')
    """
    key = fold(raw)
    return Key(_one_form(key.text), key.starts, key.ends)


def search_key(raw: str) -> str:
    """`search_fold` without the way back.

    >>> search_key("Kumamoto  City") == search_key("ｋｕｍａｍｏｔｏcity")
    True
    """
    return search_fold(raw).text


def _one_form(text: str) -> str:
    return one_spelling(text.translate(_CASE).translate(_TO_KATAKANA).translate(_STOPS))
