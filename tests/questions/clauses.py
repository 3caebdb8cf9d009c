"""Measures and projects of the real documents with their lines, read a second time: lines and tabs only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from graph_build.records.ids import text_digest

KUMAMOTO, KURUME, OKAYAMA = (f"area/renkei-chusu/{code}" for code in ("43100", "40203", "33100"))


@dataclass(frozen=True)
class Paper:
    """A document: where its text is, and how document, text and area are called."""

    start: str
    document: str
    text: str
    area: str


AGREEMENTS = (
    Paper(
        "000",
        "doc/bill/43100/2023-09-04/227",
        "agreement/renkei-chusu/43100-43206/draft/43100-2023-09-04-227",
        KUMAMOTO,
    ),
    Paper(
        "001",
        "doc/agreement/renkei-chusu/43100-43441/act/amendment-2025-03-24",
        "agreement/renkei-chusu/43100-43441/version/2025-03-24",
        KUMAMOTO,
    ),
    Paper(
        "003",
        "doc/agreement/renkei-chusu/40203-40216/act/conclusion-2016-02-23",
        "agreement/renkei-chusu/40203-40216/version/2016-02-23",
        KURUME,
    ),
    Paper(
        "004",
        "doc/agreement/renkei-chusu/33100-33346/act/conclusion-2016-10-11",
        "agreement/renkei-chusu/33100-33346/version/2016-10-11",
        OKAYAMA,
    ),
)
VISION = Paper("002", "doc/vision/renkei-chusu/43100/2025-03", "vision/renkei-chusu/43100/2025-03", KUMAMOTO)

_NUMBERED = re.compile(r"\(\d+\) (.+)")
_ROLE = re.compile(r"(.+)の役割")
_HEADING = re.compile(
    r"(?:#* ?[0-9]|[（(][0-9１-３][)）]|I{1,3}|[①-③]) ?(.+)|(圏域.+政策分野|高次.+政策分野)"
)
_SPEAKER = re.compile(r"<(?!/?(?:p|ul)\b)([^<>]+)>")
_TAG = re.compile(r"</?(?:p|ul)[^<>]*>")
_TITLED = re.compile(r"([①-⑳㉑-㉟ア-ン]) (.+)")


@dataclass(frozen=True)
class Role:
    """A role statement: who as printed, its line, its words."""

    holder: str
    line: int
    words: str

    @property
    def digest(self) -> str:
        return text_digest(self.words)


@dataclass(frozen=True)
class Clause:
    """A measure or project: lines from 1, the heading around it, its words and roles."""

    paper: Paper
    kind: str
    heading: str
    title: str
    start: int
    end: int
    words: str
    roles: tuple[Role, ...]
    effect: str = ""
    total: int | None = None

    @property
    def digest(self) -> str:
        return text_digest(self.words)

    @property
    def all_words(self) -> str:
        return "".join([self.title, self.words, self.effect, *(role.words for role in self.roles)])


def lines_of(shared: Path, paper: Paper) -> list[str]:
    (file,) = (shared / "sources").glob(f"{paper.start}*.txt")
    return file.read_text(encoding="utf-8").split("\n")


def squeezed(text: str) -> str:
    """Without tags and white space."""
    return re.sub(r"\s", "", _TAG.sub("", text))


def agreement_clauses(shared: Path, paper: Paper) -> Iterator[Clause]:
    """The measures of an agreement, whether its tables have titles or three columns."""
    heading = ""
    rows: list[tuple[int, list[str]]] = []
    for at, line in enumerate(lines_of(shared, paper), start=1):
        cells = [cell for cell in line.split("\t") if cell]
        if "\t" in line:
            rows.append((at, cells))
        elif (found := _HEADING.fullmatch(line)) and not line.startswith("第"):
            yield from _of_table(paper, heading, rows)
            heading, rows = found[1] or found[2], []
    yield from _of_table(paper, heading, rows)


def _of_table(paper: Paper, heading: str, rows: list[tuple[int, list[str]]]) -> Iterator[Clause]:
    """Of the rows under one heading: those of three columns, or groups that begin with their content."""
    if rows and rows[0][1][0] == "取組の内容":
        for n, (at, cells) in enumerate(rows[1:], start=1):
            both = (Role("甲", at, squeezed(cells[1])), Role("乙", at, squeezed(cells[2])))
            yield Clause(paper, "measure", heading, f"{heading} {n}", at, at, squeezed(cells[0]), both)
        return
    starts = [n for n, (_, cells) in enumerate(rows) if "取組内容" in cells]
    for n, until in pairwise([*starts, len(rows)]):
        at, cells = rows[n]
        above = len(cells) == 2  # the title has a row of its own
        title = rows[n - 1][1][0] if above else cells[0]
        numbered = _NUMBERED.fullmatch(title)
        group = rows[n + 1 : until]
        roles = tuple(
            Role(found[1], line, squeezed(own[-1]))
            for line, own in group
            if len(own) == 2 and (found := _ROLE.fullmatch(own[0]))
        )
        first = rows[n - 1][0] if above else at
        name = squeezed(numbered[1] if numbered else title)
        yield Clause(paper, "measure", heading, name, first, at, squeezed(cells[-1]), roles)


def vision_clauses(shared: Path) -> Iterator[Clause]:
    """The measures and projects of the vision, from its third chapter."""
    lines = lines_of(shared, VISION)
    begin = [n for n, line in enumerate(lines) if line.startswith("第3章")][1]
    end = [n for n, line in enumerate(lines) if line.startswith("4 進行管理")][1]
    heading, title, titled = "", "", 0
    for at in range(begin, end):
        line = lines[at]
        if found := re.fullmatch(r"[123] (圏域全体の.+|高次の.+)", line):
            heading = found[1]
        elif (found := _TITLED.fullmatch(line)) and "\t" not in line:
            title, titled = found[2].strip(), at + 1
        elif line.startswith("取組内容\t"):
            rows = [(n, lines[n].split("\t")) for n in range(at + 1, at + 5)]
            roles = tuple(
                Role(found[1], n + 1, squeezed(cells[1]))
                for n, cells in rows
                if (found := _ROLE.fullmatch(cells[0]))
            )
            words = squeezed(line.split("\t")[1])
            yield Clause(VISION, "measure", heading, title, titled, titled, words, roles)
        elif line.startswith("関係市町村\t"):
            yield _project(lines, at, heading, title, titled)


def _project(lines: list[str], at: int, heading: str, title: str, titled: int) -> Clause:
    rows = {}
    for n in range(at, at + 30):
        cells = lines[n].split("\t")
        if cells[0]:
            rows[squeezed(cells[0])] = n, cells
        if cells[0] == "効果":
            break
    line, cells = rows["関係市町村の役割分担"]
    parts = _SPEAKER.split(_TAG.sub("", cells[1]))[1:]
    roles = tuple(
        Role(holder, line + 1, squeezed(words)) for holder, words in zip(parts[::2], parts[1::2], strict=True)
    )
    budget = next(n for name, (n, _) in rows.items() if name.startswith("事業費"))
    total = int(lines[budget + 1].split("\t")[6].replace(",", "")) * 1000
    words, effect = (squeezed(rows[name][1][1]) for name in ("事業内容", "効果"))
    return Clause(VISION, "project", heading, title, titled, titled, words, roles, effect, total)
