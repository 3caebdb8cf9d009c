"""Queries that no endpoint can answer in time or space, and texts that end a careless parser."""

from __future__ import annotations

_RK = "https://w3id.org/renkei/def#"

SLOW = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cross product with filter": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?e && ?h = ?c && ?i = ?b) }"
    ),
    "distinct and order": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "stream": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "automaton": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?a), STR(?d), STR(?f)), "
        '"(a|b|ab|.){60}(x+x+)+y(.*.*)*[0-9]{40}z")) }'
    ),
    "path closure": f"SELECT (COUNT(*) AS ?n) {{ ?a (<{_RK}next>|^<{_RK}next>)* ?b }}",
    "path of paths": f"SELECT (COUNT(*) AS ?n) {{ ?a <{_RK}next>*/(!<{_RK}x>)*/<{_RK}next>* ?b . ?c ?d ?e }}",
    "correlated NOT EXISTS": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?g ?h ?i FILTER NOT EXISTS { ?d ?e ?f FILTER(?f = ?a && ?d = ?i) } }"
    ),
    "OPTIONAL": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i FILTER(?i = ?b) } } }",
    "many unions": "SELECT (COUNT(*) AS ?n) { ?x ?y ?z . {"
    + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f }"] * 300)
    + "} }",
    "values": "SELECT (COUNT(*) AS ?n) {"
    + "".join(f" VALUES ?{name} {{ {' '.join(map(str, range(2000)))} }}" for name in "abc")
    + " }",
    "construct": "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "construct blank nodes": "CONSTRUCT { [] ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "group concat": "SELECT (GROUP_CONCAT(STR(?a)) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "group per pair": "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d ?g",
    "random order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND() LIMIT 10",
    "uuids": "SELECT (COUNT(DISTINCT UUID()) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "blank nodes": "SELECT DISTINCT (BNODE() AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "doubled string": 'SELECT (STRLEN(?s36) AS ?n) { BIND("ab" AS ?s0)'
    + "".join(f" BIND(CONCAT(?s{i}, ?s{i}) AS ?s{i + 1})" for i in range(36))
    + " }",
    "sequence path": "SELECT * { ?s " + "/".join([f"<{_RK}next>?"] * 400) + " ?o }",
    "chain of OPTIONAL": "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 600 + "}",
    "describe all": "DESCRIBE ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
"""Name → a query that is ended by a limit of time, memory or size."""

DEEP = {
    "groups": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "groups not closed": "SELECT * " + "{" * 10_000,
    "parentheses": "SELECT (" + "(" * 20_000 + "1" + ")" * 20_000 + " AS ?x) {}",
    "subqueries": "SELECT * {" * 3_000 + "}" * 3_000,
    "or": "ASK { ?s ?p ?o FILTER(" + "||".join(["?o"] * 20_000) + ") }",
    "not": "ASK { ?s ?p ?o FILTER(" + "!" * 20_000 + "?o) }",
    "plus": "SELECT (" + "+".join(["1"] * 20_000) + " AS ?x) {}",
    "unions": "ASK {" + "UNION".join(["{}"] * 20_000) + "}",
    "path": "ASK { ?s " + "(" * 20_000 + "<p>" + ")" * 20_000 + " ?o }",
    "lists": "ASK { ?s ?p " + "(" * 20_000 + ")" * 20_000 + " }",
    "blank nodes": "ASK { ?s ?p " + "[ <p> " * 20_000 + "]" * 20_000 + " }",
    "if": "SELECT (" + "IF(true,1," * 1_000 + "1" + ")" * 1_000 + " AS ?x) {}",
    "binds": "SELECT * {" + "".join(f"BIND(1 AS ?b{i}) " for i in range(5_000)) + "}",
    "minus": "ASK {" + "MINUS {?s ?p ?o} " * 5_000 + "}",
}
"""Name → a query that is refused before an engine parses it."""
