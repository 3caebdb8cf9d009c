"""How the rules are measured, and the page that reports it."""

from __future__ import annotations

import pytest

from graph_build.classify.themes import GROUP_OF, ITEMS
from graph_build.records.base import Assignment
from tests.classify import kinds_page, themes_page
from tests.classify.quality import Reading, readings, score


def test_right_wrong_and_missed_are_counted_per_concept() -> None:
    read = {"x": Reading(frozenset("ab")), "y": Reading(frozenset("a"))}
    result = score({"x": {"a", "c"}, "y": {"a"}}, read)
    assert (result.right, result.wrong, result.missed) == ({"a": 2}, {"c": 1}, {"b": 1})
    assert (result.precision(), result.recall()) == (2 / 3, 2 / 3)
    assert (result.precision("a"), result.recall("b"), result.precision("b")) == (1, 0, None)


def test_what_was_not_given_at_all_is_missed() -> None:
    assert score({}, {"x": Reading(frozenset("a"))}).missed == {"a": 1}


def test_arguable_concepts_stand_apart_whether_given_or_not() -> None:
    read = {"x": Reading(frozenset("ab"), frozenset("bc"))}
    firm = score({"x": {"a", "c"}}, read, firm=True)
    assert (firm.right, firm.wrong.total(), firm.missed.total()) == ({"a": 1}, 0, 0)


def test_every_measure_and_project_of_the_register_was_read_and_nothing_else() -> None:
    read = readings("themes.tsv", "themes")
    assert set(read) == {item.id for item in themes_page.described(themes_page.register())}
    for reading in read.values():
        assert reading.concepts
        assert reading.concepts | reading.arguable <= set(GROUP_OF) - set(ITEMS)


def test_every_measure_and_project_of_the_register_has_a_theme_with_its_rule() -> None:
    documents = themes_page.register()
    given = {target for one in documents for target in themes_page.given_themes(one.items)}
    assert {item.id for item in themes_page.described(documents)} <= given
    for document in documents:
        for item in document.items:
            if isinstance(item, Assignment) and item.property == "theme":
                assert item.rule.startswith("theme.")
                assert item.cue
                assert item.evidence
                assert 0 < item.confidence <= 1


def test_the_page_on_themes_is_what_register_and_labels_give_today() -> None:
    assert themes_page.PAGE.read_text(encoding="utf-8") == themes_page.page(), (
        "write it anew: python -m tests.classify.themes_page"
    )


def test_every_role_project_and_cost_clause_was_labelled_by_hand() -> None:
    tables = ("roles-seen.tsv", "roles-unseen.tsv", "cost-seen.tsv", "cost-unseen.tsv")
    labelled = [key for table in tables for key in readings(table, "kinds")]
    assert sorted(labelled) == sorted(kinds_page.labelled())


def test_labels_use_the_kinds_of_the_ontology() -> None:
    for prop, tables in (
        ("roleKind", ("roles-seen.tsv", "roles-unseen.tsv", "roles-first-run.tsv")),
        ("costSharingKind", ("cost-seen.tsv", "cost-unseen.tsv")),
    ):
        known = set(kinds_page._concepts(prop))
        for table in tables:
            for reading in readings(table, "kinds").values():
                assert reading.concepts
                assert reading.concepts | reading.arguable <= known
                assert not reading.concepts & reading.arguable


def test_the_page_on_roles_and_costs_is_what_register_and_labels_give_today() -> None:
    assert kinds_page.PAGE.read_text(encoding="utf-8") == kinds_page.page(), (
        "write it anew: python -m tests.classify.kinds_page"
    )


@pytest.mark.parametrize(
    ("prop", "tables", "least"),
    [
        ("roleKind", ("roles-seen.tsv", "roles-unseen.tsv"), 0.95),
        ("costSharingKind", ("cost-seen.tsv", "cost-unseen.tsv"), 0.95),
    ],
)
def test_kinds_stay_as_good_as_they_were(prop: str, tables: tuple[str, ...], least: float) -> None:
    given = {key: frozenset(kinds) for key, kinds in kinds_page.given(prop).items()}
    result = score(given, {k: v for name in tables for k, v in readings(name, "kinds").items()}, firm=True)
    assert (result.precision() or 0) >= least
    assert (result.recall() or 0) >= least
