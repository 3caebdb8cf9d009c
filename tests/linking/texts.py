"""Texts and amendments for tests: documents in, the consolidated text as plain lines out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graph_build.converters.convert import convert
from graph_build.documents.read import read_bytes
from graph_build.linking.consolidate import Consolidated, consolidate
from graph_build.records.agreement import (
    AgreementVersion,
    Annex,
    Article,
    Measure,
    PolicyField,
    RoleStatement,
)
from graph_build.records.base import Passage, Record
from graph_build.records.document import Records

HEAD = """松江市及び飯南町における連携中枢都市圏の形成に係る連携協約の一部を変更する連携協約

　令和3年3月24日付けで松江市（以下「甲」という。）と飯南町（以下「乙」という。）との間で締結した松江市及び飯南町における連携中枢都市圏の形成に係る連携協約の一部を次のように変更する。

"""
TAIL = """

　この連携協約の成立を証するため、本書2通を作り、甲及び乙が記名押印の上、各自1通を保有する。

　{date}

　　　　　　　　甲　島根県松江市末次町86番地
　　　　　　　　　　松江市
　　　　　　　　　　松江市長　　嫁島　夕日

　　　　　　　　乙　島根県飯石郡飯南町下赤名880番地
　　　　　　　　　　飯南町
　　　　　　　　　　飯南町長　　琴引　山女
"""

SIGNERS = """甲 島根県松江市末次町86番地
松江市
松江市長 嫁島 夕日

乙 島根県飯石郡飯南町下赤名880番地
飯南町
飯南町長 琴引 山女"""

SIGNED = f"""この連携協約が成立した証として、本書2通を作り、甲及び乙が記名押印の上、各自1通を保有する。

令和3年3月24日

{SIGNERS}"""
"""How the fictional agreements of the tests end: closing words, day, signatures."""


def read_text(words: str, name: str = "fiction.txt") -> Records:
    """The records of a document given as text."""
    found = convert(read_bytes(name, words.encode()))
    assert isinstance(found, Records), found
    return found


def amendment(sentences: str, date: str = "令和5年3月20日") -> str:
    """An amending agreement with these sentences."""
    return HEAD + sentences.strip("\n") + TAIL.replace("{date}", date)


def after_lines(base: str, change: str) -> tuple[list[str] | None, list[str]]:
    """The lines of the text after an amendment, None where it is not whole; and why not."""
    first, act = read_text(base), read_text(change)
    found = consolidate([first, act])
    why = [problem.value for problems in found.problems.values() for problem in problems]
    version = next(one.id for one in act.of(AgreementVersion) if one.enacted_by)
    if version not in found.complete:
        return None, why
    return lines_of(act, found, version), why


def lines_of(document: Records, found: Consolidated | None = None, version: str | None = None) -> list[str]:
    """A text as lines: title, prose, articles with their lines joined by ／, annexes with their rows."""
    records = list(document.items)
    orders: dict[str, int] = {}
    title = document.source.title
    if found is not None and version is not None:
        links = [link for link in found.links if link.subject.startswith(version)]
        orders = {link.subject: int(link.value) for link in links if link.property == "rk:consolidatedOrder"}
        (title,) = [link.value for link in links if link.property == "rk:consolidatedTitle"]
        derived = [part.record for part in found.parts if part.record.id.startswith(f"{version}/")]
        filled = {(link.subject, link.property): link.value for link in links}
        records = [*derived, *(one for one in records if one.id in orders or _owned(one, orders))]
    else:
        filled = {}
    return list(_Printer(records, orders, filled, title or "").lines())


def _owned(record: Record, orders: dict[str, int]) -> bool:
    return isinstance(record, RoleStatement) and record.owner in orders


class _Printer:
    def __init__(
        self,
        records: Iterable[Record],
        orders: dict[str, int],
        filled: dict[tuple[str, str], str],
        title: str,
    ) -> None:
        self.records, self.orders, self.filled, self.title = list(records), orders, filled, title

    def of(self, kind: type[Record]) -> list[Any]:
        own = [one for one in self.records if isinstance(one, kind)]
        if self.orders and kind is not RoleStatement:
            own = [one for one in own if one.id in self.orders]
        return sorted(own, key=lambda one: self.orders.get(one.id, getattr(one, "order", 0)))

    def lines(self) -> Iterator[str]:
        yield f"題名 {self.title}"
        prose = [one for one in self.of(Passage) if "/annex/" not in one.owner]
        supplement = [one for one in prose if one.title == "附則"]
        yield from (f"前文 {one.text}" for one in prose if one.title is None and "証として" not in one.text)
        chapters: tuple[str, ...] = ()
        for one in self.of(Article):
            yield from (f"章 {heading}" for heading in one.chapters if heading not in chapters)
            chapters = one.chapters
            caption = f"（{one.title}）" if one.title else ""
            number, *branch = one.number.split("の")
            yield "の".join([f"第{number}条", *branch]) + f"{caption} " + (one.text or "").replace("\n", "／")
        yield from (f"附則 {one.text}" for one in supplement)
        for annex in self.of(Annex):
            yield annex.title
            yield from self.rows(annex)
            yield from (one.text for one in self.of(Passage) if one.owner == annex.id)

    def rows(self, annex: Annex) -> Iterator[str]:
        fields = {one.id: one for one in self.of(PolicyField)}
        told = None
        for one in self.of(Measure):
            part = one.part or self.filled.get((one.id, "rk:inPart"))
            field = one.field or self.filled.get((one.id, "rk:policyField"))
            if part != annex.id:
                continue
            if field and field != told:
                called = f"別表第{annex.number}" if annex.number else "別表"
                yield f"{called} {fields[field].number} {fields[field].label}"
                told = field
            roles = [
                f"{role.position} {role.text}" for role in self.of(RoleStatement) if role.owner == one.id
            ]
            yield " ｜ ".join([f"{one.number} {one.title}", one.text or "", *roles])
