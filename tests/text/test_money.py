"""Amounts in yen, with the unit of the cell or of its label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text.money import UNIT_FACTORS, find_amounts, parse_amount, unit_factor, unit_of_label


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("事業費 (千円)", "千円"),
        ("事業費（千円）", "千円"),
        ("事業費 （ 千 円 ）", "千円"),
        ("（単位：百万円）", "百万円"),
        ("単位 千円", "千円"),
        ("(単位:円)", "円"),
        ("千円", "千円"),
        ("予算額（万円、税込）", "万円"),
        ("事業費", None),
        ("交通の円滑化", None),
        ("事業費（千円） 総額（億円）", None),
    ],
)
def test_the_unit_of_a_label(label: str, unit: str | None) -> None:
    assert unit_of_label(label) == unit


@pytest.mark.parametrize(
    ("cell", "unit", "yen"),
    [
        ("5,334", "千円", 5_334_000),
        ("５，３３４", "千円", 5_334_000),
        ("0", "千円", 0),
        ("1.5", "百万円", 1_500_000),
        ("▲20", "万円", -200_000),
        ("5,334千円", None, 5_334_000),
        ("1億2,000万円", "千円", 120_000_000),
        ("三百円", "千円", 300),
    ],
)
def test_an_amount_in_yen(cell: str, unit: str | None, yen: int) -> None:
    amount = parse_amount(cell, unit)
    assert amount is not None
    assert (amount.yen, amount.note) == (yen, None)


@pytest.mark.parametrize(
    ("cell", "unit", "note"),
    [
        ("", "千円", "blank"),
        ("－", "千円", "dash"),
        ("／", "千円", "slash"),
        ("5,334", None, "no unit is printed"),
        ("12人", "千円", "人 is no unit of money"),
        ("1/2", "千円", "a fraction is no amount"),
        ("0.0005", "千円", "not a whole number of yen"),
        ("1,23", "千円", "the figures are not grouped by thousands"),
    ],
)
def test_what_is_no_amount_is_none_with_the_reason(cell: str, unit: str | None, note: str) -> None:
    amount = parse_amount(cell, unit)
    assert amount is not None
    assert (amount.yen, amount.note) == (None, note)


def test_words_are_no_amount() -> None:
    assert parse_amount("別途協議", "千円") is None


def test_amounts_of_a_running_text() -> None:
    text = "総額約1.5億円、うち5,334千円及び3人"
    assert [(amount.yen, amount.unit, amount.note) for amount in find_amounts(text)] == [
        (150_000_000, "億円", "about"),
        (5_334_000, "千円", None),
    ]


def test_a_unit_may_be_set_wide() -> None:
    assert unit_factor("千 円") == 1000
    assert unit_factor("人") is None


@given(st.integers(0, 10**9), st.sampled_from(sorted(UNIT_FACTORS)))
def test_the_unit_multiplies(figures: int, unit: str) -> None:
    amount = parse_amount(f"{figures:,}", unit)
    assert amount is not None
    assert amount.yen == figures * UNIT_FACTORS[unit]
