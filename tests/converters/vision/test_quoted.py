"""Measures that a table quotes below rows of their titles: how a title row is told from a caption. All of it is fiction."""

from __future__ import annotations

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.agreement import Measure
from graph_build.records.document import Records

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
