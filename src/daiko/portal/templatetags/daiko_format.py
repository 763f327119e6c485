"""How the portal writes amounts, dates and states, in one place.

Source: journeys: amounts as 12,345円, dates as 2026年6月5日(金), a state is a
word as well as a colour. Asia/Tokyo for every time.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django import template
from django.utils import timezone

from daiko.checks.rulebook import words

register = template.Library()

RETURN_REASONS: Final[dict[str, str]] = {  # table 9, settlement.md 3.2
    "01": "記録形式不備",
    "02": "記録もれ",
    "03": "健診結果異常",
    "04": "契約対象外",
    "05": "整理番号不備",
    "06": "有効期限外",
    "07": "窓口負担金額不備",
    "08": "取下げ依頼",
    "09": "その他",
}
_WEEKDAYS: Final = "月火水木金土日"

STATES: Final[dict[str, tuple[str, str]]] = {
    # value → (Japanese word, tone of the label)
    "received": ("受付済", "plain"),
    "checking": ("点検中", "caution"),
    "accepted": ("受理", "good"),
    "partly_accepted": ("一部返戻", "caution"),
    "refused": ("受付不可", "bad"),
    "returned": ("返戻", "bad"),
    "withdrawn": ("取下げ", "plain"),
    "confirmed": ("確定", "good"),
    "billed": ("請求済", "good"),
    "collected": ("入金済", "good"),
    "held": ("保留", "caution"),
    "paid": ("支払済", "good"),
    "reversal_pending": ("過誤処理中", "caution"),
    "reversed": ("過誤済", "plain"),
    "open": ("受付中", "caution"),
    "closed": ("締め済", "good"),
    "invoice_draft": ("発行待ち", "plain"),
    "invoice_issued": ("請求済", "caution"),
    "invoice_part_paid": ("一部入金", "caution"),
    "invoice_paid": ("入金済", "good"),
    "planned": ("承認待ち", "caution"),
    "approved": ("承認済", "good"),
    "file_made": ("振込ファイル作成済", "good"),
    "executed": ("支払済", "good"),
    "discarded": ("取消", "plain"),
    "payee": ("支払先が未登録", "caution"),
    "verification": ("口座が未確認", "caution"),
    "account": ("口座がない", "caution"),
    "reject-archive": ("受付不可", "bad"),
    "reject-document": ("返戻", "bad"),
    "warning": ("警告", "caution"),
    "note": ("参考", "plain"),
    "confirmed_basis": ("確認済", "good"),
    "assumed": ("推定", "plain"),
}


@register.filter
def yen(amount_yen: int | None) -> str:
    """12345 → 12,345円; nothing → a dash that screen readers skip."""
    return "–" if amount_yen is None else f"{amount_yen:,}円"


@register.filter
def count(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in Asia/Tokyo: 2026年6月5日(金)."""
    if value is None:
        return "–"
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日({_WEEKDAYS[on.weekday()]})"


@register.filter
def moment(value: datetime | None) -> str:
    """A time in Asia/Tokyo: 2026年6月5日(金) 09:05."""
    return "–" if value is None else f"{day(value)} {timezone.localtime(value):%H:%M}"


@register.filter
def month_name(value: str) -> str:
    """2026-06 → 2026年6月."""
    year, number = value.split("-")
    return f"{year}年{int(number)}月"


@register.filter
def state_word(value: str) -> str:
    return STATES.get(str(value).lower(), (str(value), "plain"))[0]


@register.filter
def state_tone(value: str) -> str:
    return STATES.get(str(value).lower(), ("", "plain"))[1]


@register.filter
def return_reason(code: str | None) -> str:
    """06 → 06 有効期限外; none → a dash."""
    return f"{code} {RETURN_REASONS.get(code, '')}".strip() if code else "–"


@register.filter
def rule_message(rule: str) -> str:
    """What a rule says when it is broken, in Japanese."""
    return words(rule).message_ja


@register.filter
def rule_remedy(rule: str) -> str:
    """What to do about it, in Japanese."""
    return words(rule).remedy_ja
