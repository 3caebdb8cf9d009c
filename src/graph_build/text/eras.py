"""Dates as documents print them: years of an era and of the Common Era, fiscal years, blanks to be filled in.

A date is read as far as it is printed, and never further: a missing month stays missing, an impossible day
makes the date unreadable, and a note says what is odd about it. Sources of the rules: the eras begin and end
as in `ERAS`; a fiscal year (年度) runs from 1 April to 31 March and carries the year it begins in; the
Gregorian calendar holds in Japan from 1 January 1873 (明治6年), days before it are lunar.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from graph_build.text.numerals import BLANK, KANJI_NUMERALS, narrow, to_int

Precision: TypeAlias = Literal["day", "month", "year", "fiscal_year"]


@dataclass(frozen=True, slots=True)
class EraDate:
    """A printed date: ``text[start:end] == printed``.

    ``iso`` is ``2025-03-24``, ``2025-03`` or ``2025`` (of a fiscal year, the year it begins in), None where
    the text gives no readable date; ``precision`` says which. ``note`` names what the reader has to know, or
    None. ``cited`` is true where the date belongs to the number of another act (昭和22年法律第67号,
    平成26年8月25日付け総行市第200号), so that it dates nothing of this document.
    """

    iso: str | None
    precision: Precision | None
    printed: str
    start: int
    end: int
    note: str | None = None
    cited: bool = False


@dataclass(frozen=True, slots=True)
class Era:
    """An era: ``offset`` + its year = year of the Common Era; first and last day (None: it goes on)."""

    name: str
    letter: str
    sign: str
    offset: int
    first: str
    last: str | None


ERAS = (
    Era("令和", "R", "㋿", 2018, "2019-05-01", None),
    Era("平成", "H", "㍻", 1988, "1989-01-08", "2019-04-30"),
    Era("昭和", "S", "㍼", 1925, "1926-12-25", "1989-01-07"),
    Era("大正", "T", "㍽", 1911, "1912-07-30", "1926-12-24"),
    Era("明治", "M", "㍾", 1867, "1868-01-25", "1912-07-29"),
)
_ERA_OF = {key: era for era in ERAS for key in (era.name, era.letter, era.sign)}


def find_dates(text: str) -> tuple[EraDate, ...]:
    """All dates of a text in order; the two ends of a range are two dates, cited acts included (``cited``).

    >>> [(d.iso, d.printed) for d in find_dates("平成28年 7月 8日から令和３年度まで")]
    [('2016-07-08', '平成28年 7月 8日'), ('2021', '令和３年度')]
    """
    return tuple(_find(text))


def parse_date(text: str) -> EraDate | None:
    """The date that a text consists of (blanks and one pair of brackets around it do not count), or None.

    >>> parse_date("R5.9.4").iso, parse_date("（令和元年度）").precision, parse_date("令和7年に開始")
    ('2023-09-04', 'fiscal_year', None)
    """
    found = find_dates(text)
    if len(found) != 1:
        return None
    around = narrow(text[: found[0].start] + "\0" + text[found[0].end :])
    bare = re.sub(r"\s", "", around)
    return found[0] if bare in ("\0", "(\0)", "[\0]") else None


def fiscal_year_interval(year: int) -> tuple[str, str]:
    """First and last day of the fiscal year that begins in ``year``.

    >>> fiscal_year_interval(2021)
    ('2021-04-01', '2022-03-31')
    """
    return f"{year:04}-04-01", f"{year + 1:04}-03-31"


_B = BLANK
_DIGITS = rf"[0-9](?:{_B}[0-9]){{0,3}}"
_KANJI = rf"[{KANJI_NUMERALS}](?:{_B}[{KANJI_NUMERALS}]){{0,4}}"
_HOLE = rf"{_B}(?:[○〇◯●xX*_…]+{_B})?"  # what drafts leave to be filled in: blanks, circles
_ERA = "(?:" + "|".join(_B.join(era.name) + "|" + era.sign for era in ERAS) + ")"
_YEAR = rf"(?:元|{_DIGITS}|{_KANJI})"
_ZERO_TO_NINE = "[〇○◯零一二三四五六七八九]"
_WESTERN = (
    rf"(?:(?:1{_B}[6-9]|2{_B}[01]){_B}[0-9]{_B}[0-9]"
    rf"|[一二]{_B}{_ZERO_TO_NINE}{_B}{_ZERO_TO_NINE}{_B}{_ZERO_TO_NINE})"
)
_CE = rf"(?:西{_B}暦{_B})?"
_EITHER = rf"{_CE}(?:{_ERA}{_B}{_YEAR}|{_WESTERN}|[RHS][0-9]{{1,2}}){_B}(?:年{_B}度?)?"
_BRACKET = rf"[(]{_B}{_EITHER}(?:{_B}[・、/]{_B}{_EITHER})*{_B}[)]"
_NUMERAL = rf"(?:{_DIGITS}|{_KANJI})"
_MONTH_DAY = (
    rf"(?:(?P<month>{_NUMERAL}){_B}月(?:{_B}(?P<day>{_NUMERAL}){_B}日|(?P<day_hole>{_HOLE})日)?"
    rf"|(?P<month_hole>{_HOLE})月{_B}(?:(?P<lone_day>{_NUMERAL})|{_HOLE}){_B}日)"
)
# 30年代, 10年間, 100年前 are spans of time, no dates.
_BEHIND_YEAR = (
    rf"{_B}(?P<bracket1>{_BRACKET})?{_B}年(?:{_B}(?P<fiscal>度)(?:{_B}(?P<bracket2>{_BRACKET}))?"
    rf"|(?![代間前来越])(?:{_B}(?P<bracket3>{_BRACKET}))?(?:{_B}{_MONTH_DAY})?)"
)
_AND = rf"{_B}(?:[~〜・、/‐-―−-]|から){_B}"
_SHARED_YEAR = rf"(?=(?:{_AND}{_DIGITS})+{_B}年(?P<shared_fiscal>{_B}度)?(?![代間前来越]))"

_FULL = re.compile(
    rf"(?:(?P<era>{_ERA}){_B}(?P<year>{_YEAR}|{_HOLE})|(?<![0-9.,]){_CE}(?P<western>{_WESTERN}))"
    rf"(?:{_BEHIND_YEAR}|{_SHARED_YEAR})"
)
_NEXT = re.compile(rf"{_AND}(?P<year>[0-9]{{1,2}})(?:{_BEHIND_YEAR}|{_SHARED_YEAR})")
_SHORT = re.compile(
    rf"(?<![A-Za-z0-9])(?P<era>[RHSTM]){_B}[.]?{_B}(?P<year>元|[0-9]{{1,2}})(?![0-9])"
    rf"(?:{_B}(?P<sep>[./-]){_B}(?P<month>[0-9]{{1,2}})(?:{_B}(?P=sep){_B}(?P<day>[0-9]{{1,2}}))?(?![0-9A-Za-z])"
    rf"|{_B}年(?:{_B}(?P<fiscal>度))?|(?![A-Za-z./-]|年))"
)
_NUMERIC = re.compile(
    r"(?<![0-9./-])(?P<western>(?:1[6-9]|2[01])[0-9]{2})(?P<sep>[./-])(?P<month>[0-9]{1,2})"
    r"(?P=sep)(?P<day>[0-9]{1,2})(?![0-9./-])"
)
_EMPTY = re.compile(r"(?<!\S)(?P<year>)年\s+月\s+日(?!\S)")
_IN_BRACKET = re.compile(rf"(?P<era>{_ERA}|[RHS]){_B}(?P<year>{_YEAR})|(?P<western>{_WESTERN})")
_CITED = re.compile(
    rf"{_B}(?:(?:法{_B}律|政{_B}令|勅{_B}令|[^\s、。()]{{0,8}}[省府]令){_B}第"
    r"|付け?[^、。()]{0,24}号)"
)
_CITED_IN_BRACKET = re.compile(rf"{_B}[^\s、。()]{{0,10}}(?:条例|規則|告示|訓令|公告|憲法){_B}(?:第|$)")


def _find(text: str) -> Iterator[EraDate]:
    body = narrow(text)
    matches = [found for pattern in (_FULL, _SHORT, _NUMERIC, _EMPTY) for found in pattern.finditer(body)]
    end = 0
    for found in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if found.start() < end:
            continue
        date = _date(found, text, body)
        if date is None:
            continue
        yield date
        end = found.end()
        era = found.groupdict().get("era")
        while era and (following := _NEXT.match(body, end)):
            named = replace(_read(following, era), cited=False)
            start = following.start("year")
            yield replace(named, printed=text[start : following.end()], start=start, end=following.end())
            end = following.end()


def _date(found: re.Match[str], text: str, body: str) -> EraDate | None:
    """A match as a date with its place; None where nothing but words matched (令和年間)."""
    groups = found.groupdict()
    if groups.get("year") == "" and "月" not in found[0]:
        return None
    if groups.get("era") in ("T", "M") and not (groups["day"] or "年" in found[0]):
        return None  # M7.3 is the strength of an earthquake
    date = _read(found, groups.get("era"))
    in_bracket = found.start() > 0 and body[found.start() - 1] == "("
    cited = _CITED.match(body, found.end()) or (in_bracket and _CITED_IN_BRACKET.match(body, found.end()))
    start, end = found.span()
    return replace(date, printed=text[start:end], start=start, end=end, cited=bool(cited))


def _read(found: re.Match[str], era_sign: str | None) -> EraDate:
    """What a match says, without its place."""
    groups = found.groupdict()
    notes: list[str] = []
    era = _ERA_OF[re.sub(r"\s", "", era_sign)] if era_sign else None
    year = _year(era, groups)
    if year is None:
        printed_year = (groups.get("year") or "").strip(" \t\u3000○〇◯●xX*_…")
        notes.append("no such year" if printed_year else "the date is left blank")
        return EraDate(None, None, "", 0, 0, notes[0])
    bracket = next((groups[key] for key in ("bracket1", "bracket2", "bracket3") if groups.get(key)), None)
    said = [_bracket_year(other) for other in _IN_BRACKET.finditer(bracket or "")]
    if said and year not in said:
        notes.append(f"{year} by the year before the brackets, {said[0]} by the one in them")
    iso, precision = _as_far_as_printed(year, groups, notes)
    if era and iso and precision:
        notes.extend(_outside_era(era, iso, precision))
    if iso and precision in ("day", "month") and iso < "1873-01-01":
        notes.append("month and day are those of the lunar calendar")
        iso, precision = iso[:4], "year"
    return EraDate(iso, precision, "", 0, 0, "; ".join(notes) or None)


def _bracket_year(found: re.Match[str]) -> int | None:
    return _year(_ERA_OF[re.sub(r"\s", "", found["era"])] if found["era"] else None, found.groupdict())


def _year(era: Era | None, groups: dict[str, str | None]) -> int | None:
    """The year of the Common Era; None if it is blank or no year of an era."""
    if era is None:
        return to_int(groups.get("western") or "")
    printed = groups.get("year") or ""
    year = 1 if printed == "元" else to_int(printed)
    return era.offset + year if year is not None and 0 < year < 100 else None


def _as_far_as_printed(
    year: int, groups: dict[str, str | None], notes: list[str]
) -> tuple[str | None, Precision | None]:
    """ISO text and precision; an impossible day or month makes it unreadable, a blank one shortens it."""
    if groups.get("fiscal") or groups.get("shared_fiscal"):
        return f"{year:04}", "fiscal_year"
    if groups.get("month_hole") is not None:
        notes.append("the month is left blank")
        return f"{year:04}", "year"
    if not groups.get("month"):
        return f"{year:04}", "year"
    month, day = to_int(groups["month"] or ""), to_int(groups.get("day") or "")
    if month == 0:
        notes.append("the month is left blank")
        return f"{year:04}", "year"
    if month is None or month > 12:
        notes.append("there is no such month")
        return None, None
    if groups.get("day_hole") is not None or (groups.get("day") and day == 0):
        notes.append("the day is left blank")
    elif groups.get("day"):
        if day is None or day > calendar.monthrange(year, month)[1]:
            notes.append("there is no such day")
            return None, None
        return f"{year:04}-{month:02}-{day:02}", "day"
    return f"{year:04}-{month:02}", "month"


def _outside_era(era: Era, iso: str, precision: Precision) -> Iterator[str]:
    """A note where the date lies before or behind its era (平成32年度 was written before the era ended)."""
    begin = f"{iso}-04-01" if precision == "fiscal_year" else iso
    if precision != "fiscal_year" and begin < era.first[: len(begin)]:
        yield f"{era.name} began on {era.first}"
    if era.last and begin > era.last[: len(begin)]:
        yield f"{era.name} ended on {era.last}"
