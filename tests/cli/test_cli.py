"""The command line: what is printed where, and the exit codes 0 no error, 1 an error found, 2 wrong use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph_build import cli
from graph_build.records.canonical import loads
from tests.release.make import AGREEMENT, FIXTURES, concluded, measure, records, register_file

ROOT = Path(__file__).parents[2]
DOCUMENT = FIXTURES / "a2-takamatsu-miki.txt"
NOTICE = FIXTURES / "x1-press-notice.txt"
ACT = "agreement/renkei-chusu/37201-37341/act/conclusion-2016-02-09"
VERSION = f"{AGREEMENT}/version/2016-03-29"


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("build").mkdir()
    Path("build/cache").symlink_to(shared_cache)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from graph_build.release.build import Settings, build

    out = tmp_path_factory.mktemp("cli") / "release"
    build([DOCUMENT], out, Settings(check=False))
    return out


def run(*arguments: object) -> int:
    return cli.main([str(one) for one in arguments])


def process(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "graph_build.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, **more)  # type: ignore[call-overload, no-any-return]


# --- extract ---


def test_extract_prints_json_and_nothing_else() -> None:
    done = process("extract", DOCUMENT, "--json")
    assert json.loads(done.stdout)["doc_kind"] == "agreement"
    assert (done.returncode, done.stderr) == (0, "")


def test_extract_of_a_refused_document_is_json_too_and_exit_code_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("extract", NOTICE) == 1
    assert json.loads(capsys.readouterr().out)["refused"] is True
    assert run("extract", "gone.txt", "--json") == 1
    assert "No such file" in json.loads(capsys.readouterr().out)["message"]


def test_facts_are_a_file_of_the_register(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", DOCUMENT, "--facts") == 0
    entry = loads(capsys.readouterr().out)
    assert entry.source.carries == "facts"
    assert entry.source.topic == ACT
    assert run("extract", NOTICE, "--facts") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert NOTICE.name in captured.err


def test_facts_are_written_into_the_register_under_the_name_of_their_topic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "register"
    assert run("extract", DOCUMENT, "--facts", "--into", folder) == 0
    (file,) = folder.iterdir()
    assert capsys.readouterr().out == f"{file}\n"
    assert file.name == ACT.replace("/", "--") + ".json"
    assert run("extract", DOCUMENT, "--facts") == 0
    assert file.read_text(encoding="utf-8") == capsys.readouterr().out


def test_into_without_facts_and_a_folder_that_is_a_file_are_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("extract", DOCUMENT, "--into", tmp_path) == 2
    assert "--into belongs to --facts" in capsys.readouterr().err
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert run("extract", DOCUMENT, "--facts", "--into", tmp_path / "taken") == 2
    assert str(tmp_path / "taken") in capsys.readouterr().err


# --- build and check ---


def test_build_reports_and_says_where_the_release_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", DOCUMENT, "--out", "build/other", "--workers", 1) == 0
    captured = capsys.readouterr()
    assert "Balance of characters" in captured.out
    assert captured.out.splitlines()[-1].startswith("build/other: 1 documents, ")
    assert captured.err == ""
    assert Path("build/other/renkei.nq").is_file()
    assert any(Path("build/cache").iterdir())


def test_an_error_in_one_file_is_exit_code_1_and_the_rest_is_built(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("build", DOCUMENT, NOTICE, "gone.txt", "--workers", 1) == 1
    out = capsys.readouterr().out
    assert "not_an_agreement (1)" in out
    assert "gone.txt: the file cannot be read: no such file or folder" in out
    assert "1 documents" in out


def test_warnings_and_notes_are_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", FIXTURES / "amb-asahi-ikeda-no-clue.txt", "--workers", 1) == 0
    assert "Warnings" in capsys.readouterr().out


def test_a_conflict_is_exit_code_1_and_builds_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    register_file(concluded(measure(VERSION)), tmp_path / "a.json")
    other = records(f"{AGREEMENT}/act/amendment-2020-01-01", (measure(VERSION, label="別の名"),))
    register_file(other, tmp_path / "b.json")
    assert run("build", "a.json", "b.json", "--workers", 1) == 1
    assert "is stated differently" in capsys.readouterr().err
    assert not Path("build/release").exists()


def test_the_words_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", DOCUMENT, "--profile", "facts", "--workers", 1) == 0
    assert run("explain", ACT) == 0
    assert "only facts are known" in capsys.readouterr().out


def test_check_prints_shapes_and_balance_of_files_and_of_releases(
    capsys: pytest.CaptureFixture[str], release: Path
) -> None:
    assert run("check", DOCUMENT, "--workers", 1) == 0
    of_files = capsys.readouterr().out
    assert "rks:Measure" in of_files
    assert "Shapes that found no node" in of_files
    assert not Path("build/release").exists()
    assert run("check", "--release", release, "--lang", "ja") == 0
    assert "文字の収支" in capsys.readouterr().out


# --- a release ---


def test_explain_prints_the_lines(capsys: pytest.CaptureFixture[str], release: Path) -> None:
    assert run("explain", ACT, "--release", release) == 0
    assert " | " in capsys.readouterr().out
    assert run("explain", "nothing/here", "--release", release) == 1
    assert "no node" in capsys.readouterr().err


def test_query_binds_parameters_as_terms(capsys: pytest.CaptureFixture[str], release: Path) -> None:
    Path("q.rq").write_text(
        "SELECT ?code ?name { ?m rk:code5 ?code ; skos:prefLabel ?name }", encoding="utf-8"
    )
    assert run("query", "q.rq", "--param", "name=x", "--release", release) == 0
    assert capsys.readouterr().out == "code,name\n"
    Path("j.rq").write_text("SELECT (COUNT(?m) AS ?n) { ?m a rk:Municipality }", encoding="utf-8")
    assert run("query", "j.rq", "--format", "json", "--release", release) == 0
    assert json.loads(capsys.readouterr().out)["results"]["bindings"][0]["n"]["value"] == "1741"


def test_stored_queries_are_asked_by_their_header(capsys: pytest.CaptureFixture[str], release: Path) -> None:
    file = ROOT / "queries" / "15-text-in-force.rq"
    given = ["--param", "one=37201", "--param", "other=37341"]
    assert run("query", file, *given, "--param", "day=2020-01-01", "--release", release) == 0
    assert "version/2016-02-09" in capsys.readouterr().out
    assert run("query", file, *given, "--release", release) == 2
    assert "The parameter day is missing, for example day=" in capsys.readouterr().err
    assert run("query", file, *given, "--param", "day=soon", "--release", release) == 2
    assert "not of type date" in capsys.readouterr().err


def test_questions_print_a_table_of_verdicts(capsys: pytest.CaptureFixture[str], release: Path) -> None:
    code = run("questions", "--release", release)
    out = capsys.readouterr().out
    assert "verdict" in out
    assert code == int("invalid" in out or "warning" in out)


# --- wrong use ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--base", "example.org"], "ends in a slash"),
        (["build", "--out", "full"], "name another folder with --out"),
        (["explain", "x"], "renkei build --out"),
        (["query", "gone.rq"], "renkei build --out"),
        (["check", "x.txt", "--release", "y"], "not both"),
        (["check", "--release", "y"], "is no release"),
    ],
)
def test_wrong_use_is_exit_code_2_with_what_to_do(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("full").mkdir()
    Path("full/letter.txt").write_text("x", encoding="utf-8")
    Path("gone.rq").write_text("ASK {}", encoding="utf-8")
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["build", "--colour"], ["build", "--workers", "0"]])
def test_unknown_commands_and_options_are_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*arguments)
    assert stopped.value.code == 2
    assert "usage: renkei" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["SELECT * {", "SELECT ?x { ?x unknown:p ?y }"])
def test_a_query_that_cannot_be_read_is_exit_code_2(
    text: str, capsys: pytest.CaptureFixture[str], release: Path
) -> None:
    Path("q.rq").write_text(text, encoding="utf-8")
    assert run("query", "q.rq", "--release", release) == 2
    assert "q.rq: " in capsys.readouterr().err
    assert run("query", "q.rq", "--param", "x", "--release", release) == 2


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for command in cli.COMMANDS:
        with pytest.raises(SystemExit) as stopped:
            run(command.name, "--help")
        assert stopped.value.code == 0
        assert command.help in capsys.readouterr().out


def test_the_flags_of_serve_are_the_settings_of_the_service(capsys: pytest.CaptureFixture[str]) -> None:
    from service.settings import table

    with pytest.raises(SystemExit):
        run("serve", "--help")
    out = capsys.readouterr().out
    assert all(setting.variable in "".join(out.split()) for setting in table())
    assert run("serve", "--data", "x", "--port", "-1") == 2


def test_a_closed_pipe_is_no_failure(release: Path) -> None:
    Path("q.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "graph_build.cli", "query", "q.rq", "--release", str(release)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_help_needs_no_heavy_library() -> None:
    heavy = "import sys; from graph_build.cli import parser; parser(); " + (
        "print([m for m in ('rdflib', 'pyshacl', 'pyoxigraph', 'fastapi', 'yaml') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", heavy], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout == "[]\n"
