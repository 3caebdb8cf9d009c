"""Documents of the fixtures as scans: ``python -m tests.converters.scans_page [open|kept] [--only WORD] [-v]``.

Draws each document, damages it as a scanner does, recognises and converts it, and prints per document how many facts
of its text are right, wrong and missing, how many the text does not state, and how many of the wrong and the unstated
ones are not marked: neither doubtful (confidence below 0.8) nor in a place that is reported. A fact is a field of a
record that is not empty; a sentence with one wrong sign is wrong.

``open`` are the documents that the rules may be written with, ``kept`` those that are measured only.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from graph_build.converters import convert
from graph_build.documents import ocr
from graph_build.documents.model import Document
from graph_build.documents.pdf import recognition
from graph_build.documents.read import read_bytes, read_document
from graph_build.records.base import Record
from graph_build.records.document import Records, Refusal
from graph_build.records.problems import Problem
from graph_build.text.key import matching_key
from tests.documents.render import drawn, to_html, to_pdf_chromium, to_pdf_reportlab
from tests.documents.scanner import Scanner, scanned

FIXTURES = Path(__file__).parents[1] / "fixtures"
DOUBT = 0.8
"""Confidence below which a reading is reported (`doubtful_reading`)."""
PAGE = "@page{size:A4;margin:20mm} body{font-size:10.5pt;line-height:1.5;font-family:%s}"
MINCHO, GOTHIC, SERIF = (PAGE % name for name in ("IPAMincho", "IPAGothic", "'Noto Serif CJK JP'"))
UPRIGHT = MINCHO + "html{writing-mode:vertical-rl}"
PALE, DOTTED = "td{border-color:#aaa}", "td{border-style:dotted}"
REPORTLAB = ""


@dataclass(frozen=True)
class Case:
    """A document of the fixtures, how it is printed (a style for Chromium, or reportlab), and its scanner."""

    path: str
    style: str
    scanner: Scanner
    kind: str


CASES = {
    "open": (
        Case("agreements-eighth/no03-takikawa-sunagawa-utashinai-three.txt", MINCHO,
             Scanner(200, 0.5, 0.4, 6, 60, 240, quality=70), "agreement"),
        Case("agreements-ninth/pa01-takamatsu-sanuki.txt", REPORTLAB,
             Scanner(300, -0.8, 0.8, 8, 150, 190, quality=60), "agreement"),
        Case("agreements-changes-third/in07-tottori-shinonsen-table.txt", GOTHIC + PALE,
             Scanner(200, 1.2, 0.5, 8, 120, 235, quality=70), "agreement"),
        Case("agreements-changes-third/in02-uwajima-kihoku-articles.txt", SERIF,
             Scanner(200, -0.4, 0.9, 5, 40, 225, 40, 65), "agreement"),
        Case("visions-chusu-third/ki1-hachinohe-usual-sheets.txt", MINCHO,
             Scanner(200, 0.4, 0.4, 5, 60, 240, quality=60), "plan"),
        Case("visions-teiju-third/li3-kanoya-widespans.txt", REPORTLAB,
             Scanner(300, -1.0, 0.7, 6, 100, 225, quality=65), "plan"),
        Case("agreements-eighth/no01-otawara-daigo-onecell-roles.txt", GOTHIC,
             Scanner(200, 0.6, 0.5, 20, 400, black_and_white=True), "fax"),
        Case("agreements-eighth/no10-shizuoka-fujieda-kanji-names.txt", UPRIGHT,
             Scanner(200, 0.4, 0.4, 5, 40, 240, quality=75), "upright"),
    ),
    "kept": (
        Case("agreements-eighth/no08-fukushima-kawamata-different-annexes.txt", SERIF,
             Scanner(200, -0.6, 0.4, 6, 60, 235, quality=70), "agreement"),
        Case("agreements-ninth/pa02-kochi-ino.txt", REPORTLAB,
             Scanner(300, 1.0, 0.8, 8, 150, 195, quality=60), "agreement"),
        Case("agreements-changes-third/ho03-tsuruoka-mikawa-table.txt", MINCHO + PALE,
             Scanner(200, -1.3, 0.5, 8, 120, 235, quality=70), "agreement"),
        Case("agreements-changes-third/ho10-wakkanai-sarufutsu-restated.txt", GOTHIC,
             Scanner(200, 0.4, 0.9, 5, 40, 225, 40, 65), "agreement"),
        Case("visions-chusu-third/ki5-fukuyama-commas-millions.txt", SERIF,
             Scanner(200, -0.4, 0.4, 5, 60, 240, quality=60), "plan"),
        Case("visions-teiju-third/li2-hikone-plain.txt", REPORTLAB,
             Scanner(300, 0.9, 0.7, 6, 100, 225, quality=65), "plan"),
        Case("agreements-ninth/pa06-chichibu-minano-table.txt", MINCHO,
             Scanner(200, -0.5, 0.5, 20, 400, black_and_white=True), "fax"),
        Case("agreements-eighth/no06-shirakawa-yabuki-kanji-names.txt", UPRIGHT,
             Scanner(200, -0.5, 0.4, 5, 40, 240, quality=75), "upright"),
    ),
}  # fmt: skip

STATED: dict[str, tuple[str, ...]] = {
    "PartyStatement": ("position", "holder"),
    "NamedArea": ("name",),
    "NamedMember": ("place",),
    "Membership": ("member", "role"),
    "PrintedDate": ("kind", "date"),
    "AgreementVersion": ("title", "valid_from"),
    "DraftVersion": ("title",),
    "Bill": ("title", "number", "submitted_on", "submitter_office", "submitter_name"),
    "Vision": ("title", "issued", "period_start", "period_end", "publisher"),
    "Article": ("number", "title", "text"),
    "Annex": ("number", "title"),
    "PolicyField": ("label", "number", "broader"),
    "Measure": ("title", "number", "text", "field"),
    "RoleStatement": ("holder_text", "text", "owner"),
    "Signature": ("position", "holder", "office", "signatory_name", "address"),
    "Operation": ("kind", "target", "old_text", "new_text", "measure_title"),
    "Project": ("title", "number", "measure", "participants", "text", "effect", "cost_sharing_text", "total_budget"),
    "BudgetLine": ("year", "amount", "project"),
    "BudgetShare": ("payer", "amount", "budget_line"),
    "Subsidy": ("label", "rate", "project"),
    "ScheduleItem": ("label", "marked_years", "project"),
    "Kpi": ("name", "unit", "monitors"),
    "KpiValue": ("kind", "value", "year", "kpi"),
    "Statistic": ("subject", "indicator", "value", "year"),
}  # fmt: skip
"""The fields that are facts; those that hold an id are right if they lead to the same record."""


@dataclass(slots=True)
class Tally:
    """Facts of one document."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    unstated: int = 0
    unmarked: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def facts(self) -> int:
        """Those of the text."""
        return self.right + self.wrong + self.missing

    def add(self, other: Tally) -> None:
        """Take another's figures in."""
        for name in ("right", "wrong", "missing", "unstated", "unmarked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def compared(text: Document, scan: Document) -> Tally:
    """The facts of a text and what its scan states of them."""
    mine, other = convert(text), convert(scan)
    tally = Tally()
    if isinstance(other, Refusal):
        tally.lines.append(f"refused: {other.message}")
    wanted, given = _grouped(mine), _grouped(other)
    pairs: list[tuple[Record | None, Record | None]] = []
    for kind in STATED:
        pairs += _aligned(wanted.get(kind, []), given.get(kind, []))
    same = {b.id: a.id for a, b in pairs if a is not None and b is not None}
    marks = _Marks(other, scan)
    for a, b in pairs:
        for name in STATED[type(a or b).__name__]:
            _count(tally, a, b, name, same, marks)
    return tally


def _grouped(result: Records | Refusal) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for item in result.items if isinstance(result, Records) else ():
        found[type(item).__name__].append(item)
    return found


def _count(
    tally: Tally, a: Record | None, b: Record | None, name: str, same: dict[str, str], marks: _Marks
) -> None:
    old = None if a is None else getattr(a, name)
    new = None if b is None else getattr(b, name)
    empty = (None, "", ())
    label = f"{type(a or b).__name__}.{name}"
    if old in empty and new in empty:
        return
    equal = _key(old) == _key(new) or (isinstance(new, str) and same.get(new, new) == old)
    if a is not None and b is not None and equal:
        tally.right += 1
        return
    told = b is None or marks.told(b, name)
    if new in empty:
        tally.missing += 1
        tally.lines.append(f"- {label}: {old}")
    else:
        tally.wrong += old not in empty
        tally.unstated += old in empty
        tally.unmarked += not told
        sign = ("+" if old in empty else "~") + ("" if told else "!")
        tally.lines.append(f"{sign} {label}: {old} / {new}")


def _key(value: object) -> str:
    return matching_key(str(value))


@dataclass(slots=True)
class _Marks:
    """Which facts of a scan are marked: their reading is little sure, or their place is reported."""

    result: Records | Refusal
    scan: Document

    def told(self, record: Record, name: str) -> bool:
        own = [one for one in record.evidence if name in map(_snake, one.supports)]
        own = own or [one for one in record.evidence if not one.supports] or list(record.evidence)
        if any(one.confidence is not None and one.confidence < DOUBT for one in own):
            return True
        places = [p.place for p in self._problems() if p.place is not None]
        return any(p.start < one.span.end and one.span.start < p.end for p in places for one in own)

    def _problems(self) -> Sequence[Problem]:
        return self.result.problems if isinstance(self.result, Records) else ()


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name)


