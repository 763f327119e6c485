"""The portal of a provider: dates before sending, the receipt, what came back, what is paid."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

import signed_in
from building import PROVIDER, another
from daiko.audit.queries import Wanted, search
from daiko.people.roles import Role
from daiko.portal.uploads import NamelessFileHandler
from intake import SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(tmp_path: Path) -> None:
    a_registry(tmp_path)


@pytest.fixture
def clerk(registry: None) -> Client:
    return signed_in.client(Role.PROVIDER_CLERK, tenant=f"provider:{PROVIDER}")


@pytest.fixture
def other(registry: None) -> Client:
    return signed_in.client(Role.PROVIDER_CLERK, tenant=f"provider:{SECOND_PROVIDER}")


def text(site: Client, path: str, status: int = 200) -> str:
    answer = site.get(path)
    assert answer.status_code == status, answer.content.decode()[-400:]
    return answer.content.decode()


def first_document(page: str) -> str:
    """The number of the first document that a page links to."""
    found = re.search(r'href="/provider/persons/(\d+)/"', page)
    assert found is not None
    return found[1]


def upload(site: Client, name: str, content: bytes, status: int = 302) -> str:
    file = SimpleUploadedFile(name, content, "application/zip")
    answer = site.post("/provider/send/", {"archive": file})
    assert answer.status_code == status, answer.content.decode()[-900:]
    return answer.headers.get("Location", "") or answer.content.decode()


def test_the_first_page_of_a_provider_is_its_own(clerk: Client) -> None:
    """The root leads there; an empty desk says what to do next."""
    assert clerk.get("/").headers["Location"] == "/provider/"
    page = text(clerk, "/provider/")
    assert f"{PROVIDER} " in page
    assert "次の締切" in page
    assert "返ってきたものはありません" in page
    assert 'href="/provider/send/"' in page


@pytest.mark.parametrize("path", ["/provider/submissions/", "/provider/persons/"])
def test_empty_lists_lead_to_sending(clerk: Client, path: str) -> None:
    assert 'class="button" href="/provider/send/"' in text(clerk, path)


def test_dates_are_seen_before_sending(clerk: Client) -> None:
    """Month, cut-off and payment day stand above the form."""
    page = text(clerk, "/provider/send/")
    assert all(words in page for words in ("処理月は", "受付締切", "支払予定日"))
    assert 'enctype="multipart/form-data"' in page


def test_an_archive_gets_its_receipt_once(clerk: Client) -> None:
    """Sent, receipted; sent again, the same receipt and the page says so."""
    built = an_arrival([another(1)])
    place = upload(clerk, built.name, built.data)
    assert place.endswith("?sent=now")
    page = text(clerk, place)
    assert "受け付けました" in page
    assert "点検が終わっていません" in page
    again = upload(clerk, built.name, built.data)
    assert again == place.replace("now", "again")
    assert "すでに受け付けています" in text(clerk, again)
    assert "1 件のうち 1–1 件" in text(clerk, "/provider/submissions/")


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_an_archive_arrives(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload may take an hour; a transaction as long would hold back the whole database."""
    seen: list[bool] = []
    arrive = NamelessFileHandler.receive_data_chunk

    def watched(handler: NamelessFileHandler, raw_data: bytes, start: int) -> bytes | None:
        seen.append(connection.in_atomic_block)
        return arrive(handler, raw_data, start)

    monkeypatch.setattr(NamelessFileHandler, "receive_data_chunk", watched)
    built = an_arrival([another(1)])
    assert "/provider/submissions/" in upload(clerk, built.name, built.data)
    assert seen
    assert not any(seen)


def test_somebody_elses_name_is_refused_in_the_form(clerk: Client) -> None:
    """The archive of another sender, and a file that is none: an error at the field."""
    built = an_arrival([another(1)], sender=SECOND_PROVIDER)
    for name in (built.name, "data.zip"):
        page = upload(clerk, name, built.data, status=422)
        assert 'href="#id_archive"' in page
        assert "まだ何も登録していません" in page
        assert PROVIDER in page
    assert "まだ何も送っていません" in text(clerk, "/provider/submissions/")


