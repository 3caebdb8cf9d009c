"""Which class a record becomes and which field which property: one row per type of record.

Each value kind is one way to write a term (`graph_build.rdf.writer`). ``concept`` is the concept
``rk:{scheme}-{value}`` where the scheme has the name of the property unless the row says otherwise.
Fields that no row names have to stand in `UNWRITTEN` with the reason: nothing is dropped by oversight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

from graph_build.records.agreement import (
    Act,
    Agreement,
    AgreementVersion,
    Annex,
    Area,
    Article,
    Bill,
    DraftVersion,
    Measure,
    Membership,
    Operation,
    PartyStatement,
    PolicyField,
    RoleStatement,
    Signature,
    TextVariant,
)
from graph_build.records.base import Passage, Record
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

Kind: TypeAlias = Literal[
    "ja", "string", "integer", "decimal", "date", "node", "iri", "concept", "concept name", "period"
]


@dataclass(frozen=True, slots=True)
class Property:
    """How one field is written.

    ``name`` is a prefixed name, None where only the ``inverse`` (from the named node to this one) is written;
    ``scheme`` overrides the concept scheme; ``when`` says for which values the row holds.
    """

    field: str
    name: str | None
    kind: Kind
    inverse: str | None = None
    scheme: str | None = None
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A type of record: its class, properties and data set.

    ``class_of`` gives the class where it depends on the record, ``also`` a further class of some records;
    ``data_set`` names the data set of an observation.
    """

    cls: str
    properties: tuple[Property, ...]
    class_of: Callable[[Any], str] | None = None
    also: Callable[[Any], str | None] | None = None
    data_set: str | None = None


P = Property


def _of_vision(path: str) -> bool:
    return path.startswith("vision/")


def _is_part(path: str) -> bool:
    return path.startswith("bill/") or any(part in path for part in ("/article/", "/annex/", "/act/"))


def _is_text(path: str) -> bool:
    return not _is_part(path)


_IN_VERSION = P("version", "rk:inVersion", "node")
_ORDER = P("order", "rk:order", "integer")
_NUMBER = P("number", "rk:number", "string")
_TITLE = P("title", "dcterms:title", "ja")
_TEXT = P("text", "rk:text", "ja")
_DIGEST = P("text_digest", "rk:textDigest", "string")
_LABEL = P("label", "skos:prefLabel", "ja")
_PRINTED_VALUE = P("printed_value", "rk:printedValue", "ja")
_YEAR = P("year", "rk:year", "integer")
_PERIOD = P("period", "rk:period", "period")

_STATUS = P("text_status", "rk:textStatus", "concept")
# Whether a mentioned text is in the corpus is no statement of the document: linking knows it.
_KNOWN_STATUS = P("text_status", "rk:textStatus", "concept", when=lambda status: status != "notInCorpus")
# Nor is what it prints of an amended text all that the corpus has of it, where it also has the base.
_WHOLE_STATUS = P("text_status", "rk:textStatus", "concept", when=lambda status: status == "complete")

_AGREEMENT_TEXT = (
    P("agreement", "rk:ofAgreement", "node", inverse="rk:hasVersion"),
    _TITLE,
    P("legal_basis", "rk:legalBasis", "ja"),
    P("based_on", "eli:based_on", "iri"),
    P("revision_of", "prov:wasRevisionOf", "node"),
)

