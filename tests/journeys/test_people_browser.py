"""From an invitation to work and out again, in a real browser: app, passkey, leaver; accessible.

Screenshots go to ``DAIKO_SCREENSHOTS`` where that is set, to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Route, expect

from browsing import (
    Account,
    Visitor,
    fits,
    give_code,
    give_password,
    present_code,
    ready_accounts,
    served,
    sign_in,
)
from daiko.platform.client_ca import ClientCa
from played_month import Installation

pytestmark = pytest.mark.own_server
PASSWORD = "青い鳥と7本のえんぴつ-mado"
Accounts = dict[str, Account]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A fresh desk."""
    desk = Installation(tmp_path_factory.mktemp("people"))
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def accounts(desk: Installation) -> Accounts:
    return ready_accounts(desk)


@pytest.fixture(scope="module")
def site(desk: Installation, accounts: Accounts) -> Iterator[str]:
    with served(desk) as url:
        yield url


@pytest.fixture
def visitors(browser: Browser, site: str) -> Iterator[Any]:
    opened: list[Visitor] = []

    def visitor() -> Visitor:
        opened.append(Visitor(browser.new_context(base_url=site)))
        return opened[-1]

    yield visitor
    for one in opened:
        one.context.close()
    assert [text for one in opened for text in one.complaints] == []


@pytest.fixture
def officer(visitors: Any, accounts: Accounts, desk: Installation) -> Visitor:
    """The security officer at work; the code of her app comes from the desk's command."""
    visitor: Visitor = visitors()
    account = accounts["security_officer"]
    visitor.page.goto("/accounts/")
    give_password(visitor.page, account["login"], account["password"])
    give_code(visitor.page, present_code(desk, account))
    visitor.page.wait_for_url("**/accounts/")
    return visitor


def invited(officer: Visitor, login: str, role: str) -> str:
    """The address of an invitation, read from the page that shows it once."""
    page = officer.page
    page.goto("/accounts/invite/")
    officer.look("invite")
    page.get_by_label("ログイン名").fill(login)
    page.get_by_label("氏名").fill("新人 花子")
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="招待を作る").click()
    officer.look("invited")
    return page.locator("#invitation-link").inner_text()


def end(officer: Visitor, login: str) -> None:
    page = officer.page
    page.goto("/accounts/")
    officer.look("accounts")
    page.get_by_role("link", name=login).click()
    officer.look("account-of")
    page.get_by_role("button", name="このアカウントを終了する").click()
    page.wait_for_load_state()
    assert "終了" in page.inner_text("dl")


def with_an_app(visitor: Visitor) -> list[str]:
    """Enrol an authenticator app; gives the recovery codes, which are shown once."""
    page = visitor.page
    page.get_by_role("link", name="認証アプリを登録する").click()
    visitor.look("enrol-app")
    picture = page.locator("img.qr")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    app = pyotp.TOTP(page.locator("ol.steps code").inner_text().replace(" ", ""))
    page.get_by_label("6桁のコード").fill(app.now())
    page.get_by_role("button", name="登録する").click()
    visitor.look("recovery-codes")
    recovery: list[str] = page.locator("ol.codes code").all_inner_texts()
    assert len(set(recovery)) == 10
    page.get_by_role("link", name="保管しました").click()
    visitor.look("account")
    return recovery


def rest_and_wake(visitor: Visitor, recovery_code: str) -> None:
    """The screen at rest shows nobody's name and keeps nothing of before."""
    page = visitor.page
    page.get_by_role("button", name="画面を休める").click()
    visitor.look("lock")
    assert "花子" not in page.inner_text("body")
    page.go_back()  # nothing of before is kept in the browser
    assert "画面を休めています" in page.inner_text("h1")
    page.get_by_label("回復コード").fill(recovery_code)
    page.get_by_role("button", name="確認する", exact=True).click()
    page.wait_for_url("**/")
    assert "画面を休めています" not in page.inner_text("body")


def test_invitation_app_work_and_end(officer: Visitor, visitors: Any) -> None:
    """A checker is invited, enrols an app, works, rests, wakes, and leaves."""
    link = invited(officer, "hanako@agency.example", "点検担当")
    hanako: Visitor = visitors()
    page = hanako.page
    page.goto(link)
    hanako.look("invitation")
    page.get_by_label("新しいパスワード").fill("short-but-13ch")
    page.get_by_label("もう一度").fill("another-one-13")
    page.get_by_role("button", name="決定して次へ").click()
    assert "二つのパスワードが違います" in page.inner_text("[role=alert]")
    page.get_by_label("新しいパスワード").fill(PASSWORD)
    page.get_by_label("もう一度").fill(PASSWORD)
    page.get_by_role("button", name="決定して次へ").click()
    hanako.look("enrol")
    recovery = with_an_app(hanako)
    page.goto("/")
    assert page.title().startswith("処理月")
    rest_and_wake(hanako, recovery[0])
    end(officer, "hanako@agency.example")
    page.goto("/submissions/")
    assert "/sign-in/" in page.url


