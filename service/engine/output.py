"""Writing answers in every format: prefixes and context that pyoxigraph does not add, tables for browsers."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterable, Mapping
from itertools import chain, groupby, islice
from typing import IO, Any, cast

import pyoxigraph as ox

from graph_build.rdf.prefixes import PREFIXES
from service.engine.protocol import Term
from service.engine.spool import IN_MEMORY, Spool
from service.problems import NOT_ACCEPTABLE, Problem

PAGE_ROWS = 1000
_GROUPED = 10_000
_ELEMENT = re.compile(r"[^\W\d][\w.\-]*\Z")
_XSD = PREFIXES["xsd"]
_RDF_TYPE = PREFIXES["rdf"] + "type"
_TABLES = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_PREFIXED = frozenset(("turtle", "trig", "rdfxml"))
_NATIVE = {_XSD + "boolean": {"true": True, "false": False}}


def write(results: Any, form: str, spool: Spool | IO[bytes]) -> None:
    """Write the results of a query, of whichever kind, in the format of that name.

    Raises `ResultTooLargeError` past the cap of the spool, ValueError for what the format cannot say.
    """
    if isinstance(results, ox.QueryTriples) and form != "html":
        results = _grouped(results)
    if form == "rdfxml":
        results = _named(results)
    if form in _PREFIXED and form != "rdfxml":
        pruned = _UsedPrefixes(spool)
        ox.serialize(results, cast(IO[bytes], pruned), format=_GRAPHS[form], prefixes=dict(PREFIXES))
        pruned.finish()
    elif form == "html":
        _write_page_table(results, spool)
    elif isinstance(results, (ox.QuerySolutions, ox.QueryBoolean)):
        results.serialize(cast(IO[bytes], spool), format=_TABLES[form])
    elif form == "jsonld":
        write_json_ld(results, spool)
    else:
        prefixes = dict(PREFIXES) if form in _PREFIXED else None
        ox.serialize(results, cast(IO[bytes], spool), format=_GRAPHS[form], prefixes=prefixes)


def _named(triples: Iterable[Any]) -> Iterable[Any]:
    """The same triples; RDF/XML writes a property as an element and so has no form for every IRI."""
    for triple in triples:
        if not _ELEMENT.search(triple.predicate.value):
            detail = f"RDF/XML cannot write the property {triple.predicate.value}; the other formats can."
            raise Problem(NOT_ACCEPTABLE, detail)
        yield triple


def _grouped(triples: Iterable[Any]) -> Iterable[Any]:
    """The same triples, the first 10,000 in the order of their subjects: one description for each, not many."""
    rest = iter(triples)
    head = list(islice(rest, _GROUPED))
    head.sort(key=lambda triple: triple.subject.value)
    return chain(head, rest)


class _UsedPrefixes:
    """Leaves out the declarations of prefixes that an answer of up to 1 MiB does not use."""

    def __init__(self, spool: Spool | IO[bytes]) -> None:
        self._spool = spool
        self._held: list[bytes] | None = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Hold back, or pass on what is too long."""
        if self._held is None:
            return self._spool.write(data)
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size > IN_MEMORY:
            held, self._held = self._held, None
            self._spool.write(b"".join(held))
        return len(data)

    def flush(self) -> None:
        """Nothing to do before the end."""

    def finish(self) -> None:
        """Pass on what is held back, without the unused declarations."""
        if self._held is None:
            return
        lines = b"".join(self._held).split(b"\n")
        head = [line for line in lines if line.startswith(b"@prefix ")]
        body = b"\n".join(lines[len(head) :])
        used = sorted(line for line in head if line.split(b" ")[1] in body)
        self._spool.write(b"\n".join([*used, body]))


