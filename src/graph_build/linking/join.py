"""Links of further municipalities from an export that the user has, joined by code; nothing is guessed.

What is doubtful (`graph_build.linking.export_rows`) is reported and left out.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_build.linking.export_rows import ExportError, Finding, Rows, read_rows
from graph_build.linking.mappings import OFFICES, SUBJECTS, TABLE, Office, Tables
from graph_build.linking.sssom import MappingSet, write_sssom
from graph_build.places.gazetteer import gazetteer
from graph_build.rdf.iris import DEFAULT_BASE
from graph_build.rdf.prefixes import PREFIXES
from graph_build.records import ids

PREDICATES: Mapping[str, str] = {"wikidata": "schema:sameAs", "geonames": "rdfs:seeAlso"}
"""A feature of GeoNames is a place, the municipality an organisation: it is pointed to, not the same."""

ITEM_PREFIX: Mapping[str, str] = {"wikidata": "wd", "geonames": "geonames"}
MATCHED_BY: Mapping[str, str] = {"wikidata": "wdt:P429"}
SOURCES: Mapping[str, str] = {"wikidata": "wd:Q2013"}
NAMESPACES: Mapping[str, str] = {
    "geonames": "https://sws.geonames.org/",
    "rdfs": PREFIXES["rdfs"],
    "rk": PREFIXES["rk"],
    SUBJECTS: DEFAULT_BASE + "id/",
    "schema": PREFIXES["schema"],
    "semapv": "https://w3id.org/semapv/vocab/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
LICENCES: Mapping[bool, str] = {
    True: "https://creativecommons.org/licenses/by/4.0/",
    False: "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Whether ids of GeoNames are in it (CC BY 4.0), or of Wikidata only (CC0)."""

CONFIDENCE = "0.95"
"""Codes joined by machine; below the tables of the project, whose names have been compared as well."""

TOOL = "renkei link"

_ORCID, _DATE = re.compile(r"(\d{4}-){3}\d{3}[\dX]"), re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Joined:
    """The table of new links as text, the table of new offices as text, and what was left out."""

    sssom: str
    offices: str
    links: int
    office_count: int
    known: int
    findings: tuple[Finding, ...]

    @property
    def left_out(self) -> int:
        """How many findings there are: each stands for what was not taken."""
        return len(self.findings)


def join(text: str, tables: Tables, author: str | None = None, date: str | None = None) -> Joined:
    """The links of an export that ``tables`` do not have yet.

    ``author`` (an ORCID) and ``date`` (ISO) stand in the table when given.

    Raises:
        ExportError: the header names no code, or nothing to link; author or date is not of its form.
    """
    if author and not _ORCID.fullmatch(author):
        raise ExportError(f"not an ORCID: {author}")
    if date and not _DATE.fullmatch(date):
        raise ExportError(f"not a date: {date}")
    rows = read_rows(text)
    _drop_conflicts(rows)
    linked, known_links = _new_links(rows, tables)
    offices, known_offices = _new_offices(rows, tables)
    prefixes = dict(NAMESPACES)
    more = {"mapping_date": date or "", "author_id": f"orcid:{author}" if author else ""}
    if author:
        prefixes["orcid"] = "https://orcid.org/"
    made = tuple({**_row(code, kind, item), **more} for (code, kind), item in sorted(linked.items()))
    named = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(f"{c} {i}" for (c, _), i in sorted(linked.items())))
    slots = {
        "mapping_set_id": f"urn:uuid:{named}",
        "mapping_set_title": f"Municipalities joined by code from an export by {TOOL}",
        "license": LICENCES[any(kind == "geonames" for _, kind in linked)],
        "mapping_tool": TOOL,
    }
    return Joined(
        sssom=write_sssom(MappingSet("user", slots, prefixes, made)),
        offices=_offices_text(offices),
        links=len(linked),
        office_count=len(offices),
        known=known_links + known_offices,
        findings=tuple(sorted(rows.findings)),
    )


