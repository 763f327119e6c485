"""A real browser at a real server: Chromium, ``daiko serve``, people who sign in.

The fixture ``browser`` is in ``tests/conftest.py``; modules serve what they need with
``served`` and sign in with ``Visitor``. Screenshots go to ``DAIKO_SCREENSHOTS`` where that
is set, to be looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from played_month import Installation, kill_group, wait_for
from registry_folder import write_registry

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Account = dict[str, str]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium of this machine; the test is skipped without one."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed; set-up installs it when root")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


@contextmanager
def registered_desk(folder: Path) -> Iterator[Installation]:
    """A desk that knows its organisations, one contract with its price, and nothing else."""
    home, registry = folder / "desk", folder / "registry"
    home.mkdir()
    registry.mkdir()
    desk = Installation(home)
    try:
        desk.run("registry", "load", str(write_registry(registry)))
        yield desk
    finally:
        desk.stop()


@contextmanager
def served(desk: Installation) -> Iterator[str]:
    """``daiko serve`` on a desk, and its address; ``localhost``, as passkeys want it."""
    port = free_port()
    server = desk.start("serve", "--port", str(port), "--workers", "0")
    url = f"http://localhost:{port}"
    try:
        wait_for(lambda: _answers(f"{url}/sign-in/"))
        yield url
    finally:
        kill_group(server)


def ready_accounts(desk: Installation) -> dict[str, Account]:
    """The ready accounts of a desk by role; anew, since another module may have had them."""
    told = json.loads(desk.run("people", "desk", "--renew", "--json").stdout)
    return {account["role"]: account for account in told}


def complaints_of(page: Page) -> list[str]:
    """What the browser complains of from now on (policy, script, missing file)."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def violations(page: Page, *, rules: list[str] | None = None) -> list[tuple[str, str]]:
    """What axe finds on a page: rule and the first element of each."""
    page.wait_for_load_state()  # a click waits for the next page's beginning, not for its content
    options = {"runOnly": rules} if rules else None
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def fits(page: Page) -> bool:
    """Nothing but tables scrolls sideways."""
    answer: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return answer


_STICKING_OUT: Final = """
Array.from(document.querySelectorAll('body *'))
    .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 120))
"""


def sticking_out(page: Page) -> list[str]:
    """What makes a page scroll sideways, tables apart; nothing on a page that fits."""
    return [] if fits(page) else list(page.evaluate(_STICKING_OUT)) or [page.url]


def picture(page: Page, name: str) -> None:
    """The page as it looks, where pictures are wanted."""
    folder = os.environ.get("DAIKO_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def signed_in(browser: Browser, site: str, account: Account) -> StorageState:
    """The cookies of somebody who gave both factors in the browser."""
    page = browser.new_page(base_url=site)
    sign_in(page, account)
    state = page.context.storage_state()
    page.context.close()
    return state


def sign_in(page: Page, account: Account, path: str = "/account/") -> None:
    """Both factors, on the way to a page."""
    page.goto(path)
    give_password(page, account["login"], account["password"])
    give_code(page, pyotp.TOTP(account["seed"]).now())
    page.wait_for_url(f"**{path}")


def give_password(page: Page, login: str, password: str) -> None:
    """The first step."""
    page.get_by_label("ログイン名").fill(login)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="次へ").click()


def give_code(page: Page, code: str) -> None:
    """The second step, or a fresh proof."""
    page.get_by_label("6桁のコード").fill(code)
    page.get_by_role("button", name="確認する", exact=True).click()


def present_code(desk: Installation, account: Account) -> str:
    """A code that was not used yet, as often as one is wanted (``daiko people code``)."""
    told = json.loads(desk.run("people", "code", account["login"], "--json").stdout)
    time.sleep(told["usable_in"])
    return str(told["code"])


class Visitor:
    """A browser of one person, who complains about anything the browser or axe complains of."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: Any) -> None:
        if "Failed to load resource" not in message.text:  # a refused form answers 4xx
            self.complaints.append(message.text)

    def look(self, name: str) -> None:
        """The page without a violation, with one heading, and its picture."""
        found = violations(self.page)
        assert found == [], (name, self.page.url)
        assert self.page.locator("h1").count() == 1
        picture(self.page, name)

    def authenticator(self) -> None:
        """A device with a fingerprint reader, as the browser pretends to have."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
