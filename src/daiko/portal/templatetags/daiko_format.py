"""How the portal writes amounts, dates and states, in one place.

Source: journeys: amounts as 12,345円, dates as 2026年6月5日(金), a state is a
word as well as a colour. Asia/Tokyo for every time.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Final

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from daiko.checks.rulebook import words

register = template.Library()

RETURN_REASONS: Final[dict[str, tuple[str, str]]] = {  # table 9, settlement.md 3.2
    "01": ("記録形式不備", "record format"),
    "02": ("記録もれ", "missing record"),
    "03": ("健診結果異常", "abnormal result value"),
    "04": ("契約対象外", "not under contract"),
    "05": ("整理番号不備", "card number"),
    "06": ("有効期限外", "outside the card's period"),
    "07": ("窓口負担金額不備", "amount paid at the window"),
    "08": ("取下げ依頼", "withdrawal asked for"),
    "09": ("その他", "other"),
}
_WEEKDAYS: Final = "月火水木金土日"
_DAYS: Final = calendar.day_abbr
_MONTHS: Final = calendar.month_name

STATES: Final[dict[str, tuple[str, str, str]]] = {
    # value → (Japanese word, English word, tone of the label)
    "received": ("受付済", "received", "plain"),
    "checking": ("点検中", "being checked", "caution"),
    "accepted": ("受理", "accepted", "good"),
    "partly_accepted": ("一部返戻", "partly returned", "caution"),
    "refused": ("受付不可", "refused", "bad"),
    "returned": ("返戻", "returned", "bad"),
    "withdrawn": ("取下げ", "withdrawn", "plain"),
    "confirmed": ("確定", "confirmed", "good"),
    "billed": ("請求済", "billed", "good"),
    "collected": ("入金済", "collected", "good"),
    "held": ("保留", "held", "caution"),
    "paid": ("支払済", "paid", "good"),
    "reversal_pending": ("過誤処理中", "reversal pending", "caution"),
    "reversed": ("過誤済", "reversed", "plain"),
    "open": ("受付中", "open", "caution"),
    "closed": ("締め済", "closed", "good"),
    "invoice_draft": ("発行待ち", "not issued yet", "plain"),
    "invoice_issued": ("請求済", "due", "caution"),
    "invoice_part_paid": ("一部入金", "partly paid", "caution"),
    "invoice_paid": ("入金済", "paid", "good"),
    "planned": ("承認待ち", "awaits approval", "caution"),
    "approved": ("承認済", "approved", "good"),
    "file_made": ("振込ファイル作成済", "bank file made", "good"),
    "executed": ("支払済", "paid", "good"),
    "discarded": ("取消", "discarded", "plain"),
    "payee": ("支払先が未登録", "no payee", "caution"),
    "verification": ("口座が未確認", "account not verified", "caution"),
    "account": ("口座がない", "no account", "caution"),
    "reject-archive": ("受付不可", "archive refused", "bad"),
    "reject-document": ("返戻", "returned", "bad"),
    "warning": ("警告", "warning", "caution"),
    "note": ("参考", "note", "plain"),
    "confirmed_basis": ("確認済", "confirmed", "good"),
    "assumed": ("推定", "assumed", "plain"),
    "pending": ("承認待ち", "waits for approval", "caution"),
    "needs_approval": ("別の人の承認が必要", "needs a second person", "caution"),
    "rejected": ("却下", "rejected", "plain"),
    "expired": ("期限切れ", "expired", "plain"),
    "checkup": ("特定健診", "checkup", "plain"),
    "guidance": ("特定保健指導", "guidance", "plain"),
    "done": ("実行", "done", "good"),
    "failed": ("失敗", "failed", "bad"),
    "fetched": ("取得済", "fetched", "good"),
    "not_fetched": ("未取得", "not fetched yet", "caution"),
    "opening_waits": ("承認待ち", "waits for approval", "caution"),
    "opening_planned": ("承認済", "approved", "good"),
    "opening_open": ("利用中", "open", "bad"),
    "opening_over": ("終了", "over", "plain"),
    "opening_refused": ("承認せず", "refused", "plain"),
    "opening_expired": ("期限切れ", "expired", "plain"),
    "works": ("有効", "works", "good"),
    "revoked": ("失効", "revoked", "bad"),
    "certificate_revoked": ("証明書が失効", "certificate revoked", "bad"),
    "sound": ("異常なし", "sound", "good"),
    "damaged": ("異常あり", "damaged", "bad"),
    "matches": ("＝ 一致", "= equal", "good"),
    "differs": ("≠ 不一致", "≠ different", "bad"),
}


def _is_english() -> bool:
    return get_language() == "en"


@register.filter
def yen(amount_yen: int | None) -> str:
    """12345 → 12,345円 (12,345 yen); nothing → a dash."""
    if amount_yen is None:
        return "–"
    return f"{amount_yen:,} yen" if _is_english() else f"{amount_yen:,}円"


@register.filter
def count(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in Asia/Tokyo: 2026年6月5日(金), 5 June 2026 (Fri)."""
    if value is None:
        return "–"
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    if _is_english():
        return f"{on.day} {_MONTHS[on.month]} {on.year} ({_DAYS[on.weekday()]})"
    return f"{on.year}年{on.month}月{on.day}日({_WEEKDAYS[on.weekday()]})"


@register.filter
def moment(value: datetime | None) -> str:
    """A time in Asia/Tokyo: 2026年6月5日(金) 09:05."""
    return "–" if value is None else f"{day(value)} {timezone.localtime(value):%H:%M}"


@register.filter
def second(value: datetime) -> str:
    """A time in Asia/Tokyo to the second, for records: 2026-06-05 09:05:07."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"


@register.filter
def month_name(value: object) -> str:
    """2026-06 → 2026年6月, June 2026."""
    year, number = str(value).split("-")
    return f"{_MONTHS[int(number)]} {year}" if _is_english() else f"{year}年{int(number)}月"


_BOTH: Final = re.compile(r"(.*?[^\x00-\x7f])\s+([a-z].*)")


@register.filter
def in_tongue(label: str) -> str:
    """One language of a label that has both: Japanese first, English after it.

    >>> in_tongue("台帳 手数料収入 ledger")
    '台帳 手数料収入'
    """
    both = _BOTH.fullmatch(label)
    return label if both is None else both.group(2 if _is_english() else 1)


@register.filter
def state_word(value: object) -> str:
    """What a state is called in the language of the page; an unknown one by its code."""
    japanese, english, _ = STATES.get(str(value).lower(), (str(value), str(value), ""))
    return english if _is_english() else japanese


@register.filter
def state_tone(value: object) -> str:
    return STATES.get(str(value).lower(), ("", "", "plain"))[2]


@register.filter
def return_reason(code: str | None) -> str:
    """06 → 06 有効期限外 (06 outside the card's period); none → a dash."""
    if not code:
        return "–"
    japanese, english = RETURN_REASONS.get(code, ("", ""))
    return f"{code} {english if _is_english() else japanese}".strip()


@register.filter
def rule_message(rule: str) -> str:
    """What a rule says when it is broken, in the language of the page."""
    found = words(rule)
    return found.message_en if _is_english() else found.message_ja


@register.filter
def rule_remedy(rule: str) -> str:
    """What to do about it, in the language of the page."""
    found = words(rule)
    return found.remedy_en if _is_english() else found.remedy_ja
