"""A plan in, records and problems out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from graph_build.converters.basis import legal_basis
from graph_build.converters.collector import Collector
from graph_build.converters.items import Grid, Item, Para, printed
from graph_build.converters.vision.context import Context, Plan, place_ids
from graph_build.converters.vision.indicators.concepts import indicators
from graph_build.converters.vision.indicators.tables import read_kpis
from graph_build.converters.vision.measures.drafts import add_measures
from graph_build.converters.vision.members.groups import read_groups
from graph_build.converters.vision.outline.contents import with_pages
from graph_build.converters.vision.outline.tree import Node, read_outline
from graph_build.converters.vision.plan.compare import Labels, compare_contents, use_directions
from graph_build.converters.vision.plan.cover import read_cover
from graph_build.converters.vision.plan.identity import Identity, read_identity
from graph_build.converters.vision.plan.survey import survey
from graph_build.converters.vision.prepare.dittos import without_dittos
from graph_build.converters.vision.prepare.own_labels import own_labels, reported
from graph_build.converters.vision.prepare.row_groups import without_row_groups
from graph_build.converters.vision.prepare.steps import prepare, running_heads
from graph_build.converters.vision.prepare.tables_down import tables_down, with_indicators
from graph_build.converters.vision.projects.own_indicators import projects_of
from graph_build.converters.vision.tables.nested import unnested
from graph_build.converters.vision.walk import Walk
from graph_build.converters.vision.words.cut_labels import whole_labels
from graph_build.converters.vision.words.short_names import members_called, short_names
from graph_build.documents.model import Document, Located
from graph_build.documents.reading_order import reading_order
from graph_build.records import ids
from graph_build.records.agreement import Area, Membership
from graph_build.records.base import PrintedDate, Record
from graph_build.records.document import Records, SourceDocument
from graph_build.records.plan import Vision
from graph_build.text.eras import find_dates
from graph_build.text.key import matching_key
from graph_build.text.plan_labels import plan_labels_of_its_own

_BESIDE_NAMES = re.compile(r"[(（【]?(?:連携中枢都市|中心市|中枢都市)[)）】]?|[、，・\s]")
_AREA_SCHEMES = ("renkei-chusu", "teiju-jiritsu")


def convert_vision(document: Document, items: Sequence[Item]) -> Records:
    """The records of one edition of a plan, and everything that has to be reported about it.

    Never raises for what a document holds: what no rule understands is reported as unresolved.
    """
    out = Collector(document)
    items = whole_labels(unnested(items))
    labels = own_labels(with_indicators(items))
    for value, label in reported(labels):
        out.report("unknown_label", value, label)
    with plan_labels_of_its_own({key: own.kind for key, own in labels.items()}):
        return _convert(items, out)


def _convert(items: Sequence[Item], out: Collector) -> Records:
    items = with_pages(items)
    heads = running_heads(items)
    out.ignore("running_head", *(head.text for head in heads))
    items = tables_down([item for item in items if not any(item is head for head in heads)], out)
    items = without_row_groups(without_dittos(items, out), out)
    nodes = read_outline(prepare(items))
    identity = read_identity(nodes)
    read_cover(nodes, identity)
    plan = _plan(identity, out)
    context = Context(out, plan)
    _claim(identity, nodes, out)
    for text, answer in identity.members:
        if answer.place is None:
            context.report_place(answer, text)
    _add_area(identity, context)
    _add_editions(identity, context)
    read_groups(nodes, context, identity.claimed)
    grids = [node.item for node in nodes if isinstance(node.item, Grid)]
    with members_called(short_names(grids, identity.places)):
        _read(nodes, identity, context)
    for assignment in indicators(out.records):
        out.add(assignment)
    return _records(out.document, identity, plan, out)


def _read(nodes: Sequence[Node], identity: Identity, context: Context) -> None:
    """Everything below the headings."""
    found = survey(nodes, context)
    walk = Walk(nodes, found, context, identity.claimed)
    walk.run()
    use_directions(walk.directions, walk.measures, context)
    labels = Labels(walk.measures, walk.told, context, found)
    own = {id(table): labels.of_project(project) for table, project in projects_of(walk.indicators.sheets)}
    for table in walk.indicators.tables:
        find = labels.beside_projects if table.listed else labels.by_labels
        quoted = own.get(id(table)) or table.quoted
        found_by = partial(find, path=table.path, caption=table.caption, quoted=quoted)
        read_kpis(table.rows, table.columns, found_by, context, table.source)
    compare_contents(walk.contents, nodes, context)
    add_measures(walk.measures, context)
    context.flush()


def _plan(identity: Identity, out: Collector) -> Plan:
    """The edition's id and area; an area without a known core city is reported and left out."""
    name = printed(identity.area_name) if identity.area_name else None
    title = printed(identity.title) if identity.title else ""
    core = identity.core
    codes = [place.code5 for place in core] or [ids.unresolved(name or title)]
    if not core:
        out.report("unknown_core", name or title, identity.area_name)
    if not identity.members:
        out.report("missing_members", name or title, identity.title)
    issued = _issued(identity)
    scheme = identity.scheme
    has_area = bool(core) and scheme in _AREA_SCHEMES
    return Plan(
        id=ids.vision(scheme, codes, issued),
        scheme=scheme,
        area=ids.area(scheme, codes) if has_area else None,
        area_name=name,
        core=core,
        members=identity.places,
    )


