"""Word files: body order, merged cells, revisions, ruby, automatic numbers, notes. All texts are fiction."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from graph_build.documents.docx import read_docx
from graph_build.documents.model import Document, Paragraph, Table
from graph_build.documents.read import read_bytes

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body: str, **parts: str) -> bytes:
    """A Word package with this body; parts by kind (numbering, styles, footnotes)."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    wrap = '<?xml version="1.0" encoding="UTF-8"?>{}'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        main = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", wrap.format(main))
        links = "".join(
            f'<Relationship Id="{kind}" Type="{relation}/{kind}" Target="{kind}.xml"/>' for kind in parts
        )
        root = f'<Relationship Id="r" Type="{relation}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{schema}">{root}</Relationships>')
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{schema}">{links}</Relationships>'
        )
        for kind, content in parts.items():
            archive.writestr(f"word/{kind}.xml", f'<w:{kind} xmlns:w="{NAMESPACE}">{content}</w:{kind}>')
    return buffer.getvalue()


def read(body: str, **parts: str) -> Document:
    return read_docx("a.docx", "0" * 64, package(body, **parts))


def texts(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_and_tables_in_their_order() -> None:
    source = docx.Document()
    source.add_heading("別表", 1)
    table = source.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "(1) 観光"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "取組"
    table.cell(1, 1).text = "甲"
    source.add_paragraph("終わり")
    buffer = io.BytesIO()
    source.save(buffer)
    document = read_bytes("a.docx", buffer.getvalue())
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text.text) for c in found.cells] == [
        (0, 0, 2, 1, "(1) 観光"),
        (0, 1, 1, 2, "取組"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, ""),
    ]
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.style == "heading"


def test_inserted_words_count_and_deleted_ones_do_not() -> None:
    revised = (
        r("甲及び")
        + f'<w:ins w:id="1">{r("乙は")}</w:ins>'
        + '<w:del w:id="2"><w:r><w:delText>丙は</w:delText></w:r></w:del>'
    )
    moved = f'<w:moveFrom w:id="3">{r("昔")}</w:moveFrom><w:moveTo w:id="4">{r("今")}</w:moveTo>'
    assert texts(read(p(revised + r("協議する。") + moved))) == ["甲及び乙は協議する。今"]


def test_a_deleted_row_is_none() -> None:
    row = "<w:tr>{}<w:tc>" + p(r("{}")) + "</w:tc><w:tc>" + p(r("{}")) + "</w:tc></w:tr>"
    gone = '<w:trPr><w:del w:id="1"/></w:trPr>'
    document = read(
        f"<w:tbl>{row.format('', '一', '二')}{row.format(gone, '三', '四')}{row.format('', '五', '六')}</w:tbl>"
    )
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text.text for cell in found.cells] == ["一", "二", "五", "六"]


def test_the_base_of_ruby_stays_and_its_reading_goes() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('なごみ')}</w:rt><w:rubyBase>{r('和水')}</w:rubyBase></w:ruby></w:r>"
    assert texts(read(p(r("甲は") + ruby + r("町")))) == ["甲は和水町"]


def numbering(form: str, text: str, more: str = "") -> str:
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )
    return f'<w:abstractNum w:abstractNumId="7">{level}{more}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'


def item(text: str, level: int = 0) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')


