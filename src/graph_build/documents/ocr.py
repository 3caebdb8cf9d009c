"""Character recognition by the system's tesseract (the extra `renkei[ocr]`): pictures in, lines with confidence out."""

from __future__ import annotations

import importlib.util
import os
import shutil
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_MODELS = ("Japanese", "script/Japanese", "jpn")
"""Models for level writing, the best first: that of the script reads more cells right than that of the language."""
_UPRIGHT_MODELS = ("Japanese_vert", "script/Japanese_vert", "jpn_vert")
_SECONDS, _SECONDS_EACH = 120, 10
"""Longest time for a run of the program, and for each picture of it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture: rows of bytes, 0 black to 255 white."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A recognised word (of Japanese one to a few characters): its box in pixels and confidence from 0 to 1."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A recognised line: its text, box in pixels, confidence (the mean of its characters), and words."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    words: tuple[OcrWord, ...] = ()


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
    if shutil.which("tesseract") is None:
        return "the program tesseract is not installed"
    known = _installed()
    if known is None:
        return "the program tesseract does not run"
    return None if known & set(_MODELS) else f"tesseract has no language {_MODELS[-1]}"


def _installed() -> frozenset[str] | None:
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return frozenset(listed.stdout.decode("utf-8", errors="replace").split())


@cache
def models(upright: bool = False) -> tuple[str, ...]:
    """The installed models for level or for upright (vertical) writing, the best first."""
    known = _installed() or frozenset()
    return tuple(name for name in (_UPRIGHT_MODELS if upright else _MODELS) if name in known)


@cache
def figure_models() -> tuple[str, ...]:
    """The installed model for figures: that of English, which comes with the program."""
    return tuple({"eng"} & (_installed() or frozenset()))


def recognise(pictures: Sequence[Picture], mode: int, model: str, signs: str = "") -> list[list[OcrLine]]:
    """The lines of each picture, all read by one run of the program, which takes longer to start than to read a cell.

    ``mode`` is tesseract's page segmentation (7: one line, 6: one block, 5: a block of upright writing), ``signs``
    the only characters there may be (empty: any).
    No lines if the program fails on a picture: the caller reports what it did not get.
    """
    if not pictures:
        return []
    command = ["tesseract", "stdin", "stdout", "-l", model, "--psm", str(mode)]
    command += ["-c", f"tessedit_char_whitelist={signs}"] * bool(signs) + ["tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    seconds = _SECONDS + _SECONDS_EACH * len(pictures)
    try:
        done = subprocess.run(
            command, input=tiff(pictures), capture_output=True, timeout=seconds, check=True, env=environment
        )
    except (OSError, subprocess.SubprocessError):
        if len(pictures) == 1:
            return [[]]
        half = len(pictures) // 2  # one bad picture takes nothing from the others
        return recognise(pictures[:half], mode, model, signs) + recognise(pictures[half:], mode, model, signs)
    read = parse_tsv(done.stdout.decode("utf-8", errors="replace"))
    return [read.get(number, []) for number in range(1, len(pictures) + 1)]


def tiff(pictures: Sequence[Picture], resolution: int = 300) -> bytes:
    """The pictures as one uncompressed file of several pages (TIFF 6.0, baseline grey), which tesseract reads."""
    parts = [struct.pack("<2sHI", b"II", 42, 8)]
    at = 8
    for number, picture in enumerate(pictures, 1):
        size = picture.width * picture.height
        fraction = at + 2 + 12 * 11 + 4
        data = fraction + 8
        behind = data + size + size % 2
        entries = (
            (256, 4, picture.width),
            (257, 4, picture.height),
            (258, 3, 8),  # bits of a sample
            (259, 3, 1),  # no compression
            (262, 3, 1),  # 0 is black
            (273, 4, data),
            (277, 3, 1),  # samples of a pixel
            (278, 4, picture.height),
            (279, 4, size),
            (282, 5, fraction),
            (283, 5, fraction),
        )
        parts.append(struct.pack("<H", len(entries)))
        parts += [struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries]
        parts.append(struct.pack("<III", behind if number < len(pictures) else 0, resolution, 1))
        parts += [picture.data, b"\0" * (size % 2)]
        at = behind
    return b"".join(parts)


def parse_tsv(table: str) -> dict[int, list[OcrLine]]:
    r"""The lines of each picture, counted from 1, in tesseract's table of words.

    >>> head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    >>> (line,) = parse_tsv(head + "5\t2\t1\t1\t1\t1\t10\t5\t20\t12\t90\t三原\n5\t2\t1\t1\t1\t2\t32\t5\t10\t12\t60\t市\n")[2]
    >>> line.text, line.left, line.top, line.right, line.bottom, line.confidence
    ('三原市', 10, 5, 42, 17, 0.8)
    """
    lines: dict[tuple[str, ...], list[OcrWord]] = {}
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != "5" or not fields[11].strip():
            continue
        left, top, width, height = (int(field) for field in fields[6:10])
        sure = max(float(fields[10]), 0.0) / 100
        word = OcrWord(fields[11].strip(), left, top, left + width, top + height, sure)
        lines.setdefault(tuple(fields[1:5]), []).append(word)
    found: dict[int, list[OcrLine]] = {}
    for key, words in lines.items():
        found.setdefault(int(key[0]), []).append(line_of(words))
    return found


def line_of(words: Sequence[OcrWord]) -> OcrLine:
    """The line of some words, left to right."""
    text = words[0].text
    for word in words[1:]:
        latin = (
            text[-1].isascii() and word.text[0].isascii() and text[-1].isalnum() and word.text[0].isalnum()
        )
        text += f" {word.text}" if latin else word.text
    letters = sum(len(word.text) for word in words)
    return OcrLine(
        text,
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        round(sum(word.confidence * len(word.text) for word in words) / letters, 4),
        tuple(words),
    )
