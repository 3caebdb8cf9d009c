"""The rows of areas, agreements, bills and acts, and of what their texts and those of plans have in common."""

from __future__ import annotations

from graph_build.rdf.rows import DIGEST, IN_VERSION, LABEL, NUMBER, ORDER, TEXT, TITLE, P, Row
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


def _of_vision(path: str) -> bool:
    return path.startswith("vision/")


def _is_part(path: str) -> bool:
    return path.startswith("bill/") or any(part in path for part in ("/article/", "/annex/", "/act/"))


def _is_text(path: str) -> bool:
    return not _is_part(path)


_STATUS = P("text_status", "rk:textStatus", "concept")
# What it prints of an amended text is not all that the corpus has of it, where it also has the base.
_WHOLE_STATUS = P("text_status", "rk:textStatus", "concept", when=lambda status: status == "complete")

_AGREEMENT_TEXT = (
    P("agreement", "rk:ofAgreement", "node", inverse="rk:hasVersion"),
    TITLE,
    P("legal_basis", "rk:legalBasis", "ja"),
    P("based_on", "eli:based_on", "iri"),
    P("revision_of", "prov:wasRevisionOf", "node"),
)

AGREEMENT_ROWS: dict[type[Record], Row] = {
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
            TITLE,
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
            TITLE,
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
            ORDER,
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
        (IN_VERSION, NUMBER, ORDER, TITLE, TEXT, DIGEST),
    ),
    Annex: Row("rk:Annex", (IN_VERSION, NUMBER, ORDER, TITLE)),
    PolicyField: Row(
        "rk:PolicyField",
        (
            IN_VERSION,
            LABEL,
            ORDER,
            NUMBER,
            P("broader", "skos:broader", "node"),
            P("direction", "rk:direction", "ja"),
        ),
    ),
    Measure: Row(
        "rk:Measure",
        (
            IN_VERSION,
            P("field", "rk:policyField", "node"),
            LABEL,
            ORDER,
            P("part", "rk:inPart", "node"),
            NUMBER,
            P("printed_number", "rk:printedNumber", "string"),
            TITLE,
            P("category", "rk:category", "ja"),
            TEXT,
            DIGEST,
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
            TEXT,
            DIGEST,
        ),
    ),
    RoleStatement: Row(
        "rk:RoleStatement",
        (
            P("owner", None, "node", inverse="rk:hasRole"),
            P("holders", "rk:holder", "node"),
            P("holder_text", "rk:holderText", "ja"),
            ORDER,
            P("position", "rk:position", "string"),
            P("applies_to", "rk:appliesTo", "node"),
            TEXT,
            DIGEST,
        ),
    ),
    Passage: Row(
        "rk:Passage",
        (
            P("owner", "rk:inVersion", "node", when=_is_text),
            P("owner", "rk:inPart", "node", when=_is_part),
            ORDER,
            TITLE,
            TEXT,
            DIGEST,
        ),
    ),
}
