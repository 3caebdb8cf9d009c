"""The values of a stored query's parameters: read by type, bound as terms, never pasted into text."""

from __future__ import annotations

import datetime
import re
from typing import Any

from graph_build.rdf.prefixes import expand
from service.engine.protocol import Term
from service.problems import INVALID, Problem

_LONGEST = 1000
# Type of a parameter → what follows the folder of its identifiers.
_IDENTIFIERS = {
    "municipality": "[0-9]{5}",
    "area": "[A-Za-z0-9._~/-]+",
    "agreement": "[A-Za-z0-9._~/-]+",
    "vision": "[A-Za-z0-9._~/-]+",
}
_NUMBERS = {"year": "[0-9]{4}", "integer": "[+-]?[0-9]{1,18}"}
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def schema_of(kind: str, base: str, optional: bool) -> dict[str, Any]:
    """The JSON Schema of a parameter's values; an optional one may be left empty, as forms do."""
    schema: dict[str, Any] = {"type": "string"}
    if kind == "date":
        schema["format"] = "date"
        return {"anyOf": [schema, {"const": ""}]} if optional else schema
    if kind == "string":
        return {**schema, "maxLength": _LONGEST, **({} if optional else {"minLength": 1})}
    folder = re.escape(f"{base}id/{kind}/").replace("\\-", "-")
    body = f"({folder})?{_IDENTIFIERS[kind]}" if kind in _IDENTIFIERS else _NUMBERS[kind]
    return {**schema, "pattern": f"^({body})?$" if optional else f"^{body}$"}


def term_of(name: str, kind: str, text: str, base: str) -> Term:
    """The term that a value stands for; an identifier may be given in full or as what follows its folder.

    >>> term_of("city", "municipality", "43100", "https://w3id.org/renkei/").value
    'https://w3id.org/renkei/id/municipality/43100'
    >>> term_of("year", "year", "2021", "https://w3id.org/renkei/").datatype
    'http://www.w3.org/2001/XMLSchema#integer'

    Raises `Problem` naming the parameter.
    """
    if kind in _IDENTIFIERS:
        folder = f"{base}id/{kind}/"
        rest = text.removeprefix(folder)
        if re.fullmatch(_IDENTIFIERS[kind], rest):
            return Term(folder + rest, is_iri=True)
    elif kind in _NUMBERS:
        if re.fullmatch(_NUMBERS[kind], text):
            return Term(str(int(text)), datatype=expand("xsd:integer"))
    elif kind == "date":
        if _DATE.fullmatch(text) and _is_date(text):
            return Term(text, datatype=expand("xsd:date"))
    elif len(text) <= _LONGEST:
        return Term(text)
    detail = f"{name}: {text[:80]!r} is not of type {kind}."
    raise Problem(INVALID, detail, {"parameter": name, "expected": kind})


def _is_date(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
