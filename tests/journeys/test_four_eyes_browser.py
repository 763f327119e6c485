"""A price changes by two persons in two browsers: one proposes, another approves; never one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import (
    Account,
    Visitor,
    give_code,
    give_password,
    picture,
    present_code,
    ready_accounts,
    registered_desk,
    served,
    sticking_out,
)
from played_month import Installation
from registry_folder import ROWS, write_table

pytestmark = pytest.mark.own_server
PAGES = ("/registry/", "/registry/import/", "/registry/proposals/")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with registered_desk(tmp_path_factory.mktemp("eyes")) as desk:
        yield desk


@pytest.fixture(scope="module")
def accounts(desk: Installation) -> dict[str, Account]:
    return ready_accounts(desk)


@pytest.fixture(scope="module")
def site(desk: Installation, accounts: dict[str, Account]) -> Iterator[str]:
    with served(desk) as url:
        yield url


class Staff:
    """Browsers of the desk's people, each signed in; closed at the end without a complaint."""

    def __init__(self, browser: Browser, site: str, desk: Installation) -> None:
        self.browser, self.site, self.desk = browser, site, desk
        self.opened: list[Visitor] = []

    def enters(self, account: Account) -> Visitor:
        visitor = Visitor(self.browser.new_context(base_url=self.site))
        self.opened.append(visitor)
        visitor.page.goto("/registry/")
        give_password(visitor.page, account["login"], account["password"])
        give_code(visitor.page, present_code(self.desk, account))
        visitor.page.wait_for_url("**/registry/")
        return visitor


@pytest.fixture
def staff(browser: Browser, site: str, desk: Installation) -> Iterator[Staff]:
    people = Staff(browser, site, desk)
    yield people
    for visitor in people.opened:
        visitor.context.close()
    assert [text for visitor in people.opened for text in visitor.complaints] == []


def new_price(folder: Path, yen: str) -> Path:
    """``contract_prices.csv`` with another price of the first contract."""
    write_table(folder, "contract_prices", [ROWS["contract_prices"] | {"unit_price_yen": yen}])
    return folder / "contract_prices.csv"


def test_one_proposes_and_another_approves(
    staff: Staff, accounts: dict[str, Account], desk: Installation, tmp_path: Path
) -> None:
    """Preview, proposal, the click of the second person, the new price in force."""
    address = proposed(staff.enters(accounts["agency_settlement"]), new_price(tmp_path, "7990"))
    approver = staff.enters(accounts["agency_approver"])
    page = approver.page
    page.get_by_role("link", name="承認待ちを見る").click()
    approver.look("four-eyes-5-waiting")
    page.goto(address)
    changed = page.locator("main").inner_text()
    assert "7,680" in changed or "7680" in changed
    assert "7,990" in changed or "7990" in changed
    assert "試用 決済担当" in changed
    approve(approver)
    page.goto(f"/registry/providers/{ROWS['providers']['provider_number']}/")
    assert "7,990" in page.inner_text("main")
    approver.look("four-eyes-8-in-force")
    told = desk.run("audit", "list", "--event", "registry.proposal.approved", "--json").stdout
    assert "registry.proposal.approved" in told


def proposed(clerk: Visitor, prices: Path) -> str:
    """See what the file would change, propose it; gives the address of the proposal."""
    page = clerk.page
    page.get_by_role("link", name="CSV を読み込む").click()
    clerk.look("four-eyes-1-import")
    page.set_input_files("#files", prices)
    page.get_by_role("button", name="変わる行を見る").click()
    expect(page.locator("main")).to_contain_text("見るだけです")
    expect(page.locator("main")).to_contain_text("別の人の承認が必要")
    clerk.look("four-eyes-2-preview")
    page.set_input_files("#files", prices)
    page.get_by_role("button", name="読み込む", exact=True).click()
    expect(page.locator("main")).to_contain_text("別の人の承認を待っています")
    clerk.look("four-eyes-3-proposed")
    page.get_by_role("link", name="提案 ").first.click()
    expect(page.locator("main")).to_contain_text("あなたの提案です")
    assert page.get_by_role("button", name="承認する").count() == 0
    clerk.look("four-eyes-4-own-proposal")
    return page.url


def approve(approver: Visitor) -> None:
    """The click of the second person; the list says who proposed and who approved."""
    page = approver.page
    button = page.get_by_role("button", name="この内容で承認する")
    button.focus()
    approver.look("four-eyes-6-the-click")
    button.click()
    page.wait_for_url("**/registry/proposals/")
    row = page.locator("tbody tr").first.inner_text()
    assert "承認済" in row
    assert "試用 決済担当" in row
    assert "試用 承認者" in row
    approver.look("four-eyes-7-approved")


def test_the_proposer_cannot_approve_even_with_the_role(
    staff: Staff, accounts: dict[str, Account], desk: Installation, tmp_path: Path
) -> None:
    """Who proposed as a clerk and became an approver is still the same person."""
    account = accounts["agency_settlement"]
    clerk = staff.enters(account)
    page = clerk.page
    page.goto("/registry/import/")
    page.set_input_files("#files", new_price(tmp_path, "8110"))
    page.get_by_role("button", name="読み込む", exact=True).click()
    page.get_by_role("link", name="提案 ").first.click()
    address = page.url
    desk.run("people", "revoke", account["login"], "agency_settlement")
    desk.run("people", "grant", account["login"], "agency_approver")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("あなたの提案です")
    assert page.get_by_role("button", name="この内容で承認する").count() == 0
    token = page.locator("main input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    answer = clerk.context.request.post(
        f"{address}approve/",
        form={"csrfmiddlewaretoken": token or "", "seen": ""},
        headers={"Referer": address},
    )
    assert answer.status == 403
    assert "承認できません" in answer.text()
    page.goto("/registry/proposals/")
    assert "承認待ち" in page.locator("tbody tr").first.inner_text()
    desk.run("people", "revoke", account["login"], "agency_approver")
    desk.run("people", "grant", account["login"], "agency_settlement")


def test_bad_rows_are_told_and_the_pages_fit_a_telephone(
    staff: Staff, accounts: dict[str, Account], tmp_path: Path
) -> None:
    """No file, a bad price, long names, 320 points wide and in English."""
    clerk = staff.enters(accounts["agency_settlement"])
    page = clerk.page
    page.goto("/registry/import/")
    page.get_by_role("button", name="変わる行を見る").click()
    expect(page.locator("main")).to_contain_text("ファイルが選ばれていません")
    clerk.look("registry-import-none")
    page.set_input_files("#files", new_price(tmp_path, "七千円"))
    page.get_by_role("button", name="変わる行を見る").click()
    expect(page.locator("main")).to_contain_text("七千円")
    clerk.look("registry-import-bad")
    page.set_viewport_size({"width": 320, "height": 800})
    assert sticking_out(page) == []
    picture(page, "registry-import-bad-narrow")
    page.get_by_role("button", name="English").click()
    for path in PAGES:
        page.goto(path)
        assert sticking_out(page) == [], path
        clerk.look(f"english-narrow{path.replace('/', '-')}")
