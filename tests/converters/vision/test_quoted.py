"""Measures that a table quotes below rows of their titles: how a title row is told from a caption. All of it is fiction."""

from __future__ import annotations

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.agreement import Measure
from graph_build.records.document import Records
from graph_build.release.extract import extract

PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>石見広域定住自立圏共生ビジョン</title><body>
<h1>石見広域定住自立圏共生ビジョン</h1><p>令和５年３月</p><h2>第１章　構成市町</h2>
<p>益田市（中心市）、津和野町、吉賀町</p><h2>第２章　具体的取組</h2>{body}</body></html>"""
TITLES = ("救急医療の確保", "図書館の相互利用")


def table(*first: str) -> str:
    """A quoted measure below a row: one cell over both columns, or two."""
    span = ' colspan="2"' if len(first) == 1 else ""
    rows = [f"<td{span}>{cell}</td>" for cell in first]
    quoted = [("取組の内容", "体制を整える。"), ("甲の役割", "調整を行う。"), ("乙の役割", "周知を行う。")]
    below = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in quoted)
    return f"<table><tr>{''.join(rows)}</tr>{below}</table>"


def read(body: str) -> tuple[list[tuple[str | None, str | None]], int]:
    """Number and title of each measure, and how many texts nothing was made of."""
    records = convert(read_bytes("plan.html", PAGE.format(body=body).encode()))
    assert isinstance(records, Records)
    return [(one.number, one.title) for one in records.of(Measure)], records.source.ledger.unresolved


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([(f"①　{TITLES[0]}",), (f"②　{TITLES[1]}",)], ["①", "②"]),
        ([("①", TITLES[0]), ("②", TITLES[1])], ["①", "②"]),
        ([("取組項目", TITLES[0]), ("取組項目", TITLES[1])], [None, None]),
        ([(TITLES[0],), (TITLES[1],)], [None, None]),
    ],
)
def test_each_table_is_of_the_measure_that_its_first_row_names(
    rows: list[tuple[str, ...]], numbers: list[str | None]
) -> None:
    found, unresolved = read("<h3>１　生活機能の強化</h3>" + "<div></div>".join(table(*row) for row in rows))
    assert found == list(zip(numbers, TITLES, strict=True))
    assert unresolved == 0


def test_captions_below_the_measures_own_headings_are_no_titles() -> None:
    body = "".join(
        f"<h3>（{i}）　{title}</h3>{table(caption)}"
        for i, (title, caption) in enumerate(zip(TITLES, ("医療の協定", "文化の協定"), strict=True), start=1)
    )
    assert read(body) == ([("(1)", TITLES[0]), ("(2)", TITLES[1])], 0)


def test_a_title_that_its_heading_says_already_stands_once() -> None:
    body = "".join(f"<h3>①　{title}</h3>{table(f'①　{title}')}" for title in TITLES)
    assert [title for _, title in read(body)[0]] == list(TITLES)


LINES = "<p>取組の内容：体制を整える。</p><p>甲の役割：調整を行う。</p><p>乙の役割：周知を行う。</p>"
QUOTED = table("協定の内容")


@pytest.mark.parametrize("line", ["取組　{}", "<b>【取組】 {}</b>", "取組項目：{}", "施策名　{}"])
@pytest.mark.parametrize("quoted", [QUOTED, LINES])
def test_a_line_of_label_and_title_above_names_the_measure_and_the_heading_above_it_the_field(
    line: str, quoted: str
) -> None:
    body = "<h3>（１）　医療</h3>" + "".join(f"<p>{line.format(title)}</p>{quoted}" for title in TITLES)
    records = convert(read_bytes("plan.html", PAGE.format(body=body).encode()))
    assert isinstance(records, Records)
    measures = extract(records)["measures"]
    assert [(one["number"], one["title"], one["field_path"]) for one in measures] == [
        (None, title, ["医療"]) for title in TITLES
    ]
    assert all(len(one["roles"]) == 2 for one in measures)
    assert records.source.ledger.unresolved == 0


def test_projects_announced_without_a_number_are_of_the_measure_named_above() -> None:
    parts = [("事業名", "{}の事業"), ("事業内容", "輪番を組む。"), ("関係市町", "益田市、津和野町")]
    rows = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in parts)
    sheet = f"<table>{rows}</table>"
    body = "<h3>（１）　医療</h3>" + "".join(
        f"<p>取組　{title}</p>{QUOTED}<h4>具体的事業</h4>{sheet.format(title)}" for title in TITLES
    )
    records = convert(read_bytes("plan.html", PAGE.format(body=body).encode()))
    assert isinstance(records, Records)
    assert [one["measure"] for one in extract(records)["projects"]] == list(TITLES)


def test_a_sentence_behind_the_label_is_no_title() -> None:
    found, _ = read(f"<h3>（１）　医療</h3><p>取組　次のとおり行う。</p>{QUOTED}")
    assert found == [("(1)", "医療")]
