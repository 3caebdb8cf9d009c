"""The parties of an instrument, the members of its area, and the area's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_build.converters.found import FoundAnnex, FoundParty, FoundSignature, Parts
from graph_build.converters.items import Para, behind, printed, texts
from graph_build.documents.model import Located
from graph_build.places.find import Mention, find_places
from graph_build.places.gazetteer import Place
from graph_build.places.resolve import NameMention, Resolution, resolve_all
from graph_build.places.spelling import one_spelling
from graph_build.text.key import fold, matching_key
from graph_build.text.numerals import to_int

_POSITION = "[甲乙丙丁戊己庚辛]"
_DEFINITION = re.compile(
    rf"\((?:以下)?、?(?:これらを|これらの市町村?を|総称して|あわせて)*「?(?P<position>{_POSITION})」?(?:と(?:総称する|いう|する|称する)[^()]*)?。?\)"
)
_SHORT = re.compile(
    r"\((?:以下)?、?(?:単に)?「(?P<short>[^「」()甲乙丙丁戊己庚辛]{1,10})」(?:と(?:いう|する|称する|略す)[^()]*)?。?\)"
)
_NAMED_AS = re.compile(rf"(?:を|は)「?(?P<position>{_POSITION})」?(?:と(?:し|する)|、)")
_AREA_NAME = re.compile(
    r"[^\s、。,()「」『』【】]{1,30}?(?:連携中枢都市|中枢都市|定住自立|連携都市|広域連携都市|都市広域|広域都市|広域|都市)?(?:圏域?)(?![域内外])(?:連携中枢都市圏|定住自立圏|都市圏)?"
)
# What stands before a name in a sentence; the name begins behind the last of these.
_BEFORE_NAME = re.compile(
    r"^.*(?:[を、]|(?<=[市町村区県都府甲乙丙丁者体域業])[はが]|(?:において|における|おいて|おける|に関する|に関し|に係る|により|によって|による|より|として|とする|とした|する|した|及び|並びに"
    r"|ても|でも|とおり|ように|との|ための|ため|もって|づき|づく|である|となる|から(?:なる|成る)|かつ|また|という|新たに|新たな|で構成する|構成する)(?=[^、]))"
)
# An area that the text sets up under a name without 圏: 「…の区域をX地域とし」, 「X地域（以下「圏域」という。）」.
_SET_UP = re.compile(
    r"(?:区域を(?P<set>[^、。「」()]{2,20}(?:地域|地方|地区|広域))と(?:し|する|いい|呼び|称し)"
    r"|(?P<defined>[^、。「」()のをはがに]{2,20}(?:地域|地方|地区|広域))\(以下「?(?:この)?(?:圏域|地域)」?と)"
)
_TAIL = "(?:連携中枢都市圏|定住自立圏|都市圏|圏域?|広域圏)+$"
_NO_STEM = re.compile(rf"(?:て|で|に|な|る|た|い|の){_TAIL}|[がをは].*[うくすつぶむ]{_TAIL}")
_GENERIC = re.compile(
    r"^(?:広域)?(?:連携)?(?:中枢)?(?:都市|定住自立|広域|生活|経済|通勤通学|商)?(?:圏域?|都市圏域?)(?:全体)?$"
    r"|^(?:この|本(?=圏|連携中枢|定住|都市圏|広域)|当該|同|各|その|当|前記|上記|一つの|魅力ある|活力ある|持続可能な|両|全|近隣|周辺|これらの|次の|それぞれの|市の|町の|村の|と(?=連携|相互|共同|生活|経済))"
)
_MEMBERS_OF = re.compile(
    r"^(?:の?(?:[0-9一二三四五六七八九十]+(?:市|町|村|区)+)?(?:で|により|によって|から|に?よ(?:り|って))(?:構成|形成|成|な)|を(?:もって|構成市町村?|圏域|構成員|その区域)"
    r"|の(?:[0-9一二三四五六七八九十]*(?:市町村?|市町|区域|圏域))|(?:からな|から成)|をいう|\(以下「?(?:圏域|構成|関係|連携|近隣))"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_BODY = "(?:会|連合|組合|機構|協議会)"
_ASSOCIATION_AMONG = re.compile(
    rf"(?:^|(?<=[、と])|(?<=及び)|(?<=並びに))(?P<name>[^、。()とはがを■]{{1,24}}?{_BODY})(?=■|と|及び|並びに|、|$|の|における|との|は)"
)
_BETWEEN_NAMES = re.compile(r"^(?:、|,|・|及び|並びに|と|及|並|\s|その他|同[都道府県])*$")


@dataclass(frozen=True, slots=True)
class FoundMembers:
    """Names listed as the members of the area, in text order, and where the list stands."""

    names: tuple[Located, ...]
    extent: Located
    beside: tuple[Located, ...] = ()
    """Names of prefectures that head the list."""


@dataclass(frozen=True, slots=True)
class _Named:
    position: str | None
    name: Located
    extent: Located
    short: str | None = None


def find_parties(
    parts: Parts, signatures: Sequence[FoundSignature], members: FoundMembers | None, area_name: str | None
) -> tuple[FoundParty, ...]:
    """The parties, in the order in which they are named.

    Positions come from definitions (「A市（以下「甲」という。）」), from the signatures, or there are none and the parties are
    who the preamble's subject or the title names. Names are settled together: addresses of the signatures, the other
    members and the area's name are clues; what they do not settle stays open.
    """
    named = _defined(parts.preamble) or _defined(_opening_paras(parts))
    if not named:
        named = _signed(signatures) or _subject(parts.preamble) or _in_title(parts.title)
    if not named:
        named = _subject(_opening_paras(parts))
    return _resolved(named, signatures, members, area_name)


def defined_parties(paras: Iterable[Para]) -> list[tuple[str | None, str]]:
    """Who the text defines as 甲, 乙, …: position and printed name."""
    return [(one.position, one.name.text) for one in _defined(paras)]


def _opening_paras(parts: Parts) -> list[Para]:
    first = [item for article in parts.articles[:2] for item in article.items if isinstance(item, Para)]
    return [*parts.header, *first]


def _defined(paras: Iterable[Para]) -> list[_Named]:
    named: list[_Named] = []
    for para in paras:
        named += _defined_by(_DEFINITION, para) or _defined_short(para)
        if not named:
            named += _named_as(para)
    return named


def _defined_by(pattern: re.Pattern[str], para: Para) -> list[_Named]:
    """「A市（以下「甲」という。）」, 「A市（以下「市」という。）」: the names in front of the brackets."""
    named: list[_Named] = []
    previous = 0
    for found in pattern.finditer(para.key.text):
        before = behind(para.text, para.key, previous, found.start())
        groups = found.groupdict()
        for name in _last_list(before) or _association(before):
            start = name.offsets[0]
            extent = para.text[para.text.offsets.index(start) :]
            stop = para.part(found).offsets[-1]
            extent = extent[: extent.offsets.index(stop) + 1]
            named.append(_Named(groups.get("position"), name, extent, groups.get("short")))
        previous = found.end()
    return named


def _defined_short(para: Para) -> list[_Named]:
    """Parties by short names of their own; one name for several (両市) says nothing of any of them."""
    named = _defined_by(_SHORT, para)
    own = [one for one in named if sum(one.short == other.short for other in named) == 1]
    return own if len(own) >= 2 else []


def _named_as(para: Para) -> list[_Named]:
    """「A市を甲とし、B町を乙として」."""
    named: list[_Named] = []
    previous = 0
    for found in _NAMED_AS.finditer(para.key.text):
        before = behind(para.text, para.key, previous, found.start())
        for name in _last_list(before) or _association(before):
            named.append(_Named(found["position"], name, name))
        previous = found.end()
    return named if len(named) >= 2 else []


def _last_list(text: Located) -> list[Located]:
    """The names at the end of a text that only separators divide."""
    mentions = find_places(text.text)
    names: list[Located] = []
    end = len(text.text)
    for mention in reversed(mentions):
        if not _BETWEEN_NAMES.match(matching_key(text.text[mention.end : end])):
            break
        names.insert(0, text[mention.start : mention.end])
        end = mention.start
    return names


def _association(text: Located) -> list[Located]:
    """A party that is no known place: the words since the last separator (an association, a town of old)."""
    key = fold(text.text)
    lead = re.match(r"^(?:と|及び|並びに|、)*", key.text)
    start = lead.end() if lead else 0
    found = re.search(
        rf"(?:^|[、。]|及び|並びに|と)(?P<name>[^、。()とは]{{1,24}}(?:{_BODY}|[市町村区都道府県]))$",
        key.text[start:],
    )
    return [behind(text, key, start + found.start("name"), start + found.end("name"))] if found else []


def _signed(signatures: Sequence[FoundSignature]) -> list[_Named]:
    return [_Named(item.position, item.party, item.party) for item in signatures]


def _subject(paras: Sequence[Para]) -> list[_Named]:
    """「A市及びB町は、…」 at the beginning of a paragraph."""
    for para in paras:
        found = re.match(r"^(?P<subject>.{3,80}?)(?:は、|との間(?:に|で)|の間(?:に|で)|は次)", para.key.text)
        if found:
            names = _divided_names(para.part(found, "subject"))
            if len(names) >= 2:
                return [_Named(None, name, name) for name in names]
    return []


def _in_title(title: Located | None) -> list[_Named]:
    return [_Named(None, name, name) for name in _divided_names(title)] if title else []


def _divided_names(text: Located) -> list[Located]:
    """The names of places and of associations; 京都府市長会 is an association, not the prefecture."""
    key = fold(text.text)
    bare = _BRACKETS.sub(lambda found: "■" * len(found[0]), key.text)
    bodies = [behind(text, key, *found.span("name")) for found in _ASSOCIATION_AMONG.finditer(bare)]
    asides = [behind(text, key, *found.span()) for found in re.finditer("■+", bare)] if bodies else []
    taken = {offset for part in (*bodies, *asides) for offset in part.offsets}
    places = [text[mention.start : mention.end] for mention in find_places(text.text)]
    names = [*bodies, *(place for place in places if place.offsets[0] not in taken)]
    return sorted(names, key=lambda name: name.offsets[0])


def _resolved(
    named: Sequence[_Named],
    signatures: Sequence[FoundSignature],
    members: FoundMembers | None,
    area_name: str | None,
) -> tuple[FoundParty, ...]:
    unique: dict[tuple[str | None, str], _Named] = {}
    for item in named:
        unique.setdefault((item.position, matching_key(item.name.text)), item)
    items = list(unique.values())
    mentions = [NameMention(printed(item.name), _address(item, signatures)) for item in items]
    others = [NameMention(printed(name)) for name in members.names] if members else []
    answers = resolve_all([*mentions, *others], area_name=area_name)
    return tuple(
        FoundParty(
            item.position,
            bare_name(item.name, [answer.place] if answer.place else answer.candidates),
            answer,
            item.extent,
            item.short,
        )
        for item, answer in zip(items, answers[: len(items)], strict=True)
    )


def bare_name(name: Located, places: Sequence[Place]) -> Located:
    """The name without the prefecture or district printed in front, in its printed spelling."""
    key = fold(name.text)
    for place in places:
        length = len(fold(place.name).text)
        if one_spelling(key.text).endswith(one_spelling(fold(place.name).text)):
            return behind(name, key, len(key.text) - length, len(key.text))
    return name


def _address(item: _Named, signatures: Sequence[FoundSignature]) -> str | None:
    for signature in signatures:
        same_name = matching_key(signature.party.text) == matching_key(item.name.text)
        if signature.address and (same_name or (item.position and signature.position == item.position)):
            return printed(signature.address)
    return None


def find_members(parts: Parts) -> FoundMembers | None:
    """The list of the area's members, where the preamble or an article prints one (three names at least)."""
    articles = [item for article in parts.articles[:3] for item in article.items if isinstance(item, Para)]
    for para in [*parts.preamble, *articles]:
        found = _member_list(para)
        if found:
            return found
    return _listed_members(articles) or _annexed_members(parts, articles)


