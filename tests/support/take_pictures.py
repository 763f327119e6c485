"""Take the pictures of README and docs anew: ``make pictures``.

Plays the demo month and checks an archive of 3,000 invented persons on a desk of its own,
opens the pages in Chromium and writes ``docs/images/*.png``. Persons, providers and
insurers are the simulation's; nothing is read from this machine's own desk. About three
minutes; to be run after the look of a page has changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page

from browsing import chromium, ready_accounts, served, signed_in
from building import an_archive, another, without_item
from played_month import Installation

ROOT: Final = Path(__file__).resolve().parent.parent.parent
IMAGES: Final = ROOT / "docs/images"
WIDTH, HEIGHT, TALL = 1280, 1000, 1120
PERSONS: Final = 3_000
LATE, WRONG_AMOUNT, NO_HEIGHT, HALF_WIDTH = 6, 3, 2, 2
_HOMES: Final = (
    ("provider_clerk", "/provider/", "provider"),
    ("auditor", "/audit/", "audit"),
)
HEIGHT_CODE: Final = "9N001000000000001"


def main() -> None:
    """All pictures, one after the other."""
    with tempfile.TemporaryDirectory(prefix="daiko-pictures-") as place:
        desk = Installation(Path(place) / "desk")
        try:
            desk.demo()
            accounts = ready_accounts(desk)
            with served(desk) as site, chromium() as browser:
                staff = signed_in(browser, site, accounts["agency_checker"])
                _of_the_month(_page(browser, site, staff))
                _of_the_public(_page(browser, site, None), Path(place))
                for role, address, name in _HOMES:
                    page = _page(browser, site, signed_in(browser, site, accounts[role]))
                    page.goto(address)
                    _take(page, name)
        finally:
            desk.stop()


def _page(browser: Browser, site: str, state: Any) -> Page:
    size = {"width": WIDTH, "height": HEIGHT}
    return browser.new_page(base_url=site, storage_state=state, viewport=size)


def _of_the_month(page: Page) -> None:
    page.goto("/months/2026-06/")
    _take(page, "month")
    page.goto("/months/2026-06/close/")
    _take(page, "close")
    page.goto("/submissions/?state=partly_accepted")
    page.locator("tbody th a").first.click()
    page.wait_for_load_state()
    _take(page, "submission")


def _of_the_public(page: Page, place: Path) -> None:
    page.goto("/rules/X-CC-034/")
    _take(page, "rule")
    built = an_archive(list(_pairs()))
    archive = place / built.name
    archive.write_bytes(built.data)
    page.goto("/check/")
    page.set_input_files("#archive", archive)
    page.locator("form.drop button").click()
    page.locator("a[href$='/mended/']").wait_for(timeout=600_000)
    page.set_viewport_size({"width": WIDTH, "height": TALL})
    _take(page, "precheck")


def _pairs() -> Iterator[Any]:
    """3,000 persons, thirteen of them with something to mend."""
    for serial in range(1, PERSONS + 1):
        result, claim = another(serial)
        if serial <= LATE:
            result = replace(result, cards=(replace(result.cards[0], valid_until="20260401"),))
            claim = replace(claim, card_valid_until="20260401")
        elif serial <= LATE + WRONG_AMOUNT:
            claim = replace(claim, claim_amount="7000")
        elif serial <= LATE + WRONG_AMOUNT + NO_HEIGHT:
            result = without_item(result, HEIGHT_CODE)
        elif serial <= LATE + WRONG_AMOUNT + NO_HEIGHT + HALF_WIDTH:
            claim = replace(claim, name="ｹﾝｼﾝﾀﾛｳ")
        yield result, claim


def _take(page: Page, name: str) -> None:
    page.screenshot(path=str(IMAGES / f"{name}.png"))


if __name__ == "__main__":
    main()
