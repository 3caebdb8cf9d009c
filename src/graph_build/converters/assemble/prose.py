"""What is no statement of its own: prose as passages, and what is set aside with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.assemble.assembly import Assembly
from graph_build.converters.changes.comparison import comparison_heads
from graph_build.converters.changes.sentences import seems_change
from graph_build.converters.collector import Collector
from graph_build.converters.furniture import PAGE_NUMBER
from graph_build.converters.items import (
    Grid,
    Item,
    Lost,
    Para,
    cell_label,
    is_deleted,
    is_deleted_row,
    printed,
)
from graph_build.converters.measures.label_at import is_note, label_at, without_field_label
from graph_build.converters.measures.title_lines import parted
from graph_build.converters.parts import SPOKEN
from graph_build.converters.reference_sheet import names_comparison
from graph_build.converters.signatures import LABEL, SEALED
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.records.base import Passage
from graph_build.text.noise import is_gibberish


def add_prose(a: Assembly) -> None:
    """Preamble, prose of annexes, supplementary provisions and closing words as passages."""
    parts = a.found.parts
    read = {id(item) for item in a.found.unread}
    changing = a.found.kind == "amendment" and bool(a.found.operations)
    preamble = [
        para for para in parts.preamble if id(para) not in read and not (changing and seems_change(para))
    ]
    add_passages(a, "preamble", a.prose_owner, preamble, None)
    for index, item in a.found.annex_prose:
        if isinstance(item, Para):
            add_passage(
                a,
                "annex.prose",
                a.annex_ids[index],
                item.text,
                [printed(parts.annexes[index].heading.text)],
                None,
            )
    add_passages(
        a,
        "supplement",
        a.prose_owner,
        [p for p in parts.supplement if not re.match(r"^[附付]則$", p.key.text)],
        "附則",
    )
    add_passages(a, "closing", a.prose_owner, parts.closing, None)
    below = [item for item in (*parts.signing, *parts.rest) if isinstance(item, Para) and is_note(item)]
    add_passages(a, "note", a.prose_owner, below, None)


def add_passages(a: Assembly, rule: str, owner: str, words: Sequence[Para], title: str | None) -> None:
    """Paragraphs as passages under one heading; the number of a page among them is none."""
    for para in words:
        if PAGE_NUMBER.fullmatch(para.key.text):
            a.collector.ignore("page_number", para.text)
            continue
        add_passage(a, rule, owner, para.text, [title] if title else [], title)


def add_passage(
    a: Assembly, rule: str, owner: str, part: Located, headings: Sequence[str], title: str | None
) -> None:
    """One passage; ``headings`` from the top are part of its id."""
    text = printed(part)
    base = owner if "/annex/" not in owner else owner.split("/annex/")[0]
    a.order += 1
    a.collector.add(
        Passage(
            id=ids.passage(base, headings, text),
            evidence=a.evidence(f"prose.{rule}", part),
            owner=owner,
            order=a.order,
            title=title,
            text=text,
            text_digest=ids.text_digest(text),
        )
    )


# Words around an instrument, not its own: a web page speaks politely, a notice says that it announces.
_AROUND = re.compile(rf"{SPOKEN.pattern}|(?:告示|公告|公示|公表)する。$")


def set_aside(a: Assembly) -> None:
    """Ignore, with reasons, what states nothing: labels, numbers, covers, navigation, seals."""
    collector, parts = a.collector, a.found.parts
    for item in (part for whole in all_items(a) for part in parted(whole)):
        if isinstance(item, Grid):
            heads = comparison_heads(item)
            collector.ignore("label", *heads)
            collector.ignore("comparison_table", *(item.parts if heads else ()))
            gone = [cell for row in item.rows for cell in row if is_deleted(cell.text) or is_deleted_row(row)]
            collector.ignore("deleted", *(cell.text for cell in gone if cell.text))
            collector.ignore(
                "label", *(cell.text for cell in item.table.cells if cell_label(cell).kind != "unknown")
            )
        elif isinstance(item, Para):
            label = label_at(item)
            if item.marker and re.fullmatch(r"[\s　]*削[\s　]*除[\s　]*", item.text.text[item.marker.end :]):
                collector.ignore("deleted", item.text)
            named = without_field_label(item).text
            collector.ignore("label", item.text[: sum(offset < named.start for offset in item.text.offsets)])
            if item.marker and not label:
                collector.ignore("number", item.text[: item.marker.end].strip())
            if label and label.label.kind != "note":
                behind = label.inline.offsets[0] if label.inline else item.text.end
                collector.ignore("label", item.text[: sum(offset < behind for offset in item.text.offsets)])
        elif isinstance(item, Lost):
            collector.ignore("lost_figure", item.text)
    for item in parts.reference:
        collector.ignore("reference_sheet", *(item.parts if isinstance(item, Grid) else (item.text,)))
    for annex in parts.annexes:  # 別紙　…新旧対照表
        told = (annex.label, *(item.text for item in annex.items if isinstance(item, Para)))
        names = [text for text in told if text and names_comparison(text)]
        collector.ignore("heading", *names)
    if parts.title:
        ignore_around_title(a, parts.title)
    for para in [*parts.supplement, *parts.header, *(i for i in parts.cover if isinstance(i, Para))]:
        if re.match(r"^[附付]則$", para.key.text):
            collector.ignore("heading", para.text)
    collector.ignore("heading", *parts.headings)
    _set_aside_head(
        collector,
        [item for item in parts.rest if isinstance(item, Para) and is_gibberish(item.text.text)],
        "corrupt",
    )
    _set_aside_head(collector, parts.header, "header")
    _set_aside_head(collector, [item for item in parts.cover if isinstance(item, Para)], "cover")
    for item in parts.rest:
        if isinstance(item, Para) and PAGE_NUMBER.fullmatch(item.key.text):
            collector.ignore("page_number", item.text)
        if isinstance(item, Para) and re.fullmatch(
            r"[(\[〔【]?(?:参考|備考|注|附記|付記)[)\]〕】]?", item.key.text
        ):
            collector.ignore("heading", item.text)
    for para in parts.signing:
        for found in re.finditer(
            rf"(?<!\S){LABEL.pattern}|[上右]記?代表者|代[\s　]*表[\s　]*者|立会人"
            rf"|[（(［\[]?(?:公印省略|印|㊞)[)）］\]]?\s*$|以上$|{SEALED.pattern}",
            para.text.text,
        ):
            collector.ignore("seal", para.text.match(found))


def ignore_around_title(a: Assembly, title: Located) -> None:
    """（案） and ○ around the title are no part of it."""
    raw = a.collector.document.raw
    for found in re.finditer(r"[○◎]|[（(]案[)）]", raw[max(0, title.start - 2) : title.end + 6]):
        start = max(0, title.start - 2) + found.start()
        a.collector.ignore("mark", Located.plain(found[0], start))


def all_items(a: Assembly) -> list[Item]:
    """All items of the instrument."""
    parts = a.found.parts
    items: list[Item] = [
        *parts.cover,
        *parts.header,
        *parts.preamble,
        *parts.supplement,
        *parts.closing,
        *parts.signing,
        *parts.rest,
        *parts.plain,
    ]
    items += [item for article in parts.articles for item in article.items]
    items += [item for annex in parts.annexes for item in annex.items]
    return items


def _set_aside_head(collector: Collector, words: Sequence[Para], reason: str) -> None:
    """Lines around the title that only repeat it (cover) or number it (告示第55号); sentences stay unresolved.

    Only those of a web page that presents the text, in the polite form that no instrument uses, and the sentence by
    which an office announces it (…したので、告示する。) are set aside.
    """
    for para in words:
        if is_gibberish(para.text.text):
            if collector.uncovered(para.text):
                collector.report("corrupt_text", printed(para.text), para.text)
            collector.ignore("corrupt", para.text)
        elif reason == "cover" and _AROUND.search(para.key.text):
            collector.ignore("introduction", para.text)
        elif len(para.key.text) <= 60 and not para.key.text.endswith("。"):
            collector.ignore(reason, para.text)
