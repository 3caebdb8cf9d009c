"""One instrument as read: what kind it is, who the parties are, its clauses, measures, changes and signatures."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph_build.converters.area import FoundMembers, find_area_name, find_members
from graph_build.converters.changes import own_articles, read_changes, repeal_operation, with_effects
from graph_build.converters.dates import FoundDate, amended_in_brackets, find_all, find_signed
from graph_build.converters.found import (
    FoundArticle,
    FoundField,
    FoundMeasure,
    FoundOperation,
    FoundParty,
    FoundSignature,
    Parts,
)
from graph_build.converters.furniture import PAGE_NUMBER, line_reason
from graph_build.converters.items import Item, Para, paras, printed
from graph_build.converters.letter import Letter, read_letter
from graph_build.converters.measures.reading import MeasureReading
from graph_build.converters.parties import find_parties
from graph_build.converters.parts import cut
from graph_build.converters.signatures import read_signatures, signature_lines
from graph_build.documents.model import Located
from graph_build.records.base import Scheme
from graph_build.text.eras import EraDate, find_dates
from graph_build.text.key import fold, matching_key
from graph_build.text.noise import is_gibberish

InstrumentKind = Literal["agreement", "amendment", "repeal"]

_BASE = re.compile(
    r"(?P<title>[^。「」()]{4,90}?(?:協約|協定)(?:書)?)」?(?:\([^()]*\))?(?:の(?:一部|全部)(?:を|の)|(?:を|について)、?(?:次|下記|別紙|以下|変更|廃止|平成|令和)"
    r"|について、|は、(?:平成|令和|昭和|廃止|(?:次|下記|別紙)の?(?:とおり|ように))|の(?:変更|廃止))"
)
# 「…協約の一部を変更する協約の一部を次のように変更する」: what is changed is an act that changes another.
_ACT_OF_CHANGE = re.compile(
    r"^(?:\([^()]*\))?の(?:一部|全部)を(?:変更|改正)する(?:連携)?(?:協約|協定)(?:書)?(?=(?:\([^()]*\))?の(?:一部|全部))"
)
_BEFORE_TITLE = re.compile(
    r"^.*(?:締結した|締結された|締結の|締結し、?.{0,20}変更した|「|おいて、|(?:日|月)(?:付け)?の|は、|に係る(?=.{2,30}との))"
)
# 「A市との間の連携協約」 is called 連携協約; 「A市とB市との間の連携協約」 has both names in its title.
_WITH_ONE = re.compile(r"^[^と及、]+との間の")


@dataclass(frozen=True, slots=True)
class Base:
    """The text that an instrument changes or ends: printed title and date of signing."""

    title: Located | None
    date: str | None
    date_text: Located | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """Everything found in one instrument, still in the document's words."""

    kind: InstrumentKind
    parts: Parts
    scheme: Scheme
    area_name: Located | None
    parties: tuple[FoundParty, ...]
    members: FoundMembers | None
    signed: FoundDate | None
    dates: tuple[FoundDate, ...]
    signatures: tuple[FoundSignature, ...]
    measures: tuple[FoundMeasure, ...]
    fields: tuple[tuple[FoundField, ...], ...]
    base: Base | None = None
    operations: tuple[FoundOperation, ...] = ()
    in_articles: bool = False
    """Whether it changes the text in articles of its own, which are none of the text's."""
    annex_prose: tuple[tuple[int, Item], ...] = ()
    """Prose in annexes: index of the annex and the item."""
    silent: tuple[FoundArticle, ...] = ()
    """Articles that say what one of the parties does, and gave no measure."""
    unread: tuple[Item, ...] = ()
    """Items of articles that belong to measures there, by identity: not part of the article's own text."""

    @property
    def title(self) -> str | None:
        """The title without noise blanks."""
        return printed(self.parts.title) or None

    @property
    def names(self) -> list[str]:
        """Keys of the parties' names, short ones too."""
        return [key for party in self.parties for key in party.keys]


