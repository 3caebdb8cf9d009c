"""Council bills: the sheet around a proposed text (number, title, date, submitter, reason), and the text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.annex_heads import annex_head
from graph_build.converters.base_text import listed_title
from graph_build.converters.changes.comparison import is_comparison
from graph_build.converters.changes.sentences import is_change
from graph_build.converters.endings import ENDED
from graph_build.converters.instrument_title import DATE_ONLY, title_at
from graph_build.converters.items import Grid, Item, Para, behind
from graph_build.converters.listed_values import with_values
from graph_build.converters.reference_sheet import heads_reference, leaves_to_comparison
from graph_build.documents.model import Located
from graph_build.text.eras import EraDate, find_dates
from graph_build.text.key import fold

_NUMBER = re.compile(
    r"^(?P<number>(?:議案|議|報告|発議|承認|追加議案)第?[0-9一二三四五六七八九十百]+号|第[0-9一二三四五六七八九十百]+号議案)(?P<rest>.*)$"
)
_TITLE = re.compile(r"(?:について(?:\(.*\))?|の件|に関する議案)$")
_REASON = re.compile(
    r"^(?:[(【\[〔]?(?:提案|提出|議案)(?:の)?(?:理由|説明|趣旨)[)】\]〕]?[:：]?|[(【\[〔](?:理由|説明)[)】\]〕][:：]?|(?:理由|説明)$)(?P<text>.*)$"
)
_OFFICE = re.compile(
    r"^(?:(?:提出|賛成|発議)者:?)?(?P<office>[^。、]{1,16}?(?:市長|町長|村長|区長|知事|管理者|広域連合長|議会議員|議会議長|委員長)(?:職務代理者)?)(?P<name>[^。、に及]{0,12})$"
)
_SUBMITTED = re.compile(r"^(?:明治|大正|昭和|平成|令和)[^。、]{3,16}日、?提出$")
# 「…次のとおり…変更するものとする。」, 「…議会の議決を求める。」 is what the bill proposes, also where it stands behind the reason.
_PROPOSES = re.compile(
    r"(?:次|下記|左記|別紙|別添)のとおり.*(?:する|したい|するものとする)。$|(?:議決|承認|同意)を(?:求める|求めます)。$"
)
_SIGNS = re.compile(r"(?:[市町村区]長|知事|管理者|連合長)(?:職務代理者)?[^。、]{0,12}$")
_NAME = re.compile(r"[\u3005\u3400-\u9fff\u3040-\u30ffー]{2,8}")
_SUPPORTER = re.compile(r"^(?:賛成者|同)(?=.{2,16}議会議員)")
# 専決処分: the sheet of the disposition stands between the bill and the text.
_DISPOSITION = re.compile(r"^専決(?:処分)?(?:第[0-9一二三四五六七八九十百]+号|処分書)$|^専決処分書$")
_ENCLOSURE = re.compile(r"^\(?別紙\)?$")


@dataclass(frozen=True, slots=True)
class BillSheet:
    """The sheet of a bill; ``inner`` is the proposed text, ``reference`` what explains or repeats it."""

    number: Located | None
    title: Located | None
    submitted: tuple[EraDate, Located] | None
    office: Located | None
    name: Located | None
    submitter: Located | None
    """The whole line that names the submitter."""
    statement: tuple[Para, ...]
    reason: tuple[Para, ...]
    inner: tuple[Item, ...]
    reference: tuple[Item, ...] = ()
    markers: tuple[Located, ...] = ()
    """Words that only name a part of the sheet: 別紙, 記, 提案理由."""

    @property
    def submitted_on(self) -> str | None:
        """The day (or month) of submission; None where it is left blank (令和8年　　月　　日提出), as on a signature."""
        date = self.submitted[0] if self.submitted else None
        return date.iso if date and date.precision in ("day", "month") else None


@dataclass
class _Reader:
    number: Located | None = None
    title: list[Located] = field(default_factory=list)
    titled: bool = False
    submitted: tuple[EraDate, Located] | None = None
    office: Located | None = None
    name: Located | None = None
    submitter: Located | None = None
    statement: list[Para] = field(default_factory=list)
    reason: list[Para] = field(default_factory=list)
    inner: list[Item] = field(default_factory=list)
    reference: list[Item] = field(default_factory=list)
    markers: list[Located] = field(default_factory=list)
    in_reason: bool = False


def read_bill(items: Sequence[Item]) -> BillSheet:
    """Divide a bill into its sheet and the text it proposes (empty where the text is not enclosed)."""
    reader = _Reader()
    items = with_values(items, _REASON)
    begin = _inner_begin(items)
    number = next((i for i, item in enumerate(items[:begin]) if _number(item)), 0)
    for item in items[:number]:
        _cover(reader, item)
    for item in items[number:begin]:
        _sheet(reader, item)
    tail = _tail_begin(items, begin)
    reader.inner = list(items[begin:tail])
    reader.in_reason = False
    for item in items[tail:]:
        _after(reader, item)
    title = Located.joined(reader.title) if reader.title else None
    return BillSheet(
        reader.number,
        title,
        reader.submitted,
        reader.office,
        reader.name,
        reader.submitter,
        tuple(reader.statement),
        tuple(reader.reason),
        tuple(reader.inner),
        tuple(reader.reference),
        tuple(reader.markers),
    )


def proposed_title(sheet: BillSheet) -> Located | None:
    """The title of the instrument as the bill's own title names it: 「…連携協約の締結について」."""
    listed = next(filter(None, map(listed_title, sheet.statement)), None)
    if listed:
        return listed
    for text in [sheet.title, *(para.text for para in sheet.statement)]:
        if text is None:
            continue
        key = fold(text.text)
        found = re.match(
            r"^(?P<title>.{6,90}?(?:協約|協定)(?:書)?)(?:(?:の一部)?(?:の|を)|について|$)", key.text
        )
        if found and "、" not in found["title"]:
            return behind(text, key, *found.span("title"))
    return None


