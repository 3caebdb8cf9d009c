"""Agreements printed on the page of a city that speaks politely; every text here is a fiction."""

from __future__ import annotations

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records, Refusal

PAGE = """<main><h1>但馬の連携について</h1><p>ページ番号：1234　更新日：2022年4月1日</p>
<h2>豊岡市及び香美町における但馬連携中枢都市圏の形成に係る連携協約</h2>
<h4>第1条　目的</h4><p>この協約は、但馬の暮らしを守ることを目的とします。</p>
<h4>第2条　取組</h4><p>取組及び役割は、別表のとおりとします。</p>
{closing}
<h3>別表（第2条関係）</h3>
<table><caption>取組と両市町が果たす役割</caption>
<tr><th>取組</th><th>取組の内容</th><th>豊岡市の役割</th><th>香美町の役割</th></tr>
<tr><td>救急の医療</td><td>急な病を診る。</td><td>病院を開く。</td><td>医師を出す。</td></tr></table>
{below}</main>"""
CLOSING = "<p>この協約の成立を証するため、この証書を2通作成し、各自1通を保有します。</p><p>令和4年3月1日</p>"
SIGNED = """<table><tr><td>兵庫県豊岡市中央町2番4号</td><td>豊岡市</td><td>豊岡市長</td><td>城崎　湯</td></tr>
<tr><td>兵庫県美方郡香美町香住区香住870番地の1</td><td>香美町</td><td>香美町長</td><td>余部　橋</td></tr></table>"""
LINKS = "<h2>{}</h2><ul><li><a href='vision.html'>但馬連携中枢都市圏ビジョン</a></li></ul>"


def read(closing: str, below: str = "") -> Records | Refusal:
    return convert(read_bytes("fiction.html", PAGE.format(closing=closing, below=below).encode()))


def unresolved(found: Records | Refusal) -> list[str]:
    return [problem.value or "" for problem in found.problems if problem.code == "unresolved_block"]


def test_words_of_attestation_make_a_polite_text_an_agreement() -> None:
    found = read(CLOSING + SIGNED)
    assert isinstance(found, Records)
    assert not unresolved(found)


def test_a_page_that_only_says_what_an_agreement_holds_is_none() -> None:
    assert isinstance(read(""), Refusal)


def test_links_below_a_heading_of_links_are_none_of_the_text() -> None:
    assert not unresolved(read(CLOSING + SIGNED, LINKS.format("関連リンク")))
    assert unresolved(read(CLOSING + SIGNED, LINKS.format("町の名物")))
