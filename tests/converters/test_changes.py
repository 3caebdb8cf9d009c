"""The grammar of changes: a sentence in, its steps out (kind, target, old, new, number)."""

from __future__ import annotations

import pytest

from graph_build.converters.changes.sentences import is_change, steps_of
from graph_build.converters.changes.targets import Places
from graph_build.converters.items import Para
from graph_build.documents.model import Located

Step = tuple[str, str, str | None, str | None, str | None]


def steps(sentence: str) -> list[Step]:
    para = Para(Located.plain(sentence, 0))
    assert is_change(para)
    return [
        (one.kind, one.target, one.old_text, one.new_text, one.new_number) for one in steps_of(para, Places())
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "第２条第１項中「冬」を「夏」に、同条第２項中「雪」を「海」に改める。",
            [("text", "第2条第1項", "冬", "夏", None), ("text", "第2条第2項", "雪", "海", None)],
        ),
        (
            "第4条を削り、第5条を第4条とし、第6条から第9条までを1条ずつ繰り上げる。",
            [
                ("delete", "第4条", None, None, None),
                ("renumber", "第5条", None, None, "4"),
                ("renumber", "第6条から第9条まで", None, None, "5から8まで"),
            ],
        ),
        (
            "別表第1の(1)の項を削り、(2)の項を(1)の項とし、(3)の項中「駅」を「港」に改める。",
            [
                ("delete", "別表第1の(1)の項", None, None, None),
                ("renumber", "別表第1の(2)の項", None, None, "(1)"),
                ("text", "別表第1の(3)の項", "駅", "港", None),
            ],
        ),
        (
            "第4条第1項第2号中「道」を「街道」に改め、同号ただし書を削り、同項第3号を同項第2号とする。",
            [
                ("text", "第4条第1項第2号", "道", "街道", None),
                ("delete", "第4条第1項第2号ただし書", None, None, None),
                ("renumber", "第4条第1項第3号", None, None, "2"),
            ],
        ),
        (
            "別表第2の「医療」の項中「病院」及び「医院」を「医療機関」に改め、「等」を削る。",
            [
                ("text", "別表第2の「医療」の項", "病院", "医療機関", None),
                ("text", "別表第2の「医療」の項", "医院", "医療機関", None),
                ("text", "別表第2の「医療」の項", "等", "", None),
            ],
        ),
        (
            "題名中「圏域」とあるのは、「広域圏」とし、前文中「共に」の前に「互いに」を加える。",
            [("text", "題名", "圏域", "広域圏", None), ("text", "前文", "共に", "互いに共に", None)],
        ),
        (
            "第5条の見出し及び同条第2項中「冬」を「夏」に改め、同条を第6条とし、同条の次に次の1条を加える。",
            [
                ("text", "第5条の見出し", "冬", "夏", None),
                ("text", "第5条第2項", "冬", "夏", None),
                ("renumber", "第5条", None, None, "6"),
                ("add", "第6条", None, None, None),
            ],
        ),
        (
            "第4条中第2項を第4項とし、第1項の次に次の2項を加え、同条第4項の前に次の1号を加える。",
            [
                ("renumber", "第4条中第2項", None, None, "4"),
                ("add", "第4条中第1項", None, None, None),
                ("add", "第4条第4項の前", None, None, None),
            ],
        ),
        (
            "別表第1の(2)の項から(4)の項までを2項ずつ繰り下げ、別表第2を別表第3とし、別表第1の次に次の1表を加える。",
            [
                ("renumber", "別表第1の(2)の項から(4)の項まで", None, None, "(4)から(6)まで"),
                ("renumber", "別表第2", None, None, "3"),
                ("add", "別表第1", None, None, None),
            ],
        ),
        (
            "別表第1環境の部ごみの款(1)の項中「箱」を「袋」に改め、同款(2)の項を削り、同部を削る。",
            [
                ("text", "別表第1環境の部ごみの款(1)の項", "箱", "袋", None),
                ("delete", "別表第1環境の部ごみの款(2)の項", None, None, None),
                ("delete", "別表第1環境の部", None, None, None),
            ],
        ),
        (
            "第7条及び第8条をそれぞれ第8条及び第9条とする。",
            [("renumber", "第7条", None, None, "8"), ("renumber", "第8条", None, None, "9")],
        ),
    ],
)
def test_a_sentence_gives_its_steps(sentence: str, expected: list[Step]) -> None:
    assert steps(sentence) == expected


def test_a_clause_that_no_rule_understands_gives_no_step() -> None:
    assert steps("第6条に第1項として次の1項を加える。") == []
