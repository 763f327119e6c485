"""The portal of an insurer: packages fetched on record, invoices down to the document."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client

import signed_in
from building import INSURER, PROVIDER, another
from daiko.audit.queries import Wanted, search
from daiko.delivery import queries as delivery
from daiko.delivery import services as delivery_services
from daiko.money.calendar import ProcessingMonth
from daiko.people.roles import Role
from daiko.settlement import services as settlement
from intake import CLERK, a_registry, an_arrival, checked
from settlement_world import tokyo

pytestmark = pytest.mark.django_db
JUNE = ProcessingMonth(2026, 6)
NUMBER = f"202606-{INSURER}"
FOREIGN = "06990022"


@pytest.fixture
def clerk(db: None) -> Client:
    return signed_in.client(Role.INSURER_CLERK, tenant=f"insurer:{INSURER}")


@pytest.fixture
def other(db: None) -> Client:
    return signed_in.client(Role.INSURER_CLERK, tenant=f"insurer:{FOREIGN}")


@pytest.fixture
def month(tmp_path: Path) -> str:
    """Three claims, closed, invoiced, packed; gives the name of the archive."""
    a_registry(tmp_path)
    checked(an_arrival([another(1), another(2), another(3)]))
    settlement.close_month(JUNE, by=CLERK, at=tokyo("2026-06-30"))
    settlement.issue_invoices(JUNE, by=CLERK, at=tokyo("2026-07-10"))
    delivery_services.build_month(JUNE, by=CLERK, at=tokyo("2026-07-10"))
    (package,) = delivery.packages(str(JUNE))
    return package.archive_name


def text(site: Client, path: str, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status, answer.content.decode()[-400:]
    return answer.content.decode()


def test_an_empty_desk_says_what_will_come(clerk: Client) -> None:
    """Nothing yet: each list says when there will be something."""
    assert clerk.get("/").headers["Location"] == "/insurer/"
    page = text(clerk, "/insurer/")
    assert "データはまだ届いていません" in page
    assert "請求書はまだありません" in page
    assert "月の締めのあとに届きます" in text(clerk, "/insurer/packages/")
    assert "月の締めのあとに発行されます" in text(clerk, "/insurer/invoices/")


def test_a_package_is_fetched_on_record(clerk: Client, month: str) -> None:
    """New at home, seen inside by provider, fetched whole; then it is no longer new."""
    assert "1 個のデータをまだ受け取っていません" in text(clerk, "/insurer/")
    page = text(clerk, f"/insurer/packages/{month}/")
    assert "未取得" in page
    assert PROVIDER in page
    answer = clerk.get(f"/insurer/packages/{month}/fetch/")
    content = b"".join(answer.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    (row,) = search(Wanted(event="delivery.package.fetched"))
    assert len(row.persons) == 3
    assert row.tenant == f"insurer:{INSURER}"
    assert "取得済" in text(clerk, "/insurer/packages/")
    assert "新しいデータはありません" in text(clerk, "/insurer/")


def test_an_invoice_leads_to_its_documents(clerk: Client, month: str) -> None:
    """Total, its formula, lines by provider that add up, documents with theirs, CSV."""
    assert NUMBER in text(clerk, "/insurer/")
    page = text(clerk, f"/insurer/invoices/{NUMBER}/")
    assert "＝ 請求金額 − 過誤控除 ＋ 手数料" in page
    assert "23,040円" in page  # 3 × 7,680
    assert "異なることがあります" not in page
    documents = text(clerk, f"/insurer/invoices/{NUMBER}/documents/?provider={PROVIDER}")
    assert "3 件のうち 1–3 件" in documents
    assert documents.count("7,680円") == 6  # unit prices and claim, nothing paid at the window
    table = clerk.get(f"/insurer/invoices/{NUMBER}/documents.csv")
    lines = b"".join(table.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "この機関の書類はありません" in text(
        clerk, f"/insurer/invoices/{NUMBER}/documents/?provider=0000000000"
    )
    assert search(Wanted(event="settlement.claims.viewed"))[0].persons


def test_a_draft_is_not_shown(clerk: Client, tmp_path: Path) -> None:
    """Between close and issue the insurer sees neither invoice nor package."""
    a_registry(tmp_path)
    checked(an_arrival([another(1)]))
    settlement.close_month(JUNE, by=CLERK, at=tokyo("2026-06-30"))
    assert "請求書はまだありません" in text(clerk, "/insurer/")
    text(clerk, f"/insurer/invoices/{NUMBER}/", status=404)


def test_nothing_of_another_insurer_is_there(other: Client, month: str) -> None:
    """Foreign numbers and names answer like what does not exist."""
    for path in (
        f"/insurer/packages/{month}/",
        f"/insurer/packages/{month}/fetch/",
        f"/insurer/invoices/{NUMBER}/",
        f"/insurer/invoices/{NUMBER}/documents/",
        f"/insurer/invoices/{NUMBER}/documents.csv",
        f"/provider/returns/{month}/",
    ):
        page = text(other, path, status=404)
        assert PROVIDER not in page
    assert month not in text(other, "/insurer/packages/")


def test_the_administrator_sees_money_but_fetches_nothing(month: str) -> None:
    """Roles differ inside one organisation: no package for whoever may not have persons' data."""
    administrator = signed_in.client(Role.INSURER_ADMIN, tenant=f"insurer:{INSURER}")
    page = text(administrator, "/insurer/")
    assert NUMBER in page
    assert month not in page
    text(administrator, f"/insurer/packages/{month}/fetch/", status=404)
