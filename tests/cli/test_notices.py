"""``daiko notices``: files written, refusals in words, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from building import PROVIDER, RECEIVED_AT, another
from daiko.cli import notices
from daiko.money.calendar import ProcessingMonth
from daiko.notices import queries, services
from daiko.platform.jobs import run_worker
from daiko.reception import services as reception
from intake import CLERK, a_registry, a_wrong_pair, an_arrival, checked, received

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str | Path) -> Result:
    root = typer.Typer()
    notices.add_to(root)
    root.callback()(lambda: None)
    return CliRunner().invoke(root, ["notices", *map(str, arguments)])


def test_receipt_with_its_signature_and_verify(tmp_path: Path) -> None:
    """OUT and OUT.sig; a second call writes the same bytes; a changed file fails."""
    a_registry(tmp_path / "registry")
    number = checked(an_arrival([another(1)])).receipt_number
    pdf, again = tmp_path / "r.pdf", tmp_path / "again.pdf"
    told = run("receipt", number, "--pdf", pdf, "--csv", tmp_path / "r.csv", "--json")
    assert told.exit_code == 0, told.output
    assert len(json.loads(told.stdout)["files"]) == 3
    run("receipt", number, "--pdf", again)
    assert pdf.read_bytes() == again.read_bytes()
    assert run("verify", pdf, tmp_path / "r.pdf.sig").exit_code == 0
    key = tmp_path / "key.pem"
    key.write_text(run("key").stdout)
    assert run("verify", again, tmp_path / "r.pdf.sig", "--public-key", key).exit_code == 0
    pdf.write_bytes(pdf.read_bytes() + b" ")
    wrong = run("verify", pdf, tmp_path / "r.pdf.sig")
    assert wrong.exit_code == 1
    assert "signature-wrong" in wrong.output


def test_lists_are_written(tmp_path: Path) -> None:
    a_registry(tmp_path / "registry")
    number = checked(an_arrival([another(1), a_wrong_pair(2)])).receipt_number
    for kind, rows in (("returns", 1), ("errors", 0)):
        pdf, csv = tmp_path / f"{kind}.pdf", tmp_path / f"{kind}.csv"
        told = run(kind, number, "--pdf", pdf, "--csv", csv, "--json")
        assert told.exit_code == 0, told.output
        assert json.loads(told.stdout)["rows"] == rows
        assert pdf.read_bytes().startswith(b"%PDF")
        assert csv.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_month_before_and_after_its_close(tmp_path: Path) -> None:
    a_registry(tmp_path / "registry")
    checked(an_arrival([a_wrong_pair(2)]))
    call = ("returns", "--provider", PROVIDER, "--month", "2026-06", "--csv", tmp_path / "m.csv")
    early = run(*call)
    assert early.exit_code == 1
    assert "intake-still-open" in early.output
    reception.close_intake(ProcessingMonth(2026, 6), by=CLERK, at=RECEIVED_AT)
    assert run(*call).exit_code == 0
    services.list_month("2026-06", by=CLERK, at=RECEIVED_AT)
    run_worker(until_empty=True)
    kept = queries.month_paper(PROVIDER, "2026-06")
    assert kept is not None
    pdf = tmp_path / "m.pdf"
    assert run(*call, "--pdf", pdf).exit_code == 0
    with queries.volume(kept.paper_id, 1) as stored:
        assert pdf.read_bytes() == stored.read()


def test_refusals_are_told(tmp_path: Path) -> None:
    """Unknown receipt, unchecked, no place to write, a folder that is not there."""
    a_registry(tmp_path / "registry")
    out = tmp_path / "x.pdf"
    for kind in ("receipt", "errors", "returns"):
        unknown = run(kind, "20260605-000009-9", "--pdf", out, "--json")
        assert unknown.exit_code == 1
        assert json.loads(unknown.stdout)["problem"]["code"] == "submission-unknown"
    waiting = received(an_arrival([another(1)])).receipt_number
    told = run("returns", waiting, "--pdf", out)
    assert told.exit_code == 1
    assert "not-checked-yet" in told.output
    assert run("returns", waiting).exit_code == 2
    assert run("returns", "--provider", PROVIDER, "--pdf", out).exit_code == 2
    assert run("returns", waiting, "--provider", PROVIDER, "--month", "2026-06").exit_code == 2
    done = checked(an_arrival([another(2)], sequence=1)).receipt_number
    assert run("errors", done, "--pdf", tmp_path / "none" / "x.pdf").exit_code == 1
    assert not out.exists()
