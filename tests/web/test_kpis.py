"""Whether a target is met, and in which direction it lies as far as the document tells."""

from __future__ import annotations

import pytest

from graph_build.rdf.prefixes import PREFIXES
from service.web.views.kpis import Direction, Met, indicators

KIND = PREFIXES["rk"] + "valueKind-"


def _rows(name: str, **printed: str) -> list[dict[str, str]]:
    figures = {
        kind: "".join(each for each in text if each in "0123456789.-") for kind, text in printed.items()
    }
    return [
        {"kpi": "k", "name": name, "kind": KIND + kind, "printed": text, "value": figures[kind]}
        for kind, text in printed.items()
    ]


@pytest.mark.parametrize(
    ("name", "printed", "direction", "met", "assumed"),
    [
        ("架空の参加者数", {"current": "5", "target": "7"}, "unknown", "open", True),
        ("架空の参加者数", {"current": "8", "target": "7"}, "unknown", "met", True),
        ("架空の参加者数", {"baseline": "3", "current": "7", "target": "7"}, "more", "met", False),
        ("架空の経費", {"baseline": "9", "current": "8", "target": "7"}, "less", "open", False),
        ("架空の経費", {"current": "6", "target": "7以下"}, "less", "met", False),
        ("架空の率", {"baseline": "9", "current": "6", "target": "7以上"}, "more", "open", False),
        ("温室効果ガス総排出量（架空）", {"current": "6", "target": "7"}, "less", "met", False),
        ("待機児童数", {"current": "6", "target": "0"}, "less", "open", False),
        ("交通事故発生件数", {"current": "6", "target": "7"}, "less", "met", False),
        ("空き家バンクの登録件数", {"current": "6", "target": "7"}, "unknown", "open", True),
        ("二酸化炭素の削減量", {"current": "6", "target": "7"}, "unknown", "open", True),
        ("架空の満足度", {"current": "6", "target": "維持"}, "unknown", "words", False),
        ("架空の満足度", {"target": "7"}, "unknown", "silent", False),
    ],
)
def test_the_direction_is_read_and_else_assumed_openly(
    name: str, printed: dict[str, str], direction: Direction, met: Met, assumed: bool
) -> None:
    (found,) = indicators(_rows(name, **printed))
    assert (found.direction, found.met, found.assumed) == (direction, met, assumed)
