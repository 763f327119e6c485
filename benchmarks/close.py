"""Cost of a month's money beside a bare copy of the same claims into an empty table.

The month is written straight into reception's tables: one submission a thousand
claims, 3,300 insurers, 5 % as many providers as claims (at most 50,000), on a private
embedded server. The bare side is one INSERT … SELECT of the same view without index,
constraint or ledger. Wall-clock time; invoices, full collection and payment run are
shown beside the close.

    benchmarks/close.py [--json] [--claims 200000]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

CLAIMS_A_SUBMISSION = 1_000
INSURERS = 3_300
MOST_PROVIDERS = 50_000

PARTIES = """
INSERT INTO registry_insurer (insurer_number, name, kana, postal_code, address, telephone, contact,
    delivery, remitter_code, invoice_address, card_check_mode, start_on)
SELECT lpad(n::text, 8, '0'), 'x', '', '', '', '', '', 'online', '', '', 'master', '2008-04-01'
FROM generate_series(1, %(insurers)s) n;
INSERT INTO registry_payee SELECT lpad(n::text, 10, '0') FROM generate_series(1, %(providers)s) n;
INSERT INTO registry_payee_account (payee_number, bank_number, bank_kana, branch_number,
    branch_kana, account_type, account_number, holder_kana, valid_from, verified_on, verified_by)
SELECT payee_number, '0001', '', '001', '', '1', '1234567', 'X', '2020-04-01', '2020-04-02', 'ops'
FROM registry_payee;
INSERT INTO registry_provider (provider_number, category, services, name, kana, postal_code,
    address, telephone, payee_number, delivery, registered_on)
SELECT payee_number, '1', ARRAY['checkup'], 'x', '', '', '', '', payee_number, 'online',
    '2008-04-01' FROM registry_payee;
INSERT INTO registry_calendar
VALUES ('2026-06', '2026-06-05', '2026-06-30', '2026-07-10', '2026-07-17', '2026-07-21');
"""
MONTH_ROWS = """
INSERT INTO reception_month VALUES ('2026-06', NULL);
INSERT INTO reception_submission (id, receipt_number, archive_name, sha256, size_bytes, object_key,
    sender, receiver, submitted_on, service_event_type, received_at, processing_month, received_by,
    state, checked_at, pairs, accepted, returned, claim_yen, not_checked)
SELECT n, '20260603-' || lpad(n::text, 6, '0') || '-0', n || '.zip', lpad(to_hex(n), 64, '0'), 1,
    'none', '', '', '', '1', '2026-06-03', '2026-06', 'bench', 'accepted', '2026-06-03',
    1000, 1000, 0, 0, '{}'
FROM generate_series(1, %(submissions)s) n;
INSERT INTO reception_document (submission_id, position, pair_name, result_path, claim_path, state,
    return_reason, insurer_number, provider_number, person_key, performed_on, fiscal_year,
    claim_type, unit_total_yen, payment_yen, other_program_yen, claim_yen, result_sha256,
    claim_sha256)
SELECT 1 + n / 1000, 1 + n %% 1000, n::text, '', '', 'accepted', '',
    lpad((1 + n * 7919::bigint %% %(insurers)s)::text, 8, '0'),
    lpad((1 + (n / 1000) * 31 %% %(providers)s + n %% 7)::text, 10, '0'), n::text, '2026-05-12',
    2026, '1', 7680, 0, 0, 7680, repeat('0', 64), repeat('0', 64)
FROM generate_series(0, %(claims)s - 1) n;
"""


def main() -> None:
    """Print the figures; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--claims", type=int, default=200_000, help="claims of the month")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="daiko-bench-"))
    folder.chmod(0o755)  # the server's account must reach its data in it
    os.environ["DAIKO_HOME"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    try:
        figures = measure(chosen.claims)
    finally:
        from daiko.platform.postgres import embedded_server

        embedded_server(folder).stop()
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    for name, value in figures.items():
        print(f"{name:<18}{value:,}")


def measure(claims: int) -> dict[str, Any]:
    """Seconds of the bare copy and of each verb."""
    from daiko.platform.boot import boot

    boot()
    from daiko.money.calendar import TOKYO, ProcessingMonth
    from daiko.platform.actors import SYSTEM
    from daiko.settlement import queries, services
    from daiko.settlement.database import execute

    month = ProcessingMonth(2026, 6)
    _fill(claims)
    bare_s = _seconds(
        lambda: execute("CREATE UNLOGGED TABLE bare AS SELECT * FROM reception_accepted_claim")
    )
    close_at = datetime(2026, 6, 30, 10, tzinfo=TOKYO)
    pay_at = datetime(2026, 7, 17, 9, tzinfo=TOKYO)
    close_s = _seconds(lambda: services.close_month(month, by=SYSTEM, at=close_at))
    invoices_s = _seconds(lambda: services.issue_invoices(month, by=SYSTEM, at=close_at))
    data = _money(queries.invoices(month))
    collect_s = _seconds(lambda: services.collect(data, file_name="x", by=SYSTEM, at=pay_at))
    plan_s = _seconds(lambda: services.plan_payment(month, by=SYSTEM, at=pay_at))
    verify_s = _seconds(queries.verify_ledger)
    return {
        "claims": claims,
        "ratio": round(close_s / bare_s, 2),
        "bare_copy_s": bare_s,
        "close_s": close_s,
        "invoices_s": invoices_s,
        "collect_s": collect_s,
        "plan_payment_s": plan_s,
        "verify_ledger_s": verify_s,
    }


def _fill(claims: int) -> None:
    """The registry and the accepted claims of the month."""
    from daiko.settlement.database import execute

    values = {
        "claims": claims,
        "submissions": claims // CLAIMS_A_SUBMISSION + 1,
        "insurers": INSURERS,
        "providers": min(max(claims // 20, 100), MOST_PROVIDERS) + 10,
    }
    for statement in (PARTIES + MONTH_ROWS).split(";")[:-1]:
        execute(statement, **values)
    execute("ANALYZE")


def _money(invoices: Any) -> bytes:
    """A notice file in which every insurer pays in full."""
    from daiko.money.zengin_incoming import IncomingFile, IncomingNotice, write_incoming

    day = invoices[0].due_on
    notices = tuple(
        IncomingNotice(f"{n:06d}", day, day, invoice.total_yen, invoice.remitter_code, "X")
        for n, invoice in enumerate(invoices)
    )
    return write_incoming(
        IncomingFile(day, day, day, "0001", "", "100", "", "2", "1234567", "X", notices)
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    main()
