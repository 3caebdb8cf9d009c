"""What a plan says of itself on its cover and at its end: date of issue, period, editions, publisher."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from graph_build.converters.basis import legal_basis
from graph_build.converters.items import Grid, Para, cell_key
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import Node, is_place_name
from graph_build.converters.vision.plan.identity import Edition, Identity, para_of
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Cell, Located
from graph_build.places.find import find_places
from graph_build.places.resolve import Resolution
from graph_build.text.eras import EraDate, find_dates, fiscal_year_interval
from graph_build.text.key import fold, matching_key

_EDITION = re.compile(
    r"^[(]?.{0,14}?(?P<what>策定|改定|改訂|変更|見直し|公表|発行|一部改定|一部改訂|一部変更)[)]?$"
)
_VERSION = re.compile(
    r"初版|当初(?:版|策定)?|策定|(?:第[0-9一二三四五六七八九十]+[回次版])?(?:一部)?(?:改訂|改定|変更|見直し)(?:版)?|第[0-9一二三四五六七八九十]+版"
)
_VERSION_DAY = re.compile(r"の?(?:時期|年月日?|期日|日)$")
_FIRST_VERSION = re.compile(r"初版|当初|策定|第[1一]版")
_EDITION_OF = re.compile(r"^(?:に|付けで)?(?P<what>策定|改定|改訂)(?:の|した|された)「?(?P<of>.+)")
_MADE_THEN = re.compile(r"^に(?P<what>策定|改定|改訂|変更)(?:し|いたし)")
_TERM = re.compile(r"第[0-9一二三四五六七八九十]+[期次]")
_TITLE_MADE = re.compile(r"」?を(?:新たに)?(?P<what>策定|改定|改訂|変更)(?:し|いたし)")
_CONTACT = re.compile(
    r"〒|TEL|電話|FAX|ファクス|ファックス|E-?mail|メール|URL|http|住所|所在地|連絡先|@", re.IGNORECASE
)
_ISSUED_BY = re.compile(r"^(?:編集|発行|作成|策定|問い?合わせ先?|お問合せ|事務局)(?:・(?:編集|発行))?[:/]?")
_OPENING = 80
"""Paragraphs in which a plan says what it rests on."""
_OWN_BASIS = re.compile(
    r"^根拠|(?:本|この|同|当該)(?:都市圏|共生)?(?:ビジョン|計画)は|ビジョンとして(?:策定|定め)"
)
_MADE = re.compile(r"策定|改定|改訂|変更|見直し")
_MADE_SO = re.compile(rf"(?:一部)?(?:{_MADE.pattern})")
_REMARK = re.compile(r"\([^()]*\)$")
_DATE_LINE = re.compile(r"[()]*(?:策定|改定|改訂|変更|一部改定|一部改訂|一部変更|発行|作成|公表|版)?[()]*")
_ABOUT_PERIOD = re.compile(r"(?:計画|取組|対象|ビジョンの)期間は")
_FRAMED_LABEL = re.compile(r"[(【〔\[](?P<label>[^)】〕\]]{2,14})[)】〕\]]")
_NUMBERED = re.compile(r"^[(]?[0-9]{1,2}[).]?")
_RANGE = re.compile(r"(?:から|より|~|-|～)")


def read_cover(nodes: Sequence[Node], found: Identity) -> None:
    """Add date of issue, period, editions and publisher to what is known of the plan."""
    words = [node for node in nodes if isinstance(node.item, Para)]
    _issued(words, found)
    _period(words, nodes, found)
    _editions(words, found)
    _listed_editions(nodes, found)
    _labelled_editions(nodes, found)
    _told_edition(words, found)
    _publisher(words, found)
    found.basis = [para_of(node) for node in words[:_OPENING] if _says_basis(node)]


def _says_basis(node: Node) -> bool:
    """Whether a sentence of the opening says what this plan rests on: 「本ビジョンは、…要綱第6に基づき…」, 「根拠：…」."""
    key = para_of(node).key.text
    under = bool(node.path) and "根拠" in node.path[-1].key
    return (under or _OWN_BASIS.search(key) is not None) and bool(legal_basis([para_of(node)]).texts)


def _issued(words: Sequence[Node], found: Identity) -> None:
    """The date on the cover: a line that is only a date, alone or with the issuer, before the first chapter.

    Of several such lines below each other (策定, then 改定) the last one is that of this edition. A range of years is no
    date of issue.
    """
    for node in words[:25]:
        para = para_of(node)
        if _is_behind_cover(node, found, "plain"):
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


def _is_behind_cover(node: Node, found: Identity, *kinds: str) -> bool:
    """Whether a heading, other than of these kinds, begins what the plan says; 【第３期】 below its title is part of that."""
    return node.heading is not None and node.heading.kind not in kinds and id(node.item) not in found.claimed


def _period(words: Sequence[Node], nodes: Sequence[Node], found: Identity) -> None:
    """The period under its heading, else beside its label in a table of the plan, else in a sentence about it or behind its
    label; fiscal years are whole."""
    under = [node for node in words if node.heading is None and node.path and node.path[-1].role == "period"]
    about = [node for node in words if _ABOUT_PERIOD.search(para_of(node).key.text)]
    about += [node for node in words[:_OPENING] if _is_labelled_period(para_of(node))]
    cover = [node for node in words[:12] if re.fullmatch(r"\(.{8,40}\)", para_of(node).key.text)]
    beside = [text for node in nodes if isinstance(node.item, Grid) for text in _beside_period(node.item)]
    texts = [
        *(para_of(node).text for node in sorted(under, key=_only_years)),
        *beside,
        *(para_of(node).text for node in (*about, *cover)),
    ]
    for text in texts:
        dates = [date for date in find_dates(text.text) if date.iso]
        for first, last in sorted(itertools.pairwise(dates), key=lambda pair: _years(pair)):
            between = matching_key(text.text[first.end : last.start])
            if _RANGE.search(between) and len(between) <= 12:
                found.period = (_first_day(first), _last_day(last))
                found.period_ends = tuple(text[date.start : date.end] for date in (first, last))
                found.period_text = text.strip()
                return


def _is_labelled_period(para: Para) -> bool:
    """Whether a line begins with the word for the period, in brackets (「（期間）　令和５年４月１日から…」) or right before a date
    (「４　期　　間　　令和５年４月１日から…」)."""
    label = _FRAMED_LABEL.match(para.key.text)
    if label is not None:
        return heading_role(label["label"]) == "period"
    date = next(iter(find_dates(para.text.text)), None)
    before = _NUMBERED.sub("", matching_key(para.text.text[: date.start])).strip(":") if date else ""
    return before != "" and heading_role(before) == "period"


def _beside_period(grid: Grid) -> list[Located]:
    """What stands beside 「期間」 in a table that tells of the plan (名称, 中心市, 連携市町 …); a project's table has one, too."""
    return [value.text for label, value in _of_plan(grid) if heading_role(cell_key(label)) == "period"]


