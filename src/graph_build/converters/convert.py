"""One document in, its records and problems out — or the reason why it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.classify import infer
from graph_build.converters.assemble import assemble
from graph_build.converters.bill import BillSheet, proposed_title, read_bill
from graph_build.converters.collector import Collector
from graph_build.converters.completeness import check_completeness
from graph_build.converters.furniture import set_furniture_aside
from graph_build.converters.instrument import Instrument, read_instrument
from graph_build.converters.items import Item, items_of, printed
from graph_build.converters.recognise import recognise
from graph_build.documents.model import Document
from graph_build.records.agreement import Bill
from graph_build.records.document import Records, Refusal, SourceDocument
from graph_build.records.problems import Problem


def convert(document: Document) -> Records | Refusal:
    """Convert any document: agreement, amendment, repeal, bill or plan. Never raises on content."""
    result = _convert(document)
    return replace(result, items=infer(result.items)) if isinstance(result, Records) else result


def _convert(document: Document) -> Records | Refusal:
    items = items_of(document)
    if not items:
        problems = document.problems or (Problem("empty_file"),)
        return Refusal(document.name, document.sha256, problems)
    kind = recognise(items)
    if kind.family is None:
        return Refusal(
            document.name,
            document.sha256,
            (*document.problems, Problem("not_an_agreement", kind.seems[1], value_ja=kind.seems[0])),
        )
    if kind.family == "vision":
        from graph_build.converters.vision import convert_vision

        return convert_vision(document, items)
    return _convert_instrument(document, items, is_bill=kind.family == "bill")


def _convert_instrument(document: Document, items: Sequence[Item], *, is_bill: bool) -> Records | Refusal:
    sheet = read_bill(items) if is_bill else None
    found = (
        read_instrument(sheet.inner, sheet.statement, proposed_title(sheet))
        if sheet
        else read_instrument(items)
    )
    if not found.parties:
        return Refusal(
            document.name,
            document.sha256,
            (
                *document.problems,
                Problem(
                    "not_an_agreement",
                    "a text that names no parties",
                    value_ja="当事者が書かれていない文書",
                ),
            ),
        )
    collector = Collector(document)
    topic = assemble(collector, found, sheet)
    set_furniture_aside(collector, items, found.title or "")
    check_completeness(collector, found, sheet)
    ledger, problems = collector.close()
    source = SourceDocument(
        topic=topic,
        kind="bill" if sheet else found.kind,
        title=_title(sheet, found),
        sha256=document.sha256,
        media_type=document.media_type,
        ledger=ledger,
        issuer=next((bill.submitter for bill in collector.records if isinstance(bill, Bill)), None),
        inner_kind=found.kind if sheet else None,
    )
    return Records(source, tuple(collector.records), problems)


def _title(sheet: BillSheet | None, found: Instrument) -> str | None:
    return (printed(sheet.title) or None) if sheet else found.title
