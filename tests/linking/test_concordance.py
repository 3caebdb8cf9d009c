"""Measures that are the same in several texts: agreements, drafts and plans in, links out. All invented."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.linking.concordance import concord, standing
from graph_build.linking.similarity import bigrams, dice
from graph_build.linking.status import Link
from graph_build.records import ids
from graph_build.records.agreement import Agreement, AgreementVersion, DraftVersion, Measure, PolicyField
from graph_build.records.base import Record
from graph_build.records.canonical import facts
from graph_build.records.document import Ledger, Records, SourceDocument
from graph_build.records.evidence import Evidence, Span
from graph_build.records.plan import Vision
from graph_build.text.key import matching_key

HERE = (Evidence(Span(0, 5, 1, 1), "made"),)
AREA = "area/renkei-chusu/44201"
USUKI, SAIKI, PLAN = "44201-44206", "44201-44205", "2020-03"
CARE = "保護者が働く家庭の病気の子どもを預かる施設を共同で使えるようにする。"
CARE_2 = "保護者が働く家庭の病気の子どもを預かる施設を共同で使えるようにします。"
BUS = "市町の境を越える路線バスの時刻と運賃をそろえ、乗継ぎを便利にする。"


def document(topic: str, text: Record, *more: Record) -> Records:
    source = SourceDocument(topic, "agreement", None, "a" * 64, "text/plain", Ledger(1))
    return Records(source, (text, *more))


def measures(text: str, *rows: tuple[str | None, str], field: str | None = None) -> list[Measure]:
    """Measures of a text by title and words."""
    return [
        Measure(
            id=f"{text}/measure/{ids.h10(title or '', words, str(n))}",
            evidence=HERE,
            version=text,
            field=field,
            label=title or f"分野 {n}",
            order=n,
            title=title,
            text=words or None,
            text_digest=ids.text_digest(words),
        )
        for n, (title, words) in enumerate(rows)
    ]


def agreement(
    codes: str,
    *rows: tuple[str | None, str],
    day: str | None = "2016-03-29",
    area: str | None = AREA,
    draft: bool = False,
    pillar: str | None = None,
) -> Records:
    name = f"agreement/renkei-chusu/{codes}"
    parties = tuple(f"municipality/{code}" for code in codes.split("-"))
    whole = Agreement(id=name, evidence=HERE, scheme="renkei-chusu", parties=parties, area=area)
    text: Record
    if draft:
        path = f"{name}/draft/44201-{day}-5"
        text = DraftVersion(id=path, evidence=HERE, agreement=name, title=None)
    else:
        path = f"{name}/version/{day}"
        text = AgreementVersion(id=path, evidence=HERE, agreement=name, title=None, valid_from=day)
    field = PolicyField(id=f"{path}/field/0", evidence=HERE, version=path, label=pillar or "", order=1)
    fields = (field,) if pillar else ()
    own = measures(path, *rows, field=field.id if pillar else None)
    return document(path, text, whole, *fields, *own)


def plan(*rows: tuple[str | None, str], issued: str = PLAN, area: str | None = AREA) -> Records:
    path = f"vision/renkei-chusu/44201/{issued}"
    text = Vision(id=path, evidence=HERE, scheme="renkei-chusu", area=area, title="計画", issued=issued)
    return document(path, text, *measures(path, *rows))


def pairs(documents: Iterable[Records], name: str) -> set[tuple[str, str]]:
    """The links of a property between texts: the last parts of what the ids of agreement or plan are."""

    def short(path: str) -> str:
        parts = path.split("/")
        return parts[2] if parts[0] == "agreement" else parts[3]

    links = concord(documents).links
    return {(short(one.subject), short(one.value)) for one in links if one.property == name}


def explained(documents: Iterable[Records]) -> dict[str, tuple[str, str | None]]:
    """Rule → confidence and similarity of its correspondences."""
    links = concord(documents).links
    told: dict[str, dict[str, str]] = {}
    for one in links:
        if one.subject.startswith("correspondence/"):
            told.setdefault(one.subject, {})[one.property] = one.value
    return {
        one["rk:rule"].removeprefix("concordance."): (one["rk:confidence"], one.get("rk:similarity"))
        for one in told.values()
    }


def both(one: str, other: str) -> set[tuple[str, str]]:
    return {(one, other), (other, one)}


def test_equal_words_are_linked_both_ways_whatever_the_title() -> None:
    given_ = [agreement(USUKI, ("病児保育", CARE)), agreement(SAIKI, ("子どもの預かり", CARE))]
    assert pairs(given_, "rk:sameWordingAs") == both(USUKI, SAIKI)
    assert pairs(given_, "rk:rewordingOf") == set()
    assert explained(given_) == {"same-wording": ("1.00", None)}


def test_equal_words_are_linked_also_between_areas_and_without_the_words() -> None:
    elsewhere = agreement("01207-01631", ("保育", CARE), area="area/teiju-jiritsu/01207")
    given_ = [facts(agreement(USUKI, ("病児保育", CARE))), facts(elsewhere)]
    assert pairs(given_, "rk:sameWordingAs") == both(USUKI, "01207-01631")


def test_white_space_and_widths_make_no_other_wording() -> None:
    given_ = [agreement(USUKI, ("ＩＣＴ", "I C T を使う。")), agreement(SAIKI, ("ICT", "ＩＣＴを使う｡"))]
    assert pairs(given_, "rk:sameWordingAs") == both(USUKI, SAIKI)


def test_measures_that_say_nothing_are_not_the_same() -> None:
    given_ = [agreement(USUKI, ("医療", "")), agreement(SAIKI, ("介護", ""))]
    assert concord(given_).links == ()


def test_an_equal_title_in_one_area_is_the_same_measure_in_other_words() -> None:
    given_ = [agreement(USUKI, ("公共交通", BUS)), agreement(SAIKI, ("公共交通", CARE))]
    assert pairs(given_, "rk:rewordingOf") == both(USUKI, SAIKI)
    assert explained(given_)["same-title"][0] == "0.70"
    assert explained([facts(one) for one in given_]) == {"same-title": ("0.90", None)}


def test_an_equal_title_over_words_that_are_alike_is_surer() -> None:
    given_ = [agreement(USUKI, ("保育", CARE)), agreement(SAIKI, ("保育", CARE_2))]
    assert explained(given_)["same-title"][0] == "0.90"


def test_an_equal_title_in_another_area_is_not() -> None:
    given_ = [
        agreement(USUKI, ("公共交通", BUS)),
        agreement("01207-01631", ("公共交通", CARE), area="area/x"),
    ]
    assert concord(given_).links == ()


@pytest.mark.parametrize("title", ["その他", "その他の取組"])
def test_a_title_that_names_nothing_is_no_reason(title: str) -> None:
    assert concord([agreement(USUKI, (title, BUS)), agreement(SAIKI, (title, CARE))]).links == ()


def test_a_title_that_stands_twice_does_not_say_which() -> None:
    given_ = [agreement(USUKI, ("交通", BUS)), agreement(SAIKI, ("交通", CARE), ("交通", "道路を直す。"))]
    assert pairs(given_, "rk:rewordingOf") == set()


def test_words_that_are_alike_in_one_area_are_a_rewording() -> None:
    given_ = [agreement(USUKI, (None, CARE)), agreement(SAIKI, (None, CARE_2))]
    assert pairs(given_, "rk:rewordingOf") == both(USUKI, SAIKI)
    value = dice(bigrams(matching_key(CARE)), bigrams(matching_key(CARE_2)))
    shown = f"{float(value) - 0.005:.2f}"
    assert explained(given_) == {"similar-wording": (shown, shown)}


def test_of_two_equally_alike_none_is_taken() -> None:
    one, other = BUS.replace("運賃", "料金"), BUS.replace("運賃", "値段")
    given_ = [agreement(USUKI, (None, BUS)), agreement(SAIKI, (None, one), (None, other))]
    assert pairs(given_, "rk:rewordingOf") == set()


def test_what_has_its_equal_in_a_text_has_no_rewording_there() -> None:
    given_ = [agreement(USUKI, ("病児保育", CARE)), agreement(SAIKI, ("保育", CARE), ("病児保育", CARE_2))]
    assert pairs(given_, "rk:rewordingOf") == set()
    assert pairs(given_, "rk:sameWordingAs") == both(USUKI, SAIKI)


def test_between_areas_words_must_be_nearly_equal() -> None:
    near = agreement("01207-01631", (None, CARE_2), area="area/teiju-jiritsu/01207")
    assert pairs([agreement(USUKI, (None, CARE)), near], "rk:rewordingOf") == both(USUKI, "01207-01631")
    half = CARE[:24] + "ため、意見を交わす場を毎年もつ。"
    assert Fraction(1, 2) <= dice(bigrams(CARE), bigrams(half)) < Fraction(4, 5)
    far = agreement("01207-01631", (None, half), area="area/teiju-jiritsu/01207")
    assert pairs([agreement(USUKI, (None, CARE)), far], "rk:rewordingOf") == set()
    assert pairs([agreement(USUKI, (None, CARE)), agreement(SAIKI, (None, half))], "rk:rewordingOf")


def test_without_words_titles_that_are_alike_under_alike_fields_are_a_rewording() -> None:
    one = facts(agreement(USUKI, ("中心市街地のにぎわいづくり", CARE), pillar="都市機能の強化"))
    alike = facts(
        agreement(SAIKI, ("中心市街地の魅力とにぎわいづくり", BUS), pillar="都市機能の強化に係る分野")
    )
    other = facts(agreement(SAIKI, ("中心市街地の魅力とにぎわいづくり", BUS), pillar="職員"))
    assert set(explained([one, alike])) == {"similar-title"}
    assert pairs([one, other], "rk:rewordingOf") == set()


def test_without_words_and_titles_nothing_can_be_decided() -> None:
    given_ = [facts(agreement(USUKI, (None, CARE))), facts(agreement(SAIKI, (None, CARE_2)))]
    assert concord(given_).links == ()


def test_an_agreement_of_no_area_has_only_its_own_texts_to_compare() -> None:
    rows = ("公共交通", BUS), ("公共交通", CARE)
    apart = [agreement(USUKI, rows[0], area=None), agreement(SAIKI, rows[1], area=None)]
    assert concord(apart).links == ()
    versions = [agreement(USUKI, rows[0], area=None), agreement(USUKI, rows[1], area=None, day="2020-01-01")]
    assert pairs(versions, "rk:rewordingOf") == {(USUKI, USUKI)}


# plans


def test_a_measure_of_a_plan_carries_out_its_equal_and_its_rewording_and_the_wording_is_reported() -> None:
    text = agreement(USUKI, ("保育", CARE), ("交通", BUS), ("農業", "市場を開く。"))
    given_ = [text, plan(("保育", CARE_2), ("交通", BUS), ("防災", "訓練をする。"))]
    found = concord(given_)
    carried = [one for one in found.links if one.property == "rk:carriesOut"]
    assert len(carried) == 2
    assert {one.subject.split("/")[0] for one in carried} == {"vision"}
    (note,) = found.problems[f"vision/renkei-chusu/44201/{PLAN}"]
    assert (note.code, note.severity, note.value) == (
        "wording_differs",
        "note",
        f"{USUKI} うにする。→うにします。",
    )
    assert note.place == HERE[0].span


def test_without_the_words_only_that_they_differ_is_reported() -> None:
    given_ = [facts(agreement(USUKI, ("保育", CARE))), facts(plan(("保育", CARE_2)))]
    ((note,),) = concord(given_).problems.values()
    assert note.value == USUKI


def test_plans_of_other_areas_carry_nothing_out() -> None:
    found = concord([agreement(USUKI, ("保育", CARE)), plan(("保育", CARE), area="area/x")])
    assert {one.property for one in found.links} >= {"rk:sameWordingAs"}
    assert not [one for one in found.links if one.property == "rk:carriesOut"]


def version(day: str | None) -> AgreementVersion:
    name = "agreement/renkei-chusu/44201-44206"
    return AgreementVersion(
        id=f"{name}/version/{day or 'undated'}", agreement=name, title=None, valid_from=day
    )


@pytest.mark.parametrize(
    ("days", "issued", "stands"),
    [
        (["2016-03-29", "2019-01-01"], "2020-03", "2019-01-01"),
        (["2016-03-29", "2020-03-24"], "2020-03", "2020-03-24"),
        (["2016-03-29", "2020-04-01"], "2020-03", "2016-03-29"),
        (["2021-01-01", "2022-01-01"], "2020-03", "2021-01-01"),
        (["2016-03-29", "2019-01-01"], None, "2019-01-01"),
        ([None, "2019-01-01"], "2018", "undated"),
    ],
)
def test_a_plan_rests_on_the_text_that_stands_when_it_is_issued(
    days: list[str | None], issued: str | None, stands: str
) -> None:
    for order in itertools.permutations(days):
        (found,) = standing([version(day) for day in order], issued)
        assert found.rpartition("/")[2] == stands


def test_drafts_are_carried_out_only_where_no_text_is_known() -> None:
    proposed = agreement(USUKI, ("保育", CARE), draft=True, day="2015-12-01")
    concluded = agreement(USUKI, ("保育", CARE))
    for texts, kind in (([proposed], "draft"), ([proposed, concluded], "version")):
        links = concord([*texts, plan(("保育", CARE))]).links
        assert [one.value.split("/")[3] for one in links if one.property == "rk:carriesOut"] == [kind]


def test_parts_that_several_documents_give_together_are_compared_too() -> None:
    text = agreement(USUKI, day="2020-01-01")
    derived = measures(f"agreement/renkei-chusu/{USUKI}/version/2020-01-01", ("保育", CARE))
    other = agreement(SAIKI, ("保育", CARE))
    links = concord([text, other], derived).links
    assert Link(derived[0].id, "rk:sameWordingAs", other.of(Measure)[0].id) in links


ROWS = st.lists(st.tuples(st.sampled_from(["保育", "交通", None]), st.sampled_from([CARE, CARE_2, BUS, ""])))


@given(ROWS, ROWS, ROWS, st.randoms())
def test_the_order_of_documents_does_not_matter_and_links_go_both_ways(one, other, third, random) -> None:  # type: ignore[no-untyped-def]
    documents = [agreement(USUKI, *one), agreement(SAIKI, *other), plan(*third)]
    found = concord(documents)
    shuffled = random.sample(documents, len(documents))
    assert concord(shuffled) == found
    for name in ("rk:sameWordingAs", "rk:rewordingOf"):
        links = {(link.subject, link.value) for link in found.links if link.property == name}
        assert links == {(b, a) for a, b in links}
        assert all(a != b for a, b in links)
