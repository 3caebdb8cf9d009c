"""Spelling variants: names that documents print with other characters are the same names."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.places.gazetteer import gazetteer
from graph_build.places.spelling import one_spelling, place_key


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("檮原町", "梼原町"),
        ("須惠町", "須恵町"),
        ("茅ケ崎市", "茅ヶ崎市"),
        ("袖が浦市", "袖ケ浦市"),
        ("竜ヶ崎市", "龍ケ崎市"),
        ("飯館村", "飯舘村"),
        ("⻑ 野 市", "長野市"),
        ("塩釜市", "塩竈市"),
    ],
)
def test_variants_have_one_key(printed: str, name: str) -> None:
    assert place_key(printed) == place_key(name)


@given(st.text())
def test_one_spelling_keeps_the_length_and_is_a_fixed_point(text: str) -> None:
    assert len(one_spelling(text)) == len(text)
    assert one_spelling(one_spelling(text)) == one_spelling(text)


def test_only_one_pair_of_names_becomes_equal() -> None:
    by_key = defaultdict(set)
    for place in gazetteer().municipalities:
        by_key[place_key(place.name)].add(place.name)
    assert [sorted(names) for names in by_key.values() if len(names) > 1] == [["鹿島市", "鹿嶋市"]]