def _inner_begin(items: Sequence[Item]) -> int:
    """The proposed text begins behind 「別紙」, else at its own title."""
    for i, item in enumerate(items):
        if isinstance(item, Para) and _ENCLOSURE.match(item.key.text):
            return _behind_disposition(items, i + 1)
    for i, item in enumerate(items):
        if i == 0 or not isinstance(item, Para) or listed_title(item):
            continue
        found = title_at(items, i)
        if found and not _TITLE.search(item.key.text) and not _follows_title(items, i):
            return i
    return next((i for i, item in enumerate(items) if i and _tells_change(item)), len(items))


def _tells_change(item: Item) -> bool:
    """A change in the bill itself: 「別表の(2)の項を削る。」, with a place in front, or a table of two wordings."""
    if not isinstance(item, Para):
        return isinstance(item, Grid) and is_comparison(item)
    places = re.match(
        r"^(?:[0-9(（]{1,4}[)）.、　]*)?(?:第[0-9一二三四五六七八九十]+条|別[表紙記]|題名|前文)",
        item.key.text,
    )
    return places is not None and item.key.text.endswith("。") and is_change(item)


def _behind_disposition(items: Sequence[Item], begin: int) -> int:
    """Where the text begins behind the sheet of a 専決処分, if there is one: at the instrument's title."""
    head = [item for item in items[begin : begin + 3] if isinstance(item, Para)]
    if any(_DISPOSITION.match(item.key.text) for item in head):
        for i in range(begin, len(items)):
            if title_at(items, i):
                return i
    return begin


def _follows_title(items: Sequence[Item], i: int) -> bool:
    """A bill's own title may break so that its second line looks like an instrument's title."""
    following = items[i + 1] if i + 1 < len(items) else None
    return (
        isinstance(following, Para)
        and re.match(rf"^(?:[のを](?:締結|変更|{ENDED})|の一部|について)", following.key.text) is not None
    )


def _number(item: Item) -> re.Match[str] | None:
    return _NUMBER.match(item.key.text) if isinstance(item, Para) else None


def _tail_begin(items: Sequence[Item], begin: int) -> int:
    """Where the sheet goes on behind the proposed text: a reason, a reference sheet, or what follows the signatures."""
    by_comparison = leaves_to_comparison(items)
    for i in range(begin, len(items)):
        item = items[i]
        if isinstance(item, Para) and (
            _REASON.match(item.key.text)
            or (heads_reference(item) and not by_comparison)
            or _SUBMITTED.search(item.key.text)
        ):
            return min(i, _behind_signatures(items, begin, i))
    return _behind_signatures(items, begin, len(items))


def _behind_signatures(items: Sequence[Item], begin: int, end: int) -> int:
    """Where the last signature ends, if neither annexes nor supplementary provisions stand behind it; else ``end``."""
    signed = None
    for i in range(begin, end):
        item = items[i]
        if isinstance(item, Para) and DATE_ONLY.match(item.key.text):
            signed = i
    last, nameless = None, False
    for i in range(signed + 1, end) if signed is not None else ():
        item = items[i]
        if not isinstance(item, Para) or annex_head(item) or item.key.text.endswith("。"):
            break
        if _SIGNS.search(item.key.text) or (nameless and _NAME.fullmatch(item.key.text)):
            last = i
        nameless = last == i and item.key.text.endswith(("長", "知事", "管理者"))
    if last is None or any(annex_head(item) or _supplements(item) for item in items[last + 1 : end]):
        return end
    return last + 1


