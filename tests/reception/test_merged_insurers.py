"""What a merger of insurers means for archives that arrive, through the confined check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from building import CARD, RECEIVED_AT, Pair, a_claim, a_result
from daiko.documents.records import Identifier
from daiko.platform.actors import SYSTEM
from daiko.reception import queries
from daiko.reception.findings import FindingRow
from daiko.registry.services import load
from daiko.standard import oids
from intake import an_arrival, checked
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
    receipt = checked(an_arrival([pair]))
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
