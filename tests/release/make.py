"""Small fictional records for the tests of the release: agreements between real places, invented throughout."""

from __future__ import annotations

from pathlib import Path

from graph_build.records.agreement import (
    Act,
    Agreement,
    AgreementVersion,
    Area,
    Bill,
    DraftVersion,
    Measure,
    Membership,
    RoleStatement,
    Signature,
)
from graph_build.records.base import Record
from graph_build.records.canonical import dumps, facts
from graph_build.records.document import Ledger, Records, SourceDocument
from graph_build.records.evidence import Evidence, Span
from graph_build.records.problems import Problem
from graph_build.release.inputs import InputFile
from graph_build.release.reading import Loaded

FIXTURES = Path(__file__).parents[1] / "fixtures" / "agreements"
AGREEMENT = "agreement/renkei-chusu/44201-44206"
AREA = "area/renkei-chusu/44201"
CORE, PARTNER = "municipality/44201", "municipality/44206"


def here(line: int = 1, rule: str = "made") -> tuple[Evidence, ...]:
    """Evidence on one line."""
    return (Evidence(Span(line * 10, line * 10 + 5, line, line), rule),)


def agreement() -> tuple[Record, ...]:
    """The agreement with its area, as every document on it states them."""
    members = (CORE, PARTNER)
    return (
        Area(
            id=AREA,
            evidence=here(),
            scheme="renkei-chusu",
            name="大分都市広域圏",
            core=(CORE,),
            members=members,
        ),
        Membership(id=f"{AREA}/member/44201", evidence=here(), area=AREA, member=CORE, role="core"),
        Membership(id=f"{AREA}/member/44206", evidence=here(), area=AREA, member=PARTNER, role="partner"),
        Agreement(id=AGREEMENT, evidence=here(), scheme="renkei-chusu", parties=members, area=AREA),
    )


def act(kind: str, day: str | None, *, signed: bool = True, base: str | None = None) -> tuple[Record, ...]:
    """An act with its text, and for a change the text before it."""
    act_id = f"{AGREEMENT}/act/{kind}-{day or 'undated'}"
    version = AgreementVersion(
        id=f"{AGREEMENT}/version/{day or 'undated'}",
        evidence=here(2),
        agreement=AGREEMENT,
        title="連携協約",
        valid_from=day,
        enacted_by=act_id,
        revision_of=base,
        text_status="complete" if kind == "conclusion" else "partly",
    )
    done = Act(
        id=act_id,
        evidence=here(3),
        kind=kind,  # type: ignore[arg-type]
        agreement=AGREEMENT,
        signed_on=day,
        amends=base,
    )
    signature = Signature(
        id=f"{act_id}/signature/44201",
        evidence=here(4),
        act=act_id,
        holder=CORE,
        printed_name="大分市",
        position="甲",
        office="大分市長",
        signatory_name="波多野秀明",
    )
    before = (
        AgreementVersion(
            id=base, evidence=here(5), agreement=AGREEMENT, title="連携協約", text_status="notInCorpus"
        )
        if base
        else None
    )
    texts = () if kind == "repeal" else (version,)
    return (*texts, done, *((signature,) if signed else ()), *((before,) if before else ()))


def bill(amends: str | None = None) -> tuple[Record, ...]:
    """A bill that proposes a text."""
    draft = f"{AGREEMENT}/draft/44201-2015-12-01-5"
    return (
        DraftVersion(id=draft, evidence=here(2), agreement=AGREEMENT, title="連携協約", amends=amends),
        Bill(
            id="bill/44201/2015-12-01/5",
            evidence=here(3),
            title="締結について",
            proposes=draft,
            proposed_kind="amendment" if amends else "conclusion",
            submitted_on="2015-12-01",
        ),
    )


def measure(version: str, label: str = "病児保育", text: str | None = "預かりを行う。") -> Measure:
    """A measure of a text."""
    return Measure(
        id=f"{version}/measure/0123456789",
        evidence=here(6),
        version=version,
        field=None,
        label=label,
        title=label,
        order=1,
        text=text,
        text_digest="0123456789abcdef",
    )


def role(owner: str, holders: tuple[str, ...], text: str = "役割") -> RoleStatement:
    """A role in a measure."""
    return RoleStatement(
        id=f"{owner}/role/44201",
        evidence=here(7),
        owner=owner,
        holders=holders,
        holder_text=text,
        order=1,
        text="担う。",
        text_digest="d" * 16,
    )


def records(
    topic: str, *groups: tuple[Record, ...], sha256: str = "a" * 64, problems: tuple[Problem, ...] = ()
) -> Records:
    """A document of these records."""
    source = SourceDocument(
        topic=topic,
        kind="bill" if topic.startswith("bill/") else "agreement",
        title="連携協約",
        sha256=sha256,
        media_type="text/plain",
        ledger=Ledger(mapped=80, ignored={"white_space": 15}, unresolved=5),
    )
    return Records(source, tuple(item for group in groups for item in group), problems)


CONCLUDED = f"{AGREEMENT}/act/conclusion-2016-03-29"


def concluded(*more: Record, sha256: str = "a" * 64, problems: tuple[Problem, ...] = ()) -> Records:
    """The agreement as its own document states it."""
    return records(
        CONCLUDED, agreement(), act("conclusion", "2016-03-29"), more, sha256=sha256, problems=problems
    )


def loaded(document: Records, name: str = "doc.txt") -> Loaded:
    """A document as if it had been read."""
    kind = "register" if document.source.carries == "facts" else "document"
    return Loaded(InputFile(Path(name), name, kind), document)  # type: ignore[arg-type]


def register_file(document: Records, path: Path) -> Path:
    """Write the document's register entry."""
    path.write_text(dumps(facts(document)), encoding="utf-8")
    return path
