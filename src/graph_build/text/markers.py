"""List markers, read from the raw text before anything is folded (① must not become the digit 1).

One marker has one reading here; where the sign alone does not settle it (``i`` may be the ninth letter,
イ the first of the iroha order), the sequence of its neighbours does, and that is the caller's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from graph_build.text.numerals import BLANK, KANJI_NUMERALS, narrow, to_int

GOJUON = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker at the beginning of a text.

    ``raw`` is the marker as printed without blanks around it; ``end`` the index in the text just behind
    the marker and the blanks that follow; ``number`` what it counts (``第3条の2`` → 3, ``イ`` → 2, a bullet
    → None); ``label`` the number as text in one form (``3の2``, ``イ``, ``a``, ``III``, ``1.2``; for brackets
    the words inside).

    Kinds, with an example each:

    - ``part`` 第1編・第1部, ``chapter`` 第1章・序章, ``section`` 節, ``subsection`` 款, ``article`` 条,
      ``paragraph`` 項, ``item`` 号, ``ordinal`` 第1, ``annex`` 別表・別紙…, ``supplement`` 附則;
    - ``digit`` 1・1．, ``digit_multi`` 1-2・1.2・Ⅰ-2, ``digit_close`` 1), ``paren_digit`` (1)・⑴, ``framed_digit`` 【1】, ``circled`` ①,
      ``circled_negative`` ❶, ``circled_kana`` ㋐, ``circled_letter`` ⓐ, ``circled_kanji`` ㊀;
    - ``kana`` ア, ``kana_close`` ア), ``paren_kana`` (ア); ``kanji`` 一, ``paren_kanji`` (一)・㈠;
    - ``letter`` a, ``letter_upper`` A, ``letter_close`` a), ``paren_letter`` (a); ``roman_upper`` Ⅰ・I,
      ``roman_lower`` ⅰ・i, ``paren_roman`` (i);
    - ``bullet`` ・, ``note`` ※;
    - ``angle`` 《…》・〈…〉・<…>, ``lenticular`` 【…】, ``square`` [ … ]: these hold their words,
      ``end`` is behind the closing bracket.
    """

    kind: str
    number: int | None
    raw: str
    end: int
    label: str = ""


_B = BLANK
_N = rf"(?:[0-9](?:{_B}[0-9]){{0,3}}|[{KANJI_NUMERALS}](?:{_B}[{KANJI_NUMERALS}]){{0,6}})"
_OF = rf"(?P<branch>(?:{_B}の{_B}{_N}(?!つ))*)"
_GAP = r"(?=\s|$|[(\[【「『:])"
_DIVISIONS = {
    "編": "part",
    "部": "part",
    "章": "chapter",
    "節": "section",
    "款": "subsection",
    "条": "article",
    "項": "paragraph",
    "号": "item",
}
# Without a blank behind it, 「第3条中」 or 「第2章では」 speaks about a provision and does not begin one.
_NO_GAP = r"(?=[^\W\d_])(?![にのをがはとでもへや及並又若第中から以各例文])"
_DIVISION = re.compile(
    rf"第{_B}(?P<n>{_N}){_B}(?P<unit>(?P<loose>[条章節])|[編部款項号]){_OF}(?:{_GAP}|(?(loose){_NO_GAP}|(?!)))"
)
_OPENING_CHAPTER = re.compile(rf"(?P<n>[序終]){_B}章{_GAP}")
_ORDINAL = re.compile(rf"第{_B}(?P<n>{_N})(?=\s+\S)(?!\s*[{''.join(_DIVISIONS)}回期次](?!間|限|世代|数))")
_ANNEX_WORDS = ("別表", "別紙", "別記", "別添", "別図", "様式", "付表", "附表")
# 「別表のとおり」 and 「別表を次のように改める」 speak about an annex, 「別表 第1（第3条関係）」 begins one.
_SPOKEN_OF = r"(?!\s*(?:の(?:とおり|通り)|に(?:掲|定|規|おいて|よ)|を[次加削]|は、|中「|から|及び|並びに))"
_ANNEX = re.compile(
    rf"(?P<word>{'|'.join(_B.join(word) for word in _ANNEX_WORDS)})"
    rf"(?:{_B}第?{_B}(?P<n>{_N})(?:{_B}[号表])?{_OF})?{_GAP}{_SPOKEN_OF}"
)
_SUPPLEMENT = re.compile(rf"[附付]{_B}則{_GAP}")

