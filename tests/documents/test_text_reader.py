"""Plain text and Markdown: tables by tabs and pipes, soft line breaks, page furniture, encodings. All texts are fiction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.documents.model import Document, Figure, Paragraph, Table
from graph_build.documents.read import read_bytes


def read(text: str, name: str = "a.txt") -> Document:
    return read_bytes(name, text.encode())


def texts(document: Document) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Paragraph)]


def table(document: Document) -> list[list[str]]:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text.text for cell in found.row(row)] for row in range(found.rows)]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_rows_with_tabs_are_a_table() -> None:
    document = read("別表\n\n取組の内容\t甲の役割\t乙の役割\n観光を広める。\t計画を立てる。\t\n\n終わり\n")
    assert table(document) == [
        ["取組の内容", "甲の役割", "乙の役割"],
        ["観光を広める。", "計画を立てる。", ""],
    ]
    assert texts(document) == ["別表", "終わり"]


def test_pipe_rows_are_a_table_and_their_rule_is_markup() -> None:
    document = read("| 取組 | 甲 |\n|---|:--:|\n| 観光 | 計画 |\n", "a.md")
    assert table(document) == [["取組", "甲"], ["観光", "計画"]]
    assert document.media_type == "text/markdown"
    (rule,) = [item for item in document.ignored if item.reason == "markup"]
    assert document.raw[rule.start : rule.end] == "|---|:--:|"


def test_tags_in_a_cell_part_its_paragraphs_and_a_speaker_stays() -> None:
    row = '役割\t<p><三原市> 開く。</p> <p>※ 毎年</p> <ul style="list-style-type: none">・会議 <li>催し\n'
    document = read(row + "費用\tなし\n")
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    cell = found.at(0, 1)
    assert cell is not None
    assert [para.text for para in cell.paras] == ["<三原市> 開く。", "※ 毎年", "・会議", "催し"]
    assert all(document.raw[item.start : item.end].startswith("<") for item in document.ignored)


def test_the_words_of_a_link_stay_and_its_target_is_markup() -> None:
    document = read("[戻る](#top)　[協約](/kyoyaku/1.html)を見る\n[甲](以下同じ)\n", "a.md")
    assert texts(document) == ["戻る　協約を見る", "[甲](以下同じ)"]


def test_a_table_cut_by_a_page_break_is_one() -> None:
    document = read("(1) 観光\t取組内容\t広める。\n\t甲の役割\t計画する。\n\n\n\t乙の役割\t協力する。\n")
    assert table(document) == [
        ["(1) 観光", "取組内容", "広める。"],
        ["", "甲の役割", "計画する。"],
        ["", "乙の役割", "協力する。"],
    ]


def test_a_row_that_lost_its_first_cell_keeps_its_columns() -> None:
    document = read(
        "(1) 観光\t取組内容\t広める。\n\t甲の役割\t計画する。\n\n甲の役割\t続ける。\n乙の役割\t協力する。\n"
    )
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.col for cell in found.row(2)] == [1, 2]


def test_a_row_that_begins_with_an_empty_cell_lost_none() -> None:
    raw = "(1)\t取組\t観光\n\t役割\t甲\t案内をする。\n\t\t乙\t道を直す。\n\t費用負担\t等しく負担する。\n"
    (table,) = [block for block in read_bytes("a.txt", raw.encode()).blocks if isinstance(block, Table)]
    assert [cell.text.text for cell in table.row(3)] == ["", "費用負担", "等しく負担する。"]
    assert [cell.col for cell in table.row(3)] == [0, 1, 2]


def test_a_header_repeated_after_a_page_break_is_set_aside() -> None:
    head = "取組の内容\t甲の役割\t乙の役割\n"
    document = read(f"{head}あ。\tい。\tう。\n\n{head}か。\tき。\tく。\n")
    assert [row[0] for row in table(document)] == ["取組の内容", "あ。", "か。"]
    assert [item.reason for item in document.ignored] == ["repeated_header"] * 3


def test_another_table_of_the_same_kind_begins_anew() -> None:
    document = read("関係市\t全市\n効果\t上がる。\n\n関係市\t三原市\n効果\t下がる。\n")
    assert sum(isinstance(block, Table) for block in document.blocks) == 2


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    sentence = "三原市及び世羅町は、相互に役割を分担して連携する取組を進めることにより、住民が安心して暮らす圏域をつくる。"
    lines = [sentence[i : i + 12] for i in range(0, len(sentence), 12)]
    document = read("\n".join(lines))
    assert texts(document) == [sentence]


def test_a_line_that_ends_with_a_comma_or_an_open_bracket_goes_on() -> None:
    assert texts(read("三原市、\n世羅町\n")) == ["三原市、世羅町"]
    assert texts(read("地方自治法（\n昭和22年法律第67号）\n")) == ["地方自治法（昭和22年法律第67号）"]


def test_a_number_is_not_parted_from_what_it_counts() -> None:
    broken = "盛岡市及び滝沢市は、地方自治法第252条の2第1\n項の規定に基づき、次のとおり連携協約を締結する。\n"
    assert texts(read("水と緑の連携に関する協約\n" + broken))[1:] == [broken.replace("\n", "")]


def test_digits_count_as_wide_as_they_were_printed() -> None:
    full = (
        "北上川の上流から下流に至る水辺の道を整え、歩く人が四季の花を楽しむことのできる景色をつくる取組とし、"
    )
    lines = [
        full,
        "平成28年4月1日から令和2年3月31日までに12回、2018年以後は年24回の催しを両市の水辺で開いて",
        "住民の交流を深める。",
    ]
    assert len(texts(read("\n".join([full] * 3 + lines)))) == 1


def test_markers_and_labels_begin_paragraphs() -> None:
    document = read("第1条 甲は開く。\n2 乙は加わる。\n(1) 観光\nア 宿泊\n甲の役割\n")
    assert texts(document) == ["第1条 甲は開く。", "2 乙は加わる。", "(1) 観光", "ア 宿泊", "甲の役割"]


def test_page_numbers_and_running_heads_are_set_aside() -> None:
    page = "三原広域圏　協約書\n\n{}\n\n- {} -\n"
    document = read("".join(page.format(f"第{i}条 甲は開く。", i) for i in (1, 2, 3)))
    # What stands at the very beginning may be the title, so that one stays.
    assert texts(document) == ["三原広域圏　協約書", *(f"第{i}条 甲は開く。" for i in (1, 2, 3))]
    reasons = [item.reason for item in document.ignored]
    assert reasons.count("page_number") == 3
    assert reasons.count("running_head") == 2


def test_a_number_below_its_label_counts_no_pages() -> None:
    items = "".join(
        f"No.\n\n{i}\n\n事業名\n\n{name}の整備\n\n" for i, name in ((1, "港"), (2, "駅"), (3, "道"))
    )
    assert not read(items).ignored
    assert len(read(items.replace("No.", "海と山の町")).ignored) == 6


def test_a_page_foot_may_begin_with_its_number() -> None:
    pages = "".join(f"甲は、第{i}の施設を開く。\n\n{i}　　三原広域ビジョン\n\n" for i in (1, 2, 3))
    document = read("三原広域ビジョン\n\n" + pages)
    assert [item.reason for item in document.ignored] == ["running_head"] * 3
    # Headings with the same words are none: the words stand nowhere by themselves.
    assert not read("１　　取組の内容\n\n甲は開く。\n\n２　　取組の内容\n\n乙は閉じる。\n").ignored


def test_bare_numbers_that_rise_through_the_text_count_its_pages() -> None:
    text = "\n\n".join(f"第{i}条 甲は開く。\n\n{number}" for i, number in enumerate((1, 3, 4, 7, 9), start=1))
    assert texts(read(text)) == [f"第{i}条 甲は開く。" for i in range(1, 6)]
    assert "7" in texts(read("甲は開く。\n\n7\n\n乙は加わる。\n\n12\n\n丙は去る。"))


def test_the_same_words_above_numbers_that_rise_are_heads_of_pages_also_behind_a_chapter_left_out() -> None:
    pages = [
        f"第{i}条 甲は開く。\n\n三原広域ビジョン\n{number}" for i, number in enumerate((1, 2, 4, 19), start=1)
    ]
    assert texts(read("\n\n".join(pages) + "\n\n第5条 乙は閉じる。")) == [
        *(f"第{i}条 甲は開く。" for i in range(1, 5)),
        "第5条 乙は閉じる。",
    ]


def test_a_law_or_provision_named_across_a_line_end_is_no_article() -> None:
    line = "この協定は、定住自立圏構想推進要綱（平成 20 年 12 月 26 日総 行 応"
    whole = read(f"{line}\n第 39 号 総務事務次官通知）第4の規定によるものをいう。\n第2条 甲は開く。")
    assert texts(whole)[1:] == ["第2条 甲は開く。"]
    line = "甲と乙は、圏域を形成するため、地方自治法（昭和 22 年法律第 67 号 ）"
    assert len(texts(read(f"{line}\n第 252 条の2 第 1 項の規定に基づき、協約を締結する。"))) == 1


def test_form_feeds_are_pages() -> None:
    document = read("第1条 甲は開く。\n\f第2条 乙は加わる。\n")
    assert [
        document.page_of(block.text.start) for block in document.blocks if isinstance(block, Paragraph)
    ] == [1, 2]


def test_byte_order_mark_and_line_ends_of_windows() -> None:
    document = read_bytes("a.txt", "\ufeff第1条 甲は開く。\r\n第2条 乙は加わる。\r\n".encode())
    assert texts(document) == ["第1条 甲は開く。", "第2条 乙は加わる。"]
    assert not document.problems
    assert document.span(document.raw.index("第2条"), len(document.raw) - 2).line_start == 2


def test_shift_jis_is_read_and_reported() -> None:
    document = read_bytes("a.txt", "三原市（以下「甲」という。）は、①観光を広める。\n".encode("cp932"))
    assert texts(document) == ["三原市（以下「甲」という。）は、①観光を広める。"]
    assert codes(document) == ["not_utf8"]


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\x00\x00", b"\x00" * 50])
def test_binary_data_is_refused(data: bytes) -> None:
    document = read_bytes("a.txt", data)
    assert codes(document) == ["unreadable_file"]
    assert not document.blocks


@pytest.mark.parametrize("text", ["", " \n　\n", "- 3 -\n"])
def test_a_file_without_text_is_reported(text: str) -> None:
    assert codes(read(text)) == ["empty_file"]


def test_a_line_of_one_blank_is_a_lost_figure() -> None:
    document = read("1 位置\n\n \n\n2 人口\n")
    assert [type(block) for block in document.blocks] == [Paragraph, Figure, Paragraph]


def test_markdown_headings_and_bullets_lose_their_marks_only() -> None:
    document = read("## 別表\n\n- (1) **観光** の振興\n", "a.md")
    assert [(b.style, b.text.text) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("heading", "別表"),
        ("item", "(1) 観光 の振興"),
    ]


LINES = st.lists(
    st.sampled_from(
        [
            "第1条 甲は",
            "\t乙の役割\t協力する。",
            "取組\t甲",
            "",
            " ",
            "- 1 -",
            "| a | b |",
            "|---|---|",
            "<p>あ</p>",
            "\f",
            "（以下",
        ]
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_character_of_a_block_stands_in_the_raw_text(lines: list[str], end: str) -> None:
    document = read(end.join(lines), "a.md")
    for block in document.blocks:
        parts = [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]
        for part in parts:
            assert len(part.text) == len(part.offsets)
            assert list(part.offsets) == sorted(part.offsets)
            put_in = {"\n"}
            assert all(
                document.raw[at] == char or char in put_in
                for char, at in zip(part.text, part.offsets, strict=True)
            )


@pytest.mark.parametrize("label", ["乙の役割", "ウ　乙の役割", "【乙が担う役割】", "事業概要"])
def test_labels_at_the_ends_of_pages_are_no_running_heads(label: str) -> None:
    page = f"甲の役割\n会場を設ける。\n\f- {{}} -\n{label}\n住民に知らせる。\n"
    document = read_bytes("a.txt", "".join(page.format(n) for n in (2, 3, 4)).encode())
    assert sum(text.strip() == label for text in texts(document)) == 3


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("三原市は、地方自治法（昭和22年法律第67号）", "第252条の2第1項の規定により、次のとおり結ぶ。"),
        ("三原市と世羅町（以下「丙」という。）", "は、三原圏域の形成に関し、次のとおり結ぶ。"),
        ("世羅町との連携協約", "（以下「旧協約」という。）を廃止する。"),
    ],
)
def test_what_no_paragraph_begins_with_goes_on(above: str, below: str) -> None:
    assert texts(read_bytes("a.txt", f"{above}\n{below}\n".encode())) == [above + below]


def test_kana_that_count_nothing_are_no_markers() -> None:
    spaced = "ガ 援 の 助 成 を す る こ と と す る 。 ッ 生 活 に"
    assert len(texts(read_bytes("a.txt", f"{spaced}\n\nァ人 材 の 育 成\n".encode()))) == 2


@pytest.mark.parametrize("page", ["{n}\n広域ビジョン（第２期）\n\n", "広域ビジョン（第２期）\n{n}\n\n"])
def test_numbers_of_pages_that_touch_a_running_head_are_none_of_the_text(page: str) -> None:
    body = "".join(f"{n}番目の段落である。\n\n{page.format(n=n)}" for n in range(2, 6))
    document = read(f"広域ビジョン\n（第２期）\n\n{body}終わりの段落である。\n")
    assert [text for text in texts(document) if not text.endswith("ある。")] == ["広域ビジョン", "（第２期）"]
    assert [part.reason for part in document.ignored].count("page_number") == 4


def test_the_number_of_the_last_page_has_no_running_head_below_it() -> None:
    body = "".join(f"{n}番目の段落である。\n\n{n}\n広域ビジョン（第２期）\n\n" for n in range(2, 6))
    document = read(f"広域ビジョン（第２期）\n\n{body}終わりの段落である。\n\n6\n\n")
    assert [part.reason for part in document.ignored].count("page_number") == 5
    assert texts(read(f"{body}利用者の数（人）\n\n12\n"))[-1] == "12"


def test_numbers_below_a_label_are_no_pages() -> None:
    rows = "".join(f"番号\n{n}\n\n事業の概要\n塾を開く。\n\n" for n in range(1, 5))
    assert not any(part.reason == "page_number" for part in read(rows).ignored)


def test_a_table_of_indicators_below_a_blank_line_is_no_part_of_the_sheet_above() -> None:
    sheet = "事業名\t創業の塾\t担当\t商工課\n関係市町村\t全市町村\t期間\t５年間\n"
    document = read(f"{sheet}\n成果指標\t現状値（R1）\t実績値（R3）\t目標値（R7）\n開業の件数\t12\t15\t30\n")
    assert [block.rows for block in document.blocks if isinstance(block, Table)] == [2, 2]


def test_a_head_printed_again_behind_a_page_has_its_rule_again() -> None:
    head = "|番号|事業名|事業の内容|\n|---|---|---|\n"
    document = read(f"{head}|1|創業の塾|塾を開く。|\n\n4\n\n{head}|2|商談の会|会を開く。|\n\n5\n", "a.md")
    assert table(document) == [
        ["番号", "事業名", "事業の内容"],
        ["1", "創業の塾", "塾を開く。"],
        ["2", "商談の会", "会を開く。"],
    ]


def test_what_a_scan_leaves_of_a_stamp_amid_a_sentence_follows_it() -> None:
    first, second = "この協定の締結を証するため、本書２通を作成し、各１通を", "保有する。"
    stamp = "、 ,.ﾉ 'ー_ ｡. l｜ ‐^ ;"
    assert texts(read(f"{first}\n\n{stamp}\n{second}\n")) == [first + second, stamp]
    assert texts(read(f"{first}{second}\n{stamp}\n令和4年1月4日\n")) == [
        first + second,
        stamp,
        "令和4年1月4日",
    ]


def test_a_heading_of_reasons_does_not_go_on_with_what_it_is_said_of() -> None:
    assert texts(read("2　終える理由\n　　協定の目的を達したため。\n")) == [
        "2　終える理由",
        "協定の目的を達したため。",
    ]


def test_the_end_of_a_sentence_at_page_ends_is_no_running_head() -> None:
    pages = [f"第{i}条 甲及び乙は、湖を渡る船の旅の案内\n\n- {i} -\n\nを進める。\n" for i in (1, 2, 3)]
    assert sum(text.endswith("を進める。") for text in texts(read("".join(pages)))) == 3


def test_pages_that_a_program_numbers_in_braces_part_no_table() -> None:
    line = "{4}" + "-" * 48
    document = read_bytes(
        "a.md",
        f"|項目|甲|乙|\n|---|---|---|\n|ア|1|3|\n\n{line}\n\n|項目|甲|乙|\n|---|---|---|\n|イ|2|4|\n".encode(),
    )
    (grid,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text.text for cell in grid.cells] == ["項目", "甲", "乙", "ア", "1", "3", "イ", "2", "4"]


def test_a_rule_between_the_number_of_a_page_and_the_head_of_the_next_is_neither() -> None:
    pages = "".join(f"{n}番目の段落である。\n\n{n}\n\n---\n\n広域ビジョン\n\n" for n in range(2, 6))
    document = read(f"# 広域ビジョン\n\n{pages}終わりの段落である。\n")
    assert [text for text in texts(document) if not text.endswith("ある。")] == ["広域ビジョン"]
