"""Numbers in every width and in kanji, and the three ways of printing none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text.numbers import find_numbers, parse_number
from graph_build.text.numerals import narrow, to_int

CELLS = [
    ("1234", "1234", ""),
    ("１，２３４", "1234", ""),
    ("7, 220, 500", "7220500", ""),
    ("7, 220, 500 台/年", "7220500", "台/年"),
    ("10, 000 m ²", "10000", "m²"),
    ("0", "0", ""),
    ("0.0", "0.0", ""),
    ("12.5㎡", "12.5", "㎡"),
    ("▲16.8%", "-16.8", "%"),
    ("△3", "-3", ""),
    ("−4", "-4", ""),
    ("－４．５", "-4.5", ""),
    ("マイナス1.4%", "-1.4", "%"),
    ("+4,253", "4253", ""),
    ("２４市町村", "24", "市町村"),
    ("50.3ポイント", "50.3", "ポイント"),
    ("50.3ポイント増", "50.3", "ポイント増"),
    ("2023年度の5町1村", "2023", "年度"),
    ("1 策定趣旨", "1", ""),
    ("三人", "3", "人"),
    ("（24人）", "24", "人"),
    ("5,094,158 (2021年度)", "5094158", ""),
    ("十五", "15", ""),
    ("二〇二五", "2025", ""),
    ("一億二千万", "120000000", ""),
    ("12万人", "120000", "人"),
    ("3千人", "3000", "人"),
    ("1億2,000万円", "120000000", "円"),
    ("5千万円", "50000000", "円"),
    ("5,334千円", "5334", "千円"),
    ("1.5億円", "1.5", "億円"),
]

FRACTIONS = [
    ("1/2", "0.5"),
    ("１／２", "0.5"),
    ("½", "0.5"),
    ("1½", "1.5"),
    ("⅓", "0.333333333333"),
    ("(50/100)", "0.5"),
    ("10/10", "1"),
    ("2分の1", "0.5"),
    ("三分の二", "0.666666666667"),
]


@pytest.mark.parametrize(("cell", "value", "unit"), CELLS)
def test_a_cell_with_a_number(cell: str, value: str, unit: str) -> None:
    number = parse_number(cell)
    assert number is not None
    assert (number.value, number.kind, number.unit, number.note) == (Decimal(value), "number", unit, None)


@pytest.mark.parametrize(("cell", "value"), FRACTIONS)
def test_a_cell_with_a_fraction(cell: str, value: str) -> None:
    number = parse_number(cell)
    assert number is not None
    assert (number.value, number.kind) == (Decimal(value), "fraction")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", "blank"),
        ("　", "blank"),
        ("-", "dash"),
        ("－", "dash"),
        ("―", "dash"),
        ("…", "dash"),
        ("/", "slash"),
        ("／", "slash"),
    ],
)
def test_none_is_not_zero_and_not_one_thing(cell: str, kind: str) -> None:
    number = parse_number(cell)
    assert number is not None
    assert (number.value, number.kind) == (None, kind)


WORDS = [
    "検討中", "現状維持", "三次市", "四日市市", "八千代市", "九州大学", "一般", "一部", "三次救急",
    "国1/2", "A1", "約", "百万円", "千人/年間", "(参考) 三原市", "(1) 医療の充実",
]  # fmt: skip


@pytest.mark.parametrize("cell", WORDS)
def test_a_cell_that_begins_with_words_holds_no_number(cell: str) -> None:
    assert parse_number(cell) is None


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("約1,300", "about"),
        ("10人以上", "or more"),
        ("5%未満", "less than"),
        ("約3割以上", "about; or more"),
        ("1,23", "the figures are not grouped by thousands"),
        ("3/0", "the denominator is zero"),
    ],
)
def test_what_limits_or_spoils_a_number_is_noted(cell: str, note: str) -> None:
    number = parse_number(cell)
    assert number is not None
    assert number.note == note
    assert (number.value is None) == note.startswith("the ")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("人口は約1,300人、面積 7, 220 k㎡", [("1300", "人"), ("7220", "k㎡")]),
        ("国1/2、県1/4", [("0.5", ""), ("0.25", "")]),
        ("三人以上が二通を、十二万人に", [("3", "人"), ("2", "通"), ("120000", "人")]),
        ("四日市市と三次市の一部、一人ひとり、圏域一円", []),
        ("第3条の2第1項", []),
        ("2021-2025年度、前年比-5.2%", [("2021", ""), ("2025", "年度"), ("-5.2", "%")]),
        ("（単位：百万円）", []),
        ("①5事業", [("5", "事業")]),
        ("1,2,3", [("1", ""), ("2", ""), ("3", "")]),
        ("5台/日 R5", [("5", "台/日")]),
    ],
)
def test_numbers_of_a_running_text(text: str, numbers: list[tuple[str, str]]) -> None:
    assert [(str(number.value), number.unit) for number in find_numbers(text)] == numbers


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("二百五十二", 252),
        ("十", 10),
        ("千一", 1001),
        ("一〇", 10),
        ("二〇二五", 2025),
        ("一億二千万", 120_000_000),
        ("３ ０", 30),
        ("壱百", 100),
        ("", None),
        ("千百千", None),
        ("万", None),
        ("二百二〇", None),
        ("第一", None),
    ],
)
def test_numerals(numeral: str, value: int | None) -> None:
    assert to_int(numeral) == value


def kanji(value: int) -> str:
    """A number below 10¹² as law texts write it."""
    text = ""
    for scale, sign in ((10**8, "億"), (10**4, "万"), (1, "")):
        part, value = divmod(value, scale)
        if part:
            for tens, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
                digit, part = divmod(part, tens)
                if digit:
                    text += ("" if digit == 1 and mark else "〇一二三四五六七八九"[digit]) + mark
            text += sign
    return text or "〇"


@given(st.integers(0, 10**12 - 1))
def test_kanji_numerals_read_back(value: int) -> None:
    assert to_int(kanji(value)) == value


@given(
    st.decimals(-(10**9), 10**9, allow_nan=False, places=1),
    st.booleans(),
    st.sampled_from(["{}", "{} ", "　{}人", "{} %"]),
)
def test_figures_read_back_in_every_width(value: Decimal, wide: bool, form: str) -> None:
    printed = form.format(f"{value:,}".replace("-", "▲"))
    if wide:
        printed = printed.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．"))
    number = parse_number(printed)
    assert number is not None
    assert number.value == value


@given(
    st.text(st.one_of(st.sampled_from("0123456789,./-▲約一二十百万億円人%第 　（）½分の"), st.characters()))
)
def test_any_text_can_be_read(text: str) -> None:
    cell = parse_number(text)
    for number in (*find_numbers(text), *([cell] if cell else [])):
        assert text[number.start : number.end] == number.printed
        assert number.value is not None or number.note or number.kind in ("dash", "slash", "blank")


@given(st.text())
def test_narrowing_moves_nothing(text: str) -> None:
    assert len(narrow(text)) == len(text)
