"""Findings under their causes: what leads what, and how a cause counts over an archive."""

from __future__ import annotations

import pytest

from building import a_claim, a_result, an_archive, an_index, another
from daiko.checks.causes import causes_of, group_id, groups_of
from daiko.checks.findings import Finding, Severity
from daiko.checks.leads import LEADS
from daiko.checks.rulebook import rules
from daiko.documents.records import DeclaredTerms, Identifier
from daiko.documents.writing import write_checkup_claim
from daiko.standard import oids
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD


def under(*findings: Finding) -> list[tuple[str, list[str]]]:
    return [(c.main.rule, [f.rule for f in c.followers]) for c in causes_of(findings)]


def test_every_rule_of_the_table_is_in_the_catalogue_and_none_leads_itself() -> None:
    """A misspelt id would silently group nothing; a circle would have no top."""
    known = set(rules())
    followers: dict[str, set[str]] = {}
    for lead in LEADS:
        assert (lead.leaders | lead.followers) - {"*"} <= known
        for rule_id in lead.leaders:
            followers.setdefault(rule_id, set()).update(lead.followers - {"*"})

    def below(rule_id: str, seen: frozenset[str]) -> None:
        assert rule_id not in seen
        for follower in followers.get(rule_id, ()):
            below(follower, seen | {rule_id})

    for rule_id in followers:
        below(rule_id, frozenset())


def test_the_step_that_went_wrong_joins_the_payment_of_its_part() -> None:
    """Ruling 35: X-CC-029 to 031 give the verdict, 032 to 037 name the step; per part."""
    basic = Finding("X-CC-029", "checkupClaim/settlement/paymentForBasic/amount/@value")
    detail = Finding("X-CC-030", "checkupClaim/settlement/paymentForDetail/amount/@value")
    step = Finding("X-CC-033", "checkupClaim/settlement/paymentForDetail/amount/@value")
    assert under(basic, detail, step) == [("X-CC-029", []), ("X-CC-030", ["X-CC-033"])]


def test_a_wrong_payment_in_a_real_claim_is_one_cause() -> None:
    """The engine's own findings of a wrong fixed copayment group to one thing to mend."""
    wrong = a_claim(
        basic_terms=DeclaredTerms("2", "001000"), basic_payment="000500",
        payment_total="500", claim_amount="7180",
    )  # fmt: skip
    report = an_archive([(a_result(), wrong)]).check()
    assert under(*report.pairs[0].findings) == [("X-CC-029", ["X-CC-032"])]


def test_the_receiver_in_name_index_and_register_is_one_cause() -> None:
    """X-ARC-024 leads X-IX-007 and X-REF-010, however long the chain."""
    found = [Finding("X-REF-010"), Finding("X-IX-007"), Finding("X-ARC-024")]
    assert under(*found) == [("X-ARC-024", ["X-REF-010", "X-IX-007"])]


def test_form_comes_before_register_and_partner() -> None:
    """A number that is no number needs no second finding from register or partner."""
    assert under(Finding("X-REF-004"), Finding("X-CC-003"), Finding("X-XF-001")) == [
        ("X-CC-003", ["X-REF-004", "X-XF-001"])
    ]
    assert under(Finding("X-REF-004")) == [("X-REF-004", [])]


def test_the_same_wrong_value_in_both_files_is_one_cause() -> None:
    """One name typed wrong once; two different wrong names are two things to mend."""
    half = Finding("X-HC-013", found="ｹﾝｼﾝ")
    assert under(half, Finding("X-CC-007", found="ｹﾝｼﾝ")) == [("X-HC-013", ["X-CC-007"])]
    assert len(under(half, Finding("X-CC-007", found="健診"))) == 2


def test_a_schema_error_leads_the_field_rules_of_its_place_only() -> None:
    """X-XML-010 to 013 before the field rules of the same element, not of its neighbours."""
    schema = Finding("X-XML-010", "/checkupClaim/subjectPerson/birthTime", line=20)
    same = Finding("X-CC-009", "checkupClaim/subjectPerson/birthTime/@value", line=20)
    other = Finding("X-CC-007", "checkupClaim/subjectPerson/name", line=19)
    assert under(schema, same, other) == [("X-XML-010", ["X-CC-009"]), ("X-CC-007", [])]


