"""The real vision read a second time, for the expected answers: lines and tabs only, no part of the converter.

``python -m tests.questions.reading SHARED`` writes ``queries/NN.facts.csv`` from the source in the folder SHARED.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import combinations, groupby, pairwise
from math import acos, cos, radians, sin
from pathlib import Path

from graph_build.records import ids
from tests.classify.quality import readings
from tests.questions import meaning, roles
from tests.questions.clauses import AGREEMENTS, VISION, agreement_clauses, lines_of, vision_clauses

QUERIES = Path(__file__).parents[2] / "queries"
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
MEASURE, MUNICIPALITY = "災害等への対応", "菊陽町"


def members(source: Source) -> Rows:
    roles = {True: "rk:memberRole-core", False: "rk:memberRole-partner"}
    return [(source.codes[name], name, roles[name == source.core], "") for name in source.members]


def measures(source: Source) -> Rows:
    return [(m.pillar, m.field, m.number, m.title) for m in source.measures]


def projects_of(source: Source, measure: str = MEASURE) -> Rows:
    return [
        (project.title, source.codes[name], name)
        for project in source.projects
        if project.measure == measure
        for name in project.participants
    ]


def joined_by(source: Source, municipality: str = MUNICIPALITY) -> Rows:
    rows: Rows = []
    for measure in source.measures:
        own = [p for p in source.projects if p.measure == measure.title and municipality in p.participants]
        rows += [(measure.title, project.title) for project in own] or [(measure.title, "")]
    return rows


def breadth(source: Source) -> Rows:
    rows: Rows = []
    for project in source.projects:
        n, of = len(set(project.participants)), len(source.members)
        flags = (n == of, 2 * n < of, n in {2, 3})
        if any(flags):
            rows.append((project.title, str(n), *(str(flag).lower() for flag in flags)))
    return rows


def revisions(source: Source) -> Rows:
    dates = [f"{year}-{month:02}" for year, month in source.editions]
    months = [
        str(12 * (late[0] - early[0]) + late[1] - early[1]) for early, late in pairwise(source.editions)
    ]
    status = ["rk:textStatus-notInCorpus"] * (len(dates) - 1) + ["rk:textStatus-complete"]
    return list(zip(dates, ["", *dates[:-1]], ["", *months], status, strict=True))


def later(source: Source) -> Rows:
    rows: Rows = []
    for project in source.projects:
        paid = [year for year, cost in project.costs.items() if cost]
        first = min(project.costs)
        if paid and min(paid) > first:
            rows.append((project.title, min(paid), "blank" if project.costs[first] is None else "zero"))
    return rows


def cost(source: Source) -> Rows:
    rows: Rows = []
    where = {m.title: m for m in source.measures}
    keys = {
        "pillar": lambda p: where[p.measure].pillar,
        "field": lambda p: where[p.measure].field,
        "measure": lambda p: p.measure,
    }
    for level, key in keys.items():
        for title, group in groupby(source.projects, key):
            own = [project for project in group if any(c is not None for c in project.costs.values())]
            if title:
                rows.append((level, title, str(len(own)), str(sum(project.yen for project in own))))
    ten = sorted(source.projects, key=lambda p: -p.yen)[:10]
    return rows + [("project", project.title, "1", str(project.yen)) for project in ten]


def by_year(source: Source) -> Rows:
    rows: Rows = []
    before: int | None = None
    for year in source.projects[0].costs:
        amount = sum(p.costs[year] or 0 for p in source.projects)
        top = max(source.projects, key=lambda p: p.costs[year] or 0)
        largest = top.costs[year] or 0
        growth = rounded(Decimal(100 * (amount - before)) / before, 1) if before else ""
        share = rounded(Decimal(100 * largest) / amount, 1)
        rows.append((year, str(amount * 1000), growth, top.title, str(largest * 1000), share))
        before = amount
    return rows


def zeros(source: Source) -> Rows:
    return [(p.measure, p.title, str(len(p.costs))) for p in source.projects if set(p.costs.values()) == {0}]


def per_resident(source: Source) -> Rows:
    rows: Rows = []
    for project in source.projects:
        people = sum(source.residents[name] for name in project.participants)
        rows.append((project.title, str(project.yen), str(people), rounded(Decimal(project.yen) / people, 2)))
    return rows


def shared_amounts(source: Source) -> Rows:
    """The ※ notes on the amounts; one that names who pays, without the core city, says that only partners do."""
    rows: Rows = []
    for project in source.projects:
        note = re.search(r"※事業費[^。]*負担[^。]*。", "".join("".join(row) for row in project.rows))
        if note:
            named = [name for name in source.members if name in note[0]]
            scope = "partnersOnly" if named and source.core not in named else "includesPartners"
            rows.append((project.measure, project.title, f"rk:amountScope-{scope}", str(project.yen)))
    return rows


def kpis(source: Source) -> Rows:
    rows: Rows = [
        (level, monitored, name, unit, source.kpi_sources.get(name, ""))
        for level, monitored, name, _, _, unit in source.kpis
    ]
    monitored = {row[1] for row in rows}
    return rows + [("measure", m.title, "", "", "") for m in source.measures if m.title not in monitored]


def targets(source: Source) -> Rows:
    """No KPI of this vision has both a baseline and a target in figures."""
    rows: Rows = []
    for _, _, name, current, target, _ in source.kpis:
        now, goal = number(current), number(target)
        if now and goal and int(now) >= int(goal):
            rows.append((name, "", now, goal, "false", "true"))
    return rows


TITLE, FIELD, SUBJECT = "災害等への対応", "経済成長", "公共交通"
RENAMED = {
    "中心市街地のにぎわいの創出と交流の促進": "中心拠点施設の整備、中心市街地のにぎわいの創出と交流の促進"
}
"""Measures of agreements that the vision has under another title: the agreement's words are its second half."""


