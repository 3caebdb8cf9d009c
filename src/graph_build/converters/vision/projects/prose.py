"""Projects in running lines: 「①企業訪問【全市町】」 with labelled lines below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Para
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.members.participants import group_of, split_names
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.projects.sheet import ProjectDraft, project_of
from graph_build.converters.vision.tables.blocks import Block
from graph_build.converters.vision.tables.part_labels import labelled
from graph_build.documents.model import Cell, Located
from graph_build.places.find import find_places

_IN_BRACKETS = re.compile(r"[【\[〔<＜(（](?P<names>[^【】\[\]〔〕<>＜＞()（）]{2,120})[】\]〕>＞)）]\s*$")
_DISTRICT = re.compile(r"郡(?:内の?)?[0-9０-９]{0,2}(?:町村|町|村)?$")
_PROJECT = ("participants", "budget", "schedule", "subsidy")


def participants_in(heading: Heading) -> tuple[Located, Located | None]:
    """The title of a heading, and the participants in brackets at its end where it names some."""
    label = heading.label
    found = _IN_BRACKETS.search(label.text)
    if found is None or found.start() == 0:
        return label, None
    names = label[found.start("names") : found.end("names")]
    parts = split_names(names)
    if all(group_of(part.text) or find_places(part.text) or _DISTRICT.search(part.text) for part in parts):
        return label[: found.start()].strip(), names
    return label, None


def behind_label(prose: Sequence[Para], context: Context) -> list[Located]:
    """The text of a measure without the label that it begins with, on a line of its own or before its words."""
    texts, label = [para.text for para in prose], labelled(prose[0])
    if label is None or not label[2].means("content") or not (label[1] or texts[1:]):
        return texts
    context.out.ignore("label", label[0])
    return [*([label[1]] if label[1] else ()), *texts[1:]]


def is_prose_project(heading: Heading, paras: Sequence[Para]) -> bool:
    """Whether a heading and the lines below it are a project: participants beside the title, or labels of one."""
    if participants_in(heading)[1] is not None:
        return True
    heads = [found[2] for para in paras if (found := labelled(para, announced=False)) is not None]
    return any(head.means(*_PROJECT) for head in heads)


def read_prose_project(
    heading: Heading, paras: Sequence[Para], unit: str | None, context: Context
) -> ProjectDraft:
    """The project that a heading and its lines describe; lines before the first label are its content."""
    title, participants = participants_in(heading)
    blocks: list[Block] = []
    lead: list[Located] = []
    values: list[Located] = []
    for para in paras:
        found = labelled(para, announced=False)
        if found is not None:
            label, value, head = found
            values = [value] if value else []
            blocks.append(Block(head, label, _rows(values)))
        elif blocks:
            values.append(para.text)
            blocks[-1] = Block(blocks[-1].head, blocks[-1].label, _rows(values))
        else:
            lead.append(para.text)
    return project_of(
        blocks, title, unit, context, participants, Located.joined(lead, "\n") if lead else None
    )


def _rows(values: Sequence[Located]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((Cell(index, 1, value, (value,)),) for index, value in enumerate(values))
