"""One pass over the text of a query, before any engine sees it: its form, its graphs, what is refused.

The engine parses without a lexer of its own: `trueSERVICE<x>{}` is a term and a SERVICE call to it, and in
`?a<?b)SERVICE#>` the `<` is an operator although `<?b)SERVICE#>` has the shape of an IRI. Wherever the text
can be read in two ways that differ in what is hidden, the query is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from graph_build.rdf.prefixes import PREFIXES
from service.problems import (
    SERVICE_REFUSED,
    TOO_COMPLEX,
    UPDATE_REFUSED,
    Problem,
    ProblemKind,
    syntax_problem,
)
from service.sparql.formats import Kind

_ESCAPED = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    rf"""
    (?:[ \t\r\n]+|\#[^\r\n]*)*+
    (?: (?P<variable>[?$]\w+)
    | (?P<prefixed>(?:[^\W\d_][\w.\-]{{0,63}})?:(?:{_LOCAL}(?:[.\-]*{_LOCAL})*)?)
    | (?P<word>[^\W\d_]\w*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPED})*>)
    | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
               |\"(?:[^\"\\\r\n]|\\[^\r\n])*\"|'(?:[^'\\\r\n]|\\[^\r\n])*')
    | (?P<open>[{{(\[])
    | (?P<close>[}})\]])
    | (?P<number>\d*\.?\d+(?:[eE][+-]?\d+)?)
    | (?P<blank>_:\w[\w.\-]*)
    | (?P<language>@[A-Za-z]+(?:--?[A-Za-z0-9]+)*)
    | (?P<double><<)
    | (?P<operator>\|\||&&|!=|<=|>=|\^\^|>>|[=<>!*/|^+\-])
    | (?P<mark>[.;,?~|])
    | (?P<end>\Z)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*+")
_IRI = re.compile(r'<[^<>"{}|^`\\\x00-\x20]*>')
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_TWO_READINGS = re.compile(r"[#'()\[\]]")
_SPECIAL_ESCAPE = re.compile(r"\\(?:u00|U000000)(?:22|27|5[cC]|3[cCeE]|0[aAdD])")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_COUNTED = frozenset(
    [
        "UNION",
        "OPTIONAL",
        "MINUS",
        "FILTER",
        "BIND",
        "GRAPH",
        "EXISTS",
        "VALUES",
        "AS",
        "SELECT",
        "IN",
        "LATERAL",
        "HAVING",
    ]
)
_KINDS = frozenset(str(kind) for kind in Kind)
_FIRST = _KINDS | {"PREFIX", "BASE"}
_GRAPH_CLAUSES = frozenset(("FROM", "NAMED"))
_IRI_CLAUSES = _GRAPH_CLAUSES | {"PREFIX", "BASE"}
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_VOLATILE = frozenset(["RAND", "UUID", "STRUUID", "NOW", "BNODE"])
# After one of these an IRI can stand in an expression; after anything else `<` may be the operator.
_BEFORE_TERM = frozenset(
    ("(", ",", "^^", "/", "|", "^", "!", "=", "!=", "<", ">", "<=", ">=", "||", "&&", "-")
)


@dataclass(frozen=True)
class Limits:
    """How deeply a query may be nested and how many operators and clauses it may have."""

    nesting: int = 200
    operators: int = 1500


@dataclass(frozen=True)
class Scanned:
    """What the text of a query shows without parsing it.

    `default_graphs` and `named_graphs` are the absolute IRIs of its FROM and FROM NAMED. `pattern` is the offset
    of the `{` of its WHERE group, -1 if it has none. `reads` is whether that group holds anything. A `volatile`
    query may answer differently each time. `implied` are the known prefixes that it uses undeclared.
    """

    kind: Kind
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    pattern: int = -1
    reads: bool = False
    volatile: bool = False
    implied: frozenset[str] = frozenset()
    special_escapes: bool = False

    @property
    def has_dataset(self) -> bool:
        """Whether the query says itself which graphs it is about."""
        return bool(self.default_graphs or self.named_graphs)