def _supplements(item: Item) -> bool:
    return isinstance(item, Para) and re.match(r"^[附付]則", item.key.text) is not None


def _cover(reader: _Reader, item: Item) -> None:
    """What stands above the bill's number: the session, 議案書, a page head; its title only where it is whole."""
    if not isinstance(item, Para):
        reader.reference.append(item)
    elif _TITLE.search(item.key.text):
        _title(reader, item.text)
    elif not _submission(reader, item):
        reader.markers.append(item.text)


def _sheet(reader: _Reader, item: Item) -> None:
    if not isinstance(item, Para):
        reader.reference.append(item)
        return
    key = item.key.text
    number = _number(item)
    if number and reader.number is None:
        reader.number = item.part(number, "number")
        rest = item.part(number, "rest").strip()
        if rest:
            _title(reader, rest)
        return
    if _reason_begins(reader, item):
        return
    if _submission(reader, item):
        return
    if _DISPOSITION.match(key) or (_SUPPORTER.match(key) and reader.office):
        reader.markers.append(item.text)
        return
    office = _OFFICE.match(key)
    if office:
        reader.office = reader.office or _without_prefix(item.part(office, "office").strip())
        reader.name = reader.name or (item.part(office, "name").strip() or None)
        if reader.submitter is None:
            reader.submitter = item.text
        else:
            reader.markers.append(item.text)
        reader.in_reason = False
        return
    if re.fullmatch(r"記|\(?別紙\)?|以上", key) or re.search(
        r"(?:定例会|臨時会|議会)(?:会議録|提出)?(?:議案書?)?$", key
    ):
        reader.markers.append(item.text)
    elif reader.in_reason and not (reader.reason and _PROPOSES.search(key)):
        reader.reason.append(item)
    elif not reader.titled and "。" not in key and len(key) <= 90:
        _title(reader, item.text)
    else:
        reader.titled = True
        reader.statement.append(item)


def _without_prefix(office: Located) -> Located:
    """「北海道上川郡清水町長」 → 清水町長."""
    key = fold(office.text)
    found = re.match(
        r"^(?:北海道|東京都|(?:京都|大阪)府|.{2,3}県)?(?:[^市町村]{1,6}郡)?(?=[^県郡]{1,8}[市町村区]長)",
        key.text,
    )
    return behind(office, key, found.end(), len(key.text)) if found else office


def _title(reader: _Reader, text: Located) -> None:
    reader.title.append(text)
    reader.titled = (
        _TITLE.search("".join(part.text.strip() for part in reader.title).replace(" ", "")) is not None
    )


def _reason_begins(reader: _Reader, item: Para) -> bool:
    found = _REASON.match(item.key.text)
    if not found:
        return False
    reader.in_reason = True
    text = item.part(found, "text").strip()
    reader.markers.append(behind(item.text, item.key, 0, found.start("text")) if text else item.text)
    if text:
        reader.reason.append(Para(text))
    return True


def _submission(reader: _Reader, item: Para) -> bool:
    """「令和5年9月4日提出」, 「提出年月日 …」, 「上記の議案を提出する。」 with its date, or a date alone."""
    dates = [date for date in find_dates(item.text.text) if not date.cited]
    key = item.key.text
    if (
        len(dates) == 1
        and reader.submitted is None
        and len(key) <= 40
        and not re.search(r"締結|協約|協定", key)
    ):
        rest = key.replace("".join(dates[0].printed.split()), "")
        if re.search(r"提出|上程", key) or re.fullmatch(r"\W*付?け?\W*", rest):
            date = dates[0]
            reader.submitted = (date, item.text[date.start : date.end])
            reader.markers.append(item.text)
            return True
    if re.fullmatch(r"(?:上記|次|右)の(?:議案|とおり)を?提出(?:する|します)。?", key):
        reader.markers.append(item.text)
        return True
    return False


def _after(reader: _Reader, item: Item) -> None:
    if not isinstance(item, Para):
        reader.reference.append(item)
    elif _reason_begins(reader, item):
        return
    elif heads_reference(item):
        reader.in_reason = False
        reader.reference.append(item)
    elif _submission(reader, item):
        return
    elif (
        (reader.in_reason or reader.submitted)
        and reader.office is None
        and (office := _OFFICE.match(item.key.text))
    ):
        reader.office = _without_prefix(item.part(office, "office").strip())
        reader.name = item.part(office, "name").strip() or None
        reader.submitter = item.text
    else:
        (reader.reason if reader.in_reason else reader.reference).append(item)
