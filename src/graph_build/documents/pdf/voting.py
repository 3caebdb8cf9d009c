"""Several readings of one line made one: sign by sign, what most of them say with most confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph_build.documents.ocr import OcrLine, OcrWord

_TRUST = 0.5
"""What a reading counts for beside its confidence (measured: 0.5 reads more lines right than 0 and 1)."""
_USUAL = 0.8
"""Confidence with which a reading leaves a sign out, which says nothing itself."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A recognised character, its box in pixels, and whether a word begins with it."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    opens: bool


@dataclass(slots=True)
class _Slot:
    """What the readings have at one place: for each sign its weight and the surest that says it."""

    weights: dict[str, float] = field(default_factory=dict)
    signs: dict[str, Sign] = field(default_factory=dict)

    def add(self, sign: Sign | None, weight: float) -> None:
        text = sign.text if sign else ""
        self.weights[text] = self.weights.get(text, 0.0) + weight
        if sign and (text not in self.signs or self.signs[text].confidence < sign.confidence):
            self.signs[text] = sign

    def best(self) -> tuple[str, float]:
        """The sign with most weight (none: an empty text), and its share."""
        text = max(self.weights, key=lambda one: self.weights[one])
        return text, self.weights[text] / (sum(self.weights.values()) or 1.0)


def signs(lines: Iterable[OcrLine], scale: float, upright: bool) -> list[Sign]:
    """The characters of a reading of a picture that was scaled, with their places in the picture."""
    words = [word for line in lines for word in line.words]
    words.sort(key=lambda word: word.top if upright else word.left)
    return [sign for word in words for sign in _split(word, scale, upright)]


def _split(word: OcrWord, scale: float, upright: bool) -> Iterator[Sign]:
    box = [side / scale for side in (word.left, word.top, word.right, word.bottom)]
    start, stop = (1, 3) if upright else (0, 2)
    step = (box[stop] - box[start]) / len(word.text)
    for i, char in enumerate(word.text):
        own = list(box)
        own[start], own[stop] = box[start] + i * step, box[start] + (i + 1) * step
        yield Sign(char, (own[0], own[1], own[2], own[3]), word.confidence, i == 0)


def voted(readings: Sequence[Sequence[Sign]]) -> tuple[list[OcrWord], float]:
    """The words that most readings have, and the share of the sign that the fewest agree on; the first decides ties."""
    slots: list[_Slot] = []
    before = 0.0
    for reading in readings:
        merged: list[_Slot] = []
        for slot, sign in _aligned(slots, reading):
            if slot is None:
                slot = _Slot()
                if before:
                    slot.add(None, before)
            slot.add(sign, _TRUST + (sign.confidence if sign else _USUAL))
            merged.append(slot)
        slots = merged
        before += _TRUST + _USUAL
    found = [slot.best() for slot in slots]
    chosen = [slot.signs[text] for slot, (text, _) in zip(slots, found, strict=True) if text]
    return list(_words(chosen)), min((share for _, share in found), default=0.0)


def _aligned(slots: Sequence[_Slot], reading: Sequence[Sign]) -> list[tuple[_Slot | None, Sign | None]]:
    """Slots beside the signs that belong to them, by the fewest changes."""
    rows, columns = len(slots) + 1, len(reading) + 1
    costs = [[max(i, j) if not i or not j else 0 for j in range(columns)] for i in range(rows)]
    for i in range(1, rows):
        for j in range(1, columns):
            change = costs[i - 1][j - 1] + (reading[j - 1].text not in slots[i - 1].weights)
            costs[i][j] = min(change, costs[i - 1][j] + 1, costs[i][j - 1] + 1)
    pairs: list[tuple[_Slot | None, Sign | None]] = []
    i, j = rows - 1, columns - 1
    while i or j:
        slot, sign = slots[i - 1] if i else None, reading[j - 1] if j else None
        if slot and sign and costs[i][j] == costs[i - 1][j - 1] + (sign.text not in slot.weights):
            i, j = i - 1, j - 1
            pairs.append((slot, sign))
        elif i and costs[i][j] == costs[i - 1][j] + 1:
            i -= 1
            pairs.append((slot, None))
        else:
            j -= 1
            pairs.append((None, sign))
    return pairs[::-1]


def _words(chosen: Sequence[Sign]) -> Iterator[OcrWord]:
    """Letters and figures of one word together, other signs each for themselves."""
    group: list[Sign] = []
    for sign in chosen:
        if group and (sign.opens or not (sign.text.isascii() and group[-1].text.isascii())):
            yield _word(group)
            group = []
        group.append(sign)
    if group:
        yield _word(group)


def _word(group: Sequence[Sign]) -> OcrWord:
    left, top, right, bottom = zip(*(sign.box for sign in group), strict=True)
    sure = sum(sign.confidence for sign in group) / len(group)
    text = "".join(sign.text for sign in group)
    return OcrWord(text, round(min(left)), round(min(top)), round(max(right)), round(max(bottom)), sure)
