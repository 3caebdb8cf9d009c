"""Themes (`rk:theme`) of policy fields, measures and projects: printed labels first, then titles, then texts.

A label (of a field, of the tag ``…【福祉】``) and a title decide together. The text, never the roles, is read where
they say nothing; to a title it adds only what its surest cues name inside the same groups. A project that says
nothing itself has the themes of the measure that it carries out. Where all of that is silent, the pillar or group
of the field stays, for that much is printed; where there is none, `graph_build.rdf.defaults` says that nothing is
decided. Rules: ``data/rules/themes.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_build.classify.rules import Hit, assignment, best, hits
from graph_build.records.agreement import AgreementText, Measure, PolicyField
from graph_build.records.base import Assignment, Record
from graph_build.records.evidence import Evidence
from graph_build.records.plan import Project
from graph_build.text.key import fold

TABLE = "themes"
OF_MEASURE = "theme.of-measure"
"""The rule of a theme that a project has from its measure."""

ITEMS: Mapping[str, tuple[str, ...]] = {
    "growth": ("growth-strategy", "growth-cluster", "growth-resources", "growth-tourism", "growth-other"),
    "urban": ("urban-medicine", "urban-transport", "urban-education", "urban-other"),
    "life-services": (
        *("life-medicine", "life-care", "life-welfare", "life-education", "life-landuse", "life-development"),
        *("life-disaster", "life-environment", "life-services-other"),
    ),
    "life-networks": (
        *("life-transit", "life-ict", "life-roads", "life-localproduce", "life-migration"),
        "life-networks-other",
    ),
    "life-management": ("life-training", "life-external", "life-exchange", "life-management-other"),
    "life": (),
}
"""The pillars and groups of the outline with their items, as the concept scheme has them."""

GROUP_OF = {item: group for group, items in ITEMS.items() for item in (group, *items)}
_CONTEXTS: Mapping[str | None, tuple[str, ...]] = {
    "growth": ("growth",),
    "urban": ("urban",),
    "life-services": ("life", "services"),
    "life-networks": ("life", "networks"),
    "life-management": ("life", "management"),
    "life": ("life", "open"),
    None: ("life", "open"),
}
"""The parts of the table that are read inside a pillar or group."""

_TEXT = 0.7
"""What a cue in running text is worth beside the same cue in a title."""
_INHERITED = 0.8
"""What the theme of a measure is worth for a project whose own words say nothing."""
_SURE = 0.9
"""How sure a cue must be, in a title, to add a theme from a text that has a title of its own."""
_SUBJECTS = 3
"""A text with cues of more themes is about none of them in particular."""
_SEVERAL = 0.7
"""What one item of a label with several is worth where the words below do not say which is meant."""
_GENERAL = re.compile("包括|まちづくり|地域づくり|地方創生")
"""An agreement on anything: its title is no label."""
_PURPOSE = re.compile(r"(?:ため|よう|もって)、?")


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit, what it is worth here, and the place of its words."""

    hit: Hit
    confidence: float
    place: Evidence | None
    rule: str = ""
    printed: bool = False
    """Whether a label says so, and not the words of the thing itself."""

    @property
    def concept(self) -> str:
        return self.hit.rule.concept


@dataclass(frozen=True, slots=True)
class _Level:
    """What the label of a field says, and the pillar or group that the things in it stand in."""

    found: list[_Found]
    group: str | None


def themes(item: Record, around: Mapping[str, Record]) -> list[Assignment]:
    """The themes of one record; nothing for records of other types and where no rule decides even the pillar."""
    if isinstance(item, PolicyField):
        found = _levels(item, around)[-1].found
    elif isinstance(item, Measure):
        found = _of_measure(item, around)
    elif isinstance(item, Project):
        found = _of_project(item, around)
    else:
        return []
    return [
        replace(
            assignment(
                item.id, "theme", one.concept, one.rule or one.hit.rule.id, one.confidence, one.hit.cue
            ),
            evidence=(one.place,) if one.place else (),
        )
        for one in found
    ]


def _of_measure(item: Measure, around: Mapping[str, Record]) -> list[_Found]:
    levels = _levels(around.get(item.field or ""), around)
    group = levels[-1].group if levels else None
    printed = _items(levels) if levels else _of_agreement(item, around)
    if item.category:
        printed += _label(item.category, group, _place(item, "category"))
    own = _words(item.title, group, 1, _place(item)) if item.title else _of_text(item, group)
    return (
        _completed(_decided([*_meant(printed, own), *own]), item, group)
        or _of_text(item, group)
        or _pillar(levels)
    )


def _of_project(item: Project, around: Mapping[str, Record]) -> list[_Found]:
    measure = around.get(item.measure or "")
    levels = _levels(
        around.get((measure.field if isinstance(measure, Measure) else item.field) or ""), around
    )
    group = levels[-1].group if levels else None
    title = _decided(_words(item.title, group, 1, _place(item)))
    if title:
        return title
    given = _of_measure(measure, around) if isinstance(measure, Measure) else _items(levels)
    inherited = [
        replace(one, confidence=round(one.confidence * _INHERITED, 2), rule=OF_MEASURE)
        for one in _decided(given)
    ]
    return inherited or _of_text(item, group) or _pillar(levels)


