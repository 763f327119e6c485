"""All four portals in a real browser: axe, two widths, two languages, keyboard, print."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from browsing import RULES, Account, fits, violations
from browsing import signed_in as cookies_of

pytestmark = pytest.mark.own_server
PAGES = {
    "agency_checker": [
        "/",
        "/internal/components/",
        "/months/2026-06/",
        "/months/2026-06/close/",
        "/months/2026-06/invoices/",
        "/months/2026-06/payments/",
        "/months/2026-06/packages/",
        "/months/2026-06/returns/",
        "/submissions/",
        "link:tbody th a",
        "/nothing-here/",
    ],
    "provider_clerk": [
        "/provider/send/",
        "/provider/submissions/",
        "link:tbody th a",
        "/provider/persons/?state=returned",
        "link:tbody th a",
        "/provider/registry/",
        "/provider/",
    ],
    "insurer_clerk": [
        "/insurer/",
        "/insurer/packages/",
        "link:tbody th a",
        "/insurer/invoices/",
        "link:tbody th a",
        "link:tbody th a",
        "/insurer/registry/",
        "/insurer/registry/cards/",
    ],
    "auditor": ["/audit/", "link:tbody th a", "/audit/verification/", "/audit/seals/"],
}


@pytest.fixture(scope="module")
def signed_in(
    browser: Browser, portal: str, accounts: dict[str, Account]
) -> dict[str, StorageState]:
    """The cookies of each role, both factors given in the browser."""
    return {role: cookies_of(browser, portal, accounts[role]) for role in PAGES}


def _open(page: Page, step: str) -> None:
    if step.startswith("link:"):
        page.locator(step.removeprefix("link:")).first.click()
    else:
        page.goto(step)


def _context(
    browser: Browser, portal: str, state: StorageState, *, width: int, language: str
) -> BrowserContext:
    context = browser.new_context(
        base_url=portal,
        storage_state=state,
        viewport={"width": width, "height": 900},
        bypass_csp=True,  # axe brings its own script
    )
    context.add_cookies([{"name": "daiko_language", "value": language, "url": portal}])
    return context


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", list(PAGES))
def test_every_page_is_accessible(
    browser: Browser,
    portal: str,
    signed_in: dict[str, StorageState],
    role: str,
    width: int,
    language: str,
) -> None:
    """No violation, nothing but tables scrolls sideways, one heading, the right language."""
    context = _context(browser, portal, signed_in[role], width=width, language=language)
    page = context.new_page()
    for step in PAGES[role]:
        _open(page, step)
        assert violations(page, rules=RULES) == [], f"{step} {page.url}"
        assert fits(page), page.url
        assert page.locator("h1").first.is_visible()
        assert page.get_attribute("html", "lang") == language
    context.close()


def test_a_clerk_needs_no_mouse(
    browser: Browser, portal: str, signed_in: dict[str, StorageState]
) -> None:
    """Skip link first; then the menu; every stop is visible; Enter follows a link."""
    context = _context(browser, portal, signed_in["provider_clerk"], width=1280, language="ja")
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


def test_a_page_prints_without_its_menu(
    browser: Browser, portal: str, signed_in: dict[str, StorageState]
) -> None:
    """On paper there is the content and no navigation, form or button."""
    context = _context(browser, portal, signed_in["provider_clerk"], width=1280, language="ja")
    page = context.new_page()
    page.goto("/provider/persons/")
    page.emulate_media(media="print")
    for hidden in (".main-menu", "form.filter", ".pages", ".language"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("h1").is_visible()
    assert page.locator("table").is_visible()
    assert page.pdf().startswith(b"%PDF")
    context.close()