def read_instrument(items: Sequence[Item], around: Sequence[Para] = ()) -> Instrument:
    """Read an instrument; ``around`` are sentences of a bill that speak about it (base text, parties)."""
    letter = read_letter(items)
    if letter:
        return _from_letter(letter)
    aside = [item for item in items if isinstance(item, Para) and _is_furniture(item)]
    lines = [line for item in items if item not in aside for line in signature_lines(item)]
    own = own_articles(lines)
    if own is None and _changes_items(items):
        own = frozenset()
    parts = cut(lines, own)
    parts = replace(parts, rest=(*parts.rest, *aside))
    signatures, unsigned = read_signatures(_below_date(parts))
    said = tuple(para for para in unsigned if para.key.text.endswith("。"))
    parts = replace(
        parts,
        closing=(*parts.closing, *said),
        rest=(*parts.rest, *(para for para in unsigned if para not in said)),
    )
    speaking = [*parts.preamble, *around]
    members = find_members(parts)
    area_name = find_area_name(parts) or _area_name_around(around)
    parties = find_parties(parts, signatures, members, printed(area_name) or None)
    if not parties and around:
        parties = find_parties(
            replace(parts, preamble=tuple(around)), signatures, members, printed(area_name) or None
        )
    kind = _kind(parts, speaking)
    signed = find_signed(parts)
    reading = MeasureReading(
        [key for party in parties for key in party.keys],
        [party.position or party.keys[-1] for party in parties],
    )
    base: Base | None = None
    operations: tuple[FoundOperation, ...] = ()
    if kind != "agreement":
        base = _base(parts, speaking)
        operations = _operations(kind, parts, base, reading, own or ())
    reading.read(parts, kind, changes=bool(operations) or own is not None)
    return Instrument(
        kind,
        parts,
        _scheme(parts, around),
        area_name,
        parties,
        members,
        signed,
        (*find_all(parts, signed), *amended_in_brackets(_with_title(parts.preamble, parts))),
        tuple(signatures),
        tuple(reading.measures),
        tuple(reading.fields),
        base,
        operations,
        bool(own),
        tuple(reading.prose),
        tuple(reading.silent),
        tuple(reading.consumed),
    )


def _from_letter(letter: Letter) -> Instrument:
    """The end of an agreement that one party tells the other; only the sender signs."""
    parts = letter.parts
    signatures, unsigned = read_signatures(parts.signing)
    parts = replace(parts, header=(*parts.header, *unsigned))
    everybody = (*letter.others, *signatures)
    area_name = find_area_name(parts)
    parties = find_parties(parts, (), None, printed(area_name) or None)
    if len(parties) < 2:
        parties = find_parties(
            replace(parts, title=None, preamble=()), everybody, None, printed(area_name) or None
        )
    base = _base(parts, parts.preamble)
    name, day = letter.base_named()
    base = replace(base, title=name or base.title)
    if base.date is None and day:
        base = replace(base, date=day[1], date_text=day[0])
    operation = letter.operation(printed(base.title))
    signed = find_signed(parts)
    dates = {(one.kind, one.iso): one for one in [*find_all(parts, signed), *letter.ends()]}
    return Instrument(
        "repeal",
        parts,
        _scheme(parts, ()),
        area_name,
        parties,
        None,
        signed,
        tuple(dates.values()),
        tuple(signatures),
        (),
        (),
        base,
        (operation,) if operation else (),
    )


def _is_furniture(para: Para) -> bool:
    if PAGE_NUMBER.fullmatch(para.key.text):
        return True
    reason = line_reason(para)
    return reason in ("navigation", "history", "running_head") or is_gibberish(para.text.text)


def _changes_items(items: Sequence[Item]) -> bool:
    """Whether a text changes single items: articles printed in it belong to the changes, it has none of its own."""
    head = "".join(para.key.text for para in paras(items)[:12])
    if "全部を" in head:
        return False
    return (
        re.search(
            r"別表を(?:別紙|次)のとおり(?:に)?改め|一部を(?:次の(?:ように|とおり))?(?:変更|改正)|の一部(?:変更|改正)|次のように(?:変更|改正)する",
            head,
        )
        is not None
    )


def _below_date(parts: Parts) -> list[Para]:
    signing = list(parts.signing)
    if signing and find_dates(signing[0].text.text):
        signing = signing[1:]
    return signing


def _area_name_around(around: Sequence[Para]) -> Located | None:
    return find_area_name(Parts(preamble=tuple(around)))


def _kind(parts: Parts, speaking: Sequence[Para]) -> InstrumentKind:
    title = matching_key(parts.title.text) if parts.title else ""
    text = "".join(para.key.text for para in speaking)
    if re.search(r"廃止|解除", title) or (
        not parts.articles
        and re.search(r"(?:協約|協定)(?:書)?(?:\([^()]*\))?(?:を|は)[^。]{0,40}廃止する", text)
    ):
        return "repeal"
    if re.search(r"変更|改正", title):
        return "amendment"
    if re.search(
        r"(?:一部を(?:次のように)?(?:変更|改正)|を次の(?:とおり|ように)(?:変更|改正)|を変更する(?:連携)?(?:協約|協定))",
        text,
    ):
        return "amendment"
    return "agreement"