def places_of(source: Source) -> Rows:
    """The lines of the measures of one title, of their roles, and in the vision of what stands elsewhere."""
    rows: Rows = []
    for clause in source.clauses:
        if clause.title != TITLE:
            continue
        where = (clause.paper.document,)
        lines = [("", clause.start, clause.end)]
        if clause.paper is VISION:
            own = source.lines
            table = own.index(f"取組内容\t{clause.words}", clause.start) + 1
            lines += [
                ("rk:text", table, table),
                ("rk:category", table - 2, table - 2),
                *(("rk:direction", n, n) for n, line in enumerate(own, 1) if f"\t{TITLE} " in line),
            ]
        text = clause.paper.text
        rows += [(text, "", states, *where, str(a), str(b), clause.digest) for states, a, b in lines]
        for role in clause.roles:
            line = str(role.line)
            rows.append((text, role.holder, "", *where, line, line, role.digest))
            if clause.paper is not VISION:  # 甲の役割: the label of the row says whose it is
                rows.append((text, role.holder, "rk:holder", *where, line, line, role.digest))
    return rows


def gaps(source: Source) -> Rows:
    """Measures of the vision without a project, and of the agreements of its area that it does not have."""
    titles = [measure.title for measure in source.measures]
    used = {project.measure for project in source.projects}
    rows: Rows = [("without project", VISION.text, title) for title in titles if title not in used]
    for clause in source.clauses:
        if clause.paper in AGREEMENTS[:2] and RENAMED.get(clause.title, clause.title) not in titles:
            rows.append(("not in the vision", clause.paper.text, clause.title))
    return rows


def core_roles(source: Source) -> Rows:
    rows: Rows = []
    for clause in source.clauses:
        if clause.kind == "measure" and FIELD in clause.heading:
            (role,) = (role for role in clause.roles if role.holder in ("甲", source.core))
            line = str(role.line)
            paper = clause.paper
            rows.append((paper.area, paper.text, clause.title, paper.document, line, line, role.digest))
    return rows


def similar_titles(source: Source) -> Rows:
    """The agreement of Kurume has no titles."""
    titled = [c for c in source.clauses if c.kind == "measure" and c.paper is not AGREEMENTS[2]]
    names = sorted({(clause.paper.area, clause.title) for clause in titled})
    rows: Rows = []
    for area, one in names:
        for there, other in names:
            short, long = sorted((one, other), key=len)
            if area < there and short in long and len(short) / len(long) >= 0.4:
                rows.append((area, one, there, other, "equal" if one == other else "contained"))
    return rows


