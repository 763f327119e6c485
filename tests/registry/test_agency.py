"""The agency's own registers: profile by date, 48 offices, entry agents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from daiko.platform.actors import SYSTEM
from daiko.registry import queries
from daiko.registry.history import row_history
from daiko.registry.services import LoadReport, load
from registry_folder import PROVIDER, write_registry, write_table

AT = datetime(2026, 4, 1, tzinfo=UTC)
AGENCY = "94899010"
AGENT = "1328000018"
pytestmark = pytest.mark.django_db


def an_office(number: str, **changed: str) -> dict[str, str]:
    return {"office_number": number, "name": f"支部{number}", "start_on": "2008-04-01"} | changed


def a_profile(**changed: str) -> dict[str, str]:
    row = {"agency_number": AGENCY, "name": "架空代行機関", "valid_from": "2008-04-01"}
    return row | changed


def an_agent(**changed: str) -> dict[str, str]:
    row = {"agent_number": "1319900013", "name": "架空医師会", "start_on": "2008-04-01"}
    return row | changed


def loaded(folder: Path, table: str, *rows: dict[str, str]) -> LoadReport:
    write_table(folder, table, rows)
    return load(folder, by=SYSTEM, at=AT)


def test_forty_eight_sites_and_one_that_closed(tmp_path: Path) -> None:
    rows = [an_office(f"{number:02}") for number in range(48)]
    assert loaded(tmp_path, "offices", *rows).loaded
    assert list(queries.offices(date(2026, 6, 1))) == [f"{number:02}" for number in range(48)]
    assert loaded(tmp_path, "offices", an_office("13", end_on="2026-05-31")).loaded
    assert "13" in queries.offices(date(2026, 5, 31))
    assert "13" not in queries.offices(date(2026, 6, 1))
    assert [row.action for row in row_history("offices", ["13"])] == ["added", "ended"]


def test_the_branch_stands_for_its_prefecture_and_the_head_office_for_the_rest(
    tmp_path: Path,
) -> None:
    rows = [an_office("00"), an_office("13", end_on="2026-05-31"), an_office("27")]
    assert loaded(tmp_path, "offices", *rows).loaded
    may, june = date(2026, 5, 31), date(2026, 6, 1)
    numbers = [
        found and found.office_number
        for found in (
            queries.office("13", may),
            queries.office("13", june),  # closed
            queries.office_of_prefecture("13", june),
            queries.office_of_provider("1312345679", may),
            queries.office_of_provider("6631111116", may),  # names no prefecture
            queries.office_of_insurer("01270015", june),
            queries.office_of_insurer("06010000", june),  # no branch registered
        )
    ]
    assert numbers == ["13", None, "00", "13", "00", "27", "00"]


@pytest.mark.parametrize("number", ["48", "1", "0a", "-1", "１３"])
def test_only_prefectures_have_branches(tmp_path: Path, number: str) -> None:
    (bad,) = loaded(tmp_path, "offices", an_office(number)).bad_rows
    assert bad.column == "office_number"


def test_the_profile_holds_for_its_days(tmp_path: Path) -> None:
    rows = [a_profile(valid_to="2026-05-31"), a_profile(valid_from="2026-06-01", name="新名称")]
    assert loaded(tmp_path, "agency", *rows).loaded
    names = [queries.agency(AGENCY, date(2026, month, 1)) for month in (5, 6)]
    assert [row and row.name for row in names] == ["架空代行機関", "新名称"]
    assert queries.agency(AGENCY, date(2008, 3, 31)) is None
    overlapping = a_profile(valid_from="2026-07-01")
    (bad,) = loaded(tmp_path, "agency", overlapping).bad_rows
    assert bad.column == "valid_from"


def test_entry_agents_say_whether_they_file_claims(tmp_path: Path) -> None:
    assert loaded(tmp_path, "entry_agents", an_agent(files_claims="yes")).loaded
    (bad,) = loaded(tmp_path, "entry_agents", an_agent(files_claims="perhaps")).bad_rows
    assert bad.column == "files_claims"


def test_an_appointment_names_an_agent_and_a_provider_and_has_its_days(tmp_path: Path) -> None:
    """Overlaps, unknown numbers and an agent that appoints itself are refused."""
    write_registry(tmp_path)
    write_table(tmp_path, "entry_agents", [an_agent(agent_number=AGENT)])
    row = {"agent_number": AGENT, "provider_number": PROVIDER, "valid_from": "2026-04-01"}
    assert loaded(tmp_path, "entry_agent_providers", row).loaded
    later = row | {"valid_from": "2026-06-01"}
    (bad,) = loaded(tmp_path, "entry_agent_providers", later).bad_rows
    assert bad.column == "valid_from"
    unknown = row | {"provider_number": "1319900021"}
    (bad,) = loaded(tmp_path, "entry_agent_providers", unknown).bad_rows
    assert bad.column == "provider_number"
    ended = row | {"valid_to": "2026-05-31"}
    report = loaded(tmp_path, "entry_agent_providers", ended, later)
    assert {t.table: (t.added, t.ended) for t in report.tables}["entry_agent_providers"] == (1, 1)
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 31), date(2026, 6, 1)]
    held = [queries.has_appointed(PROVIDER, AGENT, day) for day in days]
    assert held == [False, True, True, True]
    assert not queries.has_appointed(AGENT, PROVIDER, days[1])
    actions = [change.action for change in row_history("entry_agent_providers", [AGENT])]
    assert actions == ["added", "ended", "added"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_office SET office_number = '48'",
        "UPDATE registry_entry_agent SET files_claims = ''",
        "UPDATE registry_agency SET agency_number = '9'",
        "DELETE FROM registry_office",
        "DELETE FROM registry_entry_appointment",
        "INSERT INTO registry_entry_appointment (agent_number, provider_number, valid_from)"
        " SELECT agent_number, agent_number, '2026-01-01' FROM registry_entry_agent",
        "INSERT INTO registry_agency (agency_number, name, kana, postal_code, address, telephone,"
        " valid_from) SELECT agency_number, name, '', '', '', '', '2026-01-01'"
        " FROM registry_agency",
    ],
)
def test_the_database_refuses_bad_rows(tmp_path: Path, statement: str) -> None:
    write_table(tmp_path, "offices", [an_office("00")])
    write_table(tmp_path, "agency", [a_profile()])
    assert loaded(tmp_path, "entry_agents", an_agent()).loaded
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
