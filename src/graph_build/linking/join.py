"""Links of further municipalities from an export that the user has, joined by code; nothing is guessed.

An export is a table (comma or tab separated) whose header names its columns: a code (``P429``, ``code6`` or
``code5``), ids of Wikidata or GeoNames, and coordinates. What is doubtful is reported and left out.
"""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from graph_build.linking.mappings import OFFICES, SUBJECTS, TABLE, Office, Tables, office_of
from graph_build.linking.sssom import MappingSet, write_sssom
from graph_build.places.codes import code6
from graph_build.places.gazetteer import Place, gazetteer
from graph_build.places.spelling import place_key
from graph_build.rdf.iris import DEFAULT_BASE
from graph_build.rdf.prefixes import PREFIXES
from graph_build.records import ids

Role: TypeAlias = Literal["code6", "code5", "wikidata", "geonames", "label", "point", "latitude", "longitude"]

COLUMNS: Mapping[str, Role] = {
    "p429": "code6",
    "code6": "code6",
    "dantaicode": "code6",
    "全国地方公共団体コード": "code6",
    "団体コード": "code6",
    "code5": "code5",
    "item": "wikidata",
    "wikidata": "wikidata",
    "wikidataqid": "wikidata",
    "qid": "wikidata",
    "geonames": "geonames",
    "geonamesid": "geonames",
    "geonameid": "geonames",
    "p1566": "geonames",
    "itemlabel": "label",
    "name": "label",
    "nameja": "label",
    "市区町村名": "label",
    "p625": "point",
    "coord": "point",
    "coords": "point",
    "coordinate": "point",
    "coordinates": "point",
    "coordinatelocation": "point",
    "officelat": "latitude",
    "officelatitude": "latitude",
    "officelon": "longitude",
    "officelong": "longitude",
    "officelongitude": "longitude",
}
"""Names of columns in lower case without spaces, ``_`` and ``?``, and what they hold.

Plain ``lat`` and ``long`` are not among them: in lists of place names they are the middle of a settlement.
"""

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

MESSAGES: Mapping[str, tuple[Literal["error", "warning", "note"], str, str]] = {
    "malformed_code": (
        "error",
        "コードの桁数又は検査数字が誤り",
        "the code has a wrong length or check digit",
    ),
    "unknown_code": ("warning", "現在の市区町村にないコード", "no municipality of today has this code"),
    "missing_code": ("warning", "コードがない", "there is no code"),
    "malformed_item": ("error", "ID の形が誤り", "not an id of this data set"),
    "conflicting_items": ("error", "一つのコードに複数の ID", "several ids for one code; none is taken"),
    "conflicting_codes": ("error", "一つの ID に複数のコード", "several codes for one id; none is taken"),
    "differs_from_table": ("error", "既存の対応表と異なる", "an existing table says otherwise; it stays"),
    "name_differs": ("error", "名称がコードの市区町村と異なる", "the name is not that of the code"),
    "malformed_coordinates": ("error", "日本の座標ではない", "not coordinates in Japan"),
    "conflicting_coordinates": ("warning", "座標が複数", "several coordinates; none is taken"),
    "short_row": ("error", "列の数が見出しと異なる", "more or fewer cells than the header"),
}
"""What may be wrong with a row: severity, Japanese, English."""

_ITEM = {
    "wikidata": re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d{0,11})"),
    "geonames": re.compile(r"(?:https?://(?:sws|www)\.geonames\.org/)?([1-9]\d{0,11})/?"),
}
_POINT = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*([\d.]+)\s+([\d.]+)\s*\)", re.IGNORECASE)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ORCID, _DATE = re.compile(r"(\d{4}-){3}\d{3}[\dX]"), re.compile(r"\d{4}-\d\d-\d\d")
_REMARK = re.compile(r"\s*[(（].*[)）]\s*$")


class ExportError(ValueError):
    """The export cannot be used at all; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with a row; ``line`` is 1-based."""

    line: int
    kind: str
    value: str

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return MESSAGES[self.kind][0]

    def text(self, lang: str) -> str:
        """The finding in words."""
        severity, ja, en = MESSAGES[self.kind]
        return f"{severity} {self.kind} {self.line}: {ja if lang == 'ja' else en}: {self.value}"


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


