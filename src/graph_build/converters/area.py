"""The area that an instrument is about: its name, and its members as the text lists them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph_build.converters.found import FoundAnnex, FoundParty, Parts
from graph_build.converters.items import Para, behind, printed, texts
from graph_build.documents.model import Located
from graph_build.places.find import Mention, find_places
from graph_build.places.gazetteer import gazetteer
from graph_build.places.resolve import NameMention, Resolution, resolve_all
from graph_build.text.key import fold, matching_key
from graph_build.text.numerals import to_int

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
_NUMBER = "[0-9一二三四五六七八九十]+"
_BODY = "(?:協議会|会議|組合|広域連合|委員会|企業団|機構|本部)"
_COUNTED = rf"(?:の?\(?(?:(?:計)?{_NUMBER}(?:市町村|市町|町村|市|町|村|区))+\)?)?(?:の(?:全|各|行政)?(?:区域|全域|市域|市町域))?"
# What makes the names in front the area: 「…で構成される」, 「…の区域からなる」, 「…を区域とする」, 「…にまたがる」.
_MEMBERS_OF = re.compile(
    rf"^(?:{_COUNTED}(?:(?:で|によって|に?より|に?よって|から|が)(?:構成|形成|組織|成[るりす]|な[るりす])"
    r"|を(?:もって|合わせ|併せ|包含|含[むめ]|(?:その|対象)?の?(?:構成|区域|圏域|範囲))|に(?:わた|またが|及[ぶび])|と(?:ともに|共に)(?:構成|形成))"
    rf"(?![^、。圏]{{0,14}}{_BODY})"
    rf"|の(?:(?:{_NUMBER})?(?:市町村?|市町|区域|圏域))"
    r"|をいう|\(以下「?(?:圏域|構成|関係|連携|近隣))"
)
BETWEEN_NAMES = re.compile(r"^(?:、|,|・|及び|並びに|と|及|並|\s|その他|同[都道府県郡])*$")
_POSITION = re.compile("[甲乙丙丁戊己庚辛]")
_SHORT_NAME = re.compile(r"\((?:以下|人口|平成|昭和|令和)[^()]*\)")


@dataclass(frozen=True, slots=True)
class FoundMembers:
    """Names listed as the members of the area, in text order, and where the list stands."""

    names: tuple[Located, ...]
    extent: Located
    beside: tuple[Located, ...] = ()
    """Names of prefectures that head the list."""


def find_members(parts: Parts) -> FoundMembers | None:
    """The list of the area's members, where the preamble or an article prints one (three names at least)."""
    articles = [item for article in parts.articles[:3] for item in article.items if isinstance(item, Para)]
    for para in [*parts.preamble, *articles]:
        found = _member_list(para)
        if found:
            return found
    return _listed_members(articles) or _annexed_members(parts, articles)


def _listed_members(paras: Sequence[Para]) -> FoundMembers | None:
    """Members in the lines below 「次に掲げる市の区域により構成される圏域」."""
    for i, para in enumerate(paras):
        if not re.search(
            r"(?:次に掲げる|以下の|次の)(?:市町村|市町|町村|市|町|村).{0,20}(?:構成|圏域|区域)", para.key.text
        ):
            continue
        names: list[Located] = []
        for item in paras[i + 1 :]:
            mentions = find_places(item.body.text)
            if not mentions or not _only_names(item.body.text, mentions):
                break
            members = [m for m in mentions if any(place.kind != "prefecture" for place in m.candidates)]
            names += [item.body[m.start : m.end] for m in members]
        if len(names) >= 3:
            return FoundMembers(tuple(names), Located.joined(names))
    return None


def _only_names(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a text consists of names and what stands between names."""
    ends = [0, *(mention.end for mention in mentions)]
    starts = [*(mention.start for mention in mentions), len(text)]
    return all(BETWEEN_NAMES.match(matching_key(text[a:b])) for a, b in zip(ends, starts, strict=True))


def _annexed_members(parts: Parts, paras: Sequence[Para]) -> FoundMembers | None:
    """Members in an annex: 「別表第2に掲げる市町の区域から成る…圏域」."""
    for para in paras:
        said = re.search(
            r"別表第?(?P<number>[0-9一二三四五六七八九十]*)に掲げる(?:市|町|村|市町村?)(?:の区域)?.{0,12}(?:成る|構成|圏域)",
            para.key.text,
        )
        if said is None:
            continue
        number = to_int(said["number"]) if said["number"] else None
        for annex in parts.annexes:
            if annex.number == (str(number) if number else None):
                names = [
                    text[mention.start : mention.end]
                    for text in texts(annex.items)
                    for mention in find_places(text.text)
                    if any(place.kind != "prefecture" for place in mention.candidates)
                ]
                if len(names) >= 3:
                    return FoundMembers(tuple(names), Located.joined(names), _headings(annex))
    return None


def _headings(annex: FoundAnnex) -> tuple[Located, ...]:
    """Cells and lines of an annex that only name a prefecture."""
    alone = [text.strip() for text in texts(annex.items)]
    return tuple(text for text in alone if re.fullmatch(r".{2,3}[都道府県]", matching_key(text.text)))


def _member_list(para: Para) -> FoundMembers | None:
    """The names in a paragraph that make up the area; 甲 and 乙 may stand among them (they are members as parties)."""
    text = para.text
    places = [(mention.start, mention.end) for mention in find_places(text.text)]
    positions = [found.span() for found in _POSITION.finditer(text.text)]
    apart = [span for span in positions if not any(a <= span[0] < b for a, b in places)]
    for run in _runs(text, sorted([*places, *apart])):
        names = [text[a:b] for a, b in run if (a, b) not in apart]
        if len(run) < 3 or not names:
            continue
        begin, end = run[0][0], run[-1][1]
        after = matching_key(text.text[end : end + 40])
        before = matching_key(text.text[max(0, begin - 30) : begin])
        if _MEMBERS_OF.match(after) or re.search(
            r"(?:構成市町村?|構成する市町村?|圏域).{0,12}(?:は、?|\(|とは、?)$", before
        ):
            return FoundMembers(tuple(names), text[begin:end])
    return None


def _runs(text: Located, spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Names that only separators divide, and brackets that give a short name or a figure."""
    runs: list[list[tuple[int, int]]] = []
    for span in spans:
        between = matching_key(text.text[runs[-1][-1][1] : span[0]]) if runs else "."
        if runs and BETWEEN_NAMES.match(_SHORT_NAME.sub("", between)):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def resolve_members(
    members: FoundMembers, parties: Sequence[FoundParty], area_name: str | None
) -> list[tuple[Located, Resolution]]:
    """Which places the listed names mean; the parties are clues."""
    known = [party.resolution.place for party in parties if party.resolution.place]
    answers = resolve_all(
        [NameMention(printed(name)) for name in members.names], members=known, area_name=area_name
    )
    return list(zip(members.names, answers, strict=True))


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
