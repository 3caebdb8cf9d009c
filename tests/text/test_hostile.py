"""Long senseless input is read to its end: no pattern goes back over the same signs again and again."""

from __future__ import annotations

import pytest

from graph_build.text.display import display, squeeze
from graph_build.text.eras import find_dates
from graph_build.text.key import fold
from graph_build.text.laws import find_law_citations
from graph_build.text.markers import parse_marker
from graph_build.text.money import unit_of_label
from graph_build.text.numbers import find_numbers, parse_number

MANY = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "令和" + " " * MANY,
        "1 " * MANY + "x",
        "第" + "1 " * MANY,
        "第1条" + " " * MANY,
        "(昭和22年" + "あ" * MANY,
        "「 " * MANY,
    ],
    ids=lambda text: text[:6],
)
def test_no_date_and_no_law_in_a_long_run(text: str) -> None:
    assert [date.precision for date in find_dates(text) if date.precision != "year"] == []
    assert find_law_citations(text) == ()


@pytest.mark.parametrize("sign", ["1 ", "甲 ", "a ", " ", "\n", "I C ", "1, 234, "])
def test_a_long_run_of_blanks_is_shown(sign: str) -> None:
    text = sign * MANY
    assert "".join(display(text).split()) == "".join(squeeze(text).split()) == "".join(text.split())
    assert fold(text).text == "".join(text.split())


def test_more_digits_than_a_number_has() -> None:
    assert parse_number("一" * MANY) is None
    assert len(find_numbers("1" * MANY)) == 1
    assert find_law_citations("民法第" + "一" * MANY + "条")[0].path.startswith("第一")


def test_no_marker_in_a_long_run_and_the_unit_at_its_end() -> None:
    assert parse_marker("1 " * MANY) is None
    assert parse_marker("(" * MANY) is None
    assert unit_of_label("(千円円" * MANY) == "円"