def compact(iri: str) -> str:
    """The prefixed name of an IRI where a known prefix fits, else the IRI.

    >>> compact("https://w3id.org/renkei/def#Measure")
    'rk:Measure'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("_", "a").replace("-", "a").isalnum():
            return f"{prefix}:{local}"
    return iri


def write_json_ld(triples: Iterable[Any], spool: Spool | IO[bytes]) -> None:
    """Triples as compact JSON-LD with one node per run of equal subjects and the known prefixes as context."""
    names: dict[str, str] = {}
    context = json.dumps(dict(PREFIXES))
    spool.write(f'{{"@context":{context},"@graph":['.encode())
    separator = ""
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        node: dict[str, Any] = {"@id": _name(subject)}
        for triple in group:
            _add(node, triple, names)
        node = {
            key: value[0] if isinstance(value, list) and len(value) == 1 else value
            for key, value in node.items()
        }
        spool.write((separator + json.dumps(node, ensure_ascii=False)).encode())
        separator = ",\n"
    spool.write(b"]}\n")


def _add(node: dict[str, Any], triple: Any, names: dict[str, str]) -> None:
    predicate = triple.predicate.value
    if predicate == _RDF_TYPE and isinstance(triple.object, ox.NamedNode):
        node.setdefault("@type", []).append(compact(triple.object.value))
        return
    name = names.get(predicate)
    if name is None:
        name = names[predicate] = compact(predicate)
    node.setdefault(name, []).append(_value(triple.object))


def _name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _value(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == _XSD + "string":
        return term.value
    if datatype == _XSD + "integer" and str(_integer(term.value)) == term.value:
        return _integer(term.value)
    if term.value in _NATIVE.get(datatype, ()):
        return _NATIVE[datatype][term.value]
    return {"@value": term.value, "@type": compact(datatype)}


def _integer(text: str) -> int | None:
    """The number, where JSON readers keep it exactly (53 bits)."""
    try:
        value = int(text) if len(text) < 17 else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < 1 << 53 else None


def _write_page_table(results: Any, spool: Spool | IO[bytes]) -> None:
    """At most 1,000 rows as an HTML table; more are said to be left out."""
    if isinstance(results, ox.QueryBoolean):
        spool.write(f"<p class=answer>{'true' if results else 'false'}</p>".encode())
        return
    if isinstance(results, ox.QuerySolutions):
        heads = [variable.value for variable in results.variables]
        rows: Iterable[Any] = ([row[head] for head in heads] for row in results)
    else:
        heads = ["subject", "predicate", "object"]
        rows = ([triple.subject, triple.predicate, triple.object] for triple in results)
    spool.write(b"<table><thead><tr>")
    spool.write(
        "".join(f"<th>{html.escape(head)}</th>" for head in heads).encode() + b"</tr></thead><tbody>\n"
    )
    shown = 0
    for row in rows:
        if shown == PAGE_ROWS:
            spool.write(
                b"</tbody></table><p class=more>The first 1,000 rows are shown; the other formats give all.</p>"
            )
            return
        spool.write(b"<tr>" + "".join(f"<td>{_cell(term)}</td>" for term in row).encode() + b"</tr>\n")
        shown += 1
    spool.write(f"</tbody></table><p class=rows>{shown} rows</p>".encode())


def _cell(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        shown = html.escape(compact(term.value))
        safe = term.value.startswith(("http://", "https://"))
        return f'<a href="{html.escape(term.value)}">{shown}</a>' if safe else shown
    if isinstance(term, ox.Literal):
        language = f' lang="{html.escape(term.language)}"' if term.language else ""
        tag = f" <small>@{html.escape(term.language)}</small>" if term.language else ""
        return f"<span{language}>{html.escape(term.value)}</span>{tag}"
    return html.escape(str(term))


def prefix_lines(used: Iterable[str], table: Mapping[str, str] = PREFIXES) -> str:
    """PREFIX declarations on one line, so that the lines of a query keep their numbers."""
    return "".join(f"PREFIX {prefix}: <{table[prefix]}> " for prefix in sorted(used))


def term_of(term: Mapping[str, Any]) -> ox.NamedNode | ox.Literal:
    """The RDF term of a bound parameter as a job carries it; raises ValueError for an IRI that is none."""
    if term["is_iri"]:
        return ox.NamedNode(term["value"])
    if term["language"]:
        return ox.Literal(term["value"], language=term["language"])
    return ox.Literal(term["value"], datatype=ox.NamedNode(term["datatype"]) if term["datatype"] else None)


def graph(triples: Iterable[tuple[str, str, Term]], form: str) -> bytes:
    """Triples of IRIs and terms that the service states about itself, in the format of that name."""
    stated = [
        ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term_of(vars(term)))
        for subject, predicate, term in triples
    ]
    memory = io.BytesIO()
    write(stated, form, memory)
    return memory.getvalue()
