"""Projects (事業): one table of row labels per project, read into the records of the project and its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid, printed
from graph_build.converters.vision.context import Context, place_ids, words
from graph_build.converters.vision.indicators.lines import is_indicator, read_indicator
from graph_build.converters.vision.indicators.stacked import (
    Stacked,
    add_stacked,
    labelled_inside,
    stacked_indicators,
)
from graph_build.converters.vision.indicators.tables import Monitored, kpi_columns, read_kpis
from graph_build.converters.vision.indicators.values_by_year import values_side_by_side
from graph_build.converters.vision.measures.speakers import (
    Spoken,
    add_roles,
    below_names,
    beside_names,
    split_speakers,
)
from graph_build.converters.vision.members.participants import (
    Participants,
    read_marks,
    read_participants,
)
from graph_build.converters.vision.money.budgets import Budget, read_budget, with_total
from graph_build.converters.vision.money.records import add_budget
from graph_build.converters.vision.money.subsidies import (
    add_subsidies,
    amount_scope,
    read_subsidies,
    split_notes,
)
from graph_build.converters.vision.projects.recognise import INDICATORS, KNOWN, title_cells
from graph_build.converters.vision.projects.schedule import Item, add_schedule, read_schedule
from graph_build.converters.vision.projects.title_and_content import parted_blocks
from graph_build.converters.vision.projects.values import names_members, understood
from graph_build.converters.vision.tables.blocks import Block, own_rows, read_blocks
from graph_build.converters.vision.tables.signs import Row, is_money_unit
from graph_build.converters.vision.tables.yearly import parted_years
from graph_build.converters.vision.tables.years import year_columns
from graph_build.converters.vision.words.heads import is_counted, is_number, read_head
from graph_build.converters.vision.words.title_markers import is_state, split_state, split_title
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.records.evidence import Evidence
from graph_build.records.ids import text_digest
from graph_build.records.plan import Project
from graph_build.text.key import matching_key
from graph_build.text.money import unit_factor, unit_of_label

_FRAMED = re.compile(r"[\s【\[［〔<＜《〈●○■◆◇□▼▶◎・]*(.+?)[\s】\]］〕>＞》〉:：]*")
_DASHES = frozenset(("-", "ー", "―"))
_NOTHING = frozenset(("", "/", "なし")) | _DASHES
_ROUND = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])+)[)）]")


@dataclass(slots=True)
class ProjectDraft:
    """What was read of one project; the parts are in the document's own places."""

    title: Located
    number: str | None = None
    participants_text: Located | None = None
    marks: list[Located] = field(default_factory=list)
    """○ marks of a matrix, which say who takes part without any words."""
    participants: Participants = field(default_factory=lambda: Participants((), None))
    content: Located | None = None
    effect: Located | None = None
    cost_label: Located | None = None
    cost: Located | None = None
    budget: Budget = field(default_factory=Budget)
    schedule: list[Item] = field(default_factory=list)
    subsidy: Located | None = None
    notes: list[Located] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    indicators: Sequence[Row] = ()
    """The rows of a KPI table inside the project's own."""
    indicator_lines: list[Located] = field(default_factory=list)
    stacked: list[Stacked] = field(default_factory=list)
    belongs_to: list[Located] = field(default_factory=list)
    """The field and the measure that rows of its own name (政策分野 | …, 取組 | …), outermost first."""

    def __post_init__(self) -> None:
        self.title, state = split_state(self.title)
        if state is not None:
            self.notes = [state, *self.notes]


def read_projects(
    grid: Grid, heading: Located | None, unit: str | None, context: Context
) -> list[ProjectDraft]:
    """The projects of a table; a row with a title begins the next one, without one the heading above is the title."""
    blocks = [*parted_blocks(parted_years(read_blocks(grid)))]
    starts = [i for i, block in enumerate(blocks) if block.head.means("title") and block.text]
    titles: list[Located | None] = [None] * len(starts)
    if not starts and (alone := {cell.text for cell in title_cells(grid)}):
        starts = [i for i, block in enumerate(blocks) if block.label in alone]
        titles = [blocks[i].label for i in starts]
    if not starts:
        return [project_of(blocks, heading, unit, context)] if heading else []
    ends = [*starts[1:], len(blocks)]
    lead = blocks[: starts[0]]
    return [
        project_of([*(lead if begin == starts[0] else ()), *blocks[begin:end]], title, unit, context)
        for begin, end, title in zip(starts, ends, titles, strict=True)
    ]


