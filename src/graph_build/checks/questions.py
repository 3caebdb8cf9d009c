"""The stored questions: their files, their headers, and the verdict of a graph on each."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, Literal, TypeAlias, get_args

from graph_build.assets import asset

ParamType: TypeAlias = Literal[
    "municipality", "area", "agreement", "vision", "date", "year", "string", "integer"
]
Needs: TypeAlias = Literal["facts", "text"]
Verdict: TypeAlias = Literal["valid", "invalid", "unverifiable", "warning"]

_FILE = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)\.rq")
_KEYS = {"title", "question", "params", "needs", "columns", "federated"}
_PARAM_KEYS = {"name", "type", "example", "optional"}
_COLUMN_KEYS = {"name", "unit"}


class HeaderError(ValueError):
    """The header of a query file is not as it has to be; the message names file, key and what is expected."""


@dataclass(frozen=True, slots=True)
class Param:
    """A variable of the query that its user sets; bound as a term, never pasted."""

    name: str
    type: ParamType
    example: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer; ``unit`` None for what has none."""

    name: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """One file of ``queries/``: ``12-by-year.rq`` has number 12 and name ``by-year``.

    A federated one asks another server too (SERVICE): it is given as text, for a client of the user's own, and
    nothing of this project runs it.
    """

    number: int
    name: str
    path: str
    title: Mapping[str, str]
    params: tuple[Param, ...]
    needs: Needs
    columns: tuple[Column, ...]
    text: str
    federated: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """An answer or an expected one: names of columns, and rows of plain text ('' for no value)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def only(self, names: Sequence[str]) -> Counter[tuple[str, ...]]:
        """The rows with these columns, in this order, counted.

        Raises:
            KeyError: a column is missing.
        """
        places = []
        for name in names:
            if name not in self.columns:
                raise KeyError(name)
            places.append(self.columns.index(name))
        return Counter(tuple(row[at] for at in places) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one question: what the source states and the graph lacks, and the other way round.

    ``verdict`` is None where nothing is known to be expected, ``table`` where the question was not asked.
    """

    query: StoredQuery
    verdict: Verdict | None
    answers: int
    missing: tuple[tuple[str, ...], ...] = ()
    surplus: tuple[tuple[str, ...], ...] = ()
    table: Table | None = None


Ask: TypeAlias = Callable[[StoredQuery, Mapping[str, str]], Table]
"""Answers a query with values for its parameters."""


