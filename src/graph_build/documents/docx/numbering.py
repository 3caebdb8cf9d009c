"""Automatic numbers of Word: 「第1条」 that stands in no text, computed from ``numbering.xml``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from graph_build.documents.docx.package import Element

_GOJUON = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_HALF = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SYMBOL_FONTS = re.compile(r"wingdings|webdings|symbol|zapf", re.IGNORECASE)


def kanji(
    number: int, digits: str = "〇一二三四五六七八九", units: tuple[str, ...] = ("", "十", "百", "千")
) -> str:
    """A number below 10,000 in kanji, 一 left out before a unit.

    >>> kanji(1), kanji(10), kanji(21), kanji(105)
    ('一', '十', '二十一', '百五')
    """
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += ("" if digit == 1 and power else digits[digit]) + units[power]
    return text


def roman(number: int) -> str:
    """A number below 4,000 in Roman capitals.

    >>> roman(14)
    'XIV'
    """
    if not 0 < number < 4_000:
        return str(number)
    signs = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    text = ""
    for sign, value in zip(signs, (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), strict=True):
        text += sign * (number // value)
        number %= value
    return text


def letters(number: int) -> str:
    """Word's letters: z is followed by aa, then bb.

    >>> letters(2), letters(27), letters(28)
    ('b', 'aa', 'bb')
    """
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 20)


def circled(number: int) -> str:
    """①, … ㊿.

    >>> circled(1), circled(21), circled(36), circled(51)
    ('①', '㉑', '㊱', '51')
    """
    for first, last, sign in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(sign + number - first)
    return str(number)


def _from(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _enclosed(first: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "aiueoFullWidth": _from(_GOJUON),
    "aiueo": _from(_GOJUON.translate(_HALF)),
    "irohaFullWidth": _from(_IROHA),
    "iroha": _from(_IROHA.translate(_HALF)),
    "japaneseCounting": kanji,
    "chineseCounting": kanji,
    "chineseCountingThousand": kanji,
    "taiwaneseCounting": kanji,
    "japaneseLegal": lambda number: kanji(number, "零壱弐参四伍六七八九", ("", "拾", "百", "阡")),
    "japaneseDigitalTenThousand": lambda number: "".join(
        "〇一二三四五六七八九"[int(digit)] for digit in str(number)
    ),
    "ideographDigital": lambda number: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)),
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedParen": _enclosed(0x2474),
    "decimalEnclosedFullstop": _enclosed(0x2488),
    "ideographEnclosedCircle": lambda number: chr(0x3280 + number - 1) if 1 <= number <= 10 else str(number),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": lambda number: roman(number).lower(),
    "upperRoman": roman,
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number looks and when it starts again."""

    start: int
    form: str
    text: str
    suffix: str
    legal: bool
    restart: int | None
    symbol: bool

    @classmethod
    def of(cls, element: Element) -> Level:
        """Read ``<w:lvl>``."""
        fonts = element.child("rPr", "rFonts")
        names = " ".join(fonts.node.attrib.values()) if fonts is not None else ""
        restart = element.value("lvlRestart")
        return cls(
            _int(element.value("start"), 0 if element.child("start") is None else 1),
            element.value("numFmt") or _alternate_format(element) or "decimal",
            element.value("lvlText") or "",
            {"space": " ", "nothing": ""}.get(element.value("suff") or "tab", " "),
            element.on("isLgl"),
            _int(restart, 0) if restart is not None else None,
            bool(_SYMBOL_FONTS.search(names)),
        )


def _alternate_format(element: Element) -> str | None:
    """Formats newer than the first edition stand in ``mc:AlternateContent`` with a fallback."""
    return element.value("AlternateContent", "Fallback", "numFmt")


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


@dataclass(slots=True)
class Numbering:
    """The lists of a document and where their counters stand; `label` must be asked in document order."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, part: Element | None) -> Numbering:
        """Read ``numbering.xml``; a document without it has no lists."""
        numbering = cls()
        if part is None:
            return numbering
        abstract: dict[str, dict[int, Level]] = {}
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in part.children:
            if element.name == "abstractNum":
                key = element.get("abstractNumId")
                abstract[key] = {
                    _int(lvl.get("ilvl"), 0): Level.of(lvl) for lvl in element.children if lvl.name == "lvl"
                }
                if element.value("styleLink"):
                    by_style[element.value("styleLink") or ""] = key
                if element.value("numStyleLink"):
                    links[key] = element.value("numStyleLink") or ""
        for element in part.children:
            if element.name == "num":
                numbering._list(element, abstract, by_style, links)
        return numbering

    def _list(
        self,
        element: Element,
        abstract: dict[str, dict[int, Level]],
        by_style: dict[str, str],
        links: dict[str, str],
    ) -> None:
        key = element.value("abstractNumId") or ""
        key = by_style.get(links.get(key, ""), key)
        levels = dict(abstract.get(key, {}))
        name = element.get("numId")
        for override in element.children:
            if override.name != "lvlOverride":
                continue
            ilvl = _int(override.get("ilvl"), 0)
            lvl = override.child("lvl")
            if lvl is not None:
                levels[ilvl] = Level.of(lvl)
            start = override.value("startOverride")
            if start is not None:
                self.starts[name, ilvl] = _int(start, 1)
        self.lists[name] = (key, levels)

    def label(self, num_id: str, ilvl: int) -> str:
        """The number of the next paragraph of a list, with the blank behind it; '' where there is none."""
        key, levels = self.lists.get(num_id, ("", {}))
        level = levels.get(ilvl)
        if level is None:
            return ""
        counters = self.counters.setdefault(key, {})
        if (num_id, ilvl) in self.starts and (num_id, ilvl) not in self._seen:
            counters[ilvl] = self.starts[num_id, ilvl]
        else:
            counters[ilvl] = counters.get(ilvl, level.start - 1) + 1
        self._seen.add((num_id, ilvl))
        for deeper, other in levels.items():
            if deeper > ilvl and (other.restart is None or (other.restart and ilvl < other.restart)):
                counters.pop(deeper, None)
        if level.form == "bullet":
            return ("・" if level.symbol or not level.text.strip() else level.text) + level.suffix
        text = re.sub(
            "%([1-9])",
            lambda found: self._number(int(found[1]) - 1, counters, levels, level.legal),
            level.text,
        )
        return text + level.suffix if text.strip() else ""

    def _number(self, ilvl: int, counters: dict[int, int], levels: dict[int, Level], legal: bool) -> str:
        level = levels.get(ilvl)
        if level is None:
            return ""
        number = counters.setdefault(ilvl, level.start)
        return str(number) if legal else _FORMATS.get(level.form, str)(number)
