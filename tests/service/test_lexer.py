"""What the text of a query shows before any engine sees it."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.problems import SERVICE_REFUSED, SYNTAX, TOO_COMPLEX, UPDATE_REFUSED, Problem
from service.sparql.formats import Kind
from service.sparql.lexer import Limits, scan
from tests.service.bombs import DEEP

SERVICES = {
    "plain": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "small letters": "SELECT * { service ?s { ?s ?p ?o } }",
    "in EXISTS": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "in a subquery": "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://127.0.0.1:9/> {} } } } }",
    "after a comment": "SELECT * { # }\nSERVICE#<x>\n<http://127.0.0.1:9/> {} }",
    "grown to a truth value": "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/> {} }",
    "grown to a number": "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/> {} }",
    "by a prefixed name": "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p ?o . SERVICE:x {} }",
}
TWO_READINGS = {
    "a comment in what looks like an IRI": "SELECT * { ?s ?p ?o FILTER(?o<?o)SERVICE#>\n<http://127.0.0.1:9/> {} }",
    "a long string hides": 'SELECT * { ?s ?p ?o FILTER(?o<?o#>"""\n) SERVICE <http://127.0.0.1:9/> {} } #"""',
    "an operator before an IRI": "SELECT * { ?s ?p ?o FILTER(?o<<x#>)SERVICE<http://127.0.0.1:9/>{} }",
    "a string in what looks like an IRI": "SELECT * { ?s ?p ?o FILTER(?o<'x>' || '1' = '') }",
    "smaller or equal": "SELECT * { ?s ?p ?o FILTER(?o<=?o)SERVICE#>\n?s {} }",
    "after EXISTS": "SELECT * { ?s ?p ?o FILTER(EXISTS{}<?o)SERVICE#>\n?s {} }",
}
HARMLESS = {
    "in a string": "SELECT * { ?s ?p 'SERVICE <x> {}', \"LOAD\", '''\nSERVICE\n''', \"\"\"DROP\"\"\" }",
    "in a comment": "SELECT * { ?s ?p ?o } # SERVICE <x> { LOAD }",
    "in an IRI": "SELECT * { ?s <http://example.org/service/LOAD#SERVICE> ?o }",
    "as a variable": "SELECT ?service { ?service ?p ?o . ?o ?load ?insert }",
    "as a prefix": "PREFIX service: <http://example.org/> SELECT * { ?s service:load ?o }",
    "as a local name": "PREFIX e: <http://example.org/> SELECT * { ?s e:service ?o . _:service e:load e:SERVICE }",
    "less than": "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o <= 4 || 1<2) }",
    "less than without spaces": "SELECT * { ?s ?p ?o FILTER(?o<?p&&?s>?o) }",
    "IRIs side by side": "SELECT * { VALUES (?a ?b) { (<http://e.org/#a> <http://e.org/#b>) } ?s<http://e.org/#p>?o }",
    "quoted triples": "SELECT * { << ?s ?p ?o >> ?x <http://example.org/#y> }",
}


def refused(text: str) -> Problem:
    with pytest.raises(Problem) as caught:
        scan(text)
    return caught.value


@pytest.mark.parametrize("text", SERVICES.values(), ids=SERVICES)
def test_service_is_refused_wherever_an_engine_would_see_it(text: str) -> None:
    assert refused(text).kind in (SERVICE_REFUSED, SYNTAX)


@pytest.mark.parametrize("text", TWO_READINGS.values(), ids=TWO_READINGS)
def test_a_text_with_two_readings_is_refused(text: str) -> None:
    assert refused(text).kind is SYNTAX


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_words_that_are_no_keywords_pass(text: str) -> None:
    assert scan(text).kind is Kind.SELECT


