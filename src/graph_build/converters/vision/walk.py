"""The walk through a plan: every table and paragraph under its headings goes to the reader that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import Grid, Lost, Para, printed
from graph_build.converters.measures.fields import split_number
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.lines import read_indicators
from graph_build.converters.vision.indicators.one_indicator import is_nameless, one_indicator
from graph_build.converters.vision.indicators.tables import Monitored, of_former_plan
from graph_build.converters.vision.measures.drafts import (
    Category,
    MeasureDraft,
    content_of,
    is_measure_table,
    read_category,
    read_measure_table,
)
from graph_build.converters.vision.measures.lists import is_measure_list
from graph_build.converters.vision.outline.contents import lists_contents
from graph_build.converters.vision.outline.directions import (
    Direction,
    add_direction,
    is_direction_table,
    read_directions,
    use_directions,
)
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.outline.tree import Node, is_contents_line
from graph_build.converters.vision.plan.compare import Labels, entries_of
from graph_build.converters.vision.plan.indicator_tables import IndicatorTables
from graph_build.converters.vision.plan.making import about_the_making
from graph_build.converters.vision.plan.measure_book import MeasureBook
from graph_build.converters.vision.plan.passages import add_passages, add_profile
from graph_build.converters.vision.plan.survey import Survey
from graph_build.converters.vision.projects.list_heads import has_parts, is_project_list, list_head
from graph_build.converters.vision.projects.lists import Listed, read_list
from graph_build.converters.vision.projects.own_indicators import Sheet
from graph_build.converters.vision.projects.payers import adds_up_payers
from graph_build.converters.vision.projects.prose import behind_label, is_prose_project, read_prose_project
from graph_build.converters.vision.projects.recognise import is_project_table
from graph_build.converters.vision.projects.schedule import read_legend
from graph_build.converters.vision.projects.sheet import ProjectDraft, read_projects
from graph_build.converters.vision.projects.told import Told, ToldProjects
from graph_build.converters.vision.statistics.facilities import (
    is_facility_table,
    read_facility_table,
    read_listed_facilities,
)
from graph_build.converters.vision.statistics.figures import is_statistics_table
from graph_build.converters.vision.statistics.lost import LostFigures
from graph_build.converters.vision.statistics.statements import read_statements
from graph_build.converters.vision.statistics.tables import read_statistics
from graph_build.converters.vision.tables.captions import (
    amounts_of_projects,
    is_legend,
    kpi_caption,
    line_above,
    notes_below,
    one_source_below,
    part_caption,
    said_unit,
    source_above,
    table_caption,
    unit_below,
    unit_of_caption,
)
from graph_build.converters.vision.tables.part_labels import is_bare_label, is_stray
from graph_build.converters.vision.words.heads import read_head
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.text.money import unit_factor, unit_of_label


@dataclass(slots=True)
class Walk:
    """What has been read so far."""

    nodes: Sequence[Node]
    survey: Survey
    context: Context
    claimed: set[int]
    directions: list[tuple[tuple[str, ...], Direction]] = field(default_factory=list)
    indicators: IndicatorTables = field(init=False)
    contents: list[Located] = field(default_factory=list)
    _prose: list[Para] = field(default_factory=list)
    _path: tuple[Heading, ...] = ()
    _below_heading: bool = False
    """Whether nothing was read since the last heading."""
    _unit: str | None = None
    _money: str | None = None
    """The unit of all amounts that a sentence of the plan gives."""
    _category: Category | None = None
    told: ToldProjects = field(default_factory=ToldProjects)
    _overviews: list[Grid] = field(default_factory=list)
    """Tables that no reader knows: they may only name what others tell."""
    _listed: tuple[list[tuple[str, ...]], Listed] | None = None
    """The heads and the last project of the list table right above."""
    _lost: LostFigures = field(init=False)
    _book: MeasureBook = field(init=False)

    def __post_init__(self) -> None:
        self._lost = LostFigures(self.context)
        self._book = MeasureBook(self.survey, self.context)
        self.indicators = IndicatorTables(self.context, self._book)

    @property
    def measures(self) -> list[MeasureDraft]:
        """The measures, in text order."""
        return self._book.drafts

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
                self._lost.announced(self.nodes, i)
            elif isinstance(node.item, Para):
                self._para(node.item, i)
                self._lost.announced(self.nodes, i)
            elif isinstance(node.item, Lost):
                self._lost.figure(node.item, self._path, self._prose)
            elif isinstance(node.item, Grid):
                lead = self._lead(node.item, i)
                self._flush()
                i += self._grid(node.item, i, lead)
                self._unit = None
                self._lost.just_told = False
            i += 1
        self._flush()
        self.told.add(self.context)
        self.told.set_overviews_aside(self._overviews, self.measures, self.context)

    # --- headings and paragraphs ---

    def _heading(self, heading: Heading) -> None:
        self._lost.just_told = False
        said = heading.para.text.text
        self._unit = unit_of_label(said) if "単位" in said else None
        self._listed = None
        self._below_heading = True
        self.context.legend.update(read_legend(heading.para.text.text))
        self.context.out.ignore("heading", heading.para.text)
        part = self.survey.part(heading)
        if part == "field":
            labels = [one.title for one in self.survey.fields(self._path)]
            self.context.field(labels, heading.para.text, self.survey.numbers.get(heading.index))
        elif part == "measure":
            self._category = None
            self._book.of_heading(heading, self._path)

    def _para(self, para: Para, i: int) -> None:
        if id(para) in self.claimed:
            return
        self.context.legend.update(read_legend(para.text.text))
        measure = self.survey.measure(self._path)
        category = read_category(para) if measure is not None else None
        if category is not None and measure is not None:
            self._book.use_category(category, measure, self._path)
        elif (self._path and self._path[-1].role == "contents") or is_contents_line(para):
            self.contents.append(para.text)
            self.context.out.ignore("contents", para.text)
        elif is_legend(para):
            self.context.out.ignore("legend", para.text)
        elif (unit := unit_of_caption(para.text.text.strip())) is not None:
            self._unit = unit or self._unit
            if (
                unit
                and unit_factor(unit)
                and not isinstance(self.nodes[min(i + 1, len(self.nodes) - 1)].item, Grid)
            ):
                self._money = unit  # not of one table: of all amounts
            self.context.out.ignore("label", para.text)
        elif any(caption := part_caption(self.nodes, i)):
            self._unit = caption[1] or self._unit
            self.context.out.ignore("label", para.text)
        else:
            self._money = said_unit(para.text.text) or self._money
            self._lost.source_without_table(self.nodes, i, self._path, self._prose)
            self._prose.append(para)

    # --- prose ---

    def _flush(self) -> None:
        prose, self._prose = self._prose, []
        if not prose:
            return
        below_heading, self._below_heading = self._below_heading, False
        last = self._path[-1] if self._path else None
        if last is not None and last.kind == "place" and add_profile(last, prose, self.context):
            return
        fields = self.survey.fields(self._path)
        if last is not None and last.role == "direction" and fields:
            add_direction(prose, [one.title for one in fields], self.context)
            return
        told = last is not None and (is_prose_project(last, prose) or self.survey.is_listed(last))
        if last is not None and below_heading and told and self.survey.part(last) == "project":
            self._prose_project(last, prose)
            return
        announced = any(one.role == "kpi" for one in self._path)
        if last is not None and not (
            prose := read_indicators(prose, announced, self._monitored, self.context)
        ):
            return
        quoted = last is not None and (last.role == "agreement" or read_head(last.title).means("content"))
        measure = self.survey.measure(self._path) if quoted else None
        if measure is not None or (last is not None and self.survey.part(last) == "measure"):
            draft = self._book.of_heading(measure or self._path[-1], self._path)
            prose = [para for para in prose if not is_stray(para)]  # left to be reported
            if not prose:
                return
            if draft.content is None and not all(map(is_bare_label, prose)):
                draft.content = Located.joined(behind_label(prose, self.context), "\n")
                draft.evidence.append(
                    self.context.out.evidence("measure.text", draft.content, supports=("text",))
                )
                return
        rest = read_listed_facilities(prose, self._path, self.context)
        if rest:
            if not fields:
                read_statements(rest, self._path, self.context)
            add_passages(rest, self._path, self.context)

    def _lead(self, grid: Grid, i: int) -> list[Located]:
        """What is told of a project between its heading and the table of its parts; the name of the one indicator of a table."""
        last = self._path[-1] if self._path else None
        own = last is not None and self.survey.part(last) == "project"
        if own and self._below_heading and is_project_table(grid):
            told = [para.text for para in self._prose]
            self._prose = []
            return told
        above = line_above(self.nodes, i)
        if above is not None and self._prose and self._prose[-1].text is above and is_nameless(grid.rows):
            return [self._prose.pop().text]
        return []

    def _prose_project(self, heading: Heading, prose: Sequence[Para]) -> None:
        draft = read_prose_project(heading, prose, self._unit or self._money, self.context)
        draft.number = draft.number or self.survey.numbers.get(heading.index, heading.printed_number)
        self.context.out.evidence("project.heading", heading.para.text)
        self._add(draft, self._book.below(self._path))

    def _monitored(self) -> Monitored:
        """What an indicator below these headings measures: what the heading of the indicators names, else the measure, else
        the field, else the plan."""
        labels = Labels(self.measures, self.told, self.context, self.survey)
        announced = [one.label for one in self._path if one.role == "kpi"]
        captioned = labels.by_caption(announced[-1]) if announced else None
        if captioned is not None:
            return captioned
        draft = self._book.below(self._path)
        if draft is not None:
            return Monitored(draft.id, draft.title)
        fields = [one.title for one in self.survey.fields(self._path)]
        if fields:
            return Monitored(self.context.field(fields, None), fields[-1])
        return Monitored(self.context.plan.id, "")

    # --- tables ---

    def _grid(self, grid: Grid, i: int, lead: Sequence[Located] = ()) -> int:
        """Read a table, with the lines that ``lead`` to it; returns how many paragraphs behind it
        were used."""
        self._below_heading = False
        if id(grid) in self.claimed:
            return 0
        fields = tuple(one.title for one in self.survey.fields(self._path))
        self._unit = self._unit or unit_below(self.nodes, i)
        rows, labels, columns = self.indicators.columns_of(self.nodes, i, self.claimed)
        if lists_contents(grid) or (self._path and self._path[-1].role == "contents"):
            self.contents += entries_of(grid)
            self.context.out.ignore("contents", *grid.parts)
        elif columns is not None and of_former_plan(columns, self._path):
            self.context.out.ignore("former_plan", *grid.parts)
        elif is_measure_table(grid):
            self._measure_table(grid)
        elif is_measure_list(grid, any(one.role == "agreement" for one in self._path)):
            self._book.take_list(grid, fields, self._path)
        elif is_project_table(grid):
            self._projects(grid, lead)
        elif is_project_list(grid) and (columns is None or has_parts(grid)):
            self._project_list(grid)
            if columns is not None:
                self.indicators.of_list(rows, columns, self._path)
        elif columns is not None:
            source, label = one_source_below(self.nodes, i)
            labels = (*labels, *filter(None, [label]))
            self.indicators.add(rows, columns, self._path, kpi_caption(self.nodes, i), labels, source)
            return int(source is not None)
        elif (one := one_indicator(grid.rows)) is not None:
            if not self.indicators.of_one(one, next(iter(lead), None), self._path):
                self._overviews.append(grid)
        elif is_direction_table(grid) and fields:
            found = read_directions(grid)
            use_directions(grid, found, fields, self.context)
            self.directions += [(fields, one) for one in found]
        elif is_facility_table(grid):
            read_facility_table(grid, self._path, self.context)
        elif self._pays(grid, i) or self.indicators.reports(grid, fields):
            pass
        elif is_statistics_table(grid) and not self._of_projects(i):
            notes = notes_below(self.nodes, i, self.claimed)
            said = [*source_above(self.nodes, i), *notes]
            read_statistics(grid, self._path, said, self._unit, self.context, table_caption(self.nodes, i))
            add_passages(notes, self._path, self.context)
            return len(notes)
        elif not any(map(self.survey.part, self._path)) and (making := about_the_making(self.nodes, i)):
            self.context.out.ignore(making, *grid.parts)
        else:
            self._overviews.append(grid)
        return 0

    def _pays(self, grid: Grid, i: int) -> bool:
        """Whether a table is of who pays for the project that its caption or heading names; it is taken."""
        names = [line_above(self.nodes, i), *(one.para.text for one in self._path[-1:])]
        return self.told.take_payers(grid, names, self._unit or self._money, self.survey.listed)

    def _of_projects(self, i: int) -> bool:
        """Whether figures are a project's, and so no statistics: where they stand, or what they say, tells it."""
        below = {self.survey.part(heading) for heading in self._path}
        grid = self.nodes[i].item
        if isinstance(grid, Grid) and adds_up_payers(grid, self._unit):
            return True
        return "project" in below or amounts_of_projects(self.nodes, i, self._unit, "measure" in below)

    def _measure_table(self, grid: Grid) -> None:
        heading = self.survey.measure(self._path)
        if heading is None:
            return
        draft = self._book.of_heading(heading, self._path)
        if any(other.id == draft.id and other is not draft for other in self.measures):
            draft.id = ids.measure(self.context.plan.id, draft.fields, draft.title, content_of(grid))
        read_measure_table(grid, draft, self.context)

    def _projects(self, grid: Grid, lead: Sequence[Located]) -> None:
        last = self._path[-1] if self._path else None
        own = last if last is not None and self.survey.part(last) == "project" else None
        drafts = read_projects(grid, own.label if own else None, self._unit or self._money, self.context)
        above = self._book.below(self._path)
        for draft in drafts:
            if own is not None:
                draft.number = draft.number or self.survey.numbers.get(own.index, own.printed_number)
                self.context.out.evidence("project.heading", own.para.text)
            if lead:
                draft.content = Located.joined([*lead, *filter(None, [draft.content])], "\n")
            measure = self._book.named(draft.belongs_to) or above
            self._add(draft, measure)
            self.indicators.sheets.append(Sheet(draft, measure))

    def _add(
        self,
        draft: ProjectDraft,
        measure: MeasureDraft | None,
        field_id: str | None = None,
        assumed: bool = False,
    ) -> None:
        fields = [one.title for one in self.survey.fields(self._path)]
        if measure is None and field_id is None and fields:
            field_id = self.context.field(fields, None)
        self.told.take(Told(draft, measure, field_id, assumed), self.context)

    def _project_list(self, grid: Grid) -> None:
        """A list table: fields and measures come from its own columns and groups, else from the headings."""
        above = self._book.below(self._path)
        fields = tuple(one.title for one in self.survey.fields(self._path))
        head = list_head(grid)
        before = self._listed[1] if self._listed and head and self._listed[0] == head.keys else None
        for listed in read_list(grid, self._unit or self._money, self.context, before):
            self._listed = (head.keys, listed) if head else None
            measure, field_id = self._book.titled(listed.labels) or above, None
            if listed.labels and measure is None:
                names = [printed(split_number(label)[2]) for label in listed.labels]
                outer = (*fields, *names[:-1])
                for depth in range(len(fields) + 1, len(outer) + 1):
                    self.context.field(outer[:depth], listed.labels[depth - len(fields) - 1])
                if outer:
                    measure = self._book.listed(outer, listed.labels[-1], names[-1])
                else:
                    field_id = self.context.field((names[-1],), listed.labels[-1])
            self._add(listed.draft, measure, field_id, assumed=not listed.labels)
