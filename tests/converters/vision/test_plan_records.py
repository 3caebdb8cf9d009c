"""The comparer of plans finds what differs: a comparison that cannot fail says nothing."""

from __future__ import annotations

from typing import Any

from tests.converters.vision.plan_records import compared

PROJECT: dict[str, Any] = {"number": "①", "title": "起業支援", "measure": None, "budget": {"2021": 10}}


def counts(expected: list[dict[str, Any]], got: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    tally = compared({"projects": expected}, {"projects": got})["projects"]
    return tally.right, len(tally.wrong), len(tally.missing), len(tally.extra)


def test_a_record_is_right_wrong_missing_or_extra() -> None:
    assert counts([PROJECT], [PROJECT]) == (1, 0, 0, 0)
    assert counts([PROJECT], [{**PROJECT, "budget": {"2021": 11}}]) == (0, 1, 0, 0)
    assert counts([PROJECT], []) == (0, 0, 1, 0)
    assert counts([PROJECT], [PROJECT, {**PROJECT, "title": "別の事業"}]) == (1, 0, 0, 1)


def test_a_record_with_another_number_is_the_same_record_read_wrong() -> None:
    assert counts([PROJECT], [{**PROJECT, "number": "②"}]) == (0, 1, 0, 0)


def test_of_two_records_of_one_title_each_is_compared_with_its_own() -> None:
    other = {**PROJECT, "budget": {"2021": 20}}
    assert counts([PROJECT, other], [other, PROJECT]) == (2, 0, 0, 0)


def test_width_and_blanks_of_text_do_not_matter_and_empty_is_nothing() -> None:
    assert (
        counts([{**PROJECT, "number": "１", "budget": {}}], [{**PROJECT, "number": "1 ", "budget": None}])[0]
        == 1
    )


def test_fields_are_compared_with_all_that_is_above_them() -> None:
    tree = [{"number": "1", "label": "医療", "children": [{"number": "(1)", "label": "救急"}]}]
    flat = [{"number": "1", "label": "医療"}, {"number": "(1)", "label": "救急"}]
    tally = compared({"policy_fields": tree}, {"policy_fields": flat})["policy_fields"]
    assert (tally.right, len(tally.wrong)) == (1, 1)


def test_what_is_not_asserted_is_not_compared() -> None:
    assert compared({"title": "計画"}, {"title": "計画", "projects": [PROJECT]})["single"].faults == []
    assert "projects" not in compared({"title": "計画"}, {"projects": [PROJECT]})