def test_what_follows_from_a_part_stands_below_it() -> None:
    """A part before its sum, the sum before the claim: one amount was typed wrong."""
    basic = Finding("X-CC-029", "checkupClaim/settlement/paymentForBasic/amount/@value")
    total, claimed = Finding("X-CC-038"), Finding("X-CC-041")
    assert under(claimed, total, basic) == [("X-CC-029", ["X-CC-041", "X-CC-038"])]
    price = Finding("X-CC-025", "checkupClaim/settlement/unitPriceDetail/observation/@code")
    payment = Finding("X-CC-027", "checkupClaim/settlement/paymentForDetail")
    of_another = Finding("X-CC-027", "checkupClaim/settlement/paymentForOther")
    assert under(price, payment, of_another) == [("X-CC-025", ["X-CC-027"]), ("X-CC-027", [])]


def test_the_files_of_a_pair_are_compared_before_the_register() -> None:
    """A name typed wrong in the claim alone; a card number of somebody else in the claim alone."""
    name = "checkupClaim/subjectPerson/name"
    pair, card = Finding("X-XF-005", name, line=9), Finding("X-EL-002", name, line=9)
    assert under(card, pair) == [("X-XF-005", ["X-EL-002"])]
    others = [card, Finding("X-CT-009", "checkupClaim/checkupCard/chargeTypeBasic")]
    assert under(Finding("X-XF-010"), *others) == [("X-XF-010", ["X-EL-002", "X-CT-009"])]
    assert len(under(*others)) == 2


def test_the_card_of_somebody_else_is_one_thing_to_mend() -> None:
    """Symbol, number and name differ at once; what its own comparison leads stays there."""
    card = [
        Finding("X-EL-002", f"checkupClaim/subjectPerson/{field}", line=line)
        for line, field in enumerate(("insuranceCard/symbol", "insuranceCard/number", "name"))
    ]
    assert under(*card) == [("X-EL-002", ["X-EL-002", "X-EL-002"])]
    pair = Finding("X-XF-002", "checkupClaim/subjectPerson/insuranceCard/symbol", line=0)
    assert under(pair, *card) == [("X-XF-002", ["X-EL-002"]), ("X-EL-002", ["X-EL-002"])]


def test_the_form_of_a_value_stands_before_what_it_says_of_that_item_only() -> None:
    """A height in metres is out of range; the weight is judged by itself."""
    at = "/ClinicalDocument//observation[code/@code={}]/value/{}"
    unit = Finding("X-HC-031", at.format("9N001000000000001", "@unit"))
    height = Finding("X-HR-001", at.format("9N001000000000001", "@value"))
    weight = Finding("X-HR-002", at.format("9N006000000000001", "@value"))
    assert under(unit, height, weight) == [("X-HC-031", ["X-HR-001"]), ("X-HR-002", [])]


def test_an_element_that_the_schema_misses_is_told_once() -> None:
    """The schema speaks of the element after the gap; the rule of the gap itself."""
    gap = "claim.xml"
    schema = Finding(
        "X-XML-010", "/checkupClaim/subjectPerson/administrativeGender", expected="birthTime",
        document=gap,
    )  # fmt: skip
    missing = Finding("X-CC-009", "checkupClaim/subjectPerson/birthTime/@value", document=gap)
    other = Finding("X-CC-007", "checkupClaim/subjectPerson/name", document=gap)
    assert under(schema, missing, other) == [("X-XML-010", ["X-CC-009"]), ("X-CC-007", [])]


def test_a_schema_error_hides_no_other_fault() -> None:
    """Sex is missing in the claim, the name is another: two things to mend, told at once."""
    text = write_checkup_claim(a_claim(name="ベツノカタ")).decode()
    sex = text[text.index("<administrativeGender") : text.index("</subjectPerson>")]
    report = an_archive([(a_result(), text.replace(sex, "").encode())]).check()
    assert under(*report.pairs[0].findings) == [
        ("X-XML-010", []),
        ("X-XF-005", []),
    ]


def test_many_findings_of_one_archive_are_grouped_in_one_pass() -> None:
    """Thirty thousand strays: only places of rules that lead are looked at."""
    strays = [Finding("X-ARC-015", f"DATA/{number}.txt") for number in range(30_000)]
    assert len(under(*strays)) == 30_000


