"""Lines of a scanned page read by tesseract in two ways; where these differ, in further ways, and the most voices count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from graph_build.documents.ocr import OcrLine, OcrWord, Picture, figure_models, line_of, models, recognise
from graph_build.documents.pdf.picture import Grey
from graph_build.documents.pdf.scanned_page import MARGIN, ScannedPage
from graph_build.documents.pdf.segments import Strip
from graph_build.documents.pdf.voting import Sign, signs, voted

_SURE = 0.85
"""Mean confidence from which a block of lines is not read again."""
_AGREED = 0.6
"""Share of the voices below which a sign is in doubt (of 748 lines with more on each sign 718 were right, of 74 others 46)."""
_DOUBTED = 0.75
"""The most confidence of a line with such a sign: it is reported."""
_LINE, _BLOCK, _UPRIGHT_BLOCK = 7, 6, 5
"""Tesseract's page segmentation: one line, one block of lines, one block of upright lines."""
_SHORT, _LONGEST = 6.0, 36.0
"""Widths in letters: of a line of a cell that is read together with the others, and of all of them."""
_GAP = 6
"""White pixels between two lines that are set side by side."""
_FIGURE = re.compile(r"(?=.*[0-9RrHh])[0-9A-Za-z,.，．、。|\[\]()（）%％▲△+\-＋－]{1,14}")
"""A short text without Japanese letters: perhaps a figure."""
_PLAIN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*")
_FIGURE_SIGNS = "0123456789,.%()-R"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to read a line: the model, how much larger the picture is made, whether its edges are smoothed."""

    model: str
    scale: float = 1.0
    smooth: bool = False
    signs: str = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    """The picture of a line, and how much finer it is than the page.

    Of the short lines of a cell set side by side, ``parts`` are the pieces and where each begins in the picture.
    """

    picture: Picture
    zoom: float
    parts: tuple[tuple[Strip, int], ...]


def recognised(page: ScannedPage, groups: Sequence[Sequence[Strip]]) -> dict[Strip, list[OcrLine]]:
    """What is read in each piece, its lines by vote, blocks of lines by the surer of two readings.

    A group is the lines of a cell: where they are short they are read as one, since words tell what their signs are.
    """
    known = models(page.upright)
    found: dict[Strip, list[OcrLine]] = {piece: [] for group in groups for piece in group}
    if not known:
        return found
    blocks = [piece for piece in found if piece.several]
    cuts = [cut for group in groups for cut in _cuts(page, group)]
    for cut, lines in zip(cuts, _lines(cuts, known, page.upright), strict=True):
        found |= _parted(cut, lines)
    read = _blocks([page.cut(piece) for piece in blocks], known[0], page.upright)
    return found | dict(zip(blocks, read, strict=True))


def _cuts(page: ScannedPage, group: Sequence[Strip]) -> Iterator[_Cut]:
    """Each line by itself; short lines below each other, with the same size of print, side by side."""
    run: list[Strip] = []
    for piece in (piece for piece in group if not piece.several):
        short = not page.upright and piece.right - piece.left <= _SHORT * page.em
        width = sum(one.right - one.left for one in run)
        if run and not (short and page.zoom(run[0]) == page.zoom(piece) and width <= _LONGEST * page.em):
            yield _side_by_side(page, run)
            run = []
        run.append(piece)
        if not short:
            yield _side_by_side(page, run)
            run = []
    if run:
        yield _side_by_side(page, run)


def _side_by_side(page: ScannedPage, run: Sequence[Strip]) -> _Cut:
    zoom = page.zoom(run[0])
    if len(run) == 1:
        return _Cut(page.cut(run[0]), zoom, ((run[0], 0),))
    margin = round((MARGIN - _GAP / 2) * zoom)
    inner = [_grey(page.cut(piece))[:, margin:-margin] for piece in run]
    high = max(picture.shape[0] for picture in inner)
    starts = [sum(picture.shape[1] for picture in inner[:i]) for i in range(len(inner))]
    level = [
        np.pad(
            picture,
            (((high - len(picture)) // 2, (high - len(picture) + 1) // 2), (0, 0)),
            constant_values=255,
        )
        for picture in inner
    ]
    whole = np.pad(np.hstack(level), ((0, 0), (margin, margin)), constant_values=255)
    height, width = whole.shape
    picture = Picture(width, height, np.ascontiguousarray(whole).tobytes())
    return _Cut(
        picture, zoom, tuple((piece, round(at / zoom)) for piece, at in zip(run, starts, strict=True))
    )


def _parted(cut: _Cut, lines: list[OcrLine]) -> dict[Strip, list[OcrLine]]:
    """The line that was read in several pieces as the lines of each of them."""
    if len(cut.parts) == 1:
        return {cut.parts[0][0]: lines}
    starts = [start + MARGIN for _, start in cut.parts]
    words: dict[Strip, list[OcrWord]] = {piece: [] for piece, _ in cut.parts}
    at = 0
    for word in (word for line in lines for word in line.words):
        middle = (word.left + word.right) / 2
        at = max(at, bisect_right(starts, middle) - 1)  # the places of signs are rough, their order is not
        piece, start = cut.parts[at]
        words[piece].append(replace(word, left=word.left - start, right=word.right - start))
    sure = min((line.confidence for line in lines), default=0.0)
    read = {piece: line_of(own) for piece, own in words.items() if own}
    found = {piece: [replace(one, confidence=min(one.confidence, sure))] for piece, one in read.items()}
    return {piece: found.get(piece, []) for piece in words}


def _lines(cuts: Sequence[_Cut], known: Sequence[str], upright: bool) -> list[list[OcrLine]]:
    first, other = known[0], known[-1]
    two = other != first
    ways = (_Way(first, 1.5), _Way(other, 1.0 if two else 0.87))
    further = (_Way(first), _Way(first, 0.87 if two else 1.2), _Way(first, smooth=True))
    readings = [[one] for one in _read(cuts, ways[0], upright)]
    _read_on(readings, range(len(cuts)), cuts, ways[1:], upright)
    differing = [i for i, (one, two) in enumerate(readings) if not _text(one) or _text(one) != _text(two)]
    _read_on(readings, differing, cuts, further, upright)
    if not upright:
        figures = [i for i, each in enumerate(readings) if _may_be_figure(each)]
        latin = [_Way(name, 1.5, signs=kept) for name in figure_models() for kept in ("", _FIGURE_SIGNS)]
        _read_on(readings, figures, cuts, latin, upright)
    return [_settled(each) for each in readings]


def _read_on(
    readings: list[list[list[Sign]]],
    which: Sequence[int],
    cuts: Sequence[_Cut],
    ways: Sequence[_Way],
    upright: bool,
) -> None:
    """Put further readings of some of the pictures behind those that there are."""
    for way in ways:
        for i, reading in zip(which, _read([cuts[i] for i in which], way, upright), strict=True):
            readings[i].append(reading)


def _read(cuts: Sequence[_Cut], way: _Way, upright: bool) -> list[list[Sign]]:
    """The characters of each picture as one way of reading has them."""
    read = _run([_made(cut.picture, way) for cut in cuts], _UPRIGHT_BLOCK if upright else _LINE, way)
    return [signs(lines, way.scale * cut.zoom, upright) for cut, lines in zip(cuts, read, strict=True)]


def _text(reading: Sequence[Sign]) -> str:
    return "".join(sign.text for sign in reading)


def _may_be_figure(readings: Sequence[Sequence[Sign]]) -> bool:
    """Whether a text is a figure in some reading, and not the same plain figure in all."""
    texts = {_text(reading) for reading in readings}
    plain = len(texts) == 1 and _PLAIN.fullmatch(next(iter(texts)))
    return not plain and any(_FIGURE.fullmatch(text) for text in texts)


def _settled(readings: Sequence[Sequence[Sign]]) -> list[OcrLine]:
    """The line that the readings give together; one that they dispute is little sure."""
    words, share = voted(readings)
    if not words:
        return []
    line = line_of(words)
    return [line if share >= _AGREED else replace(line, confidence=min(line.confidence, _DOUBTED))]


def _blocks(pictures: Sequence[Picture], model: str, upright: bool) -> list[list[OcrLine]]:
    """The lines of each block; what is read with doubt is read again with smoothed edges, and the surer reading stays."""
    mode = _UPRIGHT_BLOCK if upright else _BLOCK
    found = _run(pictures, mode, _Way(model))
    doubtful = [i for i, lines in enumerate(found) if confidence_of(lines) < _SURE]
    way = _Way(model, smooth=True)
    for i, lines in zip(doubtful, _run([_made(pictures[i], way) for i in doubtful], mode, way), strict=True):
        if confidence_of(lines) > confidence_of(found[i]):
            found[i] = lines
    return found


def _run(pictures: Sequence[Picture], mode: int, way: _Way) -> list[list[OcrLine]]:
    """The pictures read, two runs of the program at a time."""
    jobs: list[list[int]] = [[], []]
    sizes = [0, 0]
    for i, picture in enumerate(pictures):
        lighter = sizes.index(min(sizes))
        jobs[lighter].append(i)
        sizes[lighter] += picture.width * picture.height
    found: list[list[OcrLine]] = [[] for _ in pictures]

    def run(job: Sequence[int]) -> None:
        read = recognise([pictures[i] for i in job], mode, way.model, way.signs)
        for i, lines in zip(job, read, strict=True):
            found[i] = lines

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(run, jobs))
    return found


def confidence_of(lines: Sequence[OcrLine]) -> float:
    """The mean confidence of the letters of some lines; 0 if there are none."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def _made(picture: Picture, way: _Way) -> Picture:
    """The picture as a way of reading wants it."""
    made = _smoothed(picture) if way.smooth else picture
    return made if way.scale == 1.0 else _scaled(made, way.scale)


