"""The agency's pages in a real browser, on a month that was really played."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState

from browsing import Account, complaints_of, fits, signed_in

pytestmark = pytest.mark.own_server


@pytest.fixture(scope="module")
def checker(browser: Browser, portal: str, accounts: dict[str, Account]) -> StorageState:
    return signed_in(browser, portal, accounts["agency_checker"])


@pytest.fixture
def page(browser: Browser, portal: str, checker: StorageState) -> Iterator[Page]:
    """A page that fails the test when the browser complains (policy, script, missing file)."""
    opened = browser.new_page(base_url=portal, storage_state=checker)
    complaints = complaints_of(opened)
    yield opened
    opened.close()
    assert complaints == []


def test_from_the_list_of_months_to_the_proof(page: Page, month: dict[str, Any]) -> None:
    """Two clicks lead to a close whose every line is equal."""
    page.goto("/")
    page.get_by_role("link", name="2026年6月").click()
    assert "この月の処理は終わりました" in page.inner_text("main")
    assert f"{month['accepted']:,}" in page.inner_text("main")
    page.get_by_role("link", name="締めと証明").click()
    text = page.inner_text("main")
    assert text.count("すべて一致しています") == 2  # close and payment
    assert "不一致" not in text
    assert f"{month['paid_yen']:,}" in text


def test_from_a_submission_to_what_is_wrong_and_how_to_mend_it(page: Page) -> None:
    """The clerk filters what came back and sees place, value, expectation and remedy."""
    page.goto("/submissions/?state=partly_accepted")
    page.locator("tbody th a").first.click()
    page.locator("select#state").select_option("returned")
    page.get_by_role("button", name="絞り込む").click()
    row = page.locator("#documents ~ .scroll tbody tr").first
    text = row.inner_text()
    assert "返戻" in text
    assert all(label in text for label in ("記録値", "正", "対処"))


def test_money_adds_up_on_the_pages(page: Page, month: dict[str, Any]) -> None:
    """Sums under the tables are those of the books."""
    page.goto("/months/2026-06/invoices/")
    assert f"{month['invoiced_yen']:,}円" in page.inner_text("tfoot")
    assert f"{month['fee_yen']:,}円" in page.inner_text("tfoot")
    page.goto("/months/2026-06/payments/")
    assert f"{month['paid_yen']:,}円" in page.inner_text("tfoot")
    page.goto("/months/2026-06/packages/")
    assert f"{month['accepted']:,} 件" in page.inner_text("main")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/months/2026-06/",
        "/months/2026-06/close/",
        "/months/2026-06/invoices/",
        "/months/2026-06/payments/",
        "/months/2026-06/packages/",
        "/submissions/",
    ],
)
def test_a_page_fits_a_screen_at_twice_its_size(page: Page, path: str) -> None:
    """At 200 % of an old screen nothing but tables scrolls sideways."""
    page.set_viewport_size({"width": 640, "height": 480})
    page.goto(path)
    assert fits(page)
    assert page.locator("h1").count() == 1


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    """The first stop of the tabulator jumps over the menu."""
    page.goto("/months/2026-06/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
