"""Dates: read as far as printed, and not a day further."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text.eras import ERAS, find_dates, fiscal_year_interval, parse_date

DATES = [
    ("令和7年3月24日", "2025-03-24", "day"),
    ("令和元年", "2019", "year"),
    ("令和元年5月1日", "2019-05-01", "day"),
    ("平成２３年７月７日", "2011-07-07", "day"),
    ("平成二十八年二月二十三日", "2016-02-23", "day"),
    ("平成28年 7月 8日", "2016-07-08", "day"),
    ("平 成 2 8 年 1 2 月 1 日", "2016-12-01", "day"),
    ("㍻28年4月", "2016-04", "month"),
    ("昭和64年1月7日", "1989-01-07", "day"),
    ("R5.9.4", "2023-09-04", "day"),
    ("Ｒ５．９．４", "2023-09-04", "day"),
    ("R元.5.1", "2019-05-01", "day"),
    ("H28/2/23", "2016-02-23", "day"),
    ("S63", "1988", "year"),
    ("R3年度", "2021", "fiscal_year"),
    ("2015 年(平成27年)2 月 24 日", "2015-02-24", "day"),
    ("平成28年（2016年）3月", "2016-03", "month"),
    ("令和3（2021）年度", "2021", "fiscal_year"),
    ("令和6年度（2024年度）", "2024", "fiscal_year"),
    ("2019年（平成31年・令和元年）", "2019", "year"),
    ("西暦2025年3月", "2025-03", "month"),
    ("2 0 2 5 年 3 月", "2025-03", "month"),
    ("二〇二五年三月", "2025-03", "month"),
    ("2023/9/4", "2023-09-04", "day"),
    ("2023-09-04", "2023-09-04", "day"),
    ("令和3年度", "2021", "fiscal_year"),
    ("平成31年度", "2019", "fiscal_year"),
    ("2025年度", "2025", "fiscal_year"),
]

DOUBTFUL = [
    ("平成30年6月 日", "2018-06", "month", "the day is left blank"),
    ("令和5年4月○日", "2023-04", "month", "the day is left blank"),
    ("令和5年 月 日", "2023", "year", "the month is left blank"),
    ("令和  年  月  日", None, None, "the date is left blank"),
    ("令和○年○月○日", None, None, "the date is left blank"),
    ("平成32年度", "2020", "fiscal_year", "平成 ended on 2019-04-30"),
    ("平成31年5月1日", "2019-05-01", "day", "平成 ended on 2019-04-30"),
    ("昭和65年", "1990", "year", "昭和 ended on 1989-01-07"),
    ("平成元年1月3日", "1989-01-03", "day", "平成 began on 1989-01-08"),
    ("令和元年4月1日", "2019-04-01", "day", "令和 began on 2019-05-01"),
    ("平成28年2月30日", None, None, "there is no such day"),
    ("平成29年2月29日", None, None, "there is no such day"),
    ("令和5年13月", None, None, "there is no such month"),
    ("令和0年4月1日", None, None, "no such year"),
    ("令和5年（2022年）", "2023", "year", "2023 by the year before the brackets, 2022 by the one in them"),
    ("明治5年3月1日", "1872", "year", "month and day are those of the lunar calendar"),
]

NO_DATES = [
    "",
    "3月24日",
    "昭和30年代",
    "100年前",
    "2000年間",
    "令和年間",
    "生年月日",
    "M7.3の地震",
    "2025人",
    "平成28・29",
    "第2025号",
    "12.34.56",
    "R2D2",
]


@pytest.mark.parametrize(("printed", "iso", "precision"), DATES)
def test_a_date_is_read_as_far_as_printed(printed: str, iso: str, precision: str) -> None:
    date = parse_date(printed)
    assert date is not None
    assert (date.iso, date.precision, date.printed, date.note) == (iso, precision, printed, None)


@pytest.mark.parametrize(("printed", "iso", "precision", "note"), DOUBTFUL)
def test_what_is_odd_is_noted(printed: str, iso: str | None, precision: str | None, note: str) -> None:
    date = parse_date(printed)
    assert date is not None
    assert (date.iso, date.precision, date.note) == (iso, precision, note)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("令和3年4月1日から令和13年3月31日まで", ["2021-04-01", "2031-03-31"]),
        ("令和3～7年度", ["2021", "2025"]),
        ("令和3年度から7年度まで", ["2021", "2025"]),
        ("平成28・29・30年度", ["2016", "2017", "2018"]),
        ("2021～2025年度", ["2021", "2025"]),
        ("R6～R10", ["2024", "2028"]),
    ],
)
def test_a_range_is_its_dates(text: str, dates: list[str]) -> None:
    assert [date.iso for date in find_dates(text)] == dates


def test_the_years_of_a_range_share_what_stands_behind_the_last() -> None:
    assert {date.precision for date in find_dates("平成28・29年度、2021～2025年度")} == {"fiscal_year"}


def test_the_date_of_another_act_is_marked() -> None:
    text = (
        "地方自治法（昭和22年法律第67号）により平成26年8月25日付け総行市第200号に基づき"
        "令和7年3月24日に（平成20年条例第3号）"
    )
    assert [(date.iso, date.cited) for date in find_dates(text)] == [
        ("1947", True),
        ("2014-08-25", True),
        ("2025-03-24", False),
        ("2008", True),
    ]


def test_the_notice_that_publishes_a_text_dates_it() -> None:
    assert [date.cited for date in find_dates("平成28年4月1日告示第55号")] == [False]


def test_a_cell_with_more_than_a_date_is_no_date() -> None:
    assert parse_date("令和7年に開始") is None
    assert parse_date("令和3年度～令和7年度") is None
    assert parse_date(" (2021年度) ") is not None


def test_lines_are_not_joined() -> None:
    assert [date.iso for date in find_dates("令和5年\n9月")] == ["2023"]


def test_a_fiscal_year_is_an_interval() -> None:
    assert fiscal_year_interval(2021) == ("2021-04-01", "2022-03-31")


@given(st.dates(datetime.date(1873, 1, 1), datetime.date(2117, 12, 31)), st.booleans(), st.booleans())
def test_every_day_reads_back_in_its_era(day: datetime.date, wide: bool, spaced: bool) -> None:
    era = next(era for era in ERAS if era.first <= day.isoformat())
    year = day.year - era.offset
    printed = f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    if wide:
        printed = printed.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if spaced:
        printed = " ".join(printed)
    date = parse_date(printed)
    assert date is not None
    assert (date.iso, date.note) == (day.isoformat(), None)


@given(
    st.text(
        st.one_of(st.sampled_from("令和平成元二十〇年月日度RH.0123456789（）()～から 　○"), st.characters())
    )
)
def test_dates_lie_in_order_where_they_are_printed(text: str) -> None:
    end = 0
    for date in find_dates(text):
        assert end <= date.start < date.end
        assert text[date.start : date.end] == date.printed
        assert (date.iso is None) == (date.precision is None)
        assert date.iso is not None or date.note
        end = date.end
