"""The language of a page or a label: what the reader chose, else what the browser asks for, else Japanese."""

from __future__ import annotations

from typing import Final, Literal

from starlette.requests import HTTPConnection

Language = Literal["ja", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")
COOKIE: Final = "lang"
VARY: Final = "Accept-Language, Cookie"


def language_of(request: HTTPConnection) -> Language:
    """The language of the answer: `?lang=`, else the cookie, else Accept-Language (RFC 9110 §12.5.4), else ja."""
    for chosen in (request.query_params.get(COOKIE), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return accepted(request.headers.get("accept-language", ""))


def accepted(header: str) -> Language:
    """The better of the two languages for an Accept-Language header; Japanese when it prefers neither.

    >>> accepted("en-GB,en;q=0.9,ja;q=0.8")
    'en'
    >>> accepted("fr, ja;q=0.5, en;q=0.4")
    'ja'
    >>> accepted("*"), accepted("en;q=0"), accepted("")
    ('ja', 'ja', 'ja')
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, rest = part.strip().partition(";")
        primary = name.strip().partition("-")[0]
        weights[primary] = max(weights.get(primary, 0.0), _weight(rest))
    other = weights.get("*", 0.0)
    return "en" if weights.get("en", other) > weights.get("ja", other) else "ja"


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
