"""Title and content of a project in one cell, in a list and in a sheet. All of it is fiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.records.document import Records
from graph_build.records.plan import Kpi, Project
from tests.converters.vision.test_nested import records
from tests.converters.vision.test_values_and_figures import PLAN

CELL = "創業の塾<br>塾を開き、相談に応じる。<br>"


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td>番号</td><td>事業名及び内容</td><td>関係市町</td></tr>"
        f"<tr><td>1</td><td>{CELL}</td><td>全市町</td></tr>",
        f"<tr><td>事業番号</td><td>1</td></tr><tr><td>事業名・概要</td><td>{CELL}</td></tr>"
        "<tr><td>関係市町</td><td>全市町</td></tr><tr><td>補助制度</td><td>なし</td></tr>",
    ],
)
def test_the_first_line_is_the_title(table: str) -> None:
    found = records(f"<table>{table}</table>")
    (project,) = found.of(Project)
    assert (project.number, project.title, project.text) == ("1", "創業の塾", "塾を開き、相談に応じる。")


@pytest.mark.parametrize(("caption", "named"), [("産業の振興の目標", True), ("産業の振興の歩み", False)])
def test_a_caption_names_what_the_indicators_below_it_are_of(
    caption: str, named: bool, convert: Callable[[str], Records]
) -> None:
    table = "指標\t基準値（R5）\t目標値（R9）\n創業の件数（件）\t1\t5\n"
    (kpi,) = convert(PLAN.format(figures="", mark="", behind=f"第４章　進め方\n\n{caption}\n{table}")).of(Kpi)
    assert ("/measure/" in kpi.monitors) == named