def nothing(source: Source) -> Rows:
    """The corpus has no two texts of one agreement, and one vision only."""
    assert [clause.paper.text for clause in source.clauses].count(AGREEMENTS[1].text) == 23
    return []


def shared_projects(source: Source, projects: list[SourceProject]) -> Counter[tuple[str, str]]:
    """Each pair of municipalities, the smaller code first → projects in which both take part."""
    found: Counter[tuple[str, str]] = Counter()
    for project in projects:
        found.update(combinations(sorted(source.codes[name] for name in project.participants), 2))
    return found


def network(source: Source) -> Rows:
    weights = shared_projects(source, list(source.projects))
    names = {source.codes[name]: name for name in source.members}
    rows: Rows = [
        ("pair", one, names[one], other, names[other], str(n), "", "") for (one, other), n in weights.items()
    ]
    core = source.codes[source.core]
    for name in source.members:
        code = source.codes[name]
        own = [n for pair, n in weights.items() if code in pair and core not in pair]
        if code != core:
            rows.append(("municipality", code, name, "", "", "", str(len(own)), str(sum(own))))
    return rows


def unusual(source: Source) -> Rows:
    listed = [p for p in source.projects if plain(p.rows[0][1]) != "全市町村"]
    names = {source.codes[name]: name for name in source.members}
    times = Counter(source.codes[name] for project in listed for name in project.participants)
    rows: Rows = []
    for (one, other), together in shared_projects(source, listed).items():
        expected = Decimal(times[one] * times[other]) / len(listed)
        if source.codes[source.core] not in (one, other) and together >= 3 and together / expected >= 1.5:
            lift = rounded(together / expected, 2)
            rows.append((one, names[one], other, names[other], str(together), rounded(expected, 2), lift))
    return rows


def in_several(source: Source) -> Rows:
    """Members as the vision lists them, as the preamble of the agreement of Okayama does, and the two of Kurume."""
    okayama = re.search(r"、(岡山市、.+町)で構成される圏域", source.okayama)
    assert okayama
    lists = [set(source.members), set(re.split("、|及び", okayama[1])), {"久留米市", "小郡市"}]
    assert [len(names) for names in lists] == [24, 13, 2]
    assert not any(one & other for one, other in combinations(lists, 2))
    return []


