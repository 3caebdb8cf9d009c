"""Random records: any value that the annotated types allow, for properties that hold for all of them."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from graph_build.records.base import Record
from graph_build.records.canonical import RECORD_TYPES
from graph_build.records.document import Records, SourceDocument
from graph_build.records.evidence import Evidence
from graph_build.records.problem_kinds import KINDS
from graph_build.records.problems import Problem

DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()), st.just("2016-02"), st.integers(1900, 2100).map(str)
)
PATHS = st.text("abcxyz0123456789-/の", min_size=1, max_size=12)
FIGURES = st.decimals(-(10**9), 10**9, allow_nan=False, places=2)
SHARES = st.floats(0, 1, allow_nan=False)
EVIDENCE = st.lists(
    st.builds(
        Evidence,
        supports=st.lists(st.sampled_from(["signedOn", "coreCity"]), max_size=2, unique=True).map(tuple),
        confidence=st.none() | SHARES,
    ),
    max_size=2,
).map(tuple)
PERIODS = st.sampled_from(["period/fy2021", "period/cy2020", "period/y2019", "period/2021-04-01_2026-03-31"])


def _strategy(name: str, hint: Any) -> st.SearchStrategy[Any]:
    """Values for one field; those below must have a form that their type does not tell."""
    optional = type(None) in get_args(hint)
    if name in {"id", "target", "part", "field", "agreement", "version"}:
        return st.none() | PATHS if optional else PATHS
    if name == "period":
        return st.none() | PERIODS if optional else PERIODS
    if name == "based_on":
        return st.just(("https://laws.e-gov.go.jp/law/322AC0000000067",))
    if "IsoDate" in str(hint) or name in {"issued", "valid_from", "since", "date"} or name.endswith("_on"):
        return st.none() | DATES if optional else DATES
    if name in {"period_start", "period_end"}:
        return st.none() | DATES
    if name == "confidence":
        return SHARES
    if name in {"property", "concept"}:
        return st.sampled_from(["roleKind", "roleKind-lead"])
    if name == "kind" and hint is str:
        return st.sampled_from(["replace_annexes", "add_paragraph"])
    if name == "types":
        return st.just(("facilityType-hospital",))
    if name == "evidence":
        return EVIDENCE
    if Decimal in (hint, *get_args(hint)):
        return st.none() | FIGURES if optional else FIGURES
    return st.from_type(hint)


def records_of(kind: type[Record]) -> st.SearchStrategy[Record]:
    """Records of one type."""
    hints = get_type_hints(kind)
    fields = {f.name: _strategy(f.name, hints[f.name]) for f in dataclasses.fields(kind)}
    return st.builds(kind, **fields)


def problems() -> st.SearchStrategy[Problem]:
    """Problems of known codes."""
    return st.builds(Problem, code=st.sampled_from(sorted(KINDS)))


def documents(max_items: int = 3) -> st.SearchStrategy[Records]:
    """Whole documents of random records."""
    items = st.lists(
        st.sampled_from(sorted(RECORD_TYPES)).flatmap(lambda n: records_of(RECORD_TYPES[n])),
        max_size=max_items,
    )
    source = st.builds(SourceDocument, topic=PATHS, issued=st.none() | DATES)
    return st.builds(
        Records, source=source, items=items.map(tuple), problems=st.lists(problems(), max_size=2).map(tuple)
    )


def choices(hint: Any) -> tuple[str, ...]:
    """The values of a Literal, also inside an optional type."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    return next((get_args(arg) for arg in get_args(hint) if get_origin(arg) is Literal), ())
