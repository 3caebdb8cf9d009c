"""The real documents read a second time: lines and tabs only, no part of the converters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from pathlib import Path

from tests.questions.clauses import AGREEMENTS, agreement_clauses, lines_of, vision_clauses

PREFECTURE = "熊本県"
COST_LABEL = "事業費"
_CIRCLED = re.compile(r"[①-⑳㉑-㉟] ")
_FIELD_ROW = re.compile(r"[《〈](.+)[》〉]")


def plain(cell: str) -> str:
    """A cell without tags and outer white space."""
    return re.sub(r"</?(?:p|ul)[^<>]*>", "", cell).strip()


def label(cell: str) -> str:
    """A row label in one form: 事業費 (千円) and 事業費（千円） are one."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", plain(cell)))


def rounded(value: Decimal, places: int) -> str:
    """Half up, as ROUND of SPARQL, without zeros at the end."""
    shifted = (value * 10**places + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    return f"{(shifted / 10**places).normalize():f}"


def number(text: str) -> str:
    """The digits of a printed figure, the year in brackets left away; '' for words."""
    found = re.match(r"[+▲-]?[\d,]+", text)
    return found[0].replace(",", "").replace("▲", "-").lstrip("+") if found else ""


@dataclass(frozen=True)
class SourceProject:
    """A project table with the headings above it; amounts in thousand yen, None for an empty cell."""

    measure: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    members: tuple[str, ...]

    def row(self, name: str) -> int:
        return next(n for n, row in enumerate(self.rows) if label(row[0]).startswith(name))

    @cached_property
    def participants(self) -> tuple[str, ...]:
        said = plain(self.rows[0][1])
        return self.members if said == "全市町村" else tuple(said.split("、"))

    @cached_property
    def costs(self) -> dict[str, int | None]:
        at = self.row(COST_LABEL)
        cells = [cell.strip().replace(",", "") for cell in self.rows[at + 1]]
        years = [cell.strip() for cell in self.rows[at]]
        return {year: int(cells[n]) if cells[n] else None for n, year in enumerate(years[1:6], start=1)}

    @property
    def total(self) -> int:
        return sum(cost or 0 for cost in self.costs.values())

    @property
    def yen(self) -> int:
        return self.total * 1000


@dataclass(frozen=True)
class SourceMeasure:
    pillar: str
    field: str
    number: str
    title: str


class Source:
    """The source text, and the codes of its municipalities from the table beside it."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        (file,) = (shared / "sources").glob("002*.txt")
        self.lines = file.read_text(encoding="utf-8").split("\n")
        table = (shared / "facts" / "municipalities.tsv").read_text(encoding="utf-8").split("\n")
        rows = [line.split("\t") for line in table if line]
        self.codes = {row[2]: f"municipality/{row[0]}" for row in rows if row[3] == PREFECTURE}

        places = [line.split("\t") for line in self._places(shared)[1:] if line]
        self.offices = {f"municipality/{row[0]}": (float(row[4]), float(row[5])) for row in places}
        self.clauses = (
            *(clause for paper in AGREEMENTS for clause in agreement_clauses(shared, paper)),
            *vision_clauses(shared),
        )
        self.agreement_lines = [line for paper in AGREEMENTS for line in lines_of(shared, paper)]
        self.okayama = lines_of(shared, AGREEMENTS[3])[11]

    def _places(self, shared: Path) -> list[str]:
        return (shared / "facts" / "municipality_links.tsv").read_text(encoding="utf-8").split("\n")

    def after(self, start: str, times: int = 1) -> int:
        """The line behind the n-th that begins so."""
        return [n for n, line in enumerate(self.lines) if line.startswith(start)][times - 1] + 1

    @cached_property
    def members(self) -> tuple[str, ...]:
        lines = self.lines[self.after("(2) 構成市町村の名称") :]
        return tuple(next(line for line in lines if line.strip()).split("、"))

    @cached_property
    def core(self) -> str:
        found = re.search(r"連携中枢都市である(.+?)は", "\n".join(self.lines))
        return found[1] if found else ""

    @cached_property
    def measures(self) -> tuple[SourceMeasure, ...]:
        """From the tables of directions, whose numbers are right."""
        found, pillar, field = [], "", ""
        for line in self.lines[self.after("第3章", 2) : self.after("4 進行管理", 2)]:
            if heading := re.fullmatch(r"[123] (圏域全体の.+|高次の.+)", line):
                pillar, field = heading[1], ""
            cells = [plain(cell) for cell in line.split("\t")]
            if group := _FIELD_ROW.fullmatch(cells[0]):
                field = group[1]
            elif len(cells) == 3 and re.fullmatch("[①-⑳㉑-㉟]", cells[0]):
                found.append(SourceMeasure(pillar, field, cells[0], cells[1]))
        return tuple(found)

    @cached_property
    def projects(self) -> tuple[SourceProject, ...]:
        """From the project tables, each under the last heading of a measure."""
        found, measure = [], ""
        lines = self.lines[self.after("第3章", 2) : self.after("4 進行管理", 2)]
        for at, line in enumerate(lines):
            if _CIRCLED.match(line):
                measure = line[2:].strip()
            if line.startswith("関係市町村\t"):
                end = next(n for n in range(at, len(lines)) if lines[n].startswith("効果"))
                title = next(lines[n] for n in range(at - 1, 0, -1) if lines[n].strip())
                rows = tuple(tuple(row.split("\t")) for row in lines[at:end])
                found.append(SourceProject(measure, title[2:].strip(), rows, self.members))
        return tuple(found)

    @cached_property
    def residents(self) -> dict[str, int]:
        rows = [line.split("\t") for line in self.lines[self.after("[基本データ]") :][:40]]
        return {row[0]: int(row[1].replace(",", "")) for row in rows if row[0] in self.members}

    @cached_property
    def kpis(self) -> tuple[tuple[str, str, str, str, str, str], ...]:
        """Level, what is monitored, name, current value, target and unit, from the last table."""
        found, level, pillar = [], "", 0
        titles = [m.title for m in self.measures]
        pillars = list(dict.fromkeys(m.pillar for m in self.measures))
        monitored = ""
        for line in self.lines[self.after("取組内容\tKPI\t") :]:
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) < 5:
                break
            if cells[0][:1] in "123" and cells[0]:
                level, monitored, pillar = "pillar", pillars[int(cells[0][0]) - 1], pillar + 1
            elif cells[0]:
                at = [m.title for m in self.measures if m.pillar == pillars[pillar - 1]]
                level, monitored = "measure", at["①②③".index(cells[0][0])]
            elif cells[1].endswith("政策分野"):
                level, monitored = "field", cells[1].replace("にかかる", "に係る")
                cells = cells[1:]
            name, current, target, unit = cells[1:5]
            found.append((level, monitored, name, current, target, unit))
        assert {m for kind, m, *_ in found if kind == "measure"} <= set(titles)
        return tuple(found)

    @cached_property
    def kpi_sources(self) -> dict[str, str]:
        found = {}
        for at, line in enumerate(self.lines):
            if line.startswith("KPI\t") and line.rstrip().endswith("出典"):
                for row in self.lines[at + 1 : at + 5]:
                    cells = row.split("\t")
                    if len(cells) == 4:
                        name = re.sub(r"\s*[(（][^()（）]*[)）]$", "", cells[0])
                        found[name] = cells[3].strip()
        return found

    @cached_property
    def editions(self) -> tuple[tuple[int, int], ...]:
        found = (re.fullmatch(r"平成.*|令和.*", line) for line in self.lines[-30:])
        dates = (re.search(r"（(\d{4})\s*年）\s*(\d+)\s*月", line[0]) for line in found if line)
        return tuple((int(date[1]), int(date[2])) for date in dates if date)


Rows = list[tuple[str, ...]]
