"""受付エラー連絡票: the whole archive when it is refused, else files of wrong form."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from building import another
from daiko.documents.records import CheckupResult
from daiko.notices import listings
from daiko.notices.errors import NotCheckedYet
from daiko.reception import queries as reception
from intake import a_registry, a_wrong_pair, an_arrival, checked, received
from papers import words_of

pytestmark = pytest.mark.django_db


def listing_of(submission_id: int) -> listings.Listing:
    return listings.errors(reception.submission(submission_id))


def test_a_refused_archive_shows_every_error(tmp_path: Path) -> None:
    """Archive and pair, code, content, state (found, expected), remedy, sums by rule."""
    a_registry(tmp_path)
    arrival = an_arrival([another(1), a_wrong_pair(2)])
    later = arrival.name.replace("20260605", "20260604")  # the name and the index disagree
    receipt = checked(type(arrival)(later, arrival.data))
    listing = listing_of(receipt.submission_id)
    lines = list(listing.lines())
    assert {line.level for line in lines} == {"archive", "pair"}
    assert [line.number for line in lines] == list(range(1, listing.rows + 1))
    assert "X-CC-041" in {line.message.rule for line in lines}
    ((_, pdf),) = listing.pdfs()
    text = words_of(pdf)
    for said in ("受付エラー連絡票", "アーカイブ全体を受け付けられません", "記録値7681", "正7680"):
        assert said in text, said
    assert f"計{listing.rows}件" in text


def test_a_file_of_wrong_form_in_a_good_archive(tmp_path: Path) -> None:
    """It cannot travel back as data; what was refused for its content is not here."""
    a_registry(tmp_path)
    result, claim = another(2)
    assert isinstance(result, CheckupResult)
    rare = replace(result, name="𠮷田")
    receipt = checked(an_arrival([another(1), (rare, claim), a_wrong_pair(3)]))
    listing = listing_of(receipt.submission_id)
    lines = list(listing.lines())
    assert lines
    assert {line.level for line in lines} == {"pair"}
    assert all(line.member.endswith("01000001.xml") for line in lines)
    assert listing.foot.totals[0].count == sum(
        line.message.rule == listing.foot.totals[0].code for line in lines
    )


def test_no_error_is_said(tmp_path: Path) -> None:
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(2)]))
    listing = listing_of(receipt.submission_id)
    ((_, pdf),) = listing.pdfs()
    assert listing.rows == 0
    assert "受付エラーはありません。" in words_of(pdf)


def test_the_table_has_a_row_for_each_error(tmp_path: Path) -> None:
    a_registry(tmp_path)
    arrival = an_arrival([another(1)])
    receipt = checked(type(arrival)(arrival.name, arrival.data[:-30]))
    listing = listing_of(receipt.submission_id)
    text = b"".join(listing.csv()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == listing.rows > 0
    assert {row["単位"] for row in rows} == {"アーカイブ"}
    assert {row["受付番号"] for row in rows} == {receipt.receipt_number}


def test_there_is_none_before_the_check(tmp_path: Path) -> None:
    a_registry(tmp_path)
    receipt = received(an_arrival([another(1)]))
    with pytest.raises(NotCheckedYet):
        listing_of(receipt.submission_id)