@cache
def load_queries() -> tuple[StoredQuery, ...]:
    """The packaged queries by number.

    Raises:
        HeaderError: one of them has no proper header, or two have one number or name.
    """
    files = sorted((f for f in asset("queries").iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    queries = tuple(parse_query(f.name, f.read_text(encoding="utf-8")) for f in files)
    for what in ("number", "name"):
        twice = [value for value, n in Counter(getattr(q, what) for q in queries).items() if n > 1]
        if twice:
            raise HeaderError(f"queries: two files have the {what} {twice[0]}")
    return queries


def parse_query(file: str, text: str) -> StoredQuery:
    """Read one file: its name, the ``#+`` lines at its beginning, and the query itself.

    >>> query = parse_query("12-by-year.rq", '''#+ title: {ja: 年別, en: By year}
    ... #+ question: 12
    ... #+ params: [{name: year, type: year, example: 2021}]
    ... #+ needs: facts
    ... #+ columns: [{name: amount, unit: yen}]
    ... SELECT ?year ?amount { ?line rk:year ?year ; rk:amount ?amount }''')
    >>> query.number, query.params[0].example, query.columns[0].unit
    (12, '2021', 'yen')

    Raises:
        HeaderError: something is missing, unknown or of the wrong kind.
    """
    named = _FILE.fullmatch(file)
    if not named:
        raise HeaderError(f"{file}: a query file is called NN-name.rq")
    header = _header(file, text)
    if header["question"] != int(named[1]):
        raise HeaderError(f"{file}: question {header['question']!r} is not the number in the file's name")
    query = StoredQuery(
        number=int(named[1]),
        name=named[2],
        path=file,
        title=_title(file, header["title"]),
        params=tuple(_param(file, entry) for entry in _list(file, "params", header["params"])),
        needs=_one_of(file, "needs", header["needs"], get_args(Needs)),
        columns=tuple(_column(file, entry) for entry in _list(file, "columns", header["columns"])),
        text=text,
        federated=_one_of(file, "federated", header["federated"], (True, False)),
    )
    _check_variables(query)
    return query


def _header(file: str, text: str) -> dict[str, Any]:
    import yaml

    lines = []
    for line in text.split("\n"):
        if not line.startswith("#+"):
            break
        lines.append(line[2:].removeprefix(" "))
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise HeaderError(f"{file}: the #+ lines are not YAML: {error}") from None
    _keys(file, "header", header, _KEYS, needed=_KEYS - {"params", "federated"})
    return {"params": [], "federated": False, **header}


def _keys(file: str, what: str, value: Any, known: set[str], needed: set[str]) -> None:
    if not isinstance(value, dict):
        raise HeaderError(f"{file}: {what} must have keys and values, not {value!r:.60}")
    wrong = sorted(map(str, set(value) - known)) or sorted(needed - set(value))
    if wrong:
        state = "unknown" if set(value) - known else "missing"
        raise HeaderError(f"{file}: {what}: {state} key {wrong[0]}; keys are {', '.join(sorted(known))}")


def _list(file: str, key: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise HeaderError(f"{file}: {key} must be a list")
    return value


def _one_of(file: str, key: str, value: Any, choices: tuple[Any, ...]) -> Any:
    if value not in choices:
        raise HeaderError(f"{file}: {key} {value!r:.60} is none of {', '.join(map(str, choices))}")
    return value


def _title(file: str, value: Any) -> dict[str, str]:
    _keys(file, "title", value, {"ja", "en"}, {"ja", "en"})
    return {lang: str(value[lang]) for lang in ("ja", "en")}


def _param(file: str, entry: Any) -> Param:
    _keys(file, "params", entry, _PARAM_KEYS, _PARAM_KEYS - {"optional"})
    optional = entry.get("optional", False)
    kind = _one_of(file, "type", entry["type"], get_args(ParamType))
    return Param(
        str(entry["name"]), kind, str(entry["example"]), _one_of(file, "optional", optional, (True, False))
    )


def _column(file: str, entry: Any) -> Column:
    _keys(file, "columns", entry, _COLUMN_KEYS, {"name"})
    return Column(str(entry["name"]), entry.get("unit"))


def _check_variables(query: StoredQuery) -> None:
    """Parameters can be bound and columns read only if the query projects them."""
    body = re.sub(r"^\s*#.*$", "", query.text, flags=re.MULTILINE)
    projected = re.search(r"\bSELECT\b(.*?)(?:\bWHERE\b|\{)", body, re.IGNORECASE | re.DOTALL)
    names = set(re.findall(r"[?$](\w+)", projected[1])) if projected else set()
    for name in (*(param.name for param in query.params), *(column.name for column in query.columns)):
        if name not in names:
            raise HeaderError(f"{query.path}: the query does not project ?{name}")


def expected(query: StoredQuery, needs: Needs, folder: Traversable | None = None) -> Table | None:
    """What the sources state: ``NN.facts.csv``, or ``NN.text.csv`` where a graph with words has more."""
    root = folder or asset("queries")
    for name in ["text", "facts"] if needs == "text" else ["facts"]:
        file = root.joinpath(f"{query.number:02}.{name}.csv")
        if file.is_file():
            return read_csv(file.read_text(encoding="utf-8"))
    return None


def arguable(query: StoredQuery, folder: Traversable | None = None) -> Table | None:
    """Rows on which careful readers differ (``NN.arguable.csv``): an answer may have them or not."""
    file = (folder or asset("queries")).joinpath(f"{query.number:02}.arguable.csv")
    return read_csv(file.read_text(encoding="utf-8")) if file.is_file() else None


def read_csv(text: str) -> Table:
    """A CSV file with a header line.

    Raises:
        ValueError: a row has more or fewer cells than the header.
    """
    header, *rows = list(csv.reader(io.StringIO(text))) or [[]]
    if any(len(row) != len(header) for row in rows):
        raise ValueError(f"{len(header)} cells expected in every row")
    return Table(tuple(header), tuple(map(tuple, rows)))


def evaluate(
    queries: Iterable[StoredQuery], ask: Ask, carries: Needs, folder: Traversable | None = None
) -> tuple[Outcome, ...]:
    """The verdict on each question, asked with the example values of its parameters.

    A question that needs the words cannot be verified on a graph of facts, nor a federated one on this graph.
    """
    outcomes = []
    for query in queries:
        if query.federated:
            outcomes.append(Outcome(query, "unverifiable", 0))
            continue
        wanted = expected(query, carries, folder)
        answer = ask(query, {param.name: param.example for param in query.params if not param.optional})
        if query.needs == "text" and carries == "facts":
            outcomes.append(Outcome(query, "unverifiable", len(answer.rows), table=answer))
        else:
            outcomes.append(judge(query, wanted, answer, arguable(query, folder)))
    return tuple(outcomes)


def judge(query: StoredQuery, wanted: Table | None, answer: Table, disputed: Table | None = None) -> Outcome:
    """Compare an answer with what the sources state, by the columns of the question; order does not count.

    What is ``disputed`` may stand in the answer or not.
    """
    if wanted is None:
        return Outcome(query, None, len(answer.rows), table=answer)
    names = [column.name for column in query.columns]
    stated, given = wanted.only(names), answer.only(names)
    maybe = disputed.only(names) if disputed else Counter[tuple[str, ...]]()
    missing, surplus = sorted((stated - given).elements()), sorted((given - stated - maybe).elements())
    verdict: Verdict = "valid" if stated else "unverifiable"
    if missing:
        verdict = "invalid"
    elif surplus:
        verdict = "warning"
    return Outcome(query, verdict, len(answer.rows), tuple(missing), tuple(surplus), answer)
