"""Web pages: encodings, 例規集, spans, furniture. All pages are fiction."""

from __future__ import annotations

import pytest

from graph_build.documents.html.reader import decode_html, read_html
from graph_build.documents.model import Document, Figure, Paragraph, Table
from graph_build.documents.read import read_bytes


def read(body: str, head: str = "") -> Document:
    return read_html(
        "a.html", "0" * 64, f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    )


def texts(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def aside(document: Document) -> dict[str, str]:
    return {document.raw[item.start : item.end]: item.reason for item in document.ignored}


def cells(document: Document) -> list[tuple[int, int, int, int, str]]:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return [(c.row, c.col, c.rowspan, c.colspan, c.text.text) for c in found.cells]


@pytest.mark.parametrize("label", ["Shift_JIS", "x-sjis", "windows-31j", "shift_jis"])
def test_shift_jis_means_cp932(label: str) -> None:
    page = f'<html><meta http-equiv="Content-Type" content="text/html; charset={label}"><p>①㈱～Ⅲ</p>'.encode(
        "cp932"
    )
    document = read_bytes("a.htm", page)
    assert texts(document) == ["①㈱～Ⅲ"]
    assert not document.problems


def test_the_encoding_is_the_mark_then_the_header_then_the_meta() -> None:
    text = '<meta charset="Shift_JIS"><p>三原市</p>'
    assert decode_html("\ufeff".encode() + text.encode()).text == text
    assert decode_html(text.encode("euc_jp"), "EUC-JP").text == text
    assert decode_html(text.encode("cp932")).text == text
    assert decode_html("<p>三原市".encode()).encoding == "utf-8"


def test_a_page_of_a_statute_book() -> None:
    document = read(
        '<div id="header"><h1>三原市例規集</h1></div><div class="topicPath"><a href="#">トップ</a> &gt; 第1編</div>'
        '<div id="primaryInner2"><div class="eline"><p class="title-irregular">○三原市と世羅町の協約</p></div>'
        '<div class="eline"><p class="date">令和2年3月24日</p></div>'
        '<div class="eline"><div class="article"><p class="title">(目的)</p>'
        '<p class="num"><span class="num">第1条</span>甲及び<ruby>乙<rt>おつ</rt></ruby>は、進める。</p></div></div>'
        '<div class="item"><p><span class="num">(1)</span>　観光</p></div><p class="revise_record">(令4告示5・一部改正)</p></div>'
        '<div class="footer"><a href="#">このページの先頭へ</a></div>'
    )
    assert texts(document) == [
        "○三原市と世羅町の協約",
        "令和2年3月24日",
        "(目的)",
        "第1条 甲及び乙は、進める。",
        "(1)　観光",
        "(令4告示5・一部改正)",
    ]
    assert set(aside(document).values()) == {"navigation"}


def test_old_pages_have_bare_lines_and_cells_that_are_not_closed() -> None:
    document = read(
        "<p>第1条　甲は開く。<br>　　　三原市<p>　附則<table border><tr><td rowspan=2>(1)<td>取組<tr><td>甲の役割</table>"
    )
    assert texts(document) == ["第1条　甲は開く。", "三原市", "附則"]
    assert cells(document) == [(0, 0, 2, 1, "(1)"), (0, 1, 1, 1, "取組"), (1, 1, 1, 1, "甲の役割")]


def test_spans_keep_their_places() -> None:
    document = read(
        "<table><tr><th colspan=2>項目<th>年<tr><td rowspan=0>甲<td>一<td>1<tr><td colspan=2>二</table>"
    )
    assert cells(document) == [
        (0, 0, 1, 2, "項目"),
        (0, 2, 1, 1, "年"),
        (1, 0, 2, 1, "甲"),
        (1, 1, 1, 1, "一"),
        (1, 2, 1, 1, "1"),
        (2, 1, 1, 2, "二"),
    ]


def test_the_caption_of_a_table_stands_above_it() -> None:
    document = read(
        "<p>人口</p><table><caption>人口の推移（単位：人）</caption><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    )
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds == ["Paragraph", "Paragraph", "Table"]
    assert "人口の推移（単位：人）" in document.raw.splitlines()


def test_paragraphs_of_a_cell() -> None:
    document = read("<table><tr><td>役割<td><p>一</p><ul><li>・二<li>・三</ul>四<br>五<tr><td>a<td>b</table>")
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [para.text for para in found.cells[1].paras] == ["一", "・二", "・三", "四", "五"]


def test_a_definition_list_of_labels_is_a_table() -> None:
    terms = "<dt>中心市</dt><dd>益田市</dd><div><dt>期間</dt><dd>５年間<br>である。</dd></div>"
    found = cells(read(f"<dl>{terms}</dl>"))
    assert found == [
        (0, 0, 1, 1, "中心市"),
        (0, 1, 1, 1, "益田市"),
        (1, 0, 1, 1, "期間"),
        (1, 1, 1, 1, "５年間\nである。"),
    ]


@pytest.mark.parametrize(
    "terms",
    [
        "<dt>中心市</dt><dd>益田市</dd>",
        "<dt>中心市</dt><dd>益田市</dd><dt>期間</dt>",
        "<dt>中心市</dt><dt>期間</dt><dd>益田市</dd><dd>５年間</dd>",
        "<dt>中心市</dt><dd>益田市</dd><dt>この計画が始まってから終わるまで</dt><dd><h3>５年間</h3></dd>",
        "<dt>中心市</dt><dd>益田市</dd><dt>この計画が始まってから終わるまでの期間</dt><dd>５年間</dd>",
    ],
)
def test_another_definition_list_is_lines(terms: str) -> None:
    document = read(f"<dl>{terms}</dl>")
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert "益田市" in texts(document)


def test_a_table_that_only_frames_the_page_is_none() -> None:
    document = read(
        "<table><tr><td><p>第1条 甲は開く。</p><table><tr><td>取組<td>甲<tr><td>観光<td>計画</table></td></tr></table>"
    )
    assert texts(document) == ["第1条 甲は開く。"]
    assert [cell[4] for cell in cells(document)] == ["取組", "甲", "観光", "計画"]


def test_white_space_as_a_browser_shows_it() -> None:
    assert texts(read("<p>  甲及び\n   乙は\n A\n B  </p>")) == ["甲及び乙は A B"]


def test_a_speaker_in_angle_brackets_is_text() -> None:
    assert texts(read("<p><三原市>は開く。</p>")) == ["<三原市>は開く。"]


def test_what_is_not_shown_is_no_text() -> None:
    document = read(
        "<script>var a='第1条';</script><style>p{}</style><p>本文</p><p style='display:none'>隠れた文</p>"
    )
    assert texts(document) == ["本文"]
    assert aside(document) == {"隠れた文": "hidden"}


def test_outside_the_main_part_is_navigation() -> None:
    document = read("<p>市の案内</p><main><p>第1条 甲は開く。</p></main><div>お知らせ</div>")
    assert texts(document) == ["第1条 甲は開く。"]
    assert aside(document) == {"市の案内": "navigation", "お知らせ": "navigation"}


def test_the_head_of_an_article_that_prints_its_title_is_no_furniture() -> None:
    page = """<header class="site-header"><h1><a href="/">洲本市</a></h1></header>
        <article><header class="entry-header"><h1 class="entry-title">協定を廃止する協定書</h1></header>
        <div class="entry-content"><p>甲及び乙は、協定を廃止する。</p></div></article>"""
    assert texts(read(page)) == ["協定を廃止する協定書", "甲及び乙は、協定を廃止する。"]


def test_a_name_never_hides_the_document() -> None:
    assert texts(read('<div class="header"><p>第1条 甲は開く。</p><p>第2条 乙は加わる。</p></div>')) == [
        "第1条 甲は開く。",
        "第2条 乙は加わる。",
    ]


def test_numbers_of_lists_are_printed_unless_the_items_have_their_own() -> None:
    assert texts(read("<ol start=3><li>観光<li>医療</ol><ol><li>(1) 福祉</ol>")) == [
        "3. 観光",
        "4. 医療",
        "(1) 福祉",
    ]


def test_pictures_are_figures_and_small_ones_are_characters() -> None:
    document = read('<p>三<img src="g.gif" alt="髙">原市</p><img src="map.png" alt="圏域の地図">')
    assert texts(document) == ["三髙原市"]
    assert [block.text.text for block in document.blocks if isinstance(block, Figure)] == ["圏域の地図"]


def test_drawings_in_cells_are_reported_and_icons_of_links_are_not() -> None:
    arrow = '<svg viewBox="0 0 9 9"><path d="M0 4h9"/></svg>'
    row = "<table><tr><td>検討</td><td>{}</td></tr><tr><td>実施</td><td>令和6年度</td></tr></table>"
    told = [(one.code, one.value) for one in read(row.format(arrow)).problems]
    assert told == [("part_not_read", "1 × drawing in a table cell")]
    assert read(row.format(f'<a href="a.pdf">{arrow}</a>')).problems == ()
    assert read(arrow + row.format("○")).problems == ()


def test_a_saved_page_with_its_pictures() -> None:
    page = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; "
        b"charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    import base64

    document = read_bytes(
        "a.mht", page + base64.b64encode("<p>第1条 甲は開く。</p>".encode()) + b"\r\n--b--\r\n"
    )
    assert texts(document) == ["第1条 甲は開く。"]


def test_thousands_of_nested_elements() -> None:
    assert texts(read("<div><span>" * 20_000 + "第1条")) == ["第1条"]


def test_tables_inside_cells_keep_their_cells() -> None:
    years = "<table><tr><td></td><td>R6</td></tr><tr><td>調査<br>設計</td><td>○</td></tr></table>"
    document = read(
        f"<table><tr><td>事業名</td><td>花の道事業</td></tr><tr><td>工程</td><td>次のとおり{years}</td></tr></table>"
    )
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    cell = found.cells[-1]
    assert [para.text for para in cell.paras] == ["次のとおり", "R6", "調査 設計　○"]
    (inner,) = cell.nested
    assert (inner.first, inner.end) == (1, 3)
    assert [(c.row, c.col, c.text.text) for c in inner.table.cells] == [
        (0, 0, ""),
        (0, 1, "R6"),
        (1, 0, "調査\n設計"),
        (1, 1, "○"),
    ]
    assert all(
        "".join(document.raw[at] for at in part.offsets) == part.text
        for inner_cell in inner.table.cells
        for part in inner_cell.paras
    )


def test_a_sheet_of_labels_is_a_table_though_a_table_inside_it_holds_most_of_its_text() -> None:
    inner = "<table>" + "<tr><td>小林市の負担額</td><td>1,000</td></tr>" * 20 + "</table>"
    rows = "".join(
        f"<tr><td>{label}</td><td>花</td></tr>" for label in ("事業名", "関係市町", "内容", "効果")
    )
    (found,) = read(f"<table>{rows}<tr><td>事業費</td><td>{inner}</td></tr></table>").blocks
    assert isinstance(found, Table)
    assert found.rows == 5


HEADS = "<tr><th>項目</th><th>R6</th><th>R7</th><th>R8</th></tr>"


def arrows(document: Document) -> dict[tuple[int, int], tuple[int, int]]:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return {(cell.row, cell.col): cell.arrow for cell in found.cells if cell.arrow}


@pytest.mark.parametrize(
    "bar", ['style="background-color: #9CF"', 'bgcolor="#99ccff"', 'class="done"', 'style="background:gray"']
)
def test_coloured_cells_below_years_are_bars(bar: str) -> None:
    style = "<style>td { color: #333 } td.plan, .done { background: #def url(a.png) }</style>"
    rows = f"<tr><td>調査</td><td {bar}></td><td></td><td></td></tr><tr><td>実施</td><td></td><td {bar} colspan=2></td></tr>"
    document = read(f"<table>{HEADS}{rows}</table>", style)
    assert arrows(document) == {(1, 1): (1, 1), (2, 2): (2, 3)}


@pytest.mark.parametrize(
    "row",
    [
        "<tr bgcolor=gray><td bgcolor=gray>調査</td><td bgcolor=gray></td><td bgcolor=gray></td><td></td></tr>",  # as a whole
        "<tr><td>調査</td><td bgcolor=gray></td><td>○</td><td></td></tr>",  # the sign tells
        "<tr><td>事業費</td><td bgcolor=gray></td><td>100</td><td>200</td></tr>",  # nothing that year
        "<tr><td>調査</td><td bgcolor=#ffffff></td><td></td><td></td></tr>",
    ],
)
def test_colours_that_tell_nothing(row: str) -> None:
    assert arrows(read(f"<table>{HEADS}{row}</table>")) == {}


def test_coloured_cells_below_other_heads_are_no_bars() -> None:
    heads = "<tr><td>項目</td><td>小林市</td><td>高原町</td></tr>"
    assert arrows(read(f"<table>{heads}<tr><td>調査</td><td bgcolor=gray></td><td></td></tr></table>")) == {}


def test_a_heading_above_nothing_but_links_is_navigation() -> None:
    links = "<ul><li><a href='a'>喬木村</a></li><li><a href='b'>阿南町</a></li><li><a href='c'>松川町</a></li></ul>"
    document = read(
        f"<h1>阿智村との協定</h1><h2>協定</h2>{links}<p>第1条　進める。</p><h2>ほかの町村との協定</h2>{links}"
        "<div><h2>その他</h2><p>終わり。</p></div>"
    )
    assert texts(document) == ["阿智村との協定", "協定", "第1条　進める。", "その他", "終わり。"]
    assert aside(document)["ほかの町村との協定"] == "navigation"


def test_a_list_of_two_places_on_the_page_itself_is_navigation() -> None:
    contents = "<ul><li><a href='#whole'>協約の全文</a></li><li><a href='{}'>別表</a></li></ul><p>第1条　進める。</p>"
    assert texts(read(contents.format("#annex"))) == ["第1条　進める。"]
    assert texts(read(contents.format("annex.html"))) == ["協約の全文", "別表", "第1条　進める。"]


def test_a_table_with_heads_of_columns_is_none_for_layout_though_tables_fill_its_cells() -> None:
    inner = "<table><tr><td>甲</td><td>港を開き、船の着く所を広げ、荷を降ろす場を設ける。</td></tr></table>"
    heads = "<tr><td>取組</td><td>内容</td><td>役割分担</td></tr>"
    page = f"<html><body><table>{heads}<tr><td>港</td><td>港を使う。</td><td>{inner}</td></tr></table></body></html>"
    document = read_bytes("a.html", page.encode())
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert (table.rows, table.cols, len(table.cells[-1].nested)) == (2, 3, 1)
