"""English names of places: from the hand table, else from kana where that is safe, else none."""

from __future__ import annotations

import re
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.places.gazetteer import Place
from graph_build.records.ids import place as place_id

_KIND_WORD = {"city": "City", "designated_city": "City", "town": "Town", "village": "Village"}
"""Special wards call themselves cities in English, one by one: they have a label only in the hand table."""

_KIND_KANA = re.compile(r"(?:シ|チョウ|マチ|ムラ|ソン)$")

_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サ-スセソ",
    "t": "タ--テト",
    "n": "ナニヌネノ",
    "h": "ハヒ-ヘホ",
    "m": "マミムメモ",
    "y": "ヤ-ユ-ヨ",
    "r": "ラリルレロ",
    "w": "ワ----",
    "g": "ガギグゲゴ",
    "z": "ザ-ズゼゾ",
    "d": "ダ--デド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
_SYLLABLES = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
    if kana != "-"
} | {"シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ン": "n"}

# What cannot be read off the kana. A ウ or オ behind a syllable in o or u is a long vowel (コウチ → Kochi)
# or, where two words meet, a vowel of its own (カツウラ → Katsuura). ン before b, m, p is written n or m,
# before a vowel or y with or without an apostrophe; ッチ is tch or cch.
_VOWEL_O_U = "".join(kana for kana, latin in _SYLLABLES.items() if latin[-1] in "ou") + "ョュ"
_UNSAFE_KANA = re.compile(rf"[{_VOWEL_O_U}][ウオ]|ン[バビブベボパピプペポマミムメモアイウエオヤユヨ]|ッチ|ー")
# Names with katakana may be foreign words (南アルプス), in which kana are not the spelling.
_KATAKANA = re.compile(r"[ァ-ヴー]{2,}")


def english_label(place: Place) -> str | None:
    """The English name of a place (``Kumamoto City``); None where neither table nor rule is sure.

    >>> from graph_build.places.gazetteer import gazetteer
    >>> [english_label(gazetteer().place(code)) for code in ("43100", "43202", "19208")]
    ['Kumamoto City', 'Yatsushiro City', None]
    """
    if label := _table().get(place_id(place.code5)):
        return label
    word = _KIND_WORD.get(place.kind)
    kana = _KIND_KANA.sub("", place.kana)
    if word is None or _UNSAFE_KANA.search(kana) or _KATAKANA.search(place.name):
        return None
    latin = romaji(kana)
    return f"{latin.capitalize()} {word}" if latin else None


def romaji(kana: str) -> str | None:
    """Hepburn for katakana, sign by sign (long vowels are not made one); None when a sign is unknown.

    >>> romaji("サッポロ"), romaji("ヤツシロ"), romaji("キョナン")
    ('sapporo', 'yatsushiro', 'kyonan')
    """
    out = ""
    doubled = False
    for sign in kana:
        if sign == "ッ":
            doubled = True
        elif sign in "ャュョ" and out.endswith("i"):
            small = {"ャ": "a", "ュ": "u", "ョ": "o"}[sign]
            stem = out[:-1]
            out = stem + small if stem.endswith(("sh", "ch", "j")) else f"{stem}y{small}"
        elif sign in _SYLLABLES:
            out += (_SYLLABLES[sign][0] if doubled else "") + _SYLLABLES[sign]
            doubled = False
        else:
            return None
    return None if doubled else out


@cache
def _table() -> dict[str, str]:
    return {row["id"]: row["en"] for row in tsv(asset("data"), "labels", "municipalities.tsv")}
