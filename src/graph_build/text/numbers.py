"""Numbers as documents print them: every width, grouped, in kanji, with triangles for minus, fractions, none.

An empty cell, a dash and a slash are three different things and none of them is zero: they keep their kind
and have no value. Of ``12万人`` the scale belongs to the value (120000 人); before 円 it belongs to the unit,
as in the labels of tables (``5,334千円`` is 5334 千円; `graph_build.text.money` gives yen).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from graph_build.text.numerals import BLANK, KANJI_NUMERALS, narrow, to_int

NumberKind: TypeAlias = Literal["number", "fraction", "dash", "slash", "blank"]


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number with its unit: ``text[start:end] == printed``.

    ``value`` is None for the kinds ``dash``, ``slash``, ``blank`` and where the figures cannot be read
    (``note`` says why); a fraction that does not end is cut at 12 digits. ``unit`` is the printed unit
    without blanks (``人``, ``台/年``, ``千円``, ``%``), "" if there is none. ``note`` is also set where words
    limit the value: the notes of `LIMITS`.
    """

    value: Decimal | None
    kind: NumberKind
    unit: str
    printed: str
    start: int
    end: int
    note: str | None = None


LIMITS = {
    "約": "about",
    "およそ": "about",
    "おおむね": "about",
    "概ね": "about",
    "以上": "or more",
    "余": "or more",
    "超": "more than",
    "以下": "or less",
    "以内": "or less",
    "未満": "less than",
    "程度": "about",
}
"""Words before or behind a number that limit it, and the note they give."""

_UNIT_TABLE = """
    百万円 千円 万円 億円 円 % ‰ ポイント pt 割 倍 度 ℃
    人泊 人 名 世帯 戸 件 台 便 回 本 冊 部 枚 通 組 頭 羽 つ 個 点 位
    か所 ヶ所 カ所 ヵ所 箇所 施設 団体 機関 路線 校 園 館 社 店舗 床 線 駅 橋 事業 項目
    市町村 市町 市村 町村 市 町 村 都道府県 府県 県 区域 地区 区 分野
    日間 日 か月 ヶ月 カ月 月 年間 年度 年 時間 分 秒 歳代 歳
    km² k㎡ km2 ㎢ m² ㎡ m2 m³ ㎥ ha ㏊ km ㎞ cm ㎝ mm ㎜ m
    kg ㎏ トン t kWh kW kw ㎾ MW GJ L
"""
UNITS = tuple(_UNIT_TABLE.split())
"""Units that may follow a number in running text, longest first; one more may stand behind a slash."""


def parse_number(text: str) -> Number | None:
    """The number that a cell begins with, or the sign for none that it is; None if it begins with words.

    Brackets around the whole cell do not count. What stands behind the figures up to a bracket, blank or
    comma is the unit; ``end`` tells what is left.

    >>> [str(parse_number(cell).value) for cell in ("７，２２０ 台/年", "▲16.8％", "一億二千万円", "(1/2)")]
    ['7220', '-16.8', '120000000', '0.5']
    >>> parse_number("－").kind, parse_number("検討中") is None, parse_number("34,200　億 円").unit
    ('dash', True, '億円')
    """
    body = narrow(text)
    start = len(body) - len(body.lstrip())
    kind = _NONE_SIGNS.get(re.sub(r"\s", "", body))
    if kind:
        return Number(None, kind, "", text.strip(), start, start + len(text.strip()))
    bad = _BADLY_GROUPED.match(body, start)
    if bad:
        note = "the figures are not grouped by thousands"
        return Number(None, "number", "", bad[0], start, bad.end(), note)
    bracketed = _BRACKETED.match(body, start)
    found = _IN_CELL.match(body, bracketed.start("inside") if bracketed else start)
    return _number(found, text) if found else None


