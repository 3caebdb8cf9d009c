"""Finding names of places in running text. All sentences are fictions about real places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.places.find import find_places
from graph_build.places.gazetteer import Place, gazetteer


def printed(text: str) -> list[str]:
    return [mention.printed for mention in find_places(text)]


@pytest.mark.parametrize(
    "text",
    [
        "荒尾市、玉名市",
        "荒尾市，玉名市",
        "荒尾市・玉名市",
        "荒尾市及び玉名市",
        "荒尾市並びに玉名市",
        "荒尾市と玉名市とは",
        "荒尾市又は玉名市",
        "（荒尾市）(玉名市)",
        "荒尾市 玉名市",
        "荒尾市\n玉名市",
        "荒尾市\t玉名市",
        "荒尾市玉名市",
    ],
)
def test_lists(text: str) -> None:
    assert printed(text) == ["荒尾市", "玉名市"]


def test_offsets_are_half_open_and_of_the_given_text() -> None:
    (mention,) = find_places("甲　南 相 馬 市長")
    assert (mention.start, mention.end, mention.printed) == (2, 9, "南 相 馬 市")
    assert [place.code5 for place in mention.candidates] == ["07212"]


@pytest.mark.parametrize(
    "name", ["岡山県和気町", "和気郡和気町", "福岡県築上郡築上町", "三宅島三宅村", "東京都八丈島八丈町"]
)
def test_prefix_belongs_to_the_name(name: str) -> None:
    assert printed(f"本市と{name}とは、") == [name]


def test_prefix_may_be_broken_over_lines() -> None:
    assert printed("福岡県\n築上郡\n築上町") == ["福岡県\n築上郡\n築上町"]


def test_prefecture_in_a_list_is_no_prefix_of_the_next_name() -> None:
    assert printed("熊本県 福岡市") == ["熊本県", "福岡市"]
    assert printed("熊本県\t熊本市") == ["熊本県", "熊本市"]
    assert printed("熊本県\n\n熊本市") == ["熊本県", "熊本市"]


def test_longest_name_wins() -> None:
    assert printed("大津市、泉大津市、津市、津山市") == ["大津市", "泉大津市", "津市", "津山市"]
    assert printed("四日市市と廿日市市と野々市市") == ["四日市市", "廿日市市", "野々市市"]
    assert printed("市川三郷町") == ["市川三郷町"]


@pytest.mark.parametrize(
    "text",
    [
        "会津市",  # no such city; not 津市
        "観光市",
        "機関市町村",
        "関係市町村、構成市町、各市区町村",
        "熊本市場",
        "熊本市街地",
        "熊本市町村会",
        "東部町村会",
        "北区間",
        "港区域",
        "東京都市圏",
        "東京都心",
        "旧美里町",
        "美里\t町",
        "東村山駅",
        "栄町三丁目",
    ],
)
def test_what_only_looks_like_a_name_is_not_found(text: str) -> None:
    assert printed(text) == []


def test_what_continues_the_name_rightly_is_no_hindrance() -> None:
    assert printed("東京都市長会") == ["東京都"]
    assert printed("熊本市民、熊本市議会、熊本市長") == ["熊本市"] * 3
    assert printed("熊本市町内会") == ["熊本市"]
    assert printed("令和7年3月熊本県告示") == ["熊本県"]


def test_street_of_a_city_is_no_town() -> None:
    assert printed("久留米市栄町1番1号") == ["久留米市"]
    assert printed("千葉県印旛郡栄町1番1号") == ["千葉県印旛郡栄町"]


def test_ward_of_a_designated_city_belongs_to_the_city() -> None:
    (mention,) = find_places("熊本市中央区手取本町1番1号")
    assert mention.printed == "熊本市中央区"
    assert [place.name for place in mention.candidates] == ["熊本市"]


def test_radicals_and_variants_are_found_as_printed() -> None:
    assert printed("⻑野市と茅が崎市") == ["⻑野市", "茅が崎市"]


def test_particle_before_a_name_is_no_part_of_it() -> None:
    assert printed("甲が津市と") == ["津市"]


def test_contradicting_prefix_keeps_all_candidates() -> None:
    (mention,) = find_places("佐賀県美里町")
    assert len(mention.candidates) == 3


@given(st.lists(st.sampled_from(gazetteer().municipalities), min_size=1, max_size=12))
def test_every_name_of_a_list_is_found(places: list[Place]) -> None:
    names = [place.full_name for place in places]
    assert printed("、".join(names)) == names


@given(st.text(st.sampled_from("熊本市町村津大 \n\t県都東京郡美里区ヶが、(1①\u3099"), max_size=40))
def test_mentions_are_pieces_of_the_text_in_order(text: str) -> None:
    end = 0
    for mention in find_places(text):
        assert text[mention.start : mention.end] == mention.printed
        assert end <= mention.start < mention.end
        assert mention.candidates
        end = mention.end
