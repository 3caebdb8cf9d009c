"""Who takes part: lists of names, groups (全市町村, 近隣市町村), exceptions (…を除く), ○ marks of a matrix."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from graph_build.assets import asset, tsv
from graph_build.converters.items import behind
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.words.short_names import is_short_name
from graph_build.documents.model import Cell, Located
from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place
from graph_build.text.key import fold, matching_key

CIRCLES = frozenset("○◎●◯〇")
"""Signs below or beside a name that say that it takes part."""

Scope: TypeAlias = Literal["all", "listed", "except"]
Group: TypeAlias = Literal["all", "partners", "participants", "core"]

_EXCEPT = re.compile(r"(?:を除く|は除く|以外|除く)")
_ONLY_FOLLOWS = re.compile(r"(?:及び|並びに|と|、|,|，|・|\s)+")
_COUNTED = re.compile(r"[0-9]{1,2}(?=市|町|村|自治体)")
_OF_KIND = re.compile(r"([0-9]{1,2})([市町村])(?![市町村])")
_FILLED = "■☑☒▣✓✔"
_TICKED = re.compile(rf"(?P<box>[{_FILLED}□☐])\s*(?P<name>[^\s{_FILLED}□☐、,，・]+)")
_NAME_END = re.compile(r"[市町村区]$|[都道府県]$")
_GROUPED = re.compile(r"[【〔［\[《〈][^】〕］\]》〉]{1,12}[】〕］\]》〉][\s　]*(?=\S)")


@dataclass(frozen=True, slots=True)
class Participants:
    """Places that take part, in the order of the members, and how the plan says so."""

    places: tuple[Place, ...]
    scope: Scope | None


@cache
def _groups() -> tuple[tuple[Group, re.Pattern[str]], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-groups.tsv")
    return tuple((row["group"], re.compile(row["pattern"])) for row in rows)  # type: ignore[misc]


def group_of(text: str) -> Group | None:
    """Which group of members a word means, by ``data/vocabulary/vision-groups.tsv``.

    >>> group_of("全市町村"), group_of("近隣市町"), group_of("三原市")
    ('all', 'partners', None)
    """
    key = matching_key(text)
    return next((group for group, pattern in _groups() if pattern.fullmatch(key)), None)


def read_participants(text: Located, context: Context) -> Participants:
    """Who takes part by a cell; names that are unknown or no members are reported, known ones kept."""
    key = fold(text.text)
    cut = _EXCEPT.search(key.text)
    if cut:
        return _except(behind(text, key, 0, cut.start()), context)
    named: list[Place] = []
    groups: set[Group] = set()
    for part in ticked(text) or split_names(text):
        defined = context.groups.get(matching_key(part.text))
        if defined is not None:
            named += defined
            continue
        group = group_of(part.text)
        if group and (those := counted(part.text, context)):
            groups |= {group} if set(those) == set(context.plan.members) else set()
            named += those
            continue
        if group and _counts(group, part.text, context):
            groups.add(group)
            named += _members_of(group, context)
            continue
        district = _district(part.text, context)
        if district:
            named += district
            continue
        place = context.place(part)
        if place is None:
            continue
        if context.plan.members and place not in context.plan.members:
            context.out.report("participant_not_member", place.name, part)
        named.append(place)
    if not named:
        return Participants((), None)
    everyone = bool(groups) and set(context.plan.members) <= set(named)
    return Participants(tuple(dict.fromkeys(named)), "all" if everyone else "listed")


def ticked(text: Located) -> list[Located]:
    """The names behind filled boxes, where a box stands before each name: 「■飯塚市　■嘉麻市　□桂川町」; none for other texts.

    >>> [part.text for part in ticked(Located.plain("■飯塚市　■嘉麻市　□桂川町", 0))]
    ['飯塚市', '嘉麻市']
    """
    found = list(_TICKED.finditer(text.text))
    rest = _TICKED.sub("", text.text)
    if len(found) < 2 or re.sub(r"[\s、,，・]", "", rest):
        return []
    return [text.match(one, "name").strip() for one in found if one["box"] in _FILLED]


def counted(text: str, context: Context) -> tuple[Place, ...]:
    """The members that a counting word means (「4市2町」, 「8町」): all, the partners, or all of these kinds, as many as it says."""
    counts = {found[2]: int(found[1]) for found in _OF_KIND.finditer(matching_key(text))}
    for everyone in (context.plan.members, context.partners):
        those = tuple(place for place in everyone if place.name[-1] in counts)
        if counts and all(
            sum(place.name[-1] == kind for place in those) == number for kind, number in counts.items()
        ):
            return those
    return ()


def _counts(group: Group, text: str, context: Context) -> bool:
    """Whether the numbers that a group prints (「3市5町」, 「近隣7町村」) are those of its members; one without any is what it
    says."""
    counts = [int(found[0]) for found in _COUNTED.finditer(matching_key(text))]
    return not counts or sum(counts) == len(_members_of(group, context))


def _district(text: str, context: Context) -> list[Place]:
    """「遠賀郡4町」, 「球磨郡」: the members in a district; none where the printed number is another one."""
    found = re.fullmatch(
        r"(?P<name>.{1,4}郡)(?:内の?|の)?(?P<count>[0-9]{1,2})?(?:町村|町|村)?(?:全て)?", matching_key(text)
    )
    if found is None:
        return []
    named = [place for place in context.plan.members if place.district == found["name"]]
    return named if not found["count"] or int(found["count"]) == len(named) else []


def _except(before: Located, context: Context) -> Participants:
    """「全市町村（玉名市、和水町を除く）」, 「球磨郡の町村を除く市町村」: the members without those named, which must be members."""
    out = [before.text[mention.start : mention.end] for mention in find_places(before.text)]
    excluded: list[Place | None] = [context.resolve(name).place for name in out]
    for part in split_names(before):
        those = context.groups.get(matching_key(part.text)) or _district(part.text, context)
        excluded += those
        out += [part.text] if those else []
    named = find_places(before.text)
    head = matching_key(before.text[: named[0].start]) if named else ""
    base = (
        _members_of("partners", context)
        if group_of(head.strip("(（")) == "partners"
        else context.plan.members
    )
    return Participants(tuple(place for place in base if place not in excluded), "except" if out else None)


def _members_of(group: Group, context: Context) -> tuple[Place, ...]:
    match group:
        case "partners":
            return context.partners
        case "core":
            return context.plan.core
        case _:
            return context.plan.members


def split_names(text: Located) -> list[Located]:
    """The names of a list: at commas, line ends and, between whole names, blanks and ・; brackets around lists, circles and
    what names only the district of those behind it go.

    >>> [part.text for part in split_names(Located.plain("三原市、尾道市及び 世羅町", 0))]
    ['三原市', '尾道市', '世羅町']
    >>> [part.text for part in split_names(Located.plain("◎三原市 ○尾道市", 0))]
    ['三原市', '尾道市']
    >>> [part.text for part in split_names(Located.plain("【渡島】北斗市、松前町【檜山】江差町", 0))]
    ['北斗市', '松前町', '江差町']
    """
    parts: list[Located] = []
    for piece in _pieces(text):
        if piece.text[:1] in ("・", "･"):  # a line of its own, or the list goes on there
            piece = piece[1:].strip()
        if not piece:
            continue
        inner = [(m.start, m.end) for m in find_places(piece.text)]
        between = [piece.text[a[1] : b[0]] for a, b in itertools.pairwise(inner)]
        if len(inner) > 1 and all(_ONLY_FOLLOWS.fullmatch(gap) for gap in between) and inner[0][0] == 0:
            parts += [piece[a:b] for a, b in inner]
            if inner[-1][1] < len(piece):
                parts.append(piece[inner[-1][1] :].strip())
            continue
        parts += _at_conjunctions(piece)
    return [part for part in parts if part]


def _pieces(text: Located) -> Iterator[Located]:
    """What stands between the signs that part names, and the names of districts in brackets (【渡島】)."""
    districts = [found for found in _GROUPED.finditer(text.text) if not _names_municipality(found[0])]
    begins = [0, *(found.end() for found in districts)]
    ends = [*(found.start() for found in districts), len(text)]
    for begin, end in zip(begins, ends, strict=True):
        for found in re.finditer(r"[^、,，\n\r\t;；/／()（）○◎●◯〇]+", text.text[begin:end]):
            yield text[begin + found.start() : begin + found.end()].strip()


def _names_municipality(text: str) -> bool:
    return any(place.kind != "prefecture" for mention in find_places(text) for place in mention.candidates)


def _at_conjunctions(piece: Located) -> list[Located]:
    found = re.match(r"(?P<a>.+?[市町村区])(?:及び|並びに|と|・)(?P<b>.+)$", piece.text)
    if not found:
        return [piece]
    return [piece.match(found, "a").strip(), *_at_conjunctions(piece.match(found, "b").strip())]


def in_order(places: Sequence[Place], context: Context) -> tuple[Place, ...]:
    """Each place once: members in the plan's order, others behind them."""
    members = [place for place in context.plan.members if place in places]
    others = [place for place in dict.fromkeys(places) if place not in members]
    return (*members, *others)


