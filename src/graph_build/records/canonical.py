"""Records as canonical JSON and back: the form of the register, of the cache, and between processes.

One file is one document: a header line, then one record per line and one problem per line, so that a change
of one record is a change of one line. Keys are sorted, fields that have their default are left out, decimals
are strings, places are short arrays. Same records, same bytes.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from graph_build.records import agreement, base, plan
from graph_build.records.base import Record
from graph_build.records.codec import CodecError, as_list, codec
from graph_build.records.document import Records, SourceDocument
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
    if kind not in (Record, base.Noted, agreement.AgreementText)
}


class NotCanonicalError(CodecError):
    """Text that is no canonical records file: another format, an unknown record, field or value."""


def dumps(records: Records) -> str:
    """All that the records hold, as canonical JSON."""
    return _write(records)


def file_name(records: Records) -> str:
    """What the file of these records is called in the register: the topic, its parts joined by ``--``.

    >>> from graph_build.records.document import Ledger
    >>> source = SourceDocument("bill/43100/2023-09-04/227", "bill", None, "", "text/plain", Ledger(1))
    >>> file_name(Records(source, ()))
    'bill--43100--2023-09-04--227.json'
    """
    return records.source.topic.replace("/", "--") + ".json"


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
    """A title is a fact however long; other words of the document longer than a name are none."""
    named = problem.code in _OF_TITLES and "。" not in problem.value
    return (
        problem if named or _is_fact(problem.value) else dataclasses.replace(problem, value="", value_ja=None)
    )


_OF_TITLES = ("title_differs", "no_measure", "no_operation")
"""Problems whose value is a title."""


def _is_fact(text: str) -> bool:
    return len(text) <= LONGEST_FACT and "。" not in text


def _write(records: Records) -> str:
    header = {"format": FORMAT, "source": codec(SourceDocument)[0](records.source)}
    lines = ["{" + f'"header":{_json(header)}', '"items":[' + _lines(_item(item) for item in records.items)]
    lines.append('"problems":[' + _lines(codec(Problem)[0](problem) for problem in records.problems))
    return ",\n".join(lines) + "}\n"


def _lines(objects: Any) -> str:
    rows = [_json(one) for one in objects]
    return "\n" + ",\n".join(rows) + "\n]" if rows else "]"


def _item(item: Record) -> dict[str, Any]:
    kind = _kind(item)
    return {"type": kind.__name__, **codec(kind)[0](item)}


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
    try:
        return _read(whole)
    except NotCanonicalError:
        raise
    except CodecError as error:
        raise NotCanonicalError(str(error)) from None


def _read(whole: dict[str, Any]) -> Records:
    return Records(
        source=codec(SourceDocument)[1](whole["header"]["source"]),
        items=tuple(_read_item(entry, n) for n, entry in enumerate(as_list(whole["items"]), 1)),
        problems=tuple(codec(Problem)[1](entry) for entry in as_list(whole["problems"])),
    )


def _read_item(entry: Any, number: int) -> Record:
    if not isinstance(entry, dict) or entry.get("type") not in RECORD_TYPES:
        raise NotCanonicalError(f"record {number}: no known type")
    kind: Any = RECORD_TYPES[entry.pop("type")]
    try:
        record: Record = codec(kind)[1](entry)
    except CodecError as error:
        raise NotCanonicalError(f"record {number} ({kind.__name__}): {error}") from None
    return record


def _keys(value: Any, expected: set[str], what: str) -> None:
    if not isinstance(value, dict) or set(value) != expected:
        raise NotCanonicalError(f"{what} must have the keys {', '.join(sorted(expected))}")


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
