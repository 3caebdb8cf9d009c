"""List markers: what is one, what only looks like one, and where the text behind it begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text.markers import IROHA, Marker, kana_number, parse_marker

MARKERS = [
    ("第3条", "article", 3, "3", ""),
    ("第３条 甲は", "article", 3, "3", "甲は"),
    ("第三条　甲は", "article", 3, "3", "甲は"),
    ("第3条の2 甲は", "article", 3, "3の2", "甲は"),
    ("第三条の二　甲は", "article", 3, "3の2", "甲は"),
    ("第十二条　甲は", "article", 12, "12", "甲は"),
    ("第 1 条 この協約", "article", 1, "1", "この協約"),
    ("第 1 2 条 この協約", "article", 12, "12", "この協約"),
    ("第1条この協約", "article", 1, "1", "この協約"),
    ("第1条（目的）", "article", 1, "1", "（目的）"),
    ("　第２章　圏域の将来像", "chapter", 2, "2", "圏域の将来像"),
    ("序章 はじめに", "chapter", None, "序", "はじめに"),
    ("第一編 総則", "part", 1, "1", "総則"),
    ("第1節 人口", "section", 1, "1", "人口"),
    ("第２号 医療", "item", 2, "2", "医療"),
    ("第1 趣旨", "ordinal", 1, "1", "趣旨"),
    ("附 則", "supplement", None, "", ""),
    ("(1) 医療", "paren_digit", 1, "1", "医療"),
    ("⑴医療", "paren_digit", 1, "1", "医療"),
    ("（１）医療", "paren_digit", 1, "1", "医療"),
    ("( 1 ) 医療", "paren_digit", 1, "1", "医療"),
    ("(1 )生 活", "paren_digit", 1, "1", "生 活"),
    ("（１２）", "paren_digit", 12, "12", ""),
    ("①5事業", "circled", 1, "1", "5事業"),
    ("⑳ 医療", "circled", 20, "20", "医療"),
    ("㉑ 医療", "circled", 21, "21", "医療"),
    ("㊿", "circled", 50, "50", ""),
    ("❷ 医療", "circled_negative", 2, "2", "医療"),
    ("㋑ 医療", "circled_kana", 2, "イ", "医療"),
    ("ⓑ 医療", "circled_letter", 2, "b", "医療"),
    ("(ア) 医療", "paren_kana", 1, "ア", "医療"),
    ("（ｲ）医療", "paren_kana", 2, "イ", "医療"),
    ("ア 産学連携", "kana", 1, "ア", "産学連携"),
    ("カ　産学連携", "kana", 6, "カ", "産学連携"),
    ("イ、産学連携", "kana", 2, "イ", "産学連携"),
    ("ア", "kana", 1, "ア", ""),
    ("ア I C T の活用", "kana", 1, "ア", "I C T の活用"),
    ("ア) 医療", "kana_close", 1, "ア", "医療"),
    ("(a) 取組", "paren_letter", 1, "a", "取組"),
    ("a 取組", "letter", 1, "a", "取組"),
    ("A 政策分野【医療】", "letter_upper", 1, "A", "政策分野【医療】"),
    ("b) 取組", "letter_close", 2, "b", "取組"),
    ("(ii) 乙の役割", "paren_roman", 2, "ii", "乙の役割"),
    ("Ⅱ　高次の都市機能", "roman_upper", 2, "II", "高次の都市機能"),
    ("Ⅱ高次の都市機能", "roman_upper", 2, "II", "高次の都市機能"),
    ("III 生活関連機能", "roman_upper", 3, "III", "生活関連機能"),
    ("ⅱ 乙の役割", "roman_lower", 2, "ii", "乙の役割"),
    ("i 甲の役割", "roman_lower", 1, "i", "甲の役割"),
    ("1 圏域全体", "digit", 1, "1", "圏域全体"),
    ("１　圏域全体", "digit", 1, "1", "圏域全体"),
    ("1\t圏域全体", "digit", 1, "1", "圏域全体"),
    ("2．圏域全体", "digit", 2, "2", "圏域全体"),
    ("2. 圏域全体", "digit", 2, "2", "圏域全体"),
    ("2 人材育成", "digit", 2, "2", "人材育成"),
    ("1 6次産業化", "digit", 1, "1", "6次産業化"),
    ("1.2 人口", "digit_multi", 2, "1.2", "人口"),
    ("1－2　人口", "digit_multi", 2, "1-2", "人口"),
    ("3) 人口", "digit_close", 3, "3", "人口"),
    ("一 目的", "kanji", 1, "1", "目的"),
    ("十一、目的", "kanji", 11, "11", "目的"),
    ("（一）目的", "paren_kanji", 1, "1", "目的"),
    ("㈡ 目的", "paren_kanji", 2, "2", "目的"),
    ("・医療", "bullet", None, "", "医療"),
    ("・一般会計", "bullet", None, "", "一般会計"),
    ("● 三原市", "bullet", None, "", "三原市"),
    ("○ 医療", "bullet", None, "", "医療"),
    ("■医療", "bullet", None, "", "医療"),
    ("- 医療", "bullet", None, "", "医療"),
    ("※1 医療", "note", 1, "1", "医療"),
    ("（※）医療", "note", None, "", "医療"),
    ("《生活機能》", "angle", None, "生活機能", ""),
    ("〈医療〉 救急", "angle", None, "医療", "救急"),
    ("＜三原市＞ 救急", "angle", None, "三原市", "救急"),
    ("【福祉】", "lenticular", None, "福祉", ""),
    ("[参考] 医療", "square", None, "参考", "医療"),
    ("別表第1（第3条第1号関係）", "annex", 1, "1", "（第3条第1号関係）"),
    ("別 表 第 １ （第３条関係）", "annex", 1, "1", "（第３条関係）"),
    ("別表第二の三", "annex", 2, "2の3", ""),
    ("別表(第2条、第3条関係)", "annex", None, "", "(第2条、第3条関係)"),
    ("別 紙", "annex", None, "", ""),
    ("別記 様式", "annex", None, "", "様式"),
]

NO_MARKERS = [
    "", "　", "1", "12", "I", "-", "○", "▲", "・・・", "1件", "1 件", "3 つの役割", "24市町村",
    "24 市町村が", "6 次産業化", "1.5倍", "1.5 km", "1,234", "7, 220, 500 台", "2025年", "2025 年度",
    "2 0 2 5 年 3 月", "3 月 24 日", "12 34", "27 (2024)", "令和5年", "(2021)", "（平成28年）",
    "ICTの活用", "ICT の活用", "I C T の活用", "A I の活用", "D V 対策", "イオン", "アンケート",
    "ア ン ケ ー ト", "ア、イ及びウに掲げる", "第三者", "第三者 が", "第1回", "第3条第1項",
    "第3条の規定により", "第2条及び第3条", "第3条中「甲」を", "第3条の2第1項", "第2章では", "一般会計",
    "一 般 会 計", "十 勝 圏", "一つ", "三原市", "八代市", "（目的）", "(株)三原",
    "（以下「甲」という。）", "○○市", "〇一", "△3", "▲16.8%", "-5", "Ⅱ期", "Ⅰ～Ⅲ", "<p>", "</p>",
    "別表のとおり", "別表第1から別表第3まで", "別表を次のように改める", "別表 のとおり", "別表第1中",
    "附則第2条", "甲 三原市",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "number", "label", "rest"), MARKERS, ids=[row[0] for row in MARKERS]
)
def test_a_marker_is_read_as_printed(text: str, kind: str, number: int | None, label: str, rest: str) -> None:
    marker = parse_marker(text)
    assert marker is not None
    assert (marker.kind, marker.number, marker.label, text[marker.end :]) == (kind, number, label, rest)


@pytest.mark.parametrize("text", NO_MARKERS)
def test_what_only_looks_like_a_marker_is_none(text: str) -> None:
    assert parse_marker(text) is None


def test_raw_is_what_is_printed_without_the_blanks_around_it() -> None:
    assert parse_marker("　別 表 第 １ （第３条関係）") == Marker("annex", 1, "別 表 第 １", 9, "1")


def test_a_kana_has_two_orders() -> None:
    assert [kana_number(kana) for kana in "アイウ"] == [1, 2, 3]
    assert [kana_number(kana, IROHA) for kana in "イロハ"] == [1, 2, 3]
    assert kana_number("ー") is None


@given(
    st.text(st.one_of(st.sampled_from("第1２条の章(（)）①ア aiI・○〇別表紙一二.、 　《》"), st.characters()))
)
def test_a_marker_is_the_beginning_of_the_text(text: str) -> None:
    marker = parse_marker(text)
    if marker:
        assert text[: marker.end].strip() == marker.raw != ""
        assert not text[marker.end :][:1].isspace()


@given(
    st.integers(1, 99), st.sampled_from(["第{}条　", "({})", "（{}） ", "{} ", "{}．", "{}) "]), st.booleans()
)
def test_the_width_of_digits_does_not_matter(number: int, form: str, wide: bool) -> None:
    printed = (
        str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else str(number)
    )
    marker = parse_marker(form.format(printed) + "医療")
    assert marker is not None
    assert (marker.number, marker.label) == (number, str(number))
