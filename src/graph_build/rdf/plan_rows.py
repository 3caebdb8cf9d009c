"""The rows of plans: projects, money, indicators, statistics, facilities."""

from __future__ import annotations

from graph_build.rdf.rows import (
    DIGEST,
    IN_VERSION,
    LABEL,
    NUMBER,
    ORDER,
    PERIOD,
    PRINTED_VALUE,
    TEXT,
    TITLE,
    YEAR,
    P,
    Row,
)
from graph_build.records.base import Record
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

# Whether a mentioned text is in the corpus is no statement of the document: linking knows it.
_KNOWN_STATUS = P("text_status", "rk:textStatus", "concept", when=lambda status: status != "notInCorpus")

PLAN_ROWS: dict[type[Record], Row] = {
    Vision: Row(
        "rk:Vision",
        (
            P("scheme", "rk:scheme", "concept"),
            TITLE,
            P("area", "rk:area", "node"),
            P("issued", "dcterms:issued", "date"),
            P("period_start", "rk:periodStart", "date"),
            P("period_end", "rk:periodEnd", "date"),
            P("publisher", "dcterms:publisher", "node"),
            P("revision_of", "prov:wasRevisionOf", "node"),
            P("legal_basis", "rk:legalBasis", "ja"),
            _KNOWN_STATUS,
        ),
    ),
    Project: Row(
        "rk:Project",
        (
            IN_VERSION,
            P("measure", "rk:implements", "node"),
            P("field", "rk:policyField", "node"),
            TITLE,
            P("title", "skos:prefLabel", "ja"),
            ORDER,
            NUMBER,
            P("participants", "rk:participant", "node"),
            P("participant_scope", "rk:participantScope", "concept"),
            P("participants_text", "rk:participantsText", "ja"),
            TEXT,
            DIGEST,
            P("effect", "rk:effect", "ja"),
            P("cost_sharing_label", "rk:costSharingLabel", "ja"),
            P("cost_sharing_text", "rk:costSharingText", "ja"),
            P("blank_years", "rk:blankYear", "integer"),
            P("budget_unit", "rk:printedUnit", "ja"),
            P("total_budget", "rk:totalBudget", "integer"),
            P("printed_total", "rk:printedTotal", "ja"),
            P("amount_scope", "rk:amountScope", "concept"),
            P("subsidy_text", "rk:subsidyText", "ja"),
            P("notes", "rk:note", "ja"),
        ),
    ),
    BudgetLine: Row(
        "rk:BudgetLine",
        (
            P("project", "rk:project", "node", inverse="rk:budgetLine"),
            YEAR,
            PERIOD,
            P("amount", "rk:amount", "integer"),
            PRINTED_VALUE,
            P("printed_unit", "rk:printedUnit", "ja"),
        ),
        data_set="budget",
    ),
    BudgetShare: Row(
        "rk:BudgetShare",
        (
            P("budget_line", None, "node", inverse="rk:share"),
            P("payer", "rk:payer", "node"),
            P("payer_text", "rk:payerText", "ja"),
            P("amount", "rk:amount", "integer"),
            PRINTED_VALUE,
        ),
    ),
    Subsidy: Row(
        "rk:Subsidy",
        (
            P("project", None, "node", inverse="rk:subsidy"),
            LABEL,
            P("grantor", "rk:grantor", "concept"),
            PRINTED_VALUE,
            P("rate", "rk:rate", "decimal"),
            P("years", "rk:year", "integer"),
        ),
    ),
    ScheduleItem: Row(
        "rk:ScheduleItem",
        (
            P("project", None, "node", inverse="rk:scheduleItem"),
            LABEL,
            ORDER,
            P("marked_years", "rk:markedYear", "integer"),
        ),
    ),
    Kpi: Row(
        "rk:Kpi",
        (
            IN_VERSION,
            P("name", "skos:prefLabel", "ja"),
            P("monitors", "rk:monitors", "node"),
            P("field", "rk:policyField", "node"),
            ORDER,
            P("unit", "rk:unit", "ja"),
            P("data_source", "rk:dataSource", "ja"),
        ),
    ),
    KpiValue: Row(
        "rk:KpiValue",
        (
            P("kpi", "rk:kpi", "node", inverse="rk:kpiValue"),
            P("kind", "rk:valueKind", "concept"),
            PRINTED_VALUE,
            P("value", "rk:value", "decimal"),
            YEAR,
            PERIOD,
        ),
        data_set="kpi",
    ),
    Statistic: Row(
        "rk:Statistic",
        (
            IN_VERSION,
            P("subject", "rk:statisticOf", "node"),
            P("subject_text", "rk:printedSubject", "ja"),
            P("indicator", "rk:printedIndicator", "ja"),
            P("table", "rk:table", "ja"),
            PRINTED_VALUE,
            P("value", "rk:value", "decimal"),
            P("unit", "rk:unit", "ja"),
            YEAR,
            PERIOD,
        ),
        data_set="statistics",
    ),
    Facility: Row(
        "rk:Facility",
        (
            P("name", "skos:prefLabel", "ja"),
            P("municipalities", "rk:inMunicipality", "node"),
            P("types", "rk:facilityType", "concept name"),
        ),
    ),
    Profile: Row(
        "rk:Profile",
        (
            IN_VERSION,
            P("profile_of", "rk:profileOf", "node"),
            P("slogan", "rk:slogan", "ja"),
            TEXT,
            DIGEST,
        ),
    ),
}