def scan(text: str, limits: Limits = Limits(), base: str = "") -> Scanned:
    """Look through a query once; raise `Problem` for what is refused or cannot be SPARQL 1.1.

    `base` is the IRI against which the query's own BASE and relative IRIs are resolved.

    >>> scan("SELECT * FROM <http://example.org/g> { ?s ?p 'SERVICE' } # LOAD").default_graphs
    ('http://example.org/g',)
    >>> scan("ASK { ?s ?p trueSERVICE <http://example.org/> {} }")
    Traceback (most recent call last):
    service.problems.Problem: SERVICE is not carried out here: line 1, column 17
    """
    return _Scan(text, limits, base).run()


@dataclass
class _Scan:
    text: str
    limits: Limits
    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    kind: Kind | None = None
    stack: list[tuple[str, int]] = field(default_factory=list)
    before: str = ""
    counted: int = 0
    pattern: int = -1
    reads: bool = False
    volatile: bool = False
    template: bool = False
    data_depth: int = 0
    data_next: bool = False
    clause: str = ""
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)
    implied: set[str] = field(default_factory=set)

    def run(self) -> Scanned:
        text, match, at = self.text, _TOKEN.match, 0
        while found := match(text, at):
            name = found.lastgroup or "end"
            if name == "end":
                return self._result()
            start, at = found.span(name)
            token = text[start:at]
            if name == "double" and (hidden := _IRI.match(text, start + 1)):
                if _TWO_READINGS.search(hidden.group()):
                    raise self._ambiguous(start)
                name, token, at = "operator", "<", start + 1
            _HANDLERS[name](self, token, start)
            self.before = token
        blank = _BLANK.match(text, at)
        raise self._unreadable(blank.end() if blank else at)

    def _result(self) -> Scanned:
        end = len(self.text)
        if self.stack:
            bracket, at = self.stack[-1]
            raise self._syntax(f"{bracket} is not closed", at)
        if self.kind is None:
            raise self._syntax("there is no SELECT, ASK, CONSTRUCT or DESCRIBE", end)
        return Scanned(
            self.kind,
            tuple(dict.fromkeys(self.default_graphs)),
            tuple(dict.fromkeys(self.named_graphs)),
            self.pattern,
            self.reads,
            self.volatile,
            frozenset(self.implied),
            _SPECIAL_ESCAPE.search(self.text) is not None,
        )

    # --- one method for each kind of token ---

    def _other(self, token: str, at: int) -> None:
        if self.clause in _IRI_CLAUSES:
            raise self._syntax(f"an IRI is missing after {self.clause}", at)
        if self.stack and self.pattern >= 0:
            self.reads = True

    def _blank(self, token: str, at: int) -> None:
        self._in_template()
        self._other(token, at)

    def _word(self, token: str, at: int) -> None:
        word = token.upper()
        if "SERVICE" in word:
            where = at + word.index("SERVICE")
            raise self._problem(SERVICE_REFUSED, "SERVICE is not carried out here", where)
        if self.text.startswith(":", at + len(token)):
            raise self._syntax("a prefix is too long", at)
        if word in _COUNTED and not self.data_depth:
            self._count(at)
        if word == "VALUES":
            self.data_next = True
        if word in _VOLATILE:
            self.volatile = True
        if not self.stack:
            self._top_word(word, at)
        elif self.pattern >= 0:
            self.reads = True

    def _top_word(self, word: str, at: int) -> None:
        if self.kind is None:
            if word in _UPDATES:
                raise self._problem(UPDATE_REFUSED, f"{word} is an update", at)
            if word not in _FIRST:
                raise self._syntax("expected PREFIX, BASE, SELECT, ASK, CONSTRUCT or DESCRIBE", at)
            self.clause = word
            if word in _KINDS:
                self.kind = Kind(word)
                self.template = self.kind is Kind.CONSTRUCT
        elif word in ("FROM", "WHERE") or (word == "NAMED" and self.clause == "FROM"):
            self.clause = word
            self.template = False
        elif word.startswith(("FROM", "NAMED")):
            raise self._syntax("a space is missing after FROM or NAMED", at)
        elif self.clause == "FROM":
            raise self._syntax("an IRI is missing after FROM", at)

    def _prefixed(self, token: str, at: int) -> None:
        prefix, _, local = token.partition(":")
        if self.clause == "PREFIX" and not local and self.before.upper() == "PREFIX":
            self.prefixes[prefix] = ""
            return
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            namespace = PREFIXES.get(prefix)
            if namespace is None:
                raise self._syntax(f"the prefix {prefix}: is not declared", at)
            self.implied.add(prefix)
        self._term(namespace + re.sub(r"\\(.)", r"\1", local), at)

    def _iri(self, token: str, at: int) -> None:
        in_parentheses = bool(self.stack) and self.stack[-1][0] == "("
        if (
            in_parentheses
            and self.before not in _BEFORE_TERM
            and _TWO_READINGS.search(token)
            and not _ABSOLUTE.match(token)
        ):
            raise self._ambiguous(at)
        iri = token[1:-1]
        if self.clause == "PREFIX" and self.kind is None:
            prefix = self.before.removesuffix(":")
            if prefix not in self.prefixes or not self.before.endswith(":"):
                raise self._syntax("PREFIX takes a name with a colon, then an IRI", at)
            self.prefixes[prefix] = urljoin(self.base, iri)
            self.clause = ""
        elif self.clause == "BASE" and self.kind is None:
            self.base = urljoin(self.base, iri)
            self.clause = ""
        else:
            self._term(iri, at)

    def _term(self, iri: str, at: int) -> None:
        if self.clause in _GRAPH_CLAUSES and not self.stack:
            (self.default_graphs if self.clause == "FROM" else self.named_graphs).append(
                urljoin(self.base, iri)
            )
            self.clause = ""
        elif self.stack and self.pattern >= 0:
            self.reads = True

    def _open(self, token: str, at: int) -> None:
        depth = len(self.stack)
        if depth >= self.limits.nesting:
            raise self._problem(TOO_COMPLEX, f"brackets are nested more than {self.limits.nesting} deep", at)
        if token == "{":
            self._open_group(depth, at)
        else:
            self._in_template()
            if depth and self.pattern >= 0:
                self.reads = True
        self.stack.append((token, at))

    def _open_group(self, depth: int, at: int) -> None:
        if self.clause in _GRAPH_CLAUSES:
            raise self._syntax(f"an IRI is missing after {self.clause}", at)
        if self.data_next:
            self.data_next, self.data_depth = False, depth + 1
        elif depth == 0 and self.kind is Kind.CONSTRUCT and self.template and self.clause == "CONSTRUCT":
            self.clause = "TEMPLATE"
        elif depth == 0 and self.pattern < 0 and self.kind is not None:
            self.pattern, self.clause, self.template = at, "", False
        if not self.data_depth:
            self._count(at)

    def _close(self, token: str, at: int) -> None:
        if not self.stack or self.stack[-1][0] != _PAIRS[token]:
            raise self._syntax(f"{token} closes nothing", at)
        self.stack.pop()
        if token == "}" and len(self.stack) < self.data_depth:
            self.data_depth = 0
        if not self.stack and self.clause == "TEMPLATE":
            self.clause, self.template = "", False

    def _operator(self, token: str, at: int) -> None:
        if not self.data_depth:
            self._count(at)
        self._other(token, at)

    # --- what they share ---

    def _in_template(self) -> None:
        """Blank nodes of a template are new in each answer."""
        if self.clause == "TEMPLATE":
            self.volatile = True

    def _count(self, at: int) -> None:
        self.counted += 1
        if self.counted > self.limits.operators:
            raise self._problem(
                TOO_COMPLEX, f"there are more than {self.limits.operators} operators and clauses", at
            )

    def _place(self, at: int) -> tuple[int, int]:
        line = self.text.count("\n", 0, at) + 1
        return line, at - self.text.rfind("\n", 0, at)

    def _problem(self, kind: ProblemKind, detail: str, at: int) -> Problem:
        line, column = self._place(at)
        return Problem(kind, f"{detail}: line {line}, column {column}", {"line": line, "column": column})

    def _syntax(self, detail: str, at: int) -> Problem:
        line, column = self._place(at)
        return syntax_problem(f"{detail}: line {line}, column {column}", line, column)

    def _ambiguous(self, at: int) -> Problem:
        return self._syntax("< can be read in two ways here: write a space after it, or an absolute IRI", at)

    def _unreadable(self, at: int) -> Problem:
        sign = self.text[at]
        if sign in "\"'":
            return self._syntax("a string is not closed", at)
        if sign == "\u3000":
            return self._syntax("a full-width space stands outside of a string", at)
        return self._syntax(f"{sign!r} cannot stand here", at)


_HANDLERS = {name: getattr(_Scan, f"_{name}", _Scan._other) for name in _TOKEN.groupindex}
