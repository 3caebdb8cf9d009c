"""Records as canonical JSON and back: the form of the register, of the cache, and between processes.

One file is one document: a header line, then one record per line and one problem per line, so that a change
of one record is a change of one line. Keys are sorted, fields that have their default are left out, decimals
are strings, places are short arrays. Same records, same bytes.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from graph_build.records import agreement, base, plan
from graph_build.records.base import Record
from graph_build.records.document import Records, SourceDocument
from graph_build.records.evidence import Span
from graph_build.records.problems import Problem

FORMAT = "renkei-records-1"
"""The first line's ``format``; a file with another one is refused, never guessed at."""

LONGEST_FACT = 20
"""Characters of a cue or of a problem's value that still count as a fact (rule of the register)."""

RECORD_TYPES: dict[str, type[Record]] = {
    kind.__name__: kind
    for module in (base, agreement, plan)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Record) and kind.__module__ == module.__name__
    if kind not in (Record, agreement.AgreementText)
}

_Codec: TypeAlias = tuple[Callable[[Any], Any], Callable[[Any], Any]]


class NotCanonicalError(ValueError):
    """Text that is no canonical records file: another format, an unknown record, field or value."""


def dumps(records: Records) -> str:
    """All that the records hold, as canonical JSON."""
    return _write(records)


def facts(records: Records) -> Records:
    """The records without the document's sentences: what the register may carry.

    Fields marked as words lose their content; a cue or a problem's value stays when it is short and no
    sentence.

    >>> from graph_build.records.base import Passage
    >>> from graph_build.records.document import Ledger
    >>> source = SourceDocument("bill/1/x/x", "bill", None, "", "text/plain", Ledger(1))
    >>> passage = Passage(id="p", owner="o", order=1, text="住民は集まる。", text_digest="d")
    >>> facts(Records(source, (passage,))).items[0].text is None
    True
    """
    return Records(
        source=dataclasses.replace(records.source, carries="facts"),
        items=tuple(_without_words(item) for item in records.items),
        problems=tuple(_short_problem(problem) for problem in records.problems),
    )


def _without_words(item: Record) -> Record:
    changes = {name: default for name, default in _words_of(item) if getattr(item, name) != default}
    if isinstance(item, base.Assignment) and item.cue is not None and not _is_fact(item.cue):
        changes["cue"] = None
    return dataclasses.replace(item, **changes) if changes else item


def _words_of(item: Record) -> tuple[tuple[str, Any], ...]:
    kind: Any = type(item)
    return _words(kind)


@cache
def _words(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in dataclasses.fields(kind) if f.metadata.get("words"))


def _short_problem(problem: Problem) -> Problem:
    return problem if _is_fact(problem.value) else dataclasses.replace(problem, value="")


def _is_fact(text: str) -> bool:
    return len(text) <= LONGEST_FACT and "。" not in text


def _write(records: Records) -> str:
    header = {"format": FORMAT, "source": _codec(SourceDocument)[0](records.source)}
    lines = ["{" + f'"header":{_json(header)}', '"items":[' + _lines(_item(item) for item in records.items)]
    lines.append('"problems":[' + _lines(_codec(Problem)[0](problem) for problem in records.problems))
    return ",\n".join(lines) + "}\n"


def _lines(objects: Any) -> str:
    rows = [_json(one) for one in objects]
    return "\n" + ",\n".join(rows) + "\n]" if rows else "]"


def _item(item: Record) -> dict[str, Any]:
    kind = _kind(item)
    return {"type": kind.__name__, **_codec(kind)[0](item)}


def _kind(item: Record) -> Any:
    if RECORD_TYPES.get(type(item).__name__) is not type(item):
        raise TypeError(f"not a record of the domain: {type(item)!r}")
    return type(item)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def loads(text: str) -> Records:
    """The records of a canonical file, facts or full.

    Raises:
        NotCanonicalError: it is no such file; the message says which entry is wrong.
    """
    try:
        whole = json.loads(text)
    except ValueError as error:
        raise NotCanonicalError(f"not JSON: {error}") from None
    _keys(whole, {"header", "items", "problems"}, "the file")
    _keys(whole["header"], {"format", "source"}, "the header")
    if whole["header"]["format"] != FORMAT:
        raise NotCanonicalError(f"format {whole['header']['format']!r}, expected {FORMAT!r}")
    return Records(
        source=_codec(SourceDocument)[1](whole["header"]["source"]),
        items=tuple(_read_item(entry, n) for n, entry in enumerate(_list(whole["items"]), 1)),
        problems=tuple(_codec(Problem)[1](entry) for entry in _list(whole["problems"])),
    )


