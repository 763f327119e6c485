"""The engine: one pass over an archive, every finding kept, each pair its own verdict."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from building import (
    INSURER,
    RECEIVED_AT,
    ZIP_NAME,
    a_claim,
    a_result,
    an_archive,
    an_index,
    pair_name,
    profile_with,
    rules_of,
)
from daiko.archive.limits import Limits
from daiko.checks.engine import check_archive, check_document
from daiko.checks.findings import Finding, Severity
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.offline import OfflineCheck
from daiko.checks.places import Severities
from daiko.checks.profile import SeverityOverride
from daiko.checks.report import PairVerdict, Verdict, report_json
from daiko.checks.rulebook import rule_row
from daiko.checks.subjects import Transport
from daiko.documents.records import (
    CheckupClaim,
    CheckupResult,
    DeclaredPrice,
    DeclaredTerms,
    Identifier,
)
from daiko.documents.writing import write_checkup_claim, write_checkup_result
from daiko.standard import oids
from daiko.standard.kinds import DocumentKind
from judging import a_contract, some_registers


def errors(found: tuple[Finding, ...]) -> list[str]:
    return [f.rule for f in found if f.severity is not None and f.severity.is_error]


def people(count: int) -> list[tuple[CheckupResult, CheckupClaim]]:
    """Pairs of different people with different cards, all right."""
    pairs = []
    for serial in range(count):
        number, card = f"{serial:09d}", f"261{serial:08d}"
        result, claim = a_result(), a_claim()
        result = replace(
            result,
            person_ids=tuple(
                Identifier(oids.NUMBER, number) if i.root == oids.NUMBER else i
                for i in result.person_ids
            ),
            cards=(
                replace(
                    result.cards[0],
                    card_id=Identifier("1.2.392.200119.6.209.106132013", card),
                ),
            ),
        )
        claim = replace(
            claim,
            number=Identifier(oids.NUMBER, number),
            card_id=Identifier(oids.CHECKUP_CARD, card),
        )
        pairs.append((result, claim))
    return pairs


def test_a_right_archive_has_no_findings() -> None:
    """What our own writers make passes every rule that needs no register."""
    report = an_archive().check()
    assert rules_of(report) == []
    assert report.verdict is Verdict.ACCEPTED
    assert (report.totals.pairs, report.totals.accepted, report.totals.claim_yen) == (1, 1, 7680)


def test_a_right_archive_passes_with_everything_loaded() -> None:
    """With registers, history and sender known, nothing is left unchecked or found."""
    report = an_archive().check(
        registers=some_registers(), history=MemoryHistory(), transport=Transport("1319900013")
    )
    assert rules_of(report) == []
    assert report.not_checked == ()


def test_rules_without_their_register_are_named() -> None:
    """Not loaded is not checked, never passed (ruling 12)."""
    not_checked = an_archive().check().not_checked
    assert {"X-CT-004", "X-EL-001", "X-DU-002", "X-ARC-023", "X-REF-004"} <= set(not_checked)
    assert "X-CC-028" not in not_checked


def test_cards_are_not_checked_for_an_insurer_without_a_card_register() -> None:
    """Card rules are decided insurer by insurer (ruling 33)."""
    insurer = replace(some_registers().insurers["06132013"], cards_loaded=False)  # type: ignore[index]  # they are loaded
    report = an_archive().check(registers=some_registers(insurer=insurer))
    assert {"X-EL-001", "X-CT-009"} <= set(report.not_checked)
    assert "X-CT-004" not in report.not_checked


def test_coverage_is_not_checked_without_the_register_of_the_insurer() -> None:
    """Nor is it passed (ruling 33); the rules of cards are decided all the same."""
    insurer = replace(some_registers().insurers["06132013"], insured_loaded=False)  # type: ignore[index]  # they are loaded
    report = an_archive().check(registers=some_registers(insurer=insurer, coverages=[]))
    assert {"X-EL-007", "X-EL-012"} <= set(report.not_checked)
    assert "X-EL-001" not in report.not_checked
    assert rules_of(report) == []


def test_one_bad_pair_goes_back_alone() -> None:
    """From S3 on a pair is returned and the others go on (ruling 11)."""
    pairs = people(3)
    result, claim = pairs[1]
    pairs[1] = (result, replace(claim, sex="2"))
    report = an_archive(pairs).check()
    assert report.verdict is Verdict.PARTLY_ACCEPTED
    assert [pair.verdict for pair in report.pairs] == [
        Verdict.ACCEPTED,
        Verdict.RETURNED,
        Verdict.ACCEPTED,
    ]
    assert errors(report.pairs[1].findings) == ["X-XF-006"]
    assert report.totals.claim_yen == 2 * 7680


def test_a_refused_archive_returns_every_pair() -> None:
    """A wrong index refuses the archive: nothing of it is accepted, no yen counted."""
    report = an_archive(people(2), index=an_index(2, total_record_count="2")).check()
    assert report.verdict is Verdict.REFUSED
    assert errors(report.findings) == ["X-IX-009"]
    assert {pair.verdict for pair in report.pairs} == {Verdict.RETURNED}
    assert (report.totals.accepted, report.totals.claim_yen) == (0, 0)


def test_all_findings_of_a_pair_are_kept() -> None:
    """One return a month is dear: all that is wrong is told at once."""
    claim = a_claim(name="健診", basic_terms=DeclaredTerms("2", amount="001000"), unit_total="7681")
    report = an_archive([(a_result(), claim)]).check()
    assert {"X-CC-007", "X-CC-028", "X-CC-029", "X-CC-032", "X-XF-005"} <= set(rules_of(report))


def test_a_finding_has_file_line_and_severity() -> None:
    """The clerk is led to the line where the value stands."""
    claim = a_claim(unit_total="7681")
    data = write_checkup_claim(claim)
    report = an_archive([(a_result(), claim)]).check()
    (found,) = [f for f in report.pairs[0].findings if f.rule == "X-CC-028"]
    assert found.document == f"CLAIMS/c{pair_name()}.xml"
    assert found.line is not None
    assert b'unitAmount value="7681"' in data.splitlines()[found.line - 1]
    assert found.severity is rule_row("X-CC-028").severity


def test_a_broken_document_condemns_its_pair_only() -> None:
    """A result that cannot be read goes back with its claim; the other pair passes."""
    first, second = people(2)
    report = an_archive([(b"<ClinicalDocument", first[1]), second]).check()
    assert [pair.verdict for pair in report.pairs] == [Verdict.RETURNED, Verdict.ACCEPTED]
    assert errors(report.pairs[0].findings) == ["X-XML-002"]


def test_chunks_do_not_change_the_report() -> None:
    """One pair at a time or all at once: the same verdicts, duplicates included."""
    archive = an_archive([*people(5), people(1)[0]])
    assert archive.check(chunk=1) == archive.check(chunk=100)
    assert "X-DU-001" in rules_of(archive.check(chunk=2))


def test_verdicts_can_be_handed_on_one_by_one() -> None:
    """``on_pair`` gets each verdict, and the report keeps none, so memory stays flat."""
    seen: list[PairVerdict] = []
    report = an_archive(people(3)).check(on_pair=seen.append)
    assert [verdict.name for verdict in seen] == [pair_name(n) for n in range(3)]
    assert report.pairs == ()
    assert report.totals.pairs == 3


def test_limits_are_an_argument() -> None:
    """An archive past a limit is refused by the limit it was given."""
    report = an_archive(people(3)).check(limits=Limits(members=10))
    assert report.verdict is Verdict.REFUSED
    assert "X-ARC-022" in rules_of(report)


def test_severity_by_receiver_and_date() -> None:
    """A profile may switch a rule from a day on (ruling 27); the day before, it is as listed."""
    override = SeverityOverride("X-XF-008", Severity.WARNING, date(2026, 6, 5), None, "agreed")
    archive = an_archive([(a_result(), a_claim(address="東京都港区新橋１"))])
    profile = profile_with(severities=(override,))
    assert archive.check(profile=profile).verdict is Verdict.ACCEPTED
    later = replace(override, valid_from=date(2026, 6, 6))
    report = archive.check(profile=profile_with(severities=(later,)))
    assert report.verdict is Verdict.PARTLY_ACCEPTED


def test_an_insurer_decides_about_its_own_claims() -> None:
    """Its severity wins over the agency's; another insurer's changes nothing."""
    agency = SeverityOverride("X-XF-008", Severity.NOTE, date(2026, 6, 1), None, "agreed")
    strict = replace(agency, severity=Severity.REJECT_DOCUMENT, insurer_number=INSURER)
    archive = an_archive([(a_result(), a_claim(address="東京都港区新橋１"))])
    report = archive.check(profile=profile_with(severities=(strict, agency)))
    assert report.verdict is Verdict.PARTLY_ACCEPTED
    elsewhere = replace(strict, insurer_number="06132021")
    report = archive.check(profile=profile_with(severities=(elsewhere, agency)))
    assert report.verdict is Verdict.ACCEPTED


def test_a_warning_says_from_when_it_is_an_error() -> None:
    """The announced day is on the finding and in the JSON, and on no other finding."""
    announced = SeverityOverride(
        "X-XF-008",
        Severity.WARNING,
        date(2026, 6, 1),
        date(2026, 9, 30),
        "new",
        error_on=date(2026, 10, 1),
    )
    archive = an_archive([(a_result(), a_claim(address="東京都港区新橋１"))])
    report = archive.check(profile=profile_with(severities=(announced,)))
    dated = {f["rule"]: f["becomes_error_on"] for f in report_json(report)["pairs"][0]["findings"]}
    assert dated["X-XF-008"] == "2026-10-01"
    assert {day for rule, day in dated.items() if rule != "X-XF-008"} <= {None}
    later = replace(announced, severity=Severity.REJECT_DOCUMENT, error_on=None, valid_to=None)
    report = archive.check(profile=profile_with(severities=(later,)))
    assert report_json(report)["pairs"][0]["findings"][0]["becomes_error_on"] is None


def test_what_is_firm_is_softened_by_nobody() -> None:
    """A row that came past the registry changes nothing: the sum is wrong, the pair goes back."""
    override = SeverityOverride("X-CC-028", Severity.NOTE, date(2026, 6, 1), None, "agreed")
    archive = an_archive([(a_result(), a_claim(unit_total="7681", claim_amount="7681"))])
    for row in (override, replace(override, insurer_number=INSURER)):
        report = archive.check(profile=profile_with(severities=(row,)))
        assert report.verdict is Verdict.PARTLY_ACCEPTED


def test_what_a_ruling_softened_is_not_made_harder() -> None:
    """A profile speaks of the rule as listed; it can make the softer finding softer still."""
    softened = Finding("X-XF-008", severity=Severity.WARNING)
    for severity, expected in (
        (Severity.REJECT_DOCUMENT, Severity.WARNING),
        (Severity.NOTE, Severity.NOTE),
    ):
        override = SeverityOverride("X-XF-008", severity, date(2026, 6, 1), None, "agreed")
        severities = Severities(profile_with(severities=(override,)), date(2026, 6, 5))
        assert severities.of(softened).severity is expected


def test_the_day_is_that_of_tokyo() -> None:
    """15:00 UTC is the next day in Tokyo: the archive's own date has begun."""
    eve = datetime(2026, 6, 4, 14, 59, tzinfo=UTC)
    archive = an_archive()
    assert "X-ARC-004" in rules_of(archive.check(received_at=eve))
    assert rules_of(archive.check(received_at=eve.replace(hour=15, minute=0))) == []


