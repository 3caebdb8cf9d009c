"""Printed numbers against the sequence: a number that its neighbours contradict is a misprint, kept beside the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.found import FoundMeasure
from graph_build.converters.items import printed
from graph_build.text.key import matching_key
from graph_build.text.markers import GOJUON, Marker, parse_marker

_KANJI = "一二三四五六七八九十"


def settle_numbers(measures: Sequence[FoundMeasure]) -> list[FoundMeasure]:
    """Set ``misprinted`` and the number by sequence where a number breaks the run that goes on around it.

    A run is a field's measures in text order. One that restarts at 1 begins a new run; a gap that the following
    numbers keep is the document's own (items may have been deleted), no misprint.
    """
    done = list(measures)
    runs: dict[tuple[str, ...], list[int]] = {}
    for index, measure in enumerate(done):
        path = tuple(matching_key(printed(field.label)) for field in measure.fields)
        runs.setdefault(path, []).append(index)
    for run in runs.values():
        markers = [_marker(done[index]) for index in run]
        if _in_iroha(markers):
            continue
        for i, marker in enumerate(markers):
            expected = _expected(markers, i)
            if marker and expected is not None and marker.number != expected:
                number = written(marker, expected)
                if number:
                    measure = done[run[i]]
                    done[run[i]] = replace(measure, number=number, misprinted=measure.number)
                    markers[i] = replace(marker, number=expected)
    return done


def _in_iroha(markers: Sequence[Marker | None]) -> bool:
    """イ, ロ, … : the run counts in the iroha order, where numbers by the syllabary say nothing."""
    labels = [marker.label for marker in markers if marker and marker.kind in ("kana", "paren_kana")]
    return len(labels) >= 1 and labels[0] == "イ" and (len(labels) == 1 or labels[1] == "ロ")


def _marker(measure: FoundMeasure) -> Marker | None:
    return parse_marker(measure.number_text.text + " x") if measure.number_text else None


def _expected(markers: Sequence[Marker | None], i: int) -> int | None:
    """What the number must be: one more than before it, and the next (if any) one more again."""
    before, own = markers[i - 1] if i else None, markers[i]
    following = markers[i + 1] if i + 1 < len(markers) else None
    if own is None or before is None or before.number is None or before.kind != own.kind or own.number == 1:
        return None
    expected = before.number + 1
    if following is not None and following.kind == own.kind:
        return expected if following.number == expected + 1 else None
    return expected if own.number is not None and own.number <= before.number else None


def written(like: Marker, number: int) -> str | None:
    """A number written like a marker: 8 like キ → ク, 16 like ⑩ → ⑯, 3 like (2) → (3).

    >>> written(parse_marker("キ　x"), 8), written(parse_marker("⑩ x"), 16), written(parse_marker("(2) x"), 3)
    ('ク', '⑯', '(3)')
    """
    match like.kind:
        case "circled":
            if number <= 20:
                return chr(0x2460 + number - 1)
            return chr(0x3251 + number - 21) if number <= 35 else chr(0x32B1 + number - 36)
        case "paren_digit":
            return f"({number})"
        case "digit":
            return str(number)
        case "kana" | "paren_kana":
            letter = GOJUON[number - 1] if number <= len(GOJUON) else None
            return f"({letter})" if letter and like.kind == "paren_kana" else letter
        case "kanji" if number <= 10:
            return _KANJI[number - 1]
        case _:
            return None
