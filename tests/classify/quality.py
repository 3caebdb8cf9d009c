"""How well rules do what a careful reader does: precision and recall per concept, arguable concepts apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from graph_build.assets import asset, tsv


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader found in one thing; on ``arguable`` concepts, found or not, readers may differ."""

    concepts: frozenset[str]
    arguable: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(slots=True)
class Score:
    """Counts per concept: given and right, given and wrong, right and not given."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, given: Set[str], wanted: Set[str], apart: Set[str] = frozenset()) -> None:
        """Count one thing, without the concepts that stand ``apart``."""
        self.right.update((given & wanted) - apart)
        self.wrong.update((given - wanted) - apart)
        self.missed.update((wanted - given) - apart)

    def precision(self, concept: str | None = None) -> float | None:
        """Right of given; None where nothing was given."""
        return _share(_count(self.right, concept), _count(self.wrong, concept))

    def recall(self, concept: str | None = None) -> float | None:
        """Given of right; None where nothing is right."""
        return _share(_count(self.right, concept), _count(self.missed, concept))


def score(given: Mapping[str, Set[str]], read: Mapping[str, Reading], *, firm: bool = False) -> Score:
    """Everything that was read; ``firm``: pairs of thing and arguable concept do not count."""
    result = Score()
    for name, reading in read.items():
        apart = reading.arguable if firm else frozenset()
        result.add(given.get(name, frozenset()), reading.concepts, apart)
    return result


def readings(table: str, column: str) -> dict[str, Reading]:
    """The table of a reader in ``tests/classify/labels``, by id."""
    folder = asset("data").joinpath("..", "tests", "classify", "labels")
    return {
        row["id"]: Reading(_names(row[column]), _names(row.get("arguable", "")), row.get("reason", ""))
        for row in tsv(folder, table)
    }


def shown(value: float | None) -> str:
    """A share in per cent; a dash where there is none.

    >>> shown(0.8065), shown(None)
    ('81 %', '–')
    """
    return "–" if value is None else f"{100 * value:.0f} %"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """Lines of a Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([str(cell) for cell in row] for row in rows)]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _names(cell: str) -> frozenset[str]:
    return frozenset(cell.replace("|", " ").split())


def _count(counter: Counter[str], concept: str | None) -> int:
    return counter.total() if concept is None else counter[concept]


def _share(right: int, other: int) -> float | None:
    return right / (right + other) if right + other else None
