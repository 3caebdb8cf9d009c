"""The matching form: what is folded, what is kept, and the way back to the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text.characters import RADICALS
from graph_build.text.key import fold, matching_key

SIGNS = (
    "①㉑⑴⒈Ⅲⅳ１5ｶﾞ゛ー―－～〜・·●〇○（），、．。⺠⻑⼀㎡½㈱㍻… \t\n\u3000\u200b\ufe00"
    "\U000e0100神\u0301\u3099\u1161가´’”\ud800\x1f"
)
ANYTHING = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(), st.sampled_from("第条都市圏甲乙aZ09")))

SAME = [
    ("（1）取組", "(1)取組", "⑴取組", "( １ ) 取 組"),
    ("第252条の2", "第２５２条の２", "第 252 条の 2"),
    ("Ⅲ 生活", "III 生活", "ＩＩＩ　生活"),
    ("2021-2025", "2021－2025", "2021–2025", "2021—2025", "2021―2025", "2021−2025", "2021‐2025", "2021─2025"),
    ("2021〜2025", "2021～2025", "2021~2025", "2021∼2025"),
    ("医療・福祉", "医療･福祉", "医療·福祉", "医療‧福祉", "医療•福祉", "医療∙福祉"),
    ("甲、乙", "甲，乙", "甲､乙", "甲,乙"),
    ("である。", "である．", "である｡", "である."),
    ("7,220,500台", "7, 220, 500 台", "７，２２０，５００台"),
    ("ガイドライン", "ｶﾞｲﾄﾞﾗｲﾝ", "カ\u3099イト\u3099ライン", "カ゛イト゛ライン"),
    ("住民", "住⺠"),
    ("長野市", "⻑野市"),
    ("一人", "⼀⼈"),
    ("○○市", "〇〇市", "◯◯市"),
    ("10,000m²", "10, 000 m ²", "10,000㎡"),
    ("葛󠄀城市", "葛城市"),
    ("I C T", "ICT", "ＩＣＴ"),
    ("「まち」", "｢まち｣", "﹁まち﹂"),
    ("国1/2", "国½", "国1⁄2", "国１／２"),
    ("令和3年", "㋿3年"),
    ("“まち”", '"まち"'),
    ("", " ", "\u3000\n", "\ufeff\u200b"),
]

DIFFERENT = [
    ("①5事業", "15事業"),
    ("①", "(1)"),
    ("①", "②"),
    ("⒈5", "1.5"),
    ("第1条", "第一条"),
    ("サーバー", "サーバ-"),
    ("センター", "センタ―"),
    ("高橋", "髙橋"),
    ("ヶ", "ケ"),
    ("Web", "WEB"),
    ("「甲」", "『甲』"),
    ("【福祉】", "[福祉]"),
    ("都市、圏", "都市圏"),
    ("は", "ば"),
]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_one_wording_has_one_key_in_every_rendering(forms: tuple[str, ...]) -> None:
    assert {matching_key(form) for form in forms} == {matching_key(forms[0])}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_wordings_have_different_keys(one: str, other: str) -> None:
    assert matching_key(one) != matching_key(other)


def test_the_published_form_never_changes() -> None:
    """Identifiers rest on these strings."""
    printed = "第１条の２ （⑴ Ⅱ　ＩＣＴ・①②～㉑ ― ー ，．､｡ 〇◯ ⻑⻄ ㍻㈱½㎡…“Ｑ”）"
    assert matching_key(printed) == '第1条の2((1)IIICT・①②~㉑-ー、。、。○○長西平成(株)1/2m2。。。"Q")'


def test_commas_of_japanese_text_are_one_sign_for_patterns_and_ascii_stays() -> None:
    assert fold("甲，乙、丙､丁 1,234.5").text == "甲、乙、丙、丁1,234.5"


def test_the_separator_of_digests_is_dropped() -> None:
    assert matching_key("甲\x1f乙") == "甲乙"


def test_a_lone_surrogate_can_be_digested() -> None:
    assert matching_key("甲\ud800").encode() == "甲\ufffd".encode()


def test_every_radical_has_its_ideograph() -> None:
    assert len(RADICALS) == 0x2EF4 - 0x2E80 - 2  # U+2E80 has no equivalent, U+2E9A is unassigned
    assert RADICALS["⺠"] + RADICALS["⻑"] + RADICALS["⻄"] + RADICALS["⻘"] == "民長西青"


def test_a_pattern_on_the_key_leads_back_to_the_raw_text() -> None:
    raw = "　別 表 第 １（第３条関係）"
    key = fold(raw)
    at = key.text.index("第1")
    start, end = key.raw_range(at, at + 2)
    assert raw[start:end] == "第 １"


@given(ANYTHING)
def test_folding_twice_changes_nothing(raw: str) -> None:
    once = fold(raw).text
    assert fold(once).text == once
    assert matching_key(matching_key(raw)) == matching_key(raw)


@given(ANYTHING)
def test_the_key_of_identifiers_is_the_key_of_patterns_with_one_comma_and_one_stop(raw: str) -> None:
    assert matching_key(raw) == fold(raw).text.replace(",", "、").replace(".", "。")


@given(ANYTHING, st.data())
def test_any_part_of_the_key_is_in_the_fold_of_the_raw_text_behind_it(raw: str, data: st.DataObject) -> None:
    key = fold(raw)
    start = data.draw(st.integers(0, len(key.text)))
    end = data.draw(st.integers(start, len(key.text)))
    raw_start, raw_end = key.raw_range(start, end)
    assert 0 <= raw_start <= raw_end <= len(raw)
    assert key.text[start:end] in fold(raw[raw_start:raw_end]).text


@given(ANYTHING)
def test_ranges_lie_in_order(raw: str) -> None:
    key = fold(raw)
    assert len(key.text) == len(key.starts) == len(key.ends)
    assert list(key.starts) == sorted(key.starts)
    assert list(key.ends) == sorted(key.ends)
    assert all(start < end for start, end in zip(key.starts, key.ends, strict=True))


@given(ANYTHING, ANYTHING)
def test_no_white_space_is_left(one: str, other: str) -> None:
    assert not any(char.isspace() for char in matching_key(one + " " + other))
