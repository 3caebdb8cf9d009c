"""Plans for the tests: the fictions of `tests/fixtures/visions` and, where RENKEI_SHARED names them, the source documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_build.converters.items import items_of
from graph_build.converters.vision import convert_vision
from graph_build.documents.read import read_bytes
from graph_build.records.agreement import Area, Measure, PolicyField, RoleStatement, TextVariant
from graph_build.records.base import Passage
from graph_build.records.document import Records
from graph_build.records.plan import (
    BudgetLine,
    BudgetShare,
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

FIXTURES = Path(__file__).parents[2] / "fixtures" / "visions"


@pytest.fixture(scope="session")
def convert() -> Callable[[str], Records]:
    """Convert a plan given as text."""

    def converted(text: str) -> Records:
        document = read_bytes("plan.txt", text.encode())
        return convert_vision(document, items_of(document))

    return converted


@pytest.fixture(scope="session")
def fiction() -> Callable[[str], str]:
    """The text of a fixture by the beginning of its name."""

    def text(name: str) -> str:
        (path,) = FIXTURES.glob(f"{name}*.txt")
        return path.read_text(encoding="utf-8")

    return text


@pytest.fixture(scope="session")
def source_text(shared: Path) -> str:
    """The plan among the source documents."""
    (path,) = (shared / "sources").glob("002_*.txt")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def source_records(source_text: str, convert: Callable[[str], Records]) -> Records:
    """The records of that plan."""
    return convert(source_text)


@pytest.fixture(scope="session")
def summary() -> Callable[[Records], dict[str, Any]]:
    """What a plan's records say, in the words of the plan: the form of the ``*.expected.json`` beside the fixtures."""
    return _summary


def _summary(records: Records) -> dict[str, Any]:
    (plan,) = [vision for vision in records.of(Vision) if vision.id == records.source.topic]
    areas = records.of(Area)
    fields = {field.id: field for field in records.of(PolicyField)}
    measures = {measure.id: measure for measure in records.of(Measure)}
    named = {field.id: field.label for field in fields.values()} | {
        one.id: one.label for one in measures.values()
    }
    named |= {one.id: one.name for one in records.of(Facility)}
    named |= {project.id: project.title for project in records.of(Project)}
    return {
        "id": plan.id,
        "title": plan.title,
        "area": areas[0].name if areas else None,
        "members": [_code(place) for place in areas[0].members] if areas else [],
        "core": [_code(place) for place in areas[0].core] if areas else [],
        "period": [plan.period_start, plan.period_end],
        "publisher": _code(plan.publisher) if plan.publisher else None,
        "editions": [[vision.issued, vision.text_status] for vision in records.of(Vision)],
        "fields": [
            [field.number, field.label, named.get(field.broader or ""), field.direction]
            for field in fields.values()
        ],
        "measures": [
            {
                "number": measure.number,
                "printed_number": measure.printed_number,
                "title": measure.title,
                "field": named.get(measure.field or ""),
                "category": measure.category,
                "text": measure.text,
                "direction": measure.direction,
                "roles": _roles(measure.id, records),
                "variants": [
                    [list(map(_code, v.applies_to)), v.text]
                    for v in records.of(TextVariant)
                    if v.measure == measure.id
                ],
            }
            for measure in measures.values()
        ],
        "projects": [_project(project, named, records) for project in records.of(Project)],
        "kpis": [
            [kpi.name, named.get(kpi.monitors, "plan"), kpi.unit, kpi.data_source]
            + [
                [v.kind, v.printed_value, v.year, (v.period or "")[7:]]
                for v in records.of(KpiValue)
                if v.kpi == kpi.id
            ]
            for kpi in records.of(Kpi)
        ],
        "statistics": [
            [
                named.get(s.subject, _code(s.subject)),
                s.indicator,
                s.printed_value,
                s.unit,
                (s.period or "")[7:],
            ]
            for s in records.of(Statistic)
        ],
        "facilities": [
            [one.name, list(map(_code, one.municipalities)), [kind[13:] for kind in one.types]]
            for one in records.of(Facility)
        ],
        "profiles": [[_code(one.profile_of), one.slogan, one.text] for one in records.of(Profile)],
        "passages": [[one.title, one.text] for one in records.of(Passage)],
        "problems": [
            [problem.code, problem.place.line_start if problem.place else None, problem.value]
            for problem in records.problems
        ],
        "unresolved": records.source.ledger.unresolved,
    }


def _code(place: str) -> str:
    return place.removeprefix("municipality/")


def _roles(owner: str, records: Records) -> list[list[Any]]:
    return [
        [
            role.holder_text,
            list(map(_code, role.holders)),
            role.text,
            *([list(map(_code, role.applies_to))] if role.applies_to else []),
        ]
        for role in records.of(RoleStatement)
        if role.owner == owner
    ]


def _project(project: Project, named: dict[str, str], records: Records) -> dict[str, Any]:
    lines = [line for line in records.of(BudgetLine) if line.project == project.id]
    return {
        "number": project.number,
        "title": project.title,
        "of": named.get(project.measure or project.field or ""),
        "participants": [
            project.participant_scope,
            list(map(_code, project.participants)),
            project.participants_text,
        ],
        "text": project.text,
        "effect": project.effect,
        "cost": [project.cost_sharing_label, project.cost_sharing_text],
        "roles": _roles(project.id, records),
        "schedule": [
            [s.label, list(s.marked_years)] for s in records.of(ScheduleItem) if s.project == project.id
        ],
        "budget": {str(line.year): [line.amount, line.printed_value, line.printed_unit] for line in lines},
        "shares": {
            str(line.year): {
                _code(s.payer or s.payer_text or ""): s.amount
                for s in records.of(BudgetShare)
                if s.budget_line == line.id
            }
            for line in lines
            if any(s.budget_line == line.id for s in records.of(BudgetShare))
        },
        "blank_years": list(project.blank_years),
        "total": [project.total_budget, project.printed_total],
        "amount_scope": project.amount_scope,
        "notes": list(project.notes),
        "subsidies": [
            [s.label, s.grantor, s.printed_value, str(s.rate) if s.rate is not None else None, list(s.years)]
            for s in records.of(Subsidy)
            if s.project == project.id
        ],
    }
