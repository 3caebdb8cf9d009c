"""What a classifier may know beside the record that it looks at: the other records of the same document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from graph_build.places.gazetteer import gazetteer
from graph_build.records import ids
from graph_build.records.agreement import Area, Membership, PartyStatement, RoleStatement
from graph_build.records.base import Record

R = TypeVar("R", bound=Record)


class Around(dict[str, Record]):
    """The records of a document by their ids.

    >>> role = RoleStatement(id="m/role/1", owner="m", holders=(), holder_text="甲", order=1, text_digest="")
    >>> Around.of([role]).roles["m"] == (role,)
    True
    """

    @classmethod
    def of(cls, items: Iterable[Record]) -> Around:
        """The records of one document."""
        return cls((item.id, item) for item in items)

    @cached_property
    def roles(self) -> Mapping[str, Sequence[RoleStatement]]:
        """Role statements by their owner, in their order."""
        found: defaultdict[str, tuple[RoleStatement, ...]] = defaultdict(tuple)
        for item in sorted(self._of(RoleStatement), key=lambda role: role.order):
            found[item.owner] += (item,)
        return found

    @cached_property
    def core(self) -> frozenset[str]:
        """The core cities of the document's areas."""
        return frozenset(place for area in self._of(Area) for place in area.core)

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """What the words call each party or member: printed names, the gazetteer's name, positions; by place."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for party in self._of(PartyStatement):
            found[party.holder or party.id] |= {party.printed_name, party.position or ""} - {""}
        for member in self._of(Membership):
            place = gazetteer().by_code.get(ids.code5(member.member))
            found[member.member] |= {place.name} if place else set()
        return {place: frozenset(names) for place, names in found.items()}

    def _of(self, kind: type[R]) -> Iterable[R]:
        return (item for item in self.values() if isinstance(item, kind))
