"""Which class a record becomes and which field which property: one row per type of record.

Fields that no row names have to stand in `UNWRITTEN` with the reason: nothing is dropped by oversight.
"""

from __future__ import annotations

from dataclasses import fields

from graph_build.rdf.agreement_rows import AGREEMENT_ROWS
from graph_build.rdf.plan_rows import PLAN_ROWS
from graph_build.rdf.rows import Row
from graph_build.records.agreement import (
    Act,
    Agreement,
    AgreementVersion,
    Area,
    Article,
    Bill,
    Membership,
)
from graph_build.records.base import Record
from graph_build.records.plan import Facility, Vision

ROWS: dict[type[Record], Row] = AGREEMENT_ROWS | PLAN_ROWS

UNWRITTEN: dict[tuple[type[Record], str], str] = {
    (Act, "kind"): "it is the class",
    (Article, "chapters"): "for changes of chapters; a chapter is no part of the graph",
    (AgreementVersion, "signed_on"): "of a mentioned text; in the links graph where no document has the text",
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