def _read_item(entry: Any, number: int) -> Record:
    if not isinstance(entry, dict) or entry.get("type") not in RECORD_TYPES:
        raise NotCanonicalError(f"record {number}: no known type")
    kind: Any = RECORD_TYPES[entry.pop("type")]
    try:
        record: Record = _codec(kind)[1](entry)
    except NotCanonicalError as error:
        raise NotCanonicalError(f"record {number} ({kind.__name__}): {error}") from None
    return record


def _keys(value: Any, expected: set[str], what: str) -> None:
    if not isinstance(value, dict) or set(value) != expected:
        raise NotCanonicalError(f"{what} must have the keys {', '.join(sorted(expected))}")


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotCanonicalError(f"a list was expected, not {value!r:.60}")
    return value


@cache
def _codec(hint: Any) -> _Codec:
    """How values of one annotated type are written and read; unknown types are a programming error."""
    if hint in _SCALARS:
        return _scalar(hint)
    if hint is Decimal:
        return str, lambda value: Decimal(_check(value, str))
    if hint is Span:
        return _positional(Span)
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
        raise NotCanonicalError(f"{kind.__name__} expected, not {value!r:.60}")
    return value


def _scalar(kind: type) -> _Codec:
    if kind is float:
        return float, lambda value: float(value if type(value) is int else _check(value, float))
    return (lambda value: value), lambda value: _check(value, kind)


def _literal(choices: tuple[Any, ...]) -> _Codec:
    def read(value: Any) -> Any:
        if value not in choices:
            raise NotCanonicalError(f"{value!r:.60} is none of {', '.join(map(str, choices))}")
        return value

    return (lambda value: value), read


def _optional(inner: Any) -> _Codec:
    write, read = _codec(inner)
    return (
        lambda value: None if value is None else write(value),
        lambda value: None if value is None else read(value),
    )


def _tuple(inner: Any) -> _Codec:
    write, read = _codec(inner)
    return (
        lambda values: [write(value) for value in values],
        lambda values: tuple(read(value) for value in _list(values)),
    )


def _dict(inner: Any) -> _Codec:
    write, read = _codec(inner)

    def read_all(values: Any) -> dict[str, Any]:
        return {key: read(value) for key, value in _check(values, dict).items()}

    return (lambda values: {key: write(value) for key, value in values.items()}), read_all


def _positional(kind: Any) -> _Codec:
    """A small dataclass as an array of its fields, absent ones at the end left out."""
    codecs = [_codec(hint) for hint in get_type_hints(kind).values()]
    fields = dataclasses.fields(kind)
    needed = sum(f.default is MISSING for f in fields)

    def write(value: Any) -> list[Any]:
        row = [codec[0](getattr(value, f.name)) for codec, f in zip(codecs, fields, strict=True)]
        while len(row) > needed and row[-1] is None:
            row.pop()
        return row

    def read(row: Any) -> Any:
        if not needed <= len(_list(row)) <= len(fields):
            raise NotCanonicalError(f"{kind.__name__} has {needed} to {len(fields)} places, not {row!r:.60}")
        return kind(*(codec[1](value) for codec, value in zip(codecs, row, strict=False)))

    return write, read


def _dataclass(kind: Any) -> _Codec:
    hints = get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind) if f.init}
    codecs = {name: _codec(hints[name]) for name in fields}
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
            raise NotCanonicalError(f"{kind.__name__}: unknown or missing {', '.join(sorted(wrong))}")
        return kind(**{name: codecs[name][1](value) for name, value in given.items()})

    return write, read


def _has_default(f: Field[Any]) -> bool:
    return f.default is not MISSING or f.default_factory is not MISSING


def _default(f: Field[Any]) -> Any:
    if f.default_factory is not MISSING:
        return f.default_factory()
    return f.default


def header(text: str) -> Mapping[str, Any]:
    """The header of a canonical file, read from its first line only.

    Raises:
        NotCanonicalError: the first line is no such header.
    """
    first = text.split("\n", 1)[0].rstrip(",")
    try:
        found = json.loads(first + "}")["header"]
    except (ValueError, KeyError, TypeError):
        raise NotCanonicalError("no records file: the first line is no header") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotCanonicalError(f"the first line does not say format {FORMAT}")
    return found
