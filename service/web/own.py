"""The page `/own`: the documents that `renkei serve --with` brought, what is wrong with them first."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import Response

from graph_build.checks.outcome import DocumentLine, Finding, Reported
from graph_build.checks.report import place_text
from graph_build.records import ids
from graph_build.release.own import Own, read_own
from service.language import Language, language_of
from service.settings import Settings
from service.web.blocks import BOM
from service.web.pages import Pages

_COLUMNS = ("severity", "code", "message", "todo", "file", "line")


class OwnDocuments:
    """Has a page only where a release holds documents of its user."""

    def __init__(self, settings: Settings, pages: Pages) -> None:
        found = (read_own(path) for path in settings.data if path.is_dir())
        self._own = next((own for own in found if own is not None), None)
        self._base = settings.base
        self._pages = pages
        pages.own_documents = self._own is not None

    def add_to(self, app: FastAPI) -> None:
        """The route, where there is something to show."""
        if self._own is not None:
            for path, answer in (("/own", self._page), ("/own/problems.csv", self._table)):
                app.add_api_route(
                    path, answer, methods=["GET"], response_class=Response, include_in_schema=False
                )

    async def _page(self, request: Request) -> Response:
        assert self._own is not None
        addresses = self._addresses()
        problems = self._problems(request)
        values = {
            "problems": problems,
            "severities": Counter(one["severity"] for one in problems),
            "findings": [self._finding(one, addresses, language_of(request)) for one in self._own.findings],
            "files": _files(self._own, addresses),
        }
        return self._pages.respond("own.html", values, request)

    async def _table(self, request: Request) -> Response:
        """The problems as CSV, with a byte order mark for `?bom=1`."""
        text = io.StringIO()
        table = csv.DictWriter(text, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
        table.writeheader()
        table.writerows(self._problems(request))
        mark = BOM if request.query_params.get("bom") == "1" else b""
        headers = {"content-disposition": 'attachment; filename="problems.csv"', "cache-control": "no-store"}
        return Response(
            mark + text.getvalue().encode(), headers=headers, media_type="text/csv; charset=utf-8"
        )

    def _addresses(self) -> dict[str, str]:
        return {line.name: _address(line) for line in self._own.documents} if self._own else {}

    def _problems(self, request: Request) -> list[dict[str, Any]]:
        found = self._own.problems if self._own else ()
        return [_problem(one, self._addresses(), language_of(request)) for one in found]

    def _finding(self, one: Finding, addresses: dict[str, str], language: Language) -> dict[str, Any]:
        place = one.locations[0] if one.locations else None
        path = one.focus.removeprefix(self._base)
        return {
            "severity": one.severity,
            "file": place.document if place else "",
            "href": addresses.get(place.document, "") if place else "",
            "line": place.line_start if place else None,
            "message": one.message_ja if language == "ja" else one.message_en,
            "focus": path,
            "focus_href": "/" + quote(path) if path != one.focus else "",
        }


def _problem(one: Reported, addresses: dict[str, str], language: Language) -> dict[str, Any]:
    name = one.document or one.problem.about or ""
    return {
        "severity": one.problem.severity,
        "code": one.problem.code,
        "file": name,
        "href": addresses.get(name, ""),
        "line": one.problem.place.line_start if one.problem.place else None,
        "place": place_text(one.problem.place, language),
        "message": one.problem.message(language),
        "todo": one.problem.todo(language),
    }


def _files(own: Own, addresses: dict[str, str]) -> list[dict[str, Any]]:
    lines = {line.name: line for line in own.documents}
    return [
        {
            "name": name,
            "href": addresses.get(name, ""),
            "topic_href": f"/id/{quote(lines[name].topic)}.html" if name in lines else "",
            "document": lines.get(name),
            "ignored": sum(lines[name].ledger.ignored.values()) if name in lines else 0,
        }
        for name in own.files
    ]


def _address(line: DocumentLine) -> str:
    return f"/{quote(ids.document(line.topic))}.html"