@dataclass(slots=True)
class _Rows:
    """What the rows say: per code and data set the ids, per code the places of the office, with lines."""

    items: defaultdict[tuple[str, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    offices: defaultdict[str, dict[Office, int]] = field(default_factory=lambda: defaultdict(dict))
    findings: list[Finding] = field(default_factory=list)


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
    rows = _read(text)
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


def _read(text: str) -> _Rows:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    rows = _Rows()
    try:
        header = next(reader, [])
        columns = _columns(header)
        for cells in reader:
            if len(cells) != len(header):
                if any(cells):
                    rows.findings.append(Finding(reader.line_num, "short_row", " ".join(cells)[:60]))
                continue
            _take({role: cells[at].strip() for role, at in columns.items()}, reader.line_num, rows)
    except csv.Error as error:
        raise ExportError(f"line {reader.line_num}: {error}") from None
    return rows


def _columns(header: Sequence[str]) -> dict[Role, int]:
    found: dict[Role, int] = {}
    for at, name in enumerate(header):
        role = COLUMNS.get(re.sub(r"[\s_?]", "", name).lower())
        if role in found:
            raise ExportError(f"two columns hold the same: {header[found[role]]} and {name}")
        if role:
            found[role] = at
    if "code6" not in found and "code5" not in found:
        raise ExportError("no column with codes: name one P429, code6 or code5")
    if not found.keys() & {"wikidata", "geonames", "point", "latitude"}:
        raise ExportError("no column to link: name one item (Wikidata), geonames, coordinates or office_lat")
    return found


def _take(row: Mapping[Role, str], line: int, rows: _Rows) -> None:
    place = _place(row, line, rows)
    if place is None:
        return
    label = _REMARK.sub("", row.get("label", ""))
    if _JAPANESE.search(label) and place_key(label) not in {place_key(n) for n in _names(place)}:
        rows.findings.append(Finding(line, "name_differs", f"{place.code6} {place.name} {label}"))
        return
    for kind, form in _ITEM.items():
        value = row.get(kind, "")  # type: ignore[call-overload]
        found = form.fullmatch(value)
        if found:
            rows.items[place.code5, kind].setdefault(found[1], line)
        elif value:
            rows.findings.append(Finding(line, "malformed_item", value))
    _take_office(row, place, line, rows)


def _names(place: Place) -> tuple[str, ...]:
    return (
        place.name,
        place.full_name,
        place.prefecture_name + place.name,
        (place.district or "") + place.name,
    )


def _place(row: Mapping[Role, str], line: int, rows: _Rows) -> Place | None:
    """The place of the code of a row; digits that a spreadsheet has eaten are not put back."""
    printed = row.get("code6") or row.get("code5") or ""
    code = re.sub(r"^(\d{5})-(\d)$", r"\1\2", printed)
    wanted = 6 if row.get("code6") else 5
    kind = None
    if not code:
        kind = "missing_code"
    elif not re.fullmatch(rf"[0-9]{{{wanted}}}", code) or code6(code[:5]) != (
        code if wanted == 6 else code6(code)
    ):
        kind = "malformed_code"
    elif row.get("code5") and row["code5"] != code[:5]:
        kind, printed = "malformed_code", f"{printed} {row['code5']}"
    elif code[:5] not in gazetteer().by_code:
        kind = "unknown_code"
    if kind:
        rows.findings.append(Finding(line, kind, printed or " ".join(filter(None, row.values()))[:60]))
        return None
    return gazetteer().place(code[:5])


def _take_office(row: Mapping[Role, str], place: Place, line: int, rows: _Rows) -> None:
    """Coordinates of Wikidata's items are those of the office, as the editors' practice for Japan is."""
    latitude, longitude = row.get("latitude", ""), row.get("longitude", "")
    printed = f"{latitude} {longitude}".strip()
    if not printed and row.get("point") and "wikidata" in row:
        printed = row["point"]
        point = _POINT.fullmatch(printed)
        longitude, latitude = point.groups() if point else ("", "")
    if not printed:
        return
    office = office_of(latitude, longitude)
    if office is None:
        rows.findings.append(Finding(line, "malformed_coordinates", f"{place.code6} {printed}"))
    else:
        rows.offices[place.code5].setdefault(office, line)


def _drop_conflicts(rows: _Rows) -> None:
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


def _new_links(rows: _Rows, tables: Tables) -> tuple[dict[tuple[str, str], str], int]:
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


def _new_offices(rows: _Rows, tables: Tables) -> tuple[dict[str, Office], int]:
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
