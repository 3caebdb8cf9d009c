"""Two amendments of one agreement that were signed on one day (fictions)."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from graph_build.cli import main
from graph_build.linking.consolidate import consolidate
from graph_build.records.agreement import Act, AgreementVersion
from graph_build.records.canonical import facts
from graph_build.records.document import Records
from graph_build.release.build import Settings, build
from graph_build.release.inputs import InputFile
from graph_build.release.merging import choose
from graph_build.release.merging import records as records_of
from graph_build.release.reading import Loaded
from tests.linking.texts import amendment, lines_of, read_text

BASE = (Path(__file__).parents[1] / "fixtures" / "consolidation" / "cases" / "base.txt").read_text("utf-8")
AGREEMENT = "agreement/renkei-chusu/32201-32386"


def act(sentences: str, effective: str = "", date: str = "令和5年3月20日") -> Records:
    clause = f"\n\n　附則\n\n　この連携協約は、{effective}から施行する。" if effective else ""
    return read_text(amendment(sentences + clause, date))


FIRST = act("　第5条中「毎年1回」を「毎年2回」に改める。", "令和5年4月1日")
SECOND = act("　第5条中「毎年2回」を「毎年4回」に改める。", "令和6年4月1日")


def chosen(*documents: Records) -> tuple[list[Records], list[str]]:
    """The documents that are used, and the codes of what is said."""
    files = [
        Loaded(InputFile(Path(f"{n}.txt"), f"{n}.txt", "document"), one) for n, one in enumerate(documents)
    ]
    found = choose(files)
    return [records_of(one) for one in found.used], [problem.code for problem in found.problems]


def test_both_are_kept_under_identifiers_of_their_own() -> None:
    used, said = chosen(FIRST, SECOND)
    assert said == ["same_day_acts"] * 2
    assert len({one.source.topic for one in used}) == 2
    for one in used:
        (own,) = one.of(Act)
        (version,) = (v for v in one.of(AgreementVersion) if v.enacted_by)
        assert re.fullmatch(rf"{AGREEMENT}/act/amendment-2023-03-20-[0-9a-f]{{10}}", own.id)
        assert version.id == own.id.replace("act/amendment-", "version/")
        assert (version.enacted_by, one.source.topic) == (own.id, own.id)
        inside = [i for i in one.items if "2023-03-20" in i.id]
        assert all(i.id.startswith((own.id, version.id)) for i in inside)


def test_the_identifiers_do_not_depend_on_what_else_was_signed_that_day() -> None:
    third = act("　第4条を削る。", "令和7年4月1日")
    both, _ = chosen(FIRST, SECOND)
    for order in itertools.permutations((FIRST, SECOND, third)):
        three, _ = chosen(*order)
        assert {one.source.topic for one in both} < {one.source.topic for one in three}


def test_alone_each_has_the_plain_identifier() -> None:
    (used,), said = chosen(SECOND)
    assert (used.source.topic, said) == (f"{AGREEMENT}/act/amendment-2023-03-20", [])


@pytest.mark.parametrize(
    "copy",
    [
        act("　第5条中「毎年1回」を「毎年2回」に改める。", "令和5年4月1日"),
        act(
            "　第5条中「毎年1回」を「毎年2回」に改める。\n　第9条を削る。", "令和5年4月1日"
        ),  # misread in part
        act("　第5条中「毎年1回」を「毎年2回」に改める。"),
        facts(FIRST),
    ],
)
def test_copies_of_one_instrument_stay_one(copy: Records) -> None:
    used, said = chosen(FIRST, copy)
    assert len(used) == 1
    assert "same_day_acts" not in said


def test_they_take_effect_one_after_the_other() -> None:
    documents, _ = chosen(read_text(BASE), FIRST, SECOND)
    for order in itertools.permutations(documents):
        found = consolidate(order)
        assert found.problems == {}
        assert len(found.complete) == 2
    (later,) = (one for one in documents if any(a.effective_on == "2024-04-01" for a in one.of(Act)))
    version = next(v.id for v in later.of(AgreementVersion) if v.enacted_by)
    assert any("毎年4回" in line for line in lines_of(later, found, version))


def test_where_the_order_is_not_known_nothing_is_applied() -> None:
    documents, _ = chosen(read_text(BASE), act("　第4条を削る。"), act("　第6条を削る。"))
    found = consolidate(documents)
    assert found.complete == set()
    told = [problem.value for own in found.problems.values() for problem in own]
    assert told == ["another change of the same day, in unknown order"] * 2


def test_a_change_signed_earlier_that_takes_effect_later_comes_later() -> None:
    early = act("　第5条中「毎年2回」を「毎年4回」に改める。", "令和6年4月1日", "令和5年3月20日")
    late = act("　第5条中「毎年1回」を「毎年2回」に改める。", "令和5年7月1日", "令和5年6月22日")
    documents = [read_text(BASE), early, late]
    found = consolidate(documents)
    assert found.problems == {}
    assert any("毎年4回" in line for line in lines_of(early, found, f"{AGREEMENT}/version/2023-03-20"))


def test_the_register_has_a_file_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, words in (
        ("first", "　第4条を削る。"),
        ("second", "　第6条を削る。"),
        ("first", "　第4条を削る。"),
    ):
        (tmp_path / f"{name}.txt").write_text(amendment(words), encoding="utf-8")
        assert main(["extract", "--facts", "--into", str(tmp_path / "r"), str(tmp_path / f"{name}.txt")]) == 0
    files = sorted((tmp_path / "r").iterdir())
    assert len(files) == 2
    report = build(files, tmp_path / "release", Settings(check=False))
    assert {one.problem.code for one in report.problems} >= {"same_day_acts"}
    assert len(report.documents) == 2


def test_a_release_of_both_keeps_the_shapes(tmp_path: Path) -> None:
    words = {
        "base.txt": BASE,
        "first.txt": amendment("　第4条を削る。"),
        "second.txt": amendment("　第6条を削る。\n　\n附則\n\nこの連携協約は、令和6年4月1日から施行する。"),
    }
    for name, text in words.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = build([tmp_path / name for name in words], tmp_path / "release", Settings())
    assert not report.has_errors
    assert len(report.documents) == 3
    told = {(one.problem.code, one.problem.about, one.problem.value) for one in report.problems}
    assert ("same_day_acts", "first.txt", "second.txt") in told
