"""Projects as a plan tells them: one that several tables tell (a list, a matrix of ○, an appendix of budgets) is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields

from graph_build.converters.items import Grid, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.measures.drafts import MeasureDraft
from graph_build.converters.vision.projects.payers import Payers, add_payers, payers_of
from graph_build.converters.vision.projects.sheet import ProjectDraft, add_project
from graph_build.converters.vision.tables.signs import is_mark
from graph_build.converters.vision.words.heads import head_of, is_number
from graph_build.converters.vision.words.title_markers import split_title
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number

_AND_MORE = re.compile(r"[\s　、]*(?:ほか|他|など|等|外)[)）]?$")
"""Behind the name of one of several: 「往診車の運行 ほか」."""


@dataclass(slots=True)
class Told:
    """A project with the measure or field that it belongs to."""

    draft: ProjectDraft
    measure: MeasureDraft | None
    field_id: str | None
    assumed: bool = False
    """The measure is only that of the heading above a list that names none: the list may stand behind all measures."""


@dataclass(slots=True)
class ToldProjects:
    """The projects of a plan in the order in which it first tells them."""

    told: list[Told] = field(default_factory=list)
    ids: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Matching key of a title → id and title, once they are added."""
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The same by the number that one project alone has."""
    _by_number: list[Told] = field(default_factory=list)
    """What is told of projects by their numbers alone."""
    _payers: list[Payers] = field(default_factory=list)

    def take(self, new: Told, context: Context) -> None:
        """Take a project; what another table told of it is completed where the two do not contradict."""
        if is_number(new.draft.title.text):
            self._by_number.append(new)
            return
        known = next((one for one in self.told if _same(one, new) and _agree(one.draft, new.draft)), None)
        if known is None:
            self.told.append(new)
            return
        _complete(known.draft, new.draft, context)
        if known.assumed and new.measure is not None and not new.assumed:
            known.measure, known.assumed = new.measure, new.assumed
        known.measure = known.measure or new.measure
        known.field_id = known.field_id or (new.field_id if known.measure is None else None)

    def take_payers(
        self, grid: Grid, names: Sequence[Located | None], unit: str | None, listed: Collection[str]
    ) -> bool:
        """Take a table of who pays for the project that a line above it names, one told so far or ``listed`` (matching keys)."""
        titles = {matching_key(one.draft.title.text) for one in self.told}
        found = payers_of(grid, names, unit, titles | {*listed})
        self._payers += [found] if found else []
        return found is not None

    def _use_payers(self, context: Context) -> None:
        """Give projects what tables apart tell of who pays; one whose project is not settled stays unread."""
        for table in self._payers:
            named = [
                one
                for one in self.told
                if matching_key(one.draft.title.text) == table.title
                and (
                    not table.number
                    or not one.draft.number
                    or _counted(one.draft.number) == _counted(table.number)
                )
            ]
            draft = named[0].draft if len(named) == 1 else None
            if draft is not None and table.fits(draft.budget):
                draft.budget = add_payers(draft.budget, table.read(context), context)

    def add(self, context: Context) -> None:
        """The records of all projects; numbers that name none, or several, stay unread."""
        for new in self._by_number:
            named = [
                one
                for one in self.told
                if one.draft.number and _counted(one.draft.number) == _counted(new.draft.title.text)
            ]
            if len(named) == 1 and _agree(named[0].draft, new.draft):
                _complete(named[0].draft, new.draft, context)
        self._use_payers(context)
        counts = Counter(_counted(one.draft.number) for one in self.told if one.draft.number)
        for order, one in enumerate(self.told, start=1):
            measure, title = one.measure, printed(one.draft.title)
            identity = add_project(
                one.draft,
                measure.id if measure else None,
                measure.title if measure else "",
                order,
                context,
                one.field_id if measure is None else None,
            )
            self.ids.setdefault(matching_key(title), (identity, title))
            if one.draft.number and counts[_counted(one.draft.number)] == 1:
                self.numbers[_counted(one.draft.number)] = (identity, title)

    def numbered(self, number: str) -> tuple[str, str] | None:
        """Id and title of the project that alone has this number."""
        return self.numbers.get(_counted(number))

    def set_overviews_aside(
        self, grids: Sequence[Grid], measures: Sequence[MeasureDraft], context: Context
    ) -> None:
        """Tables that only name what the plan tells elsewhere are overviews of it."""
        names = {matching_key(draft.title) for draft in measures} | {
            key for path in context.fields for key in path
        }
        for grid in grids:
            if self.repeats(grid, names):
                context.out.ignore("overview", *grid.parts)

    def repeats(self, grid: Grid, names: Collection[str] = ()) -> bool:
        """Whether a table only names projects that are told elsewhere, or (``names``: matching keys) fields and measures
        of the plan, with their numbers: an overview."""
        titles = {matching_key(one.draft.title.text) for one in self.told}
        named = next(
            (cell.col for row in grid.rows[:1] for cell in row if head_of(cell).means("title")), None
        )
        below = [cell for cell in grid.table.cells if cell.row > 0 and cell.text]
        keys = [matching_key(split_title(cell.text)[2].text) for cell in below if cell.col == named]
        if keys and all(key in titles for key in keys):
            return True
        words = [cell.text for cell in below if parse_number(cell.text.text) is None and not is_mark(cell)]
        known = {*titles, *names}
        return bool(words) and all(_names_known(text, known) for text in words)


def _names_known(text: Located, known: Collection[str]) -> bool:
    """Whether a cell holds known names only, each on a line or between commas."""
    if _is_name(text, known):
        return True
    parts = [text[found.start() : found.end()] for found in re.finditer(r"[^、,\n]+", text.text)]
    return all(_is_name(part.strip(), known) for part in parts if part.strip())


def _is_name(text: Located, known: Collection[str]) -> bool:
    """Whether a text is a known name or its first words, with or without the one or two numbers before it: 「（１）ア　子育て支援」."""
    more = _AND_MORE.search(text.text)
    text = text[: more.start()] if more else text
    once = split_title(text)[2]
    keys = {matching_key(one.text) for one in (text, once, split_title(once)[2])}
    return any(
        key in known or (len(key) >= 4 and any(name.startswith(key) for name in known)) for key in keys
    )


def _same(one: Told, other: Told) -> bool:
    """Whether two tables speak of one project: its title, its number where both print one, and its measure; a matrix that
    only says who takes part may stand under another heading, and so may a list that says other parts of it."""
    numbers = {_counted(told.draft.number) for told in (one, other) if told.draft.number}
    measures = {told.measure.id for told in (one, other) if told.measure}
    titles = {matching_key(told.draft.title.text) for told in (one, other)}
    if len(titles) > 1 or len(numbers) > 1:
        return False
    said, also = _said(one.draft).keys(), _said(other.draft).keys()
    matrix = said <= {"participants"} or also <= {"participants"}
    apart = (one.assumed or other.assumed) and said.isdisjoint(also)
    return len(measures) <= 1 or matrix or apart


def _counted(number: str) -> str:
    """A number without the words around it: 「事業1-1」 and 「1-1」 are one."""
    key = matching_key(number)
    return re.sub(r"[^0-9-]", "", key) or key


def _said(draft: ProjectDraft) -> dict[str, object]:
    """What is told of a project, part by part, in a form to compare."""
    budget = draft.budget
    said: dict[str, object] = {
        "participants": frozenset(place.code5 for place in draft.participants.places),
        "budget": (
            *sorted((year.year, money.yen) for year, money in budget.lines.items()),
            *sorted((year.year, None) for year, _ in budget.blank),
            *(matching_key(text.text) for text in budget.words),
            *sorted(budget.shares),
        ),
        "schedule": tuple((one.label, tuple(one.years)) for one in draft.schedule),
        "spoken": tuple((one.holder, matching_key(one.text.text)) for one in draft.spoken),
    }
    for name in ("content", "effect", "cost", "subsidy"):
        text: Located | None = getattr(draft, name)
        said[name] = matching_key(text.text) if text else ""
    return {name: value for name, value in said.items() if value}


def _agree(one: ProjectDraft, other: ProjectDraft) -> bool:
    said, also = _said(one), _said(other)
    return all(said[name] == also[name] for name in said.keys() & also.keys())


def _complete(known: ProjectDraft, new: ProjectDraft, context: Context) -> None:
    """Give a project what another table tells of it; what both say is said once."""
    context.out.ignore("repeated", new.title, *_texts(known, new))
    if not known.participants.places:
        known.participants = new.participants
    if not known.budget.told and (new.budget.told or known.budget.unit is None):
        known.budget = new.budget
    for one in fields(ProjectDraft):
        if not getattr(known, one.name):
            setattr(known, one.name, getattr(new, one.name))


def _texts(known: ProjectDraft, new: ProjectDraft) -> Sequence[Located]:
    """The words of the second telling that the first has, too."""
    names = ("participants_text", "content", "effect", "cost", "cost_label", "subsidy")
    return [text for name in names if getattr(known, name) and (text := getattr(new, name))]