_PAREN = re.compile(rf"\({_B}(?P<n>[^()\s]{{1,4}}|[0-9]\s[0-9]){_B}\)")
_CLOSE = re.compile(rf"(?P<n>[0-9]{{1,2}}|[a-z]|[ァ-ンｱ-ﾝ]){_B}\)")
_FRAMED = re.compile(r"(?:【\s*(?P<n>[0-9]{1,2})\s*】|〔\s*(?P<of>[0-9]{1,2})\s*〕)(?=\s*[^\W\d_])")
_STOP = r"(?:[.．。、，:：]|\s)"
# A digit with a counter behind it is a number (1 件, 3 つの, 24 市町村が), not a marker.
_COUNTERS = (
    "千円|百万円|万円|億円|円|人|名|者|世帯|戸|件|つ|個|回|日間|日|月|か月|ヶ月|カ月|年間|年度|年|時間|時|分間|分|歳|"
    "か所|ヶ所|カ所|ヵ所|箇所|施設|団体|機関|路線|校|園|館|社|台|便|本|冊|部|枚|通|号|条|項|章|節|次産業化?|次|期|級|種|"
    "位|倍|割|点|市町村|市町|町村|市|町|村|都|道|府|県|%|‰|㎡|㎞|m|km|ha|kg|t|℃|ポイント"
)
_BEHIND_COUNTER = r"$|[\s\d、。,.()・~-]|[のがはをにとでもやへ]|以[上下内]|程度|から|まで|未満"
_PARTY_SPEAKS = "\u3000[市町村区都道府県]は、"  # 「３　町は、…」: the third paragraph, on what the town does
_NOT_COUNTED = rf"(?!(?!{_PARTY_SPEAKS})\s*(?:{_COUNTERS})(?:{_BEHIND_COUNTER}))"
# Nor is the first figure of a row (12 34), of a date with blanks (2 0 2 5 年), or with its year (27 (2024)).
_NO_FIGURE = r"(?!\s+[0-9][0-9,.]*(?:\s|$|[年月日])|\s*\((?:19|20)[0-9]{2})"
_DIGIT = re.compile(
    rf"(?P<n>[0-9]{{1,2}})(?:[.](?![0-9])|[、:](?!\s*[0-9])|(?=\s)){_NOT_COUNTED}{_NO_FIGURE}(?=\s*\S)"
)
_MULTI = re.compile(
    rf"(?P<n>(?:[1-9][0-9]?|[Ⅰ-Ⅻ])(?:{_B}[.-]{_B}[1-9][0-9]?){{1,3}})[.]?"
    rf"(?=\s)(?!\s*[~-])(?=\s*[^\W0-9_]|\s*[(「【]){_NOT_COUNTED}"
)
_KANA = re.compile(r"(?P<n>[ア-ンｱ-ﾝ])(?:[.。、:](?![ァ-ンｱ-ﾝ](?![ァ-ンｱ-ﾝー]))|(?=\s)|$)")
_KANJI = re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})(?:[.、:](?![一二三四五六七八九十])|(?=\s))(?=\s*\S)")
_ROMAN = re.compile(
    r"(?:(?P<sign>[Ⅰ-Ⅻⅰ-ⅻ])(?![Ⅰ-Ⅻⅰ-ⅻ期型種類級次号部及のと・、,/~〜-])"
    r"|(?P<letters>I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X|i{1,3}|iv|vi{0,3}|ix|xi{0,2}|x)"
    r"(?:(?=[.、:](?![0-9A-Za-z]))|(?=\s+\S)|(?=[【「(])))[.、:]?"
)
_LETTER = re.compile(r"(?P<n>[A-Za-z])(?:[.、:](?![0-9A-Za-z])|(?=\s))(?=\s*\S)")
# The noise of PDF extraction looks like a marker: 「ア ン ケ ー ト」, 「I C T」, 「一 般 会 計」. A gap that is wider than the
# next one parts a marker from words set wide: 「イ　デ ジタ ル」.
_WIDER = r"(?!　[^\s][ \t]|[ \t]{2,}\S[ \t]\S)"
_SPACED_KANA = re.compile(_WIDER + r"\s+[ァ-ヶー](?:\s|$)")
_SPACED_KANJI = re.compile(_WIDER + r"\s+[^\W\d_a-zA-Z](?:\s|$)")
_SPACED_LETTER = re.compile(_WIDER + r"\s+[A-Za-z](?![A-Za-z])")

