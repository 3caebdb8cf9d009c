"""Searching the real documents: all that an independent scan of their lines finds, and no office holder."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.rdf.prefixes import PREFIXES, expand, short
from graph_build.release.build import Settings, build
from graph_build.release.folder import GRAPH, SEARCH, ReleaseFolder
from graph_build.search.entries import LABELS, NAMES, NOT_SEARCHED, TEXTS
from graph_build.search.lookup import Index
from graph_build.search.words import read_words

pytestmark = pytest.mark.shared

# Between two characters of a word a document may have white space or the tags of a cell.
_GAP = r"(?:\s|</?(?:p|ul|li)[^<>]*>)*"
# In 病児・病後児保育 and 病児病後児保育 the head is said once for both.
_SCANNED = {
    "病児保育": rf"病{_GAP}児[^。\n]{{0,6}}?保{_GAP}育",
    "公共交通": _GAP.join("公共交通"),
    "地下水": _GAP.join("地下水"),
}
_HEADS = {"病児保育": {428}, "公共交通": {460, 462, 471, 473}, "地下水": set[int]()}
"""Headings and heads of columns of the portrait's tables: no clauses; what stands in these tables is found."""
_NOT_SEARCHED = {
    "dcterms:format",
    "dcterms:rights",
    "rk:address",
    "rk:code5",
    "rk:corporateNumber",
    "rk:costSharingLabel",
    "rk:cue",
    "rk:detail",
    "rk:number",
    "rk:office",
    "rk:position",
    "rk:printedNumber",
    "rk:printedTotal",
    "rk:printedUnit",
    "rk:printedSubject",
    "rk:printedValue",
    "rk:rule",
    "rk:sha256",
    "rk:signatoryName",
    "rk:textDigest",
    "rk:unit",
}
"""Figures, numbers, digests, signs of the text, persons."""


@pytest.fixture(scope="module")
def release(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of all source documents."""
    out = tmp_path_factory.mktemp("real") / "release"
    build([shared / "sources"], out, Settings(check=False))
    return out


@pytest.fixture(scope="module")
def index(release: Path) -> Iterator[Index]:
    """Its index."""
    opened = Index(release / SEARCH)
    yield opened
    opened.close()


def statements(release: Path) -> Iterator[ox.Quad]:
    """All quads that documents state, not those of the ontology."""
    for quad in ox.parse(path=release / GRAPH):
        if str(quad.graph_name).strip("<>").rpartition("/")[2] not in {
            "ontology",
            "labels",
            "places",
            "catalogue",
        }:
            yield quad


@pytest.mark.parametrize(("word", "pattern"), _SCANNED.items())
def test_all_clauses_are_found(word: str, pattern: str, index: Index, release: Path) -> None:
    covered: defaultdict[str, set[int]] = defaultdict(set)
    for hit in index.search(read_words(word), limit=10_000, seconds=10, texts=10_000).hits:
        for one in hit.found:
            if place := one.passage.place:
                covered[place.document] |= set(range(place.line_start, place.line_end + 1))
    folder, scanned, missed = ReleaseFolder(release), 0, set()
    for document in folder.manifest()["documents"]:
        text = folder.text(document["sha256"]) or ""
        for found in re.finditer(pattern, text):
            line = text.count("\n", 0, found.start()) + 1
            scanned += 1
            if line not in covered[f"doc/{document['topic']}"]:
                missed.add((document["topic"], line))
    assert missed == {("vision/renkei-chusu/43100/2025-03", line) for line in _HEADS[word]}
    assert scanned >= 5


def test_no_office_holder_is_found(index: Index, release: Path) -> None:
    names = {
        quad.object.value
        for quad in statements(release)
        if quad.predicate.value == expand("rk:signatoryName") and isinstance(quad.object, ox.Literal)
    }
    assert len(names) >= 5
    for name in names:
        for part in (name, name[:2], name[-2:]):
            for hit in index.search(read_words(f'"{part}"'), limit=1000, seconds=10).hits:
                assert not any(name in one.passage.text.replace(" ", "") for one in hit.found), (
                    part,
                    hit.path,
                )
                assert "/signature/" not in hit.path


def test_every_text_of_the_graph_is_searched_or_known_not_to_be(release: Path) -> None:
    classes, said = defaultdict(set), defaultdict(set)
    for quad in statements(release):
        if quad.predicate.value == expand("rdf:type"):
            classes[quad.subject].add(short(quad.object.value))  # type: ignore[union-attr]
        elif isinstance(quad.object, ox.Literal) and (
            quad.object.language or quad.object.datatype.value == PREFIXES["xsd"] + "string"
        ):
            said[quad.subject].add(short(quad.predicate.value))
    found = set().union(*(names for node, names in said.items() if not classes[node] & NOT_SEARCHED))
    assert found - LABELS - NAMES - TEXTS == found & _NOT_SEARCHED


def test_a_search_is_fast(index: Index) -> None:
    words = [
        "医療",
        "病児保育",
        "公共交通",
        "地下水",
        "市",
        "熊本市",
        "連携 熊本市 事業",
        "の",
        "熊本連携中枢都市圏",
    ]
    for word in words:
        read = read_words(word)
        spent = []
        for _ in range(5):
            before = time.process_time()  # other programs on the machine do not count
            index.search(read, seconds=60)
            spent.append(time.process_time() - before)
        assert min(spent) < 0.05, word