def _grey(picture: Picture) -> Grey:
    return np.frombuffer(picture.data, dtype=np.uint8).reshape(picture.height, picture.width)


def _smoothed(picture: Picture) -> Picture:
    """A picture whose ragged edges are blurred: each pixel the mean of nine."""
    padded = np.pad(_grey(picture), 1, mode="edge").astype(np.uint16)
    shifted = [padded[y : y + picture.height, x : x + picture.width] for y in range(3) for x in range(3)]
    return replace(picture, data=np.mean(shifted, axis=0).astype(np.uint8).tobytes())


def _scaled(picture: Picture, scale: float) -> Picture:
    """A picture made larger or smaller, each pixel between those that it lies between."""
    grey = _grey(picture).astype(np.float32)
    for axis in (0, 1):
        size = grey.shape[axis]
        places = np.clip((np.arange(round(size * scale)) + 0.5) / scale - 0.5, 0, size - 1)
        low = np.floor(places).astype(int)
        share = (places - low).astype(np.float32)
        share = share[:, None] if axis == 0 else share[None, :]
        high = np.minimum(low + 1, size - 1)
        grey = np.take(grey, low, axis) * (1 - share) + np.take(grey, high, axis) * share
    height, width = grey.shape
    return Picture(width, height, np.clip(grey + 0.5, 0, 255).astype(np.uint8).tobytes())
