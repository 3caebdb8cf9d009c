"""Numbers printed in several styles: levels of their own, or one level printed unevenly. All of it is fiction."""

from __future__ import annotations

from graph_build.converters.items import Item, Para
from graph_build.converters.vision.outline.tree import read_outline
from graph_build.documents.model import Located


def paths(*lines: str) -> list[list[str]]:
    """The headings above each line, itself the last; a sentence stands between any two."""
    items: list[Item] = []
    for line in lines:
        items += [Para(Located.plain(line, 0), "heading"), Para(Located.plain("次のとおりとする。", 0))]
    return [[one.title for one in node.path] for node in read_outline(items)[::2]]


def test_each_style_counts_by_itself_on_its_own_level() -> None:
    found = paths(
        *(
            "1. 概要",
            "2. 取組",
            "1 医療",
            "（1）救急",
            "01 往診",
            "2 産業",
            "（1）観光",
            "02 案内",
            "03 宿",
            "3. 体制",
        )
    )
    assert found[4] == ["取組", "医療", "救急", "往診"]
    assert found[5] == ["取組", "産業"]
    assert found[8] == ["取組", "産業", "観光", "宿"]
    assert found[9] == ["体制"]


def test_one_count_in_several_styles_is_one_level() -> None:
    assert paths("1. 概要", "2 取組", "3. 指標", "4 体制") == [["概要"], ["取組"], ["指標"], ["体制"]]
