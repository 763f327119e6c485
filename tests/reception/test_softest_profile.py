"""Whatever a receiver may soften, reception can still keep it and return it, once."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest

from daiko.checks.rulebook import firm_rules, rules
from daiko.delivery.services import build_return
from daiko.money.calendar import TOKYO
from daiko.reception import queries, services
from daiko.registry.services import load
from daiko.simulation.nation import write_month
from intake import CLERK
from registry_folder import write_table
from simulated import a_plan

CHECKED = {"accepted", "partly_accepted", "refused"}


def test_what_is_firm_is_an_error_by_itself() -> None:
    """A rule that is a warning by the catalogue cannot be firm; no id is misspelt."""
    assert {rule for rule in firm_rules() if not rules()[rule].severity.is_error} == set()


def received_and_checked(folder: Path, at: datetime) -> list[int]:
    report = load(folder / "registry", by=CLERK, at=at)
    assert report.loaded, report.bad_rows
    found = []
    for archive in sorted((folder / "archives").iterdir()):
        with archive.open("rb") as source:
            receipt = services.receive(source, archive_name=archive.name, by=CLERK, at=at)
        services.check_submission(receipt.submission_id, at=at)
        found.append(receipt.submission_id)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [5])
def test_a_month_of_faults_under_the_softest_profile(tmp_path: Path, seed: int) -> None:
    """Every rule that can be softened is a note: each submission is judged, what goes back
    says why and can be written, and the constraints of the database refuse nothing."""
    plan = a_plan(seed=seed, insurers=3, providers=6, pairs=250, guidance=100, faults=0.6)
    write_month(tmp_path, plan)
    softened = [r for r in rules() if r.startswith("X-") and r not in firm_rules()]
    row = {"receiver": "agency", "severity": "note", "valid_from": "2026-01-01", "reason": "試し"}
    rows = [{**row, "rule": rule, "valid_to": "", "error_on": ""} for rule in softened]
    write_table(tmp_path / "registry", "receiver_severities", rows)
    at = datetime.combine(plan.cutoff_on, time(10), TOKYO)
    returned = []
    for submission_id in received_and_checked(tmp_path, at):
        submission = queries.submission(submission_id)
        assert submission.state in CHECKED
        if submission.state == "partly_accepted":
            build_return(submission_id, by=CLERK, at=at)
            returned += queries.returned_documents(submission_id)
    assert returned
    assert [document.pair_name for document in returned if not document.error_rules] == []
