"""Plans whose sheets have labels in the office's own words: what their values and place tell, and what stays open. All of it is fiction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from graph_build.converters import convert as convert_document
from graph_build.converters.vision.prepare.own_labels import WORDS
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records
from graph_build.records.plan import Project
from graph_build.release.extract import extract
from tests.converters.vision.plan_records import compared

FIXTURES = Path(__file__).parents[2] / "fixtures"

COVER = """石見広域定住自立圏共生ビジョン
令和５年３月

第１章　圏域の名称及び構成市町

構成市町
益田市（中心市）、津和野町、吉賀町

第２章　具体的取組

１　生活機能の強化に係る政策分野

"""
SHEET = {
    "呼び名": ("往診車の運行", "相談の窓口", "夜の診療"),
    "何を行うか": ("往診車を走らせる。", "窓口を開き、相談を受ける。", "夜も医師を置く。"),
    "主に担う者": ("益田市、吉賀町", "全市町", "津和野町"),
    "進め方": (
        "益田市：車を用意する。",
        "益田市：人を置く。津和野町、吉賀町：知らせる。",
        "津和野町：診る。",
    ),
    "お金": ("R5 10千円、R6 20千円", "R5 1千円、R6 2千円", "R5 0千円、R6 3千円"),
    "いつまでに": ("令和６年度末", "令和５年度末", "令和６年度末"),
}


def plan(sheet: Mapping[str, tuple[str, ...]], headings: tuple[str, ...] = ("", "", "")) -> str:
    """A plan with one table for each project, the labels in the order of ``sheet``."""
    tables = []
    for i, heading in enumerate(headings):
        rows = "\n".join(f"{label}\t{values[i]}" for label, values in sheet.items())
        tables.append(f"{heading}\n\n{rows}\n")
    return COVER + "（１）医療\n" + "\n".join(tables)


def told(records: Records) -> dict[str, str]:
    """What is reported of each label."""
    values = [problem.value for problem in records.problems if problem.code == "unknown_label"]
    return dict(value.split(" → ") for value in values)


def without(*labels: str) -> dict[str, tuple[str, ...]]:
    return {label: values for label, values in SHEET.items() if label not in labels}


def test_values_and_place_tell_what_the_rows_of_recurring_sheets_are(
    convert: Callable[[str], Records],
) -> None:
    records = convert(plan(SHEET))
    found = extract(records)["projects"]
    assert [one["title"] for one in found] == list(SHEET["呼び名"])
    assert [one["content"] for one in found] == list(SHEET["何を行うか"])
    assert [len(one["participants"]) for one in found] == [2, 3, 1]
    assert [[role["party"] for role in one["roles"]] for one in found] == [
        ["益田市"],
        ["益田市", "津和野町、吉賀町"],
        ["津和野町"],
    ]
    assert [one["budget"] for one in found] == [
        {"2023": 10, "2024": 20},
        {"2023": 1, "2024": 2},
        {"2023": 0, "2024": 3},
    ]
    assert told(records) == {
        "呼び名": "事業名", "何を行うか": "事業の概要", "主に担う者": "関係市町村", "進め方": "役割分担", "お金": "事業費",
        "いつまでに": "？",
    }  # fmt: skip


def test_what_is_only_known_to_be_a_label_is_kept_as_a_note_with_its_words(
    convert: Callable[[str], Records],
) -> None:
    records = convert(plan(SHEET))
    notes = [[note for note in project.notes if "いつまでに" in note] for project in records.of(Project)]
    assert notes == [["いつまでに：令和６年度末"], ["いつまでに：令和５年度末"], ["いつまでに：令和６年度末"]]
    assert records.source.ledger.unresolved == 0


def test_every_inferred_label_is_reported_once_with_its_line(convert: Callable[[str], Records]) -> None:
    text = plan(SHEET)
    records = convert(text)
    places = [
        (one.value, one.place.line_start)
        for one in records.problems
        if one.code == "unknown_label" and one.place
    ]
    lines = text.split("\n")
    assert len(places) == len(SHEET)
    assert all(lines[line - 1].startswith(value.split(" → ")[0]) for value, line in places)


def test_two_rows_of_names_leave_open_who_takes_part(convert: Callable[[str], Records]) -> None:
    records = convert(plan({**SHEET, "手を貸す者": ("津和野町", "吉賀町", "益田市")}))
    assert [one["participants"] for one in extract(records)["projects"]] == [[], [], []]
    assert (told(records)["主に担う者"], told(records)["手を貸す者"]) == ("？", "？")


def test_two_short_wordings_at_the_top_leave_open_which_is_the_title(
    convert: Callable[[str], Records],
) -> None:
    records = convert(
        plan({"めあてのくらし": ("通える医療のまち", "頼れる窓口のまち", "眠れる夜のまち"), **SHEET})
    )
    assert not records.of(Project)
    assert not told(records)
    assert "unresolved_block" in {problem.code for problem in records.problems}


def test_a_row_that_repeats_its_words_is_no_title(convert: Callable[[str], Records]) -> None:
    records = convert(plan({"くくり": ("暮らしの安心", "暮らしの安心", "暮らしの安心"), **SHEET}))
    assert [one["title"] for one in extract(records)["projects"]] == list(SHEET["呼び名"])
    assert told(records)["くくり"] == "？"


def test_headings_of_their_own_are_the_titles_of_sheets_without_one(
    convert: Callable[[str], Records],
) -> None:
    headings = ("①　往診車の運行", "②　相談の窓口", "③　夜の診療")
    records = convert(plan(without("呼び名"), headings))
    assert [one["title"] for one in extract(records)["projects"]] == [
        "往診車の運行",
        "相談の窓口",
        "夜の診療",
    ]


def test_a_longer_row_of_sentences_below_leaves_open_which_is_the_content(
    convert: Callable[[str], Records],
) -> None:
    records = convert(
        plan(
            {
                **without("何を行うか"),
                "これまで": ("足りない。", "遠い。", "夜はない。"),
                "これから": SHEET["何を行うか"],
            }
        )
    )
    assert [one["content"] for one in extract(records)["projects"]] == [None, None, None]
    assert (told(records)["これまで"], told(records)["これから"]) == ("？", "？")
    assert records.source.ledger.unresolved == 0


PROFILES = """（１）津和野町
ひろさ	307k㎡
となりのまち	益田市、吉賀町
ひとこと	城下町である。

