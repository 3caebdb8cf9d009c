"""The values of a stored query's parameters: read by type, for the command line, the tests and the service alike."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_build.checks.questions import Param, ParamType, StoredQuery
from graph_build.rdf.prefixes import expand

LONGEST = 1000
"""Characters of a string."""

_PATH = "[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*"
_IDENTIFIERS: Mapping[str, str] = {
    "municipality": "[0-9]{5}",
    "area": _PATH,
    "agreement": _PATH,
    "vision": _PATH,
}
"""Type of a parameter → what follows the folder of its identifiers."""

_NUMBERS: Mapping[str, str] = {"year": "[0-9]{4}", "integer": "[+-]?[0-9]{1,18}"}
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Value:
    """An IRI, or a literal with its datatype ('' for a plain string)."""

    value: str
    is_iri: bool = False
    datatype: str = ""


class ParameterError(ValueError):
    """A parameter is unknown or missing, or its value is of another type; ``details`` says it for programs."""

    def __init__(self, message: str, details: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.details = details


def read_values(query: StoredQuery, given: Mapping[str, str], base: str) -> dict[str, Value]:
    """The values of a query's parameters; an optional one that is empty counts as not given.

    Raises:
        ParameterError: an unknown or missing parameter, or a value of another type.
    """
    known = {param.name: param for param in query.params}
    if unknown := sorted(set(given) - set(known)):
        raise ParameterError(
            f"There is no parameter {', '.join(unknown)[:200]}; {query.path} has {', '.join(known) or 'none'}.",
            {"parameters": sorted(known)},
        )
    missing = [param for param in query.params if not param.optional and not given.get(param.name)]
    if missing:
        names = ", ".join(param.name for param in missing)
        examples = ", ".join(f"{param.name}={param.example}" for param in missing)
        raise ParameterError(
            f"The parameter {names} is missing, for example {examples}.",
            {"missing": [param.name for param in missing]},
        )
    return {
        name: read_value(name, known[name].type, text, base)
        for name, text in given.items()
        if text or not known[name].optional
    }


def read_value(name: str, kind: ParamType, text: str, base: str) -> Value:
    """What a value stands for; an identifier is an IRI of this base, or its path from ``id/`` or the folder on.

    >>> read_value("city", "municipality", "43100", "https://w3id.org/renkei/").value
    'https://w3id.org/renkei/id/municipality/43100'
    >>> read_value("year", "year", "2021", "https://w3id.org/renkei/").datatype
    'http://www.w3.org/2001/XMLSchema#integer'

    Raises:
        ParameterError: it is of another type.
    """
    if kind in _IDENTIFIERS:
        found = re.fullmatch(_identifier(kind, base), text)
        if found:
            return Value(f"{base}id/{kind}/{found['rest']}", is_iri=True)
    elif kind in _NUMBERS:
        if re.fullmatch(_NUMBERS[kind], text):
            return Value(str(int(text)), datatype=expand("xsd:integer"))
    elif kind == "date":
        if _DATE.fullmatch(text) and _is_date(text):
            return Value(text, datatype=expand("xsd:date"))
    elif len(text) <= LONGEST:
        return Value(text)
    raise ParameterError(
        f"{name}: {text[:80]!r} is not of type {kind}.", {"parameter": name, "expected": kind}
    )


def _identifier(kind: str, base: str) -> str:
    start = re.escape(f"{base}id/").replace("\\-", "-")
    return f"(({start})?{kind}/)?(?P<rest>{_IDENTIFIERS[kind]})"


def _is_date(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def json_schema(param: Param, base: str) -> dict[str, Any]:
    """The JSON Schema of a parameter's values; an optional one may be left empty, as forms do."""
    schema: dict[str, Any] = {"type": "string"}
    if param.type == "date":
        schema["format"] = "date"
        return {"anyOf": [schema, {"const": ""}]} if param.optional else schema
    if param.type == "string":
        return {**schema, "maxLength": LONGEST, **({} if param.optional else {"minLength": 1})}
    named = param.type in _IDENTIFIERS
    # ECMA-262, which JSON Schema has in mind, writes a named group without the P.
    body = _identifier(param.type, base).replace("?P<rest>", "") if named else _NUMBERS[param.type]
    return {**schema, "pattern": f"^({body})?$" if param.optional else f"^{body}$"}
