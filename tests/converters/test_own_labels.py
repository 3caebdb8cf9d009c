"""Labels that only one document uses are known by their place, and told (fictions about real places)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_document
from graph_build.records.agreement import Measure, PolicyField, RoleStatement
from graph_build.records.document import Records

HEAD = """飯田市と大鹿村との間の南信州定住自立圏の形成に関する協定書

飯田市と大鹿村は、南信州定住自立圏の形成に関し、次のとおり協定を締結する。

（目的）
第１条　この協定は、飯田市と大鹿村が連携することを目的とする。
（取組）
第２条　連携する取組は、別表のとおりとする。
（疑義）
第３条　疑義が生じたときは、飯田市と大鹿村が協議して定める。

令和４年３月１日

長野県飯田市大久保町2534番地
飯田市長　風越　山
長野県下伊那郡大鹿村大字大河原354番地
大鹿村長　小渋　渓

別表（第２条関係）

"""

FRAMED = """◎ 医療
取組１　夜間の診療
［何をするか］　夜間に診療所を開く。
［飯田市］　医師を出す。
［大鹿村］　場所を貸す。
取組２　往診
［何をするか］　往診の車を走らせる。
［飯田市］　車を買う。
［大鹿村］　道を直す。
"""
ON_LINES = """１　夜間の診療
【めざす姿】
夜間に診療所を開く。
【飯田市】
医師を出す。
【大鹿村】
場所を貸す。
２　往診
【めざす姿】
往診の車を走らせる。
【飯田市】
車を買う。
【大鹿村】
道を直す。
"""
COLONS = """１　夜間の診療
ねらい：夜間に診療所を開く。
飯田市：医師を出す。
大鹿村：場所を貸す。
２　往診
ねらい：往診の車を走らせる。
飯田市：車を買う。
大鹿村：道を直す。
"""
ROWS = """医療	夜間の診療	ともにすること	夜間に診療所を開く。
		飯田市が	医師を出す。
		大鹿村が	場所を貸す。
医療	往診	ともにすること	往診の車を走らせる。
		飯田市が	車を買う。
		大鹿村が	道を直す。
"""
COLUMNS = """施策	一緒にすること	飯田市	大鹿村
夜間の診療	夜間に診療所を開く。	医師を出す。	場所を貸す。
往診	往診の車を走らせる。	車を買う。	道を直す。
"""


def read(tmp_path: Path, annex: str) -> Records:
    path = tmp_path / "fiction.txt"
    path.write_text(HEAD + annex, encoding="utf-8")
    result = convert(read_document(path))
    assert isinstance(result, Records)
    return result


def unknown(records: Records) -> list[str]:
    return [problem.value for problem in records.problems if problem.code == "unknown_label"]


@pytest.mark.parametrize("annex", [FRAMED, ON_LINES, COLONS, ROWS, COLUMNS])
def test_what_stands_right_before_the_parties_labels_is_what_is_done(tmp_path: Path, annex: str) -> None:
    found = read(tmp_path, annex)
    told = [(measure.title, measure.text) for measure in found.of(Measure)]
    assert told == [("夜間の診療", "夜間に診療所を開く。"), ("往診", "往診の車を走らせる。")]
    roles = [(role.holder_text, role.text) for role in found.of(RoleStatement)]
    assert roles == [
        ("飯田市", "医師を出す。"),
        ("大鹿村", "場所を貸す。"),
        ("飯田市", "車を買う。"),
        ("大鹿村", "道を直す。"),
    ]
    assert len(unknown(found)) == 1


def test_positions_are_parties_too_and_their_labels_need_no_content(tmp_path: Path) -> None:
    annex = COLONS.replace("ねらい：", "").replace("大鹿村：道を直す。", "飯田市・大鹿村：道を直す。")
    found = read(tmp_path, annex)
    assert [measure.text for measure in found.of(Measure)] == ["夜間に診療所を開く。", "往診の車を走らせる。"]
    joint = [role for role in found.of(RoleStatement) if role.text == "道を直す。"]
    assert [len(role.holders) for role in joint] == [2]
    assert unknown(found) == []


def test_other_labels_stay_apart_and_are_told(tmp_path: Path) -> None:
    annex = FRAMED.replace("［何をするか］", "［背景］　医師が減った。\n［何をするか］")
    annex = annex.replace("を貸す。", "を貸す。\n［進め方］　毎月集まる。").replace(
        "を直す。", "を直す。\n［進め方］　毎年見直す。"
    )
    found = read(tmp_path, annex)
    assert [measure.text for measure in found.of(Measure)] == ["夜間に診療所を開く。", "往診の車を走らせる。"]
    assert [role.text for role in found.of(RoleStatement)][1::2] == ["場所を貸す。", "道を直す。"]
    assert unknown(found) == ["背景", "何をするか", "進め方"]


def test_a_word_that_does_not_recur_is_no_label(tmp_path: Path) -> None:
    found = read(tmp_path, FRAMED[: FRAMED.index("取組２")])
    assert unknown(found) == []
    assert [problem.code for problem in found.problems if problem.code == "no_measure"] == ["no_measure"]


@pytest.mark.parametrize("counter", ["〔その{}〕", "【取組{}】　", "施策{}　", ""])
def test_titles_counted_in_brackets_or_not_at_all_stay_inside_the_heading_above(
    counter: str, tmp_path: Path
) -> None:
    titles = ["夜間の診療", "往診の拡充", "路線バスの維持"]
    duties = "　進め方：共に進める。\n　飯田市がすること：車を買う。\n　大鹿村がすること：道を直す。\n"
    blocks = [f"{counter.format(i)}{title}\n{duties}" for i, title in enumerate(titles, 1)]
    path = tmp_path / "fiction.txt"
    path.write_text(f"{HEAD}★ 医療\n{blocks[0]}{blocks[1]}★ 交通\n{blocks[2]}", encoding="utf-8")
    found = convert(read_document(path))
    assert isinstance(found, Records)
    fields = {one.id: one.label for one in found.of(PolicyField)}
    measures = found.of(Measure)
    assert [(fields[one.field or ""], one.title) for one in measures] == [
        ("医療", titles[0]),
        ("医療", titles[1]),
        ("交通", titles[2]),
    ]
    assert {one.text for one in found.of(RoleStatement)} == {"車を買う。", "道を直す。"}
