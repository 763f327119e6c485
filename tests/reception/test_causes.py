"""Findings under their causes after reception: as before sending, counted once everywhere."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from typer.testing import CliRunner

from building import RECEIVED_AT, BuiltArchive, Pair, an_archive, an_index, another
from daiko.checks.causes import CauseGroup, groups_of
from daiko.checks.engine import check_archive
from daiko.checks.in_memory import MemoryHistory
from daiko.cli.main import app
from daiko.documents.records import CheckupClaim, CheckupResult
from daiko.notices import listings
from daiko.reception import queries
from daiko.reception.cause_counts import cause_counts
from daiko.reception.findings import under_causes
from daiko.reception.models import Finding
from daiko.reception.services import Receipt
from daiko.registry.queries import registers
from intake import a_registry, a_wrong_pair, an_arrival, checked
from papers import words_of
from signed_in import client

pytestmark = pytest.mark.django_db
LEADER, FOLLOWER = "X-HC-013", "X-CC-007"  # one name, typed once, wrong in both files
NAME = "けんしん"


def a_wrong_name(serial: int) -> Pair:
    """A pair with one cause: the name is no katakana in the result and in the claim."""
    result, claim = another(serial)
    assert isinstance(result, CheckupResult)
    assert isinstance(claim, CheckupClaim)
    return replace(result, name=NAME), replace(claim, name=NAME)


def the_archive() -> BuiltArchive:
    """One passes, three persons share a cause, one has another."""
    return an_arrival(
        [another(1), *(a_wrong_name(serial) for serial in (2, 3, 4)), a_wrong_pair(5)]
    )


def counted(groups: Any) -> list[tuple[Any, ...]]:
    return [
        (g.id, g.rule, g.severity, g.variant, g.persons, g.findings, dict(g.follower_rules))
        for g in groups
    ]


def groups_before(built: BuiltArchive) -> list[CauseGroup]:
    """What the engine finds with the same registers, counted as the public check counts."""
    report = check_archive(
        io.BytesIO(built.data),
        name=built.name,
        received_at=RECEIVED_AT,
        registers=registers(),
        history=MemoryHistory(),
    )
    return groups_of(report)


def the_receipt(folder: Path) -> Receipt:
    a_registry(folder / "registry")
    return checked(the_archive())


def test_reception_counts_causes_as_the_check_before_sending(tmp_path: Path) -> None:
    """Groups, persons, findings, followers, order; the archive's own causes as well."""
    a_registry(tmp_path)
    built = the_archive()
    receipt = checked(built)
    after = cause_counts(receipt.submission_id)
    assert counted(after) == counted(groups_before(built))
    (led,) = [group for group in after if group.rule == LEADER]
    assert (led.persons, led.follower_rules[FOLLOWER]) == (3, 3)


def test_causes_of_a_refused_archive_count_the_same(tmp_path: Path) -> None:
    """The archive's own causes, some of which name the file of a person."""
    a_registry(tmp_path)
    stray = ("DATA/h131990001320260605019000009.xml", b"<broken")
    built = an_archive([another(7), a_wrong_name(8)], index=an_index(3), extra=[stray])
    receipt = checked(built)
    assert queries.submission(receipt.submission_id).state == "refused"
    after = cause_counts(receipt.submission_id)
    assert counted(after) == counted(groups_before(built))
    assert any(group.follower_rules for group in after if group.rule != LEADER)
    named = [group for group in after if group.rule == "X-ARC-019"]
    assert [group.persons for group in named] == [1], "the person whose file has no partner"
    foot = listings.errors(queries.submission(receipt.submission_id)).foot
    for group in after:
        if group.severity.is_error and sum(g.rule == group.rule for g in after) == 1:
            (total,) = [row for row in foot.totals if row.code == group.rule]
            assert total.persons == group.persons, group.rule
    page = client().get(f"/submissions/{receipt.receipt_number}/").content.decode()
    assert 'href="#archive"' in page
    assert "?cause=X-ARC-019" not in page


def test_each_follower_knows_its_main_finding(tmp_path: Path) -> None:
    """Positions hold after the archive's findings were put before those of the pairs."""
    a_registry(tmp_path)
    receipt = checked(an_archive([a_wrong_name(2)], index=an_index(2)))
    rows = queries.all_findings(receipt.submission_id)
    by_position = {row.position: row for row in rows}
    led = [row for row in rows if row.leader is not None]
    assert {FOLLOWER} <= {row.rule for row in led}
    for row in led:
        assert row.leader is not None
        main = by_position[row.leader]
        assert main.leader is None
        assert main.cause_group == row.cause_group
        assert main.rule == row.cause_group.split(".")[0]
    assert queries.archive_findings(receipt.submission_id)


def test_what_was_checked_before_stands_ungrouped(tmp_path: Path) -> None:
    """Rows without a cause: each finding by itself, counted by rule, page and papers whole."""
    receipt = the_receipt(tmp_path)
    Finding.objects.update(cause_group="", leader=None)
    groups = cause_counts(receipt.submission_id)
    assert {(g.id, g.rule, g.persons) for g in groups} >= {("", LEADER, 3), ("", FOLLOWER, 3)}
    assert all(
        not row.followers for row in under_causes(queries.all_findings(receipt.submission_id))
    )
    page = client().get(f"/submissions/{receipt.receipt_number}/").content.decode()
    assert f"?rule={FOLLOWER}#documents" in page
    listing = listings.returns(queries.submission(receipt.submission_id))
    rules = {message.rule for line in listing.lines() for message in line.messages}
    assert {LEADER, FOLLOWER} <= rules


