"""What an instrument provides: articles, annexes, policy fields, measures with roles, operations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.assemble.assembly import Assembly
from graph_build.converters.assemble.prose import add_passage
from graph_build.converters.clauses import kinds_of
from graph_build.converters.found import FoundField, FoundMeasure, FoundParty, FoundRole
from graph_build.converters.items import Para, printed, printed_paragraph
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.records.agreement import Annex, Article, Measure, Operation, PolicyField, RoleStatement
from graph_build.records.base import ActArticle
from graph_build.records.evidence import Evidence
from graph_build.text.joining import AND
from graph_build.text.key import matching_key

_POSITIONS = "甲乙丙丁戊己庚辛"


def add_articles(a: Assembly) -> None:
    """Articles with the kinds of clauses they are."""
    if a.owner != a.text or a.found.in_articles:
        add_articles_of_act(a)
        return
    consumed = {id(item) for item in a.found.unread}
    for order, article in enumerate(a.found.parts.articles, start=1):
        own = [item for item in article.items if id(item) not in consumed]
        parts = [_article_text(item, article.caption) for item in own if isinstance(item, Para)]
        text = "\n".join(filter(None, map(printed_paragraph, parts)))
        heads = [item.text for item in own if isinstance(item, Para)]
        record = a.collector.add(
            Article(
                id=ids.article(a.owner, article.number),
                evidence=a.evidence("article", article.caption, *heads),
                version=a.owner,
                number=article.number,
                order=order,
                title=printed(article.caption) or None,
                text=text or None,
                text_digest=ids.text_digest(text),
                chapters=tuple(map(printed, article.chapters)),
            )
        )
        for kind in kinds_of(article, record.id):
            a.collector.add(kind)


def add_articles_of_act(a: Assembly) -> None:
    """The articles of a repeal or of an amendment are its own sentences, not articles of the text it ends or makes."""
    owner = a.act or a.text
    read = {id(item) for item in a.found.unread}
    for article in a.found.parts.articles:
        paras = [item for item in article.items if isinstance(item, Para)]
        heads = [item.text for item in paras if id(item) not in read]
        title = printed(article.caption) or None
        a.collector.add(
            ActArticle(
                id=f"{owner}/article/{article.number}",
                evidence=a.evidence("article", article.caption, *(item.text for item in paras[:1])),
                number=article.number,
                title=title,
            )
        )
        for head in heads:
            add_passage(a, "article", owner, head, [title or ""], title)


def add_annexes(a: Assembly) -> None:
    """Annexes by their headings."""
    for index, annex in enumerate(a.found.parts.annexes):
        record = a.collector.add(
            Annex(
                id=ids.annex(a.owner, annex.number),
                evidence=a.evidence("annex.heading", annex.heading.text),
                version=a.owner,
                number=annex.number,
                order=index + 1,
                title=printed(annex.heading.text),
            )
        )
        a.annex_ids[index] = record.id


def add_fields(a: Assembly) -> None:
    """Policy fields from the top, in text order."""
    for path in a.found.fields:
        for depth in range(1, len(path) + 1):
            field_id(a, path[:depth])


def field_id(a: Assembly, path: tuple[FoundField, ...]) -> str:
    """The id of a field; it is added, with the fields around it, when first asked for."""
    labels = tuple(printed(found.label) for found in path)
    if labels not in a.field_ids:
        a.order += 1
        own = path[-1]
        record = a.collector.add(
            PolicyField(
                id=ids.field(a.text, labels),
                evidence=a.evidence("field.heading", own.number_text, own.label),
                version=a.text,
                label=labels[-1],
                order=a.order,
                number=own.number,
                broader=field_id(a, path[:-1]) if len(path) > 1 else None,
            )
        )
        a.field_ids[labels] = record.id
    else:
        a.collector.evidence("field.heading", path[-1].number_text, path[-1].label)
    return a.field_ids[labels]


def add_measures(a: Assembly) -> None:
    """Measures with their roles; a title that stands twice in its field does not settle the id alone."""
    titles: dict[tuple[tuple[str, ...], str], int] = {}
    for found in a.found.measures:
        key = (tuple(printed(f.label) for f in found.fields), matching_key(printed(found.title)))
        titles[key] = titles.get(key, 0) + 1
    running: dict[tuple[str, ...], int] = {}
    for order, found in enumerate(a.found.measures, start=1):
        labels = tuple(printed(f.label) for f in found.fields)
        running[labels] = running.get(labels, 0) + 1
        title = printed(found.title) or None
        content = printed(found.content)
        alone = title is not None and titles[(labels, matching_key(title))] == 1
        record = a.collector.add(
            Measure(
                id=ids.measure(a.text, labels, title, None if alone else content),
                evidence=measure_evidence(a, found),
                version=a.text,
                part=a.annex_ids.get(found.part) if found.part is not None else None,
                field=field_id(a, found.fields) if found.fields else None,
                label=title or f"{labels[-1] if labels else '取組'} {running[labels]}",
                order=order,
                number=found.number,
                printed_number=found.misprinted,
                title=title,
                text=content or None,
                text_digest=ids.text_digest(content),
                direction=printed(found.direction) or None,
                cost_sharing_text=printed(found.cost) or None,
            )
        )
        if found.misprinted:
            a.collector.report(
                "number_misprint",
                f"{found.misprinted} → {found.number}",
                found.number_text,
                about=record.id,
            )
        add_roles(a, record.id, found.roles)
        for head, text in found.further:
            a.collector.ignore("label", head)
            column = printed(head) or None
            add_passage(a, "measure.column", a.text, text, [*labels, title or "", column or ""], column)


def measure_evidence(a: Assembly, found: FoundMeasure) -> tuple[Evidence, ...]:
    """Where number, title and content of a measure stand."""
    evidence = a.evidence(found.rule, found.number_text, found.title, found.content)
    if not evidence and found.roles:
        evidence = a.evidence(found.rule, found.roles[0].text)
    evidence += a.evidence("measure.direction", found.direction, supports=("direction",))
    return evidence + a.evidence("measure.cost", found.cost, supports=("costSharingText",))


def add_roles(a: Assembly, measure: str, roles: Sequence[FoundRole]) -> None:
    """The role statements of one measure."""
    a.collector.ignore("no_role", *(role.text for role in roles if role.is_none))
    for order, role in enumerate((role for role in roles if not role.is_none), start=1):
        holders, position = holders_of(a, role.holder)
        text = printed(role.text)
        holder_text = role.holder or "・".join(all_positions(a))
        code = ids.code5(holders[0]) if len(holders) == 1 else ids.unresolved(holder_text)
        a.collector.add(
            RoleStatement(
                id=ids.role(measure, code),
                evidence=a.evidence("role.text", role.text)
                + a.evidence("role.label", role.label, supports=("holder",)),
                owner=measure,
                holders=tuple(holders),
                holder_text=holder_text,
                order=order,
                position=position,
                text=text,
                text_digest=ids.text_digest(text),
            )
        )


def all_positions(a: Assembly) -> list[str]:
    """What the text calls its parties: positions, else short names of their own (区), else names."""
    return list(
        dict.fromkeys(party.position or party.short or printed(party.name) for party in a.found.parties)
    )


def holders_of(a: Assembly, holder: str) -> tuple[list[str], str | None]:
    """Places behind a printed holder (甲, 甲及び乙, 三原市), and the position if it is a single one."""
    positions = [char for char in holder if char in _POSITIONS]
    defined = {party.position for party in a.found.parties if party.position}
    chosen: list[FoundParty] = []
    if not holder:
        chosen = list(a.found.parties)
    elif positions and re.fullmatch(rf"(?:[{_POSITIONS}]|{AND}|・|、|と|又は)+", holder):
        chosen = [party for party in a.found.parties if party.position in positions]
    else:
        called = re.split(rf"{AND}|、|・|と|又は", holder)
        chosen = [
            party
            for party in a.found.parties
            if matching_key(party.name.text) in holder
            or holder.endswith(matching_key(party.name.text))
            or party.short in called
        ]
    places = list(dict.fromkeys(ids.place(p.resolution.place.code5) for p in chosen if p.resolution.place))
    own = {party.position for party in chosen if party.position}
    return places, (own.pop() if len(own) == 1 and defined else None)


def add_operations(a: Assembly) -> None:
    """What the instrument does to its base text."""
    owner = a.act or a.text
    for order, found in enumerate(a.found.operations, start=1):
        a.collector.add(
            Operation(
                id=ids.operation(owner, found.kind, found.target, found.new_text or found.measure_title),
                evidence=a.evidence(f"operation.{found.kind}", *found.parts),
                owner=owner,
                kind=found.kind,
                target=found.target,
                order=order,
                old_text=found.old_text,
                new_text=found.new_text,
                new_number=found.new_number,
                measure_title=found.measure_title,
                effective_on=found.effective or end_of(a, found.kind),
            )
        )


def end_of(a: Assembly, kind: str) -> str | None:
    """A repeal that names no day of its own takes effect when the instrument does."""
    days = [date.iso for date in a.found.dates if date.kind in ("repealed", "effective") and date.iso]
    return days[0] if kind == "repeal" and days else None


def _article_text(item: Para, caption: Located | None) -> Located:
    """The words of an article's paragraph, without 第n条 and without a caption on the same line."""
    if item.marker is None or item.marker.kind != "article":
        return item.text
    body = item.body
    if caption and body and caption.offsets[0] in body.offsets:
        rest = body[body.offsets.index(caption.offsets[-1]) + 1 :].strip()
        return rest[1:].strip() if rest.text[:1] in ("）", ")") else rest
    return body
