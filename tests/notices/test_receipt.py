"""データ受領書: what it says, signed, and the same bytes whenever it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from building import RECEIVED_AT, another
from daiko.audit.queries import entries
from daiko.notices import composing, rendering, services, signing
from daiko.notices.errors import NotCheckedYet
from daiko.notices.models import PaperFile
from daiko.notices.papers import PaperKind
from daiko.reception import queries as reception
from intake import CLERK, a_registry, a_wrong_pair, an_arrival, checked, received
from papers import metadata_of, words_of

pytestmark = pytest.mark.django_db


def test_it_says_what_came_and_what_became_of_it(tmp_path: Path) -> None:
    """Number, name, digest, counts and yen of the whole, the accepted, the returned."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(2)]))
    paper = services.receipt(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    text = words_of(paper.pdf)
    for said in (
        "データ受領書",
        "20260605-000001-7",
        "令和8年6月5日(金)12時00分",
        "1319900013_94899010_202606050_1.zip",
        receipt.sha256,
        "架空クリニック様",
        "受領2件15,361円",
        "うち受理1件7,680円",
        "うち返戻1件7,681円",
        "点検結果：一部返戻",
        "次回令和8年7月処理分：令和8年7月6日(月)",
        "未実施",
        f"鍵{paper.signature.key_id}",
        "1/1ページ",
    ):
        assert said in text, said


def test_a_second_copy_has_the_same_bytes_and_the_same_signature(tmp_path: Path) -> None:
    """Kept from the first copy on, whatever the clock says and the registry became."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1)]))
    first = services.receipt(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    later = RECEIVED_AT + timedelta(days=400)
    assert services.receipt(receipt.submission_id, by=CLERK, at=later) == first
    assert PaperFile.objects.count() == 1
    issued = [entry for entry in entries() if entry.event == "notices.receipt.issued"]
    assert len(issued) == 1


def test_setting_it_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the clock or of chance is in the document."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1)]))
    head = composing.submission_head(PaperKind.RECEIPT, reception.submission(receipt.submission_id))
    pdf = rendering.receipt_pdf(head, "0123456789abcdef")
    assert rendering.receipt_pdf(head, "0123456789abcdef") == pdf
    meta = metadata_of(pdf)
    assert 'pdfaid:part="3" pdfaid:conformance="B"' in meta
    other = replace(head.arrivals[0], receipt_number="20260605-000002-5")
    assert rendering.receipt_pdf(replace(head, arrivals=(other,)), "0123456789abcdef") != pdf


def test_the_signature_belongs_to_the_paper(tmp_path: Path) -> None:
    """The digest in the signature file is that of the PDF, and the key verifies it."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1)]))
    paper = services.receipt(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    key = signing.verify(paper.pdf, paper.signature, name="receipt.pdf")
    assert key == paper.signature.key_id


def test_a_refused_archive_has_arrived_too(tmp_path: Path) -> None:
    """The receipt says that nothing of it was taken in."""
    a_registry(tmp_path)
    arrival = an_arrival([another(1)])
    receipt = checked(replace(arrival, data=arrival.data[:-30]))
    text = words_of(services.receipt(receipt.submission_id, by=CLERK, at=RECEIVED_AT).pdf)
    assert "点検結果：受付不可" in text
    assert "受付エラー連絡票を見て直し" in text


def test_there_is_none_before_the_check(tmp_path: Path) -> None:
    """Counts are not known yet, and a receipt is never corrected."""
    a_registry(tmp_path)
    receipt = received(an_arrival([another(1)]))
    with pytest.raises(NotCheckedYet):
        services.receipt(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    assert not PaperFile.objects.exists()
