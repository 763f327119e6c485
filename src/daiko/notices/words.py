"""Words and figures of papers: era dates, reasons of table 9, claim types, sexes.

Source: standards/administrative-checks.md 2 and 3 (table 9), guidance.md 3 (table 11),
journeys.md (era on papers). Pure.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from daiko.platform.clock import TOKYO

_ERAS: Final = (  # first day, name
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1873, 1, 1), "明治"),  # the Gregorian calendar begins with Meiji 6
)
_ERA_STARTS: Final = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
_WEEKDAYS: Final = "月火水木金土日"

RETURN_REASONS: Final = {
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
CLAIM_TYPES: Final = {
    "1": "基本",
    "2": "基本＋詳細",
    "3": "基本＋追加",
    "4": "基本＋詳細＋追加",
    "5": "人間ドック",
}
GUIDANCE_LEVELS: Final = {
    "1": "積極的支援",
    "2": "動機付け支援",
    "3": "動機付け支援相当",
    "4": "その他",
}
GUIDANCE_TIMINGS: Final = {
    "1": "開始時",
    "2": "実績評価時",
    "3": "途中終了時",
    "4": "その他",
    "5": "初回未完了",
}
SEXES: Final = {"1": "男", "2": "女"}
SEVERITIES: Final = {
    "reject-archive": "受付不可",
    "reject-document": "返戻",
    "warning": "警告",
    "note": "参考",
}
STATES: Final = {
    "accepted": "受理",
    "partly_accepted": "一部返戻",
    "refused": "受付不可",
}


def era_year(day: date) -> str:
    """The year in its era; the first year of an era is 元年.

    >>> era_year(date(2026, 6, 5)), era_year(date(2019, 5, 1)), era_year(date(1989, 1, 7))
    ('令和8年', '令和元年', '昭和64年')
    """
    for first, era in _ERAS:
        if day >= first:
            year = day.year - _ERA_STARTS[era] + 1
            return f"{era}元年" if year == 1 else f"{era}{year}年"
    return f"{day.year}年"


def era_date(day: date) -> str:
    """A day as papers write it.

    >>> era_date(date(2026, 6, 5))
    '令和8年6月5日'
    """
    return f"{era_year(day)}{day.month}月{day.day}日"


def era_day_of_week(day: date) -> str:
    """
    >>> era_day_of_week(date(2026, 6, 5))
    '令和8年6月5日(金)'
    """
    return f"{era_date(day)}({_WEEKDAYS[day.weekday()]})"


def era_moment(at: datetime) -> str:
    """A moment in Asia/Tokyo: 令和8年6月5日(金) 12時00分."""
    local = at.astimezone(TOKYO)
    return f"{era_day_of_week(local.date())} {local:%H時%M分}"


def era_month(month: str) -> str:
    """
    >>> era_month("2026-06")
    '令和8年6月'
    """
    first = date(int(month[:4]), int(month[5:]), 1)
    return f"{era_year(first)}{first.month}月"


def stated_date(text: str) -> str:
    """A day of a document (YYYYMMDD) in its era; what is no day stays as it stands.

    >>> stated_date("19700516"), stated_date("19700231"), stated_date("")
    ('昭和45年5月16日', '19700231', '')
    """
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return text
    try:
        return era_date(date(int(text[:4]), int(text[4:6]), int(text[6:])))
    except ValueError:
        return text


def iso_stated(text: str) -> str:
    """
    >>> iso_stated("19700516"), iso_stated("x")
    ('1970-05-16', 'x')
    """
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text


def iso_moment(at: datetime) -> str:
    """A moment in Asia/Tokyo for programs: 2026-06-05T12:00:00+09:00."""
    return at.astimezone(TOKYO).isoformat(timespec="seconds")


def yen(amount_yen: int) -> str:
    """
    >>> yen(12345)
    '12,345円'
    """
    return f"{amount_yen:,}円"


def reason_name(code: str) -> str:
    """Code and name of table 9.

    >>> reason_name("06"), reason_name("")
    ('06 有効期限外', '')
    """
    return f"{code} {RETURN_REASONS.get(code, '')}".strip()


def named(names: dict[str, str], code: str) -> str:
    """The name of a code; a code without one as it stands.

    >>> named(SEXES, "2"), named(SEXES, "9"), named(SEXES, "")
    ('女', '9', '')
    """
    return names.get(code, code)