def _scheme(parts: Parts, around: Sequence[Para]) -> Scheme:
    """The closed list of the design: 連携中枢都市圏, 定住自立圏, other 連携協約, other agreements."""
    title = parts.title.text if parts.title else ""
    opening = matching_key(title + "".join(para.text.text for para in [*parts.preamble, *around]))
    cover = matching_key("".join(item.text.text for item in parts.cover if isinstance(item, Para)))
    for text in (opening, cover):
        if "連携中枢都市圏" in text:
            return "renkei-chusu"
        if "定住自立圏" in text:
            return "teiju-jiritsu"
    articles = matching_key("".join(p.text.text for a in parts.articles[:3] for p in paras(a.items)))
    if "連携中枢都市圏" in articles:
        return "renkei-chusu"
    if "定住自立圏" in articles:
        return "teiju-jiritsu"
    both = opening + cover + articles
    return (
        "kyoyaku" if "連携協約" in both or re.search(r"第(?:252|二百五十二)条の(?:2|二)", both) else "kyotei"
    )


def _base(parts: Parts, speaking: Sequence[Para]) -> Base:
    """The base text: named where the instrument says what it changes, else by its own title."""
    title: Located | None = None
    for para in [*speaking, *(p for article in parts.articles[:2] for p in paras(article.items))]:
        found = _BASE.search(para.key.text)
        if found:
            before = _BEFORE_TITLE.match(found["title"])
            start = found.start("title") + (before.end() if before else 0)
            with_one = _WITH_ONE.match(para.key.text[start : found.end("title")])
            start += with_one.end() if with_one else 0
            named = para.key.text[start : found.end("title")]
            if found.end("title") - start >= 4 and not re.match(r"(?:次|下記|左記|別紙|これら)の", named):
                key = para.key
                act = _ACT_OF_CHANGE.match(key.text[found.end("title") :])
                a, b = key.raw_range(start, found.end("title") + (act.end() if act else 0))
                title = para.text[a:b].strip()
                break
    if title is None or re.match(
        r"(?:標記|標題|上記|前記|表記|当該|この)の?(?:連携)?(?:協約|協定)", matching_key(title.text)
    ):
        title = _base_in_title(parts.title) or title
    clauses = [para for article in parts.articles[:2] for para in paras(article.items)]
    for para in [*_with_title(speaking, parts), *clauses]:
        for date in find_dates(para.text.text):
            if re.match(r"\s*(?:付けで)?締結[^日]", para.text.text[date.end :] + " ") and _is_day(date):
                return Base(title, date.iso, para.text[date.start : date.end])
            after = re.sub(r"\([^()]*\)", "", matching_key(para.text.text[date.end : date.end + 200]))
            if _is_day(date) and re.match(
                r"^(?:付け|付|に|の)?(?:で|の|に)?[^。]{0,90}締結(?:し|され|の)", after
            ):
                return Base(title, date.iso, para.text[date.start : date.end])
    return Base(title, None, None)


def _with_title(words: Sequence[Para], parts: Parts) -> list[Para]:
    return [*words, *([Para(parts.title)] if parts.title else [])]


def _is_day(date: EraDate) -> bool:
    return date.precision == "day" and not date.cited


def _base_in_title(title: Located | None) -> Located | None:
    """「…協約の一部を変更する連携協約」 names its base first."""
    if title is None:
        return None
    key = fold(title.text)
    found = re.match(
        r"^(?P<base>.+?(?:協約|協定)(?:書)?(?:の一部を(?:変更|改正)する(?:連携)?(?:協約|協定)(?:書)?(?=の一部))?)(?:\([^()]*\))?(?:の一部|(?:を|の)(?:変更|廃止|解除|終了|失効|満了|解約))",
        key.text,
    )
    if not found:
        return None
    a, b = key.raw_range(*found.span("base"))
    return title[a:b]


def _operations(
    kind: InstrumentKind, parts: Parts, base: Base, reading: MeasureReading, own: Collection[int]
) -> tuple[FoundOperation, ...]:
    if kind == "repeal":
        everything = [
            *parts.preamble,
            *(p for a in parts.articles for p in paras(a.items)),
            *parts.supplement,
        ]
        title = printed(base.title) if base.title else ""
        found = repeal_operation(everything, title)
        return (found,) if found else ()
    items: list[Item] = list(parts.plain or parts.preamble)
    if own or not any(article.caption for article in parts.articles):
        items += [item for article in parts.articles for item in article.items]
    changes = read_changes(items, reading.names, own, reading.holders, parts.rest)
    reading.measures += changes.measures
    reading.consumed += changes.read
    clauses = [para for article in parts.articles for para in paras(article.items)]
    said = [*parts.preamble, *clauses, *parts.supplement, *parts.closing]
    return with_effects(changes.operations, said, parts.articles if own else ())
