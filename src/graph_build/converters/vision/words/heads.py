"""What a label of a table says: its meaning, the unit and the year printed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from graph_build.converters.items import printed
from graph_build.documents.model import Cell, Located
from graph_build.records import ids
from graph_build.text.eras import ERAS, find_dates
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.money import unit_of_label
from graph_build.text.numbers import UNITS
from graph_build.text.plan_labels import label_kinds, listed_labels, own_label_kinds

_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])[.]?(?P<year>元|[0-9]{1,2})|(?P<western>(?:19|20)[0-9]{2})|'(?P<short>[0-9]{2}))(?P<unit>年度?|)"
    r"(?:\((?:(?:令和|平成|昭和|[RHS])?(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})(?:年度?)?\))?(?P<after>年度?|)"
    r"(?:\((?:予算|決算|見込|見込み|当初|実績|計画|予定|推計)額?\))?(?P<what>予算|決算|見込|見込み|実績|計画|予定|推計|時点|現在|末)?額?"
)
# 「事業１－２」, 「取組事業③」, 「指標(2)」: a label and which of them it is.
_COUNTED = re.compile(r"(?P<label>[^0-9①-⑳()]{2,}?)(?:No\.?|№)?(?:\(?[0-9]{1,2}\)?(?:[-.](?=[0-9]))?|[①-⑳])+")
_NUMBER = re.compile(
    r"[^\w,.]*(?:No\.?|№)?[^\w,.]*(?![A-Z]{3})[0-9A-Z０-９①-⑳]{1,4}(?:[-－‐–−ー][0-9０-９]{1,2}){0,2}[^\w,.]*"
)
_EVERYONE = re.compile(
    r"(?:各|それぞれの|関係する?|参加する?|構成する?)(?:市町村|市町|市村|町村|市|町|村|自治体|団体)$"
)
_NEXT_YEAR = re.compile(r"(?P<year>[0-9]{1,2})(?P<unit>年度?|)")
_AROUND = re.compile(r"\((?P<inside>(?:[^()]|\([^()]*\))+)\)")
_BRACKETS = re.compile(r"\((?P<inside>[^()]*)\)")
# Counters of numbers.py that in brackets behind a label may mean something else: （市）, （年度）, （項目）.
_NO_UNITS = {
    *("市町村", "市町", "市村", "町村", "市", "町", "村", "都道府県", "府県", "県", "区域", "区"),
    *("分野", "項目", "年", "年度", "月", "線", "駅", "位", "つ", "橋"),
}
_MORE_UNITS = {
    *(
        "所",
        "泊",
        "軒",
        "隻",
        "棟",
        "室",
        "席",
        "機",
        "基",
        "区画",
        "集落",
        "企業",
        "か国",
        "言語",
        "品目",
        "品",
    ),
    *(
        "作品",
        "種類",
        "種",
        "講座",
        "台数",
        "店",
        "km/h",
        "TEU",
        "グラム",
        "票",
        "g",
        "mg",
        "MWh",
        "m3",
        "回線",
        "平方キロメートル",
        "平方メートル",
        "立方メートル",
        "キロメートル",
        "メートル",
        "キログラム",
        "ヘクタール",
    ),
}
_COUNTERS = "|".join(
    sorted({*map(re.escape, UNITS), *_MORE_UNITS} - _NO_UNITS, key=lambda unit: (-len(unit), unit))
)
_UNIT_WORDS = re.compile(
    rf"^(?:単位:)?(?P<unit>(?:十|百)?(?:百|千|万|億)?(?:{_COUNTERS}){{1,2}}(?:/[^\s()、]{{1,5}})?|[^\s()、]{{1,6}}/[^\s()、]{{1,5}})$"
)

# 「事業費の単位：千円」: what the unit is of.
_OF_WHAT = re.compile(r"^[^:()、。0-9]{1,8}(?=単位:)")


@dataclass(frozen=True, slots=True)
class Year:
    """A printed year: ``kind`` is ``fy`` for 年度, ``y`` where the kind is not said."""

    year: int
    kind: str

    @property
    def period(self) -> str:
        """Its period node."""
        return ids.period(str(self.year), kind=self.kind)


@dataclass(frozen=True, slots=True)
class Head:
    """A label: key without brackets, what it may mean, unit and year in brackets, role holder of 「Xの役割」."""

    key: str
    kinds: frozenset[str] = frozenset()
    unit: str | None = None
    year: Year | None = None
    holder: str | None = None

    def means(self, *kinds: str) -> bool:
        """Whether the label may mean one of these."""
        return not self.kinds.isdisjoint(kinds)


NO_HEAD = Head("")


def read_head(text: str) -> Head:
    """Read a label; one that no rule knows means what the plan at hand uses it for.

    >>> head = read_head("事業費 (千円)")
    >>> sorted(head.kinds), head.unit
    (['budget'], '千円')
    >>> read_head("目標値(2025年度)").year, read_head("三原市の役割").holder
    (Year(year=2025, kind='fy'), '三原市')
    """
    head = _read_head(text)
    own = own_label_kinds()
    if not own or head.kinds or head.year:
        return head
    kind = own.get(matching_key(head.key))
    return replace(head, kinds=frozenset((kind,))) if kind else head


@lru_cache(maxsize=4096)
def _read_head(text: str) -> Head:
    key = fold(text).text
    if not key or len(key) > 60:
        return NO_HEAD
    around = _AROUND.fullmatch(key)  # 「(事業費(千円))」
    if around and unit_in(around["inside"]) is None and parse_year(around["inside"]) is None:
        key = around["inside"]
    unit, year, bare = None, None, key
    for bracket in _BRACKETS.finditer(key):
        inside = bracket["inside"]
        inner_year, inner_unit = parse_year(inside), unit_beside(key[: bracket.start()], inside)
        if inner_year is None and inner_unit is None:
            continue
        year, unit = year or inner_year, unit or inner_unit
        bare = bare.replace(bracket[0], "")
    bare = re.sub(r"^[・○●■◆◇□]|[:：.]$", "", bare).strip("【】[]〔〕<>《》〈〉")
    if not listed_labels().get(matching_key(bare)):
        bare = _BRACKETS.sub("", bare) or bare  # 重要業績評価指標(KPI)
    own = matching_key(bare)
    label = label_kind(own)
    if label.kind == "role" and own not in listed_labels():
        if label.holder and _EVERYONE.match(label.holder):  # 「各市の役割」: the cell says who does what
            return Head(bare, frozenset({"roles"}), unit, year)
        return Head(bare, frozenset({"role"}), unit, year, label.holder)
    kinds = label_kinds(own)
    year = year or (None if kinds else parse_year(bare))
    if not kinds and year is None and (counted := _COUNTED.fullmatch(bare)):
        kinds = label_kinds(matching_key(counted["label"]))
    return Head(bare, kinds, unit, year)


def is_number(text: str) -> bool:
    """Whether a cell only holds a number, as printed before a title.

    >>> is_number("No.１－２"), is_number("(3)"), is_number("1-1-2"), is_number("12,300"), is_number("千円"), is_number("KPI")
    (True, True, True, False, False, False)
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def is_counted(text: str) -> bool:
    """Whether a label says which of several it is.

    >>> is_counted("事業１－２"), is_counted("事業名")
    (True, False)
    """
    return _COUNTED.fullmatch(fold(text).text.strip("【】[]〔〕<>《》〈〉")) is not None


