"""Projects and indicators in running lines: 「①企業訪問【全市町】」 with labelled lines below, 「創業者数 12人→30人」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Para, behind, printed
from graph_build.converters.vision.blocks import Block
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.kpis import ValueKind, add_kpi, add_value
from graph_build.converters.vision.outline import Heading
from graph_build.converters.vision.participants import group_of, split_names
from graph_build.converters.vision.prepare import labelled
from graph_build.converters.vision.projects import ProjectDraft, project_of
from graph_build.documents.model import Cell, Located
from graph_build.places.find import find_places
from graph_build.text.key import fold

_IN_BRACKETS = re.compile(r"[【\[〔<＜(（](?P<names>[^【】\[\]〔〕<>＜＞()（）]{2,120})[】\]〕>＞)）]\s*$")
_PROJECT = ("participants", "budget", "schedule", "subsidy")

_YEAR = r"\(?(?:(?:令和|平成|[RH])(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})(?:年度?|年度?末)?(?:時点)?\)?"
_VALUE = r"(?:延べ|のべ|年間)?[-+▲△]?[0-9][0-9,.]*[^0-9→⇒➡、。()\[\]【】]{0,8}"
_INDICATORS = (
    re.compile(
        rf"^(?P<name>.{{2,40}}?)[:：]?(?:(?:基準|現状|現況)値?[:：]?)?(?P<y1>{_YEAR})?[:：]?(?P<v1>{_VALUE})(?P<y1b>{_YEAR})?"
        rf"(?:→|⇒|➡|から|~)(?:目標値?[:：]?)?(?P<y2>{_YEAR})?[:：]?(?P<v2>{_VALUE})(?P<y2b>{_YEAR})?$"
    ),
    re.compile(
        rf"^(?P<name>.{{2,40}}?)[:：、]?(?:基準|現状|現況)値?[:：]?(?P<y1>{_YEAR})?[:：]?(?P<v1>{_VALUE})(?P<y1b>{_YEAR})?[、,/]?"
        rf"目標値?[:：]?(?P<y2>{_YEAR})?[:：]?(?P<v2>{_VALUE})(?P<y2b>{_YEAR})?$"
    ),
)


# --- projects ---------------------------------------------------------------------------------------------------------


def participants_in(heading: Heading) -> tuple[Located, Located | None]:
    """The title of a heading, and the participants in brackets at its end where it names some."""
    label = heading.label
    found = _IN_BRACKETS.search(label.text)
    if found is None or found.start() == 0:
        return label, None
    names = label[found.start("names") : found.end("names")]
    parts = split_names(names)
    if all(group_of(part.text) or find_places(part.text) for part in parts):
        return label[: found.start()].strip(), names
    return label, None


def is_prose_project(heading: Heading, paras: Sequence[Para]) -> bool:
    """Whether a heading and the lines below it are a project: participants beside the title, or labels of one."""
    if participants_in(heading)[1] is not None:
        return True
    heads = [found[2] for para in paras if (found := labelled(para)) is not None]
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
        found = labelled(para)
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


# --- indicators -------------------------------------------------------------------------------------------------------


def read_indicator(para: Para, monitored: tuple[str, str], context: Context) -> bool:
    """Read 「誘致企業数 令和元年度 18社 → 令和7年度 25社」 as an indicator with baseline and target; False if it is none."""
    text = para.body if para.marker else para.text
    key = fold(text.text)
    found = next((match for pattern in _INDICATORS if (match := pattern.match(key.text))), None)
    if found is None:
        return False
    name = behind(text, key, *found.span("name"))
    record = add_kpi(printed(name), monitored, [name], context)
    pairs: tuple[tuple[ValueKind, str, tuple[str, str]], ...] = (
        ("baseline", "v1", ("y1", "y1b")),
        ("target", "v2", ("y2", "y2b")),
    )
    for kind, value, years in pairs:
        year = next((behind(text, key, *found.span(name)) for name in years if found[name]), None)
        add_value(record, kind, behind(text, key, *found.span(value)), year, context)
    context.out.ignore("label", para.text)
    return True
