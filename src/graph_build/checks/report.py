"""The report of a build as text: problems by severity and rule, balance, shapes; in Japanese or English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from graph_build.checks.outcome import BuildReport, Finding, Reported, ShapeCount
from graph_build.checks.questions import Outcome
from graph_build.records.evidence import Span
from graph_build.records.problem_kinds import Severity

Lang: TypeAlias = Literal["ja", "en"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
MOST_PER_RULE = 20
"""Places shown of one rule; the rest is counted. ``report.json`` has all."""

WORDS: dict[str, tuple[str, str]] = {
    "error": ("誤り", "Errors"),
    "warning": ("注意", "Warnings"),
    "note": ("備考", "Notes"),
    "none": ("問題はありません。", "No problems."),
    "more": ("ほか{}件", "{} more"),
    "line": ("{}行", "line {}"),
    "lines": ("{}～{}行", "lines {}-{}"),
    "page": ("{}ページ", "page {}"),
    "balance": ("文字の収支", "Balance of characters"),
    "mapped": ("記録", "mapped"),
    "ignored": ("除外", "ignored"),
    "unresolved": ("未解釈", "unresolved"),
    "total": ("合計", "total"),
    "document": ("文書", "document"),
    "no_documents": ("文書はありません。", "No documents."),
    "unread": ("読めなかった部分", "Unresolved blocks"),
    "shapes": ("形（SHACL）", "Shapes (SHACL)"),
    "shape": ("形", "shape"),
    "checked": ("対象", "nodes"),
    "broken": ("違反", "broken"),
    "empty": ("対象がなかった形（何も検査していません）", "Shapes that found no node (they checked nothing)"),
    "question": ("問い", "question"),
    "verdict": ("判定", "verdict"),
    "answers": ("答え", "answers"),
    "no_expectation": ("期待値なし", "nothing expected yet"),
    "missing": ("欠けている", "missing"),
    "surplus": ("出典にない", "not in the sources"),
    "todo": ("対処", "What to do"),
}


def word(key: str, lang: Lang) -> str:
    """A word of the report."""
    return WORDS[key][lang == "en"]


def report_text(report: BuildReport, lang: Lang = "en") -> str:
    """The whole report."""
    parts = [problems_text(report.problems, lang), findings_text(report, lang)]
    return "\n".join(filter(None, [*parts, balance_text(report, lang), shapes_text(report, lang)]))


def problems_text(problems: Sequence[Reported], lang: Lang = "en") -> str:
    """Problems by severity, then by code, each with what to do and its places."""
    if not problems:
        return word("none", lang) + "\n"
    lines: list[str] = []
    for severity in SEVERITIES:
        groups: defaultdict[str, list[Reported]] = defaultdict(list)
        for one in problems:
            if one.problem.severity == severity:
                groups[one.problem.code].append(one)
        if groups:
            total = sum(map(len, groups.values()))
            lines += [f"{word(severity, lang)} ({total})"]
        for code in sorted(groups):
            lines += [f"  {code} ({len(groups[code])})"]
            lines += _limited([_problem_line(one, lang) for one in groups[code]], lang)
            lines += [f"    → {groups[code][0].problem.todo(lang)}"]
    return "\n".join(lines) + "\n"


def _problem_line(one: Reported, lang: Lang) -> str:
    problem = one.problem
    where = ", ".join(filter(None, [one.document or problem.about or "", place_text(problem.place, lang)]))
    return f"    {where + ': ' if where else ''}{problem.message(lang)}"


def place_text(place: Span | None, lang: Lang = "en") -> str:
    """Lines and page of a place.

    >>> place_text(Span(0, 9, 3, 5, 2)), place_text(Span(0, 9, 3, 3), "ja")
    ('lines 3-5, page 2', '3行')
    """
    if place is None:
        return ""
    return _where(place.line_start, place.line_end, place.page, lang)


def _where(first: int | None, last: int | None, page: int | None, lang: Lang) -> str:
    parts = []
    if first is not None:
        one_line = last is None or first == last
        parts.append(
            word("line", lang).format(first) if one_line else word("lines", lang).format(first, last)
        )
    if page is not None:
        parts.append(word("page", lang).format(page))
    return ", ".join(parts)


def _limited(lines: list[str], lang: Lang) -> Iterator[str]:
    yield from lines[:MOST_PER_RULE]
    if len(lines) > MOST_PER_RULE:
        yield "    " + word("more", lang).format(len(lines) - MOST_PER_RULE)


def findings_text(report: BuildReport, lang: Lang = "en") -> str:
    """What breaks the shapes, by severity and rule."""
    lines: list[str] = []
    for severity in SEVERITIES:
        rules: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        for check in report.checks:
            for finding in check.findings:
                if finding.severity == severity:
                    rules[finding.shape, finding.path or ""].append(finding)
        for (shape, path), findings in sorted(rules.items()):
            lines += [f"{word(severity, lang)}: {shape} {path}".rstrip() + f" ({len(findings)})"]
            lines += [f"    {findings[0].message_ja if lang == 'ja' else findings[0].message_en}"]
            lines += _limited([_finding_line(finding, lang) for finding in findings], lang)
    return "\n".join(lines) + "\n" if lines else ""


def _finding_line(finding: Finding, lang: Lang) -> str:
    places = "; ".join(
        f"{place.document} {_where(place.line_start, place.line_end, place.page, lang)}".rstrip()
        for place in finding.locations
    )
    value = f" {finding.value}" if finding.value else ""
    return f"    {finding.focus}{value}" + (f" ({places})" if places else "")


def balance_text(report: BuildReport, lang: Lang = "en") -> str:
    """The three figures of every document, and every unresolved block with its lines."""
    if not report.documents:
        return word("no_documents", lang) + "\n"
    names = [word(key, lang) for key in ("mapped", "ignored", "unresolved", "total")]
    rows = [[word("document", lang), *names]]
    for line in report.documents:
        ledger = line.ledger
        figures = (ledger.mapped, sum(ledger.ignored.values()), ledger.unresolved, ledger.total)
        rows.append([line.name, *(f"{figure:,}" for figure in figures)])
    text = f"{word('balance', lang)}\n{table_text(rows)}"
    unread = [one for one in report.problems if one.problem.code == "unresolved_block"]
    if unread:
        blocks = [_problem_line(one, lang) for one in unread]
        text += "\n".join([f"{word('unread', lang)} ({len(unread)})", *blocks]) + "\n"
    return text


def shapes_text(report: BuildReport, lang: Lang = "en") -> str:
    """How many nodes each shape looked at and how many rules were broken, over all graphs."""
    if not report.checks:
        return ""
    counts: defaultdict[str, int] = defaultdict(int)
    broken: defaultdict[str, int] = defaultdict(int)
    names: dict[str, ShapeCount] = {}
    for check in report.checks:
        for shape in check.shapes:
            names[shape.shape] = shape
            counts[shape.shape] += shape.focus_nodes
        for finding in check.findings:
            broken[finding.shape] += 1
    rows = [[word(key, lang) for key in ("shape", "checked", "broken")]]
    rows += [
        [name, f"{counts[name]:,}", str(broken[name])] for name in sorted({*counts, *broken}) if counts[name]
    ]
    text = f"{word('shapes', lang)}\n{table_text(rows)}"
    empty = sorted(name for name in counts if not counts[name])
    if empty:
        text += f"{word('empty', lang)}\n  {', '.join(empty)}\n"
    return text


def outcomes_text(outcomes: Sequence[Outcome], lang: Lang = "en") -> str:
    """The verdicts on the questions, and the rows that are missing or that no source states."""
    rows = [[word(key, lang) for key in ("question", "verdict", "answers")]]
    lines = []
    for one in outcomes:
        title = f"{one.query.number:02} {one.query.title[lang]}"
        rows.append([title, one.verdict or word("no_expectation", lang), str(one.answers)])
        for key, cells in (("missing", one.missing), ("surplus", one.surplus)):
            shown = [f"    {word(key, lang)}: {' | '.join(row)}" for row in cells]
            lines += [f"{one.query.number:02}", *_limited(shown, lang)] if shown else []
    return table_text(rows) + "".join(line + "\n" for line in lines)


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is flush left and the others flush right; full-width signs take two places.

    >>> print(table_text([["文書", "n"], ["a", "12"]]), end="")
      文書   n
      a     12
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "".join("  " + "  ".join(_cells(row, widths)).rstrip() + "\n" for row in rows)


def _cells(row: Iterable[str], widths: Sequence[int]) -> Iterator[str]:
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        blank = " " * (width - _width(cell))
        yield blank + cell if at else cell + blank


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
