"""Records of the agreement family: what the parties have, its texts, who signed, and what a council is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph_build.records.base import IsoDate, Record, Scheme, TextStatus, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Record):
    """A 圏域 as one document states it; places are ids (``municipality/43100``); members include the core."""

    scheme: Scheme
    name: str | None
    core: tuple[str, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Record):
    """One member of an area."""

    area: str
    member: str
    role: Literal["core", "partner"]
    since: IsoDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """What the parties have between them over time."""

    scheme: Scheme
    parties: tuple[str, ...]
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText(Record):
    """What a version in force and a draft share.

    ``legal_basis`` is printed text (地方自治法第252条の2第1項), ``based_on`` the IRIs of the laws.
    """

    agreement: str
    title: str | None
    text_status: TextStatus = "complete"
    legal_basis: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    revision_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementVersion(AgreementText):
    """A text in force from a date (printed effective date, else the signing date).

    A document that only mentions the text, to change it, names the day of its signing: ``signed_on``. From when on it
    was in force is said by its own document.
    """

    valid_from: IsoDate | None = None
    enacted_by: str | None = None
    signed_on: IsoDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVersion(AgreementText):
    """A text that a bill proposes; ``amends`` is the version it would change."""

    amends: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyStatement(Record):
    """甲 = X in one text; ``holder`` is absent when the text does not settle it, then ``candidates`` say who could be."""

    version: str
    position: str | None
    printed_name: str
    holder: str | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(Record):
    """A council bill (議案) that proposes a text; ``number`` is as printed, its digits are in the id."""

    title: str | None
    proposes: str
    proposed_kind: Literal["conclusion", "amendment", "repeal"]
    submitted_on: IsoDate | None = None
    number: str | None = None
    submitter: str | None = None
    submitter_office: str | None = None
    submitter_name: str | None = words()
    legal_basis: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Record):
    """What brings a text into force, changes or ends it.

    ``legal_basis`` and ``based_on`` are those of a repeal; any other act has them on the text that it makes.
    """

    kind: Literal["conclusion", "amendment", "repeal"]
    agreement: str
    title: str | None = None
    signed_on: IsoDate | None = None
    effective_on: IsoDate | None = None
    legal_basis: tuple[str, ...] = ()
    based_on: tuple[str, ...] = ()
    amends: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Record):
    """Who signed for a party; the person's name and the address come only from a document that the user gives."""

    act: str
    holder: str | None
    printed_name: str
    position: str | None
    office: str | None
    signatory_name: str | None = words()
    address: str | None = words()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Record):
    """One change: kinds are those of the extract schema (replace_annexes, replace, add, delete, renumber, text, …)."""

    owner: str
    """The act or draft."""
    kind: str
    target: str
    order: int
    old_text: str | None = words()
    new_text: str | None = words()
    new_number: str | None = None
    measure_title: str | None = None
    effective_on: IsoDate | None = None
    affects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Record):
    """An article (条): ``number`` as in law (``3``, ``3の2``), ``title`` its caption without brackets.

    ``chapters`` are the headings above it as printed (第2章　事務の分担), the outermost first.
    """

    version: str
    number: str | None
    order: int
    title: str | None = None
    text: str | None = words()
    text_digest: str
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex(Record):
    """An annex (別表, 別紙, 別記): ``number`` None for the only one, ``title`` the heading as printed."""

    version: str
    number: str | None
    order: int
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyField(Record):
    """A policy field as printed; ``broader`` is the field around it."""

    version: str
    label: str
    order: int
    number: str | None = None
    broader: str | None = None
    direction: str | None = words()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """A measure (取組) of a version, draft or vision.

    ``title`` is as printed and absent if none; ``label`` is the title, else the field's label with a running number.
    ``category`` is a printed tag (地域医療 of ``A 生活機能の強化に係る政策分野【地域医療】``); ``cost_sharing_text`` is
    what a column or row of the measure says on its costs.
    """

    version: str
    field: str | None
    label: str
    order: int
    part: str | None = None
    number: str | None = None
    printed_number: str | None = None
    title: str | None = None
    category: str | None = None
    text: str | None = words()
    text_digest: str
    direction: str | None = words()
    cost_sharing_text: str | None = words()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVariant(Record):
    """The wording of a measure for some members."""

    measure: str
    applies_to: tuple[str, ...]
    text: str | None = words()
    text_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleStatement(Record):
    """X's role in a measure or project (``owner``).

    ``holders`` are places, groups expanded; ``holder_text`` as printed (乙, 熊本市, 近隣市町村); ``order`` is the place
    among the owner's roles; ``applies_to`` says towards whom, for variants.
    """

    owner: str
    holders: tuple[str, ...]
    holder_text: str
    order: int
    position: str | None = None
    applies_to: tuple[str, ...] = ()
    text: str | None = words()
    text_digest: str
