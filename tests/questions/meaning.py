"""The questions on themes and subsidies, answered by the reader's own labels and a second reading of the source."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from rdflib import SKOS, Graph, Literal

from graph_build.assets import asset, tsv
from graph_build.rdf.vocabulary import RK

if TYPE_CHECKING:
    from tests.questions.source import Source

Rows = list[tuple[str, ...]]
PILLARS = {"経済成長": "growth", "高次": "urban", "生活": "life", "結び": "life", "マネジメント": "life"}
"""What the headings of the real documents say, all of pillar III being under headings of their own."""

_SUBSIDY = re.compile(
    r"(?:\d{4}~\d{4})?(?P<name>[^\d、()~]+)(?P<share>\([^()]*\))?(?:~?\d{4}年度~?)?、?", re.ASCII
)
_SHARE = re.compile(r"(?P<who>国|県|単県)?(?P<rate>\d+/\d+|[\d.]+%)?", re.ASCII)
_OF_THE_LAW = re.compile(
    r"に基づく(?P<name>.+)の一つであり、.*?(?P<national>\d/\d)を国、(?P<prefecture>\d/\d)を県が"
)
_PAYERS = (
    ("県負担", "prefectural"),
    ("国負担|国庫|^環境省", "national"),
    ("収入$|使用料$|保険料$", "other"),
)
"""Who gives what by its name, where no bracket says so."""


@cache
def names() -> dict[str, str]:
    """The Japanese names of themes."""
    graph = Graph().parse(data=asset("ontology").joinpath("themes.ttl").read_text("utf-8"), format="turtle")
    return {
        str(theme).rpartition("#")[2]: str(name)
        for theme in graph.subjects(SKOS.inScheme, RK.ThemeScheme)
        for name in graph.objects(theme, SKOS.prefLabel)
        if isinstance(name, Literal) and name.language == "ja"
    }


@cache
def by_hand() -> dict[tuple[str, str], tuple[str, ...]]:
    """The reader's themes of a measure or project, by its text and title."""
    folder = asset("data").joinpath("..", "tests", "classify", "labels")
    return {
        (re.split("/(?:measure|project)/", row["id"])[0], row["label"]): tuple(row["themes"].split())
        for row in tsv(folder, "themes.tsv")
    }


def themes_of_areas(source: Source) -> Rows:
    """An item of the outline is in an area that has a measure of it; the rest of a group is no subject."""
    areas: defaultdict[str, set[str]] = defaultdict(set)
    measures: Counter[str] = Counter()
    for clause in source.clauses:
        if clause.kind == "measure":
            for theme in by_hand()[clause.paper.text, clause.title]:
                areas[f"theme-{theme}"].add(clause.paper.area)
                measures[f"theme-{theme}"] += 1
    every = {clause.paper.area for clause in source.clauses}
    rows: Rows = []
    for theme, found in areas.items():
        if (found == every or len(found) == 1) and not theme.endswith("-other"):
            only = min(found) if len(found) == 1 else ""
            flag = str(found == every).lower()
            rows.append((f"rk:{theme}", names()[theme], str(len(found)), str(measures[theme]), flag, only))
    return rows


def per_pillar(source: Source) -> Rows:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for clause in source.clauses:
        if clause.kind == "measure":
            (pillar,) = {pillar for word, pillar in PILLARS.items() if word in clause.heading[:12]}
            counts[clause.paper.area, clause.paper.text][pillar] += 1
    return [
        (area, text, f"rk:theme-{pillar}", str(n), rounded_share(n, pillars.total()))
        for (area, text), pillars in counts.items()
        for pillar, n in pillars.items()
    ]


def rounded_share(part: int, whole: int) -> str:
    """In per cent, to a tenth, half up, without zeros at the end."""
    tenths = (2000 * part + whole) // (2 * whole)
    return str(tenths // 10) if tenths % 10 == 0 else str(Decimal(tenths) / 10)


def subsidies(source: Source) -> Rows:
    rows: Rows = []
    for project in source.projects:
        cell = next(row[1] for row in project.rows if row[0].startswith("国・県補助"))
        text = re.sub(r"</?p>|\s", "", unicodedata.normalize("NFKC", cell))
        text = re.sub(r"※[^。]*。", "", text).strip("/")
        for name, who, rate in _shares(text):
            for theme in by_hand()[VISION_TEXT, project.title]:
                rows.append((project.title, name, f"rk:grantor-{who}", rate, f"rk:theme-{theme}"))
    return rows


VISION_TEXT = "vision/renkei-chusu/43100/2025-03"


def _shares(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, who gives and rate of each share in a cell."""
    if law := _OF_THE_LAW.search(text):
        yield law["name"], "national", _decimal(law["national"])
        yield law["name"], "prefectural", _decimal(law["prefecture"])
        return
    for found in _SUBSIDY.finditer(text):
        name, inside = found["name"], (found["share"] or "").strip("()")
        shares = [_SHARE.fullmatch(part) for part in inside.split("、")] if inside else []
        if not all(shares):  # the bracket belongs to the name, or is the years
            name, shares = (name if re.match("R[0-9]", inside) else f"{name}({inside})"), []
        for share in shares or [_SHARE.fullmatch("")]:
            assert share
            yield name, _giver(share["who"], name), _decimal(share["rate"])


def _giver(who: str | None, name: str) -> str:
    if who:
        return "national" if who == "国" else "prefectural"
    return next((giver for pattern, giver in _PAYERS if re.search(pattern, name)), "notStated")


def _decimal(rate: str | None) -> str:
    """A printed rate as a part of 1, to a ten-thousandth."""
    if not rate:
        return ""
    part, _, whole = rate.rstrip("%").partition("/")
    value = Decimal(part) / (Decimal(whole) if whole else 100)
    return f"{value.quantize(Decimal('0.0001')).normalize():f}"
