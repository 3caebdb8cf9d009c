"""The kinds of a role statement (`rk:roleKind`): what a party is to do, by the predicates of the text."""

from __future__ import annotations

import re

from graph_build.classify.around import Around
from graph_build.classify.predicates import clauses_of
from graph_build.classify.rules import Hit, assigned, assignment, hits
from graph_build.records.agreement import RoleStatement
from graph_build.records.base import Assignment, Record
from graph_build.text.key import fold

TABLE, PROPERTY = "role-kinds", "roleKind"
DITTO = 0.8
"""Confidence in what a statement has from the one above it, as a part of the other's."""

_DITTO = re.compile(r"\(?(?:同上|同左|同右|〃|上に同じ|左に同じ|甲に同じ|(?:甲|乙)と同じ)\)?。?")


def role_kinds(text: str) -> list[Hit]:
    """The kinds that a text says, each once.

    >>> [(hit.rule.concept, hit.cue) for hit in role_kinds("甲が行う研修に参加し、住民への周知に努める。")]
    [('participate', 'に参加し'), ('publicise', '周知に努め')]
    """
    found: list[Hit] = []
    for group in clauses_of(text):
        said = hits(TABLE, group)
        found += said or hits(TABLE, [("rest", group[0][1])])
    return found


def roles(item: Record, around: Around) -> list[Assignment]:
    """The kinds of a role statement; 同上 repeats those of the statement before it of the same owner."""
    if not isinstance(item, RoleStatement) or not item.text:
        return []
    if is_ditto(item.text):
        above = next((one for one in around.roles[item.owner] if one.order == item.order - 1), None)
        return [_again(one, item) for one in roles(above, around)] if above else []
    return assigned(item.id, PROPERTY, role_kinds(item.text))


def is_ditto(text: str) -> bool:
    """Whether a text only says that it is the one above: 同上, 同左."""
    return _DITTO.fullmatch(fold(text).text) is not None


def _again(one: Assignment, item: RoleStatement) -> Assignment:
    concept = one.concept.partition("-")[2]
    confidence = round(one.confidence * DITTO, 2)
    return assignment(item.id, PROPERTY, concept, "role.ditto", confidence, item.text)
