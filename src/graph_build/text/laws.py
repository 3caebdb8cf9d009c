"""Citations of laws: which law, which number it has, which provision, in one form.

``地方自治法（昭和22年法律第67号）第二百五十二条の二第一項`` and ``地方自治法第 252 条の 2 第 1 項`` give the
same ``地方自治法第252条の2第1項``. Citations are matched on the folded text, so width and noise blanks do not
matter; give a paragraph at a time, because a line break is a blank there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.text.key import Key, fold
from graph_build.text.numerals import KANJI_NUMERALS, to_int

OUTLINES = ("定住自立圏構想推進要綱", "連携中枢都市圏構想推進要綱")
"""The ministry's outlines: cited as a whole too."""
LAW_NUMBERS: dict[str, str] = {
    "地方自治法": "昭和22年法律第67号",
    "地方自治法施行令": "昭和22年政令第16号",
    "地方財政法": "昭和23年法律第109号",
    "地方公務員法": "昭和25年法律第261号",
    "地方交付税法": "昭和25年法律第211号",
    "消防組織法": "昭和22年法律第226号",
    "災害対策基本法": "昭和36年法律第223号",
    "まち・ひと・しごと創生法": "平成26年法律第136号",
    "市町村の合併の特例に関する法律": "平成16年法律第59号",
    "廃棄物の処理及び清掃に関する法律": "昭和45年法律第137号",
    "地域公共交通の活性化及び再生に関する法律": "平成19年法律第59号",
    "障害者の日常生活及び社会生活を総合的に支援するための法律": "平成17年法律第123号",
    "個人情報の保護に関する法律": "平成15年法律第57号",
    "児童福祉法": "昭和22年法律第164号",
    "介護保険法": "平成9年法律第123号",
    "医療法": "昭和23年法律第205号",
    "消費者安全法": "平成21年法律第50号",
    "学校教育法": "昭和22年法律第26号",
    "図書館法": "昭和25年法律第118号",
    "都市計画法": "昭和43年法律第100号",
    "道路運送法": "昭和26年法律第183号",
    "道路法": "昭和27年法律第180号",
    "水道法": "昭和32年法律第177号",
    "下水道法": "昭和33年法律第79号",
    "民法": "明治29年法律第89号",
}
"""Numbers of laws that such documents name without their number (facts of e-Gov 法令検索)."""


@dataclass(frozen=True, slots=True)
class LawCitation:
    """A law that a text names with a number or a provision.

    ``law`` is its name (an abbreviation or 同法 resolved where the text says what it stands for), ``number``
    as printed there or known (``昭和22年法律第67号``), ``law_id`` that of e-Gov (`law_id`), ``path`` the
    provision with Arabic numerals (``第252条の2第1項``, ``""`` for the law as such), ``alias`` what the text
    calls it from here on (以下「法」). ``start`` and ``end`` bound the citation in the text.
    """

    law: str
    number: str | None
    law_id: str | None
    path: str
    start: int
    end: int
    alias: str | None = None

    @property
    def text(self) -> str:
        """Law and provision: ``地方自治法第252条の2第1項``."""
        return self.law + self.path


def find_law_citations(text: str, before: Sequence[LawCitation] = ()) -> tuple[LawCitation, ...]:
    """The citations of a text in order; of 「第3項及び第4項」 each provision is one.

    ``before`` are citations of the paragraphs before it: they settle 同法, 同条 and abbreviations.

    >>> found = find_law_citations("地方自治法（昭和22年法律第67号）第252条の2第1項及び同条第四項")
    >>> [(c.text, c.law_id) for c in found]
    [('地方自治法第252条の2第1項', '322AC0000000067'), ('地方自治法第252条の2第4項', '322AC0000000067')]
    """
    return tuple(_Reader(fold(text), before).read())


def law_id(number: str) -> str | None:
    """The id of e-Gov for a printed number of a law or cabinet order: era, year, kind, ten digits; else None.

    >>> law_id("昭和22年法律第67号"), law_id("平成二十六年 法律 第百三十六号"), law_id("平成20年条例第3号")
    ('322AC0000000067', '426AC0000000136', None)
    """
    found = _NUMBER.fullmatch(fold(number).text)
    if not found or found["kind"] not in _KIND_CODES:
        return None
    year = 1 if found["year"] == "元" else to_int(found["year"])
    serial = to_int(found["serial"])
    if year is None or serial is None:
        return None
    return f"{_ERA_DIGITS[found['era']]}{year:02}{_KIND_CODES[found['kind']]}{serial:010}"


