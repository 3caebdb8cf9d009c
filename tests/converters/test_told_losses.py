"""What a converter does not recognise is told: changes, measures, roles, holders (fictions about real places)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_document
from graph_build.records.agreement import Measure, Operation
from graph_build.records.document import Records

HEAD = """{title}

盛岡市（以下「甲」という。）と滝沢市（以下「乙」という。）は、次のとおり協定を締結する。
"""
SIGNED = """
令和4年3月25日

甲　盛岡市長　　南部　鉄瓶
乙　滝沢市長　　西瓜　鈴
"""
AGREEMENT = "盛岡市と滝沢市との観光に関する協定"
AMENDMENT = "盛岡市と滝沢市との観光に関する協定の一部を変更する協定"


def read(tmp_path: Path, body: str, title: str = AGREEMENT) -> Records:
    path = tmp_path / "fiction.txt"
    path.write_text(HEAD.format(title=title) + body + SIGNED, encoding="utf-8")
    result = convert(read_document(path))
    assert isinstance(result, Records)
    return result


def told(records: Records) -> dict[str, str]:
    return {problem.code: problem.value for problem in records.problems}


def test_an_amendment_without_an_operation_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "\n甲乙は、観光の催しを冬に移すことに合意した。\n", AMENDMENT)
    assert not list(found.of(Operation))
    assert told(found)["no_operation"] == AMENDMENT


def test_rows_without_heads_are_read_in_the_usual_order_and_that_is_told(tmp_path: Path) -> None:
    body = """
別表の観光の部の次に次のように加える。

港	(1) 朝市	朝市を開く。	会場を貸す。	客を集める。
	(2) 灯台	灯台を見せる。	鍵を開ける。	道を掃く。
"""
    found = read(tmp_path, body, AMENDMENT)
    assert [measure.title for measure in found.of(Measure)] == ["朝市", "灯台"]
    assert told(found)["columns_assumed"] == "朝市"


def test_rows_that_are_not_whole_stay_words(tmp_path: Path) -> None:
    found = read(
        tmp_path, "\n別表の1の項の次に次のように加える。\n\n(1) 朝市\t朝市を開く。\t会場\t\n", AMENDMENT
    )
    assert not list(found.of(Measure))
    assert [one.new_text for one in found.of(Operation)] == ["(1) 朝市\n朝市を開く。\n会場"]


def test_an_agreement_without_a_measure_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "\n（目的）\n第1条　この協定は、観光を振興することを目的とする。\n")
    assert not list(found.of(Measure))
    assert told(found)["no_measure"] == AGREEMENT


def test_an_article_whose_roles_are_not_recognised_is_told(tmp_path: Path) -> None:
    body = """
（観光の催し）
第1条　甲は、催しを開き、乙は、会場を貸す。

（案内）
第2条　案内は、甲は英語で、甲は中国語でこれを行う。
"""
    found = read(tmp_path, body)
    assert len(list(found.of(Measure))) == 1
    assert told(found)["role_not_read"] == "案内"


def test_a_role_of_nobody_the_text_names_is_told(tmp_path: Path) -> None:
    body = """
第1条　取組は、次の表のとおりとする。

取組	取組の内容	甲の役割	乙の役割	丙の役割
雪まつり	雪の像を作る。	雪を運ぶ。	像を彫る。	明かりをともす。
"""
    found = told(read(tmp_path, body))
    assert found["unknown_holder"] == "丙"
    assert "party_without_role" not in found


def test_a_party_without_any_role_is_told(tmp_path: Path) -> None:
    body = """
第1条　取組は、次の表のとおりとする。

取組	取組の内容	甲の役割
雪まつり	雪の像を作る。	雪を運ぶ。
"""
    assert told(read(tmp_path, body))["party_without_role"] == "滝沢市"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_messages_hold_what_was_found(tmp_path: Path, lang: str) -> None:
    found = read(tmp_path, "\n（目的）\n第1条　観光を振興することを目的とする。\n")
    problem = next(one for one in found.problems if one.code == "no_measure")
    assert AGREEMENT in problem.message(lang)  # type: ignore[arg-type]
    assert problem.todo(lang)  # type: ignore[arg-type]


ANNEX = "\n{heading}（第2条関係）\n\n(1) 朝市\t取組内容\t朝市を開く。\n\t甲の役割\t会場を貸す。\n\t乙の役割\t客を集める。\n"


@pytest.mark.parametrize(
    ("replaced", "headings", "missing"),
    [
        ("別表第1及び別表第2", ["別表"], []),
        ("別表第1から別表第3まで", ["別表"], []),
        ("別表第1及び別表第2", ["別表第1", "別表第2"], []),
        ("別表第1及び別表第2", ["別表第1"], ["別表第2"]),
        ("別表第2", ["別表"], ["別表第2"]),
        ("別表", ["別表第1", "別表第2"], []),
    ],
)
def test_one_annex_may_stand_for_several(
    tmp_path: Path, replaced: str, headings: list[str], missing: list[str]
) -> None:
    annexes = "".join(ANNEX.format(heading=heading) for heading in headings)
    path = tmp_path / "fiction.txt"
    text = HEAD.format(title=AMENDMENT) + f"\n{replaced}を次のように改める。\n" + SIGNED + annexes
    path.write_text(text, encoding="utf-8")
    found = convert(read_document(path))
    assert isinstance(found, Records)
    assert [one.value for one in found.problems if one.code == "missing_annex"] == missing


@pytest.mark.parametrize(
    "sentence",
    [
        "第4条を第5条の次に移す。",
        "第4条の見出しを付さない。",
        "別表第1の2の項を廃する。",
        "この協定の第2章に第5条を置く。",
    ],
)
@pytest.mark.parametrize("order", ["{}\n第6条を削る。", "第6条を削る。\n{}"])
def test_a_change_in_words_that_no_rule_knows_is_no_prose(tmp_path: Path, sentence: str, order: str) -> None:
    found = read(tmp_path, "\n" + order.format(sentence) + "\n", AMENDMENT)
    assert [one.target for one in found.of(Operation)] == ["第6条"]
    assert told(found)["unresolved_block"] == sentence
    assert found.source.ledger.unresolved == len(sentence)


def test_sentences_on_when_a_change_takes_effect_are_no_changes(tmp_path: Path) -> None:
    found = read(tmp_path, "\n第6条を削る。\n第6条の改正規定は、令和4年4月1日から施行する。\n", AMENDMENT)
    assert "unresolved_block" not in told(found)


def test_a_change_of_the_contents_is_no_navigation(tmp_path: Path) -> None:
    found = read(tmp_path, "\n目次中「第2章　催し」を「第2章　祭り」に改める。\n", AMENDMENT)
    assert [(one.target, one.new_text) for one in found.of(Operation)] == [("目次", "第2章 祭り")]
