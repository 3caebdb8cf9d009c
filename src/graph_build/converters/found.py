"""What the reading rules find, still in the document's own words and places: the layouts all end here."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_build.converters.items import Item, Para
from graph_build.documents.model import Located
from graph_build.places.resolve import Resolution
from graph_build.records.problems import Problem
from graph_build.text.key import matching_key


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A party: its position (甲) if the document gives positions, its name, and which place that is."""

    position: str | None
    name: Located
    resolution: Resolution
    extent: Located
    """Name and definition: 「玉名市（以下「乙」という。）」."""
    short: str | None = None
    """A short name that is no position (以下「県」という。), as matching key."""

    @property
    def keys(self) -> list[str]:
        """What the text calls the party, as matching keys: its name, and its short name if it has one."""
        return [matching_key(self.name.text), *([self.short] if self.short else [])]


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article with everything that belongs to it; ``chapters`` are the headings above it, outermost first."""

    number: str
    caption: Located | None
    items: tuple[Item, ...]
    chapters: tuple[Located, ...] = ()
    number_text: Located | None = None
    """Set for a numbered block (記 1. …) that stands for an article in a text without articles."""


@dataclass(frozen=True, slots=True)
class FoundField:
    """A policy field's heading: number as printed and label."""

    number: str | None
    label: Located
    number_text: Located | None = None


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A role: who (as printed in ``label``, or a position known from the label) and what.

    A dash in the place of the words says that there is none (`is_none`).
    """

    holder: str
    """Printed holder as matching key: 甲, 三原市, 近隣市町村."""
    text: Located
    label: Located | None = None

    @property
    def is_none(self) -> bool:
        """Whether the document prints a dash or stroke instead of a role."""
        return matching_key(self.text.text) in ("-", "ー", "/", "―", "─", "なし", "")


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """A measure, whatever layout it stood in."""

    fields: tuple[FoundField, ...]
    content: Located | None
    roles: tuple[FoundRole, ...]
    title: Located | None = None
    number: str | None = None
    number_text: Located | None = None
    direction: Located | None = None
    cost: Located | None = None
    part: int | None = None
    """Index of the annex it stands in; None for an article."""
    rule: str = "measure"
    further: tuple[tuple[Located | None, Located], ...] = ()
    """Cells of columns that are none of these (実施期間, 備考): head and text."""
    misprinted: str | None = None
    """The printed number, where the sequence contradicts it."""
    heading_title: FoundField | None = None
    """The heading that was taken for the title because it stood right above."""
    title_certain: bool = False
    """Whether the heads of the table say which column is the title and which the field."""


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One party's block below the date."""

    position: str | None
    party: Located
    office: Located | None
    name: Located | None
    address: Located | None
    label: Located | None = None
    """The position as printed."""


@dataclass(frozen=True, slots=True)
class FoundOperation:
    """One change to a base text; ``parts`` are what it was read from."""

    kind: str
    target: str
    parts: tuple[Located, ...]
    old_text: str | None = None
    new_text: str | None = None
    new_number: str | None = None
    measure_title: str | None = None
    effective: str | None = None
    row: tuple[Located, ...] = ()
    """The row of an annex that a table of two wordings puts in, paragraph by paragraph."""


@dataclass(frozen=True, slots=True)
class FoundAnnex:
    """An annex: number (None for the only one), heading, field label in the heading, content."""

    number: str | None
    heading: Para
    label: Located | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """An instrument cut into its parts, in text order."""

    cover: tuple[Item, ...] = ()
    title: Located | None = None
    header: tuple[Para, ...] = ()
    """Between title and preamble: dates, notice numbers, histories."""
    preamble: tuple[Para, ...] = ()
    articles: tuple[FoundArticle, ...] = ()
    supplement: tuple[Para, ...] = ()
    closing: tuple[Para, ...] = ()
    signing: tuple[Para, ...] = ()
    """From the date of signing to the last signature."""
    annexes: tuple[FoundAnnex, ...] = ()
    rest: tuple[Item, ...] = ()
    reference: tuple[Item, ...] = ()
    """Tables of two wordings that are laid beside the text, with their heading and notes."""
    plain: tuple[Item, ...] = ()
    """The body of a text without articles, tables included."""
    headings: tuple[Located, ...] = ()
    """Headings of parts and chapters above the articles."""
    problems: tuple[Problem, ...] = field(default=())