def head_of(cell: Cell | None) -> Head:
    """The label in a cell, also behind a marker (「ア 取組の内容」); an empty one for no cell."""
    if cell is None or not cell.text:
        return NO_HEAD
    marker = parse_marker(cell.text.text)
    if marker is not None and marker.kind not in ("angle", "lenticular", "square"):
        behind = read_head(cell.text.text[marker.end :])
        if behind.kinds:
            return behind
    return read_head(cell.text.text)


@lru_cache(maxsize=4096)
def parse_year(text: str) -> Year | None:
    """The year that a label consists of.

    >>> parse_year("R3年度"), parse_year("平成28"), parse_year("2021"), parse_year("令和3年度 (2021年度)")
    (Year(year=2021, kind='fy'), Year(year=2016, kind='y'), Year(year=2021, kind='y'), Year(year=2021, kind='fy'))
    >>> parse_year("12年") is None, parse_year("2,021") is None, parse_year("’21")
    (True, True, Year(year=2021, kind='y'))
    """
    found = _YEAR.fullmatch(fold(text).text)
    if found is None:
        return None
    kind = "fy" if "年度" in (found["unit"], found["after"]) or "年度" in found[0] else "y"
    if found["western"] or found["short"]:
        return Year(int(found["western"] or f"20{found['short']}"), kind)
    era = next(era for era in ERAS if found["era"] in (era.name, era.letter))
    return Year(era.offset + (1 if found["year"] == "元" else int(found["year"])), kind)


def parse_years(texts: Iterable[str]) -> list[Year | None]:
    """The years of column heads from left to right; 「4年度」 behind 「令和3年度」 is of the same era.

    Fiscal years without any era that follow each other (30年度, 31年度 …) are of Heisei from 20 on, else of Reiwa: no plan of
    an area is older than the scheme (Heisei 20), none reaches Reiwa 20.

    >>> [year and year.year for year in parse_years(["令和3年度", "4年度", "計"])]
    [2021, 2022, None]
    >>> [year and year.year for year in parse_years(["30年度", "31年度", "32年度"])]
    [2018, 2019, 2020]
    """
    keys = [fold(text).text for text in texts]
    years: list[Year | None] = []
    last: Year | None = None
    offset = _offset_of_bare(keys)
    for key in keys:
        year = parse_year(key)
        following = _NEXT_YEAR.fullmatch(key)
        if year is not None:
            number = re.match(r"(?:令和|平成|昭和|[RHS])[.]?([0-9]{1,2}|元)", key)
            offset = year.year - (1 if number[1] == "元" else int(number[1])) if number else None
        elif offset is not None and following and (following["unit"] or (last and last.kind == "y")):
            year = Year(offset + int(following["year"]), last.kind if last else "fy")
        last = year or last
        years.append(year)
    return years


