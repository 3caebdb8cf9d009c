"""How alike two wordings are, and that the join finds every pair that reaches a threshold."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.linking.differences import difference
from graph_build.linking.similarity import bigrams, dice, similar_pairs

WORDS = st.text("取組を連携する地域", max_size=12)
LEAST = st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20)


@given(st.lists(WORDS, max_size=12), LEAST)
def test_the_join_finds_what_comparing_each_with_each_finds(texts: list[str], least: Fraction) -> None:
    keys = {f"{n:02}": text for n, text in enumerate(texts)}
    each = {
        (a, b): value
        for a, b in combinations(sorted(keys), 2)
        if (value := dice(bigrams(keys[a]), bigrams(keys[b]))) >= least
    }
    assert similar_pairs(keys, least) == each


@given(WORDS, WORDS)
def test_likeness_is_symmetric_and_one_only_between_equal_sets(one: str, other: str) -> None:
    value = dice(bigrams(one), bigrams(other))
    assert value == dice(bigrams(other), bigrams(one))
    assert 0 <= value <= 1
    assert dice(bigrams(one), bigrams(one)) == (1 if one else 0)


@pytest.mark.parametrize("least", [Fraction(0), Fraction(-1), Fraction(3, 2)])
def test_a_threshold_that_everything_or_nothing_reaches_is_refused(least: Fraction) -> None:
    with pytest.raises(ValueError, match="threshold"):
        similar_pairs({"a": "取組"}, least)


@given(WORDS)
def test_equal_words_have_no_difference(text: str) -> None:
    assert difference(text, text) == ""


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("相談を受けられる体制", "相談を受ける体制", "受けられる体→受ける体"),
        ("文化の継承", "文化財の継承", "文化の継→文化財の継"),
        ("文化の継承", "文化の継承と公開", "継承→継承と公開"),
        ("あいうえお", "かきくけこさしすせそたちつてと", ""),
        ("甲の取組、乙の取組、丙の取組、丁の取組", "子の取組、丑の取組、寅の取組、卯の取組", ""),
    ],
)
def test_a_difference_is_shown_with_its_neighbours_or_not_at_all(old: str, new: str, shown: str) -> None:
    assert difference(old, new) == shown
