"""The HTML pages: templates filled with what the service knows; the template engine escapes all values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import HTTPConnection
from starlette.responses import Response

from service.language import COOKIE, LANGUAGES, VARY, Language, language_of
from service.problems import MEDIA_TYPE, Problem
from service.sparql.formats import GRAPH_FORMATS, HTML, TABLE_FORMATS, Format
from service.sparql.negotiate import choose
from service.web.numbers import decimal, whole, yen
from service.web.static import Static
from service.web.words import word

CONTENT_SECURITY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_DETAILS = Format("problem", (MEDIA_TYPE, "application/json"))
# Kinds of problems with words of their own on the page.
_TOLD = ("not-found", "not-acceptable", "busy", "time-limit")


class Pages:
    """Renders every page of the service."""

    def __init__(self, static: Static | None = None) -> None:
        known = static or Static()
        self.own_documents = False
        """Whether the service shows documents of its user at `/own`."""
        self._templates = Environment(
            loader=PackageLoader("service.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(static=known.address, built=known.find)
        self._templates.filters.update(whole=whole, decimal=decimal, yen=yen)

    def render(
        self, template: str, values: Mapping[str, Any], request: HTTPConnection | None = None
    ) -> bytes:
        """One template filled, in the language that the request asks for (without a request in Japanese)."""
        language: Language = language_of(request) if request else LANGUAGES[0]
        filled = {
            "language": language,
            "w": partial(word, language),
            "languages": [(each, _in_language(request, each)) for each in LANGUAGES if each != language],
            "own_documents": self.own_documents,
            "asked": request.query_params.get("q", "") if request else "",
            **values,
        }
        return self._templates.get_template(template).render(filled).encode("utf-8", "replace")

    def respond(
        self, template: str, values: Mapping[str, Any], request: HTTPConnection, status: int = 200
    ) -> Response:
        """One template filled as a response in the language that the request asks for."""
        return page_response(self.render(template, values, request), language_of(request), status)

    def problem(self, problem: Problem, request: HTTPConnection) -> Response | None:
        """An error as a page; None for a client that likes problem details as much, as programs do."""
        choice = choose(request.headers.get("accept"), (_DETAILS, HTML))
        if choice is None or choice.format is not HTML:
            return None
        kind = problem.kind.name if problem.kind.name in _TOLD else "other"
        values = {"problem": problem, "kind": kind, "wrong": problem.extra.get("errors", ())}
        answer = self.respond("problem.html", values, request, problem.kind.status)
        answer.headers.update({**dict(problem.headers), "cache-control": "no-store"})
        return answer

    def query(
        self,
        text: str,
        table: str = "",
        problem: Problem | None = None,
        request: HTTPConnection | None = None,
        limits: Mapping[str, float] | None = None,
    ) -> bytes:
        """The page with the query field; `table` is HTML that a worker wrote, escaped there."""
        formats = [each.name for each in (*TABLE_FORMATS, *GRAPH_FORMATS) if each.name != "html"]
        values = {
            "text": text,
            "table": table,
            "problem": problem,
            "formats": list(dict.fromkeys(formats)),
            "limits": limits or {},
        }
        return self.render("query.html", values, request)


def page_response(body: bytes, language: Language, status: int = 200) -> Response:
    """A page in a language; the same address has the other one, so caches ask again."""
    headers = {
        "content-language": language,
        "vary": f"Accept, {VARY}",
        "cache-control": "private, no-cache",
    }
    return Response(body, status, headers=headers, media_type="text/html")


def _in_language(request: HTTPConnection | None, language: Language) -> str:
    """The same page in a language."""
    if request is None:
        return f"?{COOKIE}={language}"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != COOKIE]
    return f"{request.url.path}?{urlencode([*kept, (COOKIE, language)])}"