def find_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a running text in order; kanji numbers only where a unit makes them certain.

    Units are those of `UNITS`. Numbers of provisions (第3条) are left out, those of dates are not.

    >>> [(str(n.value), n.unit, n.note) for n in find_numbers("約1,300人、面積 7, 220 k㎡、三人以上")]
    [('1300', '人', 'about'), ('7220', 'k㎡', None), ('3', '人', 'or more')]
    """
    return tuple(_find(text))


_B = BLANK
_NONE_SIGNS: dict[str, NumberKind] = {
    "": "blank",
    **dict.fromkeys("-‐‑‒–—―−ー─━…", "dash"),
    **dict.fromkeys(("--", "――", "──", "ーー", "..", "...", "……"), "dash"),
    **dict.fromkeys("/∕⁄", "slash"),
}
_NEGATIVE = ("マイナス", "▲", "△", "▼", "-", "−", "–", "―")
# A dash behind a figure or unit is the dash of a range.
_SIGN = r"(?:マイナス|プラス|[▲△▼+]|(?<![0-9A-Za-z%)年月日人円台])[-−–―](?=[0-9.]))"
_FIGURES = rf"(?:[0-9]{{1,3}}(?:,{_B}[0-9]{{3}})+(?![0-9])|[0-9]+)(?:[.][0-9]+)?"
_BADLY_GROUPED = re.compile(rf"(?!{_FIGURES}(?!,?[0-9]))[0-9]+(?:,[0-9]+)+")
_KANJI = rf"[{KANJI_NUMERALS}][{KANJI_NUMERALS}万億兆]{{0,23}}"
_FRACTION = (
    rf"(?P<parts>[0-9]{{1,9}}|{_KANJI}){_B}分の{_B}(?P<of_parts>[0-9]{{1,9}}|{_KANJI})"
    rf"|(?P<over>[0-9]{{1,4}}){_B}[/⁄∕]{_B}(?P<under>[0-9]{{1,4}})(?![0-9/⁄∕]|{_B}[年月日])"
    r"|(?P<whole>[0-9]{1,6})?(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])"
)
_SCALED = rf"(?:{_FIGURES}{_B}[百千]?[万億兆])+(?:{_FIGURES}千?)?|{_FIGURES}{_B}千(?!円)"
_BEFORE = rf"(?P<about>約|およそ|おおむね|概ね)?{_B}(?P<sign>{_SIGN})?{_B}"
_YEN = rf"(?P<yen>{_FIGURES})(?={_B}(?:千|百{_B}万|万|億){_B}円)"
_ARABIC = rf"(?:{_FRACTION}|{_YEN}|(?P<scaled>{_SCALED})|(?P<figures>{_FIGURES}))"
_BEHIND = rf"(?:{_B}(?P<limit>以上|以下|以内|未満|超(?!え)|余(?!り)|程度))?"
_YEN_UNITS = {unit: _B.join(unit) for unit in UNITS if unit.endswith("円")}  # a line end may part 億 and 円
_ORDERED_UNITS = sorted(UNITS, key=lambda unit: (-len(unit), unit))
_UNIT = "(?:" + "|".join(_YEN_UNITS.get(unit, re.escape(unit)) for unit in _ORDERED_UNITS) + ")"
_UNITS = rf"{_UNIT}(?:{_B}/{_B}{_UNIT})?"
_STOP = r"\s()（）、。,;:~〜※\[\]【】"
_LIMIT_AHEAD = "(?=以[上下内]|未満|超|程度)"
# A unit of the table; directly behind the figures also any word that ends the cell (50.3ポイント増), in Latin letters
# also behind a blank (98,420 TEU).
_CELL_UNIT = (
    rf"(?:{_B}(?P<unit>{_UNITS}(?={_B}[²³]|[^一-鿿ァ-ヶA-Za-z/]|$)(?:{_B}[²³])?)"
    rf"|(?:{_B}(?=[A-Za-z]{{2,6}}{_B}$))?(?!以[上下内]|未満|超|程度)(?P<word>[^{_STOP}0-9]{{1,12}}?)(?:{_LIMIT_AHEAD}|(?={_B}$|[{_STOP}])))?"
)
# In kanji a number ends the cell or has a unit of the table behind it: 三次市, 九州, 一般 are words.
# 百万円 and 千人 without a digit are units.
_CELL_KANJI = (
    rf"(?!一部|一円|一時|一度|[百千万億]+(?:円|人))(?P<kanji>{_KANJI})"
    rf"(?={_B}(?:{_UNITS})?(?:以[上下内]|未満|超|程度|{_B}$|[{_STOP}]))"
)
_IN_CELL = re.compile(rf"{_BEFORE}(?:{_ARABIC}|{_CELL_KANJI}){_CELL_UNIT}{_BEHIND}")
_BRACKETED = re.compile(rf"[(\[]{_B}(?P<inside>[^()\[\]]*?){_B}[)\]]\s*$")
# 一部, 一円 and the like are words; a place name goes on with kanji behind the unit (四日市, 五町田).
_CERTAIN_KANJI = (
    rf"(?<![一-鿿])(?![百千万億]+円|一円|一人ひとり)(?P<kanji>{_KANJI})"
    rf"(?={_B}(?:市町村|[人名年月日件円市町村通回%]|箇所|か所|世帯|団体|施設)(?!(?!以[上下内]|未満|程度)[一-鿿々]))"
)
_IN_TEXT = re.compile(
    rf"(?<![0-9A-Za-z第.])(?<![条項号]の){_BEFORE}(?:(?<![0-9A-Za-z.]){_ARABIC}|{_CERTAIN_KANJI})"
    rf"(?:{_B}(?P<unit>{_UNITS}))?{_BEHIND}"
)
_CONTEXT = Context(prec=12)


def _find(text: str) -> Iterator[Number]:
    for found in _IN_TEXT.finditer(narrow(text)):
        number = _number(found, text)
        if number:
            yield number


def _number(found: re.Match[str], text: str) -> Number | None:
    """A match as a number; None if its kanji are no numeral (千百)."""
    groups = found.groupdict()
    notes = [LIMITS[groups[key]] for key in ("about", "limit") if groups[key]]
    kind: NumberKind = "fraction" if _is_fraction(groups) else "number"
    value = _fraction(groups) if kind == "fraction" else _plain(groups)
    if value is None:
        if kind == "number":
            return None
        notes.insert(0, "the denominator is zero")
    elif groups["sign"] in _NEGATIVE:
        value = -value
    unit = re.sub(r"\s", "", groups["unit"] or groups.get("word") or "")
    start, end = found.span()
    start += len(found[0]) - len(found[0].lstrip())
    return Number(value, kind, unit, text[start:end], start, end, "; ".join(notes) or None)


def _is_fraction(groups: dict[str, str | None]) -> bool:
    return any(groups[key] for key in ("parts", "over", "vulgar"))


def _fraction(groups: dict[str, str | None]) -> Decimal | None:
    if groups["vulgar"]:
        part = Fraction(unicodedata.numeric(groups["vulgar"])).limit_denominator(10)
        ratio = int(groups["whole"] or 0) + part
        numerator, denominator = ratio.numerator, ratio.denominator
    else:
        numerator = to_int(groups["of_parts"] or groups["over"] or "") or 0
        denominator = to_int(groups["parts"] or groups["under"] or "") or 0
    return _CONTEXT.divide(Decimal(numerator), Decimal(denominator)) if denominator else None


def _plain(groups: dict[str, str | None]) -> Decimal | None:
    if groups["kanji"]:
        value = to_int(groups["kanji"])
        return Decimal(value) if value is not None else None
    return _scaled(groups["yen"] or groups["scaled"] or groups["figures"] or "")


_SCALES = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}


def _scaled(printed: str) -> Decimal:
    """Figures with scales behind them: ``1億2,000万`` = 1 × 10⁸ + 2000 × 10⁴."""
    total = Decimal(0)
    for figures, scales in re.findall(r"([0-9.]+)([百千万億兆]*)", re.sub(r"[\s,]", "", printed)):
        part = Decimal(figures)
        for scale in scales:
            part *= _SCALES[scale]
        total += part
    return total
