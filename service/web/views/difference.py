"""Two wordings side by side: what stands in one only is marked, in units that readers of Japanese see as words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Runs of one script are near enough to words: kanji, hiragana, katakana, Latin letters and figures; else one character.
_UNIT = re.compile(r"[一-鿿々〆ヵヶ]+|[ぁ-ゖ]+|[ァ-ヺー]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A piece of a wording; `own` when the other wording does not have it."""

    text: str
    own: bool


def differences(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """The two wordings in pieces; joined they give the wordings again.

    >>> differences("橋を架ける。", "橋を広げる。")[0]
    [Piece(text='橋を', own=False), Piece(text='架け', own=True), Piece(text='る。', own=False)]
    """
    left, right = _UNIT.findall(one), _UNIT.findall(other)
    found: tuple[list[Piece], list[Piece]] = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        ours, theirs = "".join(left[a:b]), "".join(right[c:d])
        start, end = (len(ours), 0) if kind == "equal" else _shared(ours, theirs)
        for pieces, text in ((found[0], ours), (found[1], theirs)):
            parts = (
                (text[:start], False),
                (text[start : len(text) - end], True),
                (text[len(text) - end :], False),
            )
            pieces.extend(Piece(part, own) for part, own in parts if part)
    return _joined(found[0]), _joined(found[1])


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].own == piece.own:
            found[-1] = Piece(found[-1].text + piece.text, piece.own)
        else:
            found.append(piece)
    return found


def _shared(one: str, other: str) -> tuple[int, int]:
    """How many characters two different pieces share at their beginning and at their end."""
    most = min(len(one), len(other))
    start = next((at for at in range(most) if one[at] != other[at]), most)
    end = next((at for at in range(most - start) if one[-1 - at] != other[-1 - at]), most - start)
    return start, end
