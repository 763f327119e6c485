"""What people enter: claims as records, reversal requests of insurers and their refusal.

Source: standards/settlement.md 3.3 (reasons of table 10, 5 years), rulings.md 38.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from daiko.audit import services as audit
from daiko.platform.actors import Actor
from daiko.registry import queries as registry
from daiko.settlement.claim_rows import reversal_row
from daiko.settlement.database import lock_settlement
from daiko.settlement.errors import (
    ClaimUnknown,
    EnteredClaimRefused,
    MonthAlreadyClosed,
    ReversalNotPossible,
    ReversalUnknown,
)
from daiko.settlement.models import Claim, ClaimState, Reversal, SettlementMonth
from daiko.settlement.rows import EnteredClaim, ReversalRow

REVERSAL_LIMIT: Final = timedelta(days=5 * 365)  # kago_limit, settlement.md 3.3
_MOST_NOTE: Final = 100
_MOST_YEN: Final = 999_999_999
_NOW_PENDING: Final = (ClaimState.PAID, ClaimState.HELD)
_WAITS: Final = (ClaimState.CONFIRMED, ClaimState.BILLED, ClaimState.COLLECTED)


@transaction.atomic
def enter_claims(records: Iterable[EnteredClaim], *, by: Actor, at: datetime) -> int:
    """Enter accepted claims of an open month as records; says how many.

    Raises ``EnteredClaimRefused`` (unknown party, used reference, yen out of range) and
    ``MonthAlreadyClosed``; all records are entered or none.
    """
    lock_settlement()
    entered = list(records)
    _refuse_closed_months(entered)
    _refuse_bad(entered)
    Claim.objects.bulk_create(
        [
            Claim(
                entered_reference=record.reference,
                kind=record.kind,
                processing_month=str(record.month),
                insurer_number=record.insurer_number,
                provider_number=record.provider_number,
                unit_total_yen=record.unit_total_yen,
                payment_yen=record.payment_yen,
                other_program_yen=record.other_program_yen,
                claim_yen=record.claim_yen,
                state=ClaimState.ACCEPTED,
            )
            for record in entered
        ],
        batch_size=2_000,
    )
    for month in sorted({record.month for record in entered}):
        mine = [record for record in entered if record.month == month]
        audit.record(
            "settlement.claims.entered",
            str(month),
            by=by,
            at=at,
            claims=len(mine),
            claim_yen=sum(record.claim_yen for record in mine),
        )
    return len(entered)


def _refuse_closed_months(entered: Sequence[EnteredClaim]) -> None:
    for month in {record.month for record in entered}:
        row, _ = SettlementMonth.objects.get_or_create(processing_month=str(month))
        if row.state == SettlementMonth.State.CLOSED:
            raise MonthAlreadyClosed(month=month)


def _refuse_bad(entered: Sequence[EnteredClaim]) -> None:
    insurers = registry.insurers({record.insurer_number for record in entered})
    providers = registry.providers({record.provider_number for record in entered})
    references = [record.reference for record in entered]
    used = set(
        Claim.objects.filter(entered_reference__in=references).values_list(
            "entered_reference", flat=True
        )
    )
    for record in entered:
        amounts = (
            record.unit_total_yen,
            record.payment_yen,
            record.other_program_yen,
            record.claim_yen,
        )
        why = ""
        if record.insurer_number not in insurers:
            why = "保険者が登録されていません (unknown insurer)"
        elif record.provider_number not in providers:
            why = "機関が登録されていません (unknown provider)"
        elif record.kind not in {"checkup", "guidance"}:
            why = "種別は checkup か guidance です (unknown kind)"
        elif not all(0 <= yen <= _MOST_YEN for yen in amounts):
            why = "金額は 0～999,999,999 円です (yen out of range)"
        elif not record.reference or record.reference in used:
            why = "参照番号が空か、使用済みです (reference empty or used)"
        used.add(record.reference)
        if why:
            raise EnteredClaimRefused(reference=record.reference, why=why)


@transaction.atomic
def request_reversal(
    claim_id: int, *, reason: str, by: Actor, at: datetime, note: str = ""
) -> ReversalRow:
    """An insurer takes a settled claim back (過誤), whole, with a reason of table 10.

    A paid or held claim is pending at once; a claim under way is settled once it is paid
    or held (ruling 38). Raises ``ClaimUnknown`` and ``ReversalNotPossible``.
    """
    lock_settlement()
    claim = Claim.objects.select_for_update().filter(id=claim_id).first()
    if claim is None:
        raise ClaimUnknown(claim=claim_id)
    why = _impossible(claim, reason, note, at)
    if why:
        raise ReversalNotPossible(claim=claim_id, why=why)
    if claim.state in _NOW_PENDING:
        claim.state = ClaimState.REVERSAL_PENDING
        claim.save(update_fields=["state"])
    reversal = Reversal.objects.create(
        claim=claim,
        insurer_number=claim.insurer_number,
        provider_number=claim.provider_number,
        amount_yen=claim.claim_yen,
        reason=reason,
        note=note,
        requested_at=at,
        requested_by=str(by),
        state=Reversal.State.REQUESTED,
    )
    audit.record(
        "settlement.reversal.requested",
        str(claim_id),
        by=by,
        at=at,
        reason=reason,
        amount_yen=claim.claim_yen,
    )
    return reversal_row(reversal)


def _impossible(claim: Claim, reason: str, note: str, at: datetime) -> str:
    if reason not in {f"0{number}" for number in range(1, 10)}:
        return "理由は別表10の 01～09 です (reason of table 10)"
    if len(note) > _MOST_NOTE:
        return "補足は 100 文字以内です (note longer than 100)"
    if claim.state not in (*_NOW_PENDING, *_WAITS):
        return f"状態が「{ClaimState(claim.state).label}」です (state {claim.state})"
    if claim.reversals.exclude(state=Reversal.State.REFUSED).exists():
        return "すでに申出があります (requested before)"
    month = SettlementMonth.objects.get(processing_month=claim.processing_month)
    if month.closed_at is not None and at - month.closed_at > REVERSAL_LIMIT:
        return "確定から5年を過ぎています (older than five years)"
    return ""


@transaction.atomic
def refuse_reversal(reversal_id: int, *, by: Actor, at: datetime) -> ReversalRow:
    """The agency does not follow a request; the claim is paid or held as before."""
    lock_settlement()
    reversal = (
        Reversal.objects.select_for_update()
        .filter(id=reversal_id, state__in=[Reversal.State.REQUESTED, Reversal.State.CARRIED])
        .first()
    )
    if reversal is None:
        raise ReversalUnknown(reversal=reversal_id)
    claim = Claim.objects.select_for_update().get(id=reversal.claim_id)
    if claim.state == ClaimState.REVERSAL_PENDING:
        claim.state = ClaimState.HELD if claim.payment_run_id is None else ClaimState.PAID
        claim.save(update_fields=["state"])
    reversal.state = Reversal.State.REFUSED
    reversal.save(update_fields=["state"])
    audit.record("settlement.reversal.refused", str(claim.id), by=by, at=at)
    return reversal_row(reversal)
