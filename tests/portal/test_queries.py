"""What a page costs in statements: a bound for each portal, the same for few rows and many.

Bounds are generous; what costs a statement for each row shows as a difference between ten
rows and two hundred. ``query_counts.told`` says where statements go when one is broken.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from django.test import Client

import signed_in
from daiko.money.calendar import ProcessingMonth
from daiko.people.models import Account
from daiko.people.roles import Role
from daiko.registry.models import Insurer
from daiko.settlement.models import Invoice
from query_counts import statements_of, told
from settlement_world import I1, JUNE, P1, Accepted, load_world, received, tokyo

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 200
FRAME: Final = 12
"""Session with account and roles, the tenant told twice, two transactions (savepoints in a
test), and what the frame shows: organisation, office, emergency."""
PAGES: Final = {
    "/": ("agency", FRAME + 10),
    "/submissions/": ("agency", FRAME + 8),
    "/registry/": ("agency", FRAME + 10),
    "/accounts/": ("administrator", FRAME + 8),
    "/audit/": ("auditor", FRAME + 8),
    "/provider/": ("provider", FRAME + 12),
    "/provider/submissions/": ("provider", FRAME + 8),
    "/provider/persons/": ("provider", FRAME + 12),
    "/insurer/": ("insurer", FRAME + 12),
    "/insurer/invoices/": ("insurer", FRAME + 8),
    "/check/": ("public", 4),
    "/rules/": ("public", 4),
}
READERS: Final = {
    "agency": (Role.AGENCY_CHECKER, "agency"),
    "administrator": (Role.SYSADMIN, "agency"),
    "auditor": (Role.AUDITOR, "agency"),
    "provider": (Role.PROVIDER_CLERK, f"provider:{P1}"),
    "insurer": (Role.INSURER_CLERK, f"insurer:{I1}"),
}


def reader(portal: str) -> Client:
    if portal == "public":
        return signed_in.client(signed_in=False)
    role, tenant = READERS[portal]
    return signed_in.client(role, tenant=tenant)


def filled(first: int, last: int) -> None:
    """Rows ``first`` to ``last`` of every list: submissions, months, invoices, people …"""
    for number in range(first, last):
        received(ProcessingMonth(2027, 1).plus(number), [Accepted(P1, I1, 500)])
        received(JUNE, [Accepted(P1, I1, 500), Accepted(P1, I1, 500, returned="07")])
    days = {"issued_on": date(2026, 7, 10), "due_on": date(2026, 7, 17)}
    sums = dict.fromkeys(
        ("fee_unit_yen", "fee_yen", "credit_brought_yen", "credit_new_yen"), 0
    ) | dict.fromkeys(("credit_applied_yen", "credit_carried_yen", "tax_rate_percent"), 0)
    Invoice.objects.bulk_create(
        Invoice(
            number=f"{month}-{I1}", processing_month=str(month), insurer_number=I1,
            remitter_code="0012345678", claims=1, claims_yen=500, total_yen=500, state="issued",
            **days, **sums,
        )
        for month in (ProcessingMonth(2027, 1).plus(number) for number in range(first, last))
    )  # fmt: skip
    Insurer.objects.bulk_create(
        Insurer(
            insurer_number=f"06{number:06d}", name="架空健康保険組合", delivery="online",
            card_check_mode="master", start_on=date(2008, 4, 1),
        )
        for number in range(first, last)
    )  # fmt: skip
    for number in range(first, last):
        Account.objects.create(
            login=f"many-{number}@test.example", display_name="試験", tenant=f"insurer:{I1}",
            kind=Account.Kind.STAFF, state=Account.State.ACTIVE,
            starts_on=date(2026, 4, 1), created_at=tokyo("2026-04-01"),
        )  # fmt: skip


def cost(site: Client, path: str) -> Counter[str]:
    """Of the second opening: the first one fills what a process keeps."""
    statements_of(site, path)
    return statements_of(site, path)


def test_every_page_stays_below_its_bound_and_costs_the_same_for_many_rows(
    tmp_path: Path,
) -> None:
    load_world(tmp_path)
    sites = {portal: reader(portal) for portal in {portal for portal, _ in PAGES.values()}}
    filled(0, FEW)
    few = {path: cost(sites[portal], path) for path, (portal, _) in PAGES.items()}
    filled(FEW, MANY)
    many = {path: cost(sites[portal], path) for path, (portal, _) in PAGES.items()}
    over = [(p, told(many[p])) for p, (_, bound) in PAGES.items() if many[p].total() > bound]
    assert over == []
    grown = [(p, told(many[p] - few[p])) for p in PAGES if many[p].total() != few[p].total()]
    assert grown == []


def test_a_month_that_is_not_settled_yet_has_dashes_for_its_money(tmp_path: Path) -> None:
    load_world(tmp_path)
    received(JUNE, [Accepted(P1, I1, 500)])
    page = reader("agency").get("/").content.decode()
    assert "2026" in page
    assert '<td class="num">–</td>' in page
