"""A warning that will be an error stands on papers, in the table and on the page."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from building import RECEIVED_AT, another
from daiko.notices import listings
from daiko.reception import queries as reception
from daiko.registry.services import load
from intake import CLERK, a_registry, an_arrival, an_odd_pair, checked
from papers import words_of
from registry_folder import write_table
from signed_in import client

pytestmark = pytest.mark.django_db
ANNOUNCED = {
    "receiver": "agency",
    "rule": "X-XF-008",
    "severity": "warning",
    "valid_from": "2026-06-01",
    "valid_to": "2026-09-30",
    "error_on": "2026-10-01",
    "reason": "試行期間",
}


def test_papers_tables_and_pages_say_from_when(tmp_path: Path) -> None:
    a_registry(tmp_path / "r")
    write_table(tmp_path / "p", "receiver_severities", [ANNOUNCED])
    assert load(tmp_path / "p", by=CLERK, at=RECEIVED_AT).loaded
    receipt = checked(an_arrival([another(1), an_odd_pair(2)]))
    submission = reception.submission(receipt.submission_id)
    for listing in (listings.errors(submission), listings.returns(submission)):
        ((_, pdf),) = listing.pdfs()
        text = words_of(pdf)
        assert listing.rows == 0
        assert "予告：これから誤りになる警告" in text
        assert "令和8年10月1日(木)から1件" in text
    table = b"".join(listings.errors(submission).csv()).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["番号"], row["規則"], row["誤りになる日"]) == ("1", "X-XF-008", "2026-10-01")
    page = client().get(f"/submissions/{receipt.receipt_number}/")
    assert "2026年10月1日(木)から誤り（返戻・受付不可）になります。" in page.content.decode()
