"""Symmetry of roles: the words of the parties after their names and positions were replaced."""

from __future__ import annotations

import pytest

from graph_build.classify.around import Around
from graph_build.classify.symmetry import role_symmetry
from graph_build.records.agreement import Area, Measure, PartyStatement, RoleStatement
from graph_build.records.base import Record

PLACES = {"甲": "municipality/34100", "乙": "municipality/34302", "丙": "municipality/34304"}
NAMES = {"甲": "広島市", "乙": "府中町", "丙": "海田町"}


def parties() -> list[Record]:
    found: list[Record] = [Area(id="area", scheme="renkei-chusu", name=None, core=(PLACES["甲"],))]
    for position, place in PLACES.items():
        found.append(
            PartyStatement(
                id=f"v/party/{position}",
                version="v",
                position=position,
                printed_name=NAMES[position],
                holder=place,
            )
        )
    return found


def symmetry(*said: tuple[str, str], applies_to: tuple[str, ...] = ()) -> str | None:
    measure = Measure(id="m", version="v", field=None, label="祭り", order=1, text_digest="")
    roles = [
        RoleStatement(
            id=f"m/role/{order}",
            owner="m",
            holders=tuple(PLACES[char] for char in who if char in PLACES),
            holder_text=who,
            order=order,
            applies_to=applies_to,
            text=text,
            text_digest="",
        )
        for order, (who, text) in enumerate(said, start=1)
    ]
    found = role_symmetry(measure, Around.of((*parties(), measure, *roles)))
    assert len(found) <= 1
    return found[0].concept.removeprefix("roleSymmetry-") if found else None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ((("甲", "乙と連携して祭りを開く。"), ("乙", "甲と連携して祭りを開く。")), "symmetric"),
        ((("甲", "府中町の住民を招く。"), ("乙", "広島市の住民を招く。")), "symmetric"),
        (
            (
                ("甲", "乙及び丙と祭りを開く。"),
                ("乙", "甲及び丙と祭りを開く。"),
                ("丙", "甲及び乙と祭りを開く。"),
            ),
            "symmetric",
        ),
        ((("甲", "祭りの周知を行う。"), ("乙", "同上")), "symmetric"),
        ((("甲", "祭りを開催する。"), ("乙", "屋台を運営する。")), "sameKinds"),
        ((("甲", "祭りを開催する。"), ("乙", "甲の祭りに参加する。")), "asymmetric"),
        ((("甲", "甲の広場を貸す。"), ("乙", "甲の広場を借りる。")), "asymmetric"),
        ((("甲及び乙", "共同で祭りを開く。"),), "joint"),
        ((("甲", "祭りを開く。"),), "oneSided"),
        ((("甲及び乙", "共同で祭りを開く。"), ("甲", "会場を整える。")), "asymmetric"),
        ((), None),
    ],
)
def test_roles_are_compared_by_their_words(said: tuple[tuple[str, str], ...], wanted: str | None) -> None:
    assert symmetry(*said) == wanted


def test_blanks_and_width_make_no_difference() -> None:
    assert symmetry(("甲", "乙と 連携して祭りを開く。"), ("乙", "甲と連携して祭りを開く")) == "symmetric"


def test_a_wording_for_some_members_that_only_one_side_has_is_not_the_same() -> None:
    assert symmetry(("甲", "祭りを開く。"), ("乙", "祭りを開く。"), applies_to=(PLACES["丙"],)) == "symmetric"
