"""Refused operations of the settlement room."""

from __future__ import annotations

from daiko.platform.errors import Refused


class MonthAlreadyClosed(Refused):
    """Processing month {month} is closed; what comes later belongs to the open month."""

    code = "month-already-closed"
    status = 409
    message_ja = "処理月 {month} は締め済みです。以後の分は次の処理月で扱います。"


class MonthNotClosed(Refused):
    """Processing month {month} is not closed yet."""

    code = "month-not-closed"
    status = 409
    message_ja = "処理月 {month} はまだ締められていません。"


class EarlierMonthOpen(Refused):
    """Month {earlier} still has claims and is open; close it before {month}."""

    code = "earlier-month-open"
    status = 409
    message_ja = "処理月 {earlier} に未締めの請求があります。{month} より先に締めてください。"


class LaterMonthClosed(Refused):
    """Month {later} is closed already; {month} can no longer be done before it."""

    code = "later-month-closed"
    status = 409
    message_ja = "後の処理月 {later} が締め済みのため、{month} は処理できません。"


class CutoffNotReached(Refused):
    """The cutoff of {month} is {cutoff_on}; the month can be closed from the day after."""

    code = "cutoff-not-reached"
    status = 409
    message_ja = "{month} の締切日は {cutoff_on} です。締めはその翌日から行えます。"


class CalendarNotConfirmed(Refused):
    """The calendar of {month} is not confirmed; load calendar.csv first."""

    code = "calendar-not-confirmed"
    status = 409
    message_ja = "{month} の処理日程が確定していません。calendar.csv を登録してください。"


class ProofFails(Refused):
    """The proof of {subject} does not hold: {lines}. Nothing was changed."""

    code = "proof-fails"
    status = 500
    message_ja = "{subject} の検算が一致しません：{lines}。何も変更していません。"


class EarlierMonthNotInvoiced(Refused):
    """The invoices of {earlier} are not issued; issue them before those of {month}."""

    code = "earlier-month-not-invoiced"
    status = 409
    message_ja = "{earlier} の請求書が未発行です。{month} より先に発行してください。"


class InvoicesNotIssued(Refused):
    """The invoices of {month} are not issued yet."""

    code = "invoices-not-issued"
    status = 409
    message_ja = "{month} の請求書が未発行です。先に発行してください。"


class EnteredClaimRefused(Refused):
    """Claim {reference} cannot be entered: {why}."""

    code = "entered-claim-refused"
    status = 422
    message_ja = "請求 {reference} は登録できません：{why}"


class NoticeFileUnreadable(Refused):
    """{file_name} is no incoming money file (振込入金通知): {problems}."""

    code = "notice-file-unreadable"
    status = 422
    message_ja = "{file_name} は振込入金通知として読めません：{problems}"


class NotOurAccount(Refused):
    """{file_name} tells of another bank account than the agency's."""

    code = "not-our-account"
    status = 422
    message_ja = "{file_name} は当機関の口座の入金通知ではありません。"


class SuspenseNotApplicable(Refused):
    """Notice {notice} cannot be applied to invoice {invoice}: {why}."""

    code = "suspense-not-applicable"
    status = 409
    message_ja = "入金 {notice} を請求書 {invoice} に充当できません：{why}"


class RunUnderWay(Refused):
    """Payment run {run_id} of {month} is under way; end or discard it first."""

    code = "run-under-way"
    status = 409
    message_ja = (
        "支払処理 {run_id}（{month}）が進行中です。完了または取り消してからにしてください。"
    )


class NothingToPay(Refused):
    """Nothing of {month} waits for payment."""

    code = "nothing-to-pay"
    status = 409
    message_ja = "{month} に支払いの対象はありません。"


class RunUnknown(Refused):
    """There is no payment run {run_id}."""

    code = "run-unknown"
    status = 404
    message_ja = "支払処理 {run_id} はありません。"


class RunInOtherState(Refused):
    """Payment run {run_id} is {state}, which does not allow this step."""

    code = "run-in-other-state"
    status = 409
    message_ja = "支払処理 {run_id} は現在「{state}」のため、この操作はできません。"


class ApprovedBefore(Refused):
    """{name} has approved run {run_id} already; a second person must approve."""

    code = "approved-before"
    status = 409
    message_ja = "{name} は支払処理 {run_id} を承認済みです。もう一人の承認が必要です。"


class PersonsApprove(Refused):
    """Payment runs are approved by persons, not by {name}."""

    code = "persons-approve"
    status = 403
    message_ja = "支払処理の承認は担当者が行います（{name} は承認できません）。"


class TransferCutPassed(Refused):
    """The bank took files for {pay_on} until {cut}; discard run {run_id} and plan again."""

    code = "transfer-cut-passed"
    status = 409
    message_ja = (
        "{pay_on} 振込分の銀行受付は {cut} までです。支払処理 {run_id} を取り消して作り直して"
        "ください。"
    )


class AgencyAccountMissing(Refused):
    """No bank account of the agency holds on {day}; register one first."""

    code = "agency-account-missing"
    status = 409
    message_ja = "{day} に有効な振込依頼人口座が登録されていません。"


class AgencyAccountUnusable(Refused):
    """A bank would refuse this account of the agency: {problems}."""

    code = "agency-account-unusable"
    status = 422
    message_ja = "この振込依頼人口座は銀行ファイルに書けません：{problems}"


class ClaimUnknown(Refused):
    """There is no claim {claim}."""

    code = "claim-unknown"
    status = 404
    message_ja = "請求 {claim} はありません。"


class ReversalNotPossible(Refused):
    """Claim {claim} cannot be reversed: {why}."""

    code = "reversal-not-possible"
    status = 409
    message_ja = "請求 {claim} の過誤申出はできません：{why}"


class RepaymentNotApplicable(Refused):
    """Notice {notice} cannot settle reversal {reversal}: no demand, or too little in suspense."""

    code = "repayment-not-applicable"
    status = 409
    message_ja = (
        "入金 {notice} で過誤申出 {reversal} の返還は処理できません。返還請求中でないか、"
        "仮受金が足りません。"
    )


class ReversalUnknown(Refused):
    """There is no open reversal request {reversal}."""

    code = "reversal-unknown"
    status = 404
    message_ja = "処理中の過誤申出 {reversal} はありません。"
