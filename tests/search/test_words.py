"""What is typed: words, phrases, compounds that a document may take apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.search.fold import search_fold, search_key
from graph_build.search.words import LONGEST, QueryError, read_words

KANA = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096), max_size=20)


def keys(query: str) -> list[str]:
    return [word.key for word in read_words(query).words]


def ranges(query: str, text: str) -> list[tuple[int, int]]:
    return list(read_words(query).words[0].ranges(search_key(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＩＣＴ", "ict"),
        ("がくどう", "ガクドウ"),
        ("ｶﾞｸﾄﾞｳ", "がくどう"),
        ("茅ヶ崎市", "茅ケ崎市"),
        ("檮原町", "梼原町"),
        ("⻑野市", "長野市"),
        ("医 療　費", "医療費"),
        ("Kumamoto City", "kumamotocity"),
    ],
)
def test_renderings_of_one_word_are_one(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


def test_different_words_stay_different() -> None:
    assert len({search_key(word) for word in ("ハハ", "ババ", "パパ", "はば", "ー", "一")}) == 6


@given(KANA)
def test_hiragana_and_katakana_are_one(text: str) -> None:
    assert search_key(text) == search_key("".join(chr(ord(char) + 0x60) for char in text))


@given(st.text(max_size=200))
def test_folding_never_fails_and_leads_back(raw: str) -> None:
    key = search_fold(raw)
    assert search_key(key.text) == key.text
    assert len(key.text) == len(key.starts) == len(key.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(key.starts, key.ends, strict=True))


def test_white_space_parts_words_and_quotes_hold_a_phrase_together() -> None:
    assert keys("医療　福祉  医療") == ["医療", "福祉"]
    assert keys('"joint jobs" fair') == ["jointjobs", "fair"]
    assert keys("“病児 保育” ＂公共 交通＂") == ["病児保育", "公共交通"]
    assert keys('医療 "病児 保育') == ["医療", "病児保育"]


@pytest.mark.parametrize("query", ["", " 　", '""', '"', "\u200b"])
def test_nothing_to_search_for(query: str) -> None:
    assert keys(query) == []


def test_a_query_that_is_too_long_is_refused() -> None:
    assert keys("あ" * LONGEST) == ["ア" * LONGEST]
    with pytest.raises(QueryError, match="201"):
        read_words("あ" * (LONGEST + 1))


@given(st.text(max_size=LONGEST))
def test_any_query_is_read(query: str) -> None:
    words = read_words(query)
    assert len({word.key for word in words.words}) == len(words.words)
    assert all(word.grams and all(gram in word.key for gram in word.grams) for word in words.words)


@pytest.mark.parametrize(
    "text", ["病児・病後児保育", "病児病後児保育", "病児及び病後児の保育", "病児又は病後児保育", "病児保育"]
)
def test_a_head_that_is_said_once_belongs_to_both(text: str) -> None:
    assert ranges("病児保育", f"圏域の{text}を行う") == [(3, 3 + len(text))]


@pytest.mark.parametrize("text", ["病児を対象とする保育", "病児。保育", "病児（市内）保育", "病後児保育"])
def test_halves_of_different_phrases_are_no_compound(text: str) -> None:
    assert ranges("病児保育", text) == []


def test_a_phrase_and_a_short_word_are_not_taken_apart() -> None:
    assert ranges('"病児保育"', "病児・病後児保育") == []
    assert ranges("地下水", "地下・水") == []
