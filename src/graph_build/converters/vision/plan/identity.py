"""What plan this is: title, area, members, core cities, period, editions, publisher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import Grid, Para, behind, cell_key, printed
from graph_build.converters.vision.members.listed_members import (
    behind_label,
    is_prefecture,
    names_in,
    names_in_table,
    prefecture_behind,
    texts_of,
    under_headings,
)
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.statistics.figures import is_statistics_table
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Located
from graph_build.places.areas import core_from_area_name, core_from_table
from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place
from graph_build.places.resolve import NameMention, Resolution, resolve_all
from graph_build.records.base import Scheme
from graph_build.text.eras import EraDate
from graph_build.text.key import fold, matching_key

_TITLE = re.compile(
    r"^(?=[^>]{4,50}$).*(?:ビジョン」?|共生ビジョン|推進計画|振興計画|広域連携計画)(?:\(.{1,30}\)|【.{1,20}】|第[0-9一二三]+[期次版]|[0-9年度~-]*版?|案|(?:改訂|改定)版|本編|概要版)*$"
)
_EDITION = re.compile(
    r"[(【\[]?(?:第[0-9一二三四五六七八九十]+[期次版]|(?:改訂|改定|変更)版|本編|概要版)[)】\]]?"
)
_AREA = re.compile(
    r"(?:第[0-9一二三四五六七八九十]+[次期])?(?P<name>[^\s、。,()「」『』【】<>]{1,20}?(?:圏域)?(?:連携中枢都市圏域?|定住自立圏|広域都市圏|広域圏|都市圏域?|圏域))"
)
_COUNTED = re.compile(r"第[0-9一二三四五六七八九十]+[次期]")
_GENERIC_AREA = re.compile(
    r"^(?:第[0-9]+[章節]|[(]?[0-9]+[.)]?)?(?:本|当|この|同|各|新たな|全国の?|広域)?(?:連携中枢都市圏域?|定住自立圏|広域都市圏|広域圏|都市圏域?|圏域)$"
)
_RUNNING = re.compile(r"[をがはのにで]")
_CORE_WORDS = re.compile(r"(?:連携中枢都市|中心市|中枢都市)(?:である|として?の?|は、?|となる|\(|「|:|=)+")
_CORE_LINE = re.compile(r"^[・○■]?(?:連携中枢都市|中心市|中枢都市)(?:名|の名称)?$")
_NO_NAME = re.compile(r"(?:連携中枢都市|中心市|中枢都市)(?:名|の名称)?|.*圏域?")
_MADE_CENTRE = re.compile(r"を(?:連携中枢都市|中枢都市|中心市)と(?:し|する)")
_AT_CENTRE = re.compile(r"(?P<name>[^、。()「」]{2,8}?市)を(?:中心|核)(?:市|都市)?(?:と|に)")
_CORE_TAG = re.compile(r"^[(【\[<:・]?(?:連携中枢都市|中心市|中枢都市)(?:宣言市)?[)】\]>]?")


@dataclass(frozen=True, slots=True)
class Edition:
    """A line of the revision list: ``kind`` established or revised."""

    kind: str
    date: EraDate
    text: Located


@dataclass(slots=True)
class Identity:
    """What was found; every text is where it stands."""

    title: Located | None = None
    scheme: Scheme = "kyotei"
    area_name: Located | None = None
    members: list[tuple[Located, Resolution]] = field(default_factory=list)
    member_text: Located | None = None
    core: tuple[Place, ...] = ()
    core_text: Located | None = None
    issued: tuple[EraDate, Located] | None = None
    period: tuple[str, str] | None = None
    period_text: Located | None = None
    period_ends: tuple[Located, ...] = ()
    """The words of its first and of its last date."""
    editions: list[Edition] = field(default_factory=list)
    publisher: Resolution | None = None
    publisher_text: Located | None = None
    contact: list[Located] = field(default_factory=list)
    basis: list[Para] = field(default_factory=list)
    """The sentences that say what the plan rests on."""
    labels: list[Located] = field(default_factory=list)
    """Labels of the table of members."""
    history: list[Located] = field(default_factory=list)
    """What a table of editions says besides their dates."""
    claimed: set[int] = field(default_factory=set)
    """Identities of paragraphs and tables that this reading used up."""

    @property
    def places(self) -> tuple[Place, ...]:
        """The members that the text settles, core cities first where the list leaves them out."""
        listed = [answer.place for _, answer in self.members if answer.place]
        return tuple(dict.fromkeys([*(core for core in self.core if core not in listed), *listed]))


def read_identity(nodes: Sequence[Node]) -> Identity:
    """Read title, scheme, area, members and core cities; `read_cover` adds dates and publisher."""
    found = Identity()
    words = [node for node in nodes if isinstance(node.item, Para)]
    _title(words, found)
    found.scheme = _scheme(words, nodes)
    _area_name(words, nodes, found)
    _members(nodes, found)
    _core(words, found)
    return found


def para_of(node: Node) -> Para:
    """The paragraph of a node that holds one."""
    assert isinstance(node.item, Para)
    return node.item


def _title(words: Sequence[Node], found: Identity) -> None:
    """The title: a heading of the document where one is marked as such (a web page repeats it in its navigation), else
    the first line that reads like one, with the lines above that it goes on with and those below that name its edition."""
    likely = [
        i
        for i, node in enumerate(words[:40])
        if _TITLE.match(para_of(node).key.text) and (node.heading is None or node.heading.kind == "plain")
    ]
    if likely:
        at = next((i for i in likely if para_of(words[i]).style == "heading"), likely[0])
        end = at + 1
        again = _printed_again(words, at)
        found.claimed |= {id(para_of(node)) for node in words[end : end + again]}
        found.labels += [para_of(node).text for node in words[end : end + again]]
        while not again and end < len(words) and _EDITION.fullmatch(para_of(words[end]).key.text):
            end += 1
        lines = [para_of(words[i]) for i in range(_title_begins(words, at), end)]
        found.title = Located.joined([para.text.strip() for para in lines])
        found.claimed |= {id(para) for para in lines}
        return
    for node in words[:40]:
        match = re.search(r"(?P<title>[^「」、。]{2,30}ビジョン)", para_of(node).key.text)
        if match:
            found.title = para_of(node).part(match, "title")
            return


def _printed_again(words: Sequence[Node], at: int) -> int:
    """How many lines right below a title are the title once more: on the cover of the plan below the heading of its page."""
    title, said = para_of(words[at]).key.text, ""
    for count, node in enumerate(words[at + 1 : at + 6], start=1):
        said += para_of(node).key.text
        if said == title:
            return count
        if not title.startswith(said):
            break
    return 0


def _title_begins(words: Sequence[Node], at: int) -> int:
    """Where a title begins: further up while the line above counts the plan (第２次), names the area that no line does yet, or
    begins its name (「○○田園中枢」 above 「都市圏ビジョン」), which the text prints whole."""
    own = para_of(words[at]).key.text
    while at > 0:
        above = para_of(words[at - 1]).key.text
        unnamed = _AREA.search(own) is None and _AREA.fullmatch(above) is not None
        if not _COUNTED.fullmatch(above) and not unnamed and not _is_cut_name(above, own, words[at:]):
            break
        at, own = at - 1, above + own
    return at


def _is_cut_name(above: str, own: str, words: Sequence[Node]) -> bool:
    """Whether the name of the area begins in one line and ends in the next, by a later line that prints it whole."""
    found = _AREA.match(above + own)
    if found is None or not found.start("name") < len(above) < found.end("name") or len(above) > 30:
        return False
    return any(found["name"] in para_of(node).key.text for node in words[1:])


def _scheme(words: Sequence[Node], nodes: Sequence[Node]) -> Scheme:
    """The closed list of the design, by the beginning of the plan, then by all of it."""
    opening = "".join(para_of(node).key.text for node in words[:40])
    for text in (opening, "".join(para_of(node).key.text for node in words)):
        if "連携中枢都市圏" in text and (
            "定住自立圏" not in text or text.index("連携中枢都市圏") < text.index("定住自立圏")
        ):
            return "renkei-chusu"
        if "定住自立圏" in text:
            return "teiju-jiritsu"
    whole = "".join(para_of(node).key.text for node in words)
    cells = "".join(part.text for node in nodes if isinstance(node.item, Grid) for part in node.item.parts)
    if "連携中枢都市" in whole + cells:  # the word of 連携中枢都市圏構想推進要綱 for the core city
        return "renkei-chusu"
    return (
        "kyoyaku"
        if "連携協約" in whole or re.search(r"第(?:252|二百五十二)条の(?:2|二)", whole)
        else "kyotei"
    )


def _area_name(words: Sequence[Node], nodes: Sequence[Node], found: Identity) -> None:
    """The area's proper name: below its own heading or beside its label in the table of members, else in the title, else where
    the text begins."""
    named = [
        para_of(node) for node in words if node.heading is None and node.path and node.path[-1].role == "name"
    ]
    named += [
        Para(text) for node in nodes if isinstance(node.item, Grid) for text in _names_beside(node.item)
    ]
    titles = [Para(found.title)] if found.title else []
    for para in [*named, *titles, *(para_of(node) for node in words[:60])]:
        for match in _AREA.finditer(para.key.text):
            running = (para not in named and match.start() > 0) or len(para.key.text) > 50
            if not _GENERIC_AREA.search(match["name"]) and not (running and _RUNNING.search(match["name"])):
                found.area_name = para.part(match, "name")
                if para in named and match["name"] == para.key.text.strip("「」"):
                    found.claimed.add(id(para))
                return


def _names_beside(grid: Grid) -> list[Located]:
    """What stands beside 「名称」 in a table that names the core cities, too."""
    pairs = [(row[0], row[1]) for row in grid.rows if len(row) == 2 and row[0].text and row[1].text]
    if not any(head_of(label).means("core") for label, _ in pairs):
        return []
    return [value.text for label, value in pairs if heading_role(cell_key(label)) == "name"]


# --- members and core ------------------------------------------------------------------------------------------------


def _members(nodes: Sequence[Node], found: Identity) -> None:
    """The list of members: under its heading, in a table of core city and partners, or in a sentence."""
    for used in (*under_headings(nodes), *([node] for node in nodes)):
        under_heading = any(heading.role == "members" for heading in used[0].path[-2:])
        names = [name for node in used for name in names_in(node, under_heading) if not is_prefecture(name)]
        if len({matching_key(name.text) for name in names}) >= 2:
            places = [name for name in names if not _NO_NAME.fullmatch(matching_key(name.text))]
            lines = [text for node in used for text in texts_of(node)]
            found.members = _resolved(places, lines, found)
            _core_among(found, lines)
            for node in used:
                if isinstance(node.item, Grid) and names_in_table(node.item):
                    _core_in_table(node.item, found)
            return


def _core_among(found: Identity, lines: Sequence[Located]) -> None:
    """The members that the list itself marks as core: 「西脇市（中心市）、加西市…」, 「高岡市及び射水市を中心市とし、…」."""
    named: list[tuple[Place, Located]] = []
    for text, answer in found.members:
        line = _line_of(text, lines)
        if line is None or answer.place is None:
            continue
        at = line.offsets.index(text.offsets[-1]) + 1
        tagged = _CORE_TAG.match(fold(line[at : at + 14].text).text) is not None
        if tagged or _MADE_CENTRE.search(line.text, at):
            named.append((answer.place, line))
    if named:
        found.core = tuple(place for place, _ in named)
        found.core_text = named[0][1]


def _core_in_table(grid: Grid, found: Identity) -> None:
    """The core cities that a table of members labels as such (連携中枢都市 | 高岡市)."""
    if not is_statistics_table(grid):
        found.claimed.add(id(grid))
    for row in grid.rows:
        label = next((cell for cell in row if cell.col == 0 and cell.text), None)
        if label is not None and head_of(label).means("core"):
            texts = [cell.text for cell in row if cell.col > 0 and cell.text]
            named = [
                answer.place
                for text, answer in found.members
                if any(set(text.offsets) <= set(t.offsets) for t in texts)
            ]
            found.core = tuple(place for place in named if place)
            found.core_text = Located.joined([label.text, *texts], "\n") if found.core else None
        found.labels += [cell.text for cell in row if cell.text]


def _resolved(
    names: Sequence[Located], lines: Sequence[Located], found: Identity
) -> list[tuple[Located, Resolution]]:
    """The names with the places that they mean; a prefecture that their line begins with is a clue."""
    area = printed(found.area_name) if found.area_name else None
    mentions = []
    for name in names:
        line = _line_of(name, lines)
        prefecture = (behind_label(line)[1] or prefecture_behind(name, line)) if line is not None else None
        mentions.append(NameMention(printed(name), prefecture.text if prefecture else None))
    return list(zip(names, resolve_all(mentions, area_name=area), strict=True))


def _line_of(name: Located, lines: Sequence[Located]) -> Located | None:
    return next((line for line in lines if name.offsets[0] in line.offsets), None)


def _core(words: Sequence[Node], found: Identity) -> None:
    """As the text says (連携中枢都市である熊本市), else by the area's name, else the table of areas."""
    members = found.places
    if found.core:
        return
    for above, node in zip((None, *words), words, strict=False):
        para = para_of(node)
        for match in _CORE_WORDS.finditer(para.key.text):
            after = behind(para.text, para.key, match.end(), min(len(para.key.text), match.end() + 14))
            mention = next(iter(find_places(after.text)), None)
            if mention and matching_key(after.text[: mention.start]) == "" and mention.candidates:
                place = next((place for place in mention.candidates if not members or place in members), None)
                place = place or _beside(mention.candidates, members)  # the list of partners leaves it out
                if place and place.kind in ("city", "designated_city"):
                    found.core, found.core_text = (place,), para.text
                    return
        centre = _AT_CENTRE.search(para.key.text)
        if centre and found.area_name and _is_list_of(para, found):
            named = next(iter(find_places(centre["name"])), None)
            cities = [
                place
                for place in (named.candidates if named else ())
                if place.kind in ("city", "designated_city")
            ]
            if near := _beside(cities, members):
                found.core, found.core_text = (near,), para.text
                return
        mention = next(iter(find_places(para.text.text)), None)
        before = matching_key(para.text.text[: mention.start]) if mention else ""
        label = before or (para_of(above).key.text if above else "")  # 「中心市」 on a line of its own
        if mention and _CORE_LINE.match(label):
            listed = [place for place in mention.candidates if not members or place in members]
            listed = listed or list(mention.candidates)  # the list of partners leaves it out
            if len(listed) == 1 and not matching_key(para.text.text[mention.end :]):
                found.core, found.core_text = (listed[0],), para.text
                found.labels += [para_of(above).text] if above and not before else []
                return
    if found.area_name:
        name = printed(found.area_name)
        found.core = core_from_area_name(name, members) or core_from_table(name) or ()
        found.core_text = found.area_name if found.core else None


def _beside(candidates: Sequence[Place], members: Sequence[Place]) -> Place | None:
    """The only place of a name that lies in a prefecture of the members."""
    near = [
        one for one in candidates if any(one.prefecture_code == place.prefecture_code for place in members)
    ]
    return near[0] if len(near) == 1 else None


def _is_list_of(para: Para, found: Identity) -> bool:
    """Whether the sentence is the one that lists the members."""
    offsets = set(para.text.offsets)
    return any(set(text.offsets) <= offsets for text, _ in found.members)