def test_a_passkey_is_a_second_factor(officer: Visitor, visitors: Any) -> None:
    """Enrolled and used through the browser's own authenticator; works again next time."""
    link = invited(officer, "taro@agency.example", "監査人")
    taro: Visitor = visitors()
    taro.authenticator()
    page = taro.page
    page.goto(link)
    page.get_by_label("新しいパスワード").fill(PASSWORD)
    page.get_by_label("もう一度").fill(PASSWORD)
    page.get_by_role("button", name="決定して次へ").click()
    page.get_by_label("名前").fill("受付の端末")
    page.get_by_role("button", name="パスキーを作る").click()
    page.wait_for_selector("ol.codes")
    page.get_by_role("link", name="保管しました").click()
    assert "受付の端末" in page.inner_text("main")
    taro.look("account-passkey")
    page.get_by_role("button", name="ログアウト").click()
    taro.look("signed-out")
    page.get_by_role("link", name="もう一度ログインする").click()
    taro.look("sign-in")
    give_password(page, "taro@agency.example", PASSWORD)
    taro.look("second-step-passkey")
    page.get_by_role("button", name="パスキーで確認する").click()
    page.wait_for_url("**/audit/")  # where this role begins
    page.goto("/accounts/")
    assert "taro@agency.example" in page.inner_text("main")
    page.get_by_role("button", name="画面を休める").click()
    page.get_by_role("button", name="パスキーで確認する").click()
    page.wait_for_url("**/audit/")  # awake, where this role begins


def test_the_rest_of_the_pages_are_accessible(visitors: Any, accounts: Accounts) -> None:
    """Pages of refusals, in both languages, by keyboard alone."""
    visitor: Visitor = visitors()
    page = visitor.page
    page.goto("/sign-in/")
    page.get_by_label("ログイン名").fill("nobody@nowhere.example")
    page.get_by_label("パスワード").fill("not the password")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    visitor.look("sign-in-refused")
    page.goto("/invitation/never-made/")
    visitor.look("invitation-over")
    sign_in(page, accounts["auditor"])
    page.get_by_role("button", name="English").click()
    visitor.look("account-english")
    for path, name in (
        ("/account/password/", "password"),
        ("/account/factors/", "add-factor"),
        ("/account/factors/app/", "add-app"),
        ("/accounts/", "accounts-english"),
        ("/accounts/networks/", "networks"),
        ("/prove/", "prove"),
        ("/accounts/999999/", "not-there"),
    ):
        page.goto(path)
        visitor.look(name)


def test_pages_fit_at_twice_the_size(visitors: Any, accounts: Accounts) -> None:
    visitor: Visitor = visitors()
    visitor.page.set_viewport_size({"width": 640, "height": 480})
    visitor.page.goto("/sign-in/")
    assert fits(visitor.page)
    sign_in(visitor.page, accounts["sysadmin"])
    for path in ("/account/", "/accounts/", "/accounts/networks/"):
        visitor.page.goto(path)
        assert fits(visitor.page)


def enrolled(visitor: Visitor, link: str) -> str:
    """Through an invitation with an app; a recovery code, since the app's one is used."""
    page = visitor.page
    page.goto(link)
    page.get_by_label("新しいパスワード").fill(PASSWORD)
    page.get_by_label("もう一度").fill(PASSWORD)
    page.get_by_role("button", name="決定して次へ").click()
    page.get_by_role("link", name="認証アプリを登録する").click()
    app = pyotp.TOTP(page.locator("ol.steps code").inner_text().replace(" ", ""))
    page.get_by_label("6桁のコード").fill(app.now())
    page.get_by_role("button", name="登録する").click()
    return page.locator("ol.codes code").first.inner_text()


def registered(officer: Visitor, pem: str) -> None:
    """The certificate of a program, after a text that is none."""
    page = officer.page
    page.goto("/accounts/programs/")
    officer.look("programs-empty")
    page.get_by_role("link", name="証明書の一覧へ").click()
    page.get_by_role("link", name="証明書を登録する").click()
    page.get_by_label("組織").fill("provider:1319900013")
    page.get_by_label("証明書（PEM）").fill("これは証明書ではない")
    page.get_by_role("button", name="登録する").click()
    officer.look("certificate-refused")
    page.get_by_label("証明書（PEM）").fill(pem)
    page.get_by_role("button", name="登録する").click()
    officer.look("certificates")


