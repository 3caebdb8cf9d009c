"""Records of a plan (都市圏ビジョン): editions, projects, money, KPIs, statistics, facilities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from graph_build.records.base import IsoDate, Record, Scheme, TextStatus, Yen, words

ValueKind: TypeAlias = Literal["baseline", "result", "current", "interim", "target"]
"""What a value of an indicator is: one of the first, a result of a year between, the present one, a target on the way, the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision(Record):
    """One edition of a plan; ``revision_of`` is the edition before it, ``legal_basis`` what it says to rest on."""

    scheme: Scheme
    title: str
    area: str | None = None
    issued: IsoDate | None = None
    period_start: IsoDate | None = None
    period_end: IsoDate | None = None
    publisher: str | None = None
    revision_of: str | None = None
    text_status: TextStatus = "complete"
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """A project (事業). ``participants`` are expanded places; ``blank_years`` are printed empty (no line, no 0)."""

    version: str
    measure: str | None
    """The measure that it carries out; None where a plan lists projects directly under a policy field."""
    field: str | None = None
    """The policy field, only where there is no measure between."""
    title: str
    order: int
    number: str | None = None
    participants: tuple[str, ...] = ()
    participant_scope: Literal["all", "listed", "except"] | None = None
    participants_text: str | None = None
    text: str | None = words()
    text_digest: str | None = None
    effect: str | None = words()
    cost_sharing_label: str | None = None
    cost_sharing_text: str | None = words()
    blank_years: tuple[int, ...] = ()
    budget_unit: str | None = None
    total_budget: Yen | None = None
    printed_total: str | None = None
    amount_scope: Literal["notStated", "includesPartners", "partnersOnly"] = "notStated"
    subsidy_text: str | None = words()
    notes: tuple[str, ...] = words(())


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Record):
    """Money of one project in one year: one line per project and year, so that a plain sum is right."""

    project: str
    year: int
    period: str
    amount: Yen
    printed_value: str | None
    printed_unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetShare(Record):
    """What one payer bears of a budget line, in tables per municipality.

    ``payer_text`` is the printed name of a group of members that pay together (連携市町村); ``payer`` is absent then.
    """

    budget_line: str
    payer: str | None = None
    amount: Yen
    printed_value: str
    payer_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsidy(Record):
    """One grantor's share; ``rate`` from 0 to 1; ``printed_value`` as printed (国1/2)."""

    project: str
    label: str
    grantor: Literal["national", "prefectural", "other", "notStated"]
    printed_value: str
    rate: Decimal | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem(Record):
    """A row of the schedule; ``marked_years`` are the cells with a mark (the start of a bar is unknown)."""

    project: str
    label: str
    order: int
    marked_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Record):
    """An indicator that monitors a vision, policy field or measure; ``name`` is without its unit.

    ``field`` is the policy field that the table names beside a measure.
    """

    version: str
    name: str
    monitors: str
    order: int
    field: str | None = None
    unit: str | None = None
    data_source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiValue(Record):
    """One value of a KPI; ``value`` is absent where the target is in words."""

    kpi: str
    kind: ValueKind
    printed_value: str
    value: Decimal | None = None
    year: int | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic(Record):
    """One figure; ``value`` is absent for a dash; ``indicator`` is the printed name of the property.

    ``subject_text`` is the printed name of a total (圏域計), whose subject is the area.
    """

    version: str
    subject: str
    indicator: str
    table: str
    printed_value: str
    value: Decimal | None = None
    unit: str | None = None
    year: int | None = None
    period: str | None = None
    subject_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility(Record):
    """A printed entry (one node even for 「各支局【A、B】」); ``types`` are concept ids (``facilityType-hospital``)."""

    name: str
    municipalities: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Record):
    """A vision's portrait of a member."""

    version: str
    profile_of: str
    slogan: str | None = words()
    text: str | None = words()
    text_digest: str | None = None
