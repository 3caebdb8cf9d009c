"""What plan this is: title, area, members, core cities, period, editions, publisher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import Grid, Para, behind, printed
from graph_build.converters.vision.figures import is_statistics_table
from graph_build.converters.vision.heads import head_of
from graph_build.converters.vision.outline import Node
from graph_build.converters.vision.participants import group_of, split_names
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
    r"^(?:第[0-9]+[章節])?(?:本|当|この|同|各|新たな|全国の?|広域)?(?:連携中枢都市圏域?|定住自立圏|広域都市圏|広域圏|都市圏域?|圏域)$"
)
_RUNNING = re.compile(r"[をがはのにで]")
_CORE_WORDS = re.compile(r"(?:連携中枢都市|中心市|中枢都市)(?:である|として?の?|は、?|となる|\(|「|:|=)+")
_CORE_LINE = re.compile(r"^[・○■]?(?:連携中枢都市|中心市|中枢都市)(?:名|の名称)?$")
_NO_NAME = re.compile(r"(?:連携中枢都市|中心市|中枢都市)(?:名|の名称)?|.*圏域?")
_ENUMERATES = re.compile(
    r"(?:、|・|及び|並びに|と|,|\)|を(?:連携中枢都市|中枢都市|中心市|中心|核)と(?:し|する)て?)*"
)
_MADE_CENTRE = re.compile(r"を(?:連携中枢都市|中枢都市|中心市)と(?:し|する)")
_AT_CENTRE = re.compile(r"(?P<name>[^、。()「」]{2,8}?市)を(?:中心|核)(?:市|都市)?(?:と|に)")
_CORE_TAG = re.compile(r"^[(【\[<:・]?(?:連携中枢都市|中心市|中枢都市)(?:宣言市)?[)】\]>]?")
_LABELLED = re.compile(r"^[^：:、。]{2,14}[：:]\s*|^[^\s：:、。]{2,14}[\s　]+(?=\S+[市町村区])")


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
    period_dates: tuple[EraDate, ...] = ()
    editions: list[Edition] = field(default_factory=list)
    publisher: Resolution | None = None
    publisher_text: Located | None = None
    contact: list[Located] = field(default_factory=list)
    basis: list[Para] = field(default_factory=list)
    """The sentences that say what the plan rests on."""
    labels: list[Located] = field(default_factory=list)
    """Labels of the table of members."""
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
    _area_name(words, found)
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
        while end < len(words) and _EDITION.fullmatch(para_of(words[end]).key.text):
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


def _title_begins(words: Sequence[Node], at: int) -> int:
    """Where a title begins: further up while the line above counts the plan (第２次) or names the area that no line does yet."""
    own = para_of(words[at]).key.text
    while at > 0:
        above = para_of(words[at - 1]).key.text
        unnamed = _AREA.search(own) is None and _AREA.fullmatch(above) is not None
        if not _COUNTED.fullmatch(above) and not unnamed:
            break
        at, own = at - 1, above + own
    return at


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


def _area_name(words: Sequence[Node], found: Identity) -> None:
    """The area's proper name: below its own heading, else in the title, else where the text begins."""
    named = [
        para_of(node) for node in words if node.heading is None and node.path and node.path[-1].role == "name"
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


# --- members and core ------------------------------------------------------------------------------------------------


def _members(nodes: Sequence[Node], found: Identity) -> None:
    """The list of members: under its heading, in a table of core city and partners, or in a sentence."""
    for used in (*_under_headings(nodes), *([node] for node in nodes)):
        under_heading = any(heading.role == "members" for heading in used[0].path[-2:])
        names = [name for node in used for name in _names_in(node, under_heading) if not _is_prefecture(name)]
        if len({matching_key(name.text) for name in names}) >= 2:
            places = [name for name in names if not _NO_NAME.fullmatch(matching_key(name.text))]
            found.members = _resolved(places, found)
            _core_among(found, [text for node in used for text in _texts_of(node)])
            for node in used:
                if isinstance(node.item, Grid) and _names_in_table(node.item):
                    _core_in_table(node.item, found)
            return


def _texts_of(node: Node) -> list[Located]:
    if isinstance(node.item, Grid):
        return [cell.text for cell in node.item.table.cells if cell.text]
    return [node.item.text] if isinstance(node.item, Para) else []


def _is_prefecture(name: Located) -> bool:
    """Whether a name is one of a prefecture, which is no member (also as part of an area's name: 宮崎県北定住自立圏)."""
    mentions = find_places(name.text)
    return bool(mentions) and all(
        place.kind == "prefecture" for mention in mentions for place in mention.candidates
    )


def _core_among(found: Identity, lines: Sequence[Located]) -> None:
    """The members that the list itself marks as core: 「西脇市（中心市）、加西市…」, 「高岡市及び射水市を中心市とし、…」."""
    named: list[tuple[Place, Located]] = []
    for text, answer in found.members:
        line = next((line for line in lines if text.offsets[0] in line.offsets), None)
        if line is None or answer.place is None:
            continue
        at = line.offsets.index(text.offsets[-1]) + 1
        tagged = _CORE_TAG.match(fold(line[at : at + 14].text).text) is not None
        if tagged or _MADE_CENTRE.search(line.text, at):
            named.append((answer.place, line))
    if named:
        found.core = tuple(place for place, _ in named)
        found.core_text = named[0][1]


def _under_headings(nodes: Sequence[Node]) -> list[list[Node]]:
    """The items below each heading that announces the members, heading by heading; core city and partners may have
    headings of their own below it."""
    groups: dict[int, list[Node]] = {}
    for node in nodes:
        above = node.path if node.heading is None else node.path[:-1]
        named = node.heading is None or node.heading.kind == "place"
        if named and above and above[-1].role == "members":
            outer = len(above) - 1
            while outer and above[outer - 1].role == "members" and above[outer].kind == "plain":
                outer -= 1
            groups.setdefault(above[outer].index, []).append(node)
    return list(groups.values())


def _names_in(node: Node, under_heading: bool) -> list[Located]:
    if isinstance(node.item, Grid):
        return _names_in_table(node.item) if under_heading or _has_core_label(node.item) else []
    if not isinstance(node.item, Para):
        return []
    if node.heading is not None:  # 「・三原市」 on a line of its own
        return [node.heading.label] if under_heading and node.heading.kind == "place" else []
    text = node.item.text
    label = _LABELLED.match(text.text)
    if under_heading and label and not find_places(label[0]):
        text = text[label.end() :]
    if under_heading and _is_list(text):
        return [
            name for name in split_names(text) if group_of(name.text) is None
        ]  # 「（1市4町）」 counts them
    run = _longest_run(text)
    key = node.item.key.text
    if under_heading and "。" not in key and len(key) <= 60:
        return run  # 「・三原市」, 「連携中枢都市：福山市」: one line of several
    return run if under_heading or (len(run) >= 3 and re.search(r"構成|圏域|連携市町", key)) else []


def _is_list(text: Located) -> bool:
    parts = split_names(text)
    named = sum(bool(find_places(part.text)) and len(part) <= 12 for part in parts)
    return len(parts) >= 2 and named >= len(parts) - 1 and "。" not in text.text


def _longest_run(text: Located) -> list[Located]:
    """Names that only separators and remarks in brackets divide, or the words that make the first of them the centre:
    the longest run in a sentence."""
    runs: list[list[Located]] = []
    last = None
    for mention in find_places(text.text):
        between = _between(text.text[last : mention.start]) if last is not None else "."
        if _ENUMERATES.fullmatch(between):
            runs[-1].append(text[mention.start : mention.end])
        else:
            runs.append([text[mention.start : mention.end]])
        last = mention.end
    return max(runs, key=len, default=[])


def _between(text: str) -> str:
    """What stands between two names, without remarks in brackets: 「（以下「甲」という。）及び」."""
    return re.sub(r"^[^(]{0,6}\)|\([^()]*\)", "", matching_key(text))


def _has_core_label(grid: Grid) -> bool:
    return any(head_of(cell).means("core") for cell in grid.table.cells if cell.col == 0)


def _names_in_table(grid: Grid) -> list[Located]:
    names: list[Located] = []
    for cell in grid.table.cells:
        if cell.text and not head_of(cell).means("core", "partner", "place") and find_places(cell.text.text):
            parts = [part for part in split_names(cell.text) if group_of(part.text) is None]  # （中心市）
            if all(find_places(part.text) for part in parts):
                names += parts
    return names


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


def _resolved(names: Sequence[Located], found: Identity) -> list[tuple[Located, Resolution]]:
    area = printed(found.area_name) if found.area_name else None
    answers = resolve_all([NameMention(printed(name)) for name in names], area_name=area)
    return list(zip(names, answers, strict=True))


def _core(words: Sequence[Node], found: Identity) -> None:
    """As the text says (連携中枢都市である熊本市), else by the area's name, else the table of areas."""
    members = found.places
    if found.core:
        return
    for node in words:
        para = para_of(node)
        for match in _CORE_WORDS.finditer(para.key.text):
            after = behind(para.text, para.key, match.end(), min(len(para.key.text), match.end() + 14))
            mention = next(iter(find_places(after.text)), None)
            if mention and matching_key(after.text[: mention.start]) == "" and mention.candidates:
                place = next((place for place in mention.candidates if not members or place in members), None)
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
            near = [
                place
                for place in cities
                if any(place.prefecture_code == one.prefecture_code for one in members)
            ]
            if len(near) == 1:
                found.core, found.core_text = (near[0],), para.text
                return
        mention = next(iter(find_places(para.text.text)), None)
        if mention and _CORE_LINE.match(matching_key(para.text.text[: mention.start])):
            listed = [place for place in mention.candidates if not members or place in members]
            listed = listed or list(mention.candidates)  # the list of partners leaves it out
            if len(listed) == 1 and not matching_key(para.text.text[mention.end :]):
                found.core, found.core_text = (listed[0],), para.text
                return
    if found.area_name:
        name = printed(found.area_name)
        found.core = core_from_area_name(name, members) or core_from_table(name) or ()
        found.core_text = found.area_name if found.core else None


def _is_list_of(para: Para, found: Identity) -> bool:
    """Whether the sentence is the one that lists the members."""
    offsets = set(para.text.offsets)
    return any(set(text.offsets) <= offsets for text, _ in found.members)