def _of_plan(grid: Grid) -> list[tuple[Cell, Cell]]:
    """The labels and values of a table that tells of the plan (名称, 中心市, 連携市町 …); none of another table."""
    labels = [(row[0], row[1]) for row in grid.rows if len(row) == 2 and row[0].col == 0 and row[0].text]
    roles = {heading_role(cell_key(label)) for label, _ in labels}
    told = roles & {"name", "members"} or any(head_of(label).means("core") for label, _ in labels)
    return labels if told else []


def _only_years(node: Node) -> bool:
    """Whether a line prints no day or month: 「令和3年度～令和7年度」 on a cover says less than the chapter on the period."""
    return _years(find_dates(para_of(node).text.text))


def _years(dates: Sequence[EraDate]) -> bool:
    return all(date.precision in ("year", "fiscal_year") for date in dates)


def _first_day(date: EraDate) -> str:
    assert date.iso is not None
    return fiscal_year_interval(int(date.iso))[0] if date.precision == "fiscal_year" else date.iso


def _last_day(date: EraDate) -> str:
    assert date.iso is not None
    return fiscal_year_interval(int(date.iso))[1] if date.precision == "fiscal_year" else date.iso


def _editions(words: Sequence[Node], found: Identity) -> None:
    """Lines of dates with 策定, 改定 behind each and nothing else, on the cover and in a list; each edition once."""
    cover = found.issued[1] if found.issued else None
    for node in words:
        para = para_of(node)
        dates = [date for date in find_dates(para.text.text) if date.iso and not date.cited]
        on_cover = cover is not None and cover.offsets == para.text.strip().offsets
        if not dates or len(para.key.text) > 60 or (on_cover and not _MADE.search(para.key.text)):
            continue
        ends = [*(date.start for date in dates[1:]), len(para.text)]
        parts = [para.text[date.start : end] for date, end in zip(dates, ends, strict=True)]
        said = [_EDITION.match(_behind_date(part, date)) for part, date in zip(parts, dates, strict=True)]
        for at in range(len(parts) - 2, -1, -1):  # 「令和4年3月、令和5年3月改訂」
            if said[at] is None and not _behind_date(parts[at], dates[at]).strip("及び"):
                said[at] = said[at + 1]
        before = matching_key(para.text.text[: dates[0].start])
        if len(dates) == 1:  # 「策定 平成31年3月」 and 「平成31年3月 策定」
            said = [_EDITION.match(before + _behind_date(parts[0], dates[0]))]
            parts, before = [para.text.strip()], ""
        if before.strip("()・") or not all(said):
            continue
        for date, part, match in zip(dates, parts, said, strict=True):
            assert match is not None
            kind = "established" if match["what"] in ("策定", "公表", "発行") else "revised"
            if (kind, date.iso) in [(one.kind, one.date.iso) for one in found.editions]:
                found.labels.append(part.strip())
            else:
                found.editions.append(Edition(kind, date, part.strip()))
        found.claimed.add(id(para))