def test_a_program_gets_its_credential_once(officer: Visitor, tmp_path: Path) -> None:
    """Certificate, credential, renewal, revocations, each page looked at; the secret goes."""
    page = officer.page
    at = datetime.now(UTC)
    ca = ClientCa.made(tmp_path / "ca", name="test", at=at)
    pem = ca.issue("provider:1319900013", label="health system", at=at).certificate.decode()
    registered(officer, pem)
    page.get_by_role("link", name="資格情報を発行").click()
    page.get_by_label("用途").fill(
        "健診システムの夜間自動送信（架空健診センター中央第一健診事業部巡回健診課）"
    )
    page.get_by_label("データを送る").check()
    officer.look("program-issue")
    page.get_by_role("button", name="発行する").click()
    officer.look("program-secret")
    secret = page.locator("#credential-secret").inner_text()
    assert len(secret) >= 40
    page.get_by_role("link", name="移しました").click()
    officer.look("program")
    assert secret not in page.content()
    page.get_by_role("link", name="新しい秘密に更新する").click()
    officer.look("program-rotate")
    page.get_by_role("link", name="やめて戻る").click()
    page.get_by_role("link", name="失効させる").click()
    officer.look("program-revoke")
    page.get_by_role("button", name="失効させる").click()
    expect(page.locator("dl")).to_contain_text("失効")
    page.goto("/accounts/programs/")
    officer.look("programs")
    page.goto("/accounts/programs/certificates/")
    page.get_by_role("link", name="失効させる").click()
    officer.look("certificate-revoke")
    page.get_by_role("button", name="失効させる").click()
    expect(page.locator("tbody")).to_contain_text("失効")


def test_an_emergency_account_opens_by_two_persons(
    officer: Visitor, visitors: Any, accounts: Accounts, desk: Installation
) -> None:
    """Sealed, asked for, approved, a red banner for everybody, closed, void."""
    link = invited(officer, "emergency-1@agency.example", "非常時アカウント")
    holder: Visitor = visitors()
    recovery = enrolled(holder, link)
    page = holder.page
    page.goto("/sign-in/")
    give_password(page, "emergency-1@agency.example", PASSWORD)
    expect(page.locator("[role=alert]")).to_contain_text("いまは開いていません")
    holder.look("emergency-sealed")
    administrator: Visitor = visitors()
    sign_in(administrator.page, accounts["sysadmin"], "/accounts/openings/")
    administrator.look("openings-empty")
    administrator.page.get_by_role("link", name="利用を申請する").click()
    administrator.page.get_by_label("理由").fill("夜間バッチが止まり、当番が復旧に当たります。")
    administrator.look("opening-ask")
    administrator.page.get_by_role("button", name="申請する").click()
    administrator.look("opening-own")
    assert administrator.page.get_by_role("button", name="承認する").count() == 0
    officer.page.goto(administrator.page.url)
    officer.page.get_by_role("button", name="この内容で承認する").click()
    officer.look("opening-open")
    give_password(page, "emergency-1@agency.example", PASSWORD)
    give_code(page, recovery)
    expect(page.locator("aside")).to_contain_text("非常時アカウントが開いています")
    holder.look("emergency-at-work")
    officer.page.get_by_role("button", name="いま終える").click()
    expect(officer.page.locator("h1")).to_contain_text("終了")
    page.goto("/submissions/")
    assert "/sign-in/" in page.url
    officer.page.get_by_role("link", name="この間の操作を監査証跡で見る").click()
    assert "開いた回" in officer.page.inner_text("tbody")
    officer.look("emergency-trail")


def test_a_move_to_a_branch_follows_at_once(
    officer: Visitor, visitors: Any, accounts: Accounts
) -> None:
    """The same browser, before and after: months of the nation, then the own prefecture."""
    clerk: Visitor = visitors()
    sign_in(clerk.page, accounts["agency_checker"], "/")
    clerk.look("office-head")
    officer.page.goto("/accounts/?q=agency-checker")
    officer.page.get_by_role("link", name="agency-checker@desk.example").click()
    officer.page.get_by_label("事務所").select_option("13")
    officer.look("office-move")
    officer.page.get_by_role("button", name="この事務所に移す").click()
    expect(officer.page.locator("dl")).to_contain_text("13 東京支部")
    clerk.page.goto("/")
    assert clerk.page.url.endswith("/submissions/")  # where the work of a branch begins
    assert "東京支部" in clerk.page.inner_text("header")
    clerk.look("office-branch")


def test_a_page_that_was_left_open_leaves_the_screen(visitors: Any, accounts: Accounts) -> None:
    """Two windows: one rests the session, the other clears itself; at work it comes back."""
    visitor: Visitor = visitors()
    page = visitor.page
    sign_in(page, accounts["privacy_officer"])

    def after(seconds: int) -> Callable[[Route], None]:
        """The same header with a shorter time."""

        def hasten(route: Route) -> None:
            answer = route.fetch()
            target = answer.headers["refresh"].partition(";")[2]
            route.fulfill(
                response=answer, headers={**answer.headers, "refresh": f"{seconds};{target}"}
            )

        return hasten

    page.route("**/account/?awake", after(1), times=1)  # not when it comes back
    with page.expect_request(lambda request: "/lock/" in request.url):
        page.goto("/account/?awake")
        assert "個人情報保護責任者" in page.inner_text("main")
    page.wait_for_url("**/account/?awake")  # the session is awake: back to the page
    other = visitor.context.new_page()
    other.goto("/account/")
    page.route("**/account/?left", after(20))
    page.goto("/account/?left")
    other.get_by_role("button", name="画面を休める").click()
    other.wait_for_url("**/lock/**")
    assert "個人情報保護責任者" in page.inner_text("main")
    page.wait_for_url("**/lock/**", timeout=120_000)
    assert "画面を休めています" in page.inner_text("h1")
    assert "個人情報保護責任者" not in page.content()