def _of_text(item: Measure | Project, group: str | None) -> list[_Found]:
    """What the text is about: the words behind the purpose before the purpose itself, the own group before others."""
    text = item.text or ""
    place = _place(item, "text")
    for part in _clauses(text):
        found = _decided(_words(part, group, _TEXT, place))
        own = [one for one in found if _inside(GROUP_OF[one.concept], group)]
        about = own if any(not one.concept.endswith("-other") for one in own) else found
        if about:
            return about if len(about) <= _SUBJECTS else []
    return []


def _of_agreement(item: Measure, around: Mapping[str, Record]) -> list[_Found]:
    """What an agreement on one subject, which needs no fields, is about by its title: a label of all its measures."""
    version = around.get(item.version)
    if not isinstance(version, AgreementText) or _GENERAL.search(fold(version.title or "").text):
        return []
    found = _words(version.title, None, _INHERITED, _place(version))
    return _decided(replace(one, printed=True) for one in found)


def _completed(found: list[_Found], item: Measure, group: str | None) -> list[_Found]:
    """With what the text of a title adds by the surest cues inside the groups that are already found."""
    if not found or not item.title:
        return found
    groups = {GROUP_OF[one.concept] for one in found}
    text = (one for one in _of_text(item, group) if one.hit.rule.confidence >= _SURE)
    return _decided([*found, *(one for one in text if GROUP_OF[one.concept] in groups)])


def _clauses(text: str) -> Iterable[str]:
    """Of each sentence what is done, then what for."""
    sentences = [sentence for sentence in text.split("。") if sentence.strip()]
    done, purpose = [], []
    for sentence in sentences:
        *before, last = _PURPOSE.split(sentence)
        done.append(last)
        purpose.extend(before)
    return ["。".join(done), "。".join(purpose), text]


def _label(text: str, group: str | None, place: Evidence | None) -> list[_Found]:
    parts = [("label", text), *((f"label.{name}", text) for name in _CONTEXTS[group])]
    return [replace(one, printed=True) for one in _found(parts, 1, place)]


def _words(text: str | None, group: str | None, worth: float, place: Evidence | None) -> list[_Found]:
    if not text:
        return []
    return _found([("any", text), *((name, text) for name in _CONTEXTS[group])], worth, place)


def _found(parts: list[tuple[str, str]], worth: float, place: Evidence | None) -> list[_Found]:
    return [_Found(hit, round(hit.rule.confidence * worth, 2), place) for hit in best(hits(TABLE, parts))]


def _decided(found: Iterable[_Found]) -> list[_Found]:
    """The items of the outline, each once; the rest of a group only where no label and nothing surer names an item."""
    chosen: dict[str, _Found] = {}
    for one in found:
        known = chosen.get(one.concept)
        if one.concept not in ITEMS and (known is None or one.confidence > known.confidence):
            chosen[one.concept] = one
    named = [one for name, one in chosen.items() if not name.endswith("-other")]
    least = 1.0 if any(one.printed for one in named) else min((one.confidence for one in named), default=0.0)
    return [one for one in chosen.values() if one in named or one.printed or one.confidence >= least]


def _meant(printed: list[_Found], own: list[_Found]) -> list[_Found]:
    """Of a label with several items those that the own words mean; all of them, less surely, where they mean none."""
    if len(printed) < 2:
        return printed
    names = {one.concept for one in own}
    return [one for one in printed if one.concept in names] or [
        replace(one, confidence=round(one.confidence * _SEVERAL, 2)) for one in printed
    ]


def _narrowest(found: list[_Found]) -> list[_Found]:
    """Without the pillars and groups around another concept found."""
    names = {one.concept for one in found}
    wide = {GROUP_OF[name] for name in names if name not in ITEMS}
    if any(name.startswith("life-") for name in names):
        wide.add("life")
    return [one for one in found if one.concept not in wide]


def _levels(field: Record | None, around: Mapping[str, Record]) -> list[_Level]:
    """A field and those around it from the top, each read inside the one above."""
    chain: list[PolicyField] = []
    while isinstance(field, PolicyField) and field not in chain:
        chain.append(field)
        field = around.get(field.broader or "")
    levels: list[_Level] = []
    group: str | None = None
    for one in reversed(chain):
        found = _narrowest(_label(one.label, group, _place(one)))
        groups = {GROUP_OF[hit.concept] for hit in found}
        if groups:
            group = groups.pop() if len(groups) == 1 else None
        levels.append(_Level(found, group))
    return levels


def _items(levels: Sequence[_Level]) -> list[_Found]:
    """The items of the outline that the innermost field with any is called."""
    return next((found for level in reversed(levels) if (found := _decided(level.found))), [])


def _pillar(levels: Sequence[_Level]) -> list[_Found]:
    """The pillars and groups that the innermost field with any is called."""
    return next((level.found for level in reversed(levels) if level.found), [])


def _inside(group: str, around: str | None) -> bool:
    return around is None or group == around or (around == "life" and group.startswith("life"))


def _place(item: Record, supports: str | None = None) -> Evidence | None:
    """Where the words stand: the place of that property, else the first of the record."""
    places = [one for one in item.evidence if supports in one.supports] or [*item.evidence]
    return replace(places[0], supports=()) if places else None