（２）吉賀町
ひろさ	336k㎡
となりのまち	益田市、津和野町
ひとこと	水が清い。
"""
FACILITIES = """（１）よりどころの建物

よびな	石見の総合病院
あるまち	益田市
こまかに	急な病気の人を受け入れる。

よびな	日原の天文台
あるまち	津和野町
こまかに	星を見る夜を開く。
"""


@pytest.mark.parametrize("sheets", [PROFILES, FACILITIES])
def test_sheets_that_tell_one_part_of_projects_only_are_none(
    convert: Callable[[str], Records], sheets: str
) -> None:
    records = convert(COVER + sheets)
    assert not records.of(Project)
    assert not told(records)


def test_sheets_without_titles_below_one_heading_are_not_read(convert: Callable[[str], Records]) -> None:
    records = convert(plan(without("呼び名")))
    assert not records.of(Project)
    assert not told(records)


def test_one_sheet_alone_teaches_no_labels(convert: Callable[[str], Records]) -> None:
    records = convert(plan(SHEET, ("",)))
    assert not records.of(Project)
    assert not told(records)


def test_a_quoted_measure_in_own_words_is_no_part_of_the_project_below(
    convert: Callable[[str], Records],
) -> None:
    quoted = {
        "約束したこと": ("往診の体制を作る。", "相談を受ける。", "夜間も診る。"),
        "甲の役割": ("車を用意する。", "人を置く。", "場所を貸す。"),
        "乙の役割": ("負担金を納める。", "知らせる。", "知らせる。"),
    }
    headings = ("ア　往診", "イ　相談", "ウ　夜間")
    found = extract(convert(plan({**quoted, **SHEET}, headings)))
    assert [one["content"] for one in found["measures"]] == list(quoted["約束したこと"])
    assert [one["content"] for one in found["projects"]] == list(SHEET["何を行うか"])


ROLES = """（１）医療

