"""The parties of an instrument: who concludes it, and which places they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_build.converters.found import FoundParty, FoundSignature, Parts
from graph_build.converters.items import Para, behind, printed
from graph_build.converters.members import BETWEEN_NAMES, FoundMembers
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place
from graph_build.places.resolve import NameMention, resolve_all
from graph_build.places.spelling import one_spelling
from graph_build.text.joining import AND
from graph_build.text.key import fold, matching_key

_POSITION = "[甲乙丙丁戊己庚辛]"
_DEFINITION = re.compile(
    rf"\((?:以下)?、?(?:[^()「」、。]{{1,16}}を)?(?:総称して|あわせて|併せて|まとめて)?「?(?P<position>{_POSITION})」?(?:と(?:総称する|いう|する|称する)[^()]*)?。?\)"
)
_SHORT = re.compile(
    r"\((?:以下)?、?(?:単に)?「(?P<short>[^「」()甲乙丙丁戊己庚辛]{1,10})」(?:と(?:いう|する|称する|略す)[^()]*)?。?\)"
)
_NAMED_AS = re.compile(rf"(?:を|は)「?(?P<position>{_POSITION})」?(?:と(?:し|する)|、)")
_CONCLUDING = re.compile(
    r"(?:次|下記|左記|以下)の[^。]*(?:協約|協定)書?を(?:ここに)?(?:締結する|結ぶ|取り交わす)。$"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_BODY = "(?:会|連合|組合|機構|協議会)"
_ASSOCIATION_AMONG = re.compile(
    rf"(?:^|(?<=[、と])|(?<=及び)|(?<=および)|(?<=並びに)|(?<=ならびに))(?P<name>[^、。()とはがを■]{{1,24}}?{_BODY})(?=■|と|{AND}|、|$|の|における|との|は)"
)


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


def concluding_parties(paras: Iterable[Para]) -> list[str]:
    """Who concludes the text that follows, whatever it calls them: 「A市、B町及びC町は、次の事項を内容とする協約を締結する。」."""
    concluding = [para for para in paras if _CONCLUDING.search(para.key.text)]
    return [one.name.text for one in _subject(concluding)]


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
        if not BETWEEN_NAMES.match(matching_key(text.text[mention.end : end])):
            break
        names.insert(0, text[mention.start : mention.end])
        end = mention.start
    return names


def _association(text: Located) -> list[Located]:
    """A party that is no known place: the words since the last separator (an association, a town of old)."""
    key = fold(text.text)
    lead = re.match(rf"^(?:と|{AND}|、)*", key.text)
    start = lead.end() if lead else 0
    found = re.search(
        rf"(?:^|[、。]|{AND}|と)(?P<name>[^、。()とは]{{1,24}}(?:{_BODY}|[市町村区都道府県]))$",
        key.text[start:],
    )
    return [behind(text, key, start + found.start("name"), start + found.end("name"))] if found else []


def _signed(signatures: Sequence[FoundSignature]) -> list[_Named]:
    return [_Named(item.position, item.party, item.party) for item in signatures]


def _subject(paras: Sequence[Para]) -> list[_Named]:
    """「A市及びB町は、…」 at the beginning of a paragraph, or behind 「B町と締結した」."""
    for para in paras:
        found = re.match(
            r"^(?:.{0,40}締結した)?(?P<subject>.{3,80}?)(?:は、|との間(?:に|で)|の間(?:に|で)|は次)",
            para.key.text,
        )
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