_SIGNED = "▲△▼▽"  # before a figure these are minus signs
_ROUND = "○〇◯"  # before each other they stand for a name to be filled in, before a numeral for zero
_BULLETS = "・･•‧·∙⁃‣◦●◎■□◆◇▪▫★☆▶►▷➢➤✓✔\uf0b7\uf06c\uf06e\uf0d8\uf0fc"
_BULLET = re.compile(
    rf"(?:[{_BULLETS}](?!\s*[{_BULLETS}])|[{_SIGNED}](?!\s*[{_SIGNED}0-9.])"
    rf"|[{_ROUND}](?!\s*[{_ROUND}{KANJI_NUMERALS}]))(?=\s*\S)"
)
_DASH_BULLET = re.compile(r"[-*+‐–—―](?=\s+[^\s\d])")
_NOTE = re.compile(rf"(?:\({_B}※{_B}\)|※{_B}(?:[0-9]{{1,2}}(?![0-9年月日件人円])|[①-⑳])?)(?=\s*\S)")
_BRACKETS = re.compile(
    r"(?P<angle>《[^《》\n]+》|〈[^〈〉\n]+〉|≪[^≪≫\n]+≫|<(?!/?[A-Za-z])[^<>\n]+>)"
    r"|(?P<lenticular>【[^【】\n]+】)|(?P<square>\[[^\[\]\n]+\]|〔[^〔〕\n]+〕)"
)


def parse_marker(text: str) -> Marker | None:
    """The list marker that a text begins with (leading blanks skipped), or None.

    >>> parse_marker("第３条の２ 甲は")
    Marker(kind='article', number=3, raw='第３条の２', end=6, label='3の2')
    >>> parse_marker("① 5事業")
    Marker(kind='circled', number=1, raw='①', end=2, label='1')
    >>> parse_marker("別 表 第 １（第3条関係）").label
    '1'
    >>> [parse_marker(text).kind for text in ("【1】医療", "【医療】", "【2】")]
    ['framed_digit', 'lenticular', 'lenticular']
    >>> [parse_marker(text) for text in ("24市町村", "2025年", "イオン", "第三者")]
    [None, None, None, None]
    """
    start = len(text) - len(text.lstrip())
    body = narrow(text[start:])
    if not body:
        return None
    for read in _READERS:
        found = read(body)
        if found:
            kind, number, label, length = found
            raw = text[start : start + length].rstrip()
            rest = body[length:]
            return Marker(kind, number, raw, start + length + len(rest) - len(rest.lstrip()), label)
    return None


def kana_number(kana: str, order: str = GOJUON) -> int | None:
    """The place of a kana in the order of the syllabary, or in `IROHA`; None for a kana that is in neither.

    >>> kana_number("ハ"), kana_number("ハ", IROHA), kana_number("ｶ")
    (26, 3, 6)
    """
    place = order.find(_one_form(kana))
    return place + 1 if place >= 0 else None


def follows(before: Marker, after: Marker) -> bool:
    """Whether a marker is the next after another, in the order of the syllabary or in the iroha order.

    >>> follows(parse_marker("イ x"), parse_marker("ロ x")), follows(parse_marker("(1) x"), parse_marker("(2) x"))
    (True, True)
    """
    if before.kind != after.kind or before.number is None or after.number is None:
        return False
    in_iroha = before.kind in ("kana", "paren_kana") and before.label in IROHA and after.label in IROHA
    if in_iroha and IROHA.index(after.label) == IROHA.index(before.label) + 1:
        return True
    return after.number == before.number + 1


_Reading = tuple[str, int | None, str, int]
"""Kind, number, label, length of what was read."""


def _one_form(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign)


def _numbered(found: re.Match[str], kind: str) -> _Reading | None:
    """A reading with its number and the branch numbers (の2) behind it."""
    number = to_int(found["n"])
    if number is None:
        return None
    branches = [to_int(part) for part in re.split(r"\s*の\s*", found["branch"] or "") if part]
    label = "の".join(str(part) for part in (number, *branches))
    return kind, number, label, found.end()


def _division(body: str) -> _Reading | None:
    found = _DIVISION.match(body)
    if found:
        return _numbered(found, _DIVISIONS[found["unit"]])
    found = _OPENING_CHAPTER.match(body)
    if found:
        return "chapter", None, found["n"], found.end()
    found = _ORDINAL.match(body)
    if found:
        number = to_int(found["n"])
        return ("ordinal", number, str(number), found.end()) if number is not None else None
    return None


def _annex(body: str) -> _Reading | None:
    found = _ANNEX.match(body)
    if found:
        return _numbered(found, "annex") if found["n"] else ("annex", None, "", found.end())
    found = _SUPPLEMENT.match(body)
    return ("supplement", None, "", found.end()) if found else None


_ENCLOSED = (
    ("circled", "①⑳㉑㉟㊱㊿⓪⓪⓵⓾➀➉"),
    ("circled_negative", "❶❿⓫⓴➊➓"),
    ("paren_digit", "⑴⒇"),
    ("digit", "⒈⒛"),
    ("paren_kanji", "㈠㈩"),
    ("circled_kanji", "㊀㊉"),
    ("circled_kana", "㋐㋾"),
    ("circled_letter", "Ⓐⓩ"),
    ("paren_letter", "⒜⒵"),
)
"""Markers that are one character: kind, then first and last sign of each run."""


