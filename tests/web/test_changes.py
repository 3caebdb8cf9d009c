"""What changed between the texts of an agreement, on its page and on those of its acts (tests/fixtures/consolidation, a fiction)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from graph_build.release.build import Settings, build
from tests.service.running import ROOT, Running, start
from tests.web.test_explorer import richest, serious

AGREEMENT = "/id/agreement/renkei-chusu/20201-20541"


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with a concluded agreement, two amendments and a repeal."""
    out = tmp_path_factory.mktemp("amended") / "release"
    documents = sorted((ROOT / "tests" / "fixtures" / "consolidation").glob("*.txt"))
    build(documents, out, Settings(cache=out.parent / "cache"))
    running = start(out)
    yield running
    assert running.stop() == 0


def test_the_page_of_an_agreement_shows_every_difference_between_its_texts(
    amended: Running, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{amended.url}{AGREEMENT}.html", language="en")
    changes = page.locator("section[aria-labelledby=changes]")
    assert changes.locator("h3").count() == 2
    first = changes.locator("ul.figures").last.locator("b").all_inner_texts()
    assert [int(text) for text in first] == [2, 2, 2, 2]
    for mark, words in (("del", "連絡"), ("ins", "推進")):
        assert words in changes.locator(mark).all_inner_texts()
    assert serious(page) == []
    changes.get_by_role("link", name="Compare with the text before").last.click()
    expect(page.locator(".figures b")).to_have_text(["2", "2", "2", "2"])


def test_an_agreement_goes_by_its_own_title_and_long_lists_of_orders_fold(
    amended: Running, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{amended.url}{AGREEMENT}.html", language="ja")
    assert page.locator("h1").inner_text() == "長野市・小布施町"
    own = page.locator("h1 + p")
    expect(own).to_contain_text("連携中枢都市圏の形成に係る連携協約")
    expect(own).not_to_contain_text("変更する")
    orders = page.locator("section[aria-labelledby=history] td details")
    assert orders.count() == 1
    assert orders.locator("div").first.is_hidden()
    orders.locator("summary").click()
    assert orders.locator("div").first.is_visible()


@pytest.mark.parametrize("kind", ["Conclusion", "Amendment", "Repeal"])
def test_each_act_has_a_page(amended: Running, open_page: Callable[..., Page], kind: str) -> None:
    for language in ("ja", "en"):
        page = open_page(f"{amended.url}{richest(amended, kind)}.html", language=language)
        assert page.locator("h1").inner_text().strip()
        expect(page.locator("dl.facts")).to_contain_text("小布施町" if language == "ja" else "Obuse Town")
        assert serious(page) == []
        orders = page.locator("section[aria-labelledby=operations] tbody tr")
        assert (orders.count() > 0) == (kind != "Conclusion")
        changes = page.locator("section[aria-labelledby=changes]")
        assert changes.count() == (kind == "Amendment")


def test_who_signed_is_named_by_office_only(amended: Running) -> None:
    page = amended.client.get(f"{richest(amended, 'Conclusion')}.html", headers={"accept": "text/html"}).text
    names = [
        row["n"]["value"]
        for row in amended.rows("SELECT ?n { ?s <https://w3id.org/renkei/def#signatoryName> ?n }")
    ]
    signed = page[page.index("<dl") : page.index("</dl>")]
    assert "小布施町長" in signed
    assert not any(name in signed for name in names)
