"""The walk through a plan: every table and paragraph under its headings goes to the reader that knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import Grid, Lost, Para, printed
from graph_build.converters.measures.fields import split_number
from graph_build.converters.vision.blocks import only_figures
from graph_build.converters.vision.budgets import caption_unit
from graph_build.converters.vision.context import Context, words
from graph_build.converters.vision.directions import (
    Direction,
    is_direction_table,
    read_directions,
    use_directions,
)
from graph_build.converters.vision.facilities import (
    has_type,
    is_facility_table,
    read_counts,
    read_facility_table,
)
from graph_build.converters.vision.facilities import read_list as read_facilities
from graph_build.converters.vision.gather import labelled
from graph_build.converters.vision.heads import read_head, unit_in
from graph_build.converters.vision.indicator_lines import read_indicator, with_names
from graph_build.converters.vision.kpis import Columns, Monitored, kpi_columns
from graph_build.converters.vision.lists import Listed, has_parts, is_project_list, list_head
from graph_build.converters.vision.lists import read_list as read_project_list
from graph_build.converters.vision.measures import (
    Category,
    MeasureDraft,
    content_of,
    is_measure_list,
    is_measure_table,
    measure_rows,
    read_category,
    read_measure_table,
)
from graph_build.converters.vision.outline import Heading, Node, is_contents_line
from graph_build.converters.vision.passages import add_passages, add_profile
from graph_build.converters.vision.projects import ProjectDraft, is_project_table, read_projects
from graph_build.converters.vision.prose import is_prose_project, read_prose_project
from graph_build.converters.vision.schedule import read_legend
from graph_build.converters.vision.statements import read_statements
from graph_build.converters.vision.statistics import is_statistics_table, read_statistics
from graph_build.converters.vision.survey import Survey
from graph_build.converters.vision.told import Told, ToldProjects
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.text.key import matching_key

_CAPTION_UNIT = re.compile(
    r"^[(（【\[]?\s*(?:事業費の|金額の)?単位\s*[:：].{1,12}$|^[(（【\[]\s*(?:千|百万|万)?円\s*[)）】\]]$"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNIT_ALONE = re.compile(r"^[(（【\[](?P<unit>[^()（）【】\[\]]{1,8})[)）】\]]$")
_NO_CAPTION = re.compile(
    r"[。、]|^[※(注*・]|^(?:資料|出典|出所|単位|備考)[:(]|(?:は|が|を|する|した|とおり|通り)$"
)
_LEGEND = re.compile(
    r"^[※＊(（\[【]?\s*(?:凡例)?[)）\]】:：]?\s*(?:[○◎●〇△▲□■◇◆☆★×→⇒▶－―※][:：…＝=は・]+[^。:：]{1,30}?[)）]?(?:[、,\s]|$)+)+$"
)
_ANNOUNCES = re.compile(r"(?:次|以下|下図|下表|次図|次表)の(?:とおり|通り|ように)[^。]{0,30}。?$")
_FORMER = re.compile(r"(?:第[0-9０-９一二三四五六]+[期次]|前期|前計画|旧)(?:計画|ビジョン)?の")
_SOURCE = re.compile(r"^[(（]?[※＊*]?\s*[(（]?(?:資料|出典|出所)")


def _unit_of_caption(text: str) -> str | None:
    """The unit that a line of its own prints: 「（単位：千円）」, 「（人）」; empty where it names one that is unknown."""
    if _CAPTION_UNIT.match(text):
        return caption_unit(text) or ""
    alone = _UNIT_ALONE.match(text)
    return unit_in(alone["unit"]) if alone else None


def _bare(para: Para) -> str:
    """The key of a line without what it says in brackets: a unit, a source."""
    return _IN_BRACKETS.sub("", para.key.text)


@dataclass(slots=True)
class Walk:
    """What has been read so far."""

    nodes: Sequence[Node]
    survey: Survey
    context: Context
    claimed: set[int]
    measures: list[MeasureDraft] = field(default_factory=list)
    directions: list[tuple[tuple[str, ...], Direction]] = field(default_factory=list)
    kpi_tables: list[tuple[Grid, Columns, tuple[Heading, ...], bool]] = field(default_factory=list)
    """KPI tables with the headings above, and whether their own labels say what is monitored."""
    contents: list[Located] = field(default_factory=list)
    _by_heading: dict[int, MeasureDraft] = field(default_factory=dict)
    _prose: list[Para] = field(default_factory=list)
    _path: tuple[Heading, ...] = ()
    _unit: str | None = None
    _category: Category | None = None
    _lost: bool = False
    """Whether a lost figure stands right above."""
    told: ToldProjects = field(default_factory=ToldProjects)
    _overviews: list[Grid] = field(default_factory=list)
    """Tables that no reader knows: they may only name what others tell."""
    _listed: tuple[list[tuple[str, ...]], Listed] | None = None
    """The heads and the last project of the list table right above."""

    def run(self) -> None:
        """Read everything in text order."""
        i = 0
        while i < len(self.nodes):
            node = self.nodes[i]
            if node.path != self._path:
                self._flush()
                self._path = node.path
            if node.heading is not None:
                self._heading(node.heading)
                self._announced(i)
            elif isinstance(node.item, Para):
                self._para(node.item, i)
                self._announced(i)
            elif isinstance(node.item, Lost):
                self._figure(node.item)
            elif isinstance(node.item, Grid):
                self._flush()
                i += self._grid(node.item, i)
                self._unit = None
                self._lost = False
            i += 1
        self._flush()
        self.told.add(self.context)
        for grid in self._overviews:
            if self.told.repeats(grid):
                self.context.out.ignore("overview", *grid.parts)

    # --- headings and paragraphs ---

    def _heading(self, heading: Heading) -> None:
        self._lost = False
        self._unit = None
        self._listed = None
        self.context.legend.update(read_legend(heading.para.text.text))
        self.context.out.ignore("heading", heading.para.text)
        part = self.survey.part(heading)
        if part == "field":
            labels = [*(one.title for one in self.survey.fields(self._path[:-1])), heading.title]
            self.context.field(labels, heading.para.text, self.survey.numbers.get(heading.index))
        elif part == "measure":
            self._category = None
            self._measure(heading, self._path)

    def _measure(self, heading: Heading, path: Sequence[Heading]) -> MeasureDraft:
        """The measure of a heading; its field may still become more precise by a category line."""
        known = self._by_heading.get(heading.index)
        if known is not None:
            return known
        fields = tuple(one.title for one in self.survey.fields(path) if one.index < heading.index)
        draft = MeasureDraft(
            id=ids.measure(self.context.plan.id, fields, heading.title),
            fields=fields,
            title=heading.title,
            heading=heading,
            order=self.context.next_order(),
            number=self.survey.numbers.get(heading.index, heading.printed_number),
            printed_number=self.survey.misprints.get(heading.index),
            numeric=heading.number,
        )
        draft.evidence.append(self.context.out.evidence("measure.heading", heading.para.text))
        self._by_heading[heading.index] = draft
        self.measures.append(draft)
        return draft

    def _para(self, para: Para, i: int) -> None:
        if id(para) in self.claimed:
            return
        self.context.legend.update(read_legend(para.text.text))
        measure = self.survey.measure(self._path)
        category = read_category(para) if measure is not None else None
        if category is not None and measure is not None:
            self._use_category(category, measure)
        elif (self._path and self._path[-1].role == "contents") or is_contents_line(para):
            self.contents.append(para.text)
            self.context.out.ignore("contents", para.text)
        elif _LEGEND.match(para.text.text.strip()):
            self.context.out.ignore("legend", para.text)
        elif (unit := _unit_of_caption(para.text.text.strip())) is not None:
            self._unit = unit or self._unit
            self.context.out.ignore("label", para.text)
        else:
            self._source_without_table(para, i)
            self._prose.append(para)

    def _use_category(self, category: Category, heading: Heading) -> None:
        draft = self._measure(heading, self._path)
        labels = (*draft.fields, printed(category.field))
        self.context.field(labels, category.whole, category.number)
        draft.fields = labels
        draft.id = ids.measure(self.context.plan.id, labels, draft.title)
        draft.category = printed(category.tag)
        draft.evidence.append(
            self.context.out.evidence("measure.category", category.whole, supports=("category",))
        )

    # --- lost figures ---

    def _announced(self, i: int) -> None:
        """A sentence that announces what follows (「次のとおり」), or a caption in brackets, with nothing below it."""
        following = self.nodes[i + 1] if i + 1 < len(self.nodes) else None
        if (following is not None and following.heading is None) or self._lost:
            return
        node = self.nodes[i]
        text = node.item.text if isinstance(node.item, Para) else None
        if text is not None and (
            (node.heading is None and _ANNOUNCES.search(matching_key(text.text)))
            or (node.heading is not None and node.heading.kind == "square" and node.heading.role is None)
        ):
            self.context.out.report("lost_figure", self._path[-1].title if self._path else "", text)

    def _figure(self, lost: Lost) -> None:
        if not self._lost:
            self.context.out.report("lost_figure", self._caption(), lost.text)
        self._lost = True

    def _source_without_table(self, para: Para, i: int) -> None:
        """A note on the source of figures below no table: its chart is lost."""
        above = self.nodes[i - 1].item if i else None
        if _SOURCE.match(para.text.text.strip()) and not self._lost and not isinstance(above, Grid):
            lists = isinstance(above, Para) and above.style == "item"
            if not lists and not has_type([one.title for one in self._path[-1:]]):
                self.context.out.report("lost_figure", self._caption(), para.text)
        self._lost = False

    def _caption(self) -> str:
        last = self._prose[-1].text.text.strip() if self._prose else ""
        if last and len(last) <= 30 and not last.endswith("。") and not last.startswith("※"):
            return printed(self._prose[-1].text)
        named = [one for one in self._path if one.kind != "place"]
        if len(named) > 1 and named[-1].kind == "square":
            return f"{named[-2].title} {named[-1].title}"
        return named[-1].title if named else (self.context.plan.area_name or "")

    # --- prose ---

    def _flush(self) -> None:
        prose, self._prose = self._prose, []
        if not prose:
            return
        last = self._path[-1] if self._path else None
        if last is not None and last.kind == "place" and add_profile(last, prose, self.context):
            return
        fields = self.survey.fields(self._path)
        if last is not None and last.role == "direction" and fields:
            self._direction(prose, [one.title for one in fields])
            return
        if last is not None and self.survey.part(last) == "project" and is_prose_project(last, prose):
            self._prose_project(last, prose)
            return
        if last is not None and any(one.role == "kpi" for one in self._path):
            prose = [
                para
                for para in with_names(prose)
                if not read_indicator(para.text, self._monitored(), self.context)
            ]
            if not prose:
                return
        measure = self.survey.measure(self._path) if last is not None and last.role == "agreement" else None
        if measure is not None or (last is not None and self.survey.part(last) == "measure"):
            draft = self._measure(measure or self._path[-1], self._path)
            if (
                len(prose) > 1
                and (label := labelled(prose[0]))
                and label[1] is None
                and label[2].means("content")
            ):
                self.context.out.ignore("label", prose.pop(0).text)
            if draft.content is None:
                draft.content = Located.joined([para.text for para in prose], "\n")
                draft.evidence.append(
                    self.context.out.evidence("measure.text", draft.content, supports=("text",))
                )
                return
        rest = self._facilities(prose)
        if rest:
            if not fields:
                read_statements(rest, self._path, self.context)
            add_passages(rest, self._path, self.context)

    def _prose_project(self, heading: Heading, prose: Sequence[Para]) -> None:
        draft = read_prose_project(heading, prose, self._unit, self.context)
        draft.number = draft.number or self.survey.numbers.get(heading.index, heading.printed_number)
        self.context.out.evidence("project.heading", heading.para.text)
        measure = self.survey.measure(self._path)
        self._add(draft, self._measure(measure, self._path) if measure is not None else None)

    def _monitored(self) -> Monitored:
        """What an indicator below these headings measures: the measure, else the field, else the plan."""
        heading = self.survey.measure(self._path)
        if heading is not None:
            draft = self._measure(heading, self._path)
            return Monitored(draft.id, draft.title)
        labels = [one.title for one in self.survey.fields(self._path)]
        if labels:
            return Monitored(self.context.field(labels, None), labels[-1])
        return Monitored(self.context.plan.id, "")

    def _direction(self, prose: Sequence[Para], labels: Sequence[str]) -> None:
        self.context.field(labels, None)
        draft = self.context.fields[tuple(map(matching_key, labels))]
        draft.direction += [words(para.text) for para in prose]
        draft.evidence.append(
            self.context.out.evidence(
                "field.direction", *(para.text for para in prose), supports=("direction",)
            )
        )

    def _facilities(self, prose: Sequence[Para]) -> list[Para]:
        """Lists of facilities below a heading that names their type; what is no list is given back."""
        titles = [one.title for one in self._path]
        rest: list[Para] = []
        listing = False
        for para in prose:
            if read_head(para.text.text).means("facility", "facility_count") and has_type(titles):
                self.context.out.ignore("label", para.text)
                listing = True
            elif listing and para.marker is not None and para.marker.kind == "bullet":
                read_facilities(para.text, "", self._path, self.context)
            elif listing and read_counts(para.text, "", self._path, self.context):
                continue
            else:
                rest.append(para)
        return rest

    # --- tables ---

    def _grid(self, grid: Grid, i: int) -> int:
        """Read a table; returns how many paragraphs behind it were used."""
        if id(grid) in self.claimed:
            return 0
        fields = tuple(one.title for one in self.survey.fields(self._path))
        self._unit = self._unit or self._unit_below(i)
        columns = kpi_columns(grid.rows)
        if self._path and self._path[-1].role == "contents":
            for row in grid.rows:  # the number of the chapter, its title, the page
                words = [cell.text for cell in row if cell.text and not only_figures((cell, cell))]
                self.contents += [Located.joined(words, " ")] if words else []
            self.context.out.ignore("contents", *grid.parts)
        elif columns is not None and (
            any(one.role == "former" for one in self._path)
            or _FORMER.match(columns.heads[columns.name].text.text)
        ):
            self.context.out.ignore("former_plan", *grid.parts)
        elif is_measure_table(grid):
            self._measure_table(grid)
        elif is_measure_list(grid):
            self._measure_list(grid, fields)
        elif is_project_table(grid):
            self._projects(grid)
        elif is_project_list(grid) and (columns is None or has_parts(grid)):
            self._project_list(grid)
            if columns is not None:
                self.kpi_tables.append((grid, columns, self._path, False))
        elif columns is not None:
            self.kpi_tables.append((grid, columns, self._path, True))
        elif is_direction_table(grid) and fields:
            found = read_directions(grid)
            use_directions(grid, found, fields, self.context)
            self.directions += [(fields, one) for one in found]
        elif is_facility_table(grid):
            read_facility_table(grid, self._path, self.context)
        elif is_statistics_table(grid):
            notes = self._notes_below(i)
            read_statistics(grid, self._path, notes, self._unit, self.context, self._table_caption(i))
            add_passages(notes, self._path, self.context)
            return len(notes)
        else:
            self._overviews.append(grid)
        return 0

    def _table_caption(self, i: int) -> Located | None:
        """The caption of a table of figures: the short line right above it, else right below: 「表1 人口の推移（単位：人）」."""
        above = i - 1
        while above >= 0 and isinstance(item := self.nodes[above].item, Para) and not _bare(item):
            above -= 1  # 「（単位：人）」
        for at in (above, i + 1):
            node = self.nodes[at] if 0 <= at < len(self.nodes) else None
            if node is None or not isinstance(node.item, Para) or node.heading is not None:
                continue
            above_next = at > i and at + 1 < len(self.nodes) and isinstance(self.nodes[at + 1].item, Grid)
            bare = _bare(node.item)
            if (at < i or not above_next) and 0 < len(bare) <= 40 and not _NO_CAPTION.search(bare):
                return node.item.text
        return None

    def _unit_below(self, i: int) -> str | None:
        """The unit of money that a caption right below the table prints."""
        item = self.nodes[i + 1].item if i + 1 < len(self.nodes) else None
        text = item.text.text.strip() if isinstance(item, Para) else ""
        above = isinstance(self.nodes[i + 2].item, Grid) if i + 2 < len(self.nodes) else False
        return caption_unit(text) if _CAPTION_UNIT.match(text) and not above else None

    def _notes_below(self, i: int) -> list[Para]:
        notes: list[Para] = []
        for node in self.nodes[i + 1 :]:
            item = node.item
            if not isinstance(item, Para) or node.heading is not None or id(item) in self.claimed:
                break
            text = item.text.text.strip()
            if not (item.marker is not None and item.marker.kind == "note") and not text.startswith(
                ("(", "（", "注", "資料", "出典")
            ):
                break
            notes.append(item)
        return notes

    def _measure_table(self, grid: Grid) -> None:
        heading = self.survey.measure(self._path)
        if heading is None:
            return
        draft = self._measure(heading, self._path)
        if any(other.id == draft.id and other is not draft for other in self.measures):
            draft.id = ids.measure(self.context.plan.id, draft.fields, draft.title, content_of(grid))
        read_measure_table(grid, draft, self.context)

    def _measure_list(self, grid: Grid, fields: tuple[str, ...]) -> None:
        for cell in grid.rows[0]:
            self.context.out.ignore("label", cell.text)
        for label, quoted in measure_rows(grid):
            draft = self._listed_measure(fields, label, printed(split_number(label)[2]))
            read_measure_table(quoted, draft, self.context)

    def _projects(self, grid: Grid) -> None:
        last = self._path[-1] if self._path else None
        own = last if last is not None and self.survey.part(last) == "project" else None
        drafts = read_projects(grid, own.label if own else None, self._unit, self.context)
        heading = self.survey.measure(self._path)
        measure = self._measure(heading, self._path) if heading is not None else None
        for draft in drafts:
            if own is not None:
                draft.number = draft.number or self.survey.numbers.get(own.index, own.printed_number)
                self.context.out.evidence("project.heading", own.para.text)
            self._add(draft, measure)

    def _add(self, draft: ProjectDraft, measure: MeasureDraft | None, field_id: str | None = None) -> None:
        fields = [one.title for one in self.survey.fields(self._path)]
        if measure is None and field_id is None and fields:
            field_id = self.context.field(fields, None)
        self.told.take(Told(draft, measure, field_id), self.context)

    def _project_list(self, grid: Grid) -> None:
        """A list table: fields and measures come from its own columns and groups, else from the headings."""
        heading = self.survey.measure(self._path)
        above = self._measure(heading, self._path) if heading is not None else None
        fields = tuple(one.title for one in self.survey.fields(self._path))
        head = list_head(grid)
        before = self._listed[1] if self._listed and head and self._listed[0] == head.keys else None
        for listed in read_project_list(grid, self._unit, self.context, before):
            self._listed = (head.keys, listed) if head else None
            measure, field_id = above, None
            if listed.labels and above is None:
                names = [printed(split_number(label)[2]) for label in listed.labels]
                outer = (*fields, *names[:-1])
                for depth in range(len(fields) + 1, len(outer) + 1):
                    self.context.field(outer[:depth], listed.labels[depth - len(fields) - 1])
                if outer:
                    measure = self._listed_measure(outer, listed.labels[-1], names[-1])
                else:
                    field_id = self.context.field((names[-1],), listed.labels[-1])
            self._add(listed.draft, measure, field_id)

    def _listed_measure(self, fields: tuple[str, ...], label: Located, title: str) -> MeasureDraft:
        identity = ids.measure(self.context.plan.id, fields, title)
        known = next((draft for draft in self.measures if draft.id == identity), None)
        if known is None:
            known = MeasureDraft(
                identity, fields, title, None, self.context.next_order(), split_number(label)[0]
            )
            self.measures.append(known)
        known.evidence.append(self.context.out.evidence("measure.cell", label))
        return known