def read_marks(rows: Sequence[Sequence[Cell]], context: Context) -> tuple[Participants, list[Located]] | None:
    """Who takes part by the signs in a second row below names (釧路市 | 厚岸町 above ◎ | ○), and those signs; None for
    other rows."""
    filled = [[cell for cell in row if cell.text] for row in rows]
    if len(filled) != 2 or len(filled[0]) < 2:
        return None
    names = {cell.col: cell.text for cell in filled[0]}
    signs = {cell.col: matching_key(cell.text.text) for cell in filled[1]}
    marked = not CIRCLES.isdisjoint(signs.values()) and all(len(sign) == 1 for sign in signs.values())
    named = all(is_name(name.text) or context.member(name.text) for name in names.values())
    if not (marked and named and signs.keys() <= names.keys()):
        return None
    taking = [cell for cell in filled[1] if signs[cell.col] in CIRCLES]
    places = [place for cell in taking if (place := context.place(names[cell.col]))]
    context.out.ignore("label", *names.values())
    context.out.ignore("no_value", *(cell.text for cell in filled[1] if cell not in taking))
    return Participants(in_order(places, context), "listed"), [cell.text for cell in taking]


def holders_of(label: str, participants: Sequence[Place], context: Context) -> tuple[Place, ...] | None:
    """Who a speaker's label means in a project with these participants; None if it is no known holder.

    近隣市町村 are the participants without the core city, 近隣町村 only the towns and villages among them.
    """
    key = matching_key(label)
    place = context.member(key)
    if place:
        return (place,)
    if key in context.groups:
        return context.groups[key]
    group = group_of(key)
    if group is not None and (those := counted(key, context)):
        return tuple(place for place in those if place in participants) or those
    if group is None:
        names = [context.resolve(mention.printed).place for mention in find_places(label)]
        return tuple(place for place in names if place) or None
    everyone = tuple(participants) or context.plan.members
    if group == "core":
        return context.plan.core
    if group in ("partners",):
        everyone = tuple(place for place in everyone if place not in context.plan.core)
    kinds = {
        kind
        for sign, kind in (("市", "city"), ("町", "town"), ("村", "village"))
        if sign in key.removeprefix("都市")
    }
    if kinds and "自治体" not in key and group == "partners" and not key.endswith(("市町村", "市町")):
        everyone = tuple(place for place in everyone if place.kind in kinds)
    return everyone


def is_holder(text: str) -> bool:
    """Whether a text names nobody but who may hold a role: a municipality or a group of them.

    >>> is_holder("盛岡市"), is_holder("連携市町"), is_holder("事業の概要")
    (True, True, False)
    """
    return is_name(text) or group_of(text) is not None


def is_name(text: str) -> bool:
    """Whether a text looks like a municipality's name, or is what the plan calls a member."""
    return bool(_NAME_END.search(matching_key(text))) or is_short_name(text)
