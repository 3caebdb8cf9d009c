"""Several changes of one agreement that were signed on one day: told apart, each under an identifier of its own.

By its date alone an amendment is ``act/amendment-2023-03-20``, its text ``version/2023-03-20``. Where the documents hold
two different amendments of a day, both get a digest of what they change behind the date. Neither keeps the plain
identifier: whichever did would change its meaning with the next document.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from graph_build.records import ids
from graph_build.records.agreement import Act, AgreementVersion, Measure, Operation
from graph_build.records.base import Record
from graph_build.records.document import Records

T = TypeVar("T")


def groups(given: Sequence[Records]) -> list[list[int]]:
    """Which of the documents on one topic are of one act, by their places; all of one where nothing tells them apart."""
    found: list[list[int]] = []
    for i, one in enumerate(given):
        own = next((group for group in found if any(same_act(one, given[j]) for j in group)), None)
        if own is None:
            found.append([i])
        else:
            own.append(i)
    return found


def same_act(one: Records, other: Records) -> bool:
    """Whether two documents on one topic are copies of one instrument.

    Two amendments of a day are different instruments where they print different days of effect, or have no change in
    common. Copies may differ in some changes: a misread letter makes no further instrument.
    """
    acts = [_amendment(one), _amendment(other)]
    if not all(acts):
        return True
    changes = [_changes(one), _changes(other)]
    if changes[0] == changes[1] and _tails(one, Measure) == _tails(other, Measure):
        return True
    days = {act.effective_on for act in acts if act}
    return (None in days or len(days) == 1) and (not all(changes) or bool(changes[0] & changes[1]))


def apart(document: Records) -> Records:
    """The document with its act and text under identifiers that name what it changes."""
    act = _amendment(document)
    if act is None:
        return document
    digest = ids.h10(act.effective_on or "", *sorted(_changes(document)))
    versions = [v.id for v in document.of(AgreementVersion) if v.enacted_by == act.id]
    return _renamed(document, {name: f"{name}-{digest}" for name in (act.id, *versions)})


def _amendment(document: Records) -> Act | None:
    """The amendment that a document is, None for any other."""
    return next(
        (a for a in document.of(Act) if a.kind == "amendment" and a.id == document.source.topic), None
    )


def _changes(document: Records) -> frozenset[str]:
    return _tails(document, Operation)


def _tails(document: Records, kind: type[Record]) -> frozenset[str]:
    """The last parts of the identifiers of a kind: what they were made from, without the text that they are in."""
    return frozenset(item.id.rpartition("/")[2] for item in document.of(kind))


def _renamed(value: T, names: Mapping[str, str]) -> T:
    """The value with every identifier in it that is, or stands below, a name."""
    changed: Any = value
    if isinstance(value, str):
        for old, new in names.items():
            if value == old or value.startswith(f"{old}/"):
                changed = new + value[len(old) :]
    elif isinstance(value, tuple):
        changed = tuple(_renamed(part, names) for part in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        again = {name: _renamed(part, names) for name, part in fields.items()}
        changed = dataclasses.replace(value, **{n: p for n, p in again.items() if p is not fields[n]})
    return changed  # type: ignore[no-any-return]
