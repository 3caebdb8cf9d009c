"""Whether the parties of a measure or project have the same role (`rk:roleSymmetry`).

The texts of the parties are compared after every party's own name and position became one sign and those of the
others another: 「乙と連携して取り組む。」 of 甲 and 「甲と連携して取り組む。」 of 乙 are the same role.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph_build.classify.around import Around
from graph_build.classify.roles import is_ditto, roles
from graph_build.classify.rules import alternatives, assignment
from graph_build.records.agreement import Measure, RoleStatement
from graph_build.records.base import Assignment, Record
from graph_build.records.plan import Project
from graph_build.text.joining import AND
from graph_build.text.key import fold

PROPERTY = "roleSymmetry"

_POSITIONS = "甲乙丙丁戊己庚辛"
_OWN, _OTHER = "\ue000", "\ue001"
_PARTNERS = ("近隣市町村", "連携市町村", "周辺市町村", "構成市町村", "近隣市町", "連携市町", "周辺市町")
_CORE = ("連携中枢都市", "中心市")
_SELF = ("本市", "本町", "本村", "当市", "当町", "当村", "自ら")
_SEVERAL = re.compile(rf"{_OTHER}(?:(?:{AND}|又は|[、・とや])?{_OTHER})+")
_MARKS = re.compile(r"^[・○●◆\s]+|[。、\s]+$")


def role_symmetry(item: Record, around: Around) -> list[Assignment]:
    """How the roles of a measure or project compare; nothing where it has none or their words are not there.

    *joint*: all statements are of all parties together; *oneSided*: only one side has a role; *symmetric*: every
    party has the same words; *sameKinds*: other words, but the same kinds of role; *asymmetric*: other kinds.
    """
    statements = around.roles.get(item.id, ()) if isinstance(item, Measure | Project) else ()
    if not statements or any(not role.text for role in statements):
        return []
    concept, rule, confidence = _compared(statements, around)
    return [assignment(item.id, PROPERTY, concept, f"symmetry.{rule}", confidence)]


def _compared(statements: Sequence[RoleStatement], around: Around) -> tuple[str, str, float]:
    single = [role for role in statements if not _is_joint(role, around)]
    if not single:
        return "joint", "joint", 1.0
    holders = {role.holder_text for role in single}
    if len(holders) == 1 and len(single) == len(statements):
        return "oneSided", "one-side", 1.0
    if len(holders) == 1:
        return "asymmetric", "joint-and-own", 1.0
    wordings, kinds = _Sides(holders), _Sides(holders)
    for role, words in _normal(single, around):
        wordings.add(role, (words,))
        kinds.add(role, (one.concept for one in roles(role, around)))
    if wordings.equal:
        return "symmetric", "same-words", 1.0
    if kinds.equal:
        return "sameKinds", "same-kinds", 0.7
    return "asymmetric", "different-kinds", 0.9


class _Sides:
    """What the holders say, apart for every group of members that a wording is for."""

    def __init__(self, holders: set[str]) -> None:
        self._holders = holders
        self._said: defaultdict[frozenset[str], defaultdict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )

    def add(self, role: RoleStatement, said: Iterable[str]) -> None:
        self._said[frozenset(role.applies_to)][role.holder_text].update(said)

    @property
    def equal(self) -> bool:
        """Whether all holders say something, and the same."""
        return all(
            len({frozenset(of[holder]) for holder in self._holders}) == 1 and all(of.values())
            for of in self._said.values()
        )


def _is_joint(role: RoleStatement, around: Around) -> bool:
    """A statement of all together: no holder named, several positions, or the core city with others."""
    if sum(char in _POSITIONS for char in role.holder_text) > 1:
        return True
    if len(role.holders) < 2:
        return not role.holders and not role.holder_text
    return not around.core or bool(around.core & set(role.holders))


def _normal(roles: Sequence[RoleStatement], around: Around) -> Iterable[tuple[RoleStatement, str]]:
    """Each role with its words after the replacement; 同上 stands for the words above it."""
    before = ""
    for role in roles:
        text = role.text or ""
        if not is_ditto(text):
            before = _replaced(text, role, around)
        yield role, before


def _replaced(text: str, role: RoleStatement, around: Around) -> str:
    mine = {name for place in role.holders for name in around.names.get(place, ())} | {role.holder_text}
    mine |= {role.position or ""}
    others = {name for names in around.names.values() for name in names} - mine
    groups = (_PARTNERS, _CORE) if around.core & set(role.holders) else (_CORE, _PARTNERS)
    own, other = (*mine, *_SELF, *groups[1]), (*others, *groups[0])
    sign = re.compile(f"(?P<own>{alternatives(own)})|(?P<other>{alternatives(other)})")
    found = sign.sub(lambda match: _OWN if match["own"] else _OTHER, fold(text).text)
    return _MARKS.sub("", _SEVERAL.sub(_OTHER, found))