@pytest.mark.parametrize(
    ("form", "pattern", "labels"),
    [
        ("decimal", "第%1条", ["第1条", "第2条"]),
        ("decimalFullWidth", "第%1条", ["第１条", "第２条"]),
        ("japaneseCounting", "第%1条", ["第一条", "第二条"]),
        ("decimal", "(%1)", ["(1)", "(2)"]),
        ("aiueoFullWidth", "%1", ["ア", "イ"]),
        ("aiueo", "(%1)", ["(ｱ)", "(ｲ)"]),
        ("irohaFullWidth", "%1", ["イ", "ロ"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
        ("lowerLetter", "%1)", ["a)", "b)"]),
        ("upperRoman", "%1", ["I", "II"]),
        ("lowerRoman", "%1", ["i", "ii"]),
        ("ideographTraditional", "%1", ["甲", "乙"]),
        ("bullet", "・", ["・", "・"]),
    ],
)
def test_automatic_numbers(form: str, pattern: str, labels: list[str]) -> None:
    document = read(item("目的") + p(r("間")) + item("会議"), numbering=numbering(form, pattern))
    assert texts(document) == [f"{labels[0]} 目的", "間", f"{labels[1]} 会議"]


def test_a_number_that_word_sets_is_text_and_a_bullet_marks_an_item() -> None:
    styles = []
    for form, pattern in (("decimal", "(%1)"), ("bullet", "●")):
        blocks = read(item("目的") + p(r("間")), numbering=numbering(form, pattern)).blocks
        styles += [block.style for block in blocks if isinstance(block, Paragraph)]
    assert styles == ["plain", "plain", "item", "plain"]


def test_deeper_levels_begin_again() -> None:
    deeper = (
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1-%2"/><w:start w:val="1"/></w:lvl>'
    )
    body = item("一") + item("二", 1) + item("三", 1) + item("四") + item("五", 1)
    assert texts(read(body, numbering=numbering("decimal", "%1.", deeper))) == [
        "1. 一",
        "1-1 二",
        "1-2 三",
        "2. 四",
        "2-1 五",
    ]


def test_a_style_may_bring_the_number_and_zero_takes_it_away() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="J"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="K"><w:name w:val="条2"/><w:basedOn w:val="J"/></w:style>'
    )
    named = '<w:pStyle w:val="K"/>'
    none = named + '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p(r("目的"), named) + p(r("間"), none) + p(r("会議"), named)
    document = read(body, styles=style, numbering=numbering("decimal", "第%1条"))
    assert texts(document) == ["第1条 目的", "間", "第2条 会議"]


def test_footnotes_stand_behind_the_text() -> None:
    body = p(r("甲は開く。") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + p(r("終わり"))
    note = f'<w:footnote w:id="2">{p(r("毎年3月"))}</w:footnote>'
    assert texts(read(body, footnotes=note)) == ["甲は開く。", "終わり", "※1 毎年3月"]


def test_text_boxes_are_read_and_drawings_reported() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(r('別紙'))}</w:txbxContent></w:pict></w:r>"
    document = read(
        p(r("前") + box) + p(r("後") + '<w:r><w:drawing><w:docPr descr="地図"/></w:drawing></w:r>')
    )
    assert texts(document) == ["前", "別紙", "後"]
    assert [(problem.code, problem.value) for problem in document.problems] == [("part_not_read", "drawing")]


def test_all_text_boxes_of_a_group_are_read_once() -> None:
    shapes = "".join(
        f"<w:wsp><w:txbxContent>{p(r(text))}</w:txbxContent></w:wsp>" for text in ("甲の欄", "乙の欄")
    )
    group = f"<w:drawing><w:wgp>{shapes}</w:wgp></w:drawing>"
    either = f"<w:AlternateContent><w:Choice>{group}</w:Choice><w:Fallback>{group}</w:Fallback></w:AlternateContent>"
    document = read(p(f"<w:r>{either}</w:r>"))
    assert texts(document) == ["甲の欄", "乙の欄"]
    assert document.problems == ()


NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def text_box(inside: str) -> str:
    """A text box as Word writes it: the shape, and the same in VML for old versions."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    shape = (
        '<w:drawing><wp:anchor><wp:docPr id="1" name="テキスト ボックス 1"/><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent {NAMESPACES}><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{p(r(cell))}</w:tc>" for cell in cells) + "</w:tr>"


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    table = f"<w:tbl>{row('取組の内容', '甲の役割')}{row('花を植える。', '苗を育てる。')}</w:tbl>"
    document = read(p(r("前") + text_box(p(r("別表")) + table + p(""))) + p(r("後")))
    assert texts(document) == ["前", "別表", "後"]
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text.text for cell in found.cells] == [
        "取組の内容",
        "甲の役割",
        "花を植える。",
        "苗を育てる。",
    ]
    assert document.raw.count("苗を育てる。") == 1
    assert document.problems == ()


def test_text_boxes_in_cells_and_inside_each_other() -> None:
    inner = text_box(p(r("外") + text_box(p(r("内")))))
    table = f"<w:tbl><w:tr><w:tc>{p(r('甲') + inner)}</w:tc><w:tc>{p(r('乙'))}</w:tc></w:tr></w:tbl>"
    (found,) = read(table).blocks
    assert isinstance(found, Table)
    assert [cell.text.text for cell in found.cells] == ["甲\n外\n内", "乙"]


def test_text_boxes_with_tables_set_by_tabs() -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = [("取組の内容", "甲の役割"), ("花を植える。", "苗を育てる。")]
    (found,) = read(p(text_box("".join(p(r(a) + tab + r(b)) for a, b in lines)))).blocks
    assert isinstance(found, Table)
    assert [cell.text.text for cell in found.cells] == [
        "取組の内容",
        "甲の役割",
        "花を植える。",
        "苗を育てる。",
    ]


def test_a_picture_beside_a_text_box_is_reported() -> None:
    group = f"<w:drawing><w:wgp><w:pic/><w:wsp><w:txbxContent>{p(r('図1'))}</w:txbxContent></w:wsp></w:wgp></w:drawing>"
    document = read(p(f"<w:r>{group}</w:r>"))
    assert texts(document) == ["図1"]
    assert [(problem.code, problem.value) for problem in document.problems] == [("part_not_read", "drawing")]


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert texts(read(p(r("甲は、"), gone) + p(r("協議する。")))) == ["甲は、協議する。"]
    assert texts(read(p(r("甲は、"), gone))) == ["甲は、"]


def test_content_controls_links_and_fields_are_text_and_comments_are_not() -> None:
    link = f"<w:hyperlink>{r('三原市')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('と世羅町')}</w:sdtContent></w:sdt>"
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("第3条")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    comment = '<w:commentRangeStart w:id="1"/>' + r("は") + '<w:r><w:commentReference w:id="1"/></w:r>'
    block = f"<w:sdt><w:sdtContent>{p(r('別表'))}</w:sdtContent></w:sdt>"
    header = "<w:sectPr><w:headerReference/></w:sectPr>"
    document = read(
        p(link + control + comment + number) + block + header, comments=p(r("要確認")), header=p(r("案"))
    )
    assert texts(document) == ["三原市と世羅町は第3条", "別表"]


def test_cells_merged_as_old_versions_did() -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(r(text))}</w:tc>"

    start, more = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    head = cell("取組", start) + cell("", more) + cell("甲")
    body = "".join(map(cell, "一二三"))
    (found,) = read(f"<w:tbl><w:tr>{head}</w:tr><w:tr>{body}</w:tr></w:tbl>").blocks
    assert isinstance(found, Table)
    assert [(c.row, c.col, c.colspan, c.text.text) for c in found.cells if c.row == 0] == [
        (0, 0, 2, "取組"),
        (0, 2, 1, "甲"),
    ]


def test_a_table_inside_a_cell_gives_its_rows_as_lines() -> None:
    def table(*cells: str) -> str:
        return "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"

    (found,) = [
        b
        for b in read(table(p(r("事業費")), table(p(r("R6")), p(r("R7"))) + p(""))).blocks
        if isinstance(b, Table)
    ]
    assert [cell.text.text for cell in found.cells] == ["事業費", "R6　R7"]
    (inner,) = found.cells[1].nested
    assert [(cell.col, cell.text.text) for cell in inner.table.cells] == [(0, "R6"), (1, "R7")]


def anchored(left: float, width: float, top: float = 0, kind: str = "rightArrow", more: str = "") -> str:
    """A shape of 8 points' height over the text of a cell, as Word writes it (lengths in points)."""
    emu = [round(value * 12700) for value in (left, top, width)]
    return (
        f'<w:r><mc:AlternateContent {NAMESPACES}><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{emu[0]}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{emu[1]}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu[2]}" cy="101600"/><a:graphic><a:graphicData><wps:wsp><wps:spPr>'
        f'<a:prstGeom prst="{kind}"/>{more}</wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>'
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def old_line(start: float, end: float) -> str:
    return (
        f'<w:r><w:pict {NAMESPACES}><v:line style="position:absolute" from="{start}pt,9pt" to="{end}pt,9pt">'
        '<v:stroke endarrow="block"/></v:line></w:pict></w:r>'
    )


def schedule(*first_row: str) -> str:
    """Four columns of 50 points; the runs of the first row below the heads."""
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1000"/>' * 4 + "</w:tblGrid>"
    cells = "".join(f"<w:tc>{p(inside)}</w:tc>" for inside in first_row)
    return (
        f"<w:tbl>{grid}{row('項目', 'R6', 'R7', 'R8')}<w:tr>{cells}</w:tr>{row('検証', '', '○', '')}</w:tbl>"
    )


@pytest.mark.parametrize(
    ("cells", "arrows"),
    [
        ((r("調査"), anchored(1, 95), "", ""), {(1, 1): (1, 2)}),
        ((r("調査") + anchored(52, 145), "", "", ""), {(1, 1): (1, 3)}),
        (
            (r("調査"), anchored(1, 45), "", anchored(1, 45, kind="homePlate")),
            {(1, 1): (1, 1), (1, 3): (3, 3)},
        ),
        ((r("調査"), "", anchored(1, 95, kind="rect"), ""), {(1, 2): (2, 3)}),
        ((r("調査"), old_line(2, 98), "", ""), {(1, 1): (1, 2)}),
    ],
)
def test_arrows_drawn_over_the_cells_of_a_table(
    cells: tuple[str, ...], arrows: dict[tuple[int, int], tuple[int, int]]
) -> None:
    document = read(schedule(*cells))
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert {(cell.row, cell.col): cell.arrow for cell in found.cells if cell.arrow} == arrows
    assert document.problems == ()


@pytest.mark.parametrize(
    "cells",
    [
        (r("調査"), anchored(1, 95, top=40), "", ""),  # a row further down
        (r("調査"), anchored(1, 95) + anchored(1, 145, top=10), "", ""),  # two, one above the other
        (r("調査"), anchored(1, 95, kind="rect", more="<a:noFill/>"), "", ""),  # a frame around something
        (r("調査"), anchored(1, 95, kind="ellipse"), "", ""),
        (r("調査"), anchored(1, 95, more='<a:xfrm rot="5400000"/>'), "", ""),  # upright
    ],
)
def test_shapes_whose_years_are_not_sure_are_reported(cells: tuple[str, ...]) -> None:
    document = read(schedule(*cells))
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert not any(cell.arrow for cell in found.cells)
    assert [(problem.code, problem.value) for problem in document.problems] == [("part_not_read", "drawing")]


def test_coloured_cells_below_years_are_bars() -> None:
    def cell(text: str, fill: str = "auto") -> str:
        return f'<w:tc><w:tcPr><w:shd w:val="clear" w:fill="{fill}"/></w:tcPr>{p(r(text))}</w:tc>'

    body = cell("調査") + cell("", "9CC2E5") + cell("", "FFFFFF")
    (found,) = read(f"<w:tbl>{row('項目', '令和６年度', '令和７年度')}<w:tr>{body}</w:tr></w:tbl>").blocks
    assert isinstance(found, Table)
    assert [(cell.col, cell.arrow) for cell in found.cells if cell.arrow] == [(1, (1, 1))]


def test_an_arrow_outside_tables_is_a_picture() -> None:
    document = read(p(r("流れ") + anchored(1, 95)))
    assert [(problem.code, problem.value) for problem in document.problems] == [("part_not_read", "drawing")]


def test_strict_files_and_files_with_macros() -> None:
    plain = package(p(r("連携協約")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            text = text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/",
                "http://purl.oclc.org/ooxml/officeDocument/",
            )
            new.writestr(name, text)
    assert texts(read_bytes("a.docx", buffer.getvalue())) == ["連携協約"]
    assert texts(read_bytes("a.docm", plain)) == ["連携協約"]


def test_line_breaks_tabs_symbols_and_hidden_runs() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    runs = (
        r("甲") + "<w:r><w:tab/></w:r>" + r("三原市") + hidden + field + "<w:r><w:br/></w:r>" + r("三原市長")
    )
    document = read(p(runs) + p('<w:r><w:sym w:font="Wingdings" w:char="F06C"/></w:r>' + r("観光")))
    assert texts(document) == ["甲\t三原市", "三原市長", "\uf06c観光"]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500, package("</w:body>")])
def test_a_damaged_package_is_reported(data: bytes) -> None:
    document = read_bytes("a.docx", data)
    assert [problem.code for problem in document.problems] == ["unreadable_file"]


def test_entities_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>')
    document = read_bytes("a.docx", buffer.getvalue())
    assert [problem.code for problem in document.problems] == ["unreadable_file"]
