"""From whom a paper is: the agency as it named itself that day, the office of the prefecture."""

from __future__ import annotations

from pathlib import Path

import pytest

import signed_in
from building import PROVIDER, RECEIVED_AT, another
from daiko.notices import listings, services
from daiko.people.roles import Role
from daiko.reception import queries as reception
from daiko.registry.services import load
from intake import CLERK, a_registry, a_wrong_pair, an_arrival, checked
from papers import words_of
from registry_folder import INSURER, write_table

HEAD = {"name": "本部", "postal_code": "100-0000", "address": "架空区一丁目", "telephone": "030001"}
BRANCH = {
    "office_number": "13", "name": "東京支部", "postal_code": "100-0001",
    "address": "架空区二丁目", "telephone": "030002", "start_on": "2008-04-01",
}  # fmt: skip
pytestmark = pytest.mark.django_db


def named(folder: Path, *offices: dict[str, str]) -> None:
    """The agency's name changed on the day after the archive arrived (2026-06-05)."""
    agency = {"agency_number": "94899010", **HEAD}
    rows = [
        agency | {"name": "架空旧代行", "valid_from": "2008-04-01", "valid_to": "2026-06-05"},
        agency | {"name": "架空新代行", "valid_from": "2026-06-06"},
    ]
    write_table(folder, "agency", rows)
    if offices:
        write_table(folder, "offices", offices)
    report = load(folder, by=CLERK, at=RECEIVED_AT)
    assert report.loaded, report.bad_rows


def head_office(**changed: str) -> dict[str, str]:
    return {"office_number": "00", **HEAD, "start_on": "2008-04-01"} | changed


def the_receipt(folder: Path) -> str:
    a_registry(folder)
    receipt = checked(an_arrival([another(1)]))
    return words_of(services.receipt(receipt.submission_id, by=CLERK, at=RECEIVED_AT).pdf)


def test_the_branch_of_the_prefecture_stands_on_the_receipt(tmp_path: Path) -> None:
    named(tmp_path / "agency", head_office(), BRANCH)
    text = the_receipt(tmp_path / "registry")
    for said in ("架空旧代行", "東京支部", "〒100-0001", "架空区二丁目", "電話030002"):
        assert said in text, said
    assert "架空新代行" not in text


@pytest.mark.parametrize(
    ("offices", "name", "telephone"),
    [
        ([head_office(), BRANCH | {"end_on": "2026-06-04"}], "本部", "030001"),
        ([], "架空旧代行", "030001"),  # the profile alone
    ],
)
def test_without_a_branch_the_head_office_is_asked(
    tmp_path: Path, offices: list[dict[str, str]], name: str, telephone: str
) -> None:
    named(tmp_path / "agency", *offices)
    text = the_receipt(tmp_path / "registry")
    assert f"{name}〒100-0000" in text
    assert f"電話{telephone}" in text


def test_an_agency_that_registered_nothing_is_told_by_its_number(tmp_path: Path) -> None:
    text = the_receipt(tmp_path)
    assert "代行機関番号94899010" in text
    assert "電話" not in text


def test_every_page_of_a_list_says_whom_to_ask(tmp_path: Path) -> None:
    named(tmp_path / "agency", BRANCH)
    a_registry(tmp_path / "registry")
    receipt = checked(an_arrival([a_wrong_pair(1)]))
    ((_, pdf),) = listings.returns(reception.submission(receipt.submission_id)).pdfs()
    assert "問合せ：東京支部電話030002" in words_of(pdf)


@pytest.mark.parametrize(
    ("tenant", "role"),
    [
        (f"provider:{PROVIDER}", Role.PROVIDER_CLERK),
        (f"insurer:{INSURER}", Role.INSURER_CLERK),
    ],
)
def test_pages_name_the_office_to_ask(tmp_path: Path, tenant: str, role: Role) -> None:
    named(tmp_path / "agency", head_office(), BRANCH)
    a_registry(tmp_path / "registry")
    site = signed_in.client(role, tenant=tenant)
    page = site.get(f"/{tenant.partition(':')[0]}/").content.decode()
    assert "東京支部 電話 030002" in page


def test_pages_of_the_agency_have_its_name(tmp_path: Path) -> None:
    named(tmp_path / "agency")
    page = signed_in.client().get("/").content.decode()
    assert "架空新代行" in page
    assert "お問い合わせ先" not in page
