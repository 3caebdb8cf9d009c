"""What paragraph styles of Word say: headings, and lists that hang on a style."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_build.documents.docx.package import Element

_HEADING = re.compile(r"(?:heading|見出し|title|表題|subtitle|副題)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; fields are None or '' where its parent decides."""

    name: str
    parent: str
    num_id: str | None
    ilvl: int | None
    outline: int | None
    properties: Element | None = None
    size: str | None = None


@dataclass(slots=True)
class Styles:
    """The paragraph styles by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    default_size: str | None = None
    """Half-points of a letter, as printed."""

    @classmethod
    def of(cls, part: Element | None) -> Styles:
        """Read ``styles.xml``."""
        styles = cls()
        styles.default_size = (
            part.value("docDefaults", "rPrDefault", "rPr", "sz") if part is not None else None
        )
        for element in part.children if part is not None else []:
            if element.name != "style" or element.get("type") != "paragraph":
                continue
            style_id = element.get("styleId")
            if element.get("default") in ("1", "true"):
                styles.default = style_id
            styles.by_id[style_id] = Style(
                element.value("name") or "",
                element.value("basedOn") or "",
                element.value("pPr", "numPr", "numId"),
                digit(element.value("pPr", "numPr", "ilvl")),
                digit(element.value("pPr", "outlineLvl")),
                element.child("pPr"),
                element.value("rPr", "sz"),
            )
        return styles

    def chain(self, style_id: str | None) -> list[Style]:
        """A style and those it is based on."""
        found: list[Style] = []
        seen: set[str] = set()
        current = style_id or self.default
        while current in self.by_id and current not in seen:
            seen.add(current)
            found.append(self.by_id[current])
            current = self.by_id[current].parent
        return found

    def numbering(self, properties: Element | None) -> tuple[str, int] | None:
        """List and level of a paragraph with these properties; None where it is in no list."""
        num_id = properties.value("numPr", "numId") if properties is not None else None
        ilvl = digit(properties.value("numPr", "ilvl")) if properties is not None else None
        for style in self.chain(properties.value("pStyle") if properties is not None else None):
            num_id = style.num_id if num_id is None else num_id
            ilvl = style.ilvl if ilvl is None else ilvl
        return None if num_id in (None, "", "0") else (str(num_id), ilvl or 0)

    def properties(self, own: Element | None) -> list[Element]:
        """The properties of a paragraph and those of its styles, the nearest first."""
        chain = self.chain(own.value("pStyle") if own is not None else None)
        return [one for one in (own, *(style.properties for style in chain)) if one is not None]

    def size(self, own: Element | None) -> str | None:
        """Half-points of a letter in a paragraph with these properties, None where nothing says."""
        chain = self.chain(own.value("pStyle") if own is not None else None)
        return next((style.size for style in chain if style.size), self.default_size)

    def is_heading(self, properties: Element | None) -> bool:
        """Whether a paragraph is a heading by its outline level or its style's name."""
        if properties is None:
            return False
        outline = digit(properties.value("outlineLvl"))
        if outline is not None:
            return outline < 9
        chain = self.chain(properties.value("pStyle"))
        return any(
            (style.outline is not None and style.outline < 9) or _HEADING.fullmatch(style.name)
            for style in chain
        )


def digit(text: str | None) -> int | None:
    """A level, 0 to 9, printed as one digit."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) == 1 else None
