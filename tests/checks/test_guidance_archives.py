"""Archives of guidance (class 2) through the whole check."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zipfile import ZipFile

import pytest

from building import RECEIVED_AT, rules_of
from daiko.checks.causes import causes_of
from daiko.checks.engine import check_document
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.offline import OfflineCheck
from daiko.checks.report import PairVerdict, Report, Verdict
from daiko.documents.guidance_records import GuidanceClaim, GuidanceResult
from daiko.documents.writing import write_guidance_claim, write_guidance_result
from daiko.standard.kinds import DocumentKind
from guidance_building import a_guidance_archive, a_guidance_claim, a_guidance_result, an_earlier
from guidance_sections import ACTIVE, MOTIVATIONAL

Documents = tuple[GuidanceResult, GuidanceClaim]
RECEIVED: datetime = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)


def _pair(level: str = ACTIVE, *, final: bool = False) -> Documents:
    return a_guidance_result(level, final=final), a_guidance_claim(level, final=final)


def _check(*pairs: Documents, **arguments: Any) -> Report:
    return a_guidance_archive(pairs).check(received_at=RECEIVED, **arguments)


@pytest.mark.parametrize("level", [ACTIVE, MOTIVATIONAL])
def test_first_report_is_accepted(level: str) -> None:
    """Facts carry level, timing, amounts and days for whatever comes later."""
    report = _check(_pair(level))
    assert rules_of(report) == []
    assert report.verdict is Verdict.ACCEPTED
    facts = report.pairs[0].facts
    assert facts is not None
    assert facts.guidance is not None
    assert (facts.guidance.level, facts.guidance.timing) == (level, "1")
    assert facts.guidance.first_interview_on == date(2026, 6, 1)
    assert facts.performed_on == date(2026, 6, 1)
    assert facts.fiscal_year == 2026
    assert facts.unit_total_yen == facts.claim_yen == (10_560 if level == ACTIVE else 6_600)
    assert report.totals.claim_yen == facts.claim_yen


def test_final_claims_are_judged_after_first_ones() -> None:
    """The final pair stands first in the archive, and still finds the first one before it."""
    report = _check(_pair(final=True), _pair())
    assert rules_of(report) == []
    facts = [pair.facts.guidance for pair in report.pairs if pair.facts]
    assert [kept.timing for kept in facts if kept] == ["1", "2"]
    final = report.pairs[1].facts
    assert final is not None
    assert final.guidance is not None
    assert final.guidance.first_interview_on == date(2026, 6, 1)
    assert final.guidance.checkup_on == date(2026, 5, 12)
    assert final.performed_on == date(2026, 9, 7)


def test_history_knows_the_first_claim() -> None:
    history = MemoryHistory()
    history.add_guidance("06132013", an_earlier())
    report = _check(_pair(final=True), history=history)
    assert rules_of(report) == []
    facts = report.pairs[0].facts
    assert facts is not None
    assert facts.guidance is not None
    assert facts.guidance.first_interview_on == date(2026, 6, 1)


def test_archives_of_one_call_follow_each_other() -> None:
    """The first claim of an earlier archive is the history of a later one."""
    offline = OfflineCheck(received_at=RECEIVED)
    first = a_guidance_archive([_pair()], made_on=date(2026, 6, 5))
    final = a_guidance_archive([_pair(final=True)])
    reports = [offline.check(io.BytesIO(a.data), name=a.name) for a in (first, final)]
    assert [rules_of(report) for report in reports] == [[], []]
    facts = reports[1].pairs[0].facts
    assert facts is not None
    assert facts.guidance is not None
    assert facts.guidance.checkup_on == date(2026, 5, 12)


def test_wrong_sum_refuses_the_archive() -> None:
    """su08 totalCostAmount is the sum of calculated amounts, not of unit prices."""
    archive = a_guidance_archive([_pair()], total_cost="26400")
    report = archive.check(received_at=RECEIVED)
    assert report.verdict is Verdict.REFUSED
    assert "X-SU-003" in rules_of(report)


def test_one_document_by_itself() -> None:
    """Result or claim of guidance alone, as the portal's single check does it."""
    for kind, data in (
        (DocumentKind.HG, write_guidance_result(a_guidance_result())),
        (DocumentKind.GC, write_guidance_claim(a_guidance_claim())),
    ):
        assert check_document(data, kind, received_at=RECEIVED_AT) == ()
        broken = data.replace(b"code=", b"cod=", 3)
        assert check_document(broken, kind, received_at=RECEIVED_AT) != ()


@pytest.mark.parametrize(("knows_all", "expected"), [(True, ["X-DU-006"]), (False, [])])
def test_a_first_claim_is_missed_only_by_who_knows_all(
    *, knows_all: bool, expected: list[str]
) -> None:
    """Before sending nobody knows what the agency accepted: the final claim is no error."""
    history = MemoryHistory(knows_all=knows_all)
    assert rules_of(_check(_pair(final=True), history=history)) == expected


@pytest.mark.parametrize("whole", [False, True])
def test_a_final_claim_whose_first_one_is_returned_here(whole: bool) -> None:
    """It cannot be accepted, known whole or not, and names the pair that is to be mended."""
    history = MemoryHistory()
    history.knows_all = whole
    wrong = (a_guidance_result(), a_guidance_claim(claim_amount="1"))
    report = _check(wrong, _pair(final=True), history=history)
    first, final = (
        next(p for p in report.pairs if p.facts and p.facts.guidance and _timing(p) == timing)
        for timing in ("1", "2")
    )
    assert [found.rule for found in first.findings] == ["X-GC-020"]
    (found,) = final.findings
    assert found.rule == "X-DU-006"
    assert first.name in found.expected


def _timing(pair: PairVerdict) -> str:
    assert pair.facts is not None
    assert pair.facts.guidance is not None
    return pair.facts.guidance.timing


def test_a_wrong_timing_makes_no_double_of_the_final_claim() -> None:
    """A first report whose claim says 2 is returned for that; the right final one is no double."""
    mixed = (a_guidance_result(), a_guidance_claim(guidance_timing="2"))
    rules = rules_of(_check(mixed, _pair(final=True)))
    assert "X-XF-012" in rules
    assert "X-DU-001" not in rules


def _rewritten(change: Callable[[str, bytes], tuple[str, bytes]]) -> Report:
    """The check of a right archive of which every member is changed so."""
    archive, changed = a_guidance_archive([_pair()]), io.BytesIO()
    with ZipFile(io.BytesIO(archive.data)) as source, ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(*change(name, source.read(name)))
    return OfflineCheck(received_at=RECEIVED).check(changed, name=archive.name)


def test_a_result_without_its_person_is_one_cause() -> None:
    """What is not there at all is not compared field by field."""

    def without(name: str, data: bytes) -> tuple[str, bytes]:
        return name, re.sub(rb"<recordTarget>.*</recordTarget>", b"", data, flags=re.DOTALL)

    (pair,) = _rewritten(without).pairs
    assert [cause.main.rule for cause in causes_of(pair.findings)] == ["X-XML-013"]


def test_guidance_under_the_letters_of_checkups_is_judged_as_guidance() -> None:
    """Where names and class differ the claim decides: one fault, not one for every rule."""

    def renamed(name: str, data: bytes) -> tuple[str, bytes]:
        return name.replace("/DATA/g", "/DATA/h").replace("/CLAIMS/p", "/CLAIMS/c"), data

    assert set(rules_of(_rewritten(renamed))) == {"X-ARC-020"}
