"""What all records share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from graph_build.records.evidence import Evidence

IsoDate: TypeAlias = str
"""``2016-02-23``, ``2016-02`` or ``2016``: as far as printed (xsd:date, xsd:gYearMonth, xsd:gYear)."""

Yen: TypeAlias = int
Scheme: TypeAlias = Literal["renkei-chusu", "teiju-jiritsu", "kyoyaku", "kyotei"]
TextStatus: TypeAlias = Literal["complete", "partly", "notInCorpus"]


def words(default: Any = None) -> Any:
    """A field that holds the document's own sentences: left out of facts, so always optional."""
    return field(default=default, metadata={"words": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One node of the graph: its id (path below ``id/``, see `graph_build.records.ids`) and what proves it."""

    id: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Record):
    """An inferred concept: ``target`` gets ``concept`` by ``rule`` because of ``cue``.

    ``property`` is the ontology's local name (``roleKind``, ``clauseKind``, ``theme``, ``costSharingKind``),
    ``concept`` the local name of the concept (``roleKind-lead``); ``confidence`` from 0 to 1. A cue is at most
    20 characters of the document. The id is ``{target}/assignment/{concept}``.
    """

    target: str
    property: str
    concept: str
    rule: str
    confidence: float
    cue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Record):
    """Something printed that `renkei extract` gives and that has no node of its own in the graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedArea(Noted):
    """The printed name of an area, also where the text does not settle which area it is."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMember(Noted):
    """A municipality that the text names as a member of the area; ``place`` None where the name is not settled."""

    name: str
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActArticle(Noted):
    """An article of an act that has no text of its own in the graph (a repeal): its words are a passage of the act."""

    number: str
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSignature(Noted):
    """A signature line of a draft: nobody has signed it."""

    printed_name: str
    position: str | None
    office: str | None
    signatory_name: str | None = words()
    address: str | None = words()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate(Noted):
    """A date that the text prints; ``id`` is the topic's with ``/date/{kind}-{n}``.

    Kinds: signed, submitted, effective, period_start, period_end, amended, revised, established, published, repealed.
    """

    kind: str
    date: IsoDate | None
    printed: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """Prose that no other class holds, under its headings from the top."""

    owner: str
    """The version, draft, vision, article or annex it stands in."""
    order: int
    title: str | None = None
    text: str | None = words()
    text_digest: str
