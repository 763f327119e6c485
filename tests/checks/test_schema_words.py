"""What the validator says of a place, in the words of the report."""

from __future__ import annotations

import pytest

from building import a_claim, a_result, an_archive
from daiko.checks.findings import Finding
from daiko.checks.masking import masked
from daiko.checks.rules.schema_words import schema_words
from daiko.documents.writing import write_checkup_claim


@pytest.mark.parametrize(
    ("old", "new", "at", "found", "expected"),
    [
        (
            '<claimAmount value="', '<claimAmount value="1000000000" x="',
            "/checkupClaim/settlement/claimAmount/@value",
            "大きすぎる / too large: 1000000000", "≤ 999999999",
        ),
        (
            'administrativeGender code="1"', 'administrativeGender code="3"',
            "/checkupClaim/subjectPerson/administrativeGender/@code",
            "決められた値ではない / none of the values allowed: 3", "1, 2",
        ),
        (
            "<postalCode>105-0004", "<postalCode>1050004",
            "/checkupClaim/subjectPerson/addr/postalCode",
            "書き方が違う / another form than required: 1050004", "NNN-NNNN",
        ),
    ],
)  # fmt: skip
def test_found_and_expected_of_a_schema_finding(
    old: str, new: str, at: str, found: str, expected: str
) -> None:
    """Place with attribute, the value behind the words, and what the schema wants there."""
    text = write_checkup_claim(a_claim()).decode()
    assert old in text
    report = an_archive([(a_result(), text.replace(old, new, 1).encode())]).check()
    shown = {(f.at, f.found, f.expected) for f in report.pairs[0].findings if f.rule == "X-XML-010"}
    assert (at, found, expected) in shown


def test_a_missing_element_is_named_as_expected() -> None:
    """The words speak of the element that stands in its place."""
    text = write_checkup_claim(a_claim()).decode()
    birth = text[text.index("<birthTime") : text.index("<administrativeGender")]
    report = an_archive([(a_result(), text.replace(birth, "").encode())]).check()
    shown = [f for f in report.pairs[0].findings if f.rule == "X-XML-010"]
    assert [(f.at, f.expected) for f in shown] == [
        ("/checkupClaim/subjectPerson/administrativeGender", "birthTime")
    ]


def test_a_sentence_nobody_knows_stays_as_it_is() -> None:
    """Without namespaces, with the file of the schema as what was expected."""
    words = schema_words("Element '{urn:hl7-org:v3}x': Something new.", schema="hc08_V08.xsd")
    assert words == ("Element 'x': Something new.", "hc08_V08.xsd", "")


def test_the_value_is_masked_and_the_words_stay() -> None:
    """A number of the insurance card that is too long."""
    at = "/checkupClaim/subjectPerson/insuranceCard/symbol/@extension"
    finding = Finding("X-XML-010", at, "長すぎる / too long: 123: 456")
    assert masked(finding).found == "長すぎる / too long: ***"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Element 'high', attribute 'value': [facet 'pattern'] The value '2027/03/31' is not "
            "accepted by the pattern '[1-9][0-9]{3}(0[1-9]|1[0-2])([0-2][0-9]|3[01])'.",
            "YYYYMMDD",
        ),
        (
            "Element 'amount', attribute 'value': '28,980' is not a valid value of the local "
            "atomic type.",
            "半角の数字（カンマ・空白・単位なし） / digits without comma, space, unit",
        ),
        (
            "Element 'id', attribute 'root': 'x' is not a valid value of the union type 'uid'.",
            "gc08_V08.xsd",
        ),
    ],
)
def test_dates_and_numbers_are_told_in_words(sentence: str, expected: str) -> None:
    """No clerk reads a pattern, and the name of a schema says nothing."""
    assert schema_words(sentence, schema="gc08_V08.xsd").expected == expected
