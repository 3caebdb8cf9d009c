"""The colours behind the cells of a page's tables, as far as its own elements and style sheets say them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from graph_build.documents.coloured import colour

_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;}!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"\s*(?:td|th)?\.([A-Za-z_][\w-]*)\s*")


@dataclass(frozen=True, slots=True)
class Colours:
    """Colour by class of a cell."""

    classes: Mapping[str, str]

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> Colours:
        """The classes that a page's style sheets give a ground (``.bar { background: #9cf }``)."""
        classes: dict[str, str] = {}
        for sheet in tree.css("style"):
            for rule in _RULE.finditer((sheet.text() or "")[:200_000]):
                ground = _ground(rule[2])
                for selector in rule[1].split(",") if ground else ():
                    if found := _CLASS.fullmatch(selector):
                        classes[found[1]] = ground
        return cls(classes)

    def behind(self, cell: LexborNode) -> str:
        """The colour behind a cell; empty for none."""
        attributes = cell.attributes
        named = [self.classes.get(name, "") for name in (attributes.get("class") or "").split()]
        return (
            _ground(attributes.get("style") or "")
            or colour(attributes.get("bgcolor") or "")
            or next(filter(None, named), "")
        )


def _ground(declarations: str) -> str:
    found = _GROUND.search(declarations)
    return colour(found[1].split("url(")[0]) if found else ""
