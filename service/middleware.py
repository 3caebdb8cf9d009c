"""What holds for every route: HEAD as GET without a body, CORS without credentials, safe defaults."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.engine.releases import Releases
from service.language import COOKIE, LANGUAGES
from service.web.pages import CONTENT_SECURITY

_ALWAYS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"*"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_POLICY = b"content-security-policy"
_PAGE = [(_POLICY, CONTENT_SECURITY.encode()), (b"cross-origin-opener-policy", b"same-origin")]
_DATA = [(_POLICY, b"default-src 'none'; frame-ancestors 'none'")]
_QUERIED = ("/sparql", "/reconcile")
_READING, _QUERYING = b"GET, HEAD, OPTIONS", b"GET, HEAD, POST, OPTIONS"
_PREFLIGHT = [
    (
        b"access-control-allow-headers",
        b"Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since",
    ),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]


class Held:
    """Answers each request from one release, whatever is taken over meanwhile."""

    def __init__(self, app: ASGIApp, releases: Releases) -> None:
        self._app = app
        self._releases = releases

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._releases.held():
            await self._app(scope, receive, send)


class Outermost:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            methods = _QUERYING if scope["path"].rstrip("/") in _QUERIED else _READING
            allowed = [(b"allow", methods), (b"access-control-allow-methods", methods)]
            await send(
                {"type": "http.response.start", "status": 204, "headers": allowed + _PREFLIGHT + _ALWAYS}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        head = scope["method"] == "HEAD"

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                page = (b"content-type", b"text/html; charset=utf-8") in headers
                # A 304 renews the headers of what the browser keeps (RFC 9111 §3.2); that is a page or data already.
                if message["status"] != 304 and _POLICY not in (name for name, _ in headers):
                    headers += _PAGE if page else _DATA
                if page and (chosen := _chosen_language(scope)):
                    headers.append(_cookie(chosen))
                message = {**message, "headers": headers + _ALWAYS}
            elif head:
                if message.get("more_body"):
                    return
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"} if head else scope, receive, send_on)


def _chosen_language(scope: Scope) -> str | None:
    """The language that `?lang=` of this request chose, if it is one."""
    query = scope["query_string"]
    if b"lang=" not in query:
        return None
    said = parse_qs(query.decode("latin-1")).get(COOKIE, [""])[0]
    return next((language for language in LANGUAGES if language == said), None)


def _cookie(language: str) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{COOKIE}={language}; Path=/; Max-Age=31536000; SameSite=Lax".encode()
