"""Packaged files are found in a checkout, and in the package where the wheel puts them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from graph_build import assets
from graph_build.assets import AssetKind, asset, tsv


def test_checkout_has_the_folders_beside_src() -> None:
    assert asset("data").joinpath("areas.tsv").is_file()


def test_wheel_has_them_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assets" / "data").mkdir(parents=True)
    (tmp_path / "assets" / "data" / "areas.tsv").write_text("name\nx\n", encoding="utf-8")
    monkeypatch.setattr(assets, "files", lambda package: tmp_path)
    assert tsv(asset("data"), "areas.tsv") == ({"name": "x"},)


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        asset(cast(AssetKind, "../data"))


def test_missing_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "files", lambda package: tmp_path)
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "lib" / "graph_build" / "assets.py"))
    with pytest.raises(FileNotFoundError, match="queries"):
        asset("queries")


def test_table_skips_comments_and_refuses_ragged_rows(tmp_path: Path) -> None:
    (tmp_path / "good.tsv").write_text("# why\na\tb\n1\t\n", encoding="utf-8")
    (tmp_path / "bad.tsv").write_text("a\tb\n1\n", encoding="utf-8")
    assert tsv(tmp_path, "good.tsv") == ({"a": "1", "b": ""},)
    with pytest.raises(ValueError, match="2 columns"):
        tsv(tmp_path, "bad.tsv")
