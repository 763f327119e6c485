"""A closed month packed for its insurers: the same bytes, new names, sums that agree."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from building import INSURER, another
from daiko.archive.reader import Archive, open_archive
from daiko.checks.engine import check_archive
from daiko.checks.profile import DELIVERY
from daiko.checks.report import Verdict
from daiko.delivery import packing, queries, services
from daiko.delivery.errors import MonthNotClosed, PackagesDisagree
from daiko.delivery.models import PackageDocument
from daiko.money.calendar import ProcessingMonth
from daiko.reception import queries as reception
from daiko.settlement import services as settlement
from intake import CLERK, SECOND_PROVIDER, a_registry, a_wrong_pair, an_arrival, checked
from settlement_world import tokyo

pytestmark = pytest.mark.django_db
JUNE = ProcessingMonth(2026, 6)
PACKED_AT = tokyo("2026-07-10")


@pytest.fixture
def june(tmp_path: Path) -> None:
    """Two providers, three accepted pairs, one returned; the month is closed."""
    a_registry(tmp_path)
    checked(an_arrival([another(1), a_wrong_pair(2), another(3)]))
    checked(an_arrival([another(4)], sender=SECOND_PROVIDER))
    settlement.close_month(JUNE, by=CLERK, at=tokyo("2026-06-30"))


def packed(archive_name: str) -> list[tuple[str, int]]:
    """New pair name and document of everything in a package."""
    rows = PackageDocument.objects.filter(package__archive_name=archive_name)
    return list(rows.values_list("name", "document_id"))


def opened(archive_name: str) -> tuple[Archive, dict[str, bytes]]:
    archive = open_archive(queries.content(archive_name))
    assert archive.problems == ()
    files = [member for member in archive.members if not member.is_folder]
    return archive, {member.name.split("/", 1)[1]: archive.read(member) for member in files}


@pytest.mark.usefixtures("june")
def test_a_package_holds_the_documents_byte_for_byte() -> None:
    """Every accepted result and claim is there under a new name, nothing returned is."""
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    (package,) = queries.packages("2026-06")
    assert package.archive_name == f"94899010_{INSURER}_202607100_1.zip"
    assert (package.documents, package.claim_yen) == (3, 3 * 7_680)
    _, members = opened(package.archive_name)
    origins = dict(packed(package.archive_name))
    sources = {s.document_id: s for s in reception.document_sources(list(origins.values()))}
    assert len(origins) == len(sources) == 3
    for name, document in origins.items():
        digest = hashlib.sha256(members[f"DATA/h{name}.xml"]).hexdigest()
        assert digest == sources[document].result_sha256
        digest = hashlib.sha256(members[f"CLAIMS/c{name}.xml"]).hexdigest()
        assert digest == sources[document].claim_sha256
    assert {path.split("/")[0] for path in members} == {
        "DATA", "CLAIMS", "XSD", "ix08_V08.xml", "su08_V08.xml"
    }  # fmt: skip
    assert len([path for path in members if path.startswith("DATA/")]) == 3


@pytest.mark.usefixtures("june")
def test_what_we_write_our_own_check_accepts() -> None:
    """Index and summary are new and right: type 3, six files, the sums of three claims."""
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    (package,) = queries.packages("2026-06")
    report = check_archive(
        queries.content(package.archive_name),
        name=package.archive_name,
        received_at=PACKED_AT,
        profile=DELIVERY,
    )
    assert (report.verdict, report.findings) == (Verdict.ACCEPTED, ())
    assert (report.totals.pairs, report.totals.claim_yen) == (3, 23_040)
    _, members = opened(package.archive_name)
    assert b'<interactionType code="3"' in members["ix08_V08.xml"]
    assert b'<totalClaimAmount value="23040"' in members["su08_V08.xml"]


@pytest.mark.usefixtures("june")
def test_unzip_accepts_a_package(tmp_path: Path) -> None:
    """An insurer's own program can open it."""
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    (package,) = queries.packages("2026-06")
    path = tmp_path / package.archive_name
    path.write_bytes(queries.content(package.archive_name).read())
    assert subprocess.run(["unzip", "-tq", path], check=False).returncode == 0


@pytest.mark.usefixtures("june")
def test_a_month_is_packed_once() -> None:
    """Building again, even on another day, gives the same packages."""
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    first = queries.packages("2026-06")
    services.build_month(JUNE, by=CLERK, at=tokyo("2026-07-13"))
    assert queries.packages("2026-06") == first
    released = queries.released("2026-06")
    assert released is not None
    assert (released.documents, released.released_at) == (3, PACKED_AT)


def test_an_open_month_is_not_packed(tmp_path: Path) -> None:
    """Nothing leaves before the claims are final."""
    a_registry(tmp_path)
    checked(an_arrival([another(1)]))
    with pytest.raises(MonthNotClosed):
        services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    assert queries.packages("2026-06") == []


@pytest.mark.usefixtures("june")
def test_a_month_whose_packages_disagree_is_not_released() -> None:
    """One yen between packages and claims stops the release (routing 3.2)."""
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM delivery_month")
        cursor.execute("UPDATE delivery_package SET claim_yen = claim_yen - 1")
    with pytest.raises(PackagesDisagree) as refusal:
        services.release(JUNE, by=CLERK, at=PACKED_AT)
    assert refusal.value.fields["found"] == 23_039
    assert queries.released("2026-06") is None


@pytest.mark.usefixtures("june")
def test_a_package_goes_to_the_insurer_that_stands_for_a_dissolved_one(tmp_path: Path) -> None:
    """Merged between close and delivery: the successor gets the data (routing 3, rule 2)."""
    successor = "06990014"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_insurer SELECT (jsonb_populate_record(i,"
            " jsonb_build_object('insurer_number', %s::text))).* FROM registry_insurer i",
            [successor],
        )
        cursor.execute(
            "UPDATE registry_insurer SET end_on = '2026-06-30', merged_into = %s"
            " WHERE insurer_number = %s",
            [successor, INSURER],
        )
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    assert {row.receiver for row in queries.packages("2026-06")} == {successor}


def test_bytes_of_an_unknown_package_are_refused() -> None:
    """A name nobody gave out."""
    with pytest.raises(Exception, match="no package"):
        queries.content("x.zip")


def test_nothing_is_packed_for_an_empty_month(tmp_path: Path) -> None:
    """A month without claims is released with nothing in it."""
    a_registry(tmp_path)
    settlement.close_month(JUNE, by=CLERK, at=tokyo("2026-06-30"))
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    released = queries.released("2026-06")
    assert released is not None
    assert (released.packages, released.documents, released.claim_yen) == (0, 0, 0)


@pytest.mark.usefixtures("june")
def test_what_does_not_fit_one_archive_goes_into_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two documents an archive: two archives of one day, nothing lost, nothing twice."""
    monkeypatch.setattr(packing, "DOCUMENTS_PER_ARCHIVE", 2)
    services.build_month(JUNE, by=CLERK, at=PACKED_AT)
    rows = queries.packages("2026-06")
    assert [(row.archive_name[-7:-4], row.documents) for row in rows] == [("0_1", 2), ("1_1", 1)]
    sent = [document for row in rows for _, document in packed(row.archive_name)]
    assert len(set(sent)) == len(sent) == 3
