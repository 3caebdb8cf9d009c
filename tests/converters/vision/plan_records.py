"""Compares what `renkei extract` gives for a plan with the records a careful reader expects, record by record.

``python -m tests.converters.vision.plan_records FOLDER [-v]`` prints, for each document of a folder, how many records
of each kind are right, wrong, missing and extra, and with ``-v`` what differs. Keys that an expected file leaves out
are not asserted. Strings are compared by matching key; a number, an empty list and nothing are what they are.
A record that repeats one already matched is extra.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_build.converters import convert
from graph_build.documents.read import read_document
from graph_build.records.document import Records
from graph_build.release.extract import extract
from graph_build.text.key import matching_key
from tests.converters import agreement_fixtures

Entry = dict[str, Any]

ALIKE: dict[str, Sequence[Sequence[str]]] = {
    "dates": [("kind", "date"), ("kind",)],
    "members": [("name",)],
    "policy_fields": [("path",), ("label",)],
    "measures": [("number", "title", "field_path"), ("title", "field_path"), ("title",), ("content",)],
    "projects": [("number", "title", "measure"), ("title", "measure"), ("title",), ("content",)],
    "kpis": [("name", "item"), ("name",)],
    "statistics": [
        ("table", "subject", "property", "as_of"),
        ("subject", "property", "as_of"),
        ("subject", "value", "as_of"),
    ],
}
"""For each kind of record the keys by which one found is the one expected, the surest first."""
SINGLE = ("doc_kind", "title", "area_name", "legal_basis")


@dataclass(slots=True)
class Tally:
    """The records of one kind: how many are right, and a line for each that is not."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [*self.wrong, *self.missing, *self.extra]

    @property
    def expected(self) -> int:
        return self.right + len(self.wrong) + len(self.missing)


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Each document with its expected records."""
    return agreement_fixtures.pairs_in(folder)


def compare(document: Path, expected_file: Path) -> dict[str, Tally]:
    """The tallies by kind of record; ``single`` holds the keys that a document has once."""
    expected = json.loads(expected_file.read_text(encoding="utf-8"))
    return compared(expected, extract(convert(read_document(document))))


def compared(expected: Entry, got: Entry) -> dict[str, Tally]:
    """What is said about each kind that the expected records assert."""
    single = Tally()
    for key in SINGLE:
        if key in expected:
            wrong = _differs({key: expected[key]}, got)
            single.wrong += wrong
            single.right += not wrong
    tallies = {"single": single}
    for kind, identities in ALIKE.items():
        if kind in expected:
            wanted, found = (_flat(side.get(kind) or []) for side in (expected, got))
            tallies[kind] = _tally(wanted, found, identities)
    return tallies


def _flat(entries: Sequence[Entry], above: tuple[str, ...] = ()) -> list[Entry]:
    """Records in a row; the children of a policy field behind it, each with its path."""
    flat = []
    for entry in entries:
        below = entry.get("children", [])
        path = (*above, entry["label"]) if "label" in entry else above
        own = {key: value for key, value in entry.items() if key != "children"}
        flat.append({**own, "path": list(path)} if path else own)
        flat += _flat(below, path)
    return flat


def _tally(expected: list[Entry], got: list[Entry], identities: Sequence[Sequence[str]]) -> Tally:
    tally, left, found = Tally(), list(expected), list(got)
    for keys in (tuple(expected[0]) if expected else (), *identities):
        for one in list(left):
            other = next((o for o in found if _same(one, o, keys)), None)
            if other is None:
                continue
            left.remove(one)
            found.remove(other)
            wrong = _differs(one, other)
            tally.wrong += wrong and [f"{_name(one)}: " + "; ".join(wrong)]
            tally.right += not wrong
    tally.missing = [f"missing {_name(one)}" for one in left]
    tally.extra = [f"extra {_name(one)}" for one in found]
    return tally


def _same(one: Entry, other: Entry, keys: Sequence[str]) -> bool:
    return all(_plain(one.get(key)) == _plain(other.get(key)) for key in keys)


def _differs(expected: Entry, got: Entry) -> list[str]:
    return [
        f"{key}: expected {_line(expected[key])}, got {_line(got.get(key))}"
        for key in expected
        if _plain(expected[key]) != _plain(got.get(key))
    ]


NAMING = ("number", "title", "label", "kind", "date", "name", "item", "subject", "property", "as_of", "table")


def _name(entry: Entry) -> str:
    return " ".join(str(entry[key]) for key in NAMING if entry.get(key) is not None) or _line(entry)


def _plain(value: Any) -> Any:
    """Strings by matching key, empty values left out."""
    if isinstance(value, str):
        return matching_key(value) or None
    if isinstance(value, list):
        return [_plain(entry) for entry in value] or None
    if isinstance(value, dict):
        return {k: p for k, v in value.items() if (p := _plain(v)) is not None} or None
    return value


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def reported(document: Path) -> Counter[str]:
    """How often each problem is told of a document: what is not read has to be among them."""
    result = convert(read_document(document))
    return Counter(problem.code for problem in result.problems) if isinstance(result, Records) else Counter()


def _lines(folder: Path, verbose: bool) -> Iterator[str]:
    for document, expected in pairs(folder):
        yield document.stem
        for kind, tally in compare(document, expected).items():
            counts = (tally.right, len(tally.wrong), len(tally.missing), len(tally.extra))
            yield f"  {kind:14} right %d wrong %d missing %d extra %d" % counts
            if verbose:
                yield from (f"      {line}" for line in tally.faults)
        yield "  " + " · ".join(f"{code} {count}" for code, count in sorted(reported(document).items()))


def main(arguments: Sequence[str], write: Callable[[str], object] = sys.stdout.write) -> None:
    """Print the tallies of a folder."""
    for line in _lines(Path(arguments[0]), "-v" in arguments):
        write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
