"""What a finding shows outside the organisation: decided by place, never by the look of a value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from building import a_claim, a_result, an_archive
from daiko.checks.findings import Finding
from daiko.checks.masking import View, masked
from daiko.documents.records import Identifier
from daiko.documents.writing import write_checkup_claim
from daiko.standard import oids

PERSON = "checkupClaim/subjectPerson"
ROLE = "/ClinicalDocument/recordTarget/patientRole"


@pytest.mark.parametrize(
    ("at", "found", "shown"),
    [
        (f"{PERSON}/name", "山田 太郎", "山* 太*"),
        (f"{ROLE}/patient/name", "ヤマダタロウ", "ヤ*"),
        (f"{PERSON}/birthTime/@value", "19700516", "1970****"),
        (f"{ROLE}/patient/birthTime/@value", "1970051", "***"),
        (f"{PERSON}/addr", "東京都港区新橋９－９－９", "東京都***"),
        (f"{PERSON}/addr/postalCode", "105-0004", "105-****"),
        (f"{ROLE}/addr/postalCode", "1050004", "105-****"),
        (f"{PERSON}/insuranceCard/symbol/@extension", "１３１", "***"),
        (f"{PERSON}/insuranceCard/number/@extension", "123123123", "***3123"),
        (f"{ROLE}/id[@root={oids.NUMBER}]", "123123123", "***3123"),
        (f"{ROLE}/id[2]/@extension", "123123123", "***3123"),
        ("checkupClaim/checkupCard/id/@extension", "26100001234", "***1234"),
        ("healthGuidanceClaim/healthGuidanceCard/id/@extension", "26200001234", "***1234"),
        (
            "healthGuidanceClaim/healthGuidanceCard/checkupCardId/@extension",
            "26100001234",
            "***1234",
        ),
        ("healthGuidanceClaim/subjectPerson/name", "ヤマダタロウ", "ヤ*"),
        (
            "/ClinicalDocument/participant[functionCode/@code=1]/associatedEntity/id/@extension",
            "26100001234",
            "***1234",
        ),
        ("/ClinicalDocument/participant/associatedEntity/id/@extension", "26100001234", "***1234"),
    ],
)
def test_values_of_the_person_are_masked_by_their_place(at: str, found: str, shown: str) -> None:
    """Name, birth date, address, card numbers; within the organisation they stand whole."""
    finding = Finding("X-CC-007", at, found, "x")
    assert masked(finding).found == shown
    assert masked(finding).expected == "x"
    assert masked(finding, View.WHOLE) == finding


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (f"{PERSON}/insuranceCard/insurerNumber/@extension", "06132013"),
        (f"{ROLE}/id[@root={oids.INSURER}]", "06132013"),
        (f"{PERSON}/performerOrganization/id/@extension", "1319900013"),
        ("/ClinicalDocument/author/assignedAuthor/representedOrganization/addr", "東京都港区"),
        ("/ClinicalDocument/author/assignedAuthor/representedOrganization/name", "新橋診療所"),
        ("checkupClaim/settlement/claimAmount/@value", "7680"),
        ("checkupClaim/checkupCard/id/@root", oids.CHECKUP_CARD),
    ],
)
def test_organisations_and_amounts_stay(at: str, found: str) -> None:
    """Numbers and addresses of insurers and institutions name no person."""
    finding = Finding("X-CC-003", at, found)
    assert masked(finding) == finding


def test_both_sides_of_a_comparison_are_masked() -> None:
    """The partner's or the register's value is the person's as well."""
    finding = Finding("X-XF-005", f"{PERSON}/name", "ヤマダ", "ヤマモト")
    assert (masked(finding).found, masked(finding).expected) == ("ヤ*", "ヤ*")


def test_what_the_schema_quotes_is_cut_off() -> None:
    """The message ends before the value, even when the value holds quotes of its own."""
    name = "O'Brien 'x' secret"
    found = f"Element 'name': [facet 'maxLength'] The value '{name}' has a length of '18'."
    shown = masked(Finding("X-XML-010", f"/{PERSON}/name", found)).found
    assert shown == "Element 'name': [facet 'maxLength'] ***"


def test_no_secret_survives_a_whole_check() -> None:
    """A claim whose every personal field is wrong: none of the values is in any masked finding."""
    secrets = (
        "ひみつ太郎",
        "秘密記号秘密記号秘密記号秘密記号秘密記",
        "987654321098765432109",
        "19991399",
    )
    claim = a_claim(
        name=secrets[0],
        symbol=Identifier(oids.SYMBOL, secrets[1]),
        number=Identifier(oids.NUMBER, secrets[2]),
        birth_date=secrets[3],
        postal_code="HIMITSU",
        address="秘密の町" * 30,
        card_id=Identifier(oids.CHECKUP_CARD, "KARTENNUMMER"),
    )
    for content in (claim, write_checkup_claim(claim)):
        found = an_archive([(a_result(), content)]).check().pairs[0].findings
        assert len(found) > 5
        text = repr([masked(finding) for finding in found])
        for secret in (*secrets, "HIMITSU", "秘密の町", "KARTENN"):
            assert secret not in text, secret
        assert secrets[0] in repr(found)


def test_lengths_and_ages_are_no_values() -> None:
    """X-HC-012 finds a number of bytes at the address."""
    finding = Finding("X-HC-012", f"{ROLE}/addr", "300 bytes", "1–80")
    assert masked(finding) == finding
    assert masked(replace(finding, rule="X-HC-011")).found == "***"


def test_a_card_compared_or_of_wrong_form() -> None:
    """X-GC-007 expects the partner's number, or eleven digits: only the number is masked."""
    at = "healthGuidanceClaim/healthGuidanceCard/checkupCardId/@extension"
    assert masked(Finding("X-GC-007", at, "26100001234", "26100005678")).expected == "***5678"
    assert masked(Finding("X-GC-007", at, "2610000123", "11 digits")).expected == "11 digits"
