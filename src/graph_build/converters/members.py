"""The members of an area as an instrument lists them: in a sentence, in lines below it, in an annex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.converters.found import FoundAnnex, FoundParty, Parts
from graph_build.converters.items import Grid, Item, Para, cell_key, printed
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.places.resolve import NameMention, Resolution, resolve_all
from graph_build.text.joining import AND
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.numerals import to_int

_NUMBER = "[0-9一二三四五六七八九十]+"
_BODY = "(?:協議会|会議|組合|広域連合|委員会|企業団|機構|本部)"
_COUNTED = rf"(?:の?\(?(?:(?:計)?{_NUMBER}(?:市町村|市町|町村|市|町|村|区))+\)?)?(?:の(?:全|各|行政)?(?:区域|全域|市域|市町域))?"
# What makes the names in front the area: 「…で構成される」, 「…の区域からなる」, 「…を区域とする」, 「…にまたがる」.
_MEMBERS_OF = re.compile(
    rf"^(?:{_COUNTED}(?:(?:で|によって|に?より|に?よって|から|が)(?:構成|形成|組織|成[るりす]|な[るりす])"
    r"|を(?:もって|合わせ|併せ|包含|含[むめ]|(?:その|対象)?の?(?:構成|区域|圏域|範囲))|に(?:わた|またが|及[ぶび])|と(?:ともに|共に|一体と?なって)?(?:構成|形成))"
    rf"(?![^、。圏]{{0,14}}{_BODY})"
    rf"|の(?:(?:{_NUMBER})?(?:市町村?|市町|区域|圏域))"
    r"|をいう|\(以下「?(?:圏域|構成|関係|連携|近隣))"
)
BETWEEN_NAMES = re.compile(rf"^(?:、|,|・|{AND}|と|及|並|\s|その他|同[都道府県郡])*$")
_POSITION = re.compile("[甲乙丙丁戊己庚辛]")
_SHORT_NAME = re.compile(r"\((?:以下|人口|平成|昭和|令和)[^()]*\)")


@dataclass(frozen=True, slots=True)
class FoundMembers:
    """Names listed as the members of the area, in text order, and where the list stands."""

    names: tuple[Located, ...]
    extent: Located
    beside: tuple[Located, ...] = ()
    """Words beside and between the names: prefectures, 中心市, 構成市町村, 及び."""
    core: tuple[Located, ...] = ()
    """Those that the list calls the core cities."""


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
            if not mentions or not _only_names(item.body.text):
                break
            members = [m for m in mentions if any(place.kind != "prefecture" for place in m.candidates)]
            names += [item.body[m.start : m.end] for m in members]
        if len(names) >= 3:
            return FoundMembers(tuple(names), Located.joined(names))
    return None


def _only_names(text: str) -> bool:
    """Whether a text consists of names and what stands between names."""
    mentions = find_places(text)
    ends = [0, *(mention.end for mention in mentions)]
    starts = [*(mention.start for mention in mentions), len(text)]
    return all(BETWEEN_NAMES.match(matching_key(text[a:b])) for a, b in zip(ends, starts, strict=True))


def _annexed_members(parts: Parts, paras: Sequence[Para]) -> FoundMembers | None:
    """Members in an annex that an article names: 「別表第2に掲げる市町の区域から成る」, 「構成する市町村は、別表第4のとおり」."""
    for para in paras:
        for said in _IN_ANNEX.finditer(para.key.text):
            printed_number = said["number"] or said["other"] or ""
            number = str(to_int(printed_number)) if printed_number else None
            for annex in parts.annexes:
                found = _names_of(annex) if annex.number == number else None
                if found:
                    return found
    return None


_TOWNS = "(?:市町村|市町|市村|町村|市|町|村|自治体|団体)"
_IN_ANNEX = re.compile(
    rf"別表第?(?P<number>[0-9一二三四五六七八九十]*)(?:に(?:掲げる|定める|示す)|の)(?:関係|構成|連携)?{_TOWNS}(?:の区域)?.{{0,16}}?"
    rf"(?:成る|なる|構成|圏域|区域とする|以下「(?:構成|関係|連携))"
    rf"|(?:構成(?:する)?{_TOWNS}|(?:圏域?|都市圏)の(?:区域|範囲|構成))は、?別表第?(?P<other>[0-9一二三四五六七八九十]*)(?:のとおり|に)"
)
_CORE = re.compile("(?:中心市|連携中枢都市)(?:名)?")


def _names_of(annex: FoundAnnex) -> FoundMembers | None:
    """The names in an annex, three at least, and the short words that say whose they are; its notes are none of the list."""
    names: list[Located] = []
    words: list[Located] = []
    core: list[Located] = []
    for text, labels in _labelled_texts(annex.items):
        if label_kind(matching_key(text.text)).kind in ("content", "role", "roles"):
            return None
        members = [
            m for m in find_places(text.text) if any(place.kind != "prefecture" for place in m.candidates)
        ]
        first, last = (members[0].start, members[-1].end) if members else (len(text), len(text))
        rest = text[:first].strip()
        if text.text.endswith("。") or len(rest) > _LONGEST_WORD or not _only_names(text[first:last].text):
            continue
        found = [text[m.start : m.end] for m in members]
        names += found
        core += found if any(map(_CORE.fullmatch, [*labels, matching_key(rest.text)])) else []
        words += [rest, *(text[a.end : b.start] for a, b in pairwise(members))]
    if len(names) < 3:
        return None
    return FoundMembers(tuple(names), Located.joined(names), tuple(filter(None, words)), tuple(core))


_LONGEST_WORD = 20
"""Letters of a label, a prefecture or a note beside the names in an annex of members."""


def _labelled_texts(items: Sequence[Item]) -> Iterator[tuple[Located, list[str]]]:
    """The texts of an annex, a cell with the keys of what stands left of it in its row and above it in the first row."""
    for item in items:
        if not isinstance(item, Grid):
            yield item.text, []
            continue
        for cell in item.table.cells:
            beside = [other for other in item.table.cells if other.row == cell.row and other.col < cell.col]
            above = [item.table.at(0, cell.col)] if cell.row else []
            yield cell.text, [cell_key(other) for other in (*beside, *above)]


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