def _offset_of_bare(keys: Sequence[str]) -> int | None:
    """What to add to fiscal years of which none names its era; None where one does, or they do not follow each other."""
    bare = [int(found[1]) for key in keys if (found := re.fullmatch(r"([0-9]{1,2})年度", key))]
    if len(bare) < 2 or bare != list(range(bare[0], bare[0] + len(bare))) or any(map(parse_year, keys)):
        return None
    return 1988 if bare[0] >= 20 else 2018


def unit_in(text: str) -> str | None:
    """The unit that the inside of brackets names; None for other words.

    >>> unit_in("単位：百万円"), unit_in("人/日"), unit_in("参考")
    ('百万円', '人/日', None)
    """
    money = unit_of_label(text)
    key = _OF_WHAT.sub("", fold(text).text)
    found = _UNIT_WORDS.match(key)
    if found:
        return found["unit"]
    return money if money and len(key) <= len(money) + 4 else None


def unit_beside(name: str, inside: str) -> str | None:
    """The unit in brackets behind a name: a known one, or the counter that the name itself ends with (経営体数（経営体）); 「a」 are
    ares behind an area only."""
    counts = 1 <= len(inside) <= 6 and name.endswith((f"{inside}数", f"{inside}の数"))
    counts = counts or (inside == "a" and name.endswith("面積"))
    return unit_in(inside) or (inside if counts else None)


def split_unit(text: Located) -> tuple[str, str | None]:
    """A printed name and the unit in brackets at its end; a counter that the name itself ends with is one, too.

    >>> split_unit(Located.plain("中心市街地の通行量 (人)", 0)), split_unit(Located.plain("農業経営体数（経営体）", 0))
    (('中心市街地の通行量', '人'), ('農業経営体数', '経営体'))
    """
    whole = printed(text)
    found = bracket_at_end(whole)
    if found is None:
        return whole, None
    start, inside = found
    name = whole[:start].rstrip()
    unit = unit_beside(name, inside)
    return (name, unit) if unit else (whole, None)


def bracket_at_end(text: str) -> tuple[int, str] | None:
    """Where the bracket at the end of a text begins, and what it holds, brackets inside it included.

    >>> bracket_at_end("面積（2020（令和２）年）"), bracket_at_end("面積")
    ((2, '2020（令和２）年'), None)
    """
    whole = text.rstrip()
    if not whole.endswith((")", "）")):
        return None
    depth = 0
    for at in range(len(whole) - 1, -1, -1):
        depth += (whole[at] in ")）") - (whole[at] in "(（")
        if depth == 0:
            return at, whole[at + 1 : -1].strip()
    return None


def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names, ranges filled in; an open end stays open: only the printed year counts.

    >>> years_in("2022～2024"), years_in("(R6～R10)"), years_in("2022年度～")
    ((2022, 2023, 2024), (2024, 2025, 2026, 2027, 2028), (2022,))
    >>> years_in("令和6～8年度"), years_in("R4年度からR6年度まで"), years_in("2022~24")
    ((2024, 2025, 2026), (2022, 2023, 2024), (2022, 2023, 2024))
    """
    key = fold(text).text
    found: list[int] = []
    for item in re.finditer(
        rf"(?P<a>{_ONE_YEAR})(?:(?:[~-]|から)(?P<b>{_ONE_YEAR})|~(?P<bare>{_BARE_YEAR}))?", key
    ):
        first, last = _year_number(item["a"]), _year_number(item["b"] or item["a"])
        if item["bare"] and first:
            last = _year_number(re.sub(r"[0-9]{1,2}(?=年|$)|元", item["bare"], item["a"], count=1))
        if first and last and first <= last <= first + 30:
            found += range(first, last + 1)
    return tuple(sorted(set(found)))


_ONE_YEAR = r"(?:(?:令和|平成|[RH])(?:元|[0-9]{1,2})(?![0-9/])|(?<![0-9])20[0-9]{2}(?![0-9]))(?:年度?)?"
_BARE_YEAR = r"[0-9]{1,2}(?=年|[^0-9./%]|$)"


def _year_number(text: str) -> int | None:
    year = parse_year(text)
    return year.year if year else None


def date_period(text: str) -> tuple[int, str] | None:
    """Year and period of the first date in a text.

    >>> date_period("(2024年)"), date_period("令和6年10月1日時点")
    ((2024, 'period/y2024'), (2024, 'period/2024-10-01'))
    """
    year = parse_year(re.sub(r"^\((.*)\)$", r"\1", fold(text).text))
    if year:
        return year.year, year.period
    for date in find_dates(text):
        if date.iso and not date.cited:
            kind = {"fiscal_year": "fy", "year": "y"}.get(date.precision or "")
            return int(date.iso[:4]), ids.period(date.iso, kind=kind)
    return None
