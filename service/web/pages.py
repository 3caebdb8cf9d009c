"""The HTML pages: templates filled with what the service knows; the template engine escapes all values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from service.problems import Problem
from service.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS
from service.web.static import Static

CONTENT_SECURITY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Pages:
    """Renders every page of the service."""

    def __init__(self, static: Static | None = None) -> None:
        self._templates = Environment(
            loader=PackageLoader("service.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        files = static or Static()
        self._templates.globals["static"] = files.address
        self._templates.globals["built"] = files.find

    def render(self, template: str, values: Mapping[str, Any]) -> bytes:
        """One template filled."""
        return self._templates.get_template(template).render(values).encode("utf-8", "replace")

    def query(self, text: str, table: str = "", problem: Problem | None = None) -> bytes:
        """The page with the query field; `table` is HTML that a worker wrote, escaped there."""
        formats = [each.name for each in (*TABLE_FORMATS, *GRAPH_FORMATS) if each.name != "html"]
        values = {"text": text, "table": table, "problem": problem, "formats": list(dict.fromkeys(formats))}
        return self.render("query.html", values)

    def start(self, counts: Sequence[tuple[str, int]], queries: Sequence[Any], build: str) -> bytes:
        """The start page: how much there is, and the stored queries."""
        return self.render("start.html", {"counts": counts, "queries": queries, "build": build})
