"""All four portals in a real browser: axe, two widths, two languages, keyboard, print."""

from __future__ import annotations

import json
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from played_month import Installation, kill_group, wait_for

pytestmark = pytest.mark.own_server
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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
        "/provider/",
    ],
    "insurer_clerk": [
        "/insurer/",
        "/insurer/packages/",
        "link:tbody th a",
        "/insurer/invoices/",
        "link:tbody th a",
        "link:tbody th a",
    ],
    "auditor": ["/audit/", "link:tbody th a", "/audit/verification/", "/audit/seals/"],
}


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.fixture(scope="module")
def accounts(installation: Installation, month: dict[str, Any]) -> dict[str, dict[str, str]]:
    told = json.loads(installation.run("people", "desk", "--renew", "--json").stdout)
    return {account["role"]: account for account in told}


@pytest.fixture(scope="module")
def portal(installation: Installation, accounts: dict[str, dict[str, str]]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    server = installation.start("serve", "--port", str(port), "--workers", "0")
    wait_for(lambda: _answers(f"http://localhost:{port}/rules/"))
    yield f"http://localhost:{port}"
    kill_group(server)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed; set-up installs it when root")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def signed_in(
    browser: Browser, portal: str, accounts: dict[str, dict[str, str]]
) -> dict[str, StorageState]:
    """The cookies of each role, both factors given in the browser."""
    return {role: _sign_in(browser, portal, accounts[role]) for role in PAGES}


def _sign_in(browser: Browser, portal: str, account: dict[str, str]) -> StorageState:
    page = browser.new_page(base_url=portal)
    page.goto("/account/")
    page.get_by_label("ログイン名").fill(account["login"])
    page.get_by_label("パスワード").fill(account["password"])
    page.get_by_role("button", name="次へ").click()
    page.get_by_label("6桁のコード").fill(pyotp.TOTP(account["seed"]).now())
    page.get_by_role("button", name="確認する").click()
    page.wait_for_url("**/account/")
    state = page.context.storage_state()
    page.close()
    return state


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
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], f"{step} {page.url}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
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