def write_joined(joined: Joined, out: Path) -> tuple[Path, ...]:
    """Write the table of links to ``out`` and that of offices beside it; the paths that were written.

    Where there is nothing new nothing is written.

    Raises:
        ExportError: ``out`` has another ending, or one of the files is there and was not made by this.
        OSError: a file cannot be written.
    """
    if not out.name.endswith(TABLE):
        raise ExportError(f"{out}: the name of the table must end in {TABLE}")
    beside = out.with_name(out.name.removesuffix(TABLE) + OFFICES)
    texts = {out: joined.sssom} if joined.links or joined.office_count else {}
    if joined.office_count:
        texts[beside] = joined.offices
    for path in (out, beside):
        if path.exists() and TOOL not in path.read_text(encoding="utf-8", errors="replace"):
            raise ExportError(f"{path} is there and was not made by {TOOL}; name another with --out")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tuple(texts)


def _drop_conflicts(rows: Rows) -> None:
    """Two ids of one code, two codes of one id, two places of one office: none of them is taken."""
    codes: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (code, kind), items in rows.items.items():
        for item, line in items.items():
            codes[kind, item][code] = line
    doubtful: set[tuple[str, str]] = set()
    for (kind, item), lines in codes.items():
        if len(lines) > 1:
            rows.findings.append(Finding(max(lines.values()), "conflicting_codes", _listed(item, lines)))
            doubtful.update((code, kind) for code in lines)
    for (code, kind), items in rows.items.items():
        if len(items) > 1:
            rows.findings.append(Finding(max(items.values()), "conflicting_items", _listed(code, items)))
            doubtful.add((code, kind))
    for pair in doubtful:
        del rows.items[pair]
    for code in [code for code, places in rows.offices.items() if len(places) > 1]:
        line = max(rows.offices.pop(code).values())
        rows.findings.append(Finding(line, "conflicting_coordinates", code))


def _listed(one: str, others: Iterable[str]) -> str:
    return f"{one} ({', '.join(sorted(others))})"


def _new_links(rows: Rows, tables: Tables) -> tuple[dict[tuple[str, str], str], int]:
    """The links that no table has, and how many one has already."""
    there: dict[tuple[str, str], str] = {}
    codes: dict[str, str] = {}
    for one in tables.sets:
        for row in one.rows:
            iri, path = one.expand(row["object_id"]), row["subject_id"].partition(":")[2]
            for kind, prefix in ITEM_PREFIX.items():
                if iri.startswith(NAMESPACES[prefix]):
                    there[path, kind] = iri
                    codes[iri] = path
    new, known = {}, 0
    for (code, kind), items in rows.items.items():
        (item, line), path = next(iter(items.items())), ids.place(code)
        iri = NAMESPACES[ITEM_PREFIX[kind]] + _local(kind, item)
        if there.get((path, kind)) == iri:
            known += 1
        elif (path, kind) in there or iri in codes:
            other = there.get((path, kind)) or codes[iri]
            rows.findings.append(Finding(line, "differs_from_table", f"{code} {item} ({other})"))
        else:
            new[code, kind] = item
    return new, known


def _new_offices(rows: Rows, tables: Tables) -> tuple[dict[str, Office], int]:
    given = {code: next(iter(places)) for code, places in rows.offices.items()}
    # An office that a table of the project has stays as it is: figures differ by the day of the export.
    return {c: o for c, o in given.items() if c not in tables.offices}, len(
        given.keys() & tables.offices.keys()
    )


def _local(kind: str, item: str) -> str:
    return f"{item}/" if kind == "geonames" else item


def _row(code: str, kind: str, item: str) -> dict[str, str]:
    name = gazetteer().place(code).name
    return {
        "subject_id": f"{SUBJECTS}:{ids.place(code)}",
        "subject_label": name,
        "predicate_id": PREDICATES[kind],
        "object_id": f"{ITEM_PREFIX[kind]}:{_local(kind, item)}",
        "mapping_justification": "semapv:LogicalReasoning",
        "object_source": SOURCES.get(kind, ""),
        "mapping_tool": TOOL,
        "confidence": CONFIDENCE,
        "subject_match_field": "rk:code6",
        "object_match_field": MATCHED_BY.get(kind, ""),
    }


def _offices_text(offices: Mapping[str, Office]) -> str:
    lines = [f"# Made by: {TOOL}. WGS 84, decimal degrees.", "code5\tname\tlatitude\tlongitude"]
    for code, office in sorted(offices.items()):
        lines.append(f"{code}\t{gazetteer().place(code).name}\t{office.latitude}\t{office.longitude}")
    return "\n".join(lines) + "\n"