def _listed_members(paras: Sequence[Para]) -> FoundMembers | None:
    """Members one to a line below 「次に掲げる市の区域により構成される圏域」."""
    for i, para in enumerate(paras):
        if not re.search(
            r"(?:次に掲げる|以下の|次の)(?:市|町|村|市町村?).{0,20}(?:構成|圏域|区域)", para.key.text
        ):
            continue
        names: list[Located] = []
        for item in paras[i + 1 :]:
            mentions = find_places(item.body.text)
            if len(mentions) != 1 or (mentions[0].start, mentions[0].end) != (0, len(item.body.text)):
                break
            names.append(item.body)
        if len(names) >= 3:
            return FoundMembers(tuple(names), Located.joined(names))
    return None


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
    for run in _runs(para.text, find_places(para.text.text)):
        if len(run) < 3:
            continue
        after = matching_key(para.text.text[run[-1].end : run[-1].end + 40])
        before = matching_key(para.text.text[max(0, run[0].start - 30) : run[0].start])
        if _MEMBERS_OF.match(after) or re.search(
            r"(?:構成市町村?|構成する市町村?|圏域).{0,12}(?:は、?|\(|とは、?)$", before
        ):
            extent = para.text[run[0].start : run[-1].end]
            return FoundMembers(tuple(para.text[item.start : item.end] for item in run), extent)
    return None


def _runs(text: Located, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Names that only separators divide."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        between = matching_key(text.text[runs[-1][-1].end : mention.start]) if runs else "."
        if runs and _BETWEEN_NAMES.match(between):
            runs[-1].append(mention)
        else:
            runs.append([mention])
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
        item.text for article in parts.articles[:4] for item in article.items if isinstance(item, Para)
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
        before = _BEFORE_NAME.match(found[0])
        start = found.start() + (before.end() if before else 0)
        name = key.text[start : found.end()]
        if (
            len(name) < 4
            or "内容" in name
            or _GENERIC.search(name)
            or _NO_STEM.search(name)
            or not re.match(r"[\u3400-\u9fffァ-ヶぁ-ん々]", name)
        ):
            continue
        return behind(text, key, start, found.end())
    return None


def place_of(party: FoundParty) -> Place | None:
    """The municipality or prefecture of a party, where the text settles it."""
    return party.resolution.place