_ERA_DIGITS = {"明治": 1, "大正": 2, "昭和": 3, "平成": 4, "令和": 5}
_KIND_CODES = {"法律": "AC", "政令": "CO"}
_N = rf"(?:[0-9]+|[{KANJI_NUMERALS}]+)"
_ERA = "|".join(_ERA_DIGITS)
_NUMBER = re.compile(rf"(?P<era>{_ERA})(?P<year>元|{_N})年(?P<kind>[^\W\d_]*?)第(?P<serial>{_N})号")

_ARTICLE, _PARAGRAPH = rf"第{_N}条(?:の{_N})*", rf"第{_N}項"
_ITEM = rf"第{_N}号(?:の{_N})*"
_WHICH = r"(?:前段|後段|本文|ただし書|各号)?"
_PATH = rf"(?:{_ARTICLE}(?:{_PARAGRAPH})?(?:{_ITEM})?|{_PARAGRAPH}(?:{_ITEM})?|{_ITEM}){_WHICH}"
_GUIDE_PATH = rf"第{_N}(?![0-9条項号章節回期次])(?:の{_N})?(?:\({_N}\))?"
_ALIAS = r"以下(?:単に)?「(?P<{0}>[^「」]+)」と(?:いう|総称する)。?"
_BRACKET = (
    rf"\((?P<number>(?:{_ERA})(?:元|{_N})年[^()。]{{1,40}}?号)[^()]*?(?:。?{_ALIAS.format('alias')})?[^()]*\)"
)
_GUIDE_BRACKET = _BRACKET.replace("P<number", "P<guide_number").replace("P<alias", "P<guide_alias")
_LATER_BRACKET = rf"\({_ALIAS.format('later_alias')}\)"
_LAW_WORD = r"(?:法律|施行令|施行規則|会議規則|法|条例)"
_GUIDE_WORD = r"(?:要綱|要領|指針)"
_CITED = re.compile(
    rf"(?:(?P<law>{_LAW_WORD})(?:{_BRACKET})?(?:{_LATER_BRACKET})?(?P<path>{_PATH})?"
    rf"|(?P<guide>{_GUIDE_WORD})(?:{_GUIDE_BRACKET})?"
    rf"(?P<guide_path>{_GUIDE_PATH})?"
    rf"|(?P<same>同[条項])(?P<same_path>{_PARAGRAPH}(?:{_ITEM})?|{_ITEM})?{_WHICH}"
    rf"|(?P<own>{_PATH}))"
)
_RESTS_ON = re.compile(
    r"」?(?:の(?:規定|趣旨|定め)に|に)(?:基づ(?!く[^、。]{0,10}宣言)|より|よる|よって|のっとり|則|従)"
)
_AND = "(?:及び|並びに|又は|若しくは|、|・|から)"
_MORE = re.compile(rf"{_AND}(?P<path>{_PATH})")
_MORE_OF_GUIDE = re.compile(rf"{_AND}(?P<path>{_GUIDE_PATH})")
_AFTER_PROVISION = re.compile(rf"^{_PATH}(?:及び|並びに|又は|若しくは)")
_COUNTING = re.compile(rf"(?<=[第の]){_N}|{_N}(?=[年月日])")
_NAME_RUN = re.compile(r"[一-鿿々ァ-ヺー・]*$")
_CLAUSE = re.compile(
    r"(?:.*(?:[、。()「」]|ため|により|に基づき|基づく|かつ|について))?(?P<name>[^、。()「」]*)$"
)
_LONGEST_NAME = 120
_SAME_LAW = ("同法", "同令", "同条例")
_NO_LAW = re.compile(r"(?:方|手|技|用|文|司|立|寸|作|魔|製|療|話|工)法$|^(?:この|本|当該)?条例$")


