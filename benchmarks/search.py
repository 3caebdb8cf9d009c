"""Searching: the index against the same search as SPARQL with CONTAINS, on the same store in the same process."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pyoxigraph as ox

from benchmarks.measure import median_call, table
from graph_build.release.build import Settings, build
from graph_build.release.folder import GRAPH, SEARCH
from graph_build.search.index import index_of_graph
from graph_build.search.lookup import Index
from graph_build.search.words import read_words

_WORDS = ("医療", "病児保育", "公共交通", "地下水", "熊本市", "市", "連携 熊本市 事業", "熊本連携中枢都市圏")
_REGISTER = Path(__file__).parents[1] / "data" / "register"
_PEER = 'SELECT DISTINCT ?thing {{ ?thing ?property ?text FILTER(isLiteral(?text) && LANG(?text) = "ja"{tests}) }}'


def main() -> str:
    """Build a release, search it in both ways, as Markdown."""
    shared = os.environ.get("RENKEI_SHARED")
    documents = [_REGISTER, *([Path(shared) / "sources"] if shared else [])]
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "release"
        build(documents, release, Settings(check=False))
        graph = (release / GRAPH).read_bytes()
        store = ox.Store()
        store.bulk_load(graph, format=ox.RdfFormat.N_QUADS)
        index = Index(release / SEARCH)
        rows = [_row(word, index, store) for word in _WORDS]
        made = median_call(lambda: index_of_graph(graph, "b"), runs=3)
        loaded = median_call(lambda: ox.Store().bulk_load(graph, format=ox.RdfFormat.N_QUADS), runs=3)
        opened = median_call(lambda: Index(release / SEARCH).close())
        size = (release / SEARCH).stat().st_size / len(graph)
    rows.append(("making the index", "loading the graph into Oxigraph", f"{made / loaded:.2f} ×", ""))
    rows.append(("opening the index", "loading the graph into Oxigraph", f"{opened / loaded:.4f} ×", ""))
    rows.append(("size of the index", "the graph as N-Quads", f"{size:.2f} ×", ""))
    return table(
        "Searching" + ("" if shared else " (register only)"), ("what", "against", "ratio", "found"), rows
    )


def _row(word: str, index: Index, store: ox.Store) -> tuple[str, ...]:
    """The first page with its total against all things that SPARQL finds, in any order."""
    words = read_words(word)
    tests = "".join(f' && CONTAINS(?text, "{part}")' for part in word.split())
    query = _PEER.format(tests=tests)
    own = median_call(lambda: index.search(words, texts=5), runs=20)
    peer = median_call(lambda: list(store.query(query, use_default_graph_as_union=True)), runs=5)  # type: ignore[arg-type]
    found = index.search(words).total
    return (word, "SPARQL CONTAINS in Oxigraph", f"{own / peer:.2f} × ({own * 1000:.1f} ms)", str(found))


if __name__ == "__main__":
    print(main())
