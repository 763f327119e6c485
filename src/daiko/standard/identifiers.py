"""Numbers of organisations and cards: forms and check digits.

Source: standards/archive-and-xml.md 10.2 and 10.3; actors-and-contracts.md 2
and 4.1. Whether an organisation exists is the registry's answer, not given here.
Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle
from typing import Final

from daiko.standard.prefectures import PREFECTURES

FUND: Final = "94899010"
SHARED_SENDERS: Final = frozenset({"6631111116", "5521111111"})
"""Numbers for senders without a provider number of their own, e.g. employers."""

_INSURER: Final = re.compile(r"[0-9]{8}", re.ASCII)
_PROVIDER: Final = re.compile(r"[0-9]{10}", re.ASCII)
_CARD: Final = re.compile(r"[0-9]{11}", re.ASCII)

AGENCY_NUMBERS: Final[dict[str, str]] = {
    "94899010": "社会保険診療報酬支払基金",
    "90199027": "北海道国民健康保険団体連合会",
    "90299025": "青森県国民健康保険団体連合会",
    "90399023": "岩手県国民健康保険団体連合会",
    "90499021": "宮城県国民健康保険団体連合会",
    "90599028": "秋田県国民健康保険団体連合会",
    "90699026": "山形県国民健康保険団体連合会",
    "90799024": "福島県国民健康保険団体連合会",
    "90899022": "茨城県国民健康保険団体連合会",
    "90999020": "栃木県国民健康保険団体連合会",
    "91099028": "群馬県国民健康保険団体連合会",
    "91199026": "埼玉県国民健康保険団体連合会",
    "91299024": "千葉県国民健康保険団体連合会",
    "91399022": "東京都国民健康保険団体連合会",
    "91499020": "神奈川県国民健康保険団体連合会",
    "91599027": "新潟県国民健康保険団体連合会",
    "91699025": "富山県国民健康保険団体連合会",
    "91799023": "石川県国民健康保険団体連合会",
    "91899021": "福井県国民健康保険団体連合会",
    "91999029": "山梨県国民健康保険団体連合会",
    "92099027": "長野県国民健康保険団体連合会",
    "92199025": "岐阜県国民健康保険団体連合会",
    "92299023": "静岡県国民健康保険団体連合会",
    "92399021": "愛知県国民健康保険団体連合会",
    "92499029": "三重県国民健康保険団体連合会",
    "92599026": "滋賀県国民健康保険団体連合会",
    "92699024": "京都府国民健康保険団体連合会",
    "92799022": "大阪府国民健康保険団体連合会",
    "92899020": "兵庫県国民健康保険団体連合会",
    "92999028": "奈良県国民健康保険団体連合会",
    "93099026": "和歌山県国民健康保険団体連合会",
    "93199024": "鳥取県国民健康保険団体連合会",
    "93299022": "島根県国民健康保険団体連合会",
    "93399020": "岡山県国民健康保険団体連合会",
    "93499028": "広島県国民健康保険団体連合会",
    "93599025": "山口県国民健康保険団体連合会",
    "93699023": "徳島県国民健康保険団体連合会",
    "93799021": "香川県国民健康保険団体連合会",
    "93899029": "愛媛県国民健康保険団体連合会",
    "93999027": "高知県国民健康保険団体連合会",
    "94099025": "福岡県国民健康保険団体連合会",
    "94199023": "佐賀県国民健康保険団体連合会",
    "94299021": "長崎県国民健康保険団体連合会",
    "94399029": "熊本県国民健康保険団体連合会",
    "94499027": "大分県国民健康保険団体連合会",
    "94599024": "宮崎県国民健康保険団体連合会",
    "94699022": "鹿児島県国民健康保険団体連合会",
    "94799020": "沖縄県国民健康保険団体連合会",
}
"""The payment fund and the 47 federations (actors-and-contracts.md 2)."""


def check_digit(body: str) -> str:
    """Weights 2,1,2,1… from the right; digits of the products summed; mod 10.

    >>> check_digit("0113001"), check_digit("9489901"), check_digit("221410479")
    ('2', '0', '2')
    """
    products = (int(d) * w for d, w in zip(reversed(body), cycle((2, 1)), strict=False))
    return str(-sum(sum(divmod(p, 10)) for p in products) % 10)


@lru_cache(maxsize=100_000)  # of organisations, never of persons
def has_valid_check_digit(number: str) -> bool:
    """Whether the last digit of an insurer, provider or agency number fits.

    >>> has_valid_check_digit("06132013"), has_valid_check_digit("99999999")
    (True, False)
    """
    return (
        len(number) > 1
        and number.isascii()
        and number.isdigit()
        and check_digit(number[:-1]) == number[-1]
    )


def is_insurer_number(text: str) -> bool:
    """Exactly eight half-width digits (form only)."""
    return _INSURER.fullmatch(text) is not None


def pad_insurer_number(text: str) -> str:
    """Zero-padded to eight digits, as older six digit numbers are written.

    >>> pad_insurer_number("138024")
    '00138024'
    """
    return text.rjust(8, "0")


def is_provider_number(text: str) -> bool:
    """Exactly ten half-width digits (form only)."""
    return _PROVIDER.fullmatch(text) is not None


def prefecture_of_insurer(number: str) -> str | None:
    """Prefecture 01 to 47 an insurer's number names in its third and fourth digit.

    ``None`` for what names none. Source: standards/actors-and-contracts.md 2.

    >>> prefecture_of_insurer("01130012"), prefecture_of_insurer("06992013")
    ('13', None)
    """
    return _prefecture(number[2:4]) if is_insurer_number(number) else None


def prefecture_of_provider(number: str) -> str | None:
    """Prefecture 01 to 47 a provider's number begins with; ``None`` for what names none.

    Source: standards/actors-and-contracts.md 2.

    >>> prefecture_of_provider("1312345679"), prefecture_of_provider("6631111116")
    ('13', None)
    """
    return _prefecture(number[:2]) if is_provider_number(number) else None


def _prefecture(digits: str) -> str | None:
    return digits if digits in PREFECTURES else None


def is_agency_number(text: str) -> bool:
    """Eight digits with a right check digit, as every agency number has.

    >>> is_agency_number("94899010"), is_agency_number("94899011")
    (True, False)
    """
    return is_insurer_number(text) and has_valid_check_digit(text)


@dataclass(frozen=True, slots=True)
class CardId:
    """Number of a checkup or guidance card: year 2, kind 1, person 8 digits."""

    fiscal_year: int  # western, e.g. 2026
    kind: str  # 1 checkup, 2 motivational, 3 active, 4 equivalent, 5 set card
    person: str

    @classmethod
    def parse(cls, text: str | None) -> CardId | None:
        """The parts of eleven digits, ``None`` for anything else.

        >>> CardId.parse("24500000001")
        CardId(fiscal_year=2024, kind='5', person='00000001')
        """
        if text is None or _CARD.fullmatch(text) is None:
            return None
        return cls(2000 + int(text[:2]), text[2], text[3:])
