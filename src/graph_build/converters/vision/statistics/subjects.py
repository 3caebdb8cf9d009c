"""What a row of a table of figures is about: a municipality, the area, a facility, with what its labels say beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph_build.converters.items import behind, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.statistics.facilities import add_facility
from graph_build.converters.vision.statistics.row_labels import RowLabels
from graph_build.converters.vision.statistics.topics import Topic
from graph_build.converters.vision.words.heads import Head, is_number, parse_year, read_head, split_unit
from graph_build.documents.model import Located
from graph_build.places.find import find_places
from graph_build.records import ids
from graph_build.text.key import fold, matching_key

_AT_FACILITY = re.compile(
    r"^(?P<name>.+?(?:駅|空港|港|IC|インターチェンジ|ホール|図書館|美術館|博物館|公園|温泉|城))の?(?P<what>[^の].+)$"
)
_RATIO = re.compile(r"[/／]|割合|比率|占める")
_OTHERS = re.compile(r"^(?:その他|他|上記以外|以外)(?:の|$)")
_SCHEME_WORDS = re.compile(r"(?:連携中枢|定住自立|広域)*(?:都市)?圏域?$")
_SUM = re.compile(r"(?P<name>.+?)(?:圏域|地域|地方|管内)?の?(?:合計|総計|計)")
_NATION = re.compile(r"^(?:\(参考\))?(?:全国|日本|国|わが国)(?:計|平均|合計)?$")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about: id of a place, area or facility, what its label adds to the indicator, its year."""

    id: str
    adds: str = ""
    unit: str | None = None
    period: tuple[int, str] | None = None
    total: bool = False
    ratio: bool = False
    name: str | None = None
    """The printed name of a total: it is no place's."""


def subject_of(labels: RowLabels, first: Head, table: Topic, context: Context) -> Subject | None:
    """The subject of a row below the head ``first`` of its labels, with the year that stands beside its label, or what is
    counted; a number or group beside a name says nothing of the figures."""
    subject = _subject(labels.main, first, table, context) if labels.main else None
    beside = labels.beside
    if subject is None or beside is None:
        return subject
    context.out.ignore("label", beside)
    if (year := parse_year(beside.text)) is not None:
        return replace(subject, period=(year.year, year.period))
    grouping = (
        is_number(beside.text) or is_part(beside.text, context) or read_head(beside.text).means("total")
    )
    if grouping or beside.text == subject.adds:
        return subject
    words, unit = split_unit(beside)
    return replace(subject, adds=words, unit=unit or subject.unit)


def _subject(label: Located, first: Head, table: Topic, context: Context) -> Subject | None:
    """The subject of a row; None where its name is no known place or nothing of the area."""
    head = read_head(label.text)
    key = matching_key(label.text)
    bare = re.sub(r"^\((?:参考|うち)\)", "", fold(label.text).text)
    year = parse_year(label.text)
    area = context.plan.area
    if year is not None:
        return Subject(area, period=(year.year, year.period)) if area else None
    if head.means("total") or _is_total_of_area(key, context):
        identity = _whole(table, first, context)
        return (
            Subject(
                identity,
                total=True,
                adds="" if first.means("place") else printed(label),
                name=printed(label) if first.means("place") else None,
            )
            if identity
            else None
        )
    if _NATION.match(key):
        context.out.ignore("national_figure", label)
        return None
    if _RATIO.search(bare) and area:
        return Subject(area, adds=_without_unit(bare), unit=read_head(label.text).unit or "%", ratio=True)
    place = context.member(bare) or _named_place(bare, context)
    if place:
        prefecture = place.endswith("000") if isinstance(place, str) else place.kind == "prefecture"
        code = place if isinstance(place, str) else place.code5
        return Subject(ids.place(code), ratio=prefecture)
    if first.means("place"):
        if area and is_part(label.text, context):
            return Subject(area, adds=printed(label), name=printed(label), ratio=True)
        context.place(label)
        return None
    if first.means("facility"):
        identity = add_facility(label, first.key, table.path, context)
        return Subject(identity) if identity else None
    return _at_facility(label, table, context) or (Subject(area, adds=printed(label)) if area else None)


def _is_total_of_area(key: str, context: Context) -> bool:
    """Whether a label adds up the area by its own name: 「十勝計」 of 十勝定住自立圏; 「三原計」 of 三原広域都市圏 may be the city's."""
    name = matching_key(context.plan.area_name or "")
    stem = _SCHEME_WORDS.sub("", name)
    summed = _SUM.fullmatch(key)
    if not stem or summed is None or any(matching_key(one.stem) == stem for one in context.plan.members):
        return summed is not None and bool(name) and summed["name"] == name
    return summed["name"] in (stem, name)


def _named_place(text: str, context: Context) -> str | None:
    mentions = find_places(text)
    if len(mentions) != 1 or matching_key(text) != matching_key(mentions[0].printed):
        return None
    answer = context.resolve(mentions[0].printed)
    return answer.place.code5 if answer.place else None


def _without_unit(text: str) -> str:
    return re.sub(r"\((?:%|％)\)$", "", text)


def _whole(table: Topic, first: Head, context: Context) -> str | None:
    """What a total is about: the area, or the one place that the table's heading names."""
    mentions = find_places(table.name) if not first.means("place") else ()
    if len(mentions) == 1 and (place := context.resolve(mentions[0].printed).place):
        return ids.place(place.code5)
    return context.plan.area


def _at_facility(label: Located, table: Topic, context: Context) -> Subject | None:
    """「熊本駅の乗車人員」: a facility and what is counted there; one that a list of facilities names, if any."""
    key = fold(label.text)
    known = [one for one in context.facilities.values() if matching_key(one.name) in key.text]
    if known:
        best = max(known, key=lambda one: len(matching_key(one.name)))
        what = key.text.partition(fold(best.name).text)[2]
        return Subject(best.id, adds=re.sub(r"^の", "", what)) if what else None
    found = _AT_FACILITY.match(key.text)
    if found is None:
        return None
    identity = add_facility(behind(label, key, *found.span("name")), "", (), context)
    return Subject(identity, adds=found["what"]) if identity else None


def is_part(label: str, context: Context) -> bool:
    """Whether a row is about several members together: a group, 「その他の市町村」."""
    key = matching_key(label)
    return key in context.groups or group_of(key) is not None or _OTHERS.match(key) is not None
