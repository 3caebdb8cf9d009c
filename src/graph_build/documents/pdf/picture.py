"""The picture of a page made fit for reading: seals, holes and grey ground taken out, straightened, specks removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
DPI = 216
"""Pixels to the inch: at 3 a point characters of print are 30 pixels high, which tesseract reads best (measured)."""
POINT = 72 / DPI
"""Points of a pixel."""
DARK = 150
"""Ink is darker than this, once the ground is white."""
_BLOCK = 24
"""Pixels of a side of the blocks whose brightest tenth is taken for the paper."""
_DUST = 4
"""Dark pixels of a dot smaller than any mark of print."""
_DOT = 24
"""Dark pixels of a dot of dirt."""
_SEAL = (12.0, 110.0)
"""Points: the least and the greatest side of a seal."""


def drawn(document: pdfium.PdfDocument, index: int, zoom: float = 1.0) -> Grey:
    """A page as a grey picture, red seals left out; ``zoom`` makes it finer than usual.

    Raises:
        pdfium.PdfiumError: the page cannot be drawn.
    """
    page = document[index]
    try:
        bitmap = page.render(scale=zoom * DPI / 72)
        colours = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)
    finally:
        page.close()
    if colours.shape[2] < 3:
        return colours[:, :, 0]
    blue, green, red = (colours[:, :, i].astype(np.int16) for i in range(3))
    grey = ((blue * 29 + green * 150 + red.astype(np.int32) * 77) >> 8).astype(np.uint8)
    excess = red - np.maximum(blue, green)
    for place in _seals(excess > 60):
        # In red light red ink is as light as paper; black ink under it stays dark.
        grey[place] = np.where((excess[place] > 25) & (red[place] > 130), 255, grey[place])
    return grey


def _seals(reddish: Mask) -> Iterator[tuple[slice, slice]]:
    """Places of red ink about as wide as high: seals, not lines of red print."""
    if reddish.sum() < 100:
        return
    block = 9
    for top, bottom, left, right in _blobs(np.argwhere(_blocks(reddish, block) > 0)):
        height, width = (bottom - top) * block * POINT, (right - left) * block * POINT
        one = max(height, width) <= _SEAL[1] and 0.55 <= width / height <= 1.8
        some = min(height, width) >= 30 and max(height, width) <= 3 * _SEAL[1]  # that touch each other
        if min(height, width) >= _SEAL[0] and (one or some):
            yield slice(top * block, bottom * block), slice(left * block, right * block)


def _blocks(mask: Mask, side: int) -> NDArray[np.int64]:
    """How many pixels of each square block are set; the last blocks are filled up."""
    height, width = mask.shape
    padded = np.pad(mask, ((0, -height % side), (0, -width % side)))
    rows, columns = padded.shape[0] // side, padded.shape[1] // side
    counts: NDArray[np.int64] = padded.reshape(rows, side, columns, side).sum(axis=(1, 3))
    return counts


def _blobs(places: NDArray[np.int64]) -> Iterator[tuple[int, int, int, int]]:
    """Top, bottom, left, right (half-open) of each group of places (row, column) that touch, corners too."""
    left_over = {(int(y), int(x)) for y, x in places}
    for start in sorted(left_over):
        if start not in left_over:
            continue
        left_over.discard(start)
        group, waiting = [start], [start]
        while waiting:
            y, x = waiting.pop()
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left_over
            left_over -= near
            group += near
            waiting += near
        ys, xs = [y for y, _ in group], [x for _, x in group]
        yield min(ys), max(ys) + 1, min(xs), max(xs) + 1


def cleaned(picture: Grey) -> Grey:
    """White ground, black ink, without the scanner's borders and punch holes."""
    level = _even(picture)
    _wipe_borders(level)
    _wipe_holes(level)
    return level


def _even(picture: Grey) -> Grey:
    """The ground made white wherever it is grey, and faint ink made black."""
    height, width = picture.shape
    rows, columns = -(-height // _BLOCK), -(-width // _BLOCK)
    padded = np.pad(picture, ((0, rows * _BLOCK - height), (0, columns * _BLOCK - width)), mode="edge")
    tiles = padded.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2).reshape(rows, columns, -1)
    paper = np.percentile(tiles, 90, axis=2)
    # Ground darker than half of the page's is ink or a shadow: the lightest block around it is its paper.
    paper = _lightest_around(np.maximum(paper, 0.5 * np.median(paper)))
    ground = np.kron(paper, np.ones((_BLOCK, _BLOCK)))[:height, :width]
    light = np.clip(picture / np.maximum(ground, 1.0), 0.0, 1.0)
    inked = light[light < 0.75]
    ink = float(np.percentile(inked, 10)) if inked.size > 200 else 0.0
    stretched = (light - ink) / (1.0 - ink) if ink > 0.15 else light
    even: Grey = np.clip(stretched * 255, 0, 255).astype(np.uint8)
    return even


