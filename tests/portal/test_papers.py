"""Papers on the page of a submission: links, long lists by a worker, what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from building import another
from daiko.audit.queries import entries
from daiko.notices import listings
from daiko.platform.jobs import run_worker
from daiko.reception.models import Document
from intake import a_registry, a_wrong_pair, an_arrival, checked, received
from signed_in import client


@pytest.fixture
def site(db: None) -> Client:
    return client()


def content(site: Client, path: str) -> bytes:
    answer = site.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]  # no async views here


@pytest.mark.django_db
def test_every_link_of_a_checked_submission_leads_to_a_file(site: Client, tmp_path: Path) -> None:
    known = {entry.id for entry in entries(limit=1_000)}
    a_registry(tmp_path)
    number = checked(an_arrival([another(1), a_wrong_pair(2)])).receipt_number
    page = site.get(f"/submissions/{number}/").content.decode()
    papers = f"/submissions/{number}/papers/"
    beginnings = {
        "receipt.pdf": b"%PDF",
        "receipt.pdf.sig": b"{",
        "receipt.csv": b"\xef\xbb\xbf",
        "errors.pdf": b"%PDF",
        "errors.csv": b"\xef\xbb\xbf",
        "returns.pdf": b"%PDF",
        "returns.csv": b"\xef\xbb\xbf",
    }
    for name, beginning in beginnings.items():
        assert f'"{papers}{name}"' in page
        assert content(site, papers + name).startswith(beginning)
    assert content(site, f"{papers}receipt.pdf") == content(site, f"{papers}receipt.pdf")
    new = [entry for entry in entries(limit=1_000) if entry.id not in known]
    read = [entry for entry in new if entry.event == "notices.paper.read"]
    wrong = Document.objects.get(state=Document.State.RETURNED, submission__receipt_number=number)
    assert [entry.persons for entry in read] == [(f"document-{wrong.id}",)] * 4  # whose names


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_ordered_found_again_and_fetched(
    site: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "MADE_AT_ONCE", 1)
    a_registry(tmp_path)
    number = checked(an_arrival([a_wrong_pair(1), a_wrong_pair(2)])).receipt_number
    place, papers = f"/submissions/{number}/", f"/submissions/{number}/papers/"
    assert "PDF を作成する" in site.get(place).content.decode()
    assert site.get(f"{papers}returns.pdf").status_code == 302
    assert site.get(f"{papers}returns-1.pdf").status_code == 404
    assert site.post(f"{papers}returns/order/").status_code == 302
    assert "PDF を作成中です" in site.get(place).content.decode()
    run_worker(until_empty=True)
    assert f'"{papers}returns-1.pdf"' in site.get(place).content.decode()
    assert content(site, f"{papers}returns-1.pdf").startswith(b"%PDF")
    assert site.get(f"{papers}returns-2.pdf").status_code == 404


@pytest.mark.django_db
def test_no_papers_before_the_check_and_none_of_other_kinds(site: Client, tmp_path: Path) -> None:
    a_registry(tmp_path)
    waiting = received(an_arrival([another(1)])).receipt_number
    assert "papers/" not in site.get(f"/submissions/{waiting}/").content.decode()
    assert site.get(f"/submissions/{waiting}/papers/receipt.pdf").status_code == 404
    done = checked(an_arrival([another(2)], sequence=1)).receipt_number
    assert site.get(f"/submissions/{done}/papers/invoice.pdf").status_code == 404
    assert site.get("/submissions/none/papers/returns.csv").status_code == 404