def project_of(
    blocks: Sequence[Block],
    heading: Located | None,
    unit: str | None,
    context: Context,
    participants: Located | None = None,
    content: Located | None = None,
) -> ProjectDraft:
    """The project that labelled blocks describe; ``participants`` and ``content`` stand without a label before them."""
    unit = unit or _unit_of(blocks, context)
    blocks = [part for block in understood(blocks, unit, context) for part in labelled_inside(block)]
    named = next((block for block in blocks if block.head.means("title") and block.text), None)
    _, number, title = split_title(heading) if heading else (None, None, None)
    if named:
        number, title = _numbered(named)
    assert title is not None
    draft = ProjectDraft(title, number=printed(number) or None, content=content)
    context.out.ignore("label", number)
    if participants is not None:
        draft.participants_text = participants
        draft.participants = read_participants(participants, context)
    for block in blocks:
        if block.head.means(*KNOWN):
            context.out.ignore("label", block.label)
        context.out.ignore("repeated_header", *(cell.text for cell in block.again))
    told = stacked_indicators(blocks)
    draft.stacked = [one for one, _ in told]
    blocks = [block for block in blocks if not any(block is row for _, rows in told for row in rows)]
    # Participants first: roles speak about them.
    for block in sorted(blocks, key=lambda block: not block.head.means("participants")):
        _read_block(block, draft, unit, context)
    _use_actors(blocks, draft, context)
    return draft


def _unit_of(blocks: Sequence[Block], context: Context) -> str | None:
    """The unit of money that a row of its own names (「単位 | 千円」), or a caption between the rows (「年度別の計画（単位：千円）」)."""
    for block in blocks:
        if block.head.means("unit") and block.label and block.text and is_money_unit(block.text.text):
            context.out.ignore("label", block.label, block.text)
            return unit_of_label(block.text.text)
        if block.label and not block.text and block.head.unit and unit_factor(block.head.unit):
            context.out.ignore("label", block.label)
            return block.head.unit
    return None


_ACTORS = re.compile(r"(?:実施|事業|取組)主体|実施(?:団体|者|市町村?|機関)")


def _use_actors(blocks: Sequence[Block], draft: ProjectDraft, context: Context) -> None:
    """Where no row says who takes part, members named beside 実施主体 do."""
    if draft.participants_text is not None or draft.marks:
        return
    for block in blocks:
        text = block.text
        if (
            text is not None
            and text in draft.notes
            and _ACTORS.fullmatch(block.head.key)
            and names_members(text, context)
        ):
            draft.notes = [note for note in draft.notes if note != text]
            draft.participants_text = text
            draft.participants = read_participants(text, context)
            return


def _numbered(block: Block) -> tuple[Located | None, Located | None]:
    """The number beside a title, in a cell of its own (No. | 12 | 名称) or before it, and the title."""
    cells = [cell.text for row in block.rows for cell in row if cell.text]
    if block.label is not None and (is_counted(block.label.text) or is_number(block.label.text)):
        return block.label.strip(), block.text
    if len(cells) >= 2 and is_number(cells[0].text):
        return cells[0].strip(), Located.joined(cells[1:], "\n")
    if not block.text:
        return None, None
    _, number, title = split_title(block.text)
    return number, title


def _read_block(block: Block, draft: ProjectDraft, unit: str | None, context: Context) -> None:
    head, text = block.head, block.text
    if head.means("participants") and (marked := read_marks(block.rows, context)):
        draft.participants, draft.marks = marked
        return
    if head.means("roles") and (spoken := beside_names(block.rows) or below_names(block.rows)):
        draft.spoken += spoken
        return
    dated = head.means("schedule") or (
        head.means("note", "schedule_item") and year_columns(block.rows) is not None
    )
    measured = head.means(*INDICATORS) and kpi_columns(values_side_by_side(block.rows)[0]) is not None
    if not dated and not measured and not head.means("budget"):
        own, strays = own_rows(block)
        if strays:
            context.out.report(
                "missing_header", "", *(cell.text for row in strays for cell in row if cell.text)
            )
            text = replace(block, rows=own).text
    if head.means("participants"):
        draft.participants_text = text
        draft.participants = read_participants(text, context) if text else Participants((), None)
    elif head.means("content") and text:
        draft.content = _both(draft.content, text)
    elif head.means("effect") and text:
        draft.effect = _both(draft.effect, text)
    elif head.means("role") and text:
        draft.spoken.append(Spoken(head.holder or "", block.label, text))
    elif head.means("roles") and text and block.label:
        draft.spoken += split_speakers(text, block.label, context)
    elif head.means("cost"):
        draft.cost_label, draft.cost = _bare(block.label), text
    elif dated:
        context.out.ignore("label", block.label)
        draft.schedule = read_schedule(block.rows, block.label, context)
    elif head.means("budget"):
        draft.budget = with_total(draft.budget, read_budget(block.rows, head, unit, context), context)
    elif head.means("subsidy"):
        draft.subsidy = text
    elif head.means("note") and text:
        draft.notes.append(text)
    elif measured:
        draft.indicators, labels = values_side_by_side(block.rows)
        context.out.ignore("label", *labels)
    elif head.means("kpi", "target") and (lines := _indicators(block)):
        draft.indicator_lines += lines
    elif head.means(*INDICATORS, "other") and text and block.label:
        draft.notes.append(Located.joined([block.label, text], "："))
    elif head.means("contact"):
        context.out.ignore("contact", text)
    elif text and is_state(text.text):  # 「区分 | 新規」
        draft.notes.append(text)
        context.out.ignore("label", block.label)
    elif head.means("number") and text:
        draft.number = printed(text)
        context.out.ignore("label", text)
    elif head.means("measure", "field") and text:
        draft.belongs_to += [] if read_head(text.text).means("content") else [text]  # 「区分 | 内容」: heads
        context.out.ignore("label", text)


