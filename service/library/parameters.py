"""The values of a stored query's parameters: read by type, bound as terms, never pasted into text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from graph_build.rdf.prefixes import expand
from service.engine.protocol import Term
from service.problems import INVALID, Problem

_CODE = re.compile(r"\d{5}")
_THING = re.compile(r"[A-Za-z0-9._~/-]+")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 1000
# Type of a parameter → folder of its identifiers.
_FOLDERS = {"municipality": "municipality", "area": "area", "agreement": "agreement", "vision": "vision"}

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "municipality": {"type": "string", "pattern": r"^(\d{5}|https?://[^\s<>\"{}|\\^`]+)$"},
    "area": {"type": "string", "pattern": r"^(https?://)?[A-Za-z0-9._~:/-]+$"},
    "agreement": {"type": "string", "pattern": r"^(https?://)?[A-Za-z0-9._~:/-]+$"},
    "vision": {"type": "string", "pattern": r"^(https?://)?[A-Za-z0-9._~:/-]+$"},
    "date": {"type": "string", "format": "date"},
    "year": {"type": "string", "pattern": r"^\d{4}$"},
    "integer": {"type": "string", "pattern": r"^[+-]?\d{1,18}$"},
    "string": {"type": "string"},
}
"""Type of a parameter → its JSON Schema, for the OpenAPI document."""


def term_of(name: str, kind: str, text: str, base: str) -> Term:
    """The term that a value stands for; an identifier may be given in full or as what follows its folder.

    >>> term_of("city", "municipality", "43100", "https://w3id.org/renkei/").value
    'https://w3id.org/renkei/id/municipality/43100'
    >>> term_of("year", "year", "2021", "https://w3id.org/renkei/").datatype
    'http://www.w3.org/2001/XMLSchema#integer'

    Raises `Problem` naming the parameter.
    """
    value = text.strip()
    if kind in _FOLDERS:
        return _identifier(name, kind, value, base)
    if kind == "date" and _DATE.fullmatch(value) and _is_date(value):
        return Term(value, datatype=expand("xsd:date"))
    if kind == "year" and _YEAR.fullmatch(value):
        return Term(value, datatype=expand("xsd:integer"))
    if kind == "integer" and _INTEGER.fullmatch(value):
        return Term(str(int(value)), datatype=expand("xsd:integer"))
    if kind == "string" and len(value) <= _LONGEST:
        return Term(value)
    raise _invalid(name, kind, text)


def _identifier(name: str, kind: str, value: str, base: str) -> Term:
    folder = f"{base}id/{_FOLDERS[kind]}/"
    rest = value.removeprefix(folder)
    shape = _CODE if kind == "municipality" else _THING
    if not shape.fullmatch(rest):
        raise _invalid(name, kind, value)
    return Term(folder + rest, is_iri=True)


def _is_date(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _invalid(name: str, kind: str, text: str) -> Problem:
    return Problem(
        INVALID, f"{name}: {text[:80]!r} is not of type {kind}.", {"parameter": name, "type": kind}
    )
