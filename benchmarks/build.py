"""The build against rdflib: documents read, converted, written and checked, beside parsing the result once.

The peer does the least that any rdflib pipeline has to do with the same graph: parse its N-Quads, and validate it as
one graph with pySHACL.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import median_run, table

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "agreements"

BUILD = """
import sys
from pathlib import Path
from graph_build.release.build import Settings, build
folder, out, workers, cache = sys.argv[1:5]
paths = [Path(p) for p in sys.argv[5:]]
build(paths, Path(out), Settings(workers=int(workers), cache=Path(cache) if cache != "-" else None))
"""
PARSE = """
import sys, rdflib
graph = rdflib.Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
"""
VALIDATE = (
    PARSE
    + """
from graph_build.assets import asset
import pyshacl
shapes = rdflib.Graph()
for file in asset("shapes").iterdir():
    if file.name.endswith(".ttl"):
        shapes.parse(data=file.read_text(encoding="utf-8"), format="turtle")
merged = rdflib.Graph()
for quad in graph.quads():
    merged.add(quad[:3])
pyshacl.validate(merged, shacl_graph=shapes)
"""
)


def main() -> str:
    """Measure and give the table."""
    documents = sorted(str(p) for p in FIXTURES.glob("*.txt") if not p.name.startswith("x"))
    with tempfile.TemporaryDirectory() as folder:
        out, cache = f"{folder}/release", f"{folder}/cache"
        cold = median_run(BUILD, folder, out, "1", "-", *documents)
        two = median_run(BUILD, folder, out, "2", "-", *documents)
        warm = median_run(BUILD, folder, out, "1", cache, *documents)
        parse = median_run(PARSE, f"{out}/renkei.nq")
        validate = median_run(VALIDATE, f"{out}/renkei.nq", runs=1)
    rows = [
        (
            name,
            f"{len(documents) / run.seconds:.1f}",
            f"{run.seconds / parse.seconds:.2f}",
            f"{run.peak_mib:.0f}",
        )
        for name, run in (
            ("renkei build, 1 worker, cold", cold),
            ("renkei build, 2 workers, cold", two),
            ("renkei build, nothing changed", warm),
            ("rdflib: parse the result", parse),
            ("rdflib + pySHACL: parse and validate the result", validate),
        )
    ]
    head = ("what", "documents per second", "time ÷ rdflib parse", "peak MiB")
    return table(f"Build of {len(documents)} fixture documents", head, rows)


if __name__ == "__main__":
    print(main())
