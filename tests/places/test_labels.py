"""English names: absent rather than wrong."""

from __future__ import annotations

import pytest

from graph_build.assets import asset, tsv
from graph_build.places.gazetteer import gazetteer
from graph_build.places.labels import english_label
from graph_build.records.ids import code5


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("43000", "Kumamoto Prefecture"),
        ("01000", "Hokkaido"),
        ("43403", "Ozu Town"),  # hand table, long vowel
        ("43202", "Yatsushiro City"),  # rule
        ("24202", "Yokkaichi City"),
        ("21216", "Mizuho City"),
    ],
)
def test_label(code: str, label: str) -> None:
    assert english_label(gazetteer().place(code)) == label


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("39201", "コウチ: a long vowel"),
        ("12218", "カツウラ: no long vowel"),
        ("03208", "トオノ: a long vowel"),
        ("19208", "南アルプス: a foreign word"),
        ("13101", "a special ward calls itself a city"),
    ],
)
def test_no_label_where_the_rule_may_err(code: str, why: str) -> None:
    assert english_label(gazetteer().place(code)) is None, why


def test_every_row_of_the_hand_table_is_a_place() -> None:
    rows = tsv(asset("data"), "labels", "municipalities.tsv")
    assert len({row["id"] for row in rows}) == len(rows) == 47 + 39
    for row in rows:
        assert english_label(gazetteer().place(code5(row["id"]))) == row["en"]


def test_labels_are_plain_ascii() -> None:
    labels = [english_label(place) for place in gazetteer().municipalities]
    assert all(label is None or label.replace(" ", "").isascii() for label in labels)
