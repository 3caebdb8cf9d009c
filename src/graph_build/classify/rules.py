"""Rules as data: which words of a text tell which concept. One mechanism for every inferred concept.

A table of rules is ``data/rules/{name}.tsv``, one rule a line (`data/rules/README.md` says more):

===========  =====================================================================================
column       meaning
===========  =====================================================================================
rule         what the rule is called (``role.cooperate``); ``rk:rule`` of its assignments
concept      the concept's id in its scheme (``cooperate`` of ``rk:roleKind-cooperate``)
part         which part of the described thing is read (``caption``, ``text``, ``clause`` …; ``a|b``: either)
cue          regular expression on the matching form (`graph_build.text.key.fold`: no blanks, half
             width); the group ``cue``, else the whole match, is the cue that is shown
needs        regular expression that the part must also match; empty: nothing more is needed
unless       regular expression that the part must not match; empty: no exclusion
confidence   from 0 to 1: how often the cue means the concept, by the judgement of the rule's author
note         why, and what it is meant for
===========  =====================================================================================

All rules of a part that fit hold, so a text may get several concepts; of several cues for one concept the
surest counts, then the first in the table. Nothing here knows of roles, themes or articles.

``<name>`` in a pattern stands for a word of ``data/rules/words.tsv``, or for one that the caller gives, such
as the names of a document's core city (`alternatives`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from graph_build.assets import asset, tsv
from graph_build.records.base import Assignment
from graph_build.text.display import display
from graph_build.text.key import Key, fold

Words: TypeAlias = tuple[tuple[str, str], ...]
"""Names and the patterns that they stand for."""

_WORD = re.compile(r"(?<!\(\?P)<([a-z]+)>")

LONGEST_CUE = 20
"""Characters of a cue: so many are a fact, more would be a quotation."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a table; see the head of the module."""

    id: str
    concept: str
    parts: tuple[str, ...]
    cue: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fits, and the printed words that gave it away."""

    rule: Rule
    cue: str


@cache
def rules(table: str, words: Words = ()) -> tuple[Rule, ...]:
    """The rules of ``data/rules/{table}.tsv`` in their order; ``words`` are the document's own.

    Raises:
        ValueError: a line is none; the message says which and why.
    """
    found: dict[str, Rule] = {}
    known = {**_common_words(), **dict(words)}
    for row in tsv(asset("data"), "rules", f"{table}.tsv"):
        try:
            rule = _rule(row, known)
        except (ValueError, re.error) as error:
            raise ValueError(f"rules/{table}.tsv: {row['rule']}: {error}") from None
        if rule.id in found:
            raise ValueError(f"rules/{table}.tsv: {rule.id} stands twice")
        found[rule.id] = rule
    return tuple(found.values())


@cache
def _common_words() -> dict[str, str]:
    return {row["word"]: row["pattern"] for row in tsv(asset("data"), "rules", "words.tsv")}


def _rule(row: Mapping[str, str], words: Mapping[str, str]) -> Rule:
    confidence = float(row["confidence"])
    if not 0 < confidence <= 1:
        raise ValueError(f"confidence {row['confidence']} is not between 0 and 1")
    cue, needs, unless = (_pattern(name, row[name], words) for name in ("cue", "needs", "unless"))
    if cue is None:
        raise ValueError("no cue")
    return Rule(row["rule"], row["concept"], tuple(row["part"].split("|")), cue, needs, unless, confidence)


def _pattern(name: str, text: str, words: Mapping[str, str]) -> re.Pattern[str] | None:
    if fold(text).text != text:
        raise ValueError(f"{name} is not in the matching form: {text}")
    while word := _WORD.search(text):
        if word[1] not in words:
            raise ValueError(f"{name} has the unknown word <{word[1]}>")
        text = text[: word.start()] + words[word[1]] + text[word.end() :]
    return re.compile(text) if text else None


def alternatives(names: Iterable[str]) -> str:
    """A pattern that matches any of the printed names, longer ones first; nothing at all where there is none.

    >>> alternatives(["甲", "熊本市", "熊本"])
    '(?:熊本市|熊本|甲)'
    """
    keys = sorted({fold(name).text for name in names} - {""}, key=lambda key: (-len(key), key))
    return f"(?:{'|'.join(map(re.escape, keys))})" if keys else "(?!)"


def hits(table: str, parts: Iterable[tuple[str, str]], words: Words = ()) -> list[Hit]:
    """The rules of a table that fit any of the parts, each part as its name and printed text.

    >>> [(hit.rule.concept, hit.cue) for hit in hits("clause-kinds", [("caption", "費 用 の負担")])]
    [('cost', '費用')]
    """
    return [
        Hit(rule, cue)
        for part, text in parts
        for key in [fold(text)]
        for rule in rules(table, words)
        if part in rule.parts and (cue := _cue(rule, text, key)) is not None
    ]


def _cue(rule: Rule, text: str, key: Key) -> str | None:
    found = rule.cue.search(key.text)
    if found is None:
        return None
    if (rule.needs and not rule.needs.search(key.text)) or (rule.unless and rule.unless.search(key.text)):
        return None
    named = "cue" in rule.cue.groupindex and found["cue"] is not None
    start, end = key.raw_range(*found.span("cue" if named else 0))
    return display(text[start:end])[:LONGEST_CUE]


def first_hits(table: str, parts: Iterable[tuple[str, str]]) -> list[Hit]:
    """The hits of the first part that has any: a caption decides before the words under it."""
    return next((found for part in parts if (found := hits(table, [part]))), [])


def best(found: Iterable[Hit]) -> list[Hit]:
    """One hit for each concept: the surest, of equals the first; in the order of the concepts' first hits."""
    chosen: dict[str, Hit] = {}
    for hit in found:
        known = chosen.get(hit.rule.concept)
        if known is None or hit.rule.confidence > known.rule.confidence:
            chosen[hit.rule.concept] = hit
    return list(chosen.values())


def assigned(target: str, prop: str, found: Sequence[Hit]) -> list[Assignment]:
    """The assignments that hits give to a node: ``rk:{prop}`` with concepts of the scheme of that name."""
    return [
        assignment(target, prop, hit.rule.concept, hit.rule.id, hit.rule.confidence, hit.cue)
        for hit in best(found)
    ]


def assignment(
    target: str, prop: str, concept: str, rule: str, confidence: float, cue: str | None = None
) -> Assignment:
    """One inferred concept of a node."""
    name = f"{prop}-{concept}"
    return Assignment(
        id=f"{target}/assignment/{name}",
        target=target,
        property=prop,
        concept=name,
        rule=rule,
        confidence=confidence,
        cue=cue or None,
    )
