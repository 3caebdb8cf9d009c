"""Terms and lines of N-Quads: written directly, because the graph is large and its form is simple."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

XSD = "http://www.w3.org/2001/XMLSchema#"

_SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\]')
_NAMED = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def iri(value: str) -> str:
    """An IRI as a term.

    Raises:
        ValueError: it holds a character that N-Quads forbids there.
    """
    if _IN_IRI.search(value):
        raise ValueError(f"not an IRI: {value!r}")
    return f"<{value}>"


def text(value: str, lang: str = "ja") -> str:
    r"""A text in a language.

    >>> print(text('「"甲"」\n'))
    "「\"甲\"」\n"@ja
    """
    return f"{_quoted(value)}@{lang}"


def string(value: str) -> str:
    """A plain string: codes, numbers as printed, digests."""
    return _quoted(value)


def integer(value: int) -> str:
    """A whole number: years, yen, lines.

    >>> integer(2025)
    '"2025"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return f'"{int(value)}"^^<{XSD}integer>'


def decimal(value: Decimal | float) -> str:
    """A figure in its shortest decimal form, never with an exponent.

    >>> decimal(Decimal("1E+2")), decimal(Decimal("-0.50"))
    ('"100"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"-0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')

    Raises:
        ValueError: it is not finite.
    """
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"not a figure: {value}")
    plain = format(exact, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f'"{"0" if plain == "-0" else plain}"^^<{XSD}decimal>'


def date(value: str) -> str:
    """A date as far as it is printed.

    >>> date("2016-02")
    '"2016-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'

    Raises:
        ValueError: it is no ISO date, month or year.
    """
    kind = _DATE_TYPES.get(len(value))
    if kind is None or not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        raise ValueError(f"not a date: {value!r}")
    return f'"{value}"^^<{XSD}{kind}>'


def _quoted(value: str) -> str:
    if _SPECIAL.search(value):
        value = _SPECIAL.sub(lambda found: _NAMED.get(found[0]) or f"\\u{ord(found[0]):04X}", value)
    return f'"{value}"'


def document(lines: Iterable[str]) -> str:
    """The lines as a file: sorted by code point (as their bytes), each once, with a final line feed."""
    ordered = sorted(set(lines))
    return "\n".join(ordered) + "\n" if ordered else ""
