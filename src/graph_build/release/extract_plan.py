"""Projects, KPIs and statistics of a plan in the exchange form; money in the printed unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from graph_build.places.gazetteer import gazetteer
from graph_build.records import ids
from graph_build.records.agreement import Area, Measure, PolicyField, RoleStatement
from graph_build.records.base import Record
from graph_build.records.document import Records
from graph_build.records.plan import (
    BudgetLine,
    BudgetShare,
    Facility,
    Kpi,
    KpiValue,
    Project,
    ScheduleItem,
    Statistic,
)
from graph_build.text.money import UNIT_FACTORS
from graph_build.text.numbers import parse_number

R = TypeVar("R", bound=Record)
FieldPath = Callable[[str | None], list[str]]
_BOUND = re.compile("以上|以下|以内|未満|超|近づ|目指|めざ|前後|程度")


def items(records: Records, field_path: FieldPath) -> Iterator[tuple[str, Any]]:
    """The keys ``projects``, ``kpis`` and ``statistics``."""
    yield "projects", [_project(one, records, field_path) for one in records.of(Project)]
    yield "kpis", [_kpi(one, records) for one in records.of(Kpi)]
    yield "statistics", [_statistic(one, records) for one in records.of(Statistic)]


def _below(records: Records, kind: type[R], owner: str) -> dict[str, list[R]]:
    """Records of one type by the record that owns them."""
    found: defaultdict[str, list[R]] = defaultdict(list)
    for one in records.of(kind):
        found[getattr(one, owner)].append(one)
    return found


def _project(one: Project, records: Records, field_path: FieldPath) -> dict[str, Any]:
    measure = next((m for m in records.of(Measure) if m.id == one.measure), None)
    lines = _below(records, BudgetLine, "project")[one.id]
    roles = _below(records, RoleStatement, "owner")[one.id]
    schedule = sorted(_below(records, ScheduleItem, "project")[one.id], key=lambda row: row.order)
    return {
        "number": one.number,
        "title": one.title,
        "measure": measure.title or measure.label if measure else None,
        "field_path": field_path(measure.field if measure else one.field),
        "participants_raw": one.participants_text,
        "participants": [_name(place) for place in one.participants],
        "scope": one.participant_scope,
        "content": one.text,
        "roles": [{"party": role.holder_text, "text": role.text} for role in roles],
        "cost_label": one.cost_sharing_label,
        "cost_sharing": one.cost_sharing_text,
        "schedule": [{"item": row.label, "marked_years": list(row.marked_years)} for row in schedule],
        "budget_unit": one.budget_unit,
        "budget": {str(line.year): _printed(line.amount, one.budget_unit) for line in lines},
        "budget_by_party": _shares(lines, records, one.budget_unit),
        "blank_years": list(one.blank_years),
        "total": _figure(one.printed_total)
        if one.total_budget is None
        else _printed(one.total_budget, one.budget_unit),
        "subsidy": one.subsidy_text,
        "effect": one.effect,
    }


def _shares(
    lines: Sequence[BudgetLine], records: Records, unit: str | None
) -> dict[str, dict[str, Any]] | None:
    """Payer's name → year → printed figure; None where the table does not tell the payers apart."""
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    shares = _below(records, BudgetShare, "budget_line")
    for line in lines:
        for share in shares[line.id]:
            found[_name(share.payer) if share.payer else share.payer_text or ""][str(line.year)] = _printed(
                share.amount, unit
            )
    return dict(found) or None


def _printed(yen: int, unit: str | None) -> int | float:
    """An amount in the unit that the table prints."""
    figure = Decimal(yen) / UNIT_FACTORS.get(unit or "円", 1)
    return _number(figure)


def _number(figure: Decimal) -> int | float:
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _figure(printed: str | None) -> int | float | str | None:
    """A printed figure as a number; as printed where it is none."""
    number = parse_number(printed) if printed else None
    return printed if number is None or number.value is None else _number(number.value)


def _is_bound(value: KpiValue) -> bool:
    """Whether the figure is where a target begins or ends, or only near it: 「90％以上」, 「100％に近づける」."""
    return _BOUND.search(value.printed_value or "") is not None


def _kpi(one: Kpi, records: Records) -> dict[str, Any]:
    values = {value.kind: value for value in records.of(KpiValue) if value.kpi == one.id}
    baseline, target = values.get("baseline") or values.get("current"), values.get("target")
    measure = next((m for m in records.of(Measure) if m.id == one.monitors), None)
    field = next((f for f in records.of(PolicyField) if f.id in (one.monitors, one.field)), None)
    project = next((p for p in records.of(Project) if p.id == one.monitors), None)
    label = measure.title or measure.label if measure else field.label if field else None
    in_words = target.printed_value if target and (target.value is None or _is_bound(target)) else None
    return {
        "item": project.title if project else label,
        "name": one.name,
        "baseline": _value(baseline),
        "baseline_at": _when(baseline),
        "target": _value(target),
        "target_at": _when(target),
        "unit": one.unit,
        "source": one.data_source,
        "field": field.label if field else None,
        "measure": measure.title or measure.label if measure else None,
        "target_text": in_words,
    }


def _statistic(one: Statistic, records: Records) -> dict[str, Any]:
    return {
        "subject": one.subject_text or _subject(one.subject, records),
        "code5": ids.code5(one.subject) if one.subject.startswith(("municipality/", "prefecture/")) else None,
        "property": one.indicator.removesuffix(f"（{one.subject_text}）"),
        "value": _value(one),
        "unit": one.unit,
        "as_of": _when(one),
        "table": one.table,
    }


def _subject(subject: str, records: Records) -> str:
    if subject.startswith(("municipality/", "prefecture/")):
        return _name(subject)
    named = (one.name for one in records.items if isinstance(one, Area | Facility) and one.id == subject)
    return next(named, None) or subject


def _value(one: KpiValue | Statistic | None) -> int | float | None:
    return None if one is None or one.value is None else _number(one.value)


def _when(one: KpiValue | Statistic | None) -> str | None:
    """The printed date or year: of a period with days its name, else the year."""
    if one is None:
        return None
    name = (one.period or "").rpartition("/")[2]
    if name[:1].isdigit():
        return name
    return str(one.year) if one.year is not None else None


def _name(place: str) -> str:
    return gazetteer().place(ids.code5(place)).name
