"""On a filled database the pages of a branch ask the index, not every row there is.

Statements that the pages really send are explained as the branch, under the wall.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client

import signed_in
from acting import as_owner
from daiko.platform.tenancy import as_tenant
from daiko.reception import queries as reception
from daiko.registry import queries as registry
from daiko.registry.models import Card, Insurer

pytestmark = pytest.mark.django_db
SUBMISSIONS, CARDS = 30_000, 9_400
_BRANCH = "agency:13"
_CARD_TEXTS: Final = (
    "symbol", "number", "branch_code", "name_kana", "coverage_type", "agency_number",
    "organiser_name", "guidance_level", "checkup_card_id",
)  # fmt: skip
_LARGE: Final = ("reception_submission", "reception_document", "reception_finding")
_FILL = f"""
INSERT INTO reception_month (processing_month) VALUES ('2026-06');
INSERT INTO reception_submission
    (receipt_number, archive_name, sha256, size_bytes, object_key, sender, brought_by, receiver,
     submitted_on, service_event_type, received_at, processing_month, received_by, state,
     checked_at, pairs, accepted, returned, claim_yen, not_checked)
SELECT '20260605-' || lpad(n::text, 6, '0') || '-0', n || '.zip', lpad(to_hex(n), 64, '0'), 1,
       'key', lpad((1 + n % 47)::text, 2, '0') || lpad((n % 1000)::text, 8, '1'), '', '94899010',
       '20260605', '1', '2026-06-05 10:00+09', '2026-06', 'operator:hana', 'accepted',
       '2026-06-05 11:00+09', 1, 1, 0, 500, '{{}}'
FROM generate_series(1, {SUBMISSIONS}) n;
INSERT INTO reception_document
    (submission_id, position, pair_name, kind, result_path, claim_path, state, return_reason,
     insurer_number, provider_number, card_id, person_key, performed_on, fiscal_year, claim_type,
     unit_total_yen, payment_yen, other_program_yen, claim_yen, result_sha256, claim_sha256,
     guidance_level, guidance_timing)
SELECT id, 1, 'pair', 'checkup', 'h', 'c', 'accepted', '', '06990014', sender,
       lpad(id::text, 11, '0'), lpad(to_hex(id), 64, '0'), '2026-05-12', 2026, '1', 500, 0, 0, 500,
       repeat('a', 64), repeat('a', 64), '', ''
FROM reception_submission;
INSERT INTO reception_finding
    (submission_id, document_id, position, rule, severity, member, path, line, found, expected,
     cause_group, leader)
SELECT submission_id, id, 1, 'X-CC-001', 'warning', 'c.xml', '/', 1, '', '', '', NULL
FROM reception_document;
INSERT INTO registry_insurer
    (insurer_number, name, kana, postal_code, address, telephone, contact, delivery,
     remitter_code, invoice_address, card_check_mode, start_on)
SELECT '06' || lpad((1 + n % 47)::text, 2, '0') || lpad(n::text, 4, '0'), 'name', '', '', '', '',
       '', 'online', '', '', 'master', '2008-04-01'
FROM generate_series(1, 470) n;
ANALYZE reception_submission, reception_document, reception_finding, registry_insurer;
"""


@pytest.fixture
def filled(db: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(_FILL)


def plans_of(act: Any, tenant: str = _BRANCH) -> list[tuple[str, dict[str, Any]]]:
    """Statements that ``act`` sends for this tenant, each with its plan."""
    sent: list[tuple[Any, Any]] = []

    def note(execute: Any, sql: Any, params: Any, *rest: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, *rest)

    with as_tenant(tenant):
        with connection.execute_wrapper(note):
            act()
        reads = [(sql, params) for sql, params in sent if _reads(sql)]
        return [(str(sql), _explained(sql, params)) for sql, params in reads]


def _reads(sql: Any) -> bool:
    """A statement about tables, not about the transaction or the tenant."""
    return not isinstance(sql, str) or (
        sql.lstrip().startswith(("SELECT", "WITH")) and "_config(" not in sql and " FROM " in sql
    )


def _explained(sql: Any, params: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        text = sql if isinstance(sql, str) else sql.as_string(cursor.connection)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", params)
        (found,) = cursor.fetchone()
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """How each table is read: kind of scan and name."""
    if "Relation Name" in plan:
        yield plan["Node Type"], plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scans(part)


def whole(plans: list[tuple[str, dict[str, Any]]], *tables: str) -> list[str]:
    """Statements that read one of these tables from end to end."""
    return [
        sql[:200]
        for sql, plan in plans
        if any(kind == "Seq Scan" and table in tables for kind, table in scans(plan))
    ]


def test_reception(filled: None) -> None:
    """The list, its count, the documents of one submission, their findings."""

    def pages() -> None:
        page = reception.submissions()
        assert 600 < page.total < 700
        assert {row.sender[:2] for row in page.rows} == {"13"}
        documents = reception.documents(page.rows[0].submission_id)
        assert [len(row.findings) for row in documents.rows] == [1]

    plans = plans_of(pages)
    assert len(plans) >= 5
    assert whole(plans, *_LARGE) == []


def test_pages(filled: None) -> None:
    """Whatever else the pages of a branch ask, nothing of it reads a large table whole."""
    site = signed_in.client(office="13")
    with as_tenant(_BRANCH):
        receipt = reception.submissions().rows[0].receipt_number
    for path in ("/submissions/", f"/submissions/{receipt}/", "/registry/"):
        plans = plans_of(lambda path=path: opened(site, path))
        assert whole(plans, *_LARGE) == [], path


def opened(site: Client, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200, path


def test_the_latest_submissions_of_everybody_come_from_the_index(filled: None) -> None:
    """Nothing is sorted to show the first page of the head office."""
    (plan, *_) = (
        plan for sql, plan in plans_of(reception.submissions, "agency") if "ORDER BY" in sql
    )
    assert list(scans(plan)) == [("Index Scan", "reception_submission")]


def test_registry(filled: None) -> None:
    """How many cards there are is counted for the insurers of the prefecture, by their index."""
    insurers = list(Insurer.objects.values_list("insurer_number", flat=True))
    Card.objects.bulk_create(
        (
            Card(
                insurer_id=insurers[number % len(insurers)], card_id=f"261{number:08}",
                fiscal_year=2026, card_kind="1", valid_until=date(2027, 3, 31),
                birth_date=date(1970, 5, 16), sex="1", basic_kind=1,
                **dict.fromkeys(_CARD_TEXTS, ""),
            )
            for number in range(CARDS)
        ),
        batch_size=2_000,
    )  # fmt: skip
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_card")
    found: dict[str, int] = {}
    plans = plans_of(lambda: found.update(registry.row_counts()))
    assert found["cards"] == CARDS // 47
    assert whole(plans, "registry_card") == []
