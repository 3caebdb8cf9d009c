"""The name of the area that an instrument is about."""

from __future__ import annotations

import re
from functools import cache

from graph_build.converters.found import Parts
from graph_build.converters.items import Para, behind
from graph_build.documents.model import Located
from graph_build.places.gazetteer import gazetteer
from graph_build.text.key import fold

_AREA_NAME = re.compile(
    r"[^\s、。,()「」『』【】]{1,30}?(?:連携中枢都市|中枢都市|定住自立|連携都市|広域連携都市|都市広域|広域都市|広域|都市)?(?:圏域?)(?![域内外])(?:連携中枢都市圏|定住自立圏|都市圏)?"
)
# Hiragana that belong to the sentence: particles, endings of verbs, conjunctions (「ふるさと」 is a word).
_GRAMMAR = re.compile(
    r"(?:[をはにともやでへがのしい]|(?:と|に|で|へ)[はがもの]|.*(?:から|まで|より|により|とおり|ため|づき|また|[てで]も)|.*(?:ため|よう|さら|とも|ほか)に"
    r"|.*[るたてすむうつぶぐくなび])"
)
_JOINING = re.compile(
    r"(?:.{0,2}(?:(?:に)?(?:おけ|かか|よ)る|において|により|する|した|され[るた]|して|づく|づき|なる|である|いる)(?=.{3}))"
)
_PARTICLE = re.compile(r"[をはがにとのでへも]")
_BEHIND_PARTY = re.compile(r"(?<=[市町村区都府県])(?:と?の|における)(?=[ぁ-ん]{3})")
_KANA_RUN = re.compile(r"[ぁ-ん]+")
_NOUN = re.compile(r"[市町村区県都府甲乙丙丁者体域業]が$")
# An area that the text sets up under a name without 圏: 「…の区域をX地域とし」, 「X地域（以下「圏域」という。）」.
_SET_UP = re.compile(
    r"(?:区域を(?P<set>[^、。「」()]{2,20}(?:地域|地方|地区|広域))と(?:し|する|いい|呼び|称し)"
    r"|(?P<defined>[^、。「」()のをはがに]{2,20}(?:地域|地方|地区|広域))\(以下「?(?:この)?(?:圏域|地域)」?と)"
)
_CLAUSE_ENDS = "、。,()「」『』【】"
_TAIL = "(?:連携中枢都市圏|定住自立圏|都市圏|圏域?|広域圏)+$"
_NO_STEM = re.compile(rf"(?:て|で|に|な|る|た|い|の){_TAIL}|[がをは].*[うくすつぶむ]{_TAIL}")
_GENERIC = re.compile(
    r"^(?:広域)?(?:連携)?(?:中枢)?(?:都市|定住自立|広域|生活|経済|通勤通学|商)?(?:圏域?|都市圏域?)(?:全体)?$"
    r"|^(?:この|本(?=圏|連携中枢|定住|都市圏|広域)|当該|同|各|その|当|前記|上記|一つの|魅力ある|活力ある|持続可能な|両|全|近隣|周辺|これらの|次の|それぞれの|市の|町の|村の|と(?=連携|相互|共同|生活|経済))"
)


def find_area_name(parts: Parts) -> Located | None:
    """The area's proper name: in the title first, then in the text; 「連携中枢都市圏」 alone is none."""
    sources = [parts.title] if parts.title else []
    sources += [item.text for item in parts.preamble]
    sources += [
        item.body for article in parts.articles[:4] for item in article.items if isinstance(item, Para)
    ]
    sources += [item.text for item in parts.cover if isinstance(item, Para) and len(item.key.text) <= 40]
    named = [name for name in map(_area_name_in, sources) if name]
    # 「小浜市・おおい町定住自立圏」 only names the parties: the area's own name, where there is one, comes first.
    own = [name for name in named if not re.search(r"[市町村](?:・|と|及び)", name.text)]
    return next(iter(own or named), None)


