"""Content negotiation as RFC 9110 §12.5 says: quality, specificity, `q=0`, ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.sparql.formats import Format

_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
_MAX_HEADER = 4096


@dataclass(frozen=True)
class Choice:
    """A format together with the media type under which the client asked for it."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The value of the `Content-Type` header; all text is UTF-8."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


@lru_cache(maxsize=1024)
def choose(accept: str | None, offered: tuple[Format, ...]) -> Choice | None:
    """The format that a client likes best, or None when it accepts none of those offered.

    Of equal quality the more exactly named wins, then the earlier offer; a missing header accepts everything.

    >>> from service.sparql.formats import TABLE_FORMATS, GRAPH_FORMATS
    >>> choose("text/csv;q=0.5, application/sparql-results+xml", TABLE_FORMATS).format.name
    'xml'
    >>> choose("*/*, text/csv", TABLE_FORMATS).content_type
    'text/csv; charset=utf-8'
    >>> choose("text/*", GRAPH_FORMATS).media_type, choose("text/turtle;q=0, */*", GRAPH_FORMATS).media_type
    ('text/turtle', 'application/n-triples')
    >>> choose("image/png", TABLE_FORMATS) is None
    True
    """
    if accept is None or not accept.strip():
        return named(offered[0])
    ranges = _ranges(accept)
    best: tuple[tuple[float, int], Choice | None] = ((0.0, 0), None)
    for each in offered:
        for media_type in each.media_types:
            liking = _liking(ranges, media_type)
            if liking[0] > 0 and liking > best[0]:
                best = (liking, Choice(each, media_type))
    return best[1]


def named(wanted: Format) -> Choice:
    """The choice of a format by its name alone."""
    return Choice(wanted, wanted.media_types[0])


@lru_cache(maxsize=256)
def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether `Accept-Encoding` allows gzip.

    >>> accepts_gzip("br, gzip;q=0.8"), accepts_gzip("gzip;q=0, *"), accepts_gzip(None)
    (True, False, False)
    """
    if accept_encoding is None:
        return False
    codings = dict(_elements(accept_encoding))
    return codings.get("gzip", codings.get("x-gzip", codings.get("*", 0.0))) > 0


def _elements(header: str) -> Sequence[tuple[str, float]]:
    found = []
    for element in _ELEMENT.findall(header[:_MAX_HEADER]):
        name, *parameters = element.split(";")
        found.append((name.strip().lower(), _q(parameters)))
    return found


def _q(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            return float(value) if _QUALITY.match(value.strip()) else 0.0
    return 1.0


def _ranges(accept: str) -> dict[tuple[str, str], float]:
    ranges: dict[tuple[str, str], float] = {}
    for name, quality in _elements(accept):
        main, slash, sub = name.partition("/")
        if slash:
            ranges[main, sub] = max(quality, ranges.get((main, sub), 0.0))
    return ranges


def _liking(ranges: dict[tuple[str, str], float], media_type: str) -> tuple[float, int]:
    """Quality and exactness of the most specific range that covers the media type (RFC 9110 §12.5.1)."""
    main, _, sub = media_type.partition("/")
    for exactness, key in ((2, (main, sub)), (1, (main, "*")), (0, ("*", "*"))):
        if key in ranges:
            return ranges[key], exactness
    return 0.0, 0
