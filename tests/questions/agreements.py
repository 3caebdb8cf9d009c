"""Answers to the questions on agreements, read a second time: captions, dates and the lines that change something."""

from __future__ import annotations

import re
from pathlib import Path

from tests.questions.clauses import AGREEMENTS, Paper, agreement_clauses, lines_of

Row = tuple[str, ...]
DRAFT, AMENDED, KURUME, OKAYAMA = AGREEMENTS
PARTNERS = {DRAFT.text: "municipality/43206", AMENDED.text: "municipality/43441"}
_ERAS = {"令和": 2018, "平成": 1988}
_DATE = re.compile(r"(令和|平成)\s*(\d+)\s*年\s*(\d+)\s*月\s*(\d+)\s*日(提出)?")


def agreement_of(paper: Paper) -> str:
    return re.split("/(?:version|draft)/", paper.text)[0]


def dates(shared: Path, paper: Paper) -> list[str]:
    """The dates that stand on a line of their own."""
    found = (_DATE.fullmatch(line) for line in lines_of(shared, paper))
    return [f"{_ERAS[d[1]] + int(d[2])}-{int(d[3]):02}-{int(d[4]):02}" for d in found if d]


def partner_differences(shared: Path) -> list[Row]:
    """Measures of one of the two agreements of Kumamoto whose words the other does not have."""
    measures = {paper.text: list(agreement_clauses(shared, paper)) for paper in (DRAFT, AMENDED)}
    rows: list[Row] = []
    for one, other in ((DRAFT.text, AMENDED.text), (AMENDED.text, DRAFT.text)):
        there = {clause.words for clause in measures[other]}
        rows += [(PARTNERS[one], clause.title) for clause in measures[one] if clause.words not in there]
    return rows


def clause_kinds(shared: Path) -> list[Row]:
    """By the captions of the articles; the amendment prints none."""
    rows: list[Row] = []
    for paper in AGREEMENTS:
        lines = lines_of(shared, paper)
        captions = "".join(line for line in lines if re.fullmatch("#* ?（.+）", line.strip()))
        if any(line.startswith("第1条") for line in lines):
            flags = (str(word in captions).lower() for word in ("費用", "会議", "変更"))
            rows.append((agreement_of(paper), paper.text, *flags))
    return rows


def amendments(shared: Path) -> list[Row]:
    """Of the one document that changes an agreement."""
    changed = re.compile("(別表)を次のように改める。")
    (target,) = (found[1] for line in lines_of(shared, AMENDED) if (found := changed.fullmatch(line)))
    (day,) = dates(shared, AMENDED)
    agreement = agreement_of(AMENDED)
    act = f"{agreement}/act/amendment-{day}"
    return [(agreement, act, day, "rk:operationKind-replace_annexes", target)]


def in_force(shared: Path) -> list[Row]:
    """A week after the amendment its text is in force; only its annexes are printed."""
    (day,) = dates(shared, AMENDED)
    assert "2025-03-01" < day <= "2025-04-01"
    return [(AMENDED.text, day, "rk:textStatus-partly")]


def proposals(shared: Path) -> list[Row]:
    """The one bill; no document says that what it proposes was signed."""
    (day,) = dates(shared, DRAFT)
    (number,) = (
        found[1] for line in lines_of(shared, DRAFT) if (found := re.fullmatch(r"議 第 (\d+) 号", line))
    )
    bill = f"bill/43100/{day}/{number}"
    return [(bill, day, "municipality/43100", "rk:proposedKind-conclusion", agreement_of(DRAFT))]
