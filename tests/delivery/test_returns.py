"""What was returned goes back to its provider, with the agency's answer inside the claim."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from building import PROVIDER, RECEIVED_AT, BuiltArchive, Pair, another
from daiko.archive.reader import open_archive
from daiko.archive.writer import write_archive
from daiko.checks.engine import check_archive
from daiko.checks.profile import RETURN
from daiko.checks.report import Verdict
from daiko.delivery import queries, services
from daiko.delivery.returning import answer_text
from daiko.documents.records import CheckupClaim, CheckupResult, Identifier
from daiko.documents.writing import write_checkup_claim
from daiko.platform.jobs import run_worker
from daiko.platform.tenancy import as_tenant
from daiko.registry.services import load
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from daiko.standard.oids import PROVIDER as PROVIDER_OID
from intake import CLERK, SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked, received
from registry_folder import a_row, write_table

WRONG = 2
BODY = "1328000018"  # a medical association


def members_of(content: io.BytesIO) -> dict[str, bytes]:
    archive = open_archive(content)
    files = [member for member in archive.members if not member.is_folder]
    return {member.name.split("/", 1)[1]: archive.read(member) for member in files}


@pytest.mark.django_db
def test_the_claim_carries_the_answer_and_nothing_else_changes(tmp_path: Path) -> None:
    """Interaction type 2, date, reason, words; the result is the provider's own file."""
    a_registry(tmp_path)
    arrival = an_arrival([another(1), a_wrong_pair(WRONG)])
    receipt = checked(arrival)
    (name,) = services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    assert name == f"94899010_{PROVIDER}_202606050_1.zip"
    sent = members_of(io.BytesIO(arrival.data))
    back = members_of(io.BytesIO(queries.content(name).read()))
    (result,) = [data for path, data in back.items() if path.startswith("DATA/")]
    (claim,) = [data for path, data in back.items() if path.startswith("CLAIMS/")]
    assert result == sent[f"DATA/h{PROVIDER}2026060501{WRONG - 1:06d}.xml"]
    original = sent[f"CLAIMS/c{PROVIDER}2026060501{WRONG - 1:06d}.xml"]
    block = etree.fromstring(claim).find(f"{{{NAMESPACE}}}agencyAdjudicationResult")
    assert block is not None
    assert block[0].get("code") == "2"
    assert block[1].get("value") == "20260605"
    assert block[2].get("code") == "09"
    text = block[2].findtext(f"{{{NAMESPACE}}}text")
    assert text is not None
    assert text.startswith("X-CC-041")
    start = claim.index(b"<agencyAdjudicationResult>")
    end = claim.index(b"</agencyAdjudicationResult>\n") + len(b"</agencyAdjudicationResult>\n")
    assert claim[:start] + claim[end:] == original


