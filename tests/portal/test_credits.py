"""Carried credits of dissolved insurers on the pages: passed on, or waiting for a person."""

from __future__ import annotations

from pathlib import Path

import pytest

import signed_in
from daiko.money.calendar import propose
from daiko.people.roles import Role
from daiko.registry.services import load
from daiko.settlement import services
from registry_folder import write_table
from settlement_world import (
    AUGUST,
    HANA,
    I1,
    I2,
    P1,
    Accepted,
    insurer_row,
    received,
    tokyo,
    with_a_carried_credit,
)

pytestmark = pytest.mark.django_db
SEPTEMBER = AUGUST.next()


def dissolved(folder: Path, **fields: str) -> None:
    with_a_carried_credit(folder)
    write_table(folder, "insurers", [insurer_row(I1, **fields)])
    assert load(folder, by=HANA, at=tokyo("2026-08-20")).loaded
    received(SEPTEMBER, [Accepted(P1, I2, 13_479)])
    dates = propose(SEPTEMBER)
    services.close_month(SEPTEMBER, by=HANA, at=tokyo(f"{dates.close_on}"))
    services.issue_invoices(SEPTEMBER, by=HANA, at=tokyo(f"{dates.invoice_on}"))


def seen(path: str, *roles: Role, tenant: str = "agency") -> str:
    answer = signed_in.client(*roles, tenant=tenant).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_passed_on_is_told_to_both_sides(tmp_path: Path) -> None:
    """The agency by month; the insurer in its place on its invoice, too."""
    dissolved(tmp_path, end_on="2026-08-31", merged_into=I2)
    page = seen(f"/months/{SEPTEMBER}/invoices/", Role.AGENCY_SETTLEMENT)
    assert "合併した保険者からの繰越の引継ぎ" in page
    assert "17,166" in page
    assert "引き継ぐ保険者のない繰越" not in page
    path = f"/insurer/invoices/202609-{I2}/"
    invoice = seen(path, Role.INSURER_CLERK, tenant=f"insurer:{I2}")
    assert f"うち合併した保険者 {I1} の請求書 202608-{I1} から 17,166" in invoice


def test_what_nobody_takes_over_is_an_open_item(tmp_path: Path) -> None:
    """On the first page and beside the invoices, until a successor is registered."""
    dissolved(tmp_path, end_on="2026-08-31")
    for path in ("/", f"/months/{SEPTEMBER}/invoices/"):
        page = seen(path, Role.AGENCY_SETTLEMENT)
        assert "引き継ぐ保険者のない繰越" in page
        assert f"202608-{I1}" in page
