"""Measures in nested lists and labelled paragraphs: headings by markers, labels by words, text below or behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.found import FoundField, FoundMeasure, FoundRole
from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.measures.cells import numbered
from graph_build.converters.measures.fields import (
    FieldStack,
    Level,
    is_heading,
    number_of,
    split_number,
    unbracketed,
)
from graph_build.converters.measures.label_at import LabelAt, is_note, label_at, without_field_label
from graph_build.converters.measures.roles import of_all, split_roles
from graph_build.converters.measures.tables import read_table
from graph_build.converters.measures.title_lines import whole_titles
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.labels import Label, is_position
from graph_build.text.markers import Marker, follows
from graph_build.text.noise import is_spaced

_BEGIN = ("content", "direction")
# No role begins with a particle: 「乙 の避難所に…」 goes on with a sentence.
_HOLDER_APART = re.compile(
    r"\s*(?P<holder>\S{1,10})(?P<gap>[\s　]+)(?P<text>(?![のはがをにとも][\u3400-\u9fff、]|及び|並びに)\S.*)$",
    re.DOTALL,
)


@dataclass
class _Open:
    """A measure being read, paragraph by paragraph."""

    fields: tuple[FoundField, ...]
    title: Level | None
    number: Located | None = None
    content: list[Located] = field(default_factory=list)
    direction: list[Located] = field(default_factory=list)
    cost: list[Located] = field(default_factory=list)
    roles: list[tuple[Label, Located, list[Located]]] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        return bool(self.content or self.roles)

    def found(self, names: Sequence[str]) -> FoundMeasure:
        roles: list[FoundRole] = []
        for label, label_text, parts in self.roles:
            text = Located.joined(parts, "\n")
            if not text:
                continue
            if label.kind == "roles":
                roles += split_roles(text, names, label_text)
            else:
                roles.append(FoundRole(label.holder or "", text, label_text))
        content = Located.joined(self.content, "\n") if self.content else None
        number, number_text = (
            (self.title.field.number, self.title.field.number_text) if self.title else (None, None)
        )
        if self.title is None and content is not None:
            number, number_text, content = split_number(content)
        found = FoundMeasure(
            self.fields,
            content,
            tuple(roles),
            self.title.field.label if self.title else None,
            number,
            number_text,
            Located.joined(self.direction, "\n") if self.direction else None,
            Located.joined(self.cost, "\n") if self.cost else None,
            rule="measure.outline",
            heading_title=self.title.field if self.title and self.title.kind != "label" else None,
        )
        return numbered(found, self.number)


def _only_roles(measure: FoundMeasure) -> bool:
    """Whether a table itself tells nothing of a measure but who does what."""
    titled = (measure.title or measure.number) and measure.heading_title is None
    return bool(measure.roles) and measure.content is None and not titled


@dataclass
class Outline:
    """One pass over an annex or article: headings open fields, tables and labelled paragraphs give measures.

    ``seen`` collects the fields in text order; ``left`` the prose that belongs to no measure.
    """

    names: Sequence[str]
    stack: FieldStack
    done: list[FoundMeasure] = field(default_factory=list)
    seen: list[tuple[FoundField, ...]] = field(default_factory=list)
    left: list[Item] = field(default_factory=list)
    current: _Open | None = None
    parts: list[Located] | None = None
    """The open label's text."""
    number: Located | None = None
    """What a label says of the number of the measure below it (事業番号　3)."""
    run: Marker | None = None
    """Marker of the last item inside an open label."""
    open_kind: str = ""
    """What the open label announces."""
    below_table: bool = False
    """Whether nothing but further labels stands below a table of measures."""

    def read(self, items: Sequence[Item]) -> None:
        """Read all items in text order."""
        end = len(items)
        while end and isinstance(last := items[end - 1], Para) and is_note(last):
            end -= 1  # notes below everything are of the whole annex
        self.left += items[end:]
        items = whole_titles(items[:end])
        labels = [label_at(item) if isinstance(item, Para) else None for item in items]
        for i, item in enumerate(items):
            label = labels[i]
            self.below_table = self.below_table and label is not None
            if isinstance(item, Grid):
                self._table(item)
            elif not isinstance(item, Para) or item.body_key == "削除":
                self.left.append(item)
            elif label and label.label.kind == "note":
                self.left.append(item)
                self.parts, self.run, self.open_kind = [], None, "note"
            elif label and not self._of_the_table(label):
                self._label(item, label)
            elif label or self._named_role(item) or self._shared_role(item):
                continue
            elif self._is_heading(items, labels, i):
                self._heading(item)
            elif self.open_kind == "note":
                self.left.append(item)
            elif self.parts is not None:
                self.parts.append(item.text)
                if item.marker and item.marker.number is not None:
                    self.run = item.marker
            elif self.stack.fresh and self._roles_follow(labels, i):
                self._begin()
                assert self.current is not None
                self.parts = self.current.content = [item.text]
                self.open_kind = "content"
            else:
                self.left.append(item)
                self.stack.fresh = False
        self._close()

    @staticmethod
    def _roles_follow(labels: Sequence[LabelAt | None], i: int) -> bool:
        """A sentence right below a title, with roles right below it, is the content although no label says so."""
        following = labels[i + 1] if i + 1 < len(labels) else None
        return following is not None and following.label.kind in ("role", "roles")

    def _named_role(self, para: Para) -> bool:
        """「甲　…」, 「都留市　…」 below the content of a measure: the holder alone, a blank, the role."""
        if self.current is None or self.parts is None or self.open_kind == "roles":
            return False
        found = _HOLDER_APART.match(para.text.text)
        if found is None or (is_spaced(para.text.text) and found["gap"] == " "):
            return False
        holder = matching_key(found["holder"])
        if not (is_position(holder) or holder in self.names):
            return False
        parts = [para.text.match(found, "text")]
        self.current.roles.append((Label("role", holder), para.text.match(found, "holder"), parts))
        self.parts, self.run, self.open_kind = parts, None, "role"
        return True

    def _shared_role(self, para: Para) -> bool:
        """「（共通）」, 「〔両市町〕…」 below a label or a role: what all the parties do."""
        found = of_all(para.body) if self.open_kind in ("role", "roles") else None
        if self.current is None or found is None:
            return False
        parts = [found[1]] if found[1] else []
        self.current.roles.append((Label("role"), found[0], parts))
        self.parts, self.run, self.open_kind = parts, None, "role"
        return True

    def _table(self, grid: Grid) -> None:
        found = self._told_in(grid)
        if found is None:
            self.left.append(grid)
            return
        for measure in found:
            self._see(measure.fields)
        self.done += found
        self.below_table = bool(found)
        self.stack.fresh = False

    def _told_in(self, grid: Grid) -> list[FoundMeasure] | None:
        """The measures of a table; labels right above it that tell nothing but a title and a number are of the only one.

        Roles alone, below a label that tells what is done, are those of the measure that it began.
        """
        told = self.current is not None and self.current.content and not self.current.roles
        waiting = self.current if self.current and not self.current.filled else None
        labelled = waiting.title if waiting else None
        number = (waiting.number if waiting else None) or self.number
        self._close()
        self.number = None
        levels = [*self.stack.levels]
        if labelled:
            self.stack.levels.append(labelled)
        found = read_table(grid, self.stack, self.names)
        self.stack.levels = [level for level in self.stack.levels if level is not labelled]
        if told and found and len(found) == 1 and _only_roles(found[0]):
            only, above = found[0], self.done[-1]
            cost = above.cost or only.cost
            self.done[-1] = replace(above, roles=only.roles, cost=cost, further=only.further)
            self.stack.levels = levels
            return []
        if found and len(found) == 1:
            only = replace(found[0], heading_title=None) if labelled else found[0]
            return [numbered(only, number)]
        return found

    def _heading(self, para: Para) -> None:
        self._close()
        self.stack.push(without_field_label(para))
        self.stack.fresh = True

    def _of_the_table(self, at: LabelAt) -> bool:
        """Take a role that a page parts from the table above it, which lacks its holder's."""
        if not self.below_table or at.label.kind != "role" or not at.inline:
            return False
        last = self.done[-1]
        if at.label.holder in [role.holder for role in last.roles] or last.content is None or not last.roles:
            return False
        role = FoundRole(at.label.holder or "", at.inline, at.text)
        self.done[-1] = replace(last, roles=(*last.roles, role))
        return True

    def _label(self, para: Para, at: LabelAt) -> None:
        if at.label.kind == "number":
            number, _, title = split_number(at.inline)
            if number and is_heading(Para(title)):  # 「番号　1　観光の振興」
                self._heading(Para(at.inline))
                return
            self.number, self.parts, self.run, self.open_kind = at.inline or None, None, None, "number"
            return
        begins = at.label.kind in _BEGIN or at.label.kind == "title"
        if self.current is None or self.stack.fresh or (begins and self.current.filled) or self.number:
            self._begin(titled=at.label.kind == "title")
        current = self.current
        assert current is not None
        parts = [at.inline] if at.inline else []
        match at.label.kind:
            case "content":
                current.content = parts
            case "direction":
                current.direction = parts
            case "cost":
                current.cost = parts
            case "title":
                counted = para.text[: para.marker.end].strip() if para.marker else None
                current.title = Level("label", None, FoundField(number_of(para.marker), at.inline, counted))
            case _:
                current.roles.append((at.label, at.text, parts))
        self.parts, self.run, self.open_kind = parts, None, at.label.kind

    def _begin(self, *, titled: bool = False) -> None:
        """Open a measure: the heading right above is its title; without one it shares the fields of the one before."""
        fresh, before = self.stack.fresh, self.current
        self._close()
        if fresh and self.stack.levels and not titled:
            title = self.stack.levels.pop()
        else:
            title = None
            if (
                not titled
                and before is not None
                and before.title is not None
                and before.title.kind != "label"
                and self.done
            ):
                # Two measures below one heading: it was a field, not a title.
                self.stack.levels.append(before.title)
                self.done[-1] = replace(
                    self.done[-1],
                    fields=self.stack.fields,
                    title=None,
                    number=None,
                    number_text=None,
                    heading_title=None,
                )
        self.current, self.number = _Open(self.stack.fields, title, self.number), None
        self.stack.fresh = False

    def _close(self) -> None:
        if self.current is not None and self.current.filled:
            found = self.current.found(self.names)
            self._see(found.fields)
            self.done.append(found)
        self.current, self.parts, self.run, self.open_kind = None, None, None, ""

    def _see(self, fields: tuple[FoundField, ...]) -> None:
        if fields and fields not in self.seen:
            self.seen.append(fields)

    def _is_heading(self, items: Sequence[Item], labels: Sequence[LabelAt | None], i: int) -> bool:
        para = items[i]
        assert isinstance(para, Para)
        if not is_heading(para):
            return False
        if self.parts is None:
            return True
        marker = para.marker
        following = labels[i + 1] if i + 1 < len(items) else None
        table_follows = i + 1 < len(items) and isinstance(items[i + 1], Grid)
        begins = self._opens(following) or table_follows
        if marker is None:
            bracketed = len(unbracketed(para.text)) < len(para.text)
            return begins or para.style == "heading" or (bracketed and self._leads_to_label(items, labels, i))
        in_run = self.run is not None and follows(self.run, marker)
        expected = any(
            follows(before, marker) or (marker.kind == before.kind == "bullet" and marker.raw == before.raw)
            for before in self._open_markers()
        )
        if begins:
            return expected or not in_run
        return expected and not in_run and self._leads_to_label(items, labels, i)

    def _opens(self, following: LabelAt | None) -> bool:
        """Whether the next paragraph is a label that begins a measure."""
        if following is None:
            return False
        begins_with_roles = self.current is not None and not self.current.content
        return following.label.kind in _BEGIN or (
            begins_with_roles and following.label.kind in ("role", "roles")
        )

    def _open_markers(self) -> list[Marker]:
        levels = [*self.stack.levels, *([self.current.title] if self.current and self.current.title else [])]
        return [level.marker for level in levels if level.marker is not None]

    @staticmethod
    def _leads_to_label(items: Sequence[Item], labels: Sequence[LabelAt | None], i: int) -> bool:
        """Whether only headings, and one paragraph of policy, stand between here and the next label or table."""
        sentences = 0
        for j in range(i + 1, len(items)):
            item = items[j]
            if labels[j] or isinstance(item, Grid):
                return True
            if not isinstance(item, Para):
                return False
            sentences += not is_heading(item)
            if sentences > 1:
                return False
        return False