def _issued(identity: Identity) -> str | None:
    """The date on the cover, else the last line of the revision list."""
    if identity.issued:
        return identity.issued[0].iso
    return identity.editions[-1].date.iso if identity.editions else None


def _claim(identity: Identity, nodes: Sequence[Node], out: Collector) -> None:
    """Lines that only repeat the title or the area's name, and contact lines, are set aside."""
    for text in identity.contact:
        out.ignore("contact", text)
    out.ignore("label", *identity.labels)
    out.ignore("history", *identity.history)
    keys = {matching_key(text.text) for text in (identity.title, identity.area_name) if text}
    for node in nodes:
        if isinstance(node.item, Para) and node.heading is None and matching_key(node.item.text.text) in keys:
            out.ignore("title", node.item.text)
            identity.claimed.add(id(node.item))
    if identity.member_text is None and identity.members:
        names = {offset for text, _ in identity.members for offset in text.offsets}
        for node in nodes:
            if isinstance(node.item, Para) and names & set(node.item.text.offsets):
                identity.member_text = node.item.text
                besides = _BESIDE_NAMES.sub("", node.item.text.text)
                if sum(len(text) for text, _ in identity.members) * 10 >= len(besides) * 7:
                    identity.claimed.add(id(node.item))
                    out.ignore("members", node.item.text)
    if identity.period_text is not None and len(matching_key(identity.period_text.text)) <= 60:
        identity.claimed |= {
            id(node.item)
            for node in nodes
            if isinstance(node.item, Para) and node.item.text.strip() == identity.period_text
        }


def _add_area(identity: Identity, context: Context) -> None:
    plan, out = context.plan, context.out
    if plan.area is None:
        if identity.members:
            out.ignore("members", identity.member_text, *(text for text, _ in identity.members))
        return
    evidence = [out.evidence("area.name", identity.area_name)] if identity.area_name else []
    if identity.core_text is not None:
        evidence.append(out.evidence("area.core", identity.core_text, supports=("coreCity",)))
    if identity.members:
        texts = [identity.member_text] if identity.member_text else [text for text, _ in identity.members]
        evidence.append(out.evidence("area.members", *texts, supports=("member",)))
    out.add(
        Area(
            id=plan.area,
            scheme=plan.scheme,
            name=plan.area_name,
            core=place_ids(plan.core),
            members=place_ids(plan.members),
            evidence=tuple(evidence),
        )
    )
    texts_of = {answer.place.code5: text for text, answer in identity.members if answer.place}
    for place in plan.members:
        text = texts_of.get(place.code5) or identity.core_text
        out.add(
            Membership(
                id=ids.member(plan.area, place.code5),
                area=plan.area,
                member=ids.place(place.code5),
                role="core" if place in plan.core else "partner",
                evidence=(out.evidence("area.member", text),) if text else (),
            )
        )


