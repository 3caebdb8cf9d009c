"""The page of questions is what the queries answer today on the register, and names every query."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from graph_build.checks.questions import load_queries
from graph_build.cli import main
from graph_build.linking.concordance import Rule
from graph_build.release.asking import Graph
from graph_build.release.folder import ReleaseFolder

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")


def test_the_page_is_fresh(register_release: ReleaseFolder, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["questions", "--page", "--release", str(register_release.path)]) == 0
    assert capsys.readouterr().out == PAGE, "write it anew: make questions"


def test_every_query_stands_on_the_page_with_its_file_and_verdict() -> None:
    for query in load_queries():
        part = PAGE.split(f"\n## {query.number}. ")[1].split("\n## ")[0]
        assert part.startswith(query.title["ja"])
        assert query.title["en"] in part
        assert f"(../queries/{query.path})" in part
        assert re.search(r"\*\*(valid|unverifiable)\*\*", part), query.path


def test_the_query_of_the_page_on_concordance_answers(register_release: ReleaseFolder) -> None:
    text = (ROOT / "docs" / "concordance.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
    head, *rows = "".join(Graph(register_release).run(query, {}, "csv")).splitlines()
    assert head == "one,other,rule,confidence,similarity"
    assert {row.split(",")[2] for row in rows} == {"concordance.same-title", "concordance.similar-title"}
    named = set(re.findall(r"`concordance\.([a-z-]+)`", text))
    assert named == set(get_args(Rule))


def test_the_answers_are_tables_of_equal_rows() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.M):
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in table.strip().split("\n")}
        assert len(widths) == 1, table
