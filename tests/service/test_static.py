"""Style sheets and scripts: named by content, kept for ever, sent packed."""

from __future__ import annotations

import re

from tests.service.running import Running


def test_a_page_names_its_style_sheet_by_content(server: Running) -> None:
    page = server.client.get("/", headers={"accept": "text/html"}).text
    addresses = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert addresses
    for address in addresses:
        answer = server.client.get(address)
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"
        plain = server.client.get(address, headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.text == answer.text


def test_no_page_needs_styles_or_scripts_of_its_own(server: Running) -> None:
    answer = server.client.get("/", headers={"accept": "text/html"})
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert " style=" not in answer.text
    assert "<style" not in answer.text


def test_only_files_of_the_service_are_sent(server: Running) -> None:
    for path in ("/static/renkei.css", "/static/../pages.py", "/static/%2e%2e/pages.py", "/static/"):
        answer = server.client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_page_is_sent_packed_and_each_coding_has_its_own_tag(server: Running) -> None:
    asked = {"accept": "text/html"}
    packed = server.client.get("/queries", headers=asked)
    plain = server.client.get("/queries", headers={**asked, "accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "accept-encoding" in plain.headers["vary"].lower()
    tag = packed.headers["etag"]
    assert tag != plain.headers["etag"]
    again = server.client.get("/queries", headers={**asked, "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = {**asked, "accept-encoding": "identity", "if-none-match": tag}
    assert server.client.get("/queries", headers=other).status_code == 200
