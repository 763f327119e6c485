"""Values of the settlement as other rooms see them: months, invoices, payments, proofs.

Yen are integers; days are Asia/Tokyo; moments are aware. Source: standards/settlement.md 5
(fields of the papers), rulings.md 41 (what proves what).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from daiko.money.calendar import ProcessingMonth


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One comparison of two sums that come from different places."""

    name_ja: str
    name_en: str
    left_label: str
    left_yen: int
    right_label: str
    right_yen: int

    @property
    def holds(self) -> bool:
        return self.left_yen == self.right_yen


@dataclass(frozen=True, slots=True)
class Proof:
    """All lines of a proof (ruling 41)."""

    subject: str
    lines: tuple[ProofLine, ...]

    @property
    def balanced(self) -> bool:
        return all(line.holds for line in self.lines)

    @property
    def failing(self) -> tuple[ProofLine, ...]:
        return tuple(line for line in self.lines if not line.holds)


LedgerVerification = Proof


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A processing month. ``fee_yen`` and the sums stand from the close on."""

    month: ProcessingMonth
    state: str  # open | closed
    closed_at: datetime | None
    closed_by: str
    close_on: date | None
    invoice_on: date | None
    due_on: date | None
    pay_on: date | None
    invoices_issued: bool
    claims: int
    claim_yen: int
    fee_yen: int
    reversed_count: int
    reversed_yen: int
    cancelled_count: int
    cancelled_yen: int
    carried_count: int
    carried_yen: int
    invoiced_yen: int
    collected_yen: int
    paid_yen: int


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """What a close did, or would do (``is_preview``)."""

    month: ProcessingMonth
    is_preview: bool
    closed_at: datetime
    claims: int
    claim_yen: int
    insurers: int
    providers: int
    fee_yen: int
    reversed_count: int
    reversed_yen: int
    cancelled_count: int
    cancelled_yen: int
    carried_count: int
    carried_yen: int
    invoiced_yen: int
    proof: Proof

    @property
    def payable_yen(self) -> int:
        """What the month adds to the providers' payables."""
        return self.claim_yen - self.reversed_yen - self.cancelled_yen


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its money state. ``reference`` is that of an entered record."""

    id: int
    document_id: int | None
    reference: str | None
    kind: str
    month: ProcessingMonth
    reception_order: int | None
    insurer_number: str
    provider_number: str
    unit_total_yen: int
    payment_yen: int
    other_program_yen: int
    claim_yen: int
    state: str
    payment_run_id: int | None


@dataclass(frozen=True, slots=True)
class EnteredClaim:
    """A claim entered as a record: guidance until its XML is read, or a paper claim.

    ``reference`` names it once and for all; for guidance ``unit_total_yen`` is the
    calculated amount (算定金額). Order of reception: after the archives of the month.
    """

    reference: str
    month: ProcessingMonth
    kind: str  # checkup | guidance
    insurer_number: str
    provider_number: str
    unit_total_yen: int
    payment_yen: int
    other_program_yen: int
    claim_yen: int


@dataclass(frozen=True, slots=True)
class ConfirmedTotals:
    """Documents of reception that a month confirmed (entered records have none)."""

    documents: int
    claim_yen: int


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """払込請求書. ``missing_yen`` is what is still to come."""

    id: int
    number: str
    month: ProcessingMonth
    insurer_number: str
    remitter_code: str
    claims: int
    claims_yen: int
    fee_unit_yen: int
    tax_rate_percent: int
    fee_yen: int
    tax_inside_yen: int
    credit_brought_yen: int
    credit_new_yen: int
    credit_applied_yen: int
    credit_carried_yen: int
    total_yen: int
    issued_on: date
    due_on: date
    state: str
    paid_yen: int
    cancelled_yen: int

    @property
    def missing_yen(self) -> int:
        return self.total_yen - self.paid_yen - self.cancelled_yen


@dataclass(frozen=True, slots=True)
class CreditTransferRow:
    """A carried credit of a dissolved insurer that a close gave to the one in its place."""

    from_insurer: str
    to_insurer: str
    invoice_number: str  # the last one of the dissolved insurer, which carried it over
    amount_yen: int


@dataclass(frozen=True, slots=True)
class OpenCredit:
    """A carried credit of an insurer that ended and in whose place nobody stands."""

    insurer_number: str
    name: str
    ended_on: date
    invoice_number: str
    amount_yen: int


@dataclass(frozen=True, slots=True)
class Collection:
    """What an import of incoming money did. A repeated notice or file counts nothing."""

    file_name: str
    sha256: str
    repeated: bool
    notices: int
    matched: int
    unmatched: int
    cancelled: int
    known: int  # notices that an earlier file brought already
    matched_yen: int
    suspense_yen: int


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice of incoming money; with ``suspense_yen`` it waits for a clerk (仮受金)."""

    id: int
    booked_on: date
    inquiry_number: str
    amount_yen: int
    remitter_code: str
    remitter_name: str
    is_cancel: bool
    state: str
    suspense_yen: int


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """A payment run and where it stands."""

    id: int
    month: ProcessingMonth
    pay_on: date
    state: str
    planned_by: str
    planned_at: datetime
    approvals: tuple[str, ...]
    transfers: int
    total_yen: int
    file_name: str
    file_key: str
    file_sha256: str
    sample_account: bool
    executed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One provider in a run: the values of 支払額決定通知書 (ruling 41).

    ``waits_for``: "" or why nothing is transferred: payee, verification, account.
    """

    run_id: int
    provider_number: str
    payee_number: str
    waits_for: str
    confirmed: int
    confirmed_yen: int
    brought_yen: int
    reversed_count: int
    reversed_yen: int
    cancelled_yen: int
    carried_yen: int
    payable_yen: int
    paid_claims: int
    released_yen: int
    held_yen: int
    waiting_yen: int
    shortfall_yen: int
    recovered_yen: int
    paid_yen: int


@dataclass(frozen=True, slots=True)
class BankFile:
    """The transfer file (総合振込) of a run, in the object store under ``key``.

    ``is_sample``: written with the sample account of the desk profile; no bank takes it.
    """

    run_id: int
    key: str
    sha256: str
    file_name: str
    records: int
    total_yen: int
    transfer_on: date
    is_sample: bool


@dataclass(frozen=True, slots=True)
class AgencyAccount:
    """The agency as its bank knows it, in Zengin characters."""

    remitter_code: str
    remitter_name: str
    bank_number: str
    bank_kana: str
    branch_number: str
    branch_kana: str
    account_type: str
    account_number: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class ReversalRow:
    """A reversal request (過誤) and what became of it."""

    id: int
    claim_id: int
    document_id: int | None
    reference: str | None
    insurer_number: str
    provider_number: str
    amount_yen: int
    reason: str
    note: str
    requested_at: datetime
    state: str
    kind: str
    settled_month: str