def test_no_file_and_too_large_a_file(clerk: Client) -> None:
    """Both are told at the field; the second before anything is read."""
    answer = clerk.post("/provider/send/", {})
    assert (answer.status_code, "ZIP ファイルを選んでください" in answer.content.decode()) == (
        422,
        True,
    )
    answer = clerk.generic(
        "POST",
        "/provider/send/",
        b"x",
        "multipart/form-data; boundary=b",
        CONTENT_LENGTH="999999999",
    )
    assert answer.status_code == 413
    assert 'href="#id_archive"' in answer.content.decode()


def test_what_came_back_has_reason_cause_remedy_and_rule(clerk: Client) -> None:
    """From the home page in one click to the finding, and on to the rule."""
    checked(an_arrival([another(1), a_wrong_pair(2)]))
    home = text(clerk, "/provider/")
    assert "1 人分が返戻です" in home
    number = first_document(home)
    assert number == first_document(text(clerk, "/provider/persons/?state=returned"))
    page = text(clerk, f"/provider/persons/{number}/")
    assert all(words in page for words in ("返戻の理由と直し方", "対処", "直したデータを送る"))
    assert 'href="/rules/X-' in page
    assert "#cause" in page


def test_the_list_of_persons_as_csv(clerk: Client) -> None:
    """All rows that the filters let through, with the heads of the page."""
    checked(an_arrival([another(1), another(2), a_wrong_pair(3)]))
    assert "3 件のうち 1–3 件" in text(clerk, "/provider/persons/?sort=-claim_yen")
    answer = clerk.get("/provider/persons.csv?state=accepted")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0][0] == "結果・決済のファイル"
    assert [row[4] for row in rows[1:]] == ["受理", "受理"]


def test_papers_of_the_own_submission(clerk: Client) -> None:
    """The receipt is signed by the agency at the provider's first call, then the same bytes."""
    built = checked(an_arrival([another(1), a_wrong_pair(2)]))
    place = f"/submissions/{built.receipt_number}/papers/"
    first = b"".join(clerk.get(f"{place}receipt.pdf").streaming_content)
    assert first.startswith(b"%PDF")
    assert b"".join(clerk.get(f"{place}receipt.pdf").streaming_content) == first
    assert clerk.get(f"{place}returns.csv").status_code == 200
    assert clerk.get(f"{place}returns.pdf").status_code == 200


def test_nothing_of_another_provider_is_there(clerk: Client, other: Client) -> None:
    """Pages, papers and numbers of others answer like what does not exist."""
    built = checked(an_arrival([another(1), a_wrong_pair(2)]))
    number = first_document(text(clerk, "/provider/persons/?state=returned"))
    paths = [
        f"/provider/submissions/{built.receipt_number}/",
        f"/provider/persons/{number}/",
        f"/submissions/{built.receipt_number}/papers/receipt.pdf",
        f"/submissions/{built.receipt_number}/papers/returns.csv",
        f"/submissions/{built.receipt_number}/",
        "/audit/",
        "/months/2026-06/",
    ]
    for path in paths:
        page = text(other, path, status=404)
        assert built.receipt_number not in page.replace(path, "")
    for path in ("/provider/", "/provider/submissions/", "/provider/persons/"):
        assert built.receipt_number not in text(other, path)


def test_whose_data_was_seen_is_on_record(clerk: Client) -> None:
    """One row for the page, naming the document; a refused page names nobody."""
    checked(an_arrival([another(1)]))
    number = first_document(text(clerk, "/provider/persons/"))
    text(clerk, f"/provider/persons/{number}/")
    rows = search(Wanted(person=f"document-{number}", event="reception.documents.viewed"))
    assert len(rows) == 2
    assert {row.tenant for row in rows} == {f"provider:{PROVIDER}"}
