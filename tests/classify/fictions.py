"""Measures of fictional documents, as they are read and as their expected records have them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from graph_build.records.agreement import AgreementVersion, Measure, PolicyField
from graph_build.records.base import Record
from graph_build.records.document import Records
from graph_build.release.reading import read_path

FIXTURES = Path(__file__).parents[1] / "fixtures"


def converted(pattern: str, step: int) -> Iterator[Records]:
    """The records of every so-many-th fixture of a pattern: the words of all of them cost minutes and teach no more."""
    for file in sorted(FIXTURES.glob(pattern))[::step]:
        result = read_path(file).result if file.name != "README.md" else None
        if isinstance(result, Records):
            yield result


def measures(name: str) -> list[Record]:
    """The text, fields and measures of one fixture; a measure is called by the fixture and its place in it.

    Raises:
        StopIteration: there is no fixture of that name.
    """
    file = next(FIXTURES.glob(f"*/{name}.expected.json"))
    expected = json.loads(file.read_text(encoding="utf-8"))
    fields: dict[tuple[str, ...], PolicyField] = {}
    found = list(_measures(name, expected["measures"], fields))
    return [AgreementVersion(id=name, agreement=name, title=expected["title"]), *fields.values(), *found]


def _measures(
    name: str, given: list[dict[str, object]], fields: dict[tuple[str, ...], PolicyField]
) -> Iterator[Measure]:
    for order, one in enumerate(given, start=1):
        path: tuple[str, ...] = tuple(one.get("field_path") or ())  # type: ignore[arg-type]
        for depth in range(1, len(path) + 1):
            own, above = path[:depth], path[: depth - 1]
            fields.setdefault(
                own,
                PolicyField(
                    id="/".join((name, *own)),
                    version=name,
                    label=own[-1],
                    order=len(fields),
                    broader="/".join((name, *above)) if above else None,
                ),
            )
        title, text = one["title"], one["content"]
        assert isinstance(title, str | None)
        assert isinstance(text, str | None)
        yield Measure(
            id=f"{name}/{order}",
            version=name,
            field="/".join((name, *path)) if path else None,
            label=title or "",
            title=title,
            text=text,
            order=order,
            text_digest="",
        )
