"""The rule book in a real browser: readable by everyone, wide and narrow, in two languages.

Its pages need no database, so they are served alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

from browsing import complaints_of, violations
from daiko.portal.languages import COOKIE

PATHS = [
    "/rules/",
    "/rules/?q=窓口負担+上限&severity=reject-document",
    "/rules/?q=ゑゑゑ",
    "/rules/X-CC-034/",
    "/rules/X-HC-033/",  # a long line without blanks
    "/rules/X-HC-026/",  # a long fragment
    "/rules/X-EL-011/",  # not built
    "/rules/1110-06/",  # no check of the agency
]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the tests say what they asked."""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    server = make_server("localhost", 0, get_wsgi_application(), Server, QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, portal: str) -> Iterator[Page]:
    """A page that fails the test when the browser complains (policy, missing file)."""
    opened = browser.new_page(base_url=portal)
    complaints = complaints_of(opened)
    yield opened
    opened.close()
    assert complaints == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [1280, 400])
def test_pages_have_no_barrier_and_fit(page: Page, portal: str, width: int, language: str) -> None:
    """No violation of the accessibility rules, nothing wider than the screen, one heading."""
    page.context.add_cookies([{"name": COOKIE, "value": language, "url": portal}])
    page.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == language


def test_from_the_line_of_a_sheet_to_the_mend(page: Page) -> None:
    """A clerk types what the sheet says and reads example and remedy, by keyboard alone."""
    page.goto("/rules/")
    page.locator("#q").focus()
    page.keyboard.type("健診実施年月日が受診券有効期間を経過")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/?q=*")
    page.locator("ul.rules a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/X-EL-003/")
    text = page.inner_text("main")
    for heading in ("なぜこの規則があるか", "誤りの例と正しい例", "直し方", "出典"):
        assert heading in text


def test_the_difference_of_an_example_is_marked(page: Page) -> None:
    """What changes from wrong to right stands out, not by colour alone."""
    page.goto("/rules/X-CC-034/")
    assert page.locator(".example-wrong mark").all_inner_texts() == ["001600", "1600", "6080"]
    assert page.locator(".example-right mark").all_inner_texts() == ["001680", "1680", "6000"]
    line = page.locator("mark").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "underline"


def test_anchors_lead_to_parts_of_a_page(page: Page) -> None:
    """A letter or a finding can point at the example or the remedy."""
    for anchor in ("why", "effect", "example", "cause", "remedy", "related", "details", "sources"):
        page.goto(f"/rules/X-CC-034/#{anchor}")
        assert page.locator(f"h2#{anchor}").is_visible()


def test_a_page_prints_without_menus(page: Page) -> None:
    """On paper only the rule is left."""
    page.goto("/rules/X-CC-034/")
    page.emulate_media(media="print")
    assert not page.locator(".site nav").is_visible()
    assert not page.locator("nav.pages").is_visible()
    assert page.locator(".example").count() == 2