事業名	往診車の運行
関係市町	益田市、吉賀町
事業の概要	往診車を走らせる。
分け合う仕事	益田市：車を用意する。吉賀町：知らせる。
"""


def test_a_row_in_which_names_speak_is_one_of_roles_whatever_its_label(
    convert: Callable[[str], Records],
) -> None:
    (project,) = extract(convert(COVER + ROLES))["projects"]
    assert [role["party"] for role in project["roles"]] == ["益田市", "吉賀町"]


# --- plans of other sets whose labels are exchanged for words that no rule knows ----------------------------------------

OWN = {
    "title": "呼び名", "participants": "手をつなぐ仲間", "content": "くわしく言うと", "budget": "かかるお金", "schedule": "これからの歩み",
    "roles": "分け合う仕事", "subsidy": "手助け", "cost": "割り勘の決まり", "effect": "うまくいくと", "kpi": "ものさし", "number": "通し",
}  # fmt: skip
RELABELLED: dict[str, dict[str, str]] = {
    "visions-typical/f1-nagano-sheets-kpi-end.txt": {
        "関係市町村\t": "participants", "費用負担\t": "cost", "期待される効果": "effect", "役割分担\t": "roles",
        "実施スケジュール": "schedule", "国・県補助制度等": "subsidy", "事業費（千円）": "budget", "事業概要": "content", "事業名": "title",
    },
    "visions-typical/f3-shizuoka-cards-payers.txt": {
        "関係市町\t": "participants", "活用する国・県の補助金等": "subsidy", "役割\t静岡市": "roles", "事業番号": "number",
        "事業内容": "content", "事業名": "title", "事業費（千円）": "budget",
    },
    "visions-chusu/v5-aomori-labels.txt": {
        "・関係市町村": "participants", "・事業の内容": "content", "・事業費": "budget", "・役割\n": "roles",
        "・費用負担の考え方": "cost", "・重要業績評価指標": "kpi",
    },
    "visions-teiju/p3-hata-third-labels.txt": {
        "\n関係市町村\n": "participants", "\n費用負担\n": "cost", "期待される効果": "effect", "\n役割分担\n": "roles",
        "国・県の補助制度": "subsidy", "事業費（単位：": "budget", "事業の内容": "content",
    },
    "visions-mixed/m16-koto-kyosei-blocks.txt": {
        "費用負担の割合": "cost", "見込まれる効果": "effect", "役割分担\t": "roles", "国・県の支援": "subsidy",
        "事業費（千円）": "budget", "事業番号": "number", "事業名": "title", "事業の内容": "content",
    },
    "visions-chusu-second/d6-asahikawa-payers-words.txt": {
        "関係市町\t": "participants", "費用の負担": "cost", "実施計画": "schedule", "国・道の補助等": "subsidy",
        "事業費（千円）": "budget", "事業内容": "content", "\n役割\t": "roles", "期待する効果": "effect",
    },
}  # fmt: skip
BARE = ("（単位：", "（千円）", "\t静岡市", "\t", "\n", "・")


def _exchanged(label: str, kind: str) -> str:
    """The label with its name exchanged, what stands around it kept."""
    name = label
    for around in BARE:
        name = name.replace(around, "")
    return label.replace(name, OWN[kind])


@pytest.mark.parametrize("name", RELABELLED)
def test_plans_are_read_as_before_when_their_labels_are_exchanged(name: str) -> None:
    path, labels = FIXTURES / name, RELABELLED[name]
    text = path.read_text(encoding="utf-8")
    for label in sorted(labels, key=len, reverse=True):
        assert label in text
        text = text.replace(label, _exchanged(label, labels[label]))
    expected: dict[str, Any] = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    for project in expected["projects"]:
        project.pop("effect")  # nothing but its label tells an effect: it is a note
        if project["cost_label"] is not None and "cost" in labels.values():
            project["cost_label"] = OWN["cost"]
    records = convert_document(read_bytes(path.name, text.encode()))
    assert isinstance(records, Records)
    tallies = compared(expected, extract(records))
    assert {kind: tallies[kind].faults for kind in ("measures", "projects", "kpis")} == {
        "measures": [],
        "projects": [],
        "kpis": [],
    }
    assert set(told(records).values()) <= set(WORDS.values())
