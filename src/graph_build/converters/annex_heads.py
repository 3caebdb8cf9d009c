"""Headings of annexes: 別表第1（第3条関係）, 別紙, 別記."""

from __future__ import annotations

import re

from graph_build.converters.items import Item, Para, behind
from graph_build.documents.model import Located

_ANNEX_HEAD = re.compile(
    r"^(?P<name>別表|別紙|別記|付表)(?:第)?(?P<number>[0-9一二三四五六七八九十]*)"
    r"(?P<branch>(?:の[0-9一二三四五六七八九十]+(?!の?[項部欄]))*)"
    r"(?P<ref>\((?:第?[^()]{0,40}(?:関係|条)[^()]{0,30}|[^()]{0,12}関係)\))?(?P<label>.*)$"
)
CONTINUED = re.compile(r"\((?:続き|つづき|続)\)$")


def annex_head(item: Item) -> re.Match[str] | None:
    """The match if the item is the heading of an annex (not a sentence about one)."""
    if not isinstance(item, Para):
        return None
    found = _ANNEX_HEAD.match(item.key.text)
    if (
        not found
        or len(item.key.text) > 80
        or re.search(
            r"。|^別[表紙記](?:第?[0-9一二三四五六七八九十]*)(?:に|の(?!とおり$|[0-9一二三四五六七八九十]+(?:\(|$))|を|中|から|及び|のとおり)",
            item.key.text,
        )
    ):
        return None
    return found


def annex_label(head: Para, match: re.Match[str]) -> Located | None:
    """The field that an annex's heading names, without 「（第3条関係）」 behind it; words in brackets alone name none."""
    bracketed = re.match(
        r"^\((?P<label>[^()]*(?:分野|強化|向上|けん引|形成|に関する(?:取組|事項)))\)$",
        match["ref"] or match["label"],
    )
    if bracketed:
        start = match.start("ref" if match["ref"] else "label")
        return behind(head.text, head.key, start + 1, start + bracketed.end("label"))
    found = re.match(
        r"^(?P<label>[^()].*?)(?:\((?:第?[^()]*(?:関係|条)[^()]*|続き|つづき)\))*$", match["label"]
    )
    if not found:
        return None
    start = match.start("label")
    return behind(head.text, head.key, start, start + found.end("label"))
