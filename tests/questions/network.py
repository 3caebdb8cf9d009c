"""Answers to the questions on who takes part with whom."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from itertools import combinations
from math import acos, cos, radians, sin

from tests.questions.source import Rows, Source, SourceProject, plain, rounded


def shared_projects(source: Source, projects: list[SourceProject]) -> Counter[tuple[str, str]]:
    """Each pair of municipalities, the smaller code first → projects in which both take part."""
    found: Counter[tuple[str, str]] = Counter()
    for project in projects:
        found.update(combinations(sorted(source.codes[name] for name in project.participants), 2))
    return found


def network(source: Source) -> Rows:
    weights = shared_projects(source, list(source.projects))
    names = {source.codes[name]: name for name in source.members}
    rows: Rows = [
        ("pair", one, names[one], other, names[other], str(n), "", "") for (one, other), n in weights.items()
    ]
    core = source.codes[source.core]
    for name in source.members:
        code = source.codes[name]
        own = [n for pair, n in weights.items() if code in pair and core not in pair]
        if code != core:
            rows.append(("municipality", code, name, "", "", "", str(len(own)), str(sum(own))))
    return rows


def unusual(source: Source) -> Rows:
    listed = [p for p in source.projects if plain(p.rows[0][1]) != "全市町村"]
    names = {source.codes[name]: name for name in source.members}
    times = Counter(source.codes[name] for project in listed for name in project.participants)
    rows: Rows = []
    for (one, other), together in shared_projects(source, listed).items():
        expected = Decimal(times[one] * times[other]) / len(listed)
        if source.codes[source.core] not in (one, other) and together >= 3 and together / expected >= 1.5:
            lift = rounded(together / expected, 2)
            rows.append((one, names[one], other, names[other], str(together), rounded(expected, 2), lift))
    return rows


def in_several(source: Source) -> Rows:
    """Members as the vision lists them, as the preamble of the agreement of Okayama does, and the two of Kurume."""
    okayama = re.search(r"、(岡山市、.+町)で構成される圏域", source.okayama)
    assert okayama
    lists = [set(source.members), set(re.split("、|及び", okayama[1])), {"久留米市", "小郡市"}]
    assert [len(names) for names in lists] == [24, 13, 2]
    assert not any(one & other for one, other in combinations(lists, 2))
    return []


def participation(source: Source) -> Rows:
    rows: Rows = []
    core = source.codes[source.core]
    for name in source.members:
        code = source.codes[name]
        joined = sum(name in project.participants for project in source.projects)
        share = rounded(Decimal(100 * joined) / len(source.projects), 1)
        km = "" if code == core else rounded(Decimal(distance(source.offices[core], source.offices[code])), 1)
        rows.append((code, name, str(joined), share, str(source.residents[name]), km))
    return rows


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on a sphere of 6371.0088 km, by the law of cosines."""
    (a, x), (b, y) = (tuple(map(radians, place)) for place in (one, other))
    return 6371.0088 * acos(sin(a) * sin(b) + cos(a) * cos(b) * cos(x - y))