@pytest.mark.parametrize(
    "change",
    ["leader = position", "leader = 0", "leader = 1, cause_group = ''", "cause_group = 'X'"],
)
def test_the_database_holds_what_a_cause_is(tmp_path: Path, change: str) -> None:
    receipt = the_receipt(tmp_path)
    last = f"submission_id = {receipt.submission_id} AND position = 3"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reception_finding SET {change} WHERE {last}")  # noqa: S608


def test_the_page_shows_causes_with_persons(tmp_path: Path) -> None:
    """Three persons once, what follows folded below, documents of a cause, both languages."""
    receipt = the_receipt(tmp_path)
    site, address = client(), f"/submissions/{receipt.receipt_number}/"
    page = site.get(address).content.decode()
    assert "原因ごとのまとめ" in page
    assert page.count(f'href="?cause={LEADER}#documents"') == 1
    assert f"cause={FOLLOWER}" not in page
    assert "3人" in page
    assert page.count("この原因から出た指摘") == 3
    assert NAME in page, "inside the organisation values stand whole"
    of_cause = site.get(f"{address}?cause={LEADER}").content.decode()
    assert "3 件のうち 1–3 件" in of_cause
    site.cookies["daiko_language"] = "en"
    english = site.get(address).content.decode()
    assert "3 persons" in english
    assert "Findings that follow from it" in english


def test_the_command_tells_causes(tmp_path: Path) -> None:
    """Once for a person, with what follows below; programs get group and leader."""
    receipt = the_receipt(tmp_path)
    shown = CliRunner().invoke(app, ["reception", "show", receipt.receipt_number])
    assert f"{LEADER} [返戻" in shown.stdout
    assert "3 人" in shown.stdout
    assert shown.stdout.count(f"併せて {FOLLOWER}") == 3
    assert f"  {FOLLOWER} [" not in shown.stdout
    value = json.loads(
        CliRunner().invoke(app, ["reception", "show", receipt.receipt_number, "--json"]).stdout
    )
    assert counted(cause_counts(receipt.submission_id)) == [
        (c["group"], c["rule"], c["severity"], c["variant"], c["persons"], c["findings"],
         c["followers"]) for c in value["causes"]
    ]  # fmt: skip
    findings = value["documents"][1]["findings"]
    follows = {f["rule"]: (f["group"], f["follows"]) for f in findings}
    assert follows[LEADER] == (LEADER, None)
    assert follows[FOLLOWER] == (LEADER, LEADER)


def test_the_list_of_returns_has_a_message_for_each_cause(tmp_path: Path) -> None:
    """Followers below their message, on paper and in the table, with the rule they follow."""
    receipt = the_receipt(tmp_path)
    listing = listings.returns(queries.submission(receipt.submission_id))
    first, *_ = listing.lines()
    (message,) = [m for m in first.messages if m.rule == LEADER]
    assert FOLLOWER in {follower.rule for follower in message.followers}
    assert FOLLOWER not in {m.rule for m in first.messages}
    ((_, pdf),) = listing.pdfs()
    assert "上に伴う指摘" in words_of(pdf)
    table = csv.DictReader(io.StringIO(b"".join(listing.csv()).decode("utf-8-sig")))
    rows = [(row["規則"], row["もとの規則"]) for row in table if row["番号"] == "1"]
    assert rows[0] == (LEADER, "")
    assert (FOLLOWER, LEADER) in rows


def test_the_error_sheet_numbers_and_counts_causes(tmp_path: Path) -> None:
    """A refused archive: one number for a cause, findings below it, the foot counts once."""
    a_registry(tmp_path)
    receipt = checked(an_archive([a_wrong_name(2), a_wrong_name(3)], index=an_index(3)))
    submission = queries.submission(receipt.submission_id)
    assert submission.state == "refused"
    listing = listings.errors(submission)
    lines = list(listing.lines())
    assert len(lines) == listing.rows
    causes = [line for line in lines if not line.follows]
    assert [line.number for line in causes] == list(range(1, len(causes) + 1))
    followers = [line for line in lines if line.follows]
    assert {(line.message.rule, line.follows) for line in followers} >= {(FOLLOWER, LEADER)}
    (total,) = [row for row in listing.foot.totals if row.code == LEADER]
    assert (total.count, total.persons) == (2, 2)
    assert FOLLOWER not in {row.code for row in listing.foot.totals}
    assert sum(row.count for row in listing.foot.totals) == len(causes)
    ((_, pdf),) = listing.pdfs()
    assert f"計{len(causes)}件" in words_of(pdf)
    table = csv.DictReader(io.StringIO(b"".join(listing.csv()).decode("utf-8-sig")))
    assert (FOLLOWER, LEADER) in [(row["規則"], row["もとの規則"]) for row in table]