def _aligned(
    wanted: Sequence[Record], given: Sequence[Record]
) -> Iterator[tuple[Record | None, Record | None]]:
    """Each record with the one that is most like it; None where there is none."""
    scores = sorted(
        (
            (-_likeness(a, b), abs(i / len(wanted) - j / len(given)), i, j)
            for i, a in enumerate(wanted)
            for j, b in enumerate(given)
        )
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for score, _, i, j in scores:
        if i not in taken and j not in used and score < -0.3:
            taken[i] = j
            used.add(j)
    yield from ((a, given[taken[i]] if i in taken else None) for i, a in enumerate(wanted))
    yield from ((None, b) for j, b in enumerate(given) if j not in used)


def _likeness(a: Record, b: Record) -> float:
    names = STATED[type(a).__name__]
    values = [(getattr(a, name), getattr(b, name)) for name in names]
    full = [(_key(x), _key(y)) for x, y in values if x not in (None, "", ()) or y not in (None, "", ())]
    total = sum(1.0 if x == y else SequenceMatcher(None, x[:80], y[:80]).ratio() ** 2 for x, y in full)
    return total / max(1, len(full))


def remembered(folder: Path) -> None:
    """Recognition from now on asks the program once for each picture; its answers stay in a folder."""
    asked = ocr.recognise

    def recognise(
        pictures: Sequence[ocr.Picture], mode: int, model: str, signs: str = ""
    ) -> list[list[ocr.OcrLine]]:
        names = [
            folder
            / hashlib.sha256(f"{p.width} {p.height} {mode} {model} {signs}".encode() + p.data).hexdigest()
            for p in pictures
        ]
        new = [i for i, name in enumerate(names) if not name.exists()]
        for i, lines in zip(new, asked([pictures[i] for i in new], mode, model, signs), strict=True):
            names[i].write_bytes(pickle.dumps(lines))
        return [pickle.loads(name.read_bytes()) for name in names]

    recognition.recognise = recognise  # type: ignore[attr-defined]


def printed(case: Case, document: Document) -> bytes:
    """The document as a PDF."""
    if case.style == REPORTLAB:
        return to_pdf_reportlab(drawn(document))
    with tempfile.TemporaryDirectory() as folder:
        return to_pdf_chromium(to_html(drawn(document), case.style), Path(folder))


def main(write: Callable[[str], object] = sys.stdout.write) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", default="open", choices=list(CASES))
    parser.add_argument("--only", default="")
    parser.add_argument("--memory", type=Path, help="a folder that keeps what the program answered")
    parser.add_argument("-v", action="store_true", dest="verbose")
    wanted = parser.parse_args()
    if wanted.memory:
        remembered(wanted.memory)
    sums: dict[str, Tally] = defaultdict(Tally)
    for case in CASES[wanted.half]:
        if wanted.only not in case.path:
            continue
        text = read_document(FIXTURES / case.path)
        started = time.perf_counter()
        scan = read_bytes("a.pdf", scanned(printed(case, text), case.scanner))
        tally = compared(text, scan)
        for name in (case.kind, "all"):
            sums[name].add(tally)
        write(f"{_row(Path(case.path).stem, tally)} {time.perf_counter() - started:.0f} s\n")
        if wanted.verbose:
            write("".join(f"    {line[:400]}\n" for line in tally.lines))
    write("".join(f"{_row(name, tally)}\n" for name, tally in sums.items()))
    return 0


def _row(name: str, tally: Tally) -> str:
    share = 100 * tally.right / max(1, tally.facts)
    return (
        f"{name:48} {tally.facts:4} facts {share:3.0f} % right, {tally.wrong} wrong, {tally.missing} missing, "
        f"{tally.unstated} not stated; {tally.unmarked} not marked"
    )


if __name__ == "__main__":
    sys.exit(main())
