"""Numerals in every width and in kanji, read as integers; positions in the text never move."""

from __future__ import annotations

import re

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_NARROW = "".join(map(chr, range(0x21, 0x7F)))
_NUMERAL_RADICALS = ("⼀⼆⼋⼗", "一二八十")
_NARROWING = str.maketrans(_WIDE + _NUMERAL_RADICALS[0], _NARROW + _NUMERAL_RADICALS[1])

KANJI_DIGITS = "〇○◯零一二三四五六七八九"
"""Digits of positional kanji numbers (二〇二五); the first four are zero as documents print it."""

_DIGITS: dict[str, int] = {sign: max(0, index - 3) for index, sign in enumerate(KANJI_DIGITS)}
_DIGITS |= {"壱": 1, "弐": 2, "参": 3}
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}

KANJI_NUMERALS = "".join(_DIGITS) + "".join(_TENS)
"""Signs of kanji numbers below 10,000, as the inside of a pattern's character class."""

LONGEST = 24
"""Signs that a numeral may have."""

BLANK = r"[^\S\n]*+"
"""Pattern: blanks within a line (noise of PDF extraction), or none. It gives none back, so that a thousand
blanks cost no more than they are."""


def narrow(text: str) -> str:
    """ASCII for full-width letters, digits and signs, character by character, so that all offsets stay.

    >>> narrow("Ｒ５．９．４（①）")
    'R5.9.4(①)'
    """
    return text.translate(_NARROWING)


def to_int(printed: str) -> int | None:
    """The integer that a numeral prints (any width, kanji, blanks between the digits); None if it is none.

    More than `LONGEST` signs are no number that a document means.

    >>> to_int("２ ５"), to_int("二百五十二"), to_int("二〇二五"), to_int("一億二千万"), to_int("第3")
    (25, 252, 2025, 120000000, None)
    """
    digits = re.sub(r"\s", "", narrow(printed))
    if len(digits) > LONGEST:
        return None
    if digits.isascii() and digits.isdecimal():
        return int(digits)
    return _kanji(digits)


def _kanji(text: str) -> int | None:
    """A kanji number, positional or with 十百千万億兆, each scale at most once and in falling order."""
    if text and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, limit = 0, 10**16
    for part, scale in re.findall(r"([^万億兆]*)([万億兆]?)", text):
        if not part and not scale:
            continue
        factor = _MYRIADS.get(scale, 1)
        below = _below_myriad(part)
        if below is None or factor >= limit:
            return None
        total += below * factor
        limit = factor
    return total if limit < 10**16 else None


def _below_myriad(text: str) -> int | None:
    """A kanji number below 10,000; the digit before 十, 百, 千 may be missing and means one."""
    total, digit, limit = 0, None, 10_000
    for sign in text:
        if sign in _TENS:
            if _TENS[sign] >= limit or digit == 0:
                return None
            limit = _TENS[sign]
            total += limit * (1 if digit is None else digit)
            digit = None
        elif sign in _DIGITS and digit is None and limit > 1:
            digit = _DIGITS[sign]
        else:
            return None
    if not text:
        return None
    return total + (digit or 0)
