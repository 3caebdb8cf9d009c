"""How time and memory grow with the number of visions: read, converted and written, beside rdflib parsing the result.

The visions are one fictional plan of the tests under other dates of issue, so that each is an edition with ids of its
own. The peer does the least that any rdflib pipeline has to do with the same graph: parse its N-Quads.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import median_run, table

PLAN = Path(__file__).parents[1] / "tests" / "fixtures" / "visions" / "kv-sasebo-keyvalue.txt"
COUNTS = (1, 10, 100)
FIRST_YEAR = 2030
"""Of issue: after every date in the plan, which is what an edition may be."""
_ISSUED = re.compile(r"令和6年3月")

CONVERT = """
import sys
from pathlib import Path
from graph_build.rdf.iris import Iris
from graph_build.rdf.writer import write
from graph_build.release.reading import read_path
documents = [read_path(Path(p)).result for p in sys.argv[2:]]  # the first one reads the tables of places
assert len({one.source.topic for one in documents}) == len(documents)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    for document in documents[1:]:
        written = write(document, Iris())
        out.writelines(line + "\\n" for line in (*written.stated, *written.inferred))
"""
PARSE = """
import sys, rdflib
rdflib.Dataset(default_union=True).parse(sys.argv[1], format="nquads")
"""


def editions(folder: Path, number: int) -> Iterator[Path]:
    """So many plans that differ in the month of issue only."""
    text = PLAN.read_text(encoding="utf-8")
    for n in range(number):
        file = folder / f"{n}.txt"
        file.write_text(_ISSUED.sub(f"{FIRST_YEAR + n // 12}年{n % 12 + 1}月", text), encoding="utf-8")
        yield file


def main() -> str:
    """Measure and give the table."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = folder / "visions.nq"
        files = [str(file) for file in editions(folder, max(COUNTS))]
        start, start_peer = median_run(CONVERT, str(graph), str(PLAN)), median_run("import rdflib")
        one = None
        for count in COUNTS:
            own = median_run(CONVERT, str(graph), str(PLAN), *files[:count])
            quads = graph.read_bytes().count(b"\n")
            peer = median_run(PARSE, str(graph))
            net, net_peer = own.seconds - start.seconds, peer.seconds - start_peer.seconds
            one = one or net
            rows.append(
                (
                    str(count),
                    f"{quads:,}",
                    f"{net / one:.1f}",
                    f"{net / net_peer:.2f}",
                    f"{own.peak_mib:.0f}",
                    f"{peer.peak_mib:.0f}",
                )
            )
    head = ("visions", "quads", "time ÷ one vision", "time ÷ rdflib parse", "peak MiB", "rdflib peak MiB")
    return table("Visions converted and written; start and the reading of tables are not counted", head, rows)


if __name__ == "__main__":
    print(main())
