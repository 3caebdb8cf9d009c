"""The measures of a plan as they are read: each once, whether a heading, a table or both name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import printed
from graph_build.converters.measures.fields import split_number
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.measures.drafts import Category, MeasureDraft
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

    def quote(self, drafts: list[MeasureDraft], path: Sequence[Heading]) -> None:
        """Remember what a table of measures quotes here."""
        self._quoted = [one.index for one in self.survey.fields(path)], drafts

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
        draft.category = printed(category.tag)
        draft.evidence.append(
            self.context.out.evidence("measure.category", category.whole, supports=("category",))
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
