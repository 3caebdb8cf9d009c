"""What a table of two wordings leaves out: paragraphs of an article, rows of an annex; articles that point to others. All of it is
fiction."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records
from graph_build.release.extract import extract

CHANGE = """弘前圏域定住自立圏の形成に関する協定の一部を変更する協定

弘前市（以下「甲」という。）及び大鰐町（以下「乙」という。）は、平成23年10月７日に締結した弘前圏域定住自立圏の形成に関する協定を次の表のように変更する。

<table><tr><td>変更前</td><td>変更後</td></tr>{rows}</table>

令和７年３月24日

甲　弘前市　弘前市長　岩木　林

乙　大鰐町　大鰐町長　湯川　泉
"""


AGREEMENT = """弘前圏域定住自立圏の形成に関する協定

弘前市（以下「甲」という。）及び大鰐町（以下「乙」という。）は、定住自立圏の形成に関し、次のとおり協定を締結する。

第１条　甲及び乙が連携する取組の内容及び役割は、別表のとおりとする。

令和７年３月24日

甲　弘前市　弘前市長　岩木　林

乙　大鰐町　大鰐町長　湯川　泉

別表（第１条関係）　生活機能の強化

{table}
"""


def told(rows: list[tuple[str, str]]) -> list[dict[str, Any]]:
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    result = convert(read_bytes("a.md", CHANGE.format(rows=cells).encode()))
    assert isinstance(result, Records)
    found: list[dict[str, Any]] = extract(result)["amends"]["operations"]
    return found


def test_a_paragraph_that_is_taken_out_beside_others_that_stay() -> None:
    found = told(
        [
            (
                "第４条　（略）<br>２　港を開く。<br>３　港を閉じる。",
                "第４条　（略）<br>２　港を開く。<br>（削る）",
            )
        ]
    )
    assert [(one["op"], one["target"]) for one in found] == [("delete", "第4条第3項")]


@pytest.mark.parametrize(
    "rest", ["(3)及び(4)　（略）", "(3)から(4)まで　（略）", "(3)、(4)　（略）", "(3)～(4)　（略）"]
)
def test_rows_of_an_annex_that_are_left_out_together_count(rest: str) -> None:
    row = "<br>取組の内容　船を出す。<br>甲の役割　{}<br>乙の役割　港を守る。"
    found = told(
        [
            ("別表（第３条関係）<br>(1)　（略）", "別表（第３条関係）<br>(1)　（略）"),
            (f"(2)　船の便{row.format('船を直す。')}", f"(2)　船の便{row.format('船を造る。')}"),
            (rest, rest),
            ("（新設）", f"(5)　島の道{row.format('道を測る。')}"),
        ]
    )
    assert [(one["op"], one["target"], one["measure"]) for one in found] == [
        ("replace", "別表(2)の項", "船の便"),
        ("add", "別表(4)の項", "島の道"),
    ]


def test_articles_that_are_left_out_under_other_numbers_are_moved() -> None:
    found = told(
        [
            ("第２条及び第３条　（略）", "第２条及び第３条　（略）"),
            ("（新設）", "（港）<br>第４条　甲は、港を開く。"),
            ("第４条　（略）", "第５条　（略）"),
        ]
    )
    assert [(one["op"], one["target"]) for one in found] == [("add", "第3条"), ("renumber", "第4条")]


@pytest.mark.parametrize("end", ["。", ""])
def test_who_does_what_below_the_contents_is_no_head(end: str) -> None:
    table = (
        "<table><tr><td colspan=3>(1)　港の利用</td></tr>"
        f"<tr><td colspan=2>取組の内容</td><td>港の共同の利用{end}</td></tr>"
        "<tr><td rowspan=2>役割</td><td>甲</td><td>港を開く。</td></tr><tr><td>乙</td><td>港を守る。</td></tr></table>"
    )
    result = convert(read_bytes("a.md", AGREEMENT.format(table=table).encode()))
    assert isinstance(result, Records)
    (measure,) = extract(result)["measures"]
    assert (measure["title"], measure["content"]) == ("港の利用", f"港の共同の利用{end}")
    assert [role["party"] for role in measure["roles"]] == ["甲", "乙"]
