"""The measures of a plan as they are read: each once, whether a heading, a table or both name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import Grid, printed
from graph_build.converters.measures.fields import bare_number, split_number
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.measures.drafts import Category, MeasureDraft, read_measure_table
from graph_build.converters.vision.measures.lists import list_labels, measure_rows
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.plan.survey import Survey
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.text.key import matching_key


@dataclass(slots=True)
class MeasureBook:
    """The measures read so far, in text order."""

    survey: Survey
    context: Context
    drafts: list[MeasureDraft] = field(default_factory=list)
    _by_heading: dict[int, MeasureDraft] = field(default_factory=dict)
    _quoted: tuple[list[int], list[MeasureDraft]] = field(default_factory=lambda: ([], []))
    """The fields above the last table that quotes measures, and the measures that it quotes."""

    def below(self, path: Sequence[Heading]) -> MeasureDraft | None:
        """The measure that what stands here belongs to: that of its heading, else the one quoted above."""
        heading = self.survey.measure(path)
        return self.of_heading(heading, path) if heading is not None else self.quoted_above(path)

    def quoted_above(self, path: Sequence[Heading]) -> MeasureDraft | None:
        """The only measure that the last table of measures below the same field quotes, where no heading names one."""
        fields, drafts = self._quoted
        same = fields and fields == [one.index for one in self.survey.fields(path)]
        return drafts[0] if same and len(drafts) == 1 and self.survey.measure(path) is None else None

    def take_list(self, grid: Grid, fields: tuple[str, ...], path: Sequence[Heading]) -> None:
        """Take the measures of a list below ``fields``: one per row, its own fields in columns before its name."""
        self.context.out.ignore("label", *list_labels(grid))
        drafts: list[MeasureDraft] = []
        for above, label, counted, quoted in measure_rows(grid):
            parts = [split_number(one) for one in above]
            inner = (*fields, *(printed(name) for _, _, name in parts))
            title = printed(split_number(label)[2])
            draft = self._untold(inner, title)
            if draft is None:
                for depth, (one, (number, _, _)) in enumerate(
                    zip(above, parts, strict=True), len(fields) + 1
                ):
                    self.context.field(inner[:depth], one, number)
                draft = self.listed(inner, label, title)
            else:
                self.context.out.ignore("label", *above)
                draft.evidence.append(self.context.out.evidence("measure.cell", label))
            if counted is not None and draft.number is None:
                draft.number = bare_number(counted)
                draft.evidence.append(self.context.out.evidence("measure.cell", counted))
            read_measure_table(quoted, draft, self.context)
            drafts.append(draft)
        self._quoted = [one.index for one in self.survey.fields(path)], drafts

    def _untold(self, fields: Sequence[str], title: str) -> MeasureDraft | None:
        """The one measure below a heading of these fields, of which the plan has told nothing so far: an appendix quotes it."""
        inner = [matching_key(name) for name in fields]
        same = [
            draft
            for draft in self.drafts
            if draft.heading is not None
            and draft.content is None
            and matching_key(draft.title) == matching_key(title)
            and [matching_key(name) for name in draft.fields][len(draft.fields) - len(inner) :] == inner
        ]
        return same[0] if len(same) == 1 else None

    def of_heading(self, heading: Heading, path: Sequence[Heading]) -> MeasureDraft:
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
        listed = next((one for one in self.drafts if one.id == draft.id and one.heading is None), None)
        if listed is not None:  # a table of the agreement's measures named it before
            listed.heading, listed.evidence = heading, [*listed.evidence, *draft.evidence]
            draft = listed
        else:
            self.drafts.append(draft)
        self._by_heading[heading.index] = draft
        return draft

    def use_category(self, category: Category, heading: Heading, path: Sequence[Heading]) -> None:
        """Give a measure the field and the tag that a line below its heading names."""
        draft = self.of_heading(heading, path)
        labels = (*draft.fields, printed(category.field))
        self.context.field(labels, category.whole, category.number)
        draft.fields = labels
        draft.id = ids.measure(self.context.plan.id, labels, draft.title)
        if category.tag is not None:
            draft.category = printed(category.tag)
        supports = ("category",) if category.tag is not None else ()
        draft.evidence.append(
            self.context.out.evidence("measure.category", category.whole, supports=supports)
        )

    def titled(self, labels: Sequence[Located]) -> MeasureDraft | None:
        """The measure told above whose title the innermost label of a list repeats."""
        key = matching_key(split_number(labels[-1])[2].text) if labels else None
        same = [draft for draft in self.drafts if matching_key(draft.title) == key]
        if len(same) == 1:
            self.context.out.ignore("label", *labels)
        return same[0] if len(same) == 1 else None

    def named(self, labels: Sequence[Located]) -> MeasureDraft | None:
        """The measure that rows of a project's sheet name (政策分野 | …, 取組 | …); a name that the plan tells nowhere is reported."""
        found = self.titled(labels)
        known = {path[-1] for path in self.context.fields}
        if labels and found is None and matching_key(split_number(labels[-1])[2].text) not in known:
            self.context.out.report("title_differs", printed(labels[-1]), labels[-1])
        return found

    def listed(self, fields: tuple[str, ...], label: Located, title: str) -> MeasureDraft:
        """The measure that a cell names."""
        identity = ids.measure(self.context.plan.id, fields, title)
        known = next((draft for draft in self.drafts if draft.id == identity), None)
        if known is None:
            known = MeasureDraft(
                identity, fields, title, None, self.context.next_order(), split_number(label)[0]
            )
            self.drafts.append(known)
        known.evidence.append(self.context.out.evidence("measure.cell", label))
        return known