def _area_name_in(text: Located) -> Located | None:
    """The longest-tailed name in a text (「八戸圏域連携中枢都市圏」 before 「八戸圏域」)."""
    key = fold(text.text)
    set_up = _SET_UP.search(key.text)
    if set_up:
        return behind(text, key, *set_up.span("set" if set_up["set"] else "defined"))
    for found in _AREA_NAME.finditer(key.text):
        clause = max(key.text.rfind(sign, 0, found.end()) for sign in _CLAUSE_ENDS) + 1
        start = clause + _begin_of_name(key.text[clause : found.end()])
        name = key.text[start : found.end()]
        if (
            len(name) < 4
            or "内容" in name
            or _GENERIC.search(name)
            or _stops_in_sentence(name)
            or not re.match(r"[\u3400-\u9fffァ-ヶぁ-ん々]", name)
        ):
            continue
        return behind(text, key, start, found.end())
    return None


def _stops_in_sentence(name: str) -> bool:
    """Whether the words before 圏 end like a sentence (「形成する圏域」), not like a place (「北いわて圏域」)."""
    runs = [*_KANA_RUN.finditer(name)]
    return _NO_STEM.search(name) is not None and not (runs and _belongs_to_place(name, runs[-1]))


def _begin_of_name(text: str) -> int:
    """Where a name that ends a text begins: behind the last hiragana that belongs to the sentence, not to a place.

    >>> [_begin_of_name(text) for text in ("阿賀町で構成される新潟広域都市圏", "甲と乙とがやまなし都市圏", "南あわじ圏域")]
    [9, 5, 0]
    >>> _begin_of_name("高知県とのれんけいこうち広域都市圏")
    5
    """
    for run in reversed([*_KANA_RUN.finditer(text)]):
        if run.end() == len(text) or _belongs_to_place(text, run):
            continue
        party = _BEHIND_PARTY.match(text, run.start())  # 「高知県とのれんけいこうち圏域」
        if party and run[0] != party[0]:
            return party.end()
        name = _name_in_hiragana(run[0])
        rest = run[0].removesuffix(name)
        if not _GRAMMAR.fullmatch(rest) or (run.start() == 0 and not _PARTICLE.match(rest)):
            continue
        # 「霞が浦」, 「伯耆の国」
        if (rest != "が" or _NOUN.search(text[: run.end()])) and not (
            rest == "の" and text[run.end()] == "国"
        ):
            return run.end() - len(name)
    return 0


def _name_in_hiragana(run: str) -> str:
    """The part of a run of hiragana that begins a name: how a place is read, or what follows 「における」, 「する」."""
    read = next((name for name in _readings() if run.endswith(name)), "")
    joining = _JOINING.match(run)
    return read or (run[joining.end() :] if joining else "")


def _belongs_to_place(text: str, run: re.Match[str]) -> bool:
    """Whether hiragana are part of a municipality's name (南あわじ, 伊豆の国), or how one is read (かごしま)."""
    if run[0] in _readings():
        return True
    return any(
        at <= run.start() and run.end() <= at + len(stem)
        for stem in _stems_in_hiragana()
        if (at := text.find(stem, max(0, run.start() - len(stem)))) >= 0
    )


@cache
def _stems_in_hiragana() -> tuple[str, ...]:
    return tuple(place.stem for place in gazetteer().municipalities if _KANA_RUN.search(place.stem))


@cache
def _readings() -> tuple[str, ...]:
    """How the names of places are read, in hiragana, the longest first; short ones could be grammar."""
    places = (*gazetteer().municipalities, *gazetteer().prefectures)
    bare = (re.sub(r"(?:シ|チョウ|マチ|ムラ|ソン|ク|ケン|フ|ト)$", "", place.kana) for place in places)
    found = {kana.translate(_TO_HIRAGANA) for kana in bare if len(kana) >= 3}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
