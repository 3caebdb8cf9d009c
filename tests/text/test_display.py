"""The readable form: which blanks are noise in a title, which in a sentence, and where the rest came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text.display import display, display_map, squeeze, squeeze_map
from graph_build.text.key import matching_key

PRINTED = st.text(
    st.sampled_from("甲広域の、。・（）「」第1年月条26, 7m²ABIア①\n 　\t") | st.characters(), max_size=30
)

TITLES = [
    ("広域的 道路網の 構築", "広域的道路網の構築"),
    ("移住・ 定住の促 進", "移住・定住の促進"),
    ("　職員の 育成　", "職員の育成"),
    ("(2) I C T を活用した広域 連携", "(2) ICTを活用した広域連携"),
    ("E S Dによる人づくり", "ESDによる人づくり"),
    ("D V 対策", "DV対策"),
    ("7, 220, 500 台/年", "7,220,500台/年"),
    ("10, 000 m ²", "10,000 m²"),
    ("2 0 2 5 年 3 月", "2025年3月"),
    ("医療機関\nの数", "医療機関の数"),
    ("別 表 第 １ （第３条関係）", "別表第１（第３条関係）"),
    ("第2章　圏域の 将来像", "第2章 圏域の将来像"),
    ("大 西 太 郎", "大西太郎"),
    ("Mihara City", "Mihara City"),
    ("葛󠄀 城市　﨑﨑", "葛󠄀城市﨑﨑"),
]

SENTENCES = [
    ("甲 三原市", "甲 三原市"),
    ("三原気象台 中国総合局", "三原気象台 中国総合局"),
    ("第１条 この協約は", "第１条 この協約は"),
    ("第 1 条 この協約は", "第1条 この協約は"),
    ("ア 産 学 連 携", "ア 産学連携"),
    ("甲 乙 丙", "甲 乙 丙"),
    ("三原市長　岡 田 一 郎", "三原市長 岡田一郎"),
    ("（ 以下「 甲 」という。）", "（以下「甲」という。）"),
    ("平成 20 年 4 月 1 日", "平成20年4月1日"),
    ("令和 5 年（2023 年） 3 月策定", "令和5年（2023年）3月策定"),
    ("地方自治法第 252 条の 2 第 1 項", "地方自治法第252条の2 第1項"),
    ("面積は 7, 220, 500 k ㎡ です", "面積は 7,220,500 k㎡ です"),
    ("一行目\n二行目", "一行目\n二行目"),
    ("・ 三原 I C ・ 尾道 I C", "・ 三原 IC ・ 尾道 IC"),
]


@pytest.mark.parametrize(("printed", "readable"), TITLES)
def test_titles(printed: str, readable: str) -> None:
    assert display(printed) == readable


@pytest.mark.parametrize(("printed", "readable"), SENTENCES)
def test_sentences(printed: str, readable: str) -> None:
    assert squeeze(printed) == readable


@given(PRINTED)
def test_only_blanks_change(printed: str) -> None:
    for text, indices in (display_map(printed), squeeze_map(printed)):
        assert len(text) == len(indices)
        assert list(indices) == sorted(set(indices))
        assert all(
            char == printed[at] or printed[at].isspace() for char, at in zip(text, indices, strict=True)
        )
        assert "".join(text.split()) == "".join(printed.split())
        assert text == text.strip()


@given(PRINTED)
def test_a_readable_text_stays_and_keeps_its_key(printed: str) -> None:
    assert display(display(printed)) == display(printed)
    assert squeeze(squeeze(printed)) == squeeze(printed)
    assert matching_key(display(printed)) == matching_key(squeeze(printed)) == matching_key(printed)
