"""Compares what `renkei extract` gives for a fixture with what a careful reader expects (see the fixtures' README)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph_build.converters import convert
from graph_build.documents.read import read_document
from graph_build.records.document import Records
from graph_build.release.extract import extract
from graph_build.text.key import matching_key

FOLDER = Path(__file__).parents[1] / "fixtures"
SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf")
UNORDERED = {"members", "dates", "legal_basis"}


def pairs(folder: str) -> list[tuple[Path, Path]]:
    """Each document of a set with its expected records."""
    return pairs_in(FOLDER / folder)


def pairs_in(folder: Path) -> list[tuple[Path, Path]]:
    """Each document of a folder with its expected records."""
    found = []
    for expected in sorted(folder.glob("*.expected.json")):
        stem = expected.name.removesuffix(".expected.json")
        (document,) = (path for path in folder.glob(f"{stem}.*") if path.suffix in SUFFIXES)
        found.append((document, expected))
    return found


def differences(document: Path, expected_file: Path) -> list[str]:
    """What differs, a line each; empty when the reading is right."""
    expected: dict[str, Any] = json.loads(expected_file.read_text(encoding="utf-8"))
    result = convert(read_document(document))
    got = extract(result)
    if expected.get("refused") or got.get("refused"):
        same = bool(expected.get("refused")) == bool(got.get("refused"))
        return [] if same else [f"refused: {got.get('message', 'no')}"]
    assert isinstance(result, Records)
    found = [
        line for key in sorted({*expected, *got} - {"must_report"}) for line in _differs(key, expected, got)
    ]
    codes = {entry["code"] for entry in expected.get("must_report", [])}
    reported = {problem.code: problem for problem in result.problems}
    found += [f"not reported: {code}" for code in sorted(codes - set(reported))]
    found += [
        f"error: {problem.code} {problem.value}"
        for code, problem in sorted(reported.items())
        if (problem.severity == "error" or code == "unresolved_block") and code not in codes
    ]
    return found


def _differs(key: str, expected: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    wanted, found = _plain(expected.get(key)), _plain(got.get(key))
    if key == "amends" and isinstance(wanted, dict) and isinstance(found, dict):
        found = {name: value for name, value in found.items() if name in wanted}
    if key in UNORDERED and isinstance(wanted, list) and isinstance(found, list):
        wanted, found = (sorted(map(_line, _without_label(side))) for side in (wanted, found))
    if wanted == found:
        return
    if isinstance(wanted, list) and isinstance(found, list):
        for i in range(max(len(wanted), len(found))):
            one, other = (side[i] if i < len(side) else None for side in (wanted, found))
            if one != other:
                yield f"{key}[{i}]: expected {_line(one)}, got {_line(other)}"
    else:
        yield f"{key}: expected {_line(wanted)}, got {_line(found)}"


def _without_label(entries: list[Any]) -> list[Any]:
    return [{k: v for k, v in e.items() if k != "label"} if isinstance(e, dict) else e for e in entries]


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
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
