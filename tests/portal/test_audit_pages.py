"""The auditor's pages: whose data was seen by whom; verification; seals; no personal data."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import signed_in
from building import PROVIDER, RECEIVED_AT, another
from daiko.audit import queries as trail
from daiko.audit import services as audit
from daiko.audit.queries import Wanted, search
from daiko.audit.sealing import seal
from daiko.audit.verification import record_verification, verify
from daiko.people.roles import Role
from daiko.platform.clock import now, tokyo_date
from daiko.platform.tenancy import AGENCY, as_tenant
from intake import CLERK, a_registry, a_wrong_pair, an_arrival, checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(db: None) -> Client:
    return signed_in.client(Role.AUDITOR)


def text(site: Client, path: str, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status, answer.content.decode()[-400:]
    return answer.content.decode()


def note(event: str = "test.data.viewed", *persons: str, subject: str = "thing") -> None:
    with as_tenant(AGENCY):
        audit.record(event, subject, by=CLERK, at=now(), persons=persons)


def test_who_saw_a_person(auditor: Client, tmp_path: Path) -> None:
    """A clerk of a provider looks at a page; the auditor finds the look by the person."""
    a_registry(tmp_path)
    checked(an_arrival([another(1), a_wrong_pair(2)]))
    clerk = signed_in.client(Role.PROVIDER_CLERK, tenant=f"provider:{PROVIDER}")
    clerk.get("/provider/persons/?state=returned")
    (seen,) = search(Wanted(event="reception.documents.viewed"), limit=1)  # the newest
    page = text(auditor, f"/audit/?person={seen.persons[0]}&tenant=provider:{PROVIDER}")
    assert "1 件のうち 1–1 件" in page
    assert seen.actor in page
    row = text(auditor, f"/audit/rows/{seen.id}/")
    assert all(person in row for person in seen.persons)
    assert "健診・保健指導機関の担当者" in row


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("event=test.data", True),
        ("event=other.", False),
        ("subject=thing", True),
        ("actor=clerk", True),
        ("actor=nobody", False),
        ("person=document-7", True),
        ("person=document-70", False),
        ("tenant=insurer:06990014", False),
    ],
)
def test_rows_are_found_by_what_they_hold(auditor: Client, query: str, found: bool) -> None:  # noqa: FBT001 - a column of the table above
    note("test.data.viewed", "document-7")
    page = text(auditor, f"/audit/?{query}")
    assert ("test.data.viewed" in page) is found
    assert ("条件に合う記録はありません" in page) is not found


def test_days_are_whole_days_in_japan(auditor: Client) -> None:
    """Until means to the end of that day."""
    note()
    today = tokyo_date(now())
    assert "test.data.viewed" in text(auditor, f"/audit/?event=test.&since={today}&until={today}")
    later = today + timedelta(days=1)
    assert "test.data.viewed" not in text(auditor, f"/audit/?event=test.&since={later}")


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=0001-01-01", "until=9999-12-31", "tenant=everybody"]
)
def test_what_is_not_understood_is_said(auditor: Client, query: str) -> None:
    """A filter that cannot be read is named instead of being left out in silence."""
    assert 'role="alert"' in text(auditor, f"/audit/?{query}")


def test_many_references_stay_readable(auditor: Client) -> None:
    """Three stand in the list, all on the page of the row."""
    note("test.package.fetched", *(f"document-{number}" for number in range(2_000)))
    page = text(auditor, "/audit/?event=test.package")
    assert "ほか 1,997 人" in page
    (row,) = search(Wanted(event="test.package"))
    assert "document-1999" in text(auditor, f"/audit/rows/{row.id}/")


def test_the_export_is_complete_and_on_record(auditor: Client) -> None:
    """More rows than one reading holds, each once; taking them away leaves a row."""
    for number in range(1_203):
        note(subject=f"thing {number}")
    answer = auditor.get("/audit/trail.csv?event=test.data")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 1_203
    assert len({line.split(",")[3] for line in lines[1:]}) == 1_203
    (taken,) = search(Wanted(event="audit.trail.exported"))
    assert taken.fields["rows"] == 1_203


def test_verification_is_shown_when_it_was_done(auditor: Client) -> None:
    """Nothing yet; then sound; then what a damage looks like."""
    assert "まだ検証していません" in text(auditor, "/audit/verification/")
    note()
    outcome = verify(at=RECEIVED_AT)  # by then no row of other tests is late for its seal
    with as_tenant(AGENCY):
        record_verification(outcome, by=CLERK, at=now())
    assert "異常はありませんでした" in text(auditor, "/audit/verification/")
    outcome.damages_total = 3
    with as_tenant(AGENCY):
        record_verification(outcome, by=CLERK, at=now())
    page = text(auditor, "/audit/verification/")
    assert "異常が見つかりました" in page
    assert "以前の検証" in page


def test_seals_with_the_key_to_check_them(auditor: Client) -> None:
    note()
    with as_tenant(AGENCY):
        made = seal(at=now())
    assert made is not None
    page = text(auditor, "/audit/seals/")
    assert made.digest in page
    assert "公開鍵" in page


def test_an_auditor_reads_the_record_and_no_data(auditor: Client, tmp_path: Path) -> None:
    """Months, submissions and both other portals are not there for the auditor."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1)])).receipt_number
    assert auditor.get("/").headers["Location"] == "/audit/"
    for path in ("/months/2026-06/", f"/submissions/{receipt}/", "/provider/", "/insurer/"):
        assert auditor.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENCY_CHECKER, Role.SYSADMIN, Role.AGENCY_APPROVER])
def test_nobody_else_reads_the_record(role: Role) -> None:
    """Those who are recorded do not read it."""
    other = signed_in.client(role)
    for path in ("/audit/", "/audit/trail.csv", "/audit/seals/", "/audit/verification/"):
        assert other.get(path).status_code == 404


def test_rows_cannot_be_posted(auditor: Client) -> None:
    """Read-only: every other method is refused."""
    for method in ("post", "put", "delete"):
        assert getattr(auditor, method)("/audit/").status_code == 405


def test_a_long_record_is_counted_to_its_limit(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of millions of rows a page counts some; it says so, and how to reach the others."""
    monkeypatch.setattr(trail, "COUNTED_MAX", 3)
    for _ in range(2):
        note("test.limit.reached")
    assert "絞るか" not in text(auditor, "/audit/?event=test.limit.")
    for _ in range(3):
        note("test.limit.reached")
    page = text(auditor, "/audit/?event=test.limit.")
    assert "絞るか" in page
    assert "3 件のうち" in page
    answer = auditor.get("/audit/trail.csv?event=test.limit.")
    assert b"".join(answer.streaming_content).count(b"test.limit.reached") == 5
