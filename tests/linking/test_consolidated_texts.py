"""Amendments in the words of the field, and the text after them: one base, sentences in, lines dropped and added out.

The files in ``tests/fixtures/consolidation/cases`` hold the sentences, and behind ``=>`` either the lines of the text
that are not there any more (-) and those that are new (+), or why nothing is applied.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.linking.texts import after_lines, amendment, lines_of, read_text

CASES = Path(__file__).parents[1] / "fixtures" / "consolidation" / "cases"
BASE = (CASES / "base.txt").read_text(encoding="utf-8")


def cases() -> Iterator[tuple[str, str, str]]:
    for name in ("words", "articles", "annexes", "practice"):
        for case in (CASES / f"{name}.txt").read_text(encoding="utf-8").split("# ")[1:]:
            title, _, rest = case.partition("\n")
            sentences, _, expected = rest.partition("\n=>")
            yield f"{name}: {title}", sentences, expected.strip()


@cache
def base_lines() -> tuple[str, ...]:
    return tuple(lines_of(read_text(BASE)))


CASE_LIST = list(cases())


@pytest.mark.parametrize(
    ("sentences", "expected"), [case[1:] for case in CASE_LIST], ids=[case[0] for case in CASE_LIST]
)
def test_the_text_after_an_amendment(sentences: str, expected: str) -> None:
    after, why = after_lines(BASE, amendment(sentences))
    if not expected.startswith(("-", "+")):
        assert why == [expected]
        assert after is None
        return
    assert (why, after is not None) == ([], True)
    assert after is not None
    assert changed(base_lines(), after) == sorted(expected.split("\n"))


def changed(before: tuple[str, ...], after: list[str]) -> list[str]:
    """Lines that went (-) and came (+)."""
    return sorted(f"{line[0]}{line[2:]}" for line in difflib.ndiff(list(before), after) if line[0] in "-+")
