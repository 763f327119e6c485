"""One engine: page, API, command line and reception say the same of the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typer.testing import CliRunner

from building import BuiltArchive, a_claim, a_result, an_archive, an_index, another
from daiko.checks.masking import masked
from daiko.checks.profile import FUND_RECEPTION
from daiko.checks.rule_tables import rules_that_need
from daiko.checks.rulebook import Source
from daiko.cli import check as check_command
from daiko.platform.clock import now
from daiko.precheck import quarantine, queries
from daiko.reception import queries as reception
from intake import a_registry, an_arrival
from intake import checked as received_and_checked
from prechecking import checked

Told = set[tuple[str, str, str, int | None, str, str]]


def the_archive() -> BuiltArchive:
    """Wrong counts, a wrong name, a wrong amount, a claim twice, a stray file."""
    result, claim = another(2)
    claim.claim_amount = "1"  # type: ignore[union-attr]
    wrong_name = (a_result(), a_claim(name="ｹﾝｼﾝ"))
    return an_archive(
        [another(1), (result, claim), wrong_name, another(3), another(3)],
        index=an_index(3), extra=[("DATA/Thumbs.db", b"x")],
    )  # fmt: skip


def by_command(built: BuiltArchive, folder: Path) -> Any:
    path = folder / built.name
    path.write_bytes(built.data)
    root = typer.Typer()
    check_command.add_to(root)
    root.callback()(lambda: None)
    return json.loads(CliRunner().invoke(root, ["check", "--json", str(path)]).stdout)


def told(findings: list[dict[str, Any]]) -> Told:
    """Findings as everybody sees them: values masked."""
    return {
        (
            f["rule"], f["document"], f["path"], f["line"],
            f["masked"]["found"], f["masked"]["expected"],
        )
        for f in findings
    }  # fmt: skip


def of_report(report: dict[str, Any]) -> Told:
    return told([*report["findings"], *(f for pair in report["pairs"] for f in pair["findings"])])


def test_command_api_and_page_agree(tmp_path: Path) -> None:
    """The same findings, causes, counts, verdict and rules that were not checked."""
    built, site = the_archive(), Client(SERVER_NAME="localhost")
    command = by_command(built, tmp_path)
    begun = site.post(
        "/api/v1/check", {"archive": SimpleUploadedFile(built.name, built.data)}
    ).json()
    key = {"Check-Key": begun["key"]}
    pairs = site.get(f"/api/v1/check/{begun['id']}/pairs", headers=key).json()
    api = {**begun["result"], "pairs": pairs["pairs"]}
    assert of_report(api) == of_report(command)
    assert len(of_report(api)) >= 7
    for name in ("verdict", "totals", "not_checked"):
        assert api[name] == command[name], name
    counted = [(c["group"], c["persons"], c["findings"]) for c in command["causes"]]
    assert [(c["group"], c["persons"], c["findings"]) for c in api["causes"]] == counted

    page = checked(site, built)
    cookie = site.cookies[f"daiko_check_{page.id}"].value
    opened = queries.opened(page.id, bytes.fromhex(cookie), at=now())
    on_page = {
        (f.rule, f.document, f.at, f.line, f.found, f.expected)
        for case in queries.cases(opened)
        for _, cause in case.causes
        for f in cause.findings
    }
    assert on_page == of_report(command)
    for group, _, _ in counted:
        assert f"/causes/{group}/" in page.page
    for check_id in quarantine.checks():
        quarantine.remove(check_id)


@pytest.mark.django_db
def test_reception_says_the_same_and_more_only_by_registers(tmp_path: Path) -> None:
    """After sending: the very same findings, and those that registers and history decide."""
    a_registry(tmp_path / "registry")
    pairs = the_pairs()
    built = an_archive(pairs)
    before = of_report(by_command(built, tmp_path))
    receipt = received_and_checked(an_arrival(pairs))
    submission = reception.by_receipt(receipt.receipt_number)
    assert submission is not None
    page = reception.documents(submission.submission_id, offset=0, limit=100)
    from daiko.checks.findings import Finding

    stored = [*reception.archive_findings(submission.submission_id)]
    stored += [finding for row in page.rows for finding in row.findings]
    after = set()
    for finding in stored:
        shown = masked(Finding(finding.rule, finding.path, finding.found, finding.expected))
        after.add(
            (finding.rule, finding.member, finding.path, finding.line, shown.found, shown.expected)
        )
    registers = {rule for source in Source for rule in rules_that_need(source, FUND_RECEPTION)}
    plain_after = {found for found in after if found[0] not in registers}
    plain_before = {found for found in before if found[0] not in registers}
    assert plain_before == plain_after
    assert plain_before


def the_pairs() -> list[Any]:
    result, claim = another(2)
    claim.claim_amount = "1"  # type: ignore[union-attr]
    return [another(1), (result, claim), (another(5)[0], a_claim(name="ｹﾝｼﾝ"))]
