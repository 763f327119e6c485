"""Who a claim is about: out of claims of both kinds, else out of the result."""

from __future__ import annotations

from building import a_claim, a_result
from daiko.documents.claim_person import ClaimPerson, claim_person
from daiko.documents.writing import write_checkup_claim, write_checkup_result
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD

CLAIM = write_checkup_claim(a_claim())
RESULT = write_checkup_result(a_result())
GUIDANCE = f"""<healthGuidanceClaim xmlns="{NAMESPACE}">
<encounter><serviceEventType code="2"/><guidanceLevel code="2"/>
<guidanceTiming code="1"/></encounter>
<subjectPerson><insuranceCard><insurerNumber extension="06132013"/><symbol extension="１"/>
<number extension="2"/></insuranceCard><name>テスト　ハナコ</name><birthTime value="19700102"/>
<administrativeGender code="2"/></subjectPerson>
<healthGuidanceCard><id extension="26200000017"/></healthGuidanceCard>
<settlement><claimAmount value="6000"/></settlement></healthGuidanceClaim>""".encode()


def test_a_checkup_claim() -> None:
    """Every column of the person and the claim as the file states it."""
    assert claim_person(CLAIM, None) == ClaimPerson(
        insurer_number="06132013",
        symbol="１３１",
        number="123123123",
        branch_code="01",
        name_kana="ケンシンタロウ",
        birth_date="19700516",
        sex="1",
        card_id="26100000017",
        claim_type="1",
        claim_amount="7680",
    )


def test_a_guidance_claim() -> None:
    """The same person fields; level and timing instead of a claim type."""
    person = claim_person(GUIDANCE, None)
    assert (person.name_kana, person.card_id, person.claim_amount) == (
        "テスト　ハナコ",
        "26200000017",
        "6000",
    )
    assert (person.claim_type, person.guidance_level, person.guidance_timing) == ("", "2", "1")


def test_the_old_namespace_is_read_too() -> None:
    old = CLAIM.replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())
    assert old != CLAIM
    assert claim_person(old, None) == claim_person(CLAIM, None)


def test_a_broken_claim_is_named_by_its_result() -> None:
    """What only the claim states stays empty."""
    person = claim_person(CLAIM[:-40], RESULT)
    assert (person.name_kana, person.number, person.card_id, person.birth_date) == (
        "ケンシンタロウ",
        "123123123",
        "26100000017",
        "19700516",
    )
    assert person.claim_amount == ""


def test_nothing_readable_is_nobody() -> None:
    assert claim_person(b"\0", b"<x/>") == claim_person(None, None) == ClaimPerson()
