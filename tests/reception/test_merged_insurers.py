"""What a merger of insurers means for archives that arrive, through the confined check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from building import CARD, RECEIVED_AT, Pair, a_claim, a_result
from daiko.checks.engine import check_archive
from daiko.documents.records import Identifier
from daiko.platform.actors import SYSTEM
from daiko.reception import queries
from daiko.reception.findings import FindingRow
from daiko.reception.models import Document
from daiko.reception.outcome import Outcome
from daiko.reception.services import Receipt
from daiko.registry.services import load
from daiko.standard import oids
from intake import an_arrival, checked, received
from registry_folder import INSURER, PROVIDER, a_row, write_registry

SUCCESSOR = "06132021"
SERVICE_ON = date(2026, 5, 12)  # of the pairs of ``building.py``
pytestmark = pytest.mark.django_db


def a_merger(folder: Path, last_day: str, *, mode: str = "declared_only") -> None:
    """The insurer of the pairs goes on as another, which has the same contract and no cards."""
    insurers = [
        a_row("insurers", card_check_mode=mode, end_on=last_day, merged_into=SUCCESSOR),
        a_row("insurers", insurer_number=SUCCESSOR, card_check_mode=mode),
    ]
    members = [a_row("contract_insurers", insurer_number=n) for n in (INSURER, SUCCESSOR)]
    own = {"name_kana": "ケンシンタロウ", "birth_date": "1970-05-16", "sex": "1", "basic_kind": "1"}
    own |= {"symbol": "131", "number": "123123123", "branch_code": "01"}
    card = a_row("cards", card_id=CARD, issued_on="2026-04-01", basic_value="", **own)
    other = card | {"insurer_number": SUCCESSOR, "card_id": "26199999999"}
    folder = write_registry(
        folder,
        insurers=insurers,
        contract_insurers=members,
        providers=[a_row("providers", provider_number=PROVIDER)],
        cards=[card, other],
    )
    report = load(folder, by=SYSTEM, at=RECEIVED_AT)
    assert report.loaded, report.bad_rows


def claimed_from(insurer: str) -> Pair:
    """The good pair with this insurer in result and claim; the card stays."""
    number = Identifier(oids.INSURER, insurer)
    result = a_result()
    ids = tuple(number if i.root == oids.INSURER else i for i in result.person_ids)
    root = oids.checkup_card_root(insurer)
    (holder,) = result.cards
    card = replace(holder, card_id=Identifier(root, CARD), issuing_insurer=number)
    return replace(result, person_ids=ids, cards=(card,)), a_claim(insurer=number)


def found(pair: Pair) -> tuple[str, dict[str, FindingRow]]:
    """State of the document, and its findings by rule."""
    return judged(checked(an_arrival([pair])))


def judged(receipt: Receipt) -> tuple[str, dict[str, FindingRow]]:
    """State of the one document of a checked archive, and its findings by rule."""
    (document,) = queries.documents(receipt.submission_id).rows
    return document.state, {finding.rule: finding for finding in document.findings}


def test_a_claim_to_a_merged_insurer_comes_back_with_the_number_in_its_place(
    tmp_path: Path,
) -> None:
    a_merger(tmp_path, "2026-05-11")
    state, findings = found(claimed_from(INSURER))
    assert state == "returned"
    assert findings["X-REF-004"].expected.startswith(SUCCESSOR)


def test_until_the_last_day_the_old_number_is_right(tmp_path: Path) -> None:
    a_merger(tmp_path, f"{SERVICE_ON}")
    assert found(claimed_from(INSURER))[0] == "accepted"


@pytest.mark.parametrize(
    ("last_day", "expected"), [("2026-05-11", set()), ("2026-05-12", {"X-EL-001"})]
)
def test_a_card_of_the_merged_insurer_serves_the_one_in_its_place(
    tmp_path: Path, last_day: str, expected: set[str]
) -> None:
    a_merger(tmp_path, last_day, mode="master")
    _, findings = found(claimed_from(SUCCESSOR))
    assert {rule for rule in findings if rule.startswith(("X-EL", "X-REF"))} == expected


AFTER: Final = date(2026, 5, 20)
"""A checkup after the merger, claimed under the new number."""


def on_day(pair: Pair, day: date) -> Pair:
    """The same pair as of another day."""
    result, claim = pair
    assert not isinstance(result, bytes)
    return replace(result, performed_on=f"{day:%Y%m%d}"), claim


@pytest.mark.parametrize(("first", "then"), [(INSURER, SUCCESSOR), (SUCCESSOR, INSURER)])
def test_a_card_is_used_once_whichever_number_comes_first(
    tmp_path: Path, first: str, then: str
) -> None:
    """A late claim under the old number is held against those under the new one, and back.

    Symbol and number are the same under both, so the person is found as well (X-DU-003 is
    silent beside X-DU-002).
    """
    a_merger(tmp_path, f"{SERVICE_ON}", mode="master")
    days = {INSURER: SERVICE_ON, SUCCESSOR: AFTER}
    arrivals = [on_day(claimed_from(number), days[number]) for number in (first, then)]
    receipts = [checked(an_arrival([pair], sequence=place)) for place, pair in enumerate(arrivals)]
    assert judged(receipts[0])[0] == "accepted"
    state, findings = judged(receipts[1])
    assert state == "returned"
    assert findings["X-DU-002"].expected == receipts[0].receipt_number


@pytest.mark.parametrize(
    ("merged", "since", "expected"),
    [(True, True, True), (True, False, False), (False, True, False)],
    ids=["meanwhile", "before", "not merged"],
)
def test_a_card_taken_under_the_other_number_meanwhile_asks_for_a_second_look(
    tmp_path: Path, *, merged: bool, since: bool, expected: bool
) -> None:
    """Two archives checked at the same moment, one under each number."""
    a_merger(tmp_path, f"{SERVICE_ON}", mode="master")
    checked(an_arrival([on_day(claimed_from(SUCCESSOR), AFTER)], sequence=1))
    own = received(an_arrival([claimed_from(INSURER)]))
    outcome = Outcome(own.submission_id, {INSURER, SUCCESSOR} if merged else ())
    check_archive(
        queries.original(own.submission_id),
        name="1319900013_94899010_202606050_1.zip",
        received_at=RECEIVED_AT,
        on_pair=outcome.add,
    )
    if since:  # kept anew, as by a worker that was done after we began
        (other,) = Document.objects.filter(insurer_number=SUCCESSOR)
        Document.objects.filter(pk=other.pk).delete()
        other.pk = None
        other.save(force_insert=True)
    assert outcome.taken_meanwhile() is expected
