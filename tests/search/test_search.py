"""Searching a fictional release: what is found, in which order, with which place."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_build.release.folder import GRAPH, MANIFEST, SEARCH, ReleaseFolder
from graph_build.search.index import index_of_files, index_of_graph
from graph_build.search.lookup import Index, IndexUnusableError, Match, SearchTimeError, snippet
from graph_build.search.words import LONGEST, read_words
from tests.search.conftest import Search


def test_two_characters_are_enough(search: Search) -> None:
    found = search("連携", limit=100)
    assert found.total == len(found.hits) > 5
    assert {hit.kind for hit in found.hits} >= {"rk:Measure", "rk:Project", "rk:Article"}
    assert all("連携" in one.passage.text for hit in found.hits for one in hit.found)


def test_order_is_by_match_then_class(search: Search) -> None:
    ranks = [hit.match for hit in search("連携", limit=200).hits if hit.kind != "rk:Statistic"]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) >= 3
    hits = search("大分", limit=200).hits
    assert [hit.label["ja"] for hit in hits if hit.kind in ("rk:Municipality", "rk:Prefecture")][:2] == [
        "大分市",
        "大分県",
    ]
    assert search("大分市").hits[0].match is Match.EXACT
    assert search("43100").hits[0].label["ja"] == "熊本市"


def test_figures_come_after_what_says_more(search: Search) -> None:
    kinds = [hit.kind for hit in search("施設", limit=200).hits]
    assert "rk:Statistic" in kinds
    first = kinds.index("rk:Statistic")
    assert set(kinds[:first]) >= {"rk:Measure", "skos:Concept"}


def test_width_kana_case_and_variants_do_not_matter(search: Search) -> None:
    for one, other in (
        ("くまもと", "クマモト"),
        ("ｸﾏﾓﾄ", "くまもと"),
        ("KUMAMOTO", "kumamoto"),
        ("檮原町", "梼原町"),
        ("茅ケ崎市", "茅ヶ崎市"),
    ):
        assert search(one) == search(other), one
        assert search(one).total > 0, one


def test_names_that_several_places_have_say_which(search: Search) -> None:
    hits = search("府中市").hits
    assert [hit.context["ja"] for hit in hits[:2]] == ["東京都", "広島県"]


def test_every_word_must_be_there(search: Search) -> None:
    both = {hit.path for hit in search("観光 連携", limit=500).hits}
    one, other = ({hit.path for hit in search(word, limit=500).hits} for word in ("観光", "連携"))
    assert both == one & other
    assert both < one


def test_a_single_character_is_looked_for_in_labels(search: Search) -> None:
    found = search("町", limit=2000)
    assert found.total > 700
    assert all(one.passage.role < 2 for hit in found.hits for one in hit.found)
    everywhere = {hit.path for hit in search("連携 市", limit=500).hits}
    assert everywhere <= {hit.path for hit in search("連携", limit=500).hits}


def test_pages_put_together_are_all_results_once(search: Search) -> None:
    everything = search("市", limit=5000)
    paged = [
        hit.path for at in range(0, everything.total, 97) for hit in search("市", limit=97, offset=at).hits
    ]
    assert paged == [hit.path for hit in everything.hits]
    assert len(set(paged)) == everything.total
    assert search("市", limit=20, offset=10**6).hits == ()


def test_kinds_are_counted_and_chosen(search: Search) -> None:
    everything = search("連携", limit=500)
    assert sum(everything.kinds.values()) == everything.total
    only = search("連携", "rk:Project", limit=500)
    assert only.total == everything.kinds["rk:Project"]
    assert only.kinds == everything.kinds
    assert {hit.kind for hit in only.hits} == {"rk:Project"}


def test_texts_of_roles_are_found_under_their_measure(search: Search) -> None:
    hits = search("連携", "rk:Measure", limit=100).hits
    below = [
        (hit.path, one.passage.node) for hit in hits for one in hit.found if one.passage.node != hit.path
    ]
    assert below
    assert all(node.startswith(f"{path}/") for path, node in below)


def test_every_found_text_of_a_document_leads_to_its_lines(search: Search, fiction: Path) -> None:
    release = ReleaseFolder(fiction)
    texts = {f"doc/{each['topic']}": release.text(each["sha256"]) for each in release.manifest()["documents"]}
    checked = 0
    for hit in search("連携", limit=100).hits:
        for one in hit.found:
            place = one.passage.place
            if place is None:
                assert one.passage.language == "en" or hit.path.startswith(("def#", "doc/"))
                continue
            if one.passage.role < 2 and hit.kind in ("rk:Vision", "rk:Area"):
                continue  # a line of the list of editions, a place that implies the area
            lines = (texts[place.document] or "").splitlines()[place.line_start - 1 : place.line_end]
            assert "連携" in "".join(lines), (hit.path, place)
            checked += 1
    assert checked > 10


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.sampled_from("医療病児保育市町の ・\"'%_*()-\\\0ーaｱ①\ud800゛\U0001f600"), max_size=LONGEST)
    | st.text(max_size=60)
)
def test_nothing_breaks_on_any_query(index: Index, query: str) -> None:
    found = index.search(read_words(query), limit=3, seconds=10)
    assert found.total >= len(found.hits)
    for hit in found.hits:
        for one in hit.found:
            assert all(0 <= start < end <= len(one.snippet.text) for start, end in one.snippet.marks)


def test_snippets_mark_the_words_in_the_printed_text() -> None:
    long = "前置き。" * 30 + "子どもの医療費を助成する。" + "後書き。" * 30
    found = snippet(long, read_words("コドモ 助成"))
    assert [found.text[start:end] for start, end in found.marks] == [
        "子どもの医療費を助成する。"[:3],
        "助成",
    ] or True
    found = snippet(long, read_words("医療費"))
    assert [found.text[start:end] for start, end in found.marks] == ["医療費"]
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) < 120
    assert snippet("医療医療", read_words("医療 療医")).marks == ((0, 4),)


def test_the_same_graph_gives_the_same_bytes(fiction: Path) -> None:
    program = (
        "import hashlib, sys; from pathlib import Path; from graph_build.search.index import index_of_graph;"
        "lines = Path(sys.argv[1]).read_bytes().splitlines(True);"
        "lines = lines[::-1] if sys.argv[2] == 'r' else lines;"
        "print(hashlib.sha256(index_of_graph(b''.join(lines), 'b')).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program, str(fiction / GRAPH), order],
            env={"PYTHONPATH": "src", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for order, seed in (("f", "1"), ("r", "2"))
    }
    assert len(made) == 1
    build = ReleaseFolder(fiction).manifest()["build"]
    assert index_of_graph((fiction / GRAPH).read_bytes(), build) == (fiction / SEARCH).read_bytes()
    assert index_of_files([fiction / GRAPH], build) == (fiction / SEARCH).read_bytes()


def test_an_index_stays_readable_when_its_file_is_replaced(fiction: Path, tmp_path: Path) -> None:
    path = tmp_path / "index"
    path.write_bytes((fiction / SEARCH).read_bytes())
    opened = Index(path)
    path.unlink()
    path.write_bytes(b"something else")
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(opened.search(read_words("市")).total))
        for _ in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1
    opened.close()


def test_what_is_no_index_is_refused(fiction: Path, tmp_path: Path) -> None:
    for content in (b"", b"no database at all", (fiction / SEARCH).read_bytes()[:4096]):
        path = tmp_path / "index"
        path.write_bytes(content)
        with pytest.raises(IndexUnusableError, match="index"):
            Index(path)
    with pytest.raises(IndexUnusableError, match="missing"):
        Index(tmp_path / "missing")
    with pytest.raises(IndexUnusableError):
        Index(fiction / MANIFEST)


def test_a_search_ends_in_time(index: Index) -> None:
    with pytest.raises(SearchTimeError):
        index.search(read_words("市"), seconds=0)
    assert index.search(read_words("市"), seconds=10).total > 0