def participation(source: Source) -> Rows:
    rows: Rows = []
    core = source.codes[source.core]
    for name in source.members:
        code = source.codes[name]
        joined = sum(name in project.participants for project in source.projects)
        share = rounded(Decimal(100 * joined) / len(source.projects), 1)
        km = "" if code == core else rounded(Decimal(distance(source.offices[core], source.offices[code])), 1)
        rows.append((code, name, str(joined), share, str(source.residents[name]), km))
    return rows


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on a sphere of 6371.0088 km, by the law of cosines."""
    (a, x), (b, y) = (tuple(map(radians, place)) for place in (one, other))
    return 6371.0088 * acos(sin(a) * sin(b) + cos(a) * cos(b) * cos(x - y))


def symmetric(source: Source) -> Rows:
    """Measures and projects whose two roles have the same words once each party's name stands for the other's.

    同上 repeats the words above it; a partner that takes part alone may be called by its own name.
    """
    alone = {p.title: p.participants[1] for p in source.projects if len(p.participants) == 2}
    rows: Rows = []
    for clause in source.clauses:
        if len(clause.roles) == 2:
            one, other = clause.roles
            partner = alone.get(clause.title, other.holder)
            ours = one.words.replace(other.holder, "X").replace(partner, "X")
            theirs = other.words.replace(one.holder, "X")
            if theirs in (ours, "同上"):
                rows.append(("symmetric", clause.paper.text, clause.title))
    return rows


def leading_or_symmetric(source: Source) -> Rows:
    return [*roles.leading()[0], *symmetric(source)]


def amounts(source: Source) -> dict[str, int]:
    """What the projects cost, by id."""
    return {ids.project(VISION.text, p.measure, p.title): p.yen for p in source.projects}


def who_pays(source: Source) -> Rows:
    rows: Rows = []
    costs = readings("cost-seen.tsv", "kinds")
    found = amounts(source)
    for kind in sorted({kind for name in found for kind in costs[name].concepts}):
        own = [yen for name, yen in found.items() if kind in costs[name].concepts]
        rows.append((f"rk:costSharingKind-{kind}", str(len(own)), str(sum(own))))
    return rows


def on_subject(source: Source, words: bool = False) -> Rows:
    """Measures and projects that have the subject in their title or, with ``words``, anywhere in what they say."""
    assert not any(SUBJECT in line and re.match("第[0-9]+条", line) for line in source.agreement_lines)
    rows: Rows = []
    for clause in source.clauses:
        if SUBJECT in (clause.all_words if words else clause.title):
            paper = clause.paper
            where = (paper.document, str(clause.start), str(clause.end), clause.digest)
            total = "" if clause.total is None else str(clause.total)
            for holder in dict.fromkeys(role.holder for role in clause.roles):
                rows.append((paper.area, clause.kind, clause.title, holder, total, *where))
    return rows


def on_subject_in_words(source: Source) -> Rows:
    return on_subject(source, words=True)


TABLES = {
    1: ("member,name,role,since", members),
    2: ("pillar,field,number,measure", measures),
    3: ("project,participant,name", projects_of),
    4: ("measure,project", joined_by),
    5: ("project,participants,everyone,minority,few", breadth),
    6: ("text,role,states,document,start,end,digest", places_of),
    7: ("finding,text,measure", gaps),
    8: ("theme,name,areas,measures,everywhere,only", meaning.themes_of_areas),
    9: ("area,text,measure,document,start,end,digest", core_roles),
    10: ("area,text,pillar,measures,share", meaning.per_pillar),
    11: ("one,one_title,other,other_title,match", similar_titles),
    16: ("agreement,earlier,later,change,measure,before", nothing),
    17: ("issued,previous,months,status", revisions),
    19: ("project,start,before", later),
    20: ("level,title,projects,amount", cost),
    21: ("year,amount,growth,project,largest,share", by_year),
    22: ("measure,project,years", zeros),
    23: ("kind,projects,amount", who_pays),
    24: ("project,subsidy,grantor,rate,theme", meaning.subsidies),
    25: ("project,amount,residents,each", per_resident),
    26: ("measure,project,scope,amount", shared_amounts),
    27: ("finding,text,title", leading_or_symmetric),
    28: ("text,title", lambda source: roles.coordinating()[0]),
    29: ("text,title,holder", lambda source: roles.lesser()[0]),
    30: ("text,title,holder", lambda source: roles.greater()[0]),
    31: ("project,acts,paid,amount", lambda source: roles.acting(amounts(source))[0]),
    32: ("kind,one,name,other,other_name,weight,neighbours,strength", network),
    33: ("one,name,other,other_name,together,expected,lift", unusual),
    34: ("municipality,name,scheme,belongs", in_several),
    35: ("municipality,name,projects,share,residents,distance", participation),
    36: ("level,monitored,kpi,unit,source", kpis),
    37: ("kpi,baseline,current,target,below,met", targets),
    38: ("indicator,unit,area,vision,kpi", nothing),
    40: ("area,kind,clause,role,amount,document,start,end,digest", on_subject),
}
WITH_WORDS = {40: (TABLES[40][0], on_subject_in_words)}
"""What a graph with the words answers otherwise."""

ARGUABLE = {
    28: (TABLES[28][0], lambda source: roles.coordinating()[1]),
    29: (TABLES[29][0], lambda source: roles.lesser()[1]),
    30: (TABLES[30][0], lambda source: roles.greater()[1]),
    31: (TABLES[31][0], lambda source: roles.acting(amounts(source))[1]),
}
"""Rows on which careful readers differ."""


Table = tuple[str, Callable[[Source], Rows]]


def table(source: Source, question: int, tables: Mapping[int, Table] = TABLES) -> str:
    """The expected answer as a CSV file."""
    head, make = tables[question]
    rows = make(source)
    assert not any(mark in cell for row in rows for cell in row for mark in ',"\n')
    return "\n".join([head, *(",".join(row) for row in rows)]) + "\n"


FILES = {"facts": TABLES, "text": WITH_WORDS, "arguable": ARGUABLE}

if __name__ == "__main__":
    whole = Source(Path(sys.argv[1]))
    for kind, tables in FILES.items():
        for question in tables:
            (QUERIES / f"{question:02}.{kind}.csv").write_text(
                table(whole, question, tables), encoding="utf-8"
            )
