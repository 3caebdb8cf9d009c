"""How costs are shared (`rk:costSharingKind`): of projects, of measures that print it, and of cost clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_build.classify.around import Around
from graph_build.classify.rules import Hit, Words, alternatives, assigned, assignment, hits
from graph_build.records.agreement import Article, Measure
from graph_build.records.base import Assignment, Record
from graph_build.records.plan import Project
from graph_build.text.key import fold

TABLE, PROPERTY = "cost-sharing", "costSharingKind"
NOT_STATED = "cost.not-stated"
"""The rule of a cost clause whose words tell no kind."""

_CORE = ("中心市", "連携中枢都市", "代表市")
_COST = re.compile(r"費用|経費|負担|予算")
_PART = re.compile(
    r"[。\n]|(?:負担|支弁|支出|支払い|納付|分担)(?:し|とし)(?=、)|(?<=[)）])(?=[・･])|(?:^|(?<=\s))[・･]"
)


def cost_kinds(text: str, words: Words = ()) -> list[Hit]:
    """The kinds that a text on costs says; ``words`` name the core city and the other parties (`names_of`).

    >>> [hit.rule.concept for hit in cost_kinds("人口割により負担する。不足する額は別途協議する。", names_of(Around()))]
    ['byPopulation', 'toBeDiscussed']
    """
    return hits(TABLE, [("sentence", part) for part in _sentences(text)], words)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for cut in [*_PART.finditer(text), None]:
        end = cut.end() if cut else len(text)
        part = text[start:end].strip("。\n・･、　 ")
        if part:
            yield part
        start = end


def costs(item: Record, around: Around) -> list[Assignment]:
    """The kinds of cost sharing of one record; nothing where it has no words on costs."""
    text = _text(item, around)
    if not text:
        return []
    found = assigned(item.id, PROPERTY, cost_kinds(text, names_of(around)))
    if not found and not isinstance(item, Project):
        return [assignment(item.id, PROPERTY, "notStated", NOT_STATED, 0.5)]
    return found


def _text(item: Record, around: Around) -> str | None:
    if isinstance(item, Project | Measure):
        return item.cost_sharing_text
    if isinstance(item, Article) and f"{item.id}/assignment/clauseKind-cost" in around:
        return item.text if _COST.search(fold(item.text or "").text) else None
    return None


def names_of(around: Around) -> Words:
    """What the words call the core city, and the other parties or members, in this document."""
    core = {name for place in around.core for name in around.names.get(place, ())}
    others = {name for place, names in around.names.items() if place not in around.core for name in names}
    return ("core", alternatives((*_CORE, *core))), ("party", alternatives(others - core))
