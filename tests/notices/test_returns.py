"""返戻一覧表: persons from the stored files, reasons with cause and remedy, totals."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from building import PROVIDER, RECEIVED_AT, another
from daiko.documents.records import CheckupClaim, CheckupResult
from daiko.money.calendar import ProcessingMonth
from daiko.notices import listings, services
from daiko.notices import queries as notices
from daiko.notices.errors import IntakeStillOpen, NothingReceived, PaperNotReady
from daiko.notices.papers import PaperKind, ReturnLine
from daiko.platform.jobs import run_worker
from daiko.reception import queries as reception
from daiko.reception import services as intake_services
from daiko.settlement import services as settlement
from intake import CLERK, SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked
from papers import text_of, words_of
from signed_in import client

RARE = "𠮷田　髙子　葛\U000e0100"
LONG = "ヴァンデルヴァルデン・ヨハネスマリア・フランシスコ・ザビエル・デ・ラ・クルス"
JUNE = "2026-06"


def named(serial: int, name: str) -> tuple[CheckupResult, CheckupClaim]:
    result, claim = a_wrong_pair(serial)
    assert isinstance(result, CheckupResult)
    assert isinstance(claim, CheckupClaim)
    return replace(result, name=name), replace(claim, name=name)


def listing_of(submission_id: int) -> listings.Listing:
    return listings.returns(reception.submission(submission_id))


def lines_of(submission_id: int) -> list[ReturnLine]:
    return list(listing_of(submission_id).lines())


@pytest.mark.django_db
def test_a_line_says_who_what_and_why(tmp_path: Path) -> None:
    """Every column of administrative-checks.md 2, the person as the stored claim has it."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(2)]))
    (line,) = lines_of(receipt.submission_id)
    assert (line.number, line.insurer_number, line.symbol) == (1, "06132013", "１３１")
    assert (line.card_number, line.branch_code, line.name_kana) == (
        "000000002",
        "01",
        "ケンシンタロウ",
    )
    assert (line.birth_date, line.sex, str(line.performed_on)) == ("19700516", "1", "2026-05-12")
    assert (line.card_id, line.claim_type, line.claim_yen) == ("26100000002", "基本", 7_681)
    assert (line.reason, line.corrected_by) == ("09", "")
    (message,) = line.messages
    assert (message.rule, message.found, message.expected) == ("X-CC-041", "7681", "7680")
    assert message.message
    assert message.cause
    assert message.remedy


@pytest.mark.django_db
def test_the_paper_prints_names_outside_jis(tmp_path: Path) -> None:
    """They come out of the PDF as they went in, variation selector included."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([named(1, RARE), named(2, LONG)]))
    ((_, pdf),) = listing_of(receipt.submission_id).pdfs()
    text = words_of(pdf)
    assert "𠮷田髙子葛\U000e0100" in text
    for said in (
        "特定健診情報返戻一覧表",
        "Returnedcheckupclaims",
        "昭和45年5月16日",
        "令和8年5月12日",
        "返戻件数・金額2件15,362円",
        "締切令和8年6月処理分：令和8年6月5日(金)次回令和8年7月処理分：令和8年7月6日(月)",
    ):
        assert said in text, said


@pytest.mark.django_db
def test_every_page_has_the_head_and_its_number(tmp_path: Path) -> None:
    """A list over several pages repeats archive, digest and column heads on each."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([a_wrong_pair(serial) for serial in range(30)]))
    ((_, pdf),) = listing_of(receipt.submission_id).pdfs()
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        flat = "".join(page.split())
        assert receipt.sha256 in flat
        assert receipt.receipt_number in flat
        assert f"{number}/{len(pages)}ページ" in flat
        assert flat.count("氏名（カナ）") == (1 if "2610000" in flat else 0)


@pytest.mark.django_db
def test_a_long_list_is_divided_and_every_line_stands_once(tmp_path: Path) -> None:
    """Volumes in order; the totals only at the end of the last."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([a_wrong_pair(serial) for serial in range(8)]))
    volumes = list(listing_of(receipt.submission_id).pdfs(weight=9))
    assert [(volume.number, volume.of) for volume, _ in volumes] == [(1, 3), (2, 3), (3, 3)]
    texts = [words_of(pdf) for _, pdf in volumes]
    assert ["返戻理由ごとの件数" in text for text in texts] == [False, False, True]
    found = [[s for s in range(8) if f"2610000000{s}" in text] for text in texts]
    assert found == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert "分冊2/3" in texts[1]


@pytest.mark.django_db
def test_nothing_returned_is_said(tmp_path: Path) -> None:
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1)]))
    ((_, pdf),) = listing_of(receipt.submission_id).pdfs()
    assert "返戻はありません。" in words_of(pdf)


@pytest.mark.django_db
def test_the_corrected_claim_is_named(tmp_path: Path) -> None:
    """Once a claim for the same person and year was accepted, the line says where."""
    a_registry(tmp_path)
    first = checked(an_arrival([a_wrong_pair(2)]))
    second = checked(an_arrival([another(2)], sequence=1))
    (line,) = lines_of(first.submission_id)
    assert line.corrected_by == second.receipt_number


@pytest.mark.django_db
def test_the_table_is_for_spreadsheets_and_safe(tmp_path: Path) -> None:
    """BOM, CRLF, one row a message, and no name that is a formula."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([named(1, "=1+1"), a_wrong_pair(2)]))
    data = b"".join(listing_of(receipt.submission_id).csv())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    formula = [row for row in rows if row["整理番号"] == "26100000001"]
    assert {row["氏名(カナ)"] for row in formula} == {"'=1+1"}
    assert {"X-CC-041", "X-CC-007"} <= {row["規則"] for row in formula}
    (plain,) = [row for row in rows if row["整理番号"] == "26100000002"]
    assert (plain["生年月日"], plain["実施日"], plain["請求金額"]) == (
        "1970-05-16",
        "2026-05-12",
        "7681",
    )
    assert (plain["返戻理由コード"], plain["返戻理由"]) == ("09", "その他")


