"""Character recognition by the system's tesseract (the extra `renkei[ocr]`): pictures in, lines with confidence out."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

LANGUAGE = "jpn"
_SECONDS = 120
"""Longest time for one picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture: rows of bytes, 0 black to 255 white."""

    width: int
    height: int
    data: bytes

    def pgm(self) -> bytes:
        """The picture as a file that tesseract reads."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.data


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A recognised line: its text, box in pixels, and confidence (0–1, the mean of its words)."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


def has_numpy() -> bool:
    """Whether the extra's only library is there; enough to find rules in a picture."""
    return importlib.util.find_spec("numpy") is not None


@cache
def missing() -> str | None:
    """What is not installed, in words; None if recognition works.

    Asks the program itself, once.
    """
    if not has_numpy():
        return "renkei[ocr] is not installed"
    program = shutil.which("tesseract")
    if program is None:
        return "the program tesseract is not installed"
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return "the program tesseract does not run"
    return None if LANGUAGE.encode() in listed.stdout.split() else f"tesseract has no language {LANGUAGE}"


def recognise(picture: Picture, mode: int) -> list[OcrLine]:
    """The lines of a picture; ``mode`` is tesseract's page segmentation (6: one block, 4: columns of text).

    An empty list if the program fails: the caller reports what it did not get.
    """
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", str(mode), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture.pgm(), capture_output=True, timeout=_SECONDS, check=True, env=environment
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_tsv(done.stdout.decode("utf-8", errors="replace"))


def parse_tsv(table: str) -> list[OcrLine]:
    r"""The lines in tesseract's table of words.

    >>> head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    >>> parse_tsv(head + "5\t1\t1\t1\t1\t1\t10\t5\t20\t12\t90\t三原\n5\t1\t1\t1\t1\t2\t32\t5\t10\t12\t70\t市\n")
    [OcrLine(text='三原市', left=10, top=5, right=42, bottom=17, confidence=0.8)]
    """
    lines: dict[tuple[str, ...], list[tuple[str, int, int, int, int, float]]] = {}
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != "5" or not fields[11].strip():
            continue
        left, top, width, height = (int(field) for field in fields[6:10])
        word = (fields[11].strip(), left, top, left + width, top + height, float(fields[10]))
        lines.setdefault(tuple(fields[1:5]), []).append(word)
    return [_line(words) for words in lines.values()]


def _line(words: Sequence[tuple[str, int, int, int, int, float]]) -> OcrLine:
    text = words[0][0]
    for word, *_ in words[1:]:
        latin = text[-1].isascii() and word[0].isascii() and text[-1].isalnum() and word[0].isalnum()
        text += f" {word}" if latin else word
    return OcrLine(
        text,
        min(word[1] for word in words),
        min(word[2] for word in words),
        max(word[3] for word in words),
        max(word[4] for word in words),
        round(sum(max(word[5], 0.0) for word in words) / len(words) / 100, 4),
    )
