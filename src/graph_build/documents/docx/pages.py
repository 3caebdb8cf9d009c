"""Where a page ends in a Word file: by hand, by a section, or where Word last ended one."""

from __future__ import annotations

from graph_build.documents.docx.package import Element


def ends_page(paragraph: Element) -> bool:
    """Whether a page ends in a paragraph or before it."""
    return any(_ends(Element(node)) for node in paragraph.node.iter())


def begins_page(row: Element) -> bool:
    """Whether a page ends before the row of a table, as its first paragraph tells."""
    elements = (Element(node) for node in row.node.iter())
    first = next((element for element in elements if element.name == "p"), None)
    return first is not None and ends_page(first)


def _ends(element: Element) -> bool:
    match element.name:
        case "br":
            return element.get("type") == "page"
        case "sectPr":
            return element.value("type") != "continuous"
        case "pageBreakBefore":
            return element.get("val", "1") not in ("0", "false")
        case name:
            return name == "lastRenderedPageBreak"
