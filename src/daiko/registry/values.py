"""Readers of single CSV fields: text to value, or why not and what to do.

Source: standards/actors-and-contracts.md 2 (numbers), 4 and 5 (cards, columns);
settlement.md 1 (yen, rates) and 6 (Zengin characters); rulings.md 34.
Pure: no Django, no settings. Whole rows are judged in ``tables.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from daiko.checks.rulebook import UnknownRuleError, rule_row
from daiko.checks.values import comparable
from daiko.money.zengin_characters import bank_problems, name_problems, to_half_width
from daiko.standard.identifiers import pad_insurer_number

Read = Callable[[str], Any]
_DAY: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
MOST_YEN: Final = 999_999_999
MOST_TERMS_YEN: Final = 999_999  # copayments and limits of a card have six digits


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in Japanese and English."""

    ja: str
    en: str


CORRECT: Final = Words("正しい値に直してください。", "Correct the value.")
EXCEL: Final = Words(
    "表計算ソフトで先頭の0が消えていないか確かめ、文字列として入力してください。",
    "Check that the spreadsheet did not drop leading zeros; enter the value as text.",
)


class BadValueError(Exception):
    """A field that cannot be read: what was expected, and what to do."""

    def __init__(self, expected: Words, remedy: Words = CORRECT) -> None:
        self.expected = expected
        self.remedy = remedy
        super().__init__(expected.en)


def text(most: int) -> Read:
    """Up to ``most`` characters without control characters."""
    expected = Words(f"{most}文字以内", f"at most {most} characters")

    def read(value: str) -> str:
        if _CONTROL.search(value):
            raise BadValueError(
                Words("制御文字(改行、タブなど)のない文字列", "text without control characters")
            )
        if len(value) > most:
            raise BadValueError(expected)
        return value

    return read


def evened(most: int) -> Read:
    """Text with widths and blanks evened out, as the check compares it.

    >>> evened(20)("１２　３")
    '123'
    """
    whole = text(most)

    def read(value: str) -> str:
        return comparable(whole(value)) or ""

    return read


def digits(count: int) -> Read:
    """Exactly ``count`` half-width digits, kept as text."""
    pattern = re.compile(f"[0-9]{{{count}}}", re.ASCII)
    expected = Words(f"半角数字{count}桁", f"{count} digits")

    def read(value: str) -> str:
        if pattern.fullmatch(value) is None:
            raise BadValueError(expected, EXCEL)
        return value

    return read


_EIGHT: Final = digits(8)


def insurer_number(value: str) -> str:
    """Eight digits; older six digit numbers are padded with zeros.

    >>> insurer_number("138024"), insurer_number("06132013")
    ('00138024', '06132013')
    """
    padded = pad_insurer_number(value) if len(value) == 6 else value
    return str(_EIGHT(padded))


def office_number(value: str) -> str:
    """00 for the head office, 01 to 47 for the branch of a prefecture.

    >>> office_number("13")
    '13'
    """
    if not (value.isascii() and value.isdigit() and len(value) == 2 and int(value) <= 47):
        raise BadValueError(
            Words("00（本部）または01〜47（都道府県の支部）", "00 head office, or 01 to 47"), EXCEL
        )
    return value


AGENCY: Final = "agency"


def receiver(value: str) -> str:
    """The agency as a whole, or the number of an insurer."""
    try:
        return value if value == AGENCY else insurer_number(value)
    except BadValueError:
        raise BadValueError(
            Words("agency または保険者番号8桁", "agency, or an insurer number of 8 digits"), EXCEL
        ) from None


def rule(value: str) -> str:
    """The id of a rule of the check."""
    try:
        return rule_row(value).id
    except UnknownRuleError:
        raise BadValueError(
            Words("規則集にある規則の番号（例 X-CC-028）", "a rule of the rule book, e.g. X-CC-028")
        ) from None


def choice(*allowed: str) -> Read:
    """One of the words."""
    listed = " / ".join(allowed)

    def read(value: str) -> str:
        if value not in allowed:
            raise BadValueError(Words(f"次のいずれか: {listed}", f"one of: {listed}"))
        return value

    return read


def words(*allowed: str) -> Read:
    """A blank-separated set of words, at least one; sorted as the list allows them."""
    listed = " ".join(allowed)

    def read(value: str) -> tuple[str, ...]:
        given = value.split()
        if not given or len(set(given)) != len(given) or not set(given) <= set(allowed):
            raise BadValueError(
                Words(
                    f"空白で区切った次の語の組(重複なし): {listed}",
                    f"blank-separated words, none twice, out of: {listed}",
                )
            )
        return tuple(word for word in allowed if word in given)

    return read


@lru_cache(maxsize=100_000)
def day(value: str) -> date:
    """YYYY-MM-DD or YYYYMMDD that is a day of the calendar.

    >>> day("2026-06-05") == day("20260605")
    True
    """
    expected = Words(
        "暦にある日付 YYYY-MM-DD または YYYYMMDD", "a calendar day, YYYY-MM-DD or YYYYMMDD"
    )
    match = _DAY.fullmatch(value)
    if match is None or value.count("-") == 1:
        raise BadValueError(expected)
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise BadValueError(expected) from None


def number(least: int, most: int) -> Read:
    """A whole number of digits only, within bounds."""
    expected = Words(f"{least:,}から{most:,}までの整数", f"a whole number from {least} to {most}")

    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit()) or len(value) > 9:
            raise BadValueError(expected)
        if not least <= int(value) <= most:
            raise BadValueError(expected)
        return int(value)

    return read


yen = number(0, MOST_YEN)


def limit_yen(value: str) -> int:
    """The insurer's limit in yen; none is an empty field, 0 is refused (ruling 34)."""
    if value.isascii() and value.isdigit() and int(value) == 0:
        raise BadValueError(
            Words("1円以上、上限がなければ空欄", "at least 1 yen; empty for no limit"),
            Words(
                "0は「上限なし」と「全額本人負担」の二通りに読めます。上限がなければ空欄にしてください。",
                "0 can mean no limit or nothing borne; leave the field empty for no limit.",
            ),
        )
    return int(number(1, MOST_TERMS_YEN)(value))


_SIX: Final = digits(6)


def terms_value(value: str) -> int:
    """Six digits: yen of a fixed copayment, or a rate (030000 = 30 %)."""
    return int(_SIX(value))


def holder_kana(value: str) -> str:
    """Account holder as it stands in a bank file: half width, Zengin characters, 30."""
    half = to_half_width(value)
    problems = name_problems(half)
    if problems:
        raise BadValueError(
            Words("全銀で使える文字30字以内の口座名義", "at most 30 Zengin characters"),
            Words(
                f"通帳の口座名義カナのとおりに入力してください({'; '.join(problems)})。",
                f"Enter the holder as on the passbook ({'; '.join(problems)}).",
            ),
        )
    return half


def bank_kana(value: str) -> str:
    """Bank or branch name as it stands in a bank file, 15 characters."""
    half = to_half_width(value)
    problems = bank_problems(half)
    if problems:
        raise BadValueError(
            Words("全銀で使える文字15字以内の銀行名・支店名", "at most 15 Zengin characters"),
            Words(f"カナを直してください({'; '.join(problems)})。", f"{'; '.join(problems)}."),
        )
    return half
