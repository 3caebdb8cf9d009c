"""The expected answers of all questions, from second readings that have no part in the converters.

``python -m tests.questions.reading SHARED`` writes ``queries/NN.facts.csv`` from the sources in the folder SHARED.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from graph_build.records import ids
from tests.classify.quality import readings
from tests.questions import agreements, meaning, network, plan, roles, wordings
from tests.questions.clauses import VISION
from tests.questions.source import Rows, Source

QUERIES = Path(__file__).parents[2] / "queries"


def leading_or_symmetric(source: Source) -> Rows:
    return [*roles.leading()[0], *wordings.symmetric(source)]


def amounts(source: Source) -> dict[str, int]:
    """What the projects cost, by id."""
    return {ids.project(VISION.text, p.measure, p.title): p.yen for p in source.projects}


def who_pays(source: Source) -> Rows:
    rows: Rows = []
    costs = readings("cost-seen.tsv", "kinds")
    found = amounts(source)
    for kind in sorted({kind for name in found for kind in costs[name].concepts}):
        own = [yen for name, yen in found.items() if kind in costs[name].concepts]
        rows.append((f"rk:costSharingKind-{kind}", str(len(own)), str(sum(own))))
    return rows


TABLES = {
    1: ("member,name,role,since", plan.members),
    2: ("pillar,field,number,measure", plan.measures),
    3: ("project,participant,name", plan.projects_of),
    4: ("measure,project", plan.joined_by),
    5: ("project,participants,everyone,minority,few", plan.breadth),
    6: ("text,role,states,document,start,end,digest", wordings.places_of),
    7: ("finding,text,measure", wordings.gaps),
    8: ("theme,name,areas,measures,everywhere,only", meaning.themes_of_areas),
    9: ("area,text,measure,document,start,end,digest", wordings.core_roles),
    10: ("area,text,pillar,measures,share", meaning.per_pillar),
    11: ("one,one_title,other,other_title,match", wordings.similar_titles),
    12: ("partner,title", lambda source: agreements.partner_differences(source.shared)),
    13: ("agreement,text,cost,meeting,change", lambda source: agreements.clause_kinds(source.shared)),
    14: ("agreement,act,signed,kind,target", lambda source: agreements.amendments(source.shared)),
    15: ("version,since,status", lambda source: agreements.in_force(source.shared)),
    16: ("agreement,earlier,later,change,measure,before", wordings.nothing),
    17: ("issued,previous,months,status", plan.revisions),
    18: ("bill,submitted,submitter,kind,agreement", lambda source: agreements.proposals(source.shared)),
    19: ("project,start,before", plan.later),
    20: ("level,title,projects,amount", plan.cost),
    21: ("year,amount,growth,project,largest,share", plan.by_year),
    22: ("measure,project,years", plan.zeros),
    23: ("kind,projects,amount", who_pays),
    24: ("project,subsidy,grantor,rate,theme", meaning.subsidies),
    25: ("project,amount,residents,each", plan.per_resident),
    26: ("measure,project,scope,amount", plan.shared_amounts),
    27: ("finding,text,title", leading_or_symmetric),
    28: ("text,title", lambda source: roles.coordinating()[0]),
    29: ("text,title,holder", lambda source: roles.lesser()[0]),
    30: ("text,title,holder", lambda source: roles.greater()[0]),
    31: ("project,acts,paid,amount", lambda source: roles.acting(amounts(source))[0]),
    32: ("kind,one,name,other,other_name,weight,neighbours,strength", network.network),
    33: ("one,name,other,other_name,together,expected,lift", network.unusual),
    34: ("municipality,name,scheme,belongs", network.in_several),
    35: ("municipality,name,projects,share,residents,distance", network.participation),
    36: ("level,monitored,kpi,unit,source", plan.kpis),
    37: ("kpi,baseline,current,target,below,met", plan.targets),
    38: ("indicator,unit,area,vision,kpi", wordings.nothing),
    40: ("area,kind,clause,role,amount,document,start,end,digest", wordings.on_subject),
}
WITH_WORDS = {40: (TABLES[40][0], wordings.on_subject_in_words)}
"""What a graph with the words answers otherwise."""

ARGUABLE = {
    28: (TABLES[28][0], lambda source: roles.coordinating()[1]),
    29: (TABLES[29][0], lambda source: roles.lesser()[1]),
    30: (TABLES[30][0], lambda source: roles.greater()[1]),
    31: (TABLES[31][0], lambda source: roles.acting(amounts(source))[1]),
}
"""Rows on which careful readers differ."""


Table = tuple[str, Callable[[Source], Rows]]


def table(source: Source, question: int, tables: Mapping[int, Table] = TABLES) -> str:
    """The expected answer as a CSV file."""
    head, make = tables[question]
    rows = make(source)
    assert not any(mark in cell for row in rows for cell in row for mark in ',"\n')
    return "\n".join([head, *(",".join(row) for row in rows)]) + "\n"


FILES = {"facts": TABLES, "text": WITH_WORDS, "arguable": ARGUABLE}

if __name__ == "__main__":
    whole = Source(Path(sys.argv[1]))
    for kind, tables in FILES.items():
        for question in tables:
            (QUERIES / f"{question:02}.{kind}.csv").write_text(
                table(whole, question, tables), encoding="utf-8"
            )
