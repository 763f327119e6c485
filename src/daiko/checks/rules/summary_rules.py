"""Rules of the summary: X-SU-001 to 008, and the service class of all claims X-XF-014.

Source: checks.csv; archive-and-xml.md 3. The sums of the claims were taken while they
were read; where one claim has no readable amount the sums prove nothing and the
engine lists ``SUM_RULES`` as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.layout import SUMMARY_FILE
from daiko.checks.rulebook import rule
from daiko.checks.subjects import ArchiveSubject
from daiko.checks.values import yen

SUM_RULES: Final = ("X-SU-003", "X-SU-004", "X-SU-005", "X-SU-006", "X-SU-007")


def _finding(rule_id: str, element: str, found: str | None, expected: str) -> Finding:
    return Finding(
        rule_id, at=f"summary/{element}", found=found or "", expected=expected,
        document=SUMMARY_FILE,
    )  # fmt: skip


@rule("X-SU-001")
def class_is_that_of_the_index(archive: ArchiveSubject) -> Iterator[Finding]:
    """The service class of the summary is that of the index."""
    summary, index = archive.summary, archive.index
    if summary is None or index is None:
        return
    if summary.service_event_type != index.service_event_type:
        yield _finding(
            "X-SU-001",
            "serviceEventType/@code",
            summary.service_event_type,
            index.service_event_type or "",
        )


@rule("X-SU-002")
def persons_are_counted(archive: ArchiveSubject) -> Iterator[Finding]:
    """The number of persons is the number of files in DATA."""
    if archive.summary is None:
        return
    text, counted = archive.summary.subject_count, len(archive.layout.data)
    if yen(text) != counted:
        yield _finding("X-SU-002", "totalSubjectCount/@value", text, str(counted))


@rule("X-SU-003")
def cost_is_the_sum(archive: ArchiveSubject) -> Iterator[Finding]:
    """Total cost: sum of the claims' unit totals."""
    found = archive.summary.total_cost if archive.summary else None
    yield from _sum(archive, "X-SU-003", "totalCostAmount", found, archive.totals.unit_total_yen)


@rule("X-SU-004")
def payment_is_the_sum(archive: ArchiveSubject) -> Iterator[Finding]:
    """Total paid at the window: sum of the claims' payments."""
    found = archive.summary.total_payment if archive.summary else None
    yield from _sum(archive, "X-SU-004", "totalPaymentAmount", found, archive.totals.payment_yen)


@rule("X-SU-005")
def other_programmes_are_the_sum(archive: ArchiveSubject) -> Iterator[Finding]:
    """Total borne by other programmes; absent counts as 0."""
    found = archive.summary.total_other_program if archive.summary else None
    total_yen = archive.totals.other_program_yen
    if found is None and total_yen == 0:
        return
    yield from _sum(archive, "X-SU-005", "totalPaymentByOtherProgram", found, total_yen)


@rule("X-SU-006")
def claim_is_the_sum(archive: ArchiveSubject) -> Iterator[Finding]:
    """Total claimed: sum of the claims' amounts."""
    found = archive.summary.total_claim if archive.summary else None
    yield from _sum(archive, "X-SU-006", "totalClaimAmount", found, archive.totals.claim_yen)


def _sum(
    archive: ArchiveSubject, rule_id: str, element: str, found: str | None, total_yen: int
) -> Iterator[Finding]:
    if archive.summary is None or archive.totals.unreadable:
        return
    if yen(found) != total_yen:
        yield _finding(rule_id, f"{element}/@value", found, str(total_yen))


@rule("X-SU-007")
def totals_agree_with_each_other(archive: ArchiveSubject) -> Iterator[Finding]:
    """Cost less payment less other programmes is the claim.

    A claim that is wrong in itself carries its own finding and is returned alone
    (ruling 11): only what the claims do not explain is found here.
    """
    summary, totals = archive.summary, archive.totals
    if summary is None or totals.unreadable:
        return
    cost_yen, paid_yen = yen(summary.total_cost), yen(summary.total_payment)
    other_yen = 0 if summary.total_other_program is None else yen(summary.total_other_program)
    claim_yen = yen(summary.total_claim)
    if cost_yen is None or paid_yen is None or other_yen is None or claim_yen is None:
        return
    expected_yen = cost_yen - paid_yen - other_yen
    of_claims_yen = totals.unit_total_yen - totals.payment_yen - totals.other_program_yen
    if claim_yen - expected_yen != totals.claim_yen - of_claims_yen:
        yield _finding(
            "X-SU-007", "totalClaimAmount/@value", summary.total_claim, str(expected_yen)
        )


@rule("X-SU-008")
def currency_is_yen(archive: ArchiveSubject) -> Iterator[Finding]:
    """Every currency that is written is JPY."""
    for currency in archive.summary.currencies if archive.summary else ():
        if currency != "JPY":
            yield _finding("X-SU-008", "*/@currency", currency, "JPY")


@rule("X-XF-014")
def class_is_the_same_everywhere(archive: ArchiveSubject) -> Iterator[Finding]:
    """Every claim has the service class of the index (else of the name)."""
    index, name = archive.index, archive.parsed_name
    wanted = index.service_event_type if index else name.service_event_type if name else None
    if wanted is None:
        return
    for code, path in archive.totals.first_of_event_type.items():
        if code != wanted:
            count = archive.totals.service_event_types[code]
            yield Finding(
                "X-XF-014",
                at=f"{_claim_root(path)}/encounter/serviceEventType/@code",
                found=f"{code} (× {count})" if count > 1 else code,
                expected=wanted,
                document=path,
            )


def _claim_root(path: str) -> str:
    """Root element of a claim by its file name: p is guidance."""
    is_guidance = path.rpartition("/")[2].startswith("p")
    return "healthGuidanceClaim" if is_guidance else "checkupClaim"
