"""Pages without a browser: empty states, unknown things, what the site refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from building import another
from daiko.money.calendar import ProcessingMonth
from daiko.settlement import services as settlement
from intake import CLERK, a_registry, a_wrong_pair, an_arrival, checked, received
from settlement_world import tokyo
from signed_in import client

pytestmark = pytest.mark.django_db
JUNE = ProcessingMonth(2026, 6)


@pytest.fixture
def site(db: None) -> Client:
    return client()


def text(site: Client, path: str, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/submissions/"])
def test_an_empty_page_says_what_to_do_next(site: Client, path: str) -> None:
    """Nothing has come yet: the command that begins is named."""
    assert "daiko reception receive" in text(site, path)


@pytest.mark.parametrize(
    "path",
    ["/months/2026-06/", "/months/2026-13/", "/months/x/close/", "/submissions/nothing/", "/none/"],
)
def test_what_is_not_there_is_told_in_words(site: Client, path: str) -> None:
    """What happened, that nothing was lost, what to do."""
    page = text(site, path, status=404)
    assert "ページが見つかりません" in page
    assert "失われていません" in page


def test_an_open_month_shows_what_a_close_would_do(site: Client, tmp_path: Path) -> None:
    """A dry run with its proof, and nothing of it is kept."""
    a_registry(tmp_path)
    checked(an_arrival([another(1), a_wrong_pair(2)]))
    page = text(site, "/months/2026-06/close/")
    assert "予行" in page
    assert "7,680円" in page
    assert "すべて一致しています" in page
    assert "まだ締めていません" in text(site, "/months/2026-06/")


def test_a_month_with_an_unchecked_archive_says_why_it_cannot_be_closed(
    site: Client, tmp_path: Path
) -> None:
    """The refusal of the close, in its own words, before anyone tries."""
    a_registry(tmp_path)
    received(an_arrival([another(1)]))
    page = text(site, "/months/2026-06/close/")
    assert "いまは締められません" in page
    assert "点検が 1 アーカイブ残っています" in text(site, "/months/2026-06/")


def test_a_closed_month_leads_from_step_to_step(site: Client, tmp_path: Path) -> None:
    """Closed, invoiced, not packed: each page knows what comes next."""
    a_registry(tmp_path)
    checked(an_arrival([another(1)]))
    settlement.close_month(JUNE, by=CLERK, at=tokyo("2026-06-30"))
    assert "daiko settlement invoices 2026-06" in text(site, "/months/2026-06/")
    assert "daiko settlement invoices 2026-06" in text(site, "/months/2026-06/invoices/")
    settlement.issue_invoices(JUNE, by=CLERK, at=tokyo("2026-07-10"))
    assert "daiko delivery build 2026-06" in text(site, "/months/2026-06/")
    assert "daiko settlement pay plan 2026-06" in text(site, "/months/2026-06/payments/")
    assert "返戻データはありません" in text(site, "/months/2026-06/packages/?kind=return")


def test_a_submission_shows_its_findings_by_rule_and_by_document(
    site: Client, tmp_path: Path
) -> None:
    """The rule in words, the reason of the return, the place in the file."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(2)]))
    page = text(site, f"/submissions/{receipt.receipt_number}/?state=returned")
    assert page.count('href="/rules/X-CC-041/"') >= 2  # from the summary and from the finding
    assert "09 その他" in page
    assert "checkupClaim/settlement/claimAmount" in page
    assert "1 件のうち 1–1 件" in page
    other = text(site, f"/submissions/{receipt.receipt_number}/?rule=X-CC-028")
    assert "この条件に合う書類はありません" in other


def test_a_long_list_comes_in_pages(site: Client, tmp_path: Path) -> None:
    """Fifty rows a page; a page beyond the end, or none at all, is still a page."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(serial) for serial in range(1, 62)]))
    path = f"/submissions/{receipt.receipt_number}/"
    assert "61 件のうち 1–50 件" in text(site, path)
    assert "61 件のうち 51–61 件" in text(site, f"{path}?page=2")
    assert "61 件のうち 51–61 件" in text(site, f"{path}?page=99999")
    assert "61 件のうち 1–50 件" in text(site, f"{path}?page=-1")


def test_a_page_lets_the_browser_do_little(site: Client) -> None:
    """Own files only, nothing inline, nothing framed, nothing cached."""
    answer = site.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"


def test_another_host_name_is_refused() -> None:
    """Until accounts exist, the portal answers on this machine's own names only."""
    stranger = Client(SERVER_NAME="daiko.example", raise_request_exception=False)
    assert stranger.get("/").status_code == 400


def test_pages_are_read_only(site: Client) -> None:
    """Nothing can be changed through the portal yet."""
    assert site.post("/").status_code in (403, 405)
