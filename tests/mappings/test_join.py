"""`renkei link`: links of further municipalities from an export, joined by code; what is doubtful is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build import cli
from graph_build.linking.export_rows import COLUMNS, MESSAGES, ExportError
from graph_build.linking.join import Joined, join
from graph_build.linking.mappings import OFFICES, TABLE, Tables, load_tables, read_offices
from graph_build.linking.sssom import read_sssom, write_sssom
from graph_build.places.gazetteer import gazetteer

WIKIDATA = "item,itemLabel,P429,coord\n"
OITA = "http://www.wikidata.org/entity/Q170616,大分市,442011,Point(131.6097 33.2396)\n"
BEPPU = "http://www.wikidata.org/entity/Q244109,別府市,442020,Point(131.4911 33.2846)\n"
KUMAMOTO = "43100,Q199889\n"


def links(joined: Joined) -> dict[str, str]:
    return {row["subject_id"]: row["object_id"] for row in read_sssom(joined.sssom, "made").rows}


def kinds(joined: Joined) -> list[str]:
    return [finding.kind for finding in joined.findings]


def nothing_but(text: str, tables: Tables | None = None) -> list[str]:
    """The kinds of findings of an export from which nothing is taken."""
    joined = join(text, tables or Tables())
    assert (joined.links, joined.office_count) == (0, 0)
    return kinds(joined)


# --- what is taken ---


def test_an_export_of_wikidata_is_joined_by_p429() -> None:
    joined = join(WIKIDATA + OITA + BEPPU, Tables())
    assert links(joined) == {"rkid:municipality/44201": "wd:Q170616", "rkid:municipality/44202": "wd:Q244109"}
    offices = read_offices(joined.offices, "made")
    assert {code: (str(o.latitude), str(o.longitude)) for code, o in offices.items()} == {
        "44201": ("33.2396", "131.6097"),
        "44202": ("33.2846", "131.4911"),
    }
    assert not joined.findings
    assert write_sssom(read_sssom(joined.sssom, "made")) == joined.sssom


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("?code6\t?qid\n", "442011\tQ170616\n"),
        ("code5,Wikidata_QID\n", "44201,https://www.wikidata.org/wiki/Q170616\n"),
        ("\ufeffP429,item\r\n", "44201-1,Q170616\r\n"),
        ("団体コード,item,P429x\n", "442011,Q170616,x\n"),
        ("code5,code6,item\n", "44201,442011,Q170616\n"),
    ],
)
def test_columns_are_known_by_their_names(header: str, row: str) -> None:
    joined = join(header + row, Tables())
    assert links(joined) == {"rkid:municipality/44201": "wd:Q170616"}
    assert not joined.findings


def test_a_feature_of_geonames_is_pointed_to_and_not_the_same() -> None:
    joined = join("code5,geonameid,office_lat,office_long\n44201,1854487,33.2396,131.6097\n", Tables())
    found = read_sssom(joined.sssom, "made")
    assert [(r["predicate_id"], found.expand(r["object_id"])) for r in found.rows] == [
        ("rdfs:seeAlso", "https://sws.geonames.org/1854487/")
    ]
    assert found.slots["license"].endswith("/by/4.0/")
    assert joined.office_count == 1


def test_the_middle_of_a_settlement_is_no_office() -> None:
    joined = join("code5,geonameid,latitude,longitude\n44201,1854487,33.2396,131.6097\n", Tables())
    assert (joined.links, joined.office_count) == (1, 0)


def test_author_and_date_stand_in_the_table_when_given() -> None:
    joined = join(WIKIDATA + OITA, Tables(), author="0000-0002-1825-0097", date="2026-11-21")
    (row,) = read_sssom(joined.sssom, "made").rows
    assert (row["author_id"], row["mapping_date"]) == ("orcid:0000-0002-1825-0097", "2026-11-21")
    for wrong in ({"author": "me"}, {"date": "today"}):
        with pytest.raises(ExportError):
            join(WIKIDATA + OITA, Tables(), **wrong)


def test_what_a_table_has_already_is_not_written_again() -> None:
    joined = join("code5,item\n" + KUMAMOTO, load_tables())
    assert (joined.links, joined.known, joined.findings) == (0, 1, ())


def test_the_order_of_rows_does_not_matter() -> None:
    one, other = join(WIKIDATA + OITA + BEPPU, Tables()), join(WIKIDATA + BEPPU + OITA, Tables())
    assert (one.sssom, one.offices) == (other.sssom, other.offices)


# --- what is left out ---


@pytest.mark.parametrize("code", ["4201", "44201", "442012", "44201１", "0442011", "x"])
def test_a_code_that_lacks_digits_is_not_mended(code: str) -> None:
    assert nothing_but(f"P429,item\n{code},Q170616\n") == ["malformed_code"]


def test_a_code_without_a_municipality_of_today_is_reported() -> None:
    assert "44999" not in gazetteer().by_code
    assert nothing_but("code5,item\n44999,Q170616\n") == ["unknown_code"]
    assert nothing_but("code5,item\n,Q170616\n") == ["missing_code"]
    assert nothing_but("code5,code6,item\n44202,442011,Q170616\n") == ["malformed_code"]


def test_two_ids_of_one_code_are_both_left_out() -> None:
    assert nothing_but("code5,item\n44201,Q170616\n44201,Q1\n") == ["conflicting_items"]
    assert links(join("code5,item\n44201,Q170616\n44201,Q170616\n", Tables())) == {
        "rkid:municipality/44201": "wd:Q170616"
    }


def test_two_codes_of_one_id_are_both_left_out() -> None:
    assert nothing_but("code5,item\n44201,Q170616\n44202,Q170616\n") == ["conflicting_codes"]


def test_a_table_of_the_project_is_not_contradicted() -> None:
    assert nothing_but("code5,item\n43100,Q1\n", load_tables()) == ["differs_from_table"]
    assert nothing_but("code5,item\n44201,Q199889\n", load_tables()) == ["differs_from_table"]


def test_a_name_of_another_place_is_left_out() -> None:
    assert nothing_but("code5,item,name\n44201,Q170616,別府市\n") == ["name_differs"]
    for name in ("大分市", "大分県大分市", "大分市 (大分県)", "Ōita", ""):
        assert join(f"code5,item,name\n44201,Q170616,{name}\n", Tables()).links == 1


@pytest.mark.parametrize("item", ["170616", "Q0", "https://example.org/Q170616", "Q170616 Q1"])
def test_what_is_no_id_is_left_out(item: str) -> None:
    assert nothing_but(f"code5,item\n44201,{item}\n") == ["malformed_item"]


@pytest.mark.parametrize(
    "point", ["Point(33.2396 131.6097)", "Point(131.6 0.1)", "33.2396 131.6097", "Point(1e2 3)"]
)
def test_what_is_no_place_in_japan_is_left_out(point: str) -> None:
    joined = join(f"code5,item,coordinates\n44201,Q170616,{point}\n", Tables())
    assert (joined.links, joined.office_count, kinds(joined)) == (1, 0, ["malformed_coordinates"])


def test_several_places_of_one_office_are_left_out() -> None:
    joined = join(WIKIDATA + OITA + OITA.replace("33.2396", "33.24"), Tables())
    assert (joined.links, joined.office_count, kinds(joined)) == (1, 0, ["conflicting_coordinates"])


def test_a_row_of_another_length_is_reported_with_its_line() -> None:
    joined = join("code5,item\n44201,Q170616,x\n44202,Q244109\n", Tables())
    assert [(f.kind, f.line) for f in joined.findings] == [("short_row", 2)]
    assert joined.links == 1


@pytest.mark.parametrize("text", ["", "name,item\n", "code5,name\n", "code5,item,qid\n", "code6,P429,item\n"])
def test_a_header_that_says_too_little_or_twice_is_refused(text: str) -> None:
    with pytest.raises(ExportError):
        join(text, Tables())


def test_every_finding_is_told_in_both_languages() -> None:
    for kind, (severity, ja, en) in MESSAGES.items():
        assert severity in {"error", "warning", "note"}, kind
        assert ja != en
    finding = join("code5,item\n44999,Q1\n", Tables()).findings[0]
    assert "44999" in finding.text("ja")
    assert finding.text("en") != finding.text("ja")


def test_column_names_are_in_the_form_that_is_compared() -> None:
    assert all(name == name.lower() and not set(name) & set(" _?") for name in COLUMNS)


# --- the command ---


def run(folder: Path, export: str, *more: str) -> int:
    path = folder / "export.csv"
    path.write_text(export, encoding="utf-8")
    return cli.main(["link", "--from", str(path), "--lang", "en", *more])


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_command_writes_both_tables_and_a_build_takes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, WIKIDATA + OITA + BEPPU) == cli.OK
    out = Path("data/mappings/user" + TABLE)
    assert str(out) in capsys.readouterr().out
    tables = load_tables([out])
    assert {"44201", "44202"} <= tables.offices.keys()
    assert len(tables.sets) == len(load_tables().sets) + 1
    first = out.read_bytes()
    assert run(tmp_path, WIKIDATA + BEPPU + OITA) == cli.OK
    assert out.read_bytes() == first


def test_an_error_in_a_row_is_an_error_of_the_command_and_the_rest_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / ("mine" + TABLE)
    assert (
        run(tmp_path, WIKIDATA + OITA + BEPPU.replace("442020", "442021"), "--out", str(out))
        == cli.FOUND_ERRORS
    )
    assert "malformed_code 3: " in capsys.readouterr().out
    assert len(read_sssom(out.read_text("utf-8"), "mine").rows) == 1
    assert (tmp_path / ("mine" + OFFICES)).is_file()


def test_an_unknown_code_is_a_warning(tmp_path: Path) -> None:
    assert run(tmp_path, WIKIDATA + OITA + "Q1,,,\n") == cli.OK


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "code5,item\n" + KUMAMOTO) == cli.OK
    assert not Path("data").exists()


def test_wrong_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "name,item\n") == cli.WRONG_USE
    assert run(tmp_path, WIKIDATA + OITA, "--out", "mine.tsv") == cli.WRONG_USE
    assert cli.main(["link", "--from", "nothing.csv"]) == cli.WRONG_USE
    (tmp_path / "latin.csv").write_bytes("code5,item\n大".encode("shift_jis"))
    assert cli.main(["link", "--from", "latin.csv"]) == cli.WRONG_USE
    hand_kept = tmp_path / ("kept" + TABLE)
    hand_kept.write_text("# by hand\n", encoding="utf-8")
    assert run(tmp_path, WIKIDATA + OITA, "--out", str(hand_kept)) == cli.WRONG_USE
    assert hand_kept.read_text("utf-8") == "# by hand\n"
    assert "Traceback" not in capsys.readouterr().err
