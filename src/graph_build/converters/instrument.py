"""One instrument as read: what kind it is, who the parties are, its clauses, measures, changes and signatures."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from graph_build.converters.area import find_area_name
from graph_build.converters.base_text import Base, find_base
from graph_build.converters.changes import own_articles, read_changes, repeal_operation, with_effects
from graph_build.converters.clauses import defines_terms
from graph_build.converters.dates import (
    FoundDate,
    amended_in_brackets,
    each_once,
    find_all,
    find_signed,
    named_in_bill,
)
from graph_build.converters.endings import ENDED, OF_END
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
from graph_build.converters.items import Grid, Item, Para, paras, printed
from graph_build.converters.letter import Letter, read_letter
from graph_build.converters.measures.label_use import naming_actors, telling_content
from graph_build.converters.measures.own_labels import own_labels
from graph_build.converters.measures.reading import MeasureReading
from graph_build.converters.members import FoundMembers, find_members
from graph_build.converters.parties import find_parties
from graph_build.converters.parts import cut
from graph_build.converters.reference_sheet import without_comparison_behind
from graph_build.converters.signatures import read_signatures, with_signature_lines
from graph_build.documents.model import Located
from graph_build.records.base import Scheme
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key
from graph_build.text.labels import Label, labels_of_its_own
from graph_build.text.noise import is_gibberish

InstrumentKind = Literal["agreement", "amendment", "repeal"]


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

    labels: Mapping[str, Label] = field(default_factory=dict)
    """Labels that only this document uses, or for something else than others do."""

    @property
    def title(self) -> str | None:
        """The title without noise blanks."""
        return printed(self.parts.title) or None

    @property
    def names(self) -> list[str]:
        """Keys of the parties' names, short ones too."""
        return [key for party in self.parties for key in party.keys]


def read_instrument(
    items: Sequence[Item], around: Sequence[Para] = (), title: Located | None = None
) -> Instrument:
    """Read an instrument.

    ``around`` are sentences of a bill that speak about it (base text, parties), or say all where no text is enclosed;
    ``title`` is what the bill calls it, where the text itself has no title.
    """
    letter = read_letter(items)
    if letter:
        return _from_letter(letter)
    parts, signatures, own = _divided(items, title)
    speaking = [*parts.preamble, *around]
    told = parts if items else replace(parts, preamble=tuple(around))
    members = find_members(told)
    area_name = find_area_name(told) or _area_name_around(around)
    parties = find_parties(told, signatures, members, printed(area_name) or None)
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
        base = find_base(parts, speaking)
        operations = _operations(kind, told, base, reading, own or ())
    speaking_of_work = (one for one in parts.articles if not defines_terms(one))
    blocks = [*(one.items for one in speaking_of_work), *(one.items for one in parts.annexes)]
    labels = own_labels(blocks, reading.names) | naming_actors(blocks) | telling_content(blocks)
    with labels_of_its_own(labels):
        reading.read(parts, kind, changes=bool(operations) or own is not None)
    earlier = amended_in_brackets(
        [
            *told.preamble,
            *(around if base and items else ()),
            *(paras(item for article in told.articles[:2] for item in article.items) if base else ()),
            *parts.signing[:3],
            *([Para(parts.title)] if parts.title else []),
        ]
    )
    return Instrument(
        kind,
        parts,
        _scheme(parts, around),
        area_name,
        parties,
        members,
        signed,
        tuple(each_once([*find_all(told, signed), *(named_in_bill(around) if items else ()), *earlier])),
        tuple(signatures),
        tuple(reading.measures),
        tuple(reading.fields),
        base,
        operations,
        bool(own),
        tuple(reading.prose),
        tuple(reading.silent),
        tuple(reading.consumed),
        labels,
    )


def _divided(
    items: Sequence[Item], title: Located | None
) -> tuple[Parts, list[FoundSignature], frozenset[int] | None]:
    """The parts of a text, its signatures, and which articles are its own if it changes another text."""
    aside = [item for item in items if isinstance(item, Para) and _is_furniture(item)]
    text, reference = without_comparison_behind([item for item in items if item not in aside])
    lines = with_signature_lines(text)
    own = own_articles(lines)
    if own is None and _changes_items(items):
        own = frozenset()
    parts = cut(lines, own)
    signatures, unsigned = read_signatures(_below_date(parts))
    said = [para for para in unsigned if para.key.text.endswith("。")]
    parts = replace(
        parts,
        title=parts.title or title,
        closing=(*parts.closing, *said),
        rest=(*parts.rest, *aside, *(para for para in unsigned if para not in said)),
        reference=tuple(reference),
    )
    return parts, signatures, own


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
    base = find_base(parts, parts.preamble)
    name, day = letter.base_named()
    base = replace(base, title=name or base.title)
    if base.date is None and day:
        base = replace(base, date=day[1], date_text=day[0])
    operation = letter.operation(printed(base.title))
    signed = find_signed(parts)
    told = [*letter.ends(), *find_all(parts, signed), *amended_in_brackets(letter.sentences)]
    return Instrument(
        "repeal",
        parts,
        _scheme(parts, ()),
        area_name,
        parties,
        None,
        signed,
        tuple(each_once(told)),
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
    if OF_END.search(title) or (
        not parts.articles
        and re.search(rf"(?:協約|協定)(?:書)?(?:\([^()]*\))?(?:を|は)[^。]{{0,40}}{ENDED}(?:する|した)", text)
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
    annexed = [item for annex in parts.annexes for item in annex.items]
    loose = (*parts.rest, *parts.reference, *(item for item in annexed if isinstance(item, Grid)))
    changes = read_changes(items, reading.names, own, reading.holders, loose)
    reading.measures += changes.measures
    reading.consumed += changes.read
    clauses = [para for article in parts.articles for para in paras(article.items)]
    said = [*parts.preamble, *clauses, *parts.supplement, *parts.closing]
    return with_effects(changes.operations, said, parts.articles if own else ())
