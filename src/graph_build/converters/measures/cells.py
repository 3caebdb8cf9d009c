"""What both kinds of tables share: a measure in the making, and cells that name a party or a field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.found import FoundField, FoundMeasure, FoundRole
from graph_build.converters.items import cell_key, cell_label
from graph_build.converters.measures.fields import bare_number, split_number, unbracketed
from graph_build.converters.measures.sequence import written
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.labels import is_position, named_holder
from graph_build.text.markers import parse_marker

SPOKEN = ("content", "role", "roles")


@dataclass(slots=True)
class OpenMeasure:
    """A measure being read, row by row."""

    fields: tuple[FoundField, ...]
    title: Located | None = None
    content: Located | None = None
    direction: Located | None = None
    cost: Located | None = None
    roles: list[FoundRole] = field(default_factory=list)
    further: list[tuple[Located | None, Located]] = field(default_factory=list)

    def found(self, rule: str) -> FoundMeasure:
        """The measure, a number at the beginning of its title or content split off."""
        number, number_text, title = split_number(self.title) if self.title else (None, None, None)
        if title is not None and number is None and bare_number(title):
            number, number_text, title = bare_number(title), title.strip(), None
        content = self.content
        if self.title is None and content is not None:
            title, content = _headed(content)
            number, number_text, content = (
                split_number(content) if not title and not _is_list(content) else (None, None, content)
            )
            if number_text:
                title, content = titled(content)
        return FoundMeasure(
            self.fields,
            content,
            tuple(self.roles),
            title,
            number,
            number_text,
            self.direction,
            self.cost,
            rule=rule,
            further=tuple(self.further),
        )

    @property
    def filled(self) -> bool:
        """Whether it has content or a role."""
        return self.content is not None or bool(self.roles)


def numbered(found: FoundMeasure, number: Located | None) -> FoundMeasure:
    """The measure with the number that a cell of its own holds, if its title has none."""
    if number is None or found.number is not None:
        return found
    return replace(found, number=bare_number(number) or matching_key(number.text), number_text=number)


def holder_of(cell: Cell) -> str | None:
    """A cell that only names a party: 甲, 三原市, 三原市(甲)."""
    key = cell_key(cell)
    if is_position(key) or (len(key) <= 12 and re.search(r"[市町村区県府都道]$|市町$|市町村$", key)):
        return key
    return named_holder(key) or cell_label(cell).holder


def _is_list(content: Located) -> bool:
    """「ア　…　イ　…」 in one cell is a list: its first marker is no number of the measure."""
    marker = parse_marker(content.text)
    following = written(marker, marker.number + 1) if marker and marker.number else None
    return following is not None and re.search(rf"\s{re.escape(following)}[\s.．]", content.text) is not None


def titled(content: Located) -> tuple[Located | None, Located]:
    """「１　観光の振興　観光に取り組む。」 in one cell: short words and a wide gap before the sentence are the title."""
    found = re.match(r"(?P<title>[^\s、。]{2,30})(?:[　\t\n]+| {2,})(?P<text>.+)$", content.text, re.DOTALL)
    if found is None:
        return None, content
    return content.match(found, "title"), content.match(found, "text").strip()


def _headed(content: Located) -> tuple[Located | None, Located]:
    """「【観光の振興】」 on a line of its own above the text of the cell is the title."""
    found = re.match(r"(?P<title>[^\n]{3,60})\n(?P<text>.+)$", content.text, re.DOTALL)
    title = unbracketed(content.match(found, "title")) if found else content
    if found is None or len(title) == len(found["title"].strip()):
        return None, content
    return title, content.match(found, "text").strip()


def carried_on(text: Located, more: Located) -> Located:
    """A text and what follows it on the next page: in the middle of a sentence without a break."""
    return Located.joined([text, more], "\n" if text.text.rstrip().endswith("。") else "")


def joined_cells(cells: Sequence[Cell]) -> Located:
    """The texts of cells as paragraphs of one text."""
    return Located.joined([cell.text for cell in cells], "\n")


def as_field(text: Located) -> FoundField:
    """A cell as a policy field."""
    number, number_text, label = split_number(text)
    return FoundField(number, unbracketed(label), number_text)


def fields_of(cells: Sequence[Located]) -> tuple[list[FoundField], Located | None]:
    """Cells left of a measure as its fields, a number in a cell of its own with the field behind it; and the number that
    stands last: that of the measure (「① | 取組名 | 観光の振興」)."""
    found: list[FoundField] = []
    number: Located | None = None
    for text in cells:
        if bare_number(text):
            number = text
        elif number:
            found.append(replace(as_field(text), number=bare_number(number), number_text=number))
            number = None
        else:
            found.append(as_field(text))
    return found, number