def _enclosed(body: str) -> _Reading | None:
    sign = body[0]
    for kind, bounds in _ENCLOSED:
        if any(low <= sign <= high for low, high in zip(bounds[::2], bounds[1::2], strict=True)):
            inside = _one_form(sign).strip("().")
            if kind == "circled_kana":
                return kind, kana_number(inside), inside, 1
            if kind.endswith("letter"):
                return kind, _letter_number(inside), inside, 1
            number = int(unicodedata.numeric(sign))
            return kind, number, str(number), 1
    return None


def _letter_number(letter: str) -> int:
    return ord(letter.lower()) - ord("a") + 1


_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _in_brackets(body: str) -> _Reading | None:
    found = _PAREN.match(body)
    if found:
        return _inside(found, "paren_", digits=2)
    found = _CLOSE.match(body)
    if found:
        reading = _inside(found, "", digits=2)
        return (reading[0] + "_close", *reading[1:]) if reading else None
    return None


def _framed(body: str) -> _Reading | None:
    found = _FRAMED.match(body)
    number = int(found["n"] or found["of"]) if found else 0
    return ("framed_digit", number, str(number), found.end()) if found else None


def _inside(found: re.Match[str], prefix: str, digits: int) -> _Reading | None:
    """What a bracket holds: at most so many digits, one kana, one letter, a small Roman or kanji number."""
    inside, end = re.sub(r"\s", "", found["n"]), found.end()
    sign = _one_form(inside)
    if re.fullmatch(rf"[0-9]{{1,{digits}}}", inside):
        return f"{prefix}digit", int(inside), str(int(inside)), end
    if kana_number(sign) and len(sign) == 1:
        return f"{prefix}kana", kana_number(sign), sign, end
    if prefix and sign.lower() in _ROMANS:
        return f"{prefix}roman", _ROMANS.index(sign.lower()) + 1, sign, end
    if re.fullmatch(r"[A-Za-z]", inside):
        return f"{prefix}letter", _letter_number(inside), inside, end
    if re.fullmatch(r"[一二三四五六七八九十]{1,3}", inside):
        number = to_int(inside)
        return (f"{prefix}kanji", number, str(number), end) if number is not None else None
    return None


def _digit(body: str) -> _Reading | None:
    found = _DIGIT.match(body)
    if found:
        return "digit", int(found["n"]), str(int(found["n"])), found.end()
    found = _MULTI.match(body)
    if found:
        label = re.sub(r"\s", "", found["n"])
        return "digit_multi", int(re.split("[.-]", label)[-1]), label, found.end()
    return None


def _kana(body: str) -> _Reading | None:
    found = _KANA.match(body)
    if not found or _SPACED_KANA.match(body, found.end()):
        return None
    kana = _one_form(found["n"])
    return ("kana", kana_number(kana), kana, found.end()) if kana_number(kana) else None


def _kanji(body: str) -> _Reading | None:
    found = _KANJI.match(body)
    if not found or _SPACED_KANJI.match(body, found.end()):
        return None
    number = to_int(found["n"])
    return ("kanji", number, str(number), found.end()) if number is not None else None


def _latin(body: str) -> _Reading | None:
    found = _ROMAN.match(body)
    if found and (len(found["letters"] or "II") > 1 or not _SPACED_LETTER.match(body, found.end())):
        label = _one_form(found["sign"] or found["letters"])
        kind = "roman_upper" if label.isupper() else "roman_lower"
        return kind, _ROMANS.index(label.lower()) + 1, label, found.end()
    found = _LETTER.match(body)
    if not found or _SPACED_LETTER.match(body, found.end()):
        return None
    letter = found["n"]
    return "letter_upper" if letter.isupper() else "letter", _letter_number(letter), letter, found.end()


def _sign(body: str) -> _Reading | None:
    found = _NOTE.match(body)
    if found:
        label = "".join(filter(str.isdigit, _one_form(found[0])))
        return "note", int(label) if label else None, label, found.end()
    found = _BULLET.match(body) or _DASH_BULLET.match(body)
    if found:
        return "bullet", None, "", found.end()
    found = _BRACKETS.match(body)
    if found:
        return found.lastgroup or "", None, found[0][1:-1].strip(), found.end()
    return None


_READERS: tuple[Callable[[str], _Reading | None], ...] = (
    _division,
    _annex,
    _enclosed,
    _in_brackets,
    _framed,
    _digit,
    _kana,
    _kanji,
    _latin,
    _sign,
)