class _Reader:
    """One pass over a folded text; knows the laws named so far."""

    def __init__(self, key: Key, before: Sequence[LawCitation]) -> None:
        self.key = key
        self.numbers = dict(LAW_NUMBERS)
        self.aliases: dict[str, str] = {}
        self.law: str | None = None
        self.path = ""
        for citation in before:
            self._remember(citation)

    def read(self) -> Iterator[LawCitation]:
        """All citations in order."""
        text, end = self.key.text, 0
        for found in _CITED.finditer(text):
            if found.start() < end:
                continue
            if found["own"]:
                self.path = ""  # 同条 behind it means a provision of this text
                continue
            citation = self._same(found) if found["same"] else self._named(found)
            if citation is None:
                continue
            yield citation
            end = found.end()
            further = _MORE_OF_GUIDE if found["guide_path"] else _MORE
            while citation.path and (more := further.match(text, end)):
                path = _arabic(more["path"]) if found["guide_path"] else self._joined(more["path"])
                yield self._citation(citation.law, path, more.start("path"), more.end())
                end = more.end()

    def _same(self, found: re.Match[str]) -> LawCitation | None:
        """「同条第4項」, when the article meant is one of a law."""
        if self.law is None or not self.path:
            return None
        levels = _levels(self.path)
        kept = levels[:1] if found["same"] == "同条" else levels[:2]
        path = "".join(kept) + _arabic(found["same_path"] or "")
        return self._citation(self.law, path, found.start(), found.end())

    def _named(self, found: re.Match[str]) -> LawCitation | None:
        word = found["law"] or found["guide"]
        number = found["number"] or found["guide_number"]
        path = _arabic(found["path"] or found["guide_path"] or "")
        name_end = found.start() + len(word)
        name = self._name(name_end, word, bool(number)) if number or path or found["guide"] else ""
        whole = name in OUTLINES and _RESTS_ON.match(self.key.text, found.end())
        if not number and not path and not whole:
            return None
        law = self.law if name in _SAME_LAW else self.aliases.get(name, name)
        if law is None or _NO_LAW.search(law):
            return None
        alias = found["alias"] or found["guide_alias"] or found["later_alias"]
        if number:
            self.numbers[law] = _arabic(number)
        return self._citation(law, path, name_end - len(name), found.end(), alias)

    def _name(self, end: int, word: str, numbered: bool) -> str:
        """The name that ends here: a known one, the run of kanji, or with a number the clause before it."""
        left = self.key.text[max(0, end - _LONGEST_NAME) : end]
        found = _NAME_RUN.search(left)
        run = found[0] if found else word
        if run in self.aliases or run in _SAME_LAW:
            return run
        # 水道法 is not the end of 下水道法: only a long known name may follow other kanji.
        known = [name for name in self.numbers if left.endswith(name) and (len(name) > 3 or name == run)]
        if known:
            name = max(known, key=len)
            return "旧" + name if left[: -len(name)].endswith("旧") else name
        name = run or word
        if word == "条例" or name == word == "法律" or (numbered and name == "関" + word):
            clause = _CLAUSE.match(left)
            name = clause["name"] if clause and clause["name"] else name
            name = _AFTER_PROVISION.sub("", name)
        return name

    def _joined(self, path: str) -> str:
        """A further provision with the levels above it that it leaves out (「第3項及び第4項」)."""
        arabic = _arabic(path)
        level = next(index for index, unit in enumerate("条項号") if unit in arabic)
        return "".join(_levels(self.path)[:level]) + arabic

    def _citation(self, law: str, path: str, start: int, end: int, alias: str | None = None) -> LawCitation:
        number = self.numbers.get(law)
        raw_start, raw_end = self.key.raw_range(start, end)
        citation = LawCitation(
            law, number, law_id(number) if number else None, path, raw_start, raw_end, alias
        )
        self._remember(citation)
        return citation

    def _remember(self, citation: LawCitation) -> None:
        self.law, self.path = citation.law, citation.path
        if citation.number:
            self.numbers[citation.law] = citation.number
        if citation.alias:
            self.aliases[citation.alias] = citation.law


def _arabic(path: str) -> str:
    """Kanji numerals of a provision or a number as Arabic ones; those of names (三原市) stay."""

    def arabic(found: re.Match[str]) -> str:
        value = to_int(found[0])
        return found[0] if value is None else str(value)

    return _COUNTING.sub(arabic, path)


def _levels(path: str) -> list[str]:
    """A provision's article, paragraph and item; an empty text for one that is not printed between two."""
    found = re.match(rf"(?P<a>{_ARTICLE})?(?P<p>{_PARAGRAPH})?(?P<i>{_ITEM})?", path)
    return [found["a"] or "", found["p"] or "", found["i"] or ""] if found else ["", "", ""]
