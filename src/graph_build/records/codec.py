"""Frozen dataclasses as JSON values and back, by their annotations: strict, without a line per type."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from dataclasses import MISSING, Field
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from graph_build.records.evidence import Span

Codec: TypeAlias = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""Write and read: to a JSON value and back."""

POSITIONAL = (Span,)
"""Small types that are arrays of their fields, because there is one in every record."""


class CodecError(ValueError):
    """A JSON value that is none of the annotated type; the message says which field and what was expected."""


def as_list(value: Any) -> list[Any]:
    """The value, if it is a list.

    Raises:
        CodecError: it is none.
    """
    if not isinstance(value, list):
        raise CodecError(f"a list was expected, not {value!r:.60}")
    return value


@cache
def codec(hint: Any) -> Codec:
    """How values of one annotated type are written as JSON values and read back.

    Raises:
        TypeError: there is no form for the type; a programming error.

    >>> write, read = codec(Span)
    >>> write(Span(0, 4, 1, 1)), read([0, 4, 1, 1]) == Span(0, 4, 1, 1)
    ([0, 4, 1, 1], True)
    """
    if hint in _SCALARS:
        return _scalar(hint)
    if hint is Decimal:
        return str, lambda value: Decimal(_check(value, str))
    if hint in POSITIONAL:
        return _positional(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _literal(args)
    if origin in (Union, types.UnionType) and type(None) in args and len(args) == 2:
        return _optional(next(arg for arg in args if arg is not type(None)))
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return _tuple(args[0])
    if origin is dict and args[0] is str:
        return _dict(args[1])
    raise TypeError(f"no canonical form for the type {hint!r}")


_SCALARS: tuple[Any, ...] = (str, int, bool, float)


def _check(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise CodecError(f"{kind.__name__} expected, not {value!r:.60}")
    return value


def _scalar(kind: type) -> Codec:
    if kind is float:
        return float, lambda value: float(value if type(value) is int else _check(value, float))
    return (lambda value: value), lambda value: _check(value, kind)


def _literal(choices: tuple[Any, ...]) -> Codec:
    def read(value: Any) -> Any:
        if value not in choices:
            raise CodecError(f"{value!r:.60} is none of {', '.join(map(str, choices))}")
        return value

    return (lambda value: value), read


def _optional(inner: Any) -> Codec:
    write, read = codec(inner)
    return (
        lambda value: None if value is None else write(value),
        lambda value: None if value is None else read(value),
    )


def _tuple(inner: Any) -> Codec:
    write, read = codec(inner)
    return (
        lambda values: [write(value) for value in values],
        lambda values: tuple(read(value) for value in as_list(values)),
    )


def _dict(inner: Any) -> Codec:
    write, read = codec(inner)

    def read_all(values: Any) -> dict[str, Any]:
        return {key: read(value) for key, value in _check(values, dict).items()}

    return (lambda values: {key: write(value) for key, value in values.items()}), read_all


def _positional(kind: Any) -> Codec:
    """A small dataclass as an array of its fields, absent ones at the end left out."""
    codecs = [codec(hint) for hint in get_type_hints(kind).values()]
    fields = dataclasses.fields(kind)
    needed = sum(f.default is MISSING for f in fields)

    def write(value: Any) -> list[Any]:
        row = [codec[0](getattr(value, f.name)) for codec, f in zip(codecs, fields, strict=True)]
        while len(row) > needed and row[-1] is None:
            row.pop()
        return row

    def read(row: Any) -> Any:
        if not needed <= len(as_list(row)) <= len(fields):
            raise CodecError(f"{kind.__name__} has {needed} to {len(fields)} places, not {row!r:.60}")
        return kind(*(codec[1](value) for codec, value in zip(codecs, row, strict=False)))

    return write, read


def _dataclass(kind: Any) -> Codec:
    hints = get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind) if f.init}
    codecs = {name: codec(hints[name]) for name in fields}
    needed = {name for name, f in fields.items() if not _has_default(f)}
    if "type" in fields:
        raise TypeError(f"{kind!r} has a field called type, which is the name of the record's type")
    rows = [(name, codecs[name][0], _default(f)) for name, f in sorted(fields.items())]

    def write(value: Any) -> dict[str, Any]:
        named = ((name, encode, getattr(value, name), default) for name, encode, default in rows)
        return {name: encode(got) for name, encode, got, default in named if got != default}

    def read(entry: Any) -> Any:
        given = _check(entry, dict)
        wrong = (given.keys() - fields.keys()) | (needed - given.keys())
        if wrong:
            raise CodecError(f"{kind.__name__}: unknown or missing {', '.join(sorted(wrong))}")
        return kind(**{name: codecs[name][1](value) for name, value in given.items()})

    return write, read


def _has_default(f: Field[Any]) -> bool:
    return f.default is not MISSING or f.default_factory is not MISSING


def _default(f: Field[Any]) -> Any:
    if f.default_factory is not MISSING:
        return f.default_factory()
    return f.default
