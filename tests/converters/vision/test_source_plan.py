"""The real plan, counted a second time: every figure of these tests is read from the raw text by simple means, line by
line and tab by tab, without any part of the converter."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal

import pytest

from graph_build.records.agreement import Area, Measure, Membership, PolicyField, RoleStatement, TextVariant
from graph_build.records.document import Records
from graph_build.records.plan import (
    BudgetLine,
    Facility,
    Kpi,
    KpiValue,
    Profile,
    Project,
    ScheduleItem,
    Statistic,
    Subsidy,
    Vision,
)

pytestmark = pytest.mark.shared

YEARS = ("2021", "2022", "2023", "2024", "2025")


def squashed(text: str) -> str:
    """Without tags and white space, in one form."""
    return re.sub(r"\s|</?(?:p|ul)[^<>]*>", "", unicodedata.normalize("NFKC", text))


def tables(text: str) -> list[tuple[str, list[list[str]]]]:
    """The project tables: the last filled line above each, and its rows."""
    lines = text.split("\n")
    found = []
    for at, line in enumerate(lines):
        if line.startswith("関係市町村\t"):
            end = next(i for i in range(at, len(lines)) if lines[i].startswith("効果"))
            title = next(lines[i] for i in range(at - 1, 0, -1) if lines[i].strip())
            found.append((title, [row.split("\t") for row in lines[at : end + 1]]))
    return found


@pytest.fixture(scope="module")
def raw(source_text: str) -> list[tuple[str, list[list[str]]]]:
    return tables(source_text)


def rows_between(rows: list[list[str]], begin: str, end: str) -> list[list[str]]:
    labels = [squashed(row[0]) for row in rows]
    start = next(i for i, label in enumerate(labels) if label.startswith(begin))
    stop = next(i for i, label in enumerate(labels) if label.startswith(end))
    return rows[start:stop]


def members_of(text: str) -> list[str]:
    line = next(line for line in text.split("\n") if line.count("、") > 20 and line.startswith("熊本市、"))
    return line.strip().split("、")


def names(records: Records, text: str) -> dict[str, str]:
    """Place id → printed name, by the order of the list of members."""
    (area,) = records.of(Area)
    return dict(zip(area.members, members_of(text), strict=True))


# --- the plan --------------------------------------------------------------------------------------------------------


def test_the_plan_its_editions_and_its_period(source_records: Records, source_text: str) -> None:
    lines = [squashed(line) for line in source_text.split("\n")]
    printed = [re.match(r".*?\((\d{4})年\)(\d+)月(策定|改定)$", line) for line in lines]
    dates = [f"{m[1]}-{int(m[2]):02}" for m in printed if m]
    visions = {vision.issued: vision for vision in source_records.of(Vision)}
    assert list(dict.fromkeys(dates)) == dates
    assert set(visions) == set(dates)
    assert [visions[date].revision_of for date in dates] == [None, *(visions[date].id for date in dates[:-1])]
    plan = visions[dates[-1]]
    assert plan.id == source_records.source.topic
    assert (plan.period_start, plan.period_end) == ("2021-04-01", "2026-03-31")
    assert plan.publisher == source_records.source.issuer == "municipality/43100"
    assert [v.text_status for v in visions.values()].count("complete") == 1


def test_the_members(source_records: Records, source_text: str) -> None:
    (area,) = source_records.of(Area)
    memberships = source_records.of(Membership)
    assert len(area.members) == len(members_of(source_text)) == len(memberships)
    assert (
        [one.member for one in memberships if one.role == "core"] == list(area.core) == ["municipality/43100"]
    )


def test_every_profile_has_slogan_and_text(source_records: Records, source_text: str) -> None:
    heads = re.findall(r"^● (.+)$", source_text, re.MULTILINE)
    profiles = source_records.of(Profile)
    by_id = names(source_records, source_text)
    assert [by_id[profile.profile_of] for profile in profiles] == heads
    assert all(profile.slogan and profile.text and profile.text.endswith("。") for profile in profiles)


# --- fields and measures ---------------------------------------------------------------------------------------------


def test_measures_with_content_roles_category_and_direction(
    source_records: Records, source_text: str
) -> None:
    contents = [
        line.split("\t")[1]
        for line in source_text.split("\n")
        if line.startswith("取組内容\t") and line.count("\t") == 1
    ]
    tags = re.findall(r"^(?:\[連携協約\] )?([ABC]) (.+?)【(.+?)】$", source_text, re.MULTILINE)
    measures = source_records.of(Measure)
    assert [squashed(measure.text or "") for measure in measures] == [
        squashed(content) for content in contents
    ]
    assert [measure.category for measure in measures] == [None] * 6 + [tag for _, _, tag in tags]
    fields = {field.id: field for field in source_records.of(PolicyField)}
    assert [(fields[m.field or ""].number, fields[m.field or ""].label) for m in measures[6:]] == [
        (n, f) for n, f, _ in tags
    ]
    pillars = [field for field in fields.values() if field.broader is None]
    assert [pillar.number for pillar in pillars] == ["1", "2", "3"]
    assert all(pillar.direction for pillar in pillars)
    rows = [line.split("\t") for line in source_text.split("\n") if re.match(r"[①-⑳㉑-㉟]\t", line)]
    assert [squashed(measure.direction or "") for measure in measures] == [squashed(row[2]) for row in rows]
    assert [measure.number for measure in measures] == [row[0] for row in rows]
    assert [squashed(measure.title or "") for measure in measures] == [squashed(row[1]) for row in rows]


def test_roles_of_measures_and_projects(
    source_records: Records, source_text: str, raw: list[tuple[str, list[list[str]]]]
) -> None:
    roles = source_records.of(RoleStatement)
    measures = {measure.id for measure in source_records.of(Measure)}
    own = [role for role in roles if role.owner in measures]
    rows = re.findall(r"^(熊本市|近隣市町村)の役割\t(.*)$", source_text, re.MULTILINE)
    whole: dict[tuple[str, str], str] = {}
    for role in own:
        whole[role.owner, role.holder_text] = whole.get((role.owner, role.holder_text), "") + (
            role.text or ""
        )
    assert [(who, squashed(text)) for (_, who), text in whole.items()] == [
        (who, squashed(text)) for who, text in rows
    ]
    spoken = []
    for _, table in raw:
        cell = next(row[1] for row in table if "役割分担" in row[0])
        parts = re.split(r"<(熊本市|近隣市町村|近隣町村)>", cell)
        spoken += list(zip(parts[1::2], map(squashed, parts[2::2]), strict=True))
    of_projects = [
        (role.holder_text, squashed(role.text or "")) for role in roles if role.owner not in measures
    ]
    assert of_projects == spoken
    assert len(of_projects) == 2 * len(raw) == 138


def test_the_measure_with_two_wordings(source_records: Records, source_text: str) -> None:
    listed = re.findall(
        r"\(([^()]*町)(以外)?\)",
        next(x for x in source_text.split("\n") if x.startswith("取組内容\t") and "以外" in x),
    )
    variants = source_records.of(TextVariant)
    by_id = names(source_records, source_text)
    partners = members_of(source_text)[1:]
    expected = []
    for group, other in listed:
        inside = group.split("、")
        expected.append([name for name in partners if (name in inside) != bool(other)])
    assert [[by_id[place] for place in variant.applies_to] for variant in variants] == expected
    assert len({variant.text_digest for variant in variants}) == 2
    towards = [role.applies_to for role in source_records.of(RoleStatement) if role.applies_to]
    assert sorted(towards) == sorted([variant.applies_to for variant in variants] * 2)


# --- projects --------------------------------------------------------------------------------------------------------


def test_projects_and_their_participants(
    source_records: Records, source_text: str, raw: list[tuple[str, list[list[str]]]]
) -> None:
    projects = source_records.of(Project)
    everyone = members_of(source_text)
    by_id = names(source_records, source_text)
    assert [squashed(p.title) for p in projects] == [
        squashed(re.sub(r"^[ア-ン] ", "", title)) for title, _ in raw
    ]
    assert [p.number for p in projects] == [title[0] for title, _ in raw]
    printed = [rows[0][1].strip() for _, rows in raw]
    expected = [everyone if text == "全市町村" else text.split("、") for text in printed]
    assert [[by_id[place] for place in project.participants] for project in projects] == expected
    assert Counter(project.participant_scope for project in projects) == {"all": 25, "listed": 44}
    assert len(projects) == 69


def test_projects_belong_to_the_measure_above_them(source_records: Records, source_text: str) -> None:
    measures = {measure.id: squashed(measure.title or "") for measure in source_records.of(Measure)}
    above, expected = "", []
    for line in source_text.split("\n"):
        if re.match(r"[①-⑳] [^\t]+$", line):
            above = squashed(line[1:])
        elif line.startswith("関係市町村\t"):
            expected.append(above)
    assert [measures[project.measure or ""] for project in source_records.of(Project)] == expected


def test_texts_of_projects(source_records: Records, raw: list[tuple[str, list[list[str]]]]) -> None:
    projects = source_records.of(Project)
    for project, (_, rows) in zip(projects, raw, strict=True):
        cell = {squashed(row[0]): row[1] if len(row) > 1 else "" for row in rows if row[0]}
        assert squashed(project.text or "") == squashed(cell["事業内容"])
        assert squashed(project.effect or "") == squashed(cell["効果"])
        (label,) = set(cell) & {"費用負担", "費用分担", "経費負担"}
        assert (project.cost_sharing_label, squashed(project.cost_sharing_text or "")) == (
            label,
            squashed(cell[label]),
        )
        whole = squashed((project.subsidy_text or "") + "".join(project.notes))
        assert whole == squashed(cell["国・県補助制度等"]).replace(
            "/", "", 1 if cell["国・県補助制度等"].strip() == "/" else 0
        )


def test_budgets_under_their_years(source_records: Records, raw: list[tuple[str, list[list[str]]]]) -> None:
    lines: dict[str, dict[int, int]] = {}
    for line in source_records.of(BudgetLine):
        lines.setdefault(line.project, {})[line.year] = line.amount
        assert (line.period, line.printed_unit) == (f"period/fy{line.year}", "千円")
    cells = 0
    for project, (_, rows) in zip(source_records.of(Project), raw, strict=True):
        head, values = rows_between(rows, "事業費", "国・県補助制度等")
        under = {
            head[i].strip(): values[i].strip() if i < len(values) else ""
            for i in range(1, len(head))
            if head[i].strip()
        }
        assert tuple(under) == (*YEARS, "合計")
        printed = {int(year): int(under[year].replace(",", "")) * 1000 for year in YEARS if under[year]}
        assert lines[project.id] == printed
        assert project.blank_years == tuple(int(year) for year in YEARS if not under[year])
        assert project.total_budget == int(under["合計"].replace(",", "")) * 1000 == sum(printed.values())
        cells += len(printed)
    assert cells == 339


def test_schedules(source_records: Records, raw: list[tuple[str, list[list[str]]]]) -> None:
    items: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for item in source_records.of(ScheduleItem):
        items.setdefault(item.project, []).append((squashed(item.label), item.marked_years))
    rows_read = marks = 0
    for project, (_, rows) in zip(source_records.of(Project), raw, strict=True):
        head, *below = rows_between(rows, "スケジュール", "事業費")
        columns = {i: int(text) for i, text in enumerate(head) if text.strip() in YEARS}
        expected = []
        for row in below:
            years = tuple(
                columns[i] for i, text in enumerate(row) if i in columns and text.strip() in ("→", "▶")
            )
            expected.append((squashed(row[1]), years))
            marks += len(years)
        assert items[project.id] == expected
        rows_read += len(below)
    assert (rows_read, marks) == (106, 107)


def test_subsidies_rates_and_notes(source_records: Records, raw: list[tuple[str, list[list[str]]]]) -> None:
    subsidies = source_records.of(Subsidy)
    rates = Counter(round(subsidy.rate, 4) for subsidy in subsidies if subsidy.rate is not None)
    expected: Counter[Decimal] = Counter()
    for _, rows in raw:
        cell = squashed(
            next(row[1] if len(row) > 1 else "" for row in rows if row[0].startswith("国・県補助"))
        )
        for over, under, percent in re.findall(r"(\d+)/(\d+)|([\d.]+)%", cell.partition("※")[0]):
            value = Decimal(percent) / 100 if percent else Decimal(over) / Decimal(under)
            expected[round(value, 4)] += 1
    assert rates == expected
    noted = [
        project.amount_scope
        for project in source_records.of(Project)
        if any("事業費" in note for note in project.notes)
    ]
    assert sorted(noted) == ["includesPartners"] * 4 + ["partnersOnly"]
    assert {subsidy.grantor for subsidy in subsidies} == {"national", "prefectural", "other", "notStated"}


# --- KPIs, statistics, facilities ------------------------------------------------------------------------------------


def test_kpis_of_both_tables_once(source_records: Records, source_text: str) -> None:
    lines = source_text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("取組内容\tKPI"))
    rows = [line.split("\t") for line in lines[at + 1 : lines.index("", at)]]
    expected = {}
    for row in rows:
        filled = [cell.strip() for cell in row if cell.strip()]
        name, current, target, unit = filled[-4:]
        expected[squashed(name)] = (squashed(current), squashed(target), unit)
    kpis = source_records.of(Kpi)
    assert {squashed(kpi.name) for kpi in kpis} == set(expected)
    assert len(kpis) == len(expected) == 13
    values = {(value.kpi, value.kind): value for value in source_records.of(KpiValue)}
    for kpi in kpis:
        current, target, unit = expected[squashed(kpi.name)]
        assert kpi.unit == unit
        own = values[kpi.id, "current"]
        assert f"{own.printed_value}({own.year})" == current
        figure = re.match(r"[+\d,]+|現状維持", target)
        goal = values[kpi.id, "target"]
        assert figure is not None
        assert goal.printed_value == figure[0]
        assert goal.year == (2022 if "(2022)" in target else 2025)
    kept = next(value for value in values.values() if value.printed_value == "現状維持")
    assert kept.value is None
    assert values[kept.kpi, "baseline"].value == 11381
    assert values[kept.kpi, "baseline"].year == 2019
    sources = [kpi for kpi in kpis if kpi.data_source]
    assert len(sources) == sum(
        line.count("\t") == 3 for line in lines if re.match(r".+\t.*\(20\d\d年(?:度)?\)\t.*\t", line)
    )
    monitored = Counter(re.sub(r".*/(field|measure)/.*", r"\1", kpi.monitors) for kpi in kpis)
    assert monitored == {"field": 7, "measure": 6}


def table_at(text: str, head: str) -> list[list[str]]:
    """The rows below a head line; blank lines between rows are page breaks."""
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith(head)) + 1
    rows = []
    while lines[at].count("\t") or not lines[at].strip():
        if lines[at].strip():
            rows.append(lines[at].split("\t"))
        at += 1
    return rows


@pytest.mark.parametrize(
    ("head", "table", "skip", "period"),
    [
        ("市町村\t人口 (人)", "基本データ", 0, "period/2024-10-01"),
        ("市町村\t病院\t", "医療機関の数", 1, "period/2023-10-01"),
        ("市町村\t公共図書館", "図書館", 0, "period/2024-03-31"),
    ],
)
def test_statistics_of_the_members(
    source_records: Records, source_text: str, head: str, table: str, skip: int, period: str
) -> None:
    by_id = names(source_records, source_text)
    read: dict[str, list[Decimal | None]] = {}
    for statistic in source_records.of(Statistic):
        if statistic.table == table and statistic.subject in by_id:
            assert statistic.period == period
            read.setdefault(by_id[statistic.subject], []).append(statistic.value)
    rows = [row for row in table_at(source_text, head)[skip:] if row[0].strip() in members_of(source_text)]
    expected = {
        row[0]: [None if cell.strip() == "-" else Decimal(cell.replace(",", "")) for cell in row[1:]]
        for row in rows
    }
    assert len(expected) == 24
    assert read == expected


@pytest.mark.parametrize(
    ("head", "table", "skip", "period"),
    [
        ("病院名\t", "熊本市内の公的7病院の救急患者数", 1, "period/fy2023"),
        ("大学名\t", "高等教育機関", 0, "period/2024-05-01"),
    ],
)
def test_statistics_of_facilities(
    source_records: Records, source_text: str, head: str, table: str, skip: int, period: str
) -> None:
    named = {facility.id: squashed(facility.name) for facility in source_records.of(Facility)}
    read: dict[str, list[Decimal | None]] = {}
    for statistic in source_records.of(Statistic):
        if statistic.table == table and statistic.subject in named:
            later = named[statistic.subject] == "熊本県立技術短期大学校"
            assert statistic.period == ("period/2025-03-01" if later else period)
            read.setdefault(named[statistic.subject], []).append(statistic.value)
    rows = [row for row in table_at(source_text, head)[skip:] if row[0] != "総数"]
    expected = {
        squashed(re.sub("【.*】", "", row[0])): [
            None if cell.strip() == "-" else Decimal(cell.replace(",", "")) for cell in row[1:]
        ]
        for row in rows
    }
    assert read == expected


def test_totals_and_shares_of_the_area(source_records: Records) -> None:
    figures = {
        (statistic.subject, statistic.indicator): statistic.value
        for statistic in source_records.of(Statistic)
        if statistic.table == "基本データ" and not statistic.subject.startswith("municipality/")
    }
    (area,) = source_records.of(Area)
    assert figures[area.id, "人口"] == 1344725
    assert figures["prefecture/43", "面積"] == Decimal("7409.19")
    assert figures[area.id, "世帯数（圏域/熊本県）"] == Decimal("79.7")
    assert len(figures) == 9


def test_transport_figures(source_records: Records) -> None:
    named = {facility.id: facility.name for facility in source_records.of(Facility)}
    read: dict[str, tuple[str, Decimal | None, str | None, str | None]] = {
        named[statistic.subject]: (statistic.indicator, statistic.value, statistic.unit, statistic.period)
        for statistic in source_records.of(Statistic)
        if statistic.table == "主な公共交通機関の利用状況"
    }
    assert read == {
        "熊本IC": ("利用台数", Decimal(7220500), "台/年", "period/y2023"),
        "JR九州熊本駅": ("乗車人員", Decimal(16292), "人/日", "period/fy2023"),
        "阿蘇くまもと空港": ("利用客数(乗降客数)", Decimal(3194419), "人/年", "period/y2023"),
    }


def test_facilities_by_a_simple_count(source_records: Records, source_text: str) -> None:
    """Every bulleted entry of the section on facilities; names in 【…】 are where it is, nothing is the core city."""
    section = source_text[source_text.index("ア 行政機関") : source_text.index("(7) 産業の状況\n\nア")]
    bulleted = re.findall(r"(?:^|(?<=[ \t>-]))・ ?([^\n]+?)(?= ・|\n|$)", section, re.MULTILINE)
    by_id = names(source_records, source_text)
    expected = set()
    for entry in bulleted:
        where = re.search("【(.+)】", entry)
        name = squashed(re.sub(r"【.*|（[\d,]+ 席）", "", entry))
        expected.add((name, frozenset(re.split("[、・]", where[1]) if where else ["熊本市"])))
    read = {
        (squashed(facility.name), frozenset(by_id[place] for place in facility.municipalities))
        for facility in source_records.of(Facility)
    }
    assert expected <= read
    # What remains has no bullets: state offices, universities, and names in tables of figures.
    unbulleted = [name for name, _ in read - expected]
    cells = section[: section.index("・九州農政局")]
    tabular = [squashed(re.sub("【.*】", "", row[0])) for row in table_at(source_text, "大学名\t")]
    others = [name for name in unbulleted if name not in squashed(cells) and name not in tabular]
    assert sorted(others) == ["JR九州熊本駅", "熊本中央病院"]
    places = re.findall("【([^【】]+)】", cells)
    in_cells = [
        places_of
        for name, places_of in read - expected
        if name in squashed(cells) and places_of != {"熊本市"}
    ]
    assert sorted(map(sorted, in_cells)) == sorted(sorted(re.split("[、・]", text)) for text in places)


def test_counts_of_facilities_per_municipality(source_records: Records, source_text: str) -> None:
    by_id = names(source_records, source_text)
    for begin, indicator in (("熊本市 (8)", "病児病後児保育施設"), ("道の駅\t", "道の駅")):
        line = next(line for line in source_text.split("\n") if line.startswith(begin))
        expected = {name: int(count) for name, count in re.findall(r"([^、\s]+) \((\d+)\)", line)}
        found = {by_id[s.subject]: s.value for s in source_records.of(Statistic) if s.indicator == indicator}
        assert found == expected


def test_halls_with_seats(source_records: Records, source_text: str) -> None:
    seats = [int(count.replace(",", "")) for count in re.findall(r"（([\d,]+) 席）", source_text)]
    assert [s.value for s in source_records.of(Statistic) if s.indicator == "収容数"] == seats


# --- integrity and balance -------------------------------------------------------------------------------------------


def test_what_is_reported(source_records: Records) -> None:
    codes = Counter(problem.code for problem in source_records.problems if problem.code != "lost_figure")
    assert codes == {
        "number_misprint": 4,
        "blank_budget_cell": 6,
        "blank_cost_sharing": 6,
        "title_differs": 2,
        "missing_section": 1,
    }
    lost = [problem for problem in source_records.problems if problem.code == "lost_figure"]
    assert all(problem.value and problem.place for problem in lost)


def test_the_balance(source_records: Records, source_text: str) -> None:
    ledger = source_records.source.ledger
    assert ledger.unresolved == 0
    assert ledger.total == len(source_text)
    assert set(ledger.ignored) <= {
        "contact", "contents", "heading", "label", "markup", "no_value", "punctuation", "title", "white_space"
    }  # fmt: skip


def test_every_record_has_evidence_that_says_it(source_records: Records, source_text: str) -> None:
    for record in source_records.items:
        assert record.evidence, record.id
        for evidence in record.evidence:
            assert source_text[evidence.span.start : evidence.span.end].strip()
    for line in source_records.of(BudgetLine):
        value, year = (source_text[evidence.span.start : evidence.span.end] for evidence in line.evidence)
        assert (value, year) == (line.printed_value, str(line.year))
    for statistic in source_records.of(Statistic):
        span = statistic.evidence[0].span
        assert statistic.printed_value.removesuffix("人") in squashed(source_text[span.start : span.end])
