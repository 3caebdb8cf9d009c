"""A first look over a plan: which headings are fields, measures and projects, and their numbers by sequence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from graph_build.converters.items import Grid, Para
from graph_build.converters.measures.fields import split_number
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.measures.drafts import (
    is_measure_table,
    number_text,
    settle_numbers,
)
from graph_build.converters.vision.measures.lists import is_measure_list
from graph_build.converters.vision.outline.directions import is_direction_table, read_directions
from graph_build.converters.vision.outline.heading import Heading, is_pillar
from graph_build.converters.vision.outline.tree import Node, is_field_name
from graph_build.converters.vision.projects.list_heads import (
    ListHead,
    framed,
    is_project_list,
    list_head,
    listed_titles,
    only_years,
)
from graph_build.converters.vision.projects.prose import is_prose_project
from graph_build.converters.vision.projects.recognise import is_project_table, title_cells
from graph_build.converters.vision.words.title_markers import split_state, split_title
from graph_build.text.key import matching_key

_OF_FIELD = re.compile(
    r"(?:に(?:関する|係る|かかる|関わる|向けた)|の)(?:具体的な?|連携|実施)?(?:事業|取組|取り組み|施策)$"
)

Part: TypeAlias = Literal["field", "measure", "project"]


@dataclass(slots=True)
class Survey:
    """Position of a heading → what it is, its number as text (corrected), its printed number if that is a misprint."""

    parts: dict[int, Part] = field(default_factory=dict)
    numbers: dict[int, str | None] = field(default_factory=dict)
    misprints: dict[int, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    """Matching keys of the titles of projects that lists print."""
    listed_twice: set[str] = field(default_factory=set)
    """Those that two lists print."""
    again: dict[int, Heading] = field(default_factory=dict)
    """Headings that only say that what stands below belongs to a field named before, and that field's heading."""

    def part(self, heading: Heading) -> Part | None:
        """What a heading is; None outside fields, measures and projects."""
        return self.parts.get(heading.index)

    def is_listed(self, heading: Heading) -> bool:
        """Whether a heading is a title that a list of projects prints, too."""
        return matching_key(split_title(heading.label)[2].text) in self.listed

    def fields(self, path: Sequence[Heading]) -> list[Heading]:
        """The headings of fields on a path, outermost first."""
        return [self.again.get(one.index, one) for one in path if self.part(one) == "field"]

    def measure(self, path: Sequence[Heading]) -> Heading | None:
        """The innermost heading of a measure on a path."""
        return next((heading for heading in reversed(path) if self.part(heading) == "measure"), None)


def meaningful(path: Sequence[Heading]) -> list[Heading]:
    """Headings with a meaning of their own: not 「取組の方向性」, not a caption in brackets, not what is around a pillar."""
    first = next((i for i, one in enumerate(path) if is_pillar(one.key)), 0)
    return [
        one
        for one in path[first:]
        if one.role is None and one.kind not in ("place", "lenticular", "angle", "contents")
    ]


def survey(nodes: Sequence[Node], context: Context) -> Survey:
    """Look over all tables and headings; numbers that contradict the sequence are reported."""
    found = Survey()
    certain: set[int] = set()
    """Headings of measures that the plan quotes."""
    pillars = {one.kind for node in nodes for one in node.path if is_pillar(one.key)}
    counted = Counter(
        key for node in nodes if isinstance(node.item, Grid) for key in listed_titles(node.item)
    )
    found.listed = set(counted)
    found.listed_twice = {key for key, count in counted.items() if count > 1}
    told = [
        heads
        for heading, path, paras in _with_lines(nodes)
        if (heads := _told_in_lines(heading, path, paras, found))
    ]
    found.parts |= {heads[-1].index: "project" for heads in told}
    for node in nodes:
        if not isinstance(node.item, Grid):
            continue
        if node.path and node.path[-1].role == "overview":
            continue
        heads = [] if _beside(node.path, pillars) else meaningful(node.path)
        if heads and found.part(heads[-1]) == "project":
            heads = heads[:-1]  # a list that stands behind the last project
        if is_measure_table(node.item):
            _mark(heads, "measure", found)
            certain |= {heading.index for heading in heads[-1:]}
        elif is_measure_list(node.item, any(one.role == "agreement" for one in node.path)):
            _mark_fields(heads, found)
        elif is_project_table(node.item):
            titles = [matching_key(split_state(cell.text)[0].text) for cell in title_cells(node.item)]
            if heads and titles in ([], [heads[-1].key]):
                found.parts.setdefault(heads[-1].index, "project")
                heads = heads[:-1]
            _mark_above_projects(heads, found)
        elif is_project_list(node.item):
            _mark_above_list(node.item, heads, found)
    for heads in told:
        _mark_above_projects(heads[:-1], found)
    _fields_by_name(nodes, found, certain)
    _fields_again(nodes, found)
    _number(nodes, found, context)
    return found


def _told_in_lines(
    heading: Heading, path: Sequence[Heading], paras: Sequence[Para], found: Survey
) -> list[Heading]:
    """The headings down to one that is a project told in the lines below it; empty for another one."""
    heads = meaningful(path)
    below = any(one.role == "projects" for one in path[:-1])
    told = is_prose_project(heading, paras) or (bool(paras) and found.is_listed(heading))
    return heads if below and heads[-1:] == [heading] and told else []


