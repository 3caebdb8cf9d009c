"""Texts in which extraction has put blanks between nearly all characters, and lines that are no text at all."""

from __future__ import annotations

import re

from graph_build.text.key import fold
from graph_build.text.markers import GOJUON, Marker, parse_marker

_TIGHT_KANA = re.compile(rf"\s*(?P<kana>[{GOJUON}])(?=[\u3400-\u9fff])")
_TIGHT_LETTER = re.compile(r"\s*(?P<letter>[a-zａ-ｚ])(?=[\u3400-\u9fff])")

_DOTS = r"(?:[.．･・·⋯‧]{2,}|[…‥]+)[.．･・·⋯‧…‥\s　]*"
_PAGE = r"\s*[0-9０-９]{1,3}\s*$"
LED_TO_PAGE = re.compile(_DOTS + _PAGE)
"""Dots and the number of a page at the end of an entry of a table of contents."""
LEADERS = re.compile("[.．･・·⋯‧…‥]{4,}")
"""Such dots, four and more."""
BEFORE_PAGE = re.compile(rf"(?:{_DOTS}|\s{{2,}}|\t){_PAGE}")
"""The same, also behind a wide gap."""
_LEADERS = re.compile(r"[・…‥.]{4,}[0-9]*$")
"""Dots from an entry of a table of contents to its page."""


def is_spaced(text: str) -> bool:
    """Whether a fifth and more of the characters are blanks between single letters.

    >>> is_spaced("十 勝 定 住 自 立 圏"), is_spaced("甲 福島県白河市八幡小路7番地")
    (True, False)
    """
    blanks = sum(char.isspace() for char in text.strip())
    return blanks * 5 >= len(text) and len(text) >= 6


def marker_of(text: str) -> Marker | None:
    """The list marker of a line; in spaced-out text also one whose blank was lost (「ア人 材 の 育 成」).

    >>> marker_of("ア人 材 の 育 成").raw, marker_of("ア人材の育成")
    ('ア', None)
    """
    marker = parse_marker(text)
    if marker or not is_spaced(text):
        return marker
    kana = _TIGHT_KANA.match(text)
    if kana:
        return Marker("kana", GOJUON.index(kana["kana"]) + 1, kana["kana"], kana.end(), kana["kana"])
    letter = _TIGHT_LETTER.match(text)
    if letter:
        plain = fold(letter["letter"]).text
        return Marker("letter", ord(plain) - ord("a") + 1, letter["letter"], letter.end(), plain)
    return None


def is_gibberish(text: str) -> bool:
    """Whether a line is what a scan leaves of a stamp or picture: mostly signs, few letters that make words.

    Single kanji and hiragana count as words, for a short sentence may quote them; other letters only two together.

    >>> is_gibberish("(4)の項中「駅」を「港」に改める。")
    False
    >>> is_gibberish("ー1ー,\\"~;:･  '|  !.. ,;l'I;  ﾆ= -~"), is_gibberish("別表第1（第3条関係）")
    (True, False)
    """
    key = _LEADERS.sub("", fold(text).text)
    if len(key) < 6:
        return False
    words = sum(
        map(len, re.findall(r"[\u3040-\u30fa\u3400-\u9fffA-Za-z0-9]{2,}|[\u3041-\u3096\u3400-\u9fff]", key))
    )
    return words * 2 < len(key) or "\ufffd" in key
