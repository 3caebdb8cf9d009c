"""Texts taken out of pages without a layout (`pdftotext`): numbers apart from their titles, numbers of pages amid cells. All texts
are fiction."""

from __future__ import annotations

import pytest

from graph_build.documents.lines.furniture import furniture
from graph_build.documents.lines.physical import split_lines
from graph_build.documents.model import Paragraph
from graph_build.documents.read import read_bytes


def words(text: str) -> list[str]:
    document = read_bytes("a.txt", text.encode())
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


HEADS = "第１\n１\n\nはじめに\n\n名称\n北の圏域\n\n２\n\n期間\n５年間とする。\n３\n\n目的\n\n住みよくする。\n"


def test_numbers_stand_before_their_titles() -> None:
    """Also several above each other, and one right below the text before it."""
    assert words(HEADS) == [
        "第１ はじめに",
        "１ 名称",
        "北の圏域",
        "２ 期間",
        "５年間とする。",
        "３ 目的",
        "住みよくする。",
    ]


def test_a_number_begins_anew_below_one_of_another_kind() -> None:
    found = words(f"{HEADS}\n第２\n\n圏域の姿\n\n１\n\n人口\n\n表１\n\n人口の推移\n\n第３\n\n進め方\n")
    assert found[-4:] == ["第２ 圏域の姿", "１ 人口", "表１ 人口の推移", "第３ 進め方"]


@pytest.mark.parametrize(
    "behind",
    [
        "６\n\n施設\n",  # counts nothing before it
        "４\n\n７\n\n",  # a column of figures
        "４\n\n住民の安心な暮らしを守る。\n",  # no title
        "番号\n\n4\n\n診療所の運営\n",  # below the head of a column of numbers
        "診療所\n\n4\n\n病院\n\n",  # the value of a label
    ],
)
def test_other_numbers_stay_where_they_are(behind: str) -> None:
    found = words(f"{HEADS}\n{behind}")
    assert found[:7] == words(HEADS)
    assert [word for line in found[7:] for word in line.split()] == behind.split()


def test_numbers_with_their_titles_on_one_line_tell_that_others_are_none() -> None:
    text = "１　名称\n\n北の圏域\n\n２　期間\n\n５年間とする。\n\n３　目的\n\n安心な暮らし\n\n４\n\n件数\n"
    assert words(text)[-2:] == ["４", "件数"]


def test_the_letters_of_a_name_on_the_cover() -> None:
    cover = "北の圏域共生ビジョン\n\n上\n\n越\n\n市\n\n\fはじめに\n"
    assert words(cover)[:2] == ["北の圏域共生ビジョン", "上越市"]
    assert words(cover.replace("越", "下"))[1:4] == ["上", "下", "市"]


def page(number: int, text: str, at_end: bool = True) -> str:
    return f"{text}\n{number}\n\n\f" if at_end else f"R9\n{number}\n\n{text}\n\n\f"


def test_pages_that_form_feeds_end_tell_which_numbers_are_theirs() -> None:
    """Another number that rises with them is none, and one amid the cells of its page is."""
    raw = "".join(
        [
            page(1, "３\n\n名称\n\n４"),
            page(2, "５\n\n期間"),
            page(3, "600\n\n0", at_end=False),
            page(4, "６\n\n人口"),
            page(5, "医療"),
        ]
    )
    lines = split_lines(raw)
    set_aside = [raw[one.start : one.end].strip() for one in furniture(lines).values()]
    assert sorted(set_aside) == ["1", "2", "3", "4", "5"]


def test_of_two_numbers_like_that_of_the_page_neither_is() -> None:
    raw = "".join([*(page(n, f"医療を守る{n}。") for n in range(1, 5)), page(5, "5\n\n600", at_end=False)])
    assert len(furniture(split_lines(raw))) == 4


LONG = "北と南の街道が通う谷の地は、冬の深い雪を共に乗り越えながら、物と人の行き来を重ねて暮らしを"


def test_a_blank_line_stands_within_a_sentence_where_the_lines_are_broken() -> None:
    broken = f"{LONG}\n営んできた。\n" * 5
    assert words(f"{broken}\n{LONG}\n\n営んできた。これからも続く。\n")[-1].endswith(
        "暮らしを営んできた。これからも続く。"
    )
    assert words(f"{broken}\n{LONG}\n\n・営んできた。\n")[-1] == "・営んできた。"


def test_what_closes_a_bracket_is_no_marker() -> None:
    assert words("市町名\n\n降雪量（ｃ\nｍ）\n\n件数\n") == ["市町名", "降雪量（ｃｍ）", "件数"]