@pytest.mark.django_db
def test_a_whole_month_once_it_is_closed(tmp_path: Path) -> None:
    """Both archives of the provider, none of another; refused while the intake is open."""
    a_registry(tmp_path)
    first = checked(an_arrival([a_wrong_pair(1)]))
    second = checked(an_arrival([a_wrong_pair(2), another(3)], sequence=1))
    with pytest.raises(IntakeStillOpen):
        listings.month_returns(PROVIDER, JUNE)
    intake_services.close_intake(ProcessingMonth(2026, 6), by=CLERK, at=RECEIVED_AT)
    listing = listings.month_returns(PROVIDER, JUNE)
    assert [(line.number, line.receipt_number) for line in listing.lines()] == [
        (1, first.receipt_number),
        (2, second.receipt_number),
    ]
    ((_, pdf),) = listing.pdfs()
    text = words_of(pdf)
    assert "処理月令和8年6月" in text
    assert first.sha256 in text
    assert second.sha256 in text
    with pytest.raises(NothingReceived):
        listings.month_returns(SECOND_PROVIDER, JUNE)


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_made_by_a_worker_and_kept(tmp_path: Path) -> None:
    """Ordered twice it is one paper; its files are those that would be made at once."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([a_wrong_pair(serial) for serial in range(3)]))
    order = (PaperKind.RETURNS, receipt.submission_id)
    paper_id = services.order(*order, by=CLERK, at=RECEIVED_AT)
    assert services.order(*order, by=CLERK, at=RECEIVED_AT) == paper_id
    with pytest.raises(PaperNotReady):
        notices.table(paper_id)
    run_worker(until_empty=True)
    made = notices.paper_of(*order)
    assert made is not None
    assert (made.made_at is not None, made.volumes, made.rows) == (True, 1, 3)
    ((_, pdf),) = listing_of(receipt.submission_id).pdfs()
    with notices.volume(paper_id, 1) as stored:
        assert stored.read() == pdf
    with notices.table(paper_id) as stored:
        assert stored.read() == b"".join(listing_of(receipt.submission_id).csv())
    services.make(paper_id, at=RECEIVED_AT)
    assert notices.paper_of(*order) == made


@pytest.mark.django_db(transaction=True)
def test_the_close_has_the_lists_made_once(tmp_path: Path) -> None:
    """One list for each provider with returns; repeated, nothing more."""
    a_registry(tmp_path)
    checked(an_arrival([a_wrong_pair(1)]))
    checked(an_arrival([another(2)], sequence=1))
    at = datetime(2026, 6, 30, 3, tzinfo=UTC)
    settlement.close_month(ProcessingMonth(2026, 6), by=CLERK, at=at)
    run_worker(until_empty=True)
    ((paper,), total) = notices.month_papers(JUNE, offset=0, limit=10)
    assert (total, paper.provider_number, paper.rows, list(paper.volumes)) == (1, PROVIDER, 1, [1])
    assert services.list_month(JUNE, by=CLERK, at=at) == 1
    assert notices.month_papers(JUNE, offset=0, limit=10) == ([paper], 1)
    site = client()
    page = site.get(f"/months/{JUNE}/returns/").content.decode()
    for name, beginning in ((f"{PROVIDER}-1.pdf", b"%PDF"), (f"{PROVIDER}.csv", b"\xef\xbb\xbf")):
        assert f'"/months/{JUNE}/returns/{name}"' in page
        answer = site.get(f"/months/{JUNE}/returns/{name}")
        assert b"".join(answer.streaming_content).startswith(beginning)  # type: ignore[arg-type]  # no async views
    assert site.get(f"/months/{JUNE}/returns/{PROVIDER}-2.pdf").status_code == 404
    assert site.get(f"/months/2026-07/returns/{PROVIDER}.csv").status_code == 404
    empty = site.get("/months/2026-07/returns/").content.decode()
    assert "返戻一覧表はまだありません" in empty


@pytest.mark.django_db
def test_guidance_has_a_paper_of_its_own_name(tmp_path: Path) -> None:
    """Told by the last field of the archive's name (ruling 6)."""
    a_registry(tmp_path)
    arrival = an_arrival([another(1)])
    guidance = replace(arrival, name=arrival.name.replace("_1.zip", "_2.zip"))
    receipt = checked(guidance)
    ((_, pdf),) = listing_of(receipt.submission_id).pdfs()
    assert "特定保健指導情報返戻一覧表" in words_of(pdf)
