"""Entry agents send for providers that appointed them, on the days of the appointment."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

import signed_in
from building import PROVIDER, RECEIVED_AT, BuiltArchive, another
from daiko.people.roles import Role
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.errors import Refused
from daiko.platform.tenancy import as_tenant
from daiko.reception import queries, services
from daiko.reception.errors import (
    AgentFilesNoClaims,
    AgentNotAppointed,
    NotYourArchive,
    ReceivedFromAnother,
)
from daiko.reception.models import Submission
from daiko.reception.sender_queries import sent_documents, sent_months
from daiko.reception.services import Receipt
from daiko.registry.services import load
from intake import CLERK, SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival
from registry_folder import a_row, write_table

AGENT, OTHER_AGENT = "1328000018", "1328000026"
pytestmark = pytest.mark.django_db


def agents(
    folder: Path, *, files_claims: str = "yes", end_on: str = "", **appointment: str
) -> None:
    """Two agents; the provider has appointed the first one since the beginning of 2026."""
    rows = [
        {"agent_number": number, "name": "架空医師会", "files_claims": files_claims,
         "start_on": "2008-04-01", "end_on": end_on}
        for number in (AGENT, OTHER_AGENT)
    ]  # fmt: skip
    row = {"agent_number": AGENT, "provider_number": PROVIDER, "valid_from": "2026-01-01"}
    write_table(folder, "entry_agents", rows)
    write_table(folder, "entry_agent_providers", [row | appointment])
    report = load(folder, by=CLERK, at=RECEIVED_AT)
    assert report.loaded, report.bad_rows


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    a_registry(tmp_path / "registry")
    return tmp_path / "agents"


def named(folder: Path, **roles: str) -> None:
    """The provider's registration names others in its roles."""
    row = a_row("providers", provider_number=PROVIDER, **roles)
    write_table(folder, "providers", [row])
    report = load(folder, by=CLERK, at=RECEIVED_AT)
    assert report.loaded, report.bad_rows


def sent(archive: BuiltArchive, number: str = AGENT) -> Receipt:
    """The archive as somebody of this organisation sends it, inside its wall."""
    tenant = f"provider:{number}"
    actor = Actor(ActorKind.ACCOUNT, "hana", tenant=tenant)
    with as_tenant(tenant):
        return services.receive(
            io.BytesIO(archive.data), archive_name=archive.name, by=actor, at=RECEIVED_AT
        )


def test_an_agent_sends_for_a_provider_that_appointed_it(registry: Path) -> None:
    """Agent and provider see the archive and its documents, another agent does not."""
    agents(registry)
    archive = an_arrival([another(1), a_wrong_pair(2)])
    receipt = sent(archive)
    assert sent(archive).repeated
    services.check_submission(receipt.submission_id, at=RECEIVED_AT)
    for number in (AGENT, PROVIDER):
        with as_tenant(f"provider:{number}"):
            (row,) = queries.submissions(sender=number).rows
            assert (row.receipt_number, row.sender) == (receipt.receipt_number, PROVIDER)
            assert row.brought_by == AGENT
            assert sent_documents(number).total == 2
            assert [month.pairs for month in sent_months(number)] == [2]
    with as_tenant(f"provider:{OTHER_AGENT}"):
        assert queries.submissions().total == 0


@pytest.mark.parametrize(
    "appointment",
    [
        {"valid_from": "2026-06-06"},  # from tomorrow
        {"valid_to": "2026-06-04"},  # until yesterday
        {"provider_number": SECOND_PROVIDER},
    ],
)
def test_without_an_appointment_of_the_day_nothing_is_received(
    registry: Path, appointment: dict[str, str]
) -> None:
    agents(registry, **appointment)
    with pytest.raises(AgentNotAppointed) as refusal:
        sent(an_arrival([another(1)]))
    assert PROVIDER in refusal.value.message_in_japanese
    assert "2026-06-05" in refusal.value.message
    assert not Submission.objects.exists()