def test_a_wrong_namespace_in_many_claims_is_one_group() -> None:
    """One cause with as many persons as files, and nothing else of the content is lost."""
    pairs = []
    for serial in range(1, 6):
        result, claim = another(serial)
        old = write_checkup_claim(claim).replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())
        pairs.append((result, old))
    groups = groups_of(an_archive(pairs, summary=b"", without=["su08"]).check())
    old_namespace = [g for g in groups if g.rule == "X-XML-004"]
    assert [(g.persons, g.findings) for g in old_namespace] == [(5, 5)]


def test_a_cause_counts_persons_not_findings() -> None:
    """A person with the cause twice is one person; two persons are two."""
    late = a_claim(card_valid_until="20260501")
    result = a_result()
    holder = result.cards[0]
    late_result = a_result(cards=(type(holder)(**{**_fields(holder), "valid_until": "20260501"}),))
    other_result, other_claim = another(7)
    groups = groups_of(an_archive([(late_result, late), (other_result, other_claim)]).check())
    assert [(g.rule, g.persons) for g in groups if g.severity.is_error] == [("X-EL-003", 1)]


def _fields(card: object) -> dict[str, object]:
    return {name: getattr(card, name) for name in card.__slots__}  # type: ignore[attr-defined]


def test_archive_findings_about_files_count_persons() -> None:
    """X-ARC-019 names files: so many persons; X-IX-009 is about the archive, and follows."""
    built = an_archive([another(1), another(2)], without=["CLAIMS/c13199000132026060501000001"])
    groups = {g.rule: g for g in groups_of(built.check())}
    assert groups["X-ARC-019"].persons == 1
    assert "X-IX-009" not in groups
    assert groups["X-ARC-019"].follower_rules["X-IX-009"] == 1


def test_the_gravest_cause_comes_first() -> None:
    """Refused archive, returned pair, warning; then by persons."""
    built = an_archive(
        [(a_result(), a_claim(claim_amount="1")), another(2)], index=an_index(7),
        extra=[("x.txt", b"")],
    )  # fmt: skip
    ranks = [list(Severity).index(g.severity) for g in groups_of(built.check())]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Finding("X-EL-003", found="1"), Finding("X-EL-003", found="2"), True),
        (
            Finding("X-HC-031", "/ClinicalDocument//observation[code/@code=A]/value"),
            Finding("X-HC-031", "/ClinicalDocument//observation[code/@code=B]/value"),
            False,
        ),
        (
            Finding("X-XML-010", "/checkupClaim/a/b[1]"),
            Finding("X-XML-010", "/checkupClaim/a/b[2]"),
            True,
        ),
        (Finding("X-CC-034"), Finding("X-CC-034", severity=Severity.WARNING), False),
        (
            Finding("X-XML-002", found="encoding: x"),
            Finding("X-XML-002", found="doctype: y"),
            False,
        ),
    ],
)
def test_groups_split_where_the_remedy_differs(one: Finding, other: Finding, same: bool) -> None:
    """By item, by element of the schema, by kind of damage and by severity; not by value."""
    ids = [group_id(causes_of([finding])[0]) for finding in (one, other)]
    assert (ids[0] == ids[1]) is same


def test_nothing_is_lost() -> None:
    """Every finding stands in exactly one cause."""
    claim = a_claim(name="ｹﾝｼﾝ", insurer=Identifier(oids.INSURER, "12"), claim_amount="3")
    for pair in an_archive([(a_result(), claim)]).check().pairs:
        grouped = [f for cause in causes_of(pair.findings) for f in cause.findings]
        assert sorted(map(repr, grouped)) == sorted(map(repr, pair.findings))


def test_a_name_in_half_width_kana_in_both_files_of_a_guidance_is_one_cause() -> None:
    """It was entered once: the result leads, the claim follows; other fields stand alone."""
    person = "ClinicalDocument/recordTarget/patientRole"
    name = Finding("X-HG-002", f"{person}/patient/name", "ｹﾝｼﾝ ﾀﾛｳ")
    claimed = Finding("X-GC-005", "healthGuidanceClaim/subjectPerson/name", "ｹﾝｼﾝ ﾀﾛｳ")
    other = Finding("X-GC-005", "healthGuidanceClaim/subjectPerson/birthTime/@value", "19700231")
    differs = Finding("X-XF-007", "healthGuidanceClaim/subjectPerson/birthTime/@value", "19700231")
    assert under(name, claimed, other, differs) == [
        ("X-HG-002", ["X-GC-005"]),
        ("X-GC-005", ["X-XF-007"]),
    ]


