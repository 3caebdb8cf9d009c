"""Lines of a page that hold texts side by side, and the blank columns (gutters) that several of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from graph_build.documents.pdf.geometry import Char
from graph_build.text.key import matching_key

GUTTER = 0.7
"""Font sizes of blank that keep two columns apart all the way down."""

Span: TypeAlias = tuple[float, float]
"""From where to where, along x."""
ENDLESS = 1e6


@dataclass(slots=True)
class Band:
    """What stands side by side: a line of the page, with the lines of other columns that overlap it."""

    chars: list[Char]
    top: float
    bottom: float
    spans: list[Span] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Its usual font size."""
        return sorted(char.size for char in self.chars)[len(self.chars) // 2]


@dataclass(slots=True)
class Region:
    """Bands that share gutters; ``cut_off`` if the line below runs on from the last one across them."""

    bands: list[Band]
    gutters: list[Span]
    cut_off: bool = False

    def columns(self, band: Band) -> list[list[Char]]:
        """The characters of each column."""
        cuts = [(a + b) / 2 for a, b in self.gutters]
        columns: list[list[Char]] = [[] for _ in range(len(cuts) + 1)]
        for char in band.chars:
            columns[sum(char.box.cx > cut for cut in cuts)].append(char)
        return columns

    def texts(self, band: Band) -> list[str]:
        """The matching key of each column."""
        return [
            matching_key("".join(char.text for char in in_order(column))) for column in self.columns(band)
        ]

    def crosses(self, band: Band) -> bool:
        """Whether the text of a band runs over a gutter."""
        return any(a < (g0 + g1) / 2 < b for a, b in band.spans for g0, g1 in self.gutters)

    def extent(self, col: int) -> Span:
        """From where to where the text of a column goes, lines across columns left out."""
        chars = [char for band in self.bands if not self.crosses(band) for char in self.columns(band)[col]]
        if not chars:
            return (0.0, 0.0) if col == 0 else (self.gutters[col - 1][1],) * 2
        return min(char.box.x0 for char in chars), max(char.box.x1 for char in chars)

    @property
    def extents(self) -> list[Span]:
        """The extent of each column."""
        return [self.extent(col) for col in range(len(self.gutters) + 1)]


def in_order(chars: Sequence[Char]) -> list[Char]:
    """The characters line by line."""
    return sorted(chars, key=lambda char: (round(char.box.cy / max(char.size, 1)), char.box.x0))


def bands_of(chars: Sequence[Char]) -> list[Band]:
    """What stands side by side, top to bottom."""
    bands: list[Band] = []
    for char in sorted(
        (char for char in chars if not char.text.isspace()), key=lambda char: char.box.cy - 0.4 * char.size
    ):
        top, bottom = char.box.cy - 0.4 * char.size, char.box.cy + 0.4 * char.size
        if bands and top < bands[-1].bottom:
            bands[-1].chars.append(char)
            bands[-1].bottom = max(bands[-1].bottom, bottom)
        else:
            bands.append(Band([char], top, bottom))
    for band in bands:
        band.spans = spans_of(band)
    return bands


def spans_of(band: Band) -> list[Span]:
    """Where text stands, blanks up to a gutter's width filled."""
    spans: list[Span] = []
    for char in sorted(band.chars, key=lambda char: char.box.x0):
        if spans and char.box.x0 - spans[-1][1] < GUTTER * char.size:
            spans[-1] = spans[-1][0], max(spans[-1][1], char.box.x1)
        else:
            spans.append((char.box.x0, char.box.x1))
    return spans


def blanks_of(band: Band) -> list[Span]:
    """Where a band has no text, before and behind it too."""
    edges = [-ENDLESS, *(x for span in band.spans for x in span), ENDLESS]
    return list(zip(edges[::2], edges[1::2], strict=True))


def shared(ours: Sequence[Span], theirs: Sequence[Span], least: float) -> list[Span]:
    """What is in both, if it is so wide."""
    both = [(max(a, c), min(b, d)) for a, b in ours for c, d in theirs]
    return sorted(gap for gap in both if gap[1] - gap[0] >= least)


def count_inside(blanks: Sequence[Span]) -> int:
    """How many blanks have text on both sides."""
    return sum(a > -ENDLESS and b < ENDLESS for a, b in blanks)