def _beside(path: Sequence[Heading], pillars: set[str]) -> bool:
    """Whether a path stands beside the pillars of a plan that has some (``pillars``: kinds of their markers): a chapter of
    its own that lists measures, schedules or amounts is no field."""
    return bool(pillars) and not any(one.kind in pillars or is_pillar(one.key) for one in path)


def _fields_by_name(nodes: Sequence[Node], found: Survey, certain: set[int]) -> None:
    """Headings above projects that are names of policy fields (医療, 産業 …) for the most part are fields, no measures,
    unless a text of its own stands below one."""
    told = {heading.index for heading, _, paras in _with_lines(nodes) if paras}
    kinds: dict[str, list[Heading]] = defaultdict(list)
    for node in nodes:
        if node.heading and found.part(node.heading) == "measure" and node.heading.index not in certain:
            kinds[node.heading.kind].append(node.heading)
    for headings in kinds.values():
        named = sum(is_field_name(heading.key) for heading in headings)
        if named * 2 > len(headings) and not any(heading.index in told for heading in headings):
            found.parts |= {heading.index: "field" for heading in headings}


def _fields_again(nodes: Sequence[Node], found: Survey) -> None:
    """A field named by an earlier heading and the word for what stands below it (「生活機能の強化に関する事業」 behind a chapter with
    「生活機能の強化」) is that field, no further one."""
    named: dict[str, Heading] = {}
    for heading in (node.heading for node in nodes if node.heading and found.part(node.heading) == "field"):
        earlier = named.get(_OF_FIELD.sub("", heading.key))
        if earlier is not None and earlier.key != heading.key:
            found.again[heading.index] = earlier
        else:
            named.setdefault(heading.key, heading)


def _with_lines(nodes: Sequence[Node]) -> Iterator[tuple[Heading, Sequence[Heading], list[Para]]]:
    """Every heading with the paragraphs directly below it."""
    for i, node in enumerate(nodes):
        if node.heading is None:
            continue
        paras: list[Para] = []
        for following in nodes[i + 1 :]:
            if following.heading is not None or not isinstance(following.item, Para):
                break
            paras.append(following.item)
        yield node.heading, node.path, paras


def _mark_above_projects(heads: Sequence[Heading], found: Survey) -> None:
    known = any(found.part(heading) == "measure" for heading in heads)
    _mark(heads, "field" if known or len(heads) == 1 else "measure", found)


def _mark_above_list(grid: Grid, heads: Sequence[Heading], found: Survey) -> None:
    """A list whose own column, or rows across it, name the measures stands below fields only; one that only dates what
    projects do or cost, which others list (No. | 事業名 | R3 | R4 …), tells nothing of the headings above."""
    head = list_head(grid)
    if head is not None and only_years(head) and listed_titles(grid) <= found.listed_twice:
        return
    if head is not None and (head.column("measure") is not None or _is_grouped(grid, head)):
        _mark_fields(heads, found)
    else:
        _mark_above_projects(heads, found)


def _is_grouped(grid: Grid, head: ListHead) -> bool:
    """Whether the first row below the heads stands across the list, in a frame or with a number: the measure of those below."""
    cells = [cell for cell in next(iter(grid.rows[head.rows : head.rows + 1]), ()) if cell.text]
    return len(cells) == 1 and (
        framed(cells[0].text) is not None or split_number(cells[0].text)[0] is not None
    )


def _mark_fields(heads: Sequence[Heading], found: Survey) -> None:
    for heading in heads:
        found.parts.setdefault(heading.index, "field")


def _mark(heads: Sequence[Heading], last: Part, found: Survey) -> None:
    for heading in heads[:-1]:
        found.parts.setdefault(heading.index, "field")
    if heads:
        found.parts.setdefault(heads[-1].index, last)


def _number(nodes: Sequence[Node], found: Survey, context: Context) -> None:
    """Numbers by sequence among siblings; a direction table confirms them."""
    siblings: dict[tuple[tuple[int, ...], str], list[Heading]] = defaultdict(list)
    known: dict[str, int] = {}
    for node in nodes:
        if node.heading and node.heading.number is not None:
            above = tuple(heading.index for heading in node.path[:-1])
            siblings[above, node.heading.kind].append(node.heading)
        elif isinstance(node.item, Grid) and is_direction_table(node.item):
            known.update({one.key: one.count for one in read_directions(node.item) if one.count})
    for group in siblings.values():
        told = [known.get(heading.key) for heading in group]
        settled = settle_numbers([heading.number for heading in group], told)
        for heading, number in zip(group, settled, strict=True):
            found.numbers[heading.index] = heading.printed_number
            if number != heading.number:
                found.numbers[heading.index] = number_text(heading.printed_number, number)
                found.misprints[heading.index] = heading.printed_number or ""
                value = f"{heading.printed_number} → {found.numbers[heading.index]}"
                context.out.report("number_misprint", value, heading.para.text)
