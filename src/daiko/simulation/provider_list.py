"""An invented nationwide provider list in the shape the fund publishes.

Source: standards/administrative-checks.md 10 (columns, kinds and their share among some
54,700 rows), actors-and-contracts.md 2 (provider numbers). All 47 prefectures; names carry
架空 and characters that real lists have and programs stumble over: ㈱ ① Ⅱ 髙 﨑, half-width
kana, － and ～. The same seed makes the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from daiko.simulation.chance import chance
from daiko.simulation.words import CLINICS, SURNAMES, Prefecture, address, telephone
from daiko.standard.identifiers import AGENCY_NUMBERS, FUND, check_digit
from daiko.standard.provider_list import COLUMNS, ENCODING, KINDS

NATION: Final = 55_000
MOST: Final = 47 * 99_999
_FEDERATION: Final = "国民健康保険団体連合会"
PREFECTURE_NAMES: Final = {
    number[1:3]: name.removesuffix(_FEDERATION)
    for number, name in sorted(AGENCY_NUMBERS.items())
    if number != FUND
}
"""Number → name with 都道府県, as the federations have it."""
_KINDS: Final = tuple(KINDS)
_SHARES: Final = (63, 35, 2)  # percent of the kinds, as published
_OWNERS: Final = (
    ("1", "診療所　医療法人"), ("1", "診療所　個人"), ("1", "病院　医療法人"),
    ("1", "病院　その他の法人"), ("2", "その他　会社"), ("2", "その他　公益法人"),
)  # fmt: skip
_OWNER_SHARES: Final = (52, 27, 9, 5, 4, 3)
_NAMES: Final = (
    "医療法人社団　架空会　架空{word}クリニック",
    "架空{word}医院",
    "架空{word}内科・小児科",
    "医療法人架空{word}会　架空{word}病院",
    "架空髙橋{word}クリニック",
    "架空{word}健診センター①",
    "架空山﨑{word}診療所　Ⅱ号館",
    "㈱架空{word}健康管理センター",
    "架空{word}ｸﾘﾆｯｸ",
    "架空{word}クリニック～{kana}～",
)
_NAME_SHARES: Final = (24, 22, 16, 12, 6, 5, 4, 4, 4, 3)
_WEB_PERCENT: Final = 45


def provider_list_rows(seed: int, rows: int = NATION) -> Iterator[tuple[str, ...]]:
    """Rows of the list by prefecture, in the columns of ``standard/provider_list.py``.

    Prefectures have about the same number of providers; numbers are unique and their check
    digits fit. ``rows``: 1 to ``MOST``.
    """
    for place, (code, name) in enumerate(PREFECTURE_NAMES.items()):
        share = rows // len(PREFECTURE_NAMES) + (place < rows % len(PREFECTURE_NAMES))
        for index in range(share):
            yield _row(chance(seed, "listed provider", code, index), code, name, index)


def _row(rng: Random, code: str, prefecture: str, index: int) -> tuple[str, ...]:
    ((category, owner),) = rng.choices(_OWNERS, _OWNER_SHARES)
    (kind,) = rng.choices(_KINDS, _SHARES)
    (form,) = rng.choices(_NAMES, _NAME_SHARES)
    word, _ = rng.choice(CLINICS)
    body = f"{code}{category}8{index:05d}"
    number = body + check_digit(body)
    postal, place = address(rng, Prefecture(code, prefecture, "", f"{rng.randint(1, 999):03d}"))
    web = f"https://kikan-{number}.example/" if rng.randrange(100) < _WEB_PERCENT else ""
    name = form.format(word=word, kana=rng.choice(SURNAMES))
    phone = telephone(rng)
    phone = f"{phone[:3]}-{phone[3:6]}-{phone[6:]}"
    return number, kind, name, postal, phone, place, web, owner


def write_provider_list(path: Path, seed: int, rows: int = NATION) -> int:
    """Write the list: CP932, CRLF, header row, quotes where needed; says how many rows."""
    count = 0
    with path.open("w", encoding=ENCODING, newline="") as target:
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for row in provider_list_rows(seed, rows):
            writer.writerow(row)
            count += 1
    return count
