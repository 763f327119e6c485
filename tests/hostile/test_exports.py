"""What hostile text becomes where it leaves the check: CSV, JSON, terminal, database."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from building import RECEIVED_AT
from daiko.checks.engine import check_archive
from daiko.checks.masking import View
from daiko.checks.worklist import cases_of, worklist_csv, worklist_rows
from daiko.cli.main import app
from hostile import Specimen, specimens

KINDS = ["VALUE-26", "VALUE-27", "VALUE-28", "NAME-08", "NAME-09", "XML-09"]
EVERY = [specimen for kind in KINDS for specimen in specimens(kind)]


def plain(text: str) -> bool:
    return text.replace("\n", "").replace("\t", "").replace("\u3000", "").isprintable()


@pytest.mark.parametrize("specimen", EVERY, ids=lambda specimen: ascii(specimen.about))
def test_csv(specimen: Specimen) -> None:
    """No cell is a formula and none steers anything."""
    report = check_archive(io.BytesIO(specimen.data()), name=specimen.name, received_at=RECEIVED_AT)
    rows = worklist_rows(cases_of(report), language="ja", view=View.WHOLE)
    text = b"".join(worklist_csv(rows)).decode("utf-8-sig")
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        for place, cell in enumerate(row):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            if place:  # the first is the pair, named by its file
                assert cell.replace("\u3000", "").isprintable()


@pytest.mark.parametrize("specimen", EVERY[::4], ids=lambda specimen: ascii(specimen.about))
@pytest.mark.parametrize("as_json", [False, True])
def test_terminal(specimen: Specimen, as_json: bool, tmp_path: Path) -> None:
    """What the command prints is plain text, and its JSON is the same value."""
    place = tmp_path / specimen.name
    place.write_bytes(specimen.data())
    arguments = ["check", str(place), "--received-at", "2026-06-05T12:00"]
    printed = CliRunner().invoke(app, [*arguments, "--json"] if as_json else arguments).output
    assert plain(printed)
    if as_json:
        assert json.loads(printed)["archive"]["name"] == specimen.name
