"""What the user names becomes a list of files; what cannot be taken is said and stops nothing."""

from __future__ import annotations

from pathlib import Path

from graph_build.release.inputs import find_inputs
from tests.release.make import concluded, register_file

SUFFIXES = frozenset({".txt", ".pdf"})


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


def test_a_folder_is_searched_to_its_bottom_in_a_fixed_order(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "deep/er/a.PDF", ".hidden/c.txt", ".d.txt", "README.txt")
    register_file(concluded(), tmp_path / "deep" / "x.json")
    found = find_inputs([tmp_path], SUFFIXES)
    root = tmp_path.name
    assert [(file.kind, file.name) for file in found.files] == [
        ("document", f"{root}/b.txt"),
        ("document", f"{root}/deep/er/a.PDF"),
        ("register", f"{root}/deep/x.json"),
    ]
    assert found.problems == ()


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert len(find_inputs([tmp_path, tmp_path / "a.txt"], SUFFIXES).files) == 1


def test_missing_and_unknown_files_are_problems(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "inside/scan.jtd", "named.jtd")
    found = find_inputs([tmp_path / "gone.txt", tmp_path / "named.jtd", tmp_path], SUFFIXES)
    assert [file.path.name for file in found.files] == ["a.txt"]
    told = [(p.code, p.severity, Path(p.about or "").name, p.value) for p in found.problems]
    assert told == [
        ("unreadable_file", "error", "gone.txt", "no such file or folder"),
        ("unreadable_file", "error", "named.jtd", "unknown kind of file .jtd"),
        ("unreadable_file", "warning", "scan.jtd", "unknown kind of file .jtd"),
        ("unreadable_file", "warning", "named.jtd", "unknown kind of file .jtd"),
    ]


def test_json_in_a_folder_is_taken_if_it_is_of_the_register_and_json_by_name_always(tmp_path: Path) -> None:
    make(tmp_path, "inside/package.json", "README.txt")
    inside = find_inputs([tmp_path / "inside"], SUFFIXES)
    assert inside.files == ()
    assert [(p.severity, p.value) for p in inside.problems] == [("warning", "unknown kind of file .json")]
    named = find_inputs([tmp_path / "inside" / "package.json", tmp_path / "README.txt"], SUFFIXES)
    assert [file.kind for file in named.files] == ["document", "register"]