@pytest.mark.parametrize(
    "word", ["INSERT DATA {}", "DELETE WHERE {}", "LOAD <x>", "CLEAR ALL", "drop all", "CREATE GRAPH <x>",
             "ADD <x> TO <y>", "MOVE <x> TO <y>", "COPY <x> TO <y>", "WITH <x> DELETE {} WHERE {}"],
)  # fmt: skip
def test_updates_are_refused(word: str) -> None:
    assert refused(f"PREFIX e: <http://example.org/> {word}").kind is UPDATE_REFUSED


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_would_overflow_a_parser_is_refused(text: str) -> None:
    assert refused(text).kind in (TOO_COMPLEX, SYNTAX)


def test_nesting_and_operators_may_reach_their_limits() -> None:
    limits = Limits(nesting=10, operators=30)
    scan("ASK " + "{" * 10 + "}" * 10, limits)
    scan("SELECT (" + "+".join("1" * 29) + " AS ?x) {}", Limits(nesting=10, operators=31))
    with pytest.raises(Problem, match="more than 10 deep: line 1, column 15"):
        scan("ASK " + "{" * 11 + "}" * 11, limits)


def test_long_lists_of_data_are_no_operators() -> None:
    rows = " ".join(f"({at} -1)" for at in range(5000))
    assert scan(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} ?s ?p ?a }}").kind is Kind.SELECT


def test_the_dataset_is_read_with_base_and_prefixes() -> None:
    scanned = scan(
        "BASE <http://example.org/x/> PREFIX g: <../g/> SELECT * FROM <a> FROM NAMED g:b FROM<c> "
        "WHERE { GRAPH ?g { ?s ?p ?o } }"
    )
    assert scanned.default_graphs == ("http://example.org/x/a", "http://example.org/x/c")
    assert scanned.named_graphs == ("http://example.org/g/b",)


@pytest.mark.parametrize(
    "text", ["SELECT *FROMNAMED<x>{}", "SELECTDISTINCT * {}", "ASK FROM {}", "DEFINE x ASK {}"]
)
def test_words_run_together_are_refused(text: str) -> None:
    assert refused(text).kind is SYNTAX


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT *\nWHERE { ?s no:such ?o }", 2, 12),
        ("ASK {\n  ?s ?p 'open\n}", 2, 9),
        ("ASK { ?s ?p ?o ", 1, 5),
        ("ASK { ?s ?p ?o ) }", 1, 16),
        ("ASK {　?s ?p ?o }", 1, 6),
        ("", 1, 1),
    ],
)
def test_errors_tell_line_and_column(text: str, line: int, column: int) -> None:
    problem = refused(text)
    assert (problem.kind, problem.extra["line"], problem.extra["column"]) == (SYNTAX, line, column)


@pytest.mark.parametrize(
    ("text", "volatile"),
    [
        ("SELECT (RAND() AS ?r) {}", True),
        ("SELECT (now() AS ?r) {}", True),
        ("CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p _:new } WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . [] ?p ?o FILTER(?o > 1) }", False),
        ("SELECT * { ?s ?p 'RAND' }", False),
    ],
)
def test_answers_that_change_are_known(text: str, volatile: bool) -> None:
    assert scan(text).volatile is volatile


@given(st.text(alphabet="ASK{}()<>#'\"\\:?$ \n@^|&!=.;,service1e-", max_size=60))
def test_any_text_is_scanned_or_refused(text: str) -> None:
    with contextlib.suppress(Problem):
        assert scan(f"ASK {{ {text} }}").kind is Kind.ASK


@given(st.text(max_size=40))
def test_a_string_hides_everything(text: str) -> None:
    escaped = re.sub(r"[\\\"\n\r]", lambda found: f"\\u{ord(found[0]):04x}", text)
    assert scan(f'ASK {{ ?s ?p "{escaped}" }}').kind is Kind.ASK


@pytest.mark.parametrize(
    "evil", ["x." * 200_000, "<" * 400_000, "a:b" + "." * 400_000, '"""' * 100_001, "-" * 400_000]
)
def test_long_texts_take_linear_time(evil: str) -> None:
    """A quadratic pattern would not end here."""
    with pytest.raises(Problem):
        scan("ASK { " + evil)
