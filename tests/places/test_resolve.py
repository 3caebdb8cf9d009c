"""Which place a printed name means."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.places.gazetteer import Place, gazetteer
from graph_build.places.resolve import Clues, NameMention, Resolution, resolve, resolve_all

PLACES = gazetteer()
KUMAMOTO, SAITAMA, SENDAI = (PLACES.place(code) for code in ("43100", "11100", "04100"))
MISATO = {PLACES.place(code) for code in ("04505", "11381", "43348")}


def _ambiguous_names() -> dict[str, list[Place]]:
    bearers = defaultdict(list)
    for place in (*PLACES.municipalities, *PLACES.without_office):
        bearers[place.name].append(place)
    return {name: places for name, places in bearers.items() if len(places) > 1}


AMBIGUOUS = _ambiguous_names()


def code(answer: Resolution) -> str | None:
    return answer.place.code5 if answer.place else None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("熊本市", "43100"),
        ("岡山県和気町", "33346"),
        ("和気郡和気町", "33346"),
        ("山口県岩国市", "35208"),
        ("福岡県築上郡築上町", "40647"),
        ("高知県", "39000"),
        ("東京都千代田区", "13101"),
        ("千代田区", "13101"),
        ("南 相 馬 市", "07212"),
        ("⻑野市", "20201"),
        ("檮原町", "39405"),
        ("梼原町", "39405"),
        ("竜ヶ崎市", "08208"),
        ("東京都三宅島三宅村", "13381"),
        ("鹿嶋市", "08222"),
        ("鹿島市", "41207"),
        ("茨城県鹿島市", "08222"),
        ("熊本市中央区", "43100"),
    ],
)
def test_name_that_settles_itself(printed: str, expected: str) -> None:
    answer = resolve(printed)
    assert (answer.status, code(answer), answer.printed) == ("resolved", expected, printed)


@pytest.mark.parametrize("printed", ["植木町", "熊本", "全市町村", "", "県", "中区", "国後郡泊村"])
def test_no_municipality_of_today_has_the_name(printed: str) -> None:
    assert (resolve(printed).status, resolve(printed).place) == ("unknown", None)


def test_26_names_are_borne_by_several() -> None:
    assert len(AMBIGUOUS) == 26
    assert len(AMBIGUOUS["池田町"]) == 4
    assert {place.prefecture_name for place in AMBIGUOUS["泊村"]} == {"北海道"}


@pytest.mark.parametrize("name", sorted(AMBIGUOUS))
def test_ambiguous_name_without_clue_chooses_nothing(name: str) -> None:
    answer = resolve(name)
    assert (answer.status, answer.place) == ("ambiguous", None)
    assert set(answer.candidates) == set(AMBIGUOUS[name])


@pytest.mark.parametrize(
    "place", [p for places in AMBIGUOUS.values() for p in places if p in PLACES.municipalities]
)
def test_full_name_settles_every_ambiguous_name(place: Place) -> None:
    assert resolve(place.full_name).place == place


def test_district_settles_what_the_prefecture_does_not() -> None:
    assert resolve("北海道泊村").status == "ambiguous"
    assert code(resolve("古宇郡泊村")) == "01403"


def test_special_wards_share_names_with_wards_of_designated_cities() -> None:
    assert resolve("中央区").status == "ambiguous"
    assert code(resolve("中央区", Clues(members=(PLACES.place("13101"),)))) == "13102"
    assert resolve("中央区", Clues(members=(PLACES.place("43204"),))).status == "unknown"
    assert len(resolve("特別区").candidates) == 23


def test_prefix_that_fits_no_place_of_the_name_is_a_conflict() -> None:
    answer = resolve("佐賀県美里町")
    assert (answer.status, answer.place, set(answer.candidates)) == ("conflict", None, MISATO)
    assert resolve("埼玉県下益城郡美里町").status == "conflict"


def test_address_settles() -> None:
    assert code(resolve("美里町", Clues(addresses=("埼玉県児玉郡美里町大字架空1番地",)))) == "11381"
    assert code(resolve("美里町", Clues(addresses=("下益城郡美里町架空1番地",)))) == "43348"
    assert code(resolve("美里町", Clues(addresses=("熊本県架空1番地",)))) == "43348"


def test_address_that_says_nothing_settles_nothing() -> None:
    assert resolve("美里町", Clues(addresses=("架空1番地",))).status == "ambiguous"
    assert resolve("美里町", Clues(addresses=("美里町架空1番地",))).status == "ambiguous"


def test_address_of_a_prefecture_without_the_name_is_a_conflict() -> None:
    assert resolve("美里町", Clues(addresses=("福岡県久留米市城南町1番地",))).status == "conflict"


def test_other_members_settle() -> None:
    assert code(resolve("美里町", Clues(members=(KUMAMOTO,)))) == "43348"


def test_members_of_two_prefectures_settle_only_if_one_has_the_name() -> None:
    assert resolve("美里町", Clues(members=(KUMAMOTO, SAITAMA))).status == "ambiguous"
    fukuoka = PLACES.place("40130")
    assert code(resolve("美里町", Clues(members=(KUMAMOTO, fukuoka)))) == "43348"
    assert resolve("美里町", Clues(members=(fukuoka,))).status == "ambiguous"


def test_name_of_the_area_settles() -> None:
    assert code(resolve("美里町", Clues(area_name="熊本連携中枢都市圏"))) == "43348"
    assert code(resolve("府中市", Clues(area_name="備後圏域"))) == "34208"
    assert code(resolve("朝日町", Clues(area_name="富山県東部圏域"))) == "16343"
    assert resolve("府中市", Clues(area_name="府中定住自立圏")).status == "ambiguous"


@pytest.mark.parametrize(
    "clues",
    [
        Clues(addresses=("埼玉県児玉郡美里町",), members=(KUMAMOTO,)),
        Clues(addresses=("埼玉県児玉郡美里町",), area_name="熊本連携中枢都市圏"),
        Clues(members=(SENDAI,), area_name="熊本連携中枢都市圏"),
        Clues(addresses=("埼玉県児玉郡美里町", "宮城県遠田郡美里町")),
    ],
)
def test_clues_that_disagree_choose_nothing(clues: Clues) -> None:
    answer = resolve("美里町", clues)
    assert (answer.status, answer.place, set(answer.candidates)) == ("conflict", None, MISATO)


def test_printed_prefecture_is_contradicted_by_an_address_but_not_by_the_area() -> None:
    assert resolve("宮城県美里町", Clues(addresses=("熊本県下益城郡美里町",))).status == "conflict"
    assert code(resolve("宮城県美里町", Clues(members=(KUMAMOTO,)))) == "04505"


def test_names_of_a_document_settle_each_other() -> None:
    answers = resolve_all([NameMention("熊本市"), NameMention("美里町"), NameMention("高森町")])
    assert [code(answer) for answer in answers] == ["43100", "43348", "43428"]


def test_area_over_three_prefectures() -> None:
    names = ["広島市", "山口県岩国市", "邑南町", "美郷町", "府中町"]
    answers = resolve_all([NameMention(name) for name in names])
    assert [code(answer) for answer in answers] == ["34100", "35208", "32449", "32448", "34302"]


def test_full_name_elsewhere_settles_the_bare_name() -> None:
    answers = resolve_all([NameMention("美里町"), NameMention("埼玉県美里町")])
    assert [code(answer) for answer in answers] == ["11381", "11381"]


def test_two_of_one_name_leave_the_bare_name_open() -> None:
    answers = resolve_all([NameMention("東京都府中市"), NameMention("広島県府中市"), NameMention("府中市")])
    assert [code(answer) for answer in answers] == ["13206", "34208", None]


def test_address_beside_one_mention_holds_for_all_of_that_name() -> None:
    answers = resolve_all([NameMention("美里町"), NameMention("美里町", "埼玉県児玉郡美里町")])
    assert [code(answer) for answer in answers] == ["11381", "11381"]


def test_contradiction_at_one_mention_holds_for_all_of_that_name() -> None:
    mentions = [NameMention("熊本市"), NameMention("美里町", "埼玉県児玉郡美里町"), NameMention("美里町")]
    assert [answer.status for answer in resolve_all(mentions)] == ["resolved", "conflict", "conflict"]


def test_name_settled_by_its_address_is_a_clue_for_the_others() -> None:
    answers = resolve_all([NameMention("高森町"), NameMention("美里町", "熊本県下益城郡美里町")])
    assert [code(answer) for answer in answers] == ["43428", "43348"]


def test_known_members_and_area_are_clues_for_a_document() -> None:
    assert code(resolve_all([NameMention("美里町")], members=[KUMAMOTO])[0]) == "43348"
    assert code(resolve_all([NameMention("美里町")], area_name="熊本連携中枢都市圏")[0]) == "43348"


NAMES = st.sampled_from([*AMBIGUOUS, "熊本市", "宮城県美里町", "佐賀県美里町", "中央区", "高知県", "植木町"])
ADDRESSES = st.sampled_from([None, "埼玉県児玉郡美里町", "熊本市中央区", "架空1番地"])
MENTIONS = st.lists(st.builds(NameMention, NAMES, ADDRESSES), max_size=8)


@given(st.text(), st.text())
def test_resolve_never_raises(printed: str, address: str) -> None:
    answer = resolve(printed, Clues(addresses=(address,), area_name=address))
    assert answer.printed == printed


@given(NAMES, st.lists(st.sampled_from(PLACES.municipalities), max_size=4), ADDRESSES)
def test_what_is_chosen_bears_the_name_and_is_the_only_one_left(
    printed: str, members: list[Place], address: str | None
) -> None:
    answer = resolve(printed, Clues((address,) if address else (), tuple(members)))
    assert (answer.place is not None) == (answer.status == "resolved")
    if answer.place:
        assert answer.candidates == (answer.place,)
        assert printed.endswith(answer.place.name)
    if printed in AMBIGUOUS and not members and not address:
        assert answer.status == "ambiguous"


@given(MENTIONS, st.randoms())
def test_order_of_mentions_does_not_matter(mentions: list[NameMention], random: Random) -> None:
    shuffled = list(mentions)
    random.shuffle(shuffled)
    answers = dict(zip(mentions, resolve_all(mentions), strict=True))
    assert dict(zip(shuffled, resolve_all(shuffled), strict=True)) == answers