def test_registers_are_asked_for_the_day_of_the_checkup() -> None:
    """A contract that ended the day before does not price the claim."""
    ended = a_contract(valid_to=date(2026, 5, 11))
    report = an_archive().check(registers=some_registers(contracts=[ended]))
    assert rules_of(report) == ["X-CT-010"]


def test_two_archives_of_one_call(tmp_path: Path) -> None:
    """The accepted claims of the first are the history of the second; returned ones are not."""
    good, bad = an_archive(), an_archive([(a_result(), a_claim(unit_total="1"))])
    second = an_archive(name=ZIP_NAME.replace("202606050", "202606051"))
    for first, found in ((good, True), (bad, False)):
        run = OfflineCheck(RECEIVED_AT)
        run.check(io.BytesIO(first.data), name=first.name)
        report = run.check(io.BytesIO(second.data), name=second.name)
        assert ("X-DU-002" in rules_of(report)) is found


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DocumentKind.HC, "kensin_kihon_tokutei.xml"),
        (DocumentKind.CC, "checkup_claim_limits.xml"),
    ],
)
def test_published_samples_pass_by_themselves(shared: Path, kind: DocumentKind, name: str) -> None:
    """The fund's own sample and a published claim: warnings at most."""
    data = (shared / "samples" / name).read_bytes()
    found = check_document(data, kind, received_at=RECEIVED_AT)
    assert errors(found) == []


def test_a_single_document_is_judged_by_its_own_rules() -> None:
    """A claim alone gives its findings; nothing is compared with a partner that is not there."""
    claim = a_claim(basic_prices=(DeclaredPrice("7000"),))
    found = check_document(write_checkup_claim(claim), DocumentKind.CC, received_at=RECEIVED_AT)
    assert errors(found) == ["X-CC-028"]
    result = write_checkup_result(a_result(sex="3"))
    found = check_document(result, DocumentKind.HC, received_at=RECEIVED_AT)
    assert "X-HC-014" in errors(found)
    with pytest.raises(ValueError, match="ix08"):
        check_document(b"", DocumentKind.IX, received_at=RECEIVED_AT)


@pytest.mark.parametrize("cut", [1, 30, 400, 5000])
def test_a_cut_archive_gives_findings_not_exceptions(cut: int) -> None:
    """A transfer that broke off anywhere is refused with a finding."""
    data = an_archive().data[:-cut]
    report = check_archive(io.BytesIO(data), name=ZIP_NAME, received_at=RECEIVED_AT)
    assert report.verdict is Verdict.REFUSED
    assert "X-ARC-001" in rules_of(report)
