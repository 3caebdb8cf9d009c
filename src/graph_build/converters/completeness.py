"""Whether a document is whole, and wholly read: annexes that are missing, a cut end, roles and changes not recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.converters.bill import BillSheet
from graph_build.converters.collector import Collector
from graph_build.converters.found import FoundMeasure
from graph_build.converters.instrument import Instrument
from graph_build.converters.items import Grid, Para, paras, printed, texts
from graph_build.converters.measures import bare_rows
from graph_build.documents.model import Located
from graph_build.text.joining import AND
from graph_build.text.key import matching_key
from graph_build.text.labels import usual_kind
from graph_build.text.numerals import to_int

_ONE = re.compile(
    r"別(?P<word>表|紙|記)第?(?P<number>[0-9一二三四五六七八九十]*)(?:(?:から|~)別?表?第?(?P<last>[0-9一二三四五六七八九十]+)まで)?"
)


def check_completeness(collector: Collector, found: Instrument, sheet: BillSheet | None = None) -> None:
    """Report missing annexes, a bill without the text it proposes, and a cut end."""
    if sheet and not sheet.inner and (not found.operations or _speaks_of_sheet(sheet)):
        words = [part.text for part in sheet.statement]
        collector.report("missing_annex", "別紙", *words)
    _missing_annexes(collector, found)
    _cut_end(collector, found)
    if not sheet or sheet.inner:
        _nothing_read(collector, found)
    _holders(collector, found)


def _speaks_of_sheet(sheet: BillSheet) -> bool:
    return any(re.search(r"別[紙添記]", para.key.text) for para in sheet.statement)


def _nothing_read(collector: Collector, found: Instrument) -> None:
    """A change without any operation, an agreement without any measure: what it says was not recognised."""
    title = found.parts.title
    restated = found.kind == "amendment" and bool(found.parts.articles) and not found.in_articles
    if found.kind != "agreement" and not found.operations and not (restated and found.measures):
        collector.report("no_operation", printed(title), title)
    lost = any(problem.code in ("missing_annex", "truncated") for problem in collector.problems)
    if found.kind == "agreement" and not found.measures and not lost:
        collector.report("no_measure", printed(title), title)
    bare = next((measure for measure in found.measures if measure.rule == bare_rows.RULE), None)
    if bare:
        collector.report("columns_assumed", printed(bare.title), bare.title)
    blocks = [article.items for article in found.parts.articles] + [
        annex.items for annex in found.parts.annexes
    ]
    parts = [part for block in blocks for part in texts(block)]
    own = [word for word, label in found.labels.items() if label.kind in ("content", "note")]
    for word in (word for word in own if usual_kind(word).kind == "unknown"):
        collector.report("unknown_label", word, next((part for part in parts if word in _key(part)), None))
    for article in found.silent:
        heading = article.caption or next((item.text for item in paras(article.items)), None)
        collector.report("role_not_read", printed(heading), heading)


def _key(text: Located) -> str:
    return matching_key(text.text)


_GROUP = re.compile(r"(?:市町村?|町村|区|圏域|団体|自治体|中心市|連携中枢都市|当事者|両者|双方)$")


def _holders(collector: Collector, found: Instrument) -> None:
    """Roles of nobody that the text names, and parties without any role."""
    told = [role for measure in found.measures for role in measure.roles if not role.is_none]
    known = [{party.position, *party.keys} - {None} for party in found.parties]
    seen: set[int] = set()
    for role in told:
        mine = {i for i, names in enumerate(known) if any(name and name in role.holder for name in names)}
        seen |= mine if mine else set(range(len(known)))
        if role.holder and not mine and not _GROUP.search(role.holder):
            collector.report("unknown_holder", role.holder, role.label, role.text)
    if found.kind == "agreement" and told:
        for i in sorted(set(range(len(known))) - seen):
            party = found.parties[i]
            collector.report("party_without_role", printed(party.name), party.extent)


def _missing_annexes(collector: Collector, found: Instrument) -> None:
    if found.kind == "repeal":
        return
    there = {annex.number or "" for annex in found.parts.annexes}
    wanted: dict[str, tuple[str, Located]] = {}
    for match, place in _annexes_named(found):
        for number in _numbers(match):
            wanted.setdefault(number, (match["word"], place))
    merged = there == {""} and _several_replaced(found)
    for number, (word, place) in wanted.items():
        only = number == "" and there
        if number not in there and not only and not merged:
            collector.report("missing_annex", f"別{word}" + (f"第{number}" if number else ""), place)


def _several_replaced(found: Instrument) -> bool:
    """Whether the only change of annexes replaces several at once: 「別表第1及び別表第2を次のように改める。」 by one 別表."""
    targets = [one.target for one in found.operations if one.kind == "replace_annexes"]
    named = {number for match in _ONE.finditer("".join(targets)) for number in _numbers(match)}
    return len(targets) == 1 and len(named) > 1


def _annexes_named(found: Instrument) -> Iterator[tuple[re.Match[str], Located]]:
    """Where the text names annexes of its own: in its articles; of a change only what replaces whole annexes."""
    if found.operations:
        for one in found.operations:
            for match in _ONE.finditer(one.target) if one.kind == "replace_annexes" else ():
                yield match, one.parts[0]
        return
    for article in found.parts.articles:
        for para in paras(article.items):
            for match in _ONE.finditer(para.key.text):
                yield match, para.part(match)


def _numbers(match: re.Match[str]) -> list[str]:
    first, last = to_int(match["number"] or ""), to_int(match["last"] or "")
    if first is None:
        return [""]
    return (
        [str(n) for n in range(first, max(first, last or first) + 1)]
        if (last or first) - first < 50
        else [str(first)]
    )


def _cut_end(collector: Collector, found: Instrument) -> None:
    """The last measure lacks a role that the others have, or its last text stops in the middle of a sentence."""
    measures = [measure for measure in found.measures if measure.rule != "measure.prose"]
    if len(measures) < 2 or not _ends_in_measures(found):
        return
    last = measures[-1]
    told = [role.text for role in last.roles if not role.is_none]
    texts = told or ([last.content] if last.content else [])
    if _lacks_a_role(measures) or (texts and _stops_short(texts[-1], measures)):
        annex = found.parts.annexes[-1] if found.parts.annexes else None
        where = printed(annex.heading.text) if annex else printed(last.title)
        collector.report("truncated", where, texts[-1] if texts else last.title)


def _lacks_a_role(measures: Sequence[FoundMeasure]) -> bool:
    """Where every measure has its row or paragraph for each role, the last one without it was cut off."""
    *others, last = measures
    return last.rule != "measure.columns" and _told_roles(last) < min(map(_told_roles, others))


def _told_roles(measure: FoundMeasure) -> int:
    """How many roles a measure has, a joint one (甲及び乙) counted for each that it names."""
    return sum(len(re.split(f"{AND}|・|、", role.holder)) for role in measure.roles)


def _stops_short(text: Located, measures: Sequence[FoundMeasure]) -> bool:
    """Whether a text ends in the middle although nine of ten texts in the document end as sentences."""
    ends = [printed(r.text).endswith("。") for m in measures[:-1] for r in m.roles if not r.is_none]
    return (
        bool(ends) and sum(ends) * 10 >= len(ends) * 9 and not printed(text).endswith(("。", "）", ")", "」"))
    )


def _ends_in_measures(found: Instrument) -> bool:
    """Whether nothing but measures stands at the end: an annex, or an article without closing and signatures."""
    parts = found.parts
    if parts.annexes:
        return any(isinstance(item, Grid | Para) for item in parts.annexes[-1].items)
    return bool(parts.articles) and not (parts.closing or parts.signing or parts.supplement)
