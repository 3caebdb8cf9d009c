"""Whether a document is whole: annexes that the text refers to, a table cut off in the middle, damaged characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.bill import BillSheet
from graph_build.converters.collector import Collector
from graph_build.converters.found import FoundMeasure
from graph_build.converters.instrument import Instrument
from graph_build.converters.items import Grid, Para, paras, printed
from graph_build.documents.model import Located
from graph_build.text.numerals import to_int

_ONE = re.compile(
    r"別(?P<word>表|紙|記)第?(?P<number>[0-9一二三四五六七八九十]*)(?:(?:から|~)別?表?第?(?P<last>[0-9一二三四五六七八九十]+)まで)?"
)


def check_completeness(collector: Collector, found: Instrument, sheet: BillSheet | None = None) -> None:
    """Report missing annexes, a bill without the text it proposes, and a cut end."""
    if sheet and not sheet.inner:
        words = [part.text for part in sheet.statement]
        collector.report("missing_annex", "別紙", *words)
    _missing_annexes(collector, found)
    _cut_end(collector, found)


def _missing_annexes(collector: Collector, found: Instrument) -> None:
    if found.kind == "repeal":
        return
    there = {annex.number or "" for annex in found.parts.annexes}
    wanted: dict[str, tuple[str, Located]] = {}
    for article in found.parts.articles:
        for para in paras(article.items):
            for match in _ONE.finditer(para.key.text):
                if found.kind == "amendment" and re.match(
                    r"(?:中|の.{0,8}(?:項|部)|を次|に次)", para.key.text[match.end() :]
                ):
                    continue
                for number in _numbers(match):
                    wanted.setdefault(number, (match["word"], para.part(match)))
    for number, (word, place) in wanted.items():
        only = number == "" and there
        if number not in there and not only:
            collector.report("missing_annex", f"別{word}" + (f"第{number}" if number else ""), place)


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
    return last.rule != "measure.columns" and len(last.roles) < min(len(measure.roles) for measure in others)


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