def _bare(label: Located | None) -> Located | None:
    """A label without the marker or bullet before it and the brackets around it."""
    if label is None:
        return None
    _, _, bare = split_title(label)
    found = _ROUND.fullmatch(bare.text) or _FRAMED.fullmatch(bare.text)
    return bare[found.start(1) : found.end(1)] if found else bare


def _indicators(block: Block) -> list[Located]:
    """The indicators that a block tells in lines, each on one line or with its values on the next two; none where one does not."""
    found: list[Located] = []
    lines = [line for row in block.rows for cell in row if cell.text for line in _lines_of(cell.text)]
    while lines:
        taken = next((n for n in (1, 2, 3) if is_indicator(Located.joined(lines[:n], " "))), None)
        if taken is None:
            return []
        found.append(Located.joined(lines[:taken], " "))
        lines = lines[taken:]
    return found


def _lines_of(text: Located) -> list[Located]:
    parts = [text[found.start() : found.end()].strip() for found in re.finditer(r"[^\n]+", text.text)]
    return [part for part in parts if part]


def _both(first: Located | None, second: Located) -> Located:
    """Purpose and outline may be two rows of one project."""
    return Located.joined([first, second], "\n") if first else second


def add_project(
    draft: ProjectDraft,
    measure: str | None,
    measure_title: str,
    order: int,
    context: Context,
    field_id: str | None = None,
) -> str:
    """The records of a project; returns its id."""
    title = printed(draft.title)
    subsidy, more_notes = split_notes(draft.subsidy) if draft.subsidy else (None, [])
    notes = [*draft.notes, *more_notes, *draft.budget.words]
    if subsidy is not None and matching_key(subsidy.text) in _NOTHING:
        context.out.ignore("no_value", subsidy)
        subsidy = None
    cost = draft.cost
    if cost is not None and matching_key(cost.text) in _DASHES:
        context.out.ignore("no_value", cost)
        cost = None
    budget = draft.budget
    record = context.out.add(
        Project(
            id=ids.project(context.plan.id, measure_title, title),
            version=context.plan.id,
            measure=measure,
            field=field_id,
            title=title,
            order=order,
            number=draft.number,
            participants=place_ids(draft.participants.places),
            participant_scope=draft.participants.scope,
            participants_text=words(draft.participants_text) or None,
            text=words(draft.content) or None,
            text_digest=text_digest(words(draft.content)) if draft.content else None,
            effect=words(draft.effect) or None,
            cost_sharing_label=printed(draft.cost_label) or None,
            cost_sharing_text=words(cost) or None,
            blank_years=tuple(sorted(year.year for year, _ in budget.blank)),
            budget_unit=budget.unit,
            total_budget=budget.total.yen if budget.total else None,
            printed_total=budget.total.text.text.strip() if budget.total else None,
            amount_scope=amount_scope(notes, context),
            subsidy_text=words(subsidy) or None,
            notes=tuple(words(note) for note in notes),
            evidence=tuple(_evidence(draft, cost, subsidy, notes, context)),
        )
    )
    if draft.cost_label is not None and cost is None:
        context.out.report("blank_cost_sharing", "", draft.cost_label, about=record.id)
    add_roles(record.id, draft.spoken, draft.participants.places, context)
    add_schedule(record.id, draft.schedule, context)
    add_budget(record.id, budget, context)
    columns = kpi_columns(draft.indicators)
    if columns is not None:
        read_kpis(draft.indicators, columns, lambda _: Monitored(record.id, title), context)
    for one in draft.stacked:
        add_stacked(one, Monitored(record.id, title), context)
    for line in draft.indicator_lines:
        read_indicator(line, Monitored(record.id, title), context)
    if subsidy is not None:
        add_subsidies(record.id, read_subsidies(subsidy, context), context)
    return record.id


def _evidence(
    draft: ProjectDraft,
    cost: Located | None,
    subsidy: Located | None,
    notes: Sequence[Located],
    context: Context,
) -> list[Evidence]:
    """The title proves the project, every other part its own property."""
    total = draft.budget.total
    parts: list[tuple[tuple[str, ...], tuple[Located | None, ...]]] = [
        (("participant",), (draft.participants_text, *draft.marks)),
        (("text",), (draft.content,)),
        (("costSharingText",), (draft.cost_label, cost) if cost else (None,)),
        (("totalBudget",), (total.head, total.text) if total else (None,)),
        (("subsidyText",), (subsidy,)),
        (("note",), tuple(notes)),
        (("effect",), (draft.effect,)),
    ]
    evidence = [context.out.evidence("project.title", draft.title)]
    for supports, places in parts:
        if any(places):
            evidence.append(context.out.evidence(f"project.{supports[0]}", *places, supports=supports))
    return evidence
