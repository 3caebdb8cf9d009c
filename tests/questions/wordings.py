"""Answers to the questions on wording and on what one text has and another has not."""

from __future__ import annotations

import re

from tests.questions.clauses import AGREEMENTS, VISION
from tests.questions.source import Rows, Source

TITLE, FIELD, SUBJECT = "災害等への対応", "経済成長", "公共交通"
RENAMED = {
    "中心市街地のにぎわいの創出と交流の促進": "中心拠点施設の整備、中心市街地のにぎわいの創出と交流の促進"
}
"""Measures of agreements that the vision has under another title: the agreement's words are its second half."""


def places_of(source: Source) -> Rows:
    """The lines of the measures of one title, of their roles, and in the vision of what stands elsewhere."""
    rows: Rows = []
    for clause in source.clauses:
        if clause.title != TITLE:
            continue
        where = (clause.paper.document,)
        lines = [("", clause.start, clause.end)]
        if clause.paper is VISION:
            own = source.lines
            table = own.index(f"取組内容\t{clause.words}", clause.start) + 1
            lines += [
                ("rk:text", table, table),
                ("rk:category", table - 2, table - 2),
                *(("rk:direction", n, n) for n, line in enumerate(own, 1) if f"\t{TITLE} " in line),
            ]
        text = clause.paper.text
        rows += [(text, "", states, *where, str(a), str(b), clause.digest) for states, a, b in lines]
        for role in clause.roles:
            line = str(role.line)
            rows.append((text, role.holder, "", *where, line, line, role.digest))
            if clause.paper is not VISION:  # 甲の役割: the label of the row says whose it is
                rows.append((text, role.holder, "rk:holder", *where, line, line, role.digest))
    return rows


def gaps(source: Source) -> Rows:
    """Measures of the vision without a project, and of the agreements of its area that it does not have."""
    titles = [measure.title for measure in source.measures]
    used = {project.measure for project in source.projects}
    rows: Rows = [("without project", VISION.text, title) for title in titles if title not in used]
    for clause in source.clauses:
        if clause.paper in AGREEMENTS[:2] and RENAMED.get(clause.title, clause.title) not in titles:
            rows.append(("not in the vision", clause.paper.text, clause.title))
    return rows


def core_roles(source: Source) -> Rows:
    rows: Rows = []
    for clause in source.clauses:
        if clause.kind == "measure" and FIELD in clause.heading:
            (role,) = (role for role in clause.roles if role.holder in ("甲", source.core))
            line = str(role.line)
            paper = clause.paper
            rows.append((paper.area, paper.text, clause.title, paper.document, line, line, role.digest))
    return rows


def similar_titles(source: Source) -> Rows:
    """The agreement of Kurume has no titles."""
    titled = [c for c in source.clauses if c.kind == "measure" and c.paper is not AGREEMENTS[2]]
    names = sorted({(clause.paper.area, clause.title) for clause in titled})
    rows: Rows = []
    for area, one in names:
        for there, other in names:
            short, long = sorted((one, other), key=len)
            if area < there and short in long and len(short) / len(long) >= 0.4:
                rows.append((area, one, there, other, "equal" if one == other else "contained"))
    return rows


def nothing(source: Source) -> Rows:
    """The corpus has no two texts of one agreement, and one vision only."""
    assert [clause.paper.text for clause in source.clauses].count(AGREEMENTS[1].text) == 23
    return []


def symmetric(source: Source) -> Rows:
    """Measures and projects whose two roles have the same words once each party's name stands for the other's.

    同上 repeats the words above it; a partner that takes part alone may be called by its own name.
    """
    alone = {p.title: p.participants[1] for p in source.projects if len(p.participants) == 2}
    rows: Rows = []
    for clause in source.clauses:
        if len(clause.roles) == 2:
            one, other = clause.roles
            partner = alone.get(clause.title, other.holder)
            ours = one.words.replace(other.holder, "X").replace(partner, "X")
            theirs = other.words.replace(one.holder, "X")
            if theirs in (ours, "同上"):
                rows.append(("symmetric", clause.paper.text, clause.title))
    return rows


def on_subject(source: Source, words: bool = False) -> Rows:
    """Measures and projects that have the subject in their title or, with ``words``, anywhere in what they say."""
    assert not any(SUBJECT in line and re.match("第[0-9]+条", line) for line in source.agreement_lines)
    rows: Rows = []
    for clause in source.clauses:
        if SUBJECT in (clause.all_words if words else clause.title):
            paper = clause.paper
            where = (paper.document, str(clause.start), str(clause.end), clause.digest)
            total = "" if clause.total is None else str(clause.total)
            for holder in dict.fromkeys(role.holder for role in clause.roles):
                rows.append((paper.area, clause.kind, clause.title, holder, total, *where))
    return rows


def on_subject_in_words(source: Source) -> Rows:
    return on_subject(source, words=True)
