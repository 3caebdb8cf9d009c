"""Parameters of stored queries: values of the declared type become terms, everything else is refused."""

from __future__ import annotations

import contextlib
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.checks.parameters import ParameterError, Value, json_schema, read_value, read_values
from graph_build.checks.questions import Param, ParamType, StoredQuery
from graph_build.rdf.prefixes import PREFIXES

BASE = "https://w3id.org/renkei/"
KINDS: tuple[ParamType, ...] = get_args(ParamType)
QUERY = StoredQuery(
    number=99,
    name="fiction",
    path="99-fiction.rq",
    title={"ja": "架空", "en": "Fiction"},
    params=(Param("city", "municipality", "43100"), Param("day", "date", "2025-01-01", optional=True)),
    needs="facts",
    columns=(),
    text="SELECT ?city ?day {}",
)


@pytest.mark.parametrize("text", ["43100", "municipality/43100", f"{BASE}id/municipality/43100"])
def test_a_municipality_is_named_by_code_path_or_iri(text: str) -> None:
    expected = Value(f"{BASE}id/municipality/43100", is_iri=True)
    assert read_value("city", "municipality", text, BASE) == expected


@pytest.mark.parametrize(
    ("kind", "text", "datatype"),
    [
        ("date", "2024-02-29", f"{PREFIXES['xsd']}date"),
        ("year", "2021", f"{PREFIXES['xsd']}integer"),
        ("integer", "-12", f"{PREFIXES['xsd']}integer"),
        ("string", '" } # 公共交通', ""),
    ],
)
def test_literals_have_the_datatype_of_their_type(kind: ParamType, text: str, datatype: str) -> None:
    assert read_value("x", kind, text, BASE) == Value(text, datatype=datatype)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "2024-02-31"),
        ("date", "2021"),
        ("date", "2021-01-01Z"),
        ("year", "21"),
        ("year", "２０２１"),
        ("integer", "1.5"),
        ("integer", "1" * 19),
        ("municipality", "4310"),
        ("municipality", "renkei-chusu/43100"),
        ("municipality", "https://example.org/id/municipality/43100"),
        ("municipality", "43100> ?p ?o . #"),
        ("agreement", "a b"),
        ("agreement", ""),
        ("vision", "vision/"),
        ("string", "x" * 1001),
    ],
)
def test_a_value_of_another_type_is_refused_and_named(kind: ParamType, text: str) -> None:
    with pytest.raises(ParameterError, match=rf"^x: .*not of type {kind}\.$") as refused:
        read_value("x", kind, text, BASE)
    assert refused.value.details == {"parameter": "x", "expected": kind}


@pytest.mark.parametrize(
    ("values", "said", "details"),
    [
        ({}, "The parameter city is missing, for example city=43100", {"missing": ["city"]}),
        ({"city": ""}, "The parameter city is missing", {"missing": ["city"]}),
        ({"city": "43100", "town": "x"}, "There is no parameter town", {"parameters": ["city", "day"]}),
    ],
)
def test_missing_and_unknown_parameters_are_refused(
    values: dict[str, str], said: str, details: dict[str, object]
) -> None:
    with pytest.raises(ParameterError, match=said) as refused:
        read_values(QUERY, values, BASE)
    assert refused.value.details == details


def test_an_optional_parameter_may_be_left_out_or_empty() -> None:
    assert read_values(QUERY, {"city": "43100", "day": ""}, BASE) == read_values(
        QUERY, {"city": "43100"}, BASE
    )


@given(st.sampled_from([kind for kind in KINDS if kind != "string"]), st.text())
def test_any_text_is_a_term_without_a_sign_of_sparql_or_refused(kind: ParamType, text: str) -> None:
    with contextlib.suppress(ParameterError):
        value = read_value("x", kind, text, BASE)
        assert value.is_iri == (kind in ("municipality", "area", "agreement", "vision"))
        assert value.value.isascii()
        assert not set(value.value) & set('<>"{}|\\^` ')


@given(
    st.sampled_from(KINDS),
    st.one_of(
        st.text(max_size=30),
        st.from_regex(
            r"(https://w3id\.org/renkei/id/)?(municipality/|vision/)?[0-9a-z/-]{0,9}", fullmatch=True
        ),
        st.dates().map(str),
        st.integers().map(str),
    ),
)
def test_the_schema_takes_what_is_read_and_nothing_else(kind: ParamType, text: str) -> None:
    schema = json_schema(Param("x", kind, ""), BASE)
    if kind == "date":
        assert schema == {"type": "string", "format": "date"}
        return
    allowed = re.fullmatch(schema["pattern"][1:-1], text) if "pattern" in schema else text
    if kind == "string":
        allowed = schema["minLength"] <= len(text) <= schema["maxLength"]
        assert not text or allowed
        return
    try:
        read_value("x", kind, text, BASE)
    except ParameterError:
        assert not allowed
    else:
        assert allowed
