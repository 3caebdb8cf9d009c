"""What the parts of a plan say about each other: contents, headings, direction tables, labels of KPI tables."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from graph_build.converters.items import Grid, printed
from graph_build.converters.measures.fields import split_number
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.tables import Monitored
from graph_build.converters.vision.measures.drafts import MeasureDraft
from graph_build.converters.vision.outline.directions import Direction, direction_words
from graph_build.converters.vision.outline.heading import Heading, heading_role
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.plan.survey import Survey
from graph_build.converters.vision.projects.sheet import ProjectDraft
from graph_build.converters.vision.projects.told import ToldProjects
from graph_build.converters.vision.statistics.topics import unnumbered
from graph_build.converters.vision.tables.signs import only_figures
from graph_build.converters.vision.words.heads import is_number, read_head
from graph_build.converters.vision.words.title_markers import split_state
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.noise import BEFORE_PAGE

_ALIKE = 0.72
"""Share of common characters from which two titles are one with a differing wording."""
_ALIKE_IN_PLACE = 0.5
"""The same where number and place agree too."""
_LONG_NAME = 8
"""From which length on the name of a field may stand in other words."""
_PAGE = re.compile(r"\s[0-9０-９]{1,3}$")
_AROUND_NAME = re.compile(r"^\W+|\W+$")
_BEHIND_NAME = re.compile(r"^\W?(?:分野)?(?:に係る|に関する|における|の)?")
_WHOLE_AREA = re.compile(r"(?:連携中枢)?(?:都市)?圏域?全体.{0,6}|基本目標|全体(?:目標|指標)?|ビジョン全体")


def alike(a: str, b: str) -> bool:
    """Whether two titles are one in differing words.

    >>> alike("結びつきやネットワークの強化にかかる政策分野", "結びつきやネットワークの強化に係る政策分野")
    True
    """
    if len(a) >= 5 and len(b) >= 5 and (a.startswith(b) or b.startswith(a)):
        return True
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE


def use_directions(
    directions: Sequence[tuple[tuple[str, ...], Direction]],
    measures: Sequence[MeasureDraft],
    context: Context,
) -> None:
    """Give every measure its direction; a title that the table words differently is reported."""
    for pillar, one in directions:
        own = [draft for draft in measures if draft.fields[: len(pillar)] == pillar]
        same = [draft for draft in own if matching_key(draft.title) == one.key]
        by_number = [
            draft for draft in own if draft.number and matching_key(draft.number) == matching_key(one.number)
        ]
        draft = next(
            iter(same or [draft for draft in by_number if alike(matching_key(draft.title), one.key)]), None
        )
        if draft is None:
            context.out.report("missing_section", printed(one.title), one.title)
            continue
        if not same:
            context.out.report(
                "title_differs", f"{printed(one.title)} ≠ {draft.title}", one.title, about=draft.id
            )
        draft.direction = direction_words(one)
        places = context.out.evidence("measure.direction", one.title, one.text, supports=("direction",))
        draft.evidence.append(places)


def entries_of(grid: Grid) -> list[Located]:
    """The entries of a table of contents: number of the chapter and its title, without the page."""
    rows = ([cell.text for cell in row if cell.text and not only_figures((cell, cell))] for row in grid.rows)
    return [Located.joined(words, " ") for words in rows if words]


def compare_contents(contents: Sequence[Located], nodes: Sequence[Node], context: Context) -> None:
    """Report entries of the contents that the text words differently or lacks."""
    headings = [node.heading for node in nodes if node.heading is not None]
    at = 0
    keys = {_full_key(heading) for heading in headings}
    for entry in contents:
        key = _entry_key(entry, keys)
        if not key:
            continue
        found = next((j for j in range(at, len(headings)) if _full_key(headings[j]) == key), None)
        if found is None:
            found = next((j for j in range(len(headings)) if _full_key(headings[j]) == key), None)
        if found is not None:
            at = found
            continue
        similar = next((one for one in headings[at : at + 12] if _same_place(one, entry, key)), None)
        if similar is not None:
            context.out.report("title_differs", f"{printed(entry)} ≠ {printed(similar.para.text)}", entry)
        else:
            context.out.report("missing_section", printed(entry), entry)


def _entry_key(entry: Located, headings: Collection[str]) -> str:
    """The key of an entry without its page, also where one blank alone parts that from a heading of the text."""
    bare = BEFORE_PAGE.sub("", entry.text)
    short = _PAGE.sub("", bare)
    bare = short if matching_key(short) in headings else bare
    marker = parse_marker(bare)
    return matching_key(bare) if marker else ""


def _full_key(heading: Heading) -> str:
    return matching_key(heading.para.text.text)


def _same_place(heading: Heading, entry: Located, key: str) -> bool:
    marker = parse_marker(entry.text)
    if marker is None or heading.kind != marker.kind or heading.number != marker.number:
        return False
    return difflib.SequenceMatcher(None, _full_key(heading), key, autojunk=False).ratio() >= _ALIKE_IN_PLACE


class Labels:
    """Finds what the labels of a KPI table mean among the fields, measures and projects of the plan."""

    def __init__(
        self,
        measures: Sequence[MeasureDraft],
        projects: ToldProjects,
        context: Context,
        survey: Survey,
    ) -> None:
        self.measures = measures
        self.projects = projects
        self.context = context
        self.survey = survey
        self.pillar: tuple[str, ...] = ()

    def by_headings(
        self, path: Sequence[Heading], quoted: MeasureDraft | Monitored | None = None
    ) -> Monitored:
        """What is quoted right above, else the measure whose heading stands above, else the field, else the plan as a whole."""
        if isinstance(quoted, Monitored):
            return quoted
        if quoted is not None:
            return Monitored(quoted.id, quoted.title)
        heading = self.survey.measure(path)
        if heading is not None:
            draft = next((one for one in self.measures if one.heading is heading), None)
            if draft is not None:
                return Monitored(draft.id, draft.title)
        fields = [one.title for one in self.survey.fields(path)]
        if fields:
            return Monitored(ids.field(self.context.plan.id, fields), fields[-1])
        named = (self._named(one.key) for one in reversed(path))
        return next(filter(None, named), Monitored(self.context.plan.id, ""))

    def of_project(self, project: ProjectDraft) -> Monitored | None:
        """A project that is told above as what its indicators measure."""
        found = self.projects.ids.get(matching_key(printed(project.title)))
        return Monitored(*found) if found else None

    def _named(self, key: str) -> Monitored | None:
        """The measure or field of this title that another chapter tells of."""
        draft = next((one for one in self.measures if matching_key(one.title) == key), None)
        if draft is not None:
            return Monitored(draft.id, draft.title)
        path = next((path for path in self.context.fields if path[-1] == key), None)
        if path is None:
            return None
        labels = self.context.fields[path].labels
        return Monitored(ids.field(self.context.plan.id, labels), labels[-1])

    def by_labels(
        self,
        labels: Sequence[Located],
        path: Sequence[Heading],
        caption: Located | None = None,
        quoted: MeasureDraft | Monitored | None = None,
    ) -> Monitored:
        """What the innermost label names; one in other words than its heading is reported.

        A measure keeps the field that a label beside it names, or the table's caption, or the heading of a chapter of indicators.
        """
        captioned = self.by_caption(caption)
        above = captioned or self.by_headings(path, quoted)
        # Not below the field's own heading.
        apart = captioned is not None or not self.survey.fields(path)
        found, field = above, above.id if apart and self._is_field(above) else None
        for label in labels:
            named = self._one(label)
            if named is not None:
                found = named
                field = named.id if self._is_field(named) else field
        is_measure = any(draft.id == found.id for draft in self.measures)
        return replace(found, field=field) if is_measure and found is not above else found

    def by_caption(self, caption: Located | None) -> Monitored | None:
        """The field or measure that the caption of a table of indicators names: 「■医療」, 「【医療】分野の成果指標」, 「医療の目標」."""
        key = _AROUND_NAME.sub("", matching_key(unnumbered(caption).text)) if caption else ""
        names = {path[-1] for path in self.context.fields} | {
            matching_key(one.title) for one in self.measures
        }
        for name in sorted(names, key=len, reverse=True):
            if name and key.startswith(name):
                rest = _BEHIND_NAME.sub("", key[len(name) :])
                told = not rest or heading_role(rest) == "kpi" or read_head(rest).means("kpi", "target")
                return self._named(name) if told else None
        return None

    def _is_field(self, one: Monitored) -> bool:
        return any(
            ids.field(self.context.plan.id, draft.labels) == one.id for draft in self.context.fields.values()
        )

    def beside_projects(
        self,
        labels: Sequence[Located],
        path: Sequence[Heading],
        caption: Located | None = None,
        quoted: MeasureDraft | Monitored | None = None,
    ) -> Monitored:
        """The project whose title stands in the row of a list, else what its measure or field is by the headings."""
        keys = (matching_key(split_number(split_state(label)[0])[2].text) for label in labels)
        found = next((self.projects.ids[key] for key in keys if key in self.projects.ids), None)
        return Monitored(*found) if found else self.by_headings(path, quoted)

    def _one(self, label: Located) -> Monitored | None:
        number, _, bare = split_number(split_state(label)[0])
        key = matching_key(bare.text)
        fields = self.context.fields
        exact = next((path for path in fields if path[-1] == key), None)
        if exact is not None:
            return self._field(exact)
        own = [draft for draft in self.measures if not self.pillar or self._inside(draft)]
        for drafts in (own, self.measures):
            draft = next((one for one in drafts if matching_key(one.title) == key), None)
            if draft is not None:
                return Monitored(draft.id, draft.title)
        similar = next(
            (path for path in fields if len(path[-1]) >= _LONG_NAME and alike(path[-1], key)), None
        )
        if similar is not None:
            self._differs(
                label, fields[similar].labels[-1], ids.field(self.context.plan.id, fields[similar].labels)
            )
            return self._field(similar)
        if key in self.projects.ids:
            return Monitored(*self.projects.ids[key])
        if is_number(label.text):
            numbered = self.projects.numbered(label.text)
            return Monitored(*numbered) if numbered else None
        draft = next((one for one in own if self._worded(one, number, key)), None)
        if draft is not None:
            self._differs(label, draft.title, draft.id)
            return Monitored(draft.id, draft.title)
        if not _WHOLE_AREA.fullmatch(key):
            self.context.out.report("title_differs", printed(label), label)
        return None

    def _worded(self, draft: MeasureDraft, number: str | None, key: str) -> bool:
        same_number = (
            number is None or draft.number is None or matching_key(draft.number) == matching_key(number)
        )
        return same_number and alike(matching_key(draft.title), key)

    def _inside(self, draft: MeasureDraft) -> bool:
        return tuple(map(matching_key, draft.fields[: len(self.pillar)])) == self.pillar

    def _field(self, path: tuple[str, ...]) -> Monitored:
        labels = self.context.fields[path].labels
        if len(path) == 1:
            self.pillar = path
        return Monitored(ids.field(self.context.plan.id, labels), labels[-1])

    def _differs(self, label: Located, title: str, about: str) -> None:
        self.context.out.report("title_differs", f"{printed(label)} ≠ {title}", label, about=about)
