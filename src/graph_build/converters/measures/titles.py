"""Title or field? A heading right above 取組の内容 may be either; its siblings and the names of fields decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.found import FoundField, FoundMeasure
from graph_build.converters.items import printed
from graph_build.text.key import matching_key

Path = tuple[str, ...]


@cache
def _field_names() -> frozenset[str]:
    return frozenset(
        matching_key(row["label"]) for row in tsv(asset("data"), "vocabulary", "field-names.tsv")
    )


def is_field_name(label: str) -> bool:
    """Whether a heading is one of the fields of the ministry's outlines (医療, 地域公共交通), with or without 分野.

    >>> is_field_name("医療"), is_field_name("地域公共交通に関する分野"), is_field_name("夜間急病診療所の運営")
    (True, True, False)
    """
    key = matching_key(label)
    for ending in ("に係る政策分野", "に係る分野", "に関する分野", "の分野", "分野", "に関すること"):
        key = key.removesuffix(ending)
    return key in _field_names()


def settle_titles(
    measures: Sequence[FoundMeasure], fields: Sequence[tuple[FoundField, ...]]
) -> tuple[list[FoundMeasure], list[tuple[FoundField, ...]]]:
    """Turn titles that are fields into fields.

    A heading that was taken for a title is a field where a heading beside it (above tables with heads: any heading of
    its depth) has measures with titles below, or where
    most headings at its depth (in a list: half of them) are names of fields. A title column of which most entries are names of fields is a
    column of fields, too.
    """
    parents = {_labels(m.fields)[:depth] for m in measures for depth in range(1, len(m.fields) + 1)}
    by_depth: dict[tuple[str, int], list[FoundMeasure]] = {}
    for measure in measures:
        if measure.title is not None and not measure.title_certain:
            by_depth.setdefault((measure.rule, len(measure.fields)), []).append(measure)
    named = {
        key
        for key, group in by_depth.items()
        if sum(is_field_name(printed(m.title)) for m in group) * 2
        >= len(group) + (key[0] != "measure.outline")
    }
    done: list[FoundMeasure] = []
    known = list(fields)
    for measure in measures:
        if measure.title is not None and _is_field(measure, measures, parents, named):
            found = measure.heading_title or FoundField(measure.number, measure.title, measure.number_text)
            measure = replace(
                measure,
                fields=(*measure.fields, found),
                title=None,
                number=None,
                number_text=None,
                heading_title=None,
            )
        if measure.fields and _labels(measure.fields) not in {_labels(path) for path in known}:
            known.append(measure.fields)
        done.append(measure)
    return done, _in_order(known, done)


def _is_field(
    measure: FoundMeasure, measures: Sequence[FoundMeasure], parents: set[Path], named: set[tuple[str, int]]
) -> bool:
    if measure.title_certain:
        return False
    if (measure.rule, len(measure.fields)) in named:
        return measure.heading_title is not None or is_field_name(printed(measure.title))
    if measure.heading_title is None:
        return False
    own = _labels(measure.fields)
    # Tables with heads are built alike in one document; lists and rows may go deeper in one field than in another.
    beside = () if measure.rule == "measure.columns" else own
    return any(len(path) == len(own) + 1 and path[: len(beside)] == beside for path in parents)


def _in_order(
    fields: Sequence[tuple[FoundField, ...]], measures: Sequence[FoundMeasure]
) -> list[tuple[FoundField, ...]]:
    """Fields in text order."""
    return sorted(fields, key=lambda path: path[-1].label.offsets[0] if path[-1].label else 0)


def _labels(fields: tuple[FoundField, ...]) -> Path:
    return tuple(matching_key(printed(field.label)) for field in fields)