ROWS: dict[type[Record], Row] = {
    Area: Row(
        "rk:Area",
        (
            P("scheme", "rk:scheme", "concept"),
            P("name", "rk:printedName", "ja"),
            P("core", "rk:coreCity", "node"),
            P("members", "rk:member", "node"),
        ),
    ),
    Membership: Row(
        "rk:Membership",
        (
            P("area", "org:organization", "node"),
            P("member", "org:member", "node"),
            P("role", "org:role", "concept", scheme="memberRole"),
            P("since", "rk:since", "date"),
        ),
    ),
    Agreement: Row(
        "rk:Agreement",
        (
            P("scheme", "rk:scheme", "concept"),
            P("parties", "rk:party", "node"),
            P("area", "rk:area", "node"),
        ),
    ),
    AgreementVersion: Row(
        "rk:AgreementVersion",
        (
            *_AGREEMENT_TEXT,
            _WHOLE_STATUS,
            P("valid_from", "rk:validFrom", "date"),
            P("enacted_by", "rk:enactedBy", "node"),
        ),
    ),
    DraftVersion: Row("rk:DraftVersion", (*_AGREEMENT_TEXT, _STATUS, P("amends", "rk:amends", "node"))),
    PartyStatement: Row(
        "rk:PartyStatement",
        (
            P("version", None, "node", inverse="rk:partyStatement"),
            P("position", "rk:position", "string"),
            P("printed_name", "rk:printedName", "ja"),
            P("holder", "rk:holder", "node"),
            P("candidates", "rk:candidate", "node"),
        ),
    ),
    Bill: Row(
        "rk:Bill",
        (
            _TITLE,
            P("proposes", "rk:proposes", "node"),
            P("proposed_kind", "rk:proposedKind", "concept"),
            P("submitted_on", "rk:submittedOn", "date"),
            P("number", "rk:billNumber", "ja"),
            P("submitter", "rk:submitter", "node"),
            P("submitter_office", "rk:office", "ja"),
            P("legal_basis", "rk:legalBasis", "ja"),
            P("based_on", "eli:based_on", "iri"),
        ),
    ),
    Act: Row(
        "rk:Act",
        (
            P("agreement", "rk:ofAgreement", "node"),
            _TITLE,
            P("signed_on", "rk:signedOn", "date"),
            P("effective_on", "rk:effectiveOn", "date"),
            P("legal_basis", "rk:legalBasis", "ja"),
            P("based_on", "eli:based_on", "iri"),
            P("amends", "rk:amends", "node"),
        ),
        class_of=lambda act: f"rk:{act.kind.capitalize()}",
    ),
    Signature: Row(
        "rk:Signature",
        (
            P("act", None, "node", inverse="rk:signature"),
            P("holder", "rk:holder", "node"),
            P("printed_name", "rk:printedName", "ja"),
            P("position", "rk:position", "string"),
            P("office", "rk:office", "ja"),
            P("signatory_name", "rk:signatoryName", "ja"),
            P("address", "rk:address", "ja"),
        ),
    ),
    Operation: Row(
        "rk:Operation",
        (
            P("owner", None, "node", inverse="rk:operation"),
            P("kind", "rk:operationKind", "concept"),
            P("target", "rk:target", "ja"),
            _ORDER,
            P("old_text", "rk:oldText", "ja"),
            P("new_text", "rk:newText", "ja"),
            P("new_number", "rk:newNumber", "string"),
            P("measure_title", "rk:measureTitle", "ja"),
            P("effective_on", "rk:effectiveOn", "date"),
            P("affects", "rk:affects", "node"),
        ),
    ),
    Article: Row(
        "rk:Article",
        (_IN_VERSION, _NUMBER, _ORDER, _TITLE, _TEXT, _DIGEST),
    ),
    Annex: Row("rk:Annex", (_IN_VERSION, _NUMBER, _ORDER, _TITLE)),
    PolicyField: Row(
        "rk:PolicyField",
        (
            _IN_VERSION,
            _LABEL,
            _ORDER,
            _NUMBER,
            P("broader", "skos:broader", "node"),
            P("direction", "rk:direction", "ja"),
        ),
    ),
    Measure: Row(
        "rk:Measure",
        (
            _IN_VERSION,
            P("field", "rk:policyField", "node"),
            _LABEL,
            _ORDER,
            P("part", "rk:inPart", "node"),
            _NUMBER,
            P("printed_number", "rk:printedNumber", "string"),
            _TITLE,
            P("category", "rk:category", "ja"),
            _TEXT,
            _DIGEST,
            P("direction", "rk:direction", "ja"),
            P("cost_sharing_text", "rk:costSharingText", "ja"),
        ),
        also=lambda measure: None if _of_vision(measure.version) else "eli:LegalResourceSubdivision",
    ),
    TextVariant: Row(
        "rk:TextVariant",
        (
            P("measure", None, "node", inverse="rk:variant"),
            P("applies_to", "rk:appliesTo", "node"),
            _TEXT,
            _DIGEST,
        ),
    ),
    RoleStatement: Row(
        "rk:RoleStatement",
        (
            P("owner", None, "node", inverse="rk:hasRole"),
            P("holders", "rk:holder", "node"),
            P("holder_text", "rk:holderText", "ja"),
            _ORDER,
            P("position", "rk:position", "string"),
            P("applies_to", "rk:appliesTo", "node"),
            _TEXT,
            _DIGEST,
        ),
    ),
    Passage: Row(
        "rk:Passage",
        (
            P("owner", "rk:inVersion", "node", when=_is_text),
            P("owner", "rk:inPart", "node", when=_is_part),
            _ORDER,
            _TITLE,
            _TEXT,
            _DIGEST,
        ),
    ),
    Vision: Row(
        "rk:Vision",
        (
            P("scheme", "rk:scheme", "concept"),
            _TITLE,
            P("area", "rk:area", "node"),
            P("issued", "dcterms:issued", "date"),
            P("period_start", "rk:periodStart", "date"),
            P("period_end", "rk:periodEnd", "date"),
            P("publisher", "dcterms:publisher", "node"),
            P("revision_of", "prov:wasRevisionOf", "node"),
            _KNOWN_STATUS,
        ),
    ),
    Project: Row(
        "rk:Project",
        (
            _IN_VERSION,
            P("measure", "rk:implements", "node"),
            P("field", "rk:policyField", "node"),
            _TITLE,
            P("title", "skos:prefLabel", "ja"),
            _ORDER,
            _NUMBER,
            P("participants", "rk:participant", "node"),
            P("participant_scope", "rk:participantScope", "concept"),
            P("participants_text", "rk:participantsText", "ja"),
            _TEXT,
            _DIGEST,
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
            _YEAR,
            _PERIOD,
            P("amount", "rk:amount", "integer"),
            _PRINTED_VALUE,
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
            _PRINTED_VALUE,
        ),
    ),
    Subsidy: Row(
        "rk:Subsidy",
        (
            P("project", None, "node", inverse="rk:subsidy"),
            _LABEL,
            P("grantor", "rk:grantor", "concept"),
            _PRINTED_VALUE,
            P("rate", "rk:rate", "decimal"),
            P("years", "rk:year", "integer"),
        ),
    ),
    ScheduleItem: Row(
        "rk:ScheduleItem",
        (
            P("project", None, "node", inverse="rk:scheduleItem"),
            _LABEL,
            _ORDER,
            P("marked_years", "rk:markedYear", "integer"),
        ),
    ),
    Kpi: Row(
        "rk:Kpi",
        (
            _IN_VERSION,
            P("name", "skos:prefLabel", "ja"),
            P("monitors", "rk:monitors", "node"),
            P("field", "rk:policyField", "node"),
            _ORDER,
            P("unit", "rk:unit", "ja"),
            P("data_source", "rk:dataSource", "ja"),
        ),
    ),
    KpiValue: Row(
        "rk:KpiValue",
        (
            P("kpi", "rk:kpi", "node", inverse="rk:kpiValue"),
            P("kind", "rk:valueKind", "concept"),
            _PRINTED_VALUE,
            P("value", "rk:value", "decimal"),
            _YEAR,
            _PERIOD,
        ),
        data_set="kpi",
    ),
    Statistic: Row(
        "rk:Statistic",
        (
            _IN_VERSION,
            P("subject", "rk:statisticOf", "node"),
            P("subject_text", "rk:printedSubject", "ja"),
            P("indicator", "rk:printedIndicator", "ja"),
            P("table", "rk:table", "ja"),
            _PRINTED_VALUE,
            P("value", "rk:value", "decimal"),
            P("unit", "rk:unit", "ja"),
            _YEAR,
            _PERIOD,
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
            _IN_VERSION,
            P("profile_of", "rk:profileOf", "node"),
            P("slogan", "rk:slogan", "ja"),
            _TEXT,
            _DIGEST,
        ),
    ),
}

UNWRITTEN: dict[tuple[type[Record], str], str] = {
    (Act, "kind"): "it is the class",
    (Bill, "submitter_name"): "office holders appear on signatures only",
}
"""Fields that become no triple, each with the reason; `id` and `evidence` are written for every record."""

SHARED: tuple[type[Record], ...] = (Area, Membership, Agreement, Facility)
"""What several documents may state of one node."""


def is_shared(item: Record) -> bool:
    """Whether several documents may state parts of the node; everything else belongs to one document."""
    return isinstance(item, SHARED) or is_mention(item)


def is_mention(item: Record) -> bool:
    """A version or edition that a document only mentions: its text is not in this document."""
    return isinstance(item, AgreementVersion | Vision) and item.text_status == "notInCorpus"


def word_properties() -> tuple[str, ...]:
    """The properties that hold documents' own sentences, by name: what a graph of facts does not have.

    >>> word_properties()[:3]
    ('rk:address', 'rk:costSharingText', 'rk:direction')
    """
    words = {(kind, f.name) for kind in ROWS for f in fields(kind) if f.metadata.get("words")}
    named = {
        p.name for kind, row in ROWS.items() for p in row.properties if p.name and (kind, p.field) in words
    }
    return tuple(sorted(named))
