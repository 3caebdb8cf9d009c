"""The rows of an export of a user's links (a table with codes, ids, coordinates): read, checked, what is doubtful told.

An export is comma or tab separated; its header names its columns: a code (``P429``, ``code6`` or ``code5``), ids of
Wikidata or GeoNames, and coordinates.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from graph_build.linking.mappings import Office, office_of
from graph_build.places.codes import code6
from graph_build.places.gazetteer import Place, gazetteer
from graph_build.places.spelling import place_key

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


@dataclass(slots=True)
class Rows:
    """What the rows say: per code and data set the ids, per code the places of the office, with lines."""

    items: defaultdict[tuple[str, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    offices: defaultdict[str, dict[Office, int]] = field(default_factory=lambda: defaultdict(dict))
    findings: list[Finding] = field(default_factory=list)


def read_rows(text: str) -> Rows:
    """The rows of an export.

    Raises:
        ExportError: the header names no code, or nothing to link; it is no table.
    """
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    rows = Rows()
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


def _take(row: Mapping[Role, str], line: int, rows: Rows) -> None:
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


def _place(row: Mapping[Role, str], line: int, rows: Rows) -> Place | None:
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


def _take_office(row: Mapping[Role, str], place: Place, line: int, rows: Rows) -> None:
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