def _listed_editions(nodes: Sequence[Node], found: Identity) -> None:
    """The editions that a table lists, one a row (初版 | 令和3年3月 | …); what else its rows say is history."""
    for grid in (node.item for node in nodes if isinstance(node.item, Grid)):
        rows = [_listed_edition(row) for row in grid.rows]
        listed = [row for row in rows if row is not None]
        if len(listed) < 2 or None in rows[1:]:
            continue
        known = [(one.kind, one.date.iso) for one in found.editions]
        new = [one for one in listed if (one.kind, one.date.iso) not in known]
        found.editions += new
        found.claimed.add(id(grid))
        dates = [one.text for one in new]
        found.history += [cell.text for cell in grid.table.cells if cell.text and cell.text not in dates]


def _labelled_editions(nodes: Sequence[Node], found: Identity) -> None:
    """The editions that a table about the plan names beside their word: 策定 | 令和5年3月, 変更 | 令和6年3月、令和7年3月, 策定の時期 |
    令和5年3月策定、令和6年3月改定."""
    for grid in (node.item for node in nodes if isinstance(node.item, Grid)):
        for label, value in _of_plan(grid):
            version = _VERSION_DAY.sub("", cell_key(label))
            if not _VERSION.fullmatch(version):
                continue
            known = [(one.kind, one.date.iso) for one in found.editions]
            for date in find_dates(value.text.text):
                said = _MADE_SO.match(value.text.text[date.end :].lstrip())
                kind = "established" if _FIRST_VERSION.match(said[0] if said else version) else "revised"
                if date.iso and not date.cited and (kind, date.iso) not in known:
                    found.editions.append(Edition(kind, date, value.text[date.start : date.end]))


def _listed_edition(row: Sequence[Cell]) -> Edition | None:
    version = next((cell for cell in row if _VERSION.fullmatch(cell_key(cell))), None)
    dated = [(cell, date) for cell in row for date in find_dates(cell.text.text) if date.iso]
    if version is None or len(dated) != 1 or not _DATE_LINE.fullmatch(_besides(*dated[0])):
        return None
    (cell, date) = dated[0]
    first = _FIRST_VERSION.match(cell_key(version)) is not None
    return Edition("established" if first else "revised", date, cell.text)


def _besides(cell: Cell, date: EraDate) -> str:
    return matching_key(cell.text.text[: date.start] + cell.text.text[date.end :])


def _told_edition(words: Sequence[Node], found: Identity) -> None:
    """The edition that a sentence of the opening tells with the plan's title: 「令和7年3月策定の第3次…ビジョンに基づき」, 「令和7年3月に
    「第3次…ビジョン」を策定しました」."""
    title = matching_key(found.title.text) if found.title else ""
    for node in words[:_OPENING] if title and not found.editions else ():
        text = para_of(node).text
        for date in find_dates(text.text):
            behind = matching_key(text.text[date.end :])
            said = _EDITION_OF.match(behind)
            if said is None or not said["of"].startswith(title):
                before, named, made = behind.partition(title)
                said = _TITLE_MADE.match(made) if named and before in ("に", "に「", "に、「") else None
            said = said or _made(matching_key(text.text[: date.start]), behind, found)
            if date.iso and said:
                kind = "established" if said["what"] == "策定" else "revised"
                found.editions.append(Edition(kind, date, text))
                return


def _made(before: str, behind: str, found: Identity) -> re.Match[str] | None:
    """What a sentence says of the plan of the area and the term that the title names: 「…圏の第3期のビジョンを」, 「に策定しました」."""
    title, area = (matching_key(text.text) if text else "" for text in (found.title, found.area_name))
    terms = [_TERM.findall(key) for key in (title, before)]
    named = before.endswith("ビジョンを") and bool(area) and area in before and terms[0] == terms[1]
    return _MADE_THEN.match(behind) if named else None


def _behind_date(part: Located, date: EraDate) -> str:
    """What a line says behind a date, without a remark in brackets (「改訂（事業費の時点修正）」)."""
    said = matching_key(part.text[date.end - date.start :])
    return re.sub(r"[()、・]", "", _REMARK.sub("", said) or said)


def _publisher(words: Sequence[Node], found: Identity) -> None:
    """The municipality whose office stands at the end (or on the cover), with its address lines as contact."""
    tail = words[-14:]
    contact = [node for node in tail if _CONTACT.search(fold(para_of(node).text.text).text)]
    for node in [*reversed(tail), *words[:12]]:
        para = para_of(node)
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
            found.contact.append(para_of(node).text)
            found.claimed.add(id(node.item))


def _issuer_on_cover(words: Sequence[Node], found: Identity) -> None:
    """The core city whose name alone stands on the cover, below title and date."""
    for node in words[:8]:
        para = para_of(node)
        if _is_behind_cover(node, found, "plain", "place"):
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
