"""The page that lays two texts side by side: equal, reworded with the difference marked, only here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from graph_build.classify.themes import GROUP_OF
from graph_build.text.key import matching_key
from service.web.rows import Row, by, distinct
from service.web.views.difference import Piece, differences
from service.web.views.roles import Side, sides
from service.web.visit import Visit

How = Literal["same", "reworded", "title"]
RoleHow = Literal["same", "terms", "differ"]


@dataclass(frozen=True)
class RolePair:
    """The roles of the same side in both texts; None where one text has none.

    `how`: the `same` wording, but for the `terms` for the parties (甲, a city's name), or they `differ`.
    """

    one: Side | None
    other: Side | None
    how: RoleHow
    pieces: tuple[list[Piece], list[Piece]] | None


@dataclass
class Pair:
    """A measure or article in both texts.

    `how`: the wording is the `same`, it is `reworded`, or the `title` is all that can be compared.
    """

    one: Row
    other: Row
    how: How
    pieces: tuple[list[Piece], list[Piece]] | None = None
    roles: list[RolePair] = field(default_factory=list)

    @property
    def roles_how(self) -> RoleHow:
        """How the roles differ at most."""
        found = {each.how for each in self.roles}
        return "differ" if "differ" in found else "terms" if "terms" in found else "same"

    @property
    def differs(self) -> bool:
        """Whether the wording is another one, or a role."""
        return self.how != "same" or self.roles_how == "differ"


async def compare(visit: Visit, one: str, other: str) -> tuple[str, Mapping[str, Any]]:
    """Two texts, agreements or areas by their paths; '' while nothing is chosen."""
    choices, themes = await visit.ask_all(("compare-choices", {}), ("themes-by-area", {}))
    texts = distinct(choices.rows, "text")
    found = [_text(texts, visit.base + path) if path else None for path in (one, other)]
    values: dict[str, Any] = {
        "visit": visit,
        "chosen": (one, other),
        "missing": [path for path, text in zip((one, other), found, strict=True) if path and text is None],
        "choices": _choices(texts, visit),
        "themes": await _themes(visit, themes.rows),
        "themes_block": themes,
        "texts": found,
        "second": texts[1] if len(texts) > 1 else None,
        "result": None,
    }
    if found[0] is not None and found[1] is not None:
        values["result"] = await compared(visit, found[0]["text"], found[1]["text"])
    return "compare.html", values


def _text(texts: Sequence[Row], iri: str) -> Row | None:
    """The text itself, else the newest text of an agreement, else of an area its plan or newest agreement."""
    for column in ("text", "agreement", "area"):
        matching = [row for row in texts if row[column] == iri]
        if matching:
            return max(matching, key=lambda row: (row["class"].endswith("#Vision"), row["date"], row["text"]))
    return None


def _choices(texts: Sequence[Row], visit: Visit) -> list[tuple[Row, list[Row]]]:
    return [(rows[0], rows) for rows in by(sorted(texts, key=lambda row: row["area"]), "area").values()]


async def compared(visit: Visit, one: str, other: str) -> dict[str, Any]:
    """Measures and articles of two texts in pairs, those that stand in one only, and the roles of each pair.

    `changed`: pairs of measures of which the wording or a role differs; `same`: the others.
    """
    left, right, links, left_roles, right_roles, left_cores, right_cores = await visit.ask_all(
        ("compare-text", {"text": one}),
        ("compare-text", {"text": other}),
        ("version-links", {"text": one}),
        ("text-roles", {"text": one}),
        ("text-roles", {"text": other}),
        ("text-cores", {"text": one}),
        ("text-cores", {"text": other}),
    )
    kinds = {}
    linked = [(row["measure"], row["other"]) for row in links.rows if row["other_text"] == other]
    for kind in ("Measure", "Article"):
        kinds[kind] = _paired(_of(left.rows, kind), _of(right.rows, kind), linked)
    roles = (
        _roles(left_roles.rows, {row["core"] for row in left_cores.rows}),
        _roles(right_roles.rows, {row["core"] for row in right_cores.rows}),
    )
    for pair in kinds["Measure"]["pairs"]:
        pair.roles = _role_pairs(roles[0].get(pair.one["item"], []), roles[1].get(pair.other["item"], []))
    pairs = kinds["Measure"]["pairs"]
    return {
        "measures": kinds["Measure"],
        "articles": kinds["Article"],
        "changed": [pair for pair in pairs if pair.differs],
        "same": [pair for pair in pairs if not pair.differs],
        "articles_changed": [pair for pair in kinds["Article"]["pairs"] if pair.how != "same"],
        # A text of which the graph has no article at all is not known to lack those of the other one.
        "articles_known": all(any(_of(block.rows, "Article")) for block in (left, right)),
        "blocks": (left, right),
        "links": links,
        "with_words": _has_words(left.rows, right.rows),
    }


def _of(rows: Iterable[Row], kind: str) -> list[Row]:
    return distinct((row for row in rows if row["class"].endswith(f"#{kind}")), "item")


def _has_words(*sides_rows: Sequence[Row]) -> bool:
    return all(any(row["wording"] for row in rows) for rows in sides_rows)


def _paired(left: Sequence[Row], right: Sequence[Row], linked: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Pairs by the graph's own links, then by equal wording, then by equal title; each item in one pair at most."""
    rest_left = {row["item"]: row for row in left}
    rest_right = {row["item"]: row for row in right}
    pairs: list[Pair] = []

    def pair(one: str, other: str) -> None:
        if one in rest_left and other in rest_right:
            pairs.append(_pair(rest_left.pop(one), rest_right.pop(other)))

    for one, other in linked:
        pair(one, other)
    for of in (_digest, _title):
        theirs = {value: item for item, row in reversed(rest_right.items()) if (value := of(row))}
        for item, row in list(rest_left.items()):
            if (value := of(row)) and value in theirs:
                pair(item, theirs[value])
    pairs.sort(key=lambda each: int(each.one["order"]))
    return {"pairs": pairs, "left": list(rest_left.values()), "right": list(rest_right.values())}


def _digest(row: Row) -> str:
    return row["digest"]


def _title(row: Row) -> str:
    return matching_key(row["name"])


def _pair(one: Row, other: Row) -> Pair:
    if not one["digest"] or not other["digest"]:
        return Pair(one, other, "title")
    if one["digest"] == other["digest"]:
        return Pair(one, other, "same")
    words = one["wording"] and other["wording"]
    return Pair(one, other, "reworded", differences(one["wording"], other["wording"]) if words else None)


def _roles(rows: Sequence[Row], cores: set[str]) -> dict[str, list[Side]]:
    return {measure: sides(said, cores) for measure, said in by(rows, "measure").items()}


def _role_pairs(left: Sequence[Side], right: Sequence[Side]) -> list[RolePair]:
    """The core city's roles beside the core city's, the others' beside the others'; further ones stand alone."""
    found = []
    neutral = _neutral(left), _neutral(right)
    for core in (True, False):
        ones, others = [s for s in left if s.core == core], [s for s in right if s.core == core]
        for at in range(max(len(ones), len(others))):
            one = ones[at] if at < len(ones) else None
            other = others[at] if at < len(others) else None
            found.append(_role_pair(one, other, neutral))
    return found


Neutral: TypeAlias = Callable[[str], str]


def _neutral(of: Sequence[Side]) -> Neutral:
    """Puts one sign for the core city and one for the others in place of all that a text calls them."""
    terms = {}
    for side in of:
        names = {row["name"] for row in side.holders} | {side.about["position"], side.about["holder_text"]}
        terms.update({term: "\ue000" if side.core else "\ue001" for term in names if term})
    if not terms:
        return str
    pattern = re.compile("|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)))
    return lambda text: matching_key(pattern.sub(lambda found: terms[found[0]], text))


def _role_pair(one: Side | None, other: Side | None, neutral: tuple[Neutral, Neutral]) -> RolePair:
    if one is None or other is None:
        return RolePair(one, other, "differ", None)
    if one.about["digest"] and one.about["digest"] == other.about["digest"]:
        return RolePair(one, other, "same", None)
    ours, theirs = one.about["wording"], other.about["wording"]
    if not ours or not theirs:
        return RolePair(one, other, "differ", None)
    how: RoleHow = "terms" if neutral[0](ours) == neutral[1](theirs) else "differ"
    return RolePair(one, other, how, differences(ours, theirs))


_OUTLINE = {theme: at for at, theme in enumerate(GROUP_OF)}


def _in_outline(theme: str) -> int:
    """Where a theme stands in the ministry's outline; what is undecided last."""
    return _OUTLINE.get(theme.rpartition("#theme-")[2], len(_OUTLINE))


async def _themes(visit: Visit, rows: Sequence[Row]) -> dict[str, Any]:
    areas = sorted(distinct(rows, "area"), key=lambda row: row["area"])
    area_labels = {row["area"]: await visit.name(row["area"]) for row in areas}
    themes = sorted({row["theme"] for row in rows}, key=_in_outline)
    cells = {(row["theme"], row["area"]): int(row["measures"]) for row in rows}
    largest = max(cells.values(), default=0)
    labels = {theme: await visit.name(theme) for theme in themes}
    return {
        "areas": areas,
        "themes": themes,
        "labels": labels,
        "cells": cells,
        "largest": largest,
        "rows": [
            {
                "x": area_labels[area["area"]],
                "y": labels[theme],
                "value": cells.get((theme, area["area"]), 0),
            }
            for theme in themes
            for area in areas
        ],
    }