_BODY = "/ClinicalDocument/component/structuredBody/component/section"
_EVENT = "/ClinicalDocument/documentationOf/serviceEvent/effectiveTime/@value"


def test_one_wrong_day_of_a_guidance_is_one_cause() -> None:
    """What is out of order with it stands below it, and so does what follows from the day."""
    at = f"{_BODY}[code/@code=90060]/entry/act/effectiveTime/@value"
    early = Finding("X-HG-022", at, "20260325", "20260401–")
    ended = Finding("X-HG-022", f"{_BODY}[code/@code=90070]/entry/act/effectiveTime/@value")
    soon, event = Finding("X-HG-023", at), Finding("X-HG-008", _EVENT)
    assert under(early, ended, soon, event) == [("X-HG-022", ["X-HG-022", "X-HG-023", "X-HG-008"])]


def test_the_program_of_the_other_phase_is_one_cause() -> None:
    """A form of the other phase's table explains items, plan and points of that phase."""
    form = f"{_BODY}[code/@code=90030]/entry[1]/act/code/@codeSystem"
    of_phase = [Finding(rule) for rule in ("X-HG-011", "X-HG-013", "X-HG-043", "X-HG-043")]
    (cause,) = causes_of([*of_phase, Finding("X-HG-045", form, "1", "2")])
    assert cause.main.rule == "X-HG-045"
    other = Finding("X-HG-045", form.removesuffix("/code/@codeSystem"), "", "day")
    assert len(causes_of([*of_phase, other])) > 1


def test_the_same_value_in_result_and_claim_is_one_cause_beside_the_schema() -> None:
    """The schema of the claim knows the form, that of the result does not."""
    card = Finding("X-HG-004", "/ClinicalDocument/participant", "6300000010")
    words = "書き方が違う / another form than required: "
    same, other = (Finding("X-XML-011", "/c/id", f"{words}{v}") for v in ("6300000010", "x"))
    assert under(card, same) == [("X-HG-004", ["X-XML-011"])]
    assert len(under(card, other)) == 2


def test_terms_of_a_guidance_card_stand_before_the_copayment() -> None:
    payment, terms = Finding("X-GC-019"), Finding("X-CT-009")
    assert under(payment, terms) == [("X-CT-009", ["X-GC-019"])]
    assert under(payment, terms, Finding("X-GC-010")) == [("X-GC-010", ["X-GC-019", "X-CT-009"])]


def test_a_part_of_a_block_that_the_schema_misses_is_told_once() -> None:
    """The card is missing as a whole: so is its number."""
    schema = Finding(
        "X-XML-011", "/healthGuidanceClaim/settlement", "settlement", "healthGuidanceCard"
    )
    number = Finding("X-GC-006", "healthGuidanceClaim/healthGuidanceCard/id")
    assert under(schema, number) == [("X-XML-011", ["X-GC-006"])]


def test_what_follows_from_a_wrong_timing_stands_below_it() -> None:
    """Of a claim with another timing than its report nothing else is a cause of its own."""
    others = [Finding(rule) for rule in ("X-HG-008", "X-GC-013", "X-HG-037", "X-CT-008")]
    (cause,) = causes_of([*others, Finding("X-XF-012")])
    assert cause.main.rule == "X-XF-012"


def test_a_card_that_nobody_issued_has_no_first_claim() -> None:
    assert under(Finding("X-DU-006"), Finding("X-EL-001")) == [("X-EL-001", ["X-DU-006"])]


def test_a_program_that_writes_every_code_alike_is_one_cause_over_the_archive() -> None:
    """Items tell checkup faults apart; codes of guidance are set once, in the program."""
    places = [f"{_BODY}//observation[code/@code=10210010{n}]/value/@code" for n in (53, 54)]
    first, second = (Finding("X-HG-025", at, "01", "0, 1") for at in places)
    assert under(first, second) == [("X-HG-025", ["X-HG-025"])]
    ids = {group_id(cause) for one in (first, second) for cause in causes_of([one])}
    assert len(ids) == 1
