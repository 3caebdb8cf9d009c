"""Reading a request of the SPARQL 1.1 Protocol: what is asked of which graphs, or what is wrong."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from service.problems import BAD_REQUEST, INVALID, MEDIA, METHOD, TOO_LONG, UPDATE_REFUSED, Problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

FORM = "application/x-www-form-urlencoded"
ALLOWED = "GET, HEAD, POST, OPTIONS"
DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MAX_FIELDS = 2000
_ONCE = ("query", "update", "timeout")


@dataclass(frozen=True)
class Asked:
    """One request: the query (None for the service description), its dataset, wishes for the answer."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    formats: tuple[str, ...] = ()


class ClientLeftError(Exception):
    """The client went away while it was still asking."""


def header(scope: Scope, name: bytes) -> str | None:
    """A request header, several of one name joined as RFC 9110 §5.3 says; None if there is none."""
    found = [value for key, value in scope["headers"] if key == name]
    return b", ".join(found).decode("latin-1") if found else None


async def read_request(scope: Scope, receive: Receive, max_query: int) -> Asked:
    """What a GET or POST asks; `max_query` is in bytes. Raises `Problem`, `ClientLeftError`."""
    if scope["method"] not in ("GET", "POST"):
        raise Problem(METHOD, f"Allowed are {ALLOWED}.", headers=(("allow", ALLOWED),))
    fields = _fields(scope["query_string"])
    if scope["method"] == "GET":
        return _asked(fields, None, max_query)
    media, charset = _content_type(header(scope, b"content-type"))
    if media not in (FORM, DIRECT, _UPDATE):
        raise Problem(
            MEDIA, f"POST takes {FORM} or {DIRECT}.", headers=(("accept-post", f"{FORM}, {DIRECT}"),)
        )
    if media == _UPDATE:
        raise Problem(UPDATE_REFUSED, "This endpoint only reads.")
    if charset not in ("", "utf-8", "utf8"):
        raise Problem(MEDIA, f"The charset is {charset}; only UTF-8 is read.")
    body = await _read_body(
        scope, receive, max_query if media == DIRECT else 3 * max_query + 65536, max_query
    )
    if media == FORM:
        return _asked([*fields, *_fields(body)], None, max_query, posted=True)
    return _asked(fields, _text(body), max_query, posted=True)


def _content_type(value: str | None) -> tuple[str, str]:
    media, *parameters = (value or "").split(";")
    charset = next((p.partition("=")[2] for p in parameters if p.strip().lower().startswith("charset=")), "")
    return media.strip().lower(), charset.strip().strip('"').lower()


async def _read_body(scope: Scope, receive: Receive, limit: int, shown: int) -> bytes:
    declared = header(scope, b"content-length")
    parts, size = [], int(declared) if declared and declared.isdigit() else 0
    if size <= limit:
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientLeftError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > limit or not message.get("more_body"):
                break
    if size > limit:
        raise _too_long(shown)
    return b"".join(parts)


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    if _BAD_ESCAPE.search(encoded):
        raise Problem(BAD_REQUEST, "A % is not followed by two hexadecimal digits.")
    try:
        return parse_qsl(
            encoded.decode("ascii" if encoded.isascii() else "utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except UnicodeDecodeError:
        raise Problem(BAD_REQUEST, "The parameters are not UTF-8.") from None
    except ValueError:
        raise Problem(BAD_REQUEST, f"There are more than {_MAX_FIELDS} parameters.") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(BAD_REQUEST, "The query is not UTF-8.") from None


def _asked(fields: list[tuple[str, str]], direct: str | None, max_query: int, posted: bool = False) -> Asked:
    names = [name for name, _ in fields]
    given = dict(fields)
    if "update" in given:
        raise Problem(UPDATE_REFUSED, "This endpoint only reads.")
    for name in _ONCE:
        if names.count(name) + (direct is not None and name == "query") > 1:
            raise Problem(BAD_REQUEST, f"There is more than one {name}.")
    query = direct if direct is not None else given.get("query")
    if query is None and posted:
        raise Problem(BAD_REQUEST, "The parameter query is missing.")
    if (
        query is not None
        and len(query) > max_query // 4
        and len(query.encode("utf-8", "replace")) > max_query
    ):
        raise _too_long(max_query)
    return Asked(
        query,
        tuple(dict.fromkeys(value for name, value in fields if name == "default-graph-uri")),
        tuple(dict.fromkeys(value for name, value in fields if name == "named-graph-uri")),
        _seconds(given["timeout"]) if "timeout" in given else None,
        tuple(value for name, value in fields if name == "format"),
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < float("inf"):
        raise Problem(INVALID, f"timeout: {text[:40]!r} is not a number of seconds greater than 0.")
    return value


def _too_long(limit: int) -> Problem:
    return Problem(TOO_LONG, f"A query may have {limit // 1024} KiB.")
