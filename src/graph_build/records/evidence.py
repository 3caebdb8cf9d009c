"""Where a document says something: places in the raw text, and the evidence a record carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Method: TypeAlias = Literal["text", "ocr"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place: half-open character offsets in the raw text, 1-based lines (both inclusive), 1-based page if known."""

    start: int
    end: int
    line_start: int
    line_end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place that proves a record, or, with ``supports``, only the named properties of it.

    ``rule`` names the reading rule that took it (``article.heading``, ``measure.row``); ``supports`` holds local names
    of the ontology's properties (``signedOn``, ``coreCity``); empty means the whole record. ``confidence`` (0–1) is
    set by OCR.
    """

    span: Span
    rule: str
    supports: tuple[str, ...] = ()
    method: Method = "text"
    confidence: float | None = None
