"""Mapping tables in SSSOM: tab-separated values under a commented YAML header, in canonical order.

The standard: https://mapping-commons.github.io/sssom/. Read here is what the tables of the project need; any
column of the standard is kept, any other is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "author_label",
    "subject_source",
    "object_source",
    "mapping_source",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
    "confidence",
    "subject_match_field",
    "object_match_field",
    "comment",
)
"""The columns of the standard that tables here may have, in its order."""

REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
PROPAGATED = (
    "subject_source",
    "object_source",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
    "subject_match_field",
    "object_match_field",
)
"""Columns that stand in the header instead when all rows agree (the standard's propagatable slots)."""

SEVERAL = ("author_id", "author_label", "subject_match_field", "object_match_field")
"""Columns that may hold several values: joined by ``|`` in a cell, a list in the header."""

SET_SLOTS = ("mapping_set_id", "mapping_set_title", "mapping_set_description", "license")
BUILT_IN = ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")
"""Prefixes that the standard defines itself; a header may leave them out."""

JUSTIFICATIONS = frozenset(
    {
        "semapv:BackgroundKnowledgeBasedMatching",
        "semapv:CompositeMatching",
        "semapv:LexicalMatching",
        "semapv:LogicalReasoning",
        "semapv:ManualMappingCuration",
        "semapv:MappingChaining",
        "semapv:UnspecifiedMatching",
    }
)
_NEVER = frozenset({"owl:sameAs"})
"""A code or an office is not the municipality; what entails equality of all properties is never stated."""

_CURIE = re.compile(r"([A-Za-z_][\w.-]*):([^\s:/][^\s]*)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class MappingError(ValueError):
    """A mapping table that is not in order; the message names the table and the line."""


@dataclass(frozen=True, slots=True)
class MappingSet:
    """One table: its header and its rows, with what the header says of all rows in every row."""

    name: str
    slots: Mapping[str, str]
    prefixes: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]

    def expand(self, curie: str) -> str:
        """The IRI of a CURIE of this table.

        Raises:
            KeyError: the header does not know its prefix.
        """
        prefix, _, local = curie.partition(":")
        return self.prefixes[prefix] + local


def read_sssom(text: str, name: str) -> MappingSet:
    """A table from its text; ``name`` is what it is called in messages.

    Raises:
        MappingError: a required slot is missing, a column unknown, a value not of its form.
    """
    lines = text.splitlines()
    header_lines = [line[1:] for line in lines if line.startswith("#")]
    header = _header("\n".join(header_lines), name)
    prefixes = {str(k): str(v) for k, v in header.pop("curie_map", {}).items()}
    slots = {slot: "|".join(map(str, v)) if isinstance(v, list) else str(v) for slot, v in header.items()}
    for slot in ("mapping_set_id", "license"):
        if slot not in slots:
            raise MappingError(f"{name}: the header lacks {slot}")
    body = "\n".join(line for line in lines if not line.startswith("#"))
    table = list(csv.reader(io.StringIO(body), delimiter="\t"))
    columns = table[0] if table else []
    _check_columns(columns, name)
    everywhere = {slot: value for slot, value in slots.items() if slot in PROPAGATED}
    rows = []
    for number, cells in enumerate(table[1:], len(header_lines) + 2):
        if len(cells) != len(columns):
            raise MappingError(f"{name}, line {number}: {len(columns)} cells expected, {len(cells)} found")
        row = {**everywhere, **dict(zip(columns, cells, strict=True))}
        _check_row(row, prefixes, f"{name}, line {number}")
        rows.append(MappingProxyType(row))
    return MappingSet(name, MappingProxyType(slots), MappingProxyType(prefixes), tuple(rows))


def write_sssom(given: MappingSet) -> str:
    """The canonical text: slots and columns in the standard's order, rows sorted, what all rows share above."""
    shared = {
        slot: given.rows[0][slot]
        for slot in PROPAGATED
        if given.rows and given.rows[0].get(slot) and len({row.get(slot) for row in given.rows}) == 1
    }
    columns = [c for c in COLUMNS if c not in shared and any(row.get(c) for row in given.rows)]
    columns = columns or list(REQUIRED)
    out = ["#curie_map:"]
    out += [f"#  {prefix}: {_scalar(given.prefixes[prefix])}" for prefix in sorted(given.prefixes)]
    for slot in (*SET_SLOTS, *PROPAGATED):
        value = shared.get(slot) if slot in PROPAGATED else given.slots.get(slot)
        if value and slot in SEVERAL:
            out += [f"#{slot}:", *(f"#  - {_scalar(one)}" for one in value.split("|"))]
        elif value:
            out.append(f"#{slot}: {_scalar(value)}")
    body = io.StringIO()
    writer = csv.writer(body, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(sorted([row.get(column, "") for column in columns] for row in given.rows))
    return "\n".join(out) + "\n" + body.getvalue()


def _scalar(value: str) -> str:
    """A value as one line of YAML; plain where YAML reads it back as the same text."""
    plain = yaml.safe_load(f"x: {value}") if "\n" not in value and not value.startswith("#") else None
    same = isinstance(plain, dict) and (plain["x"] == value or _DATE.fullmatch(value))
    return value if same else yaml.safe_dump(value, allow_unicode=True, width=10_000).splitlines()[0]


def _header(text: str, name: str) -> dict[str, Any]:
    try:
        header = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MappingError(f"{name}: the header is no YAML: {error}") from None
    if not isinstance(header, dict):
        raise MappingError(f"{name}: there is no header")
    if not isinstance(header.get("curie_map", {}), dict):
        raise MappingError(f"{name}: curie_map is no table of prefixes")
    for slot in header:
        if slot not in (*SET_SLOTS, *PROPAGATED, "curie_map"):
            raise MappingError(f"{name}: the header has an unknown slot {slot}")
    return header


def _check_columns(columns: Sequence[str], name: str) -> None:
    for column in REQUIRED:
        if column not in columns:
            raise MappingError(f"{name}: there is no column {column}")
    for column in columns:
        if column not in COLUMNS:
            raise MappingError(f"{name}: unknown column {column}")
    if len(set(columns)) != len(columns):
        raise MappingError(f"{name}: a column stands twice")


def _check_row(row: Mapping[str, str], prefixes: Mapping[str, str], where: str) -> None:
    for column in REQUIRED:
        if not row[column]:
            raise MappingError(f"{where}: {column} is empty")
    if row["predicate_id"] in _NEVER:
        raise MappingError(f"{where}: {row['predicate_id']} is never stated")
    for column in ("subject_id", "predicate_id", "object_id", "object_source"):
        if row.get(column) and row[column].partition(":")[0] not in prefixes:
            raise MappingError(f"{where}: {column} is no CURIE of a prefix in curie_map: {row[column]}")
    for column in (
        *REQUIRED,
        "author_id",
        "subject_source",
        "object_source",
        "subject_match_field",
        "object_match_field",
    ):
        cell = row.get(column) or ""
        for value in cell.split("|") if column in SEVERAL else [cell]:
            found = _CURIE.fullmatch(value)
            if value and not (found and found[1] in (*prefixes, *BUILT_IN)):
                raise MappingError(f"{where}: {column} is no CURIE of a known prefix: {value}")
    if row["mapping_justification"] not in JUSTIFICATIONS:
        raise MappingError(f"{where}: unknown mapping_justification {row['mapping_justification']}")
    if row.get("mapping_date") and not _DATE.fullmatch(row["mapping_date"]):
        raise MappingError(f"{where}: mapping_date is no date: {row['mapping_date']}")
    confidence = row.get("confidence")
    if confidence and not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", confidence):
        raise MappingError(f"{where}: confidence is not from 0 to 1: {confidence}")
