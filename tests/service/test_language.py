"""Each page in Japanese and English: as chosen, else as the browser asks; the switch keeps the page."""

from __future__ import annotations

import html
import re

import pytest

from tests.service.running import Running

HTML = {"accept": "text/html"}


@pytest.mark.parametrize("path", ["/", "/queries", "/sparql", "/id/municipality/43100.html"])
def test_pages_come_in_the_language_that_the_browser_asks_for(server: Running, path: str) -> None:
    for header, language in (("en-GB,en;q=0.9", "en"), ("ja,en;q=0.5", "ja"), ("", "ja")):
        answer = server.client.get(path, headers={**HTML, "accept-language": header})
        assert f'<html lang="{language}">' in answer.text
        assert {"accept-language", "cookie"} <= {
            each.strip().lower() for each in answer.headers["vary"].split(",")
        }


def test_the_switch_keeps_the_page_and_the_choice(server: Running) -> None:
    page = server.client.get("/queries?format=html", headers=HTML).text
    switch = html.unescape(re.findall(r'class="language" [^>]*href="([^"]+)"', page)[0])
    assert switch == "/queries?format=html&lang=en"
    answer = server.client.get(switch, headers=HTML)
    assert '<html lang="en">' in answer.text
    assert answer.headers["set-cookie"].startswith("lang=en; Path=/;")
    server.client.cookies.clear()
    again = server.client.get("/queries", headers={**HTML, "cookie": "lang=en", "accept-language": "ja"})
    assert '<html lang="en">' in again.text


def test_a_language_that_is_not_there_is_not_kept(server: Running) -> None:
    answer = server.client.get("/?lang=fr%0d%0aX: y", headers=HTML)
    assert "set-cookie" not in answer.headers
    assert '<html lang="ja">' in answer.text


def test_pages_are_packed_for_who_takes_it_and_each_form_has_its_tag(server: Running) -> None:
    forms = {}
    for coding in ("gzip", "identity"):
        answer = server.client.get("/queries", headers={**HTML, "accept-encoding": coding})
        assert answer.headers.get("content-encoding", "identity") == coding
        assert "accept-encoding" in answer.headers["vary"].lower()
        forms[coding] = answer
        tag = {"if-none-match": answer.headers["etag"]}
        again = server.client.get("/queries", headers={**HTML, "accept-encoding": coding, **tag})
        assert (again.status_code, again.content) == (304, b"")
    assert forms["gzip"].text == forms["identity"].text
    assert forms["gzip"].headers["etag"] != forms["identity"].headers["etag"]
