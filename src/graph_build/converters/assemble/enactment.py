"""Bill, draft, version, act and dates of an instrument."""

from __future__ import annotations

from graph_build.converters.assemble.assembly import ACT_KINDS, Assembly
from graph_build.converters.assemble.prose import add_passages
from graph_build.converters.basis import legal_basis
from graph_build.converters.items import Grid, Item, paras, printed
from graph_build.converters.signatures import person
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.records.agreement import Act, AgreementVersion, Bill, DraftVersion
from graph_build.records.base import PrintedDate
from graph_build.text.key import matching_key
from graph_build.text.laws import OUTLINES


def add_bill(a: Assembly) -> None:
    """The bill, the sentences of its sheet, and what is set aside around the proposed text."""
    sheet = a.sheet
    if sheet is None:
        return
    basis = legal_basis([*sheet.statement, *sheet.reason])
    submitted = sheet.submitted_on
    place = next((p.resolution.place for p in a.found.parties if a.code(p) in a.bill), None)
    kind = ACT_KINDS[a.found.kind]
    evidence = a.evidence("bill.sheet", sheet.number, sheet.title)
    evidence += a.evidence(
        "bill.submitted",
        sheet.submitted[1] if sheet.submitted and submitted else None,
        supports=("submittedOn",),
    )
    evidence += a.evidence("bill.submitter", sheet.submitter, supports=("submitter",))
    if not evidence:
        evidence = a.evidence("bill.statement", *(para.text for para in sheet.statement[:1]))
    a.collector.add(
        Bill(
            id=a.bill,
            evidence=evidence,
            title=printed(sheet.title) or None,
            proposes=a.text,
            proposed_kind=kind,
            submitted_on=submitted,
            number=_joined(printed(sheet.number)),
            submitter=ids.place(place.code5) if place else None,
            submitter_office=printed(sheet.office) or None,
            submitter_name=person(sheet.name),
            legal_basis=basis.texts,
            based_on=basis.laws,
        )
    )
    add_passages(a, "bill", a.bill, sheet.statement, "議案")
    add_passages(a, "bill.reason", a.bill, sheet.reason, "提案理由")
    a.collector.ignore("label", *sheet.markers)
    for item in sheet.reference:
        a.collector.ignore("reference_sheet", *_parts(item))


def add_text_and_act(a: Assembly) -> None:
    """The draft that a bill proposes, or the version that is in force and the act that made it so."""
    found, title = a.found, a.found.title
    basis = legal_basis(found.parts.preamble)
    if not basis.texts and found.parts.articles:
        opening = [para for article in found.parts.articles[:2] for para in paras(article.items)]
        named = [p for p in opening if "規定" in p.key.text or any(name in p.key.text for name in OUTLINES)]
        basis = legal_basis(named[:1])
    evidence = a.evidence("instrument.title", found.parts.title) or a.evidence(
        "instrument.preamble", *(para.text for para in found.parts.preamble[:1])
    )
    signed = found.signed.iso if found.signed else None
    effective = next((date for date in found.dates if date.kind == "effective" and date.iso), None)
    whole = found.kind == "agreement" or (
        found.kind == "amendment" and not found.operations and bool(found.parts.articles)
    )
    status = "complete" if whole else "partly"
    if found.kind != "agreement":
        add_base(a)
    if a.sheet:
        missing = not a.sheet.inner
        a.collector.add(
            DraftVersion(
                id=a.text,
                evidence=evidence or a.collector.records[-1].evidence[:1],
                agreement=a.agreement,
                title=title,
                text_status="notInCorpus" if missing else status,  # type: ignore[arg-type]
                legal_basis=basis.texts,
                based_on=basis.laws,
                amends=a.base_version if found.kind != "agreement" else None,
            )
        )
        return
    if found.kind != "repeal":
        when = effective.text if effective else (found.signed.text if found.signed else None)
        a.collector.add(
            AgreementVersion(
                id=a.text,
                evidence=evidence + a.evidence("date.in_force", when, supports=("validFrom",)),
                agreement=a.agreement,
                title=title,
                text_status=status,  # type: ignore[arg-type]
                legal_basis=basis.texts,
                based_on=basis.laws,
                revision_of=a.base_version if found.kind != "agreement" else None,
                valid_from=effective.iso if effective else signed,
                enacted_by=a.act,
            )
        )
    kind = ACT_KINDS[found.kind]
    repealed = next((date for date in found.dates if date.kind == "repealed" and date.iso), None)
    force = repealed or effective
    a.collector.add(
        Act(
            id=a.act,
            evidence=evidence
            + a.evidence("date.signed", found.signed.text if found.signed else None, supports=("signedOn",))
            + a.evidence("date.effective", force.text if force else None, supports=("effectiveOn",)),
            kind=kind,
            agreement=a.agreement,
            title=title,
            signed_on=signed,
            effective_on=force.iso if force else None,
            legal_basis=basis.texts if kind == "repeal" else (),
            based_on=basis.laws if kind == "repeal" else (),
            amends=a.base_version if found.kind != "agreement" else None,
        )
    )


def add_base(a: Assembly) -> None:
    """The text that is changed: known from what this document says about it, its words not in the corpus."""
    base = a.found.base
    assert base is not None
    evidence = a.evidence("base.named", base.title) or a.evidence("base.named", a.found.parts.title)
    evidence = evidence or a.evidence("base.named", *(para.text for para in a.found.parts.preamble[:1]))
    evidence += a.evidence("base.date", base.date_text)
    a.collector.add(
        AgreementVersion(
            id=a.base_version,
            evidence=evidence,
            agreement=a.agreement,
            title=printed(base.title) or None,
            text_status="notInCorpus",
            signed_on=base.date,
        )
    )


def add_dates(a: Assembly) -> None:
    """Every date that the instrument prints, and a report where the day of signing is missing."""
    dates = list(a.found.dates)
    if a.sheet:
        a.collector.ignore("blank_date", *(date.text for date in dates if date.kind == "signed"))
        dates = [date for date in dates if date.kind != "signed"]
    topic = a.bill or a.act
    for n, date in enumerate(dates, start=1):
        if date.iso is None and date.kind == "signed":
            a.collector.ignore("blank_date", date.text)
            continue
        a.collector.add(
            PrintedDate(
                id=f"{topic}/date/{date.kind}-{n}",
                evidence=a.evidence(f"date.{date.kind}", date.text),
                kind=date.kind,
                date=date.iso,
                printed=printed(date.text),
                note=date.note,
            )
        )
    if a.sheet and a.sheet.submitted:
        submitted, text = a.sheet.submitted
        if a.sheet.submitted_on is None:
            a.collector.ignore("blank_date", text)
            return
        a.collector.add(
            PrintedDate(
                id=f"{topic}/date/submitted-0",
                evidence=a.evidence("date.submitted", text),
                kind="submitted",
                date=a.sheet.submitted_on,
                printed=printed(text),
                note=submitted.note,
            )
        )
    elif not a.sheet and not (a.found.signed and a.found.signed.iso):
        a.collector.report("missing_date")


def _parts(item: Item) -> list[Located]:
    return item.parts if isinstance(item, Grid) else [item.text]


def _joined(number: str) -> str | None:
    return matching_key(number) or None