def _lightest_around(paper: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.pad(paper, 1, mode="edge")
    rows, columns = paper.shape
    shifted = [padded[dy : dy + rows, dx : dx + columns] for dy in range(3) for dx in range(3)]
    lightest: NDArray[np.float64] = np.max(shifted, axis=0)
    return lightest


def _wipe_borders(picture: Grey) -> None:
    """The black edge that a scanner leaves beside the paper, up to a tenth of the page."""
    for side in (picture, picture[::-1], picture.T, picture.T[::-1]):
        most = side.shape[0] // 10
        dark = (side[:most] < DARK).mean(axis=1) > 0.5
        if dark[:6].any():
            end = int(np.flatnonzero(dark)[-1]) + 1
            if dark[:end].mean() > 0.8:
                side[: end + 2] = 255


def _wipe_holes(picture: Grey) -> None:
    """Filled round spots at the edge of the page: punch holes."""
    block = 6
    height, width = picture.shape
    full = _blocks(picture < DARK, block) >= 0.9 * block * block
    for top, bottom, left, right in _blobs(np.argwhere(full)):
        tall, wide = (bottom - top) * block * POINT, (right - left) * block * POINT
        near = min(left * block, width - right * block, top * block, height - bottom * block) * POINT < 45
        round_ = min(tall, wide) >= 10 and max(tall, wide) <= 34 and 0.7 <= wide / tall <= 1.4
        if near and round_ and full[top:bottom, left:right].mean() > 0.65:
            rows = slice(max(0, (top - 2) * block), (bottom + 2) * block)
            picture[rows, max(0, (left - 2) * block) : (right + 2) * block] = 255


def without_specks(picture: Grey, em: float) -> Grey:
    """Dirt made white: dots smaller than any mark of print, and larger ones with no print beside them.

    ``em`` is the width of a character in pixels. A full stop, a point or a hyphen has letters beside it or is larger;
    a bullet has its text on the right side and nothing on the left. A dot is alone if no print is within a letter's
    width at its height, or within two thirds of it anywhere in its line.
    """
    dark = picture < DARK
    ink = _Ink(dark)
    near, far, high = round(0.67 * em), round(1.1 * em), round(0.35 * em)
    places = np.argwhere(dark)
    single = ink.around(places, 5, 5, 5)
    out = picture.copy()
    out[tuple(places[single <= _DUST].T)] = 255
    small = (single > _DUST) & (single <= 0.05 * em * em)
    places, single = places[small], single[small]
    most = single + _DOT  # what else is around may be a dot of dirt too
    alone = ink.around(places, high, far, far) <= most
    alone |= ink.around(places, round(0.8 * em), near, near) <= single + _DUST
    bullet = (ink.around(places, high, far, 5) <= single) & (ink.around(places, high, 5, far) > most)
    for top, bottom, left, right in _blobs(places[alone & ~bullet]):
        height, width = bottom - top, right - left
        inside = dark[top:bottom, left:right].sum()
        whole = dark[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1].sum() == inside
        if whole and max(height, width) <= 0.22 * em and width <= 2 * height:
            out[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 255
    return out


class _Ink:
    """Counts of dark pixels in rectangles."""

    def __init__(self, dark: Mask) -> None:
        height, width = dark.shape
        self.sums = np.zeros((height + 1, width + 1), dtype=np.int32)
        dark.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, out=self.sums[1:, 1:])

    def around(self, places: NDArray[np.int64], high: int, left: int, right: int) -> NDArray[np.int32]:
        """How many lie so far above and below, left and right of each place (row, column)."""
        height, width = self.sums.shape
        top, bottom = np.maximum(places[:, 0] - high, 0), np.minimum(places[:, 0] + high + 1, height - 1)
        start, end = np.maximum(places[:, 1] - left, 0), np.minimum(places[:, 1] + right + 1, width - 1)
        counts: NDArray[np.int32] = (
            self.sums[bottom, end] - self.sums[top, end] - self.sums[bottom, start] + self.sums[top, start]
        )
        return counts


def straighten(picture: Grey) -> tuple[Grey, tuple[float, ...]]:
    """Take out a skew of up to five degrees by shearing both ways, at the slopes that make the lines sharpest."""
    slopes: list[float] = []
    while len(slopes) < 2:  # two shears are not quite a turn
        small = (picture[::4, ::4] < DARK).astype(np.int32)
        coarse = _sharpest(small[:, ::2], np.arange(-20, 21) * 0.0045, stretch=2)
        best = _sharpest(small, coarse + np.arange(-5, 6) * 0.0009)
        if abs(best) < 0.001:
            break
        slopes.append(best)
        picture = sheared(picture, best)
        if abs(best) < 0.02:
            break
    return picture, tuple(slopes)


def sheared(picture: Grey, slope: float) -> Grey:
    """A page moved back from a slope, its lines and its uprights."""
    across = _sheared(picture, slope, fill=255)
    return np.ascontiguousarray(_sheared(across.T, -slope, fill=255).T).astype(np.uint8)


def _sharpest(small: NDArray[np.int32], slopes: Iterable[float], stretch: int = 1) -> float:
    best, sharpest = 0.0, -1.0
    for slope in sorted(map(float, slopes), key=abs):
        profile = _sheared(small, slope * stretch).sum(axis=1)
        sharpness = float(np.square(np.diff(profile)).sum())
        if sharpness > sharpest:
            best, sharpest = slope, sharpness
    return best


def _sheared(picture: NDArray[np.generic], slope: float, fill: int = 0) -> NDArray[np.generic]:
    """Columns moved up or down in proportion to their place."""
    out = np.full_like(picture, fill)
    width = picture.shape[1]
    shifts = np.round((np.arange(width) - width / 2) * slope).astype(int)
    for shift in np.unique(shifts):
        columns = shifts == shift
        if shift > 0:
            out[:-shift, columns] = picture[shift:, columns]
        elif shift < 0:
            out[-shift:, columns] = picture[:shift, columns]
        else:
            out[:, columns] = picture[:, columns]
    return out
