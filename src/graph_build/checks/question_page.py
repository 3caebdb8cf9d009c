"""The page of all questions with their answers, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from graph_build.checks.questions import Column, Outcome, Verdict

SHOWN = 10
"""Rows of an answer that stand on the page; the rest is counted."""

LONGEST = 120
"""Characters of a cell."""

INTRODUCTION = """# 問いと答え Questions and answers

Each question is a file of [`queries/`](../queries/), an operation of the API (`/queries/NAME`) and a command
(`renkei query queries/NN-name.rq --param …`). The answers below are those of the register, made by running the
queries with the example values of their parameters: `make questions` writes this page anew, and a test fails when it
is not what the queries answer.

The verdict compares an answer with what the documents say, read a second time without the converters
(`queries/NN.facts.csv`, `tests/questions/`):

| | the documents say it | they do not |
|---|---|---|
| **the graph answers so** | valid | warning |
| **it does not** | invalid | unverifiable |

What a careful reader may or may not find in a role or cost clause (`NN.arguable.csv`) counts neither way.
An answer that is empty because the documents say nothing is unverifiable; a fiction in the tests shows that the query
finds what it is meant to. The words of the documents are not in the register: questions on wording give place and
digest, and with the documents the words too. Amounts are as printed; the municipality's text decides.
"""


def page(outcomes: Sequence[Outcome]) -> str:
    """The questions in the order given, with verdict and the first rows of the answer."""
    return "\n".join([INTRODUCTION, *_summary(outcomes), *(line for one in outcomes for line in _part(one))])


def _summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    counts = Counter(one.verdict for one in outcomes)
    told = [f"{counts[verdict]} {verdict}" for verdict in get_args(Verdict) if counts[verdict]]
    yield f"{len(outcomes)} questions: {', '.join(told)}.\n"


def _part(one: Outcome) -> Iterator[str]:
    query = one.query
    yield f"## {query.number}. {query.title['ja']}\n"
    yield f"{query.title['en']}\n"
    given = [f"{param.name} = `{param.example}`" for param in query.params if not param.optional]
    verdict = f"**{one.verdict}**" if one.verdict else "nothing expected yet"
    count = "not run here" if query.federated else f"{one.answers} row{'' if one.answers == 1 else 's'}"
    yield " · ".join([f"[`{query.path}`](../queries/{query.path})", *given, count, verdict]) + "\n"
    rows = one.table.rows if one.table else ()
    if not rows:
        return
    at = [one.table.columns.index(column.name) for column in query.columns] if one.table else []
    yield _row([_head(column) for column in query.columns])
    yield _row(["---:" if column.unit else "---" for column in query.columns])
    yield from (_row([_cell(row[n]) for n in at]) for row in rows[:SHOWN])
    yield f"\n… {len(rows) - SHOWN} more\n" if len(rows) > SHOWN else ""


def _head(column: Column) -> str:
    return f"{column.name} ({column.unit})" if column.unit else column.name


def _cell(text: str) -> str:
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return "".join(f"\\{sign}" if sign in "|*_`<[\\" else sign for sign in short).replace("\n", " ")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
