"""Lines of a scanned page read by tesseract: two at a time, what is doubtful again with smoothed edges."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from graph_build.documents.ocr import OcrLine, Picture, models, recognise
from graph_build.documents.pdf.scanned_page import ScannedPage
from graph_build.documents.pdf.segments import Strip

_SURE = 0.85
"""Mean confidence from which a line is right (of 156 such cells all were, of 87 others 50)."""
_LINE, _BLOCK, _UPRIGHT_BLOCK = 7, 6, 5
"""Tesseract's page segmentation: one line, one block of lines, one block of upright lines."""


def recognised(page: ScannedPage, pieces: Sequence[Strip]) -> list[list[OcrLine]]:
    """What is read in each piece.

    What is read with doubt is read again with its edges smoothed, and the surer reading stays; what is hardly read
    goes to the next model too, whose reading is taken only if it is sure.
    """
    known = models(page.upright)
    if not known:
        return [[] for _ in pieces]
    pictures = [page.cut(piece) for piece in pieces]
    several = [piece.several for piece in pieces]
    found = _run(pictures, several, known[0], page.upright)
    ways = [(known[0], 0.0), *((name, _SURE) for name in known[1:2])]
    for name, least in ways:
        doubtful = [
            i for i, lines in enumerate(found) if confidence_of(lines) < (0.7 * _SURE if least else _SURE)
        ]
        smooth = [_smoothed(pictures[i]) for i in doubtful]
        read = _run(smooth, [several[i] for i in doubtful], name, page.upright)
        for i, lines in zip(doubtful, read, strict=True):
            if confidence_of(lines) > max(least, confidence_of(found[i])):
                found[i] = lines
    return found


def _run(
    pictures: Sequence[Picture], several: Sequence[bool], model: str, upright: bool
) -> list[list[OcrLine]]:
    """The pictures read, two runs of the program at a time."""
    jobs: list[list[int]] = [[], [], []]
    sizes = [0, 0]
    for i, picture in enumerate(pictures):
        lighter = sizes.index(min(sizes))
        jobs[2 if several[i] else lighter].append(i)
        sizes[lighter] += 0 if several[i] else picture.width * picture.height
    found: list[list[OcrLine]] = [[] for _ in pictures]

    def run(job: int) -> None:
        mode = _UPRIGHT_BLOCK if upright else _BLOCK if job == 2 else _LINE
        read = recognise([pictures[i] for i in jobs[job]], mode, model)
        for i, lines in zip(jobs[job], read, strict=True):
            found[i] = lines

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(run, range(3)))
    return found


def confidence_of(lines: Sequence[OcrLine]) -> float:
    """The mean confidence of the letters of some lines; 0 if there are none."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def _smoothed(picture: Picture) -> Picture:
    """A picture whose ragged edges are blurred: each pixel the mean of nine."""
    grey = np.frombuffer(picture.data, dtype=np.uint8).reshape(picture.height, picture.width)
    padded = np.pad(grey, 1, mode="edge").astype(np.uint16)
    shifted = [padded[y : y + picture.height, x : x + picture.width] for y in range(3) for x in range(3)]
    return replace(picture, data=np.mean(shifted, axis=0).astype(np.uint8).tobytes())
