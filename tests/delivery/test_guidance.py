"""Guidance goes back, as it goes out, in archives of class 2 with p and g files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from building import PROVIDER
from daiko.archive.reader import open_archive
from daiko.checks.engine import check_archive
from daiko.checks.profile import RETURN
from daiko.checks.report import Verdict
from daiko.delivery import queries, services
from daiko.documents.reading import read_guidance_claim, read_summary
from guidance_building import (
    FIRST_RECEIVED_ON,
    a_guidance_archive,
    a_guidance_claim,
    a_guidance_result,
)
from intake import CLERK, a_guidance_registry, checked

AT = datetime(2026, 6, 5, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_returned_guidance_claim_carries_the_answer(tmp_path: Path) -> None:
    """Names, class, sums of the calculated amount, and an archive our own check accepts."""
    a_guidance_registry(tmp_path / "registry")
    wrong = replace(a_guidance_claim(), claim_amount="10561")
    archive = a_guidance_archive([(a_guidance_result(), wrong)], made_on=FIRST_RECEIVED_ON)
    receipt = checked(archive, at=AT)
    (name,) = services.build_return(receipt.submission_id, by=CLERK, at=AT)
    assert name == f"94899010_{PROVIDER}_202606050_2.zip"
    report = check_archive(queries.content(name), name=name, received_at=AT, profile=RETURN)
    assert (report.verdict, report.findings) == (Verdict.ACCEPTED, ())
    opened = open_archive(queries.content(name))
    files = {m.name.split("/", 1)[1]: opened.read(m) for m in opened.members if not m.is_folder}
    (claim_path,) = [path for path in files if path.startswith("CLAIMS/")]
    assert claim_path.startswith("CLAIMS/p")
    claim = read_guidance_claim(etree.fromstring(files[claim_path]))
    assert claim.agency_result is not None
    assert claim.agency_result.interaction_type == "2"
    assert (claim.agency_result.text or "").startswith("X-GC-020")
    summary = read_summary(etree.fromstring(files["su08_V08.xml"]))
    assert (summary.service_event_type, summary.total_cost) == ("2", "10560")
    assert (summary.total_payment, summary.total_claim) == ("0", "10561")
