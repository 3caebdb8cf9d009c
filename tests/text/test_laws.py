"""Citations of laws: one form for every way to print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text.laws import LAW_NUMBERS, find_law_citations, law_id


def cited(text: str) -> list[str]:
    return [citation.text for citation in find_law_citations(text)]


@pytest.mark.parametrize(
    "printed",
    [
        "地方自治法第252条の2第1項",
        "地方自治法（昭和22年法律第67号）第252条の2第1項",
        "地方自治法(昭和二十二年法律第六十七号)第二百五十二条の二第一項",
        "地方自治法第 252 条の 2 第 1 項",
        "地方自治法第２５２条の２第１項",
        "地方自治法（昭和22年法律第67号。以下「法」という。）第252条の2第1項",
        "連携を図るため地方自治法第252条の2第1項の規定に基づき",
    ],
)
def test_one_provision_has_one_form(printed: str) -> None:
    (citation,) = find_law_citations(printed)
    assert citation.text == "地方自治法第252条の2第1項"
    assert (citation.law_id, citation.number) == ("322AC0000000067", "昭和22年法律第67号")


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("地方自治法第252条の2第3項及び第4項", ["地方自治法第252条の2第3項", "地方自治法第252条の2第4項"]),
        ("地方自治法第96条第1項第2号、第3号", ["地方自治法第96条第1項第2号", "地方自治法第96条第1項第3号"]),
        ("地方自治法第96条及び第252条の7第1項", ["地方自治法第96条", "地方自治法第252条の7第1項"]),
        ("地方自治法第96条により、同法第252条の7第1項", ["地方自治法第96条", "地方自治法第252条の7第1項"]),
        ("地方自治法第252条の2第1項と同条第4項", ["地方自治法第252条の2第1項", "地方自治法第252条の2第4項"]),
        ("水防法第3条", ["水防法第3条"]),
        ("下水道法第3条", ["下水道法第3条"]),
        ("まち・ひと・しごと創生法第10条", ["まち・ひと・しごと創生法第10条"]),
        ("地方自治法施行令第174条", ["地方自治法施行令第174条"]),
        ("水源の保全に関する法律（平成26年法律第999号）", ["水源の保全に関する法律"]),
        ("旧市町村の合併の特例に関する法律（昭和40年法律第6号）", ["旧市町村の合併の特例に関する法律"]),
        ("定住自立圏構想推進要綱（平成20年12月26日総行応第39号）第4", ["定住自立圏構想推進要綱第4"]),
        ("、議会の議決すべき事件を定める条例第2条", ["議会の議決すべき事件を定める条例第2条"]),
    ],
)
def test_what_a_text_cites(text: str, texts: list[str]) -> None:
    assert cited(text) == texts


@pytest.mark.parametrize(
    "text",
    [
        "第3条第1号",
        "前条第2項",
        "同条第2項",
        "地方自治法の規定",
        "この方法第3条",
        "この条例第3条",
        "法律による行政",
        "同法第3条",
    ],
)
def test_provisions_of_the_text_itself_are_no_citations(text: str) -> None:
    assert cited(text) == []


def test_the_same_article_is_one_of_this_text_after_its_own_article() -> None:
    assert cited("地方自治法第96条により第3条に定め、同条第2項") == ["地方自治法第96条"]


def test_an_abbreviation_stands_for_its_law_and_not_for_others_that_end_like_it() -> None:
    text = "地方自治法（昭和22年法律第67号。以下「法」という。）及び水防法第3条並びに法第96条第2項"
    assert cited(text) == ["地方自治法", "水防法第3条", "地方自治法第96条第2項"]


def test_earlier_paragraphs_settle_what_a_later_one_means() -> None:
    first = find_law_citations("地方自治法（以下「自治法」という。）第96条")
    assert first[0].alias == "自治法"
    later = find_law_citations("同法第2条、自治法第3条", first)
    assert [citation.text for citation in later] == ["地方自治法第2条", "地方自治法第3条"]


def test_a_citation_knows_its_place() -> None:
    text = "は、地方自治法（昭和22年法律第67号）\n第 96 条の規定"
    (citation,) = find_law_citations(text)
    assert text[citation.start : citation.end] == "地方自治法（昭和22年法律第67号）\n第 96 条"


def test_a_printed_number_is_kept_as_printed_and_local_ones_have_no_id() -> None:
    (citation,) = find_law_citations("基本条例（平成二十三年三原市条例第一号）第二条")
    assert (citation.number, citation.law_id, citation.path) == ("平成23年三原市条例第1号", None, "第2条")


@pytest.mark.parametrize(
    ("number", "identifier"),
    [
        ("昭和22年法律第67号", "322AC0000000067"),
        ("平成二十六年法律第百三十六号", "426AC0000000136"),
        ("令和元年法律第3号", "501AC0000000003"),
        ("昭和22年政令第16号", "322CO0000000016"),
        ("平成20年条例第3号", None),
        ("第3号", None),
        ("", None),
    ],
)
def test_the_id_follows_from_the_number(number: str, identifier: str | None) -> None:
    assert law_id(number) == identifier


def test_every_known_law_has_an_id() -> None:
    assert all(law_id(number) for number in LAW_NUMBERS.values())


@given(
    st.text(
        st.one_of(
            st.sampled_from("地方自治法律令条例同（）第二2の項号、及び「」以下という。昭和年要綱"),
            st.characters(),
        )
    )
)
def test_any_text_can_be_read(text: str) -> None:
    for citation in find_law_citations(text):
        assert 0 <= citation.start < citation.end <= len(text)
        assert citation.law
        assert citation.path or citation.number
