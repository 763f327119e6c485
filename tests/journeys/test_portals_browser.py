"""The provider's portal in a real browser without a mouse, and on paper.

What holds for every page of every portal is in ``test_every_page.py``.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, StorageState

from browsing import Account, signed_in

pytestmark = pytest.mark.own_server


@pytest.fixture(scope="module")
def clerk(browser: Browser, portal: str, accounts: dict[str, Account]) -> StorageState:
    """The cookies of a provider's clerk, both factors given in the browser."""
    return signed_in(browser, portal, accounts["provider_clerk"])


def test_a_clerk_needs_no_mouse(browser: Browser, portal: str, clerk: StorageState) -> None:
    """Skip link first; then the menu; every stop is visible; Enter follows a link."""
    context = browser.new_context(base_url=portal, storage_state=clerk)
    page = context.new_page()
    page.goto("/provider/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(40):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const e = document.activeElement, b = e.getBoundingClientRect(),"
            " s = getComputedStyle(e); return [e.tagName, b.width, b.height, s.outlineStyle]; })()"
        )
        if box[0] == "BODY":
            break
        assert box[1] > 0, box
        assert box[2] > 0, box
        assert box[3] != "none", box
    page.goto("/provider/")
    page.get_by_role("link", name="データを送る").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/provider/send/")
    page.get_by_label("提出用の ZIP ファイル").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "送る"
    context.close()


def test_a_page_prints_without_its_menu(browser: Browser, portal: str, clerk: StorageState) -> None:
    """On paper there is the content, how many of how many rows, and no link to others or form."""
    context = browser.new_context(base_url=portal, storage_state=clerk)
    page = context.new_page()
    page.goto("/provider/persons/")
    page.emulate_media(media="print")
    for hidden in (".main-menu", "form.filter", ".pages a", ".language"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("h1", "table", ".pages"):
        assert page.locator(shown).first.is_visible(), shown
    assert page.pdf().startswith(b"%PDF")
    context.close()
