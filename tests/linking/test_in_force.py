"""From when on a text is in force: what its own document says, and only where none does, the day another names."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.linking.status import Link, link
from graph_build.release.build import Settings, build
from tests.linking.texts import amendment, read_text

CASES = Path(__file__).parents[1] / "fixtures" / "consolidation" / "cases"
BASE = "agreement/renkei-chusu/32201-32386/version/2021-03-24"
LATER = "agreement/renkei-chusu/32201-32386/version/2023-03-20"


def since(folder: Path, documents: dict[str, str]) -> dict[str, list[str]]:
    """The days from which texts are in force, of a release of these documents that keeps all the shapes."""
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    report = build([folder / name for name in documents], folder / "release", Settings())
    assert not report.has_errors
    found: dict[str, list[str]] = {}
    for quad in ox.parse(path=str(folder / "release" / "renkei.nq"), format=ox.RdfFormat.N_QUADS):
        if str(quad.predicate).endswith("def#validFrom>"):
            found.setdefault(str(quad.subject)[1:-1].partition("/id/")[2], []).append(quad.object.value)
    return found


def test_a_text_is_in_force_from_its_printed_day_although_an_amendment_names_its_signing(
    tmp_path: Path,
) -> None:
    base = (CASES / "base.txt").read_text(encoding="utf-8")
    act = amendment("　第4条を削る。\n\n　附則\n\n　この連携協約は、令和5年4月1日から施行する。")
    assert since(tmp_path, {"base.txt": base, "act.txt": act}) == {
        BASE: ["2021-04-01"],
        LATER: ["2023-04-01"],
    }


def test_a_text_of_which_only_the_signing_is_known_is_in_force_from_then(tmp_path: Path) -> None:
    assert since(tmp_path, {"act.txt": amendment("　第4条を削る。")}) == {
        BASE: ["2021-03-24"],
        LATER: ["2023-03-20"],
    }


@pytest.mark.parametrize("with_base", [True, False])
def test_the_day_of_signing_stands_in_the_links_where_no_document_has_the_text(with_base: bool) -> None:
    act = read_text(amendment("　第4条を削る。"))
    base = read_text((CASES / "base.txt").read_text(encoding="utf-8"))
    told = Link(BASE, "rk:validFrom", "2021-03-24", "date") in link([act, base] if with_base else [act])
    assert told is not with_base
