"""A plan that is cut, garbled or shuffled is read as far as it can be; the converter never raises, the balance always adds up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_build.records.document import Records

FIXTURES = Path(__file__).parents[2] / "fixtures" / "visions"
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted(FIXTURES.iterdir())
    if path.suffix in (".txt", ".md") and path.stem != "README"
]
SIGNS = "\t\n 、。,（）()<>【】①ア1Ⅰ第章年度市町村千円→○-/※　|:"

Convert = Callable[[str], Records]


@st.composite
def damaged(draw: st.DrawFn, texts: list[str]) -> str:
    """A plan with lines cut, dropped, doubled or moved, and signs put in or taken out."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 6))):
        lines = text.split("\n")
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        match draw(st.integers(0, 5)):
            case 0:
                text = text[: draw(st.integers(0, len(text)))]
            case 1:
                text = "\n".join([*lines[:at], *lines[at + 1 :]])
            case 2:
                text = "\n".join([*lines[:at], lines[at], *lines[at:]])
            case 3:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
                text = "\n".join(lines)
            case 4:
                place = draw(st.integers(0, len(text)))
                text = text[:place] + draw(st.text(SIGNS, max_size=4)) + text[place:]
            case _:
                place = draw(st.integers(0, len(text)))
                text = text[:place] + text[place + draw(st.integers(1, 30)) :]
    return text


def check(text: str, convert: Convert) -> None:
    records = convert(text)
    assert records.source.ledger.total == len(text)
    assert len({item.id for item in records.items}) == len(records.items)
    for item in records.items:
        for evidence in item.evidence:
            assert 0 <= evidence.span.start < evidence.span.end <= len(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=damaged(TEXTS))
def test_a_damaged_fiction_never_raises(convert: Convert, text: str) -> None:
    check(text, convert)


@pytest.mark.parametrize("part", range(1, 20))
def test_a_plan_cut_anywhere_keeps_what_is_readable(convert: Convert, part: int) -> None:
    text = TEXTS[0]
    check(text[: len(text) * part // 20], convert)


@pytest.mark.shared
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_real_plan_damaged_never_raises(convert: Convert, source_text: str, data: st.DataObject) -> None:
    check(data.draw(damaged([source_text])), convert)


def test_same_text_same_records(convert: Convert) -> None:
    for text in TEXTS:
        assert convert(text) == convert(text)
