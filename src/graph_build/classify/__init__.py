"""What texts mean: concepts inferred from printed words by rules that are data, each with its cue.

`infer` runs on the records of one document, whatever family it is of; it never depends on another document.
A further kind of inference is one more function in `CLASSIFIERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from graph_build.classify.around import Around
from graph_build.classify.costs import costs
from graph_build.classify.roles import roles
from graph_build.classify.symmetry import role_symmetry
from graph_build.classify.themes import themes
from graph_build.records.base import Assignment, Record

Classifier: TypeAlias = Callable[[Record, Around], Iterable[Assignment]]
"""The concepts of one record; nothing for records that it is not about or whose words are not there."""

CLASSIFIERS: tuple[Classifier, ...] = (roles, costs, role_symmetry, themes)


def infer(items: Sequence[Record]) -> tuple[Record, ...]:
    """The records, each followed by the assignments that its words give."""
    around = Around.of(items)
    return tuple(one for item in items for one in (item, *concepts_of(item, around)))


def concepts_of(item: Record, around: Around) -> list[Assignment]:
    """All that the rules infer of one record."""
    return [one for classify in CLASSIFIERS for one in classify(item, around)]