@pytest.mark.parametrize("appointment", [{"valid_from": "2026-06-05"}, {"valid_to": "2026-06-05"}])
def test_both_ends_of_an_appointment_belong_to_it(
    registry: Path, appointment: dict[str, str]
) -> None:
    agents(registry, **appointment)
    assert sent(an_arrival([another(1)])).state == "received"


@pytest.mark.parametrize("role", ["claimant", "reclaimant"])
def test_who_the_registration_names_as_claimant_or_reclaimant_sends(
    registry: Path, role: str
) -> None:
    """Without any appointment; both see what was brought, the wall lets it through."""
    named(registry, **{role: AGENT})
    receipt = sent(an_arrival([another(1)]))
    for number in (AGENT, PROVIDER):
        with as_tenant(f"provider:{number}"):
            (row,) = queries.submissions(sender=number).rows
            assert (row.receipt_number, row.brought_by) == (receipt.receipt_number, AGENT)
    with pytest.raises(NotYourArchive):
        sent(an_arrival([another(2)], sequence=1), OTHER_AGENT)


def test_who_gets_the_returns_does_not_send(registry: Path) -> None:
    """Each role has its own effect."""
    named(registry, return_to=AGENT)
    with pytest.raises(NotYourArchive):
        sent(an_arrival([another(1)]))


@pytest.mark.parametrize(
    ("files_claims", "end_on", "number", "refusal"),
    [
        ("no", "", AGENT, AgentFilesNoClaims),
        ("yes", "2026-06-04", AGENT, NotYourArchive),  # no longer an agent
        ("yes", "", OTHER_AGENT, AgentNotAppointed),
        ("yes", "", SECOND_PROVIDER, NotYourArchive),  # a provider is no agent
    ],
)
def test_who_may_not_send_for_others_is_told_why(
    registry: Path, files_claims: str, end_on: str, number: str, refusal: type[Refused]
) -> None:
    agents(registry, files_claims=files_claims, end_on=end_on)
    with pytest.raises(refusal):
        sent(an_arrival([another(1)]), number)


def test_what_the_provider_sent_itself_is_not_taken_again(registry: Path) -> None:
    """The agent does not see the provider's own archives, only that there is one."""
    agents(registry)
    archive = an_arrival([another(1)])
    sent(archive, PROVIDER)
    with pytest.raises(ReceivedFromAnother):
        sent(archive)
    assert Submission.objects.count() == 1


def test_the_wall_holds_the_appointment(registry: Path) -> None:
    """Whoever writes: as the agent, no row for a provider that did not appoint it."""
    agents(registry)
    sent(an_arrival([another(1)]))
    row = Submission.objects.get()
    fields = {
        field.attname: getattr(row, field.attname) for field in Submission._meta.concrete_fields
    }
    foreign = {**fields, "id": None, "sender": SECOND_PROVIDER, "receipt_number": "x", "sha256": ""}
    for number, brought in ((AGENT, AGENT), (OTHER_AGENT, OTHER_AGENT), (OTHER_AGENT, AGENT)):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            as_tenant(f"provider:{number}"),
        ):
            Submission.objects.create(**{**foreign, "brought_by": brought})


def test_the_pages_of_an_agent_show_what_it_brought(registry: Path) -> None:
    agents(registry, valid_to=str(date(2030, 12, 31)))
    sent(an_arrival([another(1)]))
    agent = signed_in.client(Role.PROVIDER_CLERK, tenant=f"provider:{AGENT}")
    provider = signed_in.client(Role.PROVIDER_CLERK, tenant=f"provider:{PROVIDER}")
    other = signed_in.client(Role.PROVIDER_CLERK, tenant=f"provider:{OTHER_AGENT}")
    receipt = Submission.objects.get().receipt_number
    for site in (agent, provider):
        assert receipt in text(site, "/provider/submissions/")
        assert AGENT in text(site, f"/provider/submissions/{receipt}/")
    assert text(agent, "/provider/")
    assert receipt not in text(other, "/provider/submissions/")
    assert other.get(f"/provider/submissions/{receipt}/").status_code == 404


def text(site: Client, path: str) -> str:
    answer = site.get(path)
    assert answer.status_code == 200, answer.content.decode()[-400:]
    return answer.content.decode()
