"""One table of settings: types, environment, release folders, what cannot be served."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.settings import SettingError, Settings, table
from tests.service.graphs import release
from tests.service.running import Running, start


def test_every_setting_has_a_variable_and_an_explanation() -> None:
    rows = table()
    assert [row.variable for row in rows] == [f"RENKEI_{row.name.upper()}" for row in rows]
    assert all(row.help and not row.help.endswith(".") for row in rows)


def test_given_values_go_before_the_environment() -> None:
    settings = Settings.from_environment({"RENKEI_PORT": "1", "RENKEI_HOST": "::"}, port=2, host=None)
    assert (settings.port, settings.host) == (2, "::")


@pytest.mark.parametrize(
    "variables", [{"RENKEI_PORT": "x"}, {"RENKEI_TIMEOUT": "0"}, {"RENKEI_MEMORY_MB": "-1"}, {"RENKEI_BASE": "x"},
                  {"RENKEI_TIMEOUT": "nan"}],
)  # fmt: skip
def test_values_out_of_range_are_named(variables: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=next(iter(variables))):
        Settings.from_environment(variables)


def test_a_release_folder_and_a_turtle_file_are_served_together(
    serve: Callable[..., Running], tmp_path: Path
) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "renkei.nq").write_text(release(2))
    (folder / "manifest.json").write_text("{}")
    other = tmp_path / "other.ttl"
    other.write_text("<http://example.org/s> <http://example.org/p> [] .")
    service = serve(folder, other)
    assert service.number("SELECT (COUNT(*) AS ?n) { ?s a rk:Measure }") == 2
    assert service.number("SELECT (COUNT(*) AS ?n) { <http://example.org/s> ?p ?o }") == 1


def test_a_release_of_another_base_is_not_served_under_this_one(tmp_path: Path) -> None:
    (tmp_path / "renkei.nq").write_text(release(1))
    (tmp_path / "manifest.json").write_text('{"base": "https://example.org/renkei/"}')
    with pytest.raises(AssertionError, match=r"built with the base https://example\.org/renkei/"):
        start(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("broken.nq", "<a> <b> ."), ("unknown.xyz", ""), ("none.nq", None), ("empty", "folder")],
)
def test_what_cannot_be_served_is_told(tmp_path: Path, name: str, content: str | None) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_text(content)
    with pytest.raises(AssertionError, match=name):
        start(path)