@pytest.mark.django_db
def test_our_own_check_accepts_a_return(tmp_path: Path) -> None:
    """Type 2 from the agency to the provider, sums made of the claims that go back."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(WRONG)]))
    (name,) = services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    report = check_archive(
        queries.content(name), name=name, received_at=RECEIVED_AT, profile=RETURN
    )
    assert (report.verdict, report.findings) == (Verdict.ACCEPTED, ())
    assert report.totals.pairs == 1


@pytest.mark.django_db
def test_a_claim_of_phase_3_goes_back_with_its_sums(tmp_path: Path) -> None:
    """A service before April 2024 may be claimed in the old namespace: its amounts count, too."""
    a_registry(tmp_path)
    result, claim = another(WRONG)
    assert isinstance(result, CheckupResult)
    arrival = an_arrival([another(1), (replace(result, performed_on="20240329"), claim)])
    members = members_of(io.BytesIO(arrival.data))
    path = max(path for path in members if path.startswith("CLAIMS/"))
    members[path] = members[path].replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())
    out = io.BytesIO()
    write_archive(out, arrival.name.removesuffix(".zip"), members.items())
    receipt = checked(BuiltArchive(arrival.name, out.getvalue()))
    (name,) = services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    back = members_of(io.BytesIO(queries.content(name).read()))
    (data,) = [data for path, data in back.items() if path.startswith("CLAIMS/")]
    assert NAMESPACE_OLD.encode() in data
    assert b'<totalCostAmount value="7680"/>' in back["su08_V08.xml"]


@pytest.mark.django_db
def test_a_submission_has_one_return(tmp_path: Path) -> None:
    """The job may run twice; the archive is the same, and the next one has the next number."""
    a_registry(tmp_path)
    receipt = checked(an_arrival([another(1), a_wrong_pair(WRONG)]))
    first = services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    assert services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT) == first
    later = checked(an_arrival([another(3), a_wrong_pair(4)], sequence=1))
    second = services.build_return(later.submission_id, by=CLERK, at=RECEIVED_AT)
    assert second == [f"94899010_{PROVIDER}_202606051_1.zip"]


@pytest.mark.django_db
def test_a_document_that_cannot_be_read_does_not_go_back(tmp_path: Path) -> None:
    """What we write is valid: a claim with a broken form is told in its findings only."""
    a_registry(tmp_path)
    result, claim = another(2)
    broken = write_checkup_claim(claim).replace(b"<claimType", b"<claimTipe")
    receipt = checked(an_arrival([another(1), (result, broken)]))
    assert services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT) == []
    assert queries.packages("2026-06", kind="return") == []


@pytest.mark.django_db(transaction=True)
def test_a_return_is_built_as_soon_as_the_check_has_ended(tmp_path: Path) -> None:
    """The worker that checks is followed by the job that returns; nobody has to ask."""
    a_registry(tmp_path)
    receipt = received(an_arrival([another(1), a_wrong_pair(WRONG)]))
    run_worker(until_empty=True)
    (package,) = queries.returns_of(receipt.submission_id)
    assert (package.kind, package.receiver, package.documents) == ("return", PROVIDER, 1)


def test_the_answer_fits_its_field() -> None:
    """At most 100 characters, and always which file it was."""
    name = "1319900013202606050100001"
    text = answer_text(["X-CC-041", "X-CC-028", "X-EL-003", "X-CC-022"], name)
    assert len(text) == 100
    assert text.endswith(f"（{name}）")
    assert text.startswith("X-CC-041 ")


def named_return_address(folder: Path, to: str) -> None:
    write_table(folder, "providers", [a_row("providers", provider_number=PROVIDER, return_to=to)])
    report = load(folder, by=CLERK, at=RECEIVED_AT)
    assert report.loaded, report.bad_rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("return_to", "receiver"), [(BODY, BODY), (PROVIDER, PROVIDER), ("", PROVIDER)]
)
def test_it_goes_to_the_registered_return_address(
    tmp_path: Path, return_to: str, receiver: str
) -> None:
    """返戻先 of the provider; repeated, the same archive; seen inside the wall of its receiver."""
    a_registry(tmp_path / "world")
    named_return_address(tmp_path / "named", return_to)
    receipt = checked(an_arrival([another(1), a_wrong_pair(WRONG)]))
    names = services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    assert names == [f"94899010_{receiver}_202606050_1.zip"]
    assert services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT) == names
    for number in {BODY, PROVIDER}:
        with as_tenant(f"provider:{number}"):
            found = queries.returns_of(receipt.submission_id)
            seen = [package.archive_name for package in found]
        assert seen == (names if number == receiver else [])


@pytest.mark.django_db
def test_an_archive_of_several_providers_goes_back_to_each_ones_address(tmp_path: Path) -> None:
    """Who names no address gets it through who sent it."""
    a_registry(tmp_path / "world")
    named_return_address(tmp_path / "named", BODY)
    own, other = a_wrong_pair(1), of_provider(a_wrong_pair(2), SECOND_PROVIDER)
    receipt = checked(an_arrival([own, other]))
    names = services.build_return(receipt.submission_id, by=CLERK, at=RECEIVED_AT)
    packages = {package.receiver: package for package in queries.returns_of(receipt.submission_id)}
    assert packages.keys() == {BODY, PROVIDER}
    assert {package.documents for package in packages.values()} == {1}
    assert names == sorted(package.archive_name for package in packages.values())


def of_provider(pair: Pair, number: str) -> Pair:
    """The same pair, performed by another provider."""
    result, claim = pair
    assert isinstance(result, CheckupResult)
    assert isinstance(claim, CheckupClaim)
    assert result.performer is not None
    there = Identifier(PROVIDER_OID, number)
    return replace(result, performer=replace(result.performer, identifier=there)), replace(
        claim, provider=there
    )
