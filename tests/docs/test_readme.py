"""What the README shows is what a user gets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_build.cli import main
from graph_build.release.folder import ReleaseFolder

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_query_has_the_printed_answer(
    register_release: ReleaseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = tmp_path / "query.rq"
    query.write_text(block("sparql"), encoding="utf-8")
    capsys.readouterr()
    assert main(["query", str(query), "--release", str(register_release.path), "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == block("csv").splitlines()


def test_explain_prints_the_place_of_a_fact(
    register_release: ReleaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    found = re.search(r"renkei explain (\S+)", README)
    assert found is not None
    capsys.readouterr()
    assert main(["explain", found[1], "--release", str(register_release.path)]) == 0
    assert "line 10," in capsys.readouterr().out


def test_every_command_named_in_the_readme_exists(capsys: pytest.CaptureFixture[str]) -> None:
    names = set(re.findall(r"renkei ([a-z]+)(?= )", README)) - {"build"}
    assert names
    for name in sorted(names):
        with pytest.raises(SystemExit) as end:
            main([name, "--help"])
        assert end.value.code == 0
        assert name in capsys.readouterr().out


def test_every_folder_named_in_the_readme_exists() -> None:
    folders = set(
        re.findall(r"`?((?:src/graph_build|service|ontology|shapes|queries|data|tests|benchmarks)/)", README)
    )
    assert len(folders) == 8
    assert all((ROOT / folder).is_dir() for folder in folders)
