"""Places on a page: points (1/72 inch) from the top left corner, y downward, after the page was turned upright."""

from __future__ import annotations

from dataclasses import dataclass, replace

SNAP = 3.0
"""Points within which two rules stand at the same place, and within which a rule reaches another."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``x0 <= x1`` and ``top <= bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Extent along x."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Extent along y."""
        return self.bottom - self.top

    @property
    def cx(self) -> float:
        """Middle along x."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """Middle along y."""
        return (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside or on the edge."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def around(self, other: Box) -> Box:
        """The smallest rectangle that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Char:
    """A printed character in its em box; ``size`` is the font size in points."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: at ``at`` (y of a horizontal, x of a vertical one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's own coordinates become upright ones: its visible box and clockwise quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after turning."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space (y upward).

        >>> Frame(0, 0, 100, 200).point(10, 190), Frame(0, 0, 100, 200, 1).point(10, 190)
        ((10, 10), (190, 10))
        """
        x, y = x - self.left, self.top - y
        width, height = self.right - self.left, self.top - self.bottom
        for _ in range(self.turns % 4):
            x, y = height - y, x
            width, height = height, width
        return x, y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle given by two opposite corners in the page's own space."""
        a, b = self.point(x0, y0), self.point(x1, y1)
        return Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))

    def turned(self, turns: int) -> Frame:
        """The same with more clockwise quarter turns."""
        return replace(self, turns=(self.turns + turns) % 4)