def _add_editions(identity: Identity, context: Context) -> None:
    """This edition and every other one of the revision list, each a revision of the one before."""
    plan, out = context.plan, context.out
    title = printed(identity.title) if identity.title else (plan.area_name or "") + "ビジョン"
    base = plan.id.rpartition("/")[0]
    previous: str | None = None
    own_line: Located | None = None
    before: str | None = None
    earlier: list[Vision] = []
    for edition in identity.editions:
        own = f"{base}/{edition.date.iso}" == plan.id
        if own:
            before, own_line = previous, edition.text
        else:
            vision = Vision(
                id=f"{base}/{edition.date.iso}",
                scheme=plan.scheme,
                title=title,
                area=plan.area,
                issued=edition.date.iso,
                revision_of=previous,
                text_status="notInCorpus",
                evidence=(out.evidence("edition.line", edition.text),),
            )
            earlier.append(vision)
        previous = f"{base}/{edition.date.iso}"
    _add_plan(identity, title, before if own_line else previous, own_line, context)
    for vision in earlier:
        out.add(vision)
    _add_dates(identity, plan.id, out)


def _add_plan(
    identity: Identity, title: str, before: str | None, own_line: Located | None, context: Context
) -> None:
    plan, out = context.plan, context.out
    publisher = identity.publisher.place if identity.publisher else None
    evidence = [out.evidence("vision.title", identity.title)] if identity.title else []
    parts: list[tuple[str, str, Located | None]] = [
        ("vision.issued", "dcterms:issued", identity.issued[1] if identity.issued else None),
        ("vision.edition", "prov:wasRevisionOf" if before else "dcterms:issued", own_line),
        ("vision.period", "periodStart", identity.period_text),
        ("vision.publisher", "dcterms:publisher", identity.publisher_text),
    ]
    evidence += [out.evidence(rule, text, supports=(name,)) for rule, name, text in parts if text]
    basis = legal_basis(identity.basis)
    if basis.texts:
        texts = [para.text for para in identity.basis]
        evidence.append(out.evidence("vision.basis", *texts, supports=("legalBasis",)))
    out.add(
        Vision(
            id=plan.id,
            scheme=plan.scheme,
            title=title,
            area=plan.area,
            issued=_issued(identity),
            period_start=identity.period[0] if identity.period else None,
            period_end=identity.period[1] if identity.period else None,
            publisher=ids.place(publisher.code5) if publisher else None,
            revision_of=before,
            legal_basis=basis.texts,
            evidence=tuple(evidence),
        )
    )


def _add_dates(identity: Identity, topic: str, out: Collector) -> None:
    found: list[tuple[str, str | None, Located, str | None]] = []
    if identity.issued:
        date, text = identity.issued
        if not any(set(text.offsets) & set(edition.text.offsets) for edition in identity.editions):
            found.append(("published", date.iso, _date_in(text), date.note))
    for edition in identity.editions:
        found.append((edition.kind, edition.date.iso, _date_in(edition.text), edition.date.note))
    if identity.period:
        kinds = ("period_start", "period_end")
        found += [(*one, None) for one in zip(kinds, identity.period, identity.period_ends, strict=True)]
    counts: dict[str, int] = {}
    for kind, iso, text, note in found:
        counts[kind] = counts.get(kind, 0) + 1
        out.add(
            PrintedDate(
                id=f"{topic}/date/{kind}-{counts[kind]}",
                kind=kind,
                date=iso,
                printed=printed(text),
                note=note,
                evidence=(out.evidence(f"date.{kind}", text),),
            )
        )


def _date_in(text: Located) -> Located:
    """The first date among the words that say it; all of them where no date is found apart."""
    dates = find_dates(text.text)
    return text[dates[0].start : dates[0].end] if dates else text


def _records(document: Document, identity: Identity, plan: Plan, out: Collector) -> Records:
    ledger, problems = out.close()
    publisher = identity.publisher.place if identity.publisher else None
    source = SourceDocument(
        topic=plan.id,
        kind="vision",
        title=printed(identity.title) if identity.title else None,
        sha256=document.sha256,
        media_type=document.media_type,
        ledger=ledger,
        issuer=ids.place(publisher.code5) if publisher else None,
        issued=_issued(identity),
    )
    return Records(source, tuple(_in_text_order(out.records, document)), problems)


def _in_text_order(records: Sequence[Record], document: Document) -> list[Record]:
    """Records by the place that proves them; the area and the plan itself come first."""
    first = ("Area", "Membership", "Vision", "PrintedDate")
    order = reading_order(document)

    def place(item: tuple[int, Record]) -> tuple[int, tuple[int, int], int]:
        index, record = item
        name = type(record).__name__
        if name in first:
            return first.index(name), (0, 0), index
        begin = order(record.evidence[0].span.start) if record.evidence else (0, 0)
        return len(first), begin, index

    return [record for _, record in sorted(enumerate(records), key=place)]
