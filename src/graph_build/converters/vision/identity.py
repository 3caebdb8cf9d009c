"""What plan this is: title, area, members, core cities, period, editions, publisher."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import Grid, Para, behind, printed
from graph_build.converters.vision.heads import head_of
from graph_build.converters.vision.outline import Node, is_place_name
from graph_build.converters.vision.participants import split_names
from graph_build.documents.model import Located
from graph_build.places.areas import core_from_area_name, core_from_table
from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place
from graph_build.places.resolve import NameMention, Resolution, resolve_all
from graph_build.records.base import Scheme
from graph_build.text.eras import EraDate, find_dates, fiscal_year_interval
from graph_build.text.key import fold, matching_key

_TITLE = re.compile(
    r"^(?=.{4,50}$).*(?:ビジョン」?|共生ビジョン|推進計画|振興計画|広域連携計画)(?:\(.{1,30}\)|【.{1,20}】|第[0-9一二三]+[期次版]|[0-9年度~-]*版?|案|(?:改訂|改定)版|本編|概要版)*$"
)
_AREA = re.compile(
    r"(?P<name>[^\s、。,()「」『』【】<>]{1,20}?(?:圏域)?(?:連携中枢都市圏域?|定住自立圏|広域都市圏|広域圏|都市圏域?|圏域))"
)
_GENERIC_AREA = re.compile(
    r"^(?:第[0-9]+[章節])?(?:本|当|この|同|各|新たな|全国の?|広域)?(?:連携中枢都市圏域?|定住自立圏|広域都市圏|広域圏|都市圏域?|圏域)$"
)
_RUNNING = re.compile(r"[をがはのにで]")
_CORE_WORDS = re.compile(r"(?:連携中枢都市|中心市|中枢都市)(?:である|として?の?|は、?|となる|\(|「|:|=)+")
_CORE_LINE = re.compile(r"^[・○■]?(?:連携中枢都市|中心市|中枢都市)(?:名|の名称)?$")
_NO_NAME = re.compile(r"(?:連携中枢都市|中心市|中枢都市)(?:名|の名称)?|.*圏域?")
_AT_CENTRE = re.compile(r"(?P<name>[^、。()「」]{2,8}?市)を(?:中心|核)(?:市|都市)?(?:と|に)")
_CORE_TAG = re.compile(r"^[(【\[<:・]?(?:連携中枢都市|中心市|中枢都市)(?:宣言市)?[)】\]>]?")
_EDITION = re.compile(
    r"^[(]?.{0,14}?(?P<what>策定|改定|改訂|変更|見直し|公表|発行|一部改定|一部改訂|一部変更)[)]?$"
)
_ORGANISATION = re.compile(r"(?:局|部|課|室|係|班|センター|事務局|協議会|推進室)$")
_CONTACT = re.compile(
    r"〒|TEL|電話|FAX|ファクス|ファックス|E-?mail|メール|URL|http|住所|所在地|連絡先|@", re.IGNORECASE
)
_ISSUED_BY = re.compile(r"^(?:編集|発行|作成|策定|問い?合わせ先?|お問合せ|事務局)(?:・(?:編集|発行))?[:/]?")
_LABELLED = re.compile(r"^[^：:、。]{2,14}[：:]\s*")
_DATE_LINE = re.compile(r"[()]*(?:策定|改定|改訂|変更|一部改定|一部改訂|一部変更|発行|作成|公表|版)?[()]*")
_RANGE = re.compile(r"(?:から|より|~|-|～)")


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
    """Read title, area, members, core, period, editions and publisher."""
    found = Identity()
    words = [node for node in nodes if isinstance(node.item, Para)]
    _title(words, found)
    found.scheme = _scheme(words, nodes)
    _area_name(words, found)
    _members(nodes, found)
    _core(words, found)
    _issued(words, found)
    _period(words, found)
    _editions(words, found)
    _publisher(words, found)
    return found


def _para(node: Node) -> Para:
    assert isinstance(node.item, Para)
    return node.item


def _title(words: Sequence[Node], found: Identity) -> None:
    for node in words[:40]:
        para = _para(node)
        if _TITLE.match(para.key.text) and (node.heading is None or node.heading.kind == "plain"):
            found.title = para.text.strip()
            found.claimed.add(id(para))
            return
    for node in words[:40]:
        match = re.search(r"(?P<title>[^「」、。]{2,30}ビジョン)", _para(node).key.text)
        if match:
            found.title = _para(node).part(match, "title")
            return


def _scheme(words: Sequence[Node], nodes: Sequence[Node]) -> Scheme:
    """The closed list of the design, by the beginning of the plan, then by all of it."""
    opening = "".join(_para(node).key.text for node in words[:40])
    for text in (opening, "".join(_para(node).key.text for node in words)):
        if "連携中枢都市圏" in text and (
            "定住自立圏" not in text or text.index("連携中枢都市圏") < text.index("定住自立圏")
        ):
            return "renkei-chusu"
        if "定住自立圏" in text:
            return "teiju-jiritsu"
    whole = "".join(_para(node).key.text for node in words)
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
        _para(node) for node in words if node.heading is None and node.path and node.path[-1].role == "name"
    ]
    titles = [Para(found.title)] if found.title else []
    for para in [*named, *titles, *(_para(node) for node in words[:60])]:
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
        names = [name for node in used for name in _names_in(node, under_heading)]
        if len({matching_key(name.text) for name in names}) >= 2:
            places = [name for name in names if not _NO_NAME.fullmatch(matching_key(name.text))]
            found.members = _resolved(places, found)
            _core_among(found, [node.item.text for node in used if isinstance(node.item, Para)])
            for node in used:
                if isinstance(node.item, Grid) and _names_in_table(node.item):
                    _core_in_table(node.item, found)
            return


def _core_among(found: Identity, lines: Sequence[Located]) -> None:
    """The members that the list itself marks as core: 「西脇市（中心市）、加西市…」."""
    named: list[tuple[Place, Located]] = []
    for text, answer in found.members:
        line = next((line for line in lines if text.offsets[0] in line.offsets), None)
        if line is None or answer.place is None:
            continue
        at = line.offsets.index(text.offsets[-1]) + 1
        if _CORE_TAG.match(fold(line[at : at + 14].text).text):
            named.append((answer.place, line))
    if named:
        found.core = tuple(place for place, _ in named)
        found.core_text = named[0][1]


def _under_headings(nodes: Sequence[Node]) -> list[list[Node]]:
    """The items below each heading that announces the members, heading by heading."""
    groups: dict[int, list[Node]] = {}
    for node in nodes:
        above = node.path if node.heading is None else node.path[:-1]
        named = node.heading is None or node.heading.kind == "place"
        if named and above and above[-1].role == "members":
            groups.setdefault(above[-1].index, []).append(node)
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
    if under_heading and label:
        text = text[label.end() :]
    if under_heading and _is_list(text):
        return split_names(text)
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
    """Names that only separators divide: the longest run in a sentence."""
    runs: list[list[Located]] = []
    last = None
    for mention in find_places(text.text):
        between = matching_key(text.text[last : mention.start]) if last is not None else "."
        if runs and re.fullmatch(r"(?:、|・|及び|並びに|と|,|\))*", between):
            runs[-1].append(text[mention.start : mention.end])
        else:
            runs.append([text[mention.start : mention.end]])
        last = mention.end
    return max(runs, key=len, default=[])


def _has_core_label(grid: Grid) -> bool:
    return any(head_of(cell).means("core") for cell in grid.table.cells if cell.col == 0)


def _names_in_table(grid: Grid) -> list[Located]:
    names: list[Located] = []
    for cell in grid.table.cells:
        if cell.text and not head_of(cell).means("core", "partner", "place") and find_places(cell.text.text):
            parts = split_names(cell.text)
            if all(find_places(part.text) for part in parts):
                names += parts
    return names


def _core_in_table(grid: Grid, found: Identity) -> None:
    """The core cities that a table of members labels as such (連携中枢都市 | 高岡市)."""
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
        para = _para(node)
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


# --- dates -----------------------------------------------------------------------------------------------------------


def _issued(words: Sequence[Node], found: Identity) -> None:
    """The date on the cover: a line that is only a date, alone or with the issuer, before the first chapter.

    Of several such lines below each other (策定, then 改定) the last one is that of this edition. A range of years is no
    date of issue.
    """
    for node in words[:25]:
        para = _para(node)
        if node.heading is not None and node.heading.kind != "plain":
            break
        dates = [date for date in find_dates(para.text.text) if date.iso and not date.cited]
        if not dates:
            if found.issued:
                break
            continue
        between = para.text.text[dates[0].end : dates[-1].start] if len(dates) > 1 else ""
        rest = matching_key(para.text.text[: dates[0].start] + para.text.text[dates[-1].end :])
        if _RANGE.search(matching_key(between)) or not (_DATE_LINE.fullmatch(rest) or is_place_name(rest)):
            continue
        if found.issued is None or (dates[-1].iso or "") > (found.issued[0].iso or ""):
            found.issued = (dates[-1], para.text.strip())
        found.claimed.add(id(para))


def _period(words: Sequence[Node], found: Identity) -> None:
    """The period under its heading, else in a sentence about it; fiscal years are whole."""
    under = [node for node in words if node.heading is None and node.path and node.path[-1].role == "period"]
    about = [
        node for node in words if re.search(r"(?:計画|取組|対象|ビジョンの)期間は", _para(node).key.text)
    ]
    cover = [node for node in words[:12] if re.fullmatch(r"\(.{8,40}\)", _para(node).key.text)]
    for node in [*under, *about, *cover]:
        para = _para(node)
        dates = [date for date in find_dates(para.text.text) if date.iso]
        for first, last in itertools.pairwise(dates):
            between = matching_key(para.text.text[first.end : last.start])
            if _RANGE.search(between) and len(between) <= 12:
                found.period = (_first_day(first), _last_day(last))
                found.period_dates = (first, last)
                found.period_text = para.text.strip()
                return


def _first_day(date: EraDate) -> str:
    assert date.iso is not None
    return fiscal_year_interval(int(date.iso))[0] if date.precision == "fiscal_year" else date.iso


def _last_day(date: EraDate) -> str:
    assert date.iso is not None
    return fiscal_year_interval(int(date.iso))[1] if date.precision == "fiscal_year" else date.iso


def _editions(words: Sequence[Node], found: Identity) -> None:
    """Lines of dates with 策定, 改定 behind each and nothing else; on the cover, too, where they are several."""
    cover = found.issued[1] if found.issued else None
    for node in words:
        para = _para(node)
        dates = [date for date in find_dates(para.text.text) if date.iso and not date.cited]
        on_cover = cover is not None and cover.offsets == para.text.strip().offsets
        if not dates or len(para.key.text) > 60 or (on_cover and len(dates) == 1):
            continue
        ends = [*(date.start for date in dates[1:]), len(para.text)]
        parts = [para.text[date.start : end] for date, end in zip(dates, ends, strict=True)]
        said = [_EDITION.match(_behind_date(part, date)) for part, date in zip(parts, dates, strict=True)]
        before = matching_key(para.text.text[: dates[0].start])
        if len(dates) == 1:  # 「策定 平成31年3月」 and 「平成31年3月 策定」
            said = [_EDITION.match(before + _behind_date(parts[0], dates[0]))]
            parts, before = [para.text.strip()], ""
        if before.strip("()・") or not all(said):
            continue
        for date, part, match in zip(dates, parts, said, strict=True):
            assert match is not None
            kind = "established" if match["what"] in ("策定", "公表", "発行") else "revised"
            found.editions.append(Edition(kind, date, part.strip()))
        found.claimed.add(id(para))


def _behind_date(part: Located, date: EraDate) -> str:
    return re.sub(r"[()、・]", "", matching_key(part.text[date.end - date.start :]))


def _publisher(words: Sequence[Node], found: Identity) -> None:
    """The municipality whose office stands at the end (or on the cover), with its address lines as contact."""
    tail = words[-14:]
    contact = [node for node in tail if _CONTACT.search(fold(_para(node).text.text).text)]
    for node in [*reversed(tail), *words[:12]]:
        para = _para(node)
        key = _ISSUED_BY.sub("", para.key.text)
        if len(key) > 50 or node.heading or "。" in key:
            continue
        mention = next(iter(find_places(para.text.text)), None)
        starts = mention is not None and matching_key(para.text.text[: mention.start]) in (
            "",
            *_issuers(para),
        )
        office = re.search(r"(?:局|部|課|室|係|班|センター|事務局)(?:[^市町村]{0,12})$", key)
        if (
            mention
            and starts
            and (office or _ISSUED_BY.match(para.key.text))
            and (contact or _ISSUED_BY.match(para.key.text))
        ):
            place = next((one for one in mention.candidates if one in found.places), None)
            if place or len(mention.candidates) == 1:
                place = place or mention.candidates[0]
                found.publisher = Resolution(mention.printed, "resolved", place, (place,))
                found.publisher_text = para.text.strip()
                found.claimed.add(id(para))
                break
    if found.publisher is None:
        _issuer_on_cover(words, found)
    for node in contact:
        if id(node.item) not in found.claimed:
            found.contact.append(_para(node).text)
            found.claimed.add(id(node.item))


def _issuer_on_cover(words: Sequence[Node], found: Identity) -> None:
    """The core city whose name alone stands on the cover, below title and date."""
    for node in words[:8]:
        para = _para(node)
        if node.heading is not None and node.heading.kind not in ("plain", "place"):
            return
        place = next(
            (core for core in found.core if matching_key(para.text.text) == matching_key(core.name)), None
        )
        if place is not None and len(found.core) == 1:
            found.publisher = Resolution(place.name, "resolved", place, (place,))
            found.publisher_text = para.text.strip()
            found.claimed.add(id(para))
            return


def _issuers(para: Para) -> tuple[str, ...]:
    match = _ISSUED_BY.match(para.key.text)
    return (match[0],) if match else ()
