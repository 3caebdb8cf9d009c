"""Role statements: the rows of one statement brought together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from service.web.rows import Row, by, distinct


@dataclass(frozen=True)
class Side:
    """One role statement: a row with what it says, its holders, its kinds each with its cue, towards whom."""

    about: Row
    holders: list[Row]
    kinds: list[Row]
    scope: list[Row]
    core: bool


def sides(
    rows: Iterable[Row], cores: Collection[str], scopes: Mapping[str, list[Row]] | None = None
) -> list[Side]:
    """The role statements in the order of the text; `core` where a core city alone holds the role."""
    found = []
    for role, group in by(rows, "role").items():
        holders = distinct((row for row in group if row["holder"]), "holder")
        kinds = distinct((row for row in group if row["kind"]), "kind")
        core = bool(holders) and all(row["holder"] in cores for row in holders)
        found.append(Side(group[0], holders, kinds, (scopes or {}).get(role, []), core))
    return found
